# exp, log and tanh of vectors of doubles, correctly rounded (to nearest, ties to even).
#
# Each function has two phases. The first computes the result as s + t, s a double and t small, with a proven bound on
# the error. Where s + (t - bound) and s + (t + bound) round to the same double, that is the answer. Elsewhere (one
# result in 10^3 to 10^6) they are neighbours, and the second phase decides with wide numbers on which side of the
# midpoint between them the true value lies. For log and tanh that is a question about exp too: log(x) > m where x >
# e^m, and tanh(y/2) > m where e^y (1 - m) > 1 + m. So exp is the only function that is ever computed to many digits.
# The conformance suite recomputes the error bounds (its module elementary_bounds).
#' @include arithmetic_double_double.R arithmetic_wide.R
NULL

# The two phases ---------------------------------------------------------------

# s + t correctly rounded, if its error is at most bound.
#
# is_above(j, m) tells whether the true values of the elements j are above the wide numbers m.
round_correctly <- function(s, t, bound, is_above) {
  low <- s + (t - bound)
  high <- s + (t + bound)
  if (any(low != high)) {
    j <- which(low != high)
    midpoint <- wide_carry(wide_from_double(low[j] / 2) + wide_from_double(high[j] / 2))
    low[j] <- where(is_above(j, midpoint), high[j], low[j])
  }
  low
}

# f(x) where x is ordinary, exception(x) elsewhere.
with_exceptions <- function(x, ordinary, f, exception) {
  if (!anyNA(ordinary) && all(ordinary)) {
    return(f(x))
  }
  j <- which(is.na(ordinary) | !ordinary)
  y <- x
  y[j] <- 1 # ordinary for exp, log and tanh
  result <- f(y)
  result[j] <- exception(x[j])
  result
}

# Tables -----------------------------------------------------------------------

# ROOTS, 2^(i/4096) for i = 0 ... 4096 rounded to 25 bits, and LOG_EXCESS, what that does to their logarithms.
#
# LOG_EXCESS is log(ROOTS) - i ln(2)/4096: below 2^-25, and known within 2^-77.5.
make_roots <- function() {
  roots <- WIDE_ROOTS[, 1] + WIDE_ROOTS[, 2] / WIDE_BASE
  rest <- (WIDE_ROOTS[, 3] + (WIDE_ROOTS[, 4] + WIDE_ROOTS[, 5] / WIDE_BASE) / WIDE_BASE) / WIDE_BASE
  r <- rest / WIDE_BASE / roots # 2^(i/4096) = roots (1 + r), so the excess is -log(1 + r)
  list(c(roots, 2), c(r * r * (1 / 2 - r / 3) - r, 0))
}

ROOTS <- make_roots()[[1]]
LOG_EXCESS <- make_roots()[[2]]

# The multiple of 2^-39 nearest to x: 26 bits for |x| < 2^-13, so its product with a root is exact.
leading_bits <- function(x) {
  (x + 12288) - 12288
}

# exp --------------------------------------------------------------------------

EXP_BOUND <- power_of_two(-72)
SHIFT_BOUND <- power_of_two(-105) # times the shift of exp_extreme(): for rounding what it leaves

# The largest double whose exp is finite, and the first below which exp is less than 2^-1022.
EXP_LARGEST <- 6243314768165359 / 8796093022208
EXP_SUBNORMAL <- -7083964185322641 / 10000000000000

# s, t and k with e^x = 2^k (s + t), within EXP_BOUND, for |x| <= 746.
#
# With x = n ln(2)/4096 + LOG_EXCESS[i] + d, e^x = 2^k ROOTS[i] e^d, and |d| < 2^-13.5.
exp_first_phase <- function(x) {
  at <- argument_reduction(x)
  root <- ROOTS[at$i + 1]
  u <- x - at$n * STEP_HIGH # exact
  v <- at$n * STEP_LOW + LOG_EXCESS[at$i + 1] # below 2^-23.6; here and in the excess is most of the error
  d <- u - v
  d_high <- leading_bits(d)
  d_low <- (d - d_high) + ((u - d) - v)
  rest <- d_low + (d * d) * (1 / 2 + d * (1 / 6 + d * (1 / 24 + d * (1 / 120))))
  parts <- fast_two_sum(root, root * d_high)
  list(s = parts[[1]], t = parts[[2]] + root * rest, k = at$k)
}

# Whether e^x 2^-k is above the wide number m.
exp_is_above <- function(x, m) {
  wide_is_positive(wide_exp(wide_from_double(x))[[1]] - FACTORIAL_OF_11 * m)
}

# e^x for |x| < 708, where it is a normal number.
exp_ordinary <- function(x) {
  e <- exp_first_phase(x)
  is_above <- function(j, m) exp_is_above(x[j], m)
  round_correctly(e$s, e$t, EXP_BOUND, is_above) * power_of_two(e$k)
}

# e^x for |x| >= 708 and NaN.
exp_extreme <- function(x) {
  representable <- !is.na(x) & x > -746 & x <= EXP_LARGEST
  y <- where(representable, x, 0)
  e <- exp_first_phase(y)
  # Subnormal numbers are 2^-1074 apart: in units of 2^k that is shift 2^-52, and adding shift rounds to it.
  subnormal <- y < EXP_SUBNORMAL
  shift <- where(subnormal, power_of_two(where(subnormal, -1022 - e$k, 0)), 0)
  parts <- fast_two_sum(shift, e$s)
  bound <- EXP_BOUND + shift * SHIFT_BOUND
  is_above <- function(j, m) exp_is_above(y[j], m - wide_from_double(shift[j]))
  rounded <- round_correctly(parts[[1]], parts[[2]] + e$t, bound, is_above) - shift
  half <- floor(e$k / 2) # 2^k itself may be no double
  result <- (rounded * power_of_two(half)) * power_of_two(e$k - half)
  beyond <- where(is.na(x), x, where(x > 0, Inf, 0))
  where(representable, result, beyond)
}

# e^x of a vector.
exp_block <- function(x) {
  with_exceptions(x, abs(x) < 708, exp_ordinary, exp_extreme)
}

# log --------------------------------------------------------------------------

SMALLEST_NORMAL <- power_of_two(-1022)

LOG_BOUND <- power_of_two(-50) # times the three parts that t is made of

# An i with ROOTS[i] close to f, for 1 <= f < 2: within 0.58 steps.
nearest_root <- function(f) {
  u <- (f - 1) / (f + 1) # log(f) = 2 (u + u^3/3 + u^5/5 + u^7/7 + ...)
  v <- u * u
  log_f <- u * (2 + v * (2 / 3 + v * (2 / 5 + v * (2 / 7))))
  round_to_integer(log_f * STEPS_PER_UNIT)
}

# s, t and a bound with log(f 2^k) = s + t within the bound, for 1 <= f < 2.
#
# With f = ROOTS[i] (1 + r) and n = 4096 k + i, it is n ln(2)/4096 + LOG_EXCESS[i] + log(1 + r).
log_first_phase <- function(f, k) {
  i <- nearest_root(f)
  root <- ROOTS[i + 1]
  excess <- LOG_EXCESS[i + 1]
  z <- f - root # exact
  r <- z / root # below 2^-13.3
  r_high <- leading_bits(r)
  rest <- ((z - root * r_high) - root * (r - r_high)) / root # of the division, within 2^-92
  series <- (r * r) * (r * (1 / 3 - r * (1 / 4 - r * (1 / 5))) - 1 / 2) # log(1 + r) - r
  n <- 4096 * k + i
  n_low <- n * STEP_LOW
  parts <- fast_two_sum(n * STEP_HIGH, r)
  t <- parts[[2]] + ((n_low + excess) + (rest + series))
  list(s = parts[[1]], t = t, bound = ((r * r + abs(excess)) + abs(n_low)) * LOG_BOUND)
}

# log(x 2^shift) for positive normal x.
log_scaled <- function(x, shift) {
  exponent <- exponent_of(x)
  f <- x * power_of_two(-exponent)
  k <- exponent + shift
  l <- log_first_phase(f, k)
  is_above <- function(j, m) {
    e <- wide_exp(m)
    scaled <- f[j] * power_of_two(k[j] - e[[2]])
    wide_is_positive(FACTORIAL_OF_11 * wide_from_double(scaled) - e[[1]])
  }
  round_correctly(l$s, l$t, l$bound, is_above)
}

# log(x) for positive normal x.
log_ordinary <- function(x) {
  log_scaled(x, 0)
}

# log(x) for subnormal x, zeros, negative numbers, infinities and NaN.
log_extreme <- function(x) {
  subnormal <- !is.na(x) & x > 0 & x < Inf
  result <- log_scaled(where(subnormal, x, SMALLEST_NORMAL) * power_of_two(54), -54)
  special <- where(is.na(x), x, where(x == 0, -Inf, where(x < 0, NaN, x)))
  where(subnormal, result, special)
}

# log(x) of a vector.
log_block <- function(x) {
  with_exceptions(x, x >= SMALLEST_NORMAL & x < Inf, log_ordinary, log_extreme)
}

# tanh -------------------------------------------------------------------------

TANH_IS_ARGUMENT <- power_of_two(-27) # below it tanh(x) rounds to x; above 20 it rounds to 1
TANH_IS_SMALL <- power_of_two(-15) # below it the bound is relative
TANH_BOUND <- power_of_two(-75)
SMALL_TANH_BOUND <- power_of_two(-64)

# s, t and a bound with tanh(y/2) = (e^y - 1) / (e^y + 1) = s + t within the bound.
tanh_first_phase <- function(y) {
  e <- exp_first_phase(y)
  scale <- power_of_two(e$k)
  size <- e$s * scale
  rest <- e$t * scale
  above <- fast_two_sum(size, -1)
  above <- fast_two_sum(above[[1]], above[[2]] + rest)
  below <- fast_two_sum(size, 1)
  below <- fast_two_sum(below[[1]], below[[2]] + rest)
  s <- above[[1]] / below[[1]]
  p <- two_product(s, below[[1]])
  t <- (((above[[1]] - p[[1]]) - p[[2]]) + (above[[2]] - s * below[[2]])) / below[[1]]
  list(s = s, t = t, bound = where(s < TANH_IS_SMALL, s * SMALL_TANH_BOUND, TANH_BOUND))
}

# tanh(x) for 2^-27 <= |x| <= 20.
tanh_ordinary <- function(x) {
  y <- 2 * abs(x)
  q <- tanh_first_phase(y)
  is_above <- function(j, m) {
    e <- wide_exp(wide_from_double(y[j]))
    one <- wide_from_double(rep(1, length(j)))
    below <- wide_product(wide_from_double(power_of_two(-e[[2]])), one + m)
    wide_is_positive(wide_product(e[[1]], one - m) - FACTORIAL_OF_11 * below)
  }
  round_correctly(q$s, q$t, q$bound, is_above) * sign(x)
}

# tanh(x) for |x| < 2^-27, |x| > 20 and NaN.
tanh_extreme <- function(x) {
  where(is.na(x), x, where(x > 20, 1, where(x < -20, -1, x)))
}

# tanh(x) of a vector.
tanh_block <- function(x) {
  size <- abs(x)
  with_exceptions(x, size >= TANH_IS_ARGUMENT & size <= 20, tanh_ordinary, tanh_extreme)
}

# Arrays -----------------------------------------------------------------------

# exp(x), log(x) and tanh(x) of an array of doubles.
rounded_exp <- function(x) {
  x[] <- exp_block(as.vector(x))
  x
}

rounded_log <- function(x) {
  x[] <- log_block(as.vector(x))
  x
}

rounded_tanh <- function(x) {
  x[] <- tanh_block(as.vector(x))
  x
}
