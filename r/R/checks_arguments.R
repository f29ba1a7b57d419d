# Arguments that a function does not have, and packages that only some features need.

# Rejects unknown arguments of the calling function and suggests a name. The call is also read as written, because R
# would complete `learn` to `learning_rate`.
refuse_unknown_arguments <- function(name) {
  known <- setdiff(names(formals(sys.function(-1L))), "...")
  written <- names(sys.call(-1L))
  passed_on <- eval.parent(quote(...names()))
  unknown <- setdiff(c(written, passed_on), c(known, "", NA))
  if (length(unknown) > 0) {
    meant <- nearest(unknown[[1]], known)
    hint <- if (is.null(meant)) "It has %s." else "Did you mean %s?"
    hint <- sprintf(hint, paste0("`", if (is.null(meant)) known else meant, "`", collapse = ", "))
    message <- sprintf("%s() has no argument `%s`. %s", name, unknown[[1]], hint)
    stop_onehidden("unknown_argument", message, unknown[[1]])
  }
  if (eval.parent(quote(...length())) > 0) {
    takes <- counted(length(known), "argument")
    stop_onehidden("unknown_argument", sprintf("%s() has %s, but more were given.", name, takes))
  }
}

# Signals an error where an optional package is missing, and says how to install it.
require_package <- function(name, purpose) {
  if (!requireNamespace(name, quietly = TRUE)) {
    install <- sprintf('install.packages("%s")', name)
    message <- "%s requires the package %s, which is not installed. Install it with: %s"
    stop_onehidden("missing_package", sprintf(message, purpose, name, install), name)
  }
}
