# The reproducible arithmetic by compiled kernels: the same bits, faster. Their C source is in src/kernels/.

# The compiled library of this process: `symbols`, by the names in src/onehidden.c.in; NULL where there is no library,
# and then `reason` says why. `fault` is the result of fault_of_compiled(): NULL before its first call.
NATIVE <- new.env()
NATIVE$symbols <- NULL
NATIVE$reason <- NULL
NATIVE$fault <- NULL

# The widest vectors that the processor has; tests limit them.
WIDEST <- NULL

# Not useDynLib() in NAMESPACE: that fails where there is no library.
.onLoad <- function(libname, pkgname) {
  tryCatch(
    NATIVE$symbols <- getDLLRegisteredRoutines(library.dynam("onehidden", pkgname, libname))$.Call,
    error = function(error) NATIVE$reason <- conditionMessage(error)
  )
}

.onUnload <- function(libpath) {
  if (!is.null(NATIVE$symbols)) {
    library.dynam.unload("onehidden", libpath)
  }
}

# How many threads large work may use: ONEHIDDEN_THREADS, OMP_NUM_THREADS, or one for each processor.
thread_count <- function() {
  for (name in c("ONEHIDDEN_THREADS", "OMP_NUM_THREADS")) {
    asked <- Sys.getenv(name)
    if (grepl("^[0-9]+$", asked) && as.numeric(asked) > 0) {
      return(as.numeric(substr(asked, 1, 9)))
    }
  }
  .Call(NATIVE$symbols$processors)
}

# A . B.
compiled_product <- function(A, B) {
  .Call(NATIVE$symbols$product, A, B, thread_count(), WIDEST)
}

# t(A) . B, a reduction over samples.
compiled_product_over_rows <- function(A, B) {
  .Call(NATIVE$symbols$product_over_rows, A, B, thread_count(), WIDEST)
}

# A . t(B).
compiled_product_by_transpose <- function(A, B) {
  .Call(NATIVE$symbols$product_by_transpose, A, B, thread_count(), WIDEST)
}

# The sum of each column, a reduction over samples.
compiled_column_sums <- function(A) {
  .Call(NATIVE$symbols$column_sums, A, WIDEST)
}

# The left fold from +0.0 of the column sums, columns ascending.
compiled_total <- function(A) {
  left_fold(compiled_column_sums(A))
}

# e^x.
compiled_exp <- function(x) {
  .Call(NATIVE$symbols$exp, x, WIDEST)
}

# log(x).
compiled_log <- function(x) {
  .Call(NATIVE$symbols$log, x, WIDEST)
}

# tanh(x).
compiled_tanh <- function(x) {
  .Call(NATIVE$symbols$tanh, x, WIDEST)
}

# Whether the kernels fuse a product and a sum into one rounding.
fuses <- function() {
  .Call(NATIVE$symbols$fuses, WIDEST)
}
