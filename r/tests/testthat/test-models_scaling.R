reproducible <- arithmetic_named("reproducible")
X <- rbind(c(1, 10, -4), c(3, 10, 4), c(5, 10, 0), c(7, 10, 0))

test_that("center is the mean and spread the root of the mean square", {
  for (arithmetic in both_arithmetics) {
    scaling <- column_scaling(X, NULL, arithmetic_named(arithmetic))
    expect_identical(scaling$center, c(4, 10, 0))
    expect_identical(scaling$spread, c(sqrt(5), 1, sqrt(8)))
  }
})

test_that("a column that does not vary becomes 0", {
  expect_identical(scaled(X, column_scaling(X, NULL, reproducible))[, 2], numeric(4))
})

test_that("a weight counts like so many rows", {
  expect_same_bits(
    column_scaling(X, c(2, 0, 1, 1), reproducible),
    column_scaling(X[c(1, 1, 3, 4), ], NULL, reproducible)
  )
})

test_that("without any weight nothing is divided by 0", {
  scaling <- column_scaling(X, numeric(4), reproducible)
  expect_identical(scaling, new_scaling(numeric(3), c(1, 1, 1)))
})

test_that("sums are those of the arithmetic", {
  # A left fold loses the ones, one after the other.
  expect_identical(column_scaling(rbind(2^53, 1, 1, -2^53), NULL, reproducible)$center, 0)
})

test_that("unscaled is the inverse, and without scaling nothing changes", {
  scaling <- column_scaling(rbind(c(0, 1), c(4, 2)), NULL, reproducible)
  Y <- rbind(c(1, -3))
  expect_identical(unscaled(Y, scaling), rbind(c(4, 0)))
  expect_identical(scaled(unscaled(Y, scaling), scaling), Y)
  expect_identical(scaled(Y, NULL), Y)
  expect_identical(unscaled(Y, NULL), Y)
})

test_that("a constant column has the spread 1, however its mean is rounded", {
  numbers <- arithmetic_named("reproducible")
  for (case in list(c(1 / 10, 3), c(3 / 10, 10), c(51 / 10, 150))) {
    expect_identical(column_scaling(matrix(case[[1]], case[[2]], 1), NULL, numbers)$spread, 1)
  }
  varied <- rbind(0.1, 0.1, 7, 0.1)
  expect_identical(column_scaling(varied, c(1, 1, 0, 1), numbers)$spread, 1)
  expect_gt(column_scaling(varied, NULL, numbers)$spread, 1)
})
