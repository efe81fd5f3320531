/*
 * Rules by which a page would be read as it was read without any: for people
 * who write rules for its site. Made after content_html().
 */
#ifndef EXTRACT_PAGE_GUESS_H
#define EXTRACT_PAGE_GUESS_H

#include "extract/content.h"
#include "model/document.h"

/* NULL when the element that holds the text cannot be told from others. In the arena. */
struct page_guess *page_guess(struct arena *a, const struct content *c, struct str url);

#endif
