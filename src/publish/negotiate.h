/* Which form of a page a client takes, and whether it has it already. Pure functions of header values. */
#ifndef PUBLISH_NEGOTIATE_H
#define PUBLISH_NEGOTIATE_H

#include <stdbool.h>

#include "base/str.h"

/* The value of Accept-Encoding (p NULL: none was sent). True when gzip is no less welcome than the plain bytes. */
bool accepts_gzip(struct str accept_encoding);

/* The value of If-None-Match names this ETag (with its quotes; compared weakly). "*" is not looked at. */
bool names_etag(struct str list, const char *etag);

#endif
