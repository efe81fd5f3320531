/* Any bytes as a feed: parsed, normalised, encoded and decoded again, as a worker and the main process do it. */
#include "config.h"
#include <stdint.h>
#include <stdlib.h>

#include "normalise/normalise.h"
#include "parse/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct parse_input in = { .bytes = { (const char *)data, n }, .base_url = STR("http://example.org/a/feed") };
	struct document *d, again = { 0 };
	struct arena a;
	struct buf cbor;
	struct err e;

	arena_init(&a, SIZE_MAX / 4, NULL);
	buf_init(&cbor, SIZE_MAX / 4);
	d = arena_zalloc(&a, sizeof(*d));
	if (parse_document(&a, &in, d, &e) == 0) {
		normalise_document(&a, d);
		if (model_encode(&cbor, d, &shape_document) != 0 || model_decode(&a, buf_str(&cbor), &again, &shape_document, &e) != 0)
			abort();
	}
	buf_release(&cbor);
	arena_release(&a);
	return 0;
}
