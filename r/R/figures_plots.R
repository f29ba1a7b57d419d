# Pictures in base graphics: the history of a training, and a network.

#' The history of a training, or its network, as a picture
#'
#' `which = "history"` draws the loss after each epoch, with the validation loss and the best epoch, if any. `which =
#' "network"` draws the neurons and, between them, the weights: blue and solid where they are positive, vermilion and
#' dashed where they are negative, wider lines for larger weights. Of more than 240 weights between two layers only the
#' largest 240 are drawn, and the picture says so.
#'
#' @param x A fit of [onehidden()], a model of [load_model()], a result of [train()] or a [network()].
#' @param which `"history"` or `"network"`.
#' @param main A title above the picture.
#' @param log `"y"`: the loss on a logarithmic axis.
#' @param ... Not used: unknown arguments are rejected.
#' @return `x`, invisibly. The graphical parameters are left as they were.
#' @name plot.onehidden
#' @export
#' @examples
#' fit <- onehidden(Species ~ ., data = iris, hidden = 4, epochs = 50)
#' plot(fit)
#' plot(fit, which = "network")
plot.onehidden_model <- function(x, which = c("history", "network"), main = NULL, log = "", ...) {
  refuse_unknown_arguments("plot")
  which <- chosen_picture(which)
  if (which == "history") {
    plot_history(if (is.null(x$training)) x else x$training, main, log)
  } else {
    plot_network(x$network, feature_names(x$inputs), output_names(x), main)
  }
  invisible(x)
}

#' @rdname plot.onehidden
#' @export
plot.onehidden_training <- function(x, which = c("history", "network"), main = NULL, log = "",
                                    ...) {
  refuse_unknown_arguments("plot")
  which <- chosen_picture(which)
  if (which == "history") plot_history(x, main, log) else plot_network(x$network, main = main)
  invisible(x)
}

#' @rdname plot.onehidden
#' @export
plot.onehidden_network <- function(x, main = NULL, ...) {
  refuse_unknown_arguments("plot")
  plot_network(x, main = main)
  invisible(x)
}

PICTURES <- c("history", "network")

# The first of the two unless one was named.
chosen_picture <- function(which) {
  if (identical(which, PICTURES)) {
    return(PICTURES[[1]])
  }
  check_choice(which, "which", PICTURES, "out_of_range")
  which
}

# ---- the history ---------------------------------------------------------------------------------

# The losses of the states 0, 1, ...; infinite losses are left out.
plot_history <- function(training, main, log) {
  training_loss <- finite_or_missing(training$history)
  validation_loss <- finite_or_missing(training$validation_history)
  losses <- c(training_loss, validation_loss)
  epochs <- seq_along(training_loss) - 1
  if (all(is.na(losses))) {
    refuse("empty", "x", "a training with finite losses", "it has none", "Train it first.")
  }
  old <- graphics::par(c("cex", "mai", "mgp", "las")) # cex first, for it decides how large a line is
  on.exit(graphics::par(old))
  fitting_text()
  line <- graphics::par("csi")
  graphics::par(mai = line * c(3.2, 4, if (is.null(main)) 1.2 else 2.8, 1), mgp = c(2, 0.6, 0), las = 1)
  graphics::plot.new()
  graphics::plot.window(range(epochs), range(losses, na.rm = TRUE), log = log)
  graphics::box(bty = "l")
  graphics::axis(1)
  graphics::axis(2)
  graphics::title(main, font.main = 1, line = 1.4)
  graphics::title(xlab = "epoch")
  graphics::title(ylab = "loss", line = 2.8)
  if (!is.null(training$best_epoch)) {
    graphics::abline(v = training$best_epoch, col = "grey60", lty = "dotted")
    label <- sprintf("best: %.0f", training$best_epoch)
    graphics::mtext(label, side = 3, at = training$best_epoch, cex = 0.8 * graphics::par("cex"), col = "grey30")
  }
  type <- if (length(epochs) == 1) "p" else "l"
  graphics::lines(epochs, training_loss, type = type, col = POSITIVE, lwd = 2)
  if (length(validation_loss) > 0) {
    graphics::lines(epochs, validation_loss, type = type, col = NEGATIVE, lwd = 2, lty = "42")
    graphics::legend(
      "topright",
      legend = c("training", "validation"), col = c(POSITIVE, NEGATIVE), lty = c("solid", "42"),
      lwd = 2, bty = "n"
    )
  }
}

# Makes the text smaller where the figure is small.
fitting_text <- function() {
  size <- graphics::par("fin")
  scale <- min(1, max(0.4, min(size / c(5.5, 3.8))))
  graphics::par(cex = scale * graphics::par("cex"))
}

finite_or_missing <- function(losses) {
  losses <- as.double(losses)
  ifelse(is.finite(losses), losses, NA)
}

# ---- the network ---------------------------------------------------------------------------------

# Layers from left to right; the names of features and outputs stand in the margins.
plot_network <- function(network, feature_names = NULL, output_names = NULL, main = NULL) {
  drawing <- drawing_of(network, feature_names, output_names)
  layers <- drawing$layers
  first <- layers[[1]]
  last <- layers[[length(layers)]]
  old <- graphics::par(c("cex", "mai", "xpd"))
  on.exit(graphics::par(old))
  graphics::par(mai = rep(0, 4), xpd = NA)
  graphics::plot.new()
  fitting_text()
  line <- graphics::par("csi") # the height of a line of text in inches
  above <- if (is.null(main)) 0.8 else 2.4
  graphics::par(mai = c(5.6 * line, name_margin(first, "bias"), above * line, name_margin(last)))
  heights <- unlist(lapply(layers, function(layer) c(layer$y, layer$y_bias)))
  bottom <- min(heights) - LARGEST_RADIUS
  top <- max(heights) + LARGEST_RADIUS
  graphics::plot.window(c(-0.05, PICTURE_WIDTH + 0.05), c(bottom, top), asp = 1)
  inch <- diff(graphics::grconvertY(c(0, 1), "user", "inches")) # of the picture's height
  draw_lines(drawing, inch)
  for (layer in layers) {
    draw_neurons(layer, inch)
    graphics::text(layer$x, bottom - 0.5 * line / inch, layer$caption, adj = c(0.5, 1), cex = 0.9)
  }
  draw_names(first, -1, inch)
  draw_names(last, 1, inch)
  draw_key(drawing, bottom - 3.4 * line / inch, line / inch)
  graphics::text(PICTURE_WIDTH / 2, top + 1.2 * line / inch, main, cex = 1.2)
}

# In inches; names take at most three tenths of the picture.
name_margin <- function(layer, ...) {
  widest <- max(graphics::strwidth(c(shortened(layer$names), ...), units = "inches"), 0)
  min(widest + graphics::par("csi"), 0.3 * graphics::par("din")[[1]])
}

# Long names are shortened in the middle.
shortened <- function(names) {
  most <- 24
  ends <- paste0(substr(names, 1, 12), "...", substring(names, nchar(names) - 8))
  ifelse(nchar(names) > most, ends, names)
}

# From the weakest to the strongest, so that the strongest are on top; weak lines are faint.
draw_lines <- function(drawing, inch) {
  lines <- drawing$lines
  widest <- drawing$line_width * inch * 96 # a line of width 1 is 1/96 inch wide
  negative <- lines$weight < 0
  opacity <- sprintf("%02x", as.integer(255 * (0.15 + 0.85 * lines$share)))
  graphics::segments(
    lines$x0, lines$y0, lines$x1, lines$y1,
    col = paste0(ifelse(negative, NEGATIVE, POSITIVE), opacity),
    lwd = pmax(0.3, widest * lines$share), lty = ifelse(negative, "31", "solid"), lend = "butt"
  )
}

# Circles for neurons, a square for the biases, dots for what is left out.
draw_neurons <- function(layer, inch) {
  n <- length(layer$y)
  border <- max(0.5, min(1.5, layer$radius * inch * 12))
  graphics::symbols(
    rep(layer$x, n), layer$y,
    circles = rep(layer$radius, n), inches = FALSE, add = TRUE, bg = "white", fg = "grey20",
    lwd = border
  )
  if (!is.null(layer$y_bias)) {
    r <- 0.8 * layer$radius
    graphics::rect(
      layer$x - r, layer$y_bias - r, layer$x + r, layer$y_bias + r,
      col = "white", border = "grey20", lwd = border
    )
  }
  if (!is.null(layer$y_gap)) {
    graphics::points(rep(layer$x, 3), layer$y_gap + c(-0.3, 0, 0.3) * layer$spacing, pch = 16, cex = 0.3)
  }
}

# To the left (side -1) or right (1) of a layer; where there is no room for all names, every second one or fewer.
draw_names <- function(layer, side, inch) {
  line <- graphics::par("csi")
  cex <- min(1, max(0.55, layer$spacing * inch / line))
  every <- ceiling(0.9 * cex * line / (layer$spacing * inch))
  names <- shortened(layer$names)
  heights <- layer$y
  if (!is.null(layer$y_bias) && side < 0) {
    names <- c(if (length(names) > 0) names else rep("", length(heights)), "bias")
    heights <- c(heights, layer$y_bias)
  }
  shown <- seq_along(names) %% every == 1 %% every | seq_along(names) == length(names)
  if (any(shown)) {
    x <- layer$x + side * (layer$radius + 0.02)
    adj <- c(if (side < 0) 1 else 0, 0.4)
    graphics::text(x, heights[shown], names[shown], adj = adj, cex = cex)
  }
}

# What the colours and widths mean, around the middle of the picture at the height y, and below that what is not shown.
draw_key <- function(drawing, y, line) {
  words <- c("positive", "negative", paste("widest:", number(drawing$largest)))
  widths <- graphics::strwidth(words, cex = 0.8)
  stroke <- 1.6 * line * c(1, 1, 0)
  gap <- 0.5 * line
  places <- stroke + gap + widths + 2 * gap
  left <- PICTURE_WIDTH / 2 - sum(places) / 2 + cumsum(c(0, places[-3]))
  graphics::segments(
    left[1:2], y, left[1:2] + stroke[1:2], y,
    col = c(POSITIVE, NEGATIVE), lty = c("solid", "31"), lwd = 2.5, lend = "butt"
  )
  graphics::text(left + stroke + gap, y, words, adj = c(0, 0.4), cex = 0.8)
  graphics::text(PICTURE_WIDTH / 2, y - 1.2 * line, drawing$note, cex = 0.8, col = "grey30")
}
