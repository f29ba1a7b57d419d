set_mode <- '
#if defined(__x86_64__)
#include <xmmintrin.h>
void set_mode(int *bits) { _mm_setcsr(_mm_getcsr() | (unsigned) *bits); }
#elif defined(__aarch64__)
void set_mode(int *bits) { __asm__ volatile("msr fpcr, %0" : : "r"((unsigned long) *bits)); }
#endif
'

# Per mode: its bits on x86-64, its bits on aarch64 (NA: it has no such mode), what is reported.
modes <- list(
  "flush to zero" = list(x86_64 = 32768L, aarch64 = 16777216L, fault = "subnormal numbers are treated as zero"),
  "denormals are zero" = list(x86_64 = 64L, aarch64 = NA, fault = "subnormal numbers are treated as zero"),
  "round up" = list(x86_64 = 16384L, aarch64 = 4194304L, fault = "sums are not rounded to nearest"),
  "round down" = list(x86_64 = 8192L, aarch64 = 8388608L, fault = "ties are not rounded to even")
)

# A library that changes the processor's floating-point mode, as some do when they are loaded.
compile_library <- function(folder) {
  source <- file.path(folder, "mode.c")
  target <- file.path(folder, paste0("mode", .Platform$dynlib.ext))
  writeLines(set_mode, source)
  compiler <- Sys.which(c("gcc", "cc"))
  compiler <- compiler[nzchar(compiler)]
  if (length(compiler) == 0) {
    skip("no C compiler to make a library that changes the floating-point mode")
  }
  system2(compiler[1], c("-shared", "-fPIC", "-o", shQuote(target), shQuote(source)))
  target
}

# The installed package, or the sources under development.
load_package <- function() {
  path <- getNamespaceInfo("onehidden", "path")
  if (dir.exists(file.path(path, "Meta"))) {
    return(sprintf("loadNamespace('onehidden', lib.loc = '%s')", dirname(path)))
  }
  sprintf("pkgload::load_all('%s', quiet = TRUE)", path)
}

in_mode <- function(library, bits) {
  code <- sprintf(
    "invisible(%s); dyn.load('%s'); named <- getFromNamespace('arithmetic_named', 'onehidden')
    invisible(.C('set_mode', %dL))
    tryCatch(named('reproducible'), onehidden_error = function(e) cat(e$code, '|', conditionMessage(e), '\\n'))
    cat(named('blas')$name, '\\n')",
    load_package(), library, bits
  )
  rscript <- file.path(R.home("bin"), "Rscript")
  system2(rscript, c("--vanilla", "-e", shQuote(code)), stdout = TRUE, stderr = TRUE, timeout = SECONDS_PER_PROGRAM)
}

test_that("a process in another mode is refused but may use blas", {
  machine <- Sys.info()[["machine"]]
  skip_if_not(machine %in% c("x86_64", "aarch64"), paste("a known way to change the mode of", machine))
  folder <- tempfile("mode")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  library <- compile_library(folder)
  for (mode in modes) {
    bits <- mode[[machine]]
    if (is.na(bits)) next
    output <- paste(in_mode(library, bits), collapse = "\n")
    expect_match(output, "unsafe_floating_point | reproducible arithmetic requires IEEE 754", fixed = TRUE)
    expect_match(output, mode$fault, fixed = TRUE)
    expect_match(output, "blas", fixed = TRUE)
  }
})

test_that("this process has no faults", {
  expect_identical(floating_point_faults(), character(0))
  expect_silent(run_self_test(REPRODUCIBLE))
})

test_that("the digest depends on every bit", {
  values <- probe(REPRODUCIBLE)
  for (i in c(1, 8, length(values))) {
    changed <- values
    changed[i] <- changed[i] + power_of_two(max(-1074, exponent_of(abs(changed[i])) - 52))
    expect_false(probe_digest(changed) == PROBE_DIGEST)
  }
  expect_identical(probe_digest(values), PROBE_DIGEST)
})

test_that("the probe holds subnormal numbers and is finite", {
  values <- probe(REPRODUCIBLE)
  expect_true(all(is.finite(values)))
  expect_true(any(abs(values) < SMALLEST_NORMAL & values != 0))
})

test_that("the error names the faults and says what to do", {
  expect_error(
    refuse_faults(c("sums are wrong", "products are wrong")),
    "sums are wrong; products are wrong.*use arithmetic = \"blas\"",
    class = "onehidden_unsafe_floating_point"
  )
})

test_that("the self-test runs once", {
  arithmetic_named("reproducible")
  expect_true(SELF_TEST$passed)
  expect_identical(arithmetic_named("reproducible")$name, "reproducible")
})
