test_that("numbers are written with 17 digits and as bits", {
  numbers <- c(1 / 10, -0, 1, 2^-1074, 1e23, Inf)
  numbers[[5]] <- 0x1.52d02c7e14af6p+76
  expect_identical(json_numbers(numbers), c(
    "0.10000000000000001", "-0", "1", "4.9406564584124654e-324", "9.9999999999999992e+22", "null"
  ))
  expect_identical(json_bits(numbers), c(
    '"3fb999999999999a"', '"8000000000000000"', '"3ff0000000000000"', '"0000000000000001"',
    '"44b52d02c7e14af6"', '"7ff0000000000000"'
  ))
  expect_identical(json_bits(numeric(0)), character(0))
  expect_identical(json_numbers(numeric(0)), character(0))
})

test_that("texts are escaped as Python escapes them", {
  expect_identical(
    json_of("a\"b\\c\td\u0001\u00e9\u007f/</<\\/"),
    "\"a\\\"b\\\\c\\td\\u0001\u00e9\u007f/</<\\\\/\""
  )
  expect_identical(json_of("\b\f\n\r\u001e\u001f"), '"\\b\\f\\n\\r\\u001e\\u001f"')
  all_of_them <- intToUtf8(1:299)
  expect_identical(jsonlite::parse_json(json_of(all_of_them)), all_of_them)
  expect_identical(json_of(iconv("\u00e9", "UTF-8", "latin1")), '"\u00e9"')
})

test_that("a tree is written on one line, or to be read", {
  tree <- list(
    a = json_array(1:2), b = list(c = NULL, d = list(), e = I("x"), f = I(character(0))),
    "g</" = list(list(h = TRUE), list(h = FALSE))
  )
  line <- '{"a":[1,2],"b":{"c":null,"d":[],"e":["x"],"f":[]},"g</":[{"h":true},{"h":false}]}'
  expect_identical(json_of(tree), line)
  expect_identical(parsed_json(charToRaw(json_of(tree, pretty = TRUE))), parsed_json(charToRaw(line)))
  expect_length(strsplit(json_of(tree, pretty = TRUE), "\n")[[1]], 17)
})

test_that("JSON is read as lists", {
  text <- '{"a": [1, 2.5, -0, 1e3], "b": null, "c": {}, "d": "\\u00e4\\ud83d\\ude00"}'
  expect_equal(parsed_json(charToRaw(text)), list(
    a = list(1, 2.5, 0, 1000),
    b = NULL,
    c = structure(list(), names = character(0)),
    d = "\u00e4\U1F600"
  ))
  expect_identical(parsed_json(charToRaw("0.1")), 1 / 10)
  expect_identical(parsed_json(charToRaw('["\\\\ud800"]')), list("\\ud800"))
})

test_that("what is not JSON is refused", {
  texts <- c(
    "", "[1", "[1]]", "[1,]", "[01]", "[+1]", "[.5]", "[1.]", "[NaN]", "[Infinity]", "[nul]",
    "['a']", '["a]', '["\\x"]', '["a\nb"]', '["a"] // b', "/* a */ []", "[1\f]",
    '["\\ud800"]', '["\\udc00\\ud800"]', '["\\u0000"]'
  )
  contents <- c(
    lapply(texts, charToRaw),
    list(raw(1), as.raw(c(0xff, 0)), c(charToRaw("[]"), raw(1)), as.raw(c(0xef, 0xbb, 0xbf, 0x5b, 0x5d)))
  )
  for (content in contents) {
    expect_error(parsed_json(content), "^it is not JSON$", class = "not_json")
  }
})

test_that("what else is refused says why", {
  refusal <- function(content, why) expect_error(parsed_json(content), why, class = "not_json")
  refusal(c(charToRaw('["'), as.raw(0xff), charToRaw('"]')), "not UTF-8 text")
  refusal(charToRaw('[{"a": {"b": 1, "\\u0062": 2}}]'), "a key occurs twice in it")
  nested <- function(depth) charToRaw(paste0(strrep("[", depth), strrep("]", depth), " "))
  refusal(nested(17), "nested too deeply")
  expect_type(parsed_json(nested(16)), "list")
  brackets <- strrep("[", 100)
  text <- paste0('["', brackets, '\\"]"]')
  expect_identical(parsed_json(charToRaw(text)), list(paste0(brackets, '"]')))
})
