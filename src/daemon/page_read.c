#include "config.h"
#include "daemon/page_read.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/url.h"
#include "daemon/bring.h"
#include "daemon/permission.h"
#include "daemon/site_rules.h"

#define PARTS_MAX 5U /* pages of one article that goes on */

struct page_read {
	struct page_options o;
	page_done_fn *done;
	void *arg;
	struct fetch_request request; /* under way */
	char *url;                    /* of that, where it is not the page's own */
	unsigned n_redirects;         /* of this part */
	struct buf body, rules;       /* rules: of the source and of the page's site, as jobs have them */
	char *final_url, *content_type, *content_language;
	struct arena arena;           /* of the article */
	unsigned n_parts;             /* of it that have come */
	struct buf text;              /* HTML of all parts, once there is a second */
	char *etag, *last_modified;
	struct page_result result;
	uv_timer_t timer;             /* the start */
};

/* ---- the end ---- */

static void
let_go_answer(struct page_read *p)
{
	buf_release(&p->body);
	free(p->final_url);
	free(p->content_type);
	free(p->content_language);
	p->final_url = p->content_type = p->content_language = NULL;
}

/* The only way out. */
static void
finish(struct page_read *p, enum page_end end)
{
	p->result.end = end;
	p->done(&p->result, p->arg);
}

static void
succeed(struct page_read *p)
{
	if (p->text.n > 0)
		p->result.article.content_html = buf_str(&p->text);
	if (p->n_parts == 1) {
		p->result.etag = p->etag;
		p->result.last_modified = p->last_modified;
	}
	finish(p, PAGE_END_READ);
}

/* All of an article is tried again. */
static void
fail(struct page_read *p, const struct err *e)
{
	p->result.err = *e;
	if (p->n_parts > 0 && p->o.is_last_try)
		succeed(p);
	else
		finish(p, PAGE_END_FAILED);
}

static void
forbid(struct page_read *p)
{
	err_set(&p->result.err, ERR_INPUT, "%s: robots.txt forbids it", p->request.url);
	if (p->n_parts > 0)
		succeed(p);
	else
		finish(p, PAGE_END_FORBIDDEN);
}

/* ---- an answer read ---- */

static void ask(struct page_read *p);

/* From now on that address is asked for. */
static void
go_to(struct page_read *p, char *url)
{
	free(p->url);
	p->url = url;
	p->request.url = url;
	p->request.etag = p->request.last_modified = NULL;
}

static void
take_first(struct page_read *p, const struct document *d, struct arena *arena)
{
	arena_release(&p->arena);
	p->arena = *arena; /* taken over, with all that the article points at */
	arena_init(arena, arena->max, NULL);
	p->result.article = *(const struct article *)d->articles.v;
	p->result.rule_reports = d->rule_reports;
	p->n_parts = 1;
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
take_further(struct page_read *p, const struct article *article)
{
	struct str title = article->title.plain, first = p->result.article.title.plain;

	if (!str_starts_nocase(title, first) && !str_starts_nocase(first, title))
		return false;
	if (p->n_parts++ == 1)
		buf_add_str(&p->text, p->result.article.content_html);
	buf_add_str(&p->text, without_figure(article->content_html, p->result.article.image));
	return !p->text.is_full;
}

static void
take_part(struct page_read *p, const struct document *d, struct arena *arena)
{
	const struct article *article = d->articles.v;
	char *next = d->next_url.n > 0 ? mem_strndup(d->next_url) : NULL;
	bool goes_on = true;

	if (p->n_parts == 0)
		take_first(p, d, arena);
	else
		goes_on = take_further(p, article);
	let_go_answer(p);
	if (!goes_on || next == NULL || !p->o.needs_text || p->n_parts == PARTS_MAX || p->o.d->is_stopping) {
		free(next);
		succeed(p);
		return;
	}
	go_to(p, next);
	p->n_redirects = 0;
	ask(p);
}

static bool
says_enough(const struct page_read *p, const struct document *d)
{
	const struct article *article = d->articles.v;

	return d->articles.n > 0 && (article->content_html.n + article->content_text.n > 0 || (!p->o.needs_text && article->title.plain.n > 0));
}

static void
on_parsed(struct answer *answer, struct arena *arena, void *arg)
{
	struct page_read *p = arg;
	struct err e;

	if (answer->err.kind == ERR_CANCELLED) {
		finish(p, PAGE_END_CANCELLED);
	} else if (answer->err.kind != ERR_NONE) {
		fail(p, &answer->err);
	} else if (!says_enough(p, &answer->document)) {
		err_set(&e, ERR_INPUT, "%s: no text in the page", p->request.url);
		fail(p, &e);
	} else {
		take_part(p, &answer->document, arena);
	}
}

/* ---- fetched ---- */

static void
parse(struct page_read *p, struct fetch_result *res)
{
	struct job job = { .kind = JOB_PAGE };

	if (p->n_parts == 0 && p->n_redirects == 0) {
		p->etag = mem_take(&res->etag);
		p->last_modified = mem_take(&res->last_modified);
	}
	p->body = res->body;
	buf_init(&res->body, res->body.max);
	p->final_url = mem_take(&res->final_url);
	p->content_type = mem_take(&res->content_type);
	p->content_language = mem_take(&res->content_language);
	job.bytes = buf_str(&p->body);
	job.url = str_from(p->final_url != NULL ? p->final_url : p->request.url);
	job.content_type = str_from(p->content_type);
	job.content_language = str_from(p->content_language);
	job.as_of_s = res->as_of_s;
	buf_clear(&p->rules);
	site_rules_encode(p->o.settings, p->o.source, job.url, &p->rules);
	job.rules = buf_str(&p->rules);
	pool_start(p->o.d->pool, &job, on_parsed, p);
}

/* An article that leads to a site's front page is one that is gone. */
static void
follow(struct page_read *p, char *target)
{
	struct err e;

	if (++p->n_redirects > FETCH_REDIRECTS_MAX)
		err_set(&e, ERR_REMOTE, "%s: more than the limit of %u redirects", p->request.url, FETCH_REDIRECTS_MAX);
	else if (url_is_front_page(str_from(target)) && !url_is_front_page(str_from(p->o.url)))
		err_set(&e, ERR_REMOTE, "%s: leads to the front page %s", p->request.url, target);
	else {
		go_to(p, target);
		ask(p);
		return;
	}
	free(target);
	fail(p, &e);
}

static void
on_fetched(struct fetch_result *res, void *arg)
{
	struct page_read *p = arg;
	struct err e;

	if (res->err.kind == ERR_CANCELLED) {
		finish(p, PAGE_END_CANCELLED);
	} else if (res->retry_after_s > 0 && res->status != 200) {
		err_set(&p->result.err, ERR_REMOTE, "%s: its host wants to be left alone", p->request.url);
		p->result.wait_s = res->retry_after_s;
		finish(p, PAGE_END_LATER);
	} else if (res->err.kind != ERR_NONE) {
		fail(p, &res->err);
	} else if (res->redirect_url != NULL) {
		follow(p, mem_take(&res->redirect_url));
	} else if (res->status == 304 && p->n_parts == 0) {
		finish(p, PAGE_END_SAME);
	} else if (res->status != 200 && res->status != 203) {
		err_set(&e, ERR_REMOTE, "%s: HTTP status %ld", p->request.url, res->status);
		fail(p, &e);
	} else {
		parse(p, res);
	}
}

/* ---- allowed ---- */

static void
on_asked(bool is_cancelled, void *arg)
{
	struct page_read *p = arg;

	if (is_cancelled || p->o.d->is_stopping)
		finish(p, PAGE_END_CANCELLED);
	else
		ask(p);
}

static void
ask(struct page_read *p)
{
	struct permissions *permissions = p->o.d->permissions;
	struct err e;

	switch (permissions_get(permissions, &p->request)) {
	case PERMISSION_UNKNOWN:
		permissions_ask(permissions, &p->request, on_asked, p);
		return;
	case PERMISSION_GIVEN:
		p->request.spacing_ms = permissions_spacing_ms(permissions, &p->request);
		fetch_start(p->o.d->fetcher, &p->request, on_fetched, p);
		return;
	case PERMISSION_DENIED:
		forbid(p);
		return;
	case PERMISSION_LATER:
		err_set(&e, ERR_REMOTE, "%s: the site's robots.txt does not come", p->request.url);
		fail(p, &e);
		return;
	}
}

static void
on_begin(uv_timer_t *t)
{
	on_asked(false, t->data);
}

struct page_read *
page_read_start(const struct page_options *o, page_done_fn *done, void *arg)
{
	struct page_read *p = mem_zalloc(sizeof(*p));

	p->o = *o;
	p->done = done;
	p->arg = arg;
	p->request = bring_request(o->source, o->url);
	p->request.etag = o->etag;
	p->request.last_modified = o->last_modified;
	p->request.stops_at_redirects = true;
	buf_init(&p->body, 0);
	buf_init(&p->rules, JOB_BYTES_MAX);
	buf_init(&p->text, MODEL_STR_MAX);
	arena_init(&p->arena, 0, NULL);
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
page_read_free(struct page_read *p)
{
	if (p == NULL)
		return;
	let_go_answer(p);
	free(p->url);
	free(p->etag);
	free(p->last_modified);
	buf_release(&p->rules);
	buf_release(&p->text);
	arena_release(&p->arena);
	uv_close((uv_handle_t *)&p->timer, on_closed);
}
