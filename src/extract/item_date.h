/* Dates of a page's or an answer's articles, by what item.date.format, .timezone and .language say of them. */
#ifndef EXTRACT_ITEM_DATE_H
#define EXTRACT_ITEM_DATE_H

#include "base/arena.h"
#include "base/zone.h"
#include "model/rule.h"

#define DATE_FORMATS_MAX 8U

struct item_dates {
	struct str formats[DATE_FORMATS_MAX]; /* tried in order; none: dates are recognised */
	size_t n_formats;
	struct zone zone; /* of dates that say none */
	bool has_order, is_month_first; /* what 3/4/2025 means */
};

/* rules: all RULE_COUNT. RULE_DATE_ZONE's text is a rule of base/zone.h here. Mistakes are told. */
void item_dates_init(struct item_dates *d, const struct rules *rules, rule_mistake_fn *mistake, void *arg);

/* Unix time; false when it is no date, or not one of the formats. "3 hours ago" counts from as_of_s; 0: not known. */
bool item_dates_read(const struct item_dates *d, struct arena *a, struct str s, int64_t as_of_s, int64_t *unix_s);

#endif
