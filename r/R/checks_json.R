# JSON: written by jsonlite, and nothing but JSON read (SPEC.md 14.1, 14.5, 14.6).
#
# Only R has this file. jsonlite does not write doubles with the digits that give them back, and reads more than JSON.

# ---- writing -------------------------------------------------------------------------------------

# The JSON of a tree: lists with names are objects, lists without are arrays, I() makes an array of a vector, and NULL
# is null. Without line breaks it is the text that Python's json.dumps() writes.
json_of <- function(tree, pretty = FALSE) {
  text <- jsonlite::toJSON(tree, auto_unbox = TRUE, null = "null", json_verbatim = TRUE, pretty = pretty)
  text <- gsub("<\\/", "</", as.character(text), fixed = TRUE, useBytes = TRUE) # an escape that jsonlite adds
  Encoding(text) <- "UTF-8"
  text
}

# An array whose elements are JSON already.
json_array <- function(texts) {
  structure(paste0("[", paste(texts, collapse = ","), "]"), class = "json")
}

# Numbers with 17 digits, which read back as their bits; what JSON cannot write is null.
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

# ---- reading -------------------------------------------------------------------------------------

MOST_NESTED <- 16 # model files need 5

# Signals that the text is not JSON, and why.
stop_not_json <- function(why) {
  stop(structure(list(message = why, call = NULL), class = c("not_json", "error", "condition")))
}

STRING <- '(?s)"(?>[^"\\\\]|\\\\.)*+"'
OUTSIDE_STRINGS <- '[^][{}:,"0-9+.eEtrufalsn \t\r\n-]'
SURROGATE_PAIR <- "(?s)\\\\u[dD][89abAB]..\\\\u[dD][c-fC-F].."
NO_CHARACTER <- "\\\\u([dD][89a-fA-F]|0000)"

# Reads JSON in UTF-8: objects as lists with names, arrays as lists without.
#
# Rejects what JSON leaves open and parsers tend to allow: NaN and infinities, comments, duplicate keys, lone
# surrogates, the character 0, and deep nesting, which crashes some parsers.
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

# Bytes as text; the byte 0, which R strings cannot contain, is not valid JSON either.
utf8_text <- function(content) {
  if (any(content == 0)) {
    stop_not_json("it is not JSON")
  }
  text <- rawToChar(content)
  Encoding(text) <- "UTF-8"
  if (!validUTF8(text)) {
    stop_not_json("it is not UTF-8 text")
  }
  text
}

# Rejects what the parsers of the two languages treat differently.
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

# Rejects objects with duplicate keys.
check_keys_once <- function(value) {
  if (anyDuplicated(names(value)) > 0) {
    stop_not_json("a key occurs twice in it")
  }
  for (part in value) {
    if (is.list(part)) check_keys_once(part)
  }
}
