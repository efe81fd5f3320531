#include "config.h"
#include "daemon/lane.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

#define BATCH_MAX 64U /* jobs a batch: bounds how long the first one waits for its commit */

struct lane {
	uv_loop_t *loop;
	uv_work_t work;
	struct lane_hooks hooks;
	struct lane_job *first, **last; /* waiting */
	struct lane_job *batch;         /* in the lane */
	bool is_running;
};

struct lane *
lane_new(uv_loop_t *loop, const struct lane_hooks *hooks)
{
	struct lane *l = mem_zalloc(sizeof(*l));

	l->loop = loop;
	if (hooks != NULL)
		l->hooks = *hooks;
	l->last = &l->first;
	l->work.data = l;
	return l;
}

void
lane_free(struct lane *l)
{
	free(l);
}

static void
on_work(uv_work_t *work)
{
	struct lane *l = work->data;
	struct lane_job *job;
	struct err e = { .kind = ERR_NONE };

	if (l->hooks.begin != NULL && l->hooks.begin(l->hooks.arg, &e) != 0) {
		for (job = l->batch; job != NULL; job = job->next)
			job->err = e;
		return;
	}
	for (job = l->batch; job != NULL; job = job->next)
		job->run(job);
	if (l->hooks.end != NULL && l->hooks.end(l->hooks.arg, &e) != 0)
		for (job = l->batch; job != NULL; job = job->next)
			if (job->err.kind == ERR_NONE)
				job->err = e;
}

static void start_batch(struct lane *l);

static void
on_worked(uv_work_t *work, int status)
{
	struct lane *l = work->data;
	struct lane_job *job, *next;

	(void)status; /* lanes do not cancel */
	l->is_running = false;
	for (job = l->batch, l->batch = NULL; job != NULL; job = next) {
		next = job->next;
		job->done(job);
	}
	start_batch(l);
}

static void
start_batch(struct lane *l)
{
	struct lane_job **end = &l->first;
	size_t i;

	if (l->is_running || l->first == NULL)
		return;
	for (i = 0; i < BATCH_MAX && *end != NULL; i++)
		end = &(*end)->next;
	l->batch = l->first;
	l->first = *end;
	*end = NULL;
	if (l->first == NULL)
		l->last = &l->first;
	l->is_running = true;
	uv_queue_work(l->loop, &l->work, on_work, on_worked); /* fails only without a callback */
}

void
lane_push(struct lane *l, struct lane_job *job)
{
	job->next = NULL;
	job->err = (struct err){ .kind = ERR_NONE };
	*l->last = job;
	l->last = &job->next;
	start_batch(l);
}
