# The stream "r": the Mersenne Twister as R's set.seed() seeds and runif() reads it (SPEC.md 7.4).
#' @include streams_mersenne_twister.R
NULL

# What set.seed(seed) begins and runif() reads. (set.seed() itself would make R forget the second of two numbers that
# the caller's own generator may have drawn together.)
r_stream <- function(seed) {
  uniforms <- mersenne_twister(congruential_state(seed))
  list(uniforms = uniforms, skip = function(n) skip_drawing(uniforms, n))
}

# The state filled with seed = 69069 * seed + 1 modulo 2^32; the first 51 are not used.
congruential_state <- function(seed) {
  words <- numeric(51 + 624)
  for (i in seq_along(words)) {
    seed <- (69069 * seed + 1) %% 0x1p32
    words[[i]] <- seed
  }
  words[-(1:51)]
}
