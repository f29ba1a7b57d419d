# From the JSON of a model file to a model: everything is checked before a model is returned (SPEC.md 14.7).

BITS <- "\\A[0-9a-f]{16}\\z"

# A model of the JSON of a model file.
model_of <- function(document) {
  check_format(document)
  parts <- object_at(document, "", KEYS)
  check_written_by(parts$written_by)
  scaling <- object_at(parts$scaling, "scaling", c("inputs", "targets"))
  model <- new_model(
    network = network_at(parts$network, "network"),
    inputs = inputs_at(parts$inputs, "inputs"),
    classes = nullable(classes_at, parts$classes, "classes"),
    outputs = nullable(texts_at, parts$outputs, "outputs"),
    input_scaling = nullable(scaling_at, scaling$inputs, "scaling.inputs"),
    target_scaling = nullable(scaling_at, scaling$targets, "scaling.targets"),
    history = history_at(parts$history, "history"),
    arithmetic = arithmetic_at(parts$arithmetic, "arithmetic")
  )
  check_inputs_fit(model)
  check_outputs_fit(model)
  check_digests(model, parts$digest)
  model
}

KEYS <- c(
  "format", "version", "written_by", "arithmetic", "network", "inputs",
  "outputs", "classes", "scaling", "history", "digest"
)

# Rejects other JSON, and later versions of the format.
check_format <- function(document) {
  if (!is_object(document) || !identical(document[["format"]], FORMAT) ||
    !("version" %in% names(document))) {
    refuse_content("invalid_model_file", "it is JSON, but not a model")
  }
  version <- whole_at(document[["version"]], "version")
  if (version > VERSION) {
    expected <- sprintf("a model file of version %.0f", VERSION)
    given <- sprintf("it is of version %.0f", version)
    refuse("unsupported_version", "path", expected, given, "Install a later onehidden.")
  }
  if (version < 1) {
    refuse_content("invalid_model_file", sprintf("`version` is %.0f", version))
  }
}

# Rejects anything but three texts, which are for human readers only.
check_written_by <- function(value) {
  parts <- object_at(value, "written_by", c("package", "version", "language"))
  for (key in names(parts)) text_at(parts[[key]], paste0("written_by.", key))
}

# Rejects a model that differs from the one that was written.
check_digests <- function(model, value) {
  stated <- object_at(value, "digest", c("parameters", "content"))
  digests <- digests_of(model)
  for (name in names(digests)) {
    if (!identical(stated[[name]], digests[[name]])) {
      given <- "its %s %s the digest stated in it"
      refuse_content("damaged_file", sprintf(given, name, VERBS[[name]]))
    }
  }
}

VERBS <- c(parameters = "do not match", content = "does not match")

# ---- the parts of a model ------------------------------------------------------------------------

# The arithmetic.
arithmetic_at <- function(value, where) {
  arithmetic <- text_at(value, where)
  as_told_by(check_arithmetic(arithmetic))
  arithmetic
}

# The network.
network_at <- function(value, where) {
  words <- c("hidden_activation", "output_activation", "loss", "reduction")
  parts <- object_at(value, where, c(words, "wh", "bh", "wout", "bout"))
  wh <- nullable(matrix_at, parts$wh, paste0(where, ".wh"))
  bh <- nullable(vector_at, parts$bh, paste0(where, ".bh"))
  wout <- matrix_at(parts$wout, paste0(where, ".wout"))
  bout <- nullable(vector_at, parts$bout, paste0(where, ".bout"))
  for (word in words) text_at(parts[[word]], paste0(where, ".", word))
  as_told_by(do.call(network, c(list(wh, bh, wout, bout), parts[words])))
}

# Evaluates a check; an error in it rejects the file.
as_told_by <- function(check) {
  tryCatch(check, onehidden_error = function(error) {
    message <- sub("\\.$", "", conditionMessage(error))
    refuse_content("invalid_model_file", paste("its content is invalid:", message))
  })
}

# The inputs.
inputs_at <- function(value, where) {
  value <- list_at(value, where)
  lapply(seq_along(value), function(place) {
    input_at(value[[place]], sprintf("%s[%d]", where, place))
  })
}

# An input.
input_at <- function(value, where) {
  kind <- if (is_object(value)) value[["kind"]]
  known <- identical(kind, "numeric") || identical(kind, "factor")
  require_fit(known, sprintf("`%s` is neither numeric nor a factor", where))
  if (kind == "numeric") {
    parts <- object_at(value, where, c("kind", "name"))
    return(numeric_input(nullable(text_at, parts$name, paste0(where, ".name"))))
  }
  parts <- object_at(value, where, c("kind", "name", "levels", "columns", "contrasts"))
  name <- text_at(parts$name, paste0(where, ".name"))
  levels <- texts_at(parts$levels, paste0(where, ".levels"))
  contrasts <- matrix_at(parts$contrasts, paste0(where, ".contrasts"))
  columns <- texts_at(parts$columns, paste0(where, ".columns"))
  factor_input(name, levels, contrasts, columns)
}

# Classes: text, logical values or whole numbers.
classes_at <- function(value, where) {
  classes <- list_at(value, where)
  kinds <- vapply(classes, kind_of_class, "")
  one_kind <- all(kinds == kinds[[1]]) && kinds[[1]] != "other"
  require_fit(one_kind, sprintf("`%s` mixes different types", where))
  if (kinds[[1]] == "number") vapply(classes, whole_at, 1, where) else unlist(classes)
}

# Whether a class is a text, a logical value or a number.
kind_of_class <- function(value) {
  if (!is.atomic(value) || is.null(value)) {
    return("other")
  }
  if (is.character(value)) {
    return("text")
  }
  if (is.logical(value)) "logical" else "number"
}

# A scaling.
scaling_at <- function(value, where) {
  parts <- object_at(value, where, c("center", "spread"))
  center <- vector_at(parts$center, paste0(where, ".center"))
  spread <- vector_at(parts$spread, paste0(where, ".spread"))
  fits <- all_finite(center, spread) && length(center) == length(spread) && all(spread > 0)
  require_fit(fits, sprintf("`%s` has an invalid center or spread", where))
  new_scaling(center, spread)
}

# The losses, which may be infinite.
history_at <- function(value, where) {
  history <- vector_at(value, where)
  losses <- !anyNA(history) && all(history > -Inf)
  require_fit(losses, sprintf("`%s` contains a value that is not a loss", where))
  history
}

# ---- what must fit together ----------------------------------------------------------------------

# Rejects inputs that do not match the network's features, or have equal names.
check_inputs_fit <- function(model) {
  names <- unlist(lapply(model$inputs, function(input) input$name))
  features <- feature_names(model$inputs)
  d <- n_features(model$network)
  columns <- counted(length(features), "column")
  given <- sprintf("its inputs make %s, and its network has %d", columns, d)
  require_fit(length(features) == d, given)
  all_or_none <- length(names) == 0 || have_names(model$inputs)
  require_fit(all_or_none, "only some of its inputs have names")
  require_fit(anyDuplicated(names) == 0, "two of its inputs have the same name")
  require_fit(anyDuplicated(features) == 0, "two of its columns have the same name")
  for (input in model$inputs) {
    if (input$kind == "factor") check_factor_fits(input)
  }
  fits <- is.null(model$input_scaling) || length(model$input_scaling$center) == d
  require_fit(fits, "the scaling of its inputs does not fit them")
}

# Rejects a factor whose parts do not fit together.
check_factor_fits <- function(input) {
  shape <- c(length(input$levels), length(input$columns))
  fits <- all_finite(input$contrasts) && identical(dim(input$contrasts), shape)
  given <- sprintf("the contrasts of `%s` do not fit its levels and columns", input$name)
  require_fit(fits, given)
  require_fit(anyDuplicated(input$levels) == 0, sprintf("two levels of `%s` are equal", input$name))
}

# Rejects classes, names or a scaling that do not match the network's outputs.
check_outputs_fit <- function(model) {
  k <- n_outputs(model$network)
  classes <- model$classes
  outputs <- model$outputs
  scaling <- model$target_scaling
  if (!is.null(classes)) {
    n <- length(classes)
    activation <- model$network$output_activation
    two <- n == 2 && k == 1 && activation == "sigmoid"
    more <- n == k && activation == "softmax"
    require_fit(n >= 2 && (two || more), "its classes do not fit its network")
    require_fit(anyDuplicated(classes) == 0, "two of its classes are equal")
    of_classes <- is.null(outputs) && is.null(scaling)
    require_fit(of_classes, "it has classes, but also names or a scaling for numbers")
  }
  fits <- is.null(outputs) || length(outputs) == k
  require_fit(fits, "the names of its outputs do not fit its network")
  fits <- is.null(scaling) || length(scaling$center) == k
  require_fit(fits, "the scaling of its outputs does not fit them")
}

# Rejects the file unless `fits` is true.
require_fit <- function(fits, given) {
  if (!fits) {
    refuse_content("invalid_model_file", given)
  }
}

# ---- values of one kind --------------------------------------------------------------------------

# A value that may be absent.
nullable <- function(read, value, where) {
  if (is.null(value)) NULL else read(value, where)
}

# An object, which is a list with names; empty ones have them too.
is_object <- function(value) {
  is.list(value) && !is.null(names(value))
}

# An object with these keys and no others.
object_at <- function(value, where, keys) {
  if (!is_object(value)) {
    refuse_content("invalid_model_file", sprintf("`%s` is not an object", where))
  }
  prefix <- if (where == "") "" else paste0(where, ".")
  missing <- setdiff(keys, names(value))
  if (length(missing) > 0) {
    refuse_content("invalid_model_file", sprintf("`%s%s` is missing in it", prefix, missing[[1]]))
  }
  unknown <- setdiff(names(value), keys)
  if (length(unknown) > 0) {
    key <- substr(unknown[[1]], 1, 60)
    refuse_content("invalid_model_file", sprintf("`%s%s` is unknown", prefix, key))
  }
  value
}

# A list of at least one element.
list_at <- function(value, where) {
  if (!is.list(value) || !is.null(names(value)) || length(value) == 0) {
    refuse_content("invalid_model_file", sprintf("`%s` is not a non-empty list", where))
  }
  value
}

# A text.
text_at <- function(value, where) {
  if (!is.character(value)) {
    refuse_content("invalid_model_file", sprintf("`%s` is not a text", where))
  }
  value
}

# A list of texts.
texts_at <- function(value, where) {
  vapply(list_at(value, where), text_at, "", where)
}

# A whole number.
whole_at <- function(value, where) {
  if (!is.numeric(value) || !(abs(value) <= MOST_WHOLE) || value != floor(value)) {
    refuse_content("invalid_model_file", sprintf("`%s` is not a whole number", where))
  }
  as.double(value)
}

# A matrix.
matrix_at <- function(value, where) {
  tensor <- tensor_at(value, where, 2)
  matrix(tensor$numbers, tensor$shape[[1]], tensor$shape[[2]], byrow = TRUE)
}

# A vector.
vector_at <- function(value, where) {
  tensor_at(value, where, 1)$numbers
}

# A tensor in row order: its bits, which must agree with its decimal values.
tensor_at <- function(value, where, n_dimensions) {
  parts <- object_at(value, where, c("shape", "bits", "values"))
  at <- paste0(where, ".shape")
  shape <- vapply(list_at(parts$shape, at), whole_at, 1, at)
  lists <- is_array(parts$bits) && is_array(parts$values)
  fits <- lists && length(shape) == n_dimensions && min(shape) >= 0 &&
    prod(shape) == length(parts$bits) && prod(shape) == length(parts$values)
  require_fit(fits, sprintf("`%s` has an invalid shape", where))
  numbers <- numbers_of_bits(parts$bits, paste0(where, ".bits"))
  check_values(parts$values, numbers, where)
  list(shape = shape, numbers = numbers)
}

# An array, which is a list without names.
is_array <- function(value) {
  is.list(value) && is.null(names(value))
}

# The numbers with these bits, 16 hexadecimal digits each.
numbers_of_bits <- function(bits, where) {
  texts <- all(vapply(bits, is.character, logical(1)))
  digits <- as.character(unlist(bits))
  right <- texts && all(grepl(BITS, digits, perl = TRUE))
  require_fit(right, sprintf("`%s` are not bits of numbers", where))
  bytes <- lapply(1:8, function(byte) strtoi(substr(digits, 2 * byte - 1, 2 * byte), 16L))
  readBin(as.raw(do.call(rbind, bytes)), "double", length(bits), endian = "big")
}

# Rejects values that disagree with the bits; non-finite numbers have no value.
check_values <- function(values, numbers, where) {
  absent <- vapply(values, is.null, logical(1))
  numeric <- vapply(values, is.numeric, logical(1))
  require_fit(all(absent | numeric), sprintf("`%s.values` are not numbers", where))
  values[absent] <- NA
  values <- as.double(unlist(values))
  agree <- ifelse(is.finite(numbers), !absent & values == numbers, absent)
  if (!all(agree)) {
    given <- "bits and value of element %d (counted from 1) of `%s` disagree"
    refuse_content("damaged_file", sprintf(given, which(!agree)[[1]], where))
  }
}

# Rejects a file and says what is wrong.
refuse_content <- function(code, given) {
  refuse(code, "path", "a model file as save_model() writes it", given, HINTS[[code]])
}

HINTS <- c(
  damaged_file = "The file is truncated or was modified: save the model again.",
  invalid_model_file = "Save the model again."
)
