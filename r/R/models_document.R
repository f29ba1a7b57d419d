# The content of a model file: a model as a tree of JSON, and its digests (SPEC.md 14.2 to 14.6).

FORMAT <- "onehidden model"
VERSION <- 1
LANGUAGE <- "R"
MOST_WHOLE <- 2^53 # up to there doubles hold every whole number

# The tree of a model file.
document_of <- function(model, package_version) {
  check_classes(model)
  check_texts(model)
  c(
    list(
      format = FORMAT,
      version = VERSION,
      written_by = list(package = "onehidden", version = package_version, language = LANGUAGE)
    ),
    model_tree(model, tensor_tree, tensor_tree),
    list(digest = digests_of(model))
  )
}

# The digest of the parameters, and that of the content, in which the parameters appear as their digest.
digests_of <- function(model) {
  parameters <- parameter_digest(model$network)
  content <- c(
    list(format = FORMAT, version = VERSION),
    model_tree(model, shape_tree, bits_tree),
    list(digest = list(parameters = parameters))
  )
  list(parameters = parameters, content = sha256(charToRaw(json_of(content))))
}

# The tree of a model; `parameter` and `tensor` write parameters and other tensors.
model_tree <- function(model, parameter, tensor) {
  list(
    arithmetic = model$arithmetic,
    network = network_tree(model$network, parameter),
    inputs = lapply(model$inputs, input_tree, tensor),
    outputs = or_null(model$outputs, I),
    classes = or_null(model$classes, classes_tree),
    scaling = list(
      inputs = or_null(model$input_scaling, scaling_tree, tensor),
      targets = or_null(model$target_scaling, scaling_tree, tensor)
    ),
    history = tensor(model$history)
  )
}

network_tree <- function(network, parameter) {
  words <- unclass(network)[c("hidden_activation", "output_activation", "loss", "reduction")]
  c(words, lapply(unclass(network)[PARAMETER_NAMES], or_null, parameter))
}

# A value that may be absent.
or_null <- function(value, tree, ...) {
  if (is.null(value)) NULL else tree(value, ...)
}

# The shape of a tensor.
shape_tree <- function(array) {
  shape <- if (is.null(dim(array))) length(array) else dim(array)
  list(shape = I(shape))
}

# A tensor: its shape and its bits.
bits_tree <- function(array) {
  c(shape_tree(array), list(bits = json_array(json_bits(row_by_row(array)))))
}

# A tensor: its shape, its bits, and its values for human readers.
tensor_tree <- function(array) {
  c(bits_tree(array), list(values = json_array(json_numbers(row_by_row(array)))))
}

# An input.
input_tree <- function(input, tensor) {
  if (input$kind == "numeric") {
    return(list(kind = "numeric", name = input$name))
  }
  list(
    kind = "factor",
    name = input$name,
    levels = I(input$levels),
    columns = I(input$columns),
    contrasts = tensor(input$contrasts)
  )
}

# Classes: text, logical values or whole numbers.
classes_tree <- function(classes) {
  if (is.numeric(classes)) json_array(sprintf("%.0f", classes)) else I(classes)
}

# A scaling.
scaling_tree <- function(scaling, tensor) {
  list(center = tensor(scaling$center), spread = tensor(scaling$spread))
}

# Rejects classes other than text, logical values and integers exactly representable as doubles.
check_classes <- function(model) {
  classes <- model$classes
  if (!is.numeric(classes)) {
    return(invisible())
  }
  wrong <- classes[classes != floor(classes) | abs(classes) > MOST_WHOLE]
  if (length(wrong) > 0) {
    expected <- "a model whose classes are text, logical values or whole numbers up to 2^53"
    given <- paste("one is", number(wrong[[1]]))
    refuse("invalid_model", "model", expected, given, "Use text for the classes.")
  }
}

# Rejects names that a file or the other language cannot represent.
check_texts <- function(model) {
  texts <- c(feature_names(model$inputs), model$outputs)
  texts <- c(texts, if (is.character(model$classes)) model$classes)
  texts <- c(texts, unlist(lapply(model$inputs, function(input) c(input$name, input$levels))))
  if (!all(validUTF8(enc2utf8(texts)))) {
    given <- "a name or class contains an invalid character"
    refuse("invalid_model", "model", "made of valid Unicode names", given, "Use another name.")
  }
}
