#include "config.h"
#include "daemon/pages.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"

struct part { /* an answer's memory */
	struct arena arena;
	struct part *next;
};

struct pages {
	struct pages_options o;
	struct document *whole;
	struct arena *a;
	struct map *seen; /* links and ids of articles, addresses of pages */
	char *url;        /* of the page under way */
	struct buf body;
	char *content_type;
	struct part *parts;
	struct pages_result result;
	unsigned n_asked;
	pages_done_fn *done;
	void *arg;
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
		if (p->whole->articles.n >= p->o.source->items_max)
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
	free(p->url);
	p->content_type = p->url = NULL;
}

/* The only way out. */
static void
finish(struct pages *p)
{
	let_go(p);
	p->done(&p->result, p->arg);
}

static void
fail(struct pages *p, const struct err *e)
{
	if (e->kind != ERR_CANCELLED)
		log_warning("source %s: a following page: %s", p->o.source->name, e->text);
	p->result.err = *e;
	finish(p);
}

static bool
has_next(const struct pages *p, const struct document *d)
{
	return d->next_url.n > 0 && d->next_url.n < URL_MAX && p->n_asked < p->o.pages_max && p->whole->articles.n < p->o.source->items_max;
}

static void
on_parsed(struct answer *answer, struct arena *arena, void *arg)
{
	struct pages *p = arg;
	const struct document *d = &answer->document;
	uint32_t n_before = p->whole->articles.n;
	struct part *part;

	if (answer->err.kind != ERR_NONE) {
		fail(p, &answer->err);
		return;
	}
	part = mem_alloc(sizeof(*part));
	part->arena = *arena;
	arena_init(arena, arena->max, NULL);
	part->next = p->parts;
	p->parts = part;
	p->result.n_pages++;
	add_articles(p, d);
	let_go(p);
	if (!has_next(p, d) || p->whole->articles.n == n_before || !is_new(p, d->next_url)) { /* nothing new: it goes round in circles */
		finish(p);
		return;
	}
	p->url = mem_strndup(d->next_url);
	fetch_next(p);
}

static void
on_fetched(struct fetch_result *r, void *arg)
{
	struct pages *p = arg;
	struct job job = p->o.job;
	struct err e;

	if (r->err.kind != ERR_NONE) {
		fail(p, &r->err);
		return;
	}
	if (r->status != 200) {
		err_set(&e, ERR_REMOTE, "%s: HTTP status %ld", p->url, r->status);
		fail(p, &e);
		return;
	}
	if (r->final_url != NULL) {
		free(p->url);
		p->url = mem_strdup(r->final_url);
	}
	p->content_type = mem_strdup(r->content_type);
	p->body = r->body;
	buf_init(&r->body, r->body.max);
	p->result.n_bytes += p->body.n;
	job.bytes = buf_str(&p->body);
	job.content_type = str_from(p->content_type);
	job.url = str_from(p->url);
	job.content_location = STR_NONE;
	pool_start(p->o.d->pool, &job, on_parsed, p);
}

static void
fetch_next(struct pages *p)
{
	p->n_asked++;
	p->o.request.url = p->url;
	p->o.request.etag = p->o.request.last_modified = NULL;
	fetch_start(p->o.d->fetcher, &p->o.request, on_fetched, p);
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
	p->seen = map_new();
	buf_init(&p->body, 0);
	for (i = 0; i < first->articles.n; i++)
		if (name_of(&v[i]).n > 0)
			is_new(p, name_of(&v[i]));
	is_new(p, o->job.url);
	is_new(p, first->next_url);
	p->url = mem_strndup(first->next_url);
	fetch_next(p);
	return p;
}

void
pages_free(struct pages *p)
{
	struct part *x, *next;

	if (p == NULL)
		return;
	for (x = p->parts; x != NULL; x = next) {
		next = x->next;
		arena_release(&x->arena);
		free(x);
	}
	map_free(p->seen);
	free(p);
}
