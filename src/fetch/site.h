/*
 * Whom we talk to: the origin of a URL (what secrets are bound to) and its host
 * (what manners are counted by: the registrable domain, or an address as it
 * stands). Both are found by the text before the path, so that a URL is taken
 * apart once and not at each poll, and dropped when nothing is going on there.
 */
#ifndef FETCH_SITE_H
#define FETCH_SITE_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "base/err.h"
#include "base/map.h"
#include "base/str.h"

struct fetch;
struct sites;

struct host {
	struct sites *sites;
	uv_timer_t timer;            /* turn.c: until next_ms, while something waits */
	void *owner;                 /* turn.c: the fetcher */
	struct fetch *first, *last;  /* that wait for their turn */
	struct host *next_ready;
	bool is_ready;
	bool is_disk;                /* file: */
	unsigned n_running, n_origins;
	uint64_t next_ms;            /* no start before, by the loop's clock */
	uint64_t hold_ms;            /* the host wants no request before; 0: never asked for that */
	struct str key;              /* of the map, which owns it */
	char name[];
};

struct origin {
	struct host *host;
	unsigned n_users; /* of pointers to it */
	bool is_https, is_disk;
	bool is_private_name;      /* an address or "localhost" */
	bool is_private_address;   /* an address that is not public */
	size_t userinfo_at, userinfo_n; /* "user:password@" in a URL of this beginning */
	char *username, *password; /* decoded out of it; NULL: none */
	char *name; /* "https://host:port", port left out where it is the usual one */
};

struct sites {
	uv_loop_t *loop;
	struct map *origins; /* by everything before the path */
	struct map *hosts;
	unsigned n_handles;  /* timers of hosts that are not closed yet */
	void (*timer_gone)(void *arg);
	void *arg;
};

/* timer_gone runs for each host that is really gone. */
void sites_init(struct sites *s, uv_loop_t *loop, void (*timer_gone)(void *arg), void *arg);
/* Drops what is idle, or with all set everything. */
void sites_sweep(struct sites *s, bool all);
void sites_release(struct sites *s); /* after a sweep of all */

/* The origin of url, one user more; or NULL with ERR_INPUT for what is no http, https or file URL. The text never has a password in it. */
struct origin *site_ref(struct sites *s, const char *url, struct err *e);
void site_unref(struct origin *o); /* NULL is fine */
bool site_is_same(const struct origin *a, const struct origin *b);

/* url without its "user:password@"; the caller frees it. Never fails, whatever url is. */
char *site_url_shown(const char *url);

#endif
