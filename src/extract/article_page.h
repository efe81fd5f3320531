/*
 * One page into one article: what its head and its marked parts say, and its
 * main content. The same for pages of the web and for HTML files of a folder.
 */
#ifndef EXTRACT_ARTICLE_PAGE_H
#define EXTRACT_ARTICLE_PAGE_H

#include "extract/dom.h"
#include "extract/draft.h"
#include "extract/page_rules.h"

/*
 * The page as a document with one article, format "html". -1 with ERR_INPUT for no page or one that says nothing.
 * next_url of the document is where the article goes on: as a rule says, else article_next.h. With rules, rule_reports tell
 * what each found, and page_rules of the article tells it in words; guess is what wants_guess asked for, where no rule named the text.
 */
int extract_article(struct arena *a, const struct page_input *in, struct document *out, struct err *e);

/*
 * Any page as a document, for looking at it: what announced.h and hentry.h find in it and, without entries of its own, its
 * one article. title is the site's name then. -1 with ERR_INPUT for what is no page; a page without articles is one, but not one that says nothing at all.
 */
int extract_page(struct arena *a, struct str bytes, struct str content_type, struct str url, struct str content_language,
    struct document *out, struct err *e);

#endif
