# The update rules: step 12 with the optimizer's state (SPEC.md 4.12 to 4.16).

# How an optimizer works: its initial state for a parameter w, and an update of w and of that state. The state of a
# parameter is a list of arrays and numbers; an optimizer state is a list of these by the names of the parameters.
rule <- function(initial, update) {
  list(initial = initial, update = update)
}

# Nothing.
no_state <- function(w) {
  list()
}

# 4.13: step 12 itself.
gradient_descent_update <- function(w, grad, learning_rate, state, settings) {
  list(w = updated(w, grad, learning_rate), state = state)
}

# v.
velocity <- function(w) {
  list(zeros_like(w))
}

# +0 everywhere; w * 0 would be -0 where w is negative.
zeros_like <- function(w) {
  w[] <- 0
  w
}

# 4.14.
momentum_update <- function(w, grad, learning_rate, state, settings) {
  v <- (state[[1]] * settings$coefficient) + grad
  list(w = updated(w, v, learning_rate), state = list(v))
}

# 4.15.
nesterov_update <- function(w, grad, learning_rate, state, settings) {
  v <- (state[[1]] * settings$coefficient) + grad
  list(w = updated(w, (v * settings$coefficient) + grad, learning_rate), state = list(v))
}

# m, v, and the powers of beta1 and beta2.
moments <- function(w) {
  list(zeros_like(w), zeros_like(w), 1, 1)
}

# 4.16.
adam_update <- function(w, grad, learning_rate, state, settings) {
  beta1 <- settings$beta1
  beta2 <- settings$beta2
  m <- (state[[1]] * beta1) + (grad * (1 - beta1))
  v <- (state[[2]] * beta2) + ((grad * grad) * (1 - beta2))
  power1 <- state[[3]] * beta1
  power2 <- state[[4]] * beta2
  mean <- m / (1 - power1)
  mean_square <- v / (1 - power2)
  new <- w - ((mean * learning_rate) / (sqrt(mean_square) + settings$epsilon))
  list(w = new, state = list(m, v, power1, power2))
}

# The kernels know each by its position here.
RULES <- list(
  gradient_descent = rule(no_state, gradient_descent_update),
  momentum = rule(velocity, momentum_update),
  nesterov = rule(velocity, nesterov_update),
  adam = rule(moments, adam_update)
)

# ---- an update of a network ----------------------------------------------------------------------

DECAYING <- c("wh", "wout")

# The optimizer's state before the first update.
initial_state <- function(network, optimizer) {
  lapply(parameters_of(network), RULES[[optimizer$name]]$initial)
}

# Step 12 with an optimizer: every parameter and its state, from their old values and the gradients.
optimizer_step <- function(network, steps, learning_rate, optimizer, state, weight_decay) {
  if (optimizer$name == "gradient_descent" && weight_decay == 0) { # step 12 itself, without detours
    return(list(network = gradient_step(network, steps, learning_rate), state = state))
  }
  update <- RULES[[optimizer$name]]$update
  parameters <- parameters_of(network)
  for (name in names(parameters)) {
    w <- parameters[[name]]
    grad <- steps[[paste0("grad_", name)]]
    if (weight_decay > 0 && name %in% DECAYING) {
      grad <- grad + (w * weight_decay)
    }
    new <- update(w, grad, learning_rate, state[[name]], optimizer$settings)
    parameters[[name]] <- new$w
    state[[name]] <- new$state
  }
  network <- with_parameters(network, parameters$wh, parameters$bh, parameters$wout, parameters$bout)
  list(network = network, state = state)
}
