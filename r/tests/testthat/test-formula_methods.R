# What R's generics do with a fit.

fit <- onehidden(Species ~ ., iris, hidden = 3, epochs = 40)
two <- onehidden(iris[1:4], iris$Species == "virginica", hidden = 2, epochs = 40)
numbers <- onehidden(log(mpg) ~ wt + factor(cyl), mtcars, hidden = 2, epochs = 40)

test_that("weights are named as nnet names them", {
  weights <- coef(fit)
  expect_length(weights, 4 * 3 + 3 + 3 * 3 + 3)
  expect_identical(names(weights)[1:7], c("b->h1", "i1->h1", "i2->h1", "i3->h1", "i4->h1", "b->h2", "i1->h2"))
  expect_identical(tail(names(weights), 4), c("b->o3", "h1->o3", "h2->o3", "h3->o3"))
  network <- fit$network
  expect_identical(weights[["b->h2"]], network$bh[[2]])
  expect_identical(weights[["i3->h2"]], network$wh[3, 2])
  expect_identical(weights[["b->o3"]], network$bout[[3]])
  expect_identical(weights[["h1->o3"]], network$wout[1, 3])
})

test_that("weights are named by inputs and classes on request", {
  expect_identical(names(coef(fit, input_names = TRUE))[c(3, 20)], c("Sepal.Width->h1", "b->versicolor"))
  expect_identical(unname(coef(fit, input_names = TRUE)), unname(coef(fit)))
  expect_identical(tail(names(coef(two, input_names = TRUE)), 1), "h2->TRUE")
  expect_identical(tail(names(coef(numbers, input_names = TRUE)), 1), "h2->log(mpg)")
})

test_that("the names are those of nnet itself", {
  skip_if_not_installed("nnet")
  other <- nnet::nnet(Species ~ ., iris, size = 3, maxit = 1, trace = FALSE)
  expect_identical(names(coef(fit)), names(coef(other)))
})

test_that("predictions have the shapes of their kind", {
  newdata <- iris[c(1, 60, 120), ]
  response <- predict(fit, newdata)
  expect_identical(dimnames(response), list(c("1", "60", "120"), levels(iris$Species)))
  expect_equal(rowSums(response), c(`1` = 1, `60` = 1, `120` = 1))
  expect_identical(predict(fit, newdata, type = "class"), factor(c("setosa", "versicolor", "virginica")))
  expect_identical(dim(predict(fit, newdata, type = "link")), c(3L, 3L))
  trace <- predict(fit, newdata, type = "trace")
  expect_identical(names(trace), c("hidden_layer_input", "hidden_layer_activations", "output_layer_input", "output"))
  expect_same_bits(trace$output, unname(response))
  expect_same_bits(trace$output_layer_input, unname(predict(fit, newdata, type = "link")))
})

test_that("of two classes the response is the probability of the second", {
  response <- predict(two, iris)
  expect_null(dim(response))
  expect_gt(mean(response[101:150]), mean(response[1:100]))
  expect_identical(predict(two, type = "class"), unname(response > 0.5))
})

test_that("a regression predicts in the units of its targets", {
  expect_identical(names(predict(numbers))[1:2], rownames(mtcars)[1:2])
  expect_lt(mean(abs(predict(numbers) - log(mtcars$mpg))), 0.2)
  expect_refusal(predict(numbers, type = "class"), "invalid_model", "model")
})

test_that("without new data the rows of the training are predicted", {
  expect_same_bits(predict(fit), predict(fit, iris))
  expect_same_bits(predict(fit), fitted(fit))
  for (type in c("class", "link", "trace")) {
    expect_identical(predict(fit, type = type), predict(fit, iris, type = type))
  }
})

test_that("residuals are targets minus fitted values", {
  indicators <- 1 * outer(iris$Species, levels(iris$Species), "==")
  expect_equal(residuals(fit) + fitted(fit), indicators, ignore_attr = TRUE)
  expect_equal(residuals(two) + fitted(two), rep(c(0, 1), c(100, 50)), ignore_attr = TRUE)
  expect_equal(residuals(numbers) + fitted(numbers), log(mtcars$mpg), ignore_attr = TRUE)
})

test_that("a matrix is predicted from by the names of its columns, or by their order", {
  X <- as.matrix(iris[1:4])
  named <- onehidden(X, iris$Species, hidden = 2, epochs = 2)
  expected <- predict(named)[4:3, ]
  expect_same_bits(unname(predict(named, X[4:3, 4:1])), unname(expected))
  expect_same_bits(unname(predict(named, unname(X[4:3, ]))), unname(expected))
  expect_same_bits(unname(predict(named, iris[4:3, ])), unname(expected))
  expect_refusal(predict(named, X[, 1:3]), "missing_column", "Petal.Width")
  expect_refusal(predict(named, iris[1:3]), "missing_column", "Petal.Width")
  expect_refusal(predict(named, unname(X[, 1:3])), "shape_mismatch", "newdata")
  expect_refusal(predict(named, X[1, ]), "wrong_dimensions", "newdata")
  expect_refusal(predict(named, transform(iris, Petal.Width = "wide")), "not_numeric", "Petal.Width")
  expect_refusal(predict(named, X * Inf), "not_finite", "newdata")
  expect_refusal(predict(named, X[0, ]), "empty", "newdata")
  holes <- replace(X, 2, NA)
  expect_same_bits(unname(predict(named, holes)), replace(unname(predict(named)), cbind(2, 1:3), NA))
  unnamed <- onehidden(unname(X), iris$Species, hidden = 2, epochs = 2)
  expect_same_bits(unname(predict(unnamed, X)), unname(predict(named, X)))
})

test_that("arguments that there are not are refused", {
  expect_refusal(predict(fit, iris, typ = "class"), "unknown_argument", "typ")
  expect_refusal(predict(fit, iris, type = "prob"), "out_of_range", "type")
  expect_refusal(predict(fit, new = iris), "unknown_argument", "new")
  expect_refusal(coef(fit, names = TRUE), "unknown_argument", "names")
  for (generic in list(summary, fitted, residuals, nobs, plot)) {
    expect_refusal(generic(fit, nothing = 1), "unknown_argument", "nothing")
  }
})

test_that("update works through the call, formula and nobs through the fit", {
  expect_identical(nobs(fit), 150L)
  expect_identical(deparse(formula(numbers)), "log(mpg) ~ wt + factor(cyl)")
  more <- update(numbers, . ~ . + hp, epochs = 5)
  expect_identical(more$training$epochs, 5)
  expect_identical(deparse(formula(more)), "log(mpg) ~ wt + factor(cyl) + hp")
  expect_identical(nobs(update(fit, subset = Sepal.Length > 5)), 118L)
  expect_identical(ncol(update(two, hidden = 4, epochs = 1)$network$wh), 4L)
  expect_refusal(formula(two), "invalid_model", "x")
})

test_that("printing tells what was fitted and how well, and returns invisibly", {
  lines <- capture.output(result <- withVisible(print(fit)))
  expect_identical(result, list(value = fit, visible = FALSE))
  expect_identical(lines[1:5], c(
    "onehidden(formula = Species ~ ., data = iris, hidden = 3, epochs = 40)",
    "",
    "A 4-3-3 network: sigmoid hidden layer, softmax output, 27 weights",
    "Classes: setosa, versicolor, virginica",
    "Trained on 150 rows for 40 epochs, with adam"
  ))
  right <- sum(predict(fit, type = "class") == iris$Species)
  expect_match(lines[[7]], sprintf("Right on %d of 150 rows", right), fixed = TRUE)
  unsure <- update(two, epochs = 15)
  right <- sum(predict(unsure, type = "class") == (iris$Species == "virginica"))
  expect_lt(sum(predict(unsure) > 0.9), sum(predict(unsure) > 0.5))
  expect_match(capture.output(unsure), sprintf("Right on %d of 150 rows", right), fixed = TRUE, all = FALSE)
  expect_match(capture.output(numbers), "Regression of log(mpg)", fixed = TRUE, all = FALSE)
  rmse <- sqrt(mean(residuals(numbers)^2))
  expect_match(capture.output(numbers), sprintf("residual: %.6g", rmse), fixed = TRUE, all = FALSE)
  stopped <- onehidden(Species ~ ., iris, hidden = 2, validation_fraction = 0.2, patience = 3, learning_rate = 0.5)
  best <- stopped$training$best_epoch
  expect_match(capture.output(stopped), sprintf("the best was number %.0f", best), all = FALSE)
  training <- stopped$training
  expect_true(best < training$epochs)
  losses <- c(training$history[[best + 1]], min(training$validation_history))
  shown <- grep("^Loss", capture.output(stopped), value = TRUE)
  expect_identical(shown, sprintf(c("Loss: %.6g", "Loss on 30 other rows: %.6g"), losses))
})

test_that("the summary shows each neuron's weights in a row", {
  expect_identical(summary(fit)$weights$hidden["h2", "Sepal.Width"], fit$network$wh[2, 2])
  expect_identical(summary(fit)$weights$output["virginica", "b"], fit$network$bout[[3]])
  lines <- capture.output(result <- withVisible(print(summary(fit))))
  expect_false(result$visible)
  expect_match(lines, "^h3 +-?[0-9.]+ +-?[0-9.]+ +-?[0-9.]+ +-?[0-9.]+ +-?[0-9.]+$", all = FALSE)
  wide <- onehidden(matrix(uniforms(1, 300), 10), 1:10, hidden = 30, epochs = 1)
  left_out <- "(20 of 30 rows, 12 of 31 columns; coef() gives them all)"
  expect_match(capture.output(summary(wide)), left_out, fixed = TRUE, all = FALSE)
})

test_that("options do not touch what is fitted, predicted or printed", {
  all_of_it <- function() {
    few <- 3 # a number in the call would be printed as the options say
    fit <- onehidden(Species ~ Sepal.Width + factor(Petal.Length > Sepal.Width), iris, hidden = few, epochs = few)
    grDevices::pdf(NULL)
    on.exit(grDevices::dev.off())
    plot(fit)
    plot(fit, which = "network")
    list(
      parameter_digest(fit$network), predict(fit, iris), coef(fit), nobs(update(fit, weights = Sepal.Length)),
      capture.output(print(fit), print(summary(fit)))
    )
  }
  expected <- all_of_it()
  expect_identical(with_strict_r(all_of_it(), stringsAsFactors = NULL), expected)
})

test_that("a fit leaves options, locale and random numbers alone", {
  with_saved_random_state({
    set.seed(1)
    before <- list(options(), Sys.getlocale(), .Random.seed, RNGkind())
    update(fit, epochs = 1)
    expect_identical(list(options(), Sys.getlocale(), .Random.seed, RNGkind()), before)
  })
})

test_that("generics of R may hand on arguments of their own", {
  fit <- onehidden(mpg ~ wt, mtcars, hidden = 0, epochs = 2)
  expect_equal(as.formula(fit), mpg ~ wt, ignore_attr = TRUE)
  expect_identical(nobs(fit, use.fallback = TRUE), 32L)
})

test_that("a fit that was interrupted before it began can be looked at", {
  fit <- onehidden(mpg ~ wt, mtcars, hidden = 0, epochs = 2)
  fit$training <- new_record(fit$network, NULL)$result(TRUE)
  expect_output(print(fit), "Not trained: interrupted before the first epoch", fixed = TRUE)
  expect_output(print(summary(fit)), "Not trained")
})
