#include "config.h"
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

/* Under AddressSanitizer what is not handed out cannot be touched, and something of that lies behind every block. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_GUARDED 1
#elif defined(__has_feature)
#define IS_GUARDED __has_feature(address_sanitizer)
#else
#define IS_GUARDED 0
#endif
#if IS_GUARDED
#include <sanitizer/asan_interface.h>
#define GUARD ALIGNMENT
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)0)
#define GUARD 0U
#endif

#define CHUNK_FIRST (32U << 10) /* bytes: a small feed fits */
#define CHUNK_MOST (4U << 20)   /* chunks double up to this */
#define ALIGNMENT _Alignof(max_align_t)

struct arena_chunk {
	struct arena_chunk *older;
	size_t size; /* of bytes */
	max_align_t bytes[];
};

/* What a block of n bytes takes of its chunk. */
static size_t
taken(size_t n)
{
	return ((n + ALIGNMENT - 1) & ~(ALIGNMENT - 1)) + GUARD;
}

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
	ASAN_POISON_MEMORY_REGION(a->next, a->chunk->size);
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
	ASAN_POISON_MEMORY_REGION(a->next, size);
}

void *
arena_alloc(struct arena *a, size_t n)
{
	size_t room = taken(n);
	char *p;

	if ((size_t)(a->end - a->next) < room)
		add_chunk(a, room);
	p = a->next;
	a->next += room;
	ASAN_UNPOISON_MEMORY_REGION(p, n);
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
	size_t old_room = taken(old_n), new_room = taken(new_n);
	void *grown;

	if (p != NULL && (new_room <= old_room ||
	                  ((char *)p + old_room == a->next && (size_t)(a->end - a->next) >= new_room - old_room))) {
		if (new_room > old_room)
			a->next += new_room - old_room;
		ASAN_UNPOISON_MEMORY_REGION(p, new_n);
		return p;
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
