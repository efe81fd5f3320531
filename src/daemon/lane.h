/*
 * A lane: blocking work, one job after another, off the loop. What only one
 * lane touches needs no lock. Jobs that wait are run as one batch between
 * the hooks, which is how the store commits many records at once.
 */
#ifndef DAEMON_LANE_H
#define DAEMON_LANE_H

#include <stddef.h>
#include <uv.h>

#include "base/err.h"

struct lane_job {
	void (*run)(struct lane_job *job);  /* in the lane; sets job->err on failure */
	void (*done)(struct lane_job *job); /* on the loop; may free the job and push others */
	void *arg;             /* for both, the pusher's */
	struct err err;
	struct lane_job *next; /* the lane's */
};

/* Both run in the lane. When end fails, every job of the batch that had no error gets that one. Either may be NULL. */
struct lane_hooks {
	int (*begin)(void *arg, struct err *e);
	int (*end)(void *arg, struct err *e);
	void *arg;
};

struct lane;

struct lane *lane_new(uv_loop_t *loop, const struct lane_hooks *hooks);
void lane_free(struct lane *l); /* only when it is idle */

/* Takes the job until its done callback, which runs once and never before this call has returned. */
void lane_push(struct lane *l, struct lane_job *job);

#endif
