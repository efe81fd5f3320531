#include "config.h"
#include "extract/listing_candidate.h"

#include "extract/listing_fields.h"
#include "extract/listing_path.h"

#define SAMPLE_MAX 60U      /* items of a group whose parts are looked for, */
#define ALL_SAMPLE_MAX 200U /* and of all groups together */

/* Some of the items, in their order. */
struct sample {
	uint32_t *items, *links, *group, *of; /* elements, the items' groups, their places in the list */
	uint32_t n;
};

static void
take_sample(const struct page *p, const struct item *v, uint32_t n, uint32_t max, struct sample *out)
{
	size_t size = ((size_t)(n < max ? n : max) + 1) * sizeof(uint32_t);
	uint32_t i;

	*out = (struct sample){ arena_alloc(p->a, size), arena_alloc(p->a, size), arena_alloc(p->a, size), arena_alloc(p->a, size), 0 };
	for (i = 0; i < n && out->n < max; i += n > max ? (n + max - 1) / max : 1) {
		out->items[out->n] = v[i].core;
		out->links[out->n] = p->anchors[v[i].anchor].id;
		out->group[out->n] = v[i].group;
		out->of[out->n++] = i;
	}
}

static struct str
with_attribute(const struct page *p, struct str selector, const char *attribute)
{
	return selector.n > 0 ? arena_printf(p->a, "%.*s@%s", STR_ARG(selector), attribute) : STR_NONE;
}

/* What the parts of items are called where one selector tells them all; empty otherwise. */
static struct str
part_selector(const struct page *p, const struct sample *s, const uint32_t *parts)
{
	struct paths paths = { .n = 0 };
	uint32_t from, to;

	paths_add_parts(p, &paths, s->items, parts, s->n);
	if (!paths_are_right(p, &paths, s->items, parts, s->n)) {
		paths.n = 0;
		for (from = 0; from < s->n; from = to) { /* each group of its own */
			for (to = from + 1; to < s->n && s->group[to] == s->group[from]; to++)
				;
			paths_add_parts(p, &paths, s->items + from, parts + from, to - from);
		}
	}
	return paths_are_right(p, &paths, s->items, parts, s->n) ? paths_write(p, &paths) : STR_NONE;
}

static void
describe_parts(const struct page *p, const struct sample *s, const struct item *v, struct list_candidate *out)
{
	uint32_t *titles = arena_zalloc(p->a, s->n * sizeof(*titles)), *dates = arena_zalloc(p->a, s->n * sizeof(*dates)), i, n_machine = 0, n_dates = 0;

	for (i = 0; i < s->n; i++) {
		titles[i] = p->anchors[v[s->of[i]].anchor].title_id;
		dates[i] = fields_date_element(p, &v[s->of[i]]);
		n_dates += dates[i] != 0;
		n_machine += dates[i] != 0 && dom_attr(p->node[dates[i]], "datetime").n > 0;
	}
	out->item_link = with_attribute(p, part_selector(p, s, s->links), "href");
	out->item_title = part_selector(p, s, titles);
	out->item_date = part_selector(p, s, dates);
	if (n_machine == n_dates)
		out->item_date = with_attribute(p, out->item_date, "datetime");
}

/* What speaks for and against it. */
static struct str
reasons(const struct page *p, const struct item_group *g)
{
	const struct shares *s = &g->shares;
	const struct {
		const char *what;
		double share;
	} all[] = { { "in headings", s->headed }, { "with a date", s->dated }, { "with a picture", s->imaged }, { "with a teaser", s->summarised },
		{ "named by structured data", s->known }, { "with an address like an article's", s->slug }, { "in a menu", s->nav },
		{ "beside the main part", s->side }, { "hidden", s->hidden }, { "to tags, people or page numbers", s->service } };
	struct buf b;
	struct str out;
	size_t i;

	buf_init(&b, 4096);
	buf_printf(&b, "titles of %.0f columns", s->width);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].share >= 0.1)
			buf_printf(&b, ", %.0f %% %s", 100 * all[i].share, all[i].what);
	out = arena_str(p->a, buf_str(&b));
	buf_release(&b);
	return out;
}

void
candidate_describe(const struct page *p, const struct item_group *g, struct list_candidate *out)
{
	struct item *v = arena_alloc(p->a, g->n * sizeof(*v));
	struct paths paths = { .n = 0 };
	struct sample s;
	uint32_t i;

	memcpy(v, g->v, g->n * sizeof(*v));
	*out = (struct list_candidate){ .method = STR("structure"), .score = { g->score, true }, .count = { g->n, true },
		.is_taken = g->is_taken ? TRI_TRUE : TRI_FALSE };
	take_sample(p, v, g->n, UINT32_MAX, &s);
	if (paths_add_items(p, &paths, s.items, s.links, s.n, NULL))
		for (i = 0; i < g->n; i++)
			v[i].core = s.links[i];
	out->item = paths_write(p, &paths);
	out->why = reasons(p, g);
	take_sample(p, v, g->n, SAMPLE_MAX, &s);
	describe_parts(p, &s, v, out);
	for (i = 0; i < g->n && i < CANDIDATE_TITLES; i++)
		*(struct str *)list_add(p->a, &out->titles, sizeof(struct str)) = p->anchors[g->v[i].anchor].title;
}

/* All items, those of one group after those of another. */
static struct item *
by_group(const struct page *p, const struct items *items)
{
	struct item *v = arena_alloc(p->a, ((size_t)items->n + 1) * sizeof(*v));
	uint32_t *first = arena_zalloc(p->a, ((size_t)items->n_taken + 2) * sizeof(*first)), i;

	for (i = 0; i < items->n; i++)
		first[items->v[i].group + 1]++;
	for (i = 1; i <= items->n_taken; i++)
		first[i] += first[i - 1];
	for (i = 0; i < items->n; i++)
		v[first[items->v[i].group]++] = items->v[i];
	return v;
}

/* Elements around links to items' addresses, up to where another item's link begins. */
static void
mark_again(const struct page *p, const struct item *v, uint32_t n, uint8_t *is_item)
{
	uint32_t *shown = arena_alloc(p->a, ((size_t)p->n_anchors + 1) * sizeof(*shown)), *behind = arena_zalloc(p->a, ((size_t)p->n_anchors + 2) * sizeof(*behind));
	uint8_t *is_url = arena_zalloc(p->a, (size_t)p->n_urls + 1);
	uint32_t i, id, n_shown = 0, before = 0;

	for (i = 0; i < n; i++)
		is_url[p->anchors[v[i].anchor].url_no] = 1;
	for (i = 0; i < p->n_anchors; i++)
		if (is_url[p->anchors[i].url_no])
			shown[n_shown++] = i;
	for (i = n_shown; i-- > 0;) /* the element of the next link to another item; 0 for none */
		if (i + 1 < n_shown)
			behind[i] = p->anchors[shown[i]].url_no == p->anchors[shown[i + 1]].url_no ? behind[i + 1] : p->anchors[shown[i + 1]].id;
	for (i = 0; i < n_shown; i++) {
		if (i > 0 && p->anchors[shown[i]].url_no != p->anchors[shown[i - 1]].url_no)
			before = p->anchors[shown[i - 1]].id;
		for (id = p->anchors[shown[i]].id; id > before && (behind[i] == 0 || behind[i] > p->last[id]) && dom_tag(p->node[id]) != TAG_body; id = p->parent[id])
			is_item[id] = PATH_SAME_AGAIN;
	}
}

/* Cores of items that are selected by their links become these. */
static struct str
selector_of_all(const struct page *p, struct item *v, uint32_t n)
{
	uint8_t *is_item = arena_zalloc(p->a, (size_t)p->n_elements + 1);
	struct paths paths = { .n = 0 };
	struct sample s;
	uint32_t from, to, i;

	take_sample(p, v, n, UINT32_MAX, &s);
	mark_again(p, v, n, is_item);
	for (from = 0; from < s.n; from++)
		is_item[s.items[from]] = PATH_OTHER_ITEM;
	for (from = 0; from < s.n; from = to) {
		for (to = from + 1; to < s.n && s.group[to] == s.group[from]; to++)
			;
		if (paths_add_items(p, &paths, s.items + from, s.links + from, to - from, is_item))
			for (i = from; i < to; i++)
				v[i].core = s.links[i];
	}
	return paths_write(p, &paths);
}

void
candidate_of_all(const struct page *p, const struct items *items, bool with_parts, struct list_candidate *out)
{
	struct item *v = by_group(p, items);
	struct sample s;

	*out = (struct list_candidate){ .method = STR("structure"), .count = { items->n, true }, .is_taken = TRI_TRUE };
	out->item = selector_of_all(p, v, items->n);
	if (!with_parts)
		return;
	take_sample(p, v, items->n, ALL_SAMPLE_MAX, &s);
	describe_parts(p, &s, v, out);
}
