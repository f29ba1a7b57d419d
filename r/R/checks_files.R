# Reading a file whole, and writing one so that it is there whole or not at all (SPEC.md 14.8, 15.8).

MOST_BYTES <- 64 * 2^20 # about 1.4 million parameters

# The name of a file; `~` is the home folder.
check_path <- function(path, example) {
  if (!is.character(path) || length(path) != 1 || is.na(path) || path == "") {
    given <- if (is.null(path) || identical(path, "")) shown(path) else "it is something else"
    refuse_file("the name of a file", given, sprintf('Give for example "%s".', example))
  }
  path.expand(path)
}

# ---- reading -------------------------------------------------------------------------------------

# The bytes of a file.
read_file <- function(path, most_bytes) {
  expected <- "a file that can be read"
  if (!file.exists(path)) {
    given <- sprintf('there is no file "%s"', path)
    refuse_file(expected, given, "Is its name right, and its folder?")
  }
  if (dir.exists(path)) {
    refuse_file(expected, sprintf('"%s" is a folder', path), "Give the name of a file.")
  }
  size <- file.size(path)
  if (size == 0) { # is not opened, for a pipe or a device that nobody writes to would never end
    return(raw(0))
  }
  if (size > most_bytes) {
    refuse_too_large(size, most_bytes)
  }
  content <- bytes_of_file(path, size)
  if (is.null(content)) {
    refuse_file(expected, sprintf('"%s" cannot be read', path), "May you read it?")
  }
  content
}

# The bytes of a file, or NULL where it cannot be read. The whole name, so that R takes none for
# standard input, the clipboard or an address.
bytes_of_file <- function(path, size) {
  tryCatch(
    readBin(normalizePath(path), raw(), size),
    error = function(error) NULL,
    warning = function(warning) NULL
  )
}

# ---- writing -------------------------------------------------------------------------------------

# Writes a file beside its place, and moves it there when all of it is written; until then the old
# one stays. (Python waits until the disk has it, which R cannot.)
write_file <- function(path, content, most_bytes) {
  if (length(content) > most_bytes) {
    refuse_too_large(length(content), most_bytes)
  }
  target <- check_place(path)
  name <- substr(basename(target), 1, 40)
  temporary <- tempfile(paste0(".", name, "."), dirname(target), ".tmp")
  on.exit(unlink(temporary))
  if (!write_to_disk(temporary, content) || !move_file(temporary, target)) {
    mend <- "Is the disk full, may you write there?"
    refuse_file("a file that can be written", sprintf('"%s" cannot be written', path), mend)
  }
}

# Where the file is to be; a place where none can be, or something else is that would be lost, is
# refused.
check_place <- function(path) {
  target <- normalizePath(path, mustWork = FALSE) # through a link, which stays one
  expected <- "a file that can be written"
  if (!dir.exists(dirname(target))) {
    given <- sprintf('there is no folder "%s"', dirname(path))
    refuse_file(expected, given, "Make the folder first.")
  }
  if (dir.exists(target)) {
    refuse_file(expected, sprintf('"%s" is a folder', path), "Give the name of a file.")
  }
  # R does not tell devices from files
  if (startsWith(target, "/dev/") && !startsWith(target, "/dev/shm/") && file.exists(target)) {
    refuse_file(expected, sprintf('"%s" is a device', path), "Give the name of a file.")
  }
  target
}

# Writes a new file; whether all of it could be written. That a disk is full is only a warning in R.
write_to_disk <- function(path, content) {
  tryCatch(
    {
      writeBin(content, path)
      TRUE
    },
    error = function(error) FALSE,
    warning = function(warning) FALSE
  )
}

# Puts a file in the place of another, whose permissions it takes; whether that could be done.
move_file <- function(from, to) {
  if (file.exists(to)) {
    Sys.chmod(from, file.mode(to), use_umask = FALSE)
  }
  suppressWarnings(file.rename(from, to))
}

# ---- saying no -----------------------------------------------------------------------------------

# Says that a file would be too large.
refuse_too_large <- function(size, most_bytes) {
  expected <- sprintf("a file of at most %.0f MiB", most_bytes %/% 2^20)
  given <- sprintf("there are %.1f MiB", size / 2^20)
  refuse_file(expected, given, "No model of one hidden layer should need more.")
}

# Refuses a file that cannot be read or written.
refuse_file <- function(expected, given, mend) {
  refuse("unreadable_file", "path", expected, given, mend)
}
