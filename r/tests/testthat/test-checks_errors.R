test_that("an error has its code in its classes and among its elements", {
  error <- tryCatch(stop_onehidden("empty", "nothing here", "X"), error = identity)
  classes <- c("onehidden_empty", "onehidden_error", "error", "condition")
  expect_s3_class(error, classes, exact = TRUE)
  expect_identical(error$code, "empty")
  expect_identical(error$argument, "X")
  expect_identical(conditionMessage(error), "nothing here")
  expect_null(conditionCall(error))
})

test_that("an error without argument says so by NULL", {
  error <- tryCatch(stop_onehidden("overflow", "too large", step = "output"), error = identity)
  expect_null(error$argument)
  expect_identical(error$step, "output")
})

# All strings in the code of the package's functions.
codes_used <- function() {
  strings <- function(code) {
    if (is.function(code)) {
      return(strings(body(code)))
    }
    if (is.call(code)) {
      return(unlist(lapply(as.list(code), strings)))
    }
    if (is.character(code)) code else NULL
  }
  unique(unlist(eapply(asNamespace("onehidden"), strings)))
}

test_that("every code of the specification is used", {
  codes <- c(
    "not_numeric", "not_finite", "wrong_dimensions", "empty", "shape_mismatch",
    "missing_parameter", "unknown_argument", "unknown_activation", "unknown_loss",
    "unknown_reduction", "unknown_arithmetic", "unknown_stream", "incompatible_loss",
    "target_out_of_range", "invalid_learning_rate", "invalid_count", "invalid_batches",
    "invalid_network", "invalid_steps", "unsafe_floating_point", "overflow"
  )
  expect_identical(setdiff(codes, codes_used()), character(0))
})
