# What the library of the package computes, against the interpreted code, bit for bit.

# Numbers of either sign and many sizes, some of them special.
numbers <- function(n, seed, special = numeric(0)) {
  u <- matrix(uniforms(seed, 3 * n), n)
  x <- (u[, 1] - 0.5) * power_of_two(floor(40 * u[, 2]) - 20)
  chosen <- u[, 3] < length(special) / 20
  x[chosen] <- rep_len(special, sum(chosen))
  x
}

special_numbers <- c(
  NaN, Inf, -Inf, 0, -0, power_of_two(-1074), -power_of_two(-1060), .Machine$double.xmax, 1e-200
)

test_that("the widest vectors are chosen, or those that are asked for", {
  skip_if(is.null(native), missing_kernels)
  expect_identical(.Call(native$width, "baseline"), "baseline")
  expect_identical(.Call(native$width, NULL), widths[[1]])
  expect_identical(.Call(native$width, "AVX-512"), widths[[1]])
})

test_that("products and sums are not fused", {
  skip_if(is.null(native), missing_kernels)
  for (width in widths) expect_false(.Call(native$fuses, width))
})

test_that("products have the bits of the interpreted ones", {
  skip_if(is.null(native), missing_kernels)
  shapes <- list(
    c(1, 1, 1), c(1, 5, 1), c(2, 1, 3), c(3, 7, 17), c(33, 9, 16), c(130, 40, 50), c(4097, 3, 2), c(3, 4, 4100),
    c(2, 5000, 3)
  )
  for (special in list(numeric(0), special_numbers[c(4, 5, 6, 7, 9)], special_numbers)) {
    for (i in seq_along(shapes)) {
      m <- shapes[[i]][1]
      k <- shapes[[i]][2]
      n <- shapes[[i]][3]
      A <- matrix(numbers(m * k, i, special), m, k)
      B <- matrix(numbers(k * n, i + 100, special), k, n)
      expect_everywhere(
        function(threads, width) .Call(native$product, A, B, threads, width),
        ordered_product(A, B)
      )
      B <- t(B)
      expect_everywhere(
        function(threads, width) .Call(native$product_by_transpose, A, B, threads, width),
        ordered_product_by_transpose(A, B)
      )
    }
  }
})

test_that("reductions over rows have the bits of the interpreted ones", {
  skip_if(is.null(native), missing_kernels)
  shapes <- list(
    c(1, 1, 1), c(5, 1, 3), c(40, 7, 2), c(255, 17, 9), c(4096, 2, 3), c(4097, 9, 8), c(9000, 5, 17)
  )
  for (special in list(numeric(0), special_numbers)) {
    for (i in seq_along(shapes)) {
      rows <- shapes[[i]][1]
      A <- matrix(numbers(rows * shapes[[i]][2], i, special), rows)
      B <- matrix(numbers(rows * shapes[[i]][3], i + 100, special), rows)
      expect_everywhere(
        function(threads, width) .Call(native$product_over_rows, A, B, threads, width),
        ordered_product_over_rows(A, B)
      )
      expect_everywhere(
        function(threads, width) .Call(native$column_sums, A, width),
        ordered_column_sums(A)
      )
    }
  }
})

test_that("nothing times nothing is zeros", {
  skip_if(is.null(native), missing_kernels)
  empty <- matrix(0, 3, 0)
  expect_same_bits(.Call(native$product, empty, t(empty), 1, NULL), matrix(0, 3, 3))
  expect_same_bits(.Call(native$product_over_rows, t(empty), t(empty), 2, NULL), matrix(0, 3, 3))
  expect_same_bits(.Call(native$product, t(empty), matrix(0, 3, 2), 1, NULL), matrix(0, 0, 2))
  expect_same_bits(.Call(native$column_sums, t(empty), NULL), numeric(3))
  expect_same_bits(.Call(native$exp, numeric(0), NULL), numeric(0))
})

test_that("exp, log and tanh have the bits of the interpreted ones, and keep attributes", {
  skip_if(is.null(native), missing_kernels)
  hard <- as.numeric(c(
    "-0x1.12d31a20fb38bp+5", "0x1.9e9cbbfd6080bp-31", "-0x1.8e4aaad97ed04p-8", "-0x1p-54",
    "0x1.fd15daa6ce332p+732", "0x1.613955dc802f8p-35", "0x1.9476e304cd7c7p-384",
    "0x1.e0000000000e1p-22", "0x1.ac343b179fec4p-3", "0x1.1375c272d441cp+1", "-0x1.74910d52d3051p+9"
  ))
  x <- c(
    numbers(1000, 1), 1500 * uniforms(2, 500) - 750, hard, -hard, special_numbers, NA, 1, -1,
    EXP_LARGEST, -745, -708, 708, 709, 710, 20, -20, power_of_two(-27), SMALLEST_NORMAL
  )
  interpreted <- list(exp = rounded_exp, log = rounded_log, tanh = rounded_tanh)
  for (name in names(interpreted)) {
    for (n in c(1, 7, 8, 9, 63, 65, length(x))) { # pieces of whole vectors, and what is left of them
      some <- x[length(x) + 1 - seq_len(n)]
      expected <- interpreted[[name]](some)
      expect_everywhere(function(threads, width) .Call(native[[name]], some, width), expected)
    }
    shaped <- array(x[1:24], c(2, 3, 4), list(c("a", "b"), NULL, NULL))
    shaped_copy <- shaped + 0
    expected <- interpreted[[name]](shaped)
    expect_same_bits(.Call(native[[name]], shaped, NULL), expected)
    expect_same_bits(shaped, shaped_copy)
  }
})
