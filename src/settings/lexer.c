#include "config.h"
#include "settings/lexer.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"

#define MARKS "={}(),;"
#define STRING_MAX (1U << 20) /* bytes of one string, what the environment adds included */

void
lexer_init(struct lexer *l, const char *file, struct str text, struct arena *strings, struct mistakes *m)
{
	if (str_starts(text, STR("\xef\xbb\xbf"))) /* a byte order mark */
		text = str_skip(text, 3);
	*l = (struct lexer){
		.p = text.n > 0 ? text.p : "",
		.line = 1,
		.file = file,
		.strings = strings,
		.mistakes = m,
	};
	l->end = l->p + text.n;
	l->line_start = l->p;
}

static struct place
here(const struct lexer *l, const char *p)
{
	return (struct place){ l->file, l->line, (unsigned)(p - l->line_start) + 1 };
}

#define complain(l, at, ...)                                                        \
	do {                                                                        \
		if ((l)->mistakes != NULL)                                          \
			mistakes_add((l)->mistakes, MISTAKE_ERROR, at, __VA_ARGS__); \
	} while (0)

static bool
looking_at(const struct lexer *l, const char *two)
{
	return l->end - l->p >= 2 && l->p[0] == two[0] && l->p[1] == two[1];
}

static void
skip_line(struct lexer *l)
{
	const char *nl = memchr(l->p, '\n', (size_t)(l->end - l->p));

	l->p = nl != NULL ? nl : l->end;
}

static void
new_line(struct lexer *l)
{
	l->line++;
	l->line_start = l->p;
}

static void
skip_block(struct lexer *l)
{
	struct place at = here(l, l->p);

	for (l->p += 2; l->p < l->end; l->p++) {
		if (looking_at(l, "*/")) {
			l->p += 2;
			return;
		}
		if (*l->p == '\n') {
			l->p++;
			new_line(l);
			l->p--;
		}
	}
	complain(l, &at, "this comment is never closed");
}

static void
skip_space(struct lexer *l)
{
	while (l->p < l->end) {
		if (*l->p == '\n') {
			l->p++;
			new_line(l);
		} else if (ascii_is_space(*l->p) || *l->p == '\v') {
			l->p++;
		} else if (*l->p == '#' || looking_at(l, "//")) {
			skip_line(l);
		} else if (looking_at(l, "/*")) {
			skip_block(l);
		} else {
			return;
		}
	}
}

static bool
is_name_char(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

/*
 * ${NAME} or ${NAME:-otherwise} at l->p, up to limit. Adds its value; what is no such thing is a mistake.
 */
static void
expand(struct lexer *l, const char *limit, struct token *t, struct buf *out)
{
	struct place at = here(l, l->p);
	const char *close = memchr(l->p, '}', (size_t)(limit - l->p));
	struct str name, otherwise = STR_NONE;
	const char *value;
	char *c;
	size_t i;

	if (close == NULL) {
		complain(l, &at, "${ without its }");
		t->is_broken = true;
		l->p = limit;
		return;
	}
	name = (struct str){ l->p + 2, (size_t)(close - l->p) - 2 };
	l->p = close + 1;
	i = str_find(name, STR(":-"));
	if (i != STR_NPOS) {
		otherwise = (struct str){ name.p + i + 2, name.n - i - 2 };
		name = str_head(name, i);
	}
	for (i = 0; i < name.n && is_name_char(name.p[i]); i++)
		;
	if (name.n == 0 || i < name.n || ascii_is_digit(name.p[0])) {
		complain(l, &at, "${…} needs the name of an environment variable (a literal ${ is written \\${ or in '…')");
		t->is_broken = true;
		return;
	}
	c = arena_strdup(l->strings, name);
	value = getenv(c);
	t->is_expanded = true;
	if (value == NULL && otherwise.p == NULL) {
		complain(l, &at, "environment variable %s is not set", c);
		t->is_broken = true;
	} else if (value != NULL && (otherwise.p == NULL || value[0] != '\0')) {
		if (!utf8_is_valid(str_from(value))) {
			complain(l, &at, "environment variable %s is not UTF-8", c);
			t->is_broken = true;
		}
		buf_add_c(out, value);
	} else {
		buf_add_str(out, otherwise);
	}
}

static int
hex4(const char *p, const char *limit, uint32_t *out)
{
	int i;

	*out = 0;
	if (limit - p < 4)
		return -1;
	for (i = 0; i < 4; i++) {
		char c = ascii_lower(p[i]);

		if (ascii_is_digit(c))
			*out = *out << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			*out = *out << 4 | (uint32_t)(c - 'a' + 10);
		else
			return -1;
	}
	return 0;
}

/* \uXXXX behind its "\u"; two of them where UTF-16 needs a pair. */
static void
escape_unicode(struct lexer *l, const char *limit, const struct place *at, struct token *t, struct buf *out)
{
	uint32_t c, low;

	if (hex4(l->p, limit, &c) == -1) {
		complain(l, at, "\\u needs four hexadecimal digits");
		t->is_broken = true;
		return;
	}
	l->p += 4;
	if (c >= 0xd800 && c < 0xdc00 && limit - l->p >= 6 && l->p[0] == '\\' && l->p[1] == 'u' &&
	    hex4(l->p + 2, limit, &low) == 0 && low >= 0xdc00 && low < 0xe000) {
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		l->p += 6;
	}
	if (c == 0 || (c >= 0xd800 && c < 0xe000)) {
		complain(l, at, "\\u%04x is no character", (unsigned)c);
		t->is_broken = true;
		return;
	}
	buf_add_utf8(out, c);
}

static void
escape(struct lexer *l, const char *limit, struct token *t, struct buf *out)
{
	struct place at = here(l, l->p);
	char c = l->p[1]; /* there is one: a backslash never ends a string */

	l->p += 2;
	switch (c) {
	case 'n':
		buf_add_char(out, '\n');
		return;
	case 't':
		buf_add_char(out, '\t');
		return;
	case '"':
	case '\\':
	case '\'':
	case '/':
	case '$':
		buf_add_char(out, c);
		return;
	case 'u':
		escape_unicode(l, limit, &at, t, out);
		return;
	default:
		complain(l, &at, "unknown escape (known are \\\" \\\\ \\n \\t \\$ \\uXXXX; '…' takes everything literally)");
		t->is_broken = true;
	}
}

/* From l->p to limit: the text of a "…" string (escapes) or of a bare word. */
static void
text_to(struct lexer *l, const char *limit, bool with_escapes, struct token *t)
{
	const char *from = l->p, *p;
	struct buf out;

	for (p = from; p < limit && !(with_escapes && *p == '\\') && !(*p == '$' && p + 1 < limit && p[1] == '{'); p++)
		;
	if (p == limit) { /* nearly every string */
		t->text = arena_str(l->strings, (struct str){ from, (size_t)(limit - from) });
		l->p = limit;
		return;
	}
	buf_init(&out, STRING_MAX);
	while (l->p < limit) {
		if (with_escapes && *l->p == '\\' && l->p + 1 < limit)
			escape(l, limit, t, &out);
		else if (*l->p == '$' && l->p + 1 < limit && l->p[1] == '{')
			expand(l, limit, t, &out);
		else
			buf_add_char(&out, *l->p++);
	}
	if (out.is_full) {
		complain(l, &t->at, "longer than %u bytes", STRING_MAX);
		t->is_broken = true;
	}
	t->text = arena_str(l->strings, buf_str(&out));
	t->written = arena_str(l->strings, (struct str){ from, (size_t)(limit - from) });
	buf_release(&out);
}

static struct token
string(struct lexer *l)
{
	struct token t = { .kind = TOKEN_STRING, .at = here(l, l->p) };
	char quote = *l->p++;
	const char *close;

	for (close = l->p; close < l->end && *close != quote && *close != '\n'; close++)
		if (quote == '"' && *close == '\\' && close + 1 < l->end && close[1] != '\n')
			close++;
	if (close >= l->end || *close == '\n') {
		complain(l, &t.at, "this string is not closed on its line");
		skip_line(l);
		t.kind = TOKEN_BAD;
		return t;
	}
	if (quote == '"') {
		text_to(l, close, true, &t);
	} else {
		t.text = arena_str(l->strings, (struct str){ l->p, (size_t)(close - l->p) });
		l->p = close;
	}
	l->p++;
	/* Nothing of what follows is shown: with a lost quotation mark it may be a part of a password. */
	if (l->p < l->end && !ascii_is_space(*l->p) && strchr(MARKS "#/", *l->p) == NULL) {
		struct place at = here(l, l->p);

		complain(l, &at, "the string ends before this: is there a \" in it that needs a \\ before it");
		skip_line(l);
		t.kind = TOKEN_BAD;
	}
	return t;
}

static struct token
word(struct lexer *l, const char *ends, bool with_expansion)
{
	struct token t = { .kind = TOKEN_WORD, .at = here(l, l->p) };
	const char *p;

	for (p = l->p; p < l->end && !ascii_is_space(*p) && *p != '\v' && *p != '\0' && strchr(ends, *p) == NULL; p++) {
		const char *close;

		if (!with_expansion || *p != '$' || p + 1 >= l->end || p[1] != '{')
			continue;
		for (close = p; close < l->end && *close != '}' && *close != '\n'; close++)
			;
		if (close < l->end && *close == '}')
			p = close;
	}
	if (p == l->p) { /* a NUL or a stray quotation mark: take it, or we would stand still */
		complain(l, &t.at, "unexpected character");
		l->p++;
		t.kind = TOKEN_BAD;
		return t;
	}
	if (with_expansion) {
		text_to(l, p, false, &t);
	} else {
		t.text = arena_str(l->strings, (struct str){ l->p, (size_t)(p - l->p) });
		l->p = p;
	}
	return t;
}

static struct token
next(struct lexer *l, const char *ends, bool with_expansion)
{
	skip_space(l);
	if (l->p == l->end)
		return (struct token){ .kind = TOKEN_END, .at = here(l, l->p) };
	if (*l->p != '\0' && strchr(MARKS, *l->p) != NULL) {
		struct token t = { .kind = TOKEN_MARK, .mark = *l->p, .at = here(l, l->p) };

		l->p++;
		return t;
	}
	if (*l->p == '"' || *l->p == '\'')
		return string(l);
	return word(l, ends, with_expansion);
}

struct token
lexer_key(struct lexer *l)
{
	return next(l, MARKS "\"'", false);
}

struct token
lexer_value(struct lexer *l)
{
	return next(l, "{}(),;\"'", true);
}
