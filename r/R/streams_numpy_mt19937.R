# The stream "numpy": the Mersenne Twister as NumPy's legacy generator seeds and reads it (SPEC.md 7.2).
#' @include streams_mersenne_twister.R streams_words.R
NULL

# What np.random.seed(seed) begins and np.random.random_sample reads: of two words a and b, (floor(a / 2^5) * 2^26 +
# floor(b / 2^6)) / 2^53.
numpy_stream <- function(seed) {
  draw <- mersenne_twister(knuth_state(seed))
  uniforms <- function(n) {
    words <- matrix(draw(2 * n) * 0x1p32, nrow = 2) # the word 0 comes as 1/2: floor() takes that back
    (floor(words[1, ] / 0x1p5) * 0x1p26 + floor(words[2, ] / 0x1p6)) / 0x1p53
  }
  list(uniforms = uniforms, skip = function(n) skip_drawing(uniforms, n))
}

# Knuth's recurrence: s[i] = 1812433253 * (s[i - 1] xor floor(s[i - 1] / 2^30)) + i, modulo 2^32.
knuth_state <- function(seed) {
  state <- numeric(624)
  state[[1]] <- seed
  for (i in 1:623) {
    mixed <- xor_32(state[[i]], state[[i]] %/% 0x1p30)
    state[[i + 1]] <- (times_modulo_32(1812433253, mixed) + i) %% 0x1p32
  }
  state
}
