/*
 * Any text as HTML: what the sanitiser makes of it is well-formed XML of
 * allowed names with absolute addresses of safe schemes, and sanitising it
 * once more changes nothing.
 */
#include "config.h"
#include "fuzz.h"

#include "../markup_rules.h"
#include "normalise/sanitise.h"
#include "normalise/text.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct scope scope = { .base = STR("http://example.org/a/b?c#d") };
	struct str text = fuzz_text(a, bytes), plain;
	struct buf once, again;

	buf_init(&once, SIZE_MAX / 4);
	buf_init(&again, SIZE_MAX / 4);
	sanitise_html(a, text, &scope, SANITISE_BODY, &once);
	FUZZ_CHECK(once.n <= SANITISE_CONTENT_MAX + 64 * 100);
	FUZZ_CHECK(markup_fault(buf_str(&once)) == NULL);
	sanitise_html(a, buf_str(&once), &scope, SANITISE_BODY, &again);
	FUZZ_CHECK(str_eq(buf_str(&once), buf_str(&again)));
	plain = text_from_html(a, buf_str(&once));
	FUZZ_CHECK(utf8_is_valid(plain) && plain.n <= once.n);
	text_is_markup(a, text);
	buf_release(&again);
	buf_release(&once);
}
