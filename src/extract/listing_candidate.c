#include "config.h"
#include "extract/listing_candidate.h"

#include "extract/listing_fields.h"
#include "extract/listing_path.h"

#define SAMPLE_MAX 60U  /* items whose dates are looked for */

static uint32_t *
cores_of(const struct page *p, const struct item *v, uint32_t n)
{
	uint32_t *cores = arena_alloc(p->a, ((size_t)n + 1) * sizeof(*cores)), i;

	for (i = 0; i < n; i++)
		cores[i] = v[i].core;
	return cores;
}

static struct str
with_attribute(const struct page *p, struct str selector, const char *attribute)
{
	return selector.n > 0 ? arena_printf(p->a, "%.*s@%s", STR_ARG(selector), attribute) : STR_NONE;
}

static void
describe_parts(const struct page *p, const struct item_group *g, const uint32_t *boxes, struct list_candidate *out)
{
	uint32_t *titles = arena_zalloc(p->a, g->n * sizeof(*titles)), *links = arena_zalloc(p->a, g->n * sizeof(*links)),
		 *dates = arena_zalloc(p->a, g->n * sizeof(*dates)), i, n = g->n < SAMPLE_MAX ? g->n : SAMPLE_MAX, n_machine = 0, n_dates = 0;

	for (i = 0; i < n; i++) {
		links[i] = p->anchors[g->v[i].anchor].id;
		titles[i] = p->anchors[g->v[i].anchor].title_id;
		dates[i] = fields_date_element(p, &g->v[i]);
		n_dates += dates[i] != 0;
		n_machine += dates[i] != 0 && dom_attr(p->node[dates[i]], "datetime").n > 0;
	}
	out->item_link = with_attribute(p, path_of_parts(p, boxes, links, n), "href");
	out->item_title = path_of_parts(p, boxes, titles, n);
	out->item_date = path_of_parts(p, boxes, dates, n);
	if (2 * n_machine > n_dates)
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
	const uint32_t *boxes = cores_of(p, g->v, g->n);
	uint32_t i;

	*out = (struct list_candidate){ .method = STR("structure"), .score = { g->score, true }, .count = { g->n, true },
		.is_taken = g->is_taken ? TRI_TRUE : TRI_FALSE };
	out->item = path_of_items(p, boxes, g->n);
	out->why = reasons(p, g);
	describe_parts(p, g, boxes, out);
	for (i = 0; i < g->n && i < CANDIDATE_TITLES; i++)
		*(struct str *)list_add(p->a, &out->titles, sizeof(struct str)) = p->anchors[g->v[i].anchor].title;
}

struct str
candidate_container(const struct page *p, const struct items *items)
{
	struct str paths[GROUPS_SHOWN], out = STR_NONE;
	uint32_t i, k, n = 0;

	for (i = 0; i < items->n_groups && items->groups[i].is_taken; i++) {
		const struct item_group *g = &items->groups[i];

		paths[n] = path_of_items(p, cores_of(p, g->v, g->n), g->n);
		for (k = 0; k < n && !str_eq(paths[k], paths[n]); k++)
			;
		if (k < n || paths[n].n == 0)
			continue;
		out = n > 0 ? arena_printf(p->a, "%.*s, %.*s", STR_ARG(out), STR_ARG(paths[n])) : paths[n];
		n++;
	}
	return out;
}
