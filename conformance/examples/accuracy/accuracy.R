# The share of right answers on rows that were held back: onehidden in R, and nnet of equal size, one line a seed.
#
#     Rscript conformance/examples/accuracy/accuracy.R
#
# accuracy.py asks for this, and puts it beside Python's.

library(onehidden)

data_sets <- list(
  iris = list(hidden = 10, epochs = 500, decay = 0.01),
  digits = list(hidden = 32, epochs = 100, decay = 0.1)
)

share_right <- function(fit, unseen, target) {
  mean(as.character(predict(fit, unseen, type = "class")) == unseen[[target]])
}

cat("data,network,seed,share\n")
for (name in names(data_sets)) {
  how <- data_sets[[name]]
  data <- as.data.frame(load_dataset(name))
  target <- names(data)[[ncol(data)]]
  formula <- as.formula(paste(target, "~ ."))
  for (seed in 1:5) {
    rows <- split_rows(nrow(data), 0.3, seed)
    seen <- data[rows$training, ]
    unseen <- data[rows$validation, ]
    ours <- onehidden(formula, seen, hidden = how$hidden, epochs = how$epochs, seed = seed)
    set.seed(seed)
    nnet_with <- function(decay) {
      nnet::nnet(
        formula, seen, size = how$hidden, maxit = how$epochs, decay = decay, MaxNWts = 5000, trace = FALSE
      )
    }
    fits <- list("onehidden in R" = ours, "nnet" = nnet_with(0), "nnet with decay" = nnet_with(how$decay))
    shares <- vapply(fits, share_right, 0, unseen, target)
    cat(sprintf("%s,%s,%d,%.17g\n", name, names(fits), seed, shares), sep = "")
  }
}
