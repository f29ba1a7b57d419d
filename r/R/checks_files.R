# Reading a file whole, and writing one so that it is there whole or not at all (SPEC.md 14.8, 15.8).

MOST_BYTES <- 64 * 2^20 # about 1.4 million parameters
READABLE <- "a file that can be read"
WRITABLE <- "a file that can be written"

# The name of a file; `~` is the home folder.
check_path <- function(path, example) {
  if (!is.character(path) || length(path) != 1 || is.na(path) || path == "") {
    given <- if (kind(path) == "text") shown(path) else paste("it is", kind(path))
    refuse_file("the name of a file", given, sprintf('Give for example "%s".', example))
  }
  path.expand(path)
}

# The bytes of a file.
read_file <- function(path, most_bytes) {
  if (!file.exists(path)) {
    refuse_file(READABLE, sprintf('there is no file "%s"', path), "Check its name and folder.")
  }
  check_no_folder(path, path, READABLE)
  size <- file.size(path)
  if (size == 0) { # not opened: reading a pipe that nobody writes to would never end
    return(raw(0))
  }
  check_size_of_file(size, most_bytes)
  # by its full name, so that R takes none for standard input, the clipboard or an address
  content <- attempt(readBin(normalizePath(path), raw(), size))
  if (is.null(content)) {
    refuse_file(READABLE, sprintf('"%s" cannot be read', path), "Check its permissions.")
  }
  content
}

# Writes a file beside its place and moves it there when it is complete; until then the old file stays. (Python also
# waits until the disk has it, which R cannot do.)
write_file <- function(path, content, most_bytes) {
  check_size_of_file(length(content), most_bytes)
  target <- check_place(path)
  temporary <- tempfile(paste0(".", substr(basename(target), 1, 40), "."), dirname(target), ".tmp")
  on.exit(unlink(temporary))
  if (!isTRUE(attempt(write_and_move(temporary, target, content)))) {
    refuse_file(WRITABLE, sprintf('"%s" cannot be written', path), "Check free space and permissions.")
  }
}

# Writes a file under another name, gives it the permissions of the old one, and puts it in its place.
write_and_move <- function(temporary, target, content) {
  writeBin(content, temporary) # that a disk is full is only a warning
  if (file.exists(target)) {
    Sys.chmod(temporary, file.mode(target), use_umask = FALSE)
  }
  file.rename(temporary, target)
}

# The value of `expression`; NULL where it fails or R warns.
attempt <- function(expression) {
  tryCatch(expression, error = function(error) NULL, warning = function(warning) NULL)
}

# Where the file is to be. Rejects a place where no file can be, or where something else would be lost.
check_place <- function(path) {
  target <- normalizePath(path, mustWork = FALSE) # through a link, which stays one
  if (!dir.exists(dirname(target))) {
    refuse_file(WRITABLE, sprintf('there is no folder "%s"', dirname(path)), "Create the folder first.")
  }
  check_no_folder(target, path, WRITABLE)
  # R cannot tell devices from files
  if (startsWith(target, "/dev/") && !startsWith(target, "/dev/shm/") && file.exists(target)) {
    refuse_file(WRITABLE, sprintf('"%s" is a device', path), "Give the name of a file.")
  }
  target
}

check_no_folder <- function(target, path, expected) {
  if (dir.exists(target)) {
    refuse_file(expected, sprintf('"%s" is a folder', path), "Give the name of a file.")
  }
}

check_size_of_file <- function(size, most_bytes) {
  if (size > most_bytes) {
    expected <- sprintf("a file of at most %.0f MiB", most_bytes %/% 2^20)
    given <- sprintf("there are %.1f MiB", size / 2^20)
    refuse_file(expected, given, "No model with one hidden layer needs more.")
  }
}

refuse_file <- function(expected, given, hint) {
  refuse("unreadable_file", "path", expected, given, hint)
}
