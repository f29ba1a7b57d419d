# Wide numbers: fixed point of 240 bits, for the few results that double-double leaves undecided.
#
# A wide number is ten signed digits to the base 2^24, a[1] + a[2] / 2^24 + a[3] / 2^48 + ..., kept as doubles. A vector
# of N of them is an N x 10 matrix. Digits may be as large as 2^51 for a while, so that sums need no carry. The
# conformance suite recomputes the error bounds that are quoted here (its module elementary_bounds).
#' @include arithmetic_double_double.R
NULL

WIDE_DIGITS <- 10
WIDE_BASE <- 16777216

# ln(2)/4096 and 2^(1/4096): the two constants from which everything else follows.
LN2_STEP <- c(
  0, 2839, 2195325, 1898395, -4415941, 3768383, 3107572, 996402, 6760843, 6477985
)
ROOT_STEP <- c(
  1, 2839, 6225884, 7780921, -1894798, -3501161, 2517318, 3203829, 762673, 2668153
)

# ln(2)/4096 as a sum of two doubles. The first has 30 bits (2^18, 2^6 and 2^42 put them before the point to be
# rounded), so that its product with an integer below 2^23 is exact.
STEP_HIGH <- round_to_integer(LN2_STEP[2] * 262144 + LN2_STEP[3] / 64) / 4398046511104
STEP_LOW <- ((LN2_STEP[2] / WIDE_BASE + LN2_STEP[3] / WIDE_BASE / WIDE_BASE) - STEP_HIGH) +
  (LN2_STEP[4] + (LN2_STEP[5] + LN2_STEP[6] / WIDE_BASE) / WIDE_BASE) /
    WIDE_BASE / WIDE_BASE / WIDE_BASE
STEPS_PER_UNIT <- 1 / (STEP_HIGH + STEP_LOW)

# Every error of this file, with a wide margin: a comparison of wide numbers closer than this is rejected.
UNDECIDED <- power_of_two(-150)

FACTORIAL_OF_11 <- 39916800

# Brings digits of up to 2^51 below 2^23 + 9; two rounds are enough.
wide_carry <- function(a) {
  for (pass in 1:2) {
    carries <- round_to_integer(a[, 2:WIDE_DIGITS, drop = FALSE] / WIDE_BASE)
    a[, 2:WIDE_DIGITS] <- a[, 2:WIDE_DIGITS] - carries * WIDE_BASE
    a[, 1:(WIDE_DIGITS - 1)] <- a[, 1:(WIDE_DIGITS - 1)] + carries
  }
  a
}

# Wide numbers equal to the doubles x, which must be multiples of 2^-216.
wide_from_double <- function(x) {
  a <- matrix(0, length(x), WIDE_DIGITS)
  for (j in 1:WIDE_DIGITS) {
    a[, j] <- round_to_integer(x)
    x <- (x - a[, j]) * WIDE_BASE
  }
  a
}

# The nearest double or its neighbour.
wide_to_double <- function(a) {
  x <- numeric(nrow(a))
  for (j in WIDE_DIGITS:1) {
    x <- x / WIDE_BASE + a[, j]
  }
  x
}

# a * b within 2^-190. A digit sums products of digits below 2^24, of the first up to 2 * 11!, so it is exact.
wide_product <- function(a, b) {
  product <- matrix(0, nrow(a), WIDE_DIGITS)
  for (j in 1:WIDE_DIGITS) {
    product[, j:WIDE_DIGITS] <- product[, j:WIDE_DIGITS] + a[, j] * b[, 1:(WIDE_DIGITS + 1 - j)]
  }
  wide_carry(product)
}

# Whether a > 0; the leading digit decides, the others cannot outweigh it.
wide_is_positive <- function(a) {
  x <- wide_to_double(wide_carry(a))
  if (any(abs(x) < UNDECIDED)) {
    stop("a result is too close to a midpoint between two doubles")
  }
  x > 0
}

# 2^(i/4096) for i = 0 ... 4095 within 2^-181: each round doubles the table.
make_wide_roots <- function() {
  roots <- wide_from_double(1)
  factor <- matrix(ROOT_STEP, 1, WIDE_DIGITS)
  for (pass in 1:12) {
    roots <- rbind(roots, wide_product(roots, factor[rep(1, nrow(roots)), , drop = FALSE]))
    factor <- wide_product(factor, factor)
  }
  roots
}

WIDE_ROOTS <- make_wide_roots()

# The integer n = 4096 k + i nearest to x / (ln(2)/4096), k and i, 0 <= i < 4096.
argument_reduction <- function(x) {
  n <- round_to_integer(x * STEPS_PER_UNIT)
  k <- floor(n / 4096)
  list(n = n, k = k, i = n - 4096 * k)
}

# 11! e^x 2^-k and k, for wide x: e^x = 2^k 2^(i/4096) e^d, and e^d is its Taylor series.
wide_exp <- function(x) {
  at <- argument_reduction(wide_to_double(x))
  d <- wide_carry(x - at$n * rep(LN2_STEP, each = nrow(x)))
  # 11! e^d = 11! + d (11!/1! + d (11!/2! + ... + d 11!/11!)): all coefficients are integers.
  series <- matrix(0, nrow(x), WIDE_DIGITS)
  coefficient <- 1
  series[, 1] <- coefficient
  for (j in 11:1) {
    coefficient <- coefficient * j
    series <- wide_product(d, series)
    series[, 1] <- series[, 1] + coefficient
  }
  list(wide_product(series, WIDE_ROOTS[at$i + 1, , drop = FALSE]), at$k)
}
