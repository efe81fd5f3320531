#include "config.h"
#include "extract/listing_days.h"

#include "extract/page_date.h"
#include "extract/written_date.h"

#define TEXT_MAX 60U        /* bytes of a day */
#define HEADINGS_MAX 2000U  /* of a page */
#define USED_MIN 2U         /* texts that head an item each */
#define SHARED_MIN 1.2      /* items below each of them, where the first item has none above */

struct heading {
	uint32_t id;
	uint64_t kind;
	struct str text;
};

/* "2025", "March 2025": nothing but letters and the year of a day. */
static bool
is_year_or_month(struct arena *a, struct str s)
{
	struct page_date ignored;
	size_t i, digits = 0;

	for (i = 0; i < s.n; i++)
		digits += ascii_is_digit(s.p[i]);
	if (digits != 4 || s.n < 4 || !(page_is_year(s, 0) || page_is_year(s, s.n - 4)))
		return false;
	return s.n == 4 || page_date_find(a, arena_printf(a, "1 %.*s", STR_ARG(s)), false, &ignored);
}

static bool
may_head(enum dom_tag tag)
{
	return page_is_heading(tag) || tag == TAG_div || tag == TAG_p || tag == TAG_dt || tag == TAG_th || tag == TAG_td || tag == TAG_li || tag == TAG_time ||
	    tag == TAG_strong || tag == TAG_b || tag == TAG_span || tag == TAG_header || tag == TAG_caption || tag == TAG_summary || tag == TAG_legend;
}

static bool
read_heading(const struct page *p, uint32_t id, struct heading *out)
{
	int64_t ignored;

	if ((p->part[id] & (PART_UNREAD | PART_NAV)) != 0 || !may_head(dom_tag(p->node[id])) || p->last[id] > id + 4)
		return false;
	out->text = dom_text(p->a, p->node[id], TEXT_MAX + 1);
	if (out->text.n < 4 || out->text.n > TEXT_MAX)
		return false;
	out->id = id;
	out->kind = page_mix(p->loose[id], p->loose[p->parent[id]]);
	return is_year_or_month(p->a, out->text) || (page_text_is_dated(out->text) && written_date_alone(p->a, out->text, &ignored));
}

/* Outside of all items. Returns how many. */
static uint32_t
collect(const struct page *p, const struct items *items, struct heading *v)
{
	uint32_t id = 1, k = 0, n = 0, last = items->n > 0 ? items->v[items->n - 1].core : 0;

	while (id < last && n < HEADINGS_MAX) {
		while (k < items->n && p->last[items->v[k].core] < id)
			k++;
		if (k < items->n && id >= items->v[k].core)
			id = p->last[items->v[k].core] + 1;
		else if (read_heading(p, id, &v[n]))
			id = p->last[v[n++].id] + 1;
		else
			id++;
	}
	return n;
}

/* Headings of this kind that an item follows before the next one, and the items below any. */
static uint32_t
count_used(const struct items *items, const struct heading *v, uint32_t n, uint64_t kind, uint32_t *below)
{
	uint32_t i, k = 0, used = 0;
	bool is_open = false;

	*below = 0;
	for (i = 0; i < items->n; i++) {
		for (; k < n && v[k].id < items->v[i].core; k++)
			is_open = is_open || v[k].kind == kind;
		used += is_open;
		is_open = false;
		*below += used > 0;
	}
	return used;
}

/* The kind of heading that most items stand below; false when there is none. */
static bool
choose(const struct items *items, const struct heading *v, uint32_t n, uint64_t *kind)
{
	uint32_t i, k, used, below, most = 0;

	for (i = 0; i < n; i++) {
		for (k = 0; k < i && v[k].kind != v[i].kind; k++)
			;
		if (k < i)
			continue;
		used = count_used(items, v, n, v[i].kind, &below);
		if (used < USED_MIN || below <= most || (v[i].id > items->v[0].core && below < SHARED_MIN * used))
			continue;
		most = below;
		*kind = v[i].kind;
	}
	return most > 0;
}

struct str *
days_above(const struct page *p, struct items *items)
{
	struct heading *v = arena_alloc(p->a, HEADINGS_MAX * sizeof(*v));
	uint32_t n = collect(p, items, v), i, k = 0;
	struct str *out, now = STR_NONE;
	uint64_t kind = 0;

	if (!choose(items, v, n, &kind))
		return NULL;
	out = arena_zalloc(p->a, items->n * sizeof(*out));
	for (i = 0; i < items->n; i++) {
		for (; k < n && v[k].id < items->v[i].core; k++)
			if (v[k].kind == kind)
				now = v[k].text;
		out[i] = now;
		if (k < n && v[k].kind == kind && v[k].id > items->v[i].core && v[k].id <= items->v[i].region.to)
			items->v[i].region.to = v[k].id - 1;
	}
	return out;
}
