test_that("the stream gives what NumPy's legacy generator gives", {
  # np.random.seed(42); np.random.random_sample(3), and the same from the largest seed
  expect_identical(
    sprintf("%.17g", uniforms(42, 3)),
    c("0.37454011884736249", "0.95071430640991617", "0.73199394181140509")
  )
  expect_identical(sprintf("%.17g", uniforms(2^32 - 1, 1)), "0.097632028994013798")
  expect_identical(sprintf("%.17g", uniforms(0, 1)), "0.54881350392732475")
})

test_that("a longer draw begins with the shorter one, beyond one state of 624 words", {
  expect_identical(uniforms(7, 1000)[1:400], uniforms(7, 400))
  expect_identical(length(uniforms(7, 0)), 0L)
})

test_that("the caller's random state stays as it was", {
  with_saved_random_state({
    set.seed(1)
    before <- .Random.seed
    uniforms(42, 10)
    expect_identical(.Random.seed, before)
  })
})

test_that("a random state that was absent stays absent, and the kinds stay too", {
  with_saved_random_state({
    kinds <- RNGkind("Wichmann-Hill", "Box-Muller")
    rm(".Random.seed", envir = globalenv())
    uniforms(42, 10)
    expect_false(exists(".Random.seed", globalenv(), inherits = FALSE))
    expect_identical(RNGkind()[1:2], c("Wichmann-Hill", "Box-Muller"))
    RNGkind(kinds[[1]], kinds[[2]])
  })
})

test_that("the caller's random state comes back after an error and after an interrupt", {
  with_saved_random_state({
    set.seed(1)
    before <- .Random.seed
    expect_error(with_random_state(knuth_state(42), stop("on the way")), "on the way")
    expect_identical(.Random.seed, before)
    tryCatch(
      with_random_state(knuth_state(42), signalCondition(interrupt_condition())),
      interrupt = function(condition) NULL
    )
    expect_identical(.Random.seed, before)
  })
})

test_that("bad input is refused by code and argument", {
  for (seed in list(-1, 2^32, 0.5, NA, "1", NULL, c(1, 2))) {
    expect_refusal(uniforms(seed, 1), "invalid_count", "seed")
  }
  for (n in list(-1, 1.5, Inf, "1", NULL, c(1, 2))) {
    expect_refusal(uniforms(1, n), "invalid_count", "n")
  }
  expect_refusal(uniforms(1, 1, stream = "numpi"), "unknown_stream", "stream")
  expect_refusal(uniforms(1, 1, sed = 1), "unknown_argument", "sed")
})
