/* What feeds make of an article, for `explain`. */
#ifndef CLI_EXPLAIN_FEEDS_H
#define CLI_EXPLAIN_FEEDS_H

#include <cjson/cJSON.h>

#include "compose/compose.h"

/* Adds "feeds" and "story" to o: which rules held in which feeds, and who else tells its story. -1 with *e set. */
int explain_feeds(cJSON *o, struct composer *c, const struct settings *set, struct store *s, int64_t row, struct arena *a, struct err *e);
void explain_feeds_print(const cJSON *o);

#endif
