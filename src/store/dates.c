/* When was an article published? Decided once, when it is recorded, and never again. */
#include "config.h"
#include "store/recording.h"

#include <stdlib.h>

/* Its own date, or that of its last change; false when it has none. */
static bool
own_date(const struct recording *r, struct incoming *in)
{
	const struct article *a = in->article;

	if (!a->published.is_set && !a->updated.is_set)
		return false;
	in->is_dated = true;
	in->date_s = a->published.is_set ? a->published.v : a->updated.v;
	in->date_word = a->published.is_set ? NULL : "updated";
	if (in->date_s <= r->now_s || r->source->future == FUTURE_KEEP)
		return true;
	if (r->source->future == FUTURE_HOLD) {
		in->held = HELD_FUTURE;
		return true;
	}
	in->date_s = r->now_s; /* a reader would pin it to the top */
	in->date_word = "first-seen";
	return true;
}

/*
 * What was there before its source was added is not of now: between dated neighbours it has the older one's date.
 * v is in document order, which is that of time in one direction or the other.
 */
static void
date_by_neighbours(struct incoming *v, uint32_t n)
{
	uint32_t i, below;
	const struct incoming *above = NULL;

	for (i = 0; i < n; i++) {
		if (v[i].is_dated) {
			above = &v[i];
			continue;
		}
		for (below = i + 1; below < n && !v[below].is_dated; below++)
			;
		if (below == n && above == NULL)
			return;
		v[i].date_word = "neighbour";
		v[i].date_s = below == n ? above->date_s : above == NULL || v[below].date_s < above->date_s ? v[below].date_s : above->date_s;
	}
}

void
dates_set(struct recording *r)
{
	uint32_t i;

	for (i = 0; i < r->n; i++) {
		if (own_date(r, &r->in[i]))
			continue;
		r->in[i].date_s = r->now_s;
		r->in[i].date_word = "first-seen";
	}
	if (r->is_first)
		date_by_neighbours(r->in, r->n);
}

static int
newest_first(const void *a, const void *b)
{
	const struct incoming *x = *(struct incoming *const *)a, *y = *(struct incoming *const *)b;

	if (x->date_s != y->date_s)
		return x->date_s < y->date_s ? 1 : -1;
	return (x > y) - (x < y);
}

/* Of the first document of a source, those past the limit are recorded, so that they are known, and not shown. */
void
dates_backfill(struct recording *r)
{
	struct incoming **v;
	uint32_t i, n = 0;

	if (!r->is_first || !r->source->has_backfill)
		return;
	v = arena_alloc(&r->a, ((size_t)r->n + 1) * sizeof(struct incoming *));
	for (i = 0; i < r->n; i++)
		if (!r->in[i].id->is_repeat)
			v[n++] = &r->in[i];
	if (n > 1)
		qsort(v, n, sizeof(struct incoming *), newest_first);
	for (i = r->source->backfill_max; i < n; i++)
		v[i]->held = HELD_BACKFILL;
}
