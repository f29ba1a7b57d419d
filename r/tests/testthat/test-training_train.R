article <- article_network()

# Trains with the public functions of one step at a time.
by_hand <- function(network, X, y, learning_rate, batches, epochs) {
  for (epoch in seq_len(epochs)) {
    for (rows in batches) {
      steps <- backward(network, X[rows, , drop = FALSE], y[rows, , drop = FALSE])
      network <- update_weights(network, steps, learning_rate)
    }
  }
  network
}

# All states of a training as a list.
all_states <- function(...) {
  next_state <- training_epochs(...)
  states <- list()
  while (!is.null(state <- next_state())) states[[length(states) + 1]] <- state
  states
}

test_that("training is backward and update for every batch in order", {
  cases <- list(
    list("full", list(1:3)),
    list("single", list(1, 2, 3)),
    list(list(c(3, 1), 2), list(c(3, 1), 2)),
    list(list(2), list(2)),
    list(list(list(3, 1), 2L), list(c(3, 1), 2))
  )
  for (case in cases) {
    result <- train(article, article_X, article_y, 0.5, epochs = 7, batches = case[[1]])
    expected <- by_hand(article, article_X, article_y, 0.5, case[[2]], 7)
    expect_identical(parameter_digest(result$network), parameter_digest(expected))
    expect_identical(result$epochs, 7)
    expect_false(result$interrupted)
    expect_length(result$history, 8)
  }
})

test_that("the article's training ends with known bits", {
  result <- train(article, article_X, article_y)
  expect_identical(
    parameter_digest(result$network),
    "51664f2234f9ae5cbeedb85cd18339eb014024149dd37b2d19057bc424685f48"
  )
})

test_that("the history is the loss on all rows before and after each epoch", {
  result <- train(article, article_X, article_y, epochs = 3, batches = "single")
  states <- all_states(article, article_X, article_y, epochs = 3, batches = "single")
  loss <- function(state) backward(state$network, article_X, article_y)$loss
  expect_same_bits(result$history, vapply(states, loss, numeric(1)))
})

test_that("the states of a training are numbered from zero and end with NULL", {
  states <- all_states(article, article_X, article_y, epochs = 2)
  expect_identical(lapply(states, function(state) state$epoch), list(0, 1, 2))
  expect_s3_class(states[[1]], "onehidden_epoch")
  expect_identical(names(states[[1]]), c(
    "epoch", "network", "loss", "error", "validation_loss", "optimizer", "optimizer_state"
  ))
  next_state <- training_epochs(article, article_X, article_y, epochs = 0)
  next_state()
  expect_null(next_state())
  expect_null(next_state())
})

test_that("the article learns its three samples", {
  result <- train(article, article_X, article_y)
  expect_true(all(abs(article_y - predict(result$network, article_X)) < 0.05))
})

test_that("the log prints its eight decimals again", {
  X <- rbind(c(0, 0, 1), c(0, 1, 1), c(1, 0, 1), c(1, 1, 1))
  y <- c(0, 0, 1, 1)
  example <- network(NULL, NULL, matrix(2 * uniforms(42, 3) - 1), NULL)
  for (arithmetic in both_arithmetics) {
    last <- train(example, X, y, learning_rate = 1, epochs = 9999, arithmetic = arithmetic)
    printed <- sprintf("%.8f", predict(last$network, X, arithmetic))
    expect_identical(printed, c("0.00966808", "0.00786589", "0.99358863", "0.99211705"))
  }
  first <- training_epochs(example, X, y)()
  expect_equal(mean_absolute_error(first$error), 0.5261413704970179, tolerance = 1e-15)
})

test_that("learning rate zero and no epochs change nothing", {
  unchanged <- train(article, article_X, article_y, learning_rate = 0, epochs = 3)$network
  expect_identical(parameter_digest(unchanged), parameter_digest(article))
  result <- train(article, article_X, article_y, epochs = 0)
  expect_identical(result$epochs, 0)
  expect_length(result$history, 1)
  expect_identical(result$network, article)
})

test_that("reports come every so many epochs, beginning with none", {
  seen <- c()
  note <- function(state) seen <<- c(seen, state$epoch)
  train(article, article_X, article_y, epochs = 7, report_every = 3, report = note)
  expect_identical(seen, c(0, 3, 6))
  lines <- capture.output(train(article, article_X, article_y, epochs = 1, report_every = 1))
  expect_identical(lines[[1]], "epoch 0: loss 0.339184, mean absolute error 0.397252")
  expect_length(grep("^epoch", lines), 2)
})

test_that("training is silent unless asked", {
  expect_silent(train(article, article_X, article_y, epochs = 2))
})

test_that("states and trainings print as one line", {
  state <- training_epochs(article, article_X, article_y)()
  line <- "epoch 0: loss 0.339184, mean absolute error 0.397252"
  expect_identical(capture.output(print(state)), line)
  result <- train(article, article_X, article_y, epochs = 0)
  line <- paste("training of 0 epochs, loss 0.339184:", format(article))
  expect_identical(capture.output(print(result)), line)
})

# A network that a learning rate of 10 drives out of the doubles' range within a few epochs.
exploding <- network(rbind(1), 0, rbind(1), 0, "identity", "identity")

test_that("an overflow names epoch and step and carries what was trained", {
  X <- rbind(10, 20)
  for (arithmetic in both_arithmetics) {
    error <- expect_error(
      train(exploding, X, c(1, 2), learning_rate = 10, arithmetic = arithmetic),
      class = "onehidden_overflow"
    )
    expect_match(conditionMessage(error), sprintf("In epoch %d: `%s`", error$epoch, error$step))
    expect_identical(error$result$epochs, error$epoch - 1)
    again <- train(exploding, X, c(1, 2), 10, error$result$epochs, arithmetic = arithmetic)
    expect_identical(again, error$result)
  }
})

test_that("an overflow before the first epoch carries the network as given", {
  example <- network(NULL, NULL, rbind(1e300), NULL, output_activation = "identity")
  error <- expect_error(train(example, rbind(1e300), 0), class = "onehidden_overflow")
  expect_identical(error$epoch, 0)
  expect_identical(error$step, "output_layer_input")
  expect_identical(error$result$network, example)
  expect_length(error$result$history, 0)
})

test_that("numbers whose sum would overflow are finite", {
  example <- network(NULL, NULL, rbind(1.5e308, 1.5e308), NULL)
  result <- train(example, rbind(c(0, 0)), 1, epochs = 2)
  expect_identical(result$network$wout, example$wout)
})

test_that("an infinite loss does not stop the training", {
  example <- network(NULL, NULL, rbind(0.5), -0.2, loss = "binary_cross_entropy")
  result <- train(example, rbind(100), 0, learning_rate = 0.01, epochs = 20)
  expect_identical(result$history[[1]], Inf)
  expect_true(is.finite(result$history[[21]]))
  expect_true(is.finite(result$network$wout))
})

test_that("an interrupt keeps what was trained", {
  interrupt <- function(state) if (state$epoch == 4) signalCondition(interrupt_condition())
  expect_warning(
    result <- train(article, article_X, article_y, report_every = 1, report = interrupt),
    "interrupted after 4 epochs",
    class = "onehidden_training_interrupted"
  )
  expect_true(result$interrupted)
  whole <- train(article, article_X, article_y, epochs = 4)
  expect_identical(result$network, whole$network)
  expect_same_bits(result$history, whole$history)
})

test_that("a state that was interrupted is computed again", {
  next_state <- training_epochs(article, article_X, article_y, epochs = 1, kernels = "interpreted")
  next_state()
  # an arithmetic of which the first product is interrupted stands in for an unlucky moment
  inside <- environment(environment(environment(next_state)$runs)$states)
  whole <- inside$plan
  inside$plan$arithmetic$product_over_rows <- function(...) signalCondition(interrupt_condition())
  answer <- tryCatch(next_state(), interrupt = function(condition) "interrupted")
  expect_identical(answer, "interrupted")
  inside$plan <- whole
  expected <- train(article, article_X, article_y, epochs = 1)$network
  expect_identical(next_state()$network, expected)
})

test_that("a real Ctrl-C keeps what was trained", {
  answer <- answer_to_ctrl_c("
    example <- network(rbind(c(0.5, 0.25)), c(0, 0), rbind(0.5, 0.5), 0)
    result <- train(
      example, rbind(0, 1), c(0, 1),
      epochs = 1e9, report_every = 2^31 - 1, report = announce
    )
    again <- train(example, rbind(0, 1), c(0, 1), epochs = result$epochs)
    cat(
      result$interrupted, result$epochs > 0, length(result$history) == result$epochs + 1,
      identical(result$network, again$network)
    )
  ")
  expect_identical(answer, "TRUE TRUE TRUE TRUE")
})

test_that("bad settings are refused by code and argument", {
  refusal <- function(code, argument, ...) {
    expect_refusal(train(article, article_X, article_y, ...), code, argument)
  }
  for (learning_rate in list(-0.1, "fast", NaN, NA, TRUE, NULL, c(0.1, 0.2))) {
    refusal("invalid_learning_rate", "learning_rate", learning_rate = learning_rate)
  }
  for (epochs in list(2.5, -1, NULL, NaN, Inf, 2^31)) {
    refusal("invalid_count", "epochs", epochs = epochs)
  }
  refusal("invalid_count", "report_every", report_every = 0)
  unknown <- list(
    "half", NULL, list(), list(integer()), list(c(1, 4)), list(0), list(1, 1), list(0.5), list("a"),
    list(NA_integer_), 0, 2.5, Inf
  )
  for (batches in unknown) {
    refusal("invalid_batches", "batches", batches = batches)
  }
  refusal("unknown_argument", "lerning_rate", lerning_rate = 0.1)
})

test_that("the states check when they are made, not when they are asked", {
  expect_error(
    training_epochs(article, article_X, article_y, epochs = -1),
    class = "onehidden_error"
  )
})

test_that("the mean absolute error is over all samples and outputs", {
  expect_identical(mean_absolute_error(rbind(c(0.5, -0.25), c(0, 0.25))), 0.25)
  expect_refusal(mean_absolute_error(c(0.5, 0.25)), "wrong_dimensions", "error")
})
