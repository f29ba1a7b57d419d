most <- 1000

new_folder <- function() {
  folder <- tempfile("folder")
  dir.create(folder)
  folder
}

names_in <- function(folder) list.files(folder, all.files = TRUE, no.. = TRUE)

expect_unreadable <- function(call, words) {
  error <- expect_error(call, words, fixed = TRUE, class = "onehidden_unreadable_file")
  expect_identical(error$argument, "path")
}

test_that("a path is text", {
  expect_identical(check_path("a/b", "c"), "a/b")
  expect_identical(check_path("~", "c"), path.expand("~"))
  for (path in list(NULL, 1, NA_character_, c("a", "b"), list("a"))) {
    expect_unreadable(check_path(path, "c.json"), 'Give for example "c.json".')
  }
})

test_that("what was written is read", {
  folder <- new_folder()
  path <- file.path(folder, "file")
  for (content in list(as.raw(0:255), raw(0), charToRaw("again"))) {
    write_file(path, content, most)
    expect_identical(read_file(path, most), content)
  }
  expect_identical(names_in(folder), "file")
})

test_that("a file called stdin is not the standard input", {
  old <- setwd(new_folder())
  on.exit(setwd(old))
  write_file("stdin", charToRaw("a file"), most)
  expect_identical(read_file("stdin", most), charToRaw("a file"))
})

test_that("a compressed file is read as it is", {
  path <- file.path(new_folder(), "file")
  compressed <- gzfile(path, "wb")
  writeBin(raw(100), compressed)
  close(compressed)
  expect_identical(read_file(path, most)[1:2], as.raw(c(0x1f, 0x8b)))
})

test_that("what cannot be read is refused", {
  folder <- new_folder()
  expect_unreadable(read_file(file.path(folder, "a"), most), "there is no file")
  expect_unreadable(read_file(folder, most), "is a folder")
  writeBin(raw(most + 1), file.path(folder, "large"))
  expect_unreadable(
    read_file(file.path(folder, "large"), most), "a file of at most 0 MiB, but there are 0.0 MiB"
  )
  expect_null(attempt(readBin(file.path(folder, "a"), raw(), 10)))
})

test_that("nobody waits for a pipe", {
  skip_on_os("windows")
  path <- file.path(new_folder(), "pipe")
  system2("mkfifo", path)
  expect_identical(read_file(path, most), raw(0))
})

test_that("places where no file can be are refused", {
  folder <- new_folder()
  expect_unreadable(write_file(file.path(folder, "a", "b"), raw(1), most), "there is no folder")
  expect_unreadable(write_file(folder, raw(1), most), "is a folder")
  expect_unreadable(write_file(file.path(folder, "a"), raw(most + 1), most), "a file of at most")
  expect_identical(names_in(folder), character(0))
})

test_that("a file that cannot be written or moved is noticed", {
  folder <- new_folder()
  expect_null(attempt(write_and_move(file.path(folder, "a", "b"), file.path(folder, "c"), raw(10))))
  expect_null(attempt(write_and_move(file.path(folder, "a"), file.path(folder, "b", "c"), raw(10))))
})

test_that("permissions stay, and so do links", {
  skip_on_os("windows")
  folder <- new_folder()
  target <- file.path(folder, "target")
  link <- file.path(folder, "link")
  writeBin(raw(1), target)
  Sys.chmod(target, "640", use_umask = FALSE)
  file.symlink(target, link)
  write_file(link, charToRaw("new"), most)
  expect_identical(unname(Sys.readlink(link)), target)
  expect_identical(read_file(target, most), charToRaw("new"))
  expect_identical(format(file.mode(target)), "640")
})
