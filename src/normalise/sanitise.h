/*
 * Untrusted HTML into the HTML that we publish: an allow-list of elements and
 * attributes and a serialiser of our own, so that what comes out is always
 * well-formed, balanced, without script, style, comment or foreign content,
 * and with absolute URLs of safe schemes. Sanitising twice changes nothing.
 * Takes time in proportion to its input.
 */
#ifndef NORMALISE_SANITISE_H
#define NORMALISE_SANITISE_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/field.h"

#define SANITISE_CONTENT_MAX (1U << 20) /* bytes of output: what follows is cut, open elements are closed */

#define SANITISE_OUT_MAX (SANITISE_CONTENT_MAX + (1U << 16)) /* bytes of output with the end tags: room for a buffer */

enum sanitise_use {
	SANITISE_BODY = 0, /* what is embedded becomes a paragraph with a link to it */
	SANITISE_LINE      /* a title and the like: what is embedded goes */
};

/* Appends to out. scope gives the base of relative references (may be NULL). */
void sanitise_html(struct arena *a, struct str html, const struct scope *scope, enum sanitise_use use, struct buf *out);

#endif
