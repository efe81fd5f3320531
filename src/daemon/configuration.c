#include "config.h"
#include "daemon/configuration.h"

#include "compose/compose.h"
#include "extract/refine.h"
#include "extract/selector.h"
#include "settings/rules.h"

/* rule_mistake_fn */
static void
add_mistake(const struct rule *r, size_t offset, const char *what, void *arg)
{
	struct place at = rule_place(r, offset);

	if (r->is_hidden) /* where in it would tell of it */
		at = rule_place(r, 0);
	mistakes_add(arg, MISTAKE_ERROR, &at, "%s: %s", r->key, what);
}

static void
check_selectors(const struct rules *rules, struct mistakes *m)
{
	struct err e;
	size_t i, at;
	struct selector *s;

	for (i = 0; i < rules->n; i++) {
		s = selector_new(str_from(rules->v[i].text), &at, &e);
		if (s == NULL)
			add_mistake(&rules->v[i], at, e.text, m);
		selector_free(s);
	}
}

static void
check_source(const struct source *s, struct mistakes *m)
{
	static const enum rule_use selectors[] = { RULE_ITEM, RULE_NEXT, RULE_CONTENT, RULE_STRIP };
	size_t i;
	int field;

	if (s->rules == NULL)
		return;
	for (i = 0; i < sizeof(selectors) / sizeof(selectors[0]); i++)
		check_selectors(&s->rules[selectors[i]], m);
	for (field = 0; field < ITEM_FIELD_COUNT; field++) {
		check_selectors(&s->rules[RULE_FIELD(field, STEP_SELECT)], m);
		refine_free(refine_new(&s->rules[RULE_FIELD(field, STEP_SELECT)], add_mistake, m));
	}
}

static void
check(const struct settings *s, struct mistakes *m)
{
	size_t i;

	for (i = 0; i < s->n_sources; i++)
		check_source(&s->sources[i], m);
	composer_free(composer_new(s, add_mistake, m));
}

struct settings *
configuration_load(const char *path, struct mistakes *out)
{
	return settings_load_checked(path, check, out);
}
