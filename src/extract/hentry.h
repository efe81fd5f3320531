/*
 * Articles that a page marks with microformats: h-feed and h-entry of
 * microformats2, and their ancestors hfeed and hentry. What they say is taken
 * as it stands; nothing is guessed but what microformats2 implies.
 */
#ifndef EXTRACT_HENTRY_H
#define EXTRACT_HENTRY_H

#include "extract/dom.h"

#define HENTRIES_MAX 500U /* of a page */

/* Adds the page's entries to d and names d by its h-feed. d->base is set. How many there were. */
uint32_t hentry_read(struct arena *a, const struct dom *dom, struct document *d);

#endif
