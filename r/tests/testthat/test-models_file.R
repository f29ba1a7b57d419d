colour <- factor_input("colour", c("red", "blue"), rbind(0, 1), "blue")
first <- initial_network(2, 3, 1, 1, output_activation = "identity", reduction = "mean")
model <- new_model(
  first,
  list(numeric_input("gr\u00f6\u00dfe \"'\\\n"), colour),
  NULL,
  "y",
  new_scaling(c(1 / 3, -0), c(1 / 10, 2^-1074)),
  new_scaling(2, 3),
  c(Inf, 1 / 10),
  "blas"
)

model_with <- function(...) {
  parts <- unclass(model)
  others <- list(...)
  parts[names(others)] <- others
  do.call(new_model, parts)
}

of_classes <- function(classes) {
  k <- if (length(classes) == 2) 1 else length(classes)
  two <- k == 1
  softmax <- initial_network(
    1, 0, k, 1,
    output_activation = if (two) "sigmoid" else "softmax",
    loss = if (two) "binary_cross_entropy" else "categorical_cross_entropy"
  )
  inputs <- numeric_inputs(NULL, 1)
  new_model(softmax, inputs, classes, NULL, NULL, NULL, numeric(0), "reproducible")
}

new_path <- function() tempfile("model", fileext = ".json")

saved_and_loaded <- function(model) {
  path <- new_path()
  save_model(model, path)
  load_model(path)
}

test_that("a model is loaded as it was saved", {
  path <- new_path()
  expect_identical(withVisible(save_model(model, path)), list(value = NULL, visible = FALSE))
  expect_same_bits(load_model(path), model)
})

test_that("classes keep their kind and order", {
  for (classes in list(c("b", "a", "\u00e4"), c(3, -1, 2^53), c(FALSE, TRUE))) {
    expect_identical(saved_and_loaded(of_classes(classes))$classes, classes)
  }
  expect_identical(saved_and_loaded(of_classes(c(2L, 1L, 0L)))$classes, c(2, 1, 0))
})

test_that("networks and trainings can be saved too", {
  example <- network(rbind(c(0.5, -0)), NULL, rbind(1, 2), 0, "tanh", "relu")
  loaded <- saved_and_loaded(example)
  expect_same_bits(loaded$network, example)
  expect_identical(loaded$history, numeric(0))
  result <- train(example, rbind(1), 1, epochs = 3)
  expect_same_bits(saved_and_loaded(result)$history, result$history)
  expect_length(predict(saved_and_loaded(result), rbind(1)), 1)
})

test_that("what an interface adds to a model is left out", {
  path <- new_path()
  save_model(structure(c(unclass(model), call = quote(f(x))), class = c("more", class(model))), path)
  expect_same_bits(load_model(path), model)
})

test_that("the content digest tells models apart, and not who wrote them", {
  texts <- c(json_of(document_of(model, "0.1.0")), json_of(document_of(model, "9.9.9")))
  expect_false(texts[[1]] == texts[[2]])
  expect_identical(sub("0.1.0", "9.9.9", texts[[1]], fixed = TRUE), texts[[2]])
  expect_identical(digests_of(model)$parameters, parameter_digest(first))
  others <- list(
    model,
    model_with(outputs = NULL),
    model_with(arithmetic = "reproducible"),
    model_with(history = Inf),
    model_with(input_scaling = NULL),
    model_with(target_scaling = new_scaling(2, 2)),
    model_with(inputs = list(numeric_input("x"), colour)),
    model_with(
      network = initial_network(2, 3, 1, 2, output_activation = "identity", reduction = "mean")
    )
  )
  digests <- vapply(others, function(other) digests_of(other)$content, "")
  expect_identical(anyDuplicated(digests), 0L)
})

test_that("what is no model is refused", {
  path <- new_path()
  for (value in list(NULL, "model", list(network = first), mean)) {
    expect_refusal(save_model(value, path), "invalid_model", "model")
  }
  expect_false(file.exists(path))
})

test_that("names that no file can hold are refused", {
  wrong <- "a\xff"
  Encoding(wrong) <- "UTF-8"
  named <- model_with(inputs = numeric_inputs(c(wrong, "b"), 2))
  expect_refusal(save_model(named, new_path()), "invalid_model", "model")
})

test_that("classes that no file can hold are refused", {
  for (classes in list(c(0.5, 1), c(0, 2^54), c(0, NaN))) {
    expect_refusal(save_model(of_classes(classes), new_path()), "invalid_model", "model")
  }
})

test_that("a changed file is refused", {
  path <- new_path()
  save_model(model, path)
  text <- rawToChar(readBin(path, raw(), file.size(path)))
  refusal <- function(edited, code) {
    expect_false(edited == text)
    writeBin(charToRaw(edited), path)
    expect_refusal(load_model(path), code, "path")
  }
  replaced <- function(old, new) gsub(old, new, text, fixed = TRUE, useBytes = TRUE)
  refusal(substr(text, 1, nchar(text) %/% 2), "damaged_file")
  refusal(replaced('"blas"', '"reproducible"'), "damaged_file")
  refusal(replaced('"red"', '"rad"'), "damaged_file")
  refusal(replaced("0.10000000000000001", "0.2"), "damaged_file")
  refusal(replaced('"version": 1', '"version": 2'), "unsupported_version")
  refusal(replaced('"version": 1', '"version": 1.5'), "invalid_model_file")
  refusal(replaced('"sigmoid"', '"sigmoidal"'), "invalid_model_file")
  refusal(replaced('"levels": ["red", "blue"]', '"levels": ["red"]'), "invalid_model_file")
  refusal(replaced('"bh"', '"hb"'), "invalid_model_file")
  refusal(replaced('"format"', '"formal"'), "invalid_model_file")
})

test_that("nothing in a file is ever executed", {
  folder <- tempfile("folder")
  dir.create(folder)
  old <- setwd(folder)
  on.exit(setwd(old))
  code <- "file.create('stolen')"
  save_model(of_classes(c(code, paste0("`", code, "`"))), "model.json")
  predict(load_model("model.json"), rbind(1), type = "class")
  saveRDS(model, "model.rds")
  expect_refusal(load_model("model.rds"), "damaged_file", "path")
  expect_identical(list.files(), c("model.json", "model.rds"))
})

test_that("paths are checked", {
  expect_refusal(load_model(new_path()), "unreadable_file", "path")
  expect_refusal(save_model(model, tempdir()), "unreadable_file", "path")
  expect_refusal(save_model(model, NULL), "unreadable_file", "path")
  expect_refusal(load_model(file = "a"), "unknown_argument", "file")
})
