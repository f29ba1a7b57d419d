# Fitting by a formula or a matrix.

quick <- function(...) onehidden(..., hidden = 2, epochs = 3)
iris_X <- as.matrix(iris[1:4])

test_that("a formula, a matrix and a data frame give the same bits", {
  fit <- quick(Species ~ ., iris)
  expect_s3_class(fit, c("onehidden", "onehidden_model"), exact = TRUE)
  digest <- parameter_digest(fit$network)
  expect_identical(parameter_digest(quick(iris_X, iris$Species)$network), digest)
  expect_identical(parameter_digest(quick(unname(iris_X), as.character(iris$Species))$network), digest)
  expect_identical(parameter_digest(quick(iris[1:4], iris["Species"])$network), digest)
  expect_identical(parameter_digest(quick(as.matrix(iris[1:4]), iris$Species, seed = 1)$network) == digest, FALSE)
})

test_that("the settings have the names and defaults of the specification", {
  expected <- list(
    hidden = 10, hidden_activation = "sigmoid", initialization = "glorot", seed = 0, stream = "numpy",
    scale = TRUE, optimizer = "adam", learning_rate = 0.05, epochs = 500, batches = "full",
    shuffle = FALSE, weight_decay = 0, validation_fraction = 0, patience = NULL,
    arithmetic = "reproducible"
  )
  for (method in list(onehidden.formula, onehidden.default)) {
    expect_identical(lapply(formals(method)[names(expected)], eval), expected)
  }
})

test_that("every setting arrives at the training", {
  fit <- function(...) {
    arguments <- list(Species ~ ., iris, hidden = 2, epochs = 3)
    do.call(onehidden, utils::modifyList(arguments, list(...)))
  }
  digest <- parameter_digest(fit()$network)
  settings <- list(
    list(hidden = 3), list(hidden_activation = "tanh"), list(initialization = "he"), list(seed = 1),
    list(stream = "pcg64"), list(scale = FALSE), list(optimizer = "nesterov"),
    list(learning_rate = 0.5), list(epochs = 4), list(batches = 50), list(batches = "single"),
    list(weight_decay = 0.1), list(validation_fraction = 0.2)
  )
  for (setting in settings) {
    expect_false(parameter_digest(do.call(fit, setting)$network) == digest)
  }
  shuffled <- lapply(c(FALSE, TRUE), function(shuffle) fit(batches = 50, shuffle = shuffle)$network)
  expect_false(parameter_digest(shuffled[[1]]) == parameter_digest(shuffled[[2]]))
  expect_identical(fit(arithmetic = "blas")$arithmetic, "blas")
  stopped <- fit(epochs = 500, validation_fraction = 0.2, patience = 2, learning_rate = 1)
  expect_lt(stopped$training$epochs, 500)
})

test_that("a fit is reproducible and leaves the caller's random numbers alone", {
  with_saved_random_state({
    set.seed(1)
    before <- .Random.seed
    first <- quick(Species ~ ., iris)
    expect_identical(.Random.seed, before)
    set.seed(2)
    expect_identical(parameter_digest(quick(Species ~ ., iris)$network), parameter_digest(first$network))
  })
})

test_that("the targets decide what is learned", {
  network_of <- function(y) quick(iris_X, y)$network
  three <- network_of(iris$Species)
  expect_identical(c(three$output_activation, three$loss), c("softmax", "categorical_cross_entropy"))
  expect_identical(dim(three$wout), c(2L, 3L))
  two <- network_of(iris$Species == "setosa")
  expect_identical(c(two$output_activation, two$loss), c("sigmoid", "binary_cross_entropy"))
  expect_identical(dim(two$wout), c(2L, 1L))
  numbers <- network_of(iris$Sepal.Length)
  expect_identical(c(numbers$output_activation, numbers$loss), c("identity", "squared_error"))
  several <- quick(iris_X, cbind(first = 1:150, second = 150:1))
  expect_identical(dim(several$network$wout), c(2L, 2L))
  expect_identical(colnames(predict(several)), c("first", "second"))
  expect_identical(several$network$reduction, "mean")
})

test_that("classes are levels as they are, text by code points, logical values", {
  expect_identical(quick(Species ~ ., iris)$classes, levels(iris$Species))
  reversed <- factor(iris$Species, rev(levels(iris$Species)))
  expect_identical(quick(iris_X, reversed)$classes, rev(levels(iris$Species)))
  words <- c("b", "a", "B")[as.integer(iris$Species)]
  expect_identical(quick(iris_X, words)$classes, c("B", "a", "b"))
  logical <- quick(iris_X, iris$Species == "setosa")
  expect_identical(logical$classes, c(FALSE, TRUE))
  expect_type(predict(logical, type = "class"), "logical")
  ordered <- predict(quick(iris_X, factor(iris$Species, ordered = TRUE)), type = "class")
  expect_s3_class(ordered, "ordered")
})

test_that("a class without rows is left out with a warning", {
  expect_warning(fit <- quick(Species ~ ., iris[1:100, ]), "no row is of the class `virginica`")
  expect_identical(fit$classes, c("setosa", "versicolor"))
})

test_that("targets that cannot be learned are refused", {
  expect_refusal(quick(iris_X), "invalid_targets", "y")
  expect_refusal(quick(iris_X, NULL), "invalid_targets", "y")
  expect_refusal(quick(iris_X, as.list(1:150)), "invalid_targets", "y")
  expect_refusal(quick(iris_X, complex(150)), "invalid_targets", "y")
  expect_refusal(quick(iris_X, rep("one", 150)), "invalid_targets", "y")
  expect_silent(expect_refusal(quick(Species ~ ., iris[1:50, ]), "invalid_targets", "Species"))
  expect_refusal(quick(iris_X, replace(iris$Species, 3, NA)), "not_finite", "y")
  expect_refusal(quick(iris_X, replace(1:150, 3, NA)), "not_finite", "y")
  expect_refusal(quick(iris_X, iris$Species[c(1, 51, 101)]), "shape_mismatch", "y")
  expect_refusal(quick(iris_X, iris), "not_numeric", "y")
})

test_that("inputs that are no numbers are refused", {
  y <- iris$Species
  expect_refusal(quick(iris_X[, 1], y), "wrong_dimensions", "x")
  expect_refusal(quick(NULL, y), "not_numeric", "x")
  expect_refusal(quick(as.character(y), y), "not_numeric", "x")
  expect_refusal(quick(), "not_numeric", "x")
  expect_error(quick("Species ~ .", iris), "without quotes")
  expect_refusal(quick(replace(iris_X, 7, Inf), y), "not_finite", "x")
  expect_refusal(quick(iris_X[0, ], y[0]), "empty", "x")
  expect_refusal(quick(iris[0], y), "empty", "x")
})

test_that("a data frame may hold factors, as in a formula", {
  mixed <- transform(iris[2:5], Big = Sepal.Width > 3)
  by_columns <- quick(mixed, iris$Sepal.Length)
  by_formula <- quick(Sepal.Length ~ ., transform(iris, Big = Sepal.Width > 3))
  expect_identical(parameter_digest(by_columns$network), parameter_digest(by_formula$network))
  expect_same_bits(predict(by_columns, mixed[9:7, ]), predict(by_columns)[9:7])
  expect_refusal(predict(by_columns, mixed[-1]), "missing_column", "Sepal.Width")
  expect_refusal(quick(transform(mixed, Big = "yes"), iris$Species), "empty", "Big")
})

test_that("arguments that there are not are refused, with the name that was meant", {
  expect_refusal(onehidden(Species ~ ., iris, hiden = 3), "unknown_argument", "hiden")
  expect_refusal(onehidden(iris_X, iris$Species, hiden = 3), "unknown_argument", "hiden")
  expect_error(onehidden(Species ~ ., iris, hiden = 3), "Did you mean `hidden`?", fixed = TRUE)
  expect_refusal(onehidden(Species ~ ., iris, size = 3), "unknown_argument", "size")
  expect_refusal(onehidden(iris_X, iris$Species, subset = 1:3), "unknown_argument", "subset")
  expect_refusal(onehidden(Species ~ ., iris, learn = 3), "unknown_argument", "learn")
})

test_that("weights are called `weights` with a formula and `sample_weight` without", {
  expect_error(
    onehidden(Species ~ ., iris, sample_weight = 1:150),
    "onehidden() has no argument `sample_weight` with a formula. Call it `weights` there.",
    fixed = TRUE, class = "onehidden_unknown_argument"
  )
  expect_error(
    onehidden(iris_X, iris$Species, weights = 1:150),
    "onehidden() has no argument `weights` without a formula. Call it `sample_weight` there.",
    fixed = TRUE, class = "onehidden_unknown_argument"
  )
  expect_refusal(onehidden(Species ~ ., iris, weights = -Sepal.Width), "invalid_sample_weight", "weights")
  expect_refusal(
    onehidden(iris_X, iris$Species, sample_weight = 1:3), "shape_mismatch", "sample_weight"
  )
})

test_that("settings out of range are refused by their names", {
  expect_refusal(onehidden(Species ~ ., iris, hidden = 2.5), "invalid_count", "hidden")
  expect_refusal(quick(Species ~ ., iris, seed = -1), "invalid_count", "seed")
  expect_refusal(quick(Species ~ ., iris, optimizer = "sgd"), "unknown_optimizer", "optimizer")
  expect_refusal(quick(Species ~ ., iris, scale = "yes"), "not_logical", "scale")
  expect_refusal(quick(Species ~ ., iris, validation_fraction = 1), "out_of_range", "validation_fraction")
  expect_refusal(quick(Species ~ ., iris, patience = 5), "invalid_validation", "validation_fraction")
})

test_that("rows for validation are told, and the rest is trained on", {
  fit <- onehidden(Species ~ ., iris, hidden = 2, epochs = 3, validation_fraction = 0.2)
  expect_length(fit$validation_rows, 30)
  expect_length(fit$training$validation_history, 4)
  expect_identical(nobs(fit), 150L)
  trained <- setdiff(1:150, fit$validation_rows)
  alone <- quick(Species ~ ., iris[trained, ])
  expect_identical(parameter_digest(alone$network), parameter_digest(fit$network))
})

test_that("an overflow hands on what was trained", {
  error <- expect_error(
    onehidden(mpg ~ ., mtcars, optimizer = "gradient_descent", learning_rate = 1e200, hidden_activation = "identity"),
    class = "onehidden_overflow"
  )
  expect_s3_class(error$result, "onehidden_training")
})

test_that("a response that is an input, too, is refused", {
  expect_refusal(
    onehidden(Sepal.Length ~ Sepal.Length + Sepal.Width, iris), "invalid_targets", "Sepal.Length"
  )
})

test_that("a factor with NA among its levels is refused", {
  d <- data.frame(y = 1:6, x = 1:6, f = addNA(factor(c("a", NA, "b", "a", NA, "b"))))
  expect_refusal(onehidden(y ~ f, d), "not_finite", "f")
  expect_refusal(onehidden(d["x"], d$f), "not_finite", "y")
})

test_that("columns from elsewhere are needed again for new data, and constants are not", {
  d <- data.frame(y = c(1, 3, 2, 5), x = c(1, 2, 3, 5))
  elsewhere <- c(4, 3, 2, 1)
  fit <- onehidden(y ~ x + elsewhere, d, hidden = 0, epochs = 2)
  expect_refusal(predict(fit, d[4:1, ]), "missing_column", "elsewhere")
  expect_length(predict(fit, cbind(d, elsewhere)), 4)
  ends <- c(0, 2, 9)
  fit <- onehidden(y ~ cut(x, ends), d, hidden = 0, epochs = 2)
  expect_length(predict(fit, d[1:2, ]), 2)
})
