# The twelve steps of one network as equations: the formula of each, and what it does in plain words.
#
# They contain no numbers: the text and the page of a walkthrough put those in place of the names (SPEC.md, section 15).

# One result of one step: its name, the kind of its arithmetic, its formula ("" where it is given), and words.
new_equation <- function(step, name, kind, formula, says) {
  list(step = step, name = name, kind = kind, formula = formula, says = says)
}

# All equations of the network, in the order of the table of twelve steps.
equations <- function(network) {
  c(
    given_equations(network),
    forward_equations(network),
    error_equations(network),
    backward_equations(network),
    gradient_equations(network),
    update_equations(network)
  )
}

# ---- the steps -----------------------------------------------------------------------------------

# Steps 0 and 1: the samples and the parameters.
given_equations <- function(network) {
  sender <- if (is.null(network$wh)) "feature" else "hidden neuron"
  said <- list(
    wh = "The weights from every feature to every hidden neuron.",
    bh = "One bias per hidden neuron, the same for every sample.",
    wout = sprintf("The weights from every %s to every output neuron.", sender),
    bout = "One bias per output neuron, the same for every sample."
  )
  samples <- list(
    new_equation(0, "X", "given", "", "The samples: one row each, one column per feature."),
    new_equation(0, "y", "given", "", "The targets: what the output should be for every sample.")
  )
  c(samples, lapply(names(parameters_of(network)), function(name) {
    new_equation(1, name, "given", "", said[[name]])
  }))
}

# Steps 2 to 4: from the samples to the output.
forward_equations <- function(network) {
  bh <- if (!is.null(network$bh)) "bh"
  bout <- if (!is.null(network$bout)) "bout"
  f <- network$hidden_activation
  hidden <- if (!is.null(network$wh)) {
    list(
      affine_equation(2, "hidden_layer_input", "X", "wh", bh),
      activated(3, "hidden_layer_activations", f, "hidden_layer_input")
    )
  }
  c(hidden, list(
    affine_equation(4, "output_layer_input", sender_of(network), "wout", bout),
    activated(4, "output", network$output_activation, "output_layer_input")
  ))
}

# Step 5: the error and the loss.
error_equations <- function(network) {
  formula <- LOSS_FORMULAS[[network$loss]]
  if (network$reduction == "mean") {
    formula <- sprintf("(%s) / n", formula)
  }
  far <- "How far each output is from its target, and to which side."
  wrong <- "How wrong all outputs are, in one number; training makes it small."
  list(
    new_equation(5, "error", "difference", "y - output", far),
    new_equation(5, "loss", network$loss, formula, wrong)
  )
}

# Steps 6 to 9: how much of the error each neuron answers for.
backward_equations <- function(network) {
  cancels <- !is.null(LOSSES[[network$loss]]$output_activation)
  moves <- "Each error, times how far its output can move."
  says <- if (cancels) "The error itself, since the slope is 1." else moves
  slope <- if (cancels) "one" else network$output_activation
  output_slope <- sloped("slope_output_layer", slope, "output")
  d_output <- new_equation(7, "d_output", "multiply", "error * slope_output_layer", says)
  if (is.null(network$wh)) {
    return(list(output_slope, d_output))
  }
  back <- "The errors go back to the hidden neurons through the old weights."
  formula <- "error_at_hidden_layer * slope_hidden_layer"
  says <- "Each hidden error, times how far its neuron can move."
  list(
    output_slope,
    sloped("slope_hidden_layer", network$hidden_activation, "hidden_layer_activations"),
    d_output,
    new_equation(8, "error_at_hidden_layer", "product", "d_output . t(wout)", back),
    new_equation(9, "d_hidden_layer", "multiply", formula, says)
  )
}

# Steps 10 and 11: how the loss changes with every parameter.
gradient_equations <- function(network) {
  sums <- list(
    grad_wout = sprintf("t(%s) . d_output", sender_of(network)),
    grad_wh = "t(X) . d_hidden_layer",
    grad_bout = "column_sums(d_output)",
    grad_bh = "column_sums(d_hidden_layer)"
  )
  present <- sub("^grad_", "", names(sums)) %in% names(parameters_of(network))
  lapply(names(sums)[present], function(name) {
    of_weights <- startsWith(name, "grad_w")
    over <- "summed over"
    formula <- sprintf(if (of_weights) "-(%s)" else "-%s", sums[[name]])
    if (network$reduction == "mean") {
      over <- "the mean over"
      formula <- sprintf(if (of_weights) "-((%s) / n)" else "-(%s / n)", sums[[name]])
    }
    says <- "How the loss changes with each %s: %s all samples."
    says <- sprintf(says, noun(sub("^grad_", "", name)), over)
    kind <- if (of_weights) "gradient" else "column_sums"
    new_equation(if (of_weights) 10 else 11, name, kind, formula, says)
  })
}

# Step 12: a small step downhill.
update_equations <- function(network) {
  lapply(names(parameters_of(network)), function(name) {
    new_equation(
      12,
      paste0("updated_", name),
      "update",
      sprintf("%s - (grad_%s * learning_rate)", name, name),
      sprintf("Each %s takes a small step against its gradient.", noun(name))
    )
  })
}

# ---- what recurs ---------------------------------------------------------------------------------

LOSS_FORMULAS <- list(
  squared_error = "total(error * error) / 2",
  binary_cross_entropy = "total(-((y * log(output)) + ((1 - y) * log(1 - output))))",
  categorical_cross_entropy = "total(-(y * log(output)))"
)

# (A . w) + b, or A . w.
affine_equation <- function(step, name, A, w, b) {
  says <- "Each %s neuron adds up what comes in, times its weights"
  says <- sprintf(says, if (w == "wh") "hidden" else "output")
  if (is.null(b)) {
    return(new_equation(step, name, "product", sprintf("%s . %s", A, w), paste0(says, ".")))
  }
  formula <- sprintf("(%s . %s) + %s", A, w, b)
  new_equation(step, name, "affine", formula, paste0(says, ", and its bias."))
}

# An activation of the input z.
activated <- function(step, name, activation, z) {
  f <- OUTPUT_ACTIVATIONS[[activation]]
  new_equation(step, name, activation, with_name(f$formula, "z", z), f$says)
}

# The slope of an activation, from the activation a.
sloped <- function(name, activation, a) {
  if (activation == "one") {
    says <- "1 everywhere: the slope cancels against the derivative of this loss."
    return(new_equation(6, name, "slope_of_one", "1", says))
  }
  says <- "How far each value moves when its neuron's input moves a little."
  formula <- with_name(ACTIVATIONS[[activation]]$slope_formula, "a", a)
  new_equation(6, name, paste0("slope_of_", activation), formula, says)
}

# Replaces the letter that stands for a matrix by the matrix's name.
with_name <- function(formula, letter, name) {
  gsub(sprintf("\\b%s\\b", letter), name, formula, perl = TRUE)
}

# What one element of a parameter is.
noun <- function(parameter) {
  if (startsWith(parameter, "w")) "weight" else "bias"
}

# The name of what goes into the output layer.
sender_of <- function(network) {
  if (is.null(network$wh)) "X" else "hidden_layer_activations"
}
