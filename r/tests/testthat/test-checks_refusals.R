test_that("the edit distance counts letters put in, taken out or replaced", {
  distances <- list(list("", "", 0), list("tanh", "tanh", 0), list("tan", "tanh", 1))
  for (case in c(distances, list(list("relu", "sigmoid", 7)))) {
    expect_identical(edit_distance(case[[1]], case[[2]]), case[[3]])
    expect_identical(edit_distance(case[[2]], case[[1]]), case[[3]])
  }
})

test_that("the nearest word is offered only when it is near", {
  expect_identical(nearest("sigmod", c("tanh", "sigmoid")), "sigmoid")
  expect_null(nearest("softplus", c("tanh", "sigmoid")))
  expect_null(nearest("lr", c("X", "y")))
})

test_that("the place of what is not finite counts from one, row by row", {
  expect_error(
    check_numbers(rbind(c(0, 1), c(-Inf, NaN)), "X"),
    "row 2, column 1 (counted from 1) is minus infinite",
    fixed = TRUE, class = "onehidden_not_finite"
  )
  expect_error(check_numbers(rbind(c(0, NA), c(Inf, 0)), "X"), "row 1, column 2 .* is NA")
  expect_error(check_numbers(c(0, NaN, Inf), "bh"), "element 2 .* is NaN")
})

test_that("words are joined as people write them", {
  expect_identical(quoted("a"), '"a"')
  expect_identical(quoted(c("a", "b", "c")), '"a", "b" or "c"')
})

test_that("numbers are converted to doubles without names", {
  numbers <- check_numbers(matrix(1:4, 2, 2, dimnames = list(NULL, c("a", "b"))), "X")
  expect_identical(numbers, matrix(c(1, 2, 3, 4), 2, 2))
  expect_identical(check_numbers(data.frame(a = 1:2, b = c(TRUE, FALSE)), "X"), cbind(1:2, c(1, 0)))
  expect_identical(check_numbers(structure(rbind(c(a = 1)), class = "other"), "X"), rbind(1))
})

test_that("a refusal says what was there instead of numbers", {
  holds <- function(value, what) {
    expect_error(check_numbers(value, "X"), what, class = "onehidden_not_numeric")
  }
  holds(NULL, "it is missing")
  holds("a", "it holds text")
  holds(data.frame(a = 1, b = factor("x")), "it holds categories")
  holds(1i, "it holds complex numbers")
  holds(list(1, 2), "it holds other things")
  holds(Sys.Date(), "it holds other things")
})

test_that("a whole number may come in any type of number", {
  for (value in list(2, 2L)) expect_identical(check_count(value, "epochs", 0, 10), 2)
})

test_that("a value that should be one word or number is described", {
  expect_identical(shown(NULL), "it is missing")
  expect_identical(shown(NA), "it is NA")
  expect_identical(shown(TRUE), "it is a logical value")
  expect_identical(shown("text"), 'it is "text"')
  expect_identical(shown(1e-7), "it is 1e-07")
  expect_identical(shown(-Inf), "it is minus infinite")
  expect_identical(shown(c(1, 2)), "it is not a single value")
})
