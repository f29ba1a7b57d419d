# Data to try networks on: iris and the handwritten digits.
#
# inst/datasets is a link to the project's fixtures; the README there gives origin and licences.

# Samples and the classes that they belong to.
new_dataset <- function(name, X, y, feature_names, target_name, classes) {
  structure(
    list(
      name = name, X = X, y = y, feature_names = feature_names,
      target_name = target_name, classes = classes
    ),
    class = "onehidden_dataset"
  )
}

#' @export
format.onehidden_dataset <- function(x, ...) {
  sprintf(
    "dataset %s: %d samples, %d features, %s one of %s",
    x$name, nrow(x$X), ncol(x$X), x$target_name, paste(x$classes, collapse = ", ")
  )
}

#' @export
print.onehidden_dataset <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

#' Load a data set that comes with the package
#'
#' - `"iris"`: 150 flowers of three species, 50 of each; length and width of sepals and petals in centimetres.
#' - `"digits"`: 1797 handwritten digits of 13 people, 0 to 9; 8 x 8 pixels, row by row, each from 0 (white) to 1
#'   (black): the share of dark points, in sixteenths.
#'
#' @param name Which one: `"iris"` or `"digits"`.
#' @param ... Not used: unknown arguments are rejected.
#' @return A list of class `onehidden_dataset`: `name`; `X` (n x d, with the names of its columns); `y`, the class of
#'   each sample, text or whole numbers; `feature_names`; `target_name`, the name of y; and `classes`, in ascending
#'   order. The same bits in both languages. `as.data.frame()` makes a data frame of X and y, with the classes as a
#'   factor.
#' @section Errors: `unknown_dataset` (see [onehidden_errors]).
#' @source SPEC.md 11.1. Iris was collected by E. Anderson (1935) and published by R. A. Fisher (1936). The digits are
#'   the test set of E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
#'   Repository, 1998, under CC BY 4.0. More in `system.file("datasets", "README.md", package = "onehidden")`.
#' @export
#' @examples
#' flowers <- load_dataset("iris")
#' flowers
#' flowers$X[1, ]
#' head(as.data.frame(flowers))
load_dataset <- function(name, ...) {
  refuse_unknown_arguments("load_dataset")
  check_choice(name, "name", names(DATASETS), "unknown_dataset")
  path <- system.file("datasets", paste0(name, ".csv"), package = "onehidden", mustWork = TRUE)
  table <- utils::read.csv(path, colClasses = "character", check.names = FALSE)
  header <- names(table)
  last <- length(header)
  y <- DATASETS[[name]]$label(table[[last]])
  new_dataset(
    name = name,
    X = vapply(table[-last], DATASETS[[name]]$number, numeric(nrow(table))),
    y = y,
    feature_names = header[-last],
    target_name = header[[last]],
    classes = sort(unique(y), method = "radix")
  )
}

# Numbers with at most one decimal, as quotients: R's own reading of decimals is not always the nearest double.
tenths <- function(text) {
  with_decimal <- ifelse(grepl(".", text, fixed = TRUE), text, paste0(text, ".0"))
  as.numeric(sub(".", "", with_decimal, fixed = TRUE)) / 10
}

# Numbers of sixteenths, which is exact.
sixteenths <- function(text) {
  as.numeric(text) / 16
}

# How the numbers and the classes are read.
DATASETS <- list(
  iris = list(number = tenths, label = as.character),
  digits = list(number = sixteenths, label = as.integer)
)

#' @export
as.data.frame.onehidden_dataset <- function(x, row.names = NULL, optional = FALSE, ...) { # nolint: object_name_linter.
  data <- as.data.frame(x$X, row.names, optional)
  data[[x$target_name]] <- factor(x$y, levels = x$classes)
  data
}
