w <- rbind(c(0.5, -0.25), c(-1, 2))
gradients <- list(rbind(c(1, -2), c(0.5, 0)), rbind(c(0.25, 1), c(-3, 0.125)), matrix(1, 2, 2))

# w after an update for each gradient, by the rules.
updated_by_rule <- function(optimizer, learning_rate = 0.125) {
  rule <- RULES[[optimizer$name]]
  state <- rule$initial(w)
  for (grad in gradients) {
    new <- rule$update(w, grad, learning_rate, state, optimizer$settings)
    w <- new$w
    state <- new$state
  }
  w
}

# w after the same updates, element by element.
by_hand <- function(one_update, state) {
  for (i in seq_along(w)) {
    kept <- state
    for (grad in gradients) {
      new <- one_update(w[[i]], grad[[i]], kept)
      w[[i]] <- new[[1]]
      kept <- new[-1]
    }
  }
  w
}

test_that("gradient descent is step 12", {
  expected <- by_hand(function(w, g, kept) c(w - (g * 0.125), 0), 0)
  expect_same_bits(updated_by_rule(check_optimizer("gradient_descent")), expected)
})

test_that("momentum keeps a share of all gradients so far", {
  one <- function(w, g, kept) {
    v <- (kept[[1]] * 0.9) + g
    c(w - (v * 0.125), v)
  }
  expect_same_bits(updated_by_rule(momentum()), by_hand(one, 0))
})

test_that("Nesterov looks one step ahead", {
  one <- function(w, g, kept) {
    v <- (kept[[1]] * 0.5) + g
    c(w - (((v * 0.5) + g) * 0.125), v)
  }
  expect_same_bits(updated_by_rule(nesterov(0.5)), by_hand(one, 0))
})

test_that("Adam divides a mean by the root of a mean square, both corrected for their start", {
  one <- function(w, g, kept) {
    m <- (kept[[1]] * 0.9) + (g * (1 - 0.9))
    v <- (kept[[2]] * 0.999) + ((g * g) * (1 - 0.999))
    power1 <- kept[[3]] * 0.9
    power2 <- kept[[4]] * 0.999
    step <- ((m / (1 - power1)) * 0.125) / (sqrt(v / (1 - power2)) + 1e-8)
    c(w - step, m, v, power1, power2)
  }
  expect_same_bits(updated_by_rule(adam()), by_hand(one, c(0, 0, 1, 1)))
})

test_that("the first step of Adam is the learning rate for every gradient", {
  new <- RULES$adam$update(w, gradients[[1]], 0.125, RULES$adam$initial(w), adam()$settings)
  expect_equal(w - new$w, sign(gradients[[1]]) * 0.125, tolerance = 1e-6)
})

test_that("no gradient and an initial state change nothing", {
  for (name in names(RULES)) {
    settings <- check_optimizer(name)$settings
    new <- RULES[[name]]$update(w, matrix(0, 2, 2), 0.125, RULES[[name]]$initial(w), settings)
    expect_same_bits(new$w, w)
  }
})

test_that("optimizer states begin with plus zero", {
  expect_same_bits(RULES$momentum$initial(w)[[1]], matrix(0, 2, 2))
  expect_same_bits(RULES$adam$initial(c(-1, 1))[[2]], c(0, 0))
})

test_that("weights decay and biases do not", {
  example <- network(rbind(1), 1, rbind(1), 1)
  steps <- list(grad_wh = rbind(0), grad_bh = 0, grad_wout = rbind(0), grad_bout = 0)
  optimizer <- check_optimizer("gradient_descent")
  state <- initial_state(example, optimizer)
  new <- optimizer_step(example, steps, 0.5, optimizer, state, 0.25)$network
  expect_identical(as.numeric(unlist(parameters_of(new))), c(0.875, 1, 0.875, 1))
})

test_that("a word means the optimizer with its defaults", {
  for (name in names(RULES)) {
    by_word <- train(article_network(), article_X, article_y, epochs = 5, optimizer = name)
    made <- check_optimizer(name)
    expect_identical(
      train(article_network(), article_X, article_y, epochs = 5, optimizer = made)$history,
      by_word$history
    )
    expect_lt(by_word$history[[6]], by_word$history[[1]])
  }
})

test_that("an optimizer shows its settings", {
  expect_identical(
    format(adam(0.8, 0.99, 1e-6)), "adam(beta1 = 0.8, beta2 = 0.99, epsilon = 1e-06)"
  )
  expect_output(returned <- withVisible(print(momentum())), "momentum(coefficient = 0.9)", fixed = TRUE)
  expect_false(returned$visible)
})

test_that("bad settings of optimizers are refused", {
  expect_refusal(momentum(1), "out_of_range", "coefficient")
  expect_refusal(momentum("0.9"), "not_numeric", "coefficient")
  expect_refusal(nesterov(-0.1), "out_of_range", "coefficient")
  expect_refusal(nesterov(NaN), "not_finite", "coefficient")
  expect_refusal(adam(beta1 = 1.5), "out_of_range", "beta1")
  expect_refusal(adam(beta2 = -1), "out_of_range", "beta2")
  expect_refusal(adam(epsilon = 0), "out_of_range", "epsilon")
  expect_refusal(adam(bta1 = 0.9), "unknown_argument", "bta1")
  expect_refusal(check_optimizer("sgd"), "unknown_optimizer", "optimizer")
  expect_refusal(check_optimizer(NULL), "unknown_optimizer", "optimizer")
})
