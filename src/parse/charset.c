#include "config.h"
#include "parse/charset.h"

#include "base/utf8.h"
#include "parse/charset_guess.h"
#include "parse/converters.h"
#include "parse/entities.h"
#include "parse/parse.h"

#define LABEL_SHOWN 40U     /* bytes of a label in a message */
#define DECLARATION_MAX 512 /* bytes in which an XML declaration must end */
#define MARKUP_WITHIN 4096U /* bytes of text in which some markup must come */

static struct str
param(struct str header, struct str name)
{
	size_t i = str_find_nocase(header, name), end;
	struct str v;

	if (i == STR_NPOS)
		return STR_NONE;
	v = str_trim(str_skip(header, i + name.n));
	if (v.n == 0 || v.p[0] != '=')
		return STR_NONE;
	v = str_trim(str_skip(v, 1));
	if (v.n > 0 && (v.p[0] == '"' || v.p[0] == '\'')) {
		end = str_find_char(str_skip(v, 1), v.p[0]);
		return str_head(str_skip(v, 1), end == STR_NPOS ? v.n - 1 : end);
	}
	for (end = 0; end < v.n && v.p[end] != ';' && v.p[end] != ',' && !ascii_is_space(v.p[end]) && v.p[end] != '?'; end++)
		;
	return str_head(v, end);
}

struct mark {
	const char *bytes;
	size_t n, skip;
	const char *label;
};

static const struct mark marks[] = {
	/* longest first */
	{ "\x00\x00\xfe\xff", 4, 4, "utf-32be" },
	{ "\xff\xfe\x00\x00", 4, 4, "utf-32le" },
	{ "\xef\xbb\xbf", 3, 3, "utf-8" },
	{ "\xfe\xff", 2, 2, "utf-16be" },
	{ "\xff\xfe", 2, 2, "utf-16le" },
};
static const struct mark *
match(struct str bytes, const struct mark *m, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (bytes.n >= m[i].n && memcmp(bytes.p, m[i].bytes, m[i].n) == 0)
			return &m[i];
	return NULL;
}

/* Wide encodings and EBCDIC without a mark: where the zeros of the first ASCII characters stand, or "<?xm". */
static const char *
label_by_pattern(struct str bytes)
{
	const char *p = bytes.p;
	unsigned zeros = 0, i;

	if (bytes.n < 4)
		return NULL;
	if (memcmp(p, "\x4c\x6f\xa7\x94", 4) == 0)
		return "cp037";
	for (i = 0; i < 4; i++)
		zeros |= (p[i] == '\0' ? 1U : 0U) << i;
	switch (zeros) {
	case 0x7: /* 0 0 0 < */
		return "utf-32be";
	case 0xe: /* < 0 0 0 */
		return "utf-32le";
	case 0x5: /* 0 < 0 ? */
		return "utf-16be";
	case 0xa: /* < 0 ? 0 */
		return "utf-16le";
	default:
		return NULL;
	}
}

/* The escapes by which Japanese mail and old feeds change to JIS X 0208: nothing else has them. */
static bool
is_iso2022(struct str bytes)
{
	return str_find(bytes, STR("\x1b$B")) != STR_NPOS || str_find(bytes, STR("\x1b$@")) != STR_NPOS;
}

static bool
has_markup(struct str text)
{
	text = str_head(text, MARKUP_WITHIN);
	return str_find_char(text, '<') != STR_NPOS || str_find_char(text, '{') != STR_NPOS || str_find_char(text, '[') != STR_NPOS;
}

static bool
is_ascii(struct str bytes)
{
	size_t i;

	for (i = 0; i < bytes.n && (unsigned char)bytes.p[i] < 0x80; i++)
		;
	return i == bytes.n;
}

/* Bytes that do not fit the encoding they are said to be in: ASCII hardly says it of itself, but a "+" alone is no UTF-7. */
static bool
is_other(struct str bytes, const char *name)
{
	return utf8_is_valid(bytes) && (!is_ascii(bytes) || strcmp(name, "utf-7") == 0);
}

/* Tries one label. True when it is known and says what the bytes say. */
static bool
try_label(struct arena *a, struct str bytes, struct str label, const char *who, struct document *d, struct str *out)
{
	const struct converter *c = converter_find(label);
	const char *name = c != NULL ? converter_name(c) : "";
	size_t n_bad = 0;

	if (c == NULL) {
		parse_problem(
		    a, d, "encoding", 0, "%s names the unknown encoding %.*s", who, STR_ARG(str_head(label, LABEL_SHOWN)));
		return false;
	}
	if (strcmp(name, "utf-8") == 0) {
		if (!utf8_is_valid(bytes)) {
			parse_problem(a, d, "encoding", 0, "%s says utf-8, but the bytes are not", who);
			return false;
		}
		*out = bytes;
	} else {
		*out = converter_run(a, c, bytes, &n_bad);
		if ((has_markup(bytes) && !has_markup(*out)) || (n_bad > 0 && is_other(bytes, name))) {
			parse_problem(a, d, "encoding", 0, "%s says %s, the bytes say otherwise", who, name);
			return false;
		}
		if (n_bad > 0)
			parse_problem(a, d, "encoding", 0, "%zu bytes are not %s", n_bad, name);
	}
	d->encoding = str_from(name);
	return true;
}

static struct str
declared(struct str bytes)
{
	struct str head = str_head(bytes, DECLARATION_MAX);
	size_t start = str_find(head, STR("<?xml")), end;

	if (start == STR_NPOS)
		return STR_NONE;
	head = str_skip(head, start);
	end = str_find(head, STR("?>"));
	return end == STR_NPOS ? STR_NONE : param(str_head(head, end), STR("encoding"));
}

/* EBCDIC begins alike on all of its code pages; which one it is stands in the declaration. */
static struct str
ebcdic_label(struct arena *a, struct str bytes)
{
	const struct converter *us = converter_find(STR("cp037")), *said;
	size_t n_bad;
	struct str label;

	if (us == NULL)
		return STR_NONE;
	label = declared(converter_run(a, us, str_head(bytes, DECLARATION_MAX), &n_bad));
	said = label.n > 0 ? converter_find(label) : NULL;
	return said != NULL && converter_is_ebcdic(said) ? label : STR("cp037");
}

/* Bytes of which nothing is known but that they are not UTF-8. */
static struct str
decode_unknown(struct arena *a, struct str bytes, struct document *d)
{
	struct str text = charset_mixed_utf8(a, bytes);
	const struct converter *c;
	size_t n_bad;

	d->encoding = STR("utf-8");
	if (text.n > 0) {
		parse_problem(a, d, "encoding", 0, "some bytes are not utf-8, they are read as windows-1252");
		return text;
	}
	c = charset_guess(a, bytes);
	if (c == NULL)
		c = converter_find(STR("windows-1252"));
	if (c == NULL) /* a system without converters */
		return utf8_head(bytes, utf8_valid_prefix(bytes));
	d->encoding = str_from(converter_name(c));
	parse_problem(a, d, "encoding", 0, "bytes are not utf-8, read as %s", converter_name(c));
	return converter_run(a, c, bytes, &n_bad);
}

static struct str
decode(struct arena *a, struct str bytes, struct str content_type, struct document *d)
{
	const struct mark *m = match(bytes, marks, sizeof(marks) / sizeof(marks[0]));
	const char *pattern;
	struct str out, label;

	if (m != NULL) {
		if (try_label(a, str_skip(bytes, m->skip), str_from(m->label), "the byte order mark", d, &out))
			return out;
		bytes = str_skip(bytes, m->skip);
	}
	label = param(content_type, STR("charset"));
	if (label.n > 0 && try_label(a, bytes, label, "HTTP", d, &out))
		return out;
	pattern = label_by_pattern(bytes);
	if (pattern != NULL) {
		label = strcmp(pattern, "cp037") == 0 ? ebcdic_label(a, bytes) : str_from(pattern);
		if (try_label(a, bytes, label, "the byte pattern", d, &out))
			return out;
	}
	label = declared(bytes);
	if (label.n > 0 && try_label(a, bytes, label, "the XML declaration", d, &out))
		return out;
	if (is_iso2022(bytes) && try_label(a, bytes, STR("iso-2022-jp"), "an escape sequence", d, &out))
		return out;
	d->encoding = STR("utf-8");
	return utf8_is_valid(bytes) ? bytes : decode_unknown(a, bytes, d);
}

/* In text, nobody means the controls U+0080 to U+009F: they were bytes of windows-1252. In a copy where there are any. */
static struct str
without_c1(struct arena *a, struct str s)
{
	char *out, *to;
	size_t at = 0, from = 0, next;

	while ((next = str_find_char(str_skip(s, at), '\xc2')) != STR_NPOS) {
		at += next;
		if (at + 1 < s.n && (unsigned char)s.p[at + 1] < 0xa0)
			break;
		at++;
	}
	if (next == STR_NPOS)
		return s;
	out = to = arena_alloc(a, s.n + s.n / 2 + 4); /* two bytes become three at most */
	for (; at + 1 < s.n; at++) {
		if (s.p[at] != '\xc2' || (unsigned char)s.p[at + 1] >= 0xa0)
			continue;
		memcpy(to, s.p + from, at - from);
		to += at - from;
		to += utf8_put(entity_c1((unsigned char)s.p[at + 1]), to);
		from = ++at + 1;
	}
	memcpy(to, s.p + from, s.n - from);
	to += s.n - from;
	return (struct str){ out, (size_t)(to - out) };
}

struct str
charset_decode(struct arena *a, struct str bytes, struct str content_type, struct document *d)
{
	struct str text;

	text = decode(a, bytes, content_type, d);
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) /* a mark inside another encoding */
		text = str_skip(text, 3);
	return utf8_without_controls(a, without_c1(a, text));
}
