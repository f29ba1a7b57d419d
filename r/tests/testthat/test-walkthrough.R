article <- article_network()

# What was printed, a line each.
printed_by <- function(call) {
  capture.output(call)
}

# An empty folder for one test.
new_folder <- function() {
  folder <- tempfile("walkthrough")
  dir.create(folder)
  folder
}

data_of <- function(path) {
  text <- readChar(path, file.size(path), useBytes = TRUE)
  after <- strsplit(text, '<script type="application/json" id="data">', fixed = TRUE)[[1]][[2]]
  json <- strsplit(after, "</script>", fixed = TRUE)[[1]][[1]]
  jsonlite::fromJSON(json, simplifyDataFrame = FALSE)
}

wide <- function(n, d, h, k, ...) {
  example <- network(matrix(1, d, h), NULL, matrix(1, h, k), NULL)
  walkthrough(example, matrix(0, n, d), matrix(0, n, k), ...)
}

# ---- the console ---------------------------------------------------------------------------------

test_that("every step is printed with its formula", {
  lines <- printed_by(walkthrough(article, article_X, article_y))
  expect_identical(lines[1:4], c(
    paste(
      "one update of a network 4-3-1: sigmoid hidden layer, sigmoid output, squared_error (sum),",
      "19 parameters"
    ),
    "learning rate 0.1, reproducible arithmetic",
    "",
    "step 0: X"
  ))
  steps <- as.numeric(sub("^step ([0-9]+):.*", "\\1", grep("^step [0-9]+:", lines, value = TRUE)))
  expect_identical(unique(steps), as.numeric(0:12))
  expect_true("step 2: hidden_layer_input = (X . wh) + bh" %in% lines)
  expect_false(any(grepl("[^ -~]", lines)))
})

test_that("the reader chooses the decimals", {
  lines <- printed_by(walkthrough(article, article_X, article_y, decimals = 6))
  expect_true(sprintf("[ %.6f ]", article$bout) %in% lines)
})

test_that("it gives what backward and update_weights give, invisibly", {
  steps <- backward(article, article_X, article_y)
  printed_by(result <- withVisible(walkthrough(article, article_X, article_y, learning_rate = 0.5)))
  expect_false(result$visible)
  expect_same_bits(result$value$steps, steps)
  expect_same_bits(result$value$network$wh, update_weights(article, steps, 0.5)$wh)
  expect_null(result$value$path)
  expect_output(print(result$value), "^walkthrough, loss 0.")
})

# ---- the page ------------------------------------------------------------------------------------

test_that("a page has every number of every epoch", {
  path <- file.path(new_folder(), "page.html")
  lines <- printed_by(
    result <- walkthrough(article, article_X, article_y, 0.5, path, epochs = 3, decimals = 4)
  )
  expect_identical(lines, sprintf("wrote %s: open it in a browser", path))
  data <- data_of(path)
  expect_identical(data$decimals, 4L)
  expect_identical(c(data$arithmetic, data$reduction), c("reproducible", "sum"))
  expect_identical(data$given$X + 0, article_X)
  expect_identical(data$given$y + 0, article_y)
  expect_identical(data$given$learning_rate, 0.5)
  expect_length(data$epochs, 3)
  state <- article
  for (epoch in data$epochs) {
    steps <- backward(state, article_X, article_y)
    new <- update_weights(state, steps, 0.5)
    updated <- parameters_of(new)
    names(updated) <- paste0("updated_", names(updated))
    expect_same_bits(epoch, c(parameters_of(state), steps, updated))
    state <- new
  }
  expect_identical(result$path, path)
  expect_match(format(result), sprintf("walkthrough in %s, loss ", path), fixed = TRUE)
})

test_that("every equation has its matrices", {
  path <- file.path(new_folder(), "page.html")
  printed_by(walkthrough(article, article_X, article_y, path = path, epochs = 1))
  data <- data_of(path)
  names <- c(names(data$given), names(data$epochs[[1]]))
  told <- vapply(data$equations, function(equation) equation$name, "")
  expect_setequal(told, setdiff(names, "learning_rate"))
  expect_named(data$equations[[1]], c("step", "name", "kind", "formula", "says"))
})

test_that("a bias of one neuron is a vector and an infinite loss null", {
  path <- file.path(new_folder(), "page.html")
  example <- network(NULL, NULL, rbind(0.5), -0.2, loss = "binary_cross_entropy")
  printed_by(walkthrough(example, rbind(100), rbind(0), path = path, epochs = 1))
  text <- readChar(path, file.size(path), useBytes = TRUE)
  expect_match(text, '"bout":[-0.20000000000000001]', fixed = TRUE)
  expect_match(text, '"loss":null', fixed = TRUE)
})

test_that("the policy of a page allows its own script and style and nothing else", {
  path <- file.path(new_folder(), "page.html")
  printed_by(walkthrough(article, article_X, article_y, path = path, epochs = 1))
  text <- readChar(path, file.size(path), useBytes = TRUE)
  one_line <- gsub("\n", "\v", text)
  between <- function(begin, end) sub(paste0(".*", begin, "(.*?)", end, ".*"), "\\1", one_line, perl = TRUE)
  checksum <- function(begin, end) csp_checksum(gsub("\v", "\n", between(begin, end)))
  policy <- between('Content-Security-Policy" content="', '"')
  expect_identical(policy, sprintf(
    "default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'",
    checksum("<script>", "</script>"), checksum("<style>", "</style>")
  ))
  expect_identical(csp_checksum("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  expect_false(grepl("{{", text, fixed = TRUE))
})

test_that("an old page is replaced and nothing else is left", {
  folder <- new_folder()
  path <- file.path(folder, "page.html")
  writeLines("old", path)
  printed_by(walkthrough(article, article_X, article_y, path = path))
  expect_identical(readLines(path, n = 1), "<!doctype html>")
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), "page.html")
})

# ---- refusals ------------------------------------------------------------------------------------

test_that("bad input is refused and nothing is written or printed", {
  X <- article_X
  y <- article_y
  folder <- new_folder()
  file <- file.path(folder, "page.html")
  lines <- printed_by({
    expect_refusal(walkthrough("network", X, y), "invalid_network", "network")
    expect_refusal(walkthrough(article, X[, 1:2], y), "shape_mismatch", "X")
    expect_refusal(walkthrough(article, X, y + 1), "target_out_of_range", "y")
    expect_refusal(walkthrough(article, X, y, -1), "invalid_learning_rate", "learning_rate")
    expect_refusal(
      walkthrough(article, X, y, function(epoch) 0.1), "invalid_learning_rate", "learning_rate"
    )
    expect_refusal(walkthrough(article, X, y, epochs = 0), "invalid_count", "epochs")
    expect_refusal(walkthrough(article, X, y, epochs = 1001), "invalid_count", "epochs")
    expect_refusal(walkthrough(article, X, y, decimals = 18), "invalid_count", "decimals")
    expect_refusal(walkthrough(article, X, y, decimals = -1), "invalid_count", "decimals")
    expect_refusal(walkthrough(article, X, y, decimals = 1.5), "invalid_count", "decimals")
    expect_refusal(
      walkthrough(article, X, y, arithmetic = "fast"), "unknown_arithmetic", "arithmetic"
    )
    expect_refusal(walkthrough(article, X, y, epoch = 3), "unknown_argument", "epoch")
    for (path in list(3, "", NA_character_, folder, file.path(folder, "no", "page.html"))) {
      expect_refusal(walkthrough(article, X, y, path = path), "unreadable_file", "path")
    }
    long <- file.path(folder, strrep("x", 300))
    expect_refusal(walkthrough(article, X, y, path = long), "unreadable_file", "path")
    expect_refusal(wide(201, 1, 1, 1, path = file), "out_of_range", "X")
    expect_refusal(wide(1, 65, 1, 1, path = file), "out_of_range", "X")
    expect_refusal(wide(1, 1, 65, 1, path = file), "out_of_range", "network")
    expect_refusal(wide(1, 1, 1, 65, path = file), "out_of_range", "network")
    expect_refusal(wide(200, 64, 64, 1, path = file), "invalid_count", "epochs")
  })
  expect_identical(lines, character(0))
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), character(0))
})

test_that("messages say how to mend it", {
  folder <- new_folder()
  file <- file.path(folder, "page.html")
  expect_error(walkthrough(article, article_X, article_y, path = folder), sprintf(
    '`path` must be a file that can be written, but "%s" is a folder. Give the name of a file.', folder
  ), fixed = TRUE)
  expect_error(wide(200, 64, 64, 1, path = file), paste(
    "`epochs` must be at most 6, so that the page of this network has at most 500000 numbers,",
    "but it is 10. Choose fewer epochs or fewer samples."
  ), fixed = TRUE)
  expect_error(wide(201, 1, 1, 1, path = file), paste(
    "`X` must be small enough for a page, with at most 200 rows, but it has 201.",
    "Give less, or leave `path` out: the console abbreviates large matrices."
  ), fixed = TRUE)
})

test_that("the largest page is written", {
  file <- file.path(new_folder(), "page.html")
  printed_by(wide(200, 64, 64, 1, path = file, epochs = 6))
  expect_lt(file.size(file), 12e6)
})

test_that("an overflow names the epoch and nothing is written", {
  folder <- new_folder()
  example <- network(NULL, NULL, rbind(1), NULL, output_activation = "identity")
  error <- expect_error(
    walkthrough(example, rbind(1e60), 0, 1, path = file.path(folder, "page.html")),
    "In epoch 3: ", class = "onehidden_overflow"
  )
  expect_identical(error$epoch, 3L)
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), character(0))
})
