/*
 * Whether a page may be fetched that no reader asked for: what the robots.txt of
 * its site says to the user agent of the request (fetch/robots.h), which is asked
 * once a day, and again after half an hour when it did not come; over the end of the
 * program too, for the ledger keeps it. On the loop's thread.
 */
#ifndef DAEMON_PERMISSION_H
#define DAEMON_PERMISSION_H

#include "daemon/daemon.h"

enum permission { PERMISSION_UNKNOWN = 0, PERMISSION_GIVEN, PERMISSION_DENIED, PERMISSION_LATER };

struct permissions;

struct permissions *permissions_new(struct daemon *d);
void permissions_free(struct permissions *p); /* only when nothing is being asked; NULL is fine */

/* For the request's url. UNKNOWN: permissions_ask() first. */
enum permission permissions_get(struct permissions *p, const struct fetch_request *request);

/* How long the host of a request that may be made is left alone after it, as its robots.txt wants it; 0: as usual. */
int64_t permissions_spacing_ms(struct permissions *p, const struct fetch_request *request);

/*
 * Fetches the robots.txt of the request's site, with its user agent and proxy, without its secrets; whoever asks meanwhile
 * waits for the same answer. done runs once, on the loop, never before the return; permissions_get() knows then,
 * but for is_cancelled: stopping.
 */
typedef void permission_done_fn(bool is_cancelled, void *arg);
void permissions_ask(struct permissions *p, const struct fetch_request *request, permission_done_fn *done, void *arg);

#endif
