#include "config.h"
#include "extract/front_matter.h"

#include "base/buf.h"
#include "extract/prose.h"

#define VALUES_MAX 200U        /* values a list */
#define VALUE_MAX (64U << 10)  /* bytes of one value */
#define DEPTH_MAX 8U           /* mappings in mappings */

struct reader {
	struct arena *a;
	struct str rest; /* lines not yet read */
	bool is_toml;
	struct front_matter *out;
	struct {
		size_t indent;
		struct str prefix; /* with its dot */
	} level[DEPTH_MAX];
	size_t n_levels;
	struct front_pair *last; /* takes list items and continued lines */
	size_t last_indent;
	bool is_scalar; /* `last` has a plain value, or none yet */
	bool is_grown;  /* the value of `last` was copied to be continued */
	bool has_items; /* `last` has items of its own lines; what is indented below them is theirs */
	struct str table; /* TOML: of [table], with its dot */
};

static bool
next_line(struct str *rest, struct str *line)
{
	if (rest->n == 0)
		return false;
	str_next(rest, '\n', line);
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static size_t
indent_of(struct str line)
{
	size_t i = 0;

	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	return i;
}

/* ---- values ---- */

static size_t
hex(struct str s, size_t n, uint32_t *c)
{
	size_t i;

	*c = 0;
	for (i = 0; i < n; i++) {
		char d = i < s.n ? ascii_lower(s.p[i]) : 'x';

		if (!ascii_is_digit(d) && !(d >= 'a' && d <= 'f'))
			return 0;
		*c = *c * 16 + (uint32_t)(ascii_is_digit(d) ? d - '0' : d - 'a' + 10);
	}
	return n;
}

/* The escape behind a backslash: YAML 1.2, 5.7; TOML has a part of them. Returns the bytes used. */
static size_t
unescape(struct str s, struct buf *out)
{
	size_t n;
	uint32_t c;

	switch (s.n > 0 ? s.p[0] : '\0') {
	case '\0':
		return 0;
	case 'n':
		buf_add_char(out, '\n');
		return 1;
	case 't':
		buf_add_char(out, '\t');
		return 1;
	case 'r':
	case '0':
		return 1;
	case '_':
		buf_add_utf8(out, 0xa0);
		return 1;
	case 'x':
	case 'u':
	case 'U':
		n = hex(str_skip(s, 1), s.p[0] == 'x' ? 2 : s.p[0] == 'u' ? 4 : 8, &c);
		if (n > 0 && c >= 0x20)
			buf_add_utf8(out, c);
		return n + 1;
	default:
		buf_add_char(out, s.p[0]);
		return 1;
	}
}

/* A quoted value at s.p[0]. Returns the bytes up to behind its closing quote, or s.n without one. */
static size_t
read_quoted(struct arena *a, struct str s, bool is_toml, struct str *value)
{
	char quote = s.p[0];
	struct buf b;
	size_t i = 1;

	buf_init(&b, VALUE_MAX);
	while (i < s.n) {
		if (s.p[i] == quote && quote == '\'' && !is_toml && i + 1 < s.n && s.p[i + 1] == quote) {
			buf_add_char(&b, quote); /* '' is a quote */
			i += 2;
		} else if (s.p[i] == quote) {
			i++;
			break;
		} else if (s.p[i] == '\\' && quote == '"') {
			i++;
			i += unescape(str_skip(s, i), &b);
		} else {
			buf_add_char(&b, s.p[i++]);
		}
	}
	*value = arena_str(a, buf_str(&b));
	buf_release(&b);
	return i;
}

/* Without its comment: '#' at the start or behind white space. */
static struct str
without_comment(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '#' && (i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '\t'))
			return prose_trim(str_head(s, i));
	return prose_trim(s);
}

static void
add_value(struct reader *r, struct front_pair *pair, struct str value)
{
	if (value.n > 0 && value.n <= VALUE_MAX && pair->values.n < VALUES_MAX && !str_is(value, "null") && !str_is(value, "~"))
		*(struct str *)list_add(r->a, &pair->values, sizeof(value)) = value;
}

static struct str
read_scalar(struct reader *r, struct str s)
{
	struct str value;

	s = str_trim(s);
	if (s.n > 0 && (s.p[0] == '"' || s.p[0] == '\'')) {
		read_quoted(r->a, s, r->is_toml, &value);
		return value;
	}
	return without_comment(s);
}

/* "[a, 'b, c']", which may go on over further lines. Items that are lists or mappings are passed over as text. */
static void
read_flow_list(struct reader *r, struct front_pair *pair, struct str s)
{
	struct str value, line;
	size_t i = 1, start;

	for (;;) {
		while (i < s.n && (ascii_is_space(s.p[i]) || s.p[i] == ','))
			i++;
		if (i >= s.n || s.p[i] == '#') {
			if (!next_line(&r->rest, &line))
				return;
			s = line;
			i = 0;
			continue;
		}
		if (s.p[i] == ']')
			return;
		if (s.p[i] == '"' || s.p[i] == '\'') {
			i += read_quoted(r->a, str_skip(s, i), r->is_toml, &value);
		} else {
			for (start = i; i < s.n && s.p[i] != ',' && s.p[i] != ']'; i++)
				;
			value = without_comment((struct str){ s.p + start, i - start });
		}
		add_value(r, pair, value);
	}
}

/* "|" and ">": the lines that are indented deeper than the key. ">" makes one line of those between empty ones. */
static void
read_block(struct reader *r, struct front_pair *pair, size_t indent, bool is_folded)
{
	struct str line, rest = r->rest;
	struct buf b;

	buf_init(&b, VALUE_MAX);
	while (next_line(&rest, &line)) {
		if (str_trim(line).n > 0 && indent_of(line) <= indent)
			break;
		if (b.n > 0)
			buf_add_c(&b, is_folded && str_trim(line).n > 0 && b.p[b.n - 1] != '\n' ? " " : "\n");
		buf_add_str(&b, str_trim(line));
		r->rest = rest;
	}
	add_value(r, pair, str_trim(arena_str(r->a, buf_str(&b))));
	buf_release(&b);
}

/* TOML's """ and ''' strings. */
static void
read_long(struct reader *r, struct front_pair *pair, struct str s)
{
	struct str quotes = str_head(s, 3), line = str_skip(s, 3);
	struct buf b;
	size_t end;

	buf_init(&b, VALUE_MAX);
	do {
		end = str_find(line, quotes);
		buf_add_str(&b, str_head(line, end));
		buf_add_char(&b, '\n');
	} while (end == STR_NPOS && next_line(&r->rest, &line));
	add_value(r, pair, str_trim(arena_str(r->a, buf_str(&b))));
	buf_release(&b);
}

static void
read_value(struct reader *r, struct front_pair *pair, struct str s, size_t indent)
{
	s = str_trim(s);
	r->is_scalar = s.n == 0 || strchr("[|>\"'", s.p[0]) == NULL;
	if (s.n == 0 || s.p[0] == '#')
		return;
	if (s.p[0] == '[')
		read_flow_list(r, pair, s);
	else if (!r->is_toml && (s.p[0] == '|' || s.p[0] == '>'))
		read_block(r, pair, indent, s.p[0] == '>');
	else if (r->is_toml && (str_starts(s, STR("\"\"\"")) || str_starts(s, STR("'''"))))
		read_long(r, pair, s);
	else
		add_value(r, pair, read_scalar(r, s));
}

/* ---- lines ---- */

/* The key of "key: value" or "key = value"; empty when the line is none. *value is what is behind. */
static struct str
split_key(struct reader *r, struct str line, struct str *value)
{
	struct str key, quoted;
	size_t i, n = 0;

	line = str_trim(line);
	if (line.n > 0 && (line.p[0] == '"' || line.p[0] == '\'')) {
		n = read_quoted(r->a, line, r->is_toml, &quoted);
		key = quoted;
	}
	for (i = n; i < line.n; i++) {
		if (r->is_toml ? line.p[i] == '=' : line.p[i] == ':' && (i + 1 == line.n || ascii_is_space(line.p[i + 1])))
			break;
		if (line.p[i] == '#')
			return STR_NONE;
	}
	if (i >= line.n)
		return STR_NONE;
	if (n == 0)
		key = str_trim(str_head(line, i));
	*value = str_skip(line, i + 1);
	return key.n > 0 && key.n <= 100 && key.p[0] != '{' && key.p[0] != '[' ? key : STR_NONE;
}

static struct front_pair *
add_pair(struct reader *r, struct str prefix, struct str key)
{
	struct front_pair *pair;

	if (r->out->pairs.n >= FRONT_MATTER_KEYS_MAX)
		return NULL;
	pair = list_add(r->a, &r->out->pairs, sizeof(*pair));
	pair->key = prefix.n > 0 ? arena_printf(r->a, "%.*s%.*s", STR_ARG(prefix), STR_ARG(key)) : key;
	return pair;
}

/* A key at this indent: inside which mapping it is. */
static struct str
prefix_at(struct reader *r, size_t indent)
{
	if (r->is_toml)
		return r->table;
	while (r->n_levels > 0 && r->level[r->n_levels - 1].indent >= indent)
		r->n_levels--;
	if (indent == 0 || r->last == NULL)
		return STR_NONE;
	if (r->last_indent < indent && r->last->values.n == 0 && r->n_levels < DEPTH_MAX) {
		r->level[r->n_levels].indent = r->last_indent;
		r->level[r->n_levels].prefix = arena_printf(r->a, "%.*s.", STR_ARG(r->last->key));
		r->n_levels++;
	}
	return r->n_levels > 0 ? r->level[r->n_levels - 1].prefix : STR_NONE;
}

/* "- item"; of "- name: Jane" the value. */
static void
read_item(struct reader *r, struct str item)
{
	struct str key, value = STR_NONE;

	item = str_trim(item);
	if (item.n > 0 && item.p[0] != '"' && item.p[0] != '\'') {
		key = split_key(r, item, &value);
		if (str_is_nocase(key, "name") || str_is_nocase(key, "term") || str_is_nocase(key, "title"))
			item = value;
	}
	r->is_scalar = false;
	r->has_items = true;
	add_value(r, r->last, read_scalar(r, item));
}

/* A plain scalar goes on in lines that are indented deeper. */
static bool
read_continued(struct reader *r, struct str line, size_t indent)
{
	struct str *value;
	char *to;

	if (r->is_toml || r->last == NULL || !r->is_scalar || indent <= r->last_indent)
		return false;
	if (r->last->values.n == 0) {
		add_value(r, r->last, read_scalar(r, line));
		return true;
	}
	value = r->last->values.v;
	line = without_comment(line);
	if (value->n + line.n >= VALUE_MAX)
		return true;
	if (!r->is_grown) { /* it still stands in the file */
		*value = arena_str(r->a, *value);
		r->is_grown = true;
	}
	to = arena_grow(r->a, (char *)(uintptr_t)value->p, value->n, value->n + 1 + line.n);
	to[value->n] = ' ';
	memcpy(to + value->n + 1, line.p, line.n);
	*value = (struct str){ to, value->n + 1 + line.n };
	return true;
}

static void
read_line(struct reader *r, struct str line)
{
	size_t indent = indent_of(line);
	struct str key, value = STR_NONE, s = str_trim(line);

	if (s.n == 0 || s.p[0] == '#')
		return;
	if (r->is_toml && s.p[0] == '[') {
		s = str_trim(str_head(str_skip(s, 1), str_find_char(str_skip(s, 1), ']')));
		r->table = arena_printf(r->a, "%.*s.", STR_ARG(s));
		return;
	}
	if (!r->is_toml && (str_starts(s, STR("- ")) || str_is(s, "-"))) {
		if (r->last != NULL)
			read_item(r, str_skip(s, 1));
		return;
	}
	if (r->last != NULL && r->last->values.n > 0 && read_continued(r, s, indent))
		return;
	if (r->has_items && indent > r->last_indent)
		return;
	key = split_key(r, line, &value);
	if (key.n == 0) {
		read_continued(r, s, indent);
		return;
	}
	r->last = add_pair(r, prefix_at(r, indent), key);
	r->last_indent = indent;
	r->has_items = r->is_grown = false;
	if (r->last != NULL)
		read_value(r, r->last, value, indent);
}

bool
front_matter_cut(struct arena *a, struct str *text, struct front_matter *out)
{
	struct reader r = { .a = a, .rest = *text, .out = out };
	struct str line = STR_NONE, inside, head;
	const char *start;

	*out = (struct front_matter){ { NULL, 0, 0 } };
	while (next_line(&r.rest, &line) && str_trim(line).n == 0)
		;
	head = prose_trim(line);
	if (!str_is(head, "---") && !str_is(head, "+++"))
		return false;
	r.is_toml = head.p[0] == '+';
	start = r.rest.p;
	for (inside = STR_NONE; next_line(&r.rest, &line);) {
		line = prose_trim(line);
		if (str_eq(line, head) || (!r.is_toml && str_is(line, "..."))) {
			inside = (struct str){ start, (size_t)(line.p - start) };
			break;
		}
	}
	if (inside.p == NULL)
		return false;
	head = r.rest; /* what follows */
	for (r.rest = inside; next_line(&r.rest, &line);)
		read_line(&r, line);
	if (out->pairs.n == 0 && str_trim(inside).n > 0)
		return false; /* two rules with a text between them */
	*text = head;
	return true;
}

/* ---- asking ---- */

static bool
same_key(struct str a, struct str b)
{
	size_t i;

	if (a.n != b.n)
		return false;
	for (i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i] == '_' ? '-' : a.p[i]) != ascii_lower(b.p[i] == '_' ? '-' : b.p[i]))
			return false;
	return true;
}

const struct front_pair *
front_matter_find(const struct front_matter *f, const char *names)
{
	const struct front_pair *v = f->pairs.v;
	struct str rest = str_from(names), name;
	uint32_t i;

	while (str_next(&rest, ' ', &name))
		for (i = 0; i < f->pairs.n; i++)
			if (same_key(v[i].key, name) && v[i].values.n > 0)
				return &v[i];
	return NULL;
}

struct str
front_matter_value(const struct front_matter *f, const char *names)
{
	const struct front_pair *pair = front_matter_find(f, names);

	return pair != NULL ? ((const struct str *)pair->values.v)[0] : STR_NONE;
}
