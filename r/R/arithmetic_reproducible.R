# Products and sums in a specified order: the same bits whatever the library, the processor and the number of threads.
#
# A product A . B is, per element, a left fold from +0.0 with the inner index ascending: acc = acc + (a * b). A
# reduction over samples folds within blocks of 4096 rows, then folds the blocks' sums in order, so that threads or
# machines can share the work without changing a bit. Any loop nesting that keeps each element's order gives these bits.

BLOCK_ROWS <- 4096

# From this many outputs on, products by columns are faster than by rank-1 updates; the bits are the same.
MANY_OUTPUTS <- 256

# The blocks of 4096 rows, the last one shorter.
row_blocks <- function(rows) {
  lapply(seq_len(ceiling(rows / BLOCK_ROWS)), function(number) {
    block <- BLOCK_ROWS * (number - 1) + seq_len(BLOCK_ROWS)
    block[block <= rows]
  })
}

# A . B, as rank-1 updates.
ordered_product <- function(A, B) {
  n <- dim(A)[1] # nrow() and ncol() would be a third of a small product's time
  m <- dim(B)[2]
  if (n * m >= MANY_OUTPUTS) {
    return(product_by_columns(A, B))
  }
  times <- rep(n, m)
  acc <- 0
  for (k in seq_len(dim(A)[2])) acc <- acc + A[, k] * rep(B[k, ], times)
  dim(acc) <- c(n, m)
  acc
}

# A . B, a column at a time: R multiplies by a single number without copying it to the length of the column.
product_by_columns <- function(A, B) {
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
  n <- dim(A)[2]
  m <- dim(B)[2]
  times <- rep(n, m)
  acc <- 0
  for (i in seq_len(dim(A)[1])) acc <- acc + A[i, ] * rep(B[i, ], times)
  dim(acc) <- c(n, m)
  acc
}

# t(A) . B, a reduction over samples.
ordered_product_over_rows <- function(A, B) {
  if (dim(A)[1] <= BLOCK_ROWS) {
    return(ordered_product_over_block(A, B))
  }
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

# The sum of each column, for at most 4096 rows: the left fold of + over the rows.
ordered_column_sums_of_block <- function(A) {
  result <- numeric(dim(A)[2])
  for (j in seq_along(result)) {
    acc <- 0
    for (term in A[, j]) acc <- acc + term
    result[j] <- acc
  }
  result
}

# The sum of each column, a reduction over samples.
ordered_column_sums <- function(A) {
  if (dim(A)[1] <= BLOCK_ROWS) {
    return(ordered_column_sums_of_block(A))
  }
  result <- numeric(ncol(A))
  for (rows in row_blocks(nrow(A))) {
    result <- result + ordered_column_sums_of_block(A[rows, , drop = FALSE])
  }
  result
}

# The left fold from +0.0 of the column sums, columns ascending.
ordered_total <- function(A) {
  left_fold(ordered_column_sums(A))
}

# The left fold of + from +0.0.
left_fold <- function(numbers) {
  total <- 0
  for (number in numbers) total <- total + number
  total
}
