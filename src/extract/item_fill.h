/* Values that rules have found, put into articles; and the account of what the rules found, for `try`. */
#ifndef EXTRACT_ITEM_FILL_H
#define EXTRACT_ITEM_FILL_H

#include "extract/item_rules.h"
#include "model/document.h"

#define FIELD_VALUES_MAX 64U   /* of a field of an article: authors, enclosures, categories */
#define FAILURES_MAX 20U       /* that are kept with their excerpts */
#define EXCERPT_MAX 160U       /* bytes */

struct item_fill {
	struct arena *a;
	struct document *d;
	const struct item_rules *rules;
	struct scope *scope;        /* of the texts: base and language */
	struct rule_report *reports; /* one for each way, by item_way.report */
	int64_t as_of_s;            /* of items_input */
	struct str date_from;       /* what dates rest on: "page", "feed" */
};

/* d gets the list of reports, all at 0. */
void item_fill_init(struct item_fill *f, struct arena *a, struct document *d, const struct item_rules *rules, struct str base, struct str lang);

/* A way led to so many values, the first of them being this. */
void item_fill_note(struct item_fill *f, const struct item_way *way, size_t n, struct str first);
#define ITEM_PAGE UINT32_MAX /* instead of an item: the page as a whole */
void item_fill_failed(struct item_fill *f, uint32_t item, struct str excerpt, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* What ways found for a field, seen the first of it, is not to be used. */
void item_fill_spoilt(struct item_fill *f, uint32_t item, const struct item_ways *ways, enum item_field field, struct str seen);

/* The beginning of what people are shown, trimmed and in the arena. */
struct str item_fill_excerpt(struct arena *a, struct str s);

bool item_field_is_list(enum item_field field);
bool item_field_is_markup(enum item_field field); /* takes HTML, not text */

/*
 * Refines one value and puts it into the article. kind tells what it is, for summary and content. False, and nothing
 * put, when nothing is left of it, or it is no date or no address.
 */
bool item_fill_put(struct item_fill *f, struct article *to, enum item_field field, struct str value, enum text_kind kind);

/* True when the article has what makes it one: a link, a title or a content. */
bool item_is_article(const struct article *a);

#endif
