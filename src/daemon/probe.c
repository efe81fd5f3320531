#include "config.h"
#include "daemon/probe.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/url.h"
#include "daemon/permission.h"
#include "worker/pool.h"

#define ADDRESS_MEMORY (1U << 20)  /* bytes in which an address is put together */

const char *const probe_usual[] = { "/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json", NULL };

struct probe {
	struct daemon *d;
	struct fetch_request request;
	char *page_url, *url; /* url: that is asked now */
	size_t n;             /* asked so far */
	unsigned n_redirects; /* of the one that is asked now */
	uv_timer_t timer;     /* the start */
	struct buf body;
	char *content_type;
	probe_done_fn *done;
	void *arg;
};

static void ask(struct probe *p);
static void ask_next(struct probe *p);

static void
on_closed(uv_handle_t *h)
{
	free(h->data);
}

/* The only way out. */
static void
finish(struct probe *p, const char *url, bool is_cancelled)
{
	p->done(url, is_cancelled, p->arg);
	buf_release(&p->body);
	free(p->content_type);
	free(p->page_url);
	free(p->url);
	uv_close((uv_handle_t *)&p->timer, on_closed);
}

static void
on_parsed(struct answer *answer, struct arena *arena, void *arg)
{
	struct probe *p = arg;

	(void)arena;
	buf_release(&p->body);
	if (answer->err.kind == ERR_CANCELLED)
		finish(p, NULL, true);
	else if (answer->err.kind == ERR_NONE && answer->document.articles.n > 0)
		finish(p, p->url, false);
	else
		ask_next(p);
}

static void
on_fetched(struct fetch_result *r, void *arg)
{
	struct probe *p = arg;
	struct job job = { .kind = JOB_FEED, .items_max = 1 };

	if (r->err.kind == ERR_CANCELLED) {
		finish(p, NULL, true);
		return;
	}
	if (r->redirect_url != NULL && ++p->n_redirects <= FETCH_REDIRECTS_MAX) {
		free(p->url);
		p->url = mem_take(&r->redirect_url);
		ask(p);
		return;
	}
	if (r->status == 0 || r->status == 429 || r->status == 503) { /* the host wants to be left alone, or is gone */
		finish(p, NULL, false);
		return;
	}
	if (r->err.kind != ERR_NONE || r->status != 200) {
		ask_next(p);
		return;
	}
	p->body = r->body;
	buf_init(&r->body, r->body.max);
	free(p->content_type);
	p->content_type = mem_take(&r->content_type);
	job.bytes = buf_str(&p->body);
	job.content_type = str_from(p->content_type);
	job.url = str_from(p->url);
	pool_start(p->d->pool, &job, on_parsed, p);
}

static void
on_asked(bool is_cancelled, void *arg)
{
	struct probe *p = arg;

	if (is_cancelled)
		finish(p, NULL, true);
	else
		ask(p);
}

/* p->url, unless its site does not want that. */
static void
ask(struct probe *p)
{
	p->request.url = p->url;
	switch (permissions_get(p->d->permissions, &p->request)) {
	case PERMISSION_UNKNOWN:
		permissions_ask(p->d->permissions, &p->request, on_asked, p);
		return;
	case PERMISSION_GIVEN:
		p->request.spacing_ms = permissions_spacing_ms(p->d->permissions, &p->request);
		fetch_start(p->d->fetcher, &p->request, on_fetched, p);
		return;
	case PERMISSION_DENIED:
		ask_next(p);
		return;
	case PERMISSION_LATER:
		finish(p, NULL, false);
		return;
	}
}

static void
ask_next(struct probe *p)
{
	struct arena a;
	struct str url;

	if (probe_usual[p->n] == NULL) {
		finish(p, NULL, false);
		return;
	}
	arena_init(&a, ADDRESS_MEMORY, NULL);
	url = url_resolve(&a, str_from(p->page_url), str_from(probe_usual[p->n++]));
	free(p->url);
	p->url = mem_strndup(url);
	p->n_redirects = 0;
	arena_release(&a);
	ask(p);
}

static void
on_begin(uv_timer_t *t)
{
	ask_next(t->data);
}

void
probe_start(struct daemon *d, const struct fetch_request *request, const char *page_url, probe_done_fn *done, void *arg)
{
	struct probe *p = mem_zalloc(sizeof(*p));

	p->d = d;
	p->request = *request;
	p->request.etag = p->request.last_modified = NULL;
	p->request.stops_at_redirects = true;
	p->page_url = mem_strdup(page_url);
	p->done = done;
	p->arg = arg;
	buf_init(&p->body, 0);
	uv_timer_init(&d->loop, &p->timer);
	p->timer.data = p;
	uv_timer_start(&p->timer, on_begin, 0, 0); /* done may not run before this has returned */
}
