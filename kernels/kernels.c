/* The kernels, compiled once per vector width; the width is chosen for the processor at run time. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for the processors that a process may use */
#endif
#include "onehidden.h"
#include "plain.h"
#include <stdlib.h>

#include "roots.h"
#include "undecided.h"
#include "team.h"

/* Below this many products and sums in a strip, threads cost more than they gain. */
enum { ENOUGH_FOR_THREADS = 500000 };

/* This many products take some milliseconds. */
enum { WORK_BETWEEN_QUESTIONS = 10000000 };

#define KERNELS(width)                                                                                                 \
  {width,          NAME(product),  NAME(product_over_rows), NAME(column_sums),                                         \
   NAME(exp_many), NAME(log_many), NAME(tanh_many),         NAME(train),                                               \
   NAME(fuses)}

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_WIDTHS 1
#else
#define HAVE_WIDTHS 0
#endif

/* The width that every processor of this kind has: two doubles on x86-64 and ARM. */
#define NAME(x) x##_baseline
#define LANES 2
#define MOST_ROWS 4
#include "width.h"
static const Kernels BASELINE = KERNELS("baseline");
#undef NAME
#undef LANES
#undef MOST_ROWS

#if HAVE_WIDTHS

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif
#define NAME(x) x##_avx2
#define NARROWER(x) x##_baseline
#define LANES 4
#define MOST_ROWS 4
#include "width.h"
static const Kernels AVX2 = KERNELS("AVX2");
#undef NAME
#undef NARROWER
#undef LANES
#undef MOST_ROWS
#if defined(__clang__)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl"))), apply_to = function)
#else
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl")
#endif
#define NAME(x) x##_avx512
#define NARROWER(x) x##_avx2
#define LANES 8
#define MOST_ROWS 8
#include "width.h"
static const Kernels AVX512 = KERNELS("AVX-512");
#undef NAME
#undef NARROWER
#undef LANES
#undef MOST_ROWS
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif

static const Kernels *kernels_for(const char *width) {
#if HAVE_WIDTHS
  int any = width == NULL || strcmp(width, AVX512.width) == 0;
  if (any && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return &AVX512;
  if ((any || strcmp(width, AVX2.width) == 0) && __builtin_cpu_supports("avx2")) return &AVX2;
#else
  (void)width;
#endif
  return &BASELINE;
}
