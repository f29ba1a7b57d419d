# Trainings by the compiled library itself, against the interpreted code, bit for bit.

# Parameters or an optimizer state as one vector, matrices row by row.
flat <- function(arrays) as.vector(unlist(lapply(arrays, function(array) as.vector(t(array)))))

# The numbers by which the library knows the network.
shape_of <- function(network) {
  h <- if (is.null(network$wh)) 0 else ncol(network$wh)
  as.integer(c(
    n_features(network), h, n_outputs(network), !is.null(network$bh), !is.null(network$bout),
    match(network$hidden_activation, names(ACTIVATIONS)) - 1,
    match(network$output_activation, names(OUTPUT_ACTIVATIONS)) - 1,
    match(network$loss, names(LOSSES)) - 1, network$reduction == "mean"
  ))
}

# train() by the library.
native_train <- function(network, X, y, learning_rate = 0.1, epochs = 5, batches = NULL,
                         optimizer = "gradient_descent", weight_decay = 0, sample_weight = NULL,
                         validation = NULL, threads = 1, width = NULL) {
  optimizer <- check_optimizer(optimizer)
  settings <- as.numeric(c(optimizer$settings, 0, 0, 0)[1:3])
  parameters <- flat(parameters_of(network))
  .Call(
    native$train, shape_of(network), X, y, sample_weight, unlist(batches),
    if (!is.null(batches)) as.integer(c(0, cumsum(lengths(batches)))),
    validation$X, validation$y, match(optimizer$name, names(RULES)) - 1, settings,
    rep(learning_rate, epochs), weight_decay, parameters, 0 * parameters^2, 0 * parameters^2, c(1, 1),
    NA_real_, threads, width, new.env()
  )
}

# What native_train() must give, from the result of the interpreted code.
expected_training <- function(result, status = 0L) {
  state <- result$last$optimizer_state
  vectors <- function(i) if (any(lengths(state) >= i)) flat(lapply(state, `[[`, i))
  powers <- if (result$last$optimizer == "adam") c(state[[1]][[3]], state[[1]][[4]])
  list(
    status = status, losses = result$history,
    validation_losses = if (length(result$validation_history) > 0) result$validation_history,
    error = if (status == 0L) result$last$error, parameters = flat(parameters_of(result$network)),
    first_memory = vectors(1), second_memory = vectors(2), powers = powers
  )
}

# Only Adam has powers, and only a training that ended as planned has an error: elsewhere they say nothing.
without_idle_parts <- function(result, expected) {
  if (is.null(expected$powers)) result["powers"] <- list(NULL)
  if (is.null(expected$error)) result["error"] <- list(NULL)
  result
}

# A network of random weights; without hidden layer where h is 0.
random_network <- function(d, h, k, seed = 1, biases = c(TRUE, TRUE), ...) {
  u <- 2 * uniforms(seed, d * h + h + max(h, d) * k + k) - 1
  take <- function(rows, columns) {
    taken <- seq_len(rows * columns)
    values <- u[taken]
    u <<- u[-taken]
    matrix(values, rows, columns)
  }
  wh <- if (h > 0) take(d, h)
  bh <- if (h > 0 && biases[1]) as.vector(take(1, h))
  wout <- take(if (h > 0) h else d, k)
  network(wh, bh, wout, if (biases[2]) as.vector(take(1, k)), ...)
}

# Trains in both ways, and compares.
expect_same_training <- function(network, n, sample_weight = NULL, batches = NULL, ...) {
  u <- uniforms(5, n * (n_features(network) + n_outputs(network)))
  X <- matrix(2 * head(u, n * n_features(network)) - 1, n)
  y <- matrix(tail(u, n * n_outputs(network)), n)
  if (network$output_activation == "softmax") y <- (y == apply(y, 1, max)) + 0
  given <- batches
  if (is.null(batches)) given <- "full"
  result <- interpreted(train(network, X, y, batches = given, sample_weight = sample_weight, ...))
  expected <- expected_training(result)
  expect_everywhere(function(threads, width) {
    without_idle_parts(
      native_train(
        network, X, y,
        batches = batches, sample_weight = sample_weight, threads = threads, width = width, ...
      ), expected
    )
  }, expected)
}

test_that("every activation and loss is trained with the same bits", {
  skip_if(is.null(native), missing_kernels)
  for (hidden in names(ACTIVATIONS)) {
    for (reduction in REDUCTIONS) {
      make <- function(...) random_network(4, 5, 3, hidden_activation = hidden, reduction = reduction, ...)
      for (output in names(ACTIVATIONS)) {
        expect_same_training(make(output_activation = output), 9, epochs = 4)
      }
      expect_same_training(make(loss = "binary_cross_entropy"), 9, epochs = 4)
      categorical <- make(output_activation = "softmax", loss = "categorical_cross_entropy")
      expect_same_training(categorical, 9, epochs = 4)
    }
  }
})

test_that("every optimizer is, with its state", {
  skip_if(is.null(native), missing_kernels)
  for (optimizer in list("gradient_descent", momentum(0.7), nesterov(0.6), adam(0.8, 0.99, 1e-7))) {
    for (weight_decay in c(0, 0.03)) {
      expect_same_training(
        random_network(3, 4, 2), 6,
        epochs = 5, optimizer = optimizer, weight_decay = weight_decay
      )
    }
  }
})

test_that("networks without hidden layer or biases are", {
  skip_if(is.null(native), missing_kernels)
  for (h in c(0, 1, 4)) {
    for (biases in list(c(TRUE, TRUE), c(TRUE, FALSE), c(FALSE, TRUE), c(FALSE, FALSE))) {
      example <- random_network(3, h, 2, biases = biases)
      expect_same_training(example, 7, epochs = 3, weight_decay = 0.1, optimizer = "adam")
    }
  }
  expect_same_training(random_network(1, 0, 1, biases = c(FALSE, FALSE)), 1, epochs = 3)
})

test_that("weights, batches and rows for validation are kept to", {
  skip_if(is.null(native), missing_kernels)
  weight <- c(1, 0, 2.5, 0.3, 1, 7, 0)
  validation <- list(X = matrix(uniforms(8, 12), 4), y = matrix(uniforms(9, 8), 4))
  for (batches in list(NULL, list(7:1), list(2:3, c(7L, 1L), 5L), as.list(1:7))) {
    for (sample_weight in list(NULL, weight)) {
      for (reduction in REDUCTIONS) {
        expect_same_training(
          random_network(3, 4, 2, reduction = reduction, loss = "binary_cross_entropy"), 7,
          epochs = 3, batches = batches, sample_weight = sample_weight, validation = validation,
          optimizer = "momentum"
        )
      }
    }
  }
})

test_that("many rows are folded in the same blocks", {
  skip_if(is.null(native), missing_kernels)
  weight <- uniforms(3, 5000)
  backwards <- list(5000:400, 1:399)
  expect_same_training(random_network(9, 8, 3, reduction = "mean"), 5000, weight, epochs = 2)
  expect_same_training(random_network(9, 8, 3), 5000, weight, backwards, epochs = 1)
  expect_same_training(random_network(9, 0, 20), 4097, epochs = 1)
})

test_that("training stops before numbers that are not finite, with the last complete state", {
  skip_if(is.null(native), missing_kernels)
  example <- random_network(
    4, 3, 2,
    hidden_activation = "identity", output_activation = "identity"
  )
  # From the third epoch, in the first, and with batches.
  cases <- list(list(1e60, NULL), list(1e300, NULL), list(1e60, list(1:2, 3:5)))
  for (case in cases) {
    for (optimizer in list("gradient_descent", "nesterov")) {
      error <- expect_error(interpreted(train(
        example, samples_X, samples_y, case[[1]],
        epochs = 9, batches = if (is.null(case[[2]])) "full" else case[[2]], optimizer = optimizer
      )), class = "onehidden_overflow")
      expected <- expected_training(error$result, status = 1L)
      expect_lt(length(expected$losses), 10)
      expect_everywhere(function(threads, width) {
        without_idle_parts(native_train(
          example, samples_X, samples_y, case[[1]], 9, case[[2]],
          optimizer = optimizer, threads = threads, width = width
        ), expected)
      }, expected)
    }
  }
})

test_that("a start that is not finite has no state, and stays as it was", {
  skip_if(is.null(native), missing_kernels)
  example <- network(rbind(10, 10), 0, rbind(1), NULL, hidden_activation = "identity")
  X <- matrix(1e308, 3, 2)
  for (optimizer in c("gradient_descent", "adam")) {
    for (width in widths) {
      result <- native_train(example, X, matrix(0, 3, 1), optimizer = optimizer, width = width)
      expect_identical(result$status, 1L)
      expect_identical(result$losses, numeric(0))
      expect_identical(result$parameters, c(10, 10, 0, 1))
      expect_identical(result$first_memory, if (optimizer == "adam") numeric(4))
      expect_identical(result$powers, c(1, 1))
    }
  }
})

test_that("a training goes on from an optimizer state, and changes nothing that it is given", {
  skip_if(is.null(native), missing_kernels)
  example <- random_network(4, 3, 2)
  given <- list(
    shape_of(example), samples_X + 0, samples_y + 0, NULL, NULL, NULL, NULL, NULL, 3, c(0.9, 0.99, 1e-8),
    rep(0.1, 4), 0, flat(parameters_of(example)), numeric(23), numeric(23), c(1, 1), NA_real_, 1, NULL,
    new.env()
  )
  copy <- unserialize(serialize(given[-20], NULL))
  first <- do.call(.Call, c(list(native$train), given))
  expect_identical(given[-20], copy)
  whole <- do.call(.Call, c(list(native$train), replace(given, 11, list(rep(0.1, 9)))))
  state <- first[c("parameters", "first_memory", "second_memory", "powers")]
  second <- do.call(.Call, c(list(native$train), replace(replace(given, 13:16, state), 11, list(rep(0.1, 5)))))
  expect_identical(c(first$losses, second$losses[-1]), whole$losses)
  expect_identical(second[-(1:3)], whole[-(1:3)])
})

test_that("what would read or write beyond an array is refused", {
  skip_if(is.null(native), missing_kernels)
  refuses <- function(call) expect_error(call, "compiled kernels: ")
  A <- matrix(0, 3, 2)
  for (name in c("product", "product_over_rows", "product_by_transpose")) {
    refuses(.Call(native[[name]], A, matrix(0, 7, 7), 1, NULL))
    refuses(.Call(native[[name]], 1:6, A, 1, NULL))
    refuses(.Call(native[[name]], A, matrix(1L, 2, 2), 1, NULL))
    refuses(.Call(native[[name]], A, NULL, 1, NULL))
    refuses(.Call(native[[name]], matrix(0, 2, 2), matrix(0, 2, 2), 0, NULL))
    refuses(.Call(native[[name]], matrix(0, 2, 2), matrix(0, 2, 2), NA_real_, NULL))
    refuses(.Call(native[[name]], matrix(0, 2, 2), matrix(0, 2, 2), 1, 3))
  }
  refuses(.Call(native$column_sums, c(1, 2), NULL))
  for (name in c("exp", "log", "tanh")) refuses(.Call(native[[name]], 1L, NULL))
  example <- random_network(4, 3, 2)
  given <- list(
    shape_of(example), samples_X, samples_y, rep(1, 5), 1:5, c(0L, 2L, 5L), samples_X, samples_y, 3,
    c(0.9, 0.99, 1e-8), 0.1, 0, flat(parameters_of(example)), numeric(23), numeric(23), c(1, 1), NA_real_, 1, NULL,
    new.env()
  )
  expect_identical(do.call(.Call, c(list(native$train), given))$status, 0L)
  wrong <- list(
    list(1, c(4L, 3L, 3L, 1L, 1L, 0L, 0L, 0L, 0L)), list(1, c(0L, 3L, 2L, 1L, 1L, 0L, 0L, 0L, 0L)),
    list(1, c(4L, 3L, 2L, 1L, 1L, 4L, 0L, 0L, 0L)), list(1, c(4, 3, 2, 1, 1, 0, 0, 0, 0)), list(1, 4L),
    list(1, c(4L, NA, 2L, 1L, 1L, 0L, 0L, 0L, 0L)), list(2, samples_X[-1, ]), list(2, samples_X[, -1]),
    list(3, samples_y[, -1]), list(3, NULL), list(4, rep(1, 4)), list(4, rep(1L, 5)), list(5, c(1:4, 6L)),
    list(5, 0:4), list(5, c(1:4, NA)), list(5, as.numeric(1:5)), list(6, c(0L, 2L, 6L)), list(6, c(-1L, 2L, 5L)),
    list(6, c(0L, 3L, 2L)), list(6, c(0L, NA, 5L)), list(6, integer(0)), list(7, samples_X[, -1]),
    list(8, samples_y[-1, ]), list(8, NULL), list(9, 4), list(9, NA_real_), list(10, c(1, 2)), list(11, 1L),
    list(12, NULL), list(13, numeric(22)), list(13, integer(23)), list(14, numeric(22)), list(15, NULL),
    list(16, 1), list(17, c(1, 2)), list(17, "1"), list(18, 0), list(20, NULL)
  )
  for (change in wrong) {
    changed <- given
    changed[change[[1]]] <- change[2]
    refuses(do.call(.Call, c(list(native$train), changed)))
  }
})
