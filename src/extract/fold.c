#include "config.h"
#include "extract/fold.h"

#include "base/utf8.h"

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
		if (!utf8_is_mark(c))
			buf_add_utf8(out, utf8_lower(c));
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
