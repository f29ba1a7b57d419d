# A wrong network: it reads its weights by column, as R does, and they come by row. Its targets are class numbers from 1.

source("onehidden_kit.R")

update <- function(X, y, wh, bh, wout, bout, rate) {
  print("a print of the network disturbs nothing")
  wh <- matrix(c(t(wh)), nrow(wh))
  wout <- matrix(c(t(wout)), nrow(wout))
  h <- pmax(sweep(X %*% wh, 2, bh, "+"), 0)
  z <- sweep(h %*% wout, 2, bout, "+")
  e <- exp(z - apply(z, 1, max))
  output <- e / rowSums(e)
  d_output <- (output - diag(ncol(output))[y, , drop = FALSE]) / nrow(X)
  d_hidden <- (d_output %*% t(wout)) * (h > 0)
  list(
    output = output,
    updated_wh = wh - rate * t(X) %*% d_hidden, updated_bh = bh - rate * colSums(d_hidden),
    updated_wout = wout - rate * t(h) %*% d_output, updated_bout = bout - rate * colSums(d_output)
  )
}

serve(update, hidden = "relu", output = "softmax", loss = "categorical_cross_entropy", reduction = "mean", labels = 1)
