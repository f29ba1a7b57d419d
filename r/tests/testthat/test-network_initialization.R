test_that("article_python draws what the listing draws", {
  # np.random.seed(42), then np.random.uniform in the order of the listing: each is what random_sample gives
  u <- uniforms(42, 23)
  drawn <- initial_network(4, 3, 2, 42, "article_python")
  expect_same_bits(drawn$wh, matrix(u[1:12], 4, 3, byrow = TRUE))
  expect_same_bits(drawn$bh, u[13:15])
  expect_same_bits(drawn$wout, matrix(u[16:21], 3, 2, byrow = TRUE))
  expect_same_bits(drawn$bout, u[22:23])
  expect_identical(sprintf("%.17g", drawn$bout), c("0.13949386065204183", "0.29214464853521815"))
})

test_that("article_r draws what the listing draws", {
  skip_if_not(R.version$arch == "x86_64", "not on x86-64: R's compiler may have fused operations of rnorm()")
  with_saved_random_state({
    RNGkind("default", "default", "default")
    set.seed(42)
    wh <- matrix(rnorm(3 * 2, mean = 0, sd = 1), 3, 2)
    bh <- runif(2)
    wout <- matrix(rnorm(2 * 1, mean = 0, sd = 1), 2, 1)
    bout <- runif(1)
  })
  drawn <- initial_network(3, 2, 1, 42, "article_r", stream = "r")
  expect_same_bits(unclass(drawn)[c("wh", "bh", "wout", "bout")], list(wh = wh, bh = bh, wout = wout, bout = bout))
})

test_that("glorot is uniform with a limit for each layer", {
  drawn <- initial_network(5, 4, 3, 7)
  u <- uniforms(7, 32)
  expect_same_bits(drawn$wh, matrix(((u[1:20] * 2) - 1) * sqrt(6 / 9), 5, 4, byrow = TRUE))
  expect_same_bits(drawn$wout, matrix(((u[21:32] * 2) - 1) * sqrt(6 / 7), 4, 3, byrow = TRUE))
  expect_same_bits(c(drawn$bh, drawn$bout), numeric(7))
})

test_that("he is normal with a spread for each layer", {
  drawn <- initial_network(5, 4, 3, 7, "he", "pcg64")
  g <- normals(7, 32, "pcg64")
  expect_same_bits(drawn$wh, matrix(g[1:20] * sqrt(2 / 5), 5, 4, byrow = TRUE))
  expect_same_bits(drawn$wout, matrix(g[21:32] * sqrt(2 / 4), 4, 3, byrow = TRUE))
  expect_same_bits(c(drawn$bh, drawn$bout), numeric(7))
})

test_that("without hidden neurons there is no hidden layer", {
  for (initialization in names(INITIALIZATIONS)) {
    drawn <- initial_network(5, 0, 3, 7, initialization)
    expect_null(drawn$wh)
    expect_null(drawn$bh)
    expect_identical(dim(drawn$wout), c(5L, 3L))
    expect_length(drawn$bout, 3)
  }
})

test_that("the inputs are what a layer without hidden neurons comes from", {
  expected <- matrix(((uniforms(7, 15) * 2) - 1) * sqrt(6 / 8), 5, 3, byrow = TRUE)
  expect_same_bits(initial_network(5, 0, 3, 7)$wout, expected)
})

test_that("the settings are those of the network", {
  drawn <- initial_network(2, 3, 1, 1, "he", "r", "relu", "identity", "squared_error", "mean")
  expect_identical(c(drawn$hidden_activation, drawn$output_activation), c("relu", "identity"))
  expect_identical(c(drawn$loss, drawn$reduction), c("squared_error", "mean"))
})

test_that("bad input is refused by code and argument", {
  expect_refusal(initial_network(0, 3, 1, 1), "invalid_count", "n_features")
  expect_refusal(initial_network(2, -1, 1, 1), "invalid_count", "n_hidden")
  expect_refusal(initial_network(2, 3, 1.5, 1), "invalid_count", "n_outputs")
  expect_refusal(initial_network(2, 3, 1, -1), "invalid_count", "seed")
  expect_refusal(initial_network(2, 3, 1, 1, "glorott"), "unknown_initialization", "initialization")
  expect_refusal(initial_network(2, 3, 1, 1, NULL), "unknown_initialization", "initialization")
  expect_refusal(initial_network(2, 3, 1, 1, stream = "mt"), "unknown_stream", "stream")
  expect_refusal(
    initial_network(2, 3, 1, 1, hidden_activation = "relux"), "unknown_activation", "hidden_activation"
  )
  expect_refusal(
    initial_network(2, 3, 1, 1, loss = "binary_cross_entropy", output_activation = "tanh"),
    "incompatible_loss", "loss"
  )
  expect_refusal(initial_network(2, 3, 1, 1, n_hiden = 3), "unknown_argument", "n_hiden")
})
