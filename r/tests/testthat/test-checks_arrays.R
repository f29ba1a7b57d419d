test_that("the place of what is not finite counts from one, row by row", {
  expect_error(
    check_numbers(rbind(c(0, 1), c(-Inf, NaN)), "X"),
    "row 2, column 1 (counted from 1) is minus infinite",
    fixed = TRUE, class = "onehidden_not_finite"
  )
  expect_error(check_numbers(rbind(c(0, NA), c(Inf, 0)), "X"), "row 1, column 2 .* is NA")
  expect_error(check_numbers(c(0, NaN, Inf), "bh"), "element 2 .* is NaN")
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
  holds(list(1, 2), "it holds objects")
  holds(Sys.Date(), "it holds dates")
  holds(as.difftime(1, units = "secs"), "it holds time spans")
})
