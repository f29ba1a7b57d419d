# Products and sums in a specified order: the same bits whatever the library, the processor and the number of threads.
#
# A product A . B is, per element, a left fold from +0.0 with the inner index ascending: acc = acc + (a * b). A
# reduction over samples folds within blocks of 4096 rows, then folds the blocks' sums in order, so that threads or
# machines can share the work without changing a bit. Any loop nesting that keeps each element's order gives these bits.

BLOCK_ROWS <- 4096

# Below this many outputs a fold of whole columns is faster than ordered_product(); the bits are the same.
FEW_OUTPUTS <- 256

# The blocks of 4096 rows, the last one shorter.
row_blocks <- function(rows) {
  if (rows <= BLOCK_ROWS) {
    return(list(seq_len(rows)))
  }
  lapply(seq_len(ceiling(rows / BLOCK_ROWS)), function(number) {
    block <- BLOCK_ROWS * (number - 1) + seq_len(BLOCK_ROWS)
    block[block <= rows]
  })
}

# The left fold of + over the rows.
fold_rows <- function(terms) {
  result <- numeric(ncol(terms))
  for (j in seq_along(result)) {
    acc <- 0
    for (term in terms[, j]) acc <- acc + term
    result[j] <- acc
  }
  result
}

# A . B, a column at a time: in R that is faster than rank-1 updates.
ordered_product <- function(A, B) {
  columns <- lapply(seq_len(ncol(A)), function(k) A[, k])
  result <- matrix(0, nrow(A), ncol(B))
  for (j in seq_len(ncol(B))) {
    acc <- numeric(nrow(A))
    for (k in seq_along(columns)) acc <- acc + columns[[k]] * B[k, j]
    result[, j] <- acc
  }
  result
}

# t(A) . B, for at most 4096 rows.
ordered_product_over_block <- function(A, B) {
  if (ncol(A) * ncol(B) >= FEW_OUTPUTS) {
    return(ordered_product(t(A), B))
  }
  result <- matrix(0, ncol(A), ncol(B))
  for (j in seq_len(ncol(B))) result[, j] <- fold_rows(A * B[, j])
  result
}

# t(A) . B, a reduction over samples.
ordered_product_over_rows <- function(A, B) {
  result <- matrix(0, ncol(A), ncol(B))
  for (rows in row_blocks(nrow(A))) {
    result <- result + ordered_product_over_block(A[rows, , drop = FALSE], B[rows, , drop = FALSE])
  }
  result
}

# A . t(B).
ordered_product_by_transpose <- function(A, B) {
  ordered_product(A, t(B))
}

# The sum of each column, a reduction over samples.
ordered_column_sums <- function(A) {
  result <- numeric(ncol(A))
  for (rows in row_blocks(nrow(A))) {
    result <- result + fold_rows(A[rows, , drop = FALSE])
  }
  result
}

# The left fold from +0.0 of the column sums, columns ascending.
ordered_total <- function(A) {
  total <- 0
  for (column_sum in ordered_column_sums(A)) total <- total + column_sum
  total
}
