# SHA-256 (FIPS 180-4), which base R does not have before 4.5.
#
# A word of 32 bits is a number from 0 to 2^32 - 1 where it is added to, and 32 truth values, the most significant
# first, where its bits count: R's integers will not do, for one of the 2^32 words is their NA.

SHA256_INITIAL <- c(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
)

SHA256_ROUNDS <- c(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
)

PLACES <- 2^(31:0)

bits_of <- function(x) {
  x %% (2 * PLACES) >= PLACES
}

number_of <- function(bits) {
  sum(PLACES * bits)
}

# Where the bits of a word come from when it is rotated to the right by n.
rotation <- function(n) {
  as.integer((0:31 - n) %% 32 + 1)
}

# The four functions of the standard that take the exclusive or of three rotations, or of two and a shift.
xor_of_rotations <- function(first, second, third) {
  i <- rotation(first)
  j <- rotation(second)
  k <- rotation(third)
  function(w) (w[i] != w[j]) != w[k]
}

xor_of_rotations_and_shift <- function(first, second, shift) {
  i <- rotation(first)
  j <- rotation(second)
  kept <- seq_len(32 - shift)
  function(w) (w[i] != w[j]) != c(logical(shift), w[kept])
}

SHA256_SUM0 <- xor_of_rotations(2, 13, 22)
SHA256_SUM1 <- xor_of_rotations(6, 11, 25)
SHA256_SIGMA0 <- xor_of_rotations_and_shift(7, 18, 3)
SHA256_SIGMA1 <- xor_of_rotations_and_shift(17, 19, 10)

# The 64 numbers of the message schedule of a block of 16.
sha256_schedule <- function(block) {
  w <- c(block, numeric(48))
  bits <- lapply(w, bits_of)
  for (t in 17:64) {
    sigmas <- number_of(SHA256_SIGMA0(bits[[t - 15]])) + number_of(SHA256_SIGMA1(bits[[t - 2]]))
    w[t] <- (w[t - 16] + w[t - 7] + sigmas) %% 2^32
    bits[[t]] <- bits_of(w[t])
  }
  w
}

# The state, eight words a to h as bits, after one round with the number k + w.
sha256_round <- function(state, kw) {
  a <- state[[1]]
  e <- state[[5]]
  choice <- (e & state[[6]]) | (!e & state[[7]])
  majority <- (a & state[[2]]) | (state[[3]] & (a | state[[2]]))
  t1 <- number_of(state[[8]]) + number_of(SHA256_SUM1(e)) + number_of(choice) + kw
  t2 <- number_of(SHA256_SUM0(a)) + number_of(majority)
  c(list(bits_of((t1 + t2) %% 2^32)), state[1:3], list(bits_of((number_of(state[[4]]) + t1) %% 2^32)), state[5:7])
}

# A message as numbers below 2^32, 16 to a block: the bytes, one bit, zeros, and the length in bits.
sha256_numbers <- function(message) {
  n <- length(message)
  zeros <- (55 - n) %% 64
  length_in_bits <- (8 * n) %/% 256^(7:0) %% 256
  bytes <- c(as.integer(message), 128, numeric(zeros), length_in_bits)
  colSums(matrix(bytes, 4) * 256^(3:0))
}

# The digest of a raw vector, 64 lower-case hexadecimal digits.
sha256 <- function(message) {
  numbers <- sha256_numbers(message)
  digest <- SHA256_INITIAL
  for (first in seq(1, length(numbers), by = 16)) {
    kw <- SHA256_ROUNDS + sha256_schedule(numbers[first + 0:15])
    state <- lapply(digest, bits_of)
    for (t in 1:64) state <- sha256_round(state, kw[t])
    digest <- (digest + vapply(state, number_of, 0)) %% 2^32
  }
  halves <- rbind(digest %/% 65536, digest %% 65536)
  paste(sprintf("%04x", as.integer(halves)), collapse = "")
}
