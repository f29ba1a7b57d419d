# Trainings by compiled kernels: the bits, the states, the stops and the errors of the interpreted ones.

article <- article_network()

skip_if(is.null(NATIVE$symbols), "the kernels were not compiled")

samples <- matrix(uniforms(11, 20), 5, 4, byrow = TRUE)
targets <- matrix(uniforms(12, 10), 5, 2, byrow = TRUE)

make_network <- function(...) {
  u <- 2 * uniforms(7, 23) - 1
  network(matrix(u[1:12], 4, 3), u[13:15], matrix(u[16:21], 3, 2), u[22:23], ...)
}

expect_same_training <- function(network, X = samples, y = targets, ...) {
  expect_identical(
    train(network, X, y, kernels = "compiled", ...),
    train(network, X, y, kernels = "interpreted", ...)
  )
}

apart <- list(rbind(c(0.1, 0.2, 0.3, 0.4)), rbind(c(0.5, 0.25)))
trainings <- list(
  list(),
  list(batches = 2),
  list(batches = "single"),
  list(batches = 2, shuffle_seed = 3),
  list(optimizer = momentum(0.5), weight_decay = 0.01),
  list(optimizer = nesterov(), batches = list(c(5, 1), 3)),
  list(optimizer = adam(), weight_decay = 0.1),
  list(sample_weight = c(1, 0, 2.5, 0.5, 1)),
  list(sample_weight = c(0, 0, 2.5, 0.5, 1), batches = 2),
  list(learning_rate = function(epoch) 0.5 / epoch),
  list(validation = apart),
  list(validation = apart, patience = 1, learning_rate = 5),
  list(
    batches = 2, optimizer = adam(), weight_decay = 0.1, sample_weight = c(1, 0, 2.5, 0.5, 1),
    shuffle_seed = 3, learning_rate = function(epoch) 0.5 / epoch, validation = apart, patience = 4
  )
)

test_that("all kinds of trainings have the same bits", {
  for (arguments in trainings) {
    for (reduction in REDUCTIONS) {
      do.call(expect_same_training, c(list(make_network(reduction = reduction), epochs = 6), arguments))
    }
  }
})

test_that("so have all activations, losses, and parts that a network lacks", {
  for (hidden in names(ACTIVATIONS)) {
    for (output in names(ACTIVATIONS)) {
      expect_same_training(make_network(hidden_activation = hidden, output_activation = output), epochs = 3)
    }
    expect_same_training(make_network(hidden_activation = hidden, loss = "binary_cross_entropy"), epochs = 3)
    softmax <- make_network(hidden, "softmax", "categorical_cross_entropy")
    expect_same_training(softmax, y = targets / rowSums(targets), epochs = 3)
  }
  full <- make_network()
  for (bout in list(NULL, full$bout)) {
    expect_same_training(network(full$wh, NULL, full$wout, bout), epochs = 3)
    expect_same_training(network(NULL, NULL, matrix(1 / 7, 4, 2), bout), epochs = 3)
  }
})

test_that("a training continues from either kind", {
  for (optimizer in c("gradient_descent", "momentum", "adam")) {
    once <- train(full <- make_network(), samples, targets, epochs = 9, optimizer = optimizer)
    first <- train(full, samples, targets, epochs = 4, optimizer = optimizer, kernels = "interpreted")
    expect_identical(train(first, samples, targets, epochs = 5, optimizer = optimizer), once)
  }
})

test_that("reports and states come at their epochs", {
  seen <- lapply(KERNELS, function(kernels) {
    states <- list()
    report <- function(state) states[[length(states) + 1]] <<- state
    train(make_network(), samples, targets, epochs = 7, report_every = 3, report = report, kernels = kernels)
    states
  })
  expect_identical(vapply(seen[[1]], `[[`, 0, "epoch"), c(0, 3, 6))
  expect_identical(seen[[1]], seen[[2]])
  states <- lapply(KERNELS, function(kernels) {
    following <- training_epochs(make_network(), samples, targets, epochs = 5, kernels = kernels)
    lapply(1:7, function(call) following())
  })
  expect_identical(states[[1]], states[[2]])
  expect_null(states[[1]][[7]])
})

test_that("there may be more epochs than a run holds", {
  result <- train(article, article_X, article_y, epochs = LONGEST_RUN + 10)
  expect_length(result$history, LONGEST_RUN + 11)
})

test_that("an overflow is told by the interpreted code", {
  exploding <- network(rbind(1), 0, rbind(1), 0, "identity", "identity")
  for (batches in c("full", "single")) {
    for (optimizer in c("gradient_descent", "adam")) {
      rate <- if (optimizer == "adam") 1e200 else 10
      told <- lapply(KERNELS, function(kernels) {
        expect_error(
          train(
            exploding, rbind(10, 20), 1:2, rate,
            batches = batches, optimizer = optimizer, kernels = kernels
          ),
          class = "onehidden_overflow"
        )
      })
      parts <- c("message", "step", "epoch", "result")
      expect_identical(told[[1]][parts], told[[2]][parts])
    }
  }
})

# A training that threads share.
large <- "
  numbers <- uniforms(1, 3000 * 20 + 20 * 32 + 32 * 5)
  start <- network(
    matrix(numbers[1:640], 20) - 0.5, rep(0, 32), matrix(numbers[641:800], 32) - 0.5, rep(0, 5)
  )
  X <- matrix(numbers[-(1:800)], 3000)
  y <- matrix(numbers[1:15000], 3000)
"

test_that("an interrupt ends large work of threads", {
  answer <- answer_to_ctrl_c(c("Sys.setenv(ONEHIDDEN_THREADS = 3)", large, "
    result <- train(start, X, y, 1e-4, 2^31 - 1, report_every = 2^31 - 1, report = announce)
    again <- train(start, X, y, 1e-4, result$epochs)
    cat(
      result$interrupted, result$epochs > 0, identical(result$history, again$history),
      identical(result$last, again$last)
    )
  "))
  expect_identical(answer, "TRUE TRUE TRUE TRUE")
})

test_that("forks train, too", {
  skip_on_os("windows")
  eval(parse(text = large))
  saved <- Sys.getenv("ONEHIDDEN_THREADS")
  on.exit(Sys.setenv(ONEHIDDEN_THREADS = saved))
  Sys.setenv(ONEHIDDEN_THREADS = 3)
  here <- train(start, X, y, 1e-4, 3)
  there <- parallel::mclapply(1:4, function(child) train(start, X, y, 1e-4, 3), mc.cores = 2)
  expect_identical(there, list(here, here, here, here))
})

test_that("blas arithmetic trains by the library's products, whatever the kernels are", {
  start <- make_network()
  expect_same_training(start, epochs = 2, arithmetic = "blas")
  updated <- update_weights(start, backward(start, samples, targets, "blas"), 0.1)
  trained <- train(start, samples, targets, epochs = 1, arithmetic = "blas", kernels = "compiled")
  expect_same_bits(parameters_of(trained$network), parameters_of(updated))
  plan <- list(kernels = "compiled", arithmetic = BLAS, optimizer = list(name = "gradient_descent"))
  expect_false(can_do(plan))
  expect_true(can_do(replace(plan, "arithmetic", list(COMPILED))))
})
