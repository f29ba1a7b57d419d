# The article's R listing gives every sample a bias of its own.
#
# The listing's way with biases, beside this package's, from the weights that the listing draws after set.seed(42).

library(onehidden)

X <- rbind(c(1, 0, 1, 0), c(1, 0, 1, 1), c(0, 1, 0, 1))
y <- cbind(c(1, 1, 0))
start <- initial_network(4, 3, 1, seed = 42, initialization = "article_r", stream = "r")

sigmoid <- function(z) 1 / (1 + exp(-z))

# A bias as the listing makes it: repeated for the samples, and laid into a matrix by columns.
as_listed <- function(bias, samples) matrix(rep(bias, samples), nrow = samples, byrow = FALSE)

half_sse <- function(network) sum((y - listed_forward(network, X)$output)^2) / 2

listed_forward <- function(network, X) {
  hidden <- sigmoid(X %*% network$wh + network$bh)
  list(hidden = hidden, output = sigmoid(hidden %*% network$wout + network$bout))
}

# One update with the listing's two lines for the biases; the other lines are right.
listed_update <- function(network, learning_rate) {
  steps <- listed_forward(network, X)
  d_output <- (y - steps$output) * steps$output * (1 - steps$output)
  d_hidden <- d_output %*% t(network$wout) * steps$hidden * (1 - steps$hidden)
  network$wout <- network$wout + t(steps$hidden) %*% d_output * learning_rate
  network$wh <- network$wh + t(X) %*% d_hidden * learning_rate
  network$bout <- network$bout + rowSums(d_output) * learning_rate
  network$bh <- network$bh + rowSums(d_hidden) * learning_rate
  network
}

shown <- function(M) {
  cat(paste0("  ", apply(format(round(M, 4), nsmall = 4), 1, paste, collapse = " ")), sep = "\n")
}

listed <- list(
  wh = start$wh, wout = start$wout, bh = as_listed(start$bh, nrow(X)), bout = as_listed(start$bout, nrow(X))
)
cat("The hidden bias that was drawn, one number a neuron:\n")
shown(rbind(start$bh))
cat("What the listing adds to the three samples, a row a sample:\n")
shown(listed$bh)
cat("What it would add to four samples:\n")
shown(as_listed(start$bh, 4))

first <- half_sse(listed)
for (epoch in 1:5000) listed <- listed_update(listed, 0.1)
right <- train(start, X, y)
cat("Half the sum of squares   listing     right\n")
cat(sprintf("  before the first update %.5f   %.5f\n", first, right$history[[1]]))
cat(sprintf("  after 5000              %.6f  %.6f\n", half_sse(listed), right$history[[5001]]))
cat("The listing's biases of the output after 5000 updates, of one neuron, a row a sample:\n")
shown(listed$bout)
cat("The right one:\n")
shown(rbind(right$network$bout))

two <- X[1:2, ]
cat("Two samples by the listing: ", tryCatch(listed_forward(listed, two), error = conditionMessage), "\n", sep = "")
cat("The same two, right:\n")
shown(predict(right$network, two))
