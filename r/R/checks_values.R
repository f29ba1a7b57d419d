# Checks of single values: words, numbers, counts (SPEC.md, section 10).

ARITHMETICS <- c("reproducible", "blas")
WHOLE_IN_FULL <- 1e16 # smaller whole numbers are shown with all digits

# Rejects a word that is not among the known ones.
check_choice <- function(value, argument, known, code) {
  word <- is.character(value) && length(value) == 1 && !is.na(value)
  if (word && value %in% known) {
    return(invisible())
  }
  meant <- if (word) nearest(value, known)
  hint <- if (is.null(meant)) "Choose one of these words." else sprintf('Did you mean "%s"?', meant)
  refuse(code, argument, quoted(known), shown(value), hint)
}

# Rejects an unknown arithmetic.
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

# One learning rate, or a function of the epoch, whose results are checked when they are returned.
check_learning_rates <- function(value) {
  if (is.function(value)) {
    return(function(epoch) check_learning_rate(value(epoch)))
  }
  check_learning_rate(value)
}

# One finite number for which `inside` is true.
check_in_range <- function(value, argument, expected, inside, hint) {
  setting <- check_number(value, argument)
  if (!inside(setting)) {
    refuse("out_of_range", argument, expected, shown(value), hint)
  }
  setting
}

# A truth value.
check_flag <- function(value, argument) {
  if (!isTRUE(value) && !isFALSE(value)) {
    refuse("not_logical", argument, "true or false", shown(value), "Choose one of the two.")
  }
  isTRUE(value)
}

# A whole number within its range.
check_count <- function(value, argument, lowest, highest) {
  if (!is_number(value) || !is.finite(value) ||
    value < lowest || value > highest || value != floor(value)) {
    expected <- sprintf("a whole number from %.0f to %.0f", lowest, highest)
    whole <- is_number(value) && is.finite(value) && value == floor(value)
    hint <- if (whole) "Give a number in this range." else "Give one number without a fraction."
    refuse("invalid_count", argument, expected, shown(value), hint)
  }
  as.double(value)
}

# Whether the value is one real number; TRUE and FALSE are none.
is_number <- function(value) {
  is.numeric(value) && length(value) == 1
}
