words <- c(0, 1, 2^16 - 1, 2^16, 2^31 - 1, 2^31, 2^32 - 1, 0x12345678)

test_that("products modulo 2^32 are those of whole numbers", {
  # the products of the halves, each exact
  expected <- outer(words, words, function(a, b) {
    low <- (a %% 2^16) * (b %% 2^16)
    middle <- (a %/% 2^16) * (b %% 2^16) + (a %% 2^16) * (b %/% 2^16)
    (low + (middle %% 2^16) * 2^16) %% 2^32
  })
  expect_identical(outer(words, words, times_modulo_32), expected)
  expect_identical(times_modulo_32(2^32 - 1, 2^32 - 1), 1)
})

test_that("the exclusive or works on all 32 bits", {
  expect_identical(xor_32(words, 0), words)
  expect_identical(xor_32(words, words), 0 * words)
  expect_identical(xor_32(2^32 - 1, words), 2^32 - 1 - words)
  expect_identical(xor_32(0x0ff0f0f0, 0xff00ff00), 0xf0f00ff0)
})
