#' onehidden: the one-hidden-layer neural network, bit for bit the same in R and in Python
#'
#' A [network()] goes through twelve steps: [forward()] computes steps 2 to 4, [backward()] 2 to 11, [update_weights()]
#' step 12, [walkthrough()] shows them all. [train()] repeats them, [training_epochs()] returns every state on the way,
#' and `predict()` the output of a network. [parameter_digest()] shows whether two networks have the same bits,
#' [initial_network()] draws the same first weights in both languages, and [check_gradients()] verifies gradients.
#' [onehidden()] fits a network to data by a formula, [save_model()] writes it for Python, and [load_dataset()] has data
#' to try it on. Errors are listed in [onehidden_errors].
#'
#' @source SPEC.md, the specification of both packages.
#' @docType package
#' @name onehidden-package
#' @examples
#' X <- rbind(c(1, 0, 1, 0), c(1, 0, 1, 1), c(0, 1, 0, 1))
#' y <- c(1, 1, 0)
#' u <- uniforms(42, 19)
#' first <- network(
#'   wh = matrix(u[1:12], 4, 3, byrow = TRUE), bh = u[13:15],
#'   wout = matrix(u[16:18], 3, 1), bout = u[19]
#' )
#' result <- train(first, X, y, learning_rate = 0.1, epochs = 1)
#' result$network
NULL # and not "_PACKAGE": that claims the name of the function onehidden()
