# The layout of a picture of a network; figures_plots.R puts it on paper.
#
# A picture is PICTURE_WIDTH wide and 1 high, and y points upwards.

PICTURE_WIDTH <- 1.5
MOST_DRAWN_NEURONS <- 64 # of one layer: more cannot be distinguished
MOST_DRAWN_LINES <- 240 # between two layers: more are a grey area
LARGEST_RADIUS <- 0.045
LARGEST_SPACING <- 0.24
POSITIVE <- "#1380c4" # distinguishable with any colour vision, visible on white and black
NEGATIVE <- "#d55e00"

# The layers from left to right, the lines from the weakest to the strongest (a data frame), how wide a line of share 1
# is, the largest absolute value of a weight or bias, and a note on what is not shown, empty where everything is.
drawing_of <- function(network, feature_names = NULL, output_names = NULL) {
  weights <- list(network$wh, network$wout)
  biases <- list(network$bh, network$bout)
  if (is.null(network$wh)) {
    weights <- weights[2]
    biases <- biases[2]
  }
  sizes <- c(n_features(network), vapply(weights, ncol, 1L))
  n_layers <- length(sizes)
  names <- c(list(feature_names), vector("list", n_layers - 2), list(output_names))
  captions <- captions_of(network, sizes)
  layers <- lapply(seq_len(n_layers), function(i) {
    has_bias <- i < n_layers && !is.null(biases[[i]])
    x <- PICTURE_WIDTH * (i - 1) / (n_layers - 1)
    layer_of(x, sizes[[i]], has_bias, names[[i]], captions[[i]])
  })
  arrays <- network[PARAMETER_NAMES]
  largest <- max(abs(unlist(arrays)))
  between <- lapply(seq_along(weights), function(i) {
    lines_between(layers[[i]], layers[[i + 1]], weights[[i]], biases[[i]], largest)
  })
  strongest <- do.call(rbind, lapply(between, utils::tail, MOST_DRAWN_LINES))
  n_lines <- sum(lengths(arrays))
  note <- "the strongest %d of %d weights and biases"
  list(
    layers = layers,
    lines = strongest[order(strongest$share), ],
    line_width = min(0.02, 1.2 * min(vapply(layers, function(layer) layer$radius, 1))),
    largest = largest,
    note = if (nrow(strongest) == n_lines) "" else sprintf(note, nrow(strongest), n_lines)
  )
}

# The size and activation of each layer.
captions_of <- function(network, sizes) {
  first <- counted(sizes[[1]], "feature")
  last <- paste0(counted(sizes[[length(sizes)]], "output"), "\n", network$output_activation)
  middle <- if (!is.null(network$wh)) paste0(sizes[[2]], " hidden\n", network$hidden_activation)
  c(first, middle, last)
}

# The neurons of one layer at equal distances around the middle of the picture, the bias below them. `rows` are the
# numbers of the neurons that are shown and `y` their heights; `y_bias` is the height of the square from which the
# biases of the next layer go out, `y_gap` that of the dots that stand for what is left out.
layer_of <- function(x, size, has_bias, names, caption) {
  half <- MOST_DRAWN_NEURONS / 2
  gap <- size > MOST_DRAWN_NEURONS
  rows <- if (gap) c(seq_len(half), size - half + seq_len(half)) else seq_len(size)
  places <- length(rows) + gap + has_bias
  spacing <- min(LARGEST_SPACING, 1 / places)
  heights <- 0.5 + spacing * ((places - 1) / 2 - (seq_len(places) - 1))
  y_bias <- if (has_bias) heights[[places]]
  y_gap <- if (gap) heights[[half + 1]]
  list(
    x = x, radius = min(LARGEST_RADIUS, 0.4 * spacing), spacing = spacing,
    rows = rows, y = setdiff(heights, c(y_bias, y_gap)), y_bias = y_bias, y_gap = y_gap,
    names = names[rows], caption = caption
  )
}

# A line of every weight and bias between the neurons that are shown, from the weakest to the strongest; `share` is its
# absolute value beside the largest of the network.
lines_between <- function(left, right, weights, bias, largest) {
  values <- rbind(weights[left$rows, right$rows, drop = FALSE], bias[right$rows])
  starts <- c(left$y, left$y_bias)
  lines <- data.frame(
    x0 = left$x, y0 = rep(starts, times = ncol(values)),
    x1 = right$x, y1 = rep(right$y, each = nrow(values)),
    weight = as.vector(values),
    share = as.vector(abs(values)) / (if (largest > 0) largest else 1)
  )
  lines[order(lines$share), ]
}
