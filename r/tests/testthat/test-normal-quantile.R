# each side of the three splits, and the far tails
probabilities <- c(2^-27, 1e-300, 1e-20, 1.3e-11, 1.4e-11, 0.0749, 0.0751, 0.3, 0.5, 0.7, 0.9249, 0.9251, 1 - 1e-12)

test_that("quantiles are those of the normal distribution", {
  expect_equal(normal_quantile(probabilities), qnorm(probabilities), tolerance = 1e-14)
  expect_equal(normal_quantile(0.975), 1.959963984540054, tolerance = 1e-15)
})

test_that("a probability of 0 or 1 has an infinite quantile", {
  expect_identical(normal_quantile(c(0, 1, 0.5)), c(-Inf, Inf, 0))
})

test_that("quantiles mirror each other", {
  p <- c(0.25, 0.0625, 2^-20, 2^-50)
  expect_identical(normal_quantile(1 - p), -normal_quantile(p))
})

test_that("quotients meet at the splits", {
  q <- 0.425
  r <- 0.180625 - q * q
  s <- sqrt(-log(0.5 - q))
  middle <- q * horner(MIDDLE[[1]], r) / horner(MIDDLE[[2]], r)
  expect_equal(middle, horner(TAIL[[1]], s - 1.6) / horner(TAIL[[2]], s - 1.6), tolerance = 1e-14)
  near <- horner(TAIL[[1]], 3.4) / horner(TAIL[[2]], 3.4)
  expect_equal(near, FAR_TAIL[[1]][[8]], tolerance = 1e-14)
})

test_that("a polynomial is evaluated from its highest power", {
  expect_identical(horner(c(2, 3, 5), 10), 235)
})
