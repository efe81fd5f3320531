/*
 * URLs in two ways. References found in documents are resolved as strings
 * (RFC 3986, 5.2) and otherwise left as they were written, because a changed
 * spelling is a changed identity. What is going to be fetched is taken apart
 * by libcurl's URL API, so that the checker and the connector read it alike.
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define URL_MAX 2048 /* bytes: longer ones are refused by whoever stores them */

/* The scheme without its colon as written ("HTTP"), or empty when ref is relative. */
struct str url_scheme(struct str ref);
bool url_is_http(struct str url); /* scheme http or https, with a host */

struct str url_site(struct str url); /* "https://host:port", as it is written */
struct str url_authority(struct str url); /* the "host:port" of it; empty without a scheme */
bool url_is_front_page(struct str url); /* nothing behind its host but a slash */

/*
 * Trims ref, drops tabs and line ends in it, percent-encodes space " < > \ ^ ` { | } and
 * controls, and resolves it against base (absolute, or empty: then ref stays relative).
 * Nothing else changes: case, escapes, non-ASCII characters and an empty path stay.
 * The result is in the arena, or ref's own bytes when nothing had to change.
 */
struct str url_resolve(struct arena *a, struct str base, struct str ref);

/* The parts of an absolute URL that policy looks at. Strings are owned; url_parts_release() frees them. */
struct url_parts {
	char *scheme; /* "http", "https", "file" */
	char *host;   /* lower case, brackets of IPv6 off; "" for file: */
	unsigned port; /* with the scheme's default */
	char *path;   /* with its leading slash, query off */
};
/* 0; or -1 with ERR_INPUT for what is not an http, https or file URL that libcurl can fetch. */
int url_parse(const char *url, struct url_parts *out, struct err *e);
void url_parts_release(struct url_parts *u);

/* "https://host:port" with default ports left out: what credentials are bound to. In the arena. */
struct str url_origin(struct arena *a, const struct url_parts *u);

/*
 * The key under which two spellings of one address meet: without scheme, "www.", default port,
 * fragment, trailing slash and tracking parameters; host in lower case. For matching only, never
 * shown. In the arena; empty for what is not http(s).
 */
struct str url_match_key(struct arena *a, struct str url);

/* True for query parameters that only track (utm_*, fbclid, …; the table is in url_tracking.c). */
bool url_param_is_tracking(struct str name);
/* True for the absolute address of an image that only tells that somebody reads (same table). */
bool url_is_beacon(struct str url);
/* url without such parameters; url itself when it has none. */
struct str url_without_tracking(struct arena *a, struct str url);

#endif
