# The walkthrough: the twelve steps of one update as matrices, in the console or as a page (SPEC.md,
# section 15).

MOST_EPOCHS_OF_A_PAGE <- 1000
MOST_DECIMALS <- 17 # as many as tell every double from its neighbours

# What a walkthrough went through: what backward() gave for the network, the network after the first
# update, and where the page is.
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
#' Without a path the steps are printed: of each its number, its name and formula, a sentence, and
#' the matrices from which it is computed. With a path they are written as a page for a browser: one
#' file that needs no other and no network, with buttons for the steps and the epochs, the arithmetic
#' of every cell, and the network drawn.
#'
#' @inheritParams backward
#' @param network Where to start: a [network()]; it is not changed.
#' @param learning_rate How far each update goes: one number, 0 or larger.
#' @param path The file to write, best with the ending .html; one that is there is replaced. `NULL`:
#'   print.
#' @param epochs How many updates the page holds, each on all rows.
#' @param decimals How many decimals are shown, 0 to 17; the reader of the page can choose others.
#' @return Invisibly, a list of class `onehidden_walkthrough`: `steps`, what [backward()] gave;
#'   `network`, the network after the update; `path`.
#' @section Errors: As [backward()] and [update_weights()]; `invalid_count`; `out_of_range` where the
#'   page would be too large to be read; `unreadable_file` where it cannot be written (see
#'   [onehidden_errors]).
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

# Writes the page, and says so.
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

# Steps 1 to 12: what backward() gives, the network after it, and all of it by the names of the
# equations.
one_update <- function(network, given, arithmetic) {
  steps <- backward(network, given$X, given$y, arithmetic)
  new <- update_weights(network, steps, given$learning_rate)
  updated <- parameters_of(new)
  names(updated) <- paste0("updated_", names(updated))
  list(steps = steps, network = new, values = c(parameters_of(network), steps, updated))
}
