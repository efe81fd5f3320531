#include "config.h"
#include "extract/item_rules.h"

#include <stdlib.h>

#include "base/mem.h"

struct compiling {
	struct item_rules *r;
	rule_mistake_fn *mistake;
	void *arg;
};

static void
compile_ways(const struct compiling *c, const struct rules *rules, bool is_json, struct item_ways *out)
{
	struct item_way way;
	struct err e;
	size_t i, at;

	out->v = mem_zalloc((rules->n + 1) * sizeof(*out->v));
	for (i = 0; i < rules->n; i++) {
		way = (struct item_way){ .rule = &rules->v[i], .report = c->r->n_reports };
		if (is_json)
			way.path = json_path_new(str_from(rules->v[i].text), &at, &e);
		else
			way.selector = selector_new(str_from(rules->v[i].text), &at, &e);
		if (way.path == NULL && way.selector == NULL) {
			c->mistake(&rules->v[i], at, e.text, c->arg);
			continue;
		}
		c->r->n_reports++;
		out->v[out->n++] = way;
	}
}

struct item_rules *
item_rules_new(const struct rules *rules, bool is_json, rule_mistake_fn *mistake, void *arg)
{
	struct compiling c = { mem_zalloc(sizeof(struct item_rules)), mistake, arg };
	int field;

	c.r->is_json = is_json;
	compile_ways(&c, &rules[RULE_ITEM], is_json, &c.r->item);
	for (field = 0; field < ITEM_FIELD_COUNT; field++) {
		compile_ways(&c, &rules[RULE_FIELD(field, STEP_SELECT)], is_json, &c.r->field[field]);
		c.r->field[field].refine = refine_new(&rules[RULE_FIELD(field, STEP_SELECT)], mistake, arg);
	}
	compile_ways(&c, &rules[RULE_NEXT], is_json, &c.r->next);
	compile_ways(&c, &rules[RULE_CONTENT], false, &c.r->content);
	compile_ways(&c, &rules[RULE_STRIP], false, &c.r->strip);
	compile_ways(&c, &rules[RULE_WHEN], false, &c.r->when);
	item_dates_init(&c.r->dates, rules, mistake, arg);
	return c.r;
}

static void
free_ways(struct item_ways *ways)
{
	size_t i;

	for (i = 0; i < ways->n; i++) {
		selector_free(ways->v[i].selector);
		json_path_free(ways->v[i].path);
	}
	free(ways->v);
	refine_free(ways->refine);
}

void
item_rules_free(struct item_rules *r)
{
	int field;

	if (r == NULL)
		return;
	free_ways(&r->item);
	free_ways(&r->next);
	free_ways(&r->content);
	free_ways(&r->strip);
	free_ways(&r->when);
	for (field = 0; field < ITEM_FIELD_COUNT; field++)
		free_ways(&r->field[field]);
	free(r);
}
