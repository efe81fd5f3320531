#include "config.h"
#include "daemon/configuration.h"

#include "compose/compose.h"
#include "extract/item_rules.h"
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
check_source(const struct source *s, struct mistakes *m)
{
	if (s->rules == NULL)
		return;
	item_rules_free(item_rules_new(s->rules, s->kind == SOURCE_JSON, add_mistake, m));
}

static void
check_sites(const struct settings *s, struct mistakes *m)
{
	size_t i;

	for (i = 0; i < s->n_sites; i++)
		if (s->sites[i].rules != NULL)
			item_rules_free(item_rules_new(s->sites[i].rules, false, add_mistake, m));
}

static void
check(const struct settings *s, struct mistakes *m)
{
	size_t i;

	for (i = 0; i < s->n_sources; i++)
		check_source(&s->sources[i], m);
	check_sites(s, m);
	composer_free(composer_new(s, add_mistake, m));
}

struct settings *
configuration_load(const char *path, struct mistakes *out)
{
	return settings_load_checked(path, check, out);
}

struct settings *
configuration_load_sites(const char *dir, struct mistakes *out)
{
	return settings_load_sites(dir, check_sites, out);
}
