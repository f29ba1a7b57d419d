test_that("parameters are kept without names and cannot be changed", {
  wout <- matrix(1, 1, 1, dimnames = list("a", "b"))
  example <- network(NULL, NULL, wout, c(bias = 0))
  expect_s3_class(example, "onehidden_network", exact = TRUE)
  expect_identical(example$wout, matrix(1, 1, 1))
  expect_identical(example$bout, 0)
  expect_error(example$wout[1, 1] <- 3, "never changed")
  expect_error(example[["bout"]] <- 3, "never changed")
  expect_error(example["loss"] <- "squared_error", "never changed")
  expect_identical(example$wout, matrix(1, 1, 1))
})

test_that("absent parameters are elements that are NULL", {
  expect_identical(names(network(NULL, NULL, rbind(1), NULL)), c(
    "wh", "bh", "wout", "bout", "hidden_activation", "output_activation", "loss", "reduction"
  ))
})

test_that("integers and logical values become doubles", {
  example <- network(rbind(1:2), c(TRUE, FALSE), rbind(1L, 2L), NULL)
  expect_type(example$wh, "double")
  expect_identical(example$bh, c(1, 0))
})

test_that("a network says its sizes and settings", {
  wh <- rbind(c(1, 2))
  example <- network(wh, c(0, 0), rbind(1, 2), 0, "tanh", "identity", reduction = "mean")
  text <- "network 1-2-1: tanh hidden layer, identity output, squared_error (mean), 7 parameters"
  expect_identical(format(example), text)
  expect_output(expect_identical(print(example), example), text, fixed = TRUE)
  expect_identical(c(n_features(example), n_outputs(example)), c(1L, 1L))
  alone <- network(NULL, NULL, rbind(c(1, 2)), NULL)
  expect_identical(
    format(alone),
    "network 1-2: no hidden layer, sigmoid output, squared_error (sum), 2 parameters"
  )
})

test_that("what makes no network is refused by code and argument", {
  refusal <- function(code, argument, ...) {
    defaults <- list(wh = rbind(c(1, 2)), bh = c(0, 0), wout = rbind(1, 2), bout = 0)
    given <- list(...)
    defaults[names(given)] <- given
    expect_refusal(do.call("network", defaults), code, argument)
  }
  refusal("missing_parameter", "wout", wout = NULL)
  refusal("missing_parameter", "wh", wh = NULL)
  refusal("not_numeric", "wh", wh = "text")
  refusal("not_numeric", "wh", wh = rbind(c(1, 2i)))
  refusal("not_numeric", "bh", bh = factor(c("a", "b")))
  refusal("not_numeric", "wh", wh = list(c(1, 2), 3))
  refusal("not_finite", "wh", wh = rbind(c(1, NaN)))
  refusal("not_finite", "wh", wh = rbind(c(1, NA)))
  refusal("not_finite", "bout", bout = Inf)
  refusal("wrong_dimensions", "wh", wh = c(1, 2))
  refusal("wrong_dimensions", "wh", wh = array(1, c(1, 2, 1)))
  refusal("wrong_dimensions", "bh", bh = rbind(c(0, 0)))
  refusal("empty", "wout", wout = matrix(1, 0, 1))
  refusal("shape_mismatch", "bh", bh = 0)
  refusal("shape_mismatch", "wout", wout = rbind(1))
  refusal("shape_mismatch", "bout", bout = c(0, 0))
  refusal("unknown_activation", "hidden_activation", hidden_activation = "sigmod")
  refusal("unknown_activation", "output_activation", output_activation = NULL)
  refusal("unknown_activation", "output_activation", output_activation = NA_character_)
  refusal("unknown_loss", "loss", loss = "mse")
  refusal("unknown_reduction", "reduction", reduction = 1)
  refusal("unknown_reduction", "reduction", reduction = c("sum", "mean"))
  refusal("incompatible_loss", "loss", loss = "binary_cross_entropy", output_activation = "tanh")
  refusal("incompatible_loss", "loss", loss = "categorical_cross_entropy")
  refusal("incompatible_loss", "loss", output_activation = "softmax")
  refusal("incompatible_loss", "loss", loss = "binary_cross_entropy", output_activation = "softmax")
  refusal(
    "shape_mismatch", "wout", loss = "categorical_cross_entropy", output_activation = "softmax"
  )
  refusal("unknown_activation", "hidden_activation", hidden_activation = "softmax")
  refusal("unknown_argument", "hiden_activation", hiden_activation = "tanh")
})
