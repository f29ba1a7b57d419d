# The messages of rejected input (SPEC.md, section 10).
#
# A message names the argument, what was expected, what was given, and how to correct it. Rows and columns are counted
# from 1.

# Signals the error with the message that all refusals share.
refuse <- function(code, argument, expected, given, hint) {
  stop_onehidden(code, sprintf("`%s` must be %s, but %s. %s", argument, expected, given, hint), argument)
}

# The known word that was probably meant: the first of the nearest, at most two edits away.
nearest <- function(word, known) {
  similar <- known[abs(nchar(known) - nchar(word)) <= 2] # a word may be millions of letters long
  if (length(similar) == 0) {
    return(NULL)
  }
  distances <- edit_distance(word, similar)
  # some letters must match, ignoring case: all short words are near each other
  near <- distances <= min(2, nchar(word) - 1) | tolower(similar) == tolower(word)
  if (any(near)) similar[near][[which.min(distances[near])]] else NULL
}

# The Levenshtein distance: the number of insertions, deletions and substitutions.
edit_distance <- function(a, b) {
  drop(utils::adist(a, b))
}

# Joins words as in: "a", "b" or "c".
quoted <- function(words) {
  words <- paste0('"', words, '"')
  last <- length(words)
  if (last == 1) words else paste(paste(words[-last], collapse = ", "), "or", words[[last]])
}

# Describes a value that should have been one number or one word.
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

# Names the kind of a value, in the same words as in Python.
kind <- function(value) {
  if (is.null(value)) {
    return("missing")
  }
  if (is.function(value)) {
    return("a function")
  }
  if (is.object(value)) {
    return(paste("an object of type", class(value)[[1]]))
  }
  if (!is.null(dim(value))) {
    return(if (is.matrix(value)) "a matrix" else "an array")
  }
  if (is.atomic(value) && length(value) != 1) "a vector" else kind_of_scalar(value)
}

kind_of_scalar <- function(value) {
  switch(typeof(value),
    logical = "a logical value",
    character = "text",
    integer = ,
    double = "a number",
    list = "a list",
    paste("an object of type", typeof(value))
  )
}

# Formats a number: six digits, whole numbers in full, words for non-finite values.
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
