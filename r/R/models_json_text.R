# JSON as model files are written: the same bytes from both languages, and nothing but JSON read
# (SPEC.md 14.1, 14.5).
#
# What is to be written is a tree: lists with names (objects) and without (arrays), whose leaves are
# texts that are JSON already.

MOST_NESTED <- 16 # model files need 5

# ---- leaves --------------------------------------------------------------------------------------

# Quotes texts; only what JSON does not allow as it is becomes an escape.
json_string <- function(texts) {
  texts <- gsub('"', '\\"', gsub("\\", "\\\\", enc2utf8(texts), fixed = TRUE), fixed = TRUE)
  for (code in 1:31) {
    texts <- gsub(intToUtf8(code), sprintf("\\u%04x", code), texts, fixed = TRUE)
  }
  paste0('"', texts, '"', recycle0 = TRUE)
}

# true or false.
json_logical <- function(values) {
  c("false", "true")[values + 1]
}

# Whole numbers.
json_whole <- function(values) {
  sprintf("%.0f", as.double(values))
}

# Numbers with 17 digits, which no two share; what JSON cannot write is null.
json_numbers <- function(numbers) {
  texts <- sprintf("%.17g", numbers)
  texts[!is.finite(numbers)] <- "null"
  texts
}

# The bits of numbers, 16 hexadecimal digits each, most significant first.
json_bits <- function(numbers) {
  digits <- matrix(as.character(writeBin(as.double(numbers), raw(), endian = "big")), 8)
  bytes <- lapply(1:8, function(byte) digits[byte, ])
  paste0('"', do.call(paste0, bytes), '"', recycle0 = TRUE)
}

# ---- writing -------------------------------------------------------------------------------------

# A tree without any space.
json_line <- function(tree) {
  if (!is.list(tree)) {
    return(tree)
  }
  values <- vapply(tree, json_line, "")
  if (is.null(names(tree))) {
    return(paste0("[", paste(values, collapse = ","), "]"))
  }
  paste0("{", paste(json_string(names(tree)), values, sep = ":", collapse = ","), "}")
}

# A tree to be read by people: one key per line; lists of numbers and texts on one line.
json_lines <- function(tree, indent = "") {
  inner <- paste0(indent, "  ")
  if (is.list(tree) && !is.null(names(tree))) {
    values <- vapply(tree, json_lines, "", inner)
    lines <- paste0(inner, json_string(names(tree)), ": ", values, collapse = ",\n")
    return(paste0("{\n", lines, "\n", indent, "}"))
  }
  if (is.list(tree) && length(tree) > 0 && is.list(tree[[1]])) {
    lines <- paste0(inner, vapply(tree, json_lines, "", inner), collapse = ",\n")
    return(paste0("[\n", lines, "\n", indent, "]"))
  }
  json_line(tree)
}

# ---- reading -------------------------------------------------------------------------------------

# Says that what was read is not JSON, and why.
stop_not_json <- function(why) {
  stop(structure(list(message = why, call = NULL), class = c("not_json", "error", "condition")))
}

STRING <- '(?s)"(?>[^"\\\\]|\\\\.)*+"'
OUTSIDE_STRINGS <- '[^][{}:,"0-9+.eEtrufalsn \t\r\n-]'
SURROGATE_PAIR <- "(?s)\\\\u[dD][89abAB]..\\\\u[dD][c-fC-F].."
NO_CHARACTER <- "\\\\u([dD][89a-fA-F]|0000)"

# Reads JSON in UTF-8: objects as lists with names, arrays as lists without.
#
# What JSON leaves open or parsers like to allow is refused: NaN and infinities, comments, keys that
# occur twice, halves of surrogate pairs, the character 0, and deep nesting, which parsers do not
# always survive.
parsed_json <- function(content) {
  text <- utf8_text(content)
  check_text(text)
  value <- tryCatch(
    jsonlite::parse_json(text, simplifyVector = FALSE),
    error = function(error) stop_not_json("it is not JSON")
  )
  check_keys_once(value)
  value
}

# Bytes as text; the byte 0, which no text of R can hold, is not JSON either.
utf8_text <- function(content) {
  if (any(content == 0)) {
    stop_not_json("it is not JSON")
  }
  text <- rawToChar(content)
  Encoding(text) <- "UTF-8"
  if (!validUTF8(text)) {
    stop_not_json("it is not text in UTF-8")
  }
  text
}

# Refuses what the parsers of the two languages do not see alike.
check_text <- function(text) {
  outside <- gsub(STRING, '""', text, perl = TRUE, useBytes = TRUE)
  escapes <- gsub("\\\\", "", text, fixed = TRUE, useBytes = TRUE)
  escapes <- gsub(SURROGATE_PAIR, "", escapes, perl = TRUE, useBytes = TRUE)
  if (grepl(OUTSIDE_STRINGS, outside, perl = TRUE, useBytes = TRUE) ||
    grepl(NO_CHARACTER, escapes, perl = TRUE, useBytes = TRUE)) {
    stop_not_json("it is not JSON")
  }
  bytes <- charToRaw(outside)
  brackets <- (bytes %in% charToRaw("[{")) - (bytes %in% charToRaw("]}"))
  if (length(brackets) > 0 && max(cumsum(brackets)) > MOST_NESTED) {
    stop_not_json("it is nested too deeply")
  }
}

# Refuses objects in which a key occurs twice.
check_keys_once <- function(value) {
  if (anyDuplicated(names(value)) > 0) {
    stop_not_json("a key occurs twice in it")
  }
  for (part in value) {
    if (is.list(part)) check_keys_once(part)
  }
}
