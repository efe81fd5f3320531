/*
 * The archive of a feed (RFC 5005, 4): every article that the feed has ever
 * shown, on pages. The last page grows until it is full, as many articles as
 * the feed's `archive` says; when the next begins, it is rendered for the last
 * time and stays as it is. Blocks on the ledger, which it writes to.
 */
#ifndef COMPOSE_ARCHIVE_H
#define COMPOSE_ARCHIVE_H

#include "compose/compose.h"

#define ARCHIVE_LOOK_MAX 2000U /* articles looked at in one call: an old ledger becomes an archive step by step */

struct archive_change {
	int64_t page;  /* the last one; 0: there is none yet */
	bool has_more; /* call again */
};

/* Puts what is new on pages, in a transaction of its own. s is a writer without an open transaction. */
int archive_update(struct composer *c, struct store *s, const struct feed *feed, int64_t now_s, struct archive_change *out, struct err *e);

/* What a page holds, with out->archive set for page of so many. */
int archive_compose(struct composer *c, struct store *s, const struct feed *feed, int64_t page, int64_t n_pages, int64_t now_s,
    struct arena *a, struct composition *out, struct err *e);

/* Sets out->archive of the feed itself: the newest page with an article that the feed does not show any more. */
int archive_join(struct store *s, struct composition *out, int64_t n_pages, struct arena *a, struct err *e);

#endif
