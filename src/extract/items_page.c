#include "config.h"
#include "extract/items.h"

#include "base/url.h"
#include "extract/hit_value.h"
#include "extract/item_fill.h"
#include "extract/listing_around.h"

#define TITLE_BYTES 4096U
#define EXCERPT_BYTES 400U       /* looked at for an excerpt */

struct reader {
	struct item_fill fill;
	struct finder finder;
	const struct items_input *in;
	struct dom dom;
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
		item_fill_failed(&r->fill, number, seen, "%s: %s", ways->v[0].rule->key,
		    field == ITEM_date ? "no date that can be read" : "nothing is left of the value, or it is no address");
	else if (ways->n > 0 && !is_done && field <= ITEM_date && field != ITEM_id)
		item_fill_failed(&r->fill, number, excerpt_of(r, item), "%s: names nothing in the item", ways->v[0].rule->key);
	return 0;
}

/* ---- what nobody asked for is taken from where it usually is ---- */

static const xmlNode *
find_tag(const xmlNode *item, enum dom_tag from, enum dom_tag to)
{
	const xmlNode *n;

	for (n = item; n != NULL; n = dom_next(n, item))
		if (dom_tag(n) >= from && dom_tag(n) <= to)
			return n;
	return NULL;
}

static void
take_usual(struct reader *r, const xmlNode *item, enum item_field field, struct article *to)
{
	const xmlNode *heading = find_tag(item, TAG_h1, TAG_h6), *link = NULL;
	struct hit hit = { .node = NULL };

	if (heading != NULL)
		link = find_tag(heading, TAG_a, TAG_a);
	if (link == NULL)
		link = find_tag(item, TAG_a, TAG_a);
	if (link == NULL)
		link = dom_up(item, TAG_a);
	if (field == ITEM_link)
		hit.node = link;
	else if (field == ITEM_title)
		hit.node = heading != NULL ? heading : link;
	else if (field == ITEM_date)
		hit.node = find_tag(item, TAG_time, TAG_time);
	else if (field == ITEM_image)
		hit.node = find_tag(item, TAG_img, TAG_img);
	if (hit.node != NULL)
		item_fill_put(&r->fill, to, field, hit_value(r->fill.a, &hit, field), TEXT_HTML);
}

static int
take_item(struct reader *r, const xmlNode *item, uint32_t number)
{
	struct article *to = arena_zalloc(r->fill.a, sizeof(*to));
	struct document *d = r->fill.d;
	int field;

	for (field = 0; field < ITEM_FIELD_COUNT; field++) {
		if (r->fill.rules->field[field].n == 0)
			take_usual(r, item, (enum item_field)field, to);
		else if (take_field(r, item, number, (enum item_field)field, to) != 0)
			return -1;
	}
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
	struct page p = { .dom = r->dom };

	l->container = r->fill.rules->item.n > 0 ? arena_str(r->fill.a, str_from(r->fill.rules->item.v[0].rule->text)) : STR_NONE;
	if (first == NULL || last == NULL || items->n < 2)
		return;
	page_read(&p, r->fill.a, r->in->url);
	l->around = around_path(&p, dom_id(first), p.last[dom_id(last)]);
}

static int
take_items(struct reader *r)
{
	unsigned max = r->in->items_max > 0 && r->in->items_max < ITEMS_MAX ? r->in->items_max : ITEMS_MAX;
	const struct item_ways *ways = &r->fill.rules->item;
	struct document *d = r->fill.d;
	struct hits hits, first = { .n = 0 };
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
	for (i = 0; i < first.n; i++) {
		if (d->articles.n == max) {
			d->dropped = (struct opt_int){ (int64_t)(first.n - i), true };
			break;
		}
		if (first.v[i].node != NULL && take_item(r, first.v[i].node, (uint32_t)i) != 0)
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
