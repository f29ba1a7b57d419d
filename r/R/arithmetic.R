# The arithmetic under a network: products, sums and elementary functions, in two kinds, one of them compiled too.
#
# The steps of a network are written once, against an arithmetic that is handed in.
#' @include arithmetic_reproducible.R arithmetic_blas.R arithmetic_elementary.R arithmetic_self_test.R
#' @include arithmetic_compiled.R
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

COMPILED <- Arithmetic(
  name = "reproducible",
  product = compiled_product,
  product_over_rows = compiled_product_over_rows,
  product_by_transpose = compiled_product_by_transpose,
  column_sums = compiled_column_sums,
  total = compiled_total,
  exp = compiled_exp,
  log = compiled_log,
  tanh = compiled_tanh
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

# The arithmetic "reproducible" or "blas", with kernels as asked for or as there are.
#
# Blas arithmetic has only kernels of the library. Signals onehidden_unsafe_floating_point where the process does not
# compute as IEEE 754 says, so that the reproducible arithmetic would not be one.
arithmetic_named <- function(name, kernels = NULL) {
  if (name == "blas") {
    return(BLAS)
  }
  if (is.null(kernels)) {
    kernels <- default_kernels()
  }
  if (kernels == "compiled") COMPILED else tested_reproducible()
}

# The kernels that are used where none are asked for: the compiled ones, if they are there and not switched off.
default_kernels <- function() {
  if (Sys.getenv("ONEHIDDEN_KERNELS") == "interpreted") {
    return("interpreted")
  }
  if (nzchar(fault_of_compiled())) "interpreted" else "compiled"
}

# Why the compiled kernels cannot be used, "" where they can; their first use tests them in this process.
fault_of_compiled <- function() {
  if (is.null(NATIVE$fault)) {
    NATIVE$fault <- find_fault_of_compiled()
  }
  NATIVE$fault
}

find_fault_of_compiled <- function() {
  if (is.null(NATIVE$symbols)) {
    return("they were not compiled when onehidden was installed: there was no compiler")
  }
  safe <- tryCatch(is.list(tested_reproducible()), onehidden_unsafe_floating_point = function(error) FALSE)
  if (!safe) {
    return("this process does not compute as IEEE 754 says")
  }
  if (fuses()) {
    return("they were compiled with fused operations")
  }
  if (probe_is_right(COMPILED)) "" else "a known computation has other bits with them"
}

# The interpreted arithmetic, whose first use tests this process.
tested_reproducible <- function() {
  if (!SELF_TEST$passed) {
    run_self_test(REPRODUCIBLE)
    SELF_TEST$passed <- TRUE
  }
  REPRODUCIBLE
}
