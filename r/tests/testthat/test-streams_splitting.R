test_that("the last rows in the order of the uniforms are for validation", {
  for (stream in c("numpy", "pcg64", "r")) {
    rows <- split_rows(20, 0.3, 5, stream)
    order <- order(uniforms(5, 20, stream))
    expect_identical(rows, list(training = sort(order[1:14]), validation = sort(order[15:20])))
  }
})

test_that("both parts have their sizes and at least one row", {
  cases <- list(
    c(10, 0.25, 2), c(10, 0.01, 1), c(10, 0.999, 9), c(2, 0.5, 1), c(2, 0.999, 1), c(3, 0.999, 2), c(100, 0.29, 28),
    c(1000, 1 - 2^-53, 999)
  )
  for (case in cases) {
    rows <- split_rows(case[[1]], case[[2]], 1)
    expect_length(rows$validation, case[[3]])
    expect_identical(sort(unlist(rows, use.names = FALSE)), seq_len(case[[1]]))
  }
})

test_that("bad input is refused by code and argument", {
  expect_refusal(split_rows(1, 0.5, 1), "invalid_count", "n")
  for (fraction in c(0, 1, -0.5)) expect_refusal(split_rows(10, fraction, 1), "out_of_range", "fraction")
  expect_refusal(split_rows(10, NaN, 1), "not_finite", "fraction")
  expect_refusal(split_rows(10, "half", 1), "not_numeric", "fraction")
  expect_refusal(split_rows(10, 0.5, -1), "invalid_count", "seed")
  expect_refusal(split_rows(10, 0.5, 1, "nump"), "unknown_stream", "stream")
  expect_refusal(split_rows(10, 0.5, 1, sed = 1), "unknown_argument", "sed")
})
