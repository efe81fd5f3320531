#include "config.h"
#include "extract/page_rules.h"

#include "base/clock.h"
#include "base/url.h"
#include "base/utf8.h"
#include "extract/byline.h"
#include "extract/hit_value.h"
#include "extract/item_fill.h"
#include "extract/prose.h"

#define NAMED_MAX 1000U /* elements that one rule names */
#define WORDS_MAX 2000U /* bytes of page_ruling_words() */

static const enum item_field told_fields[] = { ITEM_title, ITEM_date, ITEM_summary, ITEM_author, ITEM_image, ITEM_category };

static struct hits
find(struct page_ruling *r, const struct item_way *way)
{
	struct hits hits = { .n = 0 };
	struct finder f;
	struct err ignored;

	finder_init(&f, r->dom, r->a);
	f.steps = r->steps; /* of all selectors together */
	if (selector_find(way->selector, &f, r->dom->root, NAMED_MAX, &hits, &ignored) != 0)
		hits.n = 0;
	r->steps = f.steps;
	finder_release(&f);
	return hits;
}

/* ---- the account ---- */

static struct str
shown(struct page_ruling *r, const struct hit *hit)
{
	struct buf html;
	struct str s;

	s = hit->value.p != NULL ? hit->value : dom_text(r->a, hit->node, EXCERPT_MAX);
	if (s.n > 0 || hit->node == NULL)
		return item_fill_excerpt(r->a, s);
	buf_init(&html, EXCERPT_MAX);
	dom_write_open(hit->node, &html);
	s = item_fill_excerpt(r->a, buf_str(&html));
	buf_release(&html);
	return s;
}

static void
report(struct page_ruling *r, const struct item_way *way, const struct hits *hits, bool is_taken)
{
	struct rule_report *x = list_add(r->a, &r->d->rule_reports, sizeof(*x));

	x->key = str_from(way->rule->key);
	x->text = str_from(way->rule->text);
	x->at = rule_at(r->a, way->rule);
	x->matches = (struct opt_int){ (int64_t)hits->n, true };
	x->is_taken = is_taken ? TRI_TRUE : TRI_FALSE;
	if (hits->n > 0)
		x->first = shown(r, &hits->v[0]);
}

static void
failed(struct page_ruling *r, const struct item_ways *ways, struct str seen, const char *what)
{
	struct item_fill f = { .a = r->a, .d = r->d };

	item_fill_failed(&f, ITEM_PAGE, seen, "%s: %s", ways->v[0].rule->key, what);
}

/* ---- which site's ---- */

static bool
is_meant(struct page_ruling *r, const struct item_rules *site)
{
	bool is_found = false;
	struct hits hits;
	size_t i;

	for (i = 0; i < site->when.n && !is_found; i++) {
		hits = find(r, &site->when.v[i]);
		is_found = hits.n > 0;
		report(r, &site->when.v[i], &hits, is_found);
	}
	return is_found || site->when.n == 0;
}

/* ---- fields ---- */

static const struct list *
values_of(const struct article *found, enum item_field field)
{
	return field == ITEM_author ? &found->authors : &found->categories;
}

/* The date as the page has it, with its zone or as the day that it is, where that is the same moment. */
static void
keep_date_as_written(struct page_ruling *r, struct str value)
{
	const struct refine *refine = r->site->field[ITEM_date].refine;
	struct page_date date;

	value = arena_str(r->a, str_trim(value));
	if ((refine == NULL || refine_apply(refine, r->a, &value)) && page_date_read(r->a, str_trim(value), false, &date) &&
	    date.unix_s == r->found.published.v)
		r->found.published_as = date.as;
}

static bool
take_way(struct page_ruling *r, struct item_fill *f, const struct item_way *way, enum item_field field, bool is_done, struct str *seen)
{
	/* A summary is told as text. */
	enum item_field worth = field == ITEM_summary ? ITEM_title : field;
	struct hits hits = find(r, way);
	bool is_taken = false;
	struct str value;
	size_t i;

	for (i = 0; i < hits.n && !is_done && (!is_taken || (item_field_is_list(field) && values_of(&r->found, field)->n < FIELD_VALUES_MAX)); i++) {
		value = hit_value(r->a, &hits.v[i], worth);
		if (seen->n == 0)
			*seen = value;
		is_taken |= item_fill_put(f, &r->found, field, value, TEXT_PLAIN);
		if (is_taken && field == ITEM_date)
			keep_date_as_written(r, value);
	}
	report(r, way, &hits, is_taken);
	return is_taken;
}

static void
take_field(struct page_ruling *r, enum item_field field)
{
	struct item_fill f = { .a = r->a, .d = r->d, .rules = r->site, .scope = &r->scope, .date_from = STR("page") };
	const struct item_ways *ways = &r->site->field[field];
	struct str seen = STR_NONE;
	bool is_done = false;
	size_t i;

	for (i = 0; i < ways->n && (!is_done || r->wants_all); i++)
		is_done |= take_way(r, &f, &ways->v[i], field, is_done, &seen);
	if (!is_done && seen.n > 0)
		item_fill_spoilt(&f, ITEM_PAGE, ways, field, seen);
}

static void
take_next(struct page_ruling *r, struct str url)
{
	const struct item_ways *ways = &r->site->next;
	struct hits hits;
	struct str to;
	size_t i;

	for (i = 0; i < ways->n && (r->next.n == 0 || r->wants_all); i++) {
		hits = find(r, &ways->v[i]);
		to = hits.n > 0 ? url_resolve(r->a, r->scope.base, arena_str(r->a, str_trim(hit_value(r->a, &hits.v[0], ITEM_link)))) : STR_NONE;
		if (!url_is_http(to) || to.n > URL_MAX || str_eq(to, url) || r->next.n > 0)
			to = STR_NONE;
		report(r, &ways->v[i], &hits, to.n > 0);
		if (to.n > 0)
			r->next = to;
	}
}

/* ---- the text ---- */

static void
strip(struct page_ruling *r, bool without_strip)
{
	const struct item_ways *ways = r->own != NULL && r->own->strip.n > 0 ? &r->own->strip : r->site != NULL ? &r->site->strip : NULL;
	xmlNode **elements;
	struct hits hits;
	size_t i, k, n;

	if (ways != NULL && ways->n > 0 && without_strip) {
		failed(r, ways, STR_NONE, "takes out all of the text: nothing is taken out");
		return;
	}
	for (i = 0; ways != NULL && i < ways->n; i++) {
		hits = find(r, &ways->v[i]);
		elements = arena_alloc(r->a, (hits.n + 1) * sizeof(*elements));
		for (n = k = 0; k < hits.n; k++)
			if (hits.v[k].value.p == NULL)
				elements[n++] = (xmlNode *)(uintptr_t)hits.v[k].node;
		report(r, &ways->v[i], &hits, n > 0);
		dom_take_out(r->dom, elements, n);
	}
}

/* Pictures and players are an article too. */
static bool
is_worth_reading(struct page_ruling *r, const struct hit *hit)
{
	static const enum dom_tag tags[] = { TAG_img, TAG_picture, TAG_video, TAG_audio, TAG_iframe };
	size_t i;

	if (hit->value.p != NULL)
		return str_trim(hit->value).n > 0;
	if (dom_text(r->a, hit->node, EXCERPT_MAX).n > 0)
		return true;
	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (dom_tag(hit->node) == tags[i] || dom_find(hit->node, tags[i]) != NULL)
			return true;
	return false;
}

static void
find_text(struct page_ruling *r, const struct item_rules *rules)
{
	const struct item_ways *ways = &rules->content;
	bool is_taken;
	struct hits hits;
	size_t i, k;

	for (i = 0; i < ways->n && (r->named.n == 0 || r->wants_all); i++) {
		hits = find(r, &ways->v[i]);
		for (k = 0; k < hits.n && !is_worth_reading(r, &hits.v[k]); k++)
			;
		is_taken = r->named.n == 0 && k < hits.n;
		report(r, &ways->v[i], &hits, is_taken);
		if (is_taken) {
			r->named = hits;
			r->named_by = ways;
		} else if (r->named.n == 0 && hits.n > 0) {
			failed(r, ways, shown(r, &hits.v[0]), "there is no text in what it names");
		}
	}
}

/* The text comes first for whoever reads of it, whatever had to be looked for before. */
static void
tell_text_first(struct page_ruling *r, uint32_t fields, uint32_t text)
{
	struct list *reports = &r->d->rule_reports;
	struct rule_report *v = reports->v, *copy = arena_alloc(r->a, (reports->n + 1) * sizeof(*copy));
	uint32_t n_fields = text - fields, n_text = reports->n - text;

	if (n_fields == 0 || n_text == 0)
		return;
	memcpy(copy, v + fields, n_fields * sizeof(*v));
	memmove(v + fields, v + text, n_text * sizeof(*v));
	memcpy(v + fields + n_text, copy, n_fields * sizeof(*v));
}

void
page_ruling_apply(struct page_ruling *r, struct arena *a, const struct page_input *in, struct dom *dom, struct document *d, bool without_strip)
{
	uint32_t fields, text;
	size_t i;

	*r = (struct page_ruling){ .a = a, .d = d, .dom = dom, .own = in->rules->own, .wants_all = in->wants_all };
	r->scope.base = dom_base(a, dom, in->url);
	for (i = 0; i < in->rules->n_sites && r->site == NULL; i++)
		if (is_meant(r, in->rules->sites[i]))
			r->site = in->rules->sites[i];
	fields = d->rule_reports.n;
	for (i = 0; i < sizeof(told_fields) / sizeof(told_fields[0]) && r->site != NULL; i++)
		take_field(r, told_fields[i]);
	if (r->site != NULL)
		take_next(r, in->url);
	text = d->rule_reports.n;
	strip(r, without_strip);
	if (r->own != NULL)
		find_text(r, r->own);
	if (r->site != NULL)
		find_text(r, r->site);
	tell_text_first(r, fields, text);
}

/* ---- what came of it ---- */

static void
tell_date(const struct page_ruling *r, struct metadata *m)
{
	char text[TIME_RFC3339_SIZE];

	if (!r->found.published.is_set)
		return;
	time_rfc3339(r->found.published.v, text);
	m->published = (struct page_date){ .as = r->found.published_as.n > 0 ? r->found.published_as : arena_str(r->a, str_from(text)), .unix_s = r->found.published.v };
	m->date_from = "page";
}

static void
tell_authors(const struct page_ruling *r, struct metadata *m)
{
	const struct person *v = r->found.authors.v;
	struct list authors = { .n = 0 };
	uint32_t i;

	for (i = 0; i < r->found.authors.n; i++)
		byline_add(r->a, &authors, v[i].name, STR_NONE, true);
	for (i = 0; i < r->found.authors.n && authors.n == 0; i++)
		byline_add_declared(r->a, &authors, v[i].name);
	if (authors.n == 0)
		return;
	m->authors = authors;
	m->is_by_house = false;
}

void
page_ruling_tell(const struct page_ruling *r, struct metadata *m)
{
	const struct category *v = r->found.categories.v;
	uint32_t i;

	if (r->found.title.raw.n > 0)
		m->title = prose_trim(r->found.title.raw);
	if (r->found.summary.raw.n > 0)
		m->description = r->found.summary.raw;
	m->image = r->found.image;
	tell_date(r, m);
	tell_authors(r, m);
	if (r->found.categories.n > 0)
		m->tags = (struct list){ .n = 0 };
	for (i = 0; i < r->found.categories.n; i++)
		metadata_add_tag(m, v[i].term);
}

bool
page_ruling_holds(const struct page_ruling *r, const xmlNode *n)
{
	size_t i;

	for (i = 0; i < r->named.n; i++)
		if (r->named.v[i].node != NULL && dom_contains(r->named.v[i].node, n))
			return true;
	return false;
}

/* What was named is the text: of elements in one another the outer one. */
void
page_ruling_write(const struct page_ruling *r, struct buf *html)
{
	const struct refine *refine = r->site != NULL && r->named_by == &r->site->content ? r->site->field[ITEM_content].refine : NULL;
	struct buf raw;
	struct str text;
	size_t i;

	buf_init(&raw, SIZE_MAX / 4);
	for (i = 0; i < r->named.n; i++) {
		const struct hit *h = &r->named.v[i];

		if (h->value.p != NULL)
			buf_add_str(&raw, h->value);
		else if (h->node->parent == NULL || !page_ruling_holds(r, h->node->parent))
			dom_outer_html(h->node, NULL, NULL, &raw);
	}
	text = buf_str(&raw);
	if (refine != NULL && (text.n > REFINED_MAX || !refine_apply(refine, r->a, &text) || str_trim(text).n == 0))
		text = buf_str(&raw); /* nothing is left of it */
	buf_add_str(html, text);
	buf_release(&raw);
}

/* ---- in words ---- */

struct str
page_ruling_words(const struct page_ruling *r)
{
	const struct rule_report *v = r->d->rule_reports.v, *missed;
	struct str words;
	struct buf b;
	uint32_t i;

	buf_init(&b, WORDS_MAX);
	for (i = 0; i < r->d->rule_reports.n; i++)
		if (str_is(v[i].key, "content") && v[i].is_taken == TRI_TRUE)
			buf_printf(&b, "content by %.*s", STR_ARG(v[i].at));
	for (i = 0; (missed = rule_reports_missed(&r->d->rule_reports, &i)) != NULL;)
		buf_printf(&b, "%s%.*s: %.*s names nothing", b.n > 0 ? "; " : "", STR_ARG(missed->at), STR_ARG(missed->key));
	words = arena_str(r->a, utf8_head(buf_str(&b), WORDS_MAX));
	buf_release(&b);
	return words;
}
