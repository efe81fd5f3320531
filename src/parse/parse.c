#include "config.h"
#include "parse/parse.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "parse/charset.h"
#include "parse/feed_json.h"
#include "parse/feed_xml.h"
#include "parse/prolog.h"
#include "parse/repair.h"

#define PROBLEMS_MAX 20U
#define PROBLEM_TEXT_MAX 200

void
parse_problem(struct arena *a, struct document *d, const char *code, int line, const char *fmt, ...)
{
	char text[PROBLEM_TEXT_MAX];
	struct problem *p;
	va_list ap;

	d->wellformed = TRI_FALSE;
	if (a == NULL || d->problems.n >= PROBLEMS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	p = list_add(a, &d->problems, sizeof(*p));
	p->code = str_from(code);
	p->message = arena_str(a, str_head(str_from(text), utf8_valid_prefix(str_from(text))));
	if (line > 0)
		p->line = (struct opt_int){ line, true };
}

static bool
is_json(struct str text)
{
	text = str_trim(text);
	return text.n > 0 && (text.p[0] == '{' || text.p[0] == '[');
}

static bool
is_html(struct str text)
{
	size_t at = 0;
	struct str root = prolog_root(text, &at), head = str_head(str_trim(text), 1024);

	if (root.n == 0 || prolog_is_feed(root))
		return false;
	return str_is_nocase(root, "html") || str_starts_nocase(head, STR("<!doctype html")) || str_find_nocase(head, STR("<html")) != STR_NPOS;
}

void
parse_check_content_type(struct arena *a, struct str type, struct document *d)
{
	type = str_trim(str_head(type, str_find_char(type, ';')));
	if (type.n == 0 || str_ends(type, STR("xml")) || str_ends(type, STR("json")) || str_ends(type, STR("html")) ||
	    str_is_nocase(type, "application/octet-stream"))
		return;
	parse_problem(a, d, "content-type", 0, "the media type %.*s is none of a feed", STR_ARG(str_head(type, 60)));
}

static int
parse_text(struct arena *a, const struct parse_input *in, struct str text, struct document *out, struct err *e)
{
	struct str xml, doctype;

	if (str_trim(text).n == 0)
		return err_set(e, ERR_INPUT, "empty body");
	if (is_json(text))
		return feed_json_parse(a, text, in, out, e);
	if (is_html(text)) {
		out->format = STR("html");
		return err_set(e, ERR_INPUT, "an HTML page, not a feed");
	}
	if (prolog_cut(a, repair_ampersands(a, text, out), out, &xml, &doctype, e) != 0)
		return -1;
	if (xml.n == 0)
		return err_set(e, ERR_INPUT, "not a feed: neither XML nor JSON");
	return feed_xml_parse(a, xml, doctype, in, out, e);
}

int
parse_document(struct arena *a, const struct parse_input *in, struct document *out, struct err *e)
{
	struct str text = charset_decode(a, in->bytes, in->content_type, out);

	parse_check_content_type(a, in->content_type, out);
	if (parse_text(a, in, text, out, e) != 0) {
		if (!str_is(out->format, "html"))
			out->format = STR_NONE;
		out->articles.n = 0;
		return -1;
	}
	if (out->wellformed == TRI_NONE)
		out->wellformed = TRI_TRUE;
	return 0;
}
