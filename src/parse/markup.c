#include "config.h"
#include "parse/markup.h"

void
markup_escape(struct buf *out, struct str s, bool is_attribute)
{
	size_t i, from = 0;
	const char *ref;

	for (i = str_find_special(s, 0); i < s.n; i = str_find_special(s, i + 1)) {
		ref = s.p[i] == '&'                   ? "&amp;"
		      : s.p[i] == '<'                 ? "&lt;"
		      : s.p[i] == '>'                 ? "&gt;"
		      : s.p[i] == '"' && is_attribute ? "&quot;"
						      : NULL;
		if (ref == NULL)
			continue;
		buf_add(out, s.p + from, i - from);
		buf_add_c(out, ref);
		from = i + 1;
	}
	buf_add_str(out, str_skip(s, from));
}

void
markup_open(struct buf *out, struct str local, const struct attributes *at)
{
	size_t i;

	buf_add_char(out, '<');
	buf_add_str(out, local);
	for (i = 0; i < at->n; i++) {
		buf_add_char(out, ' ');
		buf_add_str(out, at->v[i].name);
		buf_add_c(out, "=\"");
		markup_escape(out, at->v[i].value, true);
		buf_add_char(out, '"');
	}
	buf_add_char(out, '>');
}

void
markup_close(struct buf *out, struct str local)
{
	static const char *const empty[] = { "br", "hr", "img", "input", "wbr", "col", "area", "source" };
	size_t i;

	for (i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		if (str_is(local, empty[i]))
			return;
	buf_add_c(out, "</");
	buf_add_str(out, local);
	buf_add_char(out, '>');
}
