/*
 * Brings the bytes of a source, whichever way it has them: from its address or
 * its command, and through its filter. On the loop's thread.
 */
#ifndef DAEMON_BRING_H
#define DAEMON_BRING_H

#include "daemon/daemon.h"

/*
 * What is fetched for the source: url, with what the source says of requests. Its secrets are bound to the origin of its own
 * address, whatever url is. No validators.
 */
struct fetch_request bring_request(const struct source *source, const char *url);

/*
 * As fetch_start(), with the same promises. What a command prints comes with status 200 and neither validators nor a
 * type; url is then ignored. A body that the filter could not take is an error, and so is one that was cut off before it.
 */
void bring_start(struct daemon *d, const struct source *source, const struct fetch_request *request, fetch_done_fn *done, void *arg);

#endif
