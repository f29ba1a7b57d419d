test_that("iris has its flowers", {
  iris <- load_dataset("iris")
  expect_identical(dim(iris$X), c(150L, 4L))
  expect_type(iris$X, "double")
  expect_identical(iris$feature_names, c("sepal_length", "sepal_width", "petal_length", "petal_width"))
  expect_identical(colnames(iris$X), iris$feature_names)
  expect_identical(iris$target_name, "species")
  expect_identical(iris$classes, c("setosa", "versicolor", "virginica"))
  expect_identical(c(table(iris$y)), c(setosa = 50L, versicolor = 50L, virginica = 50L))
  expected <- rbind(c(51, 35, 14, 2), c(49, 31, 15, 2), c(59, 30, 51, 18)) / 10
  expect_same_bits(unname(iris$X[c(1, 35, 150), ]), expected)
  expect_identical(unname(round(iris$X * 10)), unname(round(as.matrix(datasets::iris[1:4]) * 10)))
  expect_identical(iris$y, as.character(datasets::iris$Species))
})

test_that("digits have their pixels", {
  digits <- load_dataset("digits")
  expect_identical(dim(digits$X), c(1797L, 64L))
  expect_identical(digits$feature_names[c(1, 64)], c("pixel_0_0", "pixel_7_7"))
  expect_identical(digits$target_name, "digit")
  expect_identical(digits$classes, 0:9)
  expect_identical(digits$y[1:12], c(0:9, 0:1))
  expect_identical(unname(digits$X[1, 1:8]) * 16, c(0, 0, 5, 13, 9, 1, 0, 0))
  expect_identical(range(digits$X), c(0, 1))
})

test_that("each class occurs and no other", {
  for (name in c("iris", "digits")) {
    dataset <- load_dataset(name)
    expect_identical(sort(unique(dataset$y)), dataset$classes)
  }
})

test_that("a data set says what it is", {
  expected <- "dataset digits: 1797 samples, 64 features, digit one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
  expect_identical(format(load_dataset("digits")), expected)
  expect_output(print(load_dataset("digits")), expected, fixed = TRUE)
})

test_that("a data set becomes a data frame, with its classes as a factor", {
  digits <- load_dataset("digits")
  data <- as.data.frame(digits)
  expect_identical(dim(data), c(1797L, 65L))
  expect_identical(names(data), c(digits$feature_names, "digit"))
  expect_identical(data$digit, factor(digits$y, levels = 0:9))
  expect_same_bits(as.matrix(data[1:64]), digits$X)
})

test_that("a decimal is the double nearest to it", {
  expect_same_bits(tenths(c("5.1", "3", "0.2", "17.9")), c(51, 30, 2, 179) / 10)
})

test_that("bad input is refused by code and argument", {
  expect_refusal(load_dataset("iriss"), "unknown_dataset", "name")
  expect_refusal(load_dataset("../iris"), "unknown_dataset", "name")
  expect_refusal(load_dataset(NULL), "unknown_dataset", "name")
  expect_refusal(load_dataset(nmae = "iris"), "unknown_argument", "nmae")
})
