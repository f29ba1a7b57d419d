values <- list(
  X = rbind(c(1, 2)), wh = rbind(0.5, -0.25), bh = 0.125, hidden_layer_input = rbind(0.125)
)
equation <- new_equation(
  2, "hidden_layer_input", "affine", "(X . wh) + bh", "Each hidden neuron adds up."
)
lines_of <- function(text) strsplit(text, "\n", fixed = TRUE)[[1]]

test_that("the matrices of a formula stand side by side", {
  expect_identical(lines_of(equation_text(equation, values, 3)), c(
    "step 2: hidden_layer_input = (X . wh) + bh",
    "  Each hidden neuron adds up.",
    "",
    "  X (1 x 2)   wh (2 x 1)     bh (1)      hidden_layer_input (1 x 1)",
    "( [ 1  2 ]  . [  0.500 ] ) + [ 0.125 ] = [ 0.125 ]",
    "              [ -0.250 ]",
    ""
  ))
})

test_that("what does not fit goes to the next line", {
  wide <- values
  wide$X <- matrix(0.5, 2, 9)
  wide$wh <- matrix(0.5, 9, 3)
  lines <- lines_of(equation_text(equation, wide, 4))
  expect_lte(max(nchar(lines)), 80)
  expect_identical(sum(grepl("(2 x 9)|(9 x 3)", lines)), 2L)
})

test_that("a formula is cut into matrices and what stands between them", {
  values <- list(X = 0, d_hidden_layer = 0, y = 0, output = 0)
  expect_identical(
    parts_of_formula("-((t(X) . d_hidden_layer) / n)", values),
    c("-((", "t(X)", ".", "d_hidden_layer", ") / n)")
  )
  expect_identical(
    parts_of_formula("total(-(y * log(output)))", values),
    c("total(-(", "y", "* log(", "output", ")))")
  )
  expect_identical(parts_of_formula("1", values), "1")
})

test_that("a transpose is shown transposed", {
  equation <- new_equation(10, "g", "gradient", "-(t(A) . d)", "")
  values <- list(A = rbind(c(1, 2), c(3, 4)), d = rbind(1, 1), g = rbind(-4, -6))
  text <- equation_text(equation, values, 2)
  expect_match(text, "t(A) (2 x 2)", fixed = TRUE)
  expect_match(text, "-( [ 1  3 ]", fixed = TRUE)
})

test_that("numbers are rounded and zero has no sign", {
  expect_identical(number_text(0.125, 2), "0.12")
  expect_identical(number_text(0.375, 2), "0.38")
  expect_identical(number_text(-0.004, 2), "0.00")
  expect_identical(number_text(-0, 0), "0")
  expect_identical(number_text(-0.005, 3), "-0.005")
  expect_identical(number_text(1e9, 2), "1.00e+09")
  expect_identical(number_text(-1.5e200, 1), "-1.5e+200")
  expect_identical(number_text(0.1, 17), "0.10000000000000001")
  expect_identical(number_text(Inf, 2), "infinite")
})

test_that("a matrix of whole numbers has no decimals", {
  expect_identical(matrix_lines(rbind(c(1, -20)), 2), "[   1  -20 ]")
  expect_identical(matrix_lines(rbind(c(1, 0.5)), 2), "[ 1.00  0.50 ]")
})

test_that("of a large matrix is said how much more there is", {
  lines <- matrix_lines(matrix(0.5, 103, 40), 2)
  expect_length(lines, 10)
  expect_identical(lines[9:10], c("... 95 more rows", "... 31 more columns"))
  expect_lte(max(nchar(lines)), 80)
  expect_match(lines[[1]], "0.50  ... ]", fixed = TRUE)
  expect_length(matrix_lines(matrix(0.5, 10, 1), 2), 10)
  expect_identical(matrix_lines(matrix(0.5, 11, 1), 2)[[9]], "... 3 more rows")
})

test_that("without its colours the text is the plain text", {
  painted <- equation_text(equation, values, 2, COLOURS)
  expect_length(gregexpr("\033[36m", painted, fixed = TRUE)[[1]], 4)
  expect_identical(gsub("\033\\[[0-9]+m", "", painted), equation_text(equation, values, 2, PLAIN))
})

test_that("colours only where cli says that the terminal has them", {
  skip_if_not_installed("cli")
  old <- options(cli.num_colors = 256L)
  on.exit(options(old))
  expect_identical(colours_of_terminal(), COLOURS)
  options(cli.num_colors = 1L)
  expect_identical(colours_of_terminal(), PLAIN)
})
