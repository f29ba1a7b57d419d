# each side of the three splits, and the far tails
probabilities <- c(2^-27, 1e-300, 1e-20, 1.3e-11, 1.4e-11, 0.0749, 0.0751, 0.3, 0.5, 0.7, 0.9249, 0.9251, 1 - 1e-12)

test_that("quantiles have the bits of R on x86-64", {
  # qnorm() of R 4.2.2 on each side of the three splits
  p <- c(2^-70, 0x1.ae89f995ad3adp-37, 2^-36, 2^-27, 1 / 128, 1 / 16, 1 / 4, 7 / 8, 63 / 64)
  expect_identical(normal_quantile(p), c(
    -0x1.30b6965c8d0e6p+3, -0x1.ab4b9beef8f14p+2, -0x1.a9aa904c4b7b7p+2,
    -0x1.6a69a3448806bp+2, -0x1.357292e7715f5p+1, -0x1.88bc1fbe1dabcp+0,
    -0x1.5956b87528a49p-1, 0x1.267d4c07b0566p+0, 0x1.13b22a7d5685cp+1
  ))
})

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
