/* The address of the page that continues a list. */
#ifndef EXTRACT_LISTING_NEXT_H
#define EXTRACT_LISTING_NEXT_H

#include "extract/listing_page.h"

/* rel=next, or the link of the page numbers that leads on; on the page's own site. Empty when there is none. */
struct str next_page(const struct page *p);

#endif
