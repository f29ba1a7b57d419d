# Results of steps that are not finite (SPEC.md 4.6 and 10.23).

STEP_NAMES <- c(
  "hidden_layer_input", "hidden_layer_activations", "output_layer_input", "output",
  "error", "loss", "slope_output_layer", "slope_hidden_layer", "d_output",
  "error_at_hidden_layer", "d_hidden_layer", "grad_wout", "grad_wh", "grad_bout", "grad_bh"
)

# The steps in the order of the specification; signals an overflow where one is not finite. The loss may be infinite.
checked_steps <- function(steps) {
  ordered <- steps[intersect(STEP_NAMES, names(steps))]
  for (name in names(ordered)) {
    if (name != "loss" && !all(is.finite(ordered[[name]]))) {
      refuse_overflow(name)
    }
  }
  ordered
}

# The network; signals an overflow where a parameter is not finite.
checked_update <- function(network) {
  for (name in names(parameters_of(network))) {
    if (!all(is.finite(network[[name]]))) {
      refuse_overflow(paste0("updated_", name))
    }
  }
  network
}

# Signals which step became too large for a double.
refuse_overflow <- function(step) {
  stop_onehidden(
    "overflow",
    sprintf(
      paste(
        "`%s` is not finite: a number became too large. Scale `X` down, or use smaller weights or",
        "a smaller `learning_rate`."
      ),
      step
    ),
    step = step
  )
}

# Whether all arrays are finite; absent ones are ignored.
all_finite <- function(...) {
  # A non-finite element makes the sum non-finite, which is faster to test; but the sum may overflow by itself.
  is.finite(sum(...)) || all(is.finite(c(...)))
}
