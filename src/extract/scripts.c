#include "config.h"
#include "extract/scripts.h"

#include <string.h>

#define NAME_MAX 6U /* bytes of "script" */
#define SVG 2U      /* in the names: with an end tag, or none at all */

/* Behind the ">" of the tag whose name ends at i, or STR_NPOS; *is_empty: it ends in "/>". */
static size_t
tag_end(struct str s, size_t i, bool *is_empty)
{
	bool in_value = false; /* without quotes, a slash is a part of it */
	size_t end;

	for (; i < s.n && s.p[i] != '>'; i++) {
		if (ascii_is_space(s.p[i]))
			in_value = false;
		if (s.p[i] != '=' || in_value)
			continue;
		while (i + 1 < s.n && ascii_is_space(s.p[i + 1]))
			i++;
		in_value = i + 1 < s.n && s.p[i + 1] != '"' && s.p[i + 1] != '\'';
		if (in_value || i + 1 >= s.n)
			continue;
		end = str_find_char(str_skip(s, i + 2), s.p[i + 1]);
		if (end == STR_NPOS)
			return STR_NPOS;
		i += 2 + end;
	}
	*is_empty = i > 0 && i < s.n && s.p[i - 1] == '/' && !in_value;
	return i < s.n ? i + 1 : STR_NPOS;
}

/* Where the end tag of that name begins, at or behind i; the end of s when there is none. */
static size_t
end_tag(struct str s, size_t i, struct str name)
{
	size_t at;

	for (; i < s.n; i += at + 2) {
		at = str_find(str_skip(s, i), STR("</"));
		if (at == STR_NPOS)
			return s.n;
		if (str_starts_nocase(str_skip(s, i + at + 2), name))
			return i + at;
	}
	return s.n;
}

/* Behind the comment whose "<!--" ends at i; both forms of its end are known to the parser. */
static size_t
comment_end(struct str s, size_t i)
{
	size_t at, begin = i;

	for (i -= 2; (at = str_find(str_skip(s, i), STR("--"))) != STR_NPOS; i += at + 1) { /* "<!-->" is one already */
		if (str_starts(str_skip(s, i + at), STR("-->")))
			return i + at + 3;
		if (i + at >= begin && str_starts(str_skip(s, i + at), STR("--!>")))
			return i + at + 4;
	}
	return STR_NPOS;
}

/* Whether another such element begins in s: then "/>" was meant as in XML; else it is as browsers have it, no end. */
static bool
holds_tag(struct str s, struct str name)
{
	size_t at;

	for (; (at = str_find_char(s, '<')) != STR_NPOS; s = str_skip(s, at + 1))
		if (str_starts_nocase(str_skip(s, at + 1), name))
			return true;
	return false;
}

static struct str
tag_name(struct str s, size_t i)
{
	size_t n;

	for (n = 0; n <= NAME_MAX && i + n < s.n && ascii_is_alpha(s.p[i + n]); n++)
		;
	return (struct str){ s.p + i, n };
}

struct str
scripts_cut(struct arena *a, struct str html)
{
	static const char *const names[] = { "script", "style", "svg" };
	size_t i = 0, from = 0, start, end, ends[] = { 0, 0, 0 }; /* the next end tag of each */
	char *out = NULL, *to = NULL;
	const char *hit;
	struct str name;
	size_t k;
	bool is_empty;

	while (i < html.n && (hit = memchr(html.p + i, '<', html.n - i)) != NULL) {
		start = (size_t)(hit - html.p);
		i = start + 1;
		if (str_starts(str_skip(html, i), STR("!--"))) {
			i = comment_end(html, i + 3);
			if (i == STR_NPOS)
				break;
			continue;
		}
		name = tag_name(html, i);
		if (name.n == 0)
			continue;
		i = tag_end(html, i + name.n, &is_empty);
		if (i == STR_NPOS)
			break;
		for (k = 0; k < sizeof(names) / sizeof(names[0]) && !str_is_nocase(name, names[k]); k++)
			;
		if (k == sizeof(names) / sizeof(names[0]))
			continue;
		if (ends[k] < i)
			ends[k] = end_tag(html, i, name);
		end = ends[k];
		if (k == SVG && (is_empty || end == html.n))
			continue;
		if (is_empty && holds_tag((struct str){ html.p + i, end - i }, name))
			continue;
		if (str_find_nocase((struct str){ hit, i - start }, STR("ld+json")) == STR_NPOS && end > i) {
			if (out == NULL)
				out = to = arena_alloc(a, html.n);
			memcpy(to, html.p + from, i - from);
			to += i - from;
			from = end;
		}
		i = end;
	}
	if (out == NULL)
		return html;
	memcpy(to, html.p + from, html.n - from);
	return (struct str){ out, (size_t)(to - out) + html.n - from };
}
