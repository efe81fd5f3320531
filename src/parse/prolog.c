#include "config.h"
#include "parse/prolog.h"

#include "parse/doctype.h"
#include "parse/parse.h"

/* Behind the construct that starts at i with `open`, when it ends with `close`; text.n when it never ends. */
static size_t
behind(struct str text, size_t i, struct str close)
{
	size_t end = str_find(str_skip(text, i), close);

	return end == STR_NPOS ? text.n : i + end + close.n;
}

/* Behind the '>' of the DOCTYPE that starts at i, quotes, brackets and comments counted. */
static size_t
behind_doctype(struct str text, size_t i)
{
	unsigned depth = 0;
	char c;

	for (i += strlen("<!DOCTYPE"); i < text.n; i++) {
		c = text.p[i];
		if (c == '"' || c == '\'') {
			i = behind(text, i + 1, (struct str){ &text.p[i], 1 }) - 1;
		} else if (str_starts(str_skip(text, i), STR("<!--"))) {
			i = behind(text, i + 4, STR("-->")) - 1;
		} else if (c == '[' || c == '<') {
			depth++;
		} else if (c == ']') {
			if (depth > 0)
				depth--;
		} else if (c == '>') {
			if (depth == 0)
				return i + 1;
			depth--;
		}
	}
	return text.n;
}

static struct str
from_start(struct arena *a, struct str text, struct document *d)
{
	size_t i = 0;
	struct str trimmed = str_trim(text);

	if (trimmed.n == 0)
		return trimmed;
	i = (size_t)(trimmed.p - text.p);
	if (text.p[i] != '<') {
		size_t decl = str_find(text, STR("<?xml")), tag = str_find_char(text, '<');

		i = decl != STR_NPOS && decl < 4096 ? decl : tag;
		if (i == STR_NPOS)
			return STR_NONE;
		parse_problem(a, d, "syntax", 1, "text before the document");
	} else if (i > 0 && str_starts(trimmed, STR("<?xml"))) {
		parse_problem(a, d, "syntax", 1, "white space before the XML declaration");
	}
	return str_skip(text, i);
}

/* Behind the start tag at i: its '>' outside of quotes, or a '<', which no tag has in it. */
static size_t
behind_tag(struct str text, size_t i)
{
	char quote = '\0', c;

	for (i++; i < text.n; i++) {
		c = text.p[i];
		if (c == '<')
			return i;
		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return i + 1;
	}
	return text.n;
}

/* One linear look at every tag: the library's own checks come too late. */
static int
check_tags(struct str text, struct err *e)
{
	const char *hit;
	size_t i = 0, end;

	while (i < text.n && (hit = memchr(text.p + i, '<', text.n - i)) != NULL) {
		i = (size_t)(hit - text.p);
		if (str_starts(str_skip(text, i), STR("<!--")))
			i = behind(text, i + 4, STR("-->"));
		else if (str_starts(str_skip(text, i), STR("<![CDATA[")))
			i = behind(text, i + 9, STR("]]>"));
		else if (str_starts(str_skip(text, i), STR("</")))
			i += 2;
		else {
			end = behind_tag(text, i);
			if (end - i > TAG_MAX)
				return err_set(e, ERR_LIMIT, "a start tag is over %u bytes", TAG_MAX);
			i = end;
		}
	}
	return 0;
}

int
prolog_cut(struct arena *a, struct str text, struct document *d, struct str *xml, struct str *doctype, struct err *e)
{
	struct str s = from_start(a, text, d), rest;
	size_t i = 0, end;
	char *copy = NULL;

	*doctype = STR_NONE;
	while (i < s.n) {
		rest = str_skip(s, i);
		if (ascii_is_space(s.p[i])) {
			i++;
		} else if (str_starts(rest, STR("<?"))) {
			i = behind(s, i, STR("?>"));
		} else if (str_starts(rest, STR("<!--"))) {
			i = behind(s, i + 4, STR("-->"));
		} else if (str_starts_nocase(rest, STR("<!DOCTYPE"))) {
			end = behind_doctype(s, i);
			if (doctype->n == 0)
				*doctype = str_head(rest, end - i);
			if (copy == NULL) {
				copy = arena_strdup(a, s);
				s.p = copy;
			}
			for (; i < end; i++)
				if (copy[i] != '\n')
					copy[i] = ' ';
		} else {
			break;
		}
	}
	if (doctype->n > 0) { /* it was overwritten in the copy: what it said stands in the original */
		struct str original = from_start(a, text, &(struct document){ 0 });

		doctype->p = original.p + str_find_nocase(original, STR("<!DOCTYPE"));
	}
	*xml = s;
	return doctype_check(a, *doctype, e) != 0 ? -1 : check_tags(s, e);
}
