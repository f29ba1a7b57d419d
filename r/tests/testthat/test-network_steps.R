# The steps against the definition of the derivative, which knows nothing of them.

pairs <- rbind(
  expand.grid(
    hidden = names(ACTIVATIONS), output = names(ACTIVATIONS), loss = "squared_error",
    stringsAsFactors = FALSE
  ),
  expand.grid(
    hidden = names(ACTIVATIONS), output = "sigmoid", loss = "binary_cross_entropy",
    stringsAsFactors = FALSE
  ),
  expand.grid(
    hidden = names(ACTIVATIONS), output = "softmax", loss = "categorical_cross_entropy",
    stringsAsFactors = FALSE
  )
)

# The central differences of a function of a network's parameters, in the shape of one of them.
central_differences <- function(example, name, loss_of, h = 2^-17) {
  parameters <- unclass(example)
  differences <- example[[name]]
  for (i in seq_along(differences)) {
    at <- function(step) {
      parameters[[name]][[i]] <- parameters[[name]][[i]] + step
      loss_of(do.call("network", parameters))
    }
    differences[[i]] <- (at(h) - at(-h)) / (2 * h)
  }
  differences
}

test_that("gradients are the central differences of the loss", {
  cases <- expand.grid(i = seq_len(nrow(pairs)), reduction = REDUCTIONS, weighted = c(FALSE, TRUE))
  for (case in split(cases, seq_len(nrow(cases)))) {
    pair <- pairs[case$i, ]
    weight <- if (case$weighted) c(0.5, 2, 0, 1, 3)
    y <- if (pair$output == "softmax") cbind(samples_y[, 1], 1 - samples_y[, 1]) else samples_y
    step_of <- function(example) backward(example, samples_X, y, sample_weight = weight)
    loss_of <- function(example) step_of(example)$loss
    example <- make_network(pair$hidden, pair$output, pair$loss, as.character(case$reduction))
    steps <- step_of(example)
    for (name in PARAMETER_NAMES) {
      expected <- central_differences(example, name, loss_of)
      expect_equal(steps[[paste0("grad_", name)]], expected, tolerance = 1e-6)
    }
  }
})

# nnet wants, for each hidden neuron and then for each output, its bias and its weights; its value
# is the whole sum of squares.
nnet_fit <- function(example, X, y) {
  weights <- c(rbind(example$bh, example$wh), rbind(example$bout, example$wout))
  size <- length(example$bh)
  nnet::nnet(X, y, size = size, Wts = weights, maxit = 0, trace = FALSE)
}

test_that("output, loss and gradients are those of nnet", {
  skip_if_not_installed("nnet")
  example <- make_network()
  steps <- backward(example, samples_X, samples_y)
  fit <- nnet_fit(example, samples_X, samples_y)
  expect_equal(steps$output, fit$fitted.values, tolerance = 1e-14, ignore_attr = TRUE)
  expect_equal(steps$loss, fit$value / 2, tolerance = 1e-14)
  loss_of <- function(example) nnet_fit(example, samples_X, samples_y)$value / 2
  for (name in PARAMETER_NAMES) {
    expected <- central_differences(example, name, loss_of)
    expect_equal(steps[[paste0("grad_", name)]], expected, tolerance = 1e-6)
  }
})

test_that("every step has its shape and its place in the table", {
  n <- 5L
  d <- 4L
  h <- 3L
  k <- 2L
  expected <- list(
    hidden_layer_input = c(n, h), hidden_layer_activations = c(n, h),
    output_layer_input = c(n, k), output = c(n, k), error = c(n, k), loss = 1L,
    slope_output_layer = c(n, k), slope_hidden_layer = c(n, h), d_output = c(n, k),
    error_at_hidden_layer = c(n, h), d_hidden_layer = c(n, h),
    grad_wout = c(h, k), grad_wh = c(d, h), grad_bout = k, grad_bh = h
  )
  shape <- function(value) if (is.null(dim(value))) length(value) else dim(value)
  for (arithmetic in both_arithmetics) {
    steps <- backward(make_network(), samples_X, samples_y, arithmetic)
    expect_identical(lapply(steps, shape), expected)
  }
  expect_identical(names(expected), STEP_NAMES)
})

test_that("without hidden layer and biases their steps are absent", {
  steps <- backward(network(NULL, NULL, matrix(1, 4, 2), NULL), samples_X, samples_y)
  expect_identical(names(steps), c(
    "output_layer_input", "output", "error", "loss", "slope_output_layer", "d_output", "grad_wout"
  ))
})

test_that("one sample, one feature, one neuron and one output stay matrices", {
  for (arithmetic in both_arithmetics) {
    steps <- backward(network(rbind(1), 0, rbind(1), 0), rbind(1), 1, arithmetic)
    matrices <- setdiff(names(steps), c("loss", "grad_bout", "grad_bh"))
    for (name in matrices) expect_identical(dim(steps[[name]]), c(1L, 1L))
  }
})

test_that("the mean is the sum divided by the number of samples", {
  for (arithmetic in both_arithmetics) {
    of_sum <- backward(make_network(), samples_X, samples_y, arithmetic)
    of_mean <- backward(make_network(reduction = "mean"), samples_X, samples_y, arithmetic)
    for (name in c("loss", "grad_wh", "grad_bh", "grad_wout", "grad_bout")) {
      expect_same_bits(of_mean[[name]], of_sum[[name]] / 5)
    }
    expect_same_bits(of_mean$d_output, of_sum$d_output)
  }
})

test_that("both arithmetics agree to rounding errors", {
  expect_equal(
    backward(make_network(), samples_X, samples_y, "reproducible"),
    backward(make_network(), samples_X, samples_y, "blas"),
    tolerance = 1e-13
  )
})

test_that("forward gives the first four of the steps of backward", {
  steps <- forward(make_network(), samples_X)
  expect_identical(steps, backward(make_network(), samples_X, samples_y)[1:4])
})

test_that("an update uses only old values", {
  example <- make_network()
  steps <- backward(example, samples_X, samples_y)
  new <- update_weights(example, steps, 0.5)
  for (name in PARAMETER_NAMES) {
    expected <- example[[name]] - steps[[paste0("grad_", name)]] * 0.5
    expect_same_bits(new[[name]], expected)
  }
})
