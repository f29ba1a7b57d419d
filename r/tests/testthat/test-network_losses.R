loss_of <- function(name, y, output, arithmetic) {
  loss <- LOSSES[[name]]
  sum(loss$terms(y, output, y - output, arithmetic_named(arithmetic))) / loss$divisor
}

test_that("squared error is half the sum of squares", {
  y <- rbind(c(1, 0), c(0, 3))
  output <- rbind(c(0.5, 0), c(0, 1))
  for (arithmetic in both_arithmetics) {
    expect_identical(loss_of("squared_error", y, output, arithmetic), 2.125)
  }
})

test_that("binary cross-entropy follows its formula", {
  expected <- -(0.25 * log(0.7) + 0.75 * log(0.3)) - log(0.9)
  for (arithmetic in both_arithmetics) {
    loss <- loss_of("binary_cross_entropy", rbind(0.25, 1), rbind(0.7, 0.9), arithmetic)
    expect_equal(loss, expected, tolerance = 1e-14)
  }
})

test_that("categorical cross-entropy counts what is there", {
  expected <- -log(0.7) - (0.25 * log(0.5) + 0.75 * log(0.3))
  y <- rbind(c(1, 0, 0), c(0.25, 0.75, 0))
  output <- rbind(c(0.7, 0.3, 0), c(0.5, 0.3, 0.2))
  for (arithmetic in both_arithmetics) {
    loss <- function(y, output) loss_of("categorical_cross_entropy", y, output, arithmetic)
    expect_equal(loss(y, output), expected, tolerance = 1e-14)
    expect_identical(loss(cbind(1, 0), cbind(0, 1)), Inf)
    expect_identical(loss(cbind(1, 0), cbind(1, 0)), 0)
  }
})

test_that("a certain and wrong output costs infinity and a right one nothing", {
  for (arithmetic in both_arithmetics) {
    for (y in c(0, 1)) {
      expect_identical(loss_of("binary_cross_entropy", rbind(y), rbind(1 - y), arithmetic), Inf)
      expect_identical(loss_of("binary_cross_entropy", rbind(y), rbind(y), arithmetic), 0)
    }
  }
})
