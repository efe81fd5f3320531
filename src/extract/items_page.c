#include "config.h"
#include "extract/items.h"

#include "base/url.h"
#include "extract/hit_value.h"
#include "extract/item_fill.h"
#include "extract/listing_around.h"
#include "extract/listing_fields.h"
#include "extract/listing_links.h"
#include "extract/listing_title.h"

#define TITLE_BYTES 4096U
#define EXCERPT_BYTES 400U       /* looked at for an excerpt */
#define PLACES_MAX 64U           /* of links in items that are compared */
#define WIDTH_MAX 200U           /* columns of a link's text that count */

struct reader {
	struct item_fill fill;
	struct finder finder;
	const struct items_input *in;
	struct dom dom;
	struct page page; /* once there are items */
	uint64_t main_place; /* of links that are items' */
	struct err *e;
};

/* Of the beginning of an element, for people to see. */
static struct str
excerpt_of(struct reader *r, const xmlNode *n)
{
	struct buf out;
	struct str html;

	buf_init(&out, EXCERPT_BYTES);
	dom_outer_html(n, NULL, NULL, &out);
	html = arena_str(r->fill.a, buf_str(&out));
	buf_release(&out);
	return html;
}

/* ---- fields of an item ---- */

/* A text of the element itself is escaped no more: what is markup is what was asked for as markup. */
static enum text_kind
kind_of(const struct hit *hit)
{
	return hit->value.p == NULL ? TEXT_HTML : TEXT_SNIFF;
}

/* True when the way led to something. */
static int
take_way(struct reader *r, const struct item_way *way, const xmlNode *item, enum item_field field, struct article *to, struct str *seen)
{
	struct str value;
	struct hits hits;
	size_t i;
	int n = 0;

	if (selector_find(way->selector, &r->finder, item, FIELD_VALUES_MAX, &hits, r->e) != 0)
		return -1;
	for (i = 0; i < hits.n; i++) {
		value = hit_value(r->fill.a, &hits.v[i], field);
		if (i == 0) {
			item_fill_note(&r->fill, way, hits.n, value);
			*seen = value;
		}
		if (to == NULL || (n > 0 && !item_field_is_list(field)))
			break;
		n += item_fill_put(&r->fill, to, field, value, kind_of(&hits.v[i]));
	}
	return n;
}

static int
take_field(struct reader *r, const xmlNode *item, uint32_t number, enum item_field field, struct article *to)
{
	const struct item_ways *ways = &r->fill.rules->field[field];
	struct str seen = STR_NONE;
	bool is_done = false;
	size_t i;
	int n;

	for (i = 0; i < ways->n && (!is_done || r->in->wants_all); i++) {
		n = take_way(r, &ways->v[i], item, field, is_done ? NULL : to, &seen);
		if (n < 0)
			return -1;
		is_done = is_done || n > 0;
	}
	if (ways->n > 0 && !is_done && seen.n > 0)
		item_fill_spoilt(&r->fill, number, ways, field, seen);
	else if (ways->n > 0 && !is_done && field <= ITEM_date && field != ITEM_id)
		item_fill_failed(&r->fill, number, excerpt_of(r, item), "%s: names nothing in the item", ways->v[0].rule->key);
	return 0;
}

/* ---- what nobody asked for is taken as from a list that was found ---- */

static bool
is_asked(const struct reader *r, enum item_field field)
{
	return r->fill.rules->field[field].n > 0;
}

/* How much a link looks like one that is an item's: below a heading, or else one that says much. */
static uint32_t
rank_of(const struct anchor *l)
{
	uint32_t rank = 1 + (l->width < WIDTH_MAX ? l->width : WIDTH_MAX);

	if ((l->flags & LINK_MORE) != 0)
		return 1;
	return rank + ((l->flags & LINK_HEADED) != 0 ? 4 * WIDTH_MAX : (l->flags & LINK_SERVICE) == 0 ? 2 * WIDTH_MAX : 0);
}

/* Where the links stand that look most like items' in all items together: their struct anchor's place. */
static uint64_t
main_place(const struct page *p, const struct item *v, uint32_t n)
{
	struct {
		uint64_t place, rank;
		uint32_t item; /* the last one that counts, from 1: of several links of an item the first counts */
	} places[PLACES_MAX];
	uint32_t i, k, a, n_places = 0, best = 0;

	for (i = 0; i < n; i++) {
		for (a = links_from(p, v[i].box); a < p->n_anchors && p->anchors[a].id <= p->last[v[i].box]; a++) {
			const struct anchor *l = &p->anchors[a];

			for (k = 0; k < n_places && places[k].place != l->place; k++)
				;
			if (k == PLACES_MAX || (k < n_places && places[k].item == i + 1))
				continue;
			if (k == n_places) {
				places[k].place = l->place;
				places[n_places++].rank = 0;
			}
			places[k].rank += rank_of(l);
			places[k].item = i + 1;
			if (places[k].rank > places[best].rank)
				best = k;
		}
	}
	return n_places > 0 ? places[best].place : 0;
}

/* NULL when it has none. */
static const struct anchor *
main_link(const struct page *p, uint32_t id, uint64_t place)
{
	const struct anchor *l, *best = NULL;
	uint32_t i;

	for (i = links_from(p, id); i < p->n_anchors && p->anchors[i].id <= p->last[id]; i++) {
		l = &p->anchors[i];
		if (l->place == place && (l->flags & LINK_MORE) == 0)
			return l;
		if (best == NULL || rank_of(l) > rank_of(best))
			best = l;
	}
	return best;
}

static void
take_usual(struct reader *r, const struct item *where, const xmlNode *item, struct article *to)
{
	const struct page *p = &r->page;
	const struct anchor *l = main_link(p, where->box, r->main_place);
	const xmlNode *around = dom_up(item, TAG_a), *heading;
	struct article found = { .id = STR_NONE };
	struct hit hit = { .node = l == NULL ? around : NULL };

	if (l != NULL) {
		found.url = l->url;
		found.title.raw = l->title;
	}
	if (!is_asked(r, ITEM_link) && l != NULL)
		item_fill_put(&r->fill, to, ITEM_link, l->url, TEXT_PLAIN);
	else if (!is_asked(r, ITEM_link) && hit.node != NULL)
		item_fill_put(&r->fill, to, ITEM_link, hit_value(r->fill.a, &hit, ITEM_link), TEXT_PLAIN);
	if (!is_asked(r, ITEM_title) && found.title.raw.n == 0) {
		heading = title_heading(p, page_subtree(p, where->box));
		hit.node = heading != NULL ? heading : item;
		found.title.raw = hit_value(r->fill.a, &hit, ITEM_title);
	}
	if (!is_asked(r, ITEM_title))
		item_fill_put(&r->fill, to, ITEM_title, found.title.raw, TEXT_PLAIN);
	fields_read(p, where, STR_NONE, &found);
	if (!is_asked(r, ITEM_date) && found.published.is_set) {
		to->published = found.published;
		to->date_from = found.date_from;
	}
	if (!is_asked(r, ITEM_image))
		to->image = found.image;
	if (!is_asked(r, ITEM_summary) && !is_asked(r, ITEM_content))
		to->summary = found.summary;
	if (!is_asked(r, ITEM_author))
		to->authors = found.authors;
	if (!is_asked(r, ITEM_category))
		to->categories = found.categories;
}

static int
take_item(struct reader *r, const struct item *where, const xmlNode *item, uint32_t number)
{
	struct article *to = arena_zalloc(r->fill.a, sizeof(*to));
	struct document *d = r->fill.d;
	int field;

	for (field = 0; field < ITEM_FIELD_COUNT; field++)
		if (is_asked(r, (enum item_field)field) && take_field(r, item, number, (enum item_field)field, to) != 0)
			return -1;
	take_usual(r, where, item, to);
	if (item_is_article(to))
		*(struct article *)list_add(r->fill.a, &d->articles, sizeof(*to)) = *to;
	else
		item_fill_failed(&r->fill, number, excerpt_of(r, item), "no link, no title and no content in the item");
	return 0;
}

/* ---- the page ---- */

/* Where the items stand, so that their absence can be told from a rebuilt page. */
static void
note_place(struct reader *r, const struct hits *items)
{
	const xmlNode *last = items->v[items->n - 1].node, *first = items->v[0].node;
	struct page_list *l = r->fill.d->listing;

	l->container = r->fill.rules->item.n > 0 ? arena_str(r->fill.a, str_from(r->fill.rules->item.v[0].rule->text)) : STR_NONE;
	if (first == NULL || last == NULL || items->n < 2)
		return;
	l->around = around_path(&r->page, dom_id(first), r->page.last[dom_id(last)]);
}

/* What stands behind an item up to its next sibling's belongs to it. */
static struct item *
places_of(struct reader *r, const struct hits *hits)
{
	struct item *v = arena_zalloc(r->fill.a, (hits->n + 1) * sizeof(*v));
	uint32_t i, n = 0;

	r->page.dom = r->dom;
	page_read(&r->page, r->fill.a, r->in->url);
	links_read(&r->page);
	for (i = 0; i < hits->n; i++)
		if (hits->v[i].node != NULL)
			v[n++].box = dom_id(hits->v[i].node);
	items_extend(&r->page, v, n);
	r->main_place = main_place(&r->page, v, n);
	return v;
}

static int
take_items(struct reader *r)
{
	unsigned max = r->in->items_max > 0 && r->in->items_max < ITEMS_MAX ? r->in->items_max : ITEMS_MAX;
	const struct item_ways *ways = &r->fill.rules->item;
	struct document *d = r->fill.d;
	struct hits hits, first = { .n = 0 };
	const struct item *where;
	size_t i;

	for (i = 0; i < ways->n && (first.n == 0 || r->in->wants_all); i++) {
		if (selector_find(ways->v[i].selector, &r->finder, r->dom.root, UINT32_MAX, &hits, r->e) != 0)
			return -1;
		if (hits.n > 0)
			item_fill_note(&r->fill, &ways->v[i], hits.n, hits.v[0].node != NULL ? excerpt_of(r, hits.v[0].node) : hits.v[0].value);
		if (first.n == 0)
			first = hits;
	}
	if (first.n == 0 && r->in->around.n > 0 && around_is_empty(r->fill.a, &r->dom, r->in->around)) {
		d->listing->is_empty = TRI_TRUE;
		return 0;
	}
	if (first.n == 0)
		return err_set(r->e, ERR_INPUT, "item: \"%s\" names nothing in the page", ways->n > 0 ? ways->v[0].rule->text : "");
	where = places_of(r, &first);
	for (i = 0; i < first.n; i++) {
		if (d->articles.n == max) {
			d->dropped = (struct opt_int){ (int64_t)(first.n - i), true };
			break;
		}
		if (first.v[i].node != NULL && take_item(r, where++, first.v[i].node, (uint32_t)i) != 0)
			return -1;
	}
	note_place(r, &first);
	return 0;
}

static int
take_next(struct reader *r)
{
	const struct item_ways *ways = &r->fill.rules->next;
	struct str value, url;
	struct hits hits;
	size_t i;

	for (i = 0; i < ways->n && r->fill.d->next_url.n == 0; i++) {
		if (selector_find(ways->v[i].selector, &r->finder, r->dom.root, 1, &hits, r->e) != 0)
			return -1;
		if (hits.n == 0)
			continue;
		value = hit_value(r->fill.a, &hits.v[0], ITEM_link);
		item_fill_note(&r->fill, &ways->v[i], 1, value);
		url = url_resolve(r->fill.a, r->fill.scope->base, arena_str(r->fill.a, str_trim(value)));
		if (value.n > 0 && url_is_http(url) && !str_eq(url, r->in->url))
			r->fill.d->next_url = url;
	}
	return 0;
}

int
extract_items_page(struct arena *a, const struct items_input *in, const struct item_rules *rules, struct document *out, struct err *e)
{
	struct reader r = { .in = in, .e = e };
	const xmlNode *title;
	struct str lang;
	int rc;

	if (dom_parse(a, in->bytes, in->content_type, out, &r.dom, e) != 0)
		return -1;
	lang = arena_str(a, dom_attr(r.dom.root, "lang"));
	item_fill_init(&r.fill, a, out, rules, dom_base(a, &r.dom, in->url), lang);
	r.fill.as_of_s = r.page.as_of_s = in->as_of_s;
	finder_init(&r.finder, &r.dom, a);
	out->format = STR("page");
	out->listing = arena_zalloc(a, sizeof(*out->listing));
	out->listing->method = STR("rules");
	out->base = r.fill.scope->base;
	out->link = in->url;
	out->language = lang;
	title = dom_find(r.dom.root, TAG_title);
	if (title != NULL)
		out->title = (struct text){ .raw = dom_text(a, title, TITLE_BYTES), .kind = TEXT_PLAIN };
	rc = take_items(&r) == 0 && take_next(&r) == 0 ? 0 : -1;
	finder_release(&r.finder);
	dom_release(&r.dom);
	return rc;
}
