# What the suite asks of the R package, through its public functions only. A network comes as the list of its
# constructor's arguments, and every answer is a list that holds either `value` or what a refusal says.

attempt <- function(expression) {
  tryCatch(list(value = expression), error = refusal)
}

# The code is the class of the condition, not a word in its message: that is what a program would catch.
refusal <- function(error) {
  kinds <- setdiff(grep("^onehidden_", class(error), value = TRUE), "onehidden_error")
  result <- error$result # its network is the one given, where no state was complete
  list(
    message = conditionMessage(error),
    code = if (inherits(error, "onehidden_error")) sub("^onehidden_", "", kinds[[1]]),
    argument = error$argument,
    step = error$step,
    epoch = error$epoch,
    digest = if (length(result$history) > 0) onehidden::parameter_digest(result$network),
    history_length = if (!is.null(result)) length(result$history)
  )
}

metadata <- function() {
  list(value = list(
    implementation = "onehidden",
    version = as.character(utils::packageVersion("onehidden")),
    language = R.version.string
  ))
}

network_of <- function(arguments) do.call(onehidden::network, arguments)

parameters <- function(network) {
  present <- network[c("wh", "bh", "wout", "bout")]
  present[!vapply(present, is.null, logical(1))]
}

updated <- function(network) {
  present <- parameters(network)
  names(present) <- paste0("updated_", names(present))
  present
}

forward <- function(network, X, arithmetic) {
  attempt(onehidden::forward(network_of(network), X, arithmetic))
}

predict <- function(network, X, arithmetic) {
  attempt(stats::predict(network_of(network), X, arithmetic))
}

step <- function(network, X, y, learning_rate, arithmetic) {
  attempt({
    old <- network_of(network)
    steps <- onehidden::backward(old, X, y, arithmetic)
    new <- onehidden::update_weights(old, steps, learning_rate)
    list(steps = c(steps, updated(new)), digest = onehidden::parameter_digest(new))
  })
}

update <- function(network, gradients, learning_rate) {
  attempt({
    new <- onehidden::update_weights(network_of(network), gradients, learning_rate)
    list(steps = updated(new), digest = onehidden::parameter_digest(new))
  })
}

train <- function(network, X, y, learning_rate, epochs, batches, watched, arithmetic) {
  attempt({
    start <- network_of(network)
    result <- onehidden::train(start, X, y, learning_rate, epochs, batches, arithmetic)
    next_state <- onehidden::training_epochs(start, X, y, learning_rate, epochs, batches, arithmetic)
    states <- lapply(0:epochs, function(epoch) next_state())
    networks <- if (identical(batches, "full")) {
      lapply(states[-1], function(state) state$network)
    } else {
      after_every_update(start, X, y, learning_rate, epochs, batches, arithmetic)
    }
    list(
      parameters = parameters(result$network),
      history = result$history,
      updates = do.call(cbind, lapply(networks, numbers_in_order)),
      last_digest = onehidden::parameter_digest(result$network),
      outputs = lapply(states[watched + 1], function(state) {
        stats::predict(state$network, X, arithmetic)
      }),
      mean_absolute_errors = lapply(states[watched + 1], function(state) {
        onehidden::mean_absolute_error(state$error)
      })
    )
  })
}

# One batch at a time: an epoch gives only its last state, and this its other ones.
after_every_update <- function(network, X, y, learning_rate, epochs, batches, arithmetic) {
  if (identical(batches, "single")) batches <- as.list(seq_len(nrow(X)))
  networks <- list()
  for (rows in rep(batches, epochs)) {
    network <- onehidden::train(network, X, y, learning_rate, 1, list(rows), arithmetic)$network
    networks[[length(networks) + 1]] <- network
  }
  networks
}

# The numbers of all parameters in the order of the digest (SPEC.md 7.1).
numbers_in_order <- function(network) {
  unlist(lapply(parameters(network), function(p) if (is.matrix(p)) t(p) else p), use.names = FALSE)
}

threshold_unit <- function(x, w, b, threshold) attempt(onehidden::threshold_unit(x, w, b, threshold))

uniforms <- function(seed, n, stream) attempt(onehidden::uniforms(seed, n, stream))

# The two names that R forces to differ are changed here. A network among the arguments is marked by its class.
call_public <- function(name, arguments) {
  attempt({
    public <- switch(name,
      Network = onehidden::network,
      predict = stats::predict,
      getExportedValue("onehidden", name)
    )
    if (name == "predict") names(arguments)[names(arguments) == "network"] <- "object"
    do.call(public, lapply(arguments, function(argument) {
      if (inherits(argument, "network_arguments")) network_of(unclass(argument)) else argument
    }))
    NULL
  })
}
