#include "config.h"
#include "base/utf8.h"

/* Bytes of the character at s.p[i], or 0 where there is none (RFC 3629, 4). */
static size_t
char_size(struct str s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.p + i;
	size_t left = s.n - i;
	unsigned char low = 0x80, high = 0xbf;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	if (p[0] < 0xe0)
		return left >= 2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f; /* surrogates */
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (left < 3 || p[1] < low || p[1] > high || (p[2] & 0xc0) != 0x80)
		return 0;
	if (p[0] < 0xf0)
		return 3;
	return left >= 4 && (p[3] & 0xc0) == 0x80 ? 4 : 0;
}

size_t
utf8_valid_prefix(struct str s)
{
	size_t i = 0, size;
	uint64_t eight;

	while (i < s.n) {
		if (s.n - i >= sizeof(eight)) {
			memcpy(&eight, s.p + i, sizeof(eight));
			if ((eight & UINT64_C(0x8080808080808080)) == 0) {
				i += sizeof(eight);
				continue;
			}
		}
		size = char_size(s, i);
		if (size == 0)
			return i;
		i += size;
	}
	return s.n;
}

uint32_t
utf8_next(struct str s, size_t *i)
{
	const unsigned char *p = (const unsigned char *)s.p + *i;

	switch (char_size(s, *i)) {
	case 1:
		*i += 1;
		return p[0];
	case 2:
		*i += 2;
		return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	case 3:
		*i += 3;
		return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	case 4:
		*i += 4;
		return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
		       (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
	default:
		*i += 1;
		return UTF8_BAD;
	}
}

/* Bytes at p that no document may hold, 0 where there are none. */
static size_t
control_size(const unsigned char *p, size_t left)
{
	if (p[0] < 0x20)
		return p[0] != '\t' && p[0] != '\n' && p[0] != '\r';
	if (p[0] == 0xef)
		return left >= 3 && p[1] == 0xbf && (p[2] | 1) == 0xbf ? 3 : 0;
	return p[0] == 0x7f;
}

/* The first such place from i on, s.n when there is none. */
static size_t
find_control(struct str s, size_t i)
{
	typedef uint8_t step __attribute__((vector_size(16))); /* bytes that are looked at in one go, whatever the machine */
	uint64_t halves[2];
	step v, hit;

	while (i < s.n) {
		if (s.n - i >= sizeof(v)) {
			memcpy(&v, s.p + i, sizeof(v));
			hit = (step)(((v < 0x20) & (v != '\n') & (v != '\t') & (v != '\r')) | (v == 0x7f) | (v == 0xef));
			memcpy(halves, &hit, sizeof(halves));
			if ((halves[0] | halves[1]) == 0) {
				i += sizeof(v);
				continue;
			}
		}
		if (control_size((const unsigned char *)s.p + i, s.n - i) > 0)
			return i;
		i++;
	}
	return s.n;
}

struct str
utf8_without_controls(struct arena *a, struct str s)
{
	size_t at = find_control(s, 0), from = 0;
	char *out, *to;

	if (at == s.n)
		return s;
	out = to = arena_alloc(a, s.n);
	for (; at < s.n; at = find_control(s, from)) {
		memcpy(to, s.p + from, at - from);
		to += at - from;
		from = at + control_size((const unsigned char *)s.p + at, s.n - at);
	}
	memcpy(to, s.p + from, s.n - from);
	return (struct str){ out, (size_t)(to - out) + s.n - from };
}

size_t
utf8_put(uint32_t c, char out[4])
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = UTF8_BAD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

struct str
utf8_head(struct str s, size_t n)
{
	if (s.n <= n)
		return s;
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_head(s, n);
}

bool
utf8_is_mark(uint32_t c)
{
	return (c < 0x80 && !ascii_is_alnum((char)c)) || (c >= 0x80 && c <= 0xbf && c != 0xaa && c != 0xb5 && c != 0xba) || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x206f) ||
	       (c >= 0x20a0 && c <= 0x2bff) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xfe00 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff0f) ||
	       (c >= 0xff1a && c <= 0xff20) || c == 0xfeff || c == UTF8_BAD;
}

int
utf8_digit(uint32_t c)
{
	static const uint16_t zeros[] = { '0', 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0, 0xff10 };
	size_t i;

	for (i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++)
		if (c >= zeros[i] && c < zeros[i] + 10U)
			return (int)(c - zeros[i]);
	return -1;
}

uint32_t
utf8_lower(uint32_t c)
{
	static const struct {
		uint16_t from, to;
	} singles[] = { { 0x130, 'i' }, { 0x178, 0xff }, { 0x386, 0x3ac }, { 0x388, 0x3ad }, { 0x389, 0x3ae }, { 0x38a, 0x3af }, { 0x38c, 0x3cc },
		{ 0x38e, 0x3cd }, { 0x38f, 0x3ce } };
	size_t i;

	if (c < 0x80)
		return (uint32_t)(unsigned char)ascii_lower((char)c);
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3ab) || (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	if (c >= 0x531 && c <= 0x556)
		return c + 0x30;
	for (i = 0; c < 0x390 && i < sizeof(singles) / sizeof(singles[0]); i++)
		if (c == singles[i].from)
			return singles[i].to;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177) || (c >= 0x48a && c <= 0x4bf)) /* pairs, the capital first and even */
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) /* and odd */
		return c + (c & 1);
	return c;
}
