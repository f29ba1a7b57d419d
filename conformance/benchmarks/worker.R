# worker.py for contenders in R: Rscript worker.R CONTENDER FOLDER SETTINGS, where FOLDER holds the problem as
# workloads.py writes it, and SETTINGS are JSON.

# Numbers go out with 17 digits, which is enough for every double to come back as it was.
answer <- function(...) {
  texts <- lapply(list(...), function(value) {
    if (is.null(value)) return("null")
    if (is.character(value)) return(jsonlite::toJSON(value, auto_unbox = TRUE))
    if (is.matrix(value)) {
      rows <- apply(value, 1, function(row) paste0("[", paste(sprintf("%.17g", row), collapse = ","), "]"))
      return(paste0("[", paste(rows, collapse = ","), "]"))
    }
    numbers <- paste(sprintf("%.17g", value), collapse = ",")
    if (length(value) > 1) paste0("[", numbers, "]") else numbers
  })
  cat("{", paste0('"', names(texts), '":', texts, collapse = ","), "}\n", sep = "", file = answers)
  flush(answers)
}

leave_out <- function(reason) {
  answer(left_out = reason)
  quit()
}

read_problem <- function(folder) {
  problem <- jsonlite::fromJSON(file.path(folder, "problem.json"))
  arrays <- lapply(names(problem$shapes), function(name) {
    shape <- problem$shapes[[name]]
    numbers <- readBin(file.path(folder, name), "double", prod(shape), endian = "little")
    if (length(shape) > 1) matrix(numbers, shape[[1]]) else numbers
  })
  c(setNames(arrays, names(problem$shapes)), problem[c("learning_rate", "updates")])
}

seconds_of <- function(code) {
  start <- Sys.time()
  force(code)
  as.numeric(Sys.time() - start, units = "secs")
}

# Trains on two samples before anything is measured: what a library loads at its first use is not part of a training.
warm_up <- function(prepare, settings) {
  two <- list(
    X = diag(2), y = rbind(0, 1), wh = diag(2), bh = c(0, 0), wout = rbind(1, 1), bout = 0,
    learning_rate = 0.1, updates = 2
  )
  do.call(prepare, c(list(two), settings))$train()
}

serve <- function(contender, problem) {
  result <- NULL
  invisible(gc())
  updates <- if (is.null(contender$updates)) problem$updates else contender$updates
  answer(updates = updates, compilation = NULL)
  commands <- file("stdin", "r")
  while (length(line <- readLines(commands, 1)) > 0) {
    words <- strsplit(line, " ")[[1]]
    switch(words[[1]],
      train = {
        result <- NULL # makes room
        seconds <- seconds_of(result <- contender$train())
        answer(seconds = seconds)
      },
      parameters = do.call(answer, contender$parameters(result)),
      predict = {
        row <- problem$X[1, , drop = FALSE]
        contender$predict(row)
        answer(seconds = seconds_of(for (i in seq_len(as.integer(words[[2]]))) contender$predict(row)))
      }
    )
  }
}

answers <- stdout()
arguments <- commandArgs(trailingOnly = TRUE)
problem <- read_problem(arguments[[2]])
settings <- jsonlite::fromJSON(arguments[[3]])
source(arguments[[1]])
contender <- do.call(prepare, c(list(problem), settings))
invisible(warm_up(prepare, settings))
serve(contender, problem)
