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

#define SEARCH_MAX 65536U /* bytes in which a feed's root must come */

static struct str
name_at(struct str text, size_t i)
{
	size_t start = i;

	while (i < text.n && (ascii_is_alnum(text.p[i]) || text.p[i] == ':' || text.p[i] == '_' || text.p[i] == '-'))
		i++;
	return str_head(str_skip(text, start), i - start);
}

struct str
prolog_root(struct str text, size_t *at)
{
	struct str rest, name;
	size_t i = 0, next;

	while ((next = str_find_char(str_skip(text, i), '<')) != STR_NPOS) {
		i += next;
		rest = str_skip(text, i);
		name = name_at(text, i + 1);
		*at = i;
		if (name.n > 0)
			return name;
		if (str_starts(rest, STR("<!--")))
			i = behind(text, i + 4, STR("-->"));
		else if (str_starts_nocase(rest, STR("<!DOCTYPE")))
			i = behind_doctype(text, i);
		else
			i = str_starts(rest, STR("<?")) ? behind(text, i, STR("?>")) : i + 1;
	}
	return STR_NONE;
}

bool
prolog_is_feed(struct str name)
{
	static const char *const roots[] = { "rss", "rdf", "feed", "channel", "redirect", "entry" };
	size_t colon = str_find_char(name, ':'), i;

	if (colon != STR_NPOS)
		name = str_skip(name, colon + 1);
	for (i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (str_is_nocase(name, roots[i]))
			return true;
	return false;
}

/* Where the XML declaration or the root of a feed stands behind other things, STR_NPOS for nowhere. */
static size_t
find_feed(struct str text)
{
	struct str head = str_head(text, SEARCH_MAX);
	size_t i = 0, next;

	while ((next = str_find_char(str_skip(head, i), '<')) != STR_NPOS) {
		i += next;
		if (str_starts(str_skip(head, i), STR("<?xml ")) || (prolog_is_feed(name_at(head, i + 1)) && !str_is_nocase(name_at(head, i + 1), "entry")))
			return i;
		i++;
	}
	return STR_NPOS;
}

static struct str
from_start(struct arena *a, struct str text, struct document *d)
{
	struct str trimmed = str_trim(text), root;
	size_t i, at = 0, found;

	if (trimmed.n == 0)
		return trimmed;
	i = (size_t)(trimmed.p - text.p);
	root = prolog_root(trimmed, &at);
	found = text.p[i] != '<' || !prolog_is_feed(root) ? find_feed(text) : STR_NPOS;
	if (found == STR_NPOS && text.p[i] != '<')
		found = root.n > 0 ? i + at : text.n;
	if (found != STR_NPOS && found > i) {
		parse_problem(a, d, "syntax", 1, "text before the document");
		i = found;
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
