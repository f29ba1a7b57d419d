# R's nnet: sigmoids and squared error as well, but trained by BFGS. An iteration of that is a gradient, a new direction
# from all gradients so far, and as many values of the loss as the search along it takes.

if (!requireNamespace("nnet", quietly = TRUE)) leave_out("the R package nnet is not installed")

MOST_WEIGHTS <- 15000 # BFGS keeps half a square matrix of so many rows: 0.9 GB

prepare <- function(problem) {
  # Every unit's weights stand together, its bias first.
  weights <- with(problem, c(rbind(bh, wh), rbind(bout, wout)))
  if (length(weights) > MOST_WEIGHTS) {
    gigabytes <- length(weights)^2 / 2 * 8 / 1e9
    leave_out(sprintf("for %d weights its BFGS needs a matrix of %.1f GB", length(weights), gigabytes))
  }
  fit <- function(iterations) {
    nnet::nnet(
      problem$X, problem$y, size = ncol(problem$wh), Wts = weights, maxit = iterations, MaxNWts = Inf,
      trace = FALSE, abstol = 0, reltol = 0
    )
  }
  # It ends by itself where it cannot make the loss smaller, but never tells after how many iterations: ask for fewer
  # until it goes through all of them. In a process of its own, so that the memory of these trials is not this one's.
  trials <- parallel::mcparallel({
    iterations <- problem$updates
    while (fit(iterations)$convergence != 1) iterations <- iterations %/% 2
    iterations
  })
  iterations <- parallel::mccollect(trials)[[1]]
  list(
    train = function() fit(iterations),
    # What can be compared is where it starts; its criterion is the full sum of squares.
    parameters = function(trained) list(loss = fit(0)$value / 2),
    updates = iterations
  )
}
