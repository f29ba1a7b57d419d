# The protocol of docs/protocol.md for implementations in R: reads requests, lets `answer` work on their vectors, and writes
# what comes of it. `answer` takes a vector and returns `list(result = )` or `list(skipped = )` or `list(error = )`.

serve <- function(started, answer) {
  input <- file("stdin", open = "r")
  on.exit(close(input))
  while (length(line <- readLines(input, n = 1)) > 0) {
    request <- jsonlite::fromJSON(line, simplifyMatrix = FALSE, simplifyDataFrame = FALSE)
    if (request$command == "stop") break
    reply <- if (request$command == "start") {
      started
    } else {
      c(list(id = request$id), guarded(answer, request$vector))
    }
    cat(jsonlite::toJSON(reply, auto_unbox = TRUE, null = "null"), "\n", sep = "")
    flush(stdout())
  }
}

# An error that `answer` has not foreseen is a failure without a code, not the end of the program.
guarded <- function(answer, vector) {
  tryCatch(answer(vector), error = function(error) {
    list(error = list(code = NULL, message = conditionMessage(error)))
  })
}

# The numbers of a tensor, from their bits.
array_of <- function(tensor) {
  if (is.null(tensor)) return(NULL)
  numbers <- numbers_of(tensor$bits)
  shape <- unlist(tensor$shape)
  if (length(shape) == 2) matrix(numbers, shape[[1]], shape[[2]], byrow = TRUE) else numbers
}

numbers_of <- function(bits) {
  digits <- utf8ToInt(paste(unlist(bits), collapse = ""))
  halves <- ifelse(digits > 57, digits - 87, digits - 48) # "a" is 97, "0" is 48
  bytes <- matrix(halves, nrow = 2)
  readBin(as.raw(16 * bytes[1, ] + bytes[2, ]), "double", length(digits) / 16, endian = "big")
}

# The tensor of a matrix or a vector; `scalar = TRUE` makes it one of a number. `I()` keeps lists of one a list.
tensor_of <- function(x, scalar = FALSE) {
  shape <- if (is.matrix(x)) dim(x) else if (scalar) integer() else length(x)
  list(shape = I(shape), bits = I(bits_of(if (is.matrix(x)) as.vector(t(x)) else x)))
}

bits_of <- function(numbers) {
  if (length(numbers) == 0) return(character())
  bytes <- matrix(as.character(writeBin(as.double(numbers), raw(), endian = "big")), nrow = 8)
  do.call(paste0, lapply(1:8, function(row) bytes[row, ]))
}
