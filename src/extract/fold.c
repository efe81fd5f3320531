#include "config.h"
#include "extract/fold.h"

#include "base/utf8.h"

/* Spaces, marks and invisible characters beyond ASCII. */
static bool
is_mark(uint32_t c)
{
	return (c >= 0x80 && c <= 0xbf && c != 0xaa && c != 0xb5 && c != 0xba) || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x206f) ||
	       (c >= 0x20a0 && c <= 0x2bff) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xfe00 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff0f) ||
	       (c >= 0xff1a && c <= 0xff20) || c == 0xfeff || c == UTF8_BAD;
}

static uint32_t
lower(uint32_t c)
{
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if (c >= 0x100 && c <= 0x137)
		return c | 1;
	return c;
}

void
fold_add(struct buf *out, struct str s, bool is_html)
{
	size_t i = 0, end;
	uint32_t c;

	while (i < s.n) {
		unsigned char b = (unsigned char)s.p[i];

		if (b < 0x80) {
			if (ascii_is_alnum((char)b)) {
				buf_add_char(out, ascii_lower((char)b));
			} else if (is_html && b == '<' && (end = str_find_char(str_skip(s, i), '>')) != STR_NPOS) {
				i += end;
			}
			i++;
			continue;
		}
		c = utf8_next(s, &i);
		if (!is_mark(c))
			buf_add_utf8(out, lower(c));
	}
}

struct str
fold(struct arena *a, struct str s)
{
	struct str out;
	struct buf b;

	buf_init(&b, SIZE_MAX / 4);
	fold_add(&b, s, false);
	out = arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}

bool
fold_is_like(struct str a, struct str b, size_t min_n)
{
	struct str s = a.n < b.n ? a : b, l = a.n < b.n ? b : a;

	if (str_eq(a, b))
		return a.n > 0;
	return s.n >= min_n && memmem(l.p, l.n, s.p, s.n) != NULL;
}
