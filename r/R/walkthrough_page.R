# A walkthrough as a page: the numbers as JSON, put with style and scripts into one file (SPEC.md, section 15).

MOST_NUMBERS <- 500000 # 10 megabytes
MOST_SAMPLES <- 200
MOST_NEURONS_OF_A_PAGE <- 64
SCRIPTS <- c("data.js", "numbers.js", "arithmetic.js", "matrices.js", "drawing.js", "page.js")
SINGLE_NUMBERS <- c("loss", "learning_rate")

# ---- the file ------------------------------------------------------------------------------------

# Writes the page; `epochs` has the values of each update by name.
write_page <- function(path, network, given, epochs, decimals, arithmetic) {
  data <- json_of(list(
    network = format(network),
    arithmetic = arithmetic,
    reduction = network$reduction,
    decimals = decimals,
    equations = equations(network),
    given = numbers_by_name(given),
    epochs = lapply(epochs, numbers_by_name)
  ))
  write_file(path, charToRaw(page_with(data)), MOST_BYTES)
}

# The page with its numbers. Its policy names the checksums of its own script and style, so that a browser runs nothing
# else.
page_with <- function(data) {
  style <- part_of_page("page.css")
  script <- paste(vapply(SCRIPTS, part_of_page, ""), collapse = "\n")
  policy <- sprintf(
    "default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'",
    csp_checksum(script), csp_checksum(style)
  )
  page <- part_of_page("page.html")
  contents <- c(policy = policy, style = style, script = script, data = data)
  for (name in names(contents)) {
    page <- sub(sprintf("{{%s}}", name), contents[[name]], page, fixed = TRUE, useBytes = TRUE)
  }
  page
}

# A part of the page, which is ASCII.
part_of_page <- function(name) {
  path <- system.file("walkthrough", name, package = "onehidden", mustWork = TRUE)
  rawToChar(readBin(path, raw(), file.size(path)))
}

# The source expression of an inline script or style (Content Security Policy Level 3, section 2.3.1).
csp_checksum <- function(text) {
  digits <- strsplit(sha256(charToRaw(text)), "")[[1]]
  bytes <- as.raw(strtoi(paste0(digits[c(TRUE, FALSE)], digits[c(FALSE, TRUE)]), 16L))
  paste0("sha256-", jsonlite::base64_enc(bytes))
}

numbers_by_name <- function(values) {
  Map(numbers_tree, values, names(values))
}

# A matrix row by row, a vector, or a single number: a bias with one element is a vector.
numbers_tree <- function(value, name) {
  texts <- json_numbers(value)
  if (is.matrix(value)) {
    texts <- apply(array(texts, dim(value)), 1, json_array)
  }
  if (name %in% SINGLE_NUMBERS) structure(texts, class = "json") else json_array(texts)
}

# ---- checks --------------------------------------------------------------------------------------

# The path; rejects a place where no file can be, before anything is computed.
check_path_of_page <- function(value) {
  path <- check_path(value, "walkthrough.html")
  check_place(path)
  path
}

# Rejects pages that are too large for readers or browsers.
check_size <- function(network, X, epochs) {
  n <- nrow(X)
  h <- if (is.null(network$wh)) 0 else ncol(network$wh)
  k <- n_outputs(network)
  check_at_most(n, MOST_SAMPLES, "X", "row")
  check_at_most(n_features(network), MOST_NEURONS_OF_A_PAGE, "X", "column")
  check_at_most(h, MOST_NEURONS_OF_A_PAGE, "network", "hidden neuron")
  check_at_most(k, MOST_NEURONS_OF_A_PAGE, "network", "output neuron")
  parameters <- sum(lengths(parameters_of(network)))
  fitting <- MOST_NUMBERS %/% (3 * parameters + 5 * n * (h + k))
  if (epochs > fitting) {
    expected <- "at most %.0f, so that the page of this network has at most %.0f numbers"
    expected <- sprintf(expected, fitting, MOST_NUMBERS)
    given <- sprintf("it is %.0f", epochs)
    hint <- "Choose fewer epochs or fewer samples."
    refuse("invalid_count", "epochs", expected, given, hint)
  }
}

# Rejects a dimension that is too large for a page.
check_at_most <- function(size, most, argument, word) {
  if (size > most) {
    expected <- sprintf("small enough for a page, with at most %s", counted(most, word))
    hint <- "Give less, or leave `path` out: the console abbreviates large matrices."
    refuse("out_of_range", argument, expected, sprintf("it has %d", size), hint)
  }
}
