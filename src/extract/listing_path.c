#include "config.h"
#include "extract/listing_path.h"

#include "extract/listing_words.h"

#define CLASSES_MAX 6U    /* of an element that are compared */
#define CLASSES_SHOWN 2U  /* of an element in a path */
#define SAMPLE_MAX 60U    /* items that a path is made from; all are matched */
#define MOST 0.9          /* of the items: what a path asks for, where nothing that all have will do */
#define PARTS_SHARE 0.99  /* of the items whose part a selector must tell */
#define WRONG 100U        /* the cost of an element that is no item or of an item that is missed, */
#define WRONG_SHARE 0.5   /* of the number of items: a worse path is none */
#define TWICE 1U          /* and of one that shows an item again */
#define ID_MAX 40U        /* bytes: longer ids are generated */

/* What all elements at one place of the way up have in common. */
struct path_step {
	const xmlNode *like; /* gives the name of the tag; NULL where tags differ */
	uint64_t tag;
	struct str classes[CLASSES_MAX]; /* NUL-terminated */
	uint32_t seen[CLASSES_MAX]; /* elements that have it */
	unsigned n_classes;
	struct str id; /* of one element that all share; empty otherwise */
	uint32_t of;   /* that element */
};

/* ---- what is common ---- */

static bool
is_stable_id(struct str id)
{
	size_t i;

	if (id.n < 2 || id.n > ID_MAX || !ascii_is_alpha(id.p[0]))
		return false;
	for (i = 0; i < id.n; i++)
		if (!ascii_is_alpha(id.p[i]) && id.p[i] != '-' && id.p[i] != '_')
			return false;
	return true;
}

static void
start_step(struct path_step *s, const struct page *p, uint32_t id)
{
	struct str rest = dom_attr(p->node[id], "class"), name;

	*s = (struct path_step){ .like = p->node[id], .tag = page_tag_hash(p->node[id]), .of = id };
	while (s->n_classes < CLASSES_MAX && listing_next_class(&rest, &name))
		s->classes[s->n_classes++] = arena_str(p->a, name);
	name = dom_attr(p->node[id], "id");
	if (is_stable_id(name))
		s->id = name;
}

static void
join_step(struct path_step *s, const struct page *p, uint32_t id)
{
	unsigned i;

	if (s->like != NULL && page_tag_hash(p->node[id]) != s->tag)
		s->like = NULL;
	if (s->of != id)
		s->id = STR_NONE;
	for (i = 0; i < s->n_classes; i++) {
		struct str rest = dom_attr(p->node[id], "class"), name;

		while (listing_next_class(&rest, &name)) {
			if (str_eq(name, s->classes[i])) {
				s->seen[i]++;
				break;
			}
		}
	}
}

/* Steps of the way up from the elements, with what so great a share of them has: the first is theirs. Returns their number. */
static unsigned
take_steps(const struct page *p, const uint32_t *items, uint32_t n, double share, struct path_step *steps)
{
	uint32_t *at = arena_alloc(p->a, SAMPLE_MAX * sizeof(*at)), i, stride = n > SAMPLE_MAX ? n / SAMPLE_MAX : 1, n_at = 0;
	unsigned k, c, kept;

	for (i = 0; i < n && n_at < SAMPLE_MAX; i += stride)
		at[n_at++] = items[i];
	for (k = 0; k < PATH_STEPS; k++) {
		for (i = 0; i < n_at; i++)
			if (at[i] == 0 || dom_tag(p->node[at[i]]) == TAG_html || (k == 0 && dom_tag(p->node[at[i]]) == TAG_body))
				return k;
		start_step(&steps[k], p, at[0]);
		for (i = 0; i < n_at; i++) {
			join_step(&steps[k], p, at[i]);
			at[i] = p->parent[at[i]];
		}
		for (c = kept = 0; c < steps[k].n_classes; c++)
			if (steps[k].seen[c] >= share * n_at)
				steps[k].classes[kept++] = steps[k].classes[c];
		steps[k].n_classes = kept < CLASSES_SHOWN ? kept : CLASSES_SHOWN;
		if (steps[k].like == NULL && k > 0)
			return k;
	}
	return k;
}

/* ---- matching ---- */

static bool
step_matches(const struct path_step *s, const struct page *p, uint32_t id)
{
	unsigned i;

	if (s->id.n > 0)
		return id == s->of;
	if (s->like != NULL && page_tag_hash(p->node[id]) != s->tag)
		return false;
	for (i = 0; i < s->n_classes; i++)
		if (!dom_attr_has_word(p->node[id], "class", s->classes[i].p))
			return false;
	return true;
}

/* All n steps, each one's parent the next. An element with an id ends the path. */
static bool
steps_match(const struct path_step *steps, unsigned n, const struct page *p, uint32_t id)
{
	unsigned i;

	for (i = 0; i < n; i++, id = p->parent[id])
		if (id == 0 || !step_matches(&steps[i], p, id))
			return false;
	return true;
}

static bool
path_matches(const struct path *path, const struct page *p, uint32_t id)
{
	uint32_t x;

	if (!steps_match(path->steps, path->n, p, id))
		return false;
	if (path->n_inner == 0)
		return true;
	for (x = id + 1; x <= p->last[id]; x++)
		if (p->depth[x] == p->depth[id] + path->n_inner && steps_match(path->inner, path->n_inner, p, x))
			return true;
	return false;
}

static bool
paths_match(const struct paths *paths, const struct page *p, uint32_t id)
{
	unsigned i;

	for (i = 0; i < paths->n; i++)
		if (path_matches(&paths->v[i], p, id))
			return true;
	return false;
}

/* ---- writing ---- */

static void
add_step(struct buf *out, const struct path_step *s)
{
	unsigned i;

	if (s->id.n > 0) {
		buf_add_char(out, '#');
		buf_add_str(out, s->id);
		return;
	}
	if (s->like != NULL)
		buf_add_c(out, (const char *)s->like->name);
	else if (s->n_classes == 0)
		buf_add_char(out, '*');
	for (i = 0; i < s->n_classes; i++) {
		buf_add_char(out, '.');
		buf_add_str(out, s->classes[i]);
	}
}

/* The elements of n steps, the last one first. */
static void
add_steps(struct buf *out, const struct path_step *steps, unsigned n)
{
	while (n-- > 0) {
		add_step(out, &steps[n]);
		if (n > 0)
			buf_add_c(out, " > ");
	}
}

struct str
paths_write(const struct page *p, const struct paths *paths)
{
	struct buf b;
	struct str out;
	unsigned i;

	buf_init(&b, SIZE_MAX / 4);
	for (i = 0; i < paths->n; i++) {
		const struct path *path = &paths->v[i];

		buf_add_c(&b, i > 0 ? ", " : "");
		if (path->is_scope)
			buf_add_c(&b, ":scope");
		add_steps(&b, path->steps, path->n);
		if (path->n_inner == 0)
			continue;
		buf_add_c(&b, ":has(> ");
		add_steps(&b, path->inner, path->n_inner);
		buf_add_char(&b, ')');
	}
	out = arena_str(p->a, buf_str(&b));
	buf_release(&b);
	return out;
}

/* ---- items ---- */

struct choice {
	const struct page *p;
	const uint32_t *items;
	uint32_t n;
	const uint8_t *is_item;
	struct path best;
	uint32_t cost; /* of the best: items that it misses and others that it selects */
};

/* Stops counting at most. */
static uint32_t
cost_of(const struct choice *c, const struct path *path, uint32_t most)
{
	uint32_t id, i = 0, cost = 0;

	for (id = 1; id <= c->p->n_elements && cost < most; id++) {
		bool is_one = i < c->n && c->items[i] == id;

		i += is_one;
		if (path_matches(path, c->p, id) == is_one || (!is_one && c->is_item != NULL && c->is_item[id] == PATH_OTHER_ITEM))
			continue;
		cost += !is_one && c->is_item != NULL && c->is_item[id] == PATH_SAME_AGAIN ? TWICE : WRONG;
	}
	return cost;
}

static void
consider(struct choice *c, const struct path *path)
{
	uint32_t cost = cost_of(c, path, c->cost);

	if (cost >= c->cost)
		return;
	c->cost = cost;
	c->best = *path;
}

/* How far below its item each link is, where that is the same for all; 0 otherwise. */
static unsigned
inner_levels(const struct page *p, const uint32_t *items, const uint32_t *links, uint32_t n)
{
	uint32_t i;
	unsigned levels = 0;

	for (i = 0; i < n && links != NULL; i++) {
		unsigned l = links[i] > items[i] && links[i] <= p->last[items[i]] ? (unsigned)(p->depth[links[i]] - p->depth[items[i]]) : 0;

		if (l == 0 || l > PATH_STEPS || (i > 0 && l != levels))
			return 0;
		levels = l;
	}
	return levels;
}

/* From the shortest path to the longest, without and with what is in the items; ids end it. */
static void
consider_all(struct choice *c, const uint32_t *links, double share)
{
	struct path_step *steps = arena_alloc(c->p->a, PATH_STEPS * sizeof(*steps)), *inner = arena_alloc(c->p->a, PATH_STEPS * sizeof(*inner));
	unsigned n_steps = take_steps(c->p, c->items, c->n, share, steps), n_inner = inner_levels(c->p, c->items, links, c->n), n, pass;

	if (n_inner > 0 && take_steps(c->p, links, c->n, share, inner) < n_inner)
		n_inner = 0;
	for (n = 0; n < n_inner; n++)
		inner[n].id = STR_NONE;
	for (pass = 0; pass < (n_inner > 0 ? 2U : 1U); pass++) {
		for (n = 1; n <= n_steps && c->cost > 0; n++) {
			consider(c, &(struct path){ .steps = steps, .inner = inner, .n = n, .n_inner = pass > 0 ? n_inner : 0 });
			if (steps[n - 1].id.n > 0)
				break;
		}
	}
}

bool
paths_add_items(const struct page *p, struct paths *out, const uint32_t *items, const uint32_t *links, uint32_t n, const uint8_t *is_item)
{
	struct choice c = { .p = p, .items = items, .n = n, .is_item = is_item, .cost = UINT32_MAX }, of_links = c;
	uint32_t i;

	for (i = 0; i < n && paths_match(out, p, items[i]); i++)
		;
	if (i == n || out->n == PATHS_MAX)
		return false;
	consider_all(&c, links, 1);
	if (c.cost > 0)
		consider_all(&c, links, MOST);
	if (c.cost >= WRONG && links != NULL) { /* the links may be told from others where what is around them is not */
		of_links.items = links;
		consider_all(&of_links, NULL, 1);
		c = of_links.cost < c.cost ? of_links : c;
	}
	if (c.cost / WRONG > WRONG_SHARE * n)
		return false;
	out->v[out->n++] = c.best;
	return c.items == links;
}

/* ---- parts ---- */

static bool
part_matches(const struct paths *paths, const struct page *p, uint32_t item, uint32_t id)
{
	unsigned i;

	for (i = 0; i < paths->n; i++)
		if (paths->v[i].is_scope ? id == item : id != item && path_matches(&paths->v[i], p, id))
			return true;
	return false;
}

/* Items in which the first match is the part. */
static uint32_t
count_right(const struct page *p, const struct paths *paths, const uint32_t *items, const uint32_t *parts, uint32_t n)
{
	uint32_t i, id, right = 0;

	for (i = 0; i < n; i++) {
		if (parts[i] == 0)
			continue;
		for (id = items[i]; id <= p->last[items[i]] && id < parts[i] && !part_matches(paths, p, items[i], id); id++)
			;
		right += id == parts[i] && part_matches(paths, p, items[i], id);
	}
	return right;
}

bool
paths_are_right(const struct page *p, const struct paths *paths, const uint32_t *items, const uint32_t *parts, uint32_t n)
{
	uint32_t i, n_known = 0;

	for (i = 0; i < n; i++)
		n_known += parts[i] != 0;
	return n_known > 0 && count_right(p, paths, items, parts, n) >= PARTS_SHARE * n_known;
}

static void
keep_better(const struct page *p, struct paths *best, uint32_t *most, const struct path *path, const uint32_t *items, const uint32_t *parts, uint32_t n)
{
	struct paths one = { .v = { *path }, .n = 1 };
	uint32_t right = count_right(p, &one, items, parts, n);

	if (right <= *most)
		return;
	*most = right;
	*best = one;
}

void
paths_add_parts(const struct page *p, struct paths *out, const uint32_t *items, const uint32_t *parts, uint32_t n)
{
	struct path_step *steps = arena_alloc(p->a, PATH_STEPS * sizeof(*steps)), *bare = arena_alloc(p->a, sizeof(*bare));
	uint32_t *known = arena_alloc(p->a, ((size_t)n + 1) * sizeof(*known)), i, n_known = 0, n_self = 0, most = 0;
	struct paths best = { .n = 0 };
	unsigned n_steps, k;

	for (i = 0; i < n; i++) {
		n_self += parts[i] != 0 && parts[i] == items[i];
		if (parts[i] > items[i] && parts[i] <= p->last[items[i]])
			known[n_known++] = parts[i];
	}
	if (out->n == PATHS_MAX || paths_are_right(p, out, items, parts, n))
		return;
	if (n_self > n_known) {
		out->v[out->n++] = (struct path){ .is_scope = true };
		return;
	}
	n_steps = n_known > 0 ? take_steps(p, known, n_known, 1, steps) : 0;
	if (n_steps == 0)
		return;
	*bare = steps[0];
	bare->n_classes = 0;
	bare->id = STR_NONE;
	if (bare->like != NULL)
		keep_better(p, &best, &most, &(struct path){ .steps = bare, .n = 1 }, items, parts, n);
	for (k = 1; k <= n_steps && most < n_known; k++) {
		steps[k - 1].id = STR_NONE;
		keep_better(p, &best, &most, &(struct path){ .steps = steps, .n = k }, items, parts, n);
	}
	if (most > 0)
		out->v[out->n++] = best.v[0];
}
