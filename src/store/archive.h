/*
 * Archives of feeds: which articles stand on which page, in the order in which
 * a feed first showed them. What stands on a page stays on it. Calls of one thread,
 * outside of a reading of the same store. -1 with *e set.
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "store/store.h"

struct archive_state {
	int64_t looked_at; /* articles up to this row were looked at */
	int64_t rules;     /* hash of the rules that were asked then; others look at all of them again */
	int64_t page;      /* the last one, from 1; 0: there is none */
	int64_t n_on_page; /* articles on it */
};

int archive_load(struct store *s, const char *feed, struct archive_state *out, struct err *e); /* all zero for a new archive */
int archive_save(struct store *s, const char *feed, const struct archive_state *state, struct err *e);

/*
 * Articles that may come next: recorded after row, and those that were held when they were looked at and no longer
 * are. Rows, ascending, in the arena; *last is the highest that was looked at. What is held now waits.
 */
int archive_find(struct store *s, const char *feed, int64_t row, size_t max, struct arena *a, int64_t **rows, size_t *n, int64_t *last,
    struct err *e);
int archive_wait(struct store *s, const char *feed, int64_t after, int64_t up_to, struct err *e); /* notes what is held of those */
/* Ends the waiting of row; puts it on a page too, unless it stands on one already: *is_new. page 0: on none. */
int archive_settle(struct store *s, const char *feed, int64_t row, int64_t page, bool *is_new, struct err *e);

/* The articles of a page, newest first. */
int archive_rows(struct store *s, const char *feed, int64_t page, struct arena *a, int64_t **rows, size_t *n, struct err *e);

#endif
