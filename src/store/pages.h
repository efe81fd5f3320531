/*
 * Articles' own pages: which are still to be read, and what they said. A page
 * is kept beside its article and never in it, so that what is new, known or
 * edited is found out between what a source said and what it says.
 *
 * A new article of a source with full_text is wanted, and shown only once its
 * page has been asked for, so that nobody reads a teaser first and a change of
 * it afterwards; but when the cycle's pages are through, or PAGE_WAIT_S after
 * it was first seen, it is shown anyway.
 *
 * Dates stay what they are; but an article whose source gives none, and which
 * nobody has been shown yet, is dated by its page (date_from "page").
 */
#ifndef STORE_PAGES_H
#define STORE_PAGES_H

#include "store/store.h"

#define PAGE_WAIT_S INT64_C(600) /* an article waits for its page, at most */

struct page_wanted {
	int64_t row; /* of the article */
	const char *url;
	unsigned tries; /* that failed */
};

/* The pages of the source that are due, at most limit, new articles first, as struct page_wanted in the arena. */
int store_pages_wanted(struct store *s, const char *source, int64_t now_s, size_t limit, struct arena *a, struct list *out, struct err *e);

/* What the page of an article said. The article is shown from now on, as it is after each of these. */
int store_page_save(struct store *s, int64_t row, const struct article *page, int64_t now_s, struct err *e);
/* It did not come: is_try counts; again from due_s on, 0: never. */
int store_page_failed(struct store *s, int64_t row, const char *why, bool is_try, int64_t due_s, struct err *e);

/* Shows what waits for its page: all of the source, or (NULL) what was first seen until then. *n is how many. */
int store_pages_release(struct store *s, const char *source, int64_t until_s, unsigned *n, struct err *e);

/* For the store's own files: a new article's page is wanted. */
int page_want(struct store *s, int64_t source_id, int64_t row, int64_t now_s, struct err *e);
/* What the page said, as CBOR (empty: nothing yet), and how far it is, in words (empty: nobody asked for it). */
int page_get(struct store *s, int64_t row, struct arena *a, struct str *page, struct str *words, struct err *e);

#endif
