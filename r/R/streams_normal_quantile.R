# Quantiles of the standard normal distribution by algorithm AS 241, PPND16 (SPEC.md 7.5 and 7.7).
#
# M. J. Wichura (1988), The percentage points of the normal distribution, Applied Statistics 37, 477 to 484. It is what
# R's qnorm() computes, here with the correctly rounded logarithm.

# The coefficients of each quotient of polynomials, that of the highest power first. They are the doubles nearest to the
# decimals of the algorithm, which stand in the Python twin: R would not always read these right.
MIDDLE <- list(
  c(
    0x1.39a296f7d925ep+11, 0x1.052d26b2e45e4p+15, 0x1.06c1c55b78f20p+16, 0x1.66c3e869b752ap+15,
    0x1.ad1d8cd4ee71dp+13, 0x1.ece5d2213c0ccp+10, 0x1.0a4888b1a436ep+7, 0x1.b18d91e9eef75p+1
  ),
  c(
    0x1.46a7eca984b69p+12, 0x1.c0e457cb1ae76p+14, 0x1.3317caa64f4bep+15, 0x1.4b772d5d65266p+14,
    0x1.512322e75c89fp+12, 0x1.5797efdc8b3f7p+9, 0x1.5281b386e1ab5p+5, 1
  )
)
TAIL <- list(
  c(
    0x1.9615ac0b7ace9p-11, 0x1.744eb6c45ec67p-6, 0x1.ef2abb9b85c37p-3, 0x1.453cc085375b2p+0,
    0x1.d2ecb1a3d02c4p+1, 0x1.713f71462256ap+2, 0x1.2857748cab19bp+2, 0x1.6c665fde9526ap+0
  ),
  c(
    0x1.20d3f686439e4p-30, 0x1.1f18cbfdf2728p-11, 0x1.f207a7eab17bfp-7, 0x1.2f5123394f040p-3,
    0x1.61292f23385c9p-1, 0x1.ad278e6526633p+0, 0x1.06cefbb46a449p+1, 1
  )
)
FAR_TAIL <- list(
  c(
    0x1.afb74d693bf93p-23, 0x1.c6ec6cc59e02ap-16, 0x1.45c1908425345p-10, 0x1.b2b41193b4ee7p-6,
    0x1.2fad9315255cfp-2, 0x1.c8ea6461fa445p+0, 0x1.5daea6e875003p+2, 0x1.aa1b1c13ee526p+2
  ),
  c(
    0x1.269bff1f8c190p-49, 0x1.31446f740b9e0p-23, 0x1.35c2c496374bfp-16, 0x1.9c8bc979dc5d7p-11,
    0x1.e76f93215462ap-7, 0x1.186eb183443fbp-3, 0x1.331d34fc7d77fp-1, 1
  )
)

# The quantile of each probability; minus infinity for 0, infinity for 1.
normal_quantile <- function(p) {
  quantile <- ifelse(p == 0, -Inf, rep_len(Inf, length(p)))
  q <- p - 1 / 2
  middle <- abs(q) <= 17 / 40
  tail <- !middle & p > 0 & p < 1
  quantile[middle] <- middle_quantile(q[middle])
  quantile[tail] <- tail_quantile(p[tail])
  quantile
}

# The quantile of 1/2 + q, for |q| <= 0.425.
middle_quantile <- function(q) {
  r <- 289 / 1600 - (q * q)
  (q * horner(MIDDLE[[1]], r)) / horner(MIDDLE[[2]], r)
}

# The quantile of p, nearer to 0 or 1.
tail_quantile <- function(p) {
  lower <- p < 1 / 2
  r <- sqrt(-rounded_log(ifelse(lower, p, 1 - p)))
  near <- horner(TAIL[[1]], r - 8 / 5) / horner(TAIL[[2]], r - 8 / 5)
  far <- horner(FAR_TAIL[[1]], r - 5) / horner(FAR_TAIL[[2]], r - 5)
  quantile <- ifelse(r <= 5, near, far)
  ifelse(lower, -quantile, quantile)
}

# ((c1 * x + c2) * x + c3) ..., left to right.
horner <- function(coefficients, x) {
  value <- rep_len(coefficients[[1]], length(x))
  for (coefficient in coefficients[-1]) {
    value <- (value * x) + coefficient
  }
  value
}
