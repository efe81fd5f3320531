/*
 * Archive pages on disk: in state-dir for good, and beside the feeds where they
 * are written as files. A page that is full is written once; the server reads it
 * from its file. Used in the publish lane alone.
 */
#ifndef DAEMON_SHELF_H
#define DAEMON_SHELF_H

#include "compose/compose.h"
#include "daemon/daemon.h"

struct shelf {
	struct store *store; /* a writer of the lane's own, opened when the first archive is; NULL before */
};

void shelf_release(struct shelf *s);

/* A feed is withdrawn: its pages are, too. Those in state-dir stay, in case that it comes back. */
void shelf_withdraw(struct daemon *d, const struct settings *set, const char *feed);

/*
 * Brings the archive of the composition's feed up to date, writes its pages and sets where the feed stands in it.
 * *has_more: there is more to look at, in another job. -1 with *e set.
 */
int shelf_publish(struct shelf *s, struct daemon *d, const struct generation *gen, struct composition *c, struct arena *a, bool *has_more,
    struct err *e);

#endif
