# A progress bar for long trainings, and one that does nothing.

# A bar that shows nothing.
no_bar <- function() {
  list(update = function(state) invisible(), close = function() invisible())
}

# A bar of cli.
cli_bar <- function(epochs) {
  require_package("cli", "`progress = TRUE`")
  first <- NULL
  loss <- "" # cli looks for what is in braces in this function
  format <- "{cli::pb_bar} {cli::pb_current}/{cli::pb_total} epochs, loss {loss}, {cli::pb_eta_str}"
  bar <- cli::cli_progress_bar(total = epochs, format = format, .auto_close = FALSE)
  list(
    update = function(state) {
      if (is.null(first)) {
        first <<- state$epoch
      }
      loss <<- number(state$loss)
      cli::cli_progress_update(set = state$epoch - first, id = bar)
    },
    close = function() cli::cli_progress_done(id = bar)
  )
}

# A bar for a number of epochs, if wanted.
progress_bar <- function(wanted, epochs) {
  if (wanted) cli_bar(epochs) else no_bar()
}
