/*
 * Why a feed shows an article, or does not: for those who ask. The same rules
 * in the same order as composing, told one by one. Blocks on the ledger.
 */
#ifndef COMPOSE_EXPLAIN_H
#define COMPOSE_EXPLAIN_H

#include "compose/compose.h"

enum fate {
	FATE_SHOWN = 0,
	FATE_LINKED,  /* as one of the others of an entry, or by giving it its text */
	FATE_DROPPED, /* by a rule, or for its language */
	FATE_TOLD,    /* an article before it tells its story, and is too old to be shown itself */
	FATE_BEYOND,  /* others are newer, or its source has had its share */
	FATE_FOREIGN  /* the feed does not name its source */
};

struct verdict {
	enum fate fate;
	struct list rules; /* const struct rule *, those that held, in order */
};

int compose_explain(struct composer *c, struct store *s, const struct feed *feed, int64_t row, int64_t now_s, struct arena *a,
    struct verdict *out, struct err *e);

/* The articles of its story in all sources of the configuration, itself included, as struct entry, in the order in which they came. */
int compose_story(struct composer *c, struct store *s, int64_t row, struct arena *a, struct list *entries, struct err *e);

#endif
