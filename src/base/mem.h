/* malloc() and friends that abort when memory is out: everything that a remote side can grow has a cap elsewhere. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#include "base/str.h"

/* Called before aborting; it need not return. For a process that has somebody to tell: once, before there are threads. */
void mem_on_failure(void (*tell)(void));

void *mem_alloc(size_t n);
void *mem_zalloc(size_t n);
void *mem_realloc(void *p, size_t n);
char *mem_strdup(const char *c); /* NULL gives NULL */
char *mem_strndup(struct str s);
/* Grows *v (elements of size bytes) so that n + 1 of them fit; *room counts elements. */
void *mem_grow(void *v, size_t n, size_t *room, size_t size);
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* *text, which is NULL from then on. */
char *mem_take(char **text);
/* A copy of with (NULL: none) instead of *text, which is freed. */
void mem_replace(char **text, const char *with);

#endif
