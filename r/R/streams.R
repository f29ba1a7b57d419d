# Streams of random numbers that are the same in both languages (SPEC.md 7.2).

#' Uniform random numbers of a named stream
#'
#' The stream `"numpy"` is the Mersenne Twister MT19937 as NumPy's legacy
#' `np.random.seed(seed); np.random.random_sample(n)` reads it: of two 32-bit words a and b,
#' (floor(a / 2^5) * 2^26 + floor(b / 2^6)) / 2^53.
#' The same seed gives the same numbers, and so the same first weights, in both languages.
#' The caller's `.Random.seed` and [RNGkind()] are left as they were.
#'
#' @param seed A whole number from 0 to 2^32 - 1.
#' @param n How many numbers: a whole number, 0 or larger.
#' @param stream The name of the stream: `"numpy"`.
#' @param ... Nothing: an argument that the function does not have is refused.
#' @return A vector of n numbers in `[0, 1)`.
#' @section Errors: `invalid_count` when `seed` or `n` is not such a number, `unknown_stream`
#'   (see [onehidden_errors]).
#' @source SPEC.md 7.2. Matsumoto and Nishimura (1998), Mersenne Twister, ACM Transactions on
#'   Modeling and Computer Simulation 8, 3 to 30.
#' @export
#' @examples
#' uniforms(42, 3)
#' wh <- matrix(2 * uniforms(42, 3) - 1, 3, 1)
uniforms <- function(seed, n, stream = "numpy", ...) {
  refuse_unknown_arguments("uniforms")
  check_choice(stream, "stream", STREAMS, "unknown_stream")
  seed <- check_count(seed, "seed", 0, 0x1p32 - 1)
  n <- check_count(n, "n", 0, MOST_DRAWS)
  words <- mersenne_twister_words(seed, 2 * n)
  first <- words[seq(1, by = 2, length.out = n)]
  second <- words[seq(2, by = 2, length.out = n)]
  (floor(first / 0x1p5) * 0x1p26 + floor(second / 0x1p6)) / 0x1p53
}

STREAMS <- "numpy"
MOST_DRAWS <- .Machine$integer.max

# R's own engine makes the words, from a state that only differs in how the seed fills it.
# runif() returns something above 0 for the word 0, but less than 2^-32: floor() takes that back.
mersenne_twister_words <- function(seed, n) {
  words <- knuth_state(seed)
  suspendInterrupts(with_random_state(words, floor(stats::runif(n) * 0x1p32)))
}

# Knuth's recurrence: s[i] = 1812433253 * (s[i - 1] xor floor(s[i - 1] / 2^30)) + i, modulo 2^32.
knuth_state <- function(seed) {
  state <- numeric(624)
  state[[1]] <- seed
  for (i in 1:623) {
    state[[i + 1]] <- (times_modulo_32(1812433253, xor_with_top_bits(state[[i]])) + i) %% 0x1p32
  }
  state
}

# a * b modulo 2^32, by halves of a: the whole product needs 64 bits, and a double has 53.
times_modulo_32 <- function(a, b) {
  high <- ((a %/% 0x1p16) * b) %% 0x1p16
  (high * 0x1p16 + (a %% 0x1p16) * b) %% 0x1p32
}

# x xor floor(x / 2^30), which touches only the two lowest bits of x.
xor_with_top_bits <- function(x) {
  x - x %% 4 + bitwXor(x %% 4, x %/% 0x1p30)
}

# Evaluates `expression` while the 624 words are the state of R's random number generator, and puts
# back what was there. Call it with interrupts suspended, so that none can come before that.
with_random_state <- function(words, expression) {
  restore <- random_state_restorer()
  on.exit(restore())
  assign(".Random.seed", c(MERSENNE_TWISTER, 624L, as_signed_words(words)), globalenv())
  expression
}

# The first element of .Random.seed: Mersenne Twister, inversion, rejection.
MERSENNE_TWISTER <- 10403L

# R keeps words as signed integers. Of these -2^31 is NA, whose bits are the right ones.
as_signed_words <- function(words) {
  suppressWarnings(as.integer(ifelse(words >= 0x1p31, words - 0x1p32, words)))
}

# With a .Random.seed, that is the whole state. Without one, R remembers the kinds elsewhere, and
# setting them makes a .Random.seed, which has to go again.
random_state_restorer <- function() {
  seed <- get0(".Random.seed", globalenv(), inherits = FALSE)
  if (!is.null(seed)) {
    return(function() assign(".Random.seed", seed, globalenv()))
  }
  kinds <- RNGkind()
  function() {
    suppressWarnings(RNGkind(kinds[[1]], kinds[[2]], kinds[[3]]))
    rm(".Random.seed", envir = globalenv())
  }
}
