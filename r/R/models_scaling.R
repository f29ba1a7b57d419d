# Scaling columns: each by its mean and its spread, as a model learned them (SPEC.md 13.4).

# A scaling: (x - center) / spread, with one center and one nonzero spread per column.
new_scaling <- function(center, spread) {
  list(center = center, spread = spread)
}

# Center and spread of each column: S(x) / N and sqrt(S((x - center) * (x - center)) / N), 1 of a constant column. S is
# the sum over the rows, each term multiplied by its sample weight; N is the number of rows, or the sum of the weights.
column_scaling <- function(X, sample_weight, arithmetic) {
  N <- total_weight(X, sample_weight, arithmetic)
  center <- arithmetic$column_sums(weighted(X, sample_weight)) / N
  deviation <- X - to_each_row(center, X)
  spread <- sqrt(arithmetic$column_sums(weighted(deviation * deviation, sample_weight)) / N)
  # The mean of equal numbers is rounded, so their spread may differ from 0.
  counting <- if (is.null(sample_weight)) X else X[sample_weight > 0, , drop = FALSE]
  constant <- vapply(seq_len(ncol(X)), function(j) all(counting[, j] == counting[, j][1]), NA)
  new_scaling(center, ifelse(constant | spread == 0, 1, spread))
}

# (x - center) / spread; the same X without scaling.
scaled <- function(X, scaling) {
  if (is.null(scaling)) {
    return(X)
  }
  (X - to_each_row(scaling$center, X)) / to_each_row(scaling$spread, X)
}

# (y * spread) + center; the same Y without scaling.
unscaled <- function(Y, scaling) {
  if (is.null(scaling)) {
    return(Y)
  }
  (Y * to_each_row(scaling$spread, Y)) + to_each_row(scaling$center, Y)
}

# One number for each column, repeated for every row of X.
to_each_row <- function(numbers, X) {
  rep(numbers, each = nrow(X))
}
