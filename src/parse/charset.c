#include "config.h"
#include "parse/charset.h"

#include <errno.h>
#include <iconv.h>

#include "base/utf8.h"
#include "parse/parse.h"

#define LABEL_MAX 40U      /* bytes of an encoding's name */
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
	{ "ebcdic-cp-ca", "CP037", "cp037" },
	{ "ebcdic-cp-wt", "CP037", "cp037" },
	{ "ebcdic-cp-nl", "CP037", "cp037" },
	{ "ebcdic-cp-be", "CP500", "cp500" },
	{ "ebcdic-cp-ch", "CP500", "cp500" },
	{ "cp-is", "CP861", "cp861" },
	{ "cp-gr", "CP869", "cp869" },
	{ "cp-ar", "CP864", "cp864" },
	{ "cskoi8r", "KOI8-R", "koi8-r" },
	{ "koi8", "KOI8-R", "koi8-r" },
	{ "koi8-ru", "KOI8-U", "koi8-u" },
	{ "maccyrillic", "MAC-CYRILLIC", "mac-cyrillic" },
	{ "x-mac-cyrillic", "MAC-CYRILLIC", "mac-cyrillic" },
	{ "x-mac-ukrainian", "MAC-UK", "mac-uk" },
	{ "mac-roman", "MACINTOSH", "macintosh" },
	{ "macroman", "MACINTOSH", "macintosh" },
	{ "mac", "MACINTOSH", "macintosh" },
};

/* Names that iconv() knows by themselves. */
static const char *const plain_names[] = { "utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "iso-8859-2", "iso-8859-3",
	"iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15",
	"iso-8859-16", "koi8-r", "koi8-u", "koi8-t", "gb18030", "euc-jp", "euc-tw", "iso-2022-jp", "iso-2022-kr", "johab", "viscii",
	"mac-cyrillic", "mac-uk", "mac-centraleurope", "armscii-8", "georgian-ps" };

/* Code pages, which go by many names: 850, cp850, IBM850, csPC850Multilingual, windows-1253. */
static const struct {
	unsigned number;
	const char *iconv_name, *shown;
	bool is_ebcdic;
} code_pages[] = {
	{ 37, "CP037", "cp037", true }, { 39, "CP037", "cp037", true }, { 273, "CP273", "cp273", true }, { 500, "CP500", "cp500", true },
	{ 875, "CP875", "cp875", true }, { 1026, "CP1026", "cp1026", true }, { 1047, "CP1047", "cp1047", true }, { 1140, "CP1140", "cp1140", true },
	{ 437, "CP437", "cp437", false }, { 737, "CP737", "cp737", false }, { 775, "CP775", "cp775", false }, { 850, "CP850", "cp850", false },
	{ 852, "CP852", "cp852", false }, { 855, "CP855", "cp855", false }, { 857, "CP857", "cp857", false }, { 858, "CP858", "cp858", false },
	{ 860, "CP860", "cp860", false }, { 861, "CP861", "cp861", false }, { 862, "CP862", "cp862", false }, { 863, "CP863", "cp863", false },
	{ 864, "CP864", "cp864", false }, { 865, "CP865", "cp865", false }, { 866, "CP866", "ibm866", false }, { 869, "CP869", "cp869", false },
	{ 874, "CP874", "windows-874", false }, { 932, "CP932", "shift_jis", false }, { 936, "GB18030", "gb18030", false },
	{ 949, "CP949", "euc-kr", false }, { 950, "BIG5-HKSCS", "big5", false }, { 1125, "CP1125", "cp1125", false },
	{ 1250, "CP1250", "windows-1250", false }, { 1251, "CP1251", "windows-1251", false }, { 1252, "CP1252", "windows-1252", false },
	{ 1253, "CP1253", "windows-1253", false }, { 1254, "CP1254", "windows-1254", false }, { 1255, "CP1255", "windows-1255", false },
	{ 1256, "CP1256", "windows-1256", false }, { 1257, "CP1257", "windows-1257", false }, { 1258, "CP1258", "windows-1258", false },
};
static const char *const code_page_prefixes[] = { "", "cp", "x-cp", "ibm", "ibm-", "csibm", "cspcp", "cspc", "cp-", "dos-", "windows-",
	"cswindows", "ms" };

#define N_ALIASES (sizeof(aliases) / sizeof(aliases[0]))
#define N_PLAIN (sizeof(plain_names) / sizeof(plain_names[0]))
#define N_PAGES (sizeof(code_pages) / sizeof(code_pages[0]))
#define N_PREFIXES (sizeof(code_page_prefixes) / sizeof(code_page_prefixes[0]))

static iconv_t alias_converters[N_ALIASES], plain_converters[N_PLAIN], page_converters[N_PAGES];
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
	for (i = 0; i < N_PAGES; i++)
		page_converters[i] = iconv_open("UTF-8", code_pages[i].iconv_name);
}

/* Three or four digits at the head of s, with nothing but letters behind them; 0 when that is not so. */
static unsigned
page_number(struct str s)
{
	unsigned n = 0;
	size_t i, digits;

	for (i = 0; i < s.n && i < 4 && ascii_is_digit(s.p[i]); i++)
		n = n * 10 + (unsigned)(s.p[i] - '0');
	digits = i;
	while (i < s.n && ascii_is_alpha(s.p[i]))
		i++;
	return digits >= 3 && i == s.n ? n : 0;
}

/* Index of the code page that a label names, or N_PAGES. */
static size_t
find_page(struct str label)
{
	unsigned number;
	size_t i, k;

	for (i = 0; i < N_PREFIXES; i++) {
		if (!str_starts_nocase(label, str_from(code_page_prefixes[i])))
			continue;
		number = page_number(str_skip(label, strlen(code_page_prefixes[i])));
		for (k = 0; k < N_PAGES && number != 0; k++)
			if (code_pages[k].number == number)
				return k;
	}
	return N_PAGES;
}

/* Labels are written with either dash. */
static struct str
with_hyphens(struct str label, char out[LABEL_MAX])
{
	size_t i;

	label = str_head(str_trim(label), LABEL_MAX);
	for (i = 0; i < label.n; i++)
		out[i] = label.p[i] == '_' ? '-' : label.p[i];
	return (struct str){ out, label.n };
}

/* The converter for a label as it stood in the document; (iconv_t)-1 for unknown ones. *shown: its canonical name. */
static iconv_t
find_converter(struct str label, const char **shown)
{
	char text[LABEL_MAX];
	struct str hyphens = with_hyphens(label, text);
	size_t i;

	label = str_trim(label);
	for (i = 0; i < N_ALIASES; i++)
		if (str_is_nocase(label, aliases[i].label) || str_is_nocase(hyphens, aliases[i].label)) {
			*shown = aliases[i].shown;
			return alias_converters[i];
		}
	for (i = 0; i < N_PLAIN; i++)
		if (str_is_nocase(hyphens, plain_names[i])) {
			*shown = plain_names[i];
			return plain_converters[i];
		}
	i = find_page(hyphens);
	if (i == N_PAGES)
		return (iconv_t)-1;
	*shown = code_pages[i].shown;
	return page_converters[i];
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

/* EBCDIC begins alike on all of its code pages; which one it is stands in the declaration. */
static struct str
ebcdic_label(struct arena *a, struct str bytes)
{
	char text[LABEL_MAX];
	const char *shown;
	struct str label;
	size_t n_bad, i;

	label = declared(convert(a, find_converter(STR("cp037"), &shown), str_head(bytes, DECLARATION_MAX), &n_bad));
	i = find_page(with_hyphens(label, text));
	return (i < N_PAGES && code_pages[i].is_ebcdic) || str_starts_nocase(label, STR("ebcdic-")) ? label : STR("cp037");
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
	if (m != NULL) {
		label = strcmp(m->label, "cp037") == 0 ? ebcdic_label(a, bytes) : str_from(m->label);
		if (try_label(a, bytes, label, "the byte pattern", d, &out))
			return out;
	}
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
	return utf8_without_controls(a, text);
}
