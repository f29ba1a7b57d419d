told <- function(network) {
  shown <- equations(network)
  names(shown) <- vapply(shown, function(equation) equation$name, "")
  shown
}

field <- function(shown, name) vapply(shown, function(equation) format(equation[[name]]), "")

test_that("every step of the table is there in its order", {
  shown <- told(make_network())
  steps <- as.numeric(field(shown, "step"))
  expect_identical(sort(unique(steps)), as.numeric(0:12))
  expect_identical(steps, sort(steps))
  expect_identical(names(shown), c(
    "X", "y", "wh", "bh", "wout", "bout", "hidden_layer_input", "hidden_layer_activations",
    "output_layer_input", "output", "error", "loss", "slope_output_layer", "slope_hidden_layer",
    "d_output", "error_at_hidden_layer", "d_hidden_layer", "grad_wout", "grad_wh", "grad_bout",
    "grad_bh", "updated_wh", "updated_bh", "updated_wout", "updated_bout"
  ))
})

test_that("what a network does not have is not told", {
  expect_false(any(grepl("hidden|wh|bh|bout", names(told(network(NULL, NULL, rbind(1), NULL))))))
  formulas <- field(told(network(rbind(1), NULL, rbind(1), NULL)), "formula")
  expect_true("X . wh" %in% formulas)
  expect_false(any(grepl("bh|bout", formulas)))
})

test_that("without hidden layer the output comes from the samples", {
  equation <- told(network(NULL, NULL, rbind(1), 0))
  expect_identical(equation$output_layer_input$formula, "(X . wout) + bout")
  expect_identical(equation$grad_wout$formula, "-(t(X) . d_output)")
  expect_match(equation$wout$says, "every feature to every output")
})

test_that("formulas are those of the activation", {
  value_and_slope <- function(activation) {
    equation <- told(make_network(hidden_activation = activation))
    c(equation$hidden_layer_activations$formula, equation$slope_hidden_layer$formula)
  }
  expect_identical(value_and_slope("sigmoid"), c(
    "1 / (1 + exp(-hidden_layer_input))",
    "hidden_layer_activations * (1 - hidden_layer_activations)"
  ))
  expect_identical(value_and_slope("tanh"), c(
    "tanh(hidden_layer_input)",
    "1 - (hidden_layer_activations * hidden_layer_activations)"
  ))
  expect_identical(value_and_slope("relu"), c(
    "hidden_layer_input where above 0, else 0",
    "1 where hidden_layer_activations is above 0, else 0"
  ))
  expect_identical(value_and_slope("identity"), c("hidden_layer_input", "1"))
})

test_that("a cross-entropy cancels the slope", {
  expect_told <- function(activation, loss, output, total) {
    equation <- told(make_network(output_activation = activation, loss = loss))
    expect_identical(equation$output$formula, output)
    expect_identical(equation$loss$formula, total)
    expect_identical(equation$slope_output_layer$formula, "1")
    expect_match(equation$slope_output_layer$says, "cancels")
    expect_match(equation$d_output$says, "slope is 1")
  }
  expect_told(
    "sigmoid", "binary_cross_entropy", "1 / (1 + exp(-output_layer_input))",
    "total(-((y * log(output)) + ((1 - y) * log(1 - output))))"
  )
  expect_told(
    "softmax", "categorical_cross_entropy", "exp(output_layer_input - m) / s",
    "total(-(y * log(output)))"
  )
})

test_that("a mean is told", {
  equation <- told(make_network(reduction = "mean"))
  expect_identical(equation$loss$formula, "(total(error * error) / 2) / n")
  expect_identical(equation$grad_wh$formula, "-((t(X) . d_hidden_layer) / n)")
  expect_identical(equation$grad_bh$formula, "-(column_sums(d_hidden_layer) / n)")
  expect_match(equation$grad_wh$says, "mean over all samples")
})
