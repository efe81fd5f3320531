/*
 * Articles' own pages: which are still to be read, and what they said. A page
 * is kept beside its article and never in it, so that what is new, known or
 * edited is found out between what a source said and what it says.
 *
 * A new article whose page is of use (page_fill.h) is wanted, and shown only once its
 * page has been asked for, so that nobody reads a teaser, or the words of an
 * address, first and a change of it afterwards. One that waits for a text is
 * shown anyway when the cycle's pages are through, or PAGE_WAIT_S after it was
 * first seen. One that waits for its title is shown when no page of its source
 * waits that was never asked for, or after TITLE_WAIT_S.
 *
 * A page that was read is wanted again, by its validators and a day after the last
 * time at the earliest, when a sitemap gives its article a later date; unless it
 * does so for more than 10 articles and half of those that were read, at once: such
 * a sitemap dates itself. What has changed then shows the article as updated.
 *
 * Newer articles come first, and none has its turn that is further back than
 * feeds reach.
 *
 * Dates stay what they are; but an article whose source gives none but that of a
 * last change, and which nobody has been shown yet, is dated by its page
 * (date_from "page").
 */
#ifndef STORE_PAGES_H
#define STORE_PAGES_H

#include "store/page_fill.h"
#include "store/store.h"

#define PAGE_WAIT_S INT64_C(600)
#define TITLE_WAIT_S INT64_C(86400)

struct page_wanted {
	int64_t row; /* of the article */
	const char *url;
	const char *etag, *last_modified; /* of the page when it was read before; NULL: none */
	unsigned tries; /* that failed */
	bool is_bare;   /* it was read before, without its text */
};

struct pages_query {
	const char *source;
	int64_t now_s; /* when the cycle's pages were looked for: what was first seen later is of the next one */
	size_t reach; /* of the source's articles the newest so many: older ones are shown nowhere; 0: none is */
	size_t limit;
	bool is_for_failed; /* only those that have failed before */
};

/* The pages of the source that are due, as struct page_wanted in the arena. */
int store_pages_wanted(struct store *s, const struct pages_query *q, struct arena *a, struct list *out, struct err *e);

struct page_saved {
	const struct article *article;
	const char *etag, *last_modified; /* NULL: none */
	int64_t now_s;
	bool is_bare; /* its text was left out */
};
/*
 * What the page of an article said. The article is shown from now on, as after each of these; but after a failure that is
 * no try, one that waits for its title waits on.
 */
int store_page_save(struct store *s, int64_t row, const struct page_saved *page, struct err *e);
/* It is as it was. */
int store_page_same(struct store *s, int64_t row, int64_t now_s, struct err *e);
/* It did not come: is_try counts; again from due_s on, 0: never. */
int store_page_failed(struct store *s, int64_t row, const char *why, bool is_try, int64_t due_s, struct err *e);

struct pages_left {
	unsigned n_wanted; /* pages that have their turn later */
	unsigned n_shown;  /* articles that waited */
};
/* The pages of a cycle are through: shows what need not wait any longer. */
int store_pages_release(struct store *s, const struct pages_query *q, struct pages_left *out, struct err *e);
/* Of all sources, what has waited long enough. */
int store_pages_release_old(struct store *s, int64_t now_s, unsigned *n_shown, struct err *e);

/* The sources that have failed pages which are due again, as struct str in the arena. */
int store_pages_failed(struct store *s, int64_t now_s, struct arena *a, struct list *sources, struct err *e);
/* Those of the source are so old by now that no feed shows them: given up. */
int store_pages_forget_failed(struct store *s, const struct pages_query *q, struct err *e);

/*
 * Wants the pages of those of the source's articles in the span that were recorded before pages were of use, or read
 * without their texts, which are of use now.
 */
int store_pages_look_back(struct store *s, const struct source *source, const struct store_span *span, int64_t now_s, struct err *e);

enum page_state { PAGE_WANTED = 1, PAGE_READ, PAGE_GIVEN_UP }; /* in ledgers, never changed */

/* For the store's own files: a new article's page is wanted; changed_s: when it changed, as its source says, 0 for nothing. */
int page_want(struct store *s, int64_t source_id, int64_t row, int64_t now_s, int64_t changed_s, struct err *e);
/* What the page said, and how far it is, in words (empty: nobody asked for it). */
int page_get(struct store *s, int64_t row, struct arena *a, struct page_data *page, struct str *words, struct err *e);

#endif
