# What the package leaves alone, and what cannot touch its results (SPEC.md 4.8).

article <- article_network()

# One call of everything, the last value being the digest of a training.
everything <- function() {
  backward(article, article_X, article_y)
  utils::capture.output(print(train(article, article_X, article_y, epochs = 2, report_every = 1)))
  for (stream in names(STREAMS)) normals(1, 5, stream)
  threshold_unit(c(1, 2))
  try(forward(article, 1), silent = TRUE)
  parameter_digest(train(article, article_X, article_y, epochs = 20, batches = "single")$network)
}

test_that("options, locale and random state stay as they were", {
  with_saved_random_state({
    set.seed(1)
    before <- list(options(), Sys.getlocale(), .Random.seed, RNGkind())
    everything()
    expect_identical(list(options(), Sys.getlocale(), .Random.seed, RNGkind()), before)
  })
})

test_that("a random state that was absent is not made", {
  with_saved_random_state({
    suppressWarnings(rm(".Random.seed", envir = globalenv()))
    everything()
    expect_false(exists(".Random.seed", globalenv(), inherits = FALSE))
  })
})

test_that("the caller's data stay as they were", {
  X <- article_X + 0
  y <- c(1, 1, 0)
  example <- article_network()
  train(example, X, y, epochs = 2)
  expect_same_bits(X, article_X)
  expect_same_bits(y, c(1, 1, 0))
  expect_identical(example, article)
})

test_that("options do not touch a result or a message", {
  digest <- everything()
  refusal <- function() tryCatch(forward(article, article_X / 0), error = conditionMessage)
  line <- function() format(train(article, article_X, article_y, epochs = 0))
  message <- refusal()
  text <- line()
  found <- with_strict_r(list(everything(), refusal(), line()), OutDec = ",", digits = 3)
  expect_identical(found, list(digest, message, text))
})
