/* Steps 2 to 11 for all samples (SPEC.md, section 3), for one vector width.
 *
 * The samples are processed in strips: as many rows as fit the processor's cache, never across a border of the blocks
 * of 4096 within which reductions are folded. A strip consists of chunks (layers.h), which are distributed among the
 * team; after them the outputs of its reductions are. */

enum { NAME(BLOCK_ROWS) = 4096, NAME(STRIP_DOUBLES) = 1 << 17 };

/* The memory of a pass; the vectors share one allocation, made once per training. */
typedef struct {
  const Shape *shape;
  const Samples *samples;
  Team *team;
  const double *wh, *bh, *wout, *bout; /* NULL if there is none */

  size_t strip_rows;                                                  /* the largest number of rows of a strip */
  double *X, *y, *hidden, *d_hidden, *output, *error, *terms, *spare; /* of a strip, chunk by chunk */
  double *of_wh, *of_wout, *of_terms;                                 /* the sums of a block, panel by panel */
  double *sums; /* of all blocks: the gradient, then the sums of the terms */
  size_t n_parameters;
  int wants_gradient, wants_loss, tiny;
  int keeps_samples, has_samples; /* a single strip, the same in every pass, is fetched in the first one */

  size_t first, rows, groups; /* the strip, and into how many parts the rows of its reductions' outputs are divided */
  int begin;                  /* whether it starts a block */
  int finite;
  double *error_out; /* step 5 for the caller; NULL: not needed */
  ptrdiff_t error_row, error_column;
} NAME(Pass);

/* ---- steps 2 to 9, chunk by chunk -------------------------------------------------------------------------------- */

static inline size_t NAME(sample_at)(const NAME(Pass) *pass, size_t i) {
  return pass->samples->rows ? (size_t)pass->samples->rows[pass->first + i] : pass->first + i;
}

/* A chunk of m rows from row `at` of the strip; the last one is repeated until there are w. */
static void NAME(fetch)(const NAME(Pass) *pass, const Matrix *from, size_t at, size_t m, size_t w, size_t columns,
                        double *to) {
  const double *row[NAME(CHUNK)];
  for (size_t i = 0; i < w; i++)
    row[i] = from->at + (ptrdiff_t)NAME(sample_at)(pass, at + smaller(i, m - 1)) * from->row;
  for (size_t j = 0; j < columns; j++)
    for (size_t i = 0; i < w; i++) to[j * w + i] = row[i][(ptrdiff_t)j * from->column];
}

/* Z = (A . weights) + b, transposed: all numbers of one sample are in one lane. Returns whether it is finite. */
static int NAME(affine)(const double *A, const double *weights, const double *b, size_t w, size_t inner, size_t n,
                        double *Z) {
  NAME(product_of_vectors)((Matrix){weights, 1, (ptrdiff_t)n}, n, inner, A, w, Z);
  return NAME(add_bias)(Z, b, w, n);
}

static void NAME(give_error)(const NAME(Pass) *pass, const double *error, size_t at, size_t m, size_t w) {
  double *to = pass->error_out + (ptrdiff_t)(pass->first + at) * pass->error_row;
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < pass->shape->n_outputs; j++)
      to[(ptrdiff_t)i * pass->error_row + (ptrdiff_t)j * pass->error_column] = error[j * w + i];
}

static void NAME(weigh)(const NAME(Pass) *pass, double *terms, size_t at, size_t m, size_t w) {
  double weight[NAME(CHUNK)];
  if (!pass->samples->weight) return;
  for (size_t i = 0; i < w; i++) weight[i] = pass->samples->weight[NAME(sample_at)(pass, at + smaller(i, m - 1))];
  NAME(times_weight)(terms, weight, w, pass->shape->n_outputs);
}

static void NAME(do_chunk)(void *work, size_t number, int member) {
  NAME(Pass) *pass = work;
  const Shape *shape = pass->shape;
  size_t at = number * NAME(CHUNK), m = smaller(NAME(CHUNK), pass->rows - at), w = NAME(whole_vectors)(m);
  size_t d = shape->n_features, h = shape->n_hidden, k = shape->n_outputs;
  double *X = pass->X + at * d, *hidden = pass->hidden + at * h, *d_hidden = pass->d_hidden + at * h;
  double *output = pass->output + at * k, *error = pass->error + at * k, *y = pass->y + at * k;
  int finite = 1;
  (void)member;
  if (!pass->has_samples) {
    NAME(fetch)(pass, &pass->samples->X, at, m, w, d, X);
    NAME(fetch)(pass, &pass->samples->y, at, m, w, k, y);
  }
  if (h > 0) {
    finite &= NAME(affine)(X, pass->wh, pass->bh, w, d, h, hidden); /* 2 */
    NAME(activate)(shape->hidden_activation, hidden, w, h);         /* 3 */
  }
  finite &= NAME(affine)(h > 0 ? hidden : X, pass->wout, pass->bout, w, h > 0 ? h : d, k, output); /* 4 */
  NAME(activate)(shape->output_activation, output, w, k);
  for (size_t i = 0; i < w * k; i++) error[i] = y[i] - output[i]; /* 5 */
  finite &= NAME(all_finite)(error, w * k);
  if (pass->error_out) NAME(give_error)(pass, error, at, m, w);
  if (pass->wants_loss) {
    double *terms = pass->terms + at * k;
    NAME(loss_terms)(shape->loss, y, output, pass->spare + at * k, error, terms, w * k);
    NAME(weigh)(pass, terms, at, m, w);
  }
  if (pass->wants_gradient) {
    if (shape->loss == SQUARED_ERROR) NAME(times_slope)(shape->output_activation, error, output, w * k); /* 6, 7 */
    NAME(weigh)(pass, error, at, m, w);
    if (h > 0) {
      NAME(product_of_vectors)((Matrix){pass->wout, (ptrdiff_t)k, 1}, h, k, error, w, d_hidden); /* 8 */
      NAME(times_slope)(shape->hidden_activation, d_hidden, hidden, w * h);                      /* 9 */
    }
  }
  if (!finite) SHOW(pass->finite, 0);
}

/* ---- steps 10 and 11, the reductions over the rows --------------------------------------------------------------- */

/* block (+)= t(A) . B for one panel of B's n columns, and one of `groups` groups of A's m columns. The sums of
 * its columns, t(1) . B, follow the m rows of the panel. */
static void NAME(reduce)(const NAME(Pass) *pass, const double *A, size_t m, const double *B, size_t n, size_t number,
                         double *block) {
  static const double ONE = 1;
  size_t groups = pass->groups, group = number % groups, j = number / groups * NAME(PANEL);
  size_t width = smaller(NAME(PANEL), n - j), line = NAME(line_of)(width);
  size_t share = ((m + groups - 1) / groups + MOST_ROWS - 1) / MOST_ROWS * MOST_ROWS;
  size_t i = smaller(group * share, m), some = smaller(share, m - i);
  double panel[NAME(CHUNK) *NAME(PANEL)];
  if (some == 0 && group > 0) return;
  block += j * (m + 1);
  for (size_t at = 0; at < pass->rows; at += NAME(CHUNK)) {
    size_t rows = smaller(NAME(CHUNK), pass->rows - at), w = NAME(whole_vectors)(rows);
    int begin = pass->begin && at == 0;
    NAME(pack_panel)((Matrix){B + at * n, 1, (ptrdiff_t)w}, rows, j, width, panel);
    NAME(product_by_panel)((Matrix){A + at * m + i * w, (ptrdiff_t)w, 1}, some, rows, panel, line, line,
                           block + i * line, line, begin);
    if (group == 0)
      NAME(product_by_panel)((Matrix){&ONE, 0, 0}, 1, rows, panel, line, line, block + m * line, line, begin);
  }
}

/* The number of doubles in a block of such sums. */
static size_t NAME(block_size)(size_t m, size_t n) { return (m + 1) * NAME(whole_vectors)(n); }

/* Adds what reduce() made to the weights, and to the biases where there are any. */
static void NAME(add_block)(const double *block, size_t m, size_t n, double *weights, double *biases) {
  for (size_t j = 0; j < n; j += NAME(PANEL)) {
    size_t width = smaller(NAME(PANEL), n - j), line = NAME(line_of)(width);
    for (size_t i = 0; i < m; i++, block += line)
      for (size_t c = 0; c < width; c++) weights[i * n + j + c] = weights[i * n + j + c] + block[c];
    for (size_t c = 0; c < width && biases; c++) biases[j + c] = biases[j + c] + block[c];
    block += line;
  }
}

static size_t NAME(reductions)(size_t n, size_t groups) { return (n + NAME(PANEL) - 1) / NAME(PANEL) *groups; }

/* One part of the outputs: of those of the hidden layer, of the output layer, or of the loss. */
static void NAME(do_outputs)(void *work, size_t number, int member) {
  NAME(Pass) *pass = work;
  size_t d = pass->shape->n_features, h = pass->shape->n_hidden, k = pass->shape->n_outputs;
  size_t of_wh = pass->wants_gradient ? NAME(reductions)(h, pass->groups) : 0;
  size_t of_wout = pass->wants_gradient ? NAME(reductions)(k, pass->groups) : 0;
  (void)member;
  if (number < of_wh) NAME(reduce)(pass, pass->X, d, pass->d_hidden, h, number, pass->of_wh);
  else if (number < of_wh + of_wout)
    NAME(reduce)(pass, h > 0 ? pass->hidden : pass->X, h > 0 ? h : d, pass->error, k, number - of_wh, pass->of_wout);
  else NAME(reduce)(pass, pass->X, 0, pass->terms, k, number - of_wh - of_wout, pass->of_terms);
}

/* weights = t(A) . B and biases = t(1) . B by loops, for so few numbers that panels would cost more than they gain. */
static void NAME(reduce_tiny)(const double *A, size_t m, const double *B, size_t n, size_t rows, double *weights,
                              double *biases) {
  size_t w = NAME(whole_vectors)(rows);
  for (size_t j = 0; j < n; j++, B += w) {
    for (size_t i = 0; i < m; i++) {
      double sum = 0;
      for (size_t p = 0; p < rows; p++) sum = sum + A[i * w + p] * B[p];
      weights[i * n + j] = sum;
    }
    double sum = 0;
    for (size_t p = 0; p < rows; p++) sum = sum + B[p];
    if (biases) biases[j] = sum;
  }
}

/* ---- all samples ------------------------------------------------------------------------------------------------- */

static void NAME(do_strip)(NAME(Pass) *pass) {
  size_t groups = (size_t)pass->team->size, parts = 0;
  pass->groups = groups;
  team_do(pass->team, NAME(do_chunk), pass, (pass->rows + NAME(CHUNK) - 1) / NAME(CHUNK));
  if (pass->wants_gradient)
    parts += NAME(reductions)(pass->shape->n_hidden, groups) + NAME(reductions)(pass->shape->n_outputs, groups);
  if (pass->wants_loss) parts += NAME(reductions)(pass->shape->n_outputs, groups);
  if (!pass->tiny) team_do(pass->team, NAME(do_outputs), pass, parts);
}

/* Folds the sums of the block into those of all blocks. */
static void NAME(end_block)(NAME(Pass) *pass) {
  size_t d = pass->shape->n_features, h = pass->shape->n_hidden, k = pass->shape->n_outputs, inner = h > 0 ? h : d;
  double *wh = pass->sums, *bh = wh + d * h, *wout = bh + (pass->bh ? h : 0), *bout = wout + inner * k;
  const double *A = h > 0 ? pass->hidden : pass->X;
  double *terms = pass->sums + pass->n_parameters;
  if (pass->tiny) {
    if (pass->wants_gradient) {
      NAME(reduce_tiny)(pass->X, d, pass->d_hidden, h, pass->rows, wh, pass->bh ? bh : NULL);
      NAME(reduce_tiny)(A, inner, pass->error, k, pass->rows, wout, pass->bout ? bout : NULL);
    }
    if (pass->wants_loss) NAME(reduce_tiny)(pass->X, 0, pass->terms, k, pass->rows, NULL, terms);
    return;
  }
  if (pass->wants_gradient) {
    NAME(add_block)(pass->of_wh, d, h, wh, pass->bh ? bh : NULL);
    NAME(add_block)(pass->of_wout, inner, k, wout, pass->bout ? bout : NULL);
  }
  if (pass->wants_loss) NAME(add_block)(pass->of_terms, 0, k, NULL, terms);
}

/* Where the parameters are. */
static void NAME(take_parameters)(NAME(Pass) *pass, const double *parameters) {
  const Shape *shape = pass->shape;
  size_t d = shape->n_features, h = shape->n_hidden, k = shape->n_outputs;
  pass->wh = parameters;
  pass->bh = h > 0 && shape->hidden_bias ? parameters + d * h : NULL;
  pass->wout = parameters + d * h + (pass->bh ? h : 0);
  pass->bout = shape->output_bias ? pass->wout + (h > 0 ? h : d) * k : NULL;
}

/* n, or the sum of the weights, 1 where that is 0; 1 where the loss is a sum. */
static double NAME(sample_count)(const NAME(Pass) *pass) {
  const Samples *samples = pass->samples;
  double total = 0, block = 0;
  if (!pass->shape->mean) return 1;
  if (!samples->weight) return (double)samples->n;
  for (size_t i = 0; i < samples->n; i++) {
    block = block + samples->weight[samples->rows ? (size_t)samples->rows[i] : i];
    if ((i + 1) % NAME(BLOCK_ROWS) == 0) total = total + block, block = 0;
  }
  total = total + block;
  return total == 0 ? 1 : total;
}

/* Steps 2 to 11: the loss, and in sums the gradient. Returns whether every checked number is finite. */
static int NAME(run)(NAME(Pass) *pass, const double *parameters, double *loss) {
  size_t n = pass->samples->n, k = pass->shape->n_outputs, size = pass->n_parameters;
  double count = NAME(sample_count)(pass), total = 0;
  pass->finite = 1;
  pass->tiny = n <= NAME(CHUNK) &&n * size <= NAME(TINY);
  NAME(take_parameters)(pass, parameters);
  memset(pass->sums, 0, (size + k) * sizeof *pass->sums);
  for (pass->first = 0; pass->first < n; pass->first += pass->rows) {
    size_t in_block = pass->first % NAME(BLOCK_ROWS);
    pass->rows = smaller(smaller(pass->strip_rows, NAME(BLOCK_ROWS) - in_block), n - pass->first);
    pass->begin = in_block == 0;
    NAME(do_strip)(pass);
    if (in_block + pass->rows == NAME(BLOCK_ROWS) || pass->first + pass->rows == n) NAME(end_block)(pass);
  }
  if (count == 1)
    for (size_t i = 0; i < size; i++) pass->sums[i] = -pass->sums[i];
  else
    for (size_t i = 0; i < size; i++) pass->sums[i] = -(pass->sums[i] / count);
  for (size_t j = 0; j < k; j++) total = total + pass->sums[size + j];
  *loss = (pass->shape->loss == SQUARED_ERROR ? total / 2 : total) / count;
  pass->has_samples = pass->keeps_samples;
  return pass->finite;
}
