#include "config.h"
#include "parse/charset.h"

#include <errno.h>
#include <iconv.h>

#include "base/utf8.h"
#include "parse/parse.h"

#define LABEL_MAX 40       /* bytes of an encoding's name */
#define DECLARATION_MAX 512 /* bytes in which an XML declaration must end */

/* Labels of the WHATWG Encoding Standard that need another name for iconv(), and UTF-7's kin, which are no encodings here. */
static const struct {
	const char *label, *iconv_name, *shown;
} aliases[] = {
	{ "utf8", "UTF-8", "utf-8" },
	{ "unicode-1-1-utf-8", "UTF-8", "utf-8" },
	{ "us-ascii", "WINDOWS-1252", "windows-1252" },
	{ "ascii", "WINDOWS-1252", "windows-1252" },
	{ "ansi_x3.4-1968", "WINDOWS-1252", "windows-1252" },
	{ "iso-8859-1", "WINDOWS-1252", "windows-1252" },
	{ "iso8859-1", "WINDOWS-1252", "windows-1252" },
	{ "iso_8859-1", "WINDOWS-1252", "windows-1252" },
	{ "latin1", "WINDOWS-1252", "windows-1252" },
	{ "l1", "WINDOWS-1252", "windows-1252" },
	{ "cp1252", "WINDOWS-1252", "windows-1252" },
	{ "x-cp1252", "WINDOWS-1252", "windows-1252" },
	{ "cp1250", "WINDOWS-1250", "windows-1250" },
	{ "cp1251", "WINDOWS-1251", "windows-1251" },
	{ "iso-8859-9", "WINDOWS-1254", "windows-1254" },
	{ "latin5", "WINDOWS-1254", "windows-1254" },
	{ "iso-8859-11", "WINDOWS-874", "windows-874" },
	{ "tis-620", "WINDOWS-874", "windows-874" },
	{ "gb2312", "GB18030", "gb18030" },
	{ "gbk", "GB18030", "gb18030" },
	{ "x-gbk", "GB18030", "gb18030" },
	{ "gb_2312-80", "GB18030", "gb18030" },
	{ "big5-hkscs", "BIG5-HKSCS", "big5" },
	{ "big5", "BIG5-HKSCS", "big5" },
	{ "shift_jis", "CP932", "shift_jis" },
	{ "sjis", "CP932", "shift_jis" },
	{ "shift-jis", "CP932", "shift_jis" },
	{ "x-sjis", "CP932", "shift_jis" },
	{ "windows-31j", "CP932", "shift_jis" },
	{ "ks_c_5601-1987", "CP949", "euc-kr" },
	{ "euc-kr", "CP949", "euc-kr" },
	{ "ksc5601", "CP949", "euc-kr" },
	{ "koi", "KOI8-R", "koi8-r" },
	{ "macintosh", "MACINTOSH", "macintosh" },
	{ "x-mac-roman", "MACINTOSH", "macintosh" },
	{ "unicode", "UTF-16LE", "utf-16le" },
	{ "utf-16", "UTF-16LE", "utf-16le" },
	{ "iso-10646-ucs-2", "UTF-16LE", "utf-16le" },
	{ "ucs-4", "UTF-32BE", "utf-32be" },
	{ "ebcdic-cp-us", "CP037", "cp037" },
	{ "ibm037", "CP037", "cp037" },
};

/* Names that iconv() knows by themselves. */
static const char *const plain_names[] = { "utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "windows-874", "windows-1250",
	"windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
	"iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-10", "iso-8859-13",
	"iso-8859-14", "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u", "ibm866", "gb18030", "euc-jp", "iso-2022-jp", "johab", "cp037",
	"cp500" };

#define N_ALIASES (sizeof(aliases) / sizeof(aliases[0]))
#define N_PLAIN (sizeof(plain_names) / sizeof(plain_names[0]))

static iconv_t alias_converters[N_ALIASES], plain_converters[N_PLAIN];
static bool is_prepared;

void
charset_prepare(void)
{
	size_t i;

	if (is_prepared)
		return;
	is_prepared = true;
	for (i = 0; i < N_ALIASES; i++)
		alias_converters[i] = iconv_open("UTF-8", aliases[i].iconv_name);
	for (i = 0; i < N_PLAIN; i++)
		plain_converters[i] = iconv_open("UTF-8", plain_names[i]);
}

/* The converter for a label as it stood in the document; (iconv_t)-1 for unknown ones. *shown: its canonical name. */
static iconv_t
find_converter(struct str label, const char **shown)
{
	size_t i;

	label = str_trim(label);
	for (i = 0; i < N_ALIASES; i++)
		if (str_is_nocase(label, aliases[i].label)) {
			*shown = aliases[i].shown;
			return alias_converters[i];
		}
	for (i = 0; i < N_PLAIN; i++)
		if (str_is_nocase(label, plain_names[i])) {
			*shown = plain_names[i];
			return plain_converters[i];
		}
	return (iconv_t)-1;
}

/* Converts all of bytes; a sequence that does not decode becomes U+FFFD and is counted. */
static struct str
convert(struct arena *a, iconv_t cd, struct str bytes, size_t *n_bad)
{
	size_t room = 3 * bytes.n + 16, left = room, in_left = bytes.n;
	char *out = arena_alloc(a, room), *to = out, *from = (char *)(uintptr_t)bytes.p;

	iconv(cd, NULL, NULL, NULL, NULL);
	*n_bad = 0;
	while (in_left > 0) {
		if (iconv(cd, &from, &in_left, &to, &left) != (size_t)-1)
			break;
		if (errno == E2BIG || left < 4) {
			out = arena_grow(a, out, room, 2 * room);
			to = out + (room - left);
			left += room;
			room *= 2;
			continue;
		}
		to += utf8_put(UTF8_BAD, to);
		left -= 3;
		from++;
		in_left--;
		(*n_bad)++;
	}
	return (struct str){ out, (size_t)(to - out) };
}

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

static const struct mark marks[] = { /* longest first; the second half are `<` and `<?` without a mark */
	{ "\x00\x00\xfe\xff", 4, 4, "utf-32be" },
	{ "\xff\xfe\x00\x00", 4, 4, "utf-32le" },
	{ "\xef\xbb\xbf", 3, 3, "utf-8" },
	{ "\xfe\xff", 2, 2, "utf-16be" },
	{ "\xff\xfe", 2, 2, "utf-16le" },
};
static const struct mark patterns[] = {
	{ "\x00\x00\x00<", 4, 0, "utf-32be" },
	{ "<\x00\x00\x00", 4, 0, "utf-32le" },
	{ "\x00<\x00", 3, 0, "utf-16be" },
	{ "<\x00", 2, 0, "utf-16le" },
	{ "\x4c\x6f\xa7\x94", 4, 0, "cp037" },
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

/* Control characters that neither XML nor a reader can use go; in place in a copy only where there are any. */
static struct str
without_controls(struct arena *a, struct str s)
{
	char *out, *to;
	size_t i;
	unsigned char c;

	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			break;
	}
	if (i == s.n)
		return s;
	out = to = arena_alloc(a, s.n + 1);
	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if (c >= 0x20 ? c != 0x7f : c == '\t' || c == '\n' || c == '\r')
			*to++ = (char)c;
	}
	return (struct str){ out, (size_t)(to - out) };
}

/* Tries one label. True when it is known and says what the bytes say. */
static bool
try_label(struct arena *a, struct str bytes, struct str label, const char *who, struct document *d, struct str *out)
{
	const char *shown = NULL;
	iconv_t cd = find_converter(label, &shown);
	size_t n_bad = 0;

	if (cd == (iconv_t)-1) {
		parse_problem(a, d, "encoding", 0, "%s names the unknown encoding %.*s", who, STR_ARG(str_head(label, LABEL_MAX)));
		return false;
	}
	if (strcmp(shown, "utf-8") == 0) {
		if (!utf8_is_valid(bytes)) {
			parse_problem(a, d, "encoding", 0, "%s says utf-8, but the bytes are not", who);
			return false;
		}
		*out = bytes;
	} else {
		*out = convert(a, cd, bytes, &n_bad);
		if (n_bad > 0)
			parse_problem(a, d, "encoding", 0, "%zu bytes are not %s", n_bad, shown);
	}
	d->encoding = str_from(shown);
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

static struct str
decode(struct arena *a, struct str bytes, struct str content_type, struct document *d)
{
	const struct mark *m = match(bytes, marks, sizeof(marks) / sizeof(marks[0]));
	struct str out, label;
	const char *shown = NULL;
	size_t n_bad;

	if (m != NULL && try_label(a, str_skip(bytes, m->skip), str_from(m->label), "the byte order mark", d, &out))
		return out;
	label = param(content_type, STR("charset"));
	if (label.n > 0 && try_label(a, bytes, label, "HTTP", d, &out))
		return out;
	m = match(bytes, patterns, sizeof(patterns) / sizeof(patterns[0]));
	if (m != NULL && try_label(a, bytes, str_from(m->label), "the byte pattern", d, &out))
		return out;
	label = declared(bytes);
	if (label.n > 0 && !str_starts_nocase(label, STR("utf-16")) && !str_starts_nocase(label, STR("utf-32"))) {
		if (try_label(a, bytes, label, "the XML declaration", d, &out))
			return out;
	} else if (label.n > 0) {
		parse_problem(a, d, "encoding", 0, "the XML declaration says %.*s, the bytes say otherwise", STR_ARG(str_head(label, LABEL_MAX)));
	}
	d->encoding = STR("utf-8");
	if (utf8_is_valid(bytes))
		return bytes;
	parse_problem(a, d, "encoding", 0, "bytes are not utf-8, read as windows-1252");
	d->encoding = STR("windows-1252");
	return convert(a, find_converter(STR("windows-1252"), &shown), bytes, &n_bad);
}

struct str
charset_decode(struct arena *a, struct str bytes, struct str content_type, struct document *d)
{
	struct str text;

	charset_prepare();
	text = decode(a, bytes, content_type, d);
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) /* a mark inside another encoding */
		text = str_skip(text, 3);
	return without_controls(a, text);
}
