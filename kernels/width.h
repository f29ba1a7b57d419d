/* All kernels for one vector width. kernels.c includes this once for each, with
 *
 * NAME(x)    x with the width's name appended,
 * NARROWER(x) x of the next narrower width, if there is one,
 * LANES      the number of doubles in a vector,
 * MOST_ROWS  the number of rows in a tile of a product: with two vectors each, and what else is needed, they fill
 *            the processor's registers. */

#include "elementary.h"
#include "products.h"
#include "layers.h"
#include "pass.h"
#include "training.h"

/* ---- products by themselves -------------------------------------------------------------------------------------- */

typedef struct {
  Matrix A, B;
  size_t m, k, n, chunk;
  double *C, *packed;
} NAME(Product);

static void NAME(product_rows)(void *work, size_t number, int member) {
  const NAME(Product) *p = work;
  size_t first = number * p->chunk;
  Matrix A = {p->A.at + (ptrdiff_t)first * p->A.row, p->A.row, p->A.column};
  (void)member;
  NAME(product_by_packed)(A, p->packed, smaller(p->chunk, p->m - first), p->k, p->n, p->C + first * p->n);
}

static void NAME(product)(Matrix A, Matrix B, size_t m, size_t k, size_t n, int threads, double *C, int *status) {
  *status = TRAINED;
  if (m * k * n <= NAME(TINY)) {
    NAME(tiny_product)(A, B, m, k, n, C);
    return;
  }
  NAME(Product) product = {A, B, m, k, n, m, C, malloc(k * NAME(whole_vectors)(n) * sizeof(double))};
  Team team;
  if (!product.packed) {
    *status = OUT_OF_MEMORY;
    return;
  }
  NAME(pack)(B, k, n, product.packed);
  team_begin(&team, m * k * n < ENOUGH_FOR_THREADS ? 1 : threads);
  if (team.size > 1) product.chunk = m / (size_t)(4 * team.size) / 8 * 8 + 8;
  team_do(&team, NAME(product_rows), &product, (m + product.chunk - 1) / product.chunk);
  team_end(&team);
  free(product.packed);
}

/* C = t(A) . B: one panel of B after the other, chunk by chunk. */
static void NAME(product_panel)(void *work, size_t number, int member) {
  const NAME(Product) *p = work;
  size_t j = number * NAME(PANEL), width = smaller(NAME(PANEL), p->n - j), line = NAME(line_of)(width);
  double panel[NAME(CHUNK) *NAME(PANEL)], *block = p->packed + (size_t)member * p->m * NAME(PANEL);
  Matrix B = p->B, A = {p->A.at, p->A.column, p->A.row};
  for (size_t i = 0; i < p->m; i++) memset(p->C + i * p->n + j, 0, width * sizeof(double));
  for (size_t first = 0, rows; first < p->k; first += rows) {
    rows = smaller(NAME(CHUNK), p->k - first);
    NAME(pack_panel)(B, rows, j, width, panel);
    NAME(product_by_panel)(A, p->m, rows, panel, line, line, block, line, first % NAME(BLOCK_ROWS) == 0);
    A.at += (ptrdiff_t)rows * A.column;
    B.at += (ptrdiff_t)rows * B.row;
    if ((first + rows) % NAME(BLOCK_ROWS) == 0 || first + rows == p->k)
      for (size_t i = 0; i < p->m; i++)
        for (size_t c = 0; c < width; c++) p->C[i * p->n + j + c] = p->C[i * p->n + j + c] + block[i * line + c];
  }
}

static void NAME(product_over_rows)(Matrix A, Matrix B, size_t m, size_t k, size_t n, int threads, double *C,
                                    int *status) {
  NAME(Product) product = {A, B, m, k, n, 0, C, NULL};
  Team team;
  team_begin(&team, m * k * n < ENOUGH_FOR_THREADS ? 1 : threads);
  product.packed = malloc(m * NAME(PANEL) *(size_t)team.size * sizeof(double));
  *status = product.packed ? TRAINED : OUT_OF_MEMORY;
  if (product.packed) team_do(&team, NAME(product_panel), &product, (n + NAME(PANEL) - 1) / NAME(PANEL));
  team_end(&team);
  free(product.packed);
}

static void NAME(column_sums)(Matrix A, size_t rows, size_t columns, double *sums) {
  for (size_t j = 0; j < columns; j++) {
    const double *from = A.at + (ptrdiff_t)j * A.column;
    double total = 0, block = 0;
    for (size_t i = 0; i < rows; i++, from += A.row) {
      block = block + *from;
      if ((i + 1) % NAME(BLOCK_ROWS) == 0) total = total + block, block = 0;
    }
    sums[j] = total + block;
  }
}

/* Whether x[0] * x[i] - x[16] is not 0, where x[16] is the rounded product: only if product and sum were fused. */
static int NAME(fuses)(const double *x) {
  double rest[16];
  for (int i = 0; i < 16; i++) rest[i] = x[0] * x[i] - x[16];
  for (int i = 0; i < 16; i++)
    if (rest[i] != 0) return 1;
  return 0;
}
