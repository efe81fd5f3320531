/*
 * What time does to the ledger, some times an hour, in the store lane: articles whose date has come are shown, those past keeping
 * expire, but for what feeds show. A round of `once` does it at its end.
 */
#ifndef DAEMON_UPKEEP_H
#define DAEMON_UPKEEP_H

#include "daemon/daemon.h"

struct upkeep;

struct upkeep *upkeep_new(struct daemon *d);
void upkeep_free(struct upkeep *u); /* only when it is idle; NULL is fine */

/* Begins when it is time and every feed has been composed since it changed. Callable at any moment. */
void upkeep_step(struct upkeep *u);
bool upkeep_is_idle(const struct upkeep *u);
bool upkeep_is_done(const struct upkeep *u); /* once, at least; or it cannot be */

#endif
