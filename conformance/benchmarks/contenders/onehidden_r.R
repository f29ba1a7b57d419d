# onehidden in R.

suppressPackageStartupMessages(library(onehidden))

prepare <- function(problem, ...) {
  first <- with(problem, network(wh, bh, wout, bout))
  list(
    train = function() {
      train(first, problem$X, problem$y, problem$learning_rate, problem$updates, ...)
    },
    parameters = function(result) unclass(result$network)[c("wh", "bh", "wout", "bout")],
    predict = function(row) predict(first, row, ...)
  )
}
