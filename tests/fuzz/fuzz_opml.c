/* Any bytes as a subscription list. */
#include "config.h"
#include "fuzz.h"
#include "settings/opml.h"

static void
on_outline(const struct opml_outline *o, void *arg)
{
	size_t *n = arg, i;

	(*n)++;
	FUZZ_CHECK(o->url.n > 0 && o->n_tags <= OPML_TAGS_MAX);
	for (i = 0; i < o->n_tags; i++)
		FUZZ_CHECK(utf8_is_valid(o->tags[i]));
	FUZZ_CHECK(utf8_is_valid(o->url) && utf8_is_valid(o->title));
}

static void
fuzz(struct arena *a, struct str bytes)
{
	unsigned line;
	size_t n = 0;
	struct err e;

	(void)a;
	opml_read(bytes, on_outline, &n, &line, &e);
	FUZZ_CHECK(n <= OPML_OUTLINES_MAX);
}
