/* Activations, slopes, losses and updates (SPEC.md, sections 2 to 4), for one vector width: the interpreted code's
 * activations, losses and update_rules.
 *
 * Samples come in chunks: each column holds the numbers of up to CHUNK samples side by side, w of them, in whole
 * vectors. So no vector has idle lanes, however few columns there are. */

enum { NAME(CHUNK) = 64 };

/* Whether none of the numbers is infinite or NaN. */
static int NAME(all_finite)(const double *x, size_t n) {
  int64_t finite = 1;
  for (size_t i = 0; i < n; i++) finite &= fabs(x[i]) <= DBL_MAX;
  return (int)finite;
}

/* z + b, and whether all of it is finite. */
static int NAME(add_bias)(double *z, const double *bias, size_t w, size_t columns) {
  for (size_t j = 0; j < columns && bias; j++)
    for (size_t i = 0; i < w; i++) z[j * w + i] = z[j * w + i] + bias[j];
  return NAME(all_finite)(z, w * columns);
}

static void NAME(softmax)(double *z, size_t w, size_t columns) {
  double each[NAME(CHUNK)]; /* the largest of every sample, then its total */
  memcpy(each, z, w * sizeof *z);
  for (size_t j = 1; j < columns; j++)
    for (size_t i = 0; i < w; i++) each[i] = z[j * w + i] > each[i] ? z[j * w + i] : each[i];
  for (size_t j = 0; j < columns; j++)
    for (size_t i = 0; i < w; i++) z[j * w + i] = z[j * w + i] - each[i];
  NAME(exp_many)(z, z, w * columns);
  memcpy(each, z, w * sizeof *z);
  for (size_t j = 1; j < columns; j++)
    for (size_t i = 0; i < w; i++) each[i] = each[i] + z[j * w + i];
  for (size_t j = 0; j < columns; j++)
    for (size_t i = 0; i < w; i++) z[j * w + i] = z[j * w + i] / each[i];
}

/* f(z), in place of z. */
static void NAME(activate)(int activation, double *z, size_t w, size_t columns) {
  size_t n = w * columns;
  switch (activation) {
  case SIGMOID: NAME(sigmoid_many)(z, z, n); break;
  case TANH: NAME(tanh_many)(z, z, n); break;
  case RELU:
    for (size_t i = 0; i < n; i++) z[i] = z[i] > 0 ? z[i] : 0.0;
    break;
  case SOFTMAX: NAME(softmax)(z, w, columns); break;
  case IDENTITY: break;
  }
}

/* d = d * the slope of a. It is 1 for identity, and for an output whose loss cancels it. */
static void NAME(times_slope)(int activation, double *d, const double *a, size_t n) {
  switch (activation) {
  case SIGMOID:
    for (size_t i = 0; i < n; i++) d[i] = d[i] * ((1.0 - a[i]) * a[i]);
    break;
  case TANH:
    for (size_t i = 0; i < n; i++) d[i] = d[i] * (1.0 - a[i] * a[i]);
    break;
  case RELU:
    for (size_t i = 0; i < n; i++) d[i] = d[i] * (a[i] > 0 ? 1.0 : 0.0);
    break;
  default: break;
  }
}

/* terms = weight * log(p) where the weight is not 0, else weight * log(1). */
static void NAME(weighted_log)(const double *weight, const double *p, double *terms, size_t n) {
  for (size_t i = 0; i < n; i++) terms[i] = weight[i] == 0 ? 1.0 : p[i];
  NAME(log_many)(terms, terms, n);
  for (size_t i = 0; i < n; i++) terms[i] = weight[i] * terms[i];
}

/* The terms of the loss; the output and the spare memory are overwritten. */
static void NAME(loss_terms)(int loss, const double *y, double *output, double *spare, const double *error,
                             double *terms, size_t n) {
  switch (loss) {
  case SQUARED_ERROR:
    for (size_t i = 0; i < n; i++) terms[i] = error[i] * error[i];
    break;
  case BINARY_CROSS_ENTROPY:
    NAME(weighted_log)(y, output, terms, n);
    for (size_t i = 0; i < n; i++) spare[i] = 1.0 - y[i];
    for (size_t i = 0; i < n; i++) output[i] = 1.0 - output[i];
    NAME(weighted_log)(spare, output, output, n);
    for (size_t i = 0; i < n; i++) terms[i] = -(terms[i] + output[i]);
    break;
  case CATEGORICAL_CROSS_ENTROPY:
    NAME(weighted_log)(y, output, terms, n);
    for (size_t i = 0; i < n; i++) terms[i] = -terms[i];
    break;
  }
}

/* Each term times its sample's weight; 0 where that is 0, since infinity times 0 is NaN. */
static void NAME(times_weight)(double *terms, const double *weight, size_t w, size_t columns) {
  for (size_t j = 0; j < columns; j++)
    for (size_t i = 0; i < w; i++) terms[j * w + i] = weight[i] == 0 ? 0.0 : terms[j * w + i] * weight[i];
}

/* w = w - (grad * learning_rate), or the optimizer's update; m and v are its state. */
static void NAME(update)(const Descent *by, double rate, double *restrict w, const double *restrict grad,
                         double *restrict m, double *restrict v, size_t n) {
  double kept = by->settings[0], kept2 = by->settings[1], epsilon = by->settings[2];
  double rest = 1.0 - by->powers[0], rest2 = 1.0 - by->powers[1];
  switch (by->optimizer) {
  case GRADIENT_DESCENT:
    for (size_t i = 0; i < n; i++) w[i] = w[i] - grad[i] * rate;
    break;
  case MOMENTUM:
    for (size_t i = 0; i < n; i++) {
      m[i] = m[i] * kept + grad[i];
      w[i] = w[i] - m[i] * rate;
    }
    break;
  case NESTEROV:
    for (size_t i = 0; i < n; i++) {
      m[i] = m[i] * kept + grad[i];
      w[i] = w[i] - (m[i] * kept + grad[i]) * rate;
    }
    break;
  case ADAM:
    for (size_t i = 0; i < n; i++) {
      m[i] = m[i] * kept + grad[i] * (1.0 - kept);
      v[i] = v[i] * kept2 + (grad[i] * grad[i]) * (1.0 - kept2);
      w[i] = w[i] - ((m[i] / rest) * rate) / (sqrt(v[i] / rest2) + epsilon);
    }
    break;
  }
}
