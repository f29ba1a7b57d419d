# Rows that were held back are told right as often as by a network of equal size of nnet, which many people use.

# The share of right answers on the rows that were held back, ours and theirs.
accuracies <- function(data, target, seed, ours, theirs) {
  rows <- split_rows(nrow(data), 1 / 3, seed)
  seen <- data[rows$training, ]
  unseen <- data[rows$validation, ]
  share_right <- function(fit) mean(as.character(predict(fit, unseen, type = "class")) == unseen[[target]])
  set.seed(seed)
  c(ours = share_right(ours(seen, seed)), theirs = share_right(theirs(seen)))
}

test_that("iris is learned as well as by nnet", {
  skip_if_not_installed("nnet")
  with_saved_random_state({
    found <- vapply(1:5, function(seed) {
      accuracies(
        iris, "Species", seed,
        ours = function(seen, seed) onehidden(Species ~ ., seen, hidden = 6, seed = seed),
        theirs = function(seen) nnet::nnet(Species ~ ., seen, size = 6, decay = 0.01, maxit = 500, trace = FALSE)
      )
    }, numeric(2))
  })
  expect_true(all(found["ours", ] > 0.9))
  expect_gt(mean(found["ours", ]), mean(found["theirs", ]) - 0.02)
})

test_that("the digits are learned as well as by nnet", {
  skip_if_not_installed("nnet")
  skip_on_cran() # it takes ten seconds
  digits <- as.data.frame(load_dataset("digits"))
  with_saved_random_state({
    found <- accuracies(
      digits, "digit", 1,
      ours = function(seen, seed) {
        onehidden(digit ~ ., seen, hidden = 32, epochs = 100, seed = seed, arithmetic = "blas")
      },
      theirs = function(seen) {
        nnet::nnet(digit ~ ., seen, size = 32, maxit = 100, MaxNWts = 5000, trace = FALSE)
      }
    )
  })
  expect_gt(found[["ours"]], 0.95)
  expect_gt(found[["ours"]], found[["theirs"]] - 0.02)
})
