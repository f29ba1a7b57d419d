smooth <- list(
  list(hidden_activation = "tanh", output_activation = "identity"),
  list(reduction = "mean"),
  list(loss = "binary_cross_entropy"),
  list(output_activation = "softmax", loss = "categorical_cross_entropy", reduction = "mean")
)
one_hot <- rbind(c(0, 1), c(1, 0), c(0, 1), c(0, 1), c(1, 0))

test_that("smooth networks have the gradients of their losses", {
  for (settings in smooth) {
    y <- if (identical(settings$output_activation, "softmax")) one_hot else samples_y
    for (arithmetic in both_arithmetics) {
      check <- check_gradients(do.call(make_network, settings), samples_X, y, arithmetic)
      expect_named(check$analytic, c("wh", "bh", "wout", "bout"))
      expect_lt(check$largest$relative_error, 1e-7)
    }
  }
})

test_that("the gradients are those of backward(), and all shapes are the parameters'", {
  example <- make_network()
  weight <- c(0.5, 0, 1, 2, 3)
  check <- check_gradients(example, samples_X, samples_y, sample_weight = weight)
  steps <- backward(example, samples_X, samples_y, sample_weight = weight)
  for (name in c("wh", "bh", "wout", "bout")) {
    expect_same_bits(check$analytic[[name]], steps[[paste0("grad_", name)]])
    expect_true(same_shape(check$numeric[[name]], example[[name]]))
    expect_true(same_shape(check$relative_error[[name]], example[[name]]))
  }
  expect_lt(check$largest$relative_error, 1e-7)
})

test_that("a network without hidden layer or bias has no gradients of them", {
  check <- check_gradients(network(NULL, NULL, rbind(0.5, 0.25), NULL), rbind(c(1, 2)), 1)
  expect_named(check$numeric, "wout")
})

test_that("a difference is that of the losses beside", {
  numeric <- differences("wout", rbind(c(0.5, -3)), 0.25, function(name, parameter) sum(parameter^3))
  expect_identical(numeric[[1]], (0.75^3 - 0.25^3) / 0.5)
  expect_identical(numeric[[2]], ((-2.25)^3 - (-3.75)^3) / 1.5) # 0.25 * 3 to each side
})

test_that("a relative error is by the larger, but not by less than a thousandth of the largest", {
  analytic <- list(wout = rbind(c(8, 1), c(0, 0)), bout = 0.001)
  numeric <- list(wout = rbind(c(8, 2), c(0, 0.004)), bout = 0)
  error <- relative_errors(analytic, numeric)
  expect_identical(error$wout, rbind(c(0, 0.5), c(0, 0.004 / (8 * (1 / 1000)))))
  expect_identical(error$bout, 0.001 / (8 * (1 / 1000)))
  largest <- largest_error(analytic, numeric, error)
  expect_identical(largest$parameter, "wout")
  expect_equal(largest$index, c(1, 2))
  expect_identical(largest[3:5], list(relative_error = 0.5, analytic = 1, numeric = 2))
})

test_that("gradients that are all 0 have no error", {
  check <- check_gradients(network(rbind(0), -1, rbind(0), NULL, "relu", "identity"), rbind(1), 0)
  expect_identical(check$relative_error, list(wh = rbind(0), bh = 0, wout = rbind(0)))
  expect_equal(check$largest$index, c(1, 1))
})

test_that("a kink of the relu shows and is gone beside it", {
  example <- network(rbind(1), 0, rbind(1), NULL, "relu", "identity")
  kink <- check_gradients(example, rbind(0), 1)
  expect_identical(kink$analytic$bh, 0)
  expect_equal(kink$numeric$bh, -0.5, tolerance = 1e-4) # the mean of 0 and -1
  expect_identical(kink$largest$parameter, "bh")
  expect_identical(kink$largest$relative_error, 1)
  expect_lt(check_gradients(example, rbind(0.5), 1)$largest$relative_error, 1e-9)
})

test_that("a wrong gradient shows", {
  example <- make_network()
  right <- check_gradients(example, samples_X, samples_y)
  wrong <- right$analytic
  wrong$wh <- 2 * wrong$wh
  error <- relative_errors(wrong, right$numeric)
  expect_identical(largest_error(wrong, right$numeric, error)$parameter, "wh")
  expect_equal(max(error$wh), 0.5, tolerance = 1e-6)
  expect_lt(max(error$wout), 1e-7)
})

test_that("it shows itself as a table", {
  analytic <- list(wout = rbind(c(0.125, 0.25)), bout = 1)
  numeric <- list(wout = rbind(c(0.125, 0.5)), bout = 1)
  error <- relative_errors(analytic, numeric)
  check <- new_gradient_check(analytic, numeric, error, largest_error(analytic, numeric, error))
  expected <- c(
    "parameter  elements  largest difference  largest relative error",
    "wout              2            2.50e-01                5.00e-01",
    "bout              1            0.00e+00                0.00e+00",
    "largest relative error 5.00e-01 at wout[1, 2]: analytic 0.25, numeric 0.5"
  )
  expect_identical(format(check), paste(expected, collapse = "\n"))
  expect_output(print(check), paste(expected, collapse = "\n"), fixed = TRUE)
})

test_that("an infinite loss is refused", {
  example <- network(NULL, NULL, rbind(1000), NULL, loss = "binary_cross_entropy")
  error <- expect_error(check_gradients(example, rbind(1), 0), "loss is infinite", class = "onehidden_overflow")
  expect_identical(error$step, "loss")
})

test_that("a step that changes nothing is refused", {
  example <- network(NULL, NULL, rbind(1), NULL)
  expect_refusal(check_gradients(example, rbind(1), 0, step = 1e-20), "out_of_range", "step")
  expect_error(check_gradients(example, rbind(1), 0, step = 1e-20), "large enough to change every parameter")
})

test_that("the usual step is the double nearest to it", {
  expect_identical(formals(check_gradients)$step, 1 / 100000)
})

test_that("bad input is refused by code and argument", {
  example <- initial_network(2, 3, 1, 1)
  X <- rbind(c(1, 0))
  expect_refusal(check_gradients(NULL, X, 1), "invalid_network", "network")
  expect_refusal(check_gradients(example, rbind(1), 1), "shape_mismatch", "X")
  expect_refusal(check_gradients(example, X, 2), "target_out_of_range", "y")
  expect_refusal(check_gradients(example, X, 1, "exact"), "unknown_arithmetic", "arithmetic")
  expect_refusal(check_gradients(example, X, 1, sample_weight = -1), "invalid_sample_weight", "sample_weight")
  for (step in c(0, -1e-5)) expect_refusal(check_gradients(example, X, 1, step = step), "out_of_range", "step")
  expect_refusal(check_gradients(example, X, 1, step = Inf), "not_finite", "step")
  expect_refusal(check_gradients(example, X, 1, step = "small"), "not_numeric", "step")
  expect_refusal(check_gradients(example, X, 1, steps = 1), "unknown_argument", "steps")
})
