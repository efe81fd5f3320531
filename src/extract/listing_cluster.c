#include "config.h"
#include "extract/listing_cluster.h"

#include <stdlib.h>

#define SMALL_MAX 2U    /* links: a group that may be a part of another one */
#define JOINED_MIN 3U   /* links that such groups must have together */
#define MIXED_MIN 0.2   /* share of links to people and tags: fewer are a mistake */
#define ROWS_MIN 3U     /* rows of several links */
#define ROW_MAX 5U      /* links of a row */
#define ROWS_SHARE 0.7  /* of the rows that must have as many links as most do */
#define WIDTHS_APART 0.6 /* of the widest: links of a row that are so much shorter are something else */

struct clusters {
	const struct page *p;
	struct group *v;
	uint32_t n, room;
};

static const struct page *sorted_page; /* qsort() has no argument for it; a worker is one thread */

/* ---- order ---- */

/* Of one URL the link that says most comes first. */
static int
compare_urls(const void *a, const void *b)
{
	const struct anchor *x = &sorted_page->anchors[*(const uint32_t *)a], *y = &sorted_page->anchors[*(const uint32_t *)b];

	if (x->url_no != y->url_no)
		return x->url_no < y->url_no ? -1 : 1;
	if (((x->flags ^ y->flags) & LINK_HEADED) != 0)
		return (x->flags & LINK_HEADED) != 0 ? -1 : 1;
	if (x->width != y->width)
		return x->width > y->width ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int
compare_places(const void *a, const void *b)
{
	const struct anchor *x = &sorted_page->anchors[*(const uint32_t *)a], *y = &sorted_page->anchors[*(const uint32_t *)b];

	if (x->loose != y->loose)
		return x->loose < y->loose ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return compare_urls(a, b);
}

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int
compare_sizes(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return x->n != y->n ? (x->n > y->n ? -1 : 1) : x->member[0] < y->member[0] ? -1 : x->member[0] > y->member[0];
}

static struct group *
add_group(struct clusters *c, const struct group *g)
{
	if (c->n == c->room) {
		uint32_t more = c->room > 0 ? 2 * c->room : 64;

		c->v = arena_grow(c->p->a, c->v, c->room * sizeof(*c->v), more * sizeof(*c->v));
		c->room = more;
	}
	c->v[c->n] = *g;
	return &c->v[c->n++];
}

/* Of links that are sorted by URL, the first of each. Returns how many are left. */
static uint32_t
keep_first(const struct page *p, uint32_t *member, uint32_t n)
{
	uint32_t i, kept = 0;

	for (i = 0; i < n; i++)
		if (i == 0 || p->anchors[member[i]].url_no != p->anchors[member[kept - 1]].url_no)
			member[kept++] = member[i];
	return kept;
}

/* ---- by place ---- */

static void
gather(struct clusters *c)
{
	const struct page *p = c->p;
	uint32_t *order = arena_alloc(p->a, ((size_t)p->n_anchors + 1) * sizeof(*order)), i, n = 0, from;

	for (i = 0; i < p->n_anchors; i++)
		if ((p->anchors[i].flags & LINK_MORE) == 0)
			order[n++] = i;
	qsort(order, n, sizeof(*order), compare_places);
	for (i = 1, from = 0; i <= n && n > 0; i++) {
		const struct anchor *l = &p->anchors[order[from]];

		if (i < n && p->anchors[order[i]].place == l->place)
			continue;
		add_group(c, &(struct group){ .member = order + from, .n = keep_first(p, order + from, i - from), .place = l->place, .near = l->near,
		                 .own = l->own, .loose = l->loose, .shape = l->shape, .kind = p->kind[l->id] });
		from = i;
	}
}

static bool
is_small(const struct group *g)
{
	return g->n <= SMALL_MAX;
}

/*
 * A class name that each item has for itself puts it in a group of its own: small groups that nothing but such names
 * tells apart are one. Groups are sorted by what is left without these names.
 */
static void
join_small(struct clusters *c, uint32_t from, uint32_t to)
{
	struct group *first = NULL, *g;
	uint32_t *member, i, n = 0, n_small = 0;

	for (i = from; i < to; i++) {
		n += is_small(&c->v[i]) ? c->v[i].n : 0;
		n_small += is_small(&c->v[i]);
	}
	if (n_small < 2 || n < JOINED_MIN)
		return;
	member = arena_alloc(c->p->a, n * sizeof(*member));
	for (n = 0, g = &c->v[from]; g < &c->v[to]; g++) {
		if (!is_small(g))
			continue;
		memcpy(member + n, g->member, g->n * sizeof(*member));
		n += g->n;
		g->n = 0;
		first = first != NULL ? first : g;
	}
	qsort(member, n, sizeof(*member), compare_urls);
	first->member = member;
	first->n = keep_first(c->p, member, n);
}

static void
join_all_small(struct clusters *c)
{
	uint32_t i, from = 0, kept = 0;

	for (i = 1; i <= c->n; i++) {
		if (i < c->n && c->v[i].loose == c->v[from].loose)
			continue;
		join_small(c, from, i);
		from = i;
	}
	for (i = 0; i < c->n; i++)
		if (c->v[i].n > 0)
			c->v[kept++] = c->v[i];
	c->n = kept;
}

/* ---- parts of a group that are not the same thing ---- */

/* Moves the members for which part says 1 … n_parts - 1 into groups of their own; those with 0 stay. */
static void
part_group(struct clusters *c, uint32_t i, const uint8_t *part, unsigned n_parts)
{
	struct group whole = c->v[i], g;
	unsigned k;
	uint32_t m;

	for (k = 0; k < n_parts; k++) {
		g = whole;
		g.member = arena_alloc(c->p->a, whole.n * sizeof(*g.member));
		g.n = 0;
		for (m = 0; m < whole.n; m++)
			if (part[m] == k)
				g.member[g.n++] = whole.member[m];
		if (k == 0)
			c->v[i] = g;
		else
			add_group(c, &g);
	}
}

static bool
part_by_service(struct clusters *c, uint32_t i, uint8_t *part)
{
	const struct group *g = &c->v[i];
	uint32_t m, n = 0;

	for (m = 0; m < g->n; m++) {
		part[m] = (c->p->anchors[g->member[m]].flags & LINK_SERVICE) != 0;
		n += part[m];
	}
	return n >= MIXED_MIN * g->n && g->n - n >= 2;
}

/* The depth of the nearest element around two links. */
static unsigned
common_depth(const struct page *p, uint32_t x, uint32_t y)
{
	uint32_t up;

	for (up = p->parent[x]; up > 0 && p->last[up] < y; up = p->parent[up])
		;
	return p->depth[up];
}

/* Where most of the rows end: the depth of what is around a row's end and the next one's beginning. */
static unsigned
depth_of_rows(const struct page *p, const struct group *g, uint8_t *depth)
{
	uint32_t count[UINT8_MAX + 1] = { 0 }, m, n = 0;
	unsigned d;

	for (m = 0; m + 1 < g->n; m++) {
		depth[m] = (uint8_t)common_depth(p, p->anchors[g->member[m]].id, p->anchors[g->member[m + 1]].id);
		count[depth[m]]++;
	}
	for (d = 0; d < UINT8_MAX; d++) {
		n += count[d];
		if (n >= ROWS_MIN - 1 && n * (ROW_MAX + 1) >= g->n)
			return d;
	}
	return d;
}

/* Title and person, say, one behind the other in each row: told apart by their widths. */
static bool
part_by_row(struct clusters *c, uint32_t i, uint8_t *part, unsigned *n_parts)
{
	const struct group *g = &c->v[i];
	uint32_t size[ROW_MAX + 2] = { 0 }, m, n_rows = 0, length = 0;
	uint8_t *depth = arena_alloc(c->p->a, g->n + 1);
	unsigned rows = depth_of_rows(c->p, g, depth), k, most = 0;
	double width[ROW_MAX] = { 0 }, widest = 0, narrowest = 1e9;

	for (m = 0; m < g->n; m++) {
		part[m] = (uint8_t)(length < ROW_MAX ? length : ROW_MAX - 1);
		length++;
		if (m + 1 < g->n && depth[m] > rows)
			continue;
		size[length <= ROW_MAX ? length : ROW_MAX + 1]++;
		n_rows++;
		length = 0;
	}
	for (k = 2; k <= ROW_MAX; k++)
		if (size[k] > size[most])
			most = k;
	if (most < 2 || n_rows < ROWS_MIN || size[most] < ROWS_SHARE * n_rows)
		return false;
	for (m = 0; m < g->n; m++)
		width[part[m]] += (double)c->p->anchors[g->member[m]].width / n_rows;
	for (k = 0; k < most; k++) {
		widest = width[k] > widest ? width[k] : widest;
		narrowest = width[k] < narrowest ? width[k] : narrowest;
	}
	*n_parts = ROW_MAX;
	return narrowest < WIDTHS_APART * widest;
}

static void
part_groups(struct clusters *c)
{
	uint8_t *part = arena_alloc(c->p->a, (size_t)c->p->n_anchors + 1);
	uint32_t i, n = c->n;
	unsigned n_parts;

	for (i = 0; i < n; i++)
		if (c->v[i].n > 2 && part_by_service(c, i, part))
			part_group(c, i, part, 2);
	for (i = 0, n = c->n; i < n; i++)
		if (c->v[i].n >= 2 * ROWS_MIN && part_by_row(c, i, part, &n_parts))
			part_group(c, i, part, n_parts);
}

struct group *
clusters_make(const struct page *p, uint32_t *n)
{
	struct clusters c = { .p = p };
	uint32_t i, kept = 0;

	sorted_page = p;
	gather(&c);
	join_all_small(&c);
	for (i = 0; i < c.n; i++)
		qsort(c.v[i].member, c.v[i].n, sizeof(uint32_t), compare_numbers);
	part_groups(&c);
	for (i = 0; i < c.n; i++)
		if (c.v[i].n > 0)
			c.v[kept++] = c.v[i];
	c.n = kept;
	if (c.n > GROUPS_MAX) {
		qsort(c.v, c.n, sizeof(*c.v), compare_sizes);
		c.n = GROUPS_MAX;
	}
	*n = c.n;
	return c.v;
}
