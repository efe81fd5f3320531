/*
 * What every fuzz target is made of: one entry point for libFuzzer, one arena
 * an input, and checks that no build leaves out. A target stands for one way
 * into the program; tests/fuzz/corpus/NAME holds the inputs that it starts from.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "model/document.h"

#define FUZZ_MEMORY_MAX (256U << 20) /* bytes: as a worker has. Past it is a finding */

#define FUZZ_CHECK(claim)                                                                        \
	do {                                                                                     \
		if (!(claim)) {                                                                  \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #claim); \
			abort();                                                                 \
		}                                                                                \
	} while (0)

/* What a target defines. The bytes are its own copy's: reading past them is seen. */
static void fuzz(struct arena *a, struct str bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;

	arena_init(&a, FUZZ_MEMORY_MAX, NULL);
	fuzz(&a, (struct str){ (const char *)data, n });
	arena_release(&a);
	return 0;
}

/* The bytes as far as they are UTF-8, without controls: what comes behind charset_decode(). */
static inline struct str
fuzz_text(struct arena *a, struct str bytes)
{
	return utf8_without_controls(a, str_head(bytes, utf8_valid_prefix(bytes)));
}

/* A document goes to the main process and comes back the same, or is refused for its size. */
static inline void
fuzz_send(struct arena *a, const struct document *d)
{
	struct document *got = arena_zalloc(a, sizeof(*got));
	struct buf once, again;
	struct err e;

	buf_init(&once, SIZE_MAX / 4);
	buf_init(&again, SIZE_MAX / 4);
	FUZZ_CHECK(model_encode(&once, d, &shape_document) == 0);
	FUZZ_CHECK(model_decode(a, buf_str(&once), got, &shape_document, &e) == 0);
	FUZZ_CHECK(model_encode(&again, got, &shape_document) == 0);
	FUZZ_CHECK(str_eq(buf_str(&once), buf_str(&again)));
	buf_clear(&again);
	document_to_json(&again, got);
	FUZZ_CHECK(utf8_is_valid(buf_str(&again)));
	buf_release(&again);
	buf_release(&once);
}

#endif
