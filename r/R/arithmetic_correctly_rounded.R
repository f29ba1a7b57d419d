# exp, log and tanh as users call them: correctly rounded, of arrays of any shape.
#' @include arithmetic_elementary.R
NULL

# The argument as doubles, without a class.
real_doubles <- function(x) {
  if (!is.double(x) || is.object(x)) {
    require_real(x, "x")
    storage.mode(x) <- "double"
  }
  x
}

#' Exponential function, correctly rounded
#'
#' Computes \eqn{e^x} of each element: the double nearest to the true value, of two equally near ones the even one. The
#' result is therefore the same on every machine and in every language.
#'
#' Argument reduction with a table of 4096 roots of two (Tang, 1989) and a double-double polynomial decide all results
#' but a few in a million; these are compared with the midpoint of the two doubles in question in 240 bits.
#'
#' @param x Numbers: a vector, matrix or array; converted to double precision.
#' @return An array of the same shape. Its error is that of one rounding: at most half a unit in the last place,
#'   subnormal results included. `cr_exp(-Inf)` is 0, `cr_exp(Inf)` and what is above the largest double are infinite,
#'   and the exponential of NaN is NaN; none of these warns.
#' @seealso [cr_log()], [cr_tanh()]
#' @source SPEC.md, sentence 5.6.
#' @references T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik
#' 18 (1971): the exact sums and products.
#'
#' P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", ACM
#' Transactions on Mathematical Software 15 (1989).
#'
#' A. Sibidanov, P. Zimmermann and S. Glondu, "The CORE-MATH project", 29th IEEE Symposium on Computer Arithmetic
#' (2022), <https://core-math.gitlabpages.inria.fr>: the prefix `cr_`, and the inputs that are hardest to round.
#' @keywords internal
#' @export
#' @examples
#' cr_exp(c(0, 1, -1000))
#' sprintf("%a", cr_exp(1)) # 0x1.5bf0a8b145769p+1
cr_exp <- function(x) {
  rounded_exp(real_doubles(x))
}

#' Natural logarithm, correctly rounded
#'
#' Computes \eqn{\log_e x}{log(x)} of each element: the double nearest to the true value, of two equally near ones the
#' even one. The result is therefore the same on every machine and in every language.
#'
#' The argument is divided by the nearest of 4096 roots of two (Tang, 1990); the few results that the double-double
#' series leaves undecided are settled by comparing the argument with the exponential of a midpoint in 240 bits.
#'
#' @inheritParams cr_exp
#' @return An array of the same shape. Its error is that of one rounding: at most half a unit in the last place. The
#'   logarithm of both zeros is `-Inf`, that of negative numbers and of NaN is NaN; none of these warns.
#' @seealso [cr_exp()], [cr_tanh()]
#' @source SPEC.md, sentence 5.6.
#' @references T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik
#' 18 (1971): the exact sums and products.
#'
#' P. T. P. Tang, "Table-driven implementation of the logarithm function in IEEE floating-point arithmetic", ACM
#' Transactions on Mathematical Software 16 (1990).
#'
#' A. Sibidanov, P. Zimmermann and S. Glondu, "The CORE-MATH project", 29th IEEE Symposium on Computer Arithmetic
#' (2022), <https://core-math.gitlabpages.inria.fr>: the prefix `cr_`, and the inputs that are hardest to round.
#' @keywords internal
#' @export
#' @examples
#' cr_log(c(1, 2, 0))
#' sprintf("%a", cr_log(2)) # 0x1.62e42fefa39efp-1
cr_log <- function(x) {
  rounded_log(real_doubles(x))
}

#' Hyperbolic tangent, correctly rounded
#'
#' Computes \eqn{\tanh x = (e^{2x} - 1) / (e^{2x} + 1)}{tanh(x) = (e^(2x) - 1) / (e^(2x) + 1)} of each element: the
#' double nearest to the true value, of two equally near ones the even one. The result is therefore the same on every
#' machine and in every language.
#'
#' The quotient of two double-double numbers; the few results that it leaves undecided are settled in 240 bits.
#'
#' @inheritParams cr_exp
#' @return An array of the same shape. Its error is that of one rounding: at most half a unit in the last place. Zeros
#'   keep their sign, the hyperbolic tangent of the infinities is -1 and 1, that of NaN is NaN; none of these warns.
#' @seealso [cr_exp()], [cr_log()]
#' @source SPEC.md, sentence 5.6.
#' @references T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik
#' 18 (1971): the exact sums and products.
#'
#' A. Sibidanov, P. Zimmermann and S. Glondu, "The CORE-MATH project", 29th IEEE Symposium on Computer Arithmetic
#' (2022), <https://core-math.gitlabpages.inria.fr>: the prefix `cr_`, and the inputs that are hardest to round.
#' @keywords internal
#' @export
#' @examples
#' cr_tanh(c(0, 0.5, -30))
#' sprintf("%a", cr_tanh(0.5)) # 0x1.d9353d7568af3p-2
cr_tanh <- function(x) {
  rounded_tanh(real_doubles(x))
}
