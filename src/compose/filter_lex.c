#include "config.h"
#include "compose/filter_lex.h"

static char
peek(const struct filter_lexer *l, size_t ahead)
{
	return l->next + ahead < l->text.n ? l->text.p[l->next + ahead] : '\0';
}

static bool
is_word_char(char c)
{
	return ascii_is_alnum(c) || (c != '\0' && strchr("_.:+-", c) != NULL) || (unsigned char)c >= 0x80;
}

/* Up to the closing quotation mark or slash; a backslash keeps the next character from closing. */
static int
lex_quoted(struct filter_lexer *l, char close, struct filter_token *t, struct err *e)
{
	size_t from = ++l->next;
	bool has_escape = false;

	while (l->next < l->text.n && peek(l, 0) != close) {
		if (peek(l, 0) == '\\' && l->next + 1 < l->text.n) {
			has_escape = true;
			l->next++;
		}
		l->next++;
	}
	if (l->next >= l->text.n)
		return err_set(e, ERR_INPUT, close == '/' ? "a pattern without its closing /" : "a text without its closing %c", close);
	t->text = (struct str){ l->text.p + from, l->next++ - from };
	return has_escape;
}

/* \' \" and \\ are what they look like; any other backslash is one. */
static struct str
unescape(struct arena *a, struct str s, const char *escapable)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t i, n = 0;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n && strchr(escapable, s.p[i + 1]) != NULL)
			i++;
		p[n++] = s.p[i];
	}
	p[n] = '\0';
	return (struct str){ p, n };
}

static int
lex_string(struct filter_lexer *l, struct filter_token *t, struct err *e)
{
	int rc = lex_quoted(l, peek(l, 0), t, e);

	t->kind = FILTER_STRING;
	if (rc > 0)
		t->text = unescape(l->a, t->text, "'\"\\");
	return rc < 0 ? -1 : 0;
}

static int
lex_pattern(struct filter_lexer *l, struct filter_token *t, struct err *e)
{
	int rc = lex_quoted(l, '/', t, e);

	t->kind = FILTER_PATTERN;
	if (rc > 0)
		t->text = unescape(l->a, t->text, "/");
	for (; rc >= 0 && ascii_is_alpha(peek(l, 0)); l->next++) {
		if (peek(l, 0) != 'i') {
			t->at = l->next;
			return err_set(e, ERR_INPUT, "unknown flag %c of a pattern (there is i: any case)", peek(l, 0));
		}
		t->any_case = true;
	}
	return rc < 0 ? -1 : 0;
}

static int
lex_mark(struct filter_lexer *l, struct filter_token *t, struct err *e)
{
	static const char *const marks[] = { "!=", "!~", "<=", ">=", "==", "&&", "||", "=", "~", "<", ">", "!", "(", ")", "," };
	size_t i;

	t->kind = FILTER_MARK;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (!str_starts(str_skip(l->text, l->next), str_from(marks[i])))
			continue;
		t->text = str_from(marks[i]);
		l->next += t->text.n;
		return 0;
	}
	if (peek(l, 0) > 0x20 && peek(l, 0) < 0x7f)
		return err_set(e, ERR_INPUT, "unexpected %c", peek(l, 0));
	return err_set(e, ERR_INPUT, "unexpected character");
}

int
filter_lex(struct filter_lexer *l, struct filter_token *t, struct err *e)
{
	int rc = 0;
	char c;

	while (ascii_is_space(peek(l, 0)))
		l->next++;
	*t = (struct filter_token){ .at = l->next };
	c = peek(l, 0);
	if (l->next >= l->text.n) {
		t->kind = FILTER_END;
	} else if (c == '\'' || c == '"') {
		rc = lex_string(l, t, e);
	} else if (c == '/') {
		rc = lex_pattern(l, t, e);
	} else if (is_word_char(c)) {
		t->kind = FILTER_WORD;
		while (is_word_char(peek(l, 0)))
			l->next++;
		t->text = (struct str){ l->text.p + t->at, l->next - t->at };
	} else {
		rc = lex_mark(l, t, e);
	}
	t->end = l->next;
	return rc;
}
