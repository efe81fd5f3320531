#include "config.h"
#include "parse/holder.h"

#include "base/url.h"
#include "parse/person.h"

#define ABSENT UINT32_MAX

/* Where a slot's member stands in feeds and in items. */
static const struct {
	uint32_t in_feed, in_article;
} members[SLOTS] = {
#define BOTH(slot, f, i) [slot] = { offsetof(struct document, f), offsetof(struct article, i) }
#define FEED_ONLY(slot, f) [slot] = { offsetof(struct document, f), ABSENT }
#define ITEM_ONLY(slot, i) [slot] = { ABSENT, offsetof(struct article, i) }
	[SLOT_NONE] = { ABSENT, ABSENT },
	BOTH(SLOT_TITLE, title, title),
	ITEM_ONLY(SLOT_SUBTITLE, subtitle),
	BOTH(SLOT_SUMMARY, description, summary),
	ITEM_ONLY(SLOT_CONTENT, body),
	FEED_ONLY(SLOT_INFO, info),
	BOTH(SLOT_RIGHTS, rights, rights),
	BOTH(SLOT_ID, id, id),
	BOTH(SLOT_URL, link, url),
	BOTH(SLOT_LANGUAGE, language, language),
	BOTH(SLOT_PUBLISHED, published, published),
	BOTH(SLOT_UPDATED, updated, updated),
	BOTH(SLOT_CREATED, created, created),
	ITEM_ONLY(SLOT_EXPIRES, expires),
	ITEM_ONLY(SLOT_IMAGE, image),
	FEED_ONLY(SLOT_ICON, icon),
	FEED_ONLY(SLOT_LOGO, logo),
	FEED_ONLY(SLOT_DOCS, docs),
	FEED_ONLY(SLOT_RATING, rating),
	BOTH(SLOT_LICENSE, license, license),
	FEED_ONLY(SLOT_TTL, ttl),
	FEED_ONLY(SLOT_NEW_URL, new_url),
	BOTH(SLOT_AUTHORS, authors, authors),
	BOTH(SLOT_CONTRIBUTORS, contributors, contributors),
	BOTH(SLOT_PUBLISHER, publisher, publisher),
#undef BOTH
#undef FEED_ONLY
#undef ITEM_ONLY
};

struct str
base_inside(struct arena *a, struct str outer, struct str base)
{
	static const char *const fit[] = { "", "http", "https", "ftp", "file", "urn", "tag" };
	struct str scheme, rest;
	size_t i = 0;

	base = str_trim(base);
	scheme = url_scheme(base);
	while (i < sizeof(fit) / sizeof(fit[0]) && !str_is_nocase(scheme, fit[i]))
		i++;
	if (base.n == 0 || i == sizeof(fit) / sizeof(fit[0])) /* javascript: and the like */
		return outer;
	rest = str_skip(base, scheme.n + 1);
	if (str_starts_nocase(scheme, STR("http")) && str_starts(rest, STR("///"))) {
		while (rest.n > 0 && rest.p[0] == '/')
			rest = str_skip(rest, 1);
		base = arena_printf(a, "%.*s://%.*s", STR_ARG(scheme), STR_ARG(rest));
	}
	return url_resolve(a, outer, arena_str(a, base));
}

struct str
language_tag(struct arena *a, struct str raw)
{
	char *out;
	size_t i;

	raw = str_trim(raw);
	if (raw.n == 0)
		return STR_NONE;
	out = arena_strdup(a, raw);
	for (i = 0; i < raw.n; i++)
		if (out[i] == '_')
			out[i] = '-';
	return (struct str){ out, raw.n };
}

void *
holder_member(struct holder *h, enum slot slot)
{
	uint32_t at = h->feed != NULL ? members[slot].in_feed : members[slot].in_article;

	if (slot > SLOT_PUBLISHER || at == ABSENT || slot == SLOT_NONE)
		return NULL;
	return (char *)(h->feed != NULL ? (void *)h->feed : (void *)h->article) + at;
}

bool
holder_claim(struct holder *h, enum slot slot, unsigned rank)
{
	if (h->rank[slot] != 0 && h->rank[slot] <= rank)
		return false;
	h->rank[slot] = (uint8_t)rank;
	return true;
}

unsigned
holder_rank(const struct holder *h, const struct element *e)
{
	return h->feed != NULL && e->feed_rank != 0 ? e->feed_rank : e->rank;
}

struct str
holder_keep(struct holder *h, struct str s)
{
	s = str_trim(s);
	return s.n > 0 ? arena_str(h->a, s) : STR_NONE;
}

struct str
holder_keep_url(struct holder *h, struct str s, const struct scope *scope)
{
	s = holder_keep(h, s);
	return s.n > 0 ? url_resolve(h->a, scope->base, s) : STR_NONE;
}

struct str
holder_attribute_url(struct holder *h, const struct value *v, const char *name)
{
	struct str s = attribute(v->at, name);

	if (s.p == NULL || str_trim(s).n > 0)
		return holder_keep_url(h, s, v->scope);
	return v->scope->base.n > 0 ? url_resolve(h->a, v->scope->base, STR_NONE) : STR_NONE; /* RFC 3986, 5.2.2 */
}

struct text
holder_text(struct holder *h, const struct value *v)
{
	return (struct text){ .raw = holder_keep(h, v->text), .kind = v->kind, .scope = v->scope };
}

void
holder_set_str(struct holder *h, enum slot slot, unsigned rank, struct str s)
{
	struct str *to = holder_member(h, slot);

	if (to != NULL && s.n > 0 && holder_claim(h, slot, rank))
		*to = s;
}

void
holder_set_text(struct holder *h, enum slot slot, unsigned rank, const struct text *t)
{
	struct text *to = holder_member(h, slot);

	if (to != NULL && t->raw.n > 0 && holder_claim(h, slot, rank))
		*to = *t;
}

/* A better source of the date came: what was noted of the one before goes. It is among the last. */
static void
forget_unsure(struct holder *h, enum slot slot)
{
	struct list *l = &h->dates->unsure;
	struct unsure_date *v = l->v;
	uint32_t i, lowest = l->n > 8 ? l->n - 8 : 0;

	for (i = l->n; i > lowest; i--)
		if (v[i - 1].slot == slot && v[i - 1].article == h->number) {
			v[i - 1] = v[--l->n];
			return;
		}
}

void
holder_set_date(struct holder *h, enum slot slot, unsigned rank, struct str text)
{
	struct opt_int *to = holder_member(h, slot);
	struct date d;

	if (to == NULL || !date_read(text, &d) || !holder_claim(h, slot, rank))
		return;
	*to = (struct opt_int){ d.unix_s, true };
	if (h->dates == NULL)
		return;
	h->dates->n_day_first += d.order == DATE_DAY_FIRST;
	h->dates->n_month_first += d.order == DATE_MONTH_FIRST;
	forget_unsure(h, slot);
	if (d.is_ambiguous)
		*(struct unsure_date *)list_add(h->a, &h->dates->unsure, sizeof(struct unsure_date)) =
		    (struct unsure_date){ h->number, slot, d.swapped_s, d.read_as };
}

void
holder_set_image(struct holder *h, unsigned rank, struct str url)
{
	if (url.n == 0)
		return;
	if (h->feed == NULL) {
		holder_set_str(h, SLOT_IMAGE, rank, url);
		return;
	}
	if (!holder_claim(h, SLOT_IMAGE, rank))
		return;
	if (h->feed->image == NULL)
		h->feed->image = arena_zalloc(h->a, sizeof(*h->feed->image));
	h->feed->image->url = url;
}

static bool
same_person(const struct person *a, const struct person *b)
{
	return str_eq(a->name, b->name) && str_eq(a->email, b->email) && str_eq(a->url, b->url) && str_eq(a->avatar, b->avatar);
}

void
holder_add_person(struct holder *h, enum slot slot, unsigned rank, const struct person *p)
{
	struct person **publisher;
	struct list *people;
	uint32_t i;

	if (p->name.n + p->email.n + p->url.n == 0)
		return;
	if (slot == SLOT_PUBLISHER) {
		publisher = holder_member(h, slot);
		if (holder_claim(h, slot, rank)) {
			*publisher = arena_alloc(h->a, sizeof(**publisher));
			**publisher = *p;
		}
		return;
	}
	people = holder_member(h, slot);
	if (people->n >= HOLDER_LIST_MAX)
		return;
	for (i = 0; i < people->n; i++)
		if (same_person(&((struct person *)people->v)[i], p))
			return;
	*(struct person *)list_add(h->a, people, sizeof(*p)) = *p;
}

void
holder_add_person_text(struct holder *h, enum slot slot, unsigned rank, struct str text)
{
	struct person p;

	if (person_parse(h->a, holder_keep(h, text), &p))
		holder_add_person(h, slot, rank, &p);
}

void
holder_add_category(struct holder *h, struct str term, struct str scheme, struct str label)
{
	struct list *l = h->feed != NULL ? &h->feed->categories : &h->article->categories;
	struct category *c = l->v;
	uint32_t i;

	term = holder_keep(h, term);
	scheme = holder_keep(h, scheme);
	label = holder_keep(h, label);
	if (term.n + label.n + scheme.n == 0 || l->n >= HOLDER_LIST_MAX)
		return;
	for (i = 0; i < l->n; i++)
		if (str_eq(c[i].term, term) && str_eq(c[i].scheme, scheme) && str_eq(c[i].label, label))
			return;
	*(struct category *)list_add(h->a, l, sizeof(*c)) = (struct category){ term, scheme, label };
}

void
holder_add_keywords(struct holder *h, struct str text, struct str scheme, struct list *words)
{
	struct str word;

	while (str_next(&text, ',', &word)) {
		word = holder_keep(h, word);
		if (word.n == 0)
			continue;
		holder_add_category(h, word, scheme, STR_NONE);
		if (words != NULL)
			*(struct str *)list_add(h->a, words, sizeof(word)) = word;
	}
}

struct opt_int
opt_int_from(struct str s)
{
	int64_t v;

	return str_to_int64(str_trim(s), &v) == 0 ? (struct opt_int){ v, true } : (struct opt_int){ 0, false };
}

struct opt_num
opt_num_from(struct str s)
{
	double v;

	return str_to_double(str_trim(s), &v) == 0 ? (struct opt_num){ v, true } : (struct opt_num){ 0, false };
}

struct opt_num
opt_num_from_clock(struct str s)
{
	struct opt_num part;
	struct str text;
	double total = 0;

	s = str_trim(s);
	if (s.n == 0)
		return (struct opt_num){ 0, false };
	while (str_next(&s, ':', &text)) {
		part = opt_num_from(text);
		if (!part.is_set || part.v < 0)
			return (struct opt_num){ 0, false };
		total = total * 60 + part.v;
	}
	return (struct opt_num){ total, true };
}

/* How dates such as 03/04/2022 are meant, by those that can only be read one way; else by who writes the month first. */
static enum date_order
order_of_dates(const struct document *d, const struct date_notes *notes)
{
	static const char *const others[] = { "en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za" };
	struct str lang = d->language;
	size_t i;

	if ((notes->n_day_first > 0) != (notes->n_month_first > 0))
		return notes->n_day_first > 0 ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_is_nocase(lang, others[i]))
			return DATE_DAY_FIRST;
	return lang.n == 0 || str_starts_nocase(lang, STR("en")) ? DATE_ANY : DATE_DAY_FIRST;
}

void
holder_settle_dates(struct arena *a, struct document *d, const struct date_notes *notes)
{
	const struct unsure_date *u = notes->unsure.v;
	enum date_order order = order_of_dates(d, notes);
	struct article *articles = d->articles.v;
	struct holder h = { .a = a };
	struct opt_int *date;
	uint32_t i;

	for (i = 0; i < notes->unsure.n && order != DATE_ANY; i++) {
		if (u[i].read_as == order || (u[i].article != UINT32_MAX && u[i].article >= d->articles.n))
			continue;
		h.feed = u[i].article == UINT32_MAX ? d : NULL;
		h.article = h.feed == NULL ? &articles[u[i].article] : NULL;
		date = holder_member(&h, u[i].slot);
		*date = (struct opt_int){ u[i].swapped_s, true };
	}
}
