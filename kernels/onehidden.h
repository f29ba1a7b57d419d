/* The kernels of reproducible arithmetic, as the packages for Python and R call them.
 *
 * Every function has the bits of the interpreted code, which is the reference (SPEC.md, sections 2 to 5), with every
 * vector width and every number of threads. Nothing here keeps state, and nothing is checked: the packages check.
 * Matrices come with the distances between their rows and between their columns, in doubles, so that both languages
 * can pass their own without copies. */
#ifndef ONEHIDDEN_H
#define ONEHIDDEN_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const double *at;
  ptrdiff_t row, column; /* from one row, and from one column, to the next */
} Matrix;

/* The numbers by which the packages name activations, losses and optimizers. */
enum { SIGMOID, TANH, RELU, IDENTITY, SOFTMAX };
enum { SQUARED_ERROR, BINARY_CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY };
enum { GRADIENT_DESCENT, MOMENTUM, NESTEROV, ADAM };

/* A network without its parameters. These are one vector: wh, bh, wout and bout, without the absent ones, matrices in
 * row-major order. */
typedef struct {
  size_t n_features, n_hidden, n_outputs; /* n_hidden is 0 where there is no hidden layer */
  int hidden_bias, output_bias;
  int hidden_activation, output_activation, loss;
  int mean; /* whether the loss is the mean over the samples */
} Shape;

/* Rows of X and y with their weights, NULL where every weight is 1. */
typedef struct {
  Matrix X, y;
  const double *weight;
  const int64_t *rows; /* which ones, from 0; NULL: the first n in their order */
  size_t n;
} Samples;

/* How a training proceeds, and its current state. */
typedef struct {
  int optimizer;
  double settings[3]; /* the coefficient; or beta1, beta2 and epsilon */
  double weight_decay;
  double *parameters, *first_memory, *second_memory; /* of equal length; the optimizer's state, as far as it has one */
  double powers[2];                                  /* of beta1 and beta2 */
} Descent;

/* The updates of an epoch: batch b has the rows from starts[b] to starts[b + 1]. NULL: one, with all rows. */
typedef struct {
  const int64_t *rows;
  const size_t *starts;
  size_t count;
} Batches;

/* How far a call of train() trains. */
typedef struct {
  size_t epochs;
  const double *learning_rates; /* of each of these epochs */
  int first_loss_is_known;      /* losses[0] is given; it is not computed if batches have forward passes of their own */
  int threads;                  /* at most this many */
  int (*is_interrupted)(void *); /* called now and then, between epochs; NULL: never */
  void *asked_with;
} Course;

enum { TRAINED, NOT_FINITE, INTERRUPTED, OUT_OF_MEMORY };

typedef struct Kernels Kernels;
struct Kernels {
  const char *width; /* "AVX-512", "AVX2" or "baseline" */
  /* C = A . B, m x k times k x n, C row by row. */
  void (*product)(Matrix A, Matrix B, size_t m, size_t k, size_t n, int threads, double *C, int *status);
  /* C = t(A) . B, for A with k rows and m columns: a reduction over samples. */
  void (*product_over_rows)(Matrix A, Matrix B, size_t m, size_t k, size_t n, int threads, double *C, int *status);
  void (*column_sums)(Matrix A, size_t rows, size_t columns, double *sums);
  void (*exp)(const double *x, double *y, size_t n); /* x and y may be the same */
  void (*log)(const double *x, double *y, size_t n);
  void (*tanh)(const double *x, double *y, size_t n);
  /* Trains up to course->epochs epochs, and stops before one in which a number is not finite.
   *
   * losses holds the loss before the first epoch and after each completed one, validation_losses likewise (NULL:
   * no validation). descent is left in the last complete state; error (n x k, with the distances given) is that of this
   * state, unless NOT_FINITE is returned; if not even the first state was finite, *completed is -1. */
  int (*train)(const Shape *shape, const Samples *samples, const Samples *validation, const Batches *batches,
               Descent *descent, const Course *course, double *losses, double *validation_losses, double *error,
               ptrdiff_t error_row, ptrdiff_t error_column, ptrdiff_t *completed);
  /* Whether a product and a sum were fused into one rounding. */
  int (*fuses)(const double *x);
};

/* The kernels for the widest vectors that this processor has and that are no wider than the name; NULL: the widest. */
static const Kernels *kernels_for(const char *width);

#endif
