test_that("integers are converted", {
  expect_identical(cr_exp(1L), cr_exp(1))
  expect_identical(cr_tanh(matrix(0:3, 2)), matrix(cr_tanh(c(0, 1, 2, 3)), 2))
})

test_that("what is not numbers is refused", {
  for (f in list(cr_exp, cr_log, cr_tanh)) {
    expect_error(f("a"), "it holds text", class = "onehidden_not_numeric")
  }
})
