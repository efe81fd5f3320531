/* What stands around the link of an item: its day, picture, teaser, authors and topics. */
#ifndef EXTRACT_LISTING_FIELDS_H
#define EXTRACT_LISTING_FIELDS_H

#include "extract/listing_groups.h"

/* Fills what is still empty of an article that has its url and title; above: of days_above(). Texts are raw, for normalise/. */
void fields_read(const struct page *p, const struct item *item, struct str above, struct article *out);

/* The element of the item that tells its day; 0 for none. */
uint32_t fields_date_element(const struct page *p, const struct item *item);

#endif
