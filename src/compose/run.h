/* One composition under way: what compose.c, story.c and archive.c share. */
#ifndef COMPOSE_RUN_H
#define COMPOSE_RUN_H

#include "base/map.h"
#include "compose/compose.h"

struct composer {
	const struct settings *settings;
	struct map *sources; /* by name: struct source */
	struct ruleset *defaults;
	struct ruleset **of_source, **of_feed; /* NULL for those without rules */
};

struct run {
	struct composer *c;
	const struct feed *feed;
	int64_t now_s;
	struct arena *a;
	struct store_reading *reading;
	struct map *retitled; /* source name to its facts under the configured title */
	struct map *shares;   /* source name to how many of its entries are shown */
	struct composition *out;
};

/* Whether an article recorded before this one tells its story, and is shown. -1 with the reading's error set, as below. */
int story_is_told(struct run *r, int64_t row, struct arena *scratch, bool *out);
/* The entry is its story's first: those that came later are linked, or give their text. */
int story_gather(struct run *r, struct entry *e);

/* An article as the feed may show it, before its rules; and after them: *is_shown false when they leave it out. */
int run_read(struct run *r, int64_t row, struct arena *a, struct entry *e);
int run_read_shown(struct run *r, int64_t row, struct arena *a, struct entry *e, bool *is_shown);

/* A snapshot of the ledger for the feed's sources. run_end() in any case. */
int run_begin(struct run *r, struct composer *c, struct store *s, const struct feed *feed, int64_t now_s, struct arena *a, struct err *e);
void run_end(struct run *r);
void run_add(struct run *r, const struct entry *e); /* to r->out */

#endif
