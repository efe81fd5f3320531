/*
 * What is done with a value that a selector has found: the configuration's
 * .regex, .replace, .template and .prefix of a field, in this order.
 */
#ifndef EXTRACT_REFINE_H
#define EXTRACT_REFINE_H

#include "base/arena.h"
#include "model/rule.h"

struct refine;

/*
 * Compiles the steps of one field (STEP_COUNT of them, RULE_FIELD(field, STEP_SELECT) first). Each mistake is told;
 * what is wrong is left out. NULL: nothing is to be done. The texts must live as long.
 */
struct refine *refine_new(const struct rules *steps, rule_mistake_fn *mistake, void *arg);
void refine_free(struct refine *r); /* NULL is fine */

#define REFINED_MAX (1U << 20) /* bytes of a value; longer ones are cut */

/* *value becomes what is made of it, in the arena. False: there is a .regex and it does not match, so there is no value. */
bool refine_apply(const struct refine *r, struct arena *a, struct str *value);

#endif
