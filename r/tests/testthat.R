library(testthat)
library(onehidden)

test_check("onehidden")
