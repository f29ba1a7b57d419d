/* Threads that work on the parts of a task side by side; which one does which part changes no bit.
 *
 * A team lives as long as one call of a kernel: nothing is left that a fork could break, and there is none for a single
 * thread. Between two tasks its members spin for a moment before they sleep. The leader waits for parts, not for
 * members: on a busy machine a member may not run at all, and then the leader does all parts.
 */

#if SIZE_MAX > 0xffffffff && (defined(__unix__) || defined(__APPLE__) || defined(__MINGW32__)) && defined(__GNUC__)
#include <pthread.h>
#include <sched.h>
#include <unistd.h>
#define HAVE_THREADS 1
#else
#define HAVE_THREADS 0
#endif

enum { MOST_THREADS = 64, LOOKS = 20000 };

/* Part `number` of the work, done by member `member`, which has its own memory. */
typedef void (*Part)(void *work, size_t number, int member);

typedef struct {
  int size; /* how many there are, including the leader */
#if HAVE_THREADS
  pthread_t threads[MOST_THREADS];
  pthread_mutex_t mutex;
  pthread_cond_t called;
  size_t ticket;   /* the number of the task, and how many of its parts are not taken yet, in 32 bits each */
  size_t finished; /* how many of its parts are done */
  int started, over;
  Part part;
  void *work;
#endif
} Team;

#if HAVE_THREADS
#define LOOK(x) __atomic_load_n(&(x), __ATOMIC_ACQUIRE)
#define SHOW(x, value) __atomic_store_n(&(x), value, __ATOMIC_RELEASE)

#define TASK_OF(ticket) ((ticket) >> 32)
#define LEFT_OF(ticket) ((ticket) & 0xffffffff)

/* Takes part after part. A taken part is not done yet, so the leader waits, and the task stays the same. */
static void team_work(Team *team, int member) {
  size_t ticket = LOOK(team->ticket);
  while (LEFT_OF(ticket) > 0)
    if (__atomic_compare_exchange_n(&team->ticket, &ticket, ticket - 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
      team->part(team->work, LEFT_OF(ticket) - 1, member);
      __atomic_fetch_add(&team->finished, 1, __ATOMIC_RELEASE);
      ticket = LOOK(team->ticket);
    }
}

static int team_waits(Team *team, size_t seen) { return TASK_OF(LOOK(team->ticket)) == seen && !LOOK(team->over); }

static void *team_member(void *argument) {
  Team *team = argument;
  int member = __atomic_add_fetch(&team->started, 1, __ATOMIC_RELAXED);
  while (!LOOK(team->over)) {
    size_t seen = TASK_OF(LOOK(team->ticket));
    team_work(team, member);
    for (int look = 0; look < LOOKS && team_waits(team, seen); look++) {
    }
    pthread_mutex_lock(&team->mutex);
    while (team_waits(team, seen)) pthread_cond_wait(&team->called, &team->mutex);
    pthread_mutex_unlock(&team->mutex);
  }
  return NULL;
}

/* Calls the members to the next task, with this many parts. */
static void team_call(Team *team, size_t parts) {
  pthread_mutex_lock(&team->mutex);
  SHOW(team->ticket, ((TASK_OF(LOOK(team->ticket)) + 1) << 32) + parts);
  pthread_cond_broadcast(&team->called);
  pthread_mutex_unlock(&team->mutex);
}

/* A team of up to this many; fewer if the system gives fewer. */
static void team_begin(Team *team, int size) {
  memset(team, 0, sizeof *team);
  team->size = 1;
  if (size <= 1 || pthread_mutex_init(&team->mutex, NULL) != 0) return;
  pthread_cond_init(&team->called, NULL);
  while (team->size < size && team->size < MOST_THREADS &&
         pthread_create(&team->threads[team->size], NULL, team_member, team) == 0)
    team->size++;
  if (team->size == 1) {
    pthread_cond_destroy(&team->called);
    pthread_mutex_destroy(&team->mutex);
  }
}

static void team_end(Team *team) {
  if (team->size <= 1) return;
  SHOW(team->over, 1);
  team_call(team, 0);
  for (int i = 1; i < team->size; i++) pthread_join(team->threads[i], NULL);
  pthread_cond_destroy(&team->called);
  pthread_mutex_destroy(&team->mutex);
}
#else
#define SHOW(x, value) ((x) = (value))

static void team_begin(Team *team, int size) {
  (void)size;
  team->size = 1;
}

static void team_end(Team *team) { (void)team; }
#endif

/* How many processors this process may use, according to the system. */
static int processors(void) {
#if defined(__linux__) && defined(CPU_COUNT)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
#if HAVE_THREADS && defined(_SC_NPROCESSORS_ONLN)
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  if (online > 0) return online < MOST_THREADS ? (int)online : MOST_THREADS;
#endif
  return 1;
}

/* Does all parts, and returns when they are done. */
static void team_do(Team *team, Part part, void *work, size_t parts) {
#if HAVE_THREADS
  if (team->size > 1 && parts > 1) {
    team->part = part;
    team->work = work;
    SHOW(team->finished, 0);
    team_call(team, parts);
    team_work(team, 0);
    while (LOOK(team->finished) < parts) sched_yield();
    return;
  }
#else
  (void)team;
#endif
  for (size_t number = 0; number < parts; number++) part(work, number, 0);
}
