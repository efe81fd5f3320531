/* Is a page an article with links beside it, rather than a list of articles? */
#ifndef EXTRACT_LISTING_ARTICLE_H
#define EXTRACT_LISTING_ARTICLE_H

#include "extract/listing_groups.h"

/* By how much text stands outside of what was found as its list, and by what the page says of itself. In doubt it is a list. */
bool listing_is_article(const struct page *p, const struct items *items);

#endif
