make_model <- function(wout, activation, classes = NULL, ...) {
  loss <- if (activation == "softmax") "categorical_cross_entropy" else "squared_error"
  parts <- list(
    network = network(NULL, NULL, wout, NULL, output_activation = activation, loss = loss),
    inputs = numeric_inputs(c("a", "b"), 2),
    classes = classes,
    outputs = NULL,
    input_scaling = NULL,
    target_scaling = NULL,
    history = numeric(0),
    arithmetic = "reproducible"
  )
  others <- list(...)
  parts[names(others)] <- others
  do.call(new_model, parts)
}

X <- rbind(c(0, 0), c(1, 0), c(0, 1))
numbers <- make_model(
  rbind(c(1, 2), c(3, 4)), "identity",
  target_scaling = new_scaling(c(1, 0), c(10, 1))
)
two <- make_model(rbind(1, -1), "sigmoid", c("no", "yes"))
three <- make_model(rbind(c(1, 1, 0), c(0, 0, 2)), "softmax", c(5, 6, 7))

test_that("numbers are in the units of y, and a vector where there is one", {
  expect_identical(predict(numbers, X), rbind(c(1, 0), c(11, 2), c(31, 4)))
  expect_identical(predict(make_model(rbind(1, 2), "identity"), X), c(0, 1, 2))
})

test_that("of two classes it is the second where the output is above one half", {
  expect_identical(predict(two, X, type = "class"), factor(c("no", "yes", "no")))
  output <- forward(two$network, X)$output
  expect_same_bits(predict(two, X), output[, 1])
  expect_same_bits(model_probabilities(two, X), cbind(1 - output, output))
})

test_that("of more classes it is that of the largest output, and the first of equal ones", {
  expect_identical(predict(three, X, type = "class"), c(5, 5, 7))
  expect_same_bits(unname(predict(three, X)), forward(three$network, X)$output)
  # Not even by a share of 1e-5 are these two equal, which max.col() may take for a tie.
  close <- make_model(rbind(c(0, 1e-7), c(0, 0)), "softmax", c("a", "b"))
  expect_identical(predict(close, X, type = "class"), factor(c("a", "b", "a")))
})

test_that("classes keep their kind: words are levels", {
  logical <- make_model(rbind(1, -1), "sigmoid", c(FALSE, TRUE))
  expect_identical(predict(logical, X, type = "class"), c(FALSE, TRUE, FALSE))
})

test_that("columns are named by classes or outputs", {
  expect_identical(colnames(predict(three, X)), c("5", "6", "7"))
  named <- make_model(rbind(c(1, 2), c(3, 4)), "identity", outputs = c("u", "v"))
  expect_identical(colnames(predict(named, X)), c("u", "v"))
})

test_that("link and trace are those of the network on scaled data", {
  scaling <- new_scaling(c(1, 2), c(2, 4))
  model <- make_model(rbind(c(1, 1, 0), c(0, 0, 2)), "softmax", c(5, 6, 7), input_scaling = scaling)
  steps <- forward(model$network, cbind((X[, 1] - 1) / 2, (X[, 2] - 2) / 4))
  expect_same_bits(predict(model, X, type = "trace"), steps)
  expect_same_bits(predict(model, X, type = "link"), steps$output_layer_input)
})

test_that("predictions come from data by name too", {
  data <- data.frame(b = X[, 2], a = X[, 1], row.names = c("first", "second", "third"))
  expect_same_bits(unname(predict(three, data)), unname(predict(three, X)))
  expect_identical(rownames(predict(three, data)), rownames(data))
})

test_that("the arithmetic is that of the model", {
  many <- matrix(seq(-3, 3, length.out = 400), 200)
  for (arithmetic in both_arithmetics) {
    wout <- matrix(seq(0.1, 0.9, length.out = 40), 2)
    of_many <- make_model(wout, "tanh", arithmetic = arithmetic)
    expect_same_bits(predict(of_many, many), forward(of_many$network, many, arithmetic)$output)
  }
})

test_that("a model says what it is", {
  expect_identical(format(three), paste("model of 2 inputs and 3 classes:", format(three$network)))
  scaling <- new_scaling(c(0, 0), c(1, 1))
  scaled <- make_model(rbind(1, 2), "identity", input_scaling = scaling)
  expected <- paste("model of 2 inputs and 1 number, scaled:", format(scaled$network))
  expect_identical(format(scaled), expected)
  expect_output(print(scaled), expected, fixed = TRUE)
})

test_that("what cannot be predicted is refused", {
  expect_refusal(predict(three, list(a = 1)), "missing_column", "b")
  expect_refusal(predict(three, rbind(1)), "shape_mismatch", "newdata")
  expect_refusal(predict(three, X * NaN), "not_finite", "newdata")
  expect_refusal(predict(three), "not_numeric", "newdata")
  expect_refusal(predict(three, X, dat = X), "unknown_argument", "dat")
  expect_refusal(predict(three, X, type = "klass"), "out_of_range", "type")
  expect_refusal(predict(numbers, X, type = "class"), "invalid_model", "model")
  expect_refusal(model_probabilities(numbers, X), "invalid_model", "model")
  expect_refusal(predict(numbers, X * 1e308), "overflow", NULL)
  expect_refusal(predict(numbers, X * 1e307), "overflow", NULL)
  expect_refusal(predict(three, X * 1e308 * 1.7, type = "link"), "overflow", NULL)
})
