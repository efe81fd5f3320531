#include "config.h"
#include "cli/try_rules.h"

#include <stdio.h>

#include "base/clock.h"

static const char *
fate(const struct rule_report *r)
{
	if (r->is_taken == TRI_NONE || r->matches.v == 0)
		return "";
	if (str_is(r->key, "strip"))
		return r->is_taken == TRI_TRUE ? ", taken out" : ", no elements";
	return r->is_taken == TRI_TRUE ? ", taken" : ", not taken";
}

void
try_tell_rules(const struct document *d)
{
	const struct rule_report *r = d->rule_reports.v;
	const struct item_failure *f = d->item_failures.v;
	uint32_t i;

	for (i = 0; i < d->rule_reports.n; i++) {
		printf("%-8s %.*s = \"%.*s\": %lld match%s%s\n", "rule", STR_ARG(r[i].key), STR_ARG(r[i].text), (long long)r[i].matches.v,
		    r[i].matches.v == 1 ? "" : "es", fate(&r[i]));
		if (r[i].first.n > 0)
			printf("%-8s first: %.*s\n", "", STR_ARG(r[i].first));
		if (r[i].is_taken != TRI_NONE)
			printf("%-8s from %.*s\n", "", STR_ARG(r[i].at));
	}
	for (i = 0; i < d->item_failures.n; i++) {
		printf("%-8s ", "failed");
		if (f[i].item.is_set)
			printf("item %lld: ", (long long)f[i].item.v);
		printf("%.*s\n", STR_ARG(f[i].what));
		if (f[i].excerpt.n > 0)
			printf("%-8s in: %.*s\n", "", STR_ARG(f[i].excerpt));
	}
}

void
try_tell_parts(const struct document *d, long max)
{
	const struct sitemap_part *v = d->parts.v;
	uint32_t i;

	for (i = 0; i < d->parts.n && (long)i < max; i++) {
		char date[TIME_RFC3339_SIZE] = "-";

		if (v[i].changed.is_set)
			time_rfc3339(v[i].changed.v, date);
		printf("%-8s %.*s, changed %s\n", "sitemap", STR_ARG(v[i].url), date);
	}
	if ((long)d->parts.n > max)
		printf("%-8s and %ld more\n", "", (long)d->parts.n - max);
}
