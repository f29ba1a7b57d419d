# The R package `onehidden` as an implementation that is a program of its own:
# `Rscript rscript.R NAMES LEVEL ARITHMETIC [KERNELS]`, NAMES being fixtures/schema/names.schema.json.
# It asks the same functions of in_process.R as the way through rpy2 does.

given <- as.list(commandArgs(trailingOnly = TRUE))
choice <- list(arithmetic = given[[3]])
if (length(given) > 3) choice$kernels <- given[[4]]
folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "protocol.R"))
r <- new.env()
sys.source(file.path(folder, "in_process.R"), r)

names_of <- lapply(jsonlite::fromJSON(given[[1]])[["$defs"]], `[[`, "enum")

started <- function() {
  metadata <- r$metadata()$value
  names(metadata)[[1]] <- "name"
  list(
    protocol = 1,
    implementation = metadata,
    level = as.numeric(given[[2]]),
    capabilities = list(
      kinds = names(answers),
      hidden_activations = names_of$activation,
      output_activations = names_of$output_activation,
      losses = names_of$loss,
      streams = names_of$stream,
      features = c(
        "sample_weight", "learning_rates", "batch_size", "optimizers", "weight_decay", "shuffle", "validation",
        "continue", "normals", "gradient_check", "datasets", "models", "walkthrough", "kernels"
      )
    )
  )
}

answer <- function(vector) {
  answered <- answers[[vector$kind]](vector)
  if (!"value" %in% names(answered)) return(list(error = answered))
  list(result = shown[[vector$kind]](answered$value, vector))
}

# ---- what is asked of the package ------------------------------------------------------------------------------------

answers <- list(
  step = function(v) {
    r$step(
      network_of(v$network), array_of(v$X), array_of(v$y), array_of(v$learning_rate), choice,
      array_of(v$sample_weight)
    )
  },
  training = function(v) {
    r$train(
      network_of(v$network), array_of(v$X), array_of(v$y), rate_of(v),
      v$epochs, rows_of(v$batches), unlist(v$watched), choice, options_of(v)
    )
  },
  update = function(v) {
    r$update(network_of(v$network), lapply(v$gradients, array_of), array_of(v$learning_rate))
  },
  threshold = function(v) {
    r$threshold_unit(array_of(v$x), array_of(v$w), array_of(v$b), array_of(v$threshold))
  },
  stream = function(v) r[[drawn(v)]](v$seed, v$n, v$stream),
  initialization = function(v) {
    r$initial_network(v$n_features, v$n_hidden, v$n_outputs, v$seed, v$initialization, v$stream)
  },
  split = function(v) r$split_rows(v$n, array_of(v$fraction), v$seed, v$stream),
  invalid = function(v) {
    r$call_public(v$call, c(lapply(v$arguments, argument_of), open_choices(v)))
  }
)

network_of <- function(network) {
  lapply(network, function(value) if (is.list(value)) array_of(value) else value)
}

drawn <- function(v) if (is.null(v$draw)) "uniforms" else v$draw

rate_of <- function(v) {
  if (is.null(v$learning_rates)) return(array_of(v$learning_rate))
  structure(list(rates = array_of(v$learning_rates)), class = "rates_argument")
}

# What a training has beside its rows, learning rate, epochs and batches.
options_of <- function(v) {
  read <- list(
    optimizer = optimizer_of,
    weight_decay = array_of,
    sample_weight = array_of,
    shuffle_seed = identity,
    stream = identity,
    validation = function(pair) list(array_of(pair$X), array_of(pair$y)),
    patience = identity,
    stops = unlist
  )
  given <- intersect(names(read), names(v))
  Map(function(name) read[[name]](v[[name]]), given)
}

optimizer_of <- function(optimizer) {
  settings <- lapply(optimizer[setdiff(names(optimizer), "name")], array_of)
  structure(list(name = optimizer$name, settings = settings), class = "optimizer_arguments")
}

# Rows count from 1 in R.
rows_of <- function(batches) {
  if (is.character(batches)) return(batches)
  if (!is.list(batches) && length(batches) == 1) return(batches)
  lapply(batches, function(rows) as.integer(unlist(rows)) + 1L)
}

# An argument of a call that may be wrong, as an R programmer would hand it in.
argument_of <- function(value) {
  if (is.null(value) || is.character(value) || is.logical(value)) return(value)
  if (is.list(value) && "bits" %in% names(value)) return(array_of(value))
  if (is.list(value) && "text" %in% names(value)) return(words_of(value))
  if (is.list(value) && "network" %in% names(value)) {
    return(structure(network_of(value$network), class = "network_arguments"))
  }
  if (is.list(value) && "steps" %in% names(value)) return(lapply(value$steps, array_of))
  if (is.list(value) && "optimizer" %in% names(value)) return(optimizer_of(value$optimizer))
  if (is.list(value) && "rates" %in% names(value)) {
    return(structure(list(rates = array_of(value$rates)), class = "rates_argument"))
  }
  if (is.list(value) && "pair" %in% names(value)) return(list(array_of(value$pair$X), array_of(value$pair$y)))
  if (is.list(value) && "trained" %in% names(value)) {
    return(structure(lapply(value$trained, argument_of), class = "trained_arguments"))
  }
  if (is.list(value)) rows_of(value) else as.numeric(value)
}

words_of <- function(text) {
  if (length(text$shape) == 2) matrix(text$text, text$shape[[1]], text$shape[[2]], byrow = TRUE) else text$text
}

# Of arithmetic and kernels, those that a function has and the call has not chosen.
open_choices <- function(v) {
  with_kernels <- c("forward", "backward", "predict", "train", "training_epochs")
  having <- list(arithmetic = c(with_kernels, "check_gradients", "walkthrough"), kernels = with_kernels)
  is_open <- function(name) v$call %in% having[[name]] && !name %in% names(v$arguments)
  Filter(Negate(is.null), choice[vapply(names(choice), is_open, logical(1))])
}

# ---- what it shows ---------------------------------------------------------------------------------------------------

tensors_of <- function(steps) {
  Map(function(step, name) tensor_of(step, scalar = name == "loss"), steps, names(steps))
}

show_update <- function(value, v) list(steps = tensors_of(value$steps), digest = value$digest)

show_training <- function(value, v) {
  shown <- list(
    history = tensor_of(value$history),
    parameters = tensors_of(value$parameters),
    updates = tensor_of(if (is.null(value$updates)) matrix(0, 0, 0) else t(value$updates)),
    watched = Map(show_state, unlist(v$watched), value$outputs, value$mean_absolute_errors)
  )
  if (!is.null(value$validation_history)) shown$validation_history <- tensor_of(value$validation_history)
  if (!is.null(value$best_epoch)) shown$best_epoch <- value$best_epoch
  shown
}

show_state <- function(epoch, output, error) {
  list(epoch = epoch, output = tensor_of(output), mean_absolute_error = tensor_of(error, scalar = TRUE))
}

shown <- list(
  step = show_update,
  update = show_update,
  training = show_training,
  threshold = function(value, v) list(output = tensor_of(value, scalar = length(v$x$shape) == 1)),
  stream = function(value, v) stats::setNames(list(tensor_of(value)), drawn(v)),
  initialization = function(value, v) list(parameters = tensors_of(value$parameters), digest = value$digest),
  split = function(value, v) lapply(value, function(rows) I(rows - 1)),
  invalid = function(value, v) list(accepted = TRUE)
)

serve(started(), answer)
