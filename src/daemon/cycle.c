#include "config.h"
#include "daemon/cycle.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "compose/ignore.h"
#include "daemon/bring.h"
#include "daemon/cycle_parts.h"
#include "daemon/fulltext.h"
#include "daemon/publisher.h"
#include "schedule/schedule.h"

#define HELD_BODIES_MAX 64U          /* fetched and not yet recorded: past it no new transfer starts */

/* ---- the end of every journey ---- */

static void
free_intake(struct intake *in)
{
	if (in == NULL)
		return;
	arena_release(&in->arena);
	buf_release(&in->body);
	buf_release(&in->fingerprints);
	source_state_release(&in->next);
	folder_scan_free(in->scan);
	pages_free(in->pages);
	free(in);
}

static void
free_cycle(struct cycle *c)
{
	free_intake(c->in);
	free(c->err);
	free(c->final_url);
	free(c->content_type);
	free(c->content_location);
	free(c->content_language);
	buf_release(&c->rules);
	generation_unref(c->gen);
	free(c);
}

void
cycle_let_go(struct daemon *d)
{
	if (--d->n_held < HELD_BODIES_MAX)
		fetcher_hold(d->fetcher, false);
}

/* The only way out. */
static void
finish(struct cycle *c)
{
	struct daemon *d = c->d;
	struct seat *s = c->seat;
	bool is_recorded = c->in != NULL && c->in->is_recorded, is_cancelled = c->err != NULL && c->err->kind == ERR_CANCELLED;

	if (c->err == NULL) {
		if (!is_recorded)
			cycle_note_success(c, &s->state);
		cycle_log_end(c);
	} else if (!is_cancelled) {
		cycle_note_failure(c, &s->state);
	}
	d->counts.cycles++;
	d->n_in_flight--;
	s->is_busy = false;
	if (!is_cancelled && !(is_recorded && c->err == NULL)) /* what was recorded was committed with its state */
		daemon_state_changed(d, s);
	if (c->in != NULL && c->in->scan == NULL && !c->in->has_let_go)
		cycle_let_go(d);
	daemon_seat_rests(d, s);
	if (!is_cancelled)
		fulltext_source(d->fulltext, c->gen, (size_t)(c->source - c->gen->settings->sources));
	free_cycle(c);
	daemon_wake(d);
}

static struct err *
set_error(struct cycle *c)
{
	if (c->err == NULL)
		c->err = mem_zalloc(sizeof(*c->err));
	return c->err;
}

void
cycle_fail(struct cycle *c, const struct err *e)
{
	*set_error(c) = *e;
	finish(c);
}

/* ---- recorded ---- */

static void
on_recorded(struct lane_job *job)
{
	struct cycle *c = job->arg;
	struct intake *in = c->in;
	struct source_state old = c->seat->state;
	const struct record_result *r = &in->recorded;

	if (job->err.kind != ERR_NONE) {
		cycle_fail(c, &job->err);
		return;
	}
	in->is_recorded = true;
	if (in->reread != REREAD_NOT) /* it may tell other articles from their pages now */
		c->seat->has_looked_back = false;
	c->seat->state = in->next; /* committed together with the articles: only now is it true */
	in->next = old;
	c->d->counts.articles_new += r->n_new + r->n_waiting;
	c->d->counts.articles_changed += r->n_changed;
	cycle_log_identity(c, r);
	if (cycle_is_shown_otherwise(r))
		publisher_source_changed(c->d->publisher, c->gen, (size_t)(c->source - c->gen->settings->sources));
	if (in->is_truncated) { /* a part was recorded, and the attempt failed all the same */
		cycle_log_end(c);
		err_set(set_error(c), ERR_REMOTE, "%s", in->scan != NULL ? "some files could not be read" :
		    in->pages != NULL ? "a following page did not come" : "the body did not come whole");
	}
	finish(c);
}

/* In the store lane: nothing but the cycle's own data and the store is touched. */
static void
run_record(struct lane_job *job)
{
	struct cycle *c = job->arg;
	struct intake *in = c->in;
	struct record_options o = { .url = c->final_url, .is_complete = c->source->kind == SOURCE_FOLDER && !in->is_truncated,
		.is_partial = in->is_partial, .reread = in->reread };

	ignore_recording(&in->document, c->source->ignored);
	if (store_record(c->d->store, c->source, &in->document, in->next.checked_s, &o, &in->recorded, &job->err) != 0)
		return;
	if (in->recorded.n_new + in->recorded.n_waiting + in->recorded.n_changed > 0)
		in->next.changed_s = in->next.checked_s;
	cycle_note_identity(&in->next, &in->recorded);
	in->next.due_s = cycle_next_due(c, &in->next);
	store_state_save(c->d->store, c->source->name, &in->next, &job->err);
}

static char *
copy_of(struct str s)
{
	return s.n > 0 ? mem_strndup(s) : NULL;
}

void
cycle_record(struct cycle *c)
{
	const struct document *doc = &c->in->document;
	struct source_state *next = &c->in->next;

	next->reader = job_reader();
	free(next->title);
	free(next->link);
	free(next->format);
	next->title = copy_of(doc->title.plain);
	next->link = copy_of(doc->link);
	next->format = copy_of(doc->format);
	next->is_gone = false;
	next->ttl_s = doc->ttl.is_set && doc->ttl.v > 0 && doc->ttl.v < INT64_C(100000) ? doc->ttl.v * 60 : 0;
	if (!c->in->is_truncated)
		drift_learn(doc, &c->in->seen, next);
	cycle_note_success(c, next);
	buf_release(&c->in->body);
	c->in->job = (struct lane_job){ .arg = c, .run = run_record, .done = on_recorded };
	lane_push(c->d->store_lane, &c->in->job);
}

/* ---- parsed ---- */

static enum job_kind
kind_of_job(const struct cycle *c)
{
	static const enum job_kind kinds[] = { [SOURCE_AUTO] = JOB_AUTO, [SOURCE_FEED] = JOB_FEED, [SOURCE_PAGE] = JOB_LISTING,
		[SOURCE_JSON] = JOB_JSON, [SOURCE_SITEMAP] = JOB_SITEMAP };

	if (c->source->kind == SOURCE_AUTO && (c->is_page || (c->seat->state.envelope != NULL && !c->is_rebuilt)))
		return JOB_LISTING;
	return kinds[c->source->kind];
}

struct job
cycle_job(const struct cycle *c)
{
	return (struct job){
		.kind = kind_of_job(c),
		.bytes = buf_str(&c->in->body),
		.content_type = str_from(c->content_type),
		.url = c->source->command == NULL ? str_from(c->final_url) : STR_NONE,
		.content_location = str_from(c->content_location),
		.content_language = str_from(c->content_language),
		.as_of_s = c->as_of_s,
		.rules = buf_str(&c->rules),
		.ending = c->in->is_truncated || c->in->is_open_ended ? ENDING_CUT : ENDING_CAREFUL,
		.items_max = c->source->items_max,
		.settings_hash = source_results_hash(c->source) ^ job_reader(),
		.fingerprints = buf_str(&c->in->fingerprints),
	};
}

void
cycle_parse(struct cycle *c)
{
	struct job job = cycle_job(c);
	struct envelope usual;
	struct err e;

	if (cycle_is_poison(c, &e)) {
		cycle_fail(c, &e);
		return;
	}
	if (c->seat->state.envelope != NULL && envelope_read(c->seat->state.envelope, &usual) == 0)
		job.around = str_from(usual.around);
	pool_start(c->d->pool, &job, cycle_answered, c);
}

/* ---- fetched ---- */

static void fetch(struct cycle *c);

void
cycle_start_again(struct cycle *c, char *url)
{
	struct source_state *st = &c->seat->state;

	free(st->moved_to);
	st->moved_to = url;
	source_state_forget_body(st);
	if (c->in != NULL && !c->in->has_let_go)
		cycle_let_go(c->d);
	free_intake(c->in);
	c->in = NULL;
	mem_replace(&c->final_url, NULL);
	mem_replace(&c->content_type, NULL);
	mem_replace(&c->content_location, NULL);
	mem_replace(&c->content_language, NULL);
	fetch(c);
}

static void
take_over(char **to, char **from)
{
	free(*to);
	*to = mem_take(from);
}

/* A good answer of 304, or of bytes that are known already: nothing to parse. */
static void
nothing_new(struct cycle *c)
{
	c->seat->state.is_gone = false;
	finish(c);
}

/* Another program has read what is known of the source. */
static bool
is_of_other_reader(const struct source_state *st)
{
	return st->reader != job_reader() && st->ok_s != 0;
}

static struct intake *
take_in(struct cycle *c, bool is_truncated, bool is_known)
{
	struct intake *in = c->in = mem_zalloc(sizeof(*in));

	arena_init(&in->arena, 0, NULL);
	buf_init(&in->body, 0);
	buf_init(&in->fingerprints, SIZE_MAX / 4);
	in->is_truncated = is_truncated;
	in->reread = !is_of_other_reader(&c->seat->state) ? REREAD_NOT : is_known ? REREAD_SAME_BYTES : REREAD_OTHER_BYTES;
	source_state_copy(&in->next, &c->seat->state);
	return in;
}

/* ---- what is known already ---- */

static void
on_recalled(struct lane_job *job)
{
	cycle_parse(job->arg); /* without fingerprints all of it is read: why there are none, recording will tell */
}

static void
run_recall(struct lane_job *job)
{
	struct cycle *c = job->arg;

	store_fingerprints(c->d->store, c->source, &c->in->fingerprints, &job->err);
}

/* The ledger says which items are known, so that the worker need not look at them. */
static void
recall(struct cycle *c)
{
	c->in->job = (struct lane_job){ .arg = c, .run = run_recall, .done = on_recalled };
	lane_push(c->d->store_lane, &c->in->job);
}

static void
got_body(struct cycle *c, struct fetch_result *r, bool is_truncated)
{
	struct source_state *st = &c->seat->state;
	struct sha256 hash;
	struct intake *in;
	bool is_known;

	if (r->body.n == 0) {
		err_set(set_error(c), ERR_INPUT, "%s: empty body", c->final_url);
		finish(c);
		return;
	}
	hash = hash_sha256(buf_str(&r->body));
	c->n_bytes = r->body.n;
	is_known = !is_truncated && st->has_body_hash && memcmp(&hash, &st->body_hash, sizeof(hash)) == 0;
	if (is_known && !is_of_other_reader(st)) {
		c->d->counts.unchanged++;
		take_over(&st->etag, &r->etag); /* new validators for the same bytes */
		take_over(&st->last_modified, &r->last_modified);
		nothing_new(c);
		return;
	}
	in = take_in(c, is_truncated, is_known);
	in->is_open_ended = r->is_open_ended;
	if (!is_truncated) { /* half a body must be asked for again */
		in->next.has_body_hash = true;
		in->next.body_hash = hash;
		take_over(&in->next.etag, &r->etag);
		take_over(&in->next.last_modified, &r->last_modified);
	}
	in->body = r->body;
	buf_init(&r->body, r->body.max);
	if (++c->d->n_held >= HELD_BODIES_MAX)
		fetcher_hold(c->d->fetcher, true);
	recall(c);
}

static void
on_fetched(struct fetch_result *r, void *arg)
{
	struct cycle *c = arg;
	bool is_truncated = r->err.kind == ERR_REMOTE && r->status == 200 && r->body.n > 0;

	c->d->counts.fetched++;
	c->status = r->status;
	c->server_wait_s = r->retry_after_s;
	c->max_age_s = r->max_age_s;
	c->final_url = r->final_url != NULL ? mem_take(&r->final_url) : mem_strdup(c->request.url);
	c->content_type = mem_take(&r->content_type);
	c->content_location = mem_take(&r->content_location);
	c->content_language = mem_take(&r->content_language);
	c->as_of_s = r->as_of_s;
	if (r->err.kind != ERR_NONE && !is_truncated) {
		cycle_fail(c, &r->err);
		return;
	}
	if (r->permanent_url != NULL && (r->status == 200 || r->status == 304))
		cycle_note_move(c, r->permanent_url);
	if (r->status == 304) {
		c->d->counts.not_modified++;
		nothing_new(c);
	} else if (r->status == 200 || r->status == 203) {
		got_body(c, r, is_truncated);
	} else if (r->status < 400 || r->status >= 500 || !cycle_falls_back(c)) {
		cycle_note_loss(c);
		err_set(set_error(c), ERR_REMOTE, "%s: HTTP status %ld%s", c->final_url, r->status,
		    r->status == 410 ? " (gone: asked once a week from now on)" : "");
		finish(c);
	}
}

/* This program may read more in the document that is there: it is asked for whether it has changed or not. */
static bool
reads_again(const struct cycle *c)
{
	const struct source_state *st = &c->seat->state;

	return is_of_other_reader(st) &&
	    schedule_is_read_again(str_from(c->seat->name), st->checked_s, clock_now_s(), c->gen->settings->n_sources);
}

static void
fetch(struct cycle *c)
{
	const struct source *src = c->source;
	struct source_state *st = &c->seat->state;

	if (st->held_until_s != 0 && clock_now_s() >= st->held_until_s) { /* even an unchanged document shows what is held */
		source_state_forget_body(st);
		mem_replace(&st->parts, NULL);
		st->held_until_s = 0;
	}
	if (src->kind == SOURCE_SITEMAP && st->moved_to == NULL && source_is_site(src)) /* its robots.txt knows */
		st->moved_to = mem_printf("%srobots.txt", src->url);
	c->request = bring_request(src, st->moved_to != NULL ? st->moved_to : src->url);
	if (!reads_again(c)) {
		c->request.etag = st->etag;
		c->request.last_modified = st->last_modified;
	}
	bring_start(c->d, src, &c->request, on_fetched, c);
}

/* ---- folders: read off the loop, parsed file by file ---- */

static void
on_folder_read(struct folder_scan *scan, void *arg)
{
	struct cycle *c = arg;
	const struct source_state *st = &c->seat->state;
	bool is_known = st->has_body_hash && memcmp(&scan->hash, &st->body_hash, sizeof(scan->hash)) == 0;
	struct intake *in;

	c->n_bytes = scan->n_bytes;
	cycle_log_files(c, scan);
	if (scan->err.kind != ERR_NONE || !scan->is_parsed) {
		if (scan->err.kind != ERR_NONE)
			*set_error(c) = scan->err;
		else
			c->d->counts.unchanged++; /* byte for byte as it was */
		folder_scan_free(scan);
		finish(c);
		return;
	}
	in = take_in(c, scan->n_failed > 0, is_known); /* a file that cannot be read is not a deleted one */
	in->scan = scan;
	in->next.has_body_hash = !in->is_truncated;
	in->next.body_hash = scan->hash;
	in->document = scan->document;
	cycle_record(c);
}

static void
read_folder(struct cycle *c)
{
	const struct source_state *st = &c->seat->state;
	struct folder_options o = { .loop = &c->d->loop, .pool = c->d->pool, .source = c->source,
		.known = st->has_body_hash && !is_of_other_reader(st) ? &st->body_hash : NULL };

	folder_read(&o, on_folder_read, c);
}

/* ---- due ---- */

/* What is remembered was learned at this address and by these rules. */
static void
look_at_address(struct cycle *c)
{
	const char *address = c->source->path != NULL ? c->source->path : c->source->url;
	char *with_rules = NULL;

	if (c->rules.n > 0)
		address = with_rules = mem_printf("%s %016" PRIx64, address, hash_fast(buf_str(&c->rules), 0));
	source_state_for(&c->seat->state, address);
	free(with_rules);
}

void
cycle_start(struct daemon *d, struct seat *s)
{
	struct cycle *c = mem_zalloc(sizeof(*c));

	c->d = d;
	c->seat = s;
	c->gen = s->gen;
	generation_ref(c->gen);
	c->source = s->source;
	c->max_age_s = -1;
	s->is_busy = true;
	s->is_wanted = false;
	due_remove(&d->heap, &s->due);
	d->n_in_flight++;
	buf_init(&c->rules, JOB_BYTES_MAX);
	if (c->source->rules != NULL)
		rules_encode(&c->rules, c->source->rules);
	look_at_address(c);
	if (c->source->path != NULL)
		read_folder(c);
	else
		fetch(c);
}
