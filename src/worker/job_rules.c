#include "config.h"
#include "worker/job_rules.h"

#include "base/hash.h"

#define KEPT 32U /* compiled rules */

struct kept {
	uint64_t hash; /* of the texts */
	struct arena a;
	struct page_rules rules; /* own is NULL: free */
};

static struct kept cache[KEPT];
static unsigned oldest;

/* rule_mistake_fn */
static void
on_mistake(const struct rule *r, size_t offset, const char *what, void *arg)
{
	(void)r;
	(void)offset;
	(void)what;
	(void)arg;
}

static void
forget(struct kept *k)
{
	size_t i;

	if (k->rules.own == NULL)
		return;
	item_rules_free(k->rules.own);
	for (i = 0; i < k->rules.n_sites; i++)
		item_rules_free(k->rules.sites[i]);
	arena_release(&k->a);
	k->rules = (struct page_rules){ .own = NULL };
}

static void
compile(struct kept *k, const struct rule_sets *sets, bool is_json)
{
	size_t i;

	k->rules.own = item_rules_new(sets->v[0], is_json, on_mistake, NULL);
	k->rules.sites = arena_alloc(&k->a, sets->n * sizeof(struct item_rules *));
	for (i = 1; i < sets->n; i++)
		k->rules.sites[k->rules.n_sites++] = item_rules_new(sets->v[i], false, on_mistake, NULL);
}

const struct page_rules *
job_rules(struct str cbor, bool is_json, struct err *e)
{
	uint64_t hash = hash_fast(cbor, is_json);
	struct rule_sets sets;
	struct kept *k;
	size_t i;

	for (i = 0; i < KEPT; i++)
		if (cache[i].rules.own != NULL && cache[i].hash == hash)
			return &cache[i].rules;
	k = &cache[oldest];
	oldest = (oldest + 1) % KEPT;
	forget(k);
	k->hash = hash;
	arena_init(&k->a, SIZE_MAX, NULL);
	if (rule_sets_decode(&k->a, arena_str(&k->a, cbor), &sets, e) != 0) {
		arena_release(&k->a);
		return NULL;
	}
	compile(k, &sets, is_json);
	return &k->rules;
}
