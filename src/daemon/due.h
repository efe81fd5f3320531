/* Which seat is due next: a binary heap over due times, ties in the order of the configuration. Loop only. */
#ifndef DAEMON_DUE_H
#define DAEMON_DUE_H

#include <stddef.h>
#include <stdint.h>

#define DUE_NOWHERE SIZE_MAX

/* Embedded in what is scheduled. */
struct due {
	int64_t due_s; /* Unix seconds */
	size_t order;  /* breaks ties */
	size_t at;     /* place in the heap, DUE_NOWHERE when not in it */
};

struct due_heap {
	struct due **v;
	size_t n, room;
};

void due_put(struct due_heap *h, struct due *d); /* inserts, or moves to its new place after a change of due_s */
void due_remove(struct due_heap *h, struct due *d);
struct due *due_first(const struct due_heap *h); /* NULL when empty */
void due_release(struct due_heap *h);

#endif
