/*
 * Rules that change what a feed shows of an article; the ledger keeps it as it came:
 *
 *	set title = '[{source}] {title}' if host = 'example.org'
 *	replace title / \| Example News$/i ''
 *	strip content /<p>Subscribe .*?<\/p>/
 *
 * What a rule makes of HTML is sanitised again. One thread at a time for one rule.
 */
#ifndef COMPOSE_REWRITE_H
#define COMPOSE_REWRITE_H

#include "compose/filter.h"

#define REWRITE_VALUE_MAX (1U << 20) /* bytes of what a rule makes; past it the rule changes nothing */

struct rewrite;

/* As filter_new(). */
struct rewrite *rewrite_new(struct str text, size_t *at, struct err *e);
void rewrite_free(struct rewrite *w); /* NULL is fine */
/* True: its condition holds and something is another thing now, made in the view's arena. */
bool rewrite_apply(const struct rewrite *w, struct view *v, uint64_t *n_limits);
bool rewrite_has_age(const struct rewrite *w);

#endif
