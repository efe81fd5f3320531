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
#define TOLD_MAX 10000U           /* rules that found nothing and are told */

/* Before the second and the third try of a page. */
static const int64_t pauses_s[] = { 3600, 21600 };

#define TRIES_MAX (sizeof(pauses_s) / sizeof(pauses_s[0]) + 1)

/* The pages of one source, one after another. */
struct reading {
	struct fulltext *f;
	struct generation *gen;
	const struct source *source;
	struct pages_query query;
	bool looks_back;
	struct arena list_arena;
	struct list wanted;           /* struct page_wanted; the lane's until has_list */
	bool has_list;
	uint32_t at;          /* of the one under way */
	struct page_read *page;
	struct page_result result;
	int64_t due_s;        /* of one that failed: 0 for never */
	unsigned n_read, n_failed;
	struct pages_left left;
	bool is_wanted;       /* a cycle has ended meanwhile */
	struct lane_job job;
};

struct fulltext {
	struct daemon *d;
	struct map *readings; /* by the source's name */
	struct map *told;     /* rules that found nothing, by their places: once is enough */
	struct generation *told_of; /* another one has other rules; NULL: nothing is told yet */
	struct lane_job step;
	uint64_t next_ms;
	int64_t step_s;
	unsigned n_shown;
	struct arena step_arena;
	struct list failed; /* struct str: sources with pages that failed and are due again */
	bool is_stepping;
};

static void read_next(struct reading *r);

static struct page_wanted *
wanted(const struct reading *r)
{
	return &((struct page_wanted *)r->wanted.v)[r->at];
}

/* ---- the end ---- */

static size_t
index_of(const struct generation *gen, const struct source *source)
{
	return (size_t)(source - gen->settings->sources);
}

/* The only way out. */
static void
finish(struct reading *r)
{
	struct fulltext *f = r->f;
	struct seat *s = map_get(f->d->seats, str_from(r->source->name));
	bool is_wanted = r->is_wanted && s != NULL && s->gen != NULL;

	if (r->n_read + r->n_failed > 0)
		log_info("source %s: pages read=%u failed=%u left=%u", r->source->name, r->n_read, r->n_failed, r->left.n_wanted);
	if (r->n_read + r->n_failed + r->left.n_shown > 0)
		publisher_source_changed(f->d->publisher, r->gen, index_of(r->gen, r->source));
	map_remove(f->readings, str_from(r->source->name));
	page_read_free(r->page);
	arena_release(&r->list_arena);
	generation_unref(r->gen);
	free(r);
	if (is_wanted) /* as it is configured by now */
		fulltext_source(f, s->gen, index_of(s->gen, s->source));
	daemon_wake(f->d);
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

	store_pages_release(r->f->d->store, &r->query, &r->left, &job->err);
}

static void
on_released(struct lane_job *job)
{
	struct reading *r = job->arg;
	struct seat *s = map_get(r->f->d->seats, str_from(r->source->name));

	if (job->err.kind != ERR_NONE)
		log_error("source %s: %s", r->source->name, job->err.text);
	else if (s != NULL)
		s->n_pages = r->left.n_wanted;
	finish(r);
}

/* ---- kept ---- */

/* Without its text where nobody asked for that. */
static int
save_page(struct reading *r, struct err *e)
{
	struct article *article = &r->result.article;
	struct page_saved page = { .article = article, .etag = r->result.etag, .last_modified = r->result.last_modified, .now_s = clock_now_s(),
		.is_bare = !r->source->full_text };

	if (page.is_bare)
		article->content_html = article->content_text = STR_NONE;
	return store_page_save(r->f->d->store, wanted(r)->row, &page, e);
}

static void
run_save(struct lane_job *job)
{
	struct reading *r = job->arg;
	struct store *store = r->f->d->store;

	if (r->result.end == PAGE_END_READ)
		save_page(r, &job->err);
	else if (r->result.end == PAGE_END_SAME)
		store_page_same(store, wanted(r)->row, clock_now_s(), &job->err);
	else
		store_page_failed(store, wanted(r)->row, r->result.err.text, r->result.end != PAGE_END_LATER, r->due_s, &job->err);
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
	if (r->result.end != PAGE_END_READ && r->result.end != PAGE_END_SAME) {
		log_debug("source %s: a page: %s", r->source->name, r->result.err.text);
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
tell_rules(struct reading *r)
{
	struct fulltext *f = r->f;
	const struct rule_report *missed;
	uint32_t i = 0;

	if (f->told_of != r->gen) {
		map_free(f->told);
		f->told = map_new();
		generation_unref(f->told_of);
		f->told_of = r->gen;
		generation_ref(r->gen);
	}
	while ((missed = rule_reports_missed(&r->result.rule_reports, &i)) != NULL) {
		if (map_has(f->told, missed->at) || map_count(f->told) >= TOLD_MAX)
			continue;
		map_put(f->told, missed->at, f);
		log_warning("source %s: %.*s: %.*s names nothing in %s", r->source->name, STR_ARG(missed->at), STR_ARG(missed->key), wanted(r)->url);
	}
}

static void
on_read(const struct page_result *p, void *arg)
{
	struct reading *r = arg;

	r->result = *p;
	tell_rules(r);
	r->due_s = next_try(r);
	if (p->end == PAGE_END_CANCELLED)
		finish(r);
	else
		push(r, run_save, on_saved);
}

/* A page that was read without its text says nothing by being the same. */
static struct page_options
options_of(const struct reading *r)
{
	const struct page_wanted *w = wanted(r);
	bool is_known = !w->is_bare || !r->source->full_text;

	return (struct page_options){ .d = r->f->d, .source = r->source, .settings = r->gen->settings, .url = w->url,
		.etag = is_known ? w->etag : NULL, .last_modified = is_known ? w->last_modified : NULL,
		.is_last_try = w->tries + 1 >= TRIES_MAX, .needs_text = r->source->full_text };
}

static void
read_next(struct reading *r)
{
	struct page_options o;

	if (r->f->d->is_stopping) { /* what waits goes on waiting */
		finish(r);
	} else if (r->at < r->wanted.n) {
		o = options_of(r);
		r->page = page_read_start(&o, on_read, r);
	} else if (r->is_wanted) { /* what has come meanwhile waits for its own pages */
		finish(r);
	} else {
		push(r, run_release, on_released);
	}
}

/* ---- wanted ---- */

/* Of all that feeds show. */
static int
look_back(const struct reading *r, struct err *e)
{
	const struct settings *set = r->gen->settings;
	size_t index = index_of(r->gen, r->source), i;
	struct store_span span;
	struct arena a;
	int rc = 0;

	arena_init(&a, SIZE_MAX / 4, NULL);
	for (i = 0; i < set->n_feeds && rc == 0; i++) {
		if (!publisher_shows(&set->feeds[i], index))
			continue;
		arena_reset(&a);
		span = compose_span(r->gen->composer, &set->feeds[i], &a);
		rc = store_pages_look_back(r->f->d->store, r->source, &span, r->query.now_s, e);
	}
	arena_release(&a);
	return rc;
}

static void
run_find(struct lane_job *job)
{
	struct reading *r = job->arg;
	struct store *store = r->f->d->store;

	if ((r->looks_back && look_back(r, &job->err) != 0) || store_pages_wanted(store, &r->query, &r->list_arena, &r->wanted, &job->err) != 0)
		return;
	if (r->query.is_for_failed && r->wanted.n == 0)
		store_pages_forget_failed(store, &r->query, &job->err);
}

static void
on_found(struct lane_job *job)
{
	struct reading *r = job->arg;

	if (job->err.kind != ERR_NONE) {
		log_error("source %s: pages: %s", r->source->name, job->err.text);
		finish(r);
		return;
	}
	r->has_list = true;
	read_next(r);
}

/* How many of the source's newest articles feeds may show. */
static size_t
reach_of(const struct generation *gen, size_t index)
{
	const struct settings *set = gen->settings;
	struct store_span span;
	size_t i, reach = 0;

	for (i = 0; i < set->n_feeds; i++) {
		if (!publisher_shows(&set->feeds[i], index))
			continue;
		span = compose_span(gen->composer, &set->feeds[i], NULL);
		if (span.order == READING_FIRST_SEEN) /* whatever its date */
			span.limit = SIZE_MAX;
		reach = span.limit > reach ? span.limit : reach;
	}
	return reach;
}

static void
start(struct fulltext *f, struct generation *gen, size_t index, bool is_for_failed)
{
	const struct source *source = &gen->settings->sources[index];
	struct seat *s = map_get(f->d->seats, str_from(source->name));
	struct reading *r = mem_zalloc(sizeof(*r));

	r->f = f;
	r->gen = gen;
	generation_ref(gen);
	r->source = source;
	arena_init(&r->list_arena, LIST_BYTES_MAX, NULL);
	r->query = (struct pages_query){ .source = source->name, .now_s = clock_now_s(), .limit = source->full_text_pages,
		.reach = reach_of(gen, index), .is_for_failed = is_for_failed };
	r->looks_back = !is_for_failed && s != NULL && s->gen == gen && !s->has_looked_back;
	if (r->looks_back)
		s->has_looked_back = true;
	map_put(f->readings, str_from(source->name), r);
	push(r, run_find, on_found);
}

/* What it brings has its own pages, and something may wait for them. */
static bool
has_pages(const struct fulltext *f, const struct source *source)
{
	const struct seat *s = map_get(f->d->seats, str_from(source->name));

	if (source->path != NULL)
		return false;
	return source->full_text || source->kind == SOURCE_SITEMAP || (s != NULL && str_starts(str_from(s->state.format), STR("sitemap")));
}

void
fulltext_source(struct fulltext *f, struct generation *gen, size_t index)
{
	const struct source *source = &gen->settings->sources[index];
	struct reading *r = map_get(f->readings, str_from(source->name));

	if (f->d->is_stopping || !has_pages(f, source))
		return;
	if (r == NULL)
		start(f, gen, index, false);
	else
		r->is_wanted = true;
}

/* ---- now and then ---- */

static void
run_step(struct lane_job *job)
{
	struct fulltext *f = job->arg;

	if (store_pages_release_old(f->d->store, f->step_s, &f->n_shown, &job->err) == 0 && !f->d->options->is_once)
		store_pages_failed(f->d->store, f->step_s, &f->step_arena, &f->failed, &job->err);
}

static void
start_failed(struct fulltext *f)
{
	const struct str *v = f->failed.v;
	const struct seat *s;
	uint32_t i;

	for (i = 0; i < f->failed.n && !f->d->is_stopping; i++) {
		s = map_get(f->d->seats, v[i]);
		if (s != NULL && s->gen != NULL && !map_has(f->readings, v[i]) && has_pages(f, s->source))
			start(f, s->gen, index_of(s->gen, s->source), true);
	}
}

static void
on_stepped(struct lane_job *job)
{
	struct fulltext *f = job->arg;

	f->is_stepping = false;
	if (job->err.kind != ERR_NONE)
		log_error("pages: %s", job->err.text);
	else
		start_failed(f);
	if (job->err.kind == ERR_NONE && f->n_shown > 0)
		publisher_all_changed(f->d->publisher, f->d->gen);
	arena_reset(&f->step_arena);
	daemon_wake(f->d);
}

void
fulltext_step(struct fulltext *f)
{
	uint64_t now_ms = clock_mono_ms();

	if (f->is_stepping || f->d->is_stopping || now_ms < f->next_ms)
		return;
	f->next_ms = now_ms + STEP_MS;
	f->step_s = clock_now_s();
	f->is_stepping = true;
	f->failed = (struct list){ .n = 0 };
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
	arena_init(&f->step_arena, SIZE_MAX / 4, NULL); /* no more names than the ledger has sources */
	f->told = map_new();
	return f;
}

void
fulltext_free(struct fulltext *f)
{
	if (f == NULL)
		return;
	map_free(f->readings);
	arena_release(&f->step_arena);
	map_free(f->told);
	generation_unref(f->told_of);
	free(f);
}
