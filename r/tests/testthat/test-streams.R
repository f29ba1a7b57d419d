test_that("the stream numpy gives what NumPy's legacy generator gives", {
  # np.random.seed(42); np.random.random_sample(3), and the same from the largest seed
  expect_identical(
    sprintf("%.17g", uniforms(42, 3)),
    c("0.37454011884736249", "0.95071430640991617", "0.73199394181140509")
  )
  expect_identical(sprintf("%.17g", uniforms(2^32 - 1, 1)), "0.097632028994013798")
  expect_identical(sprintf("%.17g", uniforms(0, 1)), "0.54881350392732475")
})

test_that("the stream pcg64 gives what NumPy's default generator gives", {
  # np.random.default_rng(42).random(3), and the same from other seeds
  expect_identical(
    sprintf("%.17g", uniforms(42, 3, "pcg64")),
    c("0.77395604855596334", "0.43887843975205232", "0.85859791991138246")
  )
  expect_identical(sprintf("%.17g", uniforms(0, 1, "pcg64")), "0.63696168732145431")
  expect_identical(sprintf("%.17g", uniforms(2^32, 1, "pcg64")), "0.88973879127813427")
  expect_identical(sprintf("%.17g", uniforms(2^53 - 1, 1, "pcg64")), "0.78626810667611491")
})

r_seeds <- c(0, 1, 42, -5, .Machine$integer.max, -.Machine$integer.max)

test_that("the stream r is that of R itself", {
  with_saved_random_state({
    RNGkind("default", "default", "default")
    for (seed in r_seeds) {
      set.seed(seed)
      expect_same_bits(uniforms(seed, 1000, "r"), runif(1000))
      set.seed(seed)
      expect_equal(normals(seed, 1000, "r"), rnorm(1000), tolerance = 1e-14)
    }
  })
})

test_that("normals of the stream r are R's own where R's logarithm is correctly rounded", {
  skip_if_not(R.version$arch == "x86_64", "not on x86-64: R's compiler may have fused operations of rnorm()")
  with_saved_random_state({
    RNGkind("default", "default", "default")
    for (seed in r_seeds) {
      u <- matrix(uniforms(seed, 20000, "r"), 2)
      p <- (floor(2^27 * u[1, ]) + u[2, ]) / 2^27
      right <- log(pmin(p, 1 - p)) == cr_log(pmin(p, 1 - p))
      expect_gt(mean(right), 0.9)
      set.seed(seed)
      expect_same_bits(normals(seed, 10000, "r")[right], rnorm(10000)[right])
    }
  })
})

test_that("the word 0 of the stream r is not 0", {
  # the first word comes from the first, second and 398th of the state
  draw <- mersenne_twister(c(numeric(623), 1))
  expect_identical(draw(1), 0x1.00000000fffffp-33)
})

for (stream in names(STREAMS)) {
  test_that(paste("a stream goes on where it stopped:", stream), {
    opened <- open_stream(7, stream)
    parts <- lapply(c(0, 1, 700, 299, 1000), opened$uniforms)
    expect_same_bits(unlist(parts), uniforms(7, 2000, stream))
    expect_identical(parts[[1]], numeric(0))
  })

  test_that(paste("skipping is drawing:", stream), {
    for (n in c(0, 1, 1000, 2^20 + 5)) {
      opened <- open_stream(7, stream)
      opened$uniforms(3)
      opened$skip(n)
      expect_same_bits(opened$uniforms(5), utils::tail(uniforms(7, n + 8, stream), 5))
    }
  })

  test_that(paste("normals take two uniforms each:", stream), {
    opened <- open_stream(3, stream)
    opened$normals(5)
    expect_same_bits(opened$uniforms(2), uniforms(3, 12, stream)[11:12])
    expect_identical(opened$normals(0), numeric(0))
  })

  test_that(paste("normals look normal:", stream), {
    z <- normals(1, 40000, stream)
    expect_lt(abs(mean(z)), 0.02)
    expect_lt(abs(sd(z) - 1), 0.015)
    expect_lt(abs(mean(abs(z) < 1) - 0.6827), 0.01)
  })
}

test_that("pcg64 skips far at once", {
  # np.random.Generator(np.random.PCG64(7).advance(10**15)).random(2)
  opened <- open_stream(7, "pcg64")
  opened$skip(1e15)
  expect_identical(sprintf("%.17g", opened$uniforms(2)), c("0.70859235209277049", "0.39150873591806712"))
})

test_that("a long draw of pcg64, made in parts, is one draw", {
  opened <- open_stream(7, "pcg64")
  expect_same_bits(uniforms(7, 2^16 + 3, "pcg64"), c(opened$uniforms(2^16), opened$uniforms(3)))
})

test_that("rows are shuffled by their uniforms, and of equal ones the lower comes first", {
  given <- function(u) list(uniforms = function(n) u[seq_len(n)])
  u <- c(0.5, 0.25, 0.5 + 2^-53, 0.25, 0)
  expect_identical(shuffled_rows(given(u), 5), c(5L, 2L, 4L, 1L, 3L))
  many <- shuffled_rows(given(rep(c(0.5, 0.25), 500)), 1000)
  expect_identical(many, c(seq(2L, 1000L, 2L), seq(1L, 999L, 2L)))
})

test_that("each shuffle takes the next uniforms", {
  opened <- open_stream(9, "pcg64")
  orders <- list(shuffled_rows(opened, 50), shuffled_rows(opened, 50))
  u <- uniforms(9, 100, "pcg64")
  expect_identical(orders, list(order(u[1:50]), order(u[51:100])))
})

test_that("the caller's random state stays as it was", {
  with_saved_random_state({
    set.seed(1)
    before <- .Random.seed
    for (stream in names(STREAMS)) {
      uniforms(42, 10, stream)
      normals(42, 10, stream)
    }
    expect_identical(.Random.seed, before)
  })
})

test_that("a number that the caller's generator has drawn in advance is not forgotten", {
  with_saved_random_state({
    kinds <- RNGkind(normal.kind = "Box-Muller")
    set.seed(1)
    expected <- rnorm(2)
    set.seed(1)
    first <- rnorm(1)
    for (stream in names(STREAMS)) normals(42, 10, stream)
    expect_identical(c(first, rnorm(1)), expected)
    RNGkind(normal.kind = kinds[[2]])
  })
})

test_that("a random state that was absent stays absent, and the kinds stay too", {
  with_saved_random_state({
    kinds <- RNGkind("Wichmann-Hill", "Box-Muller")
    for (stream in names(STREAMS)) {
      rm(list = intersect(".Random.seed", ls(globalenv(), all.names = TRUE)), envir = globalenv())
      uniforms(42, 10, stream)
      expect_false(exists(".Random.seed", globalenv(), inherits = FALSE))
      expect_identical(RNGkind()[1:2], c("Wichmann-Hill", "Box-Muller"))
    }
    RNGkind(kinds[[1]], kinds[[2]])
  })
})

test_that("the caller's random state comes back after an error and after an interrupt", {
  with_saved_random_state({
    set.seed(1)
    before <- .Random.seed
    other <- random_state(knuth_state(42))
    expect_error(with_random_state(other, stop("on the way")), "on the way")
    expect_identical(.Random.seed, before)
    tryCatch(
      with_random_state(other, signalCondition(interrupt_condition())),
      interrupt = function(condition) NULL
    )
    expect_identical(.Random.seed, before)
  })
})

test_that("bad input is refused by code and argument", {
  for (draw in list(uniforms, normals)) {
    for (seed in list(-1, 2^32, 0.5, NA, "1", NULL, c(1, 2))) {
      expect_refusal(draw(seed, 1), "invalid_count", "seed")
    }
    for (seed in list(-1, 2^53)) expect_refusal(draw(seed, 1, "pcg64"), "invalid_count", "seed")
    for (seed in list(-2^31, 2^31)) expect_refusal(draw(seed, 1, "r"), "invalid_count", "seed")
    for (n in list(-1, 1.5, Inf, "1", NULL, c(1, 2))) {
      expect_refusal(draw(1, n), "invalid_count", "n")
    }
    expect_refusal(draw(1, 1, stream = "numpi"), "unknown_stream", "stream")
    expect_refusal(draw(1, 1, stream = NULL), "unknown_stream", "stream")
    expect_refusal(draw(1, 1, sed = 1), "unknown_argument", "sed")
  }
})

test_that("the ends of the seeds are taken", {
  for (seed in c(0, 2^32 - 1)) expect_length(uniforms(seed, 1), 1)
  expect_length(uniforms(2^53 - 1, 1, "pcg64"), 1)
  expect_length(uniforms(1 - 2^31, 1, "r"), 1)
})

test_that("a shuffle is a function of the epoch alone", {
  in_turn <- shuffles_of(7, "numpy", 6)
  orders <- lapply(1:3, in_turn)
  expect_identical(shuffles_of(7, "numpy", 6)(3), orders[[3]])
  expect_identical(in_turn(2), orders[[2]])
})

test_that("an interrupt while rows are shuffled leaves the order of the epoch as it was", {
  shuffle <- shuffles_of(7, "numpy", 6)
  expected <- shuffles_of(7, "numpy", 6)(1)
  inside <- environment(shuffle)
  inside$drawing$uniforms(3) # as if an interrupt had come after half of the draws
  inside$following <- 0
  expect_identical(shuffle(1), expected)
})
