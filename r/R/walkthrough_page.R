# A walkthrough as a page: the numbers as JSON, put into the template that both packages have
# (SPEC.md, section 15).
#
# The template is made by walkthrough/build.py; its policy allows its own script and style and
# nothing else.

MOST_NUMBERS <- 500000 # 10 megabytes
MOST_SAMPLES <- 200
MOST_NEURONS_OF_A_PAGE <- 64
TEMPLATE <- "walkthrough.html"
PLACE_OF_DATA <- "{{data}}"

# ---- the file ------------------------------------------------------------------------------------

# Writes the page; `epochs` has the values of each update by name.
write_page <- function(path, network, X, y, learning_rate, epochs, decimals, arithmetic) {
  data <- list(
    network = format(network),
    arithmetic = arithmetic,
    reduction = network$reduction,
    decimals = decimals,
    equations = equations(network),
    given = list(X = X, y = y, learning_rate = learning_rate),
    epochs = epochs
  )
  template <- system.file(TEMPLATE, package = "onehidden", mustWork = TRUE)
  template <- rawToChar(readBin(template, "raw", file.size(template)))
  around <- strsplit(template, PLACE_OF_DATA, fixed = TRUE)[[1]]
  text <- paste0(around[[1]], json_text(data), around[[2]])
  write_file(path, charToRaw(text), MOST_BYTES)
}

# The value as JSON, numbers with 17 digits. Texts are words of this package and need no escape. The
# name tells a bias with one element from a number.
json_text <- function(value, name = "") {
  if (is.character(value)) {
    return(sprintf('"%s"', value))
  }
  if (is.list(value) && is.null(names(value))) {
    return(sprintf("[%s]", paste(vapply(value, json_text, ""), collapse = ",\n")))
  }
  if (is.list(value)) {
    elements <- sprintf('"%s":%s', names(value), mapply(json_text, value, names(value)))
    return(sprintf("{%s}", paste(elements, collapse = ",")))
  }
  texts <- ifelse(is.finite(value), sprintf("%.17g", value), "null")
  if (is.matrix(value)) {
    return(json_list(apply(array(texts, dim(value)), 1, json_list)))
  }
  if (grepl("(^|_)b(h|out)$", name)) json_list(texts) else texts
}

# The elements between brackets.
json_list <- function(elements) {
  paste0("[", paste(elements, collapse = ","), "]")
}

# ---- checks --------------------------------------------------------------------------------------

# The path; what is no place for a file is refused before anything is computed.
check_path_of_page <- function(value) {
  path <- check_path(value, "walkthrough.html")
  check_place(path)
  path
}

# Refuses what nobody could read, or no browser show.
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
    mend <- "Choose fewer epochs or fewer samples."
    refuse("invalid_count", "epochs", expected, given, mend)
  }
}

# Refuses one dimension that is too large for a page.
check_at_most <- function(size, most, argument, word) {
  if (size > most) {
    expected <- sprintf("small enough for a page, with at most %s", counted(most, word))
    mend <- "Give a part of it, or leave `path` out: the console cuts what is large."
    refuse("out_of_range", argument, expected, sprintf("it has %d", size), mend)
  }
}
