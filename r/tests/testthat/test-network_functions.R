article <- article_network()

test_that("bad input is refused by code and argument", {
  X <- article_X
  y <- article_y
  expect_refusal(forward("network", X), "invalid_network", "network")
  expect_refusal(forward(article, rbind(c(1, 2))), "shape_mismatch", "X")
  expect_refusal(forward(article, c(1, 2, 3, 4)), "wrong_dimensions", "X")
  expect_refusal(forward(article, rbind(c("a", "b", "c", "d"))), "not_numeric", "X")
  expect_refusal(forward(article, iris), "not_numeric", "X")
  expect_refusal(forward(article, NULL), "not_numeric", "X")
  expect_refusal(forward(article, matrix(1, 0, 4)), "empty", "X")
  expect_refusal(forward(article, X * Inf), "not_finite", "X")
  expect_refusal(forward(article, X * NA), "not_finite", "X")
  expect_refusal(forward(article, X, arithmetic = "fast"), "unknown_arithmetic", "arithmetic")
  expect_refusal(forward(article, X, arithmetics = "blas"), "unknown_argument", "arithmetics")
  expect_refusal(backward(article, X, y[1:2, , drop = FALSE]), "shape_mismatch", "y")
  expect_refusal(backward(article, X, y + 1), "target_out_of_range", "y")
  expect_refusal(update_weights(article, list(), 0.1), "invalid_steps", "steps")
  expect_refusal(update_weights(article, NULL, 0.1), "invalid_steps", "steps")
  others <- backward(make_network(), samples_X, samples_y)
  expect_refusal(update_weights(article, others, 0.1), "invalid_steps", "steps")
  steps <- backward(article, X, y)
  expect_refusal(update_weights(article, steps, -0.1), "invalid_learning_rate", "learning_rate")
  expect_refusal(predict(article, X[, 1:2]), "shape_mismatch", "X")
})

test_that("a message names argument, expectation, what was given, and the mend", {
  error <- expect_error(forward(article, article_X[, 1:3]), class = "onehidden_error")
  expect_identical(conditionMessage(error), paste(
    "`X` must be a matrix with one column per feature, but it has 3 columns.",
    "This network has 4 features."
  ))
})

test_that("a misspelt argument is told the name that was meant", {
  expect_error(
    forward(article, article_X, arithmetik = "blas"),
    "forward() has no argument `arithmetik`. Did you mean `arithmetic`?",
    fixed = TRUE, class = "onehidden_unknown_argument"
  )
})

test_that("the beginning of an argument's name is not enough", {
  expect_refusal(forward(article, article_X, arith = "blas"), "unknown_argument", "arith")
  expect_refusal(predict(article, article_X, arith = "blas"), "unknown_argument", "arith")
})

test_that("more arguments than there are, are refused", {
  expect_refusal(forward(article, article_X, "blas", NULL, 1), "unknown_argument", NULL)
})

test_that("arguments may come through lapply and do.call", {
  expect_identical(
    lapply(list(article_X), forward, network = article, arithmetic = "blas")[[1]],
    do.call("forward", list(article, X = article_X, arithmetic = "blas"))
  )
})

test_that("the first step that overflows is named", {
  example <- network(rbind(1e200), 0, rbind(1e200), 0, "identity", "identity")
  for (arithmetic in both_arithmetics) {
    error <- expect_error(forward(example, rbind(1), arithmetic), class = "onehidden_overflow")
    expect_identical(error$step, "output_layer_input")
    error <- expect_error(forward(example, rbind(1e200), arithmetic), class = "onehidden_overflow")
    expect_identical(error$step, "hidden_layer_input")
  }
})

test_that("an overflow of an update names the parameter", {
  example <- network(NULL, NULL, rbind(1), NULL)
  error <- expect_error(
    update_weights(example, list(grad_wout = rbind(-1e308)), 10),
    class = "onehidden_overflow"
  )
  expect_identical(error$step, "updated_wout")
})

test_that("an infinite loss is told as it is", {
  example <- network(NULL, NULL, rbind(0.5), -0.2, loss = "binary_cross_entropy")
  for (arithmetic in both_arithmetics) {
    steps <- backward(example, rbind(100), rbind(0), arithmetic)
    expect_identical(steps$output, rbind(1))
    expect_identical(steps$loss, Inf)
    expect_identical(steps$grad_wout, rbind(100))
  }
})

test_that("targets may be a vector where there is one output", {
  expect_identical(
    backward(article, article_X, as.vector(article_y)),
    backward(article, article_X, article_y)
  )
})

test_that("targets that the output cannot reach are refused, those at its ends are not", {
  with_target <- function(output_activation, y) {
    backward(network(NULL, NULL, rbind(1), NULL, output_activation = output_activation), rbind(1), y)
  }
  expect_refusal(with_target("sigmoid", -0.5), "target_out_of_range", "y")
  expect_refusal(with_target("tanh", -1.5), "target_out_of_range", "y")
  expect_refusal(with_target("tanh", 1.5), "target_out_of_range", "y")
  expect_refusal(with_target("relu", -0.5), "target_out_of_range", "y")
  expect_identical(dim(with_target("sigmoid", 0)$error), c(1L, 1L))
  expect_identical(dim(with_target("sigmoid", 1)$error), c(1L, 1L))
  expect_identical(with_target("identity", -100)$error, rbind(-101))
})

test_that("integers, logical values and data frames are taken as their numbers", {
  expected <- backward(article, article_X, article_y)
  integers <- article_X
  storage.mode(integers) <- "integer"
  expect_identical(backward(article, integers, article_y == 1), expected)
  expect_identical(backward(article, as.data.frame(article_X), c(1L, 1L, 0L)), expected)
})

test_that("names of rows and columns do not get into the results", {
  named <- article_X
  dimnames(named) <- list(letters[1:3], LETTERS[1:4])
  expect_identical(
    backward(article, named, c(a = 1, b = 1, c = 0)),
    backward(article, article_X, article_y)
  )
})

test_that("predict is the output of forward", {
  expect_same_bits(predict(article, article_X), forward(article, article_X)$output)
})

test_that("what has a network is told to give it", {
  result <- train(article_network(), article_X, article_y, epochs = 1)
  expect_error(forward(result, article_X), "Give its `network`.", fixed = TRUE)
})
