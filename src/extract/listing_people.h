/* Who wrote an item of a page's list, and what it is about. */
#ifndef EXTRACT_LISTING_PEOPLE_H
#define EXTRACT_LISTING_PEOPLE_H

#include "extract/listing_groups.h"
#include "model/article.h"

/* Elements from … to of one item whose link and title are known; texts are in the page's arena. */
void people_read(const struct page *p, struct range r, struct article *out);
void topics_read(const struct page *p, struct range r, struct article *out);

#endif
