/*
 * One page into one article: what its head and its marked parts say, and its
 * main content. The same for pages of the web and for HTML files of a folder.
 */
#ifndef EXTRACT_ARTICLE_PAGE_H
#define EXTRACT_ARTICLE_PAGE_H

#include "extract/dom.h"
#include "extract/draft.h"

/*
 * Fills the draft from a parsed page. url: where it was fetched from, content_language: HTTP's; both may be empty.
 * The draft stays without body when the page has no text.
 */
void article_page_read(struct draft *w, const struct dom *dom, struct str url, struct str content_language);

/* The page in bytes as a document with one article, format "html". -1 with ERR_INPUT for no page or one that says nothing. */
int extract_article(struct arena *a, struct str bytes, struct str content_type, struct str url, struct str content_language,
    struct document *out, struct err *e);

#endif
