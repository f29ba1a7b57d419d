# No test may run for ever: each has a limit of time, and so has every program that a test starts.

SECONDS_PER_TEST <- 300
SECONDS_PER_PROGRAM <- 120

# testthat's own, with the limit.
test_that <- function(desc, code) {
  setTimeLimit(elapsed = SECONDS_PER_TEST)
  on.exit(setTimeLimit())
  eval.parent(substitute(testthat::test_that(desc, code)))
}

# The line printed by a program that is interrupted half a second after its training has begun, which it says by
# `report_every = 2^31 - 1, report = announce`. The tests may run where SIGINT is ignored, as in a background job of a
# script: R sets a handler of its own in either case.
answer_to_ctrl_c <- function(program) {
  skip_on_cran()
  skip_on_os("windows")
  skip_if(system.file("NAMESPACE", package = "onehidden", lib.loc = .libPaths()) == "")
  file <- tempfile(fileext = ".R")
  begin <- c(
    sprintf("setTimeLimit(elapsed = %d)", SECONDS_PER_PROGRAM), "library(onehidden)",
    "announce <- function(state) {", "  cat(Sys.getpid(), '\\n')", "  flush(stdout())", "}",
    "suppressWarnings({"
  )
  writeLines(c(begin, program, "})", "cat('\n')"), file)
  library_path <- Sys.getenv("R_LIBS")
  on.exit({
    unlink(file)
    Sys.setenv(R_LIBS = library_path)
  })
  Sys.setenv(R_LIBS = paste(.libPaths(), collapse = ":"))
  child <- pipe(paste(shQuote(file.path(R.home("bin"), "Rscript")), shQuote(file)), open = "r")
  pid <- as.integer(readLines(child, 1))
  Sys.sleep(0.5)
  tools::pskill(pid, tools::SIGINT)
  answer <- readLines(child, 1, warn = FALSE)
  close(child)
  answer
}
