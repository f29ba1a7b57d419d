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

test_that("words are joined as people write them", {
  expect_identical(quoted("a"), '"a"')
  expect_identical(quoted(c("a", "b", "c")), '"a", "b" or "c"')
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

test_that("the kind of a value is named", {
  kinds <- list(
    "missing" = NULL, "a function" = mean, "an object of type data.frame" = data.frame(), "a matrix" = matrix(0),
    "an array" = array(0, 1), "a vector" = 1:2, "a logical value" = NA, "text" = "a", "a number" = 1L,
    "a list" = list(1), "an object of type complex" = 1i, "an object of type symbol" = quote(a)
  )
  expect_identical(vapply(kinds, kind, "", USE.NAMES = FALSE), names(kinds))
})
