# Words of 32 bits as numbers from 0 to 2^32 - 1: R's integers will not do, for one of the 2^32 words is their NA.
# (Python needs no such file: NumPy has the generators.)

# a * b modulo 2^32, by halves of a: the whole product needs 64 bits, and a double has 53.
times_modulo_32 <- function(a, b) {
  high <- ((a %/% 0x1p16) * b) %% 0x1p16
  (high * 0x1p16 + (a %% 0x1p16) * b) %% 0x1p32
}

# a xor b, by halves, which fit into R's integers.
xor_32 <- function(a, b) {
  high <- bitwXor(a %/% 0x1p16, b %/% 0x1p16)
  high * 0x1p16 + bitwXor(a %% 0x1p16, b %% 0x1p16)
}
