#include "config.h"
#include "render/xml_out.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/utf8.h"
#include "render/uri_out.h"

enum {
	TEXT = 1,      /* stops a run of text */
	ATTRIBUTE = 2, /* stops a run of an attribute's value */
	SECTION = 4    /* stops a run of a CDATA section */
};

#define CONTROL (TEXT | ATTRIBUTE | SECTION)
#define CONTROLS_9 CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL

/* Everything else is copied in runs. */
static const uint8_t stops[256] = {
	[0] = CONTROLS_9,
	['\t'] = ATTRIBUTE,
	['\n'] = ATTRIBUTE,
	[11] = CONTROL,
	[12] = CONTROL,
	['\r'] = TEXT | ATTRIBUTE,
	[14] = CONTROLS_9,
	CONTROLS_9,
	['&'] = TEXT | ATTRIBUTE,
	['<'] = TEXT | ATTRIBUTE,
	['>'] = TEXT | ATTRIBUTE,
	['"'] = ATTRIBUTE,
	[']'] = SECTION,
	[0xef] = CONTROL, /* may begin U+FFFE or U+FFFF */
};

static const char *
reference(const struct xml *x, char c, unsigned where)
{
	bool is_number = x->flavour == XML_RSS && where == TEXT;

	switch (c) {
	case '&':
		return is_number ? "&#x26;" : "&amp;";
	case '<':
		return is_number ? "&#x3C;" : "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\t':
		return "&#9;";
	case '\n':
		return "&#10;";
	case '\r':
		return "&#13;";
	default: /* forbidden */
		return "";
	}
}

/* The next byte that stops a run; end when there is none. Eight at a time: nearly all of a text is one run after another. */
static const char *
next_stop(const char *p, const char *end, unsigned where)
{
	const unsigned char *u;

	for (; end - p >= 8; p += 8) {
		u = (const unsigned char *)p;
		if (((stops[u[0]] | stops[u[1]] | stops[u[2]] | stops[u[3]] | stops[u[4]] | stops[u[5]] | stops[u[6]] |
			 stops[u[7]]) &
			where) != 0)
			break;
	}
	while (p < end && (stops[(unsigned char)*p] & where) == 0)
		p++;
	return p;
}

/* What stands on both sides of a dropped character must not become the end of a CDATA section. */
static void
part_brackets(struct xml *x, unsigned where)
{
	if (where == SECTION && x->out->n > 0 && x->out->p[x->out->n - 1] == ']')
		buf_add_c(x->out, "]]><![CDATA[");
}

/* Valid UTF-8, what must not stand as it is in `where` replaced. */
static void
add_run(struct xml *x, struct str s, unsigned where)
{
	const char *from = s.p, *p, *end = s.p + s.n;

	for (p = next_stop(from, end, where); p < end; p = next_stop(p + 1, end, where)) {
		if (*p == '\xef') {
			if (end - p < 3 || p[1] != '\xbf' || (unsigned char)p[2] < 0xbe)
				continue;
			buf_add(x->out, from, (size_t)(p - from));
			part_brackets(x, where);
			p += 2;
		} else if (where == SECTION && *p == ']') {
			if (end - p < 3 || p[1] != ']' || p[2] != '>')
				continue;
			buf_add(x->out, from, (size_t)(p - from));
			buf_add_c(x->out, "]]]]><![CDATA[>");
			p += 2;
		} else {
			buf_add(x->out, from, (size_t)(p - from));
			buf_add_c(x->out, reference(x, *p, where));
			part_brackets(x, where);
		}
		from = p + 1;
	}
	buf_add(x->out, from, (size_t)(end - from));
}

static void
add(struct xml *x, struct str s, unsigned where)
{
	size_t n;

	while (s.n > 0) {
		n = utf8_valid_prefix(s);
		add_run(x, str_head(s, n), where);
		s = str_skip(s, n);
		if (s.n == 0)
			break;
		buf_add_utf8(x->out, UTF8_BAD);
		s = str_skip(s, 1);
	}
}

static bool
is_void(const char *name)
{
	static const char *const names[] = { "br", "hr", "img", "link", "meta" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void
close_tag(struct xml *x)
{
	if (x->is_tag_open)
		buf_add_char(x->out, '>');
	x->is_tag_open = false;
}

void
xml_init(struct xml *x, struct buf *out, enum xml_flavour flavour)
{
	*x = (struct xml){ .out = out, .flavour = flavour };
	buf_add_c(out, flavour == XML_HTML ? "<!DOCTYPE html>\n" : "<?xml version=\"1.0\" encoding=\"utf-8\"?>");
}

int
xml_finish(struct xml *x)
{
	assert(x->depth == 0);
	buf_add_char(x->out, '\n');
	return x->out->is_full ? -1 : 0;
}

void
xml_start(struct xml *x, const char *name)
{
	assert(x->depth < XML_DEPTH_MAX);
	close_tag(x);
	if (x->flavour != XML_HTML)
		buf_add_char(x->out, '\n'); /* elements have either elements or text in them */
	buf_add_char(x->out, '<');
	buf_add_c(x->out, name);
	x->open[x->depth++] = name;
	x->is_tag_open = true;
	x->has_children = false;
}

void
xml_end(struct xml *x)
{
	const char *name = x->open[--x->depth];

	if (x->is_tag_open && (x->flavour != XML_HTML || is_void(name))) {
		buf_add_c(x->out, x->flavour == XML_HTML ? ">" : "/>");
	} else {
		close_tag(x);
		if (x->has_children && x->flavour != XML_HTML)
			buf_add_char(x->out, '\n');
		buf_add_c(x->out, "</");
		buf_add_c(x->out, name);
		buf_add_char(x->out, '>');
	}
	x->is_tag_open = false;
	x->has_children = true;
}

static void
start_attribute(struct xml *x, const char *name)
{
	assert(x->is_tag_open);
	buf_add_char(x->out, ' ');
	buf_add_c(x->out, name);
	buf_add_c(x->out, "=\"");
}

void
xml_attr(struct xml *x, const char *name, struct str value)
{
	start_attribute(x, name);
	add(x, value, ATTRIBUTE);
	buf_add_char(x->out, '"');
}

void
xml_attr_url(struct xml *x, const char *name, struct str url)
{
	start_attribute(x, name);
	uri_add(x->out, url, x->flavour == XML_RSS, "&amp;");
	buf_add_char(x->out, '"');
}

void
xml_attr_uri(struct xml *x, const char *name, struct str url)
{
	start_attribute(x, name);
	uri_add(x->out, url, true, "&amp;");
	buf_add_char(x->out, '"');
}

void
xml_attr_int(struct xml *x, const char *name, int64_t value)
{
	start_attribute(x, name);
	buf_printf(x->out, "%" PRId64, value);
	buf_add_char(x->out, '"');
}

void
xml_text(struct xml *x, struct str s)
{
	close_tag(x);
	add(x, s, TEXT);
}

void
xml_url(struct xml *x, struct str url)
{
	close_tag(x);
	uri_add(x->out, url, x->flavour == XML_RSS, "&amp;");
}

static bool
has_markup(struct str s)
{
	return str_find_char(s, '<') != STR_NPOS || str_find_char(s, '&') != STR_NPOS || str_find_char(s, '>') != STR_NPOS;
}

void
xml_html(struct xml *x, struct str html)
{
	close_tag(x);
	if (x->flavour == XML_HTML) {
		buf_add_str(x->out, html);
	} else if (has_markup(html)) {
		buf_add_c(x->out, "<![CDATA[");
		add(x, html, SECTION);
		buf_add_c(x->out, "]]>");
	} else {
		add(x, html, TEXT);
	}
}

void
xml_line(struct xml *x)
{
	close_tag(x);
	buf_add_char(x->out, '\n');
}

void
xml_leaf(struct xml *x, const char *name, struct str s)
{
	if (s.n == 0)
		return;
	xml_start(x, name);
	xml_text(x, s);
	xml_end(x);
}

void
xml_leaf_url(struct xml *x, const char *name, struct str url)
{
	if (url.n == 0)
		return;
	xml_start(x, name);
	xml_url(x, url);
	xml_end(x);
}

void
xml_leaf_uri(struct xml *x, const char *name, struct str url)
{
	if (url.n == 0)
		return;
	xml_start(x, name);
	close_tag(x);
	uri_add(x->out, url, true, "&amp;");
	xml_end(x);
}

void
xml_leaf_int(struct xml *x, const char *name, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	xml_leaf(x, name, str_from(text));
}
