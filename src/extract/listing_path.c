#include "config.h"
#include "extract/listing_path.h"

#include "extract/listing_words.h"

#define STEPS_MAX 7U      /* elements of a path */
#define CLASSES_MAX 6U    /* of an element that are compared */
#define CLASSES_SHOWN 2U  /* of an element in a path */
#define SAMPLE_MAX 60U    /* items that a path is made from; all are matched */
#define COMMON_SHARE 0.9  /* of the items that must have what the path asks for */
#define PARTS_SHARE 0.6   /* of the items whose part a selector must tell */
#define EXTRA_SHARE 0.02  /* of elements that are no items: a path that selects no more is good enough */
#define ID_MAX 40U        /* bytes: longer ids are generated */

/* What all elements at one place of the way up have in common. */
struct step {
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
start_step(struct step *s, const struct page *p, uint32_t id)
{
	struct str rest = dom_attr(p->node[id], "class"), name;

	*s = (struct step){ .like = p->node[id], .tag = page_tag_hash(p->node[id]), .of = id };
	while (s->n_classes < CLASSES_MAX && listing_next_class(&rest, &name))
		s->classes[s->n_classes++] = arena_str(p->a, name);
	name = dom_attr(p->node[id], "id");
	if (is_stable_id(name))
		s->id = name;
}

static void
join_step(struct step *s, const struct page *p, uint32_t id)
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

/* Steps of the way up from the elements: the first is theirs. Returns their number. */
static unsigned
take_steps(const struct page *p, const uint32_t *items, uint32_t n, struct step *steps)
{
	uint32_t *at = arena_alloc(p->a, SAMPLE_MAX * sizeof(*at)), i, stride = n > SAMPLE_MAX ? n / SAMPLE_MAX : 1, n_at = 0;
	unsigned k, c, kept;

	for (i = 0; i < n && n_at < SAMPLE_MAX; i += stride)
		at[n_at++] = items[i];
	for (k = 0; k < STEPS_MAX; k++) {
		for (i = 0; i < n_at; i++)
			if (at[i] == 0 || dom_tag(p->node[at[i]]) == TAG_body || dom_tag(p->node[at[i]]) == TAG_html)
				return k;
		start_step(&steps[k], p, at[0]);
		for (i = 0; i < n_at; i++) {
			join_step(&steps[k], p, at[i]);
			at[i] = p->parent[at[i]];
		}
		for (c = kept = 0; c < steps[k].n_classes; c++)
			if (steps[k].seen[c] >= COMMON_SHARE * n_at)
				steps[k].classes[kept++] = steps[k].classes[c];
		steps[k].n_classes = kept < CLASSES_SHOWN ? kept : CLASSES_SHOWN;
		if (steps[k].like == NULL && k > 0)
			return k;
	}
	return k;
}

/* ---- matching ---- */

static bool
step_matches(const struct step *s, const struct page *p, uint32_t id)
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

/* All k + 1 steps, each one's parent the next. An element with an id ends the path. */
static bool
path_matches(const struct step *steps, unsigned k, const struct page *p, uint32_t id)
{
	unsigned i;

	for (i = 0; i <= k; i++, id = p->parent[id])
		if (id == 0 || !step_matches(&steps[i], p, id))
			return false;
	return true;
}

static void
add_step(struct buf *out, const struct step *s)
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

/* The path of steps k … 0. */
static struct str
write_path(const struct page *p, const struct step *steps, unsigned k)
{
	struct buf b;
	struct str out;

	buf_init(&b, SIZE_MAX / 4);
	for (;; k--) {
		add_step(&b, &steps[k]);
		if (k == 0)
			break;
		buf_add_c(&b, " > ");
	}
	out = arena_str(p->a, buf_str(&b));
	buf_release(&b);
	return out;
}

/* ---- items ---- */

/* Elements that the path selects and that are no items: what is wrong with it. */
static uint32_t
count_extra(const struct page *p, const struct step *steps, unsigned k, const uint32_t *items, uint32_t n)
{
	uint32_t id, i = 0, extra = 0;

	for (id = 1; id <= p->n_elements; id++) {
		while (i < n && items[i] < id)
			i++;
		if ((i == n || items[i] != id) && path_matches(steps, k, p, id))
			extra++;
	}
	return extra;
}

struct str
path_of_items(const struct page *p, const uint32_t *items, uint32_t n)
{
	struct step *steps = arena_alloc(p->a, STEPS_MAX * sizeof(*steps));
	unsigned n_steps = take_steps(p, items, n, steps), k, best = 0;
	uint32_t extra, least = UINT32_MAX;

	if (n_steps == 0)
		return STR_NONE;
	for (k = 0; k < n_steps; k++) {
		extra = count_extra(p, steps, k, items, n);
		if (extra < least) {
			least = extra;
			best = k;
		}
		if (extra <= EXTRA_SHARE * n || steps[k].id.n > 0)
			break;
	}
	return write_path(p, steps, best);
}

/* ---- parts ---- */

/* Items in which the first match is the part. */
static uint32_t
count_right(const struct page *p, const struct step *steps, unsigned k, const uint32_t *items, const uint32_t *parts, uint32_t n)
{
	uint32_t i, id, right = 0;

	for (i = 0; i < n; i++) {
		if (parts[i] == 0)
			continue;
		for (id = items[i] + 1; id <= p->last[items[i]] && id < parts[i] && !path_matches(steps, k, p, id); id++)
			;
		right += id == parts[i] && path_matches(steps, k, p, id);
	}
	return right;
}

struct str
path_of_parts(const struct page *p, const uint32_t *items, const uint32_t *parts, uint32_t n)
{
	struct step *steps = arena_alloc(p->a, STEPS_MAX * sizeof(*steps)), bare;
	uint32_t *known = arena_alloc(p->a, ((size_t)n + 1) * sizeof(*known)), i, n_known = 0, n_self = 0, right, most = 0;
	unsigned n_steps, k, best = 0;

	for (i = 0; i < n; i++) {
		n_self += parts[i] == items[i];
		if (parts[i] > items[i] && parts[i] <= p->last[items[i]])
			known[n_known++] = parts[i];
	}
	if (n_self > PARTS_SHARE * n)
		return STR(":scope");
	if (n_known == 0)
		return STR_NONE;
	n_steps = take_steps(p, known, n_known, steps);
	if (n_steps == 0)
		return STR_NONE;
	bare = steps[0];
	bare.n_classes = 0;
	bare.id = STR_NONE;
	if (bare.like != NULL && count_right(p, &bare, 0, items, parts, n) >= COMMON_SHARE * n_known)
		return write_path(p, &bare, 0);
	for (k = 0; k < n_steps && most < COMMON_SHARE * n_known; k++) {
		steps[k].id = STR_NONE;
		right = count_right(p, steps, k, items, parts, n);
		if (right > most) {
			most = right;
			best = k;
		}
	}
	return most > 0 && most >= PARTS_SHARE * n_known ? write_path(p, steps, best) : STR_NONE;
}
