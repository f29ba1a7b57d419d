N <- 30
X <- 10 * matrix(uniforms(1, 3 * N), N, 3, byrow = TRUE)
numbers <- X[, 1:2] * X[, 2:3] + 100
places <- 1 + (X[, 1] > 3) + (X[, 1] > 6)
inputs <- numeric_inputs(NULL, 3)
reproducible <- arithmetic_named("reproducible")

fit <- function(y = numbers, classes = NULL, sample_weight = NULL, rows = seq_len(N), ...) {
  chosen <- utils::modifyList(list(hidden = 4, epochs = 5), list(...), keep.null = TRUE)
  among <- function(names) chosen[intersect(names(chosen), names)]
  settings <- do.call(model_settings, among(names(formals(model_settings))))
  training <- MODEL_TRAINING
  training[names(among(names(training)))] <- among(names(training))
  training["sample_weight"] <- list(sample_weight)
  y <- if (is.matrix(y)) y[rows, , drop = FALSE] else y[rows]
  watching <- among(c("report_every", "report", "progress"))
  arguments <- list(X[rows, , drop = FALSE], y, inputs, classes, settings, training)
  do.call(fit_model, c(arguments, watching), quote = TRUE)
}

digest <- function(fitted) parameter_digest(fitted$model$network)

test_that("the defaults are those of the specification", {
  expect_identical(unclass(model_settings()), list(
    hidden = 10,
    hidden_activation = "sigmoid",
    initialization = "glorot",
    seed = 0,
    scale = TRUE,
    shuffle = FALSE,
    validation_fraction = 0
  ))
  expect_identical(unclass(MODEL_TRAINING), list(
    learning_rate = 1 / 20,
    epochs = 500,
    batches = "full",
    arithmetic = "reproducible",
    optimizer = "adam",
    weight_decay = 0,
    sample_weight = NULL,
    shuffle_seed = NULL,
    stream = "numpy",
    validation = NULL,
    patience = NULL,
    kernels = NULL
  ))
})

# ---- what is computed ----------------------------------------------------------------------------

test_that("numbers are fitted as the parts say", {
  first <- initial_network(3, 4, 2, 0, output_activation = "identity", reduction = "mean")
  input_scaling <- column_scaling(X, NULL, reproducible)
  target_scaling <- column_scaling(numbers, NULL, reproducible)
  result <- train(
    first, scaled(X, input_scaling), scaled(numbers, target_scaling), 1 / 20, 5,
    optimizer = "adam"
  )
  fitted <- fit()
  expect_identical(digest(fitted), parameter_digest(result$network))
  expect_same_bits(fitted$model$history, result$history)
  expect_same_bits(fitted$training$history, result$history)
  expect_same_bits(fitted$model$target_scaling, target_scaling)
  expect_identical(fitted$model$inputs, inputs)
  expect_null(fitted$model$classes)
  expect_null(fitted$model$outputs)
  expect_identical(fitted$training_rows, seq_len(N))
  expect_length(fitted$validation_rows, 0)
})

test_that("classes are fitted as the parts say", {
  ends <- list(
    list(c("a", "b"), 1, "sigmoid", "binary_cross_entropy"),
    list(c("a", "b", "c"), 3, "softmax", "categorical_cross_entropy")
  )
  for (end in ends) {
    classes <- end[[1]]
    first <- initial_network(
      3, 4, end[[2]], 0,
      output_activation = end[[3]], loss = end[[4]], reduction = "mean"
    )
    of_rows <- pmin(places, length(classes))
    targets <- class_targets(of_rows, length(classes))
    X_scaled <- scaled(X, column_scaling(X, NULL, reproducible))
    result <- train(first, X_scaled, targets, 1 / 20, 5, optimizer = "adam")
    fitted <- fit(of_rows, classes)
    expect_identical(digest(fitted), parameter_digest(result$network))
    expect_identical(fitted$model$classes, classes)
    expect_null(fitted$model$target_scaling)
  }
})

test_that("targets of classes are 1 for the class of the row", {
  expect_identical(class_targets(c(1, 2, 2), 2), rbind(0, 1, 1))
  expect_identical(class_targets(c(3, 1), 3), rbind(c(0, 0, 1), c(1, 0, 0)))
})

test_that("a model learns", {
  fitted <- fit(places, c("a", "b", "c"), epochs = 300)
  expect_gt(mean(predict(fitted$model, X, type = "class") == c("a", "b", "c")[places]), 0.95)
  predicted <- predict(fit(epochs = 500)$model, X)
  deviation <- numbers - rep(colMeans(numbers), each = N)
  expect_lt(mean((predicted - numbers)^2), 0.02 * mean(deviation^2))
})

test_that("without scaling nothing is scaled", {
  fitted <- fit(scale = FALSE)
  expect_null(fitted$model$input_scaling)
  expect_null(fitted$model$target_scaling)
  first <- initial_network(3, 4, 2, 0, output_activation = "identity", reduction = "mean")
  result <- train(first, X, numbers, 1 / 20, 5, optimizer = "adam")
  expect_identical(digest(fitted), parameter_digest(result$network))
})

test_that("rows for validation are kept apart from scaling and training", {
  fitted <- fit(validation_fraction = 0.25, seed = 3)
  rows <- split_rows(N, 0.25, 3)
  expect_identical(fitted$training_rows, rows$training)
  expect_identical(fitted$validation_rows, rows$validation)
  alone <- fit(rows = rows$training, seed = 3)
  expect_identical(digest(fitted), digest(alone))
  expect_same_bits(fitted$model$input_scaling, alone$model$input_scaling)
  expect_length(fitted$training$validation_history, 6)
})

test_that("patience gives the best network", {
  fitted <- fit(validation_fraction = 0.3, patience = 2, epochs = 200, learning_rate = 0.9)
  history <- fitted$training$validation_history
  best <- which.min(history) - 1
  expect_equal(fitted$training$best_epoch, best)
  expect_lt(best, length(history) - 1)
  again <- fit(validation_fraction = 0.3, epochs = best, learning_rate = 0.9)
  expect_identical(digest(fitted), digest(again))
})

test_that("a row of weight 0 is a row left out", {
  left_out <- (seq_len(N) - 1) %% 3 == 0
  expect_identical(digest(fit(sample_weight = !left_out)), digest(fit(rows = which(!left_out))))
})

test_that("every setting reaches the training", {
  settings <- list(
    list(),
    list(hidden = 5),
    list(hidden = 0),
    list(hidden_activation = "tanh"),
    list(initialization = "he"),
    list(seed = 1),
    list(stream = "pcg64"),
    list(scale = FALSE),
    list(optimizer = "nesterov"),
    list(optimizer = momentum(0.5)),
    list(learning_rate = 0.01),
    list(learning_rate = function(epoch) 0.1 / epoch),
    list(epochs = 6),
    list(batches = 7),
    list(batches = 7, shuffle = TRUE),
    list(batches = 7, shuffle = TRUE, seed = 1),
    list(weight_decay = 0.1),
    list(validation_fraction = 0.5)
  )
  digests <- vapply(settings, function(setting) digest(do.call(fit, setting)), "")
  expect_identical(anyDuplicated(digests), 0L)
  expect_identical(fit(arithmetic = "blas")$model$arithmetic, "blas")
})

test_that("shuffling follows seed and stream", {
  fitted <- fit(batches = 7, shuffle = TRUE, seed = 5, stream = "pcg64", scale = FALSE)
  first <- initial_network(
    3, 4, 2, 5, "glorot", "pcg64",
    output_activation = "identity", reduction = "mean"
  )
  result <- train(
    first, X, numbers, 1 / 20, 5,
    batches = 7, optimizer = "adam", shuffle_seed = 5, stream = "pcg64"
  )
  expect_identical(digest(fitted), parameter_digest(result$network))
})

test_that("reports come when asked for", {
  told <- numeric(0)
  fit(report_every = 2, report = function(state) told <<- c(told, state$epoch))
  expect_identical(told, c(0, 2, 4))
})

test_that("an interrupted fit keeps what was trained", {
  interrupt <- function(state) {
    if (state$epoch == 3) stop(interrupt_condition())
  }
  expect_warning(
    fitted <- fit(report_every = 1, report = interrupt),
    "after 3 epochs",
    class = "onehidden_training_interrupted"
  )
  expect_true(fitted$training$interrupted)
  expect_identical(digest(fitted), digest(fit(epochs = 3)))
})

# ---- what is refused -----------------------------------------------------------------------------

test_that("settings out of their range are refused by their names", {
  refusal <- function(..., code, argument = ...names()[[1]]) expect_refusal(fit(...), code, argument)
  refusal(hidden = -1, code = "invalid_count")
  refusal(hidden = 2.5, code = "invalid_count")
  refusal(hidden = NULL, code = "invalid_count", argument = "hidden")
  refusal(hidden_activation = "softmax", code = "unknown_activation")
  refusal(initialization = "xavier", code = "unknown_initialization")
  refusal(seed = -1, code = "invalid_count")
  refusal(stream = "mt", code = "unknown_stream")
  refusal(scale = 1, code = "not_logical")
  refusal(optimizer = "sgd", code = "unknown_optimizer")
  refusal(learning_rate = -0.1, code = "invalid_learning_rate")
  refusal(epochs = -1, code = "invalid_count")
  refusal(batches = "half", code = "invalid_batches")
  refusal(shuffle = "yes", code = "not_logical")
  refusal(weight_decay = -1, code = "out_of_range")
  refusal(validation_fraction = 1, code = "out_of_range")
  refusal(validation_fraction = -0.1, code = "out_of_range")
  refusal(validation_fraction = "half", code = "not_numeric")
  refusal(patience = 3, code = "invalid_validation", argument = "validation_fraction")
  refusal(patience = 0, validation_fraction = 0.5, code = "invalid_count")
  refusal(arithmetic = "fast", code = "unknown_arithmetic")
  refusal(report_every = 0, code = "invalid_count")
  refusal(progress = NULL, code = "not_logical", argument = "progress")
})

test_that("settings at the ends of their ranges are accepted", {
  fitted <- fit(hidden = 0, validation_fraction = 0.5, patience = 1, seed = -5, stream = "r", epochs = 0)
  expect_null(fitted$model$network$wh)
})

test_that("sample weights are checked", {
  expect_refusal(fit(sample_weight = rep(-1, N)), "invalid_sample_weight", "sample_weight")
  expect_refusal(fit(sample_weight = numeric(N)), "invalid_sample_weight", "sample_weight")
})

test_that("columns too large to be scaled are told", {
  large <- matrix(ifelse(seq_len(N) <= 15, -1.7e308, 1.7e308))
  error <- expect_error(fit(large), "`y` cannot be scaled", class = "onehidden_overflow")
  expect_identical(error$step, "y")
  expect_error(
    fit_model(cbind(X, large), numbers, numeric_inputs(NULL, 4), NULL, model_settings(), MODEL_TRAINING),
    "`X` cannot be scaled",
    class = "onehidden_overflow"
  )
})
