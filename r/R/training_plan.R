# What every epoch of a training needs, as one object.

# samples, validation: the rows to train on, and those to validate on or NULL.
# last: the number of the last epoch.
# learning_rate: the rate, or a function that gives it for an epoch.
# batches: the rows of each update of an epoch, a function of the epoch; NULL stands for all rows in their order.
# parts: the samples of each update of an epoch, likewise.
# reshuffles: whether the batches differ from epoch to epoch.
# kernels: which code computes, "compiled" or "interpreted".
new_plan <- function(samples, settings, last) {
  n <- nrow(samples$X)
  reshuffles <- !is.null(settings$shuffle_seed)
  shuffles <- if (reshuffles) shuffles_of(settings$shuffle_seed, settings$stream, n)
  batches <- batches_by_epoch(n, settings$batches, shuffles)
  list(
    samples = samples,
    validation = settings$validation,
    last = last,
    learning_rate = settings$learning_rate,
    batches = batches,
    parts = parts_by_epoch(samples, batches, reshuffles),
    reshuffles = reshuffles,
    optimizer = unclass(settings$optimizer),
    weight_decay = settings$weight_decay,
    patience = settings$patience,
    arithmetic = arithmetic_named(settings$arithmetic, settings$kernels),
    kernels = settings$kernels
  )
}

# The learning rate of an epoch.
rate_of <- function(plan, epoch) {
  if (is.function(plan$learning_rate)) plan$learning_rate(epoch) else plan$learning_rate
}
