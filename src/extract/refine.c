#include "config.h"
#include "extract/refine.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/regex.h"
#include "base/utf8.h"

struct replacement {
	struct regex *what;
	struct str with;
};

struct refine {
	struct regex **regexes; /* the first that matches counts */
	struct replacement *replacements; /* one after another */
	size_t n_regexes, n_replacements;
	struct str template, prefix; /* p is NULL: none */
};

struct compiling {
	struct refine *r;
	rule_mistake_fn *mistake;
	void *arg;
};

static struct regex *
compile(const struct compiling *c, const struct rule *rule)
{
	struct err e;
	size_t at;
	struct regex *r = regex_new(str_from(rule->text), false, &at, &e);

	if (r == NULL)
		c->mistake(rule, at, e.text, c->arg);
	return r;
}

static void
compile_regexes(const struct compiling *c, const struct rules *rules)
{
	struct regex *r;
	size_t i;

	c->r->regexes = mem_zalloc((rules->n + 1) * sizeof(*c->r->regexes));
	for (i = 0; i < rules->n; i++)
		if ((r = compile(c, &rules->v[i])) != NULL)
			c->r->regexes[c->r->n_regexes++] = r;
}

static void
check_template(const struct compiling *c, const struct rule *rule, unsigned n_groups)
{
	struct err e;
	size_t at;

	if (regex_check_template(str_from(rule->text), n_groups, &at, &e) != 0)
		c->mistake(rule, at, e.text, c->arg);
}

static void
compile_replacements(const struct compiling *c, const struct rules *rules)
{
	struct replacement x;
	size_t i;

	c->r->replacements = mem_zalloc((rules->n / 2 + 1) * sizeof(*c->r->replacements));
	if (rules->n % 2 != 0)
		c->mistake(&rules->v[rules->n - 1], 0, "expected pairs: {\"regular expression\", \"what replaces it\"}", c->arg);
	for (i = 0; i + 1 < rules->n; i += 2) {
		x.with = str_from(rules->v[i + 1].text);
		x.what = compile(c, &rules->v[i]);
		if (x.what == NULL)
			continue;
		check_template(c, &rules->v[i + 1], regex_groups(x.what));
		c->r->replacements[c->r->n_replacements++] = x;
	}
}

static struct str
only_one(const struct compiling *c, const struct rules *rules)
{
	if (rules->n > 1)
		c->mistake(&rules->v[1], 0, "expected one value, not a list", c->arg);
	return rules->n > 0 ? str_from(rules->v[0].text) : STR_NONE;
}

/* Groups that every one of the regular expressions has. */
static unsigned
common_groups(const struct refine *r)
{
	unsigned n = r->n_regexes > 0 ? REGEX_GROUPS_MAX : 0;
	size_t i;

	for (i = 0; i < r->n_regexes; i++)
		if (regex_groups(r->regexes[i]) < n)
			n = regex_groups(r->regexes[i]);
	return n;
}

struct refine *
refine_new(const struct rules *steps, rule_mistake_fn *mistake, void *arg)
{
	struct compiling c = { NULL, mistake, arg };

	if (steps[STEP_REGEX].n + steps[STEP_REPLACE].n + steps[STEP_TEMPLATE].n + steps[STEP_PREFIX].n == 0)
		return NULL;
	c.r = mem_zalloc(sizeof(*c.r));
	compile_regexes(&c, &steps[STEP_REGEX]);
	compile_replacements(&c, &steps[STEP_REPLACE]);
	c.r->template = only_one(&c, &steps[STEP_TEMPLATE]);
	/* Without a group that went wrong: a second message about the same would be noise. */
	if (c.r->template.p != NULL && c.r->n_regexes == steps[STEP_REGEX].n)
		check_template(&c, &steps[STEP_TEMPLATE].v[0], common_groups(c.r));
	c.r->prefix = only_one(&c, &steps[STEP_PREFIX]);
	return c.r;
}

void
refine_free(struct refine *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->n_regexes; i++)
		regex_free(r->regexes[i]);
	for (i = 0; i < r->n_replacements; i++)
		regex_free(r->replacements[i].what);
	free(r->regexes);
	free(r->replacements);
	free(r);
}

static bool
find(const struct refine *r, struct str value, struct regex_match *m)
{
	size_t i;

	*m = (struct regex_match){ .group = { value } };
	for (i = 0; i < r->n_regexes; i++)
		if (regex_find(r->regexes[i], value, m) == REGEX_YES)
			return true;
	return r->n_regexes == 0;
}

bool
refine_apply(const struct refine *r, struct arena *a, struct str *value)
{
	struct regex_match m;
	struct buf out;
	size_t i;

	if (!find(r, *value, &m))
		return false;
	buf_init(&out, 4 * (size_t)REFINED_MAX);
	*value = r->n_regexes > 0 && m.group[1].p != NULL ? m.group[1] : m.group[0];
	for (i = 0; i < r->n_replacements; i++) {
		buf_clear(&out);
		regex_replace(r->replacements[i].what, *value, r->replacements[i].with, &out);
		*value = arena_str(a, utf8_head(buf_str(&out), REFINED_MAX));
	}
	buf_clear(&out);
	buf_add_str(&out, r->prefix);
	if (r->template.p != NULL) {
		m.group[0] = *value;
		regex_expand(r->template, &m, &out);
	} else {
		buf_add_str(&out, *value);
	}
	*value = arena_str(a, utf8_head(buf_str(&out), REFINED_MAX));
	buf_release(&out);
	return true;
}
