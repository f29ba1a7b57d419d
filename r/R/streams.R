# Streams of random numbers that are the same in both languages (SPEC.md 7.2 to 7.6).
#' @include streams_numpy_mt19937.R streams_pcg64.R streams_r_mt19937.R
NULL

STREAMS <- list(
  numpy = list(open = numpy_stream, lowest_seed = 0, highest_seed = 0x1p32 - 1),
  pcg64 = list(open = pcg64_stream, lowest_seed = 0, highest_seed = 0x1p53 - 1),
  r = list(open = r_stream, lowest_seed = -(0x1p31 - 1), highest_seed = 0x1p31 - 1)
)
MOST_DRAWS <- .Machine$integer.max

#' Uniform random numbers of a named stream
#'
#' The same seed gives the same numbers, and so the same first weights, in both languages. The stream `"numpy"`
#' reproduces NumPy's legacy `np.random.seed(seed); np.random.random_sample(n)`, `"pcg64"` those of its
#' `np.random.default_rng(seed).random(n)`, and `"r"` those of `set.seed(seed); runif(n)` with R's default generator,
#' the Mersenne Twister. The caller's `.Random.seed` and [RNGkind()] do not change.
#'
#' @param seed A whole number: from 0 to 2^32 - 1 for `"numpy"`, from 0 to 2^53 - 1 for `"pcg64"`, from -(2^31 - 1) to
#'   2^31 - 1 for `"r"`.
#' @param n The number of draws: a whole number, 0 or larger.
#' @param stream The name of the stream: `"numpy"`, `"pcg64"` or `"r"`.
#' @param ... Not used: unknown arguments are rejected.
#' @return A vector of n numbers in `[0, 1)`, with `"r"` in `(0, 1)`.
#' @section Errors: `invalid_count` when `seed` or `n` is not such a number, `unknown_stream` (see [onehidden_errors]).
#' @seealso [normals()]
#' @source SPEC.md 7.2 to 7.4 and 7.6. Matsumoto and Nishimura (1998), Mersenne Twister, ACM Transactions on Modeling
#'   and Computer Simulation 8, 3 to 30. O'Neill (2014), PCG: a family of simple fast space-efficient statistically good
#'   algorithms for random number generation, Harvey Mudd College, HMC-CS-2014-0905.
#' @keywords internal
#' @export
#' @examples
#' uniforms(42, 3)
#' wh <- matrix(2 * uniforms(42, 3) - 1, 3, 1)
#' uniforms(42, 3, stream = "r")
uniforms <- function(seed, n, stream = "numpy", ...) {
  refuse_unknown_arguments("uniforms")
  check_stream(stream)
  seed <- check_seed(seed, "seed", stream)
  n <- check_count(n, "n", 0, MOST_DRAWS)
  open_stream(seed, stream)$uniforms(n)
}

#' Standard normal random numbers of a named stream
#'
#' Each takes two uniforms a and b of the stream: it is the normal quantile of p = (floor(134217728 * a) + b) /
#' 134217728, by algorithm AS 241 with the correctly rounded logarithm. The same seed gives the same numbers in both
#' languages. The caller's `.Random.seed` and [RNGkind()] do not change.
#'
#' With the stream `"r"` this is what `set.seed(seed); rnorm(n)` computes with R's defaults, and the bits are equal
#' where R's own logarithm is correctly rounded: with R 4.2.2 on Linux (x86-64), 36 of 4 million draws differed, by at
#' most 3 units in the last place. With the others the numbers are not those of NumPy's own normal generators, which
#' work otherwise.
#'
#' @inheritParams uniforms
#' @return A vector of n numbers.
#' @section Errors: `invalid_count` when `seed` or `n` is not such a number, `unknown_stream` (see [onehidden_errors]).
#' @seealso [uniforms()]
#' @source SPEC.md 7.5 and 7.7. Wichura (1988), Algorithm AS 241: The percentage points of the normal distribution,
#'   Applied Statistics 37, 477 to 484.
#' @keywords internal
#' @export
#' @examples
#' normals(42, 3, stream = "r")
normals <- function(seed, n, stream = "numpy", ...) {
  refuse_unknown_arguments("normals")
  check_stream(stream)
  seed <- check_seed(seed, "seed", stream)
  n <- check_count(n, "n", 0, MOST_DRAWS)
  open_stream(seed, stream)$normals(n)
}

# ---- what initialization and training draw from --------------------------------------------------

# A stream that continues where it stopped: the functions uniforms(n), normals(n), and skip(n), which skips n uniforms.
# Two uniforms make one normal.
open_stream <- function(seed, stream) {
  source <- STREAMS[[stream]]$open(seed)
  normals <- function(n) {
    u <- matrix(source$uniforms(2 * n), nrow = 2)
    normal_quantile((floor(134217728 * u[1, ]) + u[2, ]) / 134217728)
  }
  list(uniforms = source$uniforms, normals = normals, skip = source$skip)
}

# The order of n rows by the next n uniforms, smallest first; of equal ones the lower row first.
shuffled_rows <- function(stream, n) {
  order(stream$uniforms(n), method = "radix")
}

# Rejects an unknown stream.
check_stream <- function(stream) {
  check_choice(stream, "stream", names(STREAMS), "unknown_stream")
}

# A seed that is valid for the stream.
check_seed <- function(seed, argument, stream) {
  check_count(seed, argument, STREAMS[[stream]]$lowest_seed, STREAMS[[stream]]$highest_seed)
}

# The order of the rows in each epoch: a function of the epoch alone, which draws less when called in sequence.
shuffles_of <- function(seed, stream, n) {
  drawing <- open_stream(seed, stream)
  following <- 1
  function(epoch) {
    if (epoch != following) {
      drawing <<- open_stream(seed, stream)
      drawing$skip((epoch - 1) * n)
    }
    following <<- 0 # no epoch, in case of an interrupt while drawing
    order <- shuffled_rows(drawing, n)
    following <<- epoch + 1
    order
  }
}
