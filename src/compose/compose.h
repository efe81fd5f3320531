/*
 * What a feed shows: the newest articles of its sources as the ledger has them
 * now. A function of the ledger and the configuration alone, so that the same
 * of both gives the same composition anywhere. Blocks on the ledger.
 */
#ifndef COMPOSE_COMPOSE_H
#define COMPOSE_COMPOSE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/feed.h"
#include "store/store.h"

struct composition {
	const struct feed *feed; /* the caller's */
	struct list entries;     /* struct entry, newest first, in the arena; a source's configured title is its origin's title */
	int64_t updated_s;       /* newest change of any entry shown; 0 when there is none */
};

/* sources are the settings' that feed->sources indexes. 0; or -1 with *e set, and then *out shows nothing. */
int compose_feed(struct store *s, const struct feed *feed, const struct source *sources, struct arena *a, struct composition *out,
    struct err *e);

#endif
