# What a training can be told beside the network and the data: rows, rates, weights, validation, and
# its own past.

# The digest after a training with the public functions of one step at a time.
digest_by_hand <- function(example, X, y, batches_by_epoch, learning_rate = 0.1, sample_weight = NULL) {
  for (batches in batches_by_epoch) {
    for (rows in batches) {
      steps <- backward(
        example, X[rows, , drop = FALSE], y[rows, , drop = FALSE],
        sample_weight = sample_weight[rows]
      )
      example <- update_weights(example, steps, learning_rate)
    }
  }
  parameter_digest(example)
}

digest_of <- function(result) parameter_digest(result$network)

test_that("a whole number takes so many rows at a time and at last what is left", {
  result <- train(make_network(), samples_X, samples_y, epochs = 2, batches = 2)
  batches <- list(1:2, 3:4, 5)
  expected <- digest_by_hand(make_network(), samples_X, samples_y, list(batches, batches))
  expect_identical(digest_of(result), expected)
  expect_identical(
    digest_of(train(make_network(), samples_X, samples_y, epochs = 2, batches = 100)),
    digest_of(train(make_network(), samples_X, samples_y, epochs = 2))
  )
})

test_that("a shuffle orders the rows by the next uniforms of the stream", {
  for (stream in c("numpy", "pcg64", "r")) {
    u <- matrix(uniforms(3, 15, stream), 5)
    orders <- lapply(1:3, function(epoch) order(u[, epoch]))
    expect_length(unique(orders), 3)
    batches <- lapply(orders, function(order) list(order[1:2], order[3:4], order[5]))
    result <- train(
      make_network(), samples_X, samples_y,
      epochs = 3, batches = 2, shuffle_seed = 3, stream = stream
    )
    expected <- digest_by_hand(make_network(), samples_X, samples_y, batches)
    expect_identical(digest_of(result), expected)
    whole <- train(
      make_network(), samples_X, samples_y, epochs = 3, shuffle_seed = 3, stream = stream
    )
    expected <- digest_by_hand(make_network(), samples_X, samples_y, lapply(orders, list))
    expect_identical(digest_of(whole), expected)
  }
})

test_that("the learning rate may be a function of the epoch", {
  asked <- numeric(0)
  halved <- function(epoch) {
    asked <<- c(asked, epoch)
    0.5 / epoch
  }
  example <- article_network()
  result <- train(example, article_X, article_y, halved, epochs = 3, batches = "single")
  expect_identical(asked, c(1, 2, 3))
  for (epoch in asked) {
    rate <- 0.5 / epoch
    example <- train(example, article_X, article_y, rate, epochs = 1, batches = "single")$network
  }
  expect_identical(digest_of(result), parameter_digest(example))
})

test_that("a function that gives no learning rate is refused when it does", {
  rate <- function(epoch) if (epoch < 3) 0.1 else "less"
  expect_refusal(
    train(article_network(), article_X, article_y, rate, epochs = 5),
    "invalid_learning_rate", "learning_rate"
  )
})

test_that("a weight of two is a row that is there twice", {
  rows <- c(1, 2, 2, 4, 5)
  for (reduction in REDUCTIONS) {
    example <- make_network(reduction = reduction)
    weighted <- backward(example, samples_X, samples_y, sample_weight = c(1, 2, 0, 1, 1))
    repeated <- backward(example, samples_X[rows, ], samples_y[rows, ])
    for (name in c("loss", "grad_wh", "grad_bh", "grad_wout", "grad_bout")) {
      expect_equal(weighted[[name]], repeated[[name]], tolerance = 1e-13)
    }
  }
})

test_that("a weight of zero hides an infinite loss and leaves no minus zero", {
  example <- network(
    NULL, NULL, rbind(100), NULL, loss = "binary_cross_entropy", reduction = "mean"
  )
  steps <- backward(example, rbind(10, 0), c(0, 1), sample_weight = c(0, 2))
  expect_equal(steps$loss, log(2))
  expect_same_bits(steps$d_output[[1, 1]], 0)
})

test_that("weights of one change no bit", {
  plain <- train(make_network(), samples_X, samples_y, epochs = 9)
  weighted <- train(make_network(), samples_X, samples_y, epochs = 9, sample_weight = rep(1, 5))
  expect_identical(digest_of(weighted), digest_of(plain))
})

test_that("sample weights go with their rows into the batches", {
  weight <- c(0.5, 1, 2, 0, 3)
  batches <- list(c(4, 2), 5)
  result <- train(
    make_network(), samples_X, samples_y, epochs = 2, batches = batches, sample_weight = weight
  )
  expected <- digest_by_hand(
    make_network(), samples_X, samples_y, list(batches, batches), sample_weight = weight
  )
  expect_identical(digest_of(result), expected)
})

test_that("a batch without weight moves nothing with the mean", {
  example <- make_network(reduction = "mean")
  result <- train(
    example, samples_X, samples_y, epochs = 1, batches = list(1), sample_weight = c(0, 1, 1, 1, 1)
  )
  expect_identical(digest_of(result), parameter_digest(example))
})

# Rows for training and for validation whose losses part.
part_X <- matrix(uniforms(18, 40), 10, 4, byrow = TRUE)
part_y <- matrix(round(uniforms(19, 10)), 10, 1)
validation <- list(part_X[7:10, ], part_y[7:10, , drop = FALSE])
part_X <- part_X[1:6, ]
part_y <- part_y[1:6, , drop = FALSE]
overfitting <- function() {
  u <- 4 * uniforms(20, 19) - 2
  network(matrix(u[1:12], 4, 3, byrow = TRUE), u[13:15], matrix(u[16:18], 3, 1), u[[19]])
}

test_that("validation tells the loss on rows that are kept apart", {
  result <- train(overfitting(), part_X, part_y, epochs = 4, validation = validation)
  next_state <- training_epochs(overfitting(), part_X, part_y, epochs = 4)
  expected <- vapply(0:4, function(epoch) {
    backward(next_state()$network, validation[[1]], validation[[2]])$loss
  }, 0)
  expect_same_bits(result$validation_history, expected)
  expect_null(result$best_epoch)
  without <- train(overfitting(), part_X, part_y, epochs = 4)
  expect_identical(without$validation_history, numeric(0))
})

test_that("patience ends a training and restores the best network", {
  free <- train(overfitting(), part_X, part_y, 2, epochs = 60, validation = validation)
  best <- which.min(free$validation_history) - 1
  expect_identical(best, 16)
  stopped <- train(
    overfitting(), part_X, part_y, 2, epochs = 60, validation = validation, patience = 10
  )
  expect_identical(c(stopped$best_epoch, stopped$epochs), c(16, 26))
  expect_length(stopped$history, 27)
  expect_identical(
    digest_of(stopped), digest_of(train(overfitting(), part_X, part_y, 2, epochs = best))
  )
  expect_match(format(stopped), "best after 16", fixed = TRUE)
})

test_that("of equal losses the first is the best", {
  result <- train(
    article_network(), article_X, article_y, 0,
    epochs = 9, validation = list(article_X, article_y), patience = 4
  )
  expect_identical(c(result$best_epoch, result$epochs), c(0, 4))
})

continued <- list(
  list(),
  list(batches = 2, shuffle_seed = 5),
  list(batches = 2, shuffle_seed = 5, stream = "pcg64", optimizer = "adam", weight_decay = 0.01),
  list(
    optimizer = "momentum", shuffle_seed = 1, stream = "r", learning_rate = function(epoch) 0.5 / epoch
  ),
  list(optimizer = "nesterov", sample_weight = c(1, 2, 0, 1, 3, 1)),
  list(learning_rate = 2, patience = 10),
  list(arithmetic = "blas", optimizer = "adam")
)

test_that("a training that continues equals one that never stopped", {
  for (settings in continued) {
    trained <- function(start, epochs) {
      given <- list(start, part_X, part_y, epochs = epochs, validation = validation)
      do.call("train", c(given, settings))
    }
    whole <- trained(overfitting(), 40)
    for (stop in c(0, 1, 7, 25, 40)) {
      first <- trained(overfitting(), stop)
      expect_identical(trained(first, 40 - stop), whole)
    }
  }
})

test_that("an interrupted training can be continued", {
  interrupt <- function(state) if (state$epoch == 4) signalCondition(interrupt_condition())
  trained <- function(start, ...) {
    train(start, article_X, article_y, optimizer = "adam", batches = 2, shuffle_seed = 1, ...)
  }
  expect_warning(
    first <- trained(article_network(), epochs = 9, report_every = 1, report = interrupt),
    class = "onehidden_training_interrupted"
  )
  expect_identical(trained(first, epochs = 5), trained(article_network(), epochs = 9))
})

test_that("a training is not continued with another optimizer", {
  first <- train(article_network(), article_X, article_y, epochs = 1, optimizer = "adam")
  expect_refusal(
    train(first, article_X, article_y, epochs = 1), "incompatible_optimizer", "optimizer"
  )
})

test_that("an optimizer state that overflows is reported as the update of its parameter", {
  example <- network(NULL, NULL, rbind(1), NULL, output_activation = "identity")
  error <- expect_error(
    train(example, rbind(1e100), 0, learning_rate = 1e-300, epochs = 1, optimizer = "adam"),
    class = "onehidden_overflow"
  )
  expect_identical(list(error$step, error$epoch), list("updated_wout", 1))
})

test_that("a validation that overflows is told with its step", {
  example <- network(NULL, NULL, rbind(10), NULL)
  error <- expect_error(
    train(example, rbind(1), 0, epochs = 1, validation = list(rbind(1e308), 0)),
    class = "onehidden_overflow"
  )
  expect_identical(list(error$step, error$epoch), list("output_layer_input", 0))
})

test_that("where X and y of the validation have names, these count", {
  X <- part_X[1:4, ]
  expected <- train(overfitting(), part_X, part_y, epochs = 2, validation = list(X, part_y[1:4]))
  named <- list(y = part_y[1:4], X = X)
  expect_identical(train(overfitting(), part_X, part_y, epochs = 2, validation = named), expected)
  wrong <- list(X = X, z = part_y[1:4])
  expect_refusal(
    train(overfitting(), part_X, part_y, validation = wrong), "invalid_validation", "validation"
  )
})
