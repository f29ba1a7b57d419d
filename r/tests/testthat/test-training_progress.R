test_that("a bar is drawn for the epochs of a training, and nothing is shown unless asked", {
  skip_if_not_installed("cli")
  expect_silent(train(article_network(), article_X, article_y, epochs = 7))
  old <- options(cli.progress_show_after = 0, cli.progress_clear = FALSE, cli.num_colors = 1)
  on.exit(options(old))
  shown <- cli::cli_fmt(train(article_network(), article_X, article_y, epochs = 7, progress = TRUE))
  expect_match(paste(shown, collapse = ""), "0/7 epochs, loss 0.339184", fixed = TRUE)
})

test_that("without its package a bar says how to get it", {
  error <- expect_error(require_package("no.such.package", "`progress = TRUE`"), class = "onehidden_error")
  expect_identical(list(error$code, error$argument), list("missing_package", "no.such.package"))
  expect_match(conditionMessage(error), 'install.packages("no.such.package")', fixed = TRUE)
})

test_that("without a wish there is no bar", {
  bar <- progress_bar(FALSE, 10)
  expect_silent(bar$update(NULL))
  expect_silent(bar$close())
})
