# The language's own products, sums and elementary functions: fast, with bits that depend on library and processor.

# A . B.
blas_product <- function(A, B) {
  A %*% B
}

# t(A) . B; BLAS transposes as it reads.
blas_product_over_rows <- function(A, B) {
  crossprod(A, B)
}

# A . t(B); BLAS transposes as it reads.
blas_product_by_transpose <- function(A, B) {
  tcrossprod(A, B)
}

# The sum of each column.
blas_column_sums <- function(A) {
  colSums(A)
}

# The sum of all elements.
blas_total <- function(A) {
  sum(A)
}

# e^x.
blas_exp <- function(x) {
  exp(x)
}

# log(x).
blas_log <- function(x) {
  log(x)
}

# tanh(x).
blas_tanh <- function(x) {
  tanh(x)
}
