#include "config.h"
#include "compose/compose.h"

#include "base/map.h"

/* The configured title in place of the document's own, in a copy: the facts are shared by all entries of the source. */
static const struct document *
retitled(struct arena *a, const struct document *origin, const char *title)
{
	struct document *d = arena_alloc(a, sizeof(*d));

	*d = *origin;
	d->title = (struct text){ .plain = str_from(title), .kind = TEXT_PLAIN };
	return d;
}

static void
retitle(const struct composition *c, const struct source *sources, struct arena *a)
{
	struct entry *v = c->entries.v;
	struct map *titles = map_new();  /* source name to source */
	struct map *origins = map_new(); /* source name to its retitled facts */
	const struct source *s;
	const struct document *d;
	uint32_t k;
	size_t i;

	for (i = 0; i < c->feed->n_sources; i++) {
		s = &sources[c->feed->sources[i]];
		if (s->title != NULL && s->title[0] != '\0')
			map_put(titles, str_from(s->name), (void *)(uintptr_t)s);
	}
	for (k = 0; k < c->entries.n && map_count(titles) > 0; k++) {
		s = map_get(titles, v[k].source);
		if (s == NULL)
			continue;
		d = map_get(origins, v[k].source);
		if (d == NULL) {
			d = retitled(a, v[k].origin, s->title);
			map_put(origins, v[k].source, (void *)(uintptr_t)d);
		}
		v[k].origin = d;
	}
	map_free(titles);
	map_free(origins);
}

int
compose_feed(
    struct store *s, const struct feed *feed, const struct source *sources, struct arena *a, struct composition *out, struct err *e)
{
	const char **names = arena_alloc(a, (feed->n_sources + 1) * sizeof(*names));
	const struct entry *v;
	uint32_t k;
	size_t i;

	*out = (struct composition){ .feed = feed };
	/* By name even for "*": the ledger also remembers sources that the configuration has lost. */
	for (i = 0; i < feed->n_sources; i++)
		names[i] = sources[feed->sources[i]].name;
	if (store_newest(s, names, feed->n_sources, false, feed->items_max, a, &out->entries, e) != 0) {
		out->entries = (struct list){ .n = 0 };
		return -1;
	}
	retitle(out, sources, a);
	for (k = 0, v = out->entries.v; k < out->entries.n; k++) {
		if (v[k].updated_s > out->updated_s)
			out->updated_s = v[k].updated_s;
		if (v[k].published_s > out->updated_s)
			out->updated_s = v[k].published_s;
	}
	return 0;
}
