/* Carries out the cases of standard input with every vector width and several numbers of threads, and writes the
 * results to standard output; test_kernels_c.py has the format. It fails where two of them differ in a bit.
 *
 * Every array has an allocation of its own, exactly as long as it must be, so that sanitizers see a step beyond it. */
#include "kernels.c"

#include <stdio.h>

static const char *const WIDTHS[] = {"baseline", "AVX2", "AVX-512"};
static const int THREADS[] = {1, 2, 5};
enum { A_TRAINING, A_PRODUCT, A_PRODUCT_OVER_ROWS, COLUMN_SUMS_OF, EXP_OF, LOG_OF, TANH_OF, END };

static void *checked(void *at) {
  if (!at) exit(3);
  return at;
}

static double *numbers(size_t n) { return checked(malloc(n ? n * sizeof(double) : 1)); }

static void read_words(void *to, size_t n) {
  if (n && fread(to, 8, n, stdin) != n) exit(4);
}

static int64_t read_int(void) {
  int64_t x;
  read_words(&x, 1);
  return x;
}

static size_t read_size(void) { return (size_t)read_int(); }

static double *read_numbers(size_t n) {
  double *x = numbers(n);
  read_words(x, n);
  return x;
}

static double *copy_of(const double *x, size_t n) {
  double *copy = numbers(n);
  if (n) memcpy(copy, x, n * sizeof *copy);
  return copy;
}

/* Rows one after the other, or columns, as R has them. */
static Matrix read_matrix(size_t rows, size_t columns) {
  int by_columns = (int)read_int();
  Matrix A = {read_numbers(rows * columns), by_columns ? 1 : (ptrdiff_t)columns, by_columns ? (ptrdiff_t)rows : 1};
  return A;
}

static void release(const void *at) { free((void *)(uintptr_t)at); }

/* The results of a case: those of the first width are kept, all others are compared with them. */
typedef struct {
  double *kept;
  int compares;
} Results;

/* The same bits, or both not a number. */
static int same(double x, double y) { return bits_of(x) == bits_of(y) || (x != x && y != y); }

static void give(Results *results, size_t at, const double *x, size_t n) {
  if (!results->compares) {
    if (n) memcpy(results->kept + at, x, n * sizeof *x);
    return;
  }
  for (size_t i = 0; i < n; i++)
    if (!same(x[i], results->kept[at + i])) {
      fprintf(stderr, "result %zu is %a, not %a\n", at + i, x[i], results->kept[at + i]);
      exit(1);
    }
}

typedef void (*Case)(const Kernels *kernels, int threads, const void *work, Results *results);

static void with_all(Case run, const void *work, size_t size) {
  Results results = {checked(calloc(size + 1, sizeof(double))), 0};
  for (size_t w = 0; w < sizeof WIDTHS / sizeof *WIDTHS; w++) {
    const Kernels *kernels = kernels_for(WIDTHS[w]);
    for (size_t t = 0; t < sizeof THREADS / sizeof *THREADS; t++) {
      run(kernels, THREADS[t], work, &results);
      results.compares = 1;
    }
  }
  fwrite(results.kept, sizeof(double), size, stdout);
  free(results.kept);
}

/* ---- products and functions -------------------------------------------------------------------------------------- */

typedef struct {
  int64_t kind;
  Matrix A, B;
  size_t m, k, n;
} Product;

static void run_product(const Kernels *kernels, int threads, const void *work, Results *results) {
  const Product *p = work;
  double *C = numbers(p->m * p->n);
  int status = TRAINED;
  if (p->kind == A_PRODUCT) kernels->product(p->A, p->B, p->m, p->k, p->n, threads, C, &status);
  if (p->kind == A_PRODUCT_OVER_ROWS) kernels->product_over_rows(p->A, p->B, p->m, p->k, p->n, threads, C, &status);
  if (p->kind == COLUMN_SUMS_OF) kernels->column_sums(p->A, p->k, p->m, C);
  if (status != TRAINED) exit(5);
  give(results, 0, C, p->m * p->n);
  free(C);
}

static void product_case(int64_t kind) {
  Product p = {.kind = kind, .m = read_size(), .n = 1};
  p.k = read_size();
  if (kind != COLUMN_SUMS_OF) p.n = read_size();
  p.A = kind == A_PRODUCT ? read_matrix(p.m, p.k) : read_matrix(p.k, p.m);
  if (kind != COLUMN_SUMS_OF) p.B = read_matrix(p.k, p.n);
  with_all(run_product, &p, p.m * p.n);
  release(p.A.at);
  release(p.B.at);
}

typedef struct {
  int64_t kind;
  const double *x;
  size_t n;
} Function;

static void run_function(const Kernels *kernels, int threads, const void *work, Results *results) {
  const Function *f = work;
  double *y = copy_of(f->x, f->n); /* in which it is done, in its place or not */
  (f->kind == EXP_OF   ? kernels->exp
   : f->kind == LOG_OF ? kernels->log
                       : kernels->tanh)(threads > 1 ? y : f->x, y, f->n);
  give(results, 0, y, f->n);
  free(y);
}

static void function_case(int64_t kind) {
  Function f = {.kind = kind, .n = read_size()};
  f.x = read_numbers(f.n);
  with_all(run_function, &f, f.n);
  release(f.x);
}

/* ---- trainings --------------------------------------------------------------------------------------------------- */

typedef struct {
  Shape shape;
  Samples samples, validation;
  Batches batches;
  int optimizer, by_columns;
  double settings[3], decay;
  size_t size, epochs;
  const double *rates;
  const double *parameters;
} Training;

static int interrupts(void *epochs_left) { return --*(int *)epochs_left == 0; }

/* In the results: status and completed epochs, losses, losses of validation, error, then parameters, memories, powers.
 */
static void run_training(const Kernels *kernels, int threads, const void *work, Results *results) {
  const Training *t = work;
  size_t n = t->samples.n, k = t->shape.n_outputs, size = t->size, at = 2;
  ptrdiff_t error_row = t->by_columns ? 1 : (ptrdiff_t)k, error_column = t->by_columns ? (ptrdiff_t)n : 1, completed;
  double *zeros = checked(calloc(size, sizeof(double)));
  double *m = t->optimizer != GRADIENT_DESCENT ? copy_of(zeros, size) : NULL;
  double *v = t->optimizer == ADAM ? copy_of(zeros, size) : NULL;
  double *losses = numbers(t->epochs + 1), *validation_losses = numbers(t->epochs + 1), *error = numbers(n * k);
  Descent descent = {
      t->optimizer, {t->settings[0], t->settings[1], t->settings[2]}, t->decay, copy_of(t->parameters, size), m, v,
      {1, 1}};
  int questions = 1000;
  Course course = {t->epochs, t->rates, 0, threads, interrupts, &questions};
  int status = kernels->train(&t->shape, &t->samples, t->validation.n ? &t->validation : NULL,
                              t->batches.count ? &t->batches : NULL, &descent, &course, losses, validation_losses,
                              error, error_row, error_column, &completed);
  size_t states = (size_t)(completed + 1);
  double head[2] = {status, (double)completed};
  give(results, 0, head, 2);
  give(results, at, losses, states);
  at += t->epochs + 1;
  if (t->validation.n) give(results, at, validation_losses, states);
  at += t->epochs + 1;
  if (status == TRAINED) give(results, at, error, n * k);
  at += n * k;
  give(results, at, descent.parameters, size);
  give(results, at + size, m ? m : zeros, size);
  give(results, at + 2 * size, v ? v : zeros, size);
  if (v) give(results, at + 3 * size, descent.powers, 2);
  free(zeros);
  free(m);
  free(v);
  free(losses);
  free(validation_losses);
  free(error);
  free(descent.parameters);
}

static Samples read_samples(size_t n, const Shape *shape, int weighted) {
  Samples samples = {.X = read_matrix(n, shape->n_features), .n = n};
  samples.y = read_matrix(n, shape->n_outputs);
  if (weighted) samples.weight = read_numbers(n);
  return samples;
}

static void release_samples(const Samples *samples) {
  release(samples->X.at);
  release(samples->y.at);
  release(samples->weight);
}

static void training_case(void) {
  Training t = {.shape = {0}};
  Shape *s = &t.shape;
  s->n_features = read_size(), s->n_hidden = read_size(), s->n_outputs = read_size();
  s->hidden_bias = (int)read_int(), s->output_bias = (int)read_int();
  s->hidden_activation = (int)read_int(), s->output_activation = (int)read_int(), s->loss = (int)read_int();
  s->mean = (int)read_int();
  t.optimizer = (int)read_int(), t.by_columns = (int)read_int(), t.epochs = read_size();
  read_words(t.settings, 3);
  read_words(&t.decay, 1);
  t.rates = read_numbers(t.epochs);
  size_t n = read_size(), n_validation = read_size(), count = read_size();
  int weighted = (int)read_int();
  t.samples = read_samples(n, s, weighted);
  if (n_validation) t.validation = read_samples(n_validation, s, 0);
  int64_t *rows = NULL;
  size_t *starts = NULL;
  if (count) {
    starts = checked(malloc((count + 1) * sizeof *starts));
    for (size_t b = 0; b <= count; b++) starts[b] = read_size();
    rows = checked(malloc(starts[count] ? starts[count] * sizeof *rows : 1));
    read_words(rows, starts[count]);
  }
  t.batches = (Batches){rows, starts, count};
  t.size = read_size();
  t.parameters = read_numbers(t.size);
  with_all(run_training, &t, 2 + 2 * (t.epochs + 1) + n * s->n_outputs + 3 * t.size + 2);
  release_samples(&t.samples);
  release_samples(&t.validation);
  free(rows);
  free(starts);
  release(t.parameters);
  release(t.rates);
}

/* Whether any width fuses products and sums: x[16] is the product, rounded. */
static int any_fuses(void) {
  volatile double factor = 1 + 0x1p-27, square = factor * factor;
  double x[17];
  for (int i = 0; i < 16; i++) x[i] = factor;
  x[16] = square;
  for (size_t w = 0; w < sizeof WIDTHS / sizeof *WIDTHS; w++)
    if (kernels_for(WIDTHS[w])->fuses(x)) return 1;
  return 0;
}

int main(void) {
  if (any_fuses()) return 2;
  fprintf(stderr, "%s, %d processors\n", kernels_for(NULL)->width, processors());
  for (;;) {
    int64_t kind = read_int();
    if (kind == END) return 0;
    if (kind == A_TRAINING) training_case();
    else if (kind <= COLUMN_SUMS_OF) product_case(kind);
    else function_case(kind);
  }
}
