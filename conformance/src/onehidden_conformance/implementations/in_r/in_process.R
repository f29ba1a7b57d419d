# What the suite asks of the R package, through its public functions only. A network comes as the list of its
# constructor's arguments, a choice as the list of `arithmetic` and `kernels`, and every answer is a list that holds
# either `value` or what a refusal says.

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

forward <- function(network, X, choice) {
  attempt(do.call(onehidden::forward, c(list(network_of(network), X), choice)))
}

predict <- function(network, X, choice) attempt(prediction(network_of(network), X, choice))

prediction <- function(network, X, choice) do.call(stats::predict, c(list(network, X), choice))

step <- function(network, X, y, learning_rate, choice, sample_weight = NULL) {
  attempt({
    old <- network_of(network)
    steps <- do.call(onehidden::backward, c(list(old, X, y, sample_weight = sample_weight), choice))
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

train <- function(network, X, y, learning_rate, epochs, batches, watched, choice, options = list()) {
  attempt({
    start <- network_of(network)
    rate <- argument_of(learning_rate)
    options <- c(choice, lapply(options, argument_of))
    result <- trained(start, X, y, rate, epochs, batches, options)
    with_more <- c(list(start, X, y, rate, epochs, batches), without(options, c("patience", "stops")))
    next_state <- do.call(onehidden::training_epochs, with_more)
    states <- lapply(seq_along(result$history), function(number) next_state())
    networks <- if (identical(batches, "full")) {
      lapply(states[-1], function(state) state$network)
    } else {
      after_every_update(start, X, y, rate, length(states) - 1, batches, options)
    }
    list(
      parameters = parameters(result$network),
      history = result$history,
      validation_history = if (length(result$validation_history) > 0) result$validation_history,
      best_epoch = if (!is.null(result$best_epoch)) as.numeric(result$best_epoch),
      updates = do.call(cbind, lapply(networks, numbers_in_order)),
      last_digest = onehidden::parameter_digest(if (length(networks) > 0) networks[[length(networks)]] else start),
      outputs = lapply(states[watched + 1], function(state) {
        prediction(state$network, X, choice)
      }),
      mean_absolute_errors = lapply(states[watched + 1], function(state) {
        onehidden::mean_absolute_error(state$error)
      })
    )
  })
}

# The result of a training, which is continued after each of its stops.
trained <- function(start, X, y, learning_rate, epochs, batches, options) {
  result <- start
  for (part in diff(c(0, options$stops, epochs))) {
    arguments <- list(result, X, y, learning_rate, part, batches)
    result <- do.call(onehidden::train, c(arguments, without(options, "stops")))
  }
  result
}

without <- function(options, names) options[setdiff(base::names(options), names)]

# One batch at a time: an epoch gives only its last state, and this its other ones. Each update continues the one
# before, so that an optimizer keeps its memory.
after_every_update <- function(network, X, y, learning_rate, epochs, batches, options) {
  kept <- without(options, c("shuffle_seed", "stream", "validation", "patience", "stops"))
  networks <- list()
  result <- network
  for (epoch in seq_len(epochs)) {
    rate <- if (is.function(learning_rate)) learning_rate(epoch) else learning_rate
    for (rows in rows_of_epoch(batches, nrow(X), epoch, options)) {
      result <- do.call(onehidden::train, c(list(result, X, y, rate, 1, list(rows)), kept))
      networks[[length(networks) + 1]] <- result$network
    }
  }
  networks
}

# The rows of every update of an epoch, in the order of the package's own uniforms (SPEC.md 4.10).
rows_of_epoch <- function(batches, n, epoch, options) {
  positions <- if (is.list(batches)) {
    batches
  } else {
    size <- if (identical(batches, "full")) n else if (identical(batches, "single")) 1 else batches
    unname(split(seq_len(n), ceiling(seq_len(n) / size)))
  }
  if (is.null(options$shuffle_seed)) return(positions)
  stream <- if (is.null(options$stream)) "numpy" else options$stream
  uniforms <- onehidden::uniforms(options$shuffle_seed, epoch * n, stream)
  order_of_rows <- order(uniforms[(epoch - 1) * n + seq_len(n)])
  lapply(positions, function(batch) order_of_rows[batch])
}

# The numbers of all parameters in the order of the digest (SPEC.md 7.1).
numbers_in_order <- function(network) {
  unlist(lapply(parameters(network), function(p) if (is.matrix(p)) t(p) else p), use.names = FALSE)
}

threshold_unit <- function(x, w, b, threshold) attempt(onehidden::threshold_unit(x, w, b, threshold))

uniforms <- function(seed, n, stream) attempt(onehidden::uniforms(seed, n, stream))

normals <- function(seed, n, stream) attempt(onehidden::normals(seed, n, stream))

initial_network <- function(n_features, n_hidden, n_outputs, seed, initialization, stream) {
  attempt({
    network <- onehidden::initial_network(n_features, n_hidden, n_outputs, seed, initialization, stream)
    list(parameters = parameters(network), digest = onehidden::parameter_digest(network))
  })
}

split_rows <- function(n, fraction, seed, stream) {
  attempt(lapply(onehidden::split_rows(n, fraction, seed, stream), as.numeric))
}

# The two names that R forces to differ are changed here.
call_public <- function(name, arguments) {
  attempt({
    public <- switch(name,
      Network = onehidden::network,
      predict = stats::predict,
      getExportedValue("onehidden", name)
    )
    if (name == "predict") names(arguments)[names(arguments) == "network"] <- "object"
    do.call(public, lapply(arguments, argument_of))
    NULL
  })
}

# What R must make of arguments is marked by its class.
argument_of <- function(argument) {
  made <- unclass(argument)
  switch(class(argument)[[1]],
    network_arguments = network_of(made),
    optimizer_arguments = if (length(made$settings) > 0) {
      do.call(getExportedValue("onehidden", made$name), made$settings)
    } else {
      made$name
    },
    rates_argument = function(epoch) made$rates[[epoch]],
    trained_arguments = do.call(onehidden::train, lapply(made, argument_of)),
    argument
  )
}
