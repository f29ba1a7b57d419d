test_that("the digest is SHA-256 over little-endian doubles, row by row", {
  example <- network(rbind(c(1, 2), c(3, 4)), c(5, 6), rbind(7, 8), 9)
  content <- writeBin(as.double(1:9), raw(), endian = "little")
  expect_identical(parameter_digest(example), sha256(content))
  # the same from Python's hashlib and struct
  expect_identical(
    parameter_digest(example),
    "6cf91a6516fb9202004c5ff854ddd4a37aa22e792b817b03cfbc763a4a1a3de1"
  )
})

test_that("absent parameters are left out", {
  example <- network(NULL, NULL, rbind(7), NULL)
  expect_identical(parameter_digest(example), sha256(writeBin(7, raw(), endian = "little")))
})

test_that("the two zeros differ", {
  of <- function(zero) parameter_digest(network(NULL, NULL, rbind(zero), NULL))
  expect_false(of(0) == of(-0))
})

test_that("only networks have digests", {
  expect_refusal(parameter_digest(1), "invalid_network", "network")
})
