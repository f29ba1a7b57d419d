# From a formula and data to a matrix, as glm() and nnet() do it: model frame, terms, levels and contrasts.
#
# Only R has this file: Python users pass columns.

# ---- fitting -------------------------------------------------------------------------------------

# The variables of the formula, evaluated where the caller of `call` would; as glm() does it.
evaluated_frame <- function(call, caller, formula, data) {
  check_data(data)
  wanted <- match(c("formula", "data", "weights", "subset", "na.action"), names(call), nomatch = 0)
  call <- call[c(1, wanted)]
  call[[1]] <- quote(stats::model.frame)
  frame <- tryCatch(eval(call, caller), error = function(error) {
    refuse_unknown_variable(conditionMessage(error), formula, data)
    stop(error)
  })
  check_frame(frame)
  frame
}

# Rejects what is not a table; NULL means no data.
check_data <- function(data) {
  if (!is.null(data) && !is.environment(data) && (!is.list(data) || is.null(names(data)))) {
    given <- paste("it is", kind(data))
    refuse("missing_column", "data", "a data frame", given, "as.data.frame() makes one of a matrix.")
  }
}

# Names the variable that R did not find and suggests a column.
refuse_unknown_variable <- function(message, formula, data) {
  unknown <- setdiff(all.vars(formula), c(".", names(data)))
  known <- vapply(unknown, exists, NA, envir = environment(formula))
  blamed <- vapply(unknown, grepl, NA, message, fixed = TRUE)
  check_columns(unknown[blamed & !known], as.character(names(data)), otherwise = "Use columns of the data.")
}

# Rejects formulas without targets or inputs, offsets, and data without rows.
check_frame <- function(frame) {
  terms <- attr(frame, "terms")
  hint <- "Write for example Species ~ . for all other columns."
  if (!is.null(attr(terms, "offset"))) {
    message <- "onehidden() has no offset: a network learns its biases. Leave offset() out of `formula`."
    stop_onehidden("unknown_argument", message, "formula")
  }
  if (attr(terms, "response") == 0) {
    refuse("invalid_targets", "formula", "a formula with targets on its left", "it has none", hint)
  }
  if (length(attr(terms, "term.labels")) == 0) {
    refuse("empty", "formula", "a formula with inputs on its right", "it has none", hint)
  }
  if (nrow(frame) == 0) {
    hint <- "Look at `subset`, and at missing values."
    refuse("empty", "data", "rows to train on", "no row is left", hint)
  }
}

# What turns a frame into a matrix, now and at every prediction: `columns` are those that new data must have, `inputs`
# what a model stores.
design_of <- function(frame, data, contrasts = NULL) {
  terms <- attr(frame, "terms")
  check_response_is_no_input(terms, frame)
  frame <- with_factors(frame[input_variables(terms, frame)])
  check_variables(frame)
  terms <- stats::delete.response(terms)
  X <- stats::model.matrix(terms, with_terms(frame, terms), contrasts)
  design <- list(
    terms = terms,
    columns = needed_columns(terms, data),
    xlevels = levels_of(frame),
    contrasts = attr(X, "contrasts"),
    matrix = without_intercept(X)
  )
  design$inputs <- inputs_of(design, frame, attr(X, "assign"))
  design
}

# Rejects a response that is also an input.
check_response_is_no_input <- function(terms, frame) {
  response <- attr(terms, "response")
  if (response > 0 && length(attr(terms, "factors")) > 0 && any(attr(terms, "factors")[response, ] > 0)) {
    given <- "it stands on the right side, too"
    hint <- "Leave it out there."
    refuse("invalid_targets", names(frame)[[response]], "on the left side only", given, hint)
  }
}

# The names that the variables of the right side have in a frame.
input_variables <- function(terms, frame) {
  variables <- seq_len(length(attr(terms, "variables")) - 1)
  names(frame)[setdiff(variables, attr(terms, "response"))]
}

# A frame that model.matrix() takes as it is.
with_terms <- function(frame, terms) {
  attr(frame, "terms") <- terms
  frame
}

# Text becomes a factor, logical values one of two levels, whether or not both occur; levels that do not occur go.
with_factors <- function(frame) {
  frame[] <- lapply(frame, function(variable) {
    if (is.character(variable)) {
      return(text_as_factor(variable))
    }
    if (is.logical(variable)) {
      return(factor(variable, levels = c("FALSE", "TRUE")))
    }
    if (is.factor(variable) && !all(levels(variable) %in% variable)) variable[, drop = TRUE] else variable
  })
  frame
}

# A factor with its levels in the order of code points, which is the same in every locale, and in Python.
text_as_factor <- function(text) {
  text <- enc2utf8(text)
  factor(text, levels = sort(unique(text), method = "radix")) # which compares bytes
}

# Rejects inputs that cannot be converted to numbers, by their names in the formula.
check_variables <- function(frame) {
  for (name in names(frame)) {
    variable <- frame[[name]]
    check_levels_have_names(variable, name)
    if (is.factor(variable) && nlevels(variable) < 2) {
      given <- paste("it has", counted(nlevels(variable), "level"))
      refuse("empty", name, "a factor with at least two levels", given, "Leave it out: it tells nothing.")
    }
    if (!is.factor(variable) && !holds_numbers(variable)) {
      require_real(unclass(variable), name)
    }
  }
}

# Rejects NA as a level: in model files and for na.action, NA means missing.
check_levels_have_names <- function(variable, name) {
  if (is.factor(variable) && anyNA(levels(variable))) {
    hint <- "Give that level a name, as in levels(x)[is.na(levels(x))] <- \"unknown\"."
    refuse("not_finite", name, "a factor whose levels have names", "one of them is NA", hint)
  }
}

# Whether model.matrix() treats it as numeric, which includes dates and times.
holds_numbers <- function(variable) {
  !is.factor(variable) && typeof(variable) %in% c("integer", "double")
}

levels_of <- function(frame) {
  factors <- Filter(is.factor, as.list(frame))
  if (length(factors) > 0) lapply(factors, levels)
}

# The columns that belong to terms; an intercept would duplicate the biases.
without_intercept <- function(X) {
  X <- X[, attr(X, "assign") > 0, drop = FALSE]
  attributes(X) <- attributes(X)[c("dim", "dimnames")]
  X
}

# The names in a formula that stand for columns, and not for a constant beside the data: also what is not in the data
# and as long as them. Without data, whatever is as long as the longest is a column.
needed_columns <- function(terms, data) {
  names <- all.vars(terms)
  rows <- vapply(names, function(name) NROW(get0(name, environment(terms))), 1L)
  if (is.null(data)) {
    return(names[rows == max(rows, 0L)])
  }
  names[names %in% names(as.list(data)) | (rows > 1 & rows == NROW(as.data.frame(data)))]
}

# ---- what a model keeps --------------------------------------------------------------------------

# The inputs of the model in their order: columns of the data, numbers or factors, where the formula only lists such
# columns; else every column of the matrix by itself, because a model file holds no code.
inputs_of <- function(design, frame, assign) {
  variables <- plain_variables(design$terms, frame)
  if (is.null(variables)) {
    return(numeric_inputs(colnames(design$matrix), ncol(design$matrix)))
  }
  assign <- assign[assign > 0]
  lapply(seq_along(variables), function(term) {
    name <- variables[[term]]
    if (!is.factor(frame[[name]])) {
      return(numeric_input(name))
    }
    columns <- which(assign == term)
    coding <- coding_of(design, frame, name)[, columns, drop = FALSE]
    factor_input(name, levels(frame[[name]]), coding, colnames(design$matrix)[columns])
  })
}

# The variable behind each term, or NULL where a term is something else than a column with one number or category a row.
plain_variables <- function(terms, frame) {
  if (any(attr(terms, "order") > 1)) {
    return(NULL)
  }
  rows <- apply(attr(terms, "factors") > 0, 2, which)
  expressions <- as.list(attr(terms, "variables"))[-1]
  plain <- vapply(rows, function(row) is.name(expressions[[row]]) && is.null(dim(frame[[row]])), NA)
  if (all(plain)) names(frame)[rows]
}

# The design matrix of one row for each level of a factor: as model.matrix() codes it in this very formula.
coding_of <- function(design, frame, name) {
  levels <- design$xlevels[[name]]
  one_of_each <- frame[rep(1, length(levels)), , drop = FALSE]
  one_of_each[[name]] <- factor(levels, levels)
  without_intercept(stats::model.matrix(design$terms, with_terms(one_of_each, design$terms), design$contrasts))
}

# ---- predicting ----------------------------------------------------------------------------------

# The matrix of new data, as the formula says; rows with missing values stay missing.
matrix_of_newdata <- function(design, newdata) {
  check_newdata(newdata, design$columns)
  frame <- stats::model.frame(design$terms, as.data.frame(newdata), na.action = stats::na.pass)
  terms <- attr(frame, "terms")
  frame[] <- lapply(names(frame), function(name) as_before(frame[[name]], name, design$xlevels[[name]]))
  without_intercept(stats::model.matrix(terms, with_terms(frame, terms), design$contrasts))
}

# Rejects new data that lacks a column.
check_newdata <- function(newdata, columns) {
  names <- if (is.data.frame(newdata)) names(newdata) else colnames(newdata)
  if (is.null(names)) {
    given <- if (is.matrix(newdata)) "its columns have no names" else paste("it is", kind(newdata))
    hint <- sprintf("It needs the columns %s.", listed(columns))
    refuse("missing_column", "newdata", "a data frame", given, hint)
  }
  check_columns(columns, names)
}

# Factors get their original levels; everything else must be numeric.
as_before <- function(variable, name, levels) {
  if (!is.null(levels)) {
    return(with_levels(variable, name, levels))
  }
  if (!holds_numbers(variable) && !is.logical(variable)) {
    require_real(if (is.factor(variable)) variable else unclass(variable), name)
  }
  if (is.logical(variable)) as.integer(variable) else variable
}

with_levels <- function(variable, name, levels) {
  texts <- as.character(variable)
  unknown <- which(!texts %in% c(levels, NA))
  if (length(unknown) > 0) {
    refuse_unknown_level(list(name = name, levels = levels), texts[[unknown[[1]]]], unknown[[1]])
  }
  factor(texts, levels)
}
