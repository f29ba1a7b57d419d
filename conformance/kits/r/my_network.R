# A right network, and its adapter: put your own in its place.

source("onehidden_kit.R")

sigmoid <- function(z) 1 / (1 + exp(-z))

train <- function(net, X, y, rate) {
  h <- sigmoid(sweep(X %*% net$wh, 2, net$bh, "+"))
  output <- sigmoid(sweep(h %*% net$wout, 2, net$bout, "+"))
  d_output <- (y - output) * output * (1 - output)
  d_hidden <- (d_output %*% t(net$wout)) * h * (1 - h)
  list(
    output = output,
    wh = net$wh + rate * t(X) %*% d_hidden, bh = net$bh + rate * colSums(d_hidden),
    wout = net$wout + rate * t(h) %*% d_output, bout = net$bout + rate * colSums(d_output)
  )
}

# ---- ADAPTER: the steps are named in SPEC.md, section 3 ------------------------------------------------------------

update <- function(X, y, wh, bh, wout, bout, rate) {
  net <- train(list(wh = wh, bh = bh, wout = wout, bout = bout), X, y, rate)
  list(output = net$output, updated_wh = net$wh, updated_bh = net$bh, updated_wout = net$wout, updated_bout = net$bout)
}

serve(update, hidden = "sigmoid", output = "sigmoid", loss = "squared_error", reduction = "sum")
