/*
 * CSS selectors for parts of a page that were found without any: the shortest
 * path of tags, ids and stable class names that selects all of them and
 * nothing else, or as nearly so as the page's markup allows.
 */
#ifndef EXTRACT_LISTING_PATH_H
#define EXTRACT_LISTING_PATH_H

#include "extract/listing_page.h"

/* For n elements (dom_id()s in document order, n > 0). In the arena; empty when they have nothing in common. */
struct str path_of_items(const struct page *p, const uint32_t *items, uint32_t n);

/*
 * For one part of each item: parts[i] in or at items[i], 0 where an item has none. The selector's first match in an
 * item is the part; ":scope" stands for the item itself. Empty when no selector tells the parts of most items.
 */
struct str path_of_parts(const struct page *p, const uint32_t *items, const uint32_t *parts, uint32_t n);

#endif
