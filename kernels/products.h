/* Products in a specified order (SPEC.md, section 5), for one vector width: each element is a left fold from +0.0, the
 * inner index ascending.
 *
 * That order does not fix which elements are computed side by side. Here it is a tile: some rows of A by a panel of
 * columns of B. A panel is copied so that its rows are contiguous, padded with zeros to whole vectors. */

/* A vector has the alignment of a double. It is loaded and stored as such, not by memcpy: sums stay in registers. */
#if defined(__GNUC__) /* and clang */
typedef double NAME(Vector) __attribute__((vector_size(8 * LANES), aligned(8), may_alias));
#define VECTOR NAME(Vector)
#define PER_LINE 1
#else
#define VECTOR double
#define PER_LINE LANES
#endif

enum { NAME(INNER) = 256, NAME(PANEL) = 2 * LANES, NAME(TINY) = 512 };

/* C (+)= A . B for some rows of A and one or two vectors of columns of B: C starts at zero, or continues. */
#define TILE(ROWS, LINES)                                                                                              \
  static inline void NAME(tile_##ROWS##_##LINES)(Matrix A, const double *B, size_t B_row, size_t k, double *C,         \
                                                 size_t C_row, int begin) {                                            \
    enum { COUNT = LINES * PER_LINE };                                                                                 \
    VECTOR sum[ROWS][COUNT];                                                                                           \
    for (int i = 0; i < ROWS; i++)                                                                                     \
      for (int v = 0; v < COUNT; v++) sum[i][v] = begin ? (VECTOR){0} : ((const VECTOR *)(C + (size_t)i * C_row))[v];  \
    for (size_t p = 0; p < k; p++) {                                                                                   \
      const VECTOR *b = (const VECTOR *)(B + p * B_row);                                                               \
      for (int i = 0; i < ROWS; i++) {                                                                                 \
        double a = A.at[i * A.row + (ptrdiff_t)p * A.column];                                                          \
        for (int v = 0; v < COUNT; v++) sum[i][v] = sum[i][v] + a * b[v];                                              \
      }                                                                                                                \
    }                                                                                                                  \
    for (int i = 0; i < ROWS; i++)                                                                                     \
      for (int v = 0; v < COUNT; v++) ((VECTOR *)(C + (size_t)i * C_row))[v] = sum[i][v];                              \
  }

TILE(4, 1)
TILE(2, 1)
TILE(1, 1)
TILE(4, 2)
TILE(2, 2)
TILE(1, 2)
#if MOST_ROWS > 4
TILE(8, 1)
TILE(8, 2)
#endif
#undef TILE

static inline size_t NAME(whole_vectors)(size_t n) { return (n + LANES - 1) / LANES * LANES; }

/* The number of columns of a panel, of which `width` are used: one vector or two. */
static inline size_t NAME(line_of)(size_t width) { return width > LANES ? 2 * LANES : LANES; }

/* C (+)= A . B, for m rows of A and one panel: `line` columns of B. */
static void NAME(product_by_panel)(Matrix A, size_t m, size_t k, const double *B, size_t B_row, size_t line, double *C,
                                   size_t C_row, int begin) {
#define TILES(ROWS)                                                                                                    \
  for (; m >= ROWS; m -= ROWS, A.at += ROWS * A.row, C += ROWS * C_row)                                                \
    (line > LANES ? NAME(tile_##ROWS##_2) : NAME(tile_##ROWS##_1))(A, B, B_row, k, C, C_row, begin);
#if MOST_ROWS > 4
  TILES(8)
#endif
  TILES(4)
  TILES(2)
  TILES(1)
#undef TILES
}

/* C = A . B, where B and C have rows of w columns, whole vectors.
 *
 * Some rows of A at a time meet all columns, INNER of their elements at a time: these stay in the processor's first
 * cache, however large A is. */
static void NAME(product_of_vectors)(Matrix A, size_t m, size_t k, const double *B, size_t w, double *C) {
  if (w == LANES && m * k <= 16) { /* so few numbers that the choice of tiles would cost more than it gains */
    for (size_t i = 0; i < m; i++, A.at += A.row) NAME(tile_1_1)(A, B, w, k, C + i * w, w, 1);
    return;
  }
  for (size_t p = 0; p < k; p += NAME(INNER))
    for (size_t i = 0; i < m; i += MOST_ROWS) {
      Matrix some = {A.at + (ptrdiff_t)i * A.row + (ptrdiff_t)p * A.column, A.row, A.column};
      for (size_t j = 0, line; j < w; j += line) {
        line = NAME(line_of)(w - j);
        NAME(product_by_panel)(some, smaller(MOST_ROWS, m - i), smaller(NAME(INNER), k - p), B + p * w + j, w, line,
                               C + i * w + j, w, p == 0);
      }
    }
}

/* Copies `width` columns of B, from column j, to a panel. */
static void NAME(pack_panel)(Matrix B, size_t k, size_t j, size_t width, double *panel) {
  size_t line = NAME(line_of)(width);
  const double *from = B.at + (ptrdiff_t)j * B.column;
  for (size_t i = 0; i < width; i++, from += B.column)
    for (size_t p = 0; p < k; p++) panel[p * line + i] = from[(ptrdiff_t)p * B.row];
  for (size_t i = width; i < line; i++)
    for (size_t p = 0; p < k; p++) panel[p * line + i] = 0;
}

/* All panels of B, one after the other: k rows of whole vectors. */
static void NAME(pack)(Matrix B, size_t k, size_t n, double *packed) {
  for (size_t j = 0; j < n; j += NAME(PANEL)) NAME(pack_panel)(B, k, j, smaller(NAME(PANEL), n - j), packed + k * j);
}

/* C = A . B, with B as pack() made it. The last panel of C, which need not be whole vectors, is computed separately. */
static void NAME(product_by_packed)(Matrix A, const double *packed, size_t m, size_t k, size_t n, double *C) {
  for (size_t j = 0; j < n; j += NAME(PANEL)) {
    size_t width = smaller(NAME(PANEL), n - j), line = NAME(line_of)(width), rows;
    const double *panel = packed + k * j;
    double apart[MOST_ROWS * NAME(PANEL)];
    if (width == line) NAME(product_by_panel)(A, m, k, panel, line, line, C + j, n, 1);
    for (size_t i = 0; i < m && width < line; i += rows) {
      Matrix some = {A.at + (ptrdiff_t)i * A.row, A.row, A.column};
      rows = smaller(MOST_ROWS, m - i);
      NAME(product_by_panel)(some, rows, k, panel, line, line, apart, line, 1);
      for (size_t r = 0; r < rows; r++) memcpy(C + (i + r) * n + j, apart + r * line, width * sizeof *C);
    }
  }
}

/* C = A . B by loops, for what is too small to be packed. */
static void NAME(tiny_product)(Matrix A, Matrix B, size_t m, size_t k, size_t n, double *C) {
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) {
      const double *a = A.at + (ptrdiff_t)i * A.row, *b = B.at + (ptrdiff_t)j * B.column;
      double sum = 0;
      for (size_t p = 0; p < k; p++, a += A.column, b += B.row) sum = sum + *a * *b;
      C[i * n + j] = sum;
    }
}
