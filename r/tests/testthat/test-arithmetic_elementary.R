# In this language the hardest cases stand for an oracle; the conformance suite compares millions of values.
hard_cases <- list(
  exp = c(
    "-0x1.12d31a20fb38bp+5" = "0x1.5b0bf3244820ap-50",
    "0x1.9e9cbbfd6080bp-31" = "0x1.000000033d398p+0",
    "-0x1.8e4aaad97ed04p-8" = "0x1.fce5d515acb06p-1",
    "-0x1p-54" = "0x1p+0"
  ),
  log = c(
    "0x1.fd15daa6ce332p+732" = "0x1.fc12387d0632ap+8",
    "0x1.613955dc802f8p-35" = "-0x1.7f02f9baf6035p+4",
    "0x1.9476e304cd7c7p-384" = "-0x1.09b60caf47b36p+8"
  ),
  tanh = c(
    "0x1.e0000000000e1p-22" = "0x1.dfffffffffeafp-22",
    "0x1.ac343b179fec4p-3" = "0x1.a612499c53078p-3",
    "0x1.1375c272d441cp+1" = "0x1.f258bcd572d2ep-1"
  )
)
functions <- list(exp = cr_exp, log = cr_log, tanh = cr_tanh)

test_that("the hardest cases to round are right", {
  for (name in names(functions)) {
    cases <- hard_cases[[name]]
    expect_same_bits(functions[[name]](as.numeric(names(cases))), as.numeric(unname(cases)))
  }
})

test_that("the hard cases need the second phase", {
  for (name in names(functions)) {
    for (x in as.numeric(names(hard_cases[[name]]))) {
      first_phase <- switch(name,
        exp = c(exp_first_phase(x), bound = EXP_BOUND),
        log = log_first_phase(x * power_of_two(-exponent_of(x)), exponent_of(x)),
        tanh = tanh_first_phase(2 * x)
      )
      low <- first_phase$s + (first_phase$t - first_phase$bound)
      high <- first_phase$s + (first_phase$t + first_phase$bound)
      expect_true(low != high)
    }
  }
})

test_that("most values are within one unit of the last place of R's own", {
  x <- 40 * uniforms(1, 1000) - 20
  ulp <- power_of_two(-52)
  expect_equal(cr_exp(x), exp(x), tolerance = 2 * ulp)
  expect_equal(cr_log(x + 21), log(x + 21), tolerance = 2 * ulp)
  expect_equal(cr_tanh(x), tanh(x), tolerance = 2 * ulp)
})

test_that("exp at the ends of its range", {
  overflows <- EXP_LARGEST + power_of_two(-43)
  expect_same_bits(cr_exp(c(overflows, 1e300, Inf)), c(Inf, Inf, Inf))
  expect_same_bits(cr_exp(EXP_LARGEST), as.numeric("0x1.fffffffffff2ap+1023"))
  smallest <- as.numeric("-0x1.74910d52d3051p+9")
  vanishes <- smallest - power_of_two(-43)
  expect_same_bits(cr_exp(c(smallest, vanishes, -746, -1e300, -Inf)), c(power_of_two(-1074), 0, 0, 0, 0))
})

test_that("exp of subnormal results", {
  x <- c(-74000, -72000, -70900, -70848, -70846, -70845) / 100
  expect_identical(sprintf("%a", cr_exp(x)), c(
    "0x0.0000000000055p-1022", "0x0.0000993b4dc95p-1022", "0x0.8bfe55de02338p-1022",
    "0x0.eb79123331a79p-1022", "0x0.f03ad45aa2d5fp-1022", "0x0.f2a4e72c52229p-1022"
  ))
})

test_that("log outside the positive numbers", {
  expect_same_bits(cr_log(c(0, -0, Inf, 1)), c(-Inf, -Inf, Inf, 0))
  expect_silent(result <- cr_log(c(-1, -power_of_two(-1074), -Inf, NaN)))
  expect_true(all(is.nan(result)))
})

test_that("log of subnormal numbers", {
  expect_identical(sprintf("%a", cr_log(power_of_two(-1074))), "-0x1.74385446d71c3p+9")
})

test_that("tanh of tiny and huge arguments", {
  x <- c(0, -0, power_of_two(-1074), -power_of_two(-1030), power_of_two(-28))
  expect_same_bits(cr_tanh(x), x)
  expect_same_bits(cr_tanh(c(20.5, -1e300, Inf, -Inf)), c(1, -1, 1, -1))
})

test_that("NaN and NA stay what they are and leave their neighbours alone", {
  for (f in functions) {
    result <- f(c(0.5, NaN, NA, 0.5))
    expect_identical(is.nan(result), c(FALSE, TRUE, FALSE, FALSE))
    expect_identical(is.na(result), c(FALSE, TRUE, TRUE, FALSE))
    expect_same_bits(result[c(1, 4)], rep(f(0.5), 2))
  }
})

test_that("the shape and the names are kept", {
  for (f in functions) {
    expect_identical(f(matrix(0.25, 3, 4)), matrix(f(0.25), 3, 4))
    expect_identical(f(array(0.25, c(2, 3, 4))), array(f(0.25), c(2, 3, 4)))
    expect_identical(f(c(a = 0.25)), c(a = f(0.25)))
    expect_identical(f(numeric(0)), numeric(0))
  }
})
