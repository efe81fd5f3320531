/*
 * What articles' own pages say, for their full text or for a title that their
 * source does not give. After each cycle of a source of such articles the pages
 * that are wanted (store/pages.h) are read one after another, as many as
 * full_text_pages, and kept in the ledger; then the feeds that show them are
 * published again. With a new configuration, articles that feeds show and whose
 * pages have come into use are wanted as well. On the loop's thread.
 *
 * A page is asked for once. One that fails is tried again after an hour, and
 * after six more (by the next cycle of its source or, in the daemon, whenever
 * that is), then given up; one that robots.txt forbids is given up at once. A
 * host that wants to be left alone costs no try.
 */
#ifndef DAEMON_FULLTEXT_H
#define DAEMON_FULLTEXT_H

#include "daemon/daemon.h"

struct fulltext;

struct fulltext *fulltext_new(struct daemon *d);
void fulltext_free(struct fulltext *f); /* only when it is idle; NULL is fine */

/* A cycle of source number index has ended. */
void fulltext_source(struct fulltext *f, struct generation *gen, size_t index);
/* Now and then: articles that have waited for long are shown as they are, pages that failed are tried again. */
void fulltext_step(struct fulltext *f);

bool fulltext_is_idle(const struct fulltext *f);
size_t fulltext_waiting(const struct fulltext *f); /* pages that are to be fetched now */

#endif
