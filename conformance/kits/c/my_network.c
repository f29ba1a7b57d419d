/* A right network, and its adapter: put your own in its place. */

#include "onehidden_kit.h"
#include <math.h>

static double sigmoid(double z) { return 1 / (1 + exp(-z)); }

/* a = sigmoid(x w + b), for one row x */
static void layer(int inputs, int neurons, const double *x, const double *w, const double *b, double *a) {
  for (int j = 0; j < neurons; j++) {
    double z = b[j];
    for (int i = 0; i < inputs; i++) z += x[i] * w[i * neurons + j];
    a[j] = sigmoid(z);
  }
}

static void descend(int rows, int inputs, int neurons, const double *a, const double *delta, double *w, double *b,
                    double rate) {
  for (int j = 0; j < neurons; j++) {
    double gradient = 0;
    for (int r = 0; r < rows; r++) gradient += delta[r * neurons + j];
    b[j] += rate * gradient;
    for (int i = 0; i < inputs; i++) {
      gradient = 0;
      for (int r = 0; r < rows; r++) gradient += a[r * inputs + i] * delta[r * neurons + j];
      w[i * neurons + j] += rate * gradient;
    }
  }
}

static void train(int n, int d, int h, int k, const double *X, const double *y, double *wh, double *bh, double *wout,
                  double *bout, double rate, double *output) {
  double hidden[n * h], d_output[n * k], d_hidden[n * h];
  for (int r = 0; r < n; r++) {
    double *a = hidden + r * h, *o = output + r * k;
    layer(d, h, X + r * d, wh, bh, a);
    layer(h, k, a, wout, bout, o);
    for (int j = 0; j < k; j++) d_output[r * k + j] = (y[r * k + j] - o[j]) * o[j] * (1 - o[j]);
    for (int i = 0; i < h; i++) {
      double error = 0;
      for (int j = 0; j < k; j++) error += d_output[r * k + j] * wout[i * k + j];
      d_hidden[r * h + i] = error * a[i] * (1 - a[i]);
    }
  }
  descend(n, h, k, hidden, d_output, wout, bout, rate);
  descend(n, d, h, X, d_hidden, wh, bh, rate);
}

/* ---- ADAPTER: the steps are named in SPEC.md, section 3 ---- */

static void update(KitVector *v) {
  double output[v->n * v->k];
  train(v->n, v->d, v->h, v->k, v->X, v->y, v->wh, v->bh, v->wout, v->bout, v->rate, output);
  give("output", output);
  give("updated_wh", v->wh);
  give("updated_bh", v->bh);
  give("updated_wout", v->wout);
  give("updated_bout", v->bout);
}

int main(void) {
  return serve(update, "hidden", "sigmoid", "output", "sigmoid", "loss", "squared_error", "reduction", "sum");
}
