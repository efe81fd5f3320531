/* Articles that are known from before, found again among the links of a page. */
#ifndef EXTRACT_LISTING_KNOWN_H
#define EXTRACT_LISTING_KNOWN_H

#include "extract/listing_page.h"

#define KNOWN_MAX 500U /* articles that are looked for */

/* known: "URL\tTITLE\n" of each. By url_no: links to one of the addresses, or called as one of the titles. NULL for none. */
uint8_t *known_links(const struct page *p, struct str known);

#endif
