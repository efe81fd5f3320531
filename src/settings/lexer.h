/*
 * The words of the configuration language. Comments begin where a token could:
 * "#" and "//" to the end of the line, and slash-star blocks. Strings: "…" with
 * escapes and ${NAME}, '…' literally, or a bare word, with ${NAME}.
 */
#ifndef SETTINGS_LEXER_H
#define SETTINGS_LEXER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "settings/report.h"

enum token_kind {
	TOKEN_END = 0,
	TOKEN_WORD,   /* bare */
	TOKEN_STRING, /* quoted */
	TOKEN_MARK,   /* one of = { } ( ) , ; */
	TOKEN_BAD     /* a string that was reported; the rest of its line is gone */
};

struct token {
	enum token_kind kind;
	struct str text; /* in the arena and NUL-terminated for words and strings */
	struct str written; /* a string with escapes in it: as it stands in the file, likewise; else p is NULL */
	char mark;       /* for TOKEN_MARK, else 0 */
	bool is_expanded; /* part of it came from the environment: never shown */
	bool is_broken;   /* reported already: checks of its value would only add noise */
	struct place at;
};

/* Copying one and going back to the copy later is fine. */
struct lexer {
	const char *p, *end, *line_start;
	unsigned line;
	const char *file;
	struct arena *strings;
	struct mistakes *mistakes; /* may be set to NULL to read on in silence */
};

/* text must outlive the lexer, file the places; strings are made in the arena. */
void lexer_init(struct lexer *l, const char *file, struct str text, struct arena *strings, struct mistakes *m);

/* For where a key may stand: "=" ends a word, nothing is expanded. */
struct token lexer_key(struct lexer *l);
/* For where a value stands: a bare word may hold "=", as URLs do. */
struct token lexer_value(struct lexer *l);

#endif
