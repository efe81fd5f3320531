#include "config.h"
#include "daemon/cycle_parts.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "schedule/schedule.h"

#define POISON_DEATHS 2U             /* workers that the same bytes may kill */
#define POISON_REST_S INT64_C(86400) /* before they are tried again */

bool
cycle_is_shown_otherwise(const struct record_result *r)
{
	return r->n_new + r->n_changed + r->n_quiet + r->n_gone > 0 || r->has_other_origin;
}

void
cycle_log_end(const struct cycle *c)
{
	const char *name = c->seat->name;
	const struct record_result *r = c->in != NULL ? &c->in->recorded : NULL;

	if (c->err != NULL)
		log_warning("source %s: %s", name, c->err->text);
	else if (r != NULL && (cycle_is_shown_otherwise(r) || r->n_waiting > 0))
		log_info("source %s: recorded status=%ld bytes=%zu new=%u changed=%u gone=%u", name, c->status, c->n_bytes, r->n_new + r->n_waiting,
		    r->n_changed, r->n_gone);
	else
		log_debug("source %s: nothing new status=%ld bytes=%zu", name, c->status, c->n_bytes);
}

void
cycle_log_files(const struct cycle *c, const struct folder_scan *scan)
{
	const struct folder_file *v = scan->files.v;
	uint32_t i;

	for (i = 0; i < scan->files.n; i++)
		if (v[i].problem.n > 0)
			log_warning("source %s: %s/%.*s: %.*s", c->source->name, c->source->path, STR_ARG(v[i].name), STR_ARG(v[i].problem));
}

/* What happened to the identity of the source's articles, for those who look after it. */
void
cycle_log_identity(const struct cycle *c, const struct record_result *r)
{
	const struct source_state *st = &c->seat->state;

	if (r->n_held > 0 && r->n_rebound > 0)
		log_warning("source %s: its ids have changed: %u articles are known all the same, %u that are not are held", c->seat->name,
		    r->n_rebound, r->n_held);
	else if (r->n_rebound > 0)
		log_info("source %s: %u articles known by their titles or texts", c->seat->name, r->n_rebound);
	if (r->has_gap && st->has_overlap)
		log_warning("source %s: possible gap: nothing of the last document is left in this one, asked more often now", c->seat->name);
}

int64_t
cycle_next_due(const struct cycle *c, const struct source_state *st)
{
	struct schedule_input in = {
		.name = str_from(c->seat->name),
		.now_s = st->checked_s,
		.every_s = c->source->every_s,
		.ttl_s = st->ttl_s,
		.max_age_s = c->max_age_s,
		.retry_after_s = c->server_wait_s,
		.failures = st->failures,
		.gaps = st->gaps,
		.is_gone = st->is_gone,
	};

	return schedule_next(&in);
}

void
cycle_note_success(const struct cycle *c, struct source_state *st)
{
	st->checked_s = st->ok_s = clock_now_s();
	st->failures = 0;
	st->error_kind = ERR_NONE;
	mem_replace(&st->error, NULL);
	st->due_s = cycle_next_due(c, st);
}

void
cycle_note_failure(const struct cycle *c, struct source_state *st)
{
	bool is_told = st->error != NULL && strcmp(st->error, c->err->text) == 0;

	st->checked_s = clock_now_s();
	if (st->failures < UINT32_MAX && !(c->status == 0 && c->server_wait_s > 0)) /* its host rests for another's sake: no fault of its own */
		st->failures++;
	st->error_kind = c->err->kind;
	mem_replace(&st->error, c->err->text);
	st->due_s = cycle_next_due(c, st);
	c->d->counts.failed++;
	if (!is_told) /* a lasting fault is told once; `status` keeps showing it */
		cycle_log_end(c);
}

void
cycle_note_identity(struct source_state *next, const struct record_result *r)
{
	schedule_note_gap(&next->gaps, &next->gap_s, r->has_gap && next->has_overlap, next->checked_s);
	next->has_overlap = next->has_overlap || r->n_known > 0;
	next->held = r->n_held;
	next->held_until_s = r->n_held == 0 ? 0 : next->held_until_s != 0 ? next->held_until_s : next->checked_s + STORE_HELD_S;
}

void
cycle_note_death(struct cycle *c)
{
	struct source_state *st = &c->seat->state;
	uint64_t hash = hash_fast(buf_str(&c->in->body), 0);

	st->poison_count = st->poison_hash == hash ? st->poison_count + 1 : 1;
	st->poison_hash = hash;
	if (st->poison_count >= POISON_DEATHS)
		st->poison_until_s = clock_now_s() + POISON_REST_S;
}

bool
cycle_is_poison(const struct cycle *c, struct err *e)
{
	const struct source_state *st = &c->seat->state;

	if (st->poison_count < POISON_DEATHS || clock_now_s() >= st->poison_until_s ||
	    hash_fast(buf_str(&c->in->body), 0) != st->poison_hash)
		return false;
	err_set(e, ERR_INPUT, "parser killed: the same bytes did it %u times, they rest for a day", st->poison_count);
	return true;
}

void
cycle_note_move(struct cycle *c, const char *target)
{
	struct source_state *st = &c->seat->state;

	if (st->moved_to != NULL && strcmp(st->moved_to, target) == 0)
		return;
	log_info("source %s: moved permanently to %s", c->seat->name, target);
	mem_replace(&st->moved_to, target);
}

/* Gone for good, unless this was only where the source had moved: then the configured address is asked again. */
void
cycle_note_loss(struct cycle *c)
{
	struct source_state *st = &c->seat->state;

	if (st->moved_to != NULL && (c->status == 404 || c->status == 410)) {
		mem_replace(&st->moved_to, NULL);
		source_state_forget_body(st);
		st->is_gone = false;
	} else {
		st->is_gone = c->status == 410;
	}
}
