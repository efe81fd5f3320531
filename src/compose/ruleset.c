#include "config.h"
#include "compose/ruleset.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "compose/filter.h"
#include "compose/rewrite.h"

struct compiled {
	const struct rule *rule;
	enum ruleset_key key;
	struct rewrite *rewrite;
	struct filter *filter; /* NULL for a tag: always */
	char *tag;
	_Atomic uint64_t n_held, n_limits;
};

struct ruleset {
	struct compiled *v; /* by key, as the keys run */
	size_t n;
	bool has_keep;
};

/* ---- compiling ---- */

/* "NAME if CONDITION", or a name alone. */
static int
compile_tag(struct compiled *c, struct str text, size_t *at, struct err *e)
{
	struct filter_reader r;
	struct arena a;
	int rc;

	arena_init(&a, 1 << 20, NULL);
	rc = filter_reader_init(&r, text, &a, at, e);
	if (rc == 0 && ((r.token.kind != FILTER_STRING && r.token.kind != FILTER_WORD) || r.token.text.n == 0))
		rc = filter_reader_fail(&r, r.token.at, "the tag should stand here, then if and a condition");
	if (rc == 0)
		c->tag = mem_strndup(r.token.text);
	if (rc == 0)
		rc = filter_reader_next(&r);
	if (rc == 0 && r.token.kind != FILTER_END) {
		if (!filter_reader_is(&r, "if"))
			rc = filter_reader_fail(&r, r.token.at, "if should stand here");
		if (rc == 0)
			rc = filter_reader_next(&r);
		if (rc == 0 && (c->filter = filter_reader_condition(&r)) == NULL)
			rc = -1;
	}
	arena_release(&a);
	return rc;
}

static int
compile(struct compiled *c, size_t *at, struct err *e)
{
	struct str text = str_from(c->rule->text);

	switch (c->key) {
	case RULESET_REWRITE:
		c->rewrite = rewrite_new(text, at, e);
		return c->rewrite != NULL ? 0 : -1;
	case RULESET_TAG:
		return compile_tag(c, text, at, e);
	case RULESET_DROP:
	case RULESET_KEEP:
		break;
	}
	c->filter = filter_new(text, at, e);
	return c->filter != NULL ? 0 : -1;
}

static void
release(struct compiled *c)
{
	rewrite_free(c->rewrite);
	filter_free(c->filter);
	free(c->tag);
}

static void
add(struct ruleset *r, enum ruleset_key key, const struct rules *rules, rule_mistake_fn *fn, void *arg)
{
	struct compiled *c;
	struct err e;
	size_t i, at;

	for (i = 0; i < rules->n; i++) {
		c = &r->v[r->n];
		c->rule = &rules->v[i];
		c->key = key;
		at = 0;
		if (compile(c, &at, &e) == 0) {
			r->n++;
			r->has_keep = r->has_keep || key == RULESET_KEEP;
			continue;
		}
		release(c);
		memset(c, 0, sizeof(*c));
		if (fn != NULL)
			fn(&rules->v[i], at, rules->v[i].is_hidden ? "this is no rule" : e.text, arg);
	}
}

struct ruleset *
ruleset_new(const struct selection *rules, rule_mistake_fn *fn, void *arg)
{
	size_t n = rules->rewrite.n + rules->tag.n + rules->drop.n + rules->keep.n;
	struct ruleset *r;

	if (n == 0)
		return NULL;
	r = mem_zalloc(sizeof(*r));
	r->v = mem_zalloc(n * sizeof(*r->v));
	add(r, RULESET_REWRITE, &rules->rewrite, fn, arg);
	add(r, RULESET_TAG, &rules->tag, fn, arg);
	add(r, RULESET_DROP, &rules->drop, fn, arg);
	add(r, RULESET_KEEP, &rules->keep, fn, arg);
	return r;
}

void
ruleset_free(struct ruleset *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->n; i++)
		release(&r->v[i]);
	free(r->v);
	free(r);
}

/* ---- running ---- */

static void
add_tag(struct view *v, const char *tag)
{
	struct list *l = &v->entry->article.categories;
	const struct category *known = l->v;
	uint32_t i;

	for (i = 0; i < l->n; i++)
		if (str_is(known[i].term, tag))
			return;
	((struct category *)list_add(v->a, l, sizeof(*known)))->term = arena_str(v->a, str_from(tag));
	view_forget(v);
}

static bool
holds(struct compiled *c, struct view *v)
{
	uint64_t n_limits = 0;
	bool result = c->key == RULESET_REWRITE ? rewrite_apply(c->rewrite, v, &n_limits) :
	                                          c->filter == NULL || filter_test(c->filter, v, &n_limits);

	if (!v->is_counted)
		return result;
	if (n_limits > 0)
		atomic_fetch_add_explicit(&c->n_limits, n_limits, memory_order_relaxed);
	if (result)
		atomic_fetch_add_explicit(&c->n_held, 1, memory_order_relaxed);
	return result;
}

bool
ruleset_apply(struct ruleset *r, struct view *v, ruleset_trace_fn *trace, void *arg)
{
	bool stays = r == NULL || !r->has_keep;
	size_t i;

	for (i = 0; r != NULL && i < r->n; i++) {
		struct compiled *c = &r->v[i];

		if (!holds(c, v))
			continue;
		if (trace != NULL)
			trace(c->rule, c->key, arg);
		if (c->key == RULESET_TAG)
			add_tag(v, c->tag);
		else if (c->key == RULESET_DROP)
			return false;
		else if (c->key == RULESET_KEEP)
			stays = true;
		if (c->key == RULESET_KEEP && trace == NULL)
			break; /* one is enough */
	}
	return stays;
}

bool
ruleset_has_age(const struct ruleset *r)
{
	size_t i;

	for (i = 0; r != NULL && i < r->n; i++)
		if (r->v[i].rewrite != NULL ? rewrite_has_age(r->v[i].rewrite) : r->v[i].filter != NULL && filter_has_age(r->v[i].filter))
			return true;
	return false;
}

void
ruleset_reset(struct ruleset *r)
{
	size_t i;

	for (i = 0; r != NULL && i < r->n; i++)
		atomic_store_explicit(&r->v[i].n_held, 0, memory_order_relaxed);
}

bool
ruleset_count(const struct ruleset *r, size_t i, struct ruleset_count *out)
{
	if (r == NULL || i >= r->n)
		return false;
	*out = (struct ruleset_count){ r->v[i].key, r->v[i].rule, atomic_load_explicit(&r->v[i].n_held, memory_order_relaxed),
		atomic_load_explicit(&r->v[i].n_limits, memory_order_relaxed) };
	return true;
}
