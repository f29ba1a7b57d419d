# Checks of arrays of numbers, whatever they are for (SPEC.md, section 10).

# Rejects what is not made of real numbers or logical values.
require_real <- function(value, argument) {
  if (!is_real(value)) {
    given <- if (is.null(value)) "it is missing" else paste("it holds", content_kind(value))
    message <- "`%s` must be made of real numbers, but %s. Convert text and categories to numbers first."
    stop_onehidden("not_numeric", sprintf(message, argument, given), argument)
  }
}

# Numbers, or logical values as 0 and 1.
is_real <- function(value) {
  is.numeric(value) || is.logical(value)
}

# Names the content of a value that is not numeric.
content_kind <- function(value) {
  if (is.data.frame(value)) {
    return(content_kind(Find(Negate(is_real), value)))
  }
  if (is.factor(value)) {
    return("categories")
  }
  if (inherits(value, c("Date", "POSIXt"))) {
    return("dates")
  }
  if (inherits(value, "difftime")) {
    return("time spans")
  }
  switch(typeof(value), character = "text", complex = "complex numbers", "objects")
}

# The value as an array of doubles without names: not empty, everything in it finite.
check_numbers <- function(value, argument) {
  if (is.data.frame(value) && all(vapply(value, is_real, logical(1)))) {
    value <- data.matrix(value)
  }
  require_real(value, argument)
  if (length(value) == 0) {
    hint <- "Give at least one row and one column."
    refuse("empty", argument, "non-empty", "it has no elements", hint)
  }
  numbers <- plain_doubles(value)
  check_finite(numbers, argument)
  numbers
}

# The numbers as doubles without names; copied only where needed.
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

# Rejects NaN, NA and infinities, naming the first in row order.
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

# The indices of the first TRUE, in row order.
first_place <- function(condition) {
  places <- as.matrix(which(condition, arr.ind = TRUE, useNames = FALSE))
  places[do.call(order, as.data.frame(places))[[1]], ]
}

# The value as a matrix of finite doubles.
check_matrix <- function(value, argument) {
  numbers <- check_numbers(value, argument)
  if (n_dimensions(numbers) != 2) {
    hint <- "one sample is a matrix of 1 row, one feature a matrix of 1 column."
    hint <- paste("Give rows and columns:", hint)
    refuse("wrong_dimensions", argument, "a matrix", dimensions_shown(numbers), hint)
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
    hint <- paste0("Give a vector with %s", reason, ".")
    given <- dimensions_shown(numbers)
    refuse("wrong_dimensions", argument, expected, given, sprintf(hint, elements))
  }
  if (length(numbers) != length) {
    given <- paste("it has", counted(length(numbers), "element"))
    hint <- sprintf("Give a vector with %s.", elements)
    refuse("shape_mismatch", argument, expected, given, hint)
  }
  numbers
}

# Describes an array that has the wrong number of dimensions.
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
