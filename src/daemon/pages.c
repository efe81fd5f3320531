#include "config.h"
#include "daemon/pages.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "daemon/bring.h"
#include "daemon/parts.h"

struct memory { /* of an answer */
	struct arena arena;
	struct memory *next;
};

#define DEPTH_MAX 3U      /* of indexes of sitemaps, a robots.txt included */
#define QUEUE_MAX 2000U   /* addresses that wait */

struct waiting {
	char *url;
	const char *etag, *last_modified;
	unsigned depth;
};

struct pages {
	struct pages_options o;
	struct document *whole;
	struct arena *a;
	struct map *seen; /* links and ids of articles, addresses of pages */
	struct waiting *queue;
	size_t n_queue, queue_room, at;
	char *url;        /* of the page under way */
	struct buf body;
	char *content_type, *etag, *last_modified;
	struct memory *memory;
	struct parts *parts; /* of a sitemap */
	struct pages_result result;
	unsigned n_asked, pages_max; /* the first one counts */
	bool is_sitemap; /* its parts are fetched whatever comes of each; of all their articles the newest are kept */
	pages_done_fn *done;
	void *arg;
	uv_timer_t timer; /* the start */
};

static void fetch_next(struct pages *p);

static struct str
name_of(const struct article *a)
{
	return a->url.n > 0 ? a->url : a->id;
}

static bool
is_new(struct pages *p, struct str name)
{
	if (map_has(p->seen, name))
		return false;
	map_put(p->seen, name, p);
	return true;
}

static void
add_articles(struct pages *p, const struct document *d)
{
	const struct article *v = d->articles.v;
	uint32_t i;

	for (i = 0; i < d->articles.n; i++) {
		if (name_of(&v[i]).n > 0 && !is_new(p, name_of(&v[i])))
			continue;
		if (p->whole->articles.n >= p->o.source->items_max && !p->is_sitemap)
			p->whole->dropped = (struct opt_int){ p->whole->dropped.v + 1, true };
		else
			*(struct article *)list_add(p->a, &p->whole->articles, sizeof(*v)) = v[i];
	}
}

static void
let_go(struct pages *p)
{
	buf_release(&p->body);
	free(p->content_type);
	free(p->etag);
	free(p->last_modified);
	free(p->url);
	p->content_type = p->etag = p->last_modified = p->url = NULL;
}

static int
by_age(const void *a, const void *b)
{
	const struct article *x = a, *y = b;

	if (x->published.is_set != y->published.is_set)
		return x->published.is_set ? -1 : 1;
	if (x->published.v != y->published.v)
		return x->published.v > y->published.v ? -1 : 1;
	return str_cmp(x->url, y->url);
}

static void
keep_newest(struct pages *p)
{
	struct list *l = &p->whole->articles;

	if (l->n > 1)
		qsort(l->v, l->n, sizeof(struct article), by_age);
	if (l->n > p->o.source->items_max) {
		p->whole->dropped = (struct opt_int){ p->whole->dropped.v + l->n - p->o.source->items_max, true };
		l->n = p->o.source->items_max;
	}
}

/* Those that there was no room for. */
static void
put_off_rest(struct pages *p)
{
	size_t i;

	for (i = p->at; i < p->n_queue; i++)
		p->result.n_put_off += parts_put_off(p->parts, str_from(p->queue[i].url));
}

/* The only way out. */
static void
finish(struct pages *p)
{
	let_go(p);
	if (p->is_sitemap) {
		keep_newest(p);
		put_off_rest(p);
		p->result.parts = parts_text(p->parts);
	}
	p->done(&p->result, p->arg);
}

static void
fail(struct pages *p, const struct err *e)
{
	if (e->kind != ERR_CANCELLED)
		log_warning("source %s: a following page: %s", p->o.source->name, e->text);
	if (p->result.err.kind == ERR_NONE || e->kind == ERR_CANCELLED)
		p->result.err = *e;
	if (p->is_sitemap)
		parts_note_failure(p->parts, str_from(p->queue[p->at - 1].url));
	let_go(p);
	if (p->is_sitemap && e->kind != ERR_CANCELLED)
		fetch_next(p);
	else
		finish(p);
}

static struct waiting *
add_waiting(struct pages *p, struct str url, unsigned depth)
{
	if (url.n == 0 || url.n > URL_MAX || p->n_queue == QUEUE_MAX || depth > DEPTH_MAX || !is_new(p, url))
		return NULL;
	p->queue = mem_grow(p->queue, p->n_queue, &p->queue_room, sizeof(*p->queue));
	p->queue[p->n_queue] = (struct waiting){ .url = mem_strndup(url), .depth = depth };
	return &p->queue[p->n_queue++];
}

static void
add_part(struct pages *p, const struct sitemap_part *part, unsigned depth)
{
	const char *etag, *last_modified;
	struct waiting *w;

	if (!parts_wants(p->parts, part, &etag, &last_modified)) {
		p->result.n_skipped++;
		return;
	}
	w = add_waiting(p, part->url, depth);
	if (w == NULL)
		return;
	w->etag = etag;
	w->last_modified = last_modified;
}

/* What a document leads to. */
static void
add_followers(struct pages *p, const struct document *d, unsigned depth)
{
	const struct sitemap_part *part = d->parts.v;
	uint32_t i;

	for (i = 0; i < d->parts.n; i++)
		add_part(p, &part[i], depth + 1);
	if (!p->is_sitemap)
		add_waiting(p, d->next_url, 1);
}

static void
on_parsed(struct answer *answer, struct arena *arena, void *arg)
{
	struct pages *p = arg;
	const struct document *d = &answer->document;
	uint32_t n_before = p->whole->articles.n;
	struct memory *memory;

	if (answer->err.kind != ERR_NONE) {
		fail(p, &answer->err);
		return;
	}
	memory = mem_alloc(sizeof(*memory));
	memory->arena = *arena;
	arena_init(arena, arena->max, NULL);
	memory->next = p->memory;
	p->memory = memory;
	p->result.n_pages++;
	add_articles(p, d);
	if (p->is_sitemap) /* an index that gives no dates says nothing by being the same */
		parts_note(p->parts, str_from(p->queue[p->at - 1].url), pages_are_undated(d) ? NULL : p->etag,
		    pages_are_undated(d) ? NULL : p->last_modified);
	let_go(p);
	/* A list that brings nothing new goes round in circles. */
	if (p->is_sitemap || (p->whole->articles.n > n_before && p->whole->articles.n < p->o.source->items_max))
		add_followers(p, d, p->queue[p->at - 1].depth);
	fetch_next(p);
}

static void
parse(struct pages *p)
{
	struct job job = p->o.job;

	job.bytes = buf_str(&p->body);
	job.content_type = str_from(p->content_type);
	job.url = str_from(p->url);
	job.content_location = STR_NONE;
	pool_start(p->o.d->pool, &job, on_parsed, p);
}

static void
on_fetched(struct fetch_result *r, void *arg)
{
	struct pages *p = arg;
	struct err e;

	if (r->err.kind != ERR_NONE) {
		fail(p, &r->err);
		return;
	}
	if (p->is_sitemap && r->status == 304) {
		p->result.n_skipped++;
		let_go(p);
		fetch_next(p);
		return;
	}
	if (p->is_sitemap && (r->status == 404 || r->status == 410)) { /* indexes name what is long gone */
		log_info("source %s: %s is in the index, but gone", p->o.source->name, p->url);
		parts_note(p->parts, str_from(p->url), NULL, NULL);
		let_go(p);
		fetch_next(p);
		return;
	}
	if (r->status != 200) {
		err_set(&e, ERR_REMOTE, "%s: HTTP status %ld", p->url, r->status);
		fail(p, &e);
		return;
	}
	if (r->final_url != NULL) {
		free(p->url);
		p->url = mem_take(&r->final_url);
	}
	p->content_type = mem_take(&r->content_type);
	p->etag = mem_take(&r->etag);
	p->last_modified = mem_take(&r->last_modified);
	p->body = r->body;
	buf_init(&r->body, r->body.max);
	p->result.n_bytes += p->body.n;
	parse(p);
}

static void
fetch_next(struct pages *p)
{
	const struct waiting *w;

	if (p->at == p->n_queue || p->n_asked >= p->pages_max) {
		finish(p);
		return;
	}
	w = &p->queue[p->at++];
	p->url = mem_strdup(w->url);
	p->n_asked++;
	p->o.request.url = p->url;
	p->o.request.etag = w->etag;
	p->o.request.last_modified = w->last_modified;
	bring_start(p->o.d, p->o.source, &p->o.request, on_fetched, p);
}

bool
pages_are_wanted(const struct source *s, const struct document *first)
{
	if (first->parts.n > 0)
		return s->command == NULL;
	return first->next_url.n > 0 && s->command == NULL && s->pages_max != 1 && s->rules != NULL && s->rules[RULE_NEXT].n > 0;
}

bool
pages_are_undated(const struct document *first)
{
	const struct sitemap_part *v = first->parts.v;
	uint32_t i;

	for (i = 0; i < first->parts.n && v[i].changed.is_set; i++)
		;
	return i < first->parts.n;
}

static void
on_begin(uv_timer_t *t)
{
	fetch_next(t->data);
}

struct pages *
pages_start(const struct pages_options *o, struct document *first, struct arena *a, pages_done_fn *done, void *arg)
{
	struct pages *p = mem_zalloc(sizeof(*p));
	const struct article *v = first->articles.v;
	uint32_t i;

	p->o = *o;
	p->whole = first;
	p->a = a;
	p->done = done;
	p->arg = arg;
	p->n_asked = 1;
	p->is_sitemap = first->parts.n > 0;
	p->pages_max = o->source->pages_max > 0 ? o->source->pages_max : p->is_sitemap ? PARTS_DEFAULT : PAGES_DEFAULT;
	p->seen = map_new();
	buf_init(&p->body, 0);
	for (i = 0; i < first->articles.n; i++)
		if (name_of(&v[i]).n > 0)
			is_new(p, name_of(&v[i]));
	is_new(p, o->job.url);
	if (p->is_sitemap)
		p->parts = parts_new(o->source, o->parts);
	add_followers(p, first, 0);
	uv_timer_init(&o->d->loop, &p->timer);
	p->timer.data = p;
	uv_timer_start(&p->timer, on_begin, 0, 0); /* done may not run before this has returned */
	return p;
}

static void
on_closed(uv_handle_t *h)
{
	free(h->data);
}

void
pages_free(struct pages *p)
{
	struct memory *x, *next;
	size_t i;

	if (p == NULL)
		return;
	for (x = p->memory; x != NULL; x = next) {
		next = x->next;
		arena_release(&x->arena);
		free(x);
	}
	for (i = 0; i < p->n_queue; i++)
		free(p->queue[i].url);
	free(p->queue);
	map_free(p->seen);
	parts_free(p->parts);
	free(p->result.parts);
	uv_close((uv_handle_t *)&p->timer, on_closed);
}
