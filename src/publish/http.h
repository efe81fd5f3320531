/*
 * The HTTP server: serves snapshots from threads of its own, one for each
 * address. It never touches the ledger or the loop. GET and HEAD, conditional
 * requests (RFC 9110, 13), gzip where the client takes it.
 */
#ifndef PUBLISH_HTTP_H
#define PUBLISH_HTTP_H

#include "base/buf.h"
#include "publish/snapshot.h"
#include "settings/settings.h"

#define HTTP_CONNECTIONS_MAX 256U     /* at each address that is listened on; more of them wait */
#define HTTP_HOST_CONNECTIONS_MAX 16U /* of them from one host, see peers.h; more of them are closed */
#define HTTP_HEAD_MAX (16U << 10)     /* bytes of a request's head; more is answered 431 or 414 */
#define HTTP_IDLE_S 10U               /* without a byte in either direction: the connection is closed */

/*
 * Pages that are made when they are asked for, under paths without a snapshot. answer() is called on a
 * thread of the server (on several at once if there are several addresses), adds the body to *out, sets
 * *content_type (a string that stays) and returns the HTTP status, or 0 for "not mine". It must not block.
 */
struct http_dynamic {
	int (*answer)(const char *path, struct buf *out, const char **content_type, void *arg);
	void *arg;
};

struct http_server;

/*
 * Listens on all addresses or on none. A UNIX socket that nobody answers on
 * is replaced. NULL with *e set to ERR_LOCAL otherwise. The snapshots and what
 * dynamic (may be NULL) points at must outlive the server; the struct itself is copied.
 */
struct http_server *http_start(const struct listen_address *addresses, size_t n, struct snapshots *snapshots,
    const struct http_dynamic *dynamic, struct err *e);
/* Cuts what is being sent, waits for the threads, removes UNIX sockets; NULL is fine. */
void http_stop(struct http_server *s);

/* The first address as a URL without a slash at its end ("http://127.0.0.1:8080", "unix:/run/…"). */
const char *http_url(const struct http_server *s);

#endif
