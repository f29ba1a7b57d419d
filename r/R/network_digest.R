# The digest of a network's parameters (SPEC.md 7.1).

#' The digest of a network's parameters
#'
#' SHA-256 over the parameters' little-endian bytes: wh, bh, wout, bout, matrices row by row.
#'
#' @param network A [network()].
#' @param ... Not used: unknown arguments are rejected.
#' @return 64 hexadecimal digits. Equal digests mean equal bits; +0 and -0 differ.
#' @section Errors: `invalid_network` (see [onehidden_errors]).
#' @source SPEC.md 7.1.
#' @export
#' @examples
#' parameter_digest(initial_network(4, 3, 1, seed = 42))
parameter_digest <- function(network, ...) {
  refuse_unknown_arguments("parameter_digest")
  check_network(network)
  numbers <- unlist(lapply(parameters_of(network), row_by_row))
  sha256(writeBin(as.double(numbers), raw(), endian = "little"))
}

# The elements of a matrix row by row, as R keeps them column by column; a vector as it is.
row_by_row <- function(parameter) {
  if (is.matrix(parameter)) as.vector(t(parameter)) else parameter
}
