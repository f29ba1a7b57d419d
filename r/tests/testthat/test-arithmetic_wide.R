test_that("a double becomes wide and returns unchanged", {
  x <- c(0, 1, -1, 1 / 3, -12345.678, power_of_two(-100) / 3)
  expect_identical(wide_to_double(wide_from_double(x)), x)
})

test_that("the digits of a double are integers below the base", {
  a <- wide_from_double(c(1 / 3, -2 / 3))
  expect_identical(a, floor(a))
  expect_true(all(abs(a) <= WIDE_BASE / 2))
})

test_that("a carry keeps the value and brings the digits down", {
  before <- matrix(rep(c(0, power_of_two(50) - 1), c(1, 9)), 1)
  after <- wide_carry(before)
  expect_true(all(abs(after[, -1]) <= power_of_two(23) + 9))
  # What the carry has moved is a multiple of the base, digit by digit from the last one.
  moved <- after - before
  for (j in WIDE_DIGITS:2) {
    expect_identical(moved[, j] %% WIDE_BASE, 0)
    moved[, j - 1] <- moved[, j - 1] + moved[, j] / WIDE_BASE
  }
  expect_identical(moved[, 1], 0)
})

test_that("a product is that of the numbers", {
  # (1 + 2^-80) (1 - 2^-80) = 1 - 2^-160
  tiny <- wide_from_double(power_of_two(-80))
  one <- wide_from_double(1)
  difference <- wide_product(one + tiny, one - tiny) - one
  expect_identical(wide_to_double(wide_carry(difference)), -power_of_two(-160))
})

test_that("the two doubles of the step are the step", {
  difference <- matrix(LN2_STEP, 1) - wide_from_double(STEP_HIGH) - wide_from_double(STEP_LOW)
  expect_lt(abs(wide_to_double(wide_carry(difference))), power_of_two(-94))
  scaled <- STEP_HIGH * power_of_two(42)
  expect_identical(scaled, floor(scaled))
  expect_lt(scaled, power_of_two(30))
})

test_that("the table holds roots of two", {
  expect_identical(dim(WIDE_ROOTS), c(4096L, 10L))
  square_root <- WIDE_ROOTS[2049, , drop = FALSE]
  two <- wide_from_double(2)
  expect_lt(abs(wide_to_double(wide_carry(wide_product(square_root, square_root) - two))), power_of_two(-178))
  expect_identical(WIDE_ROOTS[1, ], c(1, numeric(9)))
})

test_that("the exponentials of a number and of its opposite are reciprocal", {
  x <- c(0.3, 1, 20, 700)
  plus <- wide_exp(wide_from_double(x))
  minus <- wide_exp(wide_from_double(-x))
  product <- wide_product(plus[[1]], minus[[1]] / FACTORIAL_OF_11)
  scale <- power_of_two(-(plus[[2]] + minus[[2]]))
  expect_equal(wide_to_double(product), FACTORIAL_OF_11 * scale, tolerance = 1e-15)
})

test_that("the exponential of zero is exact", {
  e <- wide_exp(wide_from_double(0))
  expect_identical(wide_to_double(e[[1]]), FACTORIAL_OF_11)
  expect_identical(e[[2]], 0)
})

test_that("the argument is reduced to the nearest step", {
  expect_identical(argument_reduction(c(-1, 0, 1)), list(n = c(-5909, 0, 5909), k = c(-2, 0, 1), i = c(2283, 0, 1813)))
})

test_that("the sign is that of the first digit after the carry", {
  a <- rbind(c(1, -WIDE_BASE - 1, numeric(8)), c(-1, WIDE_BASE + 1, numeric(8)))
  expect_identical(wide_is_positive(a), c(FALSE, TRUE))
})

test_that("a difference below every error bound is refused", {
  expect_error(wide_is_positive(wide_from_double(UNDECIDED / 2)), "too close to a midpoint")
  expect_true(wide_is_positive(wide_from_double(UNDECIDED)))
})
