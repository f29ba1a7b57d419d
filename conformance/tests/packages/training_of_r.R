# What test_random_kernels.py asks of R: a function that trains and gives all that is left, or all that an overflow tells.
function(implementation) {
  made <- new.env()
  sys.source(implementation, made)
  some <- function(x) if (length(x) > 0) x
  of_state <- function(state) {
    list(
      parameters = made$parameters(state$network),
      error = state$error,
      loss = state$loss,
      kept = state$optimizer_state
    )
  }
  of_result <- function(result) {
    list(
      parameters = made$parameters(result$network),
      history = some(result$history),
      validation_history = some(result$validation_history),
      epochs = result$epochs,
      best_epoch = result$best_epoch,
      last = if (!is.null(result$last)) of_state(result$last)
    )
  }
  function(arguments) {
    tryCatch(
      of_result(do.call(onehidden::train, lapply(arguments, made$argument_of))),
      onehidden_overflow = function(error) {
        list(
          message = conditionMessage(error), step = error$step, epoch = error$epoch,
          result = of_result(error$result)
        )
      }
    )
  }
}
