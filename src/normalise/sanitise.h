/*
 * Untrusted HTML into the HTML that we publish: an allow-list of elements and
 * attributes and a serialiser of our own, so that what comes out is always
 * well-formed, balanced, without script, style, comment or foreign content,
 * and with absolute URLs of safe schemes. Sanitising twice changes nothing.
 */
#ifndef NORMALISE_SANITISE_H
#define NORMALISE_SANITISE_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/field.h"

#define SANITISE_DEPTH_MAX 100U      /* open elements; deeper tags go, their content stays */
#define SANITISE_CONTENT_MAX (1U << 20) /* bytes of output: what follows is cut, open elements are closed */

/* Appends to out. scope gives the base of relative references (may be NULL). */
void sanitise_html(struct arena *a, struct str html, const struct scope *scope, struct buf *out);

/* What HTML calls an element by this name, for telling markup from text. */
bool html_is_element(struct str name);

#endif
