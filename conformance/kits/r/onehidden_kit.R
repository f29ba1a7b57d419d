# A network behind onehidden-conformance: copy this file beside yours, source() it, and call serve(update). Base R only.
#
# update() makes one step of training. It gets by name what it asks for among
#   X, y, wh, bh, wout, bout, rate      matrices (rows are samples), vectors (a bias that is not there is NULL), a number
#   hidden, output, loss, reduction     words, for a network that has several
#   decay                               the coefficient of a weight decay, if one is declared
# and returns a list of what it computed, by the names of SPEC.md, section 3: list(output =, loss =, updated_wh = ...).
# stop("skip: why") says what the network cannot do.
#
# Declared is what the network is (docs/testing-your-own.md): one word or several for hidden, output, loss and reduction;
# biases, rate, rows, shapes, decay, labels, weights, samples, precision, and trace: the steps that update returns.

serve <- function(update, ...) {
  requests <- file("stdin", "r")
  on.exit(close(requests))
  kit_converse(update, requests, stdout(), ...)
}

# Answer the suite until it says stop, or says nothing any more.
kit_converse <- function(update, requests, answers, ..., name = "my network", level = 1) {
  started <- sprintf(
    '{"protocol": 2, "implementation": {"name": %s, "language": "%s"}, "level": %d, "capabilities": %s}',
    kit_quoted(name), R.version.string, level, kit_capabilities(...)
  )
  while (length(line <- readLines(requests, 1)) == 1 && !grepl('"command": ?"stop"', line)) {
    answer <- if (grepl('"command": ?"start"', line)) started else kit_reply(update, line)
    cat(answer, "\n", sep = "", file = answers)
    flush(answers)
  }
}

# ---- what is declared ------------------------------------------------------------------------------------------------

kit_capabilities <- function(hidden = "sigmoid", output = "sigmoid", loss = "squared_error", reduction = "sum",
                             biases = "both", trace = kit_shown_with(biases), ...) {
  lists <- list(hidden_activations = hidden, output_activations = output, losses = loss, reductions = reduction)
  if (!identical(trace, "all") && !identical(trace, "results")) lists$trace <- trace
  lists <- lapply(lists, function(words) paste0("[", paste(kit_quoted(words), collapse = ", "), "]"))
  rest <- list(biases = biases, ...)
  if (is.null(lists$trace)) rest$trace <- trace
  names(rest)[names(rest) == "rate"] <- "learning_rate"
  names(rest)[names(rest) == "decay"] <- "weight_decay"
  kit_in_json(c(lists, lapply(rest, kit_value_in_json)))
}

kit_shown_with <- function(biases) {
  absent <- switch(biases, none = c("updated_bh", "updated_bout"), hidden = "updated_bout", output = "updated_bh")
  setdiff(c("output", "updated_wh", "updated_bh", "updated_wout", "updated_bout"), absent)
}

# A word, a number, or a named list or vector of them.
kit_value_in_json <- function(value) {
  if (!is.null(names(value))) {
    return(kit_in_json(lapply(as.list(value), kit_value_in_json)))
  }
  if (is.character(value)) kit_quoted(value) else sprintf("%.17g", value)
}

kit_in_json <- function(parts) paste0("{", paste0(kit_quoted(names(parts)), ": ", parts, collapse = ", "), "}")

kit_quoted <- function(words) {
  words <- gsub('(["\\\\])', "\\\\\\1", words)
  paste0('"', gsub("[[:cntrl:]]+", " ", words), '"')
}

# ---- one vector ------------------------------------------------------------------------------------------------------

kit_reply <- function(update, line) {
  id <- sub('.*"id": ?([0-9]+).*', "\\1", line)
  answer <- tryCatch(
    sprintf('"result": {"steps": %s}', kit_in_json(kit_steps_of(update, line))),
    error = function(error) {
      message <- conditionMessage(error)
      if (startsWith(message, "skip: ")) {
        return(sprintf('"skipped": %s', kit_quoted(substring(message, 7))))
      }
      cat("Error in ", deparse(conditionCall(error))[1], ": ", message, "\n", sep = "", file = stderr())
      sprintf('"error": {"code": null, "message": %s}', kit_quoted(substring(message, 1, 2000)))
    }
  )
  sprintf('{"id": %s, %s}', id, answer)
}

kit_steps_of <- function(update, line) {
  tensors <- c(X = "X", y = "y", wh = "wh", bh = "bh", wout = "wout", bout = "bout", rate = "learning_rate", decay = "weight_decay")
  words <- c(hidden = "hidden_activation", output = "output_activation", loss = "loss", reduction = "reduction")
  given <- c(lapply(tensors, kit_array_of, line), lapply(words, function(key) sub(sprintf('.*"%s": ?"(\\w+)".*', key), "\\1", line)))
  if (is.null(given$wh)) stop("skip: it has a hidden layer", call. = FALSE)
  if (is.null(given$decay)) given$decay <- 0
  sink(stderr()) # whatever the network prints
  steps <- tryCatch(do.call(update, given[names(formals(update))]), finally = sink())
  Map(kit_tensor, names(steps), steps)
}

# The numbers of a tensor, bit for bit; NULL if it is absent.
kit_array_of <- function(name, line) {
  text <- regmatches(line, regexpr(sprintf('"%s": ?\\{[^}]*\\}', name), line))
  if (length(text) == 0) {
    return(NULL)
  }
  digits <- gsub("[^0-9a-f]", "", sub('.*"bits": ?\\[([^]]*)\\].*', "\\1", text))
  shape <- as.integer(strsplit(gsub("[^0-9,]", "", sub('.*"shape": ?\\[([^]]*)\\].*', "\\1", text)), ",")[[1]])
  at <- seq(1, by = 2, length.out = nchar(digits) / 2)
  bytes <- as.raw(strtoi(substring(digits, at, at + 1), 16L))
  numbers <- readBin(bytes, "double", length(bytes) / 8, endian = "big")
  if (length(shape) == 2) matrix(numbers, shape[1], shape[2], byrow = TRUE) else numbers
}

kit_tensor <- function(step, value) {
  value <- if (is.data.frame(value)) as.matrix(value) else value
  if (!is.numeric(value)) stop(step, " is not made of numbers", call. = FALSE)
  shape <- if (is.null(dim(value))) length(value) else dim(value)
  if (step == "loss") shape <- integer()
  if (grepl("_(bh|bout)$", step) && any(shape == 1)) shape <- length(value) # a bias may be a row or a column
  if (length(shape) == 2) value <- t(value)
  bytes <- matrix(as.character(writeBin(as.double(value), raw(), endian = "big")), 8)
  bits <- apply(bytes, 2, paste, collapse = "")
  sprintf('{"shape": [%s], "bits": [%s]}', paste(shape, collapse = ", "), paste(kit_quoted(bits), collapse = ", "))
}

# ---- in tests --------------------------------------------------------------------------------------------------------

# Expect that update() conforms: the installed command judges it in this process, through a socket. With testthat this is
# an expectation, without it an error. `arguments` are more options of `onehidden-conformance run`.
expect_conforming <- function(update, ..., command = "onehidden-conformance", arguments = character()) {
  said <- kit_judged_by_command(update, command, arguments, ...)
  ok <- identical(said$code, 0L)
  summary <- said$lines[cumsum(said$lines == "") == 0] # what the report begins with
  message <- paste(c("The network does not conform.", summary, tail(said$lines, 1)), collapse = "\n")
  if (requireNamespace("testthat", quietly = TRUE)) {
    testthat::expect(ok, message)
  } else if (!ok) {
    stop(message, call. = FALSE)
  }
  invisible(said$lines)
}

kit_judged_by_command <- function(update, command, arguments, ...) {
  folder <- tempfile("conforming")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  place <- function(name) file.path(folder, name)
  port <- sample(49152:65535, 1)
  server <- serverSocket(port)
  on.exit(close(server), add = TRUE)
  writeLines(sprintf(KIT_RELAY, port), place("relay.R"))
  relay <- paste(shQuote(file.path(R.home("bin"), "Rscript")), "--vanilla", shQuote(place("relay.R")))
  call <- paste(shQuote(command), "run --implementation", shQuote(relay), paste(shQuote(arguments), collapse = " "))
  script <- sprintf("%s > %s 2>&1; echo $? > %s", call, shQuote(place("lines")), shQuote(place("part")))
  writeLines(paste0(script, "; mv ", shQuote(place("part")), " ", shQuote(place("code"))), place("run.sh"))
  system2("sh", shQuote(place("run.sh")), wait = FALSE)
  while (!file.exists(place("code"))) {
    connection <- tryCatch(
      suppressWarnings(socketAccept(server, blocking = TRUE, open = "r+", timeout = 1)),
      error = function(error) NULL
    )
    if (!is.null(connection)) {
      socketTimeout(connection, 3600)
      tryCatch(kit_converse(update, connection, connection, ...), finally = close(connection))
    }
  }
  list(code = as.integer(readLines(place("code"))), lines = readLines(place("lines"), encoding = "UTF-8"))
}

KIT_RELAY <- '
socket <- socketConnection(port = %d, open = "r+", blocking = TRUE, timeout = 3600)
requests <- file("stdin", "r")
while (length(line <- readLines(requests, 1)) == 1) {
  writeLines(line, socket)
  if (grepl("command.: ?.stop.", line)) break
  answer <- readLines(socket, 1)
  if (length(answer) == 0) quit(status = 1)
  writeLines(answer)
  flush(stdout())
}
'
