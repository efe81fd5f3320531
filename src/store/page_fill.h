/*
 * What an article gets from its own page when it is read. The page is taken for
 * the article's if at least half of the first 30 words of the source's text
 * (pieces of 4 to 12 bytes, whatever their case) stand in it, or if there are
 * fewer than 3 of those. Then its text replaces the source's if it has at least
 * 1.2 times as many words (a character counts as one in scripts without spaces);
 * a replaced text of at most 100 words becomes the summary, if there is none. And
 * it fills in, each only where the source has none: image with caption and credit
 * (these also for an image of the same file name), authors, categories, language.
 * An article that says nothing but where it is gets the page's summary too, and
 * the page's title where its own is made of its address, unless other pages have that too. Every such field is in
 * fields_from as "page".
 */
#ifndef STORE_PAGE_FILL_H
#define STORE_PAGE_FILL_H

#include "base/err.h"
#include "model/document.h"
#include "model/source.h"

/* Its own title is made of its address. */
bool page_gives_title(const struct article *article);
/* The article's page is read, as its source is configured. */
bool page_is_of_use(const struct source *source, const struct article *article);

/* A page as the ledger has it. */
struct page_data {
	struct str cbor;       /* its article; empty: it has not come */
	bool has_common_title; /* two other pages of the source have it too: that of a site that needs scripts, or asks for consent */
};

/* The article gets what its page has for it; what it gets is in the arena. */
int page_fill(struct arena *a, struct article *article, const struct page_data *data, struct err *e);

#endif
