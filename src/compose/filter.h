/*
 * Conditions on articles, as keep, drop and tag of the configuration have them:
 *
 *	title ~ /ukraine|china/i or tag = 'diplomacy' and not (age > 90d)
 *
 * A text is compiled once, with all its types checked, into a program of
 * tests and jumps that runs without recursion. The language is described in
 * feedwright.conf(5). One thread at a time for one filter.
 */
#ifndef COMPOSE_FILTER_H
#define COMPOSE_FILTER_H

#include "compose/filter_lex.h"
#include "compose/view.h"

#define FILTER_TEXT_MAX 4096U /* bytes */
#define FILTER_TESTS_MAX 512U /* comparisons in one filter */
#define FILTER_DEPTH_MAX 64U  /* parentheses and nots inside one another */

struct filter;

/* NULL with what is wrong in *e (ERR_INPUT or ERR_LIMIT) and in *at (NULL is fine) the byte where it is. */
struct filter *filter_new(struct str text, size_t *at, struct err *e);
void filter_free(struct filter *f); /* NULL is fine */

/* n_limits (NULL is fine) counts the patterns that hit their limit, which is taken for no match. */
bool filter_test(const struct filter *f, struct view *v, uint64_t *n_limits);
bool filter_has_age(const struct filter *f); /* what it says changes as time goes by */

/* ---- for statements that hold a condition: rewrite.c and ruleset.c ---- */

struct filter_reader {
	struct filter_lexer lexer;
	struct filter_token token; /* the next one, not yet taken */
	struct err *e;
	size_t *at;
};

/* Reads the first token. -1 as filter_new(). The arena is for texts with escapes. */
int filter_reader_init(struct filter_reader *r, struct str text, struct arena *a, size_t *at, struct err *e);
int filter_reader_next(struct filter_reader *r);
/* Sets *e and *at, returns -1. */
int filter_reader_fail(struct filter_reader *r, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool filter_reader_is(const struct filter_reader *r, const char *word_or_mark);
/* The field that the next token names, nearest name in the complaint; NULL as filter_new(). Takes the token. */
const struct view_name *filter_reader_field(struct filter_reader *r);
/* From the next token to the end of the text. */
struct filter *filter_reader_condition(struct filter_reader *r);

#endif
