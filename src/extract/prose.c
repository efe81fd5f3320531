#include "config.h"
#include "extract/prose.h"

#include "base/utf8.h"

#define OPENING_CHARS 80U /* a title made of opening words; the last word may go past it */

static bool
is_space(uint32_t c)
{
	return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

/* Where the last character of s begins. */
static size_t
last_char(struct str s)
{
	size_t i = s.n - 1;

	while (i > 0 && s.n - i < 4 && ((unsigned char)s.p[i] & 0xc0) == 0x80)
		i--;
	return i;
}

static uint32_t
char_at(struct str s, size_t i)
{
	return utf8_next(s, &i);
}

struct str
prose_trim(struct str s)
{
	size_t i;

	while (s.n > 0) {
		i = 0;
		if (!is_space(utf8_next(s, &i)))
			break;
		s = str_skip(s, i);
	}
	while (s.n > 0) {
		i = last_char(s);
		if (!is_space(char_at(s, i)))
			break;
		s = str_head(s, i);
	}
	return s;
}

/* Scripts that are written without spaces between words and twice as wide as Latin. */
static bool
is_wide(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0xfe30 && c <= 0xfe4f) || (c >= 0xff00 && c <= 0xff60) || (c >= 0x20000 && c <= 0x3fffd);
}

static bool
is_mark(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36f) || (c >= 0x64b && c <= 0x65f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0xfe00 && c <= 0xfe0f);
}

size_t
prose_columns(struct str s)
{
	size_t i = 0, n = 0;
	uint32_t c;

	while (i < s.n) {
		c = utf8_next(s, &i);
		n += is_wide(c) ? 2 : is_mark(c) ? 0 : 1;
	}
	return n;
}

bool
prose_ends_sentence(struct str s)
{
	uint32_t c;

	for (s = prose_trim(s); s.n > 0; s = str_head(s, last_char(s))) {
		c = char_at(s, last_char(s));
		if (c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201d || c == 0x2019 || c == 0xbb || c == 0x300d || c == 0x300f ||
		    c == 0xff09)
			continue;
		return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0x61f || c == 0x6d4 ||
		       c == 0x964;
	}
	return false;
}

/* Bytes of the line end at i, 0 for none. */
static size_t
line_end(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];

	if (c == '\n')
		return 1;
	if (c == '\r')
		return i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
	if (c == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0x85) /* NEL */
		return 2;
	if (c == 0xe2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80 && ((unsigned char)s.p[i + 2] & 0xfe) == 0xa8) /* U+2028, U+2029 */
		return 3;
	return 0;
}

bool
prose_next_line(struct str *rest, struct str *line)
{
	size_t i, end = 0;

	if (rest->n == 0)
		return false;
	for (i = 0; i < rest->n && (end = line_end(*rest, i)) == 0; i++)
		;
	*line = prose_trim(str_head(*rest, i));
	*rest = str_skip(*rest, i + end);
	return true;
}

const char *
prose_glue(struct str before, struct str after)
{
	uint32_t last, first;

	if (before.n == 0 || after.n == 0)
		return "";
	last = char_at(before, last_char(before));
	first = char_at(after, 0);
	return is_wide(last) && is_wide(first) && !(last >= 0xac00 && last <= 0xd7a3) ? "" : " "; /* Korean has spaces */
}

void
prose_escape(struct buf *out, struct str text)
{
	size_t i, from = 0;
	const char *ref;

	for (i = 0; i < text.n; i++) {
		switch (text.p[i]) {
		case '&':
			ref = "&amp;";
			break;
		case '<':
			ref = "&lt;";
			break;
		case '>':
			ref = "&gt;";
			break;
		case '"':
			ref = "&quot;";
			break;
		default:
			continue;
		}
		buf_add(out, text.p + from, i - from);
		buf_add_c(out, ref);
		from = i + 1;
	}
	buf_add_str(out, str_skip(text, from));
}

struct str
prose_opening(struct arena *a, struct str text)
{
	size_t i = 0, n = 0, at = 0, word_end = 0;
	uint32_t c;

	text = prose_trim(text);
	while (i < text.n && n < OPENING_CHARS) {
		at = i;
		c = utf8_next(text, &i);
		n++;
		if (is_space(c))
			word_end = at;
		if ((c == '.' || c == '!' || c == '?') && n > 20 && (i == text.n || text.p[i] == ' ' || text.p[i] == '\n')) /* a sentence */
			return c == '.' ? str_head(text, at) : str_head(text, i);
		if (c == 0x3002)
			return str_head(text, at);
	}
	if (i >= text.n)
		return str_ends(text, STR(".")) && !str_ends(text, STR("..")) ? str_head(text, text.n - 1) : text;
	return arena_printf(a, "%.*s…", STR_ARG(prose_trim(str_head(text, word_end > 0 ? word_end : i))));
}
