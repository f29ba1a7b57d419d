# The R package `onehidden` as a testee that is a program of its own: `Rscript rscript.R ARITHMETIC`. It asks the same
# functions of testee.R as the way through rpy2 does.

arithmetic <- commandArgs(trailingOnly = TRUE)[[1]]
folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "protocol.R"))
r <- new.env()
sys.source(file.path(folder, "testee.R"), r)

started <- function() {
  metadata <- r$metadata()$value
  names(metadata)[[1]] <- "name"
  list(
    protocol = 1,
    implementation = metadata,
    level = if (arithmetic == "reproducible") 2 else 1,
    capabilities = list(kinds = names(answers))
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
    r$step(network_of(v$network), array_of(v$X), array_of(v$y), array_of(v$learning_rate), arithmetic)
  },
  training = function(v) {
    r$train(
      network_of(v$network), array_of(v$X), array_of(v$y), array_of(v$learning_rate),
      v$epochs, rows_of(v$batches), unlist(v$watched), arithmetic
    )
  },
  update = function(v) {
    r$update(network_of(v$network), lapply(v$gradients, array_of), array_of(v$learning_rate))
  },
  threshold = function(v) {
    r$threshold_unit(array_of(v$x), array_of(v$w), array_of(v$b), array_of(v$threshold))
  },
  stream = function(v) r$uniforms(v$seed, v$n, v$stream),
  invalid = function(v) {
    r$call_public(v$call, c(lapply(v$arguments, argument_of), choice_of_arithmetic(v)))
  }
)

network_of <- function(network) {
  lapply(network, function(value) if (is.list(value)) array_of(value) else value)
}

# Rows count from 1 in R.
rows_of <- function(batches) {
  if (is.character(batches)) batches else lapply(batches, function(rows) as.integer(unlist(rows)) + 1L)
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
  if (is.list(value)) rows_of(value) else as.numeric(value)
}

words_of <- function(text) {
  if (length(text$shape) == 2) matrix(text$text, text$shape[[1]], text$shape[[2]], byrow = TRUE) else text$text
}

# Where a function has a choice of arithmetic and the call has not made it.
choice_of_arithmetic <- function(v) {
  has_choice <- v$call %in% c("forward", "backward", "predict", "train")
  if (has_choice && !"arithmetic" %in% names(v$arguments)) list(arithmetic = arithmetic)
}

# ---- what it shows ---------------------------------------------------------------------------------------------------

tensors_of <- function(steps) {
  Map(function(step, name) tensor_of(step, scalar = name == "loss"), steps, names(steps))
}

show_update <- function(value, v) list(steps = tensors_of(value$steps), digest = value$digest)

show_training <- function(value, v) {
  list(
    history = tensor_of(value$history),
    parameters = tensors_of(value$parameters),
    updates = tensor_of(if (is.null(value$updates)) matrix(0, 0, 0) else t(value$updates)),
    watched = Map(show_state, unlist(v$watched), value$outputs, value$mean_absolute_errors)
  )
}

show_state <- function(epoch, output, error) {
  list(epoch = epoch, output = tensor_of(output), mean_absolute_error = tensor_of(error, scalar = TRUE))
}

shown <- list(
  step = show_update,
  update = show_update,
  training = show_training,
  threshold = function(value, v) list(output = tensor_of(value, scalar = length(v$x$shape) == 1)),
  stream = function(value, v) list(uniforms = tensor_of(value)),
  invalid = function(value, v) list(accepted = TRUE)
)

serve(started(), answer)
