/*
 * Bytes that grow, up to a cap given at the start. Adding past the cap adds
 * nothing, returns -1 and sets is_full for good, so that a writer may check
 * once at its end. p is always NUL-terminated behind n once something was
 * added. Out of memory aborts.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct buf {
	char *p;
	size_t n;    /* bytes used */
	size_t room; /* bytes allocated */
	size_t max;  /* cap on n */
	bool is_full;
};

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b); /* a released buffer is as after buf_init(b, max) */
void buf_clear(struct buf *b);   /* keeps the memory, forgets is_full */
void buf_cut(struct buf *b, size_t n); /* keeps the first n bytes, of at least as many */

int buf_add(struct buf *b, const void *p, size_t n);
int buf_add_str(struct buf *b, struct str s);
int buf_add_c(struct buf *b, const char *c);
int buf_add_char(struct buf *b, char c);
int buf_add_utf8(struct buf *b, uint32_t codepoint); /* surrogates and >10FFFF as U+FFFD */
int buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Room for n more bytes behind b->p + b->n, or NULL past the cap; then add n with buf_added(). */
char *buf_reserve(struct buf *b, size_t n);
void buf_added(struct buf *b, size_t n);

/* The bytes so far: valid until the next change. */
static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

/* Gives the bytes to the caller (free() them) and leaves the buffer empty. Never NULL. */
char *buf_steal(struct buf *b, size_t *n);

#endif
