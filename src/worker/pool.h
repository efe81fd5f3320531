/*
 * The pool of parser workers, on the loop of the main process. Jobs wait in a
 * queue; a worker that dies costs its job an error and is replaced. The
 * process must ignore SIGPIPE.
 */
#ifndef WORKER_POOL_H
#define WORKER_POOL_H

#include <uv.h>

#include "worker/job.h"
#include "worker/sandbox.h"

#define POOL_DEADLINE_MS 10000U /* wall time a job; the CPU limit of 2 s usually comes first */

struct pool_options {
	const char *program;   /* run as `program worker` */
	unsigned n_workers;    /* 0: number of CPUs, at least 2 */
	unsigned deadline_ms;  /* 0: POOL_DEADLINE_MS */
};

struct pool;

struct pool *pool_new(uv_loop_t *loop, const struct pool_options *o);
/* Jobs that wait or run end with ERR_CANCELLED, and so does every one that is started from now on. */
void pool_cancel(struct pool *p);
/* The same of those that are there; then the workers end, and closed runs, on the loop, when all is gone. No job may be started any more. */
void pool_close(struct pool *p, void (*closed)(void *arg), void *arg);

/*
 * The answer and its arena, which the callback may take over
 * (`mine = *arena; arena_init(arena, …)`); what it leaves is freed. Exactly
 * once, on the loop, never before pool_start() has returned.
 */
typedef void pool_done_fn(struct answer *answer, struct arena *arena, void *arg);

/* job's bytes must live until done; its other strings are copied. */
void pool_start(struct pool *p, const struct job *job, pool_done_fn *done, void *arg);

/* True for the error of a job whose worker died of it. */
bool pool_error_is_death(const struct err *e);

struct pool_status {
	unsigned n_workers, n_busy;
	size_t n_waiting;
	uint64_t n_jobs, n_killed;
	bool has_report; /* a worker has started */
	struct sandbox_report sandbox;
};
void pool_status(const struct pool *p, struct pool_status *out);

#endif
