# What the library of the package computes, against the interpreted code, bit for bit.

native <- NATIVE$symbols
missing_kernels <- paste("installed without compiled kernels:", NATIVE$reason)
widths <- if (!is.null(native)) {
  limits <- c("AVX-512", "AVX2", "baseline")
  unique(vapply(limits, function(limit) .Call(native$width, limit), ""))
}

# The value of an expression for every width and number of threads, next to what it must be.
expect_everywhere <- function(evaluate, expected) {
  for (width in widths) {
    for (threads in 1:2) {
      object <- evaluate(threads, width)
      # Which of many NaN it is, is not specified.
      same <- identical(object, expected, num.eq = FALSE)
      expect_true(same, info = sprintf("%s, %d threads", width, threads))
    }
  }
}

# What `code` gives where the interpreted code computes.
interpreted <- function(code) {
  saved <- Sys.getenv("ONEHIDDEN_KERNELS", NA)
  Sys.setenv(ONEHIDDEN_KERNELS = "interpreted")
  on.exit(if (is.na(saved)) Sys.unsetenv("ONEHIDDEN_KERNELS") else Sys.setenv(ONEHIDDEN_KERNELS = saved))
  code
}

# Numbers of either sign and many sizes, some of them special.
numbers <- function(n, seed, special = numeric(0)) {
  u <- matrix(uniforms(seed, 3 * n), n)
  x <- (u[, 1] - 0.5) * power_of_two(floor(40 * u[, 2]) - 20)
  chosen <- u[, 3] < length(special) / 20
  x[chosen] <- rep_len(special, sum(chosen))
  x
}

special_numbers <- c(
  NaN, Inf, -Inf, 0, -0, power_of_two(-1074), -power_of_two(-1060), .Machine$double.xmax, 1e-200
)

test_that("the widest vectors are chosen, or those that are asked for", {
  skip_if(is.null(native), missing_kernels)
  expect_identical(.Call(native$width, "baseline"), "baseline")
  expect_identical(.Call(native$width, NULL), widths[[1]])
  expect_identical(.Call(native$width, "AVX-512"), widths[[1]])
})

test_that("products and sums are not fused", {
  skip_if(is.null(native), missing_kernels)
  for (width in widths) expect_false(.Call(native$fuses, width))
})

test_that("products have the bits of the interpreted ones", {
  skip_if(is.null(native), missing_kernels)
  shapes <- list(
    c(1, 1, 1), c(1, 5, 1), c(2, 1, 3), c(3, 7, 17), c(33, 9, 16), c(130, 40, 50), c(4097, 3, 2), c(3, 4, 4100),
    c(2, 5000, 3)
  )
  for (special in list(numeric(0), special_numbers[c(4, 5, 6, 7, 9)], special_numbers)) {
    for (i in seq_along(shapes)) {
      m <- shapes[[i]][1]
      k <- shapes[[i]][2]
      n <- shapes[[i]][3]
      A <- matrix(numbers(m * k, i, special), m, k)
      B <- matrix(numbers(k * n, i + 100, special), k, n)
      expect_everywhere(
        function(threads, width) .Call(native$product, A, B, threads, width),
        ordered_product(A, B)
      )
      B <- t(B)
      expect_everywhere(
        function(threads, width) .Call(native$product_by_transpose, A, B, threads, width),
        ordered_product_by_transpose(A, B)
      )
    }
  }
})

test_that("reductions over rows have the bits of the interpreted ones", {
  skip_if(is.null(native), missing_kernels)
  shapes <- list(
    c(1, 1, 1), c(5, 1, 3), c(40, 7, 2), c(255, 17, 9), c(4096, 2, 3), c(4097, 9, 8), c(9000, 5, 17)
  )
  for (special in list(numeric(0), special_numbers)) {
    for (i in seq_along(shapes)) {
      rows <- shapes[[i]][1]
      A <- matrix(numbers(rows * shapes[[i]][2], i, special), rows)
      B <- matrix(numbers(rows * shapes[[i]][3], i + 100, special), rows)
      expect_everywhere(
        function(threads, width) .Call(native$product_over_rows, A, B, threads, width),
        ordered_product_over_rows(A, B)
      )
      expect_everywhere(
        function(threads, width) .Call(native$column_sums, A, width),
        ordered_column_sums(A)
      )
    }
  }
})

test_that("nothing times nothing is zeros", {
  skip_if(is.null(native), missing_kernels)
  empty <- matrix(0, 3, 0)
  expect_same_bits(.Call(native$product, empty, t(empty), 1, NULL), matrix(0, 3, 3))
  expect_same_bits(.Call(native$product_over_rows, t(empty), t(empty), 2, NULL), matrix(0, 3, 3))
  expect_same_bits(.Call(native$product, t(empty), matrix(0, 3, 2), 1, NULL), matrix(0, 0, 2))
  expect_same_bits(.Call(native$column_sums, t(empty), NULL), numeric(3))
  expect_same_bits(.Call(native$exp, numeric(0), NULL), numeric(0))
})

test_that("exp, log and tanh have the bits of the interpreted ones, and keep attributes", {
  skip_if(is.null(native), missing_kernels)
  hard <- as.numeric(c(
    "-0x1.12d31a20fb38bp+5", "0x1.9e9cbbfd6080bp-31", "-0x1.8e4aaad97ed04p-8", "-0x1p-54",
    "0x1.fd15daa6ce332p+732", "0x1.613955dc802f8p-35", "0x1.9476e304cd7c7p-384",
    "0x1.e0000000000e1p-22", "0x1.ac343b179fec4p-3", "0x1.1375c272d441cp+1", "-0x1.74910d52d3051p+9"
  ))
  x <- c(
    numbers(1000, 1), 1500 * uniforms(2, 500) - 750, hard, -hard, special_numbers, NA, 1, -1,
    EXP_LARGEST, -745, -708, 708, 709, 710, 20, -20, power_of_two(-27), SMALLEST_NORMAL
  )
  interpreted <- list(exp = rounded_exp, log = rounded_log, tanh = rounded_tanh)
  for (name in names(interpreted)) {
    for (n in c(1, 7, 8, 9, 63, 65, length(x))) { # pieces of whole vectors, and what is left of them
      some <- x[length(x) + 1 - seq_len(n)]
      expected <- interpreted[[name]](some)
      expect_everywhere(function(threads, width) .Call(native[[name]], some, width), expected)
    }
    shaped <- array(x[1:24], c(2, 3, 4), list(c("a", "b"), NULL, NULL))
    shaped_copy <- shaped + 0
    expected <- interpreted[[name]](shaped)
    expect_same_bits(.Call(native[[name]], shaped, NULL), expected)
    expect_same_bits(shaped, shaped_copy)
  }
})

# ---- training ------------------------------------------------------------------------------------

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
