/* What becomes of an answer: another address is asked, a page is looked at twice, more is fetched, or it is recorded. */
#include "config.h"
#include "daemon/cycle_parts.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "daemon/probe.h"

#define USUAL_SITEMAP "sitemap.xml"

static void
cancel(struct cycle *c)
{
	struct err e;

	err_set(&e, ERR_CANCELLED, "stopping");
	cycle_fail(c, &e);
}

/* ---- another address ---- */

static bool
is_of_comments(const struct alternate *a)
{
	return str_find_nocase(a->title, STR("comment")) != STR_NPOS || str_find_nocase(a->url, STR("comments")) != STR_NPOS;
}

/* The feed that a page announces; NULL when there is none. */
static const struct alternate *
announced(const struct cycle *c, const struct document *d)
{
	const struct alternate *v = d->alternates.v;
	uint32_t i;

	if (c->source->kind != SOURCE_AUTO || c->source->command != NULL || c->has_followed || c->is_page || !str_is(d->format, "html") || d->alternates.n == 0)
		return NULL;
	for (i = 0; i < d->alternates.n && is_of_comments(&v[i]); i++)
		;
	return i < d->alternates.n ? &v[i] : NULL;
}

/* From now on the announced feed is fetched instead of the page; as soon as it is gone, the page is asked again. */
static void
follow(struct cycle *c, struct str url)
{
	log_info("source %s: the page announces the feed %.*s", c->seat->name, STR_ARG(url));
	c->has_followed = true;
	cycle_start_again(c, mem_strndup(url));
}

bool
cycle_falls_back(struct cycle *c)
{
	if (c->source->kind == SOURCE_SITEMAP && !c->has_followed && source_is_site(c->source)) {
		c->has_followed = true;
		cycle_start_again(c, mem_printf("%s" USUAL_SITEMAP, c->source->url));
		return true;
	}
	if (!c->has_followed || c->source->kind != SOURCE_AUTO || c->is_page)
		return false;
	log_info("source %s: %s is no feed, the page's own list is taken", c->seat->name, c->request.url);
	c->is_page = true;
	cycle_start_again(c, NULL);
	return true;
}

/* ---- further pages ---- */

static void
on_pages(const struct pages_result *r, void *arg)
{
	struct cycle *c = arg;

	if (r->err.kind == ERR_CANCELLED) {
		cycle_fail(c, &r->err);
		return;
	}
	c->n_bytes += r->n_bytes;
	free(c->in->next.parts);
	c->in->next.parts = mem_strdup(r->parts);
	c->in->is_partial = r->n_skipped + r->n_put_off > 0;
	if (r->err.kind == ERR_REMOTE)
		c->in->is_truncated = true;
	if (r->err.kind == ERR_REMOTE || r->n_put_off > 0) /* all of it is asked for again */
		source_state_forget_body(&c->in->next);
	cycle_record(c);
}

static void
fetch_more(struct cycle *c)
{
	struct pages_options o = { .d = c->d, .source = c->source, .request = c->request, .job = cycle_job(c),
		.parts = c->in->reread == REREAD_NOT ? c->in->next.parts : NULL };

	if (pages_are_undated(&c->in->document))
		source_state_forget_body(&c->in->next);
	c->in->has_let_go = true; /* or those that wait for pages would keep the pages from coming */
	cycle_let_go(c->d);
	c->in->pages = pages_start(&o, &c->in->document, &c->in->arena, on_pages, c);
}

static void
take_articles(struct cycle *c)
{
	if (pages_are_wanted(c->source, &c->in->document))
		fetch_more(c);
	else
		cycle_record(c);
}

/* ---- a page that is not as usual ---- */

static void
on_examined(enum drift_verdict verdict, char *proposal, void *arg)
{
	struct cycle *c = arg;
	struct source_state *st = &c->seat->state;

	if (verdict == DRIFT_SAME) {
		log_info("source %s: the page was rebuilt, its list is learned anew", c->seat->name);
		take_articles(c);
	} else if (verdict == DRIFT_CANCELLED) {
		cancel(c);
	} else if (c->source->kind == SOURCE_AUTO && !c->is_rebuilt) {
		c->is_rebuilt = true;
		cycle_parse(c);
	} else {
		free(st->proposal);
		st->proposal = proposal;
		proposal = NULL;
		cycle_fail(c, &c->in->doubt);
	}
	free(proposal);
}

static void
examine(struct cycle *c, const struct document *seen, bool is_weak)
{
	const struct drift_input in = {
		.source = c->seat->name,
		.usual = &c->in->usual,
		.seen = seen,
		.is_weak = is_weak,
		.page = { .bytes = buf_str(&c->in->body), .content_type = str_from(c->content_type), .url = str_from(c->final_url) },
	};

	drift_examine(c->d, &in, on_examined, c);
}

static void
take_document(struct cycle *c, struct answer *answer, struct arena *arena)
{
	arena_release(&c->in->arena);
	c->in->arena = *arena; /* taken over, with all that the document points at */
	arena_init(arena, arena->max, NULL);
	c->in->document = answer->document;
}

/* ---- feeds that nobody announces ---- */

static void
on_probed(const char *url, bool is_cancelled, void *arg)
{
	struct cycle *c = arg;

	if (is_cancelled) {
		cancel(c);
	} else if (url != NULL) {
		log_info("source %s: the page's site has a feed at %s", c->seat->name, url);
		c->has_followed = true;
		cycle_start_again(c, mem_strdup(url));
	} else {
		c->is_page = true;
		cycle_parse(c);
	}
}

/* A page of which nothing is known yet, not even that its site has no feed. */
static bool
may_have_feed(const struct cycle *c, const struct document *d)
{
	return c->source->kind == SOURCE_AUTO && c->source->discover && !c->is_page && !c->has_followed && c->seat->state.envelope == NULL &&
	    (str_is(d->format, "html") || str_is(d->format, "listing"));
}

/* ---- the answer ---- */

void
cycle_answered(struct answer *answer, struct arena *arena, void *arg)
{
	struct cycle *c = arg;
	const struct alternate *feed = announced(c, &answer->document);
	bool is_weak;

	if (feed != NULL) {
		follow(c, feed->url);
		return;
	}
	if (may_have_feed(c, &answer->document)) {
		c->in->has_let_go = true; /* or those that probe would keep their probes from starting */
		cycle_let_go(c->d);
		probe_start(c->d, &c->request, c->final_url, on_probed, c);
		return;
	}
	/* Of a page that is as it was, only this program can have another opinion. */
	if (drift_is_likely(&c->seat->state, answer, c->final_url, &c->in->seen, &c->in->usual, &is_weak, &c->in->doubt) &&
	    !(c->in->reread == REREAD_SAME_BYTES && answer->err.kind == ERR_NONE)) {
		bool is_list = answer->err.kind == ERR_NONE;

		take_document(c, answer, arena);
		examine(c, is_list ? &c->in->document : NULL, is_weak);
		return;
	}
	if (answer->err.kind != ERR_NONE) {
		if (pool_error_is_death(&answer->err))
			cycle_note_death(c);
		else if (answer->err.kind == ERR_INPUT && cycle_falls_back(c))
			return;
		cycle_fail(c, &answer->err);
		return;
	}
	if (str_is(answer->document.format, "html")) { /* it announces feeds, but none to follow */
		c->is_page = true;
		cycle_parse(c);
		return;
	}
	take_document(c, answer, arena);
	take_articles(c);
}
