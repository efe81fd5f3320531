#include "config.h"
#include "extract/listing_groups.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "extract/listing_cluster.h"
#include "extract/listing_links.h"

#define GROUP_COUNTED 40U     /* links past this make a group no better */
#define TITLE_WIDTH_GOOD 70.0 /* columns: longer titles make a group no better */
#define TITLE_WIDTH_SHORT 15.0
#define HEADLINE_WIDTH 25U    /* columns: menus have shorter texts */
#define SUMMARY_WIDTH 60U     /* columns of text outside links that make a teaser */
#define NEW_SHARE 0.34        /* of its URLs that a group must bring to be added */
#define PLAIN_LIST_MIN 12U
#define FRONT_PAGE_MIN 60U /* links in plain lists */
#define NAMED_BELIEF 0.8      /* of the doubt about an element called a menu that days or teasers take away */
#define LEAD_WORTH 0.9        /* of the best group's: a single link above it that is part of the list */
#define LEAD_WIDTH 15U        /* columns */
#define SIDE_BELIEF 0.7       /* likewise, of what is called a sidebar */
#define OWN_LEVELS 6U
#define CORE_LEVELS 24U /* between a link and its box */
#define AMONG_SHARE 0.7    /* of a group's links that must stand among the best group's items */
#define AMONG_WORTH 0.5    /* of the best group's */
#define TURNS_SHARE 0.85
#define SAME_ITEM_SCORE 0.6 /* of the best group's, that a group with the titles of its items has at least */
#define TITLE_LONGER 1.25
#define PART_LINKS_MAX 40U /* links of one item */

struct finder {
	const struct page *p;
	const uint8_t *is_known;
	struct group *groups;
	uint32_t n;
	struct item *best; /* the items of the best group */
	uint32_t n_best;
	uint8_t *is_taken; /* by url_no */
	bool is_front_page;
};

/* ---- boxes ---- */

/* before and behind: elements of the neighbours' links, 0 for none. */
static uint32_t
box_of(const struct page *p, uint32_t id, uint32_t before, uint32_t behind)
{
	uint32_t up;

	for (up = p->parent[id]; up > 0; up = p->parent[up]) {
		if ((before >= up && before != 0) || (behind != 0 && behind <= p->last[up]) || dom_tag(p->node[up]) == TAG_body || p->parent[up] == 0)
			break;
		id = up;
	}
	return id;
}

static uint32_t
next_sibling_id(const struct page *p, uint32_t id)
{
	uint32_t next = p->last[id] + 1;

	return next <= p->n_elements && p->parent[next] == p->parent[id] ? next : 0;
}

void
items_extend(const struct page *p, struct item *v, uint32_t n)
{
	uint32_t i, k, id, room = 0;

	for (i = 0; i < n; i++) {
		v[i].region = page_subtree(p, v[i].box);
		if (i + 1 < n && p->parent[v[i].box] == p->parent[v[i + 1].box] && v[i + 1].box > v[i].box) {
			v[i].region.to = v[i + 1].box - 1;
			for (room = 0, id = v[i].box; (id = next_sibling_id(p, id)) != 0 && id < v[i + 1].box;)
				room++;
		} else {
			for (k = 0, id = v[i].box; k < room && (id = next_sibling_id(p, id)) != 0; k++)
				v[i].region.to = p->last[id];
			room = 0;
		}
	}
}

/* Of each group, what most of its boxes are. */
static void
find_cores(const struct page *p, struct item *v, uint32_t n, uint32_t n_groups)
{
	uint32_t(*count)[CORE_LEVELS] = arena_zalloc(p->a, ((size_t)n_groups + 1) * sizeof(*count)), *usual = arena_zalloc(p->a, ((size_t)n_groups + 1) * sizeof(*usual));
	uint32_t i, level, id;

	for (i = 0; i < n; i++) {
		level = 0;
		for (id = p->anchors[v[i].anchor].id; id != v[i].box && level + 1 < CORE_LEVELS; id = p->parent[id])
			level++;
		count[v[i].group][level]++;
	}
	for (i = 0; i < n_groups; i++)
		for (level = 0; level < CORE_LEVELS; level++)
			if (count[i][level] > count[i][usual[i]])
				usual[i] = level;
	for (i = 0; i < n; i++) {
		id = p->anchors[v[i].anchor].id;
		for (level = 0; level < usual[v[i].group] && id != v[i].box; level++)
			id = p->parent[id];
		v[i].core = id;
	}
}

static void
find_boxes(const struct page *p, struct item *v, uint32_t n, uint32_t n_groups)
{
	uint32_t i, before, behind;

	for (i = 0; i < n; i++) {
		before = i > 0 ? p->anchors[v[i - 1].anchor].id : 0;
		behind = i + 1 < n ? p->anchors[v[i + 1].anchor].id : 0;
		v[i].box = n > 1 ? box_of(p, p->anchors[v[i].anchor].id, before, behind) : link_own_part(p, v[i].anchor, OWN_LEVELS);
	}
	items_extend(p, v, n);
	find_cores(p, v, n, n_groups);
}

/* ---- scores ---- */

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int
compare_scores(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->member[0] < y->member[0] ? -1 : x->member[0] > y->member[0];
}

static int
compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static double
share_of_unique_titles(const struct page *p, const struct group *g)
{
	uint64_t *hashes = malloc(g->n * sizeof(*hashes));
	uint32_t i, n = 0;

	if (hashes == NULL)
		return 1;
	for (i = 0; i < g->n; i++)
		hashes[i] = hash_fast(p->anchors[g->member[i]].title, 0);
	qsort(hashes, g->n, sizeof(*hashes), compare_hashes);
	for (i = 0; i < g->n; i++)
		n += i == 0 || hashes[i] != hashes[i - 1];
	free(hashes);
	return (double)n / g->n;
}

/* How much a link looks like one of a menu: a headline below an element that is called a menu hardly does. */
static double
nav_doubt(const struct anchor *l)
{
	if ((l->flags & PART_NAV) != 0)
		return 1;
	if ((l->flags & PART_NAMED_NAV) == 0)
		return 0;
	return (l->flags & LINK_HEADED) != 0 && l->width >= HEADLINE_WIDTH ? 0.2 : 1;
}

static void
take_shares(const struct finder *f, const struct group *g, const struct item *v, struct shares *s)
{
	const struct page *p = f->p;
	const struct anchor *l;
	uint32_t i;

	*s = (struct shares){ 0 };
	for (i = 0; i < g->n; i++) {
		l = &p->anchors[v[i].anchor];
		s->width += l->width;
		s->headed += (l->flags & LINK_HEADED) != 0;
		s->dated += page_sum(p->dates, v[i].region) > 0;
		s->imaged += page_sum(p->images, v[i].region) > 0;
		s->summarised += page_sum(p->prose, v[i].region) >= SUMMARY_WIDTH;
		s->slug += (l->flags & LINK_SLUG) != 0;
		s->known += (l->flags & LINK_TYPED) != 0 || (f->is_known != NULL && f->is_known[l->url_no]);
		s->same += (l->flags & LINK_SAME_SITE) != 0;
		s->nav += nav_doubt(l);
		s->named_nav += (l->flags & PART_NAV) == 0 ? nav_doubt(l) : 0;
		s->side += (l->flags & PART_SIDE) != 0;
		s->hidden += (l->flags & PART_HIDDEN) != 0;
		s->service += (l->flags & LINK_SERVICE) != 0;
	}
	for (double *x = &s->width; x <= &s->service; x++)
		*x /= g->n;
	s->distinct = share_of_unique_titles(p, g);
}

static double
median_width(const struct page *p, const struct group *g)
{
	uint32_t *widths = malloc(g->n * sizeof(*widths)), i;
	double median;

	if (widths == NULL)
		return 0;
	for (i = 0; i < g->n; i++)
		widths[i] = p->anchors[g->member[i]].width;
	qsort(widths, g->n, sizeof(*widths), compare_numbers);
	median = widths[g->n / 2];
	free(widths);
	return median;
}

static void
score(const struct finder *f, struct group *g, struct item *v)
{
	struct shares s;
	uint32_t i;
	double worth, nav, side;

	for (i = 0; i < g->n; i++)
		v[i].anchor = g->member[i];
	find_boxes(f->p, v, g->n, 1);
	take_shares(f, g, v, &s);
	nav = s.named_nav * (1 - NAMED_BELIEF * fmax(s.dated, s.summarised)) + s.nav - s.named_nav; /* menus have no days and no teasers */
	side = s.side * (1 - SIDE_BELIEF * fmin(s.headed, s.summarised)); /* what stands beside the main part has either at most */
	worth = 0.25 + fmin(s.width, TITLE_WIDTH_GOOD) / TITLE_WIDTH_GOOD + 0.9 * s.headed + 0.5 * s.dated + 0.25 * s.imaged + 0.35 * s.summarised +
	    0.4 * s.slug + 0.6 * s.known + 0.2 * s.same;
	worth *= (1 - 0.75 * nav) * (1 - 0.45 * side) * (1 - 0.6 * s.service) * (0.4 + 0.6 * s.distinct) * (1 - 0.5 * s.hidden);
	if (median_width(f->p, g) < TITLE_WIDTH_SHORT && s.headed < 0.5 && s.dated < 0.5)
		worth *= 0.5;
	g->worth = worth;
	g->shares = s;
	g->score = g->n >= 2 ? log2(1.0 + fmin(g->n, GROUP_COUNTED)) * worth : 0;
}

/* ---- the best and its kin ---- */

static bool
has_class(const struct page *p, const struct group *g)
{
	uint32_t id = p->anchors[g->member[0]].id;

	return p->kind[id] != page_mix(page_tag_hash(p->node[id]), 0);
}

/* Names of sections or people: far shorter than titles are, and their addresses are not like those of articles. */
static bool
are_labels(const struct group *best, const struct group *g)
{
	return g->shares.width < 0.5 * best->shares.width && g->shares.slug < 0.5 && best->shares.slug > 0.8;
}

/* The authors or topics of the best group's items rather than items: one in each box, and shorter. */
static bool
is_accessory(const struct finder *f, const struct group *g)
{
	uint32_t i, k = 0, inside = 0, boxes = 0, seen = UINT32_MAX;
	const struct page *p = f->p;

	for (i = 0; i < g->n; i++) {
		uint32_t id = p->anchors[g->member[i]].id;

		while (k + 1 < f->n_best && f->best[k + 1].region.from <= id)
			k++;
		if (f->best[k].region.from > id || f->best[k].region.to < id)
			continue;
		inside++;
		boxes += k != seen;
		seen = k;
	}
	return inside * 10 >= g->n * 7 && inside * 10 <= boxes * 13 && g->shares.width < 0.75 * f->groups[0].shares.width;
}

/* The child of outer that holds id. */
static uint32_t
child_around(const struct page *p, uint32_t outer, uint32_t id)
{
	while (p->parent[id] != outer)
		id = p->parent[id];
	return id;
}

static bool
holds_taken(const struct finder *f, uint32_t part)
{
	const struct page *p = f->p;
	uint32_t i = links_from(p, part), n = 0;

	for (; i < p->n_anchors && p->anchors[i].id <= p->last[part] && n < PART_LINKS_MAX; i++, n++)
		if (f->is_taken[p->anchors[i].url_no])
			return true;
	return n == PART_LINKS_MAX;
}

/* Items of another build in the same list: siblings of the best group's boxes that hold none of what was taken. */
static bool
stands_among(const struct finder *f, const struct group *g)
{
	const struct page *p = f->p;
	uint32_t i, k = 0, n = 0;

	for (i = 0; i < g->n; i++) {
		uint32_t id = p->anchors[g->member[i]].id, outer, part;

		while (k + 1 < f->n_best && f->best[k + 1].box <= id)
			k++;
		outer = p->parent[f->best[k].box];
		if (outer == 0 || id <= outer || id > p->last[outer] || dom_tag(p->node[outer]) == TAG_body)
			continue;
		part = child_around(p, outer, id);
		n += !holds_taken(f, part);
	}
	return n >= AMONG_SHARE * g->n;
}

/* Headlines without headings, as many as only a front page has. */
static bool
is_plain_list(const struct group *g)
{
	return g->n >= PLAIN_LIST_MIN && g->shares.headed < 0.5 && g->shares.slug > 0.8 && g->shares.width >= HEADLINE_WIDTH;
}

/* The story of the day above the others, built as nothing else is. */
static bool
is_lead(const struct finder *f, const struct group *best, const struct group *g)
{
	const struct anchor *l = &f->p->anchors[g->member[0]];

	return g->worth >= LEAD_WORTH * best->worth && l->id < f->p->anchors[best->member[0]].id && g->shares.slug >= best->shares.slug &&
	    g->shares.same >= best->shares.same && g->shares.imaged + g->shares.summarised > 0 && l->width >= LEAD_WIDTH;
}

/* A front page: a few headlines at the top, and many more in plain lists. */
static bool
is_front_page(const struct finder *f, const struct group *best)
{
	uint32_t i, n = 0;

	for (i = 0; i < f->n; i++)
		if (is_plain_list(&f->groups[i]) && f->groups[i].shares.nav <= 0.5 && f->groups[i].shares.side <= 0.5)
			n += f->groups[i].n;
	return best->n < PLAIN_LIST_MIN && n >= FRONT_PAGE_MIN;
}

static bool
is_kin(const struct finder *f, const struct group *best, const struct group *g)
{
	double ratio = best->worth > 0 ? g->worth / best->worth : 0;
	bool both_headed = best->shares.headed > 0.5 && g->shares.headed > 0.5;

	if (g->shares.nav > 0.5 && best->shares.nav <= 0.5)
		return false;
	if (g->shares.side > 0.5 && best->shares.side <= 0.5)
		return false;
	if (are_labels(best, g) || (g->near != best->near && is_accessory(f, g)))
		return false;
	if (ratio >= AMONG_WORTH && g->shares.service <= best->shares.service && stands_among(f, g))
		return true;
	if (g->n == 1)
		return both_headed && ((ratio >= 0.5 && (g->near == best->near || g->own == best->own || g->shape == best->shape)) || is_lead(f, best, g));
	if (g->near == best->near && ratio >= 0.5)
		return true;
	if ((g->own == best->own || (g->kind == best->kind && has_class(f->p, g))) && ratio >= 0.6)
		return true;
	if (g->shape == best->shape && both_headed && ratio >= 0.7)
		return true;
	if (is_plain_list(g) && (is_plain_list(best) ? ratio >= 0.7 : f->is_front_page && ratio >= 0.4))
		return true;
	return both_headed && ratio >= 0.85;
}

/* Whether the links of both take turns: those of one belong to the items of the other. */
static bool
take_turns(const struct group *x, const struct group *y)
{
	uint32_t i = 0, k = 0, turns = 0, last = 0, next;

	while (i < x->n || k < y->n) {
		next = i < x->n && (k == y->n || x->member[i] < y->member[k]) ? 1 : 2;
		turns += next != last;
		last = next;
		i += next == 1;
		k += next == 2;
	}
	return turns >= TURNS_SHARE * (x->n + y->n);
}

/* Of what stands in the same items, the title is the longer one: not where it was published, by whom or when. */
static void
prefer_titles(struct finder *f)
{
	struct group *best = &f->groups[0], old;
	uint32_t i;

	for (i = 1; i < f->n && f->groups[i].score >= SAME_ITEM_SCORE * best->score && best->shares.width < HEADLINE_WIDTH; i++) {
		const struct group *g = &f->groups[i];

		if (g->shares.width < TITLE_LONGER * best->shares.width || g->shares.width > TITLE_WIDTH_GOOD || g->shares.headed + 0.2 < best->shares.headed ||
		    g->shares.service > best->shares.service || !take_turns(best, g))
			continue;
		old = *best;
		*best = *g;
		f->groups[i] = old;
		return;
	}
}

static void
take(struct finder *f, struct group *g)
{
	uint32_t i;

	g->is_taken = true;
	for (i = 0; i < g->n; i++)
		f->is_taken[f->p->anchors[g->member[i]].url_no] = 1;
}

static double
share_of_new(const struct finder *f, const struct group *g)
{
	uint32_t i, n = 0;

	for (i = 0; i < g->n; i++)
		n += !f->is_taken[f->p->anchors[g->member[i]].url_no];
	return (double)n / g->n;
}

/* Headlines for the most part known are headlines; of other links such a group holds what stands around the same items. */
static bool
brings_items(const struct finder *f, const struct group *g)
{
	double share = share_of_new(f, g);

	return share >= NEW_SHARE || (share > 0 && g->shares.headed > 0.5);
}

/* All links of the groups taken, each URL once: the one that is headed, or the longest. */
static void
gather(struct finder *f, struct items *out)
{
	const struct page *p = f->p;
	uint32_t *of_url = arena_zalloc(p->a, ((size_t)p->n_urls + 1) * sizeof(*of_url)), i, k; /* anchors from 1 */
	uint32_t *order = arena_alloc(p->a, ((size_t)p->n_urls + 1) * sizeof(*order)), *group = arena_zalloc(p->a, ((size_t)p->n_urls + 1) * sizeof(*group));

	for (i = 0; i < f->n; i++) {
		for (k = 0; f->groups[i].is_taken && k < f->groups[i].n; k++) {
			uint32_t a = f->groups[i].member[k], url = p->anchors[a].url_no, *slot = &of_url[url];

			if (*slot != 0 && ((p->anchors[a].flags & LINK_HEADED) == 0 || (p->anchors[*slot - 1].flags & LINK_HEADED) != 0))
				continue;
			*slot = a + 1;
			group[url] = out->n_taken;
		}
		out->n_taken += f->groups[i].is_taken;
	}
	for (i = 0; i < p->n_urls; i++)
		if (of_url[i] > 0)
			order[out->n++] = of_url[i] - 1;
	qsort(order, out->n, sizeof(*order), compare_numbers);
	out->v = arena_zalloc(p->a, ((size_t)out->n + 1) * sizeof(*out->v));
	for (i = 0; i < out->n; i++) {
		out->v[i].anchor = order[i];
		out->v[i].group = group[p->anchors[order[i]].url_no];
	}
	find_boxes(p, out->v, out->n, out->n_taken);
}

static void
show_group(const struct finder *f, const struct group *g, struct item_group *out)
{
	uint32_t i;

	*out = (struct item_group){ .v = arena_zalloc(f->p->a, g->n * sizeof(*out->v)), .n = g->n, .score = g->score, .shares = g->shares, .is_taken = g->is_taken };
	for (i = 0; i < g->n; i++)
		out->v[i].anchor = g->member[i];
	find_boxes(f->p, out->v, out->n, 1);
}

/* Groups are sorted by their scores. */
static void
show_groups(const struct finder *f, struct items *out)
{
	uint32_t i, pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < f->n && out->n_groups < GROUPS_SHOWN; i++)
			if (f->groups[i].is_taken == (pass == 0) && f->groups[i].n >= 2)
				show_group(f, &f->groups[i], &out->groups[out->n_groups++]);
}

static uint32_t
count_wanted(const struct page *p, const struct group *g, const uint8_t *is_wanted)
{
	uint32_t i, n = 0;

	for (i = 0; i < g->n; i++)
		n += is_wanted[p->anchors[g->member[i]].url_no];
	return n;
}

bool
items_find_wanted(const struct page *p, const uint8_t *is_wanted, struct item_group *out)
{
	struct finder f = { .p = p };
	struct item *v = arena_zalloc(p->a, ((size_t)p->n_anchors + 1) * sizeof(*v));
	const struct group *best = NULL;
	uint32_t i, n, most = 1;

	f.groups = clusters_make(p, &f.n);
	for (i = 0; i < f.n; i++) {
		n = count_wanted(p, &f.groups[i], is_wanted);
		if (n < most || n < 2)
			continue;
		score(&f, &f.groups[i], v);
		if (n == most && best != NULL && f.groups[i].worth <= best->worth)
			continue;
		most = n;
		best = &f.groups[i];
	}
	if (best != NULL)
		show_group(&f, best, out);
	return best != NULL;
}

void
items_find(const struct page *p, const uint8_t *is_known, struct items *out)
{
	struct finder f = { .p = p, .is_known = is_known };
	struct item *v = arena_zalloc(p->a, ((size_t)p->n_anchors + 1) * sizeof(*v));
	uint32_t i;

	*out = (struct items){ 0 };
	if (p->n_anchors == 0)
		return;
	f.groups = clusters_make(p, &f.n);
	if (f.n == 0)
		return;
	for (i = 0; i < f.n; i++)
		score(&f, &f.groups[i], v);
	qsort(f.groups, f.n, sizeof(*f.groups), compare_scores);
	if (f.groups[0].score <= 0)
		return;
	prefer_titles(&f);
	f.is_taken = arena_zalloc(p->a, p->n_urls);
	out->score = f.groups[0].score;
	take(&f, &f.groups[0]);
	f.best = v;
	f.n_best = f.groups[0].n;
	score(&f, &f.groups[0], v);
	f.is_front_page = is_front_page(&f, &f.groups[0]);
	for (i = 1; i < f.n; i++)
		if (is_kin(&f, &f.groups[0], &f.groups[i]) && brings_items(&f, &f.groups[i]))
			take(&f, &f.groups[i]);
	gather(&f, out);
	show_groups(&f, out);
}
