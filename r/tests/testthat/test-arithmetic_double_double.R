random_doubles <- function(n, seed) {
  u <- uniforms(seed, 2 * n)
  (u[1:n] - 0.5) * power_of_two(floor(200 * u[(n + 1):(2 * n)]) - 100)
}

test_that("the table of powers holds every power of two that is a double", {
  expect_length(POWERS_OF_TWO, 2098)
  expect_identical(POWERS_OF_TWO[-1] / POWERS_OF_TWO[-2098], rep(2, 2097))
  expect_identical(power_of_two(c(0, 10, -1, -1022)), c(1, 1024, 0.5, .Machine$double.xmin))
})

test_that("the smallest and the largest power of two are at the ends", {
  expect_identical(sprintf("%a", POWERS_OF_TWO[1]), "0x0.0000000000001p-1022")
  expect_identical(power_of_two(-1074) / 2, 0)
  expect_identical(power_of_two(1023) * 2, Inf)
})

test_that("where takes yes where the condition holds and no elsewhere", {
  expect_identical(where(c(TRUE, FALSE, NA), c(1, 2, 3), c(4, 5, 6)), c(1, 5, 6))
  expect_identical(where(c(TRUE, FALSE), 1, 0), c(1, 0))
  expect_identical(where(logical(0), 1, 0), numeric(0))
})

test_that("the exponent brackets the number", {
  x <- abs(random_doubles(1000, 1))
  k <- exponent_of(x)
  expect_true(all(power_of_two(k) <= x & x < power_of_two(k + 1)))
})

test_that("the exponent changes at powers of two", {
  k <- c(-1021, -1, 0, 1, 1023)
  x <- power_of_two(k)
  expect_identical(exponent_of(x), k)
  expect_identical(exponent_of(x - x * power_of_two(-53)), k - 1)
})

test_that("integers are rounded to with ties to even", {
  expect_identical(round_to_integer(c(0.5, 1.5, 2.5, -0.5, -1.5, 0.75, -3.25)), c(0, 2, 2, 0, -2, 1, -3))
})

# Integers of 40 bits: their sums and products are known exactly from their halves of 20 bits.
whole_numbers <- function(n, seed) {
  floor(uniforms(seed, n) * power_of_two(40))
}

test_that("fast_two_sum loses nothing", {
  a <- whole_numbers(500, 2) * power_of_two(30)
  b <- whole_numbers(500, 3)
  sum <- fast_two_sum(a, b)
  expect_identical(sum[[1]], a + b)
  # a is a multiple of 2^30: what a sum of multiples of 2^30 leaves is the exact rest.
  expect_identical((sum[[1]] - a) + sum[[2]], b)
  expect_true(any(sum[[2]] != 0))
})

test_that("fast_two_sum takes a zero first whatever the second", {
  expect_identical(fast_two_sum(0, 0.1), list(0.1, 0))
})

test_that("the halves have 26 bits and lose nothing", {
  a <- random_doubles(500, 4)
  halves <- veltkamp_split(a)
  expect_identical(halves[[1]] + halves[[2]], a)
  for (half in halves) {
    scaled <- abs(half) * power_of_two(25 - exponent_of(abs(half)))
    expect_identical(scaled, floor(scaled))
  }
})

test_that("two_product loses nothing", {
  a <- whole_numbers(500, 5)
  b <- whole_numbers(500, 6)
  product <- two_product(a, b)
  expect_identical(product[[1]], a * b)
  half <- power_of_two(20)
  # Modulo 2^40 the product is that of the low halves and of the mixed ones.
  mixed <- floor(a / half) * (b %% half) + (a %% half) * floor(b / half)
  low <- ((mixed %% half) * half + (a %% half) * (b %% half)) %% power_of_two(40)
  expect_identical((product[[1]] %% power_of_two(40) + product[[2]]) %% power_of_two(40), low)
  expect_true(any(product[[2]] != 0))
})
