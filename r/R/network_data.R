# Checks of samples, targets and sample weights, which depend on the network (SPEC.md, section 10).

# The samples as a matrix with one column for each feature of the network.
check_samples <- function(X, n_features, argument = "X") {
  X <- check_matrix(X, argument)
  if (ncol(X) != n_features) {
    given <- paste("it has", counted(ncol(X), "column"))
    hint <- sprintf("This network has %s.", counted(n_features, "feature"))
    refuse("shape_mismatch", argument, "a matrix with one column per feature", given, hint)
  }
  X
}

# The targets as an n x k matrix of values that the output can reach; a vector is one column.
check_targets <- function(y, n, k, output_activation, argument = "y") {
  y <- check_numbers(y, argument)
  y <- if (n_dimensions(y) == 1 && k == 1) matrix(y, length(y), 1) else check_matrix(y, argument)
  if (nrow(y) != n || ncol(y) != k) {
    expected <- "a matrix with one row per sample and one column per output"
    given <- sprintf("it has %s and %s", counted(nrow(y), "row"), counted(ncol(y), "column"))
    hint <- sprintf("`X` has %s and the network %s.", counted(n, "row"), counted(k, "output"))
    refuse("shape_mismatch", argument, expected, given, hint)
  }
  check_targets_in_range(y, output_activation, argument)
  if (output_activation == "softmax") {
    check_rows_sum_to_one(y, argument)
  }
  y
}

# Rejects targets that the output cannot reach, naming the first.
check_targets_in_range <- function(y, output_activation, argument) {
  lowest <- OUTPUT_ACTIVATIONS[[output_activation]]$lowest
  highest <- OUTPUT_ACTIVATIONS[[output_activation]]$highest
  outside <- y < lowest | y > highest
  if (any(outside)) {
    first <- first_place(outside)
    expected <- "between %s and %s, the range of %s output"
    expected <- sprintf(expected, number(lowest), number(highest), output_activation)
    given <- "row %d, column %d (counted from 1) is %s"
    given <- sprintf(given, first[[1]], first[[2]], number(y[rbind(first)]))
    hint <- "Rescale the targets, or use another output activation."
    refuse("target_out_of_range", argument, expected, given, hint)
  }
}

# Rejects rows that do not sum to 1, naming the first.
check_rows_sum_to_one <- function(y, argument) {
  sums <- row_sums(y)
  outside <- which(abs(sums - 1) > 0x1p-20)
  if (length(outside) > 0) {
    expected <- "probabilities that sum to 1 in every row, as softmax output does"
    given <- "row %d (counted from 1) sums to %s"
    given <- sprintf(given, outside[[1]], number(sums[[outside[[1]]]]))
    hint <- "Give 1 for the class of a row and 0 elsewhere."
    refuse("target_out_of_range", argument, expected, given, hint)
  }
}

# The sample weights, one for each row, 0 or larger and not all 0; NULL stays NULL.
check_sample_weight <- function(value, n) {
  if (is.null(value)) {
    return(NULL)
  }
  weight <- check_vector(value, "sample_weight", n, "per sample")
  negative <- which(weight < 0)
  if (length(negative) > 0) {
    given <- "element %d (counted from 1) is %s"
    given <- sprintf(given, negative[[1]], number(weight[[negative[[1]]]]))
    hint <- "Use the weight 0 to leave a sample out."
    refuse("invalid_sample_weight", "sample_weight", "0 or larger", given, hint)
  }
  if (all(weight == 0)) {
    hint <- "Give at least one sample a positive weight."
    given <- "it is 0 everywhere"
    refuse("invalid_sample_weight", "sample_weight", "above 0 somewhere", given, hint)
  }
  weight
}
