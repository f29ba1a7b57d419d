/* The kernels as a Python module, which fills the buffers it is given. Only `arithmetic.compiled` and
 * `training.compiled_epochs` call it.
 *
 * They check the arguments; this module only makes sure that nothing outside a buffer is read or written. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "kernels/kernels.c"

enum { MOST_BUFFERS = 17 }; /* of a training that uses everything */

/* The buffers of a call, released together. */
typedef struct {
  Py_buffer view[MOST_BUFFERS];
  int count;
} Buffers;

static void release(Buffers *buffers) {
  while (buffers->count > 0) PyBuffer_Release(&buffers->view[--buffers->count]);
}

/* The memory of an argument, NULL for None. It must have `size` elements of 8 bytes; -1: any number. */
static void *memory_of(Buffers *buffers, PyObject *argument, Py_ssize_t size, int writable, int *fits) {
  Py_buffer *view = &buffers->view[buffers->count];
  if (argument == Py_None || !*fits) return NULL;
  if (PyObject_GetBuffer(argument, view, writable ? PyBUF_CONTIG : PyBUF_CONTIG_RO) != 0) {
    *fits = 0;
    return NULL;
  }
  buffers->count++;
  if (view->len % 8 != 0 || (size >= 0 && view->len / 8 != size)) {
    PyErr_Format(PyExc_ValueError, "a buffer has %zd bytes, but %zd elements are required", view->len, size);
    *fits = 0;
  }
  return view->buf;
}

/* The same for an argument that must not be None. */
static void *needed(Buffers *buffers, PyObject *argument, Py_ssize_t size, int writable, int *fits) {
  if (argument == Py_None && *fits) {
    PyErr_SetString(PyExc_ValueError, "a required buffer is missing");
    *fits = 0;
  }
  return memory_of(buffers, argument, size, writable, fits);
}

static Matrix by_rows(const double *at, Py_ssize_t columns) { return (Matrix){at, columns, 1}; }

static PyObject *out_of_memory_or(int status, PyObject *result) {
  if (status != OUT_OF_MEMORY || !result) return result;
  Py_DECREF(result);
  return PyErr_NoMemory();
}

static PyObject *none_if(int fits) {
  if (!fits) return NULL;
  Py_RETURN_NONE;
}

/* width(limit): the vector width in use. */
static PyObject *width(PyObject *module, PyObject *args) {
  const char *limit;
  (void)module;
  if (!PyArg_ParseTuple(args, "z", &limit)) return NULL;
  return PyUnicode_FromString(kernels_for(limit)->width);
}

/* processors(): how many processors this process may use. */
static PyObject *count_processors(PyObject *module, PyObject *args) {
  (void)module;
  (void)args;
  return PyLong_FromLong(processors());
}

/* fuses(limit, x): whether x[0] * x[i] - x[16] is anything but 0. */
static PyObject *fuses(PyObject *module, PyObject *args) {
  const char *limit;
  PyObject *argument;
  Buffers buffers = {.count = 0};
  int fits = 1;
  (void)module;
  if (!PyArg_ParseTuple(args, "zO", &limit, &argument)) return NULL;
  const double *x = needed(&buffers, argument, 17, 0, &fits);
  int fused = fits && kernels_for(limit)->fuses(x);
  release(&buffers);
  return fits ? PyBool_FromLong(fused) : NULL;
}

/* product(limit, kind, A, B, m, k, n, threads, C): C = A . B, or "by_transpose" A . t(B), or "over_rows" t(A) . B. */
static PyObject *product(PyObject *module, PyObject *args) {
  const char *limit, *kind;
  PyObject *a, *b, *c;
  Py_ssize_t m, k, n;
  int threads, fits = 1, status = TRAINED;
  Buffers buffers = {.count = 0};
  (void)module;
  if (!PyArg_ParseTuple(args, "zsOOnnniO", &limit, &kind, &a, &b, &m, &k, &n, &threads, &c)) return NULL;
  const Kernels *kernels = kernels_for(limit);
  int over_rows = strcmp(kind, "over_rows") == 0;
  Matrix A = by_rows(needed(&buffers, a, m * k, 0, &fits), over_rows ? m : k);
  Matrix B = by_rows(needed(&buffers, b, k * n, 0, &fits), n);
  double *C = needed(&buffers, c, m * n, 1, &fits);
  if (strcmp(kind, "by_transpose") == 0) B = (Matrix){B.at, 1, k};
  if (fits) {
    Py_BEGIN_ALLOW_THREADS(over_rows ? kernels->product_over_rows : kernels->product)(A, B, (size_t)m, (size_t)k,
                                                                                      (size_t)n, threads, C, &status);
    Py_END_ALLOW_THREADS
  }
  release(&buffers);
  return out_of_memory_or(status, none_if(fits));
}

/* column_sums(limit, A, rows, columns, sums) */
static PyObject *column_sums(PyObject *module, PyObject *args) {
  const char *limit;
  PyObject *a, *s;
  Py_ssize_t rows, columns;
  int fits = 1;
  Buffers buffers = {.count = 0};
  (void)module;
  if (!PyArg_ParseTuple(args, "zOnnO", &limit, &a, &rows, &columns, &s)) return NULL;
  Matrix A = by_rows(needed(&buffers, a, rows * columns, 0, &fits), columns);
  double *sums = needed(&buffers, s, columns, 1, &fits);
  if (fits) kernels_for(limit)->column_sums(A, (size_t)rows, (size_t)columns, sums);
  release(&buffers);
  return none_if(fits);
}

/* elementary(limit, "exp" | "log" | "tanh", x, y) */
static PyObject *elementary(PyObject *module, PyObject *args) {
  const char *limit, *name;
  PyObject *from, *to;
  int fits = 1;
  Buffers buffers = {.count = 0};
  (void)module;
  if (!PyArg_ParseTuple(args, "zsOO", &limit, &name, &from, &to)) return NULL;
  const Kernels *kernels = kernels_for(limit);
  double *y = needed(&buffers, to, -1, 1, &fits);
  Py_ssize_t n = fits ? buffers.view[0].len / 8 : 0;
  const double *x = needed(&buffers, from, n, 0, &fits);
  if (fits) {
    Py_BEGIN_ALLOW_THREADS(name[0] == 'e'   ? kernels->exp
                           : name[0] == 'l' ? kernels->log
                                            : kernels->tanh)(x, y, (size_t)n);
    Py_END_ALLOW_THREADS
  }
  release(&buffers);
  return none_if(fits);
}

/* ---- training ---------------------------------------------------------------------------------------------------- */

/* Lets Python handle signals; what a handler raises is kept until the kernel returns. */
typedef struct {
  PyThreadState *state;
  PyObject *type, *value, *trace;
} Signals;

static int raised(void *asked_with) {
  Signals *signals = asked_with;
  PyEval_RestoreThread(signals->state);
  int stop = PyErr_CheckSignals() != 0;
  if (stop) PyErr_Fetch(&signals->type, &signals->value, &signals->trace);
  signals->state = PyEval_SaveThread();
  return stop;
}

/* (status, completed, the exception raised or None) */
static PyObject *outcome(int status, ptrdiff_t completed, Signals *signals) {
  PyObject *exception = Py_None;
  if (signals->type) {
    PyErr_NormalizeException(&signals->type, &signals->value, &signals->trace);
    exception = signals->value;
  }
  PyObject *result = Py_BuildValue("(inO)", status, (Py_ssize_t)completed, exception);
  Py_XDECREF(signals->type);
  Py_XDECREF(signals->value);
  Py_XDECREF(signals->trace);
  return out_of_memory_or(status, result);
}

/* Whether the batches lie within their rows, and the rows within the samples. */
static int batches_fit(const Batches *batches, Py_ssize_t rows, size_t n) {
  if (!batches->rows || !batches->starts || batches->count == SIZE_MAX) return 0; /* starts has at least one element */
  for (size_t b = 0; b < batches->count; b++)
    if (batches->starts[b] > batches->starts[b + 1]) return 0;
  if (batches->starts[batches->count] > (size_t)rows) return 0;
  for (Py_ssize_t i = 0; i < rows; i++)
    if (batches->rows[i] < 0 || (size_t)batches->rows[i] >= n) return 0;
  return 1;
}

/* train(limit, shape, (X, y, weight), (X, y) of the validation, (rows, starts), n, n of the validation,
 *       optimizer, settings, weight_decay, (parameters, first_memory, second_memory, powers), learning_rates,
 *       first_loss_is_known, threads, losses, validation_losses, error)
 *
 * Absent arguments are None. Everything from the parameters on is written to, except the learning rates. */
static PyObject *train(PyObject *module, PyObject *args) {
  const char *limit;
  PyObject *shape_, *X, *y, *weight, *Xv, *yv, *rows, *starts, *settings, *state[4], *rates, *losses_, *losses_v,
      *error_;
  Py_ssize_t n, nv;
  Descent descent = {.powers = {1, 1}};
  Course course = {.is_interrupted = raised};
  (void)module;
  if (!PyArg_ParseTuple(args, "zO(OOO)(OO)(OO)nniOd(OOOO)OiiOOO", &limit, &shape_, &X, &y, &weight, &Xv, &yv, &rows,
                        &starts, &n, &nv, &descent.optimizer, &settings, &descent.weight_decay, &state[0], &state[1],
                        &state[2], &state[3], &rates, &course.first_loss_is_known, &course.threads, &losses_, &losses_v,
                        &error_))
    return NULL;

  Buffers buffers = {.count = 0};
  int fits = 1;
  const int64_t *of = memory_of(&buffers, shape_, 9, 0, &fits);
  if (!fits || !of) {
    release(&buffers);
    return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_ValueError, "there is no shape");
  }
  Shape shape = {(size_t)of[0], (size_t)of[1], (size_t)of[2], of[3] != 0, of[4] != 0,
                 (int)of[5],    (int)of[6],    (int)of[7],    of[8] != 0};
  Py_ssize_t d = (Py_ssize_t)of[0], k = (Py_ssize_t)of[2], p = (Py_ssize_t)parameter_count_baseline(&shape);

  Samples samples = {by_rows(needed(&buffers, X, n * d, 0, &fits), d), by_rows(needed(&buffers, y, n * k, 0, &fits), k),
                     memory_of(&buffers, weight, n, 0, &fits), NULL, (size_t)n};
  Samples validation = {by_rows(memory_of(&buffers, Xv, nv * d, 0, &fits), d),
                        by_rows(memory_of(&buffers, yv, nv * k, 0, &fits), k), NULL, NULL, (size_t)nv};
  Batches batches = {.rows = memory_of(&buffers, rows, -1, 0, &fits)};
  Py_ssize_t n_rows = batches.rows && fits ? buffers.view[buffers.count - 1].len / 8 : 0;
  batches.starts = memory_of(&buffers, starts, -1, 0, &fits);
  if (batches.starts && fits) batches.count = (size_t)(buffers.view[buffers.count - 1].len / 8 - 1);
  if (fits && rows != Py_None && !batches_fit(&batches, n_rows, (size_t)n)) {
    PyErr_SetString(PyExc_ValueError, "the batches do not fit the samples");
    fits = 0;
  }

  const double *set = needed(&buffers, settings, 3, 0, &fits);
  if (fits) memcpy(descent.settings, set, sizeof descent.settings);
  descent.parameters = needed(&buffers, state[0], p, 1, &fits);
  descent.first_memory = memory_of(&buffers, state[1], p, 1, &fits);
  descent.second_memory = memory_of(&buffers, state[2], p, 1, &fits);
  double *powers = needed(&buffers, state[3], 2, 1, &fits);
  if (fits) memcpy(descent.powers, powers, sizeof descent.powers);

  course.learning_rates = needed(&buffers, rates, -1, 0, &fits);
  Py_ssize_t epochs = fits ? buffers.view[buffers.count - 1].len / 8 : 0;
  course.epochs = (size_t)epochs;
  double *losses = needed(&buffers, losses_, epochs + 1, 1, &fits);
  double *validation_losses = memory_of(&buffers, losses_v, epochs + 1, 1, &fits);
  double *error = needed(&buffers, error_, n * k, 1, &fits);

  int complete = (descent.optimizer == GRADIENT_DESCENT || descent.first_memory) &&
                 (descent.optimizer != ADAM || descent.second_memory) &&
                 (nv == 0 || (validation.X.at && validation_losses));
  if (fits && !complete) {
    PyErr_SetString(PyExc_ValueError, "a required buffer is missing");
    fits = 0;
  }
  int status = TRAINED;
  ptrdiff_t completed = -1;
  Signals signals = {NULL, NULL, NULL, NULL};
  if (fits) {
    course.asked_with = &signals;
    signals.state = PyEval_SaveThread();
    status = kernels_for(limit)->train(&shape, &samples, nv > 0 ? &validation : NULL, rows == Py_None ? NULL : &batches,
                                       &descent, &course, losses, validation_losses, error, k, 1, &completed);
    PyEval_RestoreThread(signals.state);
    memcpy(powers, descent.powers, sizeof descent.powers);
  }
  release(&buffers);
  return fits ? outcome(status, completed, &signals) : NULL;
}

static PyMethodDef methods[] = {
    {"width", width, METH_VARARGS, NULL},
    {"processors", count_processors, METH_NOARGS, NULL},
    {"fuses", fuses, METH_VARARGS, NULL},
    {"product", product, METH_VARARGS, NULL},
    {"column_sums", column_sums, METH_VARARGS, NULL},
    {"elementary", elementary, METH_VARARGS, NULL},
    {"train", train, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    "_kernels",
    "The kernels of reproducible arithmetic, compiled.",
    0,
    methods,
    slots,
    NULL,
    NULL,
    NULL,
};

PyMODINIT_FUNC PyInit__kernels(void) { return PyModuleDef_Init(&module); }
