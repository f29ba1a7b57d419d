left_fold <- function(terms) {
  Reduce(`+`, terms, 0)
}

blocked_fold <- function(terms) {
  left_fold(vapply(split(terms, (seq_along(terms) - 1) %/% 4096), left_fold, 0))
}

random_matrix <- function(rows, columns, seed = 0) {
  u <- uniforms(seed, 2 * rows * columns)
  half <- rows * columns
  matrix((u[1:half] - 0.5) * power_of_two(floor(60 * u[(half + 1):(2 * half)]) - 30), rows, columns)
}

test_that("a product is a left fold with the inner index ascending", {
  A <- random_matrix(3, 50)
  B <- random_matrix(50, 2, seed = 1)
  expected <- matrix(0, 3, 2)
  for (i in 1:3) for (j in 1:2) expected[i, j] <- left_fold(A[i, ] * B[, j])
  expect_same_bits(ordered_product(A, B), expected)
})

test_that("a product by the transpose is the product by the transposed matrix", {
  A <- random_matrix(3, 5)
  B <- random_matrix(2, 5, seed = 1)
  expect_same_bits(ordered_product_by_transpose(A, B), ordered_product(A, t(B)))
})

test_that("a product over rows is a left fold over the rows", {
  A <- random_matrix(40, 3)
  B <- random_matrix(40, 2, seed = 1)
  expected <- matrix(0, 3, 2)
  for (i in 1:3) for (j in 1:2) expected[i, j] <- left_fold(A[, i] * B[, j])
  expect_same_bits(ordered_product_over_rows(A, B), expected)
})

test_that("column sums are left folds and the total folds them", {
  A <- random_matrix(60, 3)
  expected <- apply(A, 2, left_fold)
  expect_same_bits(ordered_column_sums(A), expected)
  expect_same_bits(ordered_total(A), left_fold(expected))
})

test_that("reductions over rows fold blocks of 4096 rows", {
  for (rows in c(4095, 4096, 4097, 8192, 9000)) {
    A <- random_matrix(rows, 2)
    B <- random_matrix(rows, 1, seed = 1)
    expected <- matrix(apply(A * B[, 1], 2, blocked_fold))
    expect_same_bits(ordered_product_over_rows(A, B), expected)
    expect_same_bits(ordered_column_sums(B), blocked_fold(B[, 1]))
  }
})

test_that("the blocks matter beyond 4096 rows", {
  A <- random_matrix(5000, 1)
  expect_identical(ordered_total(A), blocked_fold(A[, 1]))
  expect_false(ordered_total(A) == left_fold(A[, 1]))
})

test_that("both ways to multiply have the same bits", {
  A <- random_matrix(30, 20)
  B <- random_matrix(20, 15, seed = 1)
  expect_gte(nrow(A) * ncol(B), MANY_OUTPUTS)
  whole <- ordered_product(A, B)
  row_by_row <- t(vapply(1:30, function(i) ordered_product(A[i, , drop = FALSE], B)[1, ], numeric(15)))
  expect_same_bits(whole, row_by_row)
})

test_that("sums of negative zeros are positive zero", {
  zeros <- matrix(-0, 3, 2)
  expect_same_bits(ordered_column_sums(zeros), c(0, 0))
  expect_same_bits(ordered_total(zeros), 0)
  expect_same_bits(ordered_product(zeros, matrix(1, 2, 1)), matrix(0, 3, 1))
  expect_same_bits(ordered_product_over_rows(zeros, matrix(1, 3, 1)), matrix(0, 2, 1))
})

test_that("a single row is a fold from zero too", {
  expect_same_bits(ordered_column_sums(rbind(c(-0, 2))), c(0, 2))
})

test_that("infinities and NaN stay in their own elements", {
  A <- rbind(c(1, Inf), c(1, 2))
  expect_identical(ordered_product(A, cbind(c(1, 1))), cbind(c(Inf, 3)))
})

test_that("the blocks are consecutive and complete", {
  expect_identical(lengths(row_blocks(4096)), 4096L)
  expect_equal(lapply(row_blocks(8193), range), list(c(1, 4096), c(4097, 8192), c(8193, 8193)))
})

test_that("the order is not that of the library", {
  # 1 + 2^-53 + 2^-53: a fold rounds twice to 1, an accumulator of 80 bits does not.
  A <- cbind(c(1, power_of_two(-53), power_of_two(-53)))
  expect_identical(ordered_total(A), 1)
})
