/*
 * The rules of one scope (defaults, a source, a feed), compiled: what changes
 * articles, what tags them, what drops and keeps them. They run in this order;
 * an article stays if none of `drop` holds and, where there is any `keep`, one
 * of those does. Counters may be read by any thread; the rest is one thread's.
 */
#ifndef COMPOSE_RULESET_H
#define COMPOSE_RULESET_H

#include "compose/view.h"
#include "model/rule.h"

enum ruleset_key { RULESET_REWRITE = 0, RULESET_TAG, RULESET_DROP, RULESET_KEEP };

struct ruleset;

/* NULL when there are none. A rule with a mistake is left out; fn (NULL is fine) is told of it. */
struct ruleset *ruleset_new(const struct selection *rules, rule_mistake_fn *fn, void *arg);
void ruleset_free(struct ruleset *r); /* NULL is fine, here and below */

/* Called for each rule that held for the article: it changed it, tagged it, dropped it or kept it. */
typedef void ruleset_trace_fn(const struct rule *rule, enum ruleset_key key, void *arg);

/* What of the article stays, changed: false when it is dropped. NULL for trace is fine. */
bool ruleset_apply(struct ruleset *r, struct view *v, ruleset_trace_fn *trace, void *arg);
bool ruleset_has_age(const struct ruleset *r);

struct ruleset_count {
	enum ruleset_key key;
	const struct rule *rule;
	uint64_t n_held;   /* articles of the last composition for which it held */
	uint64_t n_limits; /* times that a pattern was given up, since it was compiled */
};
void ruleset_reset(struct ruleset *r); /* a composition begins */
/* The i-th rule's; false past the last. */
bool ruleset_count(const struct ruleset *r, size_t i, struct ruleset_count *out);

#endif
