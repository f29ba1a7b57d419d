# What the compiled library of the package computes, against the interpreted code, bit for bit.

native <- NATIVE$symbols
missing_kernels <- paste("installed without compiled kernels:", NATIVE$reason)
widths <- if (!is.null(native)) {
  limits <- c("AVX-512", "AVX2", "baseline")
  unique(vapply(limits, function(limit) .Call(native$width, limit), ""))
}

# The value of an expression for every width and number of threads, next to what it must be.
expect_everywhere <- function(evaluate, expected) {
  for (width in widths) {
    for (threads in 1:2) {
      object <- evaluate(threads, width)
      # Which of many NaN it is, is not specified.
      same <- identical(object, expected, num.eq = FALSE)
      expect_true(same, info = sprintf("%s, %d threads", width, threads))
    }
  }
}

# What `code` gives where the interpreted code computes.
interpreted <- function(code) {
  saved <- Sys.getenv("ONEHIDDEN_KERNELS", NA)
  Sys.setenv(ONEHIDDEN_KERNELS = "interpreted")
  on.exit(if (is.na(saved)) Sys.unsetenv("ONEHIDDEN_KERNELS") else Sys.setenv(ONEHIDDEN_KERNELS = saved))
  code
}
