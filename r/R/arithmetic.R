# The arithmetic under a network, against which its steps are written once: products, sums and elementary functions.

# The operations of a network that IEEE 754 alone does not settle to the last bit.
#
# Matrices are of doubles, with samples in their rows. What overflows becomes infinite or NaN, as IEEE 754 has it.
#
# name: "reproducible" or "blas".
# product, product_over_rows, product_by_transpose: A . B, t(A) . B (a reduction over samples) and A . t(B).
# column_sums: the sum of each column of a matrix, a vector: a reduction over samples.
# total: the sum of all elements of a matrix.
# exp, log, tanh: e^x, log(x) and tanh(x) of an array.
new_arithmetic <- function(name, operations) {
  c(list(name = name), operations)
}
