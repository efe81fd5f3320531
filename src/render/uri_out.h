/* Addresses as RFC 3986 (or 3987) lets them be written, whatever they hold. */
#ifndef RENDER_URI_OUT_H
#define RENDER_URI_OUT_H

#include "base/buf.h"

/*
 * What must not stand in a URI is percent-encoded: controls, space, " < > \ ^ ` { | },
 * brackets outside an IPv6 host, a % that escapes nothing, a second #, and
 * non-ASCII characters if is_ascii (else only bytes that are no UTF-8). An &
 * is written as `amp`. All else stays.
 */
void uri_add(struct buf *out, struct str uri, bool is_ascii, const char *amp);

/* True when uri_add(…, is_ascii) changes nothing but the &. */
bool uri_is_clean(struct str uri, bool is_ascii);

/* Has a scheme and something behind it: fit to be written as an absolute address. */
bool uri_is_absolute(struct str uri);

#endif
