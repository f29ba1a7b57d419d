# Checks of what users hand in: made once, at the edge (SPEC.md, section 10).
#
# A refusal names the argument, what was expected, what was given, and how to mend it. Rows and
# columns in messages count from 1.

ARITHMETICS <- c("reproducible", "blas")
WHOLE_IN_FULL <- 1e16 # smaller whole numbers are shown with all digits

# ---- saying no -----------------------------------------------------------------------------------

# Signals the error with the message that all refusals share.
refuse <- function(code, argument, expected, given, mend) {
  stop_onehidden(
    code,
    sprintf("`%s` must be %s, but %s. %s", argument, expected, given, mend),
    argument
  )
}

# Makes a call with a misspelt argument an error of ours, with the name that was probably meant.
# The call is read as it was written too, because R would complete `learn` to `learning_rate`.
refuse_unknown_arguments <- function(name) {
  known <- setdiff(names(formals(sys.function(-1L))), "...")
  written <- names(sys.call(-1L))
  passed_on <- eval.parent(quote(...names()))
  unknown <- setdiff(c(written, passed_on), c(known, "", NA))
  if (length(unknown) > 0) {
    meant <- nearest(unknown[[1]], known)
    mend <- if (is.null(meant)) "It has %s." else "Did you mean %s?"
    mend <- sprintf(mend, paste0("`", if (is.null(meant)) known else meant, "`", collapse = ", "))
    message <- sprintf("%s() has no argument `%s`. %s", name, unknown[[1]], mend)
    stop_onehidden("unknown_argument", message, unknown[[1]])
  }
  if (eval.parent(quote(...length())) > 0) {
    takes <- counted(length(known), "argument")
    stop_onehidden("unknown_argument", sprintf("%s() has %s, but more were given.", name, takes))
  }
}

# Finds the known word that was probably meant: the first of the nearest, at most two letters away.
nearest <- function(word, known) {
  similar <- known[abs(nchar(known) - nchar(word)) <= 2] # a word may be millions of letters long
  if (length(similar) == 0) {
    return(NULL)
  }
  distances <- edit_distance(word, similar)
  # some letters must be the same, at least in another case: every short word is near to every other
  near <- distances <= min(2, nchar(word) - 1) | tolower(similar) == tolower(word)
  if (any(near)) similar[near][[which.min(distances[near])]] else NULL
}

# Levenshtein's distance: how many letters must be put in, taken out or replaced.
edit_distance <- function(a, b) {
  drop(utils::adist(a, b))
}

# Joins words as in: "a", "b" or "c".
quoted <- function(words) {
  words <- paste0('"', words, '"')
  last <- length(words)
  if (last == 1) words else paste(paste(words[-last], collapse = ", "), "or", words[[last]])
}

# Says of a value that should have been one number or one word what it is.
shown <- function(value) {
  if (is.null(value)) {
    return("it is missing")
  }
  if (!is.atomic(value) || length(value) != 1) {
    return("it is not a single value")
  }
  if (is.na(value) && !is.nan(value)) {
    return("it is NA")
  }
  if (is.logical(value)) {
    return("it is a logical value")
  }
  if (is.character(value)) {
    return(sprintf('it is "%s"', substr(value, 1, 60)))
  }
  if (is.numeric(value)) paste("it is", number(value)) else "it is not a single value"
}

# Six digits, whole numbers with all of theirs, and words for what is not finite.
number <- function(value) {
  if (is.nan(value)) {
    return("NaN")
  }
  if (is.na(value)) {
    return("NA")
  }
  if (is.infinite(value)) {
    return(if (value > 0) "infinite" else "minus infinite")
  }
  whole <- value == floor(value) && abs(value) < WHOLE_IN_FULL
  sprintf(if (whole) "%.0f" else "%.6g", as.double(value))
}

# 1 row, 2 rows.
counted <- function(n, word) {
  sprintf(if (n == 1) "%d %s" else "%d %ss", n, word)
}

# ---- packages that only some features need ------------------------------------------------------

# Refuses to go on without a package that is no dependency, and says how to get it.
require_package <- function(name, purpose) {
  if (!requireNamespace(name, quietly = TRUE)) {
    install <- sprintf('install.packages("%s")', name)
    message <- "%s needs the package %s, which is not installed. Install it with: %s"
    stop_onehidden("missing_package", sprintf(message, purpose, name, install), name)
  }
}

# ---- arrays --------------------------------------------------------------------------------------

# The value as an array of doubles without names: not empty, everything in it finite.
check_numbers <- function(value, argument) {
  if (is.data.frame(value) && all(vapply(value, is_real, logical(1)))) {
    value <- data.matrix(value)
  }
  require_real(value, argument)
  if (length(value) == 0) {
    mend <- "Give at least one row and one column."
    refuse("empty", argument, "non-empty", "it has no elements", mend)
  }
  numbers <- plain_doubles(value)
  check_finite(numbers, argument)
  numbers
}

# The numbers as doubles without names; what is that already, is not copied.
plain_doubles <- function(value) {
  if (is.double(value) && all(names(attributes(value)) == "dim") && n_dimensions(value) > 1) {
    return(value)
  }
  if (n_dimensions(value) == 1) as.double(value) else array(as.double(value), dim(value))
}

# 1 for a vector, 2 for a matrix.
n_dimensions <- function(value) {
  max(1, length(dim(value)))
}

# Refuses NaN, NA and infinities, naming the first, row by row.
check_finite <- function(numbers, argument) {
  if (all(is.finite(numbers))) {
    return(invisible())
  }
  first <- first_place(!is.finite(numbers))
  places <- if (length(first) == 2) c("row", "column") else rep("element", length(first))
  where <- paste(places, first, collapse = ", ")
  given <- sprintf("%s (counted from 1) is %s", where, number(numbers[rbind(first)]))
  refuse("not_finite", argument, "finite", given, "Remove or replace such values first.")
}

# The indices of the first place that is TRUE, rows before columns.
first_place <- function(condition) {
  places <- as.matrix(which(condition, arr.ind = TRUE, useNames = FALSE))
  places[do.call(order, as.data.frame(places))[[1]], ]
}

# The value as a matrix of finite doubles.
check_matrix <- function(value, argument) {
  numbers <- check_numbers(value, argument)
  if (n_dimensions(numbers) != 2) {
    mend <- "one sample is a matrix of 1 row, one feature a matrix of 1 column."
    mend <- paste("Give rows and columns:", mend)
    refuse("wrong_dimensions", argument, "a matrix", dimensions_shown(numbers), mend)
  }
  numbers
}

# The value as a vector of finite doubles with one element for each of what `per` names.
check_vector <- function(value, argument, length, per) {
  numbers <- check_numbers(value, argument)
  expected <- paste("a vector with one element", per)
  elements <- counted(length, "element")
  if (n_dimensions(numbers) != 1) {
    reason <- if (endsWith(per, "neuron")) "; a bias belongs to a neuron, not to a sample" else ""
    mend <- paste0("Give a vector with %s", reason, ".")
    given <- dimensions_shown(numbers)
    refuse("wrong_dimensions", argument, expected, given, sprintf(mend, elements))
  }
  if (length(numbers) != length) {
    given <- paste("it has", counted(length(numbers), "element"))
    mend <- sprintf("Give a vector with %s.", elements)
    refuse("shape_mismatch", argument, expected, given, mend)
  }
  numbers
}

# Says of an array that has the wrong number of dimensions what it is.
dimensions_shown <- function(numbers) {
  if (length(numbers) == 1 && is.null(dim(numbers))) {
    return("it is a single number")
  }
  switch(n_dimensions(numbers),
    "it is a vector",
    "it is a matrix",
    sprintf("it has %d dimensions", n_dimensions(numbers))
  )
}

# The parameters, which fit together, as doubles without names.
check_parameters <- function(wh, bh, wout, bout) {
  if (is.null(wout)) {
    mend <- "Give the weights to the outputs, h x k."
    refuse("missing_parameter", "wout", "given", "it is missing", mend)
  }
  if (is.null(wh) && !is.null(bh)) {
    mend <- "Give `wh`, or leave `bh` out: a network without hidden layer has neither."
    refuse("missing_parameter", "wh", "given where `bh` is", "it is missing", mend)
  }
  wout <- check_matrix(wout, "wout")
  if (!is.null(wh)) {
    wh <- check_matrix(wh, "wh")
    check_layers_fit(wh, wout)
  }
  if (!is.null(bh)) {
    bh <- check_vector(bh, "bh", ncol(wh), "per hidden neuron")
  }
  if (!is.null(bout)) {
    bout <- check_vector(bout, "bout", ncol(wout), "per output neuron")
  }
  list(wh = wh, bh = bh, wout = wout, bout = bout)
}

# Refuses weights of two layers that do not have the same hidden neurons.
check_layers_fit <- function(wh, wout) {
  if (ncol(wh) != nrow(wout)) {
    given <- sprintf(
      "`wh` has %s and `wout` has %s", counted(ncol(wh), "column"), counted(nrow(wout), "row")
    )
    mend <- "`wh` is d x h and `wout` is h x k; has one of them been transposed?"
    refuse("shape_mismatch", "wout", "a matrix with one row per hidden neuron", given, mend)
  }
}

# The samples as a matrix with one column for each feature of the network.
check_samples <- function(X, n_features, argument = "X") {
  X <- check_matrix(X, argument)
  if (ncol(X) != n_features) {
    given <- paste("it has", counted(ncol(X), "column"))
    mend <- sprintf("This network was made for %s.", counted(n_features, "feature"))
    refuse("shape_mismatch", argument, "a matrix with one column per feature", given, mend)
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
    mend <- sprintf("`X` has %s and the network %s.", counted(n, "row"), counted(k, "output"))
    refuse("shape_mismatch", argument, expected, given, mend)
  }
  check_targets_in_range(y, output_activation, argument)
  if (output_activation == "softmax") {
    check_rows_sum_to_one(y, argument)
  }
  y
}

# Refuses targets that the output can never reach, naming the first.
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
    mend <- "Rescale the targets, or use another output activation."
    refuse("target_out_of_range", argument, expected, given, mend)
  }
}

# Refuses rows that are no probabilities, naming the first.
check_rows_sum_to_one <- function(y, argument) {
  sums <- row_sums(y)
  outside <- which(abs(sums - 1) > 0x1p-20)
  if (length(outside) > 0) {
    expected <- "probabilities that sum to 1 in every row, as softmax output does"
    given <- "row %d (counted from 1) sums to %s"
    given <- sprintf(given, outside[[1]], number(sums[[outside[[1]]]]))
    mend <- "Give 1 for the class of a row and 0 elsewhere."
    refuse("target_out_of_range", argument, expected, given, mend)
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
    mend <- "Leave a sample out by the weight 0."
    refuse("invalid_sample_weight", "sample_weight", "0 or larger", given, mend)
  }
  if (all(weight == 0)) {
    mend <- "Give at least one sample a weight."
    given <- "it is 0 everywhere"
    refuse("invalid_sample_weight", "sample_weight", "above 0 somewhere", given, mend)
  }
  weight
}

# X and y of the rows for validation; NULL stays NULL.
check_validation <- function(value, n_features, n_outputs, output_activation) {
  if (is.null(value)) {
    return(NULL)
  }
  if (!is.list(value) || is.data.frame(value) || length(value) != 2) {
    mend <- "Give X and y of the rows that are kept apart."
    given <- "it is something else"
    refuse("invalid_validation", "validation", "a pair of X and y", given, mend)
  }
  if (!is.null(names(value))) { # then they count, and not the order
    if (!setequal(names(value), c("X", "y"))) {
      given <- paste("its elements are called", paste(names(value), collapse = " and "))
      mend <- "Call them X and y, or give them without names."
      refuse("invalid_validation", "validation", "a pair of X and y", given, mend)
    }
    value <- value[c("X", "y")]
  }
  X <- check_samples(value[[1]], n_features, "validation")
  y <- check_targets(value[[2]], nrow(X), n_outputs, output_activation, "validation")
  list(X = X, y = y)
}

# ---- single values -------------------------------------------------------------------------------

# Refuses a word that is not one of the known ones.
check_choice <- function(value, argument, known, code) {
  word <- is.character(value) && length(value) == 1 && !is.na(value)
  if (word && value %in% known) {
    return(invisible())
  }
  meant <- if (word) nearest(value, known)
  mend <- if (is.null(meant)) "Give one of these words." else sprintf('Did you mean "%s"?', meant)
  refuse(code, argument, quoted(known), shown(value), mend)
}

# Refuses an arithmetic that there is not.
check_arithmetic <- function(value) {
  check_choice(value, "arithmetic", ARITHMETICS, "unknown_arithmetic")
}

# One finite number as a double.
check_number <- function(value, argument) {
  if (is_number(value) && is.finite(value)) {
    return(as.double(value))
  }
  code <- if (is_number(value)) "not_finite" else "not_numeric"
  refuse(code, argument, "one finite number", shown(value), "Give for example 0.5.")
}

# The learning rate as a double: finite, 0 or larger.
check_learning_rate <- function(value) {
  if (!is_number(value) || !is.finite(value) || value < 0) {
    expected <- "one finite number, 0 or larger"
    given <- shown(value)
    refuse("invalid_learning_rate", "learning_rate", expected, given, "Give for example 0.1.")
  }
  as.double(value)
}

# One learning rate, or a function of the epoch; what a user's function gives is checked when it does.
check_learning_rates <- function(value) {
  if (is.function(value)) {
    return(function(epoch) check_learning_rate(value(epoch)))
  }
  check_learning_rate(value)
}

# One finite number of which `inside` holds.
check_in_range <- function(value, argument, expected, inside, mend) {
  setting <- check_number(value, argument)
  if (!inside(setting)) {
    refuse("out_of_range", argument, expected, shown(value), mend)
  }
  setting
}

# A truth value.
check_flag <- function(value, argument) {
  if (!isTRUE(value) && !isFALSE(value)) {
    refuse("not_logical", argument, "true or false", shown(value), "Give one of the two.")
  }
  isTRUE(value)
}

# A whole number within its range.
check_count <- function(value, argument, lowest, highest) {
  if (!is_number(value) || !is.finite(value) ||
    value < lowest || value > highest || value != floor(value)) {
    expected <- sprintf("a whole number from %.0f to %.0f", lowest, highest)
    mend <- "Give one number without a fraction."
    refuse("invalid_count", argument, expected, shown(value), mend)
  }
  as.double(value)
}

# Whether the value is one real number; TRUE and FALSE are none.
is_number <- function(value) {
  is.numeric(value) && length(value) == 1
}

# ---- batches -------------------------------------------------------------------------------------

BATCH_WORDS <- c("full", "single")

# The rows of each update of an epoch; rows of `batches` count from 1.
check_batches <- function(batches, n) {
  if (identical(batches, "full")) {
    return(list(seq_len(n)))
  }
  if (identical(batches, "single")) {
    return(consecutive_rows(n, 1))
  }
  if (is_number(batches) && is.finite(batches) && batches >= 1 && batches == floor(batches)) {
    return(consecutive_rows(n, batches))
  }
  if (!is.list(batches) || length(batches) == 0) {
    known <- is.character(batches) || is.null(batches) || is_number(batches)
    given <- if (known) shown(batches) else "it is none of these"
    refuse_batches(given, "A list has one list of row numbers for each update.")
  }
  rows <- lapply(seq_along(batches), function(i) check_batch(batches[[i]], i, n))
  check_no_row_twice(unlist(rows))
  rows
}

# So many rows an update, the last one with what is left.
consecutive_rows <- function(n, size) {
  unname(split(seq_len(n), ceiling(seq_len(n) / size)))
}

# The row indices of one batch; `number` counts the batches from 1. A batch may be a list, too.
check_batch <- function(batch, number, n) {
  rows <- unlist(batch, use.names = FALSE)
  if (!is.numeric(rows) || length(rows) == 0 || anyNA(rows) || any(rows != floor(rows))) {
    given <- sprintf("batch %d is not a list of whole numbers", number)
    refuse_batches(given, "Give each update at least one row.")
  }
  outside <- rows[rows < 1 | rows > n]
  if (length(outside) > 0) {
    given <- "batch %d names row %.6g (counted from 1) and there are %s"
    given <- sprintf(given, number, outside[[1]], counted(n, "row"))
    refuse_batches(given, "Leave out rows that are not there.")
  }
  as.integer(rows)
}

# Refuses an epoch that uses a row twice.
check_no_row_twice <- function(rows) {
  if (anyDuplicated(rows) > 0) {
    given <- sprintf("row %d (counted from 1) is named twice", min(rows[duplicated(rows)]))
    refuse_batches(given, "Name each row at most once in an epoch.")
  }
}

# Refuses batches.
refuse_batches <- function(given, mend) {
  words <- sub(" or ", ", ", quoted(BATCH_WORDS))
  expected <- sprintf("%s, a number of rows, or a list of lists of row numbers", words)
  refuse("invalid_batches", "batches", expected, given, mend)
}
