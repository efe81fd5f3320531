#include "config.h"
#include "daemon/upkeep.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "daemon/publisher.h"

#define UPKEEP_MS (UINT64_C(10) * 60 * 1000)
#define EXPIRY_MS (UINT64_C(6) * 60 * 60 * 1000)

struct upkeep {
	struct daemon *d;
	struct lane_job job;
	struct generation *gen; /* the job's */
	int64_t *kept;          /* rows that feeds show, ascending */
	size_t n_kept;
	uint64_t next_ms, next_expiry_ms;
	unsigned n_shown, n_expired;
	int64_t now_s;
	bool is_expiring, is_running, is_done;
};

/* In the store lane. */
static void
run_upkeep(struct lane_job *job)
{
	struct upkeep *u = job->arg;
	const struct settings *set = u->gen->settings;
	unsigned n;
	size_t i;

	if (store_release_due(u->d->store, u->now_s, &u->n_shown, &job->err) != 0)
		return;
	for (i = 0; u->is_expiring && i < set->n_sources; i++) {
		if (store_expire(u->d->store, &set->sources[i], u->kept, u->n_kept, u->now_s, &n, &job->err) != 0)
			return;
		u->n_expired += n;
	}
}

static void
on_upkept(struct lane_job *job)
{
	struct upkeep *u = job->arg;

	u->is_running = false;
	u->is_done = true;
	free(u->kept);
	u->kept = NULL;
	if (job->err.kind != ERR_NONE)
		log_error("upkeep: %s", job->err.text);
	else if (u->n_shown + u->n_expired > 0)
		log_info("upkeep: due=%u expired=%u", u->n_shown, u->n_expired);
	if (job->err.kind == ERR_NONE && u->n_shown > 0)
		publisher_all_changed(u->d->publisher, u->gen);
	generation_unref(u->gen);
	u->gen = NULL;
	daemon_wake(u->d);
}

void
upkeep_step(struct upkeep *u)
{
	uint64_t now_ms = clock_mono_ms();

	if (u->is_running || now_ms < u->next_ms || !publisher_has_shown(u->d->publisher) ||
	    !publisher_shown(u->d->publisher, u->d->gen, &u->kept, &u->n_kept))
		return;
	u->is_running = true;
	u->is_expiring = now_ms >= u->next_expiry_ms;
	if (u->is_expiring)
		u->next_expiry_ms = now_ms + EXPIRY_MS;
	u->next_ms = now_ms + UPKEEP_MS;
	u->now_s = clock_now_s();
	u->n_shown = u->n_expired = 0;
	u->gen = u->d->gen;
	generation_ref(u->gen);
	u->job = (struct lane_job){ .run = run_upkeep, .done = on_upkept, .arg = u };
	lane_push(u->d->store_lane, &u->job);
}

bool
upkeep_is_idle(const struct upkeep *u)
{
	return !u->is_running;
}

bool
upkeep_is_done(const struct upkeep *u)
{
	return u->is_done || u->d->has_failed;
}

struct upkeep *
upkeep_new(struct daemon *d)
{
	struct upkeep *u = mem_zalloc(sizeof(*u));

	u->d = d;
	return u;
}

void
upkeep_free(struct upkeep *u)
{
	if (u == NULL)
		return;
	free(u->kept);
	free(u);
}
