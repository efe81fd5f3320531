#include "config.h"
#include "daemon/probe.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/url.h"
#include "worker/pool.h"

#define ADDRESS_MEMORY (1U << 20)  /* bytes in which an address is put together */

/* Relative to the page's site. The first that is a feed counts. */
static const char *const usual[] = { "/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss" };

#define N_USUAL (sizeof(usual) / sizeof(usual[0]))

struct probe {
	struct daemon *d;
	struct fetch_request request;
	char *page_url, *url; /* url: that is asked now */
	size_t n;             /* asked so far */
	struct buf body;
	char *content_type;
	probe_done_fn *done;
	void *arg;
};

static void ask_next(struct probe *p);

static void
finish(struct probe *p, const char *url, bool is_cancelled)
{
	p->done(url, is_cancelled, p->arg);
	buf_release(&p->body);
	free(p->content_type);
	free(p->page_url);
	free(p->url);
	free(p);
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
	p->content_type = r->content_type;
	r->content_type = NULL;
	job.bytes = buf_str(&p->body);
	job.content_type = str_from(p->content_type);
	job.url = str_from(p->url);
	pool_start(p->d->pool, &job, on_parsed, p);
}

static void
ask_next(struct probe *p)
{
	struct arena a;
	struct str url;

	if (p->n == N_USUAL) {
		finish(p, NULL, false);
		return;
	}
	arena_init(&a, ADDRESS_MEMORY, NULL);
	url = url_resolve(&a, str_from(p->page_url), str_from(usual[p->n++]));
	free(p->url);
	p->url = mem_strndup(url);
	arena_release(&a);
	p->request.url = p->url;
	fetch_start(p->d->fetcher, &p->request, on_fetched, p);
}

void
probe_start(struct daemon *d, const struct fetch_request *request, const char *page_url, probe_done_fn *done, void *arg)
{
	struct probe *p = mem_zalloc(sizeof(*p));

	p->d = d;
	p->request = *request;
	p->request.etag = p->request.last_modified = NULL;
	p->page_url = mem_strdup(page_url);
	p->done = done;
	p->arg = arg;
	buf_init(&p->body, 0);
	ask_next(p);
}
