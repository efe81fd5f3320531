#include "config.h"
#include "parse/mend.h"

#include <stdio.h>

#include "base/buf.h"

#define OPEN_MAX 256U       /* elements; deeper ones are written but not balanced */
#define ATTRIBUTES_SEEN 32U /* of a tag, for telling doubles; further ones are dropped */
#define LOOK_MAX 65536U     /* bytes in which a quote or a tag must end */
#define GROWTH 6U           /* times the text, in quotes, references and end tags, at most */

struct mender {
	struct str in;
	size_t i;
	struct buf out;
	struct str open[OPEN_MAX];
	size_t depth;
};

static bool
is_name_start(char c)
{
	return ascii_is_alpha(c) || c == '_' || c == ':' || (unsigned char)c >= 0x80;
}

static bool
is_name_byte(char c)
{
	return is_name_start(c) || ascii_is_digit(c) || c == '-' || c == '.';
}

/* The name at i; empty when there is none. */
static struct str
name_at(struct str s, size_t i)
{
	size_t start = i;

	if (i >= s.n || !is_name_start(s.p[i]))
		return STR_NONE;
	while (i < s.n && is_name_byte(s.p[i]))
		i++;
	return str_head(str_skip(s, start), i - start);
}

static bool
is_listed(const char *names, struct str name)
{
	struct str rest = str_from(names), one;

	while (str_next(&rest, ' ', &one))
		if (str_eq_nocase(one, name))
			return true;
	return false;
}

/* HTML's elements that never have an end tag, as far as no feed has one of that name. */
static bool
is_void(struct str name)
{
	return is_listed("br hr img input wbr meta embed param", name);
}

/* Children of a channel or item that hold text: none of them stands inside another. */
static bool
is_leaf(struct str name)
{
	return is_listed(
	    "title link description guid pubDate author category comments ttl language copyright managingEditor webMaster"
	    " lastBuildDate generator docs dc:creator dc:date dc:subject content:encoded id updated published summary",
	    name);
}

static void
write_end(struct mender *m)
{
	buf_add_c(&m->out, "</");
	buf_add_str(&m->out, m->open[--m->depth]);
	buf_add_char(&m->out, '>');
}

static void
close_to(struct mender *m, size_t depth)
{
	while (m->depth > depth)
		write_end(m);
}

/* A leaf that another one follows was left open; so was an item in which another begins. */
static void
close_implied(struct mender *m, struct str name)
{
	size_t d;

	if (m->depth > 0 && is_leaf(name) && is_leaf(m->open[m->depth - 1]))
		close_to(m, m->depth - 1);
	if (!is_listed("item entry", name))
		return;
	for (d = m->depth; d > 0; d--) {
		if (str_eq_nocase(m->open[d - 1], name)) {
			close_to(m, d - 1);
			return;
		}
		if (!is_leaf(m->open[d - 1]) && !is_listed("p b i a em strong div span ul ol li", m->open[d - 1]))
			return; /* an extension may hold entries of its own */
	}
}

static void
end_tag(struct mender *m)
{
	struct str name = name_at(m->in, m->i + 2), rest = str_head(str_skip(m->in, m->i), LOOK_MAX);
	size_t close = str_find_char(rest, '>'), next = str_find_char(str_skip(rest, 1), '<'), d;

	if (close == STR_NPOS && next == STR_NPOS) { /* cut */
		m->i = m->in.n;
		return;
	}
	if (next != STR_NPOS && (close == STR_NPOS || next + 1 < close)) /* "</a<b>": its '>' is missing */
		m->i += 2 + name.n;
	else
		m->i += close + 1;
	for (d = m->depth; d > 0 && !str_eq(m->open[d - 1], name); d--)
		;
	if (d == 0)
		for (d = m->depth; d > 0 && !str_eq_nocase(m->open[d - 1], name); d--)
			;
	if (d > 0)
		close_to(m, d - 1);
}

static void
add_value(struct mender *m, struct str value)
{
	size_t i;

	buf_add_c(&m->out, "=\"");
	for (i = 0; i < value.n; i++) {
		if (value.p[i] == '<')
			buf_add_c(&m->out, "&lt;");
		else if (value.p[i] == '"')
			buf_add_c(&m->out, "&quot;");
		else
			buf_add_char(&m->out, value.p[i]);
	}
	buf_add_char(&m->out, '"');
}

/* The value behind a '=' at *i, which moves behind it. A quote that only another tag closes was forgotten. */
static struct str
value_at(struct str s, size_t *i)
{
	size_t start, end, tag;
	char quote;

	while (*i < s.n && ascii_is_space(s.p[*i]))
		++*i;
	if (*i >= s.n)
		return STR_NONE;
	quote = s.p[*i];
	if (quote == '"' || quote == '\'') {
		start = *i + 1;
		end = str_find_char(str_head(str_skip(s, start), LOOK_MAX), quote);
		tag = str_find_char(str_head(str_skip(s, start), LOOK_MAX), '>');
		if (end != STR_NPOS && (tag == STR_NPOS || end < tag ||
					   str_find_char(str_head(str_skip(s, start + tag), end - tag), '<') == STR_NPOS)) {
			*i = start + end + 1;
			return str_head(str_skip(s, start), end);
		}
		*i = start;
	}
	for (start = *i; *i < s.n && !ascii_is_space(s.p[*i]) && s.p[*i] != '>'; ++*i)
		;
	if (*i < s.n && s.p[*i] == '>' && *i > start && s.p[*i - 1] == '/' && quote != '"' && quote != '\'')
		--*i; /* <a b=c/> */
	return str_head(str_skip(s, start), *i - start);
}

/* A start tag whose name ended at i: what it says in order, each attribute once. Leaves m->i behind its '>'. */
static void
attributes(struct mender *m, size_t i, bool *is_empty)
{
	struct str seen[ATTRIBUTES_SEEN], name, value;
	size_t n_seen = 0, k;

	*is_empty = false;
	while (i < m->in.n && m->in.p[i] != '>' && m->in.p[i] != '<') {
		name = name_at(m->in, i);
		if (name.n == 0) {
			*is_empty = m->in.p[i] == '/';
			i++;
			continue;
		}
		*is_empty = false;
		for (i += name.n, k = i; k < m->in.n && ascii_is_space(m->in.p[k]); k++)
			;
		value = name;
		if (k < m->in.n && m->in.p[k] == '=') {
			i = k + 1;
			value = value_at(m->in, &i);
		}
		for (k = 0; k < n_seen && !str_eq(seen[k], name); k++)
			;
		if (k < n_seen || n_seen == ATTRIBUTES_SEEN)
			continue;
		seen[n_seen++] = name;
		buf_add_char(&m->out, ' ');
		buf_add_str(&m->out, name);
		add_value(m, value);
	}
	m->i = i < m->in.n && m->in.p[i] == '>' ? i + 1 : i;
}

static void
start_tag(struct mender *m)
{
	struct str name = name_at(m->in, m->i + 1);
	size_t behind = m->i + 1 + name.n, at;
	bool is_empty;

	if (name.n == 0 ||
	    (behind < m->in.n && !ascii_is_space(m->in.p[behind]) && m->in.p[behind] != '/' && m->in.p[behind] != '>')) {
		buf_add_c(&m->out, "&lt;"); /* "a < b", "<me@example.org>" */
		m->i++;
		return;
	}
	close_implied(m, name);
	at = m->out.n;
	buf_add_char(&m->out, '<');
	buf_add_str(&m->out, name);
	attributes(m, behind, &is_empty);
	if (m->i >= m->in.n && m->in.p[m->in.n - 1] != '>') {
		m->out.n = at; /* cut inside a tag */
		return;
	}
	buf_add_c(&m->out, is_empty || is_void(name) ? "/>" : ">");
	if (!is_empty && !is_void(name) && m->depth < OPEN_MAX)
		m->open[m->depth++] = name;
}

/* CDATA that never ends: it goes up to the end tag of the element that it is in, when that comes. */
static void
open_cdata(struct mender *m, struct str text)
{
	char end_tag[64];
	size_t i, end = text.n;

	if (m->depth > 0 && m->open[m->depth - 1].n < sizeof(end_tag) - 3) {
		snprintf(end_tag, sizeof(end_tag), "</%.*s", STR_ARG(m->open[m->depth - 1]));
		end = str_find(text, str_from(end_tag));
		end = end == STR_NPOS ? text.n : end;
	}
	for (i = 0; i < end; i++) {
		if (text.p[i] == '<' || text.p[i] == '&')
			buf_add_c(&m->out, text.p[i] == '<' ? "&lt;" : "&amp;");
		else
			buf_add_char(&m->out, text.p[i]);
	}
	m->i = (size_t)(text.p - m->in.p) + end;
}

/* Comments and instructions go; CDATA stays. True when there was such a section. */
static bool
section(struct mender *m)
{
	static const struct {
		const char *open, *close;
		bool stays;
	} sections[] = { { "<![CDATA[", "]]>", true }, { "<!--", "-->", false }, { "<?", "?>", false }, { "<!", ">", false } };
	struct str rest = str_skip(m->in, m->i);
	size_t k, end;

	for (k = 0; k < sizeof(sections) / sizeof(sections[0]); k++) {
		if (!str_starts(rest, str_from(sections[k].open)))
			continue;
		end = str_find(str_skip(rest, strlen(sections[k].open)), str_from(sections[k].close));
		if (end == STR_NPOS && sections[k].stays) {
			open_cdata(m, str_skip(rest, strlen(sections[k].open)));
			return true;
		}
		end = end == STR_NPOS ? rest.n : strlen(sections[k].open) + end + strlen(sections[k].close);
		if (sections[k].stays)
			buf_add_str(&m->out, str_head(rest, end));
		m->i += end;
		return true;
	}
	return false;
}

struct str
mend_xml(struct arena *a, struct str xml)
{
	struct mender *m = arena_zalloc(a, sizeof(*m));
	size_t next;
	struct str out;

	m->in = xml;
	buf_init(&m->out, GROWTH * xml.n + 4096);
	while (m->i < xml.n) {
		next = str_find_char(str_skip(xml, m->i), '<');
		next = next == STR_NPOS ? xml.n : m->i + next;
		buf_add_str(&m->out, str_head(str_skip(xml, m->i), next - m->i));
		m->i = next;
		if (next == xml.n || section(m))
			continue;
		if (next + 1 < xml.n && xml.p[next + 1] == '/')
			end_tag(m);
		else
			start_tag(m);
	}
	out = arena_str(a, buf_str(&m->out));
	buf_release(&m->out);
	return out;
}

struct str
mend_json(struct arena *a, struct str text)
{
	char *out = arena_alloc(a, text.n + 3), *to = out, *whole = NULL, open[3] = { 0 };
	bool in_string = false;
	unsigned depth = 0;
	size_t i;
	char c;

	for (i = 0; i < text.n; i++) {
		c = text.p[i];
		*to++ = c;
		if (in_string) {
			if (c == '\\' && i + 1 < text.n)
				*to++ = text.p[++i];
			in_string = c != '"';
			continue;
		}
		in_string = c == '"';
		if (c == '{' || c == '[') {
			if (depth < sizeof(open))
				open[depth] = c;
			depth++;
		} else if ((c == '}' || c == ']') && depth > 0) {
			char *last = to - 1;

			while (last > out && ascii_is_space(last[-1]))
				last--;
			if (last > out && last[-1] == ',') { /* a comma too many */
				last[-1] = c;
				to = last;
			}
			if (--depth == 2 && open[0] == '{' && open[1] == '[')
				whole = to;
			if (depth == 0)
				break;
		}
	}
	if (depth == 0)
		return (struct str){ out, (size_t)(to - out) };
	if (whole == NULL)
		return STR_NONE;
	*whole++ = ']'; /* cut: the items that came whole */
	*whole++ = '}';
	return (struct str){ out, (size_t)(whole - out) };
}
