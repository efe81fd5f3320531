/*
 * CSS selectors for parts of a page that were found without any: short
 * paths of tags, ids, stable class names and, where these do not tell items from others,
 * what must be in them. Several paths make one selector, joined by commas.
 */
#ifndef EXTRACT_LISTING_PATH_H
#define EXTRACT_LISTING_PATH_H

#include "extract/listing_page.h"

#define PATHS_MAX 12U /* of one selector */
#define PATH_STEPS 7U /* elements of a path */

struct path_step;

struct path {
	struct path_step *steps, *inner; /* way up from the element, and from what must be in it; n_inner 0: anything */
	unsigned n, n_inner;
	bool is_scope; /* ":scope": the item itself, of a part */
};

struct paths { /* {0} has none; lives in the page's arena */
	struct path v[PATHS_MAX];
	unsigned n;
};

/* What an element is that is none of those that a path is for. */
enum path_other { PATH_NO_ITEM = 0, PATH_OTHER_ITEM, PATH_SAME_AGAIN /* shows an item that another element shows, too */ };

/*
 * Adds a path for n elements (dom_id()s in document order), unless all of them are selected already or nothing selects
 * them. links: what is in each of them; NULL: nothing is known of that. is_item, by dom_id():
 * enum path_other; NULL: there are no others. Where nothing tells the elements, the path may be one for the links: true then.
 */
bool paths_add_items(const struct page *p, struct paths *out, const uint32_t *items, const uint32_t *links, uint32_t n, const uint8_t *is_item);

/* Adds a path for one part of each item: parts[i] in or at items[i], 0 where an item has none. */
void paths_add_parts(const struct page *p, struct paths *out, const uint32_t *items, const uint32_t *parts, uint32_t n);

/* True when in nearly every item that has a part, the first element selected is the part. */
bool paths_are_right(const struct page *p, const struct paths *paths, const uint32_t *items, const uint32_t *parts, uint32_t n);

/* As a selector, in the page's arena; empty for no paths. */
struct str paths_write(const struct page *p, const struct paths *paths);

#endif
