test_that("the three ways from input to output", {
  x <- c(0, 1, 1)
  expect_identical(threshold_unit(x, threshold = 0), 1)
  expect_identical(threshold_unit(x, w = c(2, 3, 4), threshold = 6), 1)
  expect_identical(threshold_unit(x, w = c(2, 3, 4), b = -7), 0)
})

test_that("a sum at the threshold is not above it", {
  expect_identical(threshold_unit(c(1, 1), threshold = 2), 0)
})

test_that("each row of a matrix is a sample", {
  expect_identical(threshold_unit(rbind(c(0, 0), c(1, 0))), c(0, 1))
})

test_that("bad input is refused by code and argument", {
  x <- c(0, 1, 1)
  expect_refusal(threshold_unit(x, w = 1), "shape_mismatch", "w")
  expect_refusal(threshold_unit(x, b = "bias"), "not_numeric", "b")
  expect_refusal(threshold_unit(x, threshold = NaN), "not_finite", "threshold")
  expect_refusal(threshold_unit(array(1, c(1, 1, 1))), "wrong_dimensions", "x")
  expect_refusal(threshold_unit(c(1e308, 1e308, -1e308)), "overflow", NULL)
  expect_refusal(threshold_unit(x, treshold = 1), "unknown_argument", "treshold")
})
