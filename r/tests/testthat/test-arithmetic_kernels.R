# Which kernels are used, and what is said where the compiled ones cannot be.

article <- article_network()

# Evaluates `code` with what NATIVE has changed, and an environment variable; both are put back.
with_native <- function(changes, code, kernels = "") {
  saved <- as.list(NATIVE)
  variable <- Sys.getenv("ONEHIDDEN_KERNELS")
  on.exit({
    list2env(saved, NATIVE)
    Sys.setenv(ONEHIDDEN_KERNELS = variable)
  })
  Sys.setenv(ONEHIDDEN_KERNELS = kernels)
  for (name in names(changes)) assign(name, changes[[name]], NATIVE)
  code
}
without_compiler <- list(symbols = NULL, fault = NULL)

test_that("what is there is used", {
  kernels <- if (is.null(NATIVE$symbols)) "interpreted" else "compiled"
  with_native(list(), expect_identical(c(default_kernels(), info()$kernels), c(kernels, kernels)))
})

test_that("the environment switches compiled kernels off", {
  with_native(list(), kernels = "interpreted", {
    expect_identical(c(default_kernels(), info()$kernels), c("interpreted", "interpreted"))
    if (!is.null(NATIVE$symbols)) {
      expect_identical(info()$reason, "ONEHIDDEN_KERNELS is interpreted")
    }
  })
})

test_that("an installation without a compiler works, and says that it is one", {
  with_compiler <- train(article, article_X, article_y, epochs = 3)
  with_native(without_compiler, {
    expect_output(print(info()), "interpreted, because they were not compiled when onehidden was installed")
    expect_null(info()$width)
    expect_identical(info()$threads, 1)
    expect_identical(train(article, article_X, article_y, epochs = 3), with_compiler)
    error <- expect_error(
      train(article, article_X, article_y, kernels = "compiled"),
      "there was no compiler. Leave `kernels` out",
      fixed = TRUE, class = "onehidden_missing_kernels"
    )
    expect_identical(error$argument, "kernels")
  })
})

test_that("kernels that compute otherwise are not used", {
  skip_if(is.null(NATIVE$symbols), "the kernels were not compiled")
  wrong <- NATIVE$symbols
  wrong$column_sums <- wrong$exp # of a matrix, which is no vector of sums
  with_native(list(symbols = wrong, fault = NULL), {
    expect_identical(fault_of_compiled(), "a known computation gives different bits with them")
  })
})

test_that("other kernels are refused", {
  for (call in list(
    quote(forward(article, article_X, kernels = "compile")),
    quote(backward(article, article_X, article_y, kernels = "compile")),
    quote(predict(article, article_X, kernels = "compile")),
    quote(train(article, article_X, article_y, kernels = "compile")),
    quote(training_epochs(article, article_X, article_y, kernels = "compile"))
  )) {
    expect_error(
      eval(call), 'must be "compiled" or "interpreted".*Did you mean "compiled"',
      class = "onehidden_unknown_kernels"
    )
  }
})

test_that("steps have the same bits", {
  skip_if(is.null(NATIVE$symbols), "the kernels were not compiled")
  expected <- backward(article, article_X, article_y, kernels = "interpreted")
  expect_identical(backward(article, article_X, article_y, kernels = "compiled"), expected)
  expect_identical(predict(article, article_X, kernels = "compiled"), expected$output)
})

test_that("the number of threads is what was asked for", {
  skip_if(is.null(NATIVE$symbols), "the kernels were not compiled")
  names <- c("ONEHIDDEN_THREADS", "OMP_NUM_THREADS")
  saved <- Sys.getenv(names)
  on.exit({
    Sys.unsetenv(names)
    for (name in names[nzchar(saved)]) do.call(Sys.setenv, as.list(saved[name]))
  })
  Sys.unsetenv(names)
  expect_gte(thread_count(), 1)
  Sys.setenv(OMP_NUM_THREADS = "3")
  expect_equal(thread_count(), 3)
  Sys.setenv(ONEHIDDEN_THREADS = "2")
  expect_equal(thread_count(), 2)
  Sys.setenv(ONEHIDDEN_THREADS = "many")
  expect_equal(thread_count(), 3)
})
