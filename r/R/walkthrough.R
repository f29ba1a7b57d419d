# The walkthrough: the twelve steps of one update as matrices, in the console or on a page (SPEC.md, section 15).

MOST_EPOCHS_OF_A_PAGE <- 1000
MOST_DECIMALS <- 17 # as many as tell every double from its neighbours

# The result of a walkthrough: the steps of backward(), the network after the first update, and the path of the page.
new_walkthrough <- function(steps, network, path) {
  structure(
    list(steps = steps, network = network, path = path),
    class = "onehidden_walkthrough"
  )
}

#' @export
format.onehidden_walkthrough <- function(x, ...) {
  where <- if (is.null(x$path)) "" else paste(" in", x$path)
  loss <- number(x$steps$loss)
  sprintf("walkthrough%s, loss %s before the update: %s", where, loss, format(x$network))
}

#' @export
print.onehidden_walkthrough <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

#' The twelve steps of an update, matrix by matrix
#'
#' Without a path the steps are printed: each with its number, name, formula, a sentence, and the matrices it is
#' computed from. With a path they are written as a page for a browser: one self-contained file, which works offline,
#' with buttons for steps and epochs, the arithmetic of every cell, and a drawing of the network.
#'
#' @inheritParams backward
#' @param network The [network()] to start from; it is not changed.
#' @param learning_rate The learning rate: one number, 0 or larger.
#' @param path The file to write, preferably with the extension .html; an existing file is replaced. `NULL`: print.
#' @param epochs The number of updates on the page, each on all rows.
#' @param decimals The number of decimals shown, 0 to 17; readers of the page can change it.
#' @return Invisibly, a list of class `onehidden_walkthrough`: `steps`, the result of [backward()]; `network`, the
#'   network after the update; `path`.
#' @section Errors: As [backward()] and [update_weights()]; `invalid_count`; `out_of_range` where the page would be too
#'   large to read; `unreadable_file` where it cannot be written (see [onehidden_errors]).
#' @source SPEC.md, section 15.
#' @export
#' @examples
#' first <- initial_network(n_features = 2, n_hidden = 3, n_outputs = 1, seed = 1)
#' result <- walkthrough(first, X = rbind(c(0, 1), c(1, 0)), y = c(0, 1))
#' result$steps$grad_wh
walkthrough <- function(network, X, y, learning_rate = 0.1, path = NULL, epochs = 10, decimals = 2,
                        arithmetic = "reproducible", ...) {
  refuse_unknown_arguments("walkthrough")
  check_network(network)
  check_arithmetic(arithmetic)
  X <- check_samples(X, n_features(network))
  y <- check_targets(y, nrow(X), n_outputs(network), network$output_activation)
  learning_rate <- check_learning_rate(learning_rate)
  epochs <- check_count(epochs, "epochs", 1, MOST_EPOCHS_OF_A_PAGE)
  decimals <- check_count(decimals, "decimals", 0, MOST_DECIMALS)
  given <- list(X = X, y = y, learning_rate = learning_rate)
  if (is.null(path)) {
    return(invisible(printed(network, given, decimals, arithmetic)))
  }
  path <- check_path_of_page(path)
  check_size(network, X, epochs)
  invisible(written(network, given, decimals, arithmetic, path, epochs))
}

# Prints the steps of one update.
printed <- function(network, given, decimals, arithmetic) {
  update <- one_update(network, given, arithmetic)
  colours <- colours_of_terminal()
  heading <- painted(paste("one update of a", format(network)), "step", colours)
  settings <- sprintf("learning rate %s, %s arithmetic\n", number(given$learning_rate), arithmetic)
  texts <- vapply(equations(network), equation_text, "", c(given, update$values), decimals, colours)
  cat(heading, "\n", settings, "\n", texts, sep = "")
  new_walkthrough(update$steps, update$network, NULL)
}

# Writes the page and prints its path.
written <- function(network, given, decimals, arithmetic, path, epochs) {
  updates <- list()
  state <- network
  for (epoch in seq_len(epochs)) {
    updates[[epoch]] <- naming_epoch(epoch, one_update(state, given, arithmetic))
    state <- updates[[epoch]]$network
  }
  write_page(path, network, given, lapply(updates, `[[`, "values"), decimals, arithmetic)
  cat(sprintf("wrote %s: open it in a browser\n", path))
  new_walkthrough(updates[[1]]$steps, updates[[1]]$network, path)
}

# Steps 1 to 12: the steps of backward(), the updated network, and all values by the names of the equations.
one_update <- function(network, given, arithmetic) {
  steps <- backward(network, given$X, given$y, arithmetic)
  new <- update_weights(network, steps, given$learning_rate)
  updated <- parameters_of(new)
  names(updated) <- paste0("updated_", names(updated))
  list(steps = steps, network = new, values = c(parameters_of(network), steps, updated))
}
