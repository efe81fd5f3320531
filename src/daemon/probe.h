/*
 * A page that announces no feed may have one all the same: its site is asked
 * at the addresses where feeds usually are, one after another, as far as its
 * robots.txt allows: nobody has named them. On the loop's thread.
 */
#ifndef DAEMON_PROBE_H
#define DAEMON_PROBE_H

#include "daemon/daemon.h"

/* Where feeds usually are, relative to the site; ends with NULL. */
extern const char *const probe_usual[];

/* url: of the feed that was found, the callee's to copy; NULL: there is none. is_cancelled: the daemon stops. */
typedef void probe_done_fn(const char *url, bool is_cancelled, void *arg);

/*
 * request is the one that brought the page (its strings must live until done), page_url what answered it. done runs
 * once, on the loop, never before the return.
 */
void probe_start(struct daemon *d, const struct fetch_request *request, const char *page_url, probe_done_fn *done, void *arg);

#endif
