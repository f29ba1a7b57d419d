# The article's samples and a network of the article's shape.
article_X <- rbind(c(1, 0, 1, 0), c(1, 0, 1, 1), c(0, 1, 0, 1))
article_y <- rbind(1, 1, 0)

article_network <- function() {
  u <- uniforms(42, 19)
  wh <- matrix(u[1:12], 4, 3, byrow = TRUE)
  network(wh, u[13:15], matrix(u[16:18], 3, 1), u[19])
}

# A network with d = 4, h = 3, k = 2 and weights between -1 and 1.
make_network <- function(...) {
  u <- 2 * uniforms(7, 23) - 1
  wh <- matrix(u[1:12], 4, 3, byrow = TRUE)
  wout <- matrix(u[16:21], 3, 2, byrow = TRUE)
  network(wh, u[13:15], wout, u[22:23], ...)
}

# 5 samples for it, and targets between 0 and 1.
samples_X <- matrix(uniforms(11, 30)[1:20], 5, 4, byrow = TRUE)
samples_y <- matrix(uniforms(11, 30)[21:30], 5, 2, byrow = TRUE)

both_arithmetics <- c("reproducible", "blas")

# identical() takes -0 for +0, unless it is told to compare bits.
expect_same_bits <- function(object, expected) {
  expect_true(identical(object, expected, num.eq = FALSE, single.NA = FALSE))
}

# Evaluates a call that must be refused, and compares the code and the argument.
expect_refusal <- function(call, code, argument) {
  error <- expect_error(call, class = "onehidden_error")
  expect_identical(list(error$code, error$argument), list(code, argument))
}

interrupt_condition <- function() structure(list(), class = c("interrupt", "condition"))

# Keeps what a test does to the caller's random state from other tests.
with_saved_random_state <- function(code) {
  saved <- get0(".Random.seed", globalenv(), inherits = FALSE)
  on.exit(if (!is.null(saved)) assign(".Random.seed", saved, globalenv()))
  code
}

# The line that a program prints which is interrupted half a second after it has begun.
answer_to_ctrl_c <- function(program) {
  skip_on_cran()
  skip_on_os("windows")
  skip_if(system.file("NAMESPACE", package = "onehidden", lib.loc = .libPaths()) == "")
  file <- tempfile(fileext = ".R")
  begin <- c("library(onehidden)", "cat(Sys.getpid(), '\n')", "suppressWarnings({")
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
