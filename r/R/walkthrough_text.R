# A walkthrough as text: every equation with its matrices side by side, in 80 columns.
#
# ASCII only, so that every terminal can show it. Colours are added after the layout, so that the text without them is
# the same.

WIDTH <- 80
MATRIX_WIDTH <- 64 # what the longest operator leaves of a line
MOST_SHOWN_ROWS <- 10
PLAIN <- list(heading = c("", ""), operator = c("", ""), step = c("", ""))
COLOURS <- list(
  heading = c("\033[36m", "\033[39m"), operator = c("\033[2m", "\033[22m"),
  step = c("\033[1m", "\033[22m")
)

# A block of lines to be placed beside others: a matrix below its heading, or an operator.
new_block <- function(heading, lines, role = "matrix") {
  list(heading = heading, lines = lines, role = role)
}

# The number of characters of its widest line.
block_width <- function(block) {
  max(nchar(c(block$heading, block$lines)))
}

# Colours where cli is installed and reports that standard output supports them; it respects NO_COLOR.
colours_of_terminal <- function() {
  coloured <- requireNamespace("cli", quietly = TRUE) && cli::num_ansi_colors(stdout()) > 1
  if (coloured) COLOURS else PLAIN
}

# One equation: the step and the formula, the words, and the matrices.
equation_text <- function(equation, values, decimals, colours = PLAIN) {
  heading <- sprintf("step %d: %s", equation$step, equation$name)
  whole <- equation$name
  if (equation$formula != "") {
    heading <- paste(heading, "=", equation$formula)
    whole <- paste(equation$formula, "=", equation$name)
  }
  blocks <- lapply(parts_of_formula(whole, values), block_of, values = values, decimals = decimals)
  lines <- c(painted(heading, "step", colours), paste0("  ", equation$says), "")
  for (row in wrapped(blocks)) {
    lines <- c(lines, side_by_side(row, colours), "")
  }
  paste0(lines, "\n", collapse = "")
}

# Cuts a formula into names of matrices, t(...) for a transpose, and what stands between them.
parts_of_formula <- function(formula, values) {
  parts <- ""
  pattern <- "t\\([A-Za-z_]+\\)|[A-Za-z_]+|[^A-Za-z_]"
  for (word in regmatches(formula, gregexpr(pattern, formula, perl = TRUE))[[1]]) {
    if (untransposed(word) %in% names(values)) {
      parts <- c(parts, word, "")
    } else {
      parts[[length(parts)]] <- paste0(parts[[length(parts)]], word)
    }
  }
  parts <- trimws(parts)
  parts[parts != ""]
}

# The name without the t(...) of a transpose.
untransposed <- function(part) {
  sub("^t\\(([A-Za-z_]+)\\)$", "\\1", part)
}

# ---- matrices ------------------------------------------------------------------------------------

# A matrix below its name and shape, a number, or an operator.
block_of <- function(part, values, decimals) {
  name <- untransposed(part)
  if (!name %in% names(values)) {
    return(new_block("", part, "operator"))
  }
  value <- values[[name]]
  if (part == "learning_rate") { # with few decimals it would often be 0
    return(new_block(part, number(value)))
  }
  if (part == "loss") {
    return(new_block(part, number_text(value, decimals)))
  }
  if (part != name) {
    value <- t(value)
  }
  shape <- paste(if (is.matrix(value)) dim(value) else length(value), collapse = " x ")
  matrix <- if (is.matrix(value)) value else rbind(value)
  new_block(sprintf("%s (%s)", part, shape), matrix_lines(matrix, decimals))
}

# The rows of a matrix in brackets; large matrices are cut, with a note of what is missing.
matrix_lines <- function(matrix, decimals) {
  n <- nrow(matrix)
  m <- ncol(matrix)
  rows <- if (n <= MOST_SHOWN_ROWS) n else MOST_SHOWN_ROWS - 2
  cells <- number_texts(matrix[seq_len(rows), , drop = FALSE], decimals)
  width <- max(nchar(cells))
  fitting <- max(1, (MATRIX_WIDTH - 7) %/% (width + 2))
  columns <- if (4 + m * (width + 2) - 2 <= MATRIX_WIDTH) m else fitting
  cut <- if (columns < m) "  ..." else ""
  cells[] <- formatC(cells, width = width)
  lines <- apply(cells[, seq_len(columns), drop = FALSE], 1, paste, collapse = "  ")
  c(
    sprintf("[ %s%s ]", lines, cut),
    if (rows < n) paste("...", counted(n - rows, "more row")),
    if (columns < m) paste("...", counted(m - columns, "more column"))
  )
}

# The numbers as text: with decimals, unless all are whole.
number_texts <- function(matrix, decimals) {
  if (all(matrix == floor(matrix) & abs(matrix) < 1e6)) {
    decimals <- 0
  }
  array(vapply(matrix, number_text, "", decimals = decimals), dim(matrix))
}

# One number as text; a number that rounds to 0 has no sign.
number_text <- function(value, decimals) {
  if (is.infinite(value)) {
    return(number(value))
  }
  text <- sprintf(if (abs(value) < 1e9) "%.*f" else "%.*e", as.integer(decimals), value)
  sub("^-(0(\\.0*)?)$", "\\1", text)
}

# ---- laying out ----------------------------------------------------------------------------------

# Rows of blocks, none wider than a line unless one block is; an operator stays with what follows it.
wrapped <- function(blocks) {
  rows <- list(list())
  width <- 0
  for (index in seq_along(blocks)) {
    block <- blocks[[index]]
    needed <- block_width(block) + 1
    if (block$role == "operator" && index < length(blocks)) {
      needed <- needed + block_width(blocks[[index + 1]]) + 1
    }
    last <- length(rows)
    placed <- length(rows[[last]])
    after_matrix <- placed > 0 && rows[[last]][[placed]]$role == "matrix"
    if (after_matrix && width + needed > WIDTH + 1) {
      rows[[last + 1]] <- list()
      last <- last + 1
      width <- 0
    }
    rows[[last]] <- c(rows[[last]], list(block))
    width <- width + block_width(block) + 1
  }
  rows
}

# The lines of a row of blocks, headings first.
side_by_side <- function(blocks, colours) {
  height <- max(vapply(blocks, function(block) length(block$lines), 0L))
  columns <- lapply(blocks, function(block) {
    lines <- c(block$heading, block$lines, rep("", height - length(block$lines)))
    lines <- formatC(lines, width = -block_width(block))
    roles <- if (block$role == "operator") rep("operator", height + 1) else "heading"
    lines[seq_along(roles)] <- mapply(painted, lines[seq_along(roles)], roles, list(colours))
    lines
  })
  sub(" +$", "", do.call(paste, columns))
}

# The text in the colours of its role; trailing spaces stay outside the colours.
painted <- function(text, role, colours) {
  word <- sub(" +$", "", text)
  if (word == "") {
    return(text)
  }
  paste0(colours[[role]][[1]], word, colours[[role]][[2]], substring(text, nchar(word) + 1))
}
