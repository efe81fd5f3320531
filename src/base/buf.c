#include "config.h"
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

#define BUF_FIRST 256U /* bytes: most buffers are short-lived and small */

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_release(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	b->is_full = false;
}

char *
buf_reserve(struct buf *b, size_t n)
{
	size_t room;

	if (b->is_full || n > b->max - b->n) {
		b->is_full = true;
		return NULL;
	}
	if (b->n + n + 1 > b->room) { /* + 1: the NUL */
		room = b->room > 0 ? b->room * 2 : BUF_FIRST;
		while (room < b->n + n + 1)
			room *= 2;
		b->p = mem_realloc(b->p, room);
		b->room = room;
	}
	return b->p + b->n;
}

void
buf_added(struct buf *b, size_t n)
{
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_cut(struct buf *b, size_t n)
{
	assert(n <= b->n);
	b->n = n;
	if (b->p != NULL)
		b->p[n] = '\0';
}

int
buf_add(struct buf *b, const void *p, size_t n)
{
	char *to = buf_reserve(b, n);

	if (to == NULL)
		return -1;
	if (n > 0)
		memcpy(to, p, n);
	buf_added(b, n);
	return 0;
}

int
buf_add_str(struct buf *b, struct str s)
{
	return buf_add(b, s.p, s.n);
}

int
buf_add_c(struct buf *b, const char *c)
{
	return buf_add(b, c, strlen(c));
}

int
buf_add_char(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int
buf_add_utf8(struct buf *b, uint32_t codepoint)
{
	char bytes[4];

	return buf_add(b, bytes, utf8_put(codepoint, bytes));
}

int
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	char *to;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	to = n < 0 ? NULL : buf_reserve(b, (size_t)n);
	if (to != NULL) {
		vsnprintf(to, (size_t)n + 1, fmt, again);
		buf_added(b, (size_t)n);
	}
	va_end(again);
	return to != NULL ? 0 : -1;
}

char *
buf_steal(struct buf *b, size_t *n)
{
	char *p;

	if (b->p == NULL)
		b->p = mem_zalloc(1);
	p = b->p;
	if (n != NULL)
		*n = b->n;
	buf_init(b, b->max);
	return p;
}
