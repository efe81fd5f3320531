#include "config.h"
#include "daemon/fulltext.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "daemon/bring.h"
#include "daemon/permission.h"
#include "daemon/publisher.h"
#include "store/pages.h"

#define STEP_MS UINT64_C(30000)
#define PARTS_MAX 5U              /* pages of one article that goes on */
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
	uint32_t at;                  /* of the one under way */
	struct fetch_request request; /* of that one */
	struct buf rules;             /* of the source, as jobs have them; empty: none */
	struct buf body;
	char *final_url, *content_type, *content_language;
	struct arena arena;           /* of its article */
	struct article article;
	unsigned n_parts;             /* of it that have come */
	char *next_url;               /* of the part under way, but for the first */
	struct buf text;              /* HTML of all parts, once there is a second */
	struct err failure;           /* of kind ERR_NONE: it has come */
	int64_t due_s;                /* of a failed one: 0 for never */
	bool is_try;                  /* that it failed counts */
	unsigned n_read, n_failed, n_shown;
	struct lane_job job;
};

struct fulltext {
	struct daemon *d;
	struct permissions *permissions;
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

/* Of the page that came. */
static void
let_go_page(struct reading *r)
{
	buf_release(&r->body);
	free(r->final_url);
	free(r->content_type);
	free(r->content_language);
	r->final_url = r->content_type = r->content_language = NULL;
}

/* And of the article. */
static void
let_go(struct reading *r)
{
	let_go_page(r);
	free(r->next_url);
	r->next_url = NULL;
	r->n_parts = 0;
	buf_release(&r->text);
	arena_reset(&r->arena);
}

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
	let_go(r);
	arena_release(&r->arena);
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

	if (r->failure.kind != ERR_NONE)
		store_page_failed(store, wanted(r)->row, r->failure.text, r->is_try, r->due_s, &job->err);
	else
		store_page_save(store, wanted(r)->row, &r->article, clock_now_s(), &job->err);
}

static void
on_saved(struct lane_job *job)
{
	struct reading *r = job->arg;
	struct daemon_counts *counts = &r->f->d->counts;

	let_go(r);
	if (job->err.kind != ERR_NONE) {
		log_error("source %s: %s", r->source->name, job->err.text);
		finish(r);
		return;
	}
	if (r->failure.kind != ERR_NONE) {
		log_debug("source %s: full text: %s", r->source->name, r->failure.text);
		r->n_failed++;
		counts->pages_failed++;
	} else {
		r->n_read++;
		counts->pages_read++;
	}
	r->at++;
	read_next(r);
}

static void
keep(struct reading *r)
{
	if (r->text.n > 0)
		r->article.content_html = buf_str(&r->text);
	r->failure = (struct err){ .kind = ERR_NONE };
	push(r, run_save, on_saved);
}

/* All of an article is tried again; the last time, what has come of it is better than nothing. */
static void
fail(struct reading *r, const struct err *e)
{
	unsigned tries = wanted(r)->tries + 1;

	if (r->n_parts > 0 && tries >= TRIES_MAX) {
		keep(r);
		return;
	}
	r->failure = *e;
	r->is_try = true;
	r->due_s = tries < TRIES_MAX ? clock_now_s() + pauses_s[tries - 1] : 0;
	push(r, run_save, on_saved);
}

static void
give_up(struct reading *r, const char *why)
{
	err_set(&r->failure, ERR_INPUT, "%s: %s", r->request.url, why);
	r->is_try = true;
	r->due_s = 0;
	push(r, run_save, on_saved);
}

static void
put_off(struct reading *r, const char *why, int64_t wait_s)
{
	err_set(&r->failure, ERR_REMOTE, "%s: %s", r->request.url, why);
	r->is_try = false;
	r->due_s = clock_now_s() + wait_s;
	push(r, run_save, on_saved);
}

/* ---- fetched ---- */

static void fetch(struct reading *r);

static void
take_first(struct reading *r, const struct article *article, struct arena *arena)
{
	arena_release(&r->arena);
	r->arena = *arena; /* taken over, with all that the article points at */
	arena_init(arena, arena->max, NULL);
	r->article = *article;
	r->n_parts = 1;
}

/* Each page of it may show the article's picture above its text: once is enough. Sanitised HTML. */
static struct str
without_figure(struct str html, struct str image)
{
	size_t n = str_find(html, STR("</figure>"));

	if (image.n == 0 || n == STR_NPOS || !str_starts(html, STR("<figure")) || str_find(str_head(html, n), image) == STR_NPOS)
		return html;
	return str_skip(html, n + strlen("</figure>"));
}

/* False: it is another article, whatever its address says. */
static bool
take_further(struct reading *r, const struct article *article)
{
	struct str title = article->title.plain, first = r->article.title.plain;

	if (!str_starts_nocase(title, first) && !str_starts_nocase(first, title))
		return false;
	if (r->n_parts++ == 1)
		buf_add_str(&r->text, r->article.content_html);
	buf_add_str(&r->text, without_figure(article->content_html, r->article.image));
	return !r->text.is_full;
}

static void
take_part(struct reading *r, const struct document *d, struct arena *arena)
{
	const struct article *article = d->articles.v;
	char *next = d->next_url.n > 0 ? mem_strndup(d->next_url) : NULL;
	bool goes_on = true;

	if (r->n_parts == 0)
		take_first(r, article, arena);
	else
		goes_on = take_further(r, article);
	let_go_page(r);
	free(r->next_url);
	r->next_url = next;
	if (!goes_on || next == NULL || r->n_parts == PARTS_MAX || r->f->d->is_stopping) {
		keep(r);
		return;
	}
	r->request.url = next;
	fetch(r);
}

static void
on_parsed(struct answer *answer, struct arena *arena, void *arg)
{
	struct reading *r = arg;
	const struct article *article = answer->document.articles.v;
	struct err e;

	if (answer->err.kind == ERR_CANCELLED) {
		finish(r);
	} else if (answer->err.kind != ERR_NONE) {
		fail(r, &answer->err);
	} else if (answer->document.articles.n == 0 || article->content_html.n + article->content_text.n == 0) {
		err_set(&e, ERR_INPUT, "%s: no text in the page", r->request.url);
		fail(r, &e);
	} else {
		take_part(r, &answer->document, arena);
	}
}

static char *
take(char **from)
{
	char *text = *from;

	*from = NULL;
	return text;
}

static void
parse(struct reading *r, struct fetch_result *res)
{
	struct job job = { .kind = JOB_PAGE };

	r->body = res->body;
	buf_init(&res->body, res->body.max);
	r->final_url = take(&res->final_url);
	r->content_type = take(&res->content_type);
	r->content_language = take(&res->content_language);
	job.bytes = buf_str(&r->body);
	job.url = str_from(r->final_url != NULL ? r->final_url : r->request.url);
	job.content_type = str_from(r->content_type);
	job.content_language = str_from(r->content_language);
	job.rules = buf_str(&r->rules);
	pool_start(r->f->d->pool, &job, on_parsed, r);
}

static void
on_fetched(struct fetch_result *res, void *arg)
{
	struct reading *r = arg;
	struct err e;

	if (res->err.kind == ERR_CANCELLED) {
		finish(r);
	} else if (res->retry_after_s > 0 && res->status != 200) {
		put_off(r, "its host wants to be left alone", res->retry_after_s);
	} else if (res->err.kind != ERR_NONE) {
		fail(r, &res->err);
	} else if (res->status != 200 && res->status != 203) {
		err_set(&e, ERR_REMOTE, "%s: HTTP status %ld", r->request.url, res->status);
		fail(r, &e);
	} else {
		parse(r, res);
	}
}

static void
on_asked(bool is_cancelled, void *arg)
{
	struct reading *r = arg;

	if (is_cancelled || r->f->d->is_stopping)
		finish(r);
	else
		fetch(r);
}

static void
fetch(struct reading *r)
{
	struct err e;

	switch (permissions_get(r->f->permissions, &r->request)) {
	case PERMISSION_UNKNOWN:
		permissions_ask(r->f->permissions, &r->request, on_asked, r);
		return;
	case PERMISSION_GIVEN:
		fetch_start(r->f->d->fetcher, &r->request, on_fetched, r);
		return;
	case PERMISSION_DENIED:
		if (r->n_parts > 0)
			keep(r);
		else
			give_up(r, "robots.txt forbids it");
		return;
	case PERMISSION_LATER:
		err_set(&e, ERR_REMOTE, "%s: the site's robots.txt does not come", r->request.url);
		fail(r, &e);
		return;
	}
}

static void
read_next(struct reading *r)
{
	if (r->f->d->is_stopping) { /* what waits goes on waiting */
		finish(r);
		return;
	}
	if (r->at == r->wanted.n) {
		push(r, run_release, on_released);
		return;
	}
	r->request = bring_request(r->source, wanted(r)->url);
	fetch(r);
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
	buf_init(&r->body, 0);
	buf_init(&r->text, MODEL_STR_MAX);
	buf_init(&r->rules, JOB_BYTES_MAX);
	if (source->rules != NULL)
		rules_encode(&r->rules, source->rules);
	arena_init(&r->list_arena, LIST_BYTES_MAX, NULL);
	arena_init(&r->arena, 0, NULL);
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
	f->permissions = permissions_new(d);
	f->readings = map_new();
	return f;
}

void
fulltext_free(struct fulltext *f)
{
	if (f == NULL)
		return;
	permissions_free(f->permissions);
	map_free(f->readings);
	free(f);
}
