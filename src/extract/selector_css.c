#include "config.h"
#include "extract/selector_css.h"

#include "base/utf8.h"

#define COMPOUNDS_MAX 64U /* of one selector */
#define NUMBER_MAX 1000000

struct css_parser {
	struct arena *a;
	struct str s;
	size_t i;
	unsigned depth;
	struct err *e;
};

static int
expected(struct css_parser *p, size_t at, const char *what)
{
	p->i = at;
	return err_set(p->e, ERR_INPUT, "expected %s", what);
}

static char
peek(const struct css_parser *p)
{
	return p->i < p->s.n ? p->s.p[p->i] : '\0';
}

/* True if there was any. */
static bool
skip_space(struct css_parser *p)
{
	size_t from = p->i;

	while (p->i < p->s.n && ascii_is_space(p->s.p[p->i]))
		p->i++;
	return p->i > from;
}

static bool
take(struct css_parser *p, char c)
{
	if (peek(p) != c)
		return false;
	p->i++;
	return true;
}

/* ---- names and strings ---- */

static bool
is_hex(char c)
{
	c = ascii_lower(c);
	return ascii_is_digit(c) || (c >= 'a' && c <= 'f');
}

/* What the escape at *i (its backslash) stands for. */
static void
add_escape(struct buf *out, struct str s, size_t *i)
{
	uint32_t code = 0;
	unsigned n;

	for (++*i, n = 0; n < 6 && *i < s.n && is_hex(s.p[*i]); n++, ++*i)
		code = code << 4 | (uint32_t)(ascii_is_digit(s.p[*i]) ? s.p[*i] - '0' : ascii_lower(s.p[*i]) - 'a' + 10);
	if (n > 0) {
		if (*i < s.n && ascii_is_space(s.p[*i])) /* ends the number, and is part of it */
			++*i;
		buf_add_utf8(out, code > 0 ? code : UTF8_BAD);
	} else if (*i < s.n) {
		buf_add_utf8(out, utf8_next(s, i));
	}
}

/* Behind a first "-"; a second one is fine, as in "--wide". */
static bool
begins_name(char c)
{
	return ascii_is_alpha(c) || strchr("-_\\", c) != NULL || (unsigned char)c >= 0x80;
}

struct str
css_name(struct arena *a, struct str s, size_t *i)
{
	struct str name;
	struct buf out;

	/* Selectors 3, 4: a name begins with a letter, "_", a character beyond ASCII, an escape, or "-" and one of these. */
	if (*i >= s.n || ascii_is_digit(s.p[*i]) || (s.p[*i] == '-' && (*i + 1 == s.n || !begins_name(s.p[*i + 1]))))
		return STR_NONE;
	buf_init(&out, s.n + 4);
	while (*i < s.n) {
		char c = s.p[*i];

		if (c == '\\' && *i + 1 < s.n && s.p[*i + 1] != '\n') {
			add_escape(&out, s, i);
		} else if (ascii_is_alnum(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80) {
			buf_add_char(&out, c);
			++*i;
		} else {
			break;
		}
	}
	name = arena_str(a, buf_str(&out));
	buf_release(&out);
	return name;
}

static const char *
lower(struct css_parser *p, struct str s)
{
	char *c = arena_strdup(p->a, s);
	size_t i;

	for (i = 0; c[i] != '\0'; i++)
		c[i] = ascii_lower(c[i]);
	return c;
}

static int
read_string(struct css_parser *p, struct str *out)
{
	size_t from = p->i;
	char quote = p->s.p[p->i++];
	struct buf text;

	buf_init(&text, p->s.n + 4);
	while (p->i < p->s.n && p->s.p[p->i] != quote) {
		if (p->s.p[p->i] == '\\' && p->i + 1 < p->s.n)
			add_escape(&text, p->s, &p->i);
		else
			buf_add_char(&text, p->s.p[p->i++]);
	}
	*out = arena_str(p->a, buf_str(&text));
	buf_release(&text);
	return take(p, quote) ? 0 : expected(p, from, "a closing quotation mark for this");
}

static int
read_value(struct css_parser *p, const char *what, struct str *out)
{
	if (peek(p) == '"' || peek(p) == '\'')
		return read_string(p, out);
	*out = css_name(p->a, p->s, &p->i);
	return out->n > 0 ? 0 : expected(p, p->i, what);
}

static struct css_test *
add_test(struct css_parser *p, struct css_test ***last, enum css_test_kind kind)
{
	struct css_test *t = arena_zalloc(p->a, sizeof(*t));

	t->kind = kind;
	**last = t;
	*last = &t->next;
	return t;
}

/* ---- [attribute] ---- */

static int
read_attribute(struct css_parser *p, struct css_test ***last)
{
	static const struct {
		const char *sign;
		enum css_test_kind kind;
	} signs[] = { { "=", CSS_ATTR_IS }, { "~=", CSS_ATTR_WORD }, { "|=", CSS_ATTR_DASH }, { "^=", CSS_ATTR_BEGINS }, { "$=", CSS_ATTR_ENDS },
		{ "*=", CSS_ATTR_HAS } };
	struct css_test *t = add_test(p, last, CSS_HAS_ATTR);
	struct str name;
	size_t i;

	skip_space(p);
	name = css_name(p->a, p->s, &p->i);
	if (name.n == 0)
		return expected(p, p->i, "the name of an attribute");
	t->name = lower(p, name);
	skip_space(p);
	if (take(p, ']'))
		return 0;
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]) && !str_starts(str_skip(p->s, p->i), str_from(signs[i].sign)); i++)
		;
	if (i == sizeof(signs) / sizeof(signs[0]))
		return expected(p, p->i, "], =, ~=, |=, ^=, $= or *=");
	t->kind = signs[i].kind;
	p->i += strlen(signs[i].sign);
	skip_space(p);
	if (read_value(p, "a name or a string in quotation marks", &t->value) != 0)
		return -1;
	skip_space(p);
	t->any_case = ascii_lower(peek(p)) == 'i';
	if (t->any_case || ascii_lower(peek(p)) == 's')
		p->i++;
	skip_space(p);
	return take(p, ']') ? 0 : expected(p, p->i, "]");
}

/* ---- :nth-child(An+B) ---- */

static bool
read_number(struct css_parser *p, int64_t *out)
{
	size_t from = p->i;

	for (*out = 0; ascii_is_digit(peek(p)); p->i++)
		if (*out < NUMBER_MAX)
			*out = *out * 10 + (peek(p) - '0');
	return p->i > from;
}

static bool
take_word(struct css_parser *p, const char *word)
{
	size_t n = strlen(word);
	struct str rest = str_skip(p->s, p->i);

	if (!str_starts_nocase(rest, str_from(word)) || (rest.n > n && (ascii_is_alnum(rest.p[n]) || rest.p[n] == '-')))
		return false;
	p->i += n;
	return true;
}

/* CSS Syntax 3, 6. */
static int
read_nth(struct css_parser *p, struct css_test *t)
{
	static const char what[] = "odd, even, or a formula such as 3, 2n+1 or -n+3";
	int64_t sign = 1, n = 0;
	bool has_number;
	size_t from;

	skip_space(p);
	from = p->i;
	if (take_word(p, "odd") || take_word(p, "even")) {
		t->step = 2;
		t->offset = ascii_lower(p->s.p[from]) == 'o';
		return 0;
	}
	if (take(p, '-'))
		sign = -1;
	else
		take(p, '+');
	has_number = read_number(p, &n);
	if (ascii_lower(peek(p)) != 'n') {
		t->offset = sign * n;
		return has_number ? 0 : expected(p, from, what);
	}
	p->i++;
	t->step = has_number ? sign * n : sign;
	skip_space(p);
	if (peek(p) != '+' && peek(p) != '-')
		return 0;
	sign = p->s.p[p->i++] == '-' ? -1 : 1;
	skip_space(p);
	if (!read_number(p, &n))
		return expected(p, from, what);
	t->offset = sign * n;
	return 0;
}

/* ---- :pseudo-classes ---- */

static struct css_list *read_list(struct css_parser *p, bool is_relative);

enum pseudo_argument { ARG_NONE = 0, ARG_LIST, ARG_RELATIVE, ARG_NTH, ARG_TEXT, ARG_LANG };

struct pseudo {
	const char *name;
	enum css_test_kind kind;
	enum pseudo_argument argument;
	bool from_end, both_ends; /* first-child and its kin are :nth-child(1) */
};

static const struct pseudo pseudos[] = {
	{ "not", CSS_NOT, ARG_LIST, false, false },
	{ "is", CSS_IS, ARG_LIST, false, false },
	{ "where", CSS_IS, ARG_LIST, false, false },
	{ "has", CSS_HAS, ARG_RELATIVE, false, false },
	{ "nth-child", CSS_NTH, ARG_NTH, false, false },
	{ "nth-last-child", CSS_NTH, ARG_NTH, true, false },
	{ "nth-of-type", CSS_NTH_OF_TYPE, ARG_NTH, false, false },
	{ "nth-last-of-type", CSS_NTH_OF_TYPE, ARG_NTH, true, false },
	{ "first-child", CSS_NTH, ARG_NONE, false, false },
	{ "last-child", CSS_NTH, ARG_NONE, true, false },
	{ "only-child", CSS_NTH, ARG_NONE, false, true },
	{ "first-of-type", CSS_NTH_OF_TYPE, ARG_NONE, false, false },
	{ "last-of-type", CSS_NTH_OF_TYPE, ARG_NONE, true, false },
	{ "only-of-type", CSS_NTH_OF_TYPE, ARG_NONE, false, true },
	{ "empty", CSS_EMPTY, ARG_NONE, false, false },
	{ "root", CSS_ROOT, ARG_NONE, false, false },
	{ "scope", CSS_SCOPE, ARG_NONE, false, false },
	{ "contains", CSS_CONTAINS, ARG_TEXT, false, false },
	{ "link", CSS_LINK, ARG_NONE, false, false },
	{ "any-link", CSS_LINK, ARG_NONE, false, false },
	{ "lang", CSS_LANG, ARG_LANG, false, false },
	{ "checked", CSS_CHECKED, ARG_NONE, false, false },
	{ "disabled", CSS_DISABLED, ARG_NONE, false, false },
	{ "enabled", CSS_ENABLED, ARG_NONE, false, false },
};

static int
read_argument(struct css_parser *p, const struct pseudo *row, struct css_test *t)
{
	switch (row->argument) {
	case ARG_NONE:
		break;
	case ARG_LIST:
	case ARG_RELATIVE:
		t->list = read_list(p, row->argument == ARG_RELATIVE);
		return t->list != NULL ? 0 : -1;
	case ARG_NTH:
		if (read_nth(p, t) != 0)
			return -1;
		skip_space(p);
		if (t->kind == CSS_NTH && take_word(p, "of")) {
			t->list = read_list(p, false);
			return t->list != NULL ? 0 : -1;
		}
		return 0;
	case ARG_TEXT:
		skip_space(p);
		return read_value(p, "a text in quotation marks", &t->value);
	case ARG_LANG:
		skip_space(p);
		return read_value(p, "a language such as en", &t->value);
	}
	return 0;
}

static int
complain_pseudo(struct css_parser *p, size_t at, struct str name)
{
	static const char *const of_readers[] = { "hover", "active", "focus", "visited", "target", "focus-within", "focus-visible" };
	size_t i;

	for (i = 0; i < sizeof(of_readers) / sizeof(of_readers[0]); i++)
		if (str_is_nocase(name, of_readers[i])) {
			p->i = at;
			return err_set(p->e, ERR_INPUT, "expected a pseudo-class that a page has without its reader: :%s is none",
			    of_readers[i]);
		}
	return expected(p, at, "a pseudo-class such as :not(), :is(), :has(), :nth-child(), :first-child or :contains(\"…\")");
}

/* Behind the ":". */
static int
read_pseudo(struct css_parser *p, struct css_test ***last)
{
	size_t at = p->i, i;
	const struct pseudo *row = NULL;
	struct css_test *t;
	struct str name;

	if (peek(p) == ':')
		return expected(p, at, "a pseudo-class: pseudo-elements are not in the page (an attribute is written SELECTOR@name)");
	name = css_name(p->a, p->s, &p->i);
	for (i = 0; i < sizeof(pseudos) / sizeof(pseudos[0]); i++)
		if (str_is_nocase(name, pseudos[i].name))
			row = &pseudos[i];
	if (row == NULL)
		return complain_pseudo(p, at, name);
	t = add_test(p, last, row->kind);
	t->from_end = row->from_end;
	if (row->argument == ARG_NONE) {
		t->offset = 1;
		if (row->both_ends) {
			t = add_test(p, last, row->kind);
			t->offset = 1;
			t->from_end = true;
		}
		return 0;
	}
	if (!take(p, '('))
		return expected(p, p->i, "(");
	if (p->depth == CSS_NESTING_MAX)
		return expected(p, at, "less nesting");
	p->depth++;
	if (read_argument(p, row, t) != 0)
		return -1;
	p->depth--;
	skip_space(p);
	return take(p, ')') ? 0 : expected(p, p->i, ")");
}

/* ---- compounds, selectors, lists ---- */

static int
read_test(struct css_parser *p, struct css_test ***last)
{
	struct css_test *t;
	char c = p->s.p[p->i++];

	if (c == '[')
		return read_attribute(p, last);
	if (c == ':')
		return read_pseudo(p, last);
	t = add_test(p, last, c == '#' ? CSS_ID : CSS_CLASS);
	t->name = c == '#' ? "id" : "class";
	t->value = css_name(p->a, p->s, &p->i);
	return t->value.n > 0 ? 0 : expected(p, p->i, c == '#' ? "an id" : "the name of a class");
}

static int
read_compound(struct css_parser *p, struct css_compound *out)
{
	struct css_test **last = &out->tests;
	size_t from = p->i;
	struct str name;

	if (!take(p, '*')) {
		name = css_name(p->a, p->s, &p->i);
		if (name.n > 0)
			out->tag = lower(p, name);
	}
	if (peek(p) == '|')
		return expected(p, p->i, "a selector without namespaces");
	while (p->i < p->s.n && strchr("#.[:", p->s.p[p->i]) != NULL)
		if (read_test(p, &last) != 0)
			return -1;
	if (p->i == from)
		return expected(p, from, "a selector: a tag, *, #id, .class, [attribute] or :pseudo-class");
	return 0;
}

/* Between two compounds; CSS_NONE at the end of the selector. */
static enum css_combinator
read_combinator(struct css_parser *p)
{
	bool has_space = skip_space(p);

	switch (peek(p)) {
	case '>':
		p->i++;
		return CSS_CHILD;
	case '+':
		p->i++;
		return CSS_NEXT;
	case '~':
		p->i++;
		return CSS_LATER;
	case ',':
	case ')':
	case '@':
	case '\0':
		return CSS_NONE;
	default:
		return has_space ? CSS_DESCENDANT : CSS_NONE;
	}
}

static bool
has_scope(const struct css_compound *c)
{
	const struct css_test *t;
	size_t i;

	for (t = c->tests; t != NULL; t = t->next) {
		if (t->kind == CSS_SCOPE)
			return true;
		for (i = 0; t->kind == CSS_IS && i < t->list->n; i++)
			if (t->list->v[i].is_of_scope)
				return true;
	}
	return false;
}

/* A relative one begins at the element that has :has(), a top one that begins with a combinator at :scope. */
static int
read_complex(struct css_parser *p, bool is_relative, struct css_complex *out)
{
	struct css_compound v[COMPOUNDS_MAX] = { { NULL, NULL, CSS_NONE } };
	enum css_combinator to_left;
	struct css_test **last;

	skip_space(p);
	to_left = strchr(">+~", peek(p)) != NULL ? read_combinator(p) : CSS_NONE;
	if (is_relative || to_left != CSS_NONE) {
		last = &v[0].tests;
		add_test(p, &last, is_relative ? CSS_ANCHOR : CSS_SCOPE);
		out->n = 1;
		if (to_left == CSS_NONE)
			to_left = CSS_DESCENDANT;
	}
	for (;;) {
		if (out->n == COMPOUNDS_MAX)
			return expected(p, p->i, "a shorter selector");
		v[out->n].to_left = to_left;
		skip_space(p);
		if (read_compound(p, &v[out->n]) != 0)
			return -1;
		out->n++;
		to_left = read_combinator(p);
		if (to_left == CSS_NONE)
			break;
	}
	out->is_of_scope = has_scope(&v[out->n - 1]);
	out->v = arena_alloc(p->a, out->n * sizeof(*out->v));
	memcpy(out->v, v, out->n * sizeof(*out->v));
	return 0;
}

static struct css_list *
read_list(struct css_parser *p, bool is_relative)
{
	struct css_list *l = arena_zalloc(p->a, sizeof(*l));
	size_t room = 0;

	do {
		struct css_complex complex = { .n = 0 };

		if (read_complex(p, is_relative, &complex) != 0)
			return NULL;
		if (l->n == room) {
			l->v = arena_grow(p->a, l->v, room * sizeof(*l->v), (room + 4) * sizeof(*l->v));
			room += 4;
		}
		l->v[l->n++] = complex;
		skip_space(p);
	} while (take(p, ','));
	return l;
}

struct css_list *
css_parse(struct arena *a, struct str text, size_t *i, struct err *e)
{
	struct css_parser p = { .a = a, .s = text, .i = *i, .e = e };
	struct css_list *l = read_list(&p, false);

	if (l != NULL && p.i < text.n && text.p[p.i] != '@') {
		expected(&p, p.i, text.p[p.i] == ')' ? "a ( before this" : "a selector, a comma, >, +, ~ or @attribute");
		l = NULL;
	}
	*i = p.i;
	return l;
}
