/* Any bytes as a feed whose faults are to be told. */
#include "config.h"
#include "fuzz.h"
#include "lint/lint.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct document *d = arena_zalloc(a, sizeof(*d));

	lint_document(a, &(struct lint_input){ .bytes = bytes, .content_type = STR("application/rss+xml") }, &d->findings);
	fuzz_send(a, d);
}
