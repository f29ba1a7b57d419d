/* A network behind onehidden-conformance: copy this file beside yours, include it in one source file, and let main call
   serve(update, "hidden", "tanh", ...). C99 or C++, POSIX.

   update(v) makes one step of training on v->X (n x d), v->y (n x k), v->wh (d x h), v->bh (h), v->wout (h x k) and
   v->bout (k) at v->rate. All matrices are flat, row by row, and may be changed; a bias that is not there is NULL.
   v->hidden, v->output, v->loss and v->reduction are words, v->decay is a weight decay, for a network that has several.
   It calls give("updated_wh", numbers) for whatever it has computed, by the names of SPEC.md, section 3, and
   skip("why") for what it cannot do.

   Declared is what the network is (docs/testing-your-own.md): pairs of words, several with blanks between them:
   hidden, output, loss, reduction, biases, rate, rows, shapes ("d 784 h 300"), decay, labels, weights, samples,
   precision, trace (the steps that it gives), name, level. With "weights", "h x d" wh is h x d and wout k x h; with
   "samples", "columns" X is d x n and y k x n. */

#ifndef ONEHIDDEN_KIT_H
#define ONEHIDDEN_KIT_H

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  int n, d, h, k;
  double *X, *y, *wh, *bh, *wout, *bout, rate, decay;
  char hidden[32], output[32], loss[32], reduction[32];
} KitVector;

static FILE *kit_answers; /* where the answers go: standard output is turned into standard error */
static char *kit_skipped; /* why the network cannot do a vector */
static char *kit_steps;   /* what the network has given, as JSON */
static size_t kit_length;
static KitVector kit_vector;
static int kit_layer, kit_turned_weights, kit_turned_samples;

/* ---- reading: the value of a key in a line of the suite, which has each key once ---- */

static const char *kit_find(const char *line, const char *key) {
  char quoted[40];
  snprintf(quoted, sizeof quoted, "\"%s\":", key);
  const char *at = line ? strstr(line, quoted) : NULL;
  return at ? at + strlen(quoted) + strspn(at + strlen(quoted), " ") : NULL;
}

static void kit_word(const char *line, const char *key, char *word) {
  const char *at = kit_find(line, key);
  if (!at || sscanf(at, "\"%31[^\"]", word) != 1) *word = 0;
}

/* The numbers of a tensor, bit for bit, and its shape; NULL if it is absent. */
static double *kit_tensor(const char *line, const char *key, int *rows, int *columns) {
  const char *at = kit_find(line, key);
  if (!at || *at != '{') return NULL;
  *rows = *columns = 1;
  sscanf(kit_find(at, "shape"), "[%d,%d", rows, columns);
  double *numbers = (double *)malloc(((size_t)*rows * *columns + 1) * sizeof *numbers);
  at = kit_find(at, "bits");
  for (size_t i = 0; *at != ']'; at++) {
    if (!isxdigit((unsigned char)*at)) continue;
    uint64_t bits = strtoull(at, (char **)&at, 16);
    memcpy(&numbers[i++], &bits, sizeof bits);
  }
  return numbers;
}

static void kit_free(KitVector *v) {
  double *all[] = {v->X, v->y, v->wh, v->bh, v->wout, v->bout};
  for (int i = 0; i < 6; i++) free(all[i]);
}

static void kit_read(const char *line, KitVector *v) {
  int rows, columns, one;
  kit_free(v);
  memset(v, 0, sizeof *v);
  v->X = kit_tensor(line, "X", &v->n, &v->d);
  v->y = kit_tensor(line, "y", &rows, &columns);
  v->k = columns;
  v->wh = kit_tensor(line, "wh", &rows, &columns);
  v->h = kit_turned_weights ? rows : columns;
  v->bh = kit_tensor(line, "bh", &rows, &one);
  v->wout = kit_tensor(line, "wout", &rows, &columns);
  v->k = kit_turned_weights ? rows : columns;
  v->bout = kit_tensor(line, "bout", &rows, &one);
  if (kit_turned_samples) rows = v->n, v->n = v->d, v->d = rows;
  double *rate = kit_tensor(line, "learning_rate", &rows, &one), *decay = kit_tensor(line, "weight_decay", &rows, &one);
  v->rate = *rate;
  v->decay = decay ? *decay : 0;
  free(rate), free(decay);
  kit_word(line, "hidden_activation", v->hidden), kit_word(line, "output_activation", v->output);
  kit_word(line, "loss", v->loss), kit_word(line, "reduction", v->reduction);
}

/* ---- answering ---- */

static void kit_append(const char *format, ...) {
  va_list values;
  kit_steps = (char *)realloc(kit_steps, kit_length + 200);
  va_start(values, format);
  kit_length += vsnprintf(kit_steps + kit_length, 200, format, values);
  va_end(values);
}

static int kit_ends(const char *step, const char *end) {
  return strlen(step) >= strlen(end) && strcmp(step + strlen(step) - strlen(end), end) == 0;
}

/* Give a step that the network has computed: a flat array of as many numbers as the step has. */
static void give(const char *step, const double *numbers) {
  const KitVector *v = &kit_vector;
  int hidden = strstr(step, "hidden") != NULL, rows = v->n, columns = hidden ? v->h : v->k, turn = kit_turned_samples,
      rank = 2;
  if (kit_ends(step, "_wh")) rows = v->d, columns = v->h, turn = kit_turned_weights;
  if (kit_ends(step, "_wout")) rows = v->h, columns = v->k, turn = kit_turned_weights;
  if (kit_ends(step, "_bh") || kit_ends(step, "_bout"))
    rank = 1, rows = 1, columns = kit_layer ? 1 : kit_ends(step, "_bh") ? v->h : v->k;
  if (strcmp(step, "loss") == 0) rank = 0, rows = columns = 1;
  kit_append("%s\"%.60s\":{\"shape\":[", kit_length ? "," : "", step);
  if (rank == 1) kit_append("%d", columns);
  if (rank == 2) kit_append("%d,%d", turn ? columns : rows, turn ? rows : columns);
  kit_append("],\"bits\":[");
  for (int i = 0; i < rows * columns; i++) {
    uint64_t bits;
    memcpy(&bits, &numbers[i], sizeof bits);
    kit_append("%s\"%016" PRIx64 "\"", i ? "," : "", bits);
  }
  kit_append("]}");
}

/* Say why the network cannot do this vector; return from update afterwards. */
static inline void skip(const char *why) { kit_skipped = (char *)why; }

static void kit_reply(void (*update)(KitVector *), const char *line) {
  long id = atol(kit_find(line, "id"));
  kit_length = 0, kit_skipped = NULL;
  kit_append("%s", "");
  kit_read(line, &kit_vector);
  if (kit_vector.wh) update(&kit_vector);
  else skip("it has a hidden layer");
  if (kit_skipped) fprintf(kit_answers, "{\"id\":%ld,\"skipped\":\"%s\"}\n", id, kit_skipped);
  else fprintf(kit_answers, "{\"id\":%ld,\"result\":{\"steps\":{%s}}}\n", id, kit_steps);
}

/* ---- what is declared ---- */

static const char *kit_known[][3] = {/* the kit's word, the protocol's, and what is assumed */
                                     {"hidden", "hidden_activations", "sigmoid"},
                                     {"output", "output_activations", "sigmoid"},
                                     {"loss", "losses", "squared_error"},
                                     {"reduction", "reductions", "sum"},
                                     {"trace", "trace", NULL},
                                     {"biases", "biases", "both"},
                                     {"rate", "learning_rate", NULL},
                                     {"decay", "weight_decay", NULL},
                                     {"rows", "rows", NULL},
                                     {"shapes", "shapes", NULL},
                                     {"labels", "labels", NULL},
                                     {"weights", "weights", NULL},
                                     {"samples", "samples", NULL},
                                     {"precision", "precision", NULL},
                                     {"level", "", "1"},
                                     {"name", "", "my network"}};
enum { KIT_LISTS = 5, KIT_BIASES = 5, KIT_KEYS = 14, KIT_ALL = 16 };

static void kit_declare(const char *key, const char *value) {
  for (int i = 0; i < KIT_ALL; i++)
    if (strcmp(key, kit_known[i][0]) == 0) {
      kit_known[i][2] = value;
      return;
    }
  fprintf(stderr, "serve: nothing is declared by the word %s\n", key);
  exit(2);
}

static void kit_words(const char *key, const char *value) {
  char copy[400], *words = copy;
  snprintf(copy, sizeof copy, "%s", value);
  fprintf(kit_answers, ",\"%s\":[", key);
  for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
    fprintf(kit_answers, "%s\"%s\"", word == copy ? "" : ",", word);
  fprintf(kit_answers, "]");
}

static void kit_value(const char *key, const char *value) {
  char sizes[4][8] = {{0}}, word[20];
  int numbers[4];
  double coefficient;
  int pairs = sscanf(value, "%7s %d %7s %d %7s %d %7s %d", sizes[0], &numbers[0], sizes[1], &numbers[1], sizes[2],
                     &numbers[2], sizes[3], &numbers[3]) /
              2;
  fprintf(kit_answers, ",\"%s\":", key);
  if (strcmp(key, "shapes") == 0) {
    for (int i = 0; i < pairs; i++) fprintf(kit_answers, "%s\"%s\":%d", i ? "," : "{", sizes[i], numbers[i]);
    fprintf(kit_answers, "}");
  } else if (strcmp(key, "weight_decay") == 0 && sscanf(value, "%19s %lf", word, &coefficient) == 2)
    fprintf(kit_answers, "{\"in\":\"%s\",\"coefficient\":%.17g}", word, coefficient);
  else fprintf(kit_answers, isdigit((unsigned char)*value) ? "%s" : "\"%s\"", value);
}

static void kit_started(void) {
  const char *biases = kit_known[KIT_BIASES][2], *trace = kit_known[KIT_LISTS - 1][2];
  if (!trace)
    trace = strcmp(biases, "none") == 0     ? "output updated_wh updated_wout"
            : strcmp(biases, "hidden") == 0 ? "output updated_wh updated_bh updated_wout"
            : strcmp(biases, "output") == 0 ? "output updated_wh updated_wout updated_bout"
                                            : "output updated_wh updated_bh updated_wout updated_bout";
  kit_known[KIT_LISTS - 1][2] = trace;
  fprintf(kit_answers,
          "{\"protocol\":2,\"implementation\":{\"name\":\"%s\",\"language\":\"C\"},\"level\":%s,\"capabilities\":{",
          kit_known[15][2], kit_known[14][2]);
  fprintf(kit_answers, "\"kinds\":[\"step\"]");
  for (int i = 0; i < KIT_KEYS; i++) {
    const char *value = kit_known[i][2];
    int all = value && (strcmp(value, "all") == 0 || strcmp(value, "results") == 0);
    if (value) (i < KIT_LISTS && !all ? kit_words : kit_value)(kit_known[i][1], value);
  }
  fprintf(kit_answers, "}}\n");
}

/* ---- the conversation ---- */

static int kit_serve(void (*update)(KitVector *), ...) {
  const char *key;
  va_list declared;
  va_start(declared, update);
  while ((key = va_arg(declared, const char *)) != NULL) kit_declare(key, va_arg(declared, const char *));
  va_end(declared);
  kit_layer = strcmp(kit_known[KIT_BIASES][2], "layer") == 0;
  kit_turned_weights = kit_known[11][2] && strcmp(kit_known[11][2], "h x d") == 0;
  kit_turned_samples = kit_known[12][2] && strcmp(kit_known[12][2], "columns") == 0;
  kit_answers = fdopen(dup(1), "w");
  dup2(2, 1);
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, stdin) > 0) {
    char command[32];
    kit_word(line, "command", command);
    if (strcmp(command, "stop") == 0) break;
    if (strcmp(command, "start") == 0) kit_started();
    else kit_reply(update, line);
    fflush(kit_answers);
  }
  free(line);
  return 0;
}

#define serve(...) kit_serve(__VA_ARGS__, (const char *)NULL)

#endif
