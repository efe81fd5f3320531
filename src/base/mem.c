#include "config.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void (*on_failure)(void);

void
mem_on_failure(void (*tell)(void))
{
	on_failure = tell;
}

static void *
or_abort(void *p)
{
	if (p == NULL) {
		if (on_failure != NULL)
			on_failure();
		fputs("feedwright: out of memory\n", stderr);
		abort();
	}
	return p;
}

void *
mem_alloc(size_t n)
{
	return or_abort(malloc(n > 0 ? n : 1));
}

void *
mem_zalloc(size_t n)
{
	return or_abort(calloc(1, n > 0 ? n : 1));
}

void *
mem_realloc(void *p, size_t n)
{
	return or_abort(realloc(p, n > 0 ? n : 1));
}

char *
mem_strdup(const char *c)
{
	return c != NULL ? or_abort(strdup(c)) : NULL;
}

char *
mem_strndup(struct str s)
{
	char *c = mem_alloc(s.n + 1);

	if (s.n > 0)
		memcpy(c, s.p, s.n);
	c[s.n] = '\0';
	return c;
}

void *
mem_grow(void *v, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return v;
	*room = *room > 0 ? *room * 2 : 8;
	return or_abort(reallocarray(v, *room, size));
}

char *
mem_printf(const char *fmt, ...)
{
	va_list ap;
	char *out;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&out, fmt, ap);
	va_end(ap);
	return or_abort(n < 0 ? NULL : out);
}

void
mem_replace(char **text, const char *with)
{
	char *copy = mem_strdup(with);

	free(*text);
	*text = copy;
}

char *
mem_take(char **text)
{
	char *taken = *text;

	*text = NULL;
	return taken;
}
