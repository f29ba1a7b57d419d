test_that("a whole number may come in any type of number", {
  for (value in list(2, 2L)) expect_identical(check_count(value, "epochs", 0, 10), 2)
})
