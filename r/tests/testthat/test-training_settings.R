test_that("settings are the arguments of train(), in its order and with its defaults", {
  arguments <- formals(train)
  expect_identical(names(formals(training_settings)), intersect(names(arguments), names(formals(training_settings))))
  expect_identical(as.list(formals(training_settings)), as.list(arguments[names(formals(training_settings))]))
  watching <- c("network", "X", "y", "report_every", "report", "progress", "...")
  expect_setequal(setdiff(names(arguments), names(formals(training_settings))), watching)
})

test_that("settings are taken from arguments, whatever these are", {
  function_with <- function(epochs, batches = quote(a + b), patience, other = 3) {
    settings_among(training_settings, environment())
  }
  settings <- function_with(2, patience = NULL)
  expect_s3_class(settings, "onehidden_training_settings")
  given <- list(epochs = 2, batches = quote(a + b), patience = NULL)
  expect_identical(settings[names(given)], given)
  expect_named(settings, names(formals(training_settings)))
})

test_that("what needs no data is checked without them", {
  checked <- check_settings(training_settings(optimizer = "adam", epochs = 3L, shuffle_seed = 1))
  expect_identical(checked$optimizer, adam())
  expect_identical(checked$epochs, 3)
  expect_named(checked, names(formals(training_settings)))
  expect_refusal(check_settings(training_settings(shuffle_seed = -1)), "invalid_count", "shuffle_seed")
  expect_refusal(check_settings(training_settings(patience = 2)), "invalid_validation", "validation")
})

test_that("of several faults the first in the order of the checks is reported", {
  faults <- list(
    optimizer = "none", network = 3, arithmetic = "none", X = "x", y = "y", sample_weight = -1, epochs = -1,
    batches = 0, kernels = "none", stream = "none", shuffle_seed = 0.5, validation = 3, learning_rate = -1,
    weight_decay = -1, patience = 0, report_every = 0, progress = 3
  )
  right <- list(network = article_network(), X = article_X, y = article_y, validation = list(article_X, article_y))
  for (first in seq_along(faults)) {
    arguments <- utils::modifyList(right, faults[seq_along(faults) >= first])
    expect_identical(expect_error(do.call(train, arguments), class = "onehidden_error")$argument, names(faults)[first])
  }
})

test_that("bad settings are rejected by code and argument", {
  refusal <- function(code, argument, ...) {
    expect_refusal(train(article_network(), article_X, article_y, ...), code, argument)
  }
  refusal("unknown_optimizer", "optimizer", optimizer = "sgd")
  refusal("out_of_range", "weight_decay", weight_decay = -1)
  refusal("not_numeric", "weight_decay", weight_decay = "some")
  refusal("shape_mismatch", "sample_weight", sample_weight = c(1, 1))
  refusal("invalid_sample_weight", "sample_weight", sample_weight = c(1, -1, 1))
  refusal("invalid_sample_weight", "sample_weight", sample_weight = c(0, 0, 0))
  refusal("wrong_dimensions", "sample_weight", sample_weight = cbind(1, 1, 1))
  refusal("invalid_count", "shuffle_seed", shuffle_seed = -1)
  refusal("invalid_count", "shuffle_seed", shuffle_seed = 2^32)
  refusal("invalid_count", "shuffle_seed", shuffle_seed = TRUE)
  refusal("unknown_stream", "stream", stream = "java")
  refusal("invalid_validation", "validation", validation = list(cbind(1)))
  refusal("invalid_validation", "validation", validation = 0.2)
  refusal("invalid_validation", "validation", validation = data.frame(a = 1, b = 2))
  refusal("shape_mismatch", "validation", validation = list(cbind(1), 1))
  refusal("shape_mismatch", "validation", validation = list(matrix(1, 2, 4), 1))
  refusal("target_out_of_range", "validation", validation = list(matrix(1, 1, 4), 2))
  refusal("invalid_validation", "validation", patience = 5)
  refusal(
    "invalid_count", "patience", patience = 0, validation = list(matrix(1, 1, 4), 1)
  )
  refusal("not_logical", "progress", progress = 1)
})
