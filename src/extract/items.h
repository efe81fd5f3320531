/*
 * Articles out of a page or a JSON answer by the rules of the configuration.
 * What comes out is raw, for normalise/. Runs in the sandboxed worker; opens nothing.
 */
#ifndef EXTRACT_ITEMS_H
#define EXTRACT_ITEMS_H

#include "extract/item_rules.h"
#include "model/document.h"

#define ITEMS_MAX 2000U /* articles a document; the rest is counted in document.dropped */

struct items_input {
	struct str bytes;
	struct str content_type; /* HTTP header, or empty */
	struct str url;          /* where it was fetched from, or empty */
	struct str around;       /* a page: what listing.around was when it was read last, or empty: is it there, and empty? */
	int64_t as_of_s;         /* when the bytes were current, as Unix time; 0: not known */
	unsigned items_max;      /* 0: ITEMS_MAX */
	bool wants_all;          /* every way is tried, for the account, and not only until one leads to something */
};

/*
 * Fills the cleared document, all of it in the arena: format "page" or "json", title, language, next_url,
 * rule_reports, item_failures, and the articles in document order. -1 with ERR_INPUT when it cannot be read, or when
 * `item` names nothing in it (but see listing.is_empty); ERR_LIMIT when a selector takes too long.
 */
int extract_items_page(struct arena *a, const struct items_input *in, const struct item_rules *rules, struct document *out, struct err *e);
int extract_items_json(struct arena *a, const struct items_input *in, const struct item_rules *rules, struct document *out, struct err *e);

#endif
