# Pictures: where things stand, and that nothing is left behind. What they look like, somebody has looked at.

fit <- onehidden(Species ~ ., iris, hidden = 3, epochs = 5, validation_fraction = 0.2, patience = 3)
trained <- train(article_network(), article_X, article_y, epochs = 5)

# Evaluates the code with a device that draws nowhere.
nowhere <- function(code, width = 7, height = 7) {
  grDevices::pdf(NULL, width = width, height = height)
  on.exit(grDevices::dev.off())
  code
}

test_that("all that can be plotted returns itself, invisibly", {
  plots <- list(
    list(fit), list(fit, "network"), list(trained), list(trained, "network"), list(trained$network),
    list(fit, main = "a title", log = "y"), list(network(NULL, NULL, rbind(1), NULL))
  )
  for (arguments in plots) {
    result <- nowhere(withVisible(do.call(plot, arguments)))
    expect_identical(result, list(value = arguments[[1]], visible = FALSE))
  }
})

test_that("graphical parameters are left as they were, also on a small device", {
  for (size in c(2.5, 7)) {
    nowhere(width = size, height = size, {
      kept <- c("cex", "mai", "mar", "mgp", "las", "xpd", "mfrow", "mex", "oma")
      before <- graphics::par(kept)
      plot(fit)
      plot(fit, which = "network")
      expect_identical(graphics::par(kept), before)
    })
  }
})

test_that("a picture that there is not is refused", {
  expect_refusal(plot(fit, which = "weights"), "out_of_range", "which")
  expect_refusal(plot(fit, col = "red"), "unknown_argument", "col")
  expect_refusal(plot(trained$network, which = "network"), "unknown_argument", "which")
})

test_that("infinite losses have no place, and without any other there is no picture", {
  expect_identical(finite_or_missing(c(1, Inf, NaN)), c(1, NA, NA))
  expect_refusal(nowhere(plot_history(list(history = Inf), NULL, "")), "empty", "x")
})

test_that("every weight and bias is a line from its neuron to the next layer", {
  drawing <- drawing_of(article_network())
  expect_identical(nrow(drawing$lines), 19L)
  expect_identical(sort(drawing$lines$weight), sort(uniforms(42, 19)))
  expect_identical(drawing$lines$share, sort(uniforms(42, 19)) / max(uniforms(42, 19)))
  expect_identical(drawing$note, "")
  strongest <- drawing$lines[19, ]
  from <- drawing$layers[[1]]
  place <- which(article_network()$wh == strongest$weight, arr.ind = TRUE)
  expect_identical(strongest$y0, from$y[[place[[1]]]])
  expect_identical(strongest$y1, drawing$layers[[2]]$y[[place[[2]]]])
})

test_that("neurons of a layer stand apart, within the picture", {
  for (size in c(1, 2, 10, 64, 65, 1000)) {
    layer <- layer_of(0, size, TRUE, NULL, "")
    heights <- c(layer$y, layer$y_gap, layer$y_bias)
    expect_true(all(heights >= layer$radius - 1e-12 & heights <= 1 - layer$radius + 1e-12))
    expect_true(all(abs(diff(sort(heights))) > 2 * layer$radius))
    expect_lte(length(layer$rows), 64)
  }
  expect_equal(layer$rows, c(1:32, 969:1000))
  expect_true(layer$y[[32]] > layer$y_gap && layer$y_gap > layer$y[[33]])
})

test_that("of very many weights the strongest are drawn, and the picture says so", {
  u <- uniforms(1, 64 * 32 + 32 + 320 + 10)
  large <- network(
    matrix(u[1:2048], 64, 32), u[2049:2080], matrix(u[2081:2400], 32, 10), u[2401:2410]
  )
  drawing <- drawing_of(large, paste0("x", 1:64), 0:9)
  expect_identical(nrow(drawing$lines), 480L)
  expect_identical(drawing$note, "the strongest 480 of 2410 weights and biases")
  expect_gte(min(drawing$lines$weight[drawing$lines$x0 == 0]), sort(u[1:2080], decreasing = TRUE)[[240]])
  expect_silent(nowhere(plot_network(large, paste0("x", 1:64), 0:9, "digits")))
})

test_that("long names lose their middle", {
  expect_identical(shortened(c("short", strrep("ab", 20))), c("short", "abababababab...babababab"))
})
