/* Any bytes in any encoding; the first line is the Content-Type header. What comes out is always clean UTF-8. */
#include "config.h"
#include "fuzz.h"
#include "parse/charset.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct str type = STR_NONE, text;
	size_t line = str_find_char(bytes, '\n');

	if (line != STR_NPOS) {
		type = str_head(bytes, line);
		bytes = str_skip(bytes, line + 1);
	}
	text = charset_decode(a, bytes, type, d);
	FUZZ_CHECK(fuzz_text(a, text).n == text.n);
	FUZZ_CHECK(d->encoding.n > 0 || bytes.n == 0);
}
