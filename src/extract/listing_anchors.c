#include "config.h"
#include "extract/listing_anchors.h"

#include "extract/class_words.h"
#include "extract/listing_words.h"
#include "extract/page_date.h"
#include "extract/prose.h"

#define ENTRIES_MIN 3U
#define TELLING_SHARE 0.7   /* of the headings that must name a day or a version */
#define TITLE_BYTES 300U
#define DATE_LOOK 8U        /* elements below a heading that may tell its day */
#define BODY_BYTES (256U << 10)
#define ID_BYTES 200U

struct entry {
	uint32_t heading, end; /* elements from it to the end */
	struct str id, title;
	struct page_date date;
	bool has_date;
};

/* ---- headings ---- */

static struct str
own_id(const xmlNode *n)
{
	struct str id = dom_attr(n, "id");

	return id.n > 0 ? id : dom_tag(n) == TAG_a ? dom_attr(n, "name") : STR_NONE;
}

/* The heading's, that of what is in it, what a link in it leads to, or its section's. */
static struct str
id_of(const struct page *p, uint32_t heading)
{
	struct str id = own_id(p->node[heading]), href;
	uint32_t x;

	for (x = heading + 1; x <= p->last[heading] && id.n == 0; x++) {
		id = own_id(p->node[x]);
		href = dom_attr(p->node[x], "href");
		if (id.n == 0 && href.n > 1 && href.p[0] == '#')
			id = str_skip(href, 1);
	}
	if (id.n == 0 && p->parent[heading] + 1 == heading && (dom_tag(p->node[p->parent[heading]]) == TAG_section || dom_tag(p->node[p->parent[heading]]) == TAG_article))
		id = dom_attr(p->node[p->parent[heading]], "id");
	return id.n <= ID_BYTES ? id : STR_NONE;
}

/* Signs that link to the heading itself are no part of it. */
static struct str
title_of(const struct page *p, uint32_t heading)
{
	static const char *const signs[] = { "#", "¶", "🔗", "§" };
	struct str s = page_text(p, p->node[heading], TITLE_BYTES);
	size_t i;

	if (s.n == 0)
		s = dom_text(p->a, p->node[heading], TITLE_BYTES);
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (str_ends(s, str_from(signs[i])))
			s = prose_trim(str_head(s, s.n - strlen(signs[i])));
		if (str_starts(s, str_from(signs[i])))
			s = prose_trim(str_skip(s, strlen(signs[i])));
	}
	return s;
}

static void
read_date(const struct page *p, struct entry *e)
{
	uint32_t id, to = e->end < p->last[e->heading] + DATE_LOOK ? e->end : p->last[e->heading] + DATE_LOOK;
	struct str text;

	e->has_date = page_text_is_dated(e->title) && page_date_find(p->a, e->title, p->month_first, &e->date);
	for (id = e->heading; id <= to && !e->has_date; id++) {
		text = dom_tag(p->node[id]) == TAG_time ? dom_attr(p->node[id], "datetime") : STR_NONE;
		e->has_date = text.n > 0 && page_date_read(p->a, text, false, &e->date);
		if (e->has_date || id <= p->last[e->heading])
			continue;
		text = page_block_text(p, p->node[id], true, TITLE_BYTES);
		e->has_date = page_text_is_dated(text) && page_date_find(p->a, text, p->month_first, &e->date);
	}
}

/* Headings of one level that have ids, in the part of the page that is none of its menus. */
static uint32_t
collect(const struct page *p, enum dom_tag level, struct entry *v)
{
	uint32_t id, n = 0, i, n_telling = 0;

	for (id = 1; id <= p->n_elements && n < ANCHORS_MAX; id++) {
		if (dom_tag(p->node[id]) != level || (p->part[id] & (PART_UNREAD | PART_NAV | PART_SIDE | PART_HIDDEN)) != 0 ||
		    (class_words(p->node[id]) & WORD_HIDDEN) != 0) /* for screen readers: what is seen is something else */
			continue;
		v[n] = (struct entry){ .heading = id, .id = id_of(p, id), .title = title_of(p, id) };
		n += v[n].id.n > 0 && v[n].title.n > 0;
	}
	for (i = 0; i < n; i++) {
		v[i].end = i + 1 < n ? v[i + 1].heading - 1 : p->n_elements;
		read_date(p, &v[i]);
		n_telling += v[i].has_date || listing_names_version(v[i].title);
	}
	return n_telling >= TELLING_SHARE * n ? n : 0;
}

/* ---- what stands below them ---- */

static struct str
body_of(const struct page *p, const struct entry *e)
{
	uint32_t at = e->heading;
	const xmlNode *n;
	struct buf b;
	struct str out;

	while (p->parent[at] != 0 && p->last[p->parent[at]] <= e->end && dom_tag(p->node[p->parent[at]]) != TAG_section && dom_tag(p->node[p->parent[at]]) != TAG_article)
		at = p->parent[at]; /* what holds nothing but the heading's part */
	buf_init(&b, BODY_BYTES);
	for (n = p->node[at]->next; n != NULL && (dom_id(n) == 0 || p->last[dom_id(n)] <= e->end); n = n->next)
		dom_outer_html(n, NULL, NULL, &b);
	out = prose_trim(arena_str(p->a, buf_str(&b)));
	buf_release(&b);
	return out;
}

static void
add(const struct page *p, const struct entry *e, struct scope *scope, struct list *articles)
{
	struct article *to = list_add(p->a, articles, sizeof(*to));

	to->url = arena_printf(p->a, "%.*s#%.*s", STR_ARG(str_head(p->url, str_find_char(p->url, '#'))), STR_ARG(e->id));
	to->id = to->url;
	to->title = (struct text){ .raw = e->title, .kind = TEXT_PLAIN };
	to->body = (struct text){ .raw = body_of(p, e), .kind = TEXT_HTML, .scope = scope };
	if (e->has_date) {
		to->published = (struct opt_int){ e->date.unix_s, true };
		to->date_from = STR("page");
	}
}

/* The items are what entries tell of, and not headlines that lead to more. */
static bool
are_parts(const struct items *items, const struct entry *v, uint32_t n, const struct page *p)
{
	uint32_t i, inside = 0;

	if (items->n < 2 || items->score < ITEMS_SCORE_GOOD)
		return true;
	if (items->groups[0].shares.headed > 0.5)
		return false;
	for (i = 0; i < items->n; i++)
		inside += p->anchors[items->v[i].anchor].id > v[0].heading;
	return inside > TELLING_SHARE * items->n && n >= ENTRIES_MIN;
}

void
anchors_read(const struct page *p, const struct items *items, struct list *articles)
{
	static const enum dom_tag levels[] = { TAG_h2, TAG_h3, TAG_h1, TAG_h4 };
	struct entry *v = arena_alloc(p->a, (ANCHORS_MAX + 1) * sizeof(*v));
	struct scope *scope = arena_alloc(p->a, sizeof(*scope));
	uint32_t n, i;
	size_t k;

	*scope = (struct scope){ p->base, STR_NONE };
	for (k = 0; k < sizeof(levels) / sizeof(levels[0]) && p->url.n > 0; k++) {
		n = collect(p, levels[k], v);
		if (n < ENTRIES_MIN || !are_parts(items, v, n, p))
			continue;
		for (i = 0; i < n; i++)
			add(p, &v[i], scope, articles);
		return;
	}
}
