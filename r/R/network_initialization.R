# Initial weights: four schemes that draw the parameters of a network from a stream (SPEC.md, section 12).

MOST_NEURONS <- .Machine$integer.max

#' A network with random weights
#'
#' The parameters are drawn in the order wh, bh, wout, bout:
#'
#' - `"article_python"`: uniforms, row by row, as in the article's Python listing (`np.random.uniform`).
#' - `"article_r"`: weights are normals, filled column by column, biases uniforms, as in the article's R listing
#'   (`rnorm()`, `runif()`); with `stream = "r"` the numbers are the same.
#' - `"glorot"`: weights of a layer from a to b neurons are ((u * 2) - 1) * sqrt(6 / (a + b)), u uniform, row by row;
#'   biases are 0. Suited to sigmoid and tanh.
#' - `"he"`: weights of a layer from a neurons are g * sqrt(2 / a), g normal, row by row; biases are 0. Suited to relu.
#'
#' @inheritParams uniforms
#' @inheritParams network
#' @param n_features d: a whole number, 1 or larger.
#' @param n_hidden h: a whole number, 0 or larger; 0 means no hidden layer.
#' @param n_outputs k: a whole number, 1 or larger.
#' @param seed The seed of the stream, a whole number: from 0 to 2^32 - 1 for `"numpy"`, from 0 to 2^53 - 1 for
#'   `"pcg64"`, from -(2^31 - 1) to 2^31 - 1 for `"r"`.
#' @param initialization How the parameters are drawn: `"glorot"`, `"he"`, `"article_python"` or `"article_r"`.
#' @param stream The stream of random numbers, as in [uniforms()] and [normals()]: `"numpy"`, `"pcg64"` or `"r"`.
#' @return A [network()] with wh d x h, bh of length h, wout h x k (d x k without a hidden layer) and bout of length k:
#'   the same bits in both languages.
#' @section Errors: `invalid_count`, `unknown_initialization` or `unknown_stream`, and as [network()] (see
#'   [onehidden_errors]).
#' @source SPEC.md 12.1 to 12.4.
#' @export
#' @examples
#' first <- initial_network(4, 3, 1, seed = 42)
#' first
#' first$wout
initial_network <- function(n_features, n_hidden, n_outputs, seed, initialization = "glorot",
                            stream = "numpy", hidden_activation = "sigmoid",
                            output_activation = "sigmoid", loss = "squared_error",
                            reduction = "sum", ...) {
  refuse_unknown_arguments("initial_network")
  d <- check_count(n_features, "n_features", 1, MOST_NEURONS)
  h <- check_count(n_hidden, "n_hidden", 0, MOST_NEURONS)
  k <- check_count(n_outputs, "n_outputs", 1, MOST_NEURONS)
  check_choice(initialization, "initialization", names(INITIALIZATIONS), "unknown_initialization")
  check_stream(stream)
  opened <- open_stream(check_seed(seed, "seed", stream), stream)
  drawn <- drawn_parameters(d, h, k, INITIALIZATIONS[[initialization]], opened)
  network(drawn$wh, drawn$bh, drawn$wout, drawn$bout, hidden_activation, output_activation, loss, reduction)
}

# How the weights from a to b neurons and the biases of b neurons are drawn from a stream.
new_initialization <- function(weights, biases) {
  list(weights = weights, biases = biases)
}

# Draws wh, bh, wout and bout.
drawn_parameters <- function(d, h, k, initialization, stream) {
  wh <- if (h > 0) initialization$weights(stream, d, h)
  bh <- if (h > 0) initialization$biases(stream, h)
  wout <- initialization$weights(stream, if (h > 0) h else d, k)
  bout <- initialization$biases(stream, k)
  list(wh = wh, bh = bh, wout = wout, bout = bout)
}

# Uniforms, row by row.
uniform_weights <- function(stream, a, b) {
  matrix(stream$uniforms(a * b), a, b, byrow = TRUE)
}

# Normals, column by column.
normal_weights <- function(stream, a, b) {
  matrix(stream$normals(a * b), a, b)
}

# ((u * 2) - 1) * sqrt(6 / (a + b)), row by row.
glorot_weights <- function(stream, a, b) {
  ((uniform_weights(stream, a, b) * 2) - 1) * sqrt(6 / (a + b))
}

# g * sqrt(2 / a), row by row.
he_weights <- function(stream, a, b) {
  matrix(stream$normals(a * b), a, b, byrow = TRUE) * sqrt(2 / a)
}

# Uniforms.
uniform_biases <- function(stream, n) {
  stream$uniforms(n)
}

# +0, without drawing.
zero_biases <- function(stream, n) {
  numeric(n)
}

INITIALIZATIONS <- list(
  glorot = new_initialization(glorot_weights, zero_biases),
  he = new_initialization(he_weights, zero_biases),
  article_python = new_initialization(uniform_weights, uniform_biases),
  article_r = new_initialization(normal_weights, uniform_biases)
)
