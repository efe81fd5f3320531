#include "config.h"
#include "model/document.h"

static bool
may_name_nothing(struct str key)
{
	return str_is(key, "strip") || str_is(key, "next") || str_is(key, "when");
}

static bool
is_key_taken(const struct list *reports, struct str key)
{
	const struct rule_report *v = reports->v;
	uint32_t i;

	for (i = 0; i < reports->n; i++)
		if (str_eq(v[i].key, key) && v[i].is_taken == TRI_TRUE)
			return true;
	return false;
}

const struct rule_report *
rule_reports_missed(const struct list *reports, uint32_t *i)
{
	const struct rule_report *v = reports->v, *r;

	while (*i < reports->n) {
		r = &v[(*i)++];
		if (*i > 1 && str_eq(r->key, v[*i - 2].key))
			continue;
		if (!may_name_nothing(r->key) && !is_key_taken(reports, r->key))
			return r;
	}
	return NULL;
}
