# Sums and products of doubles together with their rounding errors, exactly.
#
# Only + - * / of whole vectors, comparisons, selections and gathers: the same bits in every language and on every
# machine. Constants are integers and quotients of integers: R does not promise to read decimal fractions exactly.

# Every power of two that is a double, by doubling and halving, which are exact.
make_powers_of_two <- function() {
  powers <- rep(1, 2098)
  for (i in 1076:2098) powers[i] <- powers[i - 1] * 2
  for (i in 1074:1) powers[i] <- powers[i + 1] / 2
  powers
}

POWERS_OF_TWO <- make_powers_of_two()

# 1.5 * 2^52: the doubles around it are the integers, so that adding it rounds to an integer.
TO_INTEGER <- 6755399441055744

# 2^27 + 1 splits a double into two halves of 26 bits (Veltkamp).
SPLITTER <- 134217729

# yes where the condition holds, no elsewhere: ifelse() at half its cost, for doubles.
where <- function(condition, yes, no) {
  n <- length(condition)
  j <- which(condition)
  result <- rep_len(no, n)
  result[j] <- rep_len(yes, n)[j]
  result
}

# 2^k for -1074 <= k <= 1023, from a table: a library's power need not be exact.
power_of_two <- function(k) {
  POWERS_OF_TWO[k + 1075]
}

# The k with 2^k <= x < 2^(k + 1), for positive normal x.
exponent_of <- function(x) {
  # Python looks at the exponent's bits, which R cannot.
  findInterval(x, POWERS_OF_TWO) - 1075
}

# The integer nearest to x, ties to even, for |x| < 2^51.
round_to_integer <- function(x) {
  (x + TO_INTEGER) - TO_INTEGER
}

# a + b rounded, and its rounding error exactly, if |a| >= |b| or a = 0 (Dekker).
fast_two_sum <- function(a, b) {
  s <- a + b
  list(s, b - (s - a))
}

# Two halves whose sum is a, with at most 26 bits each, for |a| < 2^996 (Veltkamp).
veltkamp_split <- function(a) {
  t <- SPLITTER * a
  high <- t - (t - a)
  list(high, a - high)
}

# a * b rounded, and its rounding error exactly (Dekker).
two_product <- function(a, b) {
  p <- a * b
  a <- veltkamp_split(a)
  b <- veltkamp_split(b)
  list(p, (((a[[1]] * b[[1]] - p) + a[[1]] * b[[2]]) + a[[2]] * b[[1]]) + a[[2]] * b[[2]])
}
