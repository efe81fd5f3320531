/*
 * Days that stand once above several items of a list: "12 March 2025" as a
 * heading, or "2025" above items that tell their day and month only.
 */
#ifndef EXTRACT_LISTING_DAYS_H
#define EXTRACT_LISTING_DAYS_H

#include "extract/listing_groups.h"

/*
 * For each item the text that stands above it, empty where there is none; in the page's arena. Items' regions end before
 * the next such text. NULL when the list has none.
 */
struct str *days_above(const struct page *p, struct items *items);

#endif
