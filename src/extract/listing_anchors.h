/*
 * Entries that stand whole on one page, each below a heading that has an address
 * of its own (#v1.2): what changed in a program, a diary, announcements.
 */
#ifndef EXTRACT_LISTING_ANCHORS_H
#define EXTRACT_LISTING_ANCHORS_H

#include "extract/listing_groups.h"
#include "model/article.h"

#define ANCHORS_MAX 500U /* entries of a page */

/*
 * The page's entries as articles with their text, in its order: headings of one level that have an id and mostly name a day or
 * a version. Nothing is added when there are fewer than three, the page's address is unknown, or the links that were
 * found as items are headlines rather than parts of such entries.
 */
void anchors_read(const struct page *p, const struct items *items, struct list *articles);

#endif
