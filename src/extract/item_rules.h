/*
 * How articles are taken out of a page or a JSON answer: the configuration's
 * item, item.*, next, content and strip, compiled; and what a site says of its
 * articles' pages. The texts must live as long.
 */
#ifndef EXTRACT_ITEM_RULES_H
#define EXTRACT_ITEM_RULES_H

#include "extract/item_date.h"
#include "extract/json_path.h"
#include "extract/refine.h"
#include "extract/selector.h"

/* One text, as what it is: the other one is NULL. */
struct item_way {
	struct selector *selector;
	struct json_path *path;
	const struct rule *rule;
	unsigned report; /* its place in document.rule_reports */
};

struct item_ways { /* the first that leads to something counts */
	struct item_way *v;
	size_t n;
	struct refine *refine; /* NULL: nothing is done with the value */
};

struct item_rules {
	bool is_json;
	struct item_ways item, next, field[ITEM_FIELD_COUNT];
	struct item_ways content, strip; /* of an article's own page: selectors, whatever the source is */
	struct item_ways when;           /* of a site */
	struct item_dates dates;
	unsigned n_reports;
};

/* rules: all RULE_COUNT of them. Mistakes are told, and what is wrong is left out. */
struct item_rules *item_rules_new(const struct rules *rules, bool is_json, rule_mistake_fn *mistake, void *arg);
void item_rules_free(struct item_rules *r); /* NULL is fine */

#endif
