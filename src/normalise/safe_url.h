/* Addresses inside untrusted HTML: absolute and of a safe scheme, or nothing. */
#ifndef NORMALISE_SAFE_URL_H
#define NORMALISE_SAFE_URL_H

#include "base/arena.h"
#include "normalise/html_token.h"

/*
 * raw (references decoded) against base, or empty when it is not to be kept: of
 * another scheme than http and https, or over URL_MAX. A link may also be a
 * mailto:, tel:, magnet:, xmpp: or geo: address, and loses its tracking parameters.
 */
struct str safe_link(struct arena *a, struct str base, struct str raw);
struct str safe_url(struct arena *a, struct str base, struct str raw);

/* The address that an image, audio or video has, or would get from a script that loads it when it is seen. */
struct str media_source(struct arena *a, struct str base, const struct html_token *t);
struct str media_srcset(struct arena *a, struct str base, const struct html_token *t);

/* True for an image that only tells that it was looked at: of one pixel, or known by its address. */
bool image_is_beacon(const struct html_token *t, struct str src);

#endif
