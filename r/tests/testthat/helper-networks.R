# The article's samples and a network of the article's shape.
article_X <- rbind(c(1, 0, 1, 0), c(1, 0, 1, 1), c(0, 1, 0, 1))
article_y <- rbind(1, 1, 0)

article_network <- function() {
  u <- uniforms(42, 19)
  wh <- matrix(u[1:12], 4, 3, byrow = TRUE)
  network(wh, u[13:15], matrix(u[16:18], 3, 1), u[19])
}

# A network with d = 4, h = 3, k = 2 and weights between -1 and 1.
make_network <- function(...) {
  u <- 2 * uniforms(7, 23) - 1
  wh <- matrix(u[1:12], 4, 3, byrow = TRUE)
  wout <- matrix(u[16:21], 3, 2, byrow = TRUE)
  network(wh, u[13:15], wout, u[22:23], ...)
}

# 5 samples for it, and targets between 0 and 1.
samples_X <- matrix(uniforms(11, 30)[1:20], 5, 4, byrow = TRUE)
samples_y <- matrix(uniforms(11, 30)[21:30], 5, 2, byrow = TRUE)

both_arithmetics <- c("reproducible", "blas")

# identical() takes -0 for +0, unless it is told to compare bits.
expect_same_bits <- function(object, expected) {
  expect_true(identical(object, expected, num.eq = FALSE, single.NA = FALSE))
}

# Evaluates a call that must be refused, and compares the code and the argument.
expect_refusal <- function(call, code, argument) {
  error <- expect_error(call, class = "onehidden_error")
  expect_identical(list(error$code, error$argument), list(code, argument))
}

interrupt_condition <- function() structure(list(), class = c("interrupt", "condition"))

# Keeps what a test does to the caller's random state from other tests.
with_saved_random_state <- function(code) {
  saved <- get0(".Random.seed", globalenv(), inherits = FALSE)
  on.exit(if (!is.null(saved)) assign(".Random.seed", saved, globalenv()))
  code
}

# Evaluates `code` with all of R's warnings on, as errors. Removing an option afterwards leaves R's warnings of partial
# matches on: only FALSE ends them.
with_strict_r <- function(code, ...) {
  strict <- function(on) {
    options(warnPartialMatchArgs = on, warnPartialMatchDollar = on, warnPartialMatchAttr = on)
  }
  old <- c(options(warn = 2, matprod = "internal", scipen = -5, ...), strict(TRUE))
  on.exit({
    strict(FALSE)
    options(old)
  })
  code
}
