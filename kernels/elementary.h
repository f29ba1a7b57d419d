/* exp, log and tanh, correctly rounded: the first phase, for one vector width (see width.h).
 *
 * The formulas, constants and error bounds are those of the interpreted code's arithmetic/elementary.py, where they are
 * explained. Undecided results and rare arguments go to the functions for one number. */

#define EXP_BOUND 0x1p-72
#define LOG_BOUND 0x1p-50
#define TANH_BOUND 0x1p-75
#define SMALL_TANH_BOUND 0x1p-64
#define SHIFT_BOUND 0x1p-105
#define EXP_LARGEST (6243314768165359.0 / 8796093022208.0)
#define EXP_SUBNORMAL (-7083964185322641.0 / 10000000000000.0)

static inline double NAME(leading_bits)(double x) { return (x + 12288.0) - 12288.0; }

/* e^x = 2^k (s + t) for |x| <= 746; bits holds n = 4096 k + i in its low half. */
static inline void NAME(exp_first_phase)(double x, double *s, double *t, uint64_t *bits) {
  double shifted = x * STEPS_PER_UNIT + 6755399441055744.0;
  double n = shifted - 6755399441055744.0;
  *bits = bits_of(shifted);
  uint64_t i = *bits & 4095;
  double root = ROOTS[i][0];
  double u = x - n * STEP_HIGH;
  double v = n * STEP_LOW + ROOTS[i][1];
  double d = u - v;
  double d_high = NAME(leading_bits)(d);
  double d_low = (d - d_high) + ((u - d) - v);
  double rest = d_low + (d * d) * (0.5 + d * (1.0 / 6 + d * (1.0 / 24 + d * (1.0 / 120))));
  double product = root * d_high;
  *s = root + product;
  *t = (product - (*s - root)) + root * rest;
}

/* The exponent k of exp_first_phase, as it is added to the bits of a double. */
static inline uint64_t NAME(exponent_bits)(uint64_t bits) { return bits >> 12 << 52; }

static inline int NAME(exponent)(uint64_t bits) { return (int)(bits << 40 >> 52 ^ 0x800) - 0x800; }

static double NAME(exp_extreme)(double x) {
  if (x != x) return x;
  if (x > EXP_LARGEST) return INFINITY;
  if (x <= -746) return 0;
  double s, t, shift = 0;
  uint64_t bits;
  NAME(exp_first_phase)(x, &s, &t, &bits);
  int k = NAME(exponent)(bits);
  if (x < EXP_SUBNORMAL) shift = power_of_two(-1022 - k);
  double sum = shift + s;
  t = (s - (sum - shift)) + t;
  double bound = EXP_BOUND + shift * SHIFT_BOUND;
  double low = sum + (t - bound), high = sum + (t + bound);
  if (low != high) low = decide_exp(x, shift, low, high);
  int half = k >> 1;
  return ((low - shift) * power_of_two(half)) * power_of_two(k - half);
}

static double NAME(exp_one)(double x) {
  if (!(fabs(x) < 708)) return NAME(exp_extreme)(x);
  double s, t;
  uint64_t bits;
  NAME(exp_first_phase)(x, &s, &t, &bits);
  double low = s + (t - EXP_BOUND), high = s + (t + EXP_BOUND);
  if (low != high) low = decide_exp(x, 0, low, high);
  return double_of(bits_of(low) + NAME(exponent_bits)(bits));
}

static inline int64_t NAME(exp_ordinary)(double x, double *y) {
  double s, t;
  uint64_t bits;
  NAME(exp_first_phase)(x, &s, &t, &bits);
  double low = s + (t - EXP_BOUND), high = s + (t + EXP_BOUND);
  *y = double_of(bits_of(low) + NAME(exponent_bits)(bits));
  return (low == high) & (fabs(x) < 708);
}

/* log(f 2^k) = s + t within the bound, for 1 <= f < 2. */
static inline void NAME(log_first_phase)(double f, double k, double *s, double *t, double *bound) {
  double w = (f - 1) / (f + 1);
  double w2 = w * w;
  double log_f = w * (2 + w2 * (2.0 / 3 + w2 * (2.0 / 5 + w2 * (2.0 / 7))));
  double shifted = log_f * STEPS_PER_UNIT + 6755399441055744.0;
  uint64_t i = bits_of(shifted) & 8191;
  double nearest = shifted - 6755399441055744.0;
  double root = ROOTS[i][0], excess = ROOTS[i][1];
  double z = f - root;
  double r = z / root;
  double r_high = NAME(leading_bits)(r);
  double rest = ((z - root * r_high) - root * (r - r_high)) / root;
  double series = (r * r) * (r * (1.0 / 3 - r * (1.0 / 4 - r * (1.0 / 5))) - 0.5);
  double n = 4096.0 * k + nearest;
  double n_low = n * STEP_LOW;
  double n_high = n * STEP_HIGH;
  *s = n_high + r;
  *t = (r - (*s - n_high)) + ((n_low + excess) + (rest + series));
  *bound = ((r * r + fabs(excess)) + fabs(n_low)) * LOG_BOUND;
}

/* f and k of a positive normal x = f 2^k. The exponent becomes a double through its bits: 2^52 + exponent. */
static inline void NAME(split)(double x, double *f, double *k) {
  uint64_t bits = bits_of(x);
  *f = double_of((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  *k = double_of(0x4330000000000000 | (bits >> 52)) - (4503599627370496.0 + 1023.0);
}

static double NAME(log_one)(double x) {
  double f, k, s, t, bound, scaled = 0;
  if (x != x) return x;
  if (x <= 0) return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY) return x;
  if (x < DBL_MIN) scaled = 54, x = x * 0x1p54;
  NAME(split)(x, &f, &k);
  k = k - scaled;
  NAME(log_first_phase)(f, k, &s, &t, &bound);
  double low = s + (t - bound), high = s + (t + bound);
  return low == high ? low : decide_log(f, (int)k, low, high);
}

static inline int64_t NAME(log_ordinary)(double x, double *y) {
  double f, k, s, t, bound;
  NAME(split)(x, &f, &k);
  NAME(log_first_phase)(f, k, &s, &t, &bound);
  double low = s + (t - bound), high = s + (t + bound);
  *y = low;
  return (low == high) & (x >= DBL_MIN) & (x < INFINITY);
}

/* tanh(y/2) = (e^y - 1) / (e^y + 1) = s + t within the bound. */
static inline void NAME(tanh_first_phase)(double y, double *s, double *t, double *bound) {
  double e, rest;
  uint64_t bits;
  NAME(exp_first_phase)(y, &e, &rest, &bits);
  double scale = double_of(0x3ff0000000000000 + NAME(exponent_bits)(bits));
  e = e * scale;
  rest = rest * scale;
  double a = e + -1, a_rest = -1 - (a - e);
  double above = a + (a_rest + rest), above_rest = (a_rest + rest) - (above - a);
  double b = e + 1, b_rest = 1 - (b - e);
  double below = b + (b_rest + rest), below_rest = (b_rest + rest) - (below - b);
  *s = above / below;
  double p = *s * below; /* and its rounding error, by Veltkamp's halves */
  double c = 134217729.0 * *s, s_high = c - (c - *s), s_low = *s - s_high;
  double g = 134217729.0 * below, below_high = g - (g - below), below_low = below - below_high;
  double p_rest = (((s_high * below_high - p) + s_high * below_low) + s_low * below_high) + s_low * below_low;
  *t = (((above - p) - p_rest) + (above_rest - *s * below_rest)) / below;
  *bound = *s < 0x1p-15 ? *s * SMALL_TANH_BOUND : TANH_BOUND;
}

static double NAME(tanh_one)(double x) {
  double size = fabs(x), s, t, bound;
  if (!(size >= 0x1p-27)) return x; /* NaN too */
  if (size > 20) return x > 0 ? 1 : -1;
  NAME(tanh_first_phase)(2 * size, &s, &t, &bound);
  double low = s + (t - bound), high = s + (t + bound);
  if (low != high) low = decide_tanh(2 * size, low, high);
  return x < 0 ? -low : low;
}

static inline int64_t NAME(tanh_ordinary)(double x, double *y) {
  double size = fabs(x), s, t, bound;
  NAME(tanh_first_phase)(2 * size, &s, &t, &bound);
  double low = s + (t - bound), high = s + (t + bound);
  *y = double_of(bits_of(low) | (bits_of(x) & SIGN_BIT));
  return (low == high) & (size >= 0x1p-27) & (size <= 20);
}

/* 1 / (1 + exp(-x)). */
static double NAME(sigmoid_one)(double x) { return 1.0 / (NAME(exp_one)(-x) + 1.0); }

static inline int64_t NAME(sigmoid_ordinary)(double x, double *y) {
  double e;
  int64_t ordinary = NAME(exp_ordinary)(-x, &e);
  *y = 1.0 / (e + 1.0);
  return ordinary;
}

/* FUNCTION_many(x, y, n): in pieces of whole vectors, without branches; what a piece leaves undecided is computed
 * number by number. x and y may be the same. */
enum { NAME(PIECE) = 64 };

#define MANY(FUNCTION)                                                                                                 \
  static inline void NAME(FUNCTION##_piece)(const double *x, double *y, size_t n) {                                    \
    int64_t decided[NAME(PIECE)], all = 1;                                                                             \
    n -= n % LANES;                                                                                                    \
    for (size_t i = 0; i < n; i++) {                                                                                   \
      double result;                                                                                                   \
      decided[i] = NAME(FUNCTION##_ordinary)(x[i], &result);                                                           \
      all &= decided[i];                                                                                               \
      y[i] = decided[i] ? result : x[i];                                                                               \
    }                                                                                                                  \
    for (size_t i = 0; i < n && !all; i++)                                                                             \
      if (!decided[i]) y[i] = NAME(FUNCTION##_one)(y[i]);                                                              \
  }                                                                                                                    \
                                                                                                                       \
  static void NAME(FUNCTION##_many)(const double *x, double *y, size_t n) {                                            \
    size_t i = 0, whole;                                                                                               \
    for (; n - i >= LANES; i += whole) {                                                                               \
      whole = smaller(n - i, NAME(PIECE)) / LANES * LANES;                                                             \
      NAME(FUNCTION##_piece)(x + i, y + i, whole);                                                                     \
    }                                                                                                                  \
    if (i < n) {                                                                                                       \
      double padded[LANES];                                                                                            \
      for (size_t j = 0; j < LANES; j++) padded[j] = i + j < n ? x[i + j] : 1;                                         \
      NAME(FUNCTION##_piece)(padded, padded, LANES);                                                                   \
      memcpy(y + i, padded, (n - i) * sizeof *x);                                                                      \
    }                                                                                                                  \
  }

MANY(exp)
MANY(log)
MANY(tanh)
MANY(sigmoid)
#undef MANY
