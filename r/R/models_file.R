# Model files: a model with all its bits, as JSON that both languages read (SPEC.md, section 14).

EXAMPLE <- "model.json"

#' Write a model to a file
#'
#' [load_model()] reads the file in both languages, with the same bits in every prediction. It is JSON: the network with
#' its parameters as bits and as decimals, inputs, classes, scaling, history, and digests that reveal changes. It is
#' written to a temporary file and moved into place when complete, so that a failure never destroys an older file.
#'
#' @param model A model, a [network()], or the result of [train()].
#' @param path The name of the file. An existing file is replaced.
#' @param ... Not used: unknown arguments are rejected.
#' @return `NULL`, invisibly.
#' @section Errors: `invalid_model` or `unreadable_file` (see [onehidden_errors]).
#' @source SPEC.md, section 14.
#' @export
#' @examples
#' path <- tempfile(fileext = ".json")
#' save_model(initial_network(2, 3, 1, seed = 1), path)
#' predict(load_model(path), rbind(c(0, 1)))
save_model <- function(model, path, ...) {
  refuse_unknown_arguments("save_model")
  model <- as_model(model)
  path <- check_path(path, EXAMPLE)
  version <- as.character(utils::packageVersion("onehidden"))
  text <- paste0(json_of(document_of(model, version), pretty = TRUE), "\n")
  write_file(path, charToRaw(text), MOST_BYTES)
  invisible()
}

#' Read a model from a file
#'
#' Reads what [save_model()] wrote, in R or in Python. The file is data: nothing in it is ever executed, and all of it
#' is checked before a model is returned.
#'
#' @param path The name of the file.
#' @param ... Not used: unknown arguments are rejected.
#' @return A model, a list of class `onehidden_model`, with the same predictions, bit for bit. A network that was saved
#'   alone is in its element `network`.
#' @section Errors: `unreadable_file`, `damaged_file`, `unsupported_version` or `invalid_model_file` (see
#'   [onehidden_errors]).
#' @source SPEC.md, section 14.
#' @export
#' @examples
#' path <- tempfile(fileext = ".json")
#' save_model(onehidden(Species ~ ., data = iris, hidden = 4, epochs = 50), path)
#' load_model(path)
load_model <- function(path, ...) {
  refuse_unknown_arguments("load_model")
  content <- read_file(check_path(path, EXAMPLE), MOST_BYTES)
  document <- tryCatch(
    parsed_json(content),
    not_json = function(error) refuse_content("damaged_file", conditionMessage(error))
  )
  model_of(document)
}

# The model to save.
as_model <- function(value) {
  if (inherits(value, "onehidden_network")) {
    return(model_of_network(value, numeric(0)))
  }
  if (inherits(value, "onehidden_training")) {
    return(model_of_network(value$network, value$history))
  }
  if (!inherits(value, "onehidden_model")) {
    expected <- "a model, a fitted estimator, a network or the result of train()"
    refuse("invalid_model", "model", expected, paste("it is", kind(value)), "Fit one, or train a network.")
  }
  value
}

# A model of a network alone: unnamed numbers in, its outputs out.
model_of_network <- function(network, history) {
  inputs <- numeric_inputs(NULL, n_features(network))
  new_model(network, inputs, NULL, NULL, NULL, NULL, history, "reproducible")
}
