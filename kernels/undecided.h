/* The second phase of exp, log and tanh, for the few results the first leaves undecided, and for rare arguments.
 *
 * The interpreted code's arithmetic/wide.py and the second half of its elementary.py, one number at a time: a wide
 * number is ten signed digits to the base 2^24. Where even it cannot decide, which is known of no argument, the result
 * is NaN; the packages then run the interpreted code, which raises an error. */

enum { WIDE_DIGITS = 10, WIDE_ROUNDS = 12 };
#define WIDE_BASE 16777216.0
#define FACTORIAL_OF_11 39916800.0
#define UNDECIDED 0x1p-150

typedef struct {
  double digit[WIDE_DIGITS];
} Wide;

static const Wide LN2_STEP = {{0, 2839, 2195325, 1898395, -4415941, 3768383, 3107572, 996402, 6760843, 6477985}};
static const Wide ROOT_STEP = {{1, 2839, 6225884, 7780921, -1894798, -3501161, 2517318, 3203829, 762673, 2668153}};

static inline double power_of_two(int k) {
  return k >= -1022 ? double_of((uint64_t)(k + 1023) << 52) : double_of((uint64_t)1 << (k + 1074));
}

static inline double round_to_integer(double x) { return (x + 6755399441055744.0) - 6755399441055744.0; }

static Wide wide_carry(Wide a) {
  for (int round = 0; round < 2; round++) {
    double carries[WIDE_DIGITS];
    for (int j = 1; j < WIDE_DIGITS; j++) carries[j] = round_to_integer(a.digit[j] / WIDE_BASE);
    for (int j = 1; j < WIDE_DIGITS; j++) {
      a.digit[j] -= carries[j] * WIDE_BASE;
      a.digit[j - 1] += carries[j];
    }
  }
  return a;
}

static Wide wide_from_double(double x) {
  Wide a;
  for (int j = 0; j < WIDE_DIGITS; j++) {
    a.digit[j] = round_to_integer(x);
    x = (x - a.digit[j]) * WIDE_BASE;
  }
  return a;
}

static double wide_to_double(Wide a) {
  double x = 0;
  for (int j = WIDE_DIGITS - 1; j >= 0; j--) x = x / WIDE_BASE + a.digit[j];
  return x;
}

/* a + factor * b, without carry. */
static Wide wide_add(Wide a, double factor, Wide b) {
  for (int j = 0; j < WIDE_DIGITS; j++) a.digit[j] = a.digit[j] + factor * b.digit[j];
  return a;
}

static Wide wide_product(Wide a, Wide b) {
  Wide product = {{0}};
  for (int j = 0; j < WIDE_DIGITS; j++)
    for (int i = 0; i < WIDE_DIGITS - j; i++) product.digit[i + j] += a.digit[j] * b.digit[i];
  return wide_carry(product);
}

/* 1 where a > 0, 0 where a < 0, and -1 where it is too close to tell. */
static int wide_is_positive(Wide a) {
  double x = wide_to_double(wide_carry(a));
  return fabs(x) < UNDECIDED ? -1 : x > 0;
}

/* 2^(i/4096): the product of the powers for the bits of i, as in the interpreted code's table. */
static Wide wide_root(int i) {
  Wide root = wide_from_double(1), factor = ROOT_STEP;
  for (int bit = 0; bit < WIDE_ROUNDS; bit++) {
    if (i >> bit & 1) root = wide_product(root, factor);
    factor = wide_product(factor, factor);
  }
  return root;
}

/* 11! e^x 2^-k, and k. */
static Wide wide_exp(Wide x, int *k) {
  double n = round_to_integer(wide_to_double(x) * STEPS_PER_UNIT);
  Wide d = wide_carry(wide_add(x, -n, LN2_STEP));
  Wide series = wide_from_double(1);
  double coefficient = 1;
  for (int j = 11; j > 0; j--) {
    coefficient = coefficient * j;
    series = wide_product(d, series);
    series.digit[0] += coefficient;
  }
  int whole = (int)n;
  *k = (whole - (whole & 4095)) / 4096;
  return wide_product(series, wide_root(whole & 4095));
}

static Wide midpoint_of(double low, double high) {
  return wide_carry(wide_add(wide_from_double(low / 2), 1, wide_from_double(high / 2)));
}

static double chosen(int is_above, double low, double high) { return is_above < 0 ? NAN : is_above ? high : low; }

/* Which of the neighbours low and high is e^x 2^-k + shift correctly rounded. */
static double decide_exp(double x, double shift, double low, double high) {
  int k;
  Wide m = wide_add(midpoint_of(low, high), -1, wide_from_double(shift));
  Wide e = wide_exp(wide_from_double(x), &k);
  return chosen(wide_is_positive(wide_add(e, -FACTORIAL_OF_11, m)), low, high);
}

/* Which of low and high is log(f 2^k) correctly rounded. */
static double decide_log(double f, int k, double low, double high) {
  int exponent;
  Wide e = wide_exp(midpoint_of(low, high), &exponent);
  Wide scaled = wide_from_double(f * power_of_two(k - exponent));
  for (int j = 0; j < WIDE_DIGITS; j++) scaled.digit[j] = FACTORIAL_OF_11 * scaled.digit[j] - e.digit[j];
  return chosen(wide_is_positive(scaled), low, high);
}

/* Which of low and high is tanh(y/2) correctly rounded. */
static double decide_tanh(double y, double low, double high) {
  int k;
  Wide m = midpoint_of(low, high), one = wide_from_double(1);
  Wide e = wide_exp(wide_from_double(y), &k);
  Wide below = wide_product(wide_from_double(power_of_two(-k)), wide_add(one, 1, m));
  Wide above = wide_product(e, wide_add(one, -1, m));
  return chosen(wide_is_positive(wide_add(above, -FACTORIAL_OF_11, below)), low, high);
}
