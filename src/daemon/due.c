#include "config.h"
#include "daemon/due.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

static bool
is_before(const struct due *a, const struct due *b)
{
	return a->due_s != b->due_s ? a->due_s < b->due_s : a->order < b->order;
}

static void
set(struct due_heap *h, size_t i, struct due *d)
{
	h->v[i] = d;
	d->at = i;
}

static void
settle(struct due_heap *h, struct due *d)
{
	size_t i = d->at, child;

	while (i > 0 && is_before(d, h->v[(i - 1) / 2])) {
		set(h, i, h->v[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
	for (;;) {
		child = 2 * i + 1;
		if (child + 1 < h->n && is_before(h->v[child + 1], h->v[child]))
			child++;
		if (child >= h->n || !is_before(h->v[child], d))
			break;
		set(h, i, h->v[child]);
		i = child;
	}
	set(h, i, d);
}

void
due_put(struct due_heap *h, struct due *d)
{
	if (d->at == DUE_NOWHERE) {
		h->v = mem_grow(h->v, h->n, &h->room, sizeof(*h->v));
		set(h, h->n++, d);
	}
	settle(h, d);
}

void
due_remove(struct due_heap *h, struct due *d)
{
	struct due *moved;
	size_t i = d->at;

	if (i == DUE_NOWHERE)
		return;
	d->at = DUE_NOWHERE;
	moved = h->v[--h->n];
	if (moved == d)
		return;
	set(h, i, moved);
	settle(h, moved);
}

struct due *
due_first(const struct due_heap *h)
{
	return h->n > 0 ? h->v[0] : NULL;
}

void
due_release(struct due_heap *h)
{
	free(h->v);
	*h = (struct due_heap){ 0 };
}
