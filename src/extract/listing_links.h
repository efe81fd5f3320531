/* The links of a page: what each leads to, what it is called, where it stands. */
#ifndef EXTRACT_LISTING_LINKS_H
#define EXTRACT_LISTING_LINKS_H

#include "extract/listing_page.h"

/* Fills anchors of a page that page_read() has read: all http(s) links but those to the page itself. */
void links_read(struct page *p);

/* The index of the first anchor whose element is id or behind it; n_anchors when there is none. */
uint32_t links_from(const struct page *p, uint32_t id);

/* The nearest part around anchor i, at most `levels` up, that holds no link to anything else. */
uint32_t link_own_part(const struct page *p, uint32_t i, unsigned levels);

#endif
