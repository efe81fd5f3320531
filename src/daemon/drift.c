#include "config.h"
#include "daemon/drift.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/utf8.h"
#include "settings/portable.h"
#include "store/store.h"

#define KNOWN_LOOKED_AT 300U         /* newest articles of the source */
#define KNOWN_BYTES_MAX (1U << 20)
#define ENTRIES_MAX (512U << 20) /* memory of these articles: bodies are at most 1 MiB each */
#define KEYS_MAX (16U << 20)     /* memory of the keys of addresses */
#define TITLE_SHOWN 80U              /* bytes of a page's title: a wall or a shield is known by it */
#define SAME_MIN 2U                  /* known articles that make a list the same one, */
#define SAME_SHARE 0.5               /* as a share of what was seen */
#define SAME_ITEMS 0.5               /* a box of a few known articles is not the list that had many */

struct examination {
	struct daemon *d;
	struct drift_input in;
	drift_done_fn *done;
	void *arg;
	struct buf known;
	struct lane_job lane;
};

/* ---- by what is remembered ---- */

bool
drift_is_likely(const struct source_state *st, const struct answer *answer, const char *url, struct envelope *seen,
    struct envelope *usual, bool *is_weak, struct err *doubt)
{
	const struct page_list *l = answer->document.listing;
	const char *what = answer->err.text;
	struct str title;

	*is_weak = false;
	if (l != NULL)
		envelope_of(&answer->document, seen);
	if (st->envelope == NULL || envelope_read(st->envelope, usual) != 0)
		return false;
	if (answer->err.kind == ERR_NONE) {
		if (l == NULL || l->is_empty == TRI_TRUE)
			return false;
		what = envelope_doubt(usual, seen, is_weak);
	} else if (answer->err.kind != ERR_INPUT || pool_error_is_death(&answer->err)) {
		return false;
	}
	if (what == NULL)
		return false;
	title = utf8_head(answer->document.title.plain, TITLE_SHOWN);
	if (title.n > 0)
		err_set(doubt, ERR_DRIFT, "%s: the page was rebuilt: %s; it is called \"%.*s\" now", url, what, STR_ARG(title));
	else
		err_set(doubt, ERR_DRIFT, "%s: the page was rebuilt: %s", url, what);
	return true;
}

static void
forget(char **text)
{
	free(*text);
	*text = NULL;
}

void
drift_learn(const struct document *d, const struct envelope *seen, struct source_state *next)
{
	struct envelope known;

	if (d->listing != NULL && d->listing->is_empty == TRI_TRUE)
		return;
	forget(&next->proposal);
	if (d->listing == NULL) {
		forget(&next->envelope);
		return;
	}
	if (next->envelope == NULL || envelope_read(next->envelope, &known) != 0)
		known = *seen;
	else
		envelope_learn(&known, seen);
	free(next->envelope);
	next->envelope = envelope_write(&known);
}

/* ---- by what is known ---- */

static void
finish(struct examination *x, enum drift_verdict verdict, char *proposal)
{
	x->done(verdict, proposal, x->arg);
	buf_release(&x->known);
	free(x);
}

static void
add_line(struct buf *out, struct str url, struct str title)
{
	size_t i;

	if (url.n == 0 || str_find_char(url, '\t') != STR_NPOS || str_find_char(url, '\n') != STR_NPOS)
		return;
	buf_add_str(out, url);
	buf_add_char(out, '\t');
	for (i = 0; i < title.n; i++)
		buf_add_char(out, title.p[i] == '\n' || title.p[i] == '\t' ? ' ' : title.p[i]);
	buf_add_char(out, '\n');
}

int
drift_known(struct store *s, const char *source, struct buf *out, struct err *e)
{
	struct list entries = { .n = 0 };
	const struct entry *v;
	struct arena a;
	uint32_t i;
	int rc;

	arena_init(&a, ENTRIES_MAX, NULL);
	rc = store_newest(s, &source, 1, false, KNOWN_LOOKED_AT, &a, &entries, e);
	v = entries.v;
	for (i = 0; rc == 0 && i < entries.n && out->n < KNOWN_BYTES_MAX; i++)
		add_line(out, v[i].article.url, v[i].article.title.plain);
	arena_release(&a);
	return rc;
}

/* ---- the proposal ---- */

static void
add_rule(struct buf *out, const char *key, struct str selector)
{
	if (selector.n == 0)
		return;
	buf_printf(out, "%s = ", key);
	portable_quote(out, selector);
	buf_add_char(out, '\n');
}

void
drift_write_rules(const struct list_candidate *c, struct buf *out)
{
	add_rule(out, "item", c->item);
	add_rule(out, "item.title", c->item_title);
	add_rule(out, "item.link", c->item_link);
	add_rule(out, "item.date", c->item_date);
}

static void
on_proposed(struct answer *answer, struct arena *arena, void *arg)
{
	struct examination *x = arg;
	const struct page_list *l = answer->document.listing;
	struct buf rules;
	size_t n;

	(void)arena;
	if (answer->err.kind == ERR_NONE && x->in.is_weak && l != NULL && l->proposal == NULL) {
		finish(x, DRIFT_SAME, NULL);
		return;
	}
	buf_init(&rules, 1 << 16);
	if (l != NULL && l->proposal != NULL && l->proposal->item.n > 0)
		drift_write_rules(l->proposal, &rules);
	finish(x, answer->err.kind == ERR_CANCELLED ? DRIFT_CANCELLED : DRIFT_REBUILT, rules.n > 0 ? buf_steal(&rules, &n) : NULL);
	buf_release(&rules);
}

/* ---- is it the same list? ---- */

static bool
is_same_list(const struct examination *x)
{
	const struct document *d = x->in.seen;
	const struct article *v = d != NULL ? d->articles.v : NULL;
	struct map *keys = map_new();
	struct str rest = buf_str(&x->known), line;
	struct arena a;
	uint32_t i, n = 0;
	size_t tab;

	arena_init(&a, KEYS_MAX, NULL);
	while (str_next(&rest, '\n', &line)) {
		tab = str_find_char(line, '\t');
		map_put(keys, url_match_key(&a, str_head(line, tab)), keys);
		if (tab + 1 < line.n)
			map_put(keys, str_skip(line, tab + 1), keys);
	}
	for (i = 0; d != NULL && i < d->articles.n; i++)
		n += map_has(keys, url_match_key(&a, v[i].url)) || (v[i].title.plain.n > 0 && map_has(keys, v[i].title.plain));
	arena_release(&a);
	map_free(keys);
	return n >= SAME_MIN && n >= SAME_SHARE * d->articles.n && d->articles.n >= SAME_ITEMS * x->in.usual->items;
}

static void
on_known(struct lane_job *job)
{
	struct examination *x = job->arg;
	struct job ask = x->in.page;

	if (job->err.kind != ERR_NONE)
		log_warning("source %s: %s", x->in.source, job->err.text);
	if (is_same_list(x)) {
		finish(x, DRIFT_SAME, NULL);
		return;
	}
	ask.kind = JOB_LISTING;
	ask.around = STR_NONE;
	ask.known = buf_str(&x->known);
	pool_start(x->d->pool, &ask, on_proposed, x);
}

static void
run_known(struct lane_job *job)
{
	struct examination *x = job->arg;

	drift_known(x->d->reader, x->in.source, &x->known, &job->err);
}

void
drift_examine(struct daemon *d, const struct drift_input *in, drift_done_fn *done, void *arg)
{
	struct examination *x = mem_zalloc(sizeof(*x));

	x->d = d;
	x->in = *in;
	x->done = done;
	x->arg = arg;
	buf_init(&x->known, 2 * KNOWN_BYTES_MAX);
	x->lane = (struct lane_job){ .arg = x, .run = run_known, .done = on_known };
	lane_push(d->publish_lane, &x->lane);
}
