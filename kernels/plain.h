/* What must hold for all of the C code: each operation rounds by itself, to double precision.
 *
 * A compiler option would do the same, but R's check calls it not portable, so the source says it. */
#include <float.h>
#include <math.h> /* for isfinite() and fabs(), which are no library functions, and sqrt(), which IEEE 754 specifies */
#include <string.h>

#ifdef __FAST_MATH__ /* tested before gcc's pragma below, which hides that -Ofast was given */
#error "-ffast-math changes what is computed: compile without it"
#endif

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("O3", "fp-contract=off", "no-math-errno", "no-trapping-math")
#elif defined(_MSC_VER)
#pragma fp_contract(off)
#endif

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0
#error "this processor computes in extended precision: the packages use their interpreted code"
#endif

#define SIGN_BIT ((uint64_t)1 << 63)

static inline uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline double double_of(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
