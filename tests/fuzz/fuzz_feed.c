/* Any bytes as a feed: parsed, normalised, sent to the main process, as a worker does it. */
#include "config.h"
#include "fuzz.h"
#include "normalise/normalise.h"
#include "parse/parse.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct parse_input in = { .bytes = bytes, .base_url = STR("http://example.org/a/feed") };
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct err e;

	if (parse_document(a, &in, d, &e) != 0)
		return;
	normalise_document(a, d);
	fuzz_send(a, d);
}
