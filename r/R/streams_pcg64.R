# The stream "pcg64": PCG XSL-RR 128/64 as NumPy's default_rng() seeds and reads it (SPEC.md 7.3).
#
# M. E. O'Neill (2014), PCG: a family of simple fast space-efficient statistically good algorithms for random number
# generation, Harvey Mudd College, HMC-CS-2014-0905. The seeding is NumPy's SeedSequence.
#
# A number of 128 bits is a column of 8 limbs of 16 bits, the least significant first: the products of limbs, and sums
# of 8 of them, are exact in doubles. Many numbers are the columns of a matrix.
#' @include arithmetic_double_double.R streams_words.R
NULL

# What np.random.default_rng(seed) begins and its random() reads: of a word a of 64 bits, floor(a / 2^11) / 2^53.
pcg64_stream <- function(seed) {
  words <- seed_sequence(seed) # pairs, of which the first is the upper half of a number
  start <- number_of_words(words[c(3, 4, 1, 2)])
  sequence <- number_of_words(words[c(7, 8, 5, 6)])
  increment <- carried(2 * sequence + c(1, 0, 0, 0, 0, 0, 0, 0))
  step <- list(factor = PCG64_FACTOR, summand = increment)
  state <- stepped(carried(stepped(matrix(0, 8, 1), step) + start), step)

  draw <- function(n) {
    states <- next_states(state, step, n)
    state <<- states[, n, drop = FALSE]
    rotated_halves(states)
  }
  uniforms <- function(n) {
    parts <- parts_of(n)
    as.double(unlist(lapply(parts, function(part) fraction_of_words(draw(part)))))
  }
  list(uniforms = uniforms, skip = function(n) state <<- stepped(state, many_steps(step, n)))
}

# 0x2360ED051FC65DA44385DF649FCCF645
PCG64_FACTOR <- matrix(c(0xF645, 0x9FCC, 0xDF64, 0x4385, 0x5DA4, 0x1FC6, 0xED05, 0x2360))

# n as a sum of parts of at most 2^16, to save memory.
parts_of <- function(n) {
  c(rep(0x1p16, n %/% 0x1p16), if (n %% 0x1p16 > 0) n %% 0x1p16)
}

# ---- numbers of 128 bits -------------------------------------------------------------------------

# The number of four words of 32 bits, the least significant first.
number_of_words <- function(words) {
  matrix(rbind(words %% 0x1p16, words %/% 0x1p16))
}

# Limbs of 16 bits again, after sums or products; what is above 128 bits is dropped.
carried <- function(x) {
  carry <- 0
  for (i in 1:8) {
    limb <- x[i, ] + carry
    carry <- limb %/% 0x1p16
    x[i, ] <- limb %% 0x1p16
  }
  x
}

# x * y + z modulo 2^128, for the columns of x; y and z are single numbers.
times_plus <- function(x, y, z) {
  result <- matrix(z, 8, ncol(x))
  for (i in 1:8) {
    for (j in 1:(9 - i)) {
      result[i + j - 1, ] <- result[i + j - 1, ] + x[i, ] * y[[j]]
    }
  }
  carried(result)
}

# ---- the generator -------------------------------------------------------------------------------

# The states after a step, which is a factor and a summand.
stepped <- function(states, step) {
  times_plus(states, step$factor, step$summand)
}

# Two steps as one: (x * f + s) * f + s.
doubled <- function(step) {
  list(
    factor = times_plus(step$factor, step$factor, 0),
    summand = times_plus(step$summand, step$factor, step$summand)
  )
}

# The n states after a state: as many again by one step of the length of those that are there.
next_states <- function(state, step, n) {
  states <- stepped(state, step)
  while (ncol(states) < n) {
    states <- cbind(states, stepped(states, step))
    step <- doubled(step)
  }
  states[, seq_len(n), drop = FALSE]
}

# n steps as one, by the binary digits of n.
many_steps <- function(step, n) {
  all <- list(factor = matrix(c(1, numeric(7))), summand = matrix(0, 8, 1))
  while (n > 0) {
    if (n %% 2 == 1) {
      all <- list(factor = times_plus(all$factor, step$factor, 0), summand = stepped(all$summand, step))
    }
    step <- doubled(step)
    n <- n %/% 2
  }
  all
}

# The output of each state, a word of 64 bits: its upper half xor its lower half, rotated to the right by its six
# highest bits, first by whole limbs, then by the bits that are left.
rotated_halves <- function(states) {
  halves <- matrix(bitwXor(states[1:4, ], states[5:8, ]), 4)
  rotation <- states[8, ] %/% 0x1p10
  shift <- power_of_two(rotation %% 16)
  limb <- function(i) halves[cbind((i + rotation %/% 16) %% 4 + 1, seq_along(rotation))]
  words <- halves
  for (i in 0:3) {
    words[i + 1, ] <- limb(i) %/% shift + (limb(i + 1) * (0x1p16 / shift)) %% 0x1p16
  }
  words
}

# floor(a / 2^11) / 2^53 of words a of four limbs.
fraction_of_words <- function(words) {
  low <- (words[1, ] + words[2, ] * 0x1p16) %/% 0x1p11
  (low + (words[3, ] + words[4, ] * 0x1p16) * 0x1p21) / 0x1p53
}

# ---- the seed ------------------------------------------------------------------------------------

# NumPy's SeedSequence: eight words from the two words of the seed. The pool of four words is filled with the hashed
# words of the seed and zeros; each of its words is then mixed into all others; the words that come out are hashed from
# it, twice around.
seed_sequence <- function(seed) {
  hashed <- hash_with(0x43b0d7e5, 0x931e8875)
  pool <- vapply(c(seed %% 0x1p32, seed %/% 0x1p32, 0, 0), hashed, 0)
  for (from in 1:4) {
    for (to in setdiff(1:4, from)) {
      pool[[to]] <- mixed(pool[[to]], hashed(pool[[from]]))
    }
  }
  vapply(c(pool, pool), hash_with(0x8b51f9dd, 0x58f38ded), 0)
}

# A hash of words whose constant changes with each word that it is given.
hash_with <- function(constant, factor) {
  function(word) {
    word <- xor_32(word, constant)
    constant <<- times_modulo_32(constant, factor)
    folded(times_modulo_32(word, constant))
  }
}

# One word of two.
mixed <- function(x, y) {
  folded((times_modulo_32(x, 0xca01f9dd) - times_modulo_32(y, 0x4973f715)) %% 0x1p32)
}

# The upper half of a word taken into the lower half.
folded <- function(word) {
  xor_32(word, word %/% 0x1p16)
}
