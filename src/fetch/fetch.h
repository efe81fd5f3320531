/*
 * Brings what a URL names: http and https through libcurl on the loop, file:
 * through a thread. One fetcher owns the connections, the easy handles and the
 * manners: how many transfers at once, how many and how fast per registrable
 * domain (an address literal is its own), and the wait that a host asked for.
 *
 * Redirects are followed here, at most FETCH_REDIRECTS_MAX, unless the caller
 * wants to (stops_at_redirects); validators go to the
 * first URL only; custom headers, password and cookies go to the origin of the
 * configured URL only. Private addresses are refused by the address connected to.
 *
 * One thread: the loop's. A callback may call everything here.
 */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/source.h"

#define FETCH_REDIRECTS_MAX 5U
#define FETCH_WIRE_MAX (INT64_C(8) << 20)        /* bytes of a body before decoding */
#define FETCH_RATIO_MAX 200                      /* decoded bytes to one on the wire … */
#define FETCH_RATIO_FROM (UINT64_C(1) << 20)     /* … looked at from this many decoded ones on */
#define FETCH_CONNECT_MS 10000L
#define FETCH_LOW_SPEED 1000L                    /* bytes a second … */
#define FETCH_LOW_SPEED_S 20L                    /* … for so long end a transfer, the wait for the first byte included */

struct fetch_request {
	const char *url; /* http, https or file; user:password@ in it counts as username and password */
	const char *etag, *last_modified; /* the opaque pair that came with the last body from this url, or NULL */
	const char *user_agent;           /* NULL: ours */
	const struct header *headers;
	size_t n_headers;
	const char *username, *password, *cookies; /* NULL: none */
	const char *proxy;                         /* NULL: none, whatever the environment says */
	int64_t timeout_ms; /* of the transfers, redirects included; waiting for a turn does not count */
	size_t body_max;    /* decoded bytes */
	int64_t spacing_ms; /* the host gets no other request for so long after this one, if that is longer than usual */
	bool allow_private; /* may connect to private and loopback addresses */
	bool stops_at_redirects; /* a redirect is not followed but told: it may have to be asked for whether it may be */
	/*
	 * The URL as configured, which url may have moved away from. Secrets are bound to its origin, and that
	 * origin is trusted to be private if it is spelt as an address or "localhost"; only if it is a file: URL
	 * may url be one. NULL for a derived address: secrets are bound to url's own origin, and nothing private
	 * is trusted.
	 */
	const char *trusted_origin_url;
};

/*
 * An answer of any status has no error; the body is kept for 2xx only. A transfer that broke after a 200
 * has ERR_REMOTE, status 200 and the part that came. URLs here are without user:password@.
 * The callback may take strings (leave NULL) and the body (buf_init() it); the rest is freed behind it.
 */
struct fetch_result {
	struct err err;
	long status; /* 0: no answer */
	struct buf body;
	bool is_open_ended; /* the body ended with the connection, and nothing had told its length: it may be whole or not */
	char *etag, *last_modified, *content_type, *content_location, *content_language; /* NULL when absent */
	char *final_url;     /* that answered, or failed to */
	char *redirect_url;  /* of stops_at_redirects: where the answer leads; NULL: it is none that does */
	char *permanent_url; /* where 301 and 308 led before any other hop; NULL: nowhere */
	int64_t as_of_s;       /* when the answer was made: its Date within a day of our clock, else our clock */
	int64_t retry_after_s; /* 1 minute to 24 hours; 0: not asked */
	int64_t max_age_s;     /* 0 to 24 hours, from Cache-Control or Expires; -1: not told */
};

/* The body and the strings, once they are the caller's. */
void fetch_result_release(struct fetch_result *r);

struct fetcher_options {
	unsigned connections;      /* transfers at once; 0 counts as 1 */
	unsigned host_connections; /* the same for one domain */
	int64_t host_spacing_ms;   /* between two starts at one domain; 0: none */
};

struct fetcher;

/* NULL when libcurl cannot be started. */
struct fetcher *fetcher_new(uv_loop_t *loop, const struct fetcher_options *o);
void fetcher_set_options(struct fetcher *f, const struct fetcher_options *o); /* running transfers go on */
/* No transfer starts while held: the caller has as much on its hands as it can bear. */
void fetcher_hold(struct fetcher *f, bool is_held);
size_t fetcher_waiting(const struct fetcher *f); /* requests that wait for their turn */
/* Every request ends with ERR_CANCELLED, and so does every one that is started from now on. */
void fetcher_cancel(struct fetcher *f);
/* The same; then closed runs, on the loop, and the fetcher is gone. */
void fetcher_close(struct fetcher *f, void (*closed)(void *arg), void *arg);

/* Exactly once, on the loop, never before fetch_start() has returned. */
typedef void fetch_done_fn(struct fetch_result *r, void *arg);

/*
 * r is copied, its strings must live until done. While a host wants to be left alone
 * (Retry-After of a 429 or 503) its requests end at once with ERR_REMOTE, status 0 and the rest of the wait in retry_after_s.
 */
void fetch_start(struct fetcher *f, const struct fetch_request *r, fetch_done_fn *done, void *arg);

#endif
