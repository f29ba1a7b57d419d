# Formulas and data as glm() and nnet() take them: what model.matrix() makes of them is the truth here.

small <- function(formula, data = samples, ..., hidden = 2, epochs = 2) {
  onehidden(formula, data, ..., hidden = hidden, epochs = epochs)
}

# The same fit from columns that are ready.
small_from <- function(x) onehidden(x, samples$y, hidden = 2, epochs = 2)

samples <- data.frame(
  y = c(1.5, 2, 0.5, 3, 2.5, 1, 4, 3.5),
  a = c(1, 2, 3, 4, 5, 6, 7, 9),
  b = c(3L, 1L, 4L, 1L, 5L, 9L, 2L, 6L),
  f = factor(c("mid", "low", "high", "low", "mid", "high", "low", "mid"), levels = c("low", "mid", "high")),
  o = factor(c("s", "m", "l", "s", "m", "l", "s", "m"), levels = c("s", "m", "l"), ordered = TRUE),
  w = c("b", "a", "B", "A", "b", "a", "B", "A"),
  l = c(TRUE, FALSE, FALSE, TRUE, TRUE, FALSE, TRUE, FALSE)
)

# The columns of model.matrix() without the intercept, on text as factors by code points.
reference_matrix <- function(formula, data = samples, ...) {
  data$w <- factor(data$w, c("A", "B", "a", "b"))
  X <- model.matrix(formula, data, ...)
  X[, colnames(X) != "(Intercept)", drop = FALSE]
}

# Formulas of which every row can be computed by itself, whatever the other rows are.
formulas <- list(
  y ~ a,
  y ~ a + b + f,
  y ~ .,
  y ~ . - w,
  y ~ f + o + l,
  y ~ w + a,
  y ~ f - 1,
  y ~ 0 + a + f + o,
  y ~ a * f,
  y ~ a:b + f:l,
  y ~ log(a) + I(b^2),
  y ~ factor(b) + a,
  y ~ cut(a, c(0, 3, 9)),
  log(y) ~ a + sqrt(b)
)

# A basis that depends on all rows: for new data predict() evaluates it by another computation than at fitting, which R
# rounds differently with some BLAS libraries and processors.
data_dependent <- y ~ poly(a, 2) + f

test_that("the columns are those of model.matrix(), without the intercept", {
  for (formula in c(formulas, data_dependent)) {
    fit <- small(formula)
    expected <- reference_matrix(formula)
    expect_identical(colnames(fit$x), colnames(expected))
    expect_equal(unname(fit$x), unname(expected), ignore_attr = TRUE, tolerance = 0)
  }
})

test_that("new data go through the same formula, whatever rows they have", {
  for (formula in formulas) {
    fit <- small(formula)
    for (rows in list(1:8, c(6, 2), 4)) {
      newdata <- samples[rows, names(samples) != "y"]
      expect_same_bits(predict(fit, newdata), predict(fit)[rows])
    }
  }
})

test_that("a data-dependent basis is R's own: equal columns in give equal bits out", {
  fit <- small(data_dependent)
  expect_equal(predict(fit, samples), predict(fit), tolerance = 1e-12)
  columns <- matrix_of_newdata(fit[c("terms", "columns", "xlevels", "contrasts")], samples)
  expect_equal(columns, fit$x, tolerance = 1e-12)
  expect_same_bits(unname(predict(fit, samples)), unname(predict(small_from(fit$x), columns)))
  expect_same_bits(predict(fit, samples[c(6, 2), ]), predict(fit, samples)[c(6, 2)])
})

test_that("fitting on the columns of a fit gives the same network", {
  for (formula in c(formulas[-length(formulas)], data_dependent)) {
    fit <- small(formula)
    again <- small_from(fit$x)
    expect_identical(parameter_digest(again$network), parameter_digest(fit$network))
    expect_same_bits(unname(predict(again, fit$x)), unname(predict(fit)))
  }
})

test_that("what a model keeps makes the same columns of the data", {
  for (formula in formulas[1:8]) {
    fit <- small(formula)
    expect_same_bits(design_matrix(fit$inputs, samples), unname(fit$x) + 0)
  }
})

test_that("the model keeps factors with their levels, and what is computed as columns", {
  expect_identical(input_names(small(y ~ a + f + l)$inputs), c("a", "f", "l"))
  expect_identical(small(y ~ a + f)$inputs[[2]]$levels, c("low", "mid", "high"))
  expect_identical(small(y ~ a + f)$inputs[[2]]$contrasts, rbind(c(0, 0), c(1, 0), c(0, 1)))
  expect_identical(small(y ~ f - 1)$inputs[[1]]$contrasts, diag(3))
  expect_identical(small(y ~ l)$inputs[[1]]$levels, c("FALSE", "TRUE"))
  expect_identical(input_names(small(y ~ a + I(b^2))$inputs), c("a", "I(b^2)"))
  expect_identical(input_names(small(y ~ a * l)$inputs), c("a", "lTRUE", "a:lTRUE"))
  expect_identical(input_names(small(y ~ factor(l) + a)$inputs), c("factor(l)TRUE", "a"))
})

test_that("text is sorted by code points in every locale", {
  expect_identical(small(y ~ w)$xlevels, list(w = c("A", "B", "a", "b")))
  words <- c("z", "\u00e9", "Z", "e", "\U1F600", "\uFF21")
  expected <- c("Z", "e", "z", "\u00e9", "\uFF21", "\U1F600")
  expect_identical(levels(text_as_factor(words)), expected)
})

test_that("contrasts may be chosen by argument, by option or at the factor", {
  by_argument <- small(y ~ f, contrasts = list(f = "contr.sum"))
  expect_equal(by_argument$x, reference_matrix(y ~ f, contrasts.arg = list(f = "contr.sum")), ignore_attr = TRUE)
  expect_same_bits(predict(by_argument, samples[3:1, ]), predict(by_argument)[3:1])
  helmert <- samples
  contrasts(helmert$f) <- "contr.helmert"
  at_factor <- small(y ~ f, helmert)
  expect_equal(at_factor$x, reference_matrix(y ~ f, helmert), ignore_attr = TRUE)
  expect_same_bits(predict(at_factor, samples[3:1, ]), predict(at_factor)[3:1])
  old <- options(contrasts = c("contr.sum", "contr.poly"))
  on.exit(options(old))
  by_option <- small(y ~ f)
  options(old)
  expect_identical(by_option$x, by_argument$x)
  expect_same_bits(predict(by_option, samples[3:1, ]), predict(by_option)[3:1])
})

test_that("a column that is missing from new data is named, and not taken from elsewhere", {
  a <- samples$a # which must not be found
  fit <- small(y ~ log(a) + f)
  expect_refusal(predict(fit, samples["f"]), "missing_column", "a")
  expect_refusal(predict(fit, data.frame(a = 1, F = "low")), "missing_column", "f")
  expect_error(predict(fit, data.frame(a = 1, F = "low")), "Did you mean `F`?", fixed = TRUE)
  expect_refusal(predict(fit, as.matrix(1)), "missing_column", "newdata")
  expect_refusal(predict(fit, NULL), "missing_column", "newdata")
})

test_that("variables beside the data are columns where they are as long, constants else", {
  target <- samples$y
  longer <- samples$a
  degree <- 2
  fit <- onehidden(target ~ poly(longer, degree), hidden = 2, epochs = 2)
  expect_identical(fit$columns, "longer")
  expect_equal(unname(predict(fit, data.frame(longer = longer[3:4]))), unname(predict(fit)[3:4]), tolerance = 1e-12)
  expect_refusal(predict(fit, data.frame(x = 1)), "missing_column", "longer")
})

test_that("categories that were not in the training are refused", {
  fit <- small(y ~ f + factor(b) + l)
  newdata <- samples[1:2, ]
  newdata$f <- c("low", "tall")
  expect_refusal(predict(fit, newdata), "unknown_level", "f")
  expect_error(predict(fit, newdata), 'row 2 (counted from 1) is "tall"', fixed = TRUE)
  expect_refusal(predict(fit, transform(samples, b = 7)), "unknown_level", "factor(b)")
  expect_refusal(predict(fit, transform(samples, l = 3)), "unknown_level", "l")
  expect_refusal(predict(small(y ~ a), transform(samples, a = f)), "not_numeric", "a")
  expect_refusal(predict(small(y ~ a), transform(samples, a = w)), "not_numeric", "a")
})

test_that("levels that do not occur are left out", {
  fit <- small(y ~ f, samples[samples$f != "mid", ])
  expect_identical(fit$xlevels$f, c("low", "high"))
  expect_refusal(predict(fit, samples), "unknown_level", "f")
  expect_refusal(small(y ~ f, samples[samples$f == "mid", ]), "empty", "f")
})

test_that("missing values follow na.action", {
  holes <- samples
  holes$a[[2]] <- NA
  holes$f[[5]] <- NA
  holes$y[[7]] <- NA
  omitted <- small(y ~ a + f, holes)
  expect_identical(nobs(omitted), 5L)
  expect_length(fitted(omitted), 5)
  excluded <- small(y ~ a + f, holes, na.action = na.exclude)
  expect_identical(parameter_digest(excluded$network), parameter_digest(omitted$network))
  for (values in list(fitted(excluded), residuals(excluded), predict(excluded))) {
    expect_identical(unname(which(is.na(values))), c(2L, 5L, 7L))
  }
  classes <- predict(small(f ~ a, holes, na.action = na.exclude), type = "class")
  expect_identical(which(is.na(classes)), c(2L, 5L))
  expect_error(small(y ~ a + f, holes, na.action = na.fail), "missing values")
  expect_refusal(small(y ~ a, holes, na.action = na.pass), "not_finite", "y")
  expect_refusal(small(b ~ a, holes, na.action = na.pass), "not_finite", "x")
})

test_that("rows of new data with missing values are missing in the predictions", {
  fit <- small(y ~ a + f)
  holes <- samples
  holes$a[[2]] <- NA
  holes$f[[5]] <- NA
  complete <- predict(fit, samples)
  expect_same_bits(predict(fit, holes), replace(complete, c(2, 5), NA))
  expect_identical(which(is.na(predict(fit, holes, type = "link"))), c(2L, 5L))
  expect_identical(which(is.na(predict(fit, holes, type = "trace")$output)), c(2L, 5L))
  classes <- small(f ~ a)
  expect_identical(which(is.na(predict(classes, holes, type = "class"))), 2L)
  expect_true(all(is.na(predict(fit, transform(samples, a = NA_real_)))))
})

test_that("weights and subset are looked for in the data", {
  fit <- onehidden(y ~ a, samples, weights = b, subset = a > 2, hidden = 2, epochs = 2)
  used <- samples[samples$a > 2, ]
  matrix_fit <- onehidden(cbind(a = used$a), used$y, hidden = 2, epochs = 2, sample_weight = used$b)
  expect_identical(parameter_digest(fit$network), parameter_digest(matrix_fit$network))
  unweighted <- small(y ~ a, used)
  expect_false(parameter_digest(fit$network) == parameter_digest(unweighted$network))
})

test_that("formulas that no network can follow are refused", {
  expect_refusal(small(~a), "invalid_targets", "formula")
  expect_refusal(small(y ~ 1), "empty", "formula")
  expect_refusal(small(y ~ 0), "empty", "formula")
  expect_refusal(small(y ~ a + offset(b)), "unknown_argument", "formula")
  expect_refusal(small(y ~ a, samples[0, ]), "empty", "data")
  expect_refusal(small(y ~ as.complex(a)), "not_numeric", "as.complex(a)")
  expect_refusal(small(y ~ nowhere), "missing_column", "nowhere")
  expect_error(small(Species ~ Sepal.Lenght, iris), "Did you mean `Sepal.Length`?", fixed = TRUE)
  expect_refusal(small(y ~ a, as.matrix(samples)), "missing_column", "data")
  expect_refusal(small(y ~ a, "samples"), "missing_column", "data")
  expect_refusal(small(y ~ f, contrasts = "contr.sum"), "out_of_range", "contrasts")
  expect_error(small(y ~ stop("in the formula")), "in the formula")
})

test_that("a fit may be made in a function, through do.call, and without data", {
  local_fit <- function(table) {
    number <- 2
    onehidden(y ~ I(a^number), data = table, hidden = 2, epochs = 2)
  }
  fit <- local_fit(samples)
  expect_same_bits(predict(fit, samples[2:1, ]), predict(fit)[2:1])
  called <- do.call(onehidden, list(y ~ I(a^2), samples, hidden = 2, epochs = 2))
  expect_identical(parameter_digest(called$network), parameter_digest(fit$network))
  expect_lt(length(capture.output(print(called))), 20)
})

test_that("columns may have any name, and be matrices or dates", {
  odd <- data.frame(`a b` = samples$a, `if` = samples$b, y = samples$y, check.names = FALSE)
  fit <- small(y ~ ., odd)
  expect_identical(input_names(fit$inputs), c("a b", "if"))
  expect_same_bits(predict(fit, odd[4:3, ]), predict(fit)[4:3])
  wide <- data.frame(y = samples$y)
  wide$m <- cbind(one = samples$a, two = samples$b)
  fit <- small(y ~ m, wide)
  expect_identical(input_names(fit$inputs), c("mone", "mtwo"))
  expect_same_bits(predict(fit, wide[4:3, ]), predict(fit)[4:3])
  dated <- data.frame(y = samples$y, day = as.Date("2024-01-01") + samples$a)
  fit <- small(y ~ day, dated)
  expect_same_bits(predict(fit, dated[4:3, ]), predict(fit)[4:3])
})
