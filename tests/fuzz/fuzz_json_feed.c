/* Any text as a JSON Feed. */
#include "config.h"
#include "fuzz.h"
#include "normalise/normalise.h"
#include "parse/feed_json.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct parse_input in = { .bytes = bytes, .base_url = STR("http://example.org/a/feed.json") };
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct err e;

	if (feed_json_parse(a, fuzz_text(a, bytes), &in, d, &e) != 0)
		return;
	normalise_document(a, d);
	fuzz_send(a, d);
}
