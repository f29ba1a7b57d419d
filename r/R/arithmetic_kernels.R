# Which code computes: the arithmetics there are, and the choice between compiled and interpreted (SPEC.md, section 5).
#' @include arithmetic.R arithmetic_reproducible.R arithmetic_blas.R arithmetic_elementary.R arithmetic_self_test.R
#' @include arithmetic_compiled.R
NULL

KERNELS <- c("compiled", "interpreted")
SPECIFICATION <- 2

REPRODUCIBLE <- new_arithmetic("reproducible", list(
  product = ordered_product,
  product_over_rows = ordered_product_over_rows,
  product_by_transpose = ordered_product_by_transpose,
  column_sums = ordered_column_sums,
  total = ordered_total,
  exp = rounded_exp,
  log = rounded_log,
  tanh = rounded_tanh
))

COMPILED <- new_arithmetic("reproducible", list(
  product = compiled_product,
  product_over_rows = compiled_product_over_rows,
  product_by_transpose = compiled_product_by_transpose,
  column_sums = compiled_column_sums,
  total = compiled_total,
  exp = compiled_exp,
  log = compiled_log,
  tanh = compiled_tanh
))

BLAS <- new_arithmetic("blas", list(
  product = blas_product,
  product_over_rows = blas_product_over_rows,
  product_by_transpose = blas_product_by_transpose,
  column_sums = blas_column_sums,
  total = blas_total,
  exp = blas_exp,
  log = blas_log,
  tanh = blas_tanh
))

# Whether the self-test has passed in this process.
SELF_TEST <- new.env()
SELF_TEST$passed <- FALSE

# The arithmetic "reproducible" or "blas", with the kernels requested or the default ones.
#
# Blas arithmetic has no kernels of its own. Signals onehidden_unsafe_floating_point where the process does not compute
# as IEEE 754 says, so that the reproducible arithmetic would not be one.
arithmetic_named <- function(name, kernels = NULL) {
  if (name == "blas") {
    return(BLAS)
  }
  if (is.null(kernels)) {
    kernels <- default_kernels()
  }
  if (kernels == "compiled") COMPILED else tested_reproducible()
}

# The default kernels: the compiled ones, if available and not disabled.
default_kernels <- function() {
  if (Sys.getenv("ONEHIDDEN_KERNELS") == "interpreted") {
    return("interpreted")
  }
  if (nzchar(fault_of_compiled())) "interpreted" else "compiled"
}

# Why the compiled kernels cannot be used, "" if they can; the first call tests them in this process.
fault_of_compiled <- function() {
  if (is.null(NATIVE$fault)) {
    NATIVE$fault <- find_fault_of_compiled()
  }
  NATIVE$fault
}

find_fault_of_compiled <- function() {
  if (is.null(NATIVE$symbols)) {
    return("they were not compiled when onehidden was installed: there was no compiler")
  }
  safe <- tryCatch(is.list(tested_reproducible()), onehidden_unsafe_floating_point = function(error) FALSE)
  if (!safe) {
    return("this process does not follow IEEE 754")
  }
  if (fuses()) {
    return("they were compiled with fused operations")
  }
  if (probe_is_right(COMPILED)) "" else "a known computation gives different bits with them"
}

# The interpreted arithmetic; the first call tests this process.
tested_reproducible <- function() {
  if (!SELF_TEST$passed) {
    run_self_test(REPRODUCIBLE)
    SELF_TEST$passed <- TRUE
  }
  REPRODUCIBLE
}

# The kernels to use: those requested, or the default ones for NULL; rejects kernels that cannot be used.
check_kernels <- function(value) {
  if (is.null(value)) {
    return(default_kernels())
  }
  check_choice(value, "kernels", KERNELS, "unknown_kernels")
  fault <- if (value == "compiled") fault_of_compiled() else ""
  if (nzchar(fault)) {
    hint <- 'Leave `kernels` out, or use kernels = "interpreted": the bits are the same.'
    message <- sprintf("the compiled kernels cannot be used: %s. %s", fault, hint)
    stop_onehidden("missing_kernels", message, argument = "kernels")
  }
  value
}

#' Version, and the kernels in use
#'
#' The environment variable `ONEHIDDEN_KERNELS=interpreted` disables compiled kernels; `ONEHIDDEN_THREADS`, or else
#' `OMP_NUM_THREADS`, limits the number of threads.
#'
#' @return A list of class `onehidden_info`: `version`, of the package; `specification`, the version of SPEC.md;
#'   `kernels`, the default kernels: `"compiled"` or `"interpreted"`; `reason`, why the interpreted ones are used, or
#'   `NULL`; `width`, the vector width of the compiled kernels: `"AVX-512"`, `"AVX2"`, `"baseline"` or `NULL`;
#'   `threads`, the number of threads for large work.
#' @source SPEC.md 5.8.
#' @export
#' @examples
#' info()
info <- function() {
  kernels <- default_kernels()
  there <- !nzchar(fault_of_compiled())
  structure(
    list(
      version = as.character(utils::packageVersion("onehidden")),
      specification = SPECIFICATION,
      kernels = kernels,
      reason = reason_for(kernels),
      width = if (there) .Call(NATIVE$symbols$width, WIDEST),
      threads = if (there) thread_count() else 1
    ),
    class = "onehidden_info"
  )
}

#' @export
format.onehidden_info <- function(x, ...) {
  used <- if (is.null(x$reason)) {
    sprintf("compiled, %s vectors, up to %.0f threads for large work", x$width, x$threads)
  } else {
    paste("interpreted, because", x$reason)
  }
  sprintf("onehidden %s, specification %.0f\nkernels: %s", x$version, x$specification, used)
}

#' @export
print.onehidden_info <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

# Why the kernels are the interpreted ones; NULL where they are not.
reason_for <- function(kernels) {
  if (kernels == "compiled") {
    return(NULL)
  }
  fault <- fault_of_compiled()
  if (nzchar(fault)) fault else paste("ONEHIDDEN_KERNELS is", Sys.getenv("ONEHIDDEN_KERNELS"))
}
