/* A wrong network: it never updates its biases. It takes one sample at a time, and its learning rate is always 0.5. */

#include "onehidden_kit.h"
#include <math.h>

static double sigmoid(double z) { return 1 / (1 + exp(-z)); }

static void update(KitVector *v) {
  double hidden[v->h], delta[v->k];
  double output[v->k];
  printf("a print of the network disturbs nothing\n");
  for (int i = 0; i < v->h; i++) {
    double z = v->bh[i];
    for (int l = 0; l < v->d; l++) z += v->X[l] * v->wh[l * v->h + i];
    hidden[i] = sigmoid(z);
  }
  for (int j = 0; j < v->k; j++) {
    double z = v->bout[j];
    for (int i = 0; i < v->h; i++) z += hidden[i] * v->wout[i * v->k + j];
    double o = sigmoid(z);
    output[j] = o;
    delta[j] = (v->y[j] - o) * o * (1 - o);
  }
  for (int i = 0; i < v->h; i++) {
    double error = 0;
    for (int j = 0; j < v->k; j++) {
      error += delta[j] * v->wout[i * v->k + j];
      v->wout[i * v->k + j] = v->wout[i * v->k + j] + 0.5 * delta[j] * hidden[i];
    }
    double d = error * hidden[i] * (1 - hidden[i]);
    for (int l = 0; l < v->d; l++) v->wh[l * v->h + i] = v->wh[l * v->h + i] + 0.5 * d * v->X[l];
  }
  give("output", output);
  give("updated_wh", v->wh);
  give("updated_bh", v->bh);
  give("updated_wout", v->wout);
  give("updated_bout", v->bout);
}

int main(void) { return serve(update, "rows", "1", "rate", "0.5"); }
