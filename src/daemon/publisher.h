/*
 * Composes, renders and publishes the feeds that show what changed, one feed
 * after another in the publish lane, and hands the HTTP server new snapshots.
 * A feed that cannot be composed stays as it was.
 */
#ifndef DAEMON_PUBLISHER_H
#define DAEMON_PUBLISHER_H

#include "daemon/daemon.h"

struct publisher;

struct publisher *publisher_new(struct daemon *d);
void publisher_close(struct publisher *p); /* only when it is idle */

/* Every feed of the generation: at start and after a reload. Feeds that the configuration lost are withdrawn from HTTP. */
void publisher_all_changed(struct publisher *p, struct generation *gen);
/* Now and then: feeds whose rules ask for an age, for time goes by. */
void publisher_time_passed(struct publisher *p);
bool publisher_shows(const struct feed *feed, size_t index); /* it names that source */
/* The feeds that do. */
void publisher_source_changed(struct publisher *p, struct generation *gen, size_t index);
/* Holds changes back (a round of `once` publishes at its end), or lets them go. */
void publisher_hold(struct publisher *p, bool is_held);
/* The daemon stops: no more pauses; or, with is_dropping, what waits is given up (the next start renders everything). */
void publisher_finish(struct publisher *p, bool is_dropping);
bool publisher_is_idle(const struct publisher *p); /* nothing waits, nothing runs; what is held counts as waiting */
/*
 * What all feeds of the generation show, as rows of the ledger in ascending order, for free(). False while some feed has
 * not been composed since it changed.
 */
bool publisher_shown(const struct publisher *p, const struct generation *gen, int64_t **rows, size_t *n);
/* Every feed of the configuration has been published at least once. */
bool publisher_has_shown(const struct publisher *p);

#endif
