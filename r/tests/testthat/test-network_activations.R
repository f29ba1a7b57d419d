z <- rbind(c(-800, -2, -0), c(0, 0.5, 800))

test_that("the slope is the derivative of the value", {
  inputs <- rbind(c(-1.5, -0.25, 0.75, 2))
  step <- 2^-20
  for (name in both_arithmetics) {
    arithmetic <- arithmetic_named(name)
    for (activation in ACTIVATIONS) {
      above <- activation$value(inputs + step, arithmetic)
      below <- activation$value(inputs - step, arithmetic)
      slope <- activation$slope(activation$value(inputs, arithmetic))
      expect_equal(slope, (above - below) / (2 * step), tolerance = 1e-9)
    }
  }
})

test_that("each activation has its known values", {
  inputs <- rbind(c(-2, 0, 3))
  for (name in both_arithmetics) {
    arithmetic <- arithmetic_named(name)
    expect_equal(sigmoid_value(inputs, arithmetic), stats::plogis(inputs), tolerance = 1e-15)
    expect_equal(tanh_value(inputs, arithmetic), tanh(inputs), tolerance = 1e-15)
    expect_identical(relu_value(inputs, arithmetic), rbind(c(0, 0, 3)))
    expect_identical(identity_value(inputs, arithmetic), inputs)
  }
})

test_that("sigmoid saturates without becoming NaN", {
  a <- ACTIVATIONS$sigmoid$value(z, arithmetic_named("reproducible"))
  expect_identical(a[1, 1], 0)
  expect_identical(a[2, 3], 1)
  expect_identical(a[2, 1], 0.5)
})

test_that("relu of both zeros is plus zero and its slope there is zero", {
  a <- ACTIVATIONS$relu$value(rbind(c(-0, 0)), arithmetic_named("reproducible"))
  expect_same_bits(a, rbind(c(0, 0)))
  expect_same_bits(ACTIVATIONS$relu$slope(a), rbind(c(0, 0)))
})

test_that("values lie within the range that targets may have", {
  for (activation in ACTIVATIONS) {
    a <- activation$value(z, arithmetic_named("reproducible"))
    expect_true(all(a >= activation$lowest & a <= activation$highest))
  }
})

test_that("values and slopes keep the shape", {
  for (activation in ACTIVATIONS) {
    a <- activation$value(z, arithmetic_named("reproducible"))
    expect_identical(dim(a), dim(z))
    expect_identical(dim(activation$slope(a)), dim(z))
  }
})

softmax <- function(z, arithmetic = "reproducible") {
  OUTPUT_ACTIVATIONS$softmax$value(z, arithmetic_named(arithmetic))
}

test_that("softmax gives the probabilities of each row", {
  inputs <- rbind(c(0, 1, 2), c(3, 3, 3))
  for (arithmetic in both_arithmetics) {
    expected <- exp(inputs) / rowSums(exp(inputs))
    expect_equal(softmax(inputs, arithmetic), expected, tolerance = 1e-15)
  }
})

test_that("softmax of large numbers is that of their differences", {
  for (arithmetic in both_arithmetics) {
    expect_same_bits(softmax(cbind(1000, 999), arithmetic), softmax(cbind(1, 0), arithmetic))
    expect_same_bits(softmax(cbind(-1e308, 1e308), arithmetic), cbind(0, 1))
  }
})

test_that("the largest element of a row may stand anywhere", {
  inputs <- rbind(c(1, 3, 2), c(-1, -3, -2), c(0, 1, 5))
  expect_identical(row_maxima(inputs), c(3, -1, 5))
})
