/*
 * The words of the filter language: names, numbers with units, 'texts' and
 * "texts", /patterns/ with flags, operators. Nothing is copied that needs no copy.
 */
#ifndef COMPOSE_FILTER_LEX_H
#define COMPOSE_FILTER_LEX_H

#include "base/arena.h"
#include "base/err.h"

enum filter_token_kind {
	FILTER_END = 0,
	FILTER_WORD,   /* a name, a keyword, a number, a date: begins with a letter, digit or one of . - + */
	FILTER_STRING,
	FILTER_PATTERN,
	FILTER_MARK    /* an operator, a parenthesis or a comma */
};

struct filter_token {
	enum filter_token_kind kind;
	struct str text;   /* a string without its quotes and escapes; a pattern without its slashes */
	bool any_case;     /* a pattern with flag i */
	size_t at, end;    /* where it stands in the whole text */
};

struct filter_lexer {
	struct str text;
	size_t next;
	struct arena *a;
};

/* -1: *e says what is wrong, out->at where. */
int filter_lex(struct filter_lexer *l, struct filter_token *out, struct err *e);

#endif
