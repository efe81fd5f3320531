/*
 * What follows on a first answer: the next pages of a list, the parts of a
 * sitemap index. Fetched one after another, parsed, and put behind the first.
 * On the loop's thread.
 */
#ifndef DAEMON_PAGES_H
#define DAEMON_PAGES_H

#include "daemon/daemon.h"

#define PAGES_DEFAULT 3U  /* of a list that goes on, the first one included */
#define PARTS_DEFAULT 20U /* files of a sitemap, its index included */

/* Those that a rule of the source leads to, or the parts of a sitemap. */
bool pages_are_wanted(const struct source *s, const struct document *first);
/* An index whose parts don't say when they changed: it looks the same whatever is new in them. */
bool pages_are_undated(const struct document *first);

struct pages;

struct pages_options {
	struct daemon *d;
	const struct source *source;
	struct fetch_request request; /* of the first; its strings must live until done */
	struct job job;               /* likewise */
	const char *parts;            /* what is remembered of a sitemap's (parts.h); NULL: nothing */
};

struct pages_result {
	struct err err;    /* of the first page that did not come; ERR_CANCELLED: stopping. The others are in the document */
	unsigned n_pages;  /* that came behind the first */
	unsigned n_skipped; /* parts of a sitemap that have not changed, */
	unsigned n_put_off; /* and those that have, but have their turn the next time */
	char *parts;       /* of a sitemap: to be remembered; NULL: nothing. Lives until pages_free() */
	size_t n_bytes;
};

typedef void pages_done_fn(const struct pages_result *r, void *arg);

/*
 * Follows first->next_url, or those of first->parts that may have something new, and what the following ones say in turn.
 * Articles with a link or id that was there already are left out; of a sitemap the newest are kept, and a part that does not
 * come keeps no other from coming. The articles' texts live until pages_free(), the list itself grows in a. done runs once, on
 * the loop, never before the return.
 */
struct pages *pages_start(const struct pages_options *o, struct document *first, struct arena *a, pages_done_fn *done, void *arg);
/* Not before done was called. NULL is fine. */
void pages_free(struct pages *p);

#endif
