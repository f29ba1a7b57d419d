# The Mersenne Twister MT19937, by R's own engine, and without the caller's random state being changed. (In Python it is
# a class of NumPy.)

# A generator that begins with 624 words as its state: a function that gives the next n words / 2^32. For the word 0 it
# gives what runif() gives, half of 0x1.00000000fffffp-32.
mersenne_twister <- function(words) {
  state <- random_state(words)
  function(n) {
    suspendInterrupts(with_random_state(state, {
      drawn <- stats::runif(n)
      state <<- get(".Random.seed", globalenv(), inherits = FALSE)
      drawn
    }))
  }
}

# The words as a .Random.seed. 10403: Mersenne Twister, inversion, rejection; 624: all words are used up, make new ones.
random_state <- function(words) {
  c(10403L, 624L, as_signed_words(words))
}

# R keeps words as signed integers. Of these -2^31 is NA, whose bits are the right ones.
as_signed_words <- function(words) {
  suppressWarnings(as.integer(ifelse(words >= 0x1p31, words - 0x1p32, words)))
}

# Evaluates `expression` with `state` as R's random state, and puts back what was there. Call it with interrupts
# suspended, so that none can come before that.
with_random_state <- function(state, expression) {
  restore <- random_state_restorer()
  on.exit(restore())
  assign(".Random.seed", state, globalenv())
  expression
}

# With a .Random.seed, that is the whole state. Without one, R remembers the kinds elsewhere, and setting them makes a
# .Random.seed, which has to go again.
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

# Skips n numbers by drawing them, in parts to save memory.
skip_drawing <- function(uniforms, n) {
  while (n > 0) {
    part <- min(n, 0x1p20)
    uniforms(part)
    n <- n - part
  }
}
