# What the columns of X are made of: numbers as they are, categories by their contrasts (SPEC.md 13.9).

# A numeric input: one column of X. Without a name it is identified by its position.
numeric_input <- function(name) {
  list(kind = "numeric", name = name)
}

# A factor: its levels, and the columns of its contrast matrix with their names, one row per level.
factor_input <- function(name, levels, contrasts, columns) {
  contrasts <- matrix(as.double(contrasts), nrow(contrasts), ncol(contrasts))
  list(kind = "factor", name = name, levels = levels, contrasts = contrasts, columns = columns)
}

# Describes n columns of numbers with these names, or without.
numeric_inputs <- function(names, n) {
  if (is.null(names)) {
    return(rep(list(numeric_input(NULL)), n))
  }
  lapply(names, numeric_input)
}

# The names of the columns of X; those without a name are x1, x2 and so on.
feature_names <- function(inputs) {
  names <- lapply(seq_along(inputs), function(place) {
    input <- inputs[[place]]
    if (input$kind == "factor") {
      return(input$columns)
    }
    if (is.null(input$name)) paste0("x", place) else input$name
  })
  unlist(names)
}

# Whether the inputs are known by name; either all are, or none is.
have_names <- function(inputs) {
  !any(vapply(inputs, function(input) is.null(input$name), logical(1)))
}

# The names of the inputs.
input_names <- function(inputs) {
  vapply(inputs, function(input) input$name, "")
}

# ---- from data to X ------------------------------------------------------------------------------

# X from data with named columns, or from a matrix whose columns are already those of X.
design_matrix <- function(inputs, data, argument = "newdata") {
  columns <- if (have_names(inputs)) columns_by_name(data)
  if (is.null(columns)) {
    return(matrix_of_columns(inputs, data, argument))
  }
  wanted <- input_names(inputs)
  check_columns(wanted, names(columns))
  parts <- Map(part_of_design, inputs, columns[wanted])
  check_same_length(inputs, parts)
  matrix(unlist(parts), ncol = length(feature_names(inputs)))
}

# The data as the columns of X, matched by name where both have names, else by position.
matrix_of_columns <- function(inputs, data, argument) {
  X <- check_matrix(data, argument)
  features <- feature_names(inputs)
  if (have_names(inputs) && !is.null(colnames(data))) {
    check_columns(features, colnames(data))
    return(X[, match(features, colnames(data)), drop = FALSE])
  }
  if (ncol(X) != length(features)) {
    expected <- "a matrix with one column per feature"
    given <- paste("it has", counted(ncol(X), "column"))
    hint <- "This model has %s: %s."
    hint <- sprintf(hint, counted(length(features), "feature"), listed(features))
    refuse("shape_mismatch", argument, expected, given, hint)
  }
  X
}

# The columns of a data frame or of a list with names; NULL of other data.
columns_by_name <- function(data) {
  if (is.list(data) && !is.null(names(data))) as.list(data) else NULL
}

# Rejects data that lacks a column; the message lists the columns there are and suggests one, or gives another hint.
check_columns <- function(wanted, there, otherwise = hint_for_missing(missing[[1]])) {
  missing <- setdiff(wanted, there)
  if (length(missing) > 0) {
    others <- setdiff(there, wanted)
    meant <- nearest(missing[[1]], others)
    hint <- if (is.null(meant)) otherwise else sprintf("Did you mean `%s`?", meant)
    given <- sprintf("it is missing; the data has %s", listed(there))
    refuse("missing_column", missing[[1]], "a column of the data", given, hint)
  }
}

# The hint; a column with such a name was computed by a formula in R.
hint_for_missing <- function(name) {
  if (grepl("[(:]", name)) {
    return("An R formula computed it, and models do not store formulas: give it as a column of numbers.")
  }
  "Give the columns that the model was trained with."
}

# The columns of X that an input becomes.
part_of_design <- function(input, column) {
  if (input$kind == "factor") contrasts_of(input, column) else numbers_of(column, input$name)
}

# The column as finite doubles.
numbers_of <- function(column, name) {
  numbers <- check_numbers(column, name)
  if (n_dimensions(numbers) != 1) {
    expected <- "a column with one element per row"
    given <- sprintf("it has %d dimensions", n_dimensions(numbers))
    refuse("wrong_dimensions", name, expected, given, "Give one number for each row.")
  }
  numbers
}

# The rows of the contrast matrix, one for each element of the column.
contrasts_of <- function(factor, column) {
  texts <- level_texts(column, factor$name)
  rows <- match(texts, factor$levels)
  if (anyNA(rows)) {
    place <- which(is.na(rows))[[1]]
    refuse_unknown_level(factor, texts[[place]], place)
  }
  factor$contrasts[rows, , drop = FALSE]
}

# Categories as text: words unchanged, TRUE and FALSE, whole numbers without a decimal point.
level_texts <- function(column, name) {
  if (anyNA(column)) {
    given <- sprintf("row %d (counted from 1) is missing", which(is.na(column))[[1]])
    hint <- "Remove such rows or fill them first."
    refuse("not_finite", name, "given in every row", given, hint)
  }
  if (is.numeric(column)) sprintf("%.15g", as.double(column)) else as.character(column)
}

# Rejects columns of different lengths.
check_same_length <- function(inputs, parts) {
  n <- vapply(parts, NROW, 1L)
  if (any(n != n[[1]])) {
    place <- which(n != n[[1]])[[1]]
    given <- paste("it has", counted(n[[place]], "row"))
    hint <- sprintf("`%s` has %s.", inputs[[1]]$name, counted(n[[1]], "row"))
    refuse("shape_mismatch", inputs[[place]]$name, "as long as the other columns", given, hint)
  }
}

# Rejects an unknown category.
refuse_unknown_level <- function(factor, text, place) {
  expected <- sprintf("one of its levels, %s", listed(factor$levels))
  given <- sprintf('row %d (counted from 1) is "%s"', place, substr(text, 1, 60))
  refuse("unknown_level", factor$name, expected, given, "The model was not trained with it.")
}

# The first ten words, and how many more there are.
listed <- function(words) {
  if (length(words) == 0) {
    return("none")
  }
  more <- if (length(words) > 10) sprintf(" and %d more", length(words) - 10L) else ""
  shown <- paste0("`", substr(words[seq_len(min(10, length(words)))], 1, 60), "`", collapse = ", ")
  paste0(shown, more)
}
