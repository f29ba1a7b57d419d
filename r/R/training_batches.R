# The rows of each update: what `batches` means, and the samples it names (SPEC.md 4.1, 4.9, 4.10).

BATCH_WORDS <- c("full", "single")

# The rows of each update of an epoch; rows of `batches` count from 1.
check_batches <- function(batches, n) {
  if (identical(batches, "full")) {
    return(list(seq_len(n)))
  }
  if (identical(batches, "single")) {
    return(consecutive_rows(n, 1))
  }
  if (is_number(batches) && is.finite(batches) && batches >= 1 && batches == floor(batches)) {
    return(consecutive_rows(n, batches))
  }
  if (!is.list(batches) || length(batches) == 0) {
    known <- is.character(batches) || is.null(batches) || is_number(batches)
    given <- if (known) shown(batches) else "it is none of these"
    refuse_batches(given, "A list holds one list of row numbers per update.")
  }
  rows <- lapply(seq_along(batches), function(i) check_batch(batches[[i]], i, n))
  check_no_row_twice(unlist(rows))
  rows
}

# Batches of `size` rows each, the last one with the remainder.
consecutive_rows <- function(n, size) {
  unname(split(seq_len(n), ceiling(seq_len(n) / size)))
}

# The row indices of one batch; `number` counts the batches from 1. A batch may be a list, too.
check_batch <- function(batch, number, n) {
  rows <- unlist(batch, use.names = FALSE)
  if (!is.numeric(rows) || length(rows) == 0 || anyNA(rows) || any(rows != floor(rows))) {
    given <- sprintf("batch %d is not a list of whole numbers", number)
    refuse_batches(given, "Give each update at least one row.")
  }
  outside <- rows[rows < 1 | rows > n]
  if (length(outside) > 0) {
    given <- "batch %d names row %.6g (counted from 1) and there are %s"
    given <- sprintf(given, number, outside[[1]], counted(n, "row"))
    refuse_batches(given, "Use only rows that exist.")
  }
  as.integer(rows)
}

# Rejects an epoch that uses a row twice.
check_no_row_twice <- function(rows) {
  if (anyDuplicated(rows) > 0) {
    given <- sprintf("row %d (counted from 1) appears twice", min(rows[duplicated(rows)]))
    refuse_batches(given, "Name each row at most once in an epoch.")
  }
}

# Rejects batches.
refuse_batches <- function(given, hint) {
  words <- sub(" or ", ", ", quoted(BATCH_WORDS))
  expected <- sprintf("%s, a number of rows, or a list of lists of row numbers", words)
  refuse("invalid_batches", "batches", expected, given, hint)
}

# Rows of X and y with their weights; NULL means that all weights are 1.
new_samples <- function(X, y, weight) {
  list(X = X, y = y, weight = weight)
}

# The rows of each update, by the epoch; NULL for all in their order.
batches_by_epoch <- function(n, batches, shuffles) {
  if (!is.null(shuffles)) {
    return(function(epoch) positions_in(shuffles(epoch), batches))
  }
  fixed <- if (!is_everything(batches, n)) batches
  function(epoch) fixed
}

# The samples of each update, by the epoch; NULL for all in their order. Fixed batches are extracted once.
parts_by_epoch <- function(samples, batches, reshuffles) {
  if (reshuffles) {
    return(function(epoch) samples_of_batches(samples, batches(epoch)))
  }
  parts <- NULL
  function(epoch) {
    rows <- batches(epoch)
    if (is.null(parts) && !is.null(rows)) {
      parts <<- samples_of_batches(samples, rows)
    }
    parts
  }
}

# Whether there is one batch of all rows in their order.
is_everything <- function(batches, n) {
  length(batches) == 1 && identical(batches[[1]], seq_len(n))
}

# The rows at the positions that the batches name.
positions_in <- function(order, batches) {
  lapply(batches, function(positions) order[positions])
}

# The rows of each batch.
samples_of_batches <- function(samples, batches) {
  lapply(batches, function(rows) {
    new_samples(samples$X[rows, , drop = FALSE], samples$y[rows, , drop = FALSE], samples$weight[rows])
  })
}
