/*
 * The element around all items of a list. While it is there, a list without
 * items is an empty list; once it is gone, the page was rebuilt.
 */
#ifndef EXTRACT_LISTING_AROUND_H
#define EXTRACT_LISTING_AROUND_H

#include "extract/listing_page.h"

/* A selector for the element around first … last (dom_id()s); empty when that is the whole page, or cannot be told from others. */
struct str around_path(const struct page *p, uint32_t first, uint32_t last);

/* The selector names something in the page, and there is no link in any of it. */
bool around_is_empty(struct arena *a, const struct dom *dom, struct str selector);

#endif
