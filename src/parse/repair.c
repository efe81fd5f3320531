#include "config.h"
#include "parse/repair.h"

#include "base/utf8.h"
#include "parse/entities.h"
#include "parse/parse.h"

#define REFERENCE_MAX 40U /* bytes of the longest name that is looked at */
#define AMP "&amp;"

/* s begins with '&': is this the head of a reference, with its semicolon? */
static bool
is_reference(struct str s)
{
	size_t i = 1;

	s = str_head(s, REFERENCE_MAX);
	if (i < s.n && s.p[i] == '#')
		i++;
	for (; i < s.n && (ascii_is_alnum(s.p[i]) || s.p[i] == '_' || s.p[i] == '.' || s.p[i] == '-' || (unsigned char)s.p[i] >= 0x80); i++)
		;
	return i > 1 && i < s.n && s.p[i] == ';';
}

/* Comments, CDATA and declarations: where ampersands are not looked at. Behind the section that begins at i. */
static size_t
behind_section(struct str text, size_t i)
{
	static const struct {
		const char *open, *close;
	} sections[] = { { "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<!", ">" } };
	struct str rest = str_skip(text, i), open;
	size_t k = 0, end;

	while (!str_starts(rest, str_from(sections[k].open)))
		k++;
	open = str_from(sections[k].open);
	end = str_find(str_skip(rest, open.n), str_from(sections[k].close));
	return end == STR_NPOS ? text.n : i + open.n + end + strlen(sections[k].close);
}

/* The next bare ampersand at or behind i, text.n when there is none. *section caches where the next section begins. */
static size_t
next_bare(struct str text, size_t i, size_t *section)
{
	size_t found;

	while (i < text.n) {
		found = str_find_char(str_skip(text, i), '&');
		if (found == STR_NPOS)
			return text.n;
		found += i;
		if (*section < i || *section == STR_NPOS) {
			*section = str_find(str_skip(text, i), STR("<!"));
			*section = *section == STR_NPOS ? text.n : *section + i;
		}
		if (*section < found) {
			i = behind_section(text, *section);
			*section = STR_NPOS;
		} else if (!is_reference(str_skip(text, found))) {
			return found;
		} else {
			i = found + 1;
		}
	}
	return text.n;
}

struct str
repair_ampersands(struct arena *a, struct str text, struct document *d)
{
	size_t section = STR_NPOS, at = next_bare(text, 0, &section), from = 0, n = 0, i;
	char *out, *to;

	if (at == text.n)
		return text;
	for (i = at; i < text.n; n++)
		i = next_bare(text, i + 1, &section);
	out = to = arena_alloc(a, text.n + n * (strlen(AMP) - 1) + 1);
	section = STR_NPOS;
	for (; at < text.n; at = next_bare(text, from, &section)) {
		memcpy(to, text.p + from, at - from);
		to += at - from;
		memcpy(to, AMP, strlen(AMP));
		to += strlen(AMP);
		from = at + 1;
	}
	memcpy(to, text.p + from, text.n - from);
	to += text.n - from;
	parse_problem(a, d, "syntax", 0, "%zu bare ampersands", n);
	return (struct str){ out, (size_t)(to - out) };
}

static int
digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (ascii_is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* False when it met what is no Base64. */
static bool
decode_base64(struct arena *a, struct str text, struct str *bytes)
{
	char *out = arena_alloc(a, text.n + 1);
	uint32_t bits = 0;
	unsigned n_bits = 0;
	size_t i, n = 0;
	int v = 0;

	for (i = 0; i < text.n && text.p[i] != '='; i++) {
		if (ascii_is_space(text.p[i]))
			continue;
		v = digit(text.p[i]);
		if (v < 0)
			break;
		bits = bits << 6 | (uint32_t)v;
		n_bits += 6;
		if (n_bits >= 8) {
			n_bits -= 8;
			out[n++] = (char)(bits >> n_bits);
			bits &= (1U << n_bits) - 1;
		}
	}
	*bytes = (struct str){ out, n };
	return v >= 0;
}

struct str
base64_bytes(struct arena *a, struct str text)
{
	struct str bytes;

	decode_base64(a, text, &bytes);
	return bytes;
}

struct str
repair_base64(struct arena *a, struct str text)
{
	struct str bytes;

	if (!decode_base64(a, text, &bytes))
		return STR_NONE;
	return utf8_is_valid(bytes) && memchr(bytes.p, '\0', bytes.n) == NULL ? bytes : STR_NONE;
}

#define NO_BYTE 0x100U

/* The byte of windows-1252 that a character was, NO_BYTE when it was none. */
static unsigned
byte_of(uint32_t c)
{
	unsigned b;

	if (c < 0x100)
		return c;
	for (b = 0x80; b < 0xa0; b++)
		if (entity_c1(b) == c)
			return b;
	return NO_BYTE;
}

struct str
repair_double_utf8(struct arena *a, struct str text)
{
	char *out, *to;
	size_t i;
	unsigned b;

	/* Every character of two bytes and more began with one of U+00C2 to U+00F4. */
	if (str_find_char(text, '\xc3') == STR_NPOS)
		return text;
	out = to = arena_alloc(a, text.n);
	for (i = 0; i < text.n; *to++ = (char)b) {
		b = byte_of(utf8_next(text, &i));
		if (b == NO_BYTE)
			return text;
	}
	return utf8_is_valid((struct str){ out, (size_t)(to - out) }) ? (struct str){ out, (size_t)(to - out) } : text;
}

struct str
repair_json_nul(struct arena *a, struct str text)
{
	char *copy;
	size_t i;

	if (str_find(text, STR("\\u0000")) == STR_NPOS)
		return text;
	copy = arena_strdup(a, text);
	for (i = 0; i + 1 < text.n; i++) {
		if (copy[i] != '\\')
			continue;
		if (str_starts(str_skip(text, i), STR("\\u0000")))
			copy[i + 5] = '1';
		i++; /* what is escaped begins no escape */
	}
	return (struct str){ copy, text.n };
}
