colour <- factor_input(
  "colour", c("red", "TRUE", "3"), rbind(c(0, 0), c(1, 0), c(0, 1)), c("c2", "c3")
)
inputs <- list(numeric_input("size"), colour, numeric_input("age"))
data <- list(age = c(5, 6), colour = c("3", "red"), size = c(TRUE, FALSE), more = c("is", "ignored"))
X <- rbind(c(1, 0, 1, 5), c(0, 0, 0, 6))

changed <- function(...) utils::modifyList(data, list(...))

test_that("features are named in the order of the inputs", {
  expect_identical(feature_names(inputs), c("size", "c2", "c3", "age"))
  expect_identical(feature_names(numeric_inputs(NULL, 3)), c("x1", "x2", "x3"))
  expect_identical(feature_names(numeric_inputs(c("a", "b"), 2)), c("a", "b"))
})

test_that("columns are found by name in data of every kind", {
  expect_identical(design_matrix(inputs, data), X)
  expect_identical(design_matrix(inputs, as.data.frame(data)), X)
  expect_identical(design_matrix(inputs, as.data.frame(data, stringsAsFactors = TRUE)), X)
  expect_identical(design_matrix(inputs, changed(age = 5:6)), X)
})

test_that("a matrix has the columns of the design already", {
  expect_identical(design_matrix(inputs, X), X)
  expect_refusal(design_matrix(inputs, rbind(c(1, 2))), "shape_mismatch", "newdata")
  expect_refusal(design_matrix(inputs, c(1, 2, 3, 4)), "wrong_dimensions", "newdata")
})

test_that("a matrix whose columns have names has them in any order", {
  named <- cbind(other = 0, age = c(5, 6), c3 = c(1, 0), size = c(1, 0), c2 = c(0, 0))
  expect_identical(design_matrix(inputs, named), X)
  expect_refusal(design_matrix(inputs, named[, -2]), "missing_column", "age")
})

test_that("inputs without names take any data by place", {
  expect_identical(design_matrix(numeric_inputs(NULL, 2), data.frame(u = 1, v = 2L)), rbind(c(1, 2)))
  expect_refusal(
    design_matrix(numeric_inputs(NULL, 2), rbind(c(1, 2, 3))), "shape_mismatch", "newdata"
  )
})

test_that("categories are known by their text", {
  expect_identical(design_matrix(list(colour), list(colour = c("red", "TRUE"))), rbind(c(0, 0), c(1, 0)))
  expect_identical(design_matrix(list(colour), list(colour = c(TRUE, TRUE))), rbind(c(1, 0), c(1, 0)))
  expect_identical(design_matrix(list(colour), list(colour = c(3L, 3L))), rbind(c(0, 1), c(0, 1)))
  expect_identical(design_matrix(list(colour), list(colour = 3)), rbind(c(0, 1)))
  expect_identical(design_matrix(list(colour), list(colour = factor("red"))), rbind(c(0, 0)))
})

test_that("data that does not do is refused by the column", {
  refusal <- function(data, code, argument) expect_refusal(design_matrix(inputs, data), code, argument)
  refusal(data[c("age", "size")], "missing_column", "colour")
  refusal(list(other = 1), "missing_column", "size")
  refusal(changed(colour = c("red", "blue")), "unknown_level", "colour")
  refusal(changed(colour = c("red", NA)), "not_finite", "colour")
  refusal(changed(colour = factor(c("red", NA))), "not_finite", "colour")
  refusal(changed(age = c(1, NaN)), "not_finite", "age")
  refusal(changed(age = c(1, NA)), "not_finite", "age")
  refusal(changed(age = c(1, Inf)), "not_finite", "age")
  refusal(changed(age = c("1", "2")), "not_numeric", "age")
  refusal(changed(age = factor(c("1", "2"))), "not_numeric", "age")
  refusal(changed(age = rbind(1, 2)), "wrong_dimensions", "age")
  refusal(changed(age = numeric(0)), "empty", "age")
  refusal(changed(age = c(1, 2, 3)), "shape_mismatch", "age")
})

test_that("a missing column is told what is there, and what was meant", {
  error <- expect_error(design_matrix(inputs, data.frame(size = 1, color = "red", age = 1)))
  expect_identical(conditionMessage(error), paste(
    "`colour` must be a column of the data, but it is missing; the data has `size`, `color`, `age`.",
    "Did you mean `color`?"
  ))
  # `a` was meant, and is there
  expect_error(
    design_matrix(numeric_inputs(c("a", "b"), 2), list(a = 1)),
    "Give the columns that the model was trained with"
  )
  others <- stats::setNames(as.list(1:12), paste0("x", 100:111))
  error <- expect_error(design_matrix(list(numeric_input("y")), others))
  expect_identical(conditionMessage(error), paste(
    "`y` must be a column of the data, but it is missing; the data has `x100`, `x101`, `x102`, `x103`,",
    "`x104`, `x105`, `x106`, `x107`, `x108`, `x109` and 2 more.",
    "Give the columns that the model was trained with."
  ))
})

test_that("a column that a formula computed is told to be one", {
  for (name in c("log(size)", "size:age", "poly(size, 2)1")) {
    error <- expect_error(design_matrix(numeric_inputs(name, 1), list("of something else" = 1)))
    expect_identical(conditionMessage(error), paste(
      sprintf("`%s` must be a column of the data, but it is missing; the data has `of something else`.", name),
      "An R formula computed it, and models do not store formulas: give it as a column of numbers."
    ))
  }
})

test_that("an unknown category is told with its row", {
  error <- expect_error(design_matrix(list(colour), list(colour = c("red", "blue"))))
  expect_identical(conditionMessage(error), paste(
    "`colour` must be one of its levels, `red`, `TRUE`, `3`, but row 2 (counted from 1) is \"blue\".",
    "The model was not trained with it."
  ))
})
