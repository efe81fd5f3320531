/*
 * What the configuration says of an article's own page: its source's content
 * and strip, and the rules of the first of its sites whose `when` names something
 * in it (or that has none). Of content, the source's come before the site's; a
 * source with strip takes the place of the site's. Whatever names nothing in the
 * page says nothing of it: the page is read there as without rules.
 */
#ifndef EXTRACT_PAGE_RULES_H
#define EXTRACT_PAGE_RULES_H

#include "extract/item_rules.h"
#include "extract/metadata.h"
#include "model/document.h"

struct page_rules {
	struct item_rules *own;    /* NULL: the source has none */
	struct item_rules **sites; /* in the order in which they are asked */
	size_t n_sites;
};

struct page_input {
	struct str bytes, content_type, url, content_language; /* HTTP's; all but bytes may be empty */
	int64_t as_of_s;                                       /* when the page was current, as Unix time; 0: not known */
	const struct page_rules *rules;                        /* NULL: none */
	bool wants_all;   /* each rule is tried, for the account of them */
	bool wants_guess; /* rules that would read the page as it is read without them */
};

/* Rules at work on a page. */
struct page_ruling {
	struct arena *a;
	struct document *d; /* gets rule_reports and item_failures */
	struct dom *dom;
	const struct item_rules *own, *site; /* NULL: none */
	struct scope scope;
	uint64_t steps; /* of searching, so far */
	bool wants_all;
	struct article found; /* by the site's: title, summary, published, authors, image, categories, as far as they name something */
	struct str next;      /* where the article goes on; empty: nobody says */
	struct hits named;    /* what is the text; none: nobody says */
	const struct item_ways *named_by;
};

/*
 * Looks for all of it, and takes what strip names out of the page; without_strip leaves it in and says so. in->rules may not
 * be NULL. A selector that takes too long on this page names nothing in it.
 */
void page_ruling_apply(struct page_ruling *r, struct arena *a, const struct page_input *in, struct dom *dom, struct document *d, bool without_strip);

/* What was found instead of what the page says. */
void page_ruling_tell(const struct page_ruling *r, struct metadata *m);
/* The text that is named, as HTML that is not sanitised; and whether an element is part of it. */
void page_ruling_write(const struct page_ruling *r, struct buf *html);
bool page_ruling_holds(const struct page_ruling *r, const xmlNode *n);
/* What the rules did, for people: "content by FILE:LINE; FILE:LINE: date names nothing". In the arena. */
struct str page_ruling_words(const struct page_ruling *r);

#endif
