/* A list of links described for people and for the configuration: selectors, score, reasons. */
#ifndef EXTRACT_LISTING_CANDIDATE_H
#define EXTRACT_LISTING_CANDIDATE_H

#include "extract/listing_groups.h"

#define CANDIDATE_TITLES 5U /* of its first items that are shown */

void candidate_describe(const struct page *p, const struct item_group *g, struct list_candidate *out);

/* Selectors for the items of all groups that were taken, without score, reasons and titles; item is empty when the markup has none. */
void candidate_of_all(const struct page *p, const struct items *items, bool with_parts, struct list_candidate *out);

#endif
