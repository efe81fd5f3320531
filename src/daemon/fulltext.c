#include "config.h"
#include "daemon/fulltext.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "daemon/page_read.h"
#include "daemon/publisher.h"
#include "store/pages.h"

#define STEP_MS UINT64_C(30000)
#define LIST_BYTES_MAX (8U << 20) /* the addresses of one cycle's pages */

/* Before the second and the third try of a page. */
static const int64_t pauses_s[] = { 3600, 21600 };

#define TRIES_MAX (sizeof(pauses_s) / sizeof(pauses_s[0]) + 1)

/* The pages of one source, one after another. */
struct reading {
	struct fulltext *f;
	struct generation *gen;
	const struct source *source;
	struct arena list_arena;
	struct list wanted;           /* struct page_wanted; the lane's until has_list */
	bool has_list;
	uint32_t at;          /* of the one under way */
	struct page_read *page;
	struct page_result result;
	struct buf rules;     /* of the source, as jobs have them; empty: none */
	int64_t due_s;        /* of one that failed: 0 for never */
	unsigned n_read, n_failed, n_shown;
	struct lane_job job;
};

struct fulltext {
	struct daemon *d;
	struct map *readings; /* by the source's name */
	struct lane_job step;
	uint64_t next_ms;
	unsigned n_shown;
	bool is_stepping;
};

static void read_next(struct reading *r);

static struct page_wanted *
wanted(const struct reading *r)
{
	return &((struct page_wanted *)r->wanted.v)[r->at];
}

/* ---- the end ---- */

/* The only way out. */
static void
finish(struct reading *r)
{
	struct daemon *d = r->f->d;

	if (r->n_read + r->n_failed > 0)
		log_info("source %s: full text pages=%u failed=%u", r->source->name, r->n_read, r->n_failed);
	if (r->n_read + r->n_failed + r->n_shown > 0)
		publisher_source_changed(d->publisher, r->gen, (size_t)(r->source - r->gen->settings->sources));
	map_remove(r->f->readings, str_from(r->source->name));
	page_read_free(r->page);
	arena_release(&r->list_arena);
	buf_release(&r->rules);
	generation_unref(r->gen);
	free(r);
	daemon_wake(d);
}

static void
push(struct reading *r, void (*run)(struct lane_job *job), void (*done)(struct lane_job *job))
{
	r->job = (struct lane_job){ .run = run, .done = done, .arg = r };
	lane_push(r->f->d->store_lane, &r->job);
}

static void
run_release(struct lane_job *job)
{
	struct reading *r = job->arg;

	store_pages_release(r->f->d->store, r->source->name, 0, &r->n_shown, &job->err);
}

static void
on_released(struct lane_job *job)
{
	struct reading *r = job->arg;

	if (job->err.kind != ERR_NONE)
		log_error("source %s: %s", r->source->name, job->err.text);
	finish(r);
}

/* ---- kept ---- */

static void
run_save(struct lane_job *job)
{
	struct reading *r = job->arg;
	struct store *store = r->f->d->store;
	int64_t row = wanted(r)->row;

	if (r->result.end == PAGE_END_READ)
		store_page_save(store, row, &r->result.article, clock_now_s(), &job->err);
	else
		store_page_failed(store, row, r->result.err.text, r->result.end != PAGE_END_LATER, r->due_s, &job->err);
}

static void
on_saved(struct lane_job *job)
{
	struct reading *r = job->arg;
	struct daemon_counts *counts = &r->f->d->counts;

	page_read_free(r->page);
	r->page = NULL;
	if (job->err.kind != ERR_NONE) {
		log_error("source %s: %s", r->source->name, job->err.text);
		finish(r);
		return;
	}
	if (r->result.end != PAGE_END_READ) {
		log_debug("source %s: full text: %s", r->source->name, r->result.err.text);
		r->n_failed++;
		counts->pages_failed++;
	} else {
		r->n_read++;
		counts->pages_read++;
	}
	r->at++;
	read_next(r);
}

/* When a page that did not come is tried again; 0 for never. */
static int64_t
next_try(const struct reading *r)
{
	unsigned tries = wanted(r)->tries + 1;

	switch (r->result.end) {
	case PAGE_END_FAILED:
		return tries < TRIES_MAX ? clock_now_s() + pauses_s[tries - 1] : 0;
	case PAGE_END_LATER:
		return clock_now_s() + r->result.wait_s;
	case PAGE_END_READ:
	case PAGE_END_SAME:
	case PAGE_END_FORBIDDEN:
	case PAGE_END_CANCELLED:
		break;
	}
	return 0;
}

static void
on_read(const struct page_result *p, void *arg)
{
	struct reading *r = arg;

	r->result = *p;
	r->due_s = next_try(r);
	if (p->end == PAGE_END_CANCELLED)
		finish(r);
	else
		push(r, run_save, on_saved);
}

static void
read_next(struct reading *r)
{
	struct page_options o;

	if (r->f->d->is_stopping) { /* what waits goes on waiting */
		finish(r);
		return;
	}
	if (r->at == r->wanted.n) {
		push(r, run_release, on_released);
		return;
	}
	o = (struct page_options){ .d = r->f->d, .source = r->source, .rules = buf_str(&r->rules), .url = wanted(r)->url,
		.is_last_try = wanted(r)->tries + 1 >= TRIES_MAX, .needs_text = true };
	r->page = page_read_start(&o, on_read, r);
}

/* ---- wanted ---- */

static void
run_find(struct lane_job *job)
{
	struct reading *r = job->arg;

	store_pages_wanted(r->f->d->store, r->source->name, clock_now_s(), r->source->full_text_pages, &r->list_arena, &r->wanted, &job->err);
}

static void
on_found(struct lane_job *job)
{
	struct reading *r = job->arg;

	if (job->err.kind != ERR_NONE) {
		log_error("source %s: full text: %s", r->source->name, job->err.text);
		finish(r);
		return;
	}
	r->has_list = true;
	read_next(r);
}

void
fulltext_source(struct fulltext *f, struct generation *gen, size_t index)
{
	const struct source *source = &gen->settings->sources[index];
	struct reading *r;

	if (!source->full_text || source->path != NULL || f->d->is_stopping || map_has(f->readings, str_from(source->name)))
		return;
	r = mem_zalloc(sizeof(*r));
	r->f = f;
	r->gen = gen;
	generation_ref(gen);
	r->source = source;
	buf_init(&r->rules, JOB_BYTES_MAX);
	if (source->rules != NULL)
		rules_encode(&r->rules, source->rules);
	arena_init(&r->list_arena, LIST_BYTES_MAX, NULL);
	map_put(f->readings, str_from(source->name), r);
	push(r, run_find, on_found);
}

/* ---- those that wait for long ---- */

static void
run_step(struct lane_job *job)
{
	struct fulltext *f = job->arg;

	store_pages_release(f->d->store, NULL, clock_now_s() - PAGE_WAIT_S, &f->n_shown, &job->err);
}

static void
on_stepped(struct lane_job *job)
{
	struct fulltext *f = job->arg;

	f->is_stepping = false;
	if (job->err.kind != ERR_NONE)
		log_error("full text: %s", job->err.text);
	else if (f->n_shown > 0)
		publisher_all_changed(f->d->publisher, f->d->gen);
	daemon_wake(f->d);
}

void
fulltext_step(struct fulltext *f)
{
	uint64_t now_ms = clock_mono_ms();

	/* What a run before this one left waiting is found at the first step. */
	if (f->is_stepping || f->d->is_stopping || now_ms < f->next_ms || (f->next_ms > 0 && map_count(f->readings) == 0))
		return;
	f->next_ms = now_ms + STEP_MS;
	f->is_stepping = true;
	f->step = (struct lane_job){ .run = run_step, .done = on_stepped, .arg = f };
	lane_push(f->d->store_lane, &f->step);
}

bool
fulltext_is_idle(const struct fulltext *f)
{
	return !f->is_stepping && map_count(f->readings) == 0;
}

size_t
fulltext_waiting(const struct fulltext *f)
{
	size_t i = 0, n = 0;
	void *value;

	while (map_each(f->readings, &i, NULL, &value)) {
		const struct reading *r = value;

		n += r->has_list ? r->wanted.n - r->at : 0;
	}
	return n;
}

struct fulltext *
fulltext_new(struct daemon *d)
{
	struct fulltext *f = mem_zalloc(sizeof(*f));

	f->d = d;
	f->readings = map_new();
	return f;
}

void
fulltext_free(struct fulltext *f)
{
	if (f == NULL)
		return;
	map_free(f->readings);
	free(f);
}
