A <- matrix(uniforms(0, 200) - 0.5, 50, 4)
B <- matrix(uniforms(1, 150) - 0.5, 50, 3)
W <- matrix(uniforms(2, 12) - 0.5, 4, 3)

test_that("blas computes what the reproducible arithmetic computes", {
  operations <- list(
    product = list(A, W),
    product_over_rows = list(A, B),
    product_by_transpose = list(B, W),
    column_sums = list(A),
    total = list(A),
    exp = list(A),
    log = list(abs(A)),
    tanh = list(A)
  )
  expect_setequal(c("name", names(operations)), names(arithmetic_named("blas")))
  for (name in names(operations)) {
    expected <- do.call(arithmetic_named("reproducible")[[name]], operations[[name]])
    result <- do.call(arithmetic_named("blas")[[name]], operations[[name]])
    expect_equal(result, expected, tolerance = 1e-13)
    expect_true(any(result != 0))
  }
})

test_that("nothing writes over its argument", {
  before <- A + 0
  blas_exp(A)
  blas_product(A, W)
  expect_identical(A, before)
})
