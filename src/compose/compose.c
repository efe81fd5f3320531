#include "config.h"
#include "compose/compose.h"

#include <stdlib.h>

#include "base/mem.h"
#include "compose/correction.h"
#include "compose/ignore.h"
#include "compose/run.h"

#define LOOK_FACTOR 4U /* rules that drop three of four find enough at the first look */

/* ---- the rules ---- */

struct composer *
composer_new(const struct settings *s, rule_mistake_fn *fn, void *arg)
{
	struct composer *c = mem_zalloc(sizeof(*c));
	size_t i;

	c->settings = s;
	c->sources = map_new();
	c->of_source = mem_zalloc((s->n_sources + 1) * sizeof(struct ruleset *));
	c->of_feed = mem_zalloc((s->n_feeds + 1) * sizeof(struct ruleset *));
	c->defaults = ruleset_new(&s->select, fn, arg);
	for (i = 0; i < s->n_sources; i++) {
		map_put(c->sources, str_from(s->sources[i].name), &s->sources[i]);
		c->of_source[i] = ruleset_new(&s->sources[i].select, fn, arg);
	}
	for (i = 0; i < s->n_feeds; i++)
		c->of_feed[i] = ruleset_new(&s->feeds[i].select, fn, arg);
	return c;
}

void
composer_free(struct composer *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->settings->n_sources; i++)
		ruleset_free(c->of_source[i]);
	for (i = 0; i < c->settings->n_feeds; i++)
		ruleset_free(c->of_feed[i]);
	ruleset_free(c->defaults);
	free(c->of_source);
	free(c->of_feed);
	map_free(c->sources);
	free(c);
}

static struct ruleset *
rules_of(const struct composer *c, const struct source *s)
{
	return s != NULL ? c->of_source[s - c->settings->sources] : NULL;
}

static bool
has_rules(const struct composer *c, const struct feed *f)
{
	size_t i;
	bool has_any = c->defaults != NULL || c->of_feed[f - c->settings->feeds] != NULL || f->n_languages > 0;

	for (i = 0; i < f->n_sources && !has_any; i++)
		has_any = c->of_source[f->sources[i]] != NULL;
	return has_any;
}

bool
compose_has_age(const struct composer *c, const struct feed *f)
{
	size_t i;
	bool has_any = ruleset_has_age(c->defaults) || ruleset_has_age(c->of_feed[f - c->settings->feeds]);

	for (i = 0; i < f->n_sources && !has_any; i++)
		has_any = ruleset_has_age(c->of_source[f->sources[i]]);
	return has_any;
}

static void
reset_counts(struct composer *c, const struct feed *f)
{
	size_t i;

	ruleset_reset(c->defaults);
	ruleset_reset(c->of_feed[f - c->settings->feeds]);
	for (i = 0; i < f->n_sources; i++)
		ruleset_reset(c->of_source[f->sources[i]]);
}

static void
tell_counts(const struct ruleset *r, const char *scope, const char *name, compose_count_fn *fn, void *arg)
{
	struct ruleset_count count;
	size_t i;

	for (i = 0; ruleset_count(r, i, &count); i++)
		fn(scope, name, &count, arg);
}

void
compose_counts(const struct composer *c, compose_count_fn *fn, void *arg)
{
	const struct settings *s = c->settings;
	size_t i;

	tell_counts(c->defaults, "defaults", NULL, fn, arg);
	for (i = 0; i < s->n_sources; i++)
		tell_counts(c->of_source[i], "source", s->sources[i].name, fn, arg);
	for (i = 0; i < s->n_feeds; i++)
		tell_counts(c->of_feed[i], "feed", s->feeds[i].name, fn, arg);
}

/* ---- one article ---- */

static bool
has_language(const struct feed *f, struct view *v)
{
	struct view_texts t = view_texts(v, VIEW_LANGUAGE);
	size_t i;

	for (i = 0; i < f->n_languages && t.n > 0; i++) { /* RFC 4647, 3.3.1; an article that does not tell may be any */
		struct str want = str_from(f->languages[i]);

		if (str_starts_nocase(t.v[0], want) && (t.v[0].n == want.n || t.v[0].p[want.n] == '-'))
			return true;
	}
	return f->n_languages == 0 || t.n == 0;
}

static bool
judge(struct composer *c, const struct feed *feed, struct view *v, ruleset_trace_fn *trace, void *arg)
{
	if (v->source != NULL)
		ignore_showing(v->entry, v->source->ignored);
	return ruleset_apply(c->defaults, v, trace, arg) && ruleset_apply(rules_of(c, v->source), v, trace, arg) &&
	    ruleset_apply(c->of_feed[feed - c->settings->feeds], v, trace, arg) && has_language(feed, v);
}

bool
compose_judge(struct composer *c, const struct feed *feed, int64_t now_s, struct arena *a, struct entry *e, ruleset_trace_fn *trace, void *arg)
{
	struct view v;

	view_init(&v, e, map_get(c->sources, e->source), now_s, a);
	return judge(c, feed, &v, trace, arg);
}

/* The configured title in place of the document's own, in a copy: the facts are shared by all entries of the source. */
static void
retitle(struct run *r, struct entry *e)
{
	const struct source *s = map_get(r->c->sources, e->source);
	struct document *d;

	if (s == NULL || s->title == NULL || s->title[0] == '\0')
		return;
	d = map_get(r->retitled, e->source);
	if (d == NULL) {
		d = arena_alloc(r->a, sizeof(*d));
		*d = *e->origin;
		d->title = (struct text){ .plain = str_from(s->title), .kind = TEXT_PLAIN };
		map_put(r->retitled, e->source, d);
	}
	e->origin = d;
}

int
run_read(struct run *r, int64_t row, struct arena *a, struct entry *e)
{
	if (store_reading_entry(r->reading, row, a, e) != 0)
		return -1;
	if (e->revision > 1 && r->feed->updates == UPDATES_IGNORE && store_reading_first_version(r->reading, a, e) != 0)
		return -1;
	if (e->revision > 1 && r->feed->updates == UPDATES_NEW_ENTRY && e->updated_s > e->published_s) {
		e->id = store_version_id(a, e->id, e->updated_s);
		e->published_s = e->updated_s;
	}
	retitle(r, e);
	return 0;
}

int
run_read_shown(struct run *r, int64_t row, struct arena *a, struct entry *e, bool *is_shown)
{
	if (run_read(r, row, a, e) != 0)
		return -1;
	*is_shown = compose_judge(r->c, r->feed, r->now_s, a, e, NULL, NULL);
	return 0;
}

static enum reading_order
order_of(const struct feed *f)
{
	if (f->updates == UPDATES_BUMP || f->updates == UPDATES_NEW_ENTRY)
		return READING_UPDATED;
	return f->order == ORDER_FIRST_SEEN ? READING_FIRST_SEEN : READING_PUBLISHED;
}

static bool
takes_share(struct run *r, const struct entry *e)
{
	uintptr_t n = (uintptr_t)map_get(r->shares, e->source);

	if (r->feed->per_source_max > 0 && n >= r->feed->per_source_max)
		return false;
	map_put(r->shares, e->source, (void *)(n + 1));
	return true;
}

/* ---- all of them ---- */

void
run_add(struct run *r, const struct entry *e)
{
	struct composition *out = r->out;

	*(struct entry *)list_add(r->a, &out->entries, sizeof(*e)) = *e;
	if (e->updated_s > out->updated_s)
		out->updated_s = e->updated_s;
	if (e->published_s > out->updated_s)
		out->updated_s = e->published_s;
}

/* Read where it is forgotten at once, and a second time if it is shown: of many articles few are. */
static int
consider(struct run *r, int64_t row, bool is_judged, struct arena *scratch)
{
	struct entry e;
	struct view v;
	bool is_there;

	if (is_judged) {
		arena_reset(scratch);
		if (run_read(r, row, scratch, &e) != 0)
			return -1;
		view_init(&v, &e, map_get(r->c->sources, e.source), r->now_s, scratch);
		v.is_counted = true;
		if (!judge(r->c, r->feed, &v, NULL, NULL))
			return 0;
	}
	if (story_is_told(r, row, scratch, &is_there) != 0)
		return -1;
	if (is_there)
		return 0;
	if (run_read_shown(r, row, r->a, &e, &is_there) != 0)
		return -1;
	if (!is_there || !takes_share(r, &e))
		return 0;
	if (story_gather(r, &e) != 0)
		return -1;
	run_add(r, &e);
	return 0;
}

static bool
may_leave_out(const struct composer *c, const struct feed *feed)
{
	return has_rules(c, feed) || feed->per_source_max > 0;
}

static size_t
first_look(const struct composer *c, const struct feed *feed)
{
	return feed->items_max * (may_leave_out(c, feed) ? LOOK_FACTOR : 1);
}

static int
choose(struct run *r, struct arena *scratch)
{
	bool is_judged = may_leave_out(r->c, r->feed);
	size_t limit = first_look(r->c, r->feed), i = 0, n;

	for (;;) {
		if (limit > COMPOSE_LOOK_MAX)
			limit = COMPOSE_LOOK_MAX;
		if (store_reading_newest(r->reading, limit, order_of(r->feed), &n) != 0)
			return -1;
		for (; i < n && r->out->entries.n < r->feed->items_max; i++)
			if (consider(r, store_reading_row(r->reading, i), is_judged, scratch) != 0)
				return -1;
		if (r->out->entries.n == r->feed->items_max || n < limit)
			return 0;
		r->out->is_cut = limit == COMPOSE_LOOK_MAX;
		if (r->out->is_cut)
			return 0;
		limit *= LOOK_FACTOR;
	}
}

static int
choose_corrections(struct run *r)
{
	struct list edits = { .n = 0 };
	struct correction *v;
	uint32_t i;

	if (store_reading_corrections(r->reading, r->feed->items_max, r->a, &edits) != 0)
		return -1;
	for (v = edits.v, i = 0; i < edits.n; i++) {
		if (!compose_judge(r->c, r->feed, r->now_s, r->a, &v[i].entry, NULL, NULL))
			continue;
		correction_make(r->a, &v[i]);
		retitle(r, &v[i].entry);
		run_add(r, &v[i].entry);
	}
	return 0;
}

static int
find_gone(struct run *r)
{
	const struct tombstone *v;

	if (!r->feed->has_tombstones || r->feed->kind != FEED_ARTICLES)
		return 0;
	if (store_reading_gone(r->reading, r->feed->items_max, r->a, &r->out->gone) != 0)
		return -1;
	v = r->out->gone.v;
	if (r->out->gone.n > 0 && v->gone_s > r->out->updated_s)
		r->out->updated_s = v->gone_s;
	return 0;
}

/* By name even for "*": the ledger also remembers sources that the configuration has lost. */
static const char *const *
names_of_sources(const struct composer *c, const struct feed *feed, struct arena *a)
{
	const char **names = arena_alloc(a, (feed->n_sources + 1) * sizeof(*names));
	size_t i;

	for (i = 0; i < feed->n_sources; i++)
		names[i] = c->settings->sources[feed->sources[i]].name;
	return names;
}

struct store_span
compose_span(const struct composer *c, const struct feed *feed, struct arena *a)
{
	return (struct store_span){ a != NULL ? names_of_sources(c, feed, a) : NULL, feed->n_sources, first_look(c, feed), order_of(feed) };
}

int
run_begin(struct run *r, struct composer *c, struct store *s, const struct feed *feed, int64_t now_s, struct arena *a, struct err *e)
{
	const char *const *names = names_of_sources(c, feed, a);

	r->c = c;
	r->feed = feed;
	r->now_s = now_s;
	r->a = a;
	r->retitled = map_new();
	r->shares = map_new();
	r->reading = store_reading_begin(s, names, feed->n_sources, a, e);
	return r->reading != NULL ? 0 : -1;
}

void
run_end(struct run *r)
{
	map_free(r->shares);
	map_free(r->retitled);
	store_reading_end(r->reading);
}

int
compose_feed(struct composer *c, struct store *s, const struct feed *feed, int64_t now_s, struct arena *a, struct composition *out,
    struct err *e)
{
	struct run r = { .out = out };
	struct arena scratch;
	int rc;

	*out = (struct composition){ .feed = feed };
	arena_init(&scratch, SIZE_MAX / 4, NULL);
	reset_counts(c, feed);
	rc = run_begin(&r, c, s, feed, now_s, a, e);
	if (rc == 0)
		rc = feed->kind == FEED_CORRECTIONS ? choose_corrections(&r) : choose(&r, &scratch);
	if (rc == 0)
		rc = find_gone(&r);
	run_end(&r);
	arena_release(&scratch);
	if (rc != 0)
		*out = (struct composition){ .feed = feed };
	return rc;
}
