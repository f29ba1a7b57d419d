# Whether this process follows IEEE 754: tested once, before the reproducible arithmetic is first used.

PROBE_DIGEST <- "898954b20fdd105037c3989d0b941830ef83d69dd268aed3d7b8b9dbe0f4486a"

# The faults of the basic operations, in words; empty where they follow IEEE 754.
floating_point_faults <- function() {
  one <- rep(1, 16) # long enough for vector instructions, which have a mode of their own on some processors
  unit <- power_of_two(-52) # the distance from 1 to the next double
  smallest <- SMALLEST_NORMAL * one
  above_half <- unit / 2 + power_of_two(-78)
  square_root <- one + power_of_two(-27)
  square <- square_root * square_root
  kept <- list(
    "subnormal numbers are treated as zero" = (smallest / 2) * 2 == smallest,
    "sums are not rounded to nearest" = one + unit / 2 == one,
    "ties are not rounded to even" = (one + unit) + unit / 2 == one + 2 * unit,
    "sums are rounded twice, in extended precision first" = one + above_half == one + unit,
    "products and sums are fused" = square_root * square_root - square == 0 * one
  )
  names(kept)[!vapply(kept, all, logical(1))]
}

# Values that depend on every operation: tables, both phases, subnormal results, products and sums.
probe <- function(by) {
  index <- as.double(0:15)
  e <- by$exp((index * 676 - 5215) / 7) # -745 to 703.6
  logs <- by$log(e)
  undecided <- by$exp(-4834765799666571 * power_of_two(-47)) # by the first phase
  A <- matrix(by$tanh((index - 8) / 3), 4, 4, byrow = TRUE)
  B <- matrix(logs, 4, 4, byrow = TRUE)
  c(
    e,
    logs,
    undecided,
    t(by$product(A, B)),
    t(by$product_over_rows(A, B)),
    by$column_sums(A),
    by$total(A * A)
  )
}

# SHA-256 of the values' little-endian bytes.
probe_digest <- function(values) {
  sha256(writeBin(values, raw(), endian = "little"))
}

# Signals onehidden_unsafe_floating_point if there are faults.
refuse_faults <- function(faults) {
  if (length(faults) > 0) {
    stop_onehidden("unsafe_floating_point", paste0(
      "reproducible arithmetic requires IEEE 754 double precision, with subnormal numbers and rounding to nearest ",
      "even, but in this process ", paste(faults, collapse = "; "), ". Often a library compiled with -ffast-math has ",
      "changed the processor's mode: load it later or not at all, or use arithmetic = \"blas\"."
    ))
  }
}

# Whether the probe has the expected bits.
probe_is_right <- function(by) {
  probe_digest(probe(by)) == PROBE_DIGEST
}

# Signals onehidden_unsafe_floating_point where reproducible arithmetic would not be reproducible.
run_self_test <- function(by) {
  refuse_faults(floating_point_faults())
  if (!probe_is_right(by)) {
    refuse_faults("a known computation gives different bits than everywhere else")
  }
}
