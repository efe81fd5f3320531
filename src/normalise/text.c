#include "config.h"
#include "normalise/text.h"

#include "base/buf.h"
#include "normalise/html_element.h"
#include "normalise/html_token.h"
#include "parse/entities.h"

struct str
text_collapse(struct arena *a, struct str s)
{
	char *out, *to;
	size_t i;

	s = str_trim(s);
	for (i = 0; i + 1 < s.n; i++)
		if (ascii_is_space(s.p[i]) && (s.p[i] != ' ' || ascii_is_space(s.p[i + 1])))
			break;
	if (i + 1 >= s.n)
		return s;
	out = to = arena_alloc(a, s.n + 1);
	for (i = 0; i < s.n; i++) {
		if (!ascii_is_space(s.p[i]))
			*to++ = s.p[i];
		else if (to > out && to[-1] != ' ')
			*to++ = ' ';
	}
	return (struct str){ out, (size_t)(to - out) };
}

struct str
text_from_html(struct arena *a, struct str html)
{
	char *out = arena_alloc(a, html.n + 4), *to = out; /* a token never grows: decoded text and one space for a tag */
	struct html_token t;
	const struct html_element *e;
	struct str text;
	size_t i = 0;

	for (html_next(a, html, &i, &t); t.kind != HTML_END; html_next(a, html, &i, &t)) {
		if (t.kind == HTML_TEXT) {
			text = html_decode(a, t.text);
			memcpy(to, text.p, text.n);
			to += text.n;
			continue;
		}
		e = html_element_find(t.name);
		if (e == NULL)
			continue;
		if (t.kind == HTML_OPEN && (e->flags & ELEMENT_GREEDY) != 0)
			i = html_skip_raw(html, i, &t);
		else if ((e->flags & ELEMENT_BREAK) != 0)
			*to++ = ' ';
	}
	return text_collapse(a, (struct str){ out, (size_t)(to - out) });
}

/* ---- paragraphs ---- */

enum gap { GAP_NONE = 0, GAP_SPACE, GAP_TAB, GAP_LINE, GAP_BLANK };

static enum gap
gap_of(struct str name)
{
	const struct html_element *e = html_element_find(name);

	if (str_is(name, "br") || str_is(name, "li") || str_is(name, "tr") || str_is(name, "dt") || str_is(name, "dd"))
		return GAP_LINE;
	if (str_is(name, "td") || str_is(name, "th"))
		return GAP_TAB;
	return e != NULL && (e->flags & ELEMENT_BREAK) != 0 ? GAP_BLANK : GAP_NONE;
}

/* Text with the gap before it where it says anything; its own white space at the end becomes the next gap. */
static void
add_words(struct buf *out, struct str text, bool is_pre, enum gap *gap)
{
	static const char *const gaps[] = { "", " ", "\t", "\n", "\n\n" };
	size_t i;

	for (i = 0; i < text.n; i++) {
		if (ascii_is_space(text.p[i]) && !(is_pre && *gap < GAP_LINE && out->n > 0)) {
			*gap = *gap < GAP_SPACE ? GAP_SPACE : *gap;
			continue;
		}
		if (out->n > 0)
			buf_add_c(out, gaps[*gap]);
		*gap = GAP_NONE;
		buf_add_char(out, text.p[i]);
	}
}

struct str
text_paragraphs(struct arena *a, struct str html)
{
	enum gap gap = GAP_NONE, here;
	unsigned figures = 0, pres = 0;
	struct html_token t;
	struct buf out;
	struct str s;
	size_t i = 0;

	buf_init(&out, 2 * html.n + 16);
	for (html_next(a, html, &i, &t); t.kind != HTML_END; html_next(a, html, &i, &t)) {
		if (t.kind == HTML_TEXT) {
			if (figures == 0)
				add_words(&out, html_decode(a, t.text), pres > 0, &gap);
			continue;
		}
		if (str_is(t.name, "figure") && !(t.kind == HTML_CLOSE && figures == 0))
			figures += t.kind == HTML_OPEN ? 1U : -1U;
		else if (str_is(t.name, "pre") && !(t.kind == HTML_CLOSE && pres == 0))
			pres += t.kind == HTML_OPEN ? 1U : -1U;
		here = gap_of(t.name);
		if (here > gap)
			gap = here;
	}
	s = arena_str(a, str_trim(buf_str(&out)));
	buf_release(&out);
	return s;
}

bool
text_is_markup(struct arena *a, struct str s)
{
	struct html_token t;
	bool has_sign = false;
	uint32_t c;
	size_t i, end;

	if (str_find_char(s, '<') == STR_NPOS && str_find_char(s, '&') == STR_NPOS)
		return false;
	for (i = 0, html_next(a, s, &i, &t); t.kind != HTML_END; html_next(a, s, &i, &t)) {
		if (t.kind == HTML_TEXT)
			continue;
		if (html_element_find(t.name) == NULL)
			return false;
		has_sign = has_sign || t.kind == HTML_CLOSE || t.n_attributes > 0 || t.is_self_closing;
	}
	for (i = 0; i < s.n; i++) {
		if (s.p[i] != '&')
			continue;
		if (entity_decode(str_skip(s, i), &c) > 0) {
			has_sign = true;
			continue;
		}
		for (end = i + 1; end < s.n && ascii_is_alnum(s.p[end]); end++)
			;
		if (end > i + 1 && end < s.n && s.p[end] == ';')
			return false; /* a name that HTML does not know */
	}
	return has_sign;
}
