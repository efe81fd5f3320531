#include "config.h"
#include "worker/job_rules.h"

#include "base/hash.h"

#define KEPT 32U /* compiled rules */

struct kept {
	uint64_t hash; /* of the texts */
	struct arena a;
	struct item_rules *rules; /* NULL: free */
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

const struct item_rules *
job_rules(struct str cbor, bool is_json, struct err *e)
{
	uint64_t hash = hash_fast(cbor, is_json);
	struct rules *rules;
	struct kept *k;
	size_t i;

	for (i = 0; i < KEPT; i++)
		if (cache[i].rules != NULL && cache[i].hash == hash)
			return cache[i].rules;
	k = &cache[oldest];
	oldest = (oldest + 1) % KEPT;
	item_rules_free(k->rules);
	if (k->rules != NULL)
		arena_release(&k->a);
	*k = (struct kept){ .hash = hash };
	arena_init(&k->a, SIZE_MAX, NULL);
	rules = arena_alloc(&k->a, RULE_COUNT * sizeof(*rules));
	if (rules_decode(&k->a, arena_str(&k->a, cbor), rules, e) != 0) {
		arena_release(&k->a);
		return NULL;
	}
	k->rules = item_rules_new(rules, is_json, on_mistake, NULL);
	return k->rules;
}
