# The arithmetic under a network: products, sums and elementary functions, in two kinds.
#
# The steps of a network are written once, against an arithmetic that is handed in.
#' @include arithmetic_reproducible.R arithmetic_blas.R arithmetic_elementary.R arithmetic_self_test.R
NULL

# The operations of a network whose bits are not settled by IEEE 754 alone.
#
# Matrices are of doubles, with samples in their rows. What overflows becomes infinite or NaN, as IEEE 754 has it.
#
# name: "reproducible" or "blas".
# product, product_over_rows, product_by_transpose: A . B, t(A) . B (a reduction over samples) and A . t(B) of two
#   matrices.
# column_sums: the sum of each column of a matrix, a vector: a reduction over samples.
# total: the sum of all elements of a matrix.
# exp: e^x of an array. In Python it may write over its argument: hand in an array that nobody else needs.
# log, tanh: log(x) and tanh(x) of an array.
Arithmetic <- function(name, product, product_over_rows, product_by_transpose, column_sums, total,
                       exp, log, tanh) {
  list(
    name = name,
    product = product,
    product_over_rows = product_over_rows,
    product_by_transpose = product_by_transpose,
    column_sums = column_sums,
    total = total,
    exp = exp,
    log = log,
    tanh = tanh
  )
}

REPRODUCIBLE <- Arithmetic(
  name = "reproducible",
  product = ordered_product,
  product_over_rows = ordered_product_over_rows,
  product_by_transpose = ordered_product_by_transpose,
  column_sums = ordered_column_sums,
  total = ordered_total,
  exp = cr_exp,
  log = cr_log,
  tanh = cr_tanh
)

BLAS <- Arithmetic(
  name = "blas",
  product = blas_product,
  product_over_rows = blas_product_over_rows,
  product_by_transpose = blas_product_by_transpose,
  column_sums = blas_column_sums,
  total = blas_total,
  exp = blas_exp,
  log = blas_log,
  tanh = blas_tanh
)

# What the self-test has found in this process: nothing yet, or that it passed.
SELF_TEST <- new.env()
SELF_TEST$passed <- FALSE

# The arithmetic "reproducible" or "blas"; the first use of the reproducible one tests this process.
#
# Signals onehidden_unsafe_floating_point where the process does not compute as IEEE 754 says, so that the reproducible
# arithmetic would not be one.
arithmetic_named <- function(name) {
  if (name == "blas") {
    return(BLAS)
  }
  if (!SELF_TEST$passed) {
    run_self_test()
    SELF_TEST$passed <- TRUE
  }
  REPRODUCIBLE
}
