/* Whole epochs (SPEC.md, section 4), for one vector width: the interpreted code's epochs. */

/* Takes a piece of an allocation. With memory NULL it only counts. */
static double *NAME(cut)(double **memory, size_t *total, size_t size) {
  double *piece = *memory;
  *total += size;
  if (*memory) *memory += size;
  return piece;
}

/* Divides the memory of a pass, or counts what it needs. */
static size_t NAME(share_memory)(NAME(Pass) *pass, double *memory) {
  size_t d = pass->shape->n_features, h = pass->shape->n_hidden, k = pass->shape->n_outputs;
  size_t rows = NAME(whole_vectors)(pass->strip_rows), total = 0;
  pass->X = NAME(cut)(&memory, &total, rows * d);
  pass->hidden = NAME(cut)(&memory, &total, rows * h);
  pass->d_hidden = NAME(cut)(&memory, &total, rows * h);
  pass->y = NAME(cut)(&memory, &total, rows * k);
  pass->output = NAME(cut)(&memory, &total, rows * k);
  pass->error = NAME(cut)(&memory, &total, rows * k);
  pass->terms = NAME(cut)(&memory, &total, rows * k);
  pass->spare = NAME(cut)(&memory, &total, rows * k);
  pass->of_wh = NAME(cut)(&memory, &total, NAME(block_size)(d, h));
  pass->of_wout = NAME(cut)(&memory, &total, NAME(block_size)(h > 0 ? h : d, k));
  pass->of_terms = NAME(cut)(&memory, &total, NAME(block_size)(0, k));
  pass->sums = NAME(cut)(&memory, &total, pass->n_parameters + k);
  return total;
}

static size_t NAME(parameter_count)(const Shape *shape) {
  size_t d = shape->n_features, h = shape->n_hidden, k = shape->n_outputs;
  return (h > 0 ? d * h + (shape->hidden_bias ? h : 0) + h * k : d * k) + (shape->output_bias ? k : 0);
}

/* Step 12 with the gradient in the sums of the pass. Returns whether parameters and optimizer state are finite. */
static int NAME(descend)(NAME(Pass) *pass, Descent *by, double learning_rate) {
  const Shape *shape = pass->shape;
  size_t n = pass->n_parameters, k = shape->n_outputs, h = shape->n_hidden, d = shape->n_features;
  size_t of_wh = d * h, wout = of_wh + (pass->bh ? h : 0), end = wout + (h > 0 ? h : d) * k;
  double *grad = pass->sums, *w = by->parameters;
  if (by->weight_decay > 0) {
    for (size_t i = 0; i < of_wh; i++) grad[i] = grad[i] + w[i] * by->weight_decay;
    for (size_t i = wout; i < end; i++) grad[i] = grad[i] + w[i] * by->weight_decay;
  }
  by->powers[0] = by->powers[0] * by->settings[0];
  by->powers[1] = by->powers[1] * by->settings[1];
  NAME(update)(by, learning_rate, w, grad, by->first_memory, by->second_memory, n);
  return NAME(all_finite)(w, n) && (!by->first_memory || NAME(all_finite)(by->first_memory, n)) &&
         (!by->second_memory || NAME(all_finite)(by->second_memory, n));
}

/* Copies the state of a training. */
static void NAME(copy_state)(const Descent *from, Descent *to, size_t n) {
  memcpy(to->parameters, from->parameters, n * sizeof(double));
  if (from->first_memory) memcpy(to->first_memory, from->first_memory, n * sizeof(double));
  if (from->second_memory) memcpy(to->second_memory, from->second_memory, n * sizeof(double));
  memcpy(to->powers, from->powers, sizeof to->powers);
}

/* The updates of one epoch; an update of all rows already has its gradient. Returns whether all is finite. */
static int NAME(epoch)(const NAME(Pass) *all, const Batches *batches, Descent *descent, double learning_rate) {
  NAME(Pass) pass = *all;
  Samples some = *all->samples;
  double loss;
  if (!batches) return NAME(descend)(&pass, descent, learning_rate);
  pass.samples = &some;
  pass.wants_gradient = 1;
  pass.wants_loss = 0;
  pass.error_out = NULL;
  for (size_t b = 0; b < batches->count; b++) {
    some.rows = batches->rows + batches->starts[b];
    some.n = batches->starts[b + 1] - batches->starts[b];
    if (!NAME(run)(&pass, descent->parameters, &loss) || !NAME(descend)(&pass, descent, learning_rate)) return 0;
  }
  return 1;
}

/* The loss on the validation rows. Returns whether all is finite. */
static int NAME(validate)(const NAME(Pass) *all, const Samples *validation, const double *parameters, double *loss) {
  NAME(Pass) pass = *all;
  pass.samples = validation;
  pass.wants_gradient = 0;
  pass.error_out = NULL;
  return NAME(run)(&pass, parameters, loss);
}

/* Whether the user asked to stop; checking is costly, so it is done after some work only. */
static int NAME(is_interrupted)(const Course *course, size_t work_of_epoch, size_t *work) {
  if (!course->is_interrupted || (*work += work_of_epoch) < WORK_BETWEEN_QUESTIONS) return 0;
  *work = 0;
  return course->is_interrupted(course->asked_with);
}

static int NAME(epochs)(NAME(Pass) *pass, const Samples *validation, const Batches *batches, Descent *descent,
                        Descent *before, const Course *course, double *losses, double *validation_losses, double *error,
                        ptrdiff_t *completed) {
  size_t n = pass->n_parameters, work = 0, last = course->epochs;
  int interrupted = 0;
  *completed = -1;
  for (size_t epoch = 0;; epoch++) {
    int ends = epoch == last, finite = 1;
    /* The evaluation of a state is the forward pass of the next update, if that is of all rows. */
    pass->wants_gradient = !batches && !ends;
    pass->error_out = ends ? error : NULL;
    if (!batches || ends || epoch > 0 || !course->first_loss_is_known) {
      if (validation) /* first, since the gradient must stay */
        finite = NAME(validate)(pass, validation, descent->parameters, validation_losses + epoch);
      finite &= NAME(run)(pass, descent->parameters, losses + epoch);
    }
    if (finite) {
      *completed = (ptrdiff_t)epoch;
      if (ends) return interrupted ? INTERRUPTED : TRAINED;
      NAME(copy_state)(descent, before, n);
      finite = NAME(epoch)(pass, batches, descent, course->learning_rates[epoch]);
    }
    if (!finite) {
      if (*completed >= 0) NAME(copy_state)(before, descent, n);
      return NOT_FINITE;
    }
    if (NAME(is_interrupted)(course, pass->samples->n * n, &work)) {
      interrupted = 1;
      last = epoch + 1;
    }
  }
}

static int NAME(train)(const Shape *shape, const Samples *samples, const Samples *validation, const Batches *batches,
                       Descent *descent, const Course *course, double *losses, double *validation_losses, double *error,
                       ptrdiff_t error_row, ptrdiff_t error_column, ptrdiff_t *completed) {
  NAME(Pass) pass = {.shape = shape, .samples = samples, .error_row = error_row, .error_column = error_column};
  size_t h = shape->n_hidden, k = shape->n_outputs, n = NAME(parameter_count)(shape);
  size_t threads = smaller((size_t)course->threads, MOST_THREADS), most = samples->n, chunks, work, size;
  Descent before = *descent;
  Team team;
  if (validation && validation->n > most) most = validation->n;
#ifdef NARROWER
  if (most <= LANES / 2) /* samples, which would leave half of each vector idle */
    return NARROWER(train)(shape, samples, validation, batches, descent, course, losses, validation_losses, error,
                           error_row, error_column, completed);
#endif
  pass.n_parameters = n;
  pass.wants_loss = 1;
  chunks = NAME(STRIP_DOUBLES) / (shape->n_features + 2 * h + 5 * k) / NAME(CHUNK) + 1;
  if (chunks < 2 * threads) chunks = 2 * threads; /* so that each thread has some */
  pass.strip_rows = smaller(smaller(chunks * NAME(CHUNK), NAME(BLOCK_ROWS)), most);
  pass.keeps_samples = !batches && !validation && pass.strip_rows == most;
  work = pass.strip_rows * n;
  size = NAME(share_memory)(&pass, NULL);
  double *memory = malloc((size + 3 * n) * sizeof *memory);
  if (!memory) return OUT_OF_MEMORY;
  NAME(share_memory)(&pass, memory);
  before.parameters = memory + size;
  before.first_memory = descent->first_memory ? before.parameters + n : NULL;
  before.second_memory = descent->second_memory ? before.parameters + 2 * n : NULL;
  team_begin(&team, work < ENOUGH_FOR_THREADS ? 1 : course->threads);
  pass.team = &team;
  int status =
      NAME(epochs)(&pass, validation, batches, descent, &before, course, losses, validation_losses, error, completed);
  team_end(&team);
  free(memory);
  return status;
}
