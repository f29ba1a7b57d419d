# SHA-256 (FIPS 180-4), which base R does not have before 4.5.
#
# A word of 32 bits is a number from 0 to 2^32 - 1 where it is added to, and 32 truth values, the least significant
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

PLACES <- 2^(0:31)
SHA256_BLOCKS_AT_ONCE <- 1024 # the schedules of so many take a few megabytes

# The bits of words, one after the other. Of -2^31, which R turns into NA, intToBits() has the right ones.
bits_of <- function(x) {
  as.logical(intToBits(as.integer(x - 2^32 * (x >= 2^31))))
}

# Where the bits of a word come from when it is rotated to the right by n.
rotation <- function(n) {
  as.integer((0:31 + n) %% 32 + 1)
}

# The words of the message schedules, one column per block of 16: the functions sigma of the standard take the exclusive
# or of two rotations and a shift.
sha256_schedules <- function(blocks) {
  w <- rbind(blocks, matrix(0, 48, ncol(blocks)))
  for (t in 17:64) {
    sigmas <- sigma_sum(w[t - 15, ], 7, 18, 3) + sigma_sum(w[t - 2, ], 17, 19, 10)
    w[t, ] <- (w[t - 16, ] + w[t - 7, ] + sigmas) %% 2^32
  }
  w
}

# What one of these functions gives for each word.
sigma_sum <- function(words, first, second, shift) {
  bits <- matrix(bits_of(words), 32)
  rotated <- bits[rotation(first), ] != bits[rotation(second), ]
  shifted <- rbind(bits[(shift + 1):32, , drop = FALSE], matrix(FALSE, shift, ncol(bits)))
  colSums(PLACES * (rotated != shifted))
}

# The functions Sigma of the standard: the exclusive or of three rotations.
xor_of_rotations <- function(first, second, third) {
  i <- rotation(first)
  j <- rotation(second)
  k <- rotation(third)
  function(bits) (bits[i] != bits[j]) != bits[k]
}

SHA256_SUM0 <- xor_of_rotations(2, 13, 22)
SHA256_SUM1 <- xor_of_rotations(6, 11, 25)

# The digest after a block, of which kw are the words of the schedule, each with its round's constant. What is added to
# (words as numbers) and what is combined (words as bits) go through the rounds side by side, because turning one into
# the other takes longest.
sha256_block <- function(digest, kw) {
  number <- digest
  bits <- lapply(digest, bits_of)
  for (word in kw) {
    a <- bits[[1]]
    e <- bits[[5]]
    choice <- (e & bits[[6]]) | (!e & bits[[7]])
    majority <- (a & bits[[2]]) | (bits[[3]] & (a | bits[[2]]))
    t1 <- number[[8]] + word + sum(PLACES * (SHA256_SUM1(e) + choice))
    t2 <- sum(PLACES * (SHA256_SUM0(a) + majority))
    new_a <- (t1 + t2) %% 2^32
    new_e <- (number[[4]] + t1) %% 2^32
    number <- c(new_a, number[1:3], new_e, number[5:7])
    bits <- c(list(bits_of(new_a)), bits[1:3], list(bits_of(new_e)), bits[5:7])
  }
  (digest + number) %% 2^32
}

# A message as numbers below 2^32, 16 to a block: the bytes, one bit, zeros, and the length in bits.
sha256_numbers <- function(message) {
  n <- length(message)
  zeros <- (55 - n) %% 64
  length_in_bits <- (8 * n) %/% 256^(7:0) %% 256
  bytes <- c(as.integer(message), 128, numeric(zeros), length_in_bits)
  colSums(matrix(bytes, 4) * 256^(3:0))
}

# The digest of a raw vector, 64 lower-case hexadecimal digits: by R's own function where it has one (4.5).
sha256 <- function(message) {
  own <- get0("sha256sum", asNamespace("tools"), inherits = FALSE)
  if (is.null(own)) interpreted_sha256(message) else own(bytes = message)
}

interpreted_sha256 <- function(message) {
  blocks <- matrix(sha256_numbers(message), 16)
  digest <- SHA256_INITIAL
  suppressWarnings(for (first in seq(1, ncol(blocks), by = SHA256_BLOCKS_AT_ONCE)) {
    some <- first:min(ncol(blocks), first + SHA256_BLOCKS_AT_ONCE - 1)
    kw <- sha256_schedules(blocks[, some, drop = FALSE]) + SHA256_ROUNDS
    for (block in seq_along(some)) digest <- sha256_block(digest, kw[, block])
  })
  halves <- rbind(digest %/% 65536, digest %% 65536)
  paste(sprintf("%04x", as.integer(halves)), collapse = "")
}
