#include "config.h"
#include "extract/listing.h"

#include <stdlib.h>

#include "base/url.h"
#include "extract/listing_anchors.h"
#include "extract/listing_around.h"
#include "extract/listing_article.h"
#include "extract/listing_candidate.h"
#include "extract/listing_data.h"
#include "extract/listing_days.h"
#include "extract/listing_fields.h"
#include "extract/listing_known.h"
#include "extract/listing_links.h"
#include "extract/listing_next.h"

#define TITLE_BYTES 4096U
#define UNDATED_SHARE 0.5 /* of the items: so many without a day make the state of scripts worth reading */
#define SHELL_LINKS 5U     /* fewer in a page with scripts: these build the page */
#define DATA_MIN 3U /* articles that make a list where the markup has none */

struct reading {
	struct page page;
	struct list named;     /* struct article: by JSON-LD */
	struct list state;     /* struct article: by the state of scripts */
	struct list entries;   /* struct article: that stand whole on the page */
	struct items items;
	struct document *out;
	unsigned items_max;
};

/* ---- what data knows of the links ---- */

struct known {
	uint64_t key;
	const struct article *article;
};

static int
compare_known(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	return x->key != y->key ? (x->key < y->key ? -1 : 1) : x->article < y->article ? -1 : x->article > y->article;
}

static int
compare_key(const void *key, const void *member)
{
	uint64_t x = *(const uint64_t *)key, y = ((const struct known *)member)->key;

	return x < y ? -1 : x > y;
}

static struct known *
index_articles(struct arena *a, const struct list *articles)
{
	struct known *index = arena_alloc(a, ((size_t)articles->n + 1) * sizeof(*index));
	const struct article *v = articles->v;
	uint32_t i;

	for (i = 0; i < articles->n; i++)
		index[i] = (struct known){ page_url_key(a, v[i].url), &v[i] };
	qsort(index, articles->n, sizeof(*index), compare_known);
	return index;
}

static const struct article *
known_article(const struct known *index, uint32_t n, uint64_t key)
{
	const struct known *hit = n > 0 ? bsearch(&key, index, n, sizeof(*index), compare_key) : NULL;

	return hit != NULL ? hit->article : NULL;
}

/* By url_no: which URLs structured data names. NULL when it names none. */
static uint8_t *
known_urls(const struct page *p, const struct known *index, uint32_t n)
{
	uint8_t *is_known;
	uint32_t i;

	if (n == 0 || p->n_urls == 0)
		return NULL;
	is_known = arena_zalloc(p->a, p->n_urls);
	for (i = 0; i < p->n_anchors; i++)
		if (known_article(index, n, p->anchors[i].key) != NULL)
			is_known[p->anchors[i].url_no] = 1;
	return is_known;
}

/* ---- articles ---- */

static struct article *
add_article(struct reading *f)
{
	if (f->out->articles.n == f->items_max) {
		f->out->dropped = (struct opt_int){ f->out->dropped.v + 1, true };
		return NULL;
	}
	return list_add(f->page.a, &f->out->articles, sizeof(struct article));
}

/* What is missing. */
static void
take_known(struct article *to, const struct article *from)
{
	if (!to->published.is_set) {
		to->published = from->published;
		to->date_from = from->date_from;
	}
	if (to->summary.raw.n == 0)
		to->summary = from->summary;
	if (to->image.n == 0)
		to->image = from->image;
	if (to->authors.n == 0)
		to->authors = from->authors;
	if (to->categories.n == 0)
		to->categories = from->categories;
}

/* JSON-LD is better than what stands around an item's link, the state of scripts is better than nothing: they have more days than pages show. */
static void
complete_from_state(struct reading *f)
{
	struct article *v = f->out->articles.v;
	const struct known *index;
	const struct article *known;
	uint32_t i, undated = 0;

	for (i = 0; i < f->out->articles.n; i++)
		undated += !v[i].published.is_set;
	if (undated < UNDATED_SHARE * f->out->articles.n)
		return;
	data_read_state(&f->page, &f->state);
	index = index_articles(f->page.a, &f->state);
	for (i = 0; i < f->out->articles.n && f->state.n > 0; i++) {
		known = known_article(index, f->state.n, page_url_key(f->page.a, v[i].url));
		if (known != NULL)
			take_known(&v[i], known);
	}
}

static void
write_items(struct reading *f, const struct known *index)
{
	const struct page *p = &f->page;
	const struct article *known;
	const struct str *above = days_above(p, &f->items);
	struct article *to;
	uint32_t i;

	for (i = 0; i < f->items.n; i++) {
		const struct anchor *l = &p->anchors[f->items.v[i].anchor];

		to = add_article(f);
		if (to == NULL)
			continue;
		known = known_article(index, f->named.n, l->key);
		if (known != NULL)
			take_known(to, known);
		to->url = l->url;
		to->title = (struct text){ .raw = l->title, .kind = TEXT_PLAIN };
		fields_read(p, &f->items.v[i], above != NULL ? above[i] : STR_NONE, to);
	}
}

/* Articles that the page has as data only; each URL once. */
static void
write_data(struct reading *f, const struct list *articles)
{
	const struct known *index = index_articles(f->page.a, articles);
	const struct article *v = articles->v;
	struct article *to;
	uint32_t i;

	for (i = 0; i < articles->n; i++) {
		if (v[i].title.raw.n == 0 || known_article(index, articles->n, page_url_key(f->page.a, v[i].url)) != &v[i])
			continue;
		to = add_article(f);
		if (to != NULL)
			*to = v[i];
	}
}

/* Each has an address that differs in its fragment only. */
static void
write_entries(struct reading *f)
{
	const struct article *v = f->entries.v;
	struct article *to;
	uint32_t i;

	for (i = 0; i < f->entries.n; i++) {
		to = add_article(f);
		if (to != NULL)
			*to = v[i];
	}
}

/* ---- the page itself ---- */

static void
describe_page(struct reading *f)
{
	const struct page *p = &f->page;
	const xmlNode *title = dom_find(p->dom.root, TAG_title);

	f->out->format = STR("listing");
	f->out->base = p->base;
	f->out->link = p->url;
	f->out->language = arena_str(p->a, dom_attr(p->dom.root, "lang"));
	if (title != NULL)
		f->out->title = (struct text){ .raw = dom_text(p->a, title, TITLE_BYTES), .kind = TEXT_PLAIN };
	f->out->next_url = next_page(p);
}

/* The list that the markup shows. */
static void
write_structure(struct reading *f, const struct known *index, bool wants_rules)
{
	struct page_list *l = f->out->listing;
	struct list_candidate all;

	l->method = STR("structure");
	candidate_of_all(&f->page, &f->items, wants_rules, &all);
	l->container = all.item;
	if (wants_rules) {
		l->selectors = arena_alloc(f->page.a, sizeof(all));
		*l->selectors = all;
	}
	if (f->items.n > 1)
		l->around = around_path(&f->page, f->items.v[0].box, f->items.v[f->items.n - 1].region.to);
	write_items(f, index);
	complete_from_state(f);
}

static uint32_t
count_titled(const struct list *articles)
{
	const struct article *v = articles->v;
	uint32_t i, n = 0;

	for (i = 0; i < articles->n; i++)
		n += v[i].title.raw.n > 0;
	return n;
}

/* ---- what is asked besides ---- */

static void
describe_candidates(struct reading *f)
{
	struct list *out = &f->out->listing->candidates;
	const struct {
		const char *method;
		const struct list *articles;
	} data[] = { { "json-ld", &f->named }, { "state", &f->state }, { "anchors", &f->entries } };
	struct list_candidate *c;
	uint32_t i, k;

	for (i = 0; i < f->items.n_groups; i++)
		candidate_describe(&f->page, &f->items.groups[i], list_add(f->page.a, out, sizeof(struct list_candidate)));
	for (i = 0; i < sizeof(data) / sizeof(data[0]); i++) {
		const struct article *v = data[i].articles->v;

		if (data[i].articles->n == 0)
			continue;
		c = list_add(f->page.a, out, sizeof(*c));
		c->method = str_from(data[i].method);
		c->count = (struct opt_int){ data[i].articles->n, true };
		c->is_taken = str_eq(c->method, f->out->listing->method) ? TRI_TRUE : TRI_FALSE;
		for (k = 0; k < data[i].articles->n && k < CANDIDATE_TITLES; k++)
			*(struct str *)list_add(f->page.a, &c->titles, sizeof(struct str)) = v[k].title.raw;
	}
}

/* Which list holds what was known from this page before? */
static void
propose(struct reading *f, struct str known)
{
	const uint8_t *is_known = known_links(&f->page, known);
	struct item_group g;

	if (is_known == NULL || !items_find_wanted(&f->page, is_known, &g))
		return;
	f->out->listing->proposal = arena_zalloc(f->page.a, sizeof(struct list_candidate));
	candidate_describe(&f->page, &g, f->out->listing->proposal);
}

static int
refuse(struct reading *f, struct err *e)
{
	f->out->articles = (struct list){ NULL, 0, 0 };
	return err_set(e, ERR_INPUT, "the page is an article, not a list of articles (kind = page takes the links beside it)");
}

/* In the order of trust: data where the markup shows no list, the list that the markup shows where there is one. */
static void
find_list(struct reading *f, bool wants_rules)
{
	struct page *p = &f->page;
	const struct known *index;

	data_read_jsonld(p, &f->named);
	index = index_articles(p->a, &f->named);
	items_find(p, known_urls(p, index, f->named.n), &f->items);
	anchors_read(p, &f->items, &f->entries);
	if (f->entries.n > 0) {
		f->out->listing->method = STR("anchors");
		write_entries(f);
		return;
	}
	if (f->items.n > 1 && f->items.score >= ITEMS_SCORE_GOOD) {
		write_structure(f, index, wants_rules);
		return;
	}
	if (count_titled(&f->named) >= DATA_MIN) {
		f->out->listing->method = STR("json-ld");
		write_data(f, &f->named);
		return;
	}
	data_read_state(p, &f->state);
	if (f->state.n >= DATA_MIN) {
		f->out->listing->method = STR("state");
		write_data(f, &f->state);
	} else if (f->items.n > 1 && f->items.score >= ITEMS_SCORE_MIN) {
		write_structure(f, index, wants_rules);
	}
}

static int
read_json(struct reading *f, const struct listing_input *in, struct err *e)
{
	struct document *d = f->out;

	f->page.url = f->page.base = url_is_http(in->url) ? in->url : STR_NONE;
	f->page.self = page_url_key(f->page.a, f->page.url);
	d->format = STR("listing");
	d->base = d->link = f->page.url;
	d->listing->method = STR("json");
	data_read_json(&f->page, in->bytes, &f->state);
	write_data(f, &f->state);
	return d->articles.n > 0 ? 0 : err_set(e, ERR_INPUT, "no list of articles in the JSON");
}

int
extract_listing(struct arena *a, const struct listing_input *in, struct document *out, struct err *e)
{
	bool is_shell;
	int rc = 0;
	struct reading f = { .out = out, .items_max = in->items_max > 0 && in->items_max < LISTING_ITEMS_MAX ? in->items_max : LISTING_ITEMS_MAX };

	out->listing = arena_zalloc(a, sizeof(*out->listing));
	if (data_is_json(in->bytes)) {
		f.page.a = a;
		return read_json(&f, in, e);
	}
	if (dom_parse(a, in->bytes, in->content_type, out, &f.page.dom, e) != 0)
		return -1;
	f.page.as_of_s = in->as_of_s;
	page_read(&f.page, a, in->url);
	links_read(&f.page);
	describe_page(&f);
	if (in->around.n > 0 && around_is_empty(a, &f.page.dom, in->around)) {
		out->listing->is_empty = TRI_TRUE;
		out->listing->around = in->around;
	} else {
		find_list(&f, in->wants_candidates);
	}
	if (in->wants_candidates)
		describe_candidates(&f);
	if (in->known.n > 0)
		propose(&f, in->known);
	if (in->may_be_article && in->around.n == 0 && str_is(out->listing->method, "structure") && listing_is_article(&f.page, &f.items))
		rc = refuse(&f, e);
	is_shell = f.page.n_anchors < SHELL_LINKS && dom_find(f.page.dom.root, TAG_script) != NULL;
	dom_release(&f.page.dom);
	if (rc != 0)
		return rc;
	if (out->articles.n > 0 || out->listing->is_empty == TRI_TRUE)
		return 0;
	return err_set(e, ERR_INPUT, "no list of articles in the page%s", is_shell ? ": it has hardly any links, its scripts may bring them" : "");
}
