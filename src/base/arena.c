#include "config.h"
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

#define CHUNK_FIRST (32U << 10) /* bytes: a small feed fits */
#define CHUNK_MOST (4U << 20)   /* chunks double up to this */
#define ALIGNMENT _Alignof(max_align_t)

struct arena_chunk {
	struct arena_chunk *older;
	size_t size; /* of bytes */
	max_align_t bytes[];
};

void
arena_init(struct arena *a, size_t max, void (*on_full)(void))
{
	*a = (struct arena){ .max = max, .on_full = on_full };
}

static void
free_chunks(struct arena_chunk *c)
{
	struct arena_chunk *older;

	for (; c != NULL; c = older) {
		older = c->older;
		free(c);
	}
}

void
arena_release(struct arena *a)
{
	free_chunks(a->chunk);
	arena_init(a, a->max, a->on_full);
}

void
arena_reset(struct arena *a)
{
	if (a->chunk == NULL)
		return;
	free_chunks(a->chunk->older);
	a->chunk->older = NULL;
	a->next = (char *)a->chunk->bytes;
	a->end = a->next + a->chunk->size;
	a->used = a->chunk->size;
}

static void
add_chunk(struct arena *a, size_t n)
{
	struct arena_chunk *c;
	size_t size = a->chunk != NULL ? a->chunk->size * 2 : CHUNK_FIRST;

	if (size > CHUNK_MOST)
		size = CHUNK_MOST;
	if (size < n)
		size = n;
	if (n > a->max || a->used > a->max - n) {
		if (a->on_full != NULL)
			a->on_full();
		fprintf(stderr, "feedwright: a document needs more than %zu bytes\n", a->max);
		abort();
	}
	c = mem_alloc(sizeof(*c) + size);
	c->older = a->chunk;
	c->size = size;
	a->chunk = c;
	a->used += size;
	a->next = (char *)c->bytes;
	a->end = a->next + size;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	char *p;

	n = (n + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if ((size_t)(a->end - a->next) < n)
		add_chunk(a, n);
	p = a->next;
	a->next += n;
	return p;
}

void *
arena_zalloc(struct arena *a, size_t n)
{
	return memset(arena_alloc(a, n), 0, n);
}

void *
arena_grow(struct arena *a, void *p, size_t old_n, size_t new_n)
{
	size_t old_room = (old_n + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	void *grown;

	if (p != NULL && new_n <= old_room)
		return p;
	if (p != NULL && (char *)p + old_room == a->next) {
		size_t more = ((new_n + ALIGNMENT - 1) & ~(ALIGNMENT - 1)) - old_room;

		if ((size_t)(a->end - a->next) >= more) {
			a->next += more;
			return p;
		}
	}
	grown = arena_alloc(a, new_n);
	if (old_n > 0)
		memcpy(grown, p, old_n);
	return grown;
}

struct str
arena_str(struct arena *a, struct str s)
{
	return (struct str){ arena_strdup(a, s), s.n };
}

char *
arena_strdup(struct arena *a, struct str s)
{
	char *c = arena_alloc(a, s.n + 1);

	if (s.n > 0)
		memcpy(c, s.p, s.n);
	c[s.n] = '\0';
	return c;
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *c;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	c = arena_alloc(a, (size_t)n + 1);
	vsnprintf(c, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ c, (size_t)n };
}
