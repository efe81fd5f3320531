/*
 * Memory that is freed all at once: one arena per document. Allocation cannot
 * fail for its caller: past the cap on_full is called and must not return
 * (a worker answers and exits); without on_full the process aborts.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk;
	char *next, *end;
	size_t used, max; /* bytes handed out by chunks, cap on that */
	void (*on_full)(void);
};

void arena_init(struct arena *a, size_t max, void (*on_full)(void));
void arena_release(struct arena *a);
/* Forgets everything but keeps the newest chunk for the next document. */
void arena_reset(struct arena *a);

void *arena_alloc(struct arena *a, size_t n);  /* aligned for any type, not cleared */
void *arena_zalloc(struct arena *a, size_t n); /* cleared */
/* As realloc() for the newest or any older block of old_n bytes: grows in place where it can. */
void *arena_grow(struct arena *a, void *p, size_t old_n, size_t new_n);

struct str arena_str(struct arena *a, struct str s); /* a copy; NUL-terminated behind its length */
char *arena_strdup(struct arena *a, struct str s);   /* the same as a C string; "" for an empty one */
struct str arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
