# Compiled or interpreted: which kernels there are, and which ones work (SPEC.md, section 5).

KERNELS <- c("compiled", "interpreted")
SPECIFICATION <- 2

# The kernels that work: those asked for, or of NULL what is there.
check_kernels <- function(value) {
  if (is.null(value)) {
    return(default_kernels())
  }
  check_choice(value, "kernels", KERNELS, "unknown_kernels")
  fault <- if (value == "compiled") fault_of_compiled() else ""
  if (nzchar(fault)) {
    mend <- 'Leave `kernels` out, or use kernels = "interpreted": the bits are the same.'
    message <- sprintf("the compiled kernels cannot be used: %s. %s", fault, mend)
    stop_onehidden("missing_kernels", message, argument = "kernels")
  }
  value
}

#' Which version this is, and which kernels it uses
#'
#' The environment variable `ONEHIDDEN_KERNELS=interpreted` switches compiled kernels off;
#' `ONEHIDDEN_THREADS`, or else `OMP_NUM_THREADS`, says how many threads there are at most.
#'
#' @return A list of class `onehidden_info`: `version`, of the package; `specification`, the version of
#'   SPEC.md; `kernels`, `"compiled"` or `"interpreted"`, which ones are used where none are asked for;
#'   `reason`, why the interpreted ones are, or `NULL`; `width`, the vectors of the compiled kernels:
#'   `"AVX-512"`, `"AVX2"`, `"baseline"` or `NULL`; `threads`, how many threads they use for large work.
#' @source SPEC.md 5.12.
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
