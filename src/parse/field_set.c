#include "config.h"
#include "parse/field_set.h"

#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "parse/date.h"
#include "parse/entities.h"
#include "parse/parse.h"
#include "parse/person.h"
#include "parse/prolog.h"

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

#define ITUNES_SCHEME STR("http://www.itunes.com/")
#define MEDIA_SCHEME STR("http://search.yahoo.com/mrss/category_schema")

/* ---- attributes ---- */

struct str
attribute_ns(const struct attributes *at, enum ns ns, const char *name)
{
	size_t i;

	for (i = 0; i < at->n; i++)
		if (at->v[i].ns == ns && str_is(at->v[i].name, name))
			return at->v[i].value;
	return STR_NONE;
}

struct str
attribute(const struct attributes *at, const char *name)
{
	return attribute_ns(at, NS_NONE, name);
}

static struct str
decode_references(struct arena *a, struct str s, struct str doctype)
{
	char *out = arena_alloc(a, 4 * s.n + 1), *to = out; /* a reference of 3 bytes becomes 4 at most */
	struct str declared, name;
	uint32_t c;
	size_t i, used;

	for (i = 0; i < s.n; i += used) {
		used = s.p[i] == '&' ? entity_decode(str_skip(s, i), &c) : 0;
		if (used > 0) {
			to += utf8_put(c, to);
			continue;
		}
		if (s.p[i] == '&' && (used = str_find_char(str_skip(s, i), ';')) != STR_NPOS && used > 1) {
			name = str_head(str_skip(s, i + 1), used - 1);
			declared = prolog_entity(doctype, name);
			if (declared.n > 0 && declared.n <= 4 * (used + 1)) {
				memcpy(to, declared.p, declared.n);
				to += declared.n;
				used++;
				continue;
			}
		}
		*to++ = s.p[i];
		used = 1;
	}
	return (struct str){ out, (size_t)(to - out) };
}

void
attributes_decode(struct arena *a, struct attributes *at, struct str doctype)
{
	size_t i;

	for (i = 0; i < at->n; i++)
		if (str_find_char(at->v[i].value, '&') != STR_NPOS)
			at->v[i].value = decode_references(a, at->v[i].value, doctype);
}

bool
url_is_fit_for_base(struct str url)
{
	struct str scheme = url_scheme(str_trim(url));

	return scheme.n == 0 || str_is_nocase(scheme, "http") || str_is_nocase(scheme, "https") || str_is_nocase(scheme, "ftp") ||
	       str_is_nocase(scheme, "file") || str_is_nocase(scheme, "urn") || str_is_nocase(scheme, "tag");
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

/* ---- values into members ---- */

static void *
member(struct holder *h, enum slot slot)
{
	uint32_t at = h->feed != NULL ? members[slot].in_feed : members[slot].in_article;

	return at == ABSENT ? NULL : (char *)(h->feed != NULL ? (void *)h->feed : (void *)h->article) + at;
}

/* True when a value of this rank may fill the slot: it is empty, or held by a worse source. */
static bool
claim(struct holder *h, enum slot slot, unsigned rank)
{
	if (h->rank[slot] != 0 && h->rank[slot] <= rank)
		return false;
	h->rank[slot] = (uint8_t)rank;
	return true;
}

static struct str
keep(struct holder *h, struct str s)
{
	s = str_trim(s);
	return s.n > 0 ? arena_str(h->a, s) : STR_NONE;
}

static struct str
keep_url(struct holder *h, struct str s, const struct scope *scope)
{
	s = keep(h, s);
	return s.n > 0 ? url_resolve(h->a, scope->base, s) : STR_NONE;
}

static void
set_str(struct holder *h, enum slot slot, unsigned rank, struct str s)
{
	struct str *to = member(h, slot);

	if (to != NULL && s.n > 0 && claim(h, slot, rank))
		*to = s;
}

static struct text
text_of(struct holder *h, const struct value *v)
{
	return (struct text){ .raw = keep(h, v->text), .kind = v->kind, .scope = v->scope };
}

static void
set_text(struct holder *h, const struct value *v)
{
	struct text *to = member(h, v->e->slot), t;

	if (to == NULL || str_trim(v->text).n == 0)
		return;
	t = text_of(h, v);
	if (v->e->slot == SLOT_SUMMARY && h->article != NULL && v->ns != NS_ATOM && v->ns != NS_ATOM03 && v->e->rank == 1 &&
	    h->rank[SLOT_SUMMARY] == 1) {
		if (h->second.raw.n == 0) /* RSS: the later of description and summary may be the content */
			h->second = t;
		return;
	}
	if (claim(h, v->e->slot, v->e->rank))
		*to = t;
}

static void
set_date(struct holder *h, const struct value *v)
{
	struct opt_int *to = member(h, v->e->slot);
	int64_t s;

	if (to != NULL && date_parse(v->text, &s) && claim(h, v->e->slot, v->e->rank))
		*to = (struct opt_int){ s, true };
}

static struct opt_int
to_int(struct str s)
{
	int64_t v;

	return str_to_int64(str_trim(s), &v) == 0 ? (struct opt_int){ v, true } : (struct opt_int){ 0, false };
}

static struct opt_num
to_num(struct str s)
{
	double v;

	return str_to_double(str_trim(s), &v) == 0 ? (struct opt_num){ v, true } : (struct opt_num){ 0, false };
}

static bool
same_person(const struct person *a, const struct person *b)
{
	return str_eq(a->name, b->name) && str_eq(a->email, b->email) && str_eq(a->url, b->url) && str_eq(a->avatar, b->avatar);
}

static void
add_person(struct holder *h, enum slot slot, unsigned rank, const struct person *p)
{
	struct list *people;
	uint32_t i;

	if (p->name.n + p->email.n + p->url.n == 0)
		return;
	if (slot == SLOT_PUBLISHER) {
		struct person **publisher = member(h, slot);

		if (claim(h, slot, rank)) {
			*publisher = arena_alloc(h->a, sizeof(**publisher));
			**publisher = *p;
		}
		return;
	}
	people = member(h, slot);
	for (i = 0; i < people->n; i++)
		if (same_person(&((struct person *)people->v)[i], p))
			return;
	*(struct person *)list_add(h->a, people, sizeof(*p)) = *p;
}

static void
add_person_text(struct holder *h, const struct value *v, enum slot slot)
{
	struct person p;

	if (person_parse(h->a, keep(h, v->text), &p))
		add_person(h, slot, v->e->rank, &p);
}

static struct list *
categories(struct holder *h)
{
	return h->feed != NULL ? &h->feed->categories : &h->article->categories;
}

static void
add_category(struct holder *h, struct str term, struct str scheme, struct str label)
{
	struct list *l = categories(h);
	struct category *c = l->v;
	uint32_t i;

	term = keep(h, term);
	scheme = keep(h, scheme);
	label = keep(h, label);
	if (term.n == 0)
		return;
	for (i = 0; i < l->n; i++)
		if (str_eq(c[i].term, term) && str_eq(c[i].scheme, scheme) && str_eq(c[i].label, label))
			return;
	*(struct category *)list_add(h->a, l, sizeof(*c)) = (struct category){ term, scheme, label };
}

static void
add_keywords(struct holder *h, struct str text, struct str scheme)
{
	struct str word;

	while (str_next(&text, ',', &word))
		add_category(h, word, scheme, STR_NONE);
}

/* Items only. */
static struct comments *
comments(struct holder *h)
{
	if (h->article->comments == NULL)
		h->article->comments = arena_zalloc(h->a, sizeof(*h->article->comments));
	return h->article->comments;
}

static void
set_comments_count(struct holder *h, struct opt_int n, unsigned rank)
{
	if (n.is_set && n.v >= 0 && (h->count_rank == 0 || rank < h->count_rank)) {
		comments(h)->count = n;
		h->count_rank = (uint8_t)rank;
	}
}

/* ---- links and enclosures ---- */

static void
add_link(struct holder *h, const struct link *l)
{
	struct list *links = h->feed != NULL ? &h->feed->links : &h->article->links;
	struct link *v = links->v;
	uint32_t i;

	for (i = 0; i < links->n; i++)
		if (str_eq(v[i].rel, l->rel) && str_eq(v[i].url, l->url) && str_eq(v[i].type, l->type) && str_eq(v[i].hreflang, l->hreflang) &&
		    str_eq(v[i].title, l->title))
			return;
	*(struct link *)list_add(h->a, links, sizeof(*l)) = *l;
}

static void
add_enclosure(struct holder *h, struct str url, struct str type, struct opt_int length, struct str title)
{
	struct list *l;
	struct enclosure *v;
	uint32_t i;

	if (h->article == NULL || url.n == 0)
		return;
	l = &h->article->enclosures;
	for (i = 0, v = l->v; i < l->n; i++)
		if (str_eq(v[i].url, url))
			return;
	v = list_add(h->a, l, sizeof(*v));
	*v = (struct enclosure){ .url = url, .type = type, .title = title, .length = length };
}

static bool
is_page_type(struct str type)
{
	return type.n == 0 || str_starts_nocase(type, STR("text/html")) || str_starts_nocase(type, STR("application/xhtml+xml"));
}

static void
link_meaning(struct holder *h, const struct link *l)
{
	struct document *f = h->feed;

	if (str_is(l->rel, "alternate"))
		set_str(h, SLOT_URL, is_page_type(l->type) ? 2 : 5, l->url);
	else if (str_is(l->rel, "license"))
		set_str(h, SLOT_LICENSE, 1, l->url);
	else if (str_is(l->rel, "enclosure"))
		add_enclosure(h, l->url, l->type, l->length, l->title);
	else if (f != NULL && str_is(l->rel, "self") && f->feed_url.n == 0)
		f->feed_url = l->url;
	else if (f != NULL && str_is(l->rel, "next") && f->next_url.n == 0)
		f->next_url = l->url;
	else if (f != NULL && str_is(l->rel, "hub"))
		*(struct hub *)list_add(h->a, &f->hubs, sizeof(struct hub)) = (struct hub){ STR("WebSub"), l->url };
	else if (h->article != NULL && str_is(l->rel, "replies")) {
		struct comments *c = comments(h);

		if (is_page_type(l->type) && l->type.n > 0 && c->url.n == 0)
			c->url = l->url;
		else if (!is_page_type(l->type) && c->feed_url.n == 0)
			c->feed_url = l->url;
	}
}

static void
atom_link(struct holder *h, const struct attributes *at, const struct scope *scope)
{
	static const char registry[] = "http://www.iana.org/assignments/relation/";
	struct link l = {
		.rel = keep(h, attribute(at, "rel")),
		.url = keep_url(h, attribute(at, "href"), scope),
		.type = keep(h, attribute(at, "type")),
		.hreflang = keep(h, attribute(at, "hreflang")),
		.title = keep(h, attribute(at, "title")),
		.length = to_int(attribute(at, "length")),
	};

	if (l.url.n == 0)
		return;
	if (str_starts(l.rel, str_from(registry)))
		l.rel = str_skip(l.rel, strlen(registry));
	if (l.rel.n == 0)
		l.rel = STR("alternate");
	if (str_is(l.rel, "self") && l.type.n == 0)
		l.type = STR("application/atom+xml");
	add_link(h, &l);
	link_meaning(h, &l);
	if (h->article != NULL && str_is(l.rel, "replies"))
		set_comments_count(h, to_int(attribute_ns(at, NS_THR, "count")), 3);
}

static void
rss_link(struct holder *h, const struct value *v)
{
	struct link l = { .rel = STR("alternate"), .type = STR("text/html"), .url = keep_url(h, v->text, v->scope) };

	if (l.url.n == 0)
		return;
	add_link(h, &l);
	set_str(h, SLOT_URL, v->e->rank, l.url);
}

static void
rss_enclosure(struct holder *h, const struct attributes *at, const struct scope *scope)
{
	struct link l = { .rel = STR("enclosure"), .url = keep_url(h, attribute(at, "url"), scope), .type = keep(h, attribute(at, "type")),
		.length = to_int(attribute(at, "length")) };

	if (l.url.n == 0)
		return;
	add_link(h, &l);
	add_enclosure(h, l.url, l.type, l.length, STR_NONE);
}

static void
set_guid(struct holder *h, const struct value *v)
{
	struct str id = keep(h, v->text);

	if (h->article == NULL || id.n == 0 || !claim(h, SLOT_ID, v->e->rank))
		return;
	h->article->id = id;
	if (h->article->id_is_permalink == TRI_NONE)
		h->article->id_is_permalink = TRI_TRUE;
	if (h->article->id_is_permalink == TRI_TRUE) {
		h->permalink = url_resolve(h->a, v->scope->base, id);
		if (url_scheme(id).n == 0)
			h->article->id = h->permalink;
	}
}

/* ---- media ---- */

static struct media *
media(struct holder *h)
{
	struct media **m = h->feed != NULL ? &h->feed->media : &h->article->media;

	if (*m == NULL)
		*m = arena_zalloc(h->a, sizeof(**m));
	return *m;
}

enum text_kind
media_text_kind(const struct element *e, const struct attributes *at)
{
	struct str type = e->ns == NS_MEDIA ? str_trim(attribute(at, "type")) : STR_NONE;

	return str_is_nocase(type, "html") ? TEXT_HTML : str_is_nocase(type, "plain") ? TEXT_PLAIN : TEXT_SNIFF;
}

static bool
is_image_type(struct str type, struct str medium)
{
	return str_starts_nocase(type, STR("image/")) || str_is_nocase(medium, "image");
}

static struct opt_num
clock_duration(struct str s)
{
	struct str part;
	double total = 0, v;

	s = str_trim(s);
	if (s.n == 0)
		return (struct opt_num){ 0, false };
	while (str_next(&s, ':', &part)) {
		if (str_to_double(str_trim(part), &v) != 0 || v < 0)
			return (struct opt_num){ 0, false };
		total = total * 60 + v;
	}
	return (struct opt_num){ total, true };
}

void
holder_media_content(struct holder *h, const struct attributes *at, const struct scope *scope)
{
	struct media_content *c = list_add(h->a, &media(h)->contents, sizeof(*c));

	c->url = keep_url(h, attribute(at, "url"), scope);
	c->type = keep(h, attribute(at, "type"));
	c->medium = keep(h, attribute(at, "medium"));
	c->length = to_int(attribute(at, "fileSize"));
	c->width = to_int(attribute(at, "width"));
	c->height = to_int(attribute(at, "height"));
	c->duration = clock_duration(attribute(at, "duration"));
	c->bitrate = to_num(attribute(at, "bitrate"));
	c->channels = to_int(attribute(at, "channels"));
	c->lang = keep(h, attribute(at, "lang"));
	c->expression = keep(h, attribute(at, "expression"));
	if (str_is(attribute(at, "isDefault"), "true"))
		c->is_default = TRI_TRUE;
	else if (str_is(attribute(at, "isDefault"), "false"))
		c->is_default = TRI_FALSE;
	h->content = c;
	if (is_image_type(c->type, c->medium))
		set_str(h, SLOT_IMAGE, 5, c->url);
}

static void
add_thumbnail(struct holder *h, struct list *to, const struct attributes *at, const struct scope *scope)
{
	struct thumbnail t = { .url = keep_url(h, attribute(at, "url"), scope), .width = to_int(attribute(at, "width")),
		.height = to_int(attribute(at, "height")), .time = keep(h, attribute(at, "time")) };

	if (t.url.n == 0)
		return;
	*(struct thumbnail *)list_add(h->a, to, sizeof(t)) = t;
	set_str(h, SLOT_IMAGE, 4, t.url);
}

static void
add_media_keywords(struct holder *h, struct str text)
{
	struct str word;

	add_keywords(h, text, STR_NONE);
	while (str_next(&text, ',', &word))
		if (str_trim(word).n > 0)
			*(struct str *)list_add(h->a, &media(h)->keywords, sizeof(word)) = keep(h, word);
}

static struct player *
new_player(struct holder *h, const struct attributes *at, const struct scope *scope)
{
	struct player p = { keep_url(h, attribute(at, "url"), scope), to_int(attribute(at, "width")), to_int(attribute(at, "height")) }, *out;

	if (p.url.n == 0)
		return NULL;
	out = arena_alloc(h->a, sizeof(*out));
	*out = p;
	return out;
}

/* Children of media:content: text fields belong to it, credits and keywords to the article. */
void
holder_media_part(struct holder *h, const struct value *v)
{
	if (h->content == NULL || v->text.n == 0)
		return;
	if (v->e->action == ACT_MEDIA_TITLE)
		h->content->title = text_of(h, v);
	else if (v->e->action == ACT_MEDIA_DESCRIPTION)
		h->content->description = text_of(h, v);
	else if (v->e->action == ACT_MEDIA_CREDIT || v->e->action == ACT_MEDIA_KEYWORDS || v->e->action == ACT_MEDIA_RATING)
		holder_value(h, v);
}

static void
add_credit(struct holder *h, const struct value *v)
{
	struct list *l = &media(h)->credits;
	struct credit *c = l->n > 0 ? &((struct credit *)l->v)[l->n - 1] : NULL;

	if (c != NULL && c->name.n == 0) /* opened by its attributes */
		c->name = keep(h, v->text);
	if (c != NULL && c->name.n == 0)
		l->n--;
}

/* ---- itunes ---- */

static struct itunes *
itunes(struct holder *h)
{
	struct itunes **i = h->feed != NULL ? &h->feed->itunes : &h->article->itunes;

	if (*i == NULL)
		*i = arena_zalloc(h->a, sizeof(**i));
	return *i;
}

static void
set_itunes_text(struct holder *h, const struct value *v, struct text *to, enum slot slot)
{
	struct element as = *v->e;
	struct value again = *v;

	if (to->raw.n == 0)
		*to = text_of(h, v);
	as.slot = slot;
	again.e = &as;
	set_text(h, &again);
}

static void
set_itunes(struct holder *h, const struct value *v)
{
	struct itunes *i = itunes(h);
	struct str text = keep(h, v->text);
	struct value sniffed = *v;

	sniffed.kind = TEXT_SNIFF;
	if (text.n == 0)
		return;
	switch (v->e->slot) {
	case SLOT_ITUNES_AUTHOR:
		i->author = i->author.n == 0 ? text : i->author;
		add_person_text(h, v, SLOT_AUTHORS);
		break;
	case SLOT_ITUNES_TITLE:
		set_itunes_text(h, &sniffed, &i->title, SLOT_TITLE);
		break;
	case SLOT_ITUNES_SUBTITLE:
		set_itunes_text(h, &sniffed, &i->subtitle, h->feed != NULL ? SLOT_SUMMARY : SLOT_SUBTITLE);
		break;
	case SLOT_ITUNES_SUMMARY:
		set_itunes_text(h, &sniffed, &i->summary, SLOT_SUMMARY);
		break;
	case SLOT_ITUNES_EXPLICIT:
		if (str_is_nocase(text, "yes") || str_is_nocase(text, "true"))
			i->is_explicit = TRI_TRUE;
		else if (str_is_nocase(text, "no") || str_is_nocase(text, "false") || str_is_nocase(text, "clean"))
			i->is_explicit = TRI_FALSE;
		break;
	case SLOT_ITUNES_BLOCK:
		i->block = str_is_nocase(text, "yes") ? TRI_TRUE : TRI_FALSE;
		break;
	case SLOT_ITUNES_COMPLETE:
		i->complete = str_is_nocase(text, "yes") ? TRI_TRUE : TRI_FALSE;
		break;
	case SLOT_ITUNES_DURATION:
		i->duration = clock_duration(text);
		break;
	case SLOT_ITUNES_EPISODE:
		i->episode = to_int(text);
		break;
	case SLOT_ITUNES_SEASON:
		i->season = to_int(text);
		break;
	case SLOT_ITUNES_EPISODE_TYPE:
		i->episode_type = text;
		break;
	case SLOT_ITUNES_TYPE:
		i->type = text;
		break;
	default: /* not of this family */
		break;
	}
}

/* ---- feed-level odds and ends ---- */

static struct image *
feed_image(struct document *f, struct arena *a)
{
	if (f->image == NULL)
		f->image = arena_zalloc(a, sizeof(*f->image));
	return f->image;
}

void
holder_image_part(struct holder *h, const struct value *v)
{
	struct image *i;

	if (h == NULL || str_trim(v->text).n == 0)
		return;
	if (h->feed == NULL) { /* RSS image/url inside an item */
		if (str_is_nocase(v->local, "url"))
			set_str(h, SLOT_IMAGE, 7, keep_url(h, v->text, v->scope));
		return;
	}
	i = feed_image(h->feed, h->a);
	if (str_is_nocase(v->local, "url"))
		i->url = keep_url(h, v->text, v->scope);
	else if (str_is_nocase(v->local, "title") && i->title.n == 0)
		i->title = keep(h, v->text);
	else if (str_is_nocase(v->local, "link"))
		i->link = keep_url(h, v->text, v->scope);
	else if (str_is_nocase(v->local, "description"))
		i->description = keep(h, v->text);
	else if (str_is_nocase(v->local, "width"))
		i->width = to_int(v->text);
	else if (str_is_nocase(v->local, "height"))
		i->height = to_int(v->text);
}

void
holder_text_input_part(struct holder *h, const struct value *v)
{
	struct text_input *t;

	if (h == NULL || h->feed == NULL || str_trim(v->text).n == 0)
		return;
	if (h->feed->text_input == NULL)
		h->feed->text_input = arena_zalloc(h->a, sizeof(*t));
	t = h->feed->text_input;
	if (str_is_nocase(v->local, "title"))
		t->title = keep(h, v->text);
	else if (str_is_nocase(v->local, "description"))
		t->description = keep(h, v->text);
	else if (str_is_nocase(v->local, "name"))
		t->name = keep(h, v->text);
	else if (str_is_nocase(v->local, "link"))
		t->link = keep_url(h, v->text, v->scope);
}

static struct generator *
generator(struct holder *h)
{
	if (h->feed->generator == NULL)
		h->feed->generator = arena_zalloc(h->a, sizeof(*h->feed->generator));
	return h->feed->generator;
}

static void
set_update(struct holder *h, const struct value *v)
{
	struct update_rhythm *u;
	int64_t s;

	if (h->feed == NULL)
		return;
	if (h->feed->update == NULL)
		h->feed->update = arena_zalloc(h->a, sizeof(*u));
	u = h->feed->update;
	if (str_is(v->local, "updatePeriod"))
		u->period = keep(h, v->text);
	else if (str_is(v->local, "updateFrequency"))
		u->frequency = to_int(v->text);
	else if (date_parse(v->text, &s))
		u->base = (struct opt_int){ s, true };
}

void
holder_about(struct holder *h, struct str about, const struct scope *scope)
{
	about = keep(h, about);
	if (about.n == 0)
		return;
	set_str(h, SLOT_ID, 2, about);
	if (h->article != NULL && url_is_http(url_resolve(h->a, scope->base, about)))
		set_str(h, SLOT_URL, 4, url_resolve(h->a, scope->base, about));
}

void
holder_language(struct holder *h, struct str lang, unsigned rank)
{
	set_str(h, SLOT_LANGUAGE, rank, lang);
}

void
holder_content_type(struct holder *h, const struct element *e, const struct attributes *at, const struct scope *scope)
{
	struct str type = keep(h, attribute(at, "type"));

	if (e->slot != SLOT_CONTENT || h->article == NULL || h->article->content_type.n > 0)
		return;
	if (str_is(type, "html") || str_is(type, "text/html"))
		type = STR("text/html");
	else if (str_is(type, "xhtml"))
		type = STR("application/xhtml+xml");
	else if (type.n == 0 || str_is(type, "text"))
		type = STR("text/plain");
	h->article->content_type = type;
	h->article->content_src = keep_url(h, attribute(at, "src"), scope);
}

/* What leaves say in their attributes, before their text is known. */
void
holder_attributes(struct holder *h, const struct element *e, const struct attributes *at, const struct scope *scope, bool in_content)
{
	struct str url;

	switch (e->action) {
	case ACT_LINK:
		if (attribute(at, "href").n > 0)
			atom_link(h, at, scope);
		break;
	case ACT_GUID:
		if (h->article != NULL && h->rank[SLOT_ID] != 1) {
			url = str_trim(attribute(at, "isPermaLink"));
			h->article->id_is_permalink = url.n == 0 || str_is_nocase(url, "true") ? TRI_TRUE : TRI_FALSE;
		}
		break;
	case ACT_CATEGORY:
	case ACT_ITUNES_CATEGORY:
		if (e->ns == NS_ATOM)
			add_category(h, attribute(at, "term"), attribute(at, "scheme"), attribute(at, "label"));
		else if (e->ns == NS_ITUNES)
			add_category(h, attribute(at, "text"), ITUNES_SCHEME, STR_NONE);
		else if (e->ns == NS_NONE) /* waits for its text; see holder_value() */
			h->second.plain = keep(h, attribute(at, "domain"));
		break;
	case ACT_ENCLOSURE:
		rss_enclosure(h, at, scope);
		break;
	case ACT_GENERATOR:
		if (h->feed != NULL && h->feed->generator == NULL && e->ns == NS_ATOM) {
			url = attribute(at, "uri").n > 0 ? attribute(at, "uri") : attribute(at, "url");
			generator(h)->url = keep_url(h, url, scope);
			generator(h)->version = keep(h, attribute(at, "version"));
		}
		break;
	case ACT_GENERATOR_AGENT:
		if (h->feed != NULL && generator(h)->url.n == 0)
			generator(h)->url = keep_url(h, attribute_ns(at, NS_RDF, "resource"), scope);
		break;
	case ACT_LICENSE_RDF:
		set_str(h, SLOT_LICENSE, e->rank, keep_url(h, attribute_ns(at, NS_RDF, "resource"), scope));
		break;
	case ACT_CLOUD:
		if (h->feed != NULL && h->feed->cloud == NULL) {
			h->feed->cloud = arena_alloc(h->a, sizeof(*h->feed->cloud));
			*h->feed->cloud = (struct cloud){ keep(h, attribute(at, "domain")), to_int(attribute(at, "port")),
				keep(h, attribute(at, "path")), keep(h, attribute(at, "registerProcedure")), keep(h, attribute(at, "protocol")) };
		}
		break;
	case ACT_REPLY:
		*(struct reply *)list_add(h->a, h->feed != NULL ? &h->feed->in_reply_to : &h->article->in_reply_to, sizeof(struct reply)) =
		    (struct reply){ keep(h, attribute(at, "ref")), keep_url(h, attribute(at, "href"), scope), keep(h, attribute(at, "type")),
			    keep_url(h, attribute(at, "source"), scope) };
		break;
	case ACT_MEDIA_THUMBNAIL:
		add_thumbnail(h, in_content && h->content != NULL ? &h->content->thumbnails : &media(h)->thumbnails, at, scope);
		break;
	case ACT_MEDIA_CREDIT:
		*(struct credit *)list_add(h->a, &media(h)->credits, sizeof(struct credit)) =
		    (struct credit){ STR_NONE, keep(h, attribute(at, "role")), keep(h, attribute(at, "scheme")) };
		break;
	case ACT_MEDIA_PLAYER:
		if (in_content && h->content != NULL)
			h->content->player = new_player(h, at, scope);
		else if (media(h)->player == NULL)
			media(h)->player = new_player(h, at, scope);
		break;
	case ACT_ITUNES_IMAGE:
		url = keep_url(h, attribute(at, "href").n > 0 ? attribute(at, "href") : attribute(at, "url"), scope);
		if (url.n == 0)
			break;
		itunes(h)->image = url;
		if (h->feed != NULL && (h->feed->image == NULL || h->feed->image->url.n == 0))
			feed_image(h->feed, h->a)->url = url;
		else
			set_str(h, SLOT_IMAGE, e->rank, url);
		break;
	default: /* says nothing in attributes */
		break;
	}
}

/* An element that ended, with its text. */
void
holder_value(struct holder *h, const struct value *v)
{
	struct opt_int *number;

	switch (v->e->action) {
	case ACT_TEXT:
	case ACT_ATOM_TEXT:
	case ACT_HTML:
	case ACT_BODY:
		set_text(h, v);
		break;
	case ACT_MEDIA_TITLE:
		if (media(h)->title.raw.n == 0)
			media(h)->title = text_of(h, v);
		set_text(h, v);
		break;
	case ACT_MEDIA_DESCRIPTION:
		if (media(h)->description.raw.n == 0)
			media(h)->description = text_of(h, v);
		set_text(h, v);
		break;
	case ACT_STR:
		if (v->e->slot == SLOT_LANGUAGE)
			holder_language(h, language_tag(h->a, v->text), v->e->rank);
		else
			set_str(h, v->e->slot, v->e->rank, keep(h, v->text));
		break;
	case ACT_URL:
		set_str(h, v->e->slot, v->e->rank, keep_url(h, v->text, v->scope));
		break;
	case ACT_DATE:
		set_date(h, v);
		break;
	case ACT_INT:
		number = member(h, v->e->slot);
		if (number != NULL && to_int(v->text).is_set && claim(h, v->e->slot, v->e->rank))
			*number = to_int(v->text);
		break;
	case ACT_PERSON:
		add_person_text(h, v, v->e->slot);
		break;
	case ACT_ATOM_PERSON:
	case ACT_ITUNES_OWNER:
		if (v->person->name.n + v->person->email.n + v->person->url.n > 0)
			add_person(h, v->e->slot, v->e->rank, v->person);
		else
			add_person_text(h, v, v->e->slot);
		if (v->e->action == ACT_ITUNES_OWNER) {
			itunes(h)->owner = arena_alloc(h->a, sizeof(struct itunes_owner));
			*itunes(h)->owner = (struct itunes_owner){ v->person->name, v->person->email };
		}
		break;
	case ACT_PERSON_PART:
		if (v->person == NULL) /* a part of nobody */
			break;
		if (str_is(v->local, "name"))
			v->person->name = keep(h, v->text);
		else if (str_is(v->local, "email"))
			v->person->email = keep(h, v->text);
		else
			v->person->url = keep_url(h, v->text, v->scope);
		break;
	case ACT_LINK:
		rss_link(h, v);
		break;
	case ACT_GUID:
		set_guid(h, v);
		break;
	case ACT_CATEGORY:
		add_category(h, v->text, v->e->ns == NS_MEDIA ? MEDIA_SCHEME : v->e->ns == NS_NONE ? h->second.plain : STR_NONE, STR_NONE);
		h->second.plain = STR_NONE;
		break;
	case ACT_KEYWORDS:
		add_keywords(h, v->text, v->e->ns == NS_ITUNES ? ITUNES_SCHEME : STR_NONE);
		break;
	case ACT_SOURCE:
		if (h->article != NULL && h->article->source != NULL && v->ns != NS_ATOM)
			h->article->source->title = (struct text){ .raw = keep(h, v->text), .kind = TEXT_SNIFF, .scope = v->scope };
		break;
	case ACT_GENERATOR:
		if (h->feed != NULL && generator(h)->name.n == 0)
			generator(h)->name = keep(h, v->text);
		break;
	case ACT_HOUR:
		if (h->feed != NULL && to_int(v->text).is_set)
			*(int64_t *)list_add(h->a, &h->feed->skip_hours, sizeof(int64_t)) = to_int(v->text).v;
		break;
	case ACT_DAY:
		if (h->feed != NULL && str_trim(v->text).n > 0)
			*(struct str *)list_add(h->a, &h->feed->skip_days, sizeof(struct str)) = keep(h, v->text);
		break;
	case ACT_COMMENTS_URL:
		if (h->article != NULL && comments(h)->url.n == 0)
			comments(h)->url = keep_url(h, v->text, v->scope);
		break;
	case ACT_COMMENTS_POST:
		if (h->article != NULL)
			comments(h)->post_url = keep_url(h, v->text, v->scope);
		break;
	case ACT_COMMENTS_FEED:
		if (h->article != NULL)
			comments(h)->feed_url = keep_url(h, v->text, v->scope);
		break;
	case ACT_COMMENTS_COUNT:
		if (h->article != NULL)
			set_comments_count(h, to_int(v->text), v->e->rank);
		break;
	case ACT_MEDIA_CREDIT:
		add_credit(h, v);
		break;
	case ACT_MEDIA_KEYWORDS:
		add_media_keywords(h, v->text);
		break;
	case ACT_MEDIA_RATING:
		if (media(h)->rating == NULL && str_trim(v->text).n > 0) {
			media(h)->rating = arena_zalloc(h->a, sizeof(struct rating));
			media(h)->rating->value = keep(h, v->text);
		}
		break;
	case ACT_ITUNES:
		set_itunes(h, v);
		break;
	case ACT_UPDATE:
		set_update(h, v);
		break;
	default: /* contexts, and elements whose attributes said all */
		break;
	}
}

void
holder_finish(struct holder *h)
{
	struct article *a = h->article;
	struct enclosure *e;
	uint32_t i;

	if (h->feed != NULL) {
		if (h->feed->image != NULL && h->feed->image->url.n + h->feed->image->title.n + h->feed->image->link.n == 0)
			h->feed->image = NULL;
		if (h->feed->generator != NULL && h->feed->generator->name.n == 0) {
			h->feed->generator->name = h->feed->generator->url;
			if (h->feed->generator->name.n == 0)
				h->feed->generator = NULL;
		}
		return;
	}
	if (a->body.raw.n == 0 && h->second.raw.n > 0)
		a->body = h->second;
	if (url_is_http(h->permalink))
		set_str(h, SLOT_URL, 3, h->permalink);
	for (i = 0, e = a->enclosures.v; i < a->enclosures.n; i++) {
		if (str_starts_nocase(e[i].type, STR("image/")))
			set_str(h, SLOT_IMAGE, 6, e[i].url);
		set_str(h, SLOT_URL, 8, e[i].url);
	}
	if (a->published.is_set || a->updated.is_set)
		a->date_from = STR("feed");
}
