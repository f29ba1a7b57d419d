# What is saved of a fit and what a loaded model does with it.

saved_and_loaded <- function(fit) {
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  save_model(fit, path)
  load_model(path)
}

cars <- transform(mtcars, gear = factor(gear), am = am == 1, kind = ifelse(cyl > 4, "large", "small"))
quick <- function(formula, data = cars, ...) onehidden(formula, data, hidden = 2, epochs = 5, ...)

test_that("a loaded model predicts the same bits from the same data", {
  fits <- list(
    quick(mpg ~ wt + hp), quick(mpg ~ gear + am + kind + wt), quick(mpg ~ . - disp),
    quick(mpg ~ gear - 1), quick(cbind(mpg, qsec) ~ wt + kind), quick(am ~ wt + gear),
    quick(gear ~ wt + am), quick(kind ~ ., contrasts = list(gear = "contr.helmert")),
    quick(mpg ~ wt, scale = FALSE), quick(mpg ~ wt, arithmetic = "blas")
  )
  for (fit in fits) {
    model <- saved_and_loaded(fit)
    expect_identical(class(model), "onehidden_model")
    expect_same_bits(predict(model, cars), predict(fit, cars))
    expect_same_bits(predict(model, cars, type = "link"), predict(fit, cars, type = "link"))
    expect_same_bits(predict(model, cars[9:3, ], type = "trace"), predict(fit, cars[9:3, ], type = "trace"))
    if (!is.null(fit$classes)) {
      expect_identical(predict(model, cars, type = "class"), predict(fit, cars, type = "class"))
    }
    expect_identical(coef(model), coef(fit))
    expect_identical(coef(model, input_names = TRUE), coef(fit, input_names = TRUE))
    expect_identical(summary(model)$weights, summary(fit)$weights)
  }
})

test_that("a loaded model is plotted like a fit", {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  model <- saved_and_loaded(quick(gear ~ wt + am))
  expect_invisible(plot(model))
  expect_invisible(plot(model, which = "network"))
})

test_that("columns that a formula computed are inputs of numbers, and said to be", {
  fit <- quick(mpg ~ log(wt) * kind + poly(hp, 2))
  model <- saved_and_loaded(fit)
  expect_same_bits(unname(predict(model, fit$x)), unname(predict(fit)))
  expect_same_bits(unname(predict(model, data.frame(fit$x, check.names = FALSE))), unname(predict(fit)))
  expect_refusal(predict(model, cars), "missing_column", "log(wt)")
  expect_error(
    predict(model, cars),
    "An R formula computed it, and models do not store formulas: give it as a column of numbers.",
    fixed = TRUE
  )
})

test_that("a matrix without names is known by the order of its columns", {
  X <- unname(as.matrix(iris[1:4]))
  fit <- onehidden(X, iris$Species, hidden = 2, epochs = 5)
  expect_same_bits(predict(saved_and_loaded(fit), X), predict(fit, X))
})
