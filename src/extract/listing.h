/*
 * A page without a feed into the list of articles that it links to. What the
 * page says of itself in structured data (JSON-LD, microdata, RDFa, h-feed, the state
 * that scripts start from) backs up what its repeated structure shows, and
 * stands in for it where the markup has no list. An answer that is JSON itself
 * is read likewise. Runs in the sandboxed worker; opens nothing.
 */
#ifndef EXTRACT_LISTING_H
#define EXTRACT_LISTING_H

#include "model/document.h"

struct listing_input {
	struct str bytes;        /* the page as it came */
	struct str content_type; /* HTTP header, or empty */
	struct str url;          /* where it was fetched from: relative links need it or a <base> */
	unsigned items_max;      /* 0: LISTING_ITEMS_MAX */
	struct str around;       /* what page_list.around was when the page was read last, or empty: is it there, and empty? */
	struct str known;        /* "URL\tTITLE\n" of articles known from this page: which list holds them now? Or empty */
	int64_t as_of_s;         /* when the page was current, as Unix time; 0: not known */
	bool wants_candidates;
	bool may_be_article;     /* nobody has said that the page is a list: one that is an article has none, unless around is known */
};

#define LISTING_ITEMS_MAX 500U /* articles a page; the rest is counted in document.dropped */

/*
 * Fills the cleared document, all of it in the arena: format "listing", title, language, next_url, document.listing,
 * and one article for each item in the order of the page, each URL once. Texts are raw, for normalise/. An article's
 * published that is midnight in UTC names a day. 0 when there is a list, or an empty one (listing.is_empty); -1 with ERR_INPUT when there is none,
 * ERR_LIMIT for a page that is refused.
 */
int extract_listing(struct arena *a, const struct listing_input *in, struct document *out, struct err *e);

#endif
