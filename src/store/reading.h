/* One snapshot being read: what newest.c and versions.c share. */
#ifndef STORE_READING_H
#define STORE_READING_H

#include "store/sqlite.h"

struct hit {
	int64_t row, source, published_s, place;
};

struct store_reading {
	struct store *s;
	struct arena *a;      /* the caller's: facts of sources live there */
	int64_t *sources;     /* n_sources, ascending */
	size_t n_sources;
	struct hit *hits;     /* newest first */
	size_t n, room;
	struct map *origins;  /* by number of the source */
	struct err *e;
};

/* Without a snapshot of its own: in the caller's transaction, if there is one. */
struct store_reading *reading_open(struct store *s, const char *const *sources, size_t n_sources, struct arena *a, struct err *e);
void reading_close(struct store_reading *r);

bool reading_has_source(const struct store_reading *r, int64_t source);

#endif
