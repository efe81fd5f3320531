#include "config.h"
#include "settings/feeds.h"

#include <stdlib.h>

#include "base/mem.h"
#include "settings/sources.h"

#define FEED_ITEMS 100
#define TAG STR("tag:")

/* Indexes of sources. */
struct indexes {
	size_t *v, n, room;
};

struct chooser {
	struct loader *ld;
	struct map *tags; /* of sources: struct indexes *, ascending */
	bool *is_chosen;  /* one for each source; false between two feeds */
	struct indexes chosen;
};

static void
index_add(struct indexes *l, size_t index)
{
	l->v = mem_grow(l->v, l->n, &l->room, sizeof(*l->v));
	l->v[l->n++] = index;
}

static void
chooser_init(struct chooser *c, struct loader *ld)
{
	size_t i, j;

	*c = (struct chooser){ .ld = ld, .tags = map_new(), .is_chosen = mem_zalloc(ld->s->n_sources + 1) };
	for (i = 0; i < ld->s->n_sources; i++) {
		const struct source *s = &ld->s->sources[i];

		for (j = 0; j < s->n_tags; j++) {
			struct indexes *l = map_get(c->tags, str_from(s->tags[j]));

			if (l == NULL) {
				l = mem_zalloc(sizeof(*l));
				map_put(c->tags, str_from(s->tags[j]), l);
			}
			index_add(l, i);
		}
	}
}

static void
chooser_release(struct chooser *c)
{
	struct str key;
	void *value;
	size_t i;

	for (i = 0; map_each(c->tags, &i, &key, &value);) {
		free(((struct indexes *)value)->v);
		free(value);
	}
	map_free(c->tags);
	free(c->is_chosen);
	free(c->chosen.v);
}

static void
choose(struct chooser *c, size_t index)
{
	if (c->is_chosen[index])
		return;
	c->is_chosen[index] = true;
	index_add(&c->chosen, index);
}

static void
choose_all(struct chooser *c)
{
	size_t i;

	for (i = 0; i < c->ld->s->n_sources; i++)
		choose(c, i);
}

static void
complain_of_tag(struct chooser *c, const struct value *x, struct str tag)
{
	struct nearest near;
	struct value said = *x;
	struct str key;
	void *value;
	size_t i;

	nearest_init(&near, tag);
	for (i = 0; loader_may_search(c->ld) && map_each(c->tags, &i, &key, &value);)
		nearest_offer(&near, key);
	/* A subscription list changes by itself: a tag that it lost must not stop the rest. */
	said.level = c->ld->s->n_subscriptions > 0 ? MISTAKE_WARNING : MISTAKE_ERROR;
	if (near.best.n > 0)
		value_complain(&said, "names a tag that no source has: did you mean \"tag:%.*s\"?", STR_ARG(near.best));
	else
		value_complain(&said, "names a tag that no source has");
}

static void
complain_of_source(struct chooser *c, const struct value *x)
{
	const char *near;

	if (map_has(c->tags, x->v->text)) {
		value_complain(x, "is a tag, no source: write \"tag:%s\"", x->v->is_expanded ? "…" : x->v->text.p);
		return;
	}
	near = loader_may_search(c->ld) ? settings_nearest_source(c->ld->s, x->v->text.p) : NULL;
	if (near != NULL)
		value_complain(x, "is no source: did you mean \"%s\"?", near);
	else
		value_complain(x, "is no source");
}

static void
choose_from(struct chooser *c, const struct conf_value *v)
{
	struct value x = { .v = v, .key = "from", .mistakes = c->ld->mistakes, .strings = c->ld->strings };
	const struct source *s;
	const struct indexes *l;
	struct str tag;
	size_t i;

	if (v->is_broken)
		return;
	if (str_is(v->text, "*")) {
		choose_all(c);
	} else if (str_starts(v->text, TAG)) {
		tag = str_trim(str_skip(v->text, TAG.n));
		l = map_get(c->tags, tag);
		if (l == NULL)
			complain_of_tag(c, &x, tag);
		for (i = 0; l != NULL && i < l->n; i++)
			choose(c, l->v[i]);
	} else {
		s = settings_source(c->ld->s, v->text.p);
		if (s == NULL)
			complain_of_source(c, &x);
		else
			choose(c, (size_t)(s - c->ld->s->sources));
	}
}

static int
by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* What was chosen becomes the feed's, and nothing is chosen any more. */
static void
take_chosen(struct chooser *c, struct feed *f)
{
	size_t i;

	if (c->chosen.n > 1)
		qsort(c->chosen.v, c->chosen.n, sizeof(*c->chosen.v), by_number);
	f->n_sources = c->chosen.n;
	f->sources = arena_alloc(c->ld->strings, c->chosen.n * sizeof(*f->sources) + 1);
	for (i = 0; i < c->chosen.n; i++) {
		f->sources[i] = c->chosen.v[i];
		c->is_chosen[c->chosen.v[i]] = false;
	}
	c->chosen.n = 0;
}

static void
read_from(struct chooser *c, const struct conf_section *in, struct feed *f)
{
	const struct conf_pair *pair = in != NULL ? keys_find(in, "from") : NULL;
	const struct conf_value *v;

	f->from = arena_alloc(c->ld->strings, (pair != NULL ? pair->n_values + 1 : 1) * sizeof(*f->from));
	if (pair == NULL) {
		f->from[f->n_from++] = arena_strdup(c->ld->strings, STR("*"));
		choose_all(c);
	} else if (pair->n_values == 0) {
		mistakes_add(c->ld->mistakes, MISTAKE_ERROR, &pair->at, "from: the list is empty (\"*\" is every source)");
	}
	for (v = pair != NULL ? pair->values : NULL; v != NULL; v = v->next) {
		f->from[f->n_from++] = (char *)(uintptr_t)v->text.p;
		choose_from(c, v);
	}
	take_chosen(c, f);
}

static void
add(struct loader *ld, const struct feed *f)
{
	ld->s->feeds = mem_grow(ld->s->feeds, ld->s->n_feeds, &ld->feed_room, sizeof(*f));
	ld->s->feeds[ld->s->n_feeds++] = *f;
}

static void
load_feed(struct chooser *c, const struct conf_section *in)
{
	struct feed f = { .items_max = FEED_ITEMS, .dedupe = DEDUPE_LINK, .file = (char *)(uintptr_t)in->at.file, .line = in->at.line };
	bool has_name = section_name(c->ld, in, c->ld->s->memory->feeds, c->ld->s->n_feeds) == 0;

	f.name = (char *)(uintptr_t)(in->title.p != NULL ? in->title.p : "");
	if (strcmp(f.name, "index") == 0)
		mistakes_add(c->ld->mistakes, MISTAKE_ERROR, &in->at, "feed: \"index\" is the name of the page that lists the feeds");
	keys_apply(c->ld, in, IN_FEED, &f);
	if (f.is_complete && f.archive_items > 0)
		mistakes_add(c->ld->mistakes, MISTAKE_ERROR, &keys_find(in, "complete")->at,
		    "complete: what a feed with an archive does not show is in its archive");
	read_from(c, in, &f);
	if (has_name)
		add(c->ld, &f);
}

void
feeds_load(struct loader *ld, const struct conf *conf)
{
	const struct conf_section *in;
	struct chooser c;
	bool has_any = false;

	chooser_init(&c, ld);
	for (in = conf->sections; in != NULL; in = in->next)
		if (str_is(in->kind, "feed")) {
			load_feed(&c, in);
			has_any = true;
		}
	if (!has_any) {
		struct feed f = { .name = arena_strdup(ld->strings, STR("all")), .items_max = FEED_ITEMS, .dedupe = DEDUPE_LINK, .file = ld->s->file };

		read_from(&c, NULL, &f);
		map_put(ld->s->memory->feeds, str_from(f.name), (void *)(uintptr_t)1);
		add(ld, &f);
	}
	chooser_release(&c);
}
