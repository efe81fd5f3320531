#include "config.h"
#include "parse/field_set.h"

#include "base/url.h"
#include "parse/date.h"

/* The feed's link relations that are data of their own come with their prefix from the registry. */
#define RELATIONS STR("http://www.iana.org/assignments/relation/")

/* ---- plain values ---- */

static void
text_close(struct holder *h, const struct value *v)
{
	struct text t = holder_text(h, v);
	bool is_rss_body = v->e->slot == SLOT_SUMMARY && h->article != NULL && v->e->ns == NS_NONE;

	if (is_rss_body && t.raw.n > 0 && h->rank[SLOT_SUMMARY] == v->e->rank) {
		if (h->second.raw.n == 0) /* the later of description and summary may be the content */
			h->second = t;
		return;
	}
	holder_set_text(h, v->e->slot, holder_rank(h, v->e), &t);
}

/* The media type and address of an Atom content element. */
static void
take_content_type(struct holder *h, const struct value *v)
{
	struct str type = holder_keep(h, attribute(v->at, "type"));

	if (h->article == NULL || h->article->content_type.n > 0)
		return;
	if (str_is_nocase(type, "html"))
		type = STR("text/html");
	else if (str_is_nocase(type, "xhtml"))
		type = STR("application/xhtml+xml");
	else if (type.n == 0 || str_is_nocase(type, "text"))
		type = STR("text/plain");
	h->article->content_type = type;
	h->article->content_src = holder_keep_url(h, attribute(v->at, "src"), v->scope);
}

static void
atom_text_open(struct holder *h, struct value *v)
{
	if (v->e->slot == SLOT_CONTENT)
		take_content_type(h, v);
}

static void
str_close(struct holder *h, const struct value *v)
{
	holder_set_str(h, v->e->slot, holder_rank(h, v->e), holder_keep(h, v->text));
}

/* RFC 4287 wants absolute ones; a relative one is made so, or it would not be unique. */
static void
id_close(struct holder *h, const struct value *v)
{
	struct str id = holder_keep(h, v->text);

	if (id.n > 0 && url_scheme(id).n == 0 && str_find_char(id, ' ') == STR_NPOS)
		id = url_resolve(h->a, v->scope->base, id);
	holder_set_str(h, v->e->slot, holder_rank(h, v->e), id);
}

static void
url_close(struct holder *h, const struct value *v)
{
	holder_set_str(h, v->e->slot, holder_rank(h, v->e), holder_keep_url(h, v->text, v->scope));
}

static void
date_close(struct holder *h, const struct value *v)
{
	holder_set_date(h, v->e->slot, holder_rank(h, v->e), v->text);
}

static void
int_close(struct holder *h, const struct value *v)
{
	struct opt_int *to = holder_member(h, v->e->slot), n = opt_int_from(v->text);

	if (to != NULL && n.is_set && holder_claim(h, v->e->slot, holder_rank(h, v->e)))
		*to = n;
}

static void
language_close(struct holder *h, const struct value *v)
{
	holder_set_str(h, SLOT_LANGUAGE, holder_rank(h, v->e), language_tag(h->a, v->text));
}

/* dcterms:valid, as the DCMI Period encoding has it: "start=…; end=…; scheme=W3C-DTF". */
static void
validity_close(struct holder *h, const struct value *v)
{
	struct validity *valid = arena_zalloc(h->a, sizeof(*valid));
	struct str rest = v->text, part;
	struct opt_int *to;
	int64_t s;

	while (str_next(&rest, ';', &part)) {
		part = str_trim(part);
		to = str_starts_nocase(part, STR("start=")) ? &valid->start
		     : str_starts_nocase(part, STR("end=")) ? &valid->end
							    : NULL;
		if (to != NULL && date_parse(str_skip(part, str_find_char(part, '=') + 1), &s))
			*to = (struct opt_int){ s, true };
	}
	if (h->feed == NULL) {
		if (valid->end.is_set && holder_claim(h, SLOT_EXPIRES, v->e->rank))
			h->article->expires = valid->end;
	} else if (h->feed->validity == NULL && (valid->start.is_set || valid->end.is_set)) {
		h->feed->validity = valid;
	}
}

/* ---- people ---- */

static void
person_close(struct holder *h, const struct value *v)
{
	holder_add_person_text(h, v->e->slot, v->e->rank, v->text);
}

static void
atom_person_open(struct holder *h, struct value *v)
{
	v->object = arena_zalloc(h->a, sizeof(struct person));
}

static void
atom_person_close(struct holder *h, const struct value *v)
{
	struct person *p = v->object;

	if (p->name.n + p->email.n + p->url.n > 0)
		holder_add_person(h, v->e->slot, v->e->rank, p);
	else
		holder_add_person_text(h, v->e->slot, v->e->rank, v->text);
}

static void
person_part_close(struct holder *h, const struct value *v)
{
	struct person *p = v->outer;

	if (p == NULL)
		return;
	if (str_is(v->local, "name") && p->name.n == 0)
		p->name = holder_keep(h, v->text);
	else if (str_is(v->local, "email") && p->email.n == 0)
		p->email = holder_keep(h, v->text);
	else if (!str_is(v->local, "name") && !str_is(v->local, "email") && p->url.n == 0)
		p->url = holder_keep_url(h, v->text, v->scope);
}

/* ---- categories ---- */

static void
category_open(struct holder *h, struct value *v)
{
	struct category *c = v->object = arena_zalloc(h->a, sizeof(*c));

	if (v->e->ns == NS_ATOM)
		*c = (struct category){ attribute(v->at, "term"), attribute(v->at, "scheme"), attribute(v->at, "label") };
	else
		c->scheme = attribute(v->at, "domain");
	c->term = holder_keep(h, c->term); /* attributes are gone when the element ends */
	c->scheme = holder_keep(h, c->scheme);
	c->label = holder_keep(h, c->label);
}

static void
category_close(struct holder *h, const struct value *v)
{
	const struct category *c = v->object;
	struct str term = c->term.n > 0 ? c->term : v->text;

	if (str_trim(term).n > 0 || v->e->ns == NS_ATOM)
		holder_add_category(h, term, c->scheme, c->label);
}

static void
subject_close(struct holder *h, const struct value *v)
{
	if (str_trim(v->text).n > 0)
		holder_add_category(h, v->text, STR_NONE, STR_NONE);
}

static void
keywords_close(struct holder *h, const struct value *v)
{
	holder_add_keywords(h, v->text, STR_NONE, NULL);
}

/* ---- comments: items only ---- */

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
	if (n.is_set && n.v >= 0 && holder_claim(h, SLOT_COMMENTS_COUNT, rank))
		comments(h)->count = n;
}

static void
set_comments_url(struct holder *h, enum slot slot, unsigned rank, struct str url)
{
	if (url.n == 0 || !holder_claim(h, slot, rank))
		return;
	if (slot == SLOT_COMMENTS_URL)
		comments(h)->url = url;
	else if (slot == SLOT_COMMENTS_POST)
		comments(h)->post_url = url;
	else
		comments(h)->feed_url = url;
}

static void
comments_close(struct holder *h, const struct value *v)
{
	if (h->article == NULL)
		return;
	if (v->e->slot == SLOT_COMMENTS_COUNT)
		set_comments_count(h, opt_int_from(v->text), v->e->rank);
	else
		set_comments_url(h, v->e->slot, v->e->rank, holder_keep_url(h, v->text, v->scope));
}

static void
reply_open(struct holder *h, struct value *v)
{
	struct reply r = { holder_keep(h, attribute(v->at, "ref")), holder_attribute_url(h, v, "href"),
		holder_keep(h, attribute(v->at, "type")), holder_keep_url(h, attribute(v->at, "source"), v->scope) };

	if (r.ref.n + r.url.n + r.source.n > 0)
		*(struct reply *)list_add(h->a, h->feed != NULL ? &h->feed->in_reply_to : &h->article->in_reply_to, sizeof(r)) = r;
}

/* RFC 6721, 3 */
static void
deleted_open(struct holder *h, struct value *v)
{
	struct deleted d = { .ref = holder_keep(h, attribute(v->at, "ref")) };

	d.when.is_set = date_parse(attribute(v->at, "when"), &d.when.v);
	if (d.ref.n > 0 && h->feed != NULL)
		*(struct deleted *)list_add(h->a, &h->feed->deleted, sizeof(d)) = d;
}

/* ---- links and enclosures ---- */

static void
add_link(struct holder *h, const struct link *l)
{
	struct list *links = h->feed != NULL ? &h->feed->links : &h->article->links;
	struct link *v = links->v;
	uint32_t i;

	if (links->n >= HOLDER_LIST_MAX)
		return;
	for (i = 0; i < links->n; i++)
		if (str_eq(v[i].rel, l->rel) && str_eq(v[i].url, l->url) && str_eq(v[i].type, l->type) &&
		    str_eq(v[i].hreflang, l->hreflang) && str_eq(v[i].title, l->title) && v[i].length.is_set == l->length.is_set &&
		    v[i].length.v == l->length.v)
			return;
	*(struct link *)list_add(h->a, links, sizeof(*l)) = *l;
}

static void
add_enclosure(struct holder *h, const struct link *l)
{
	struct enclosure *v;
	uint32_t i;

	if (h->article == NULL || l->url.n == 0 || h->article->enclosures.n >= HOLDER_LIST_MAX)
		return;
	for (i = 0, v = h->article->enclosures.v; i < h->article->enclosures.n; i++)
		if (str_eq(v[i].url, l->url))
			return;
	v = list_add(h->a, &h->article->enclosures, sizeof(*v));
	*v = (struct enclosure){ .url = l->url, .type = l->type, .title = l->title, .length = l->length };
}

static bool
is_page_type(struct str type)
{
	return str_starts_nocase(type, STR("text/html")) || str_starts_nocase(type, STR("application/xhtml+xml"));
}

static void
link_meaning(struct holder *h, const struct link *l)
{
	struct document *f = h->feed;

	if (str_is_nocase(l->rel, "alternate"))
		holder_set_str(h, SLOT_URL, l->type.n == 0 || is_page_type(l->type) ? RANK_URL_LINK : RANK_URL_ALTERNATE, l->url);
	else if (str_is_nocase(l->rel, "license"))
		holder_set_str(h, SLOT_LICENSE, 1, l->url);
	else if (str_is_nocase(l->rel, "enclosure"))
		add_enclosure(h, l);
	else if (h->article != NULL && str_is_nocase(l->rel, "replies") && l->type.n > 0)
		set_comments_url(h, is_page_type(l->type) ? SLOT_COMMENTS_URL : SLOT_COMMENTS_FEED, 2, l->url);
	else if (f != NULL && str_is_nocase(l->rel, "self") && f->feed_url.n == 0)
		f->feed_url = l->url;
	else if (f != NULL && str_is_nocase(l->rel, "next") && f->next_url.n == 0)
		f->next_url = l->url;
	else if (f != NULL && str_is_nocase(l->rel, "hub") && l->url.n > 0)
		*(struct hub *)list_add(h->a, &f->hubs, sizeof(struct hub)) = (struct hub){ STR("WebSub"), l->url };
}

/* An Atom link, and an RSS one that carries attributes as if it were one. */
static void
link_open(struct holder *h, struct value *v)
{
	struct link *l;

	if (v->e->ns != NS_ATOM && attribute(v->at, "href").p == NULL)
		return;
	l = v->object = arena_zalloc(h->a, sizeof(*l));
	l->rel = holder_keep(h, attribute(v->at, "rel"));
	l->url = holder_attribute_url(h, v, "href");
	l->type = holder_keep(h, attribute(v->at, "type"));
	l->hreflang = holder_keep(h, attribute(v->at, "hreflang"));
	l->title = holder_keep(h, attribute(v->at, "title"));
	l->length = opt_int_from(attribute(v->at, "length"));
	if (str_starts(l->rel, RELATIONS))
		l->rel = str_skip(l->rel, RELATIONS.n);
	if (l->rel.n == 0)
		l->rel = STR("alternate");
	if (str_is_nocase(l->rel, "self") && l->type.n == 0)
		l->type = STR("application/atom+xml");
	if (h->article != NULL && str_is_nocase(l->rel, "replies"))
		set_comments_count(h, opt_int_from(attribute_ns(v->at, NS_THR, "count")), 3);
}

static void
link_close(struct holder *h, const struct value *v)
{
	struct link *l = v->object;
	struct link plain = { .rel = STR("alternate"), .type = STR("text/html"), .url = holder_keep_url(h, v->text, v->scope) };

	if (l != NULL) {
		if (l->url.n == 0)
			l->url = plain.url;
		add_link(h, l);
		link_meaning(h, l);
	} else if (plain.url.n > 0) {
		add_link(h, &plain);
		holder_set_str(h, SLOT_URL, holder_rank(h, v->e), plain.url);
	}
}

static void
enclosure_open(struct holder *h, struct value *v)
{
	struct link l = { .rel = STR("enclosure"),
		.url = holder_keep_url(h, attribute(v->at, "url"), v->scope),
		.type = holder_keep(h, attribute(v->at, "type")),
		.length = opt_int_from(attribute(v->at, "length")) };

	if (l.url.n == 0)
		return;
	add_link(h, &l);
	add_enclosure(h, &l);
}

static void
enclosure_original_close(struct holder *h, const struct value *v)
{
	if (h->enclosure_original.n == 0)
		h->enclosure_original = holder_keep_url(h, v->text, v->scope);
}

static void
guid_open(struct holder *h, struct value *v)
{
	struct str says = str_trim(attribute(v->at, "isPermaLink"));

	if (h->article != NULL && h->rank[SLOT_ID] != v->e->rank)
		h->article->id_is_permalink =
		    attribute(v->at, "isPermaLink").p == NULL || str_is_nocase(says, "true") ? TRI_TRUE : TRI_FALSE;
}

static void
guid_close(struct holder *h, const struct value *v)
{
	struct str id = holder_keep(h, v->text);

	if (h->article == NULL)
		return;
	if (id.n == 0 || !holder_claim(h, SLOT_ID, v->e->rank)) {
		if (h->rank[SLOT_ID] != v->e->rank)
			h->article->id_is_permalink = TRI_NONE; /* an empty one says nothing */
		return;
	}
	h->article->id = id;
	if (h->article->id_is_permalink == TRI_TRUE) {
		h->permalink = url_resolve(h->a, v->scope->base, id);
		if (url_scheme(id).n == 0)
			h->article->id = h->permalink;
	}
}

static void
license_rdf_open(struct holder *h, struct value *v)
{
	holder_set_str(h, SLOT_LICENSE, v->e->rank, holder_keep_url(h, attribute_ns(v->at, NS_RDF, "resource"), v->scope));
}

/* RSS: the title of another feed, its address in url. */
static void
source_open(struct holder *h, struct value *v)
{
	if (h->article == NULL || h->article->source != NULL)
		return;
	h->article->source = arena_zalloc(h->a, sizeof(*h->article->source));
	h->article->source->feed_url = holder_keep_url(h, attribute(v->at, "url"), v->scope);
}

static void
source_close(struct holder *h, const struct value *v)
{
	struct document *source = h->article != NULL ? h->article->source : NULL;

	if (source != NULL && source->title.raw.n == 0)
		source->title = (struct text){ .raw = holder_keep(h, v->text), .kind = TEXT_SNIFF, .scope = v->scope };
	if (source != NULL && source->title.raw.n + source->feed_url.n == 0)
		h->article->source = NULL;
}

/* ---- the rules ---- */

#define IN(ctx) (1U << (ctx))
#define TOP IN(CTX_OUTSIDE) /* beside the channel, where RDF has image and textinput */
#define MAIN (TOP | IN(CTX_FEED) | IN(CTX_ITEM) | IN(CTX_SOURCE))
#define FEEDS (TOP | IN(CTX_FEED) | IN(CTX_SOURCE))
#define MEDIA (MAIN | IN(CTX_MEDIA_GROUP) | IN(CTX_MEDIA))

static const struct rule rules[ACTIONS] = {
	[ACT_NONE] = { 0, CTX_IGNORED, NULL, NULL },
	[ACT_FEED] = { IN(CTX_OUTSIDE) | IN(CTX_FEED), CTX_OUTSIDE, NULL, NULL },
	[ACT_CHANNEL] = { IN(CTX_OUTSIDE) | IN(CTX_FEED), CTX_FEED, NULL, NULL },
	[ACT_ITEM] = { IN(CTX_OUTSIDE) | IN(CTX_FEED), CTX_ITEM, NULL, NULL },
	[ACT_TEXT] = { MAIN, CTX_MARKUP, NULL, text_close },
	[ACT_ATOM_TEXT] = { MAIN, CTX_MARKUP, atom_text_open, text_close },
	[ACT_HTML] = { MAIN, CTX_MARKUP, NULL, text_close },
	[ACT_BODY] = { MAIN, CTX_MARKUP, NULL, text_close },
	[ACT_STR] = { MAIN, CTX_LEAF, NULL, str_close },
	[ACT_ID] = { MAIN, CTX_LEAF, NULL, id_close },
	[ACT_URL] = { MAIN, CTX_LEAF, NULL, url_close },
	[ACT_DATE] = { MAIN, CTX_LEAF, NULL, date_close },
	[ACT_INT] = { MAIN, CTX_LEAF, NULL, int_close },
	[ACT_LANGUAGE] = { MAIN, CTX_LEAF, NULL, language_close },
	[ACT_VALIDITY] = { MAIN, CTX_LEAF, NULL, validity_close },
	[ACT_PERSON] = { MAIN, CTX_LEAF, NULL, person_close },
	[ACT_ATOM_PERSON] = { MAIN, CTX_PERSON, atom_person_open, atom_person_close },
	[ACT_PERSON_PART] = { IN(CTX_PERSON), CTX_LEAF, NULL, person_part_close },
	[ACT_LINK] = { MAIN, CTX_LEAF, link_open, link_close },
	[ACT_GUID] = { MAIN, CTX_LEAF, guid_open, guid_close },
	[ACT_CATEGORY] = { MAIN, CTX_LEAF, category_open, category_close },
	[ACT_SUBJECT] = { MAIN, CTX_LEAF, NULL, subject_close },
	[ACT_KEYWORDS] = { MAIN, CTX_LEAF, NULL, keywords_close },
	[ACT_ENCLOSURE] = { MAIN, CTX_LEAF, enclosure_open, NULL },
	[ACT_ENCLOSURE_ORIGINAL] = { MAIN, CTX_LEAF, NULL, enclosure_original_close },
	[ACT_SOURCE] = { IN(CTX_ITEM), CTX_LEAF, source_open, source_close },
	[ACT_IMAGE] = { MAIN, CTX_IMAGE, feed_image_open, NULL },
	[ACT_TEXT_INPUT] = { MAIN, CTX_IMAGE, feed_text_input_open, NULL },
	[ACT_GENERATOR] = { FEEDS, CTX_LEAF, feed_generator_open, feed_generator_close },
	[ACT_GENERATOR_AGENT] = { FEEDS, CTX_LEAF, feed_generator_agent_open, NULL },
	[ACT_CLOUD] = { FEEDS, CTX_LEAF, feed_cloud_open, NULL },
	[ACT_SKIP] = { FEEDS, CTX_SKIP, NULL, NULL },
	[ACT_HOUR] = { IN(CTX_SKIP), CTX_LEAF, NULL, feed_hour_close },
	[ACT_DAY] = { IN(CTX_SKIP), CTX_LEAF, NULL, feed_day_close },
	[ACT_REDIRECT] = { FEEDS, CTX_REDIRECT, NULL, NULL },
	[ACT_NEW_LOCATION] = { IN(CTX_REDIRECT), CTX_LEAF, NULL, url_close },
	[ACT_LICENSE_RDF] = { MAIN, CTX_LEAF, license_rdf_open, NULL },
	[ACT_UPDATE] = { FEEDS, CTX_LEAF, NULL, feed_update_close },
	[ACT_COMMENTS] = { IN(CTX_ITEM), CTX_LEAF, NULL, comments_close },
	[ACT_REPLY] = { MAIN, CTX_LEAF, reply_open, NULL },
	[ACT_DELETED] = { FEEDS, CTX_LEAF, deleted_open, NULL },

	[ACT_MEDIA_GROUP] = { MAIN, CTX_MEDIA_GROUP, NULL, NULL },
	[ACT_MEDIA_CONTENT] = { MAIN | IN(CTX_MEDIA_GROUP), CTX_MEDIA, media_content_open, NULL },
	[ACT_MEDIA_TEXT] = { MEDIA, CTX_MARKUP, NULL, media_text_close },
	[ACT_MEDIA_THUMBNAIL] = { MEDIA, CTX_LEAF, media_thumbnail_open, media_thumbnail_close },
	[ACT_MEDIA_CREDIT] = { MEDIA, CTX_LEAF, media_credit_open, media_credit_close },
	[ACT_MEDIA_KEYWORDS] = { MEDIA, CTX_LEAF, NULL, media_keywords_close },
	[ACT_MEDIA_CATEGORY] = { MEDIA, CTX_LEAF, media_category_open, media_category_close },
	[ACT_MEDIA_RATING] = { MEDIA, CTX_LEAF, media_rating_open, media_rating_close },
	[ACT_MEDIA_PLAYER] = { MEDIA, CTX_LEAF, media_player_open, NULL },
	[ACT_MEDIA_RESTRICTION] = { MEDIA, CTX_LEAF, media_restriction_open, media_restriction_close },
	[ACT_MEDIA_LICENSE] = { MEDIA, CTX_LEAF, media_license_open, media_license_close },
	[ACT_MEDIA_HASH] = { MEDIA, CTX_LEAF, NULL, media_hash_close },
	[ACT_MEDIA_COMMUNITY] = { MEDIA, CTX_COMMUNITY, NULL, NULL },
	[ACT_MEDIA_COMMUNITY_PART] = { IN(CTX_COMMUNITY), CTX_LEAF, media_community_part_open, NULL },

	[ACT_ITUNES] = { MAIN, CTX_LEAF, NULL, itunes_close },
	[ACT_ITUNES_TEXT] = { MAIN, CTX_MARKUP, NULL, itunes_text_close },
	[ACT_ITUNES_AUTHOR] = { MAIN, CTX_LEAF, NULL, itunes_author_close },
	[ACT_ITUNES_KEYWORDS] = { MAIN, CTX_LEAF, NULL, itunes_keywords_close },
	[ACT_ITUNES_NEW_URL] = { MAIN, CTX_LEAF, NULL, itunes_new_url_close },
	[ACT_ITUNES_IMAGE] = { MAIN, CTX_LEAF, itunes_image_open, NULL },
	[ACT_ITUNES_LINK] = { MAIN, CTX_LEAF, itunes_link_open, NULL },
	[ACT_ITUNES_OWNER] = { MAIN, CTX_PERSON, atom_person_open, itunes_owner_close },
	[ACT_ITUNES_CATEGORY] = { MAIN, CTX_SAME, itunes_category_open, NULL },
	[ACT_PODCAST] = { MAIN, CTX_LEAF, podcast_open, podcast_close },
	[ACT_PODCAST_ENCLOSURE] = { MAIN, CTX_ENCLOSURE, podcast_enclosure_open, podcast_enclosure_close },
	[ACT_PODCAST_SOURCE] = { IN(CTX_ENCLOSURE), CTX_LEAF, podcast_source_open, NULL },
	[ACT_CHAPTERS] = { MAIN, CTX_CHAPTERS, chapters_open, NULL },
	[ACT_CHAPTER] = { IN(CTX_CHAPTERS), CTX_LEAF, chapter_open, NULL },

	[ACT_GEORSS] = { MAIN, CTX_LEAF, NULL, georss_close },
	[ACT_GEO_WHERE] = { MAIN | IN(CTX_GML), CTX_SAME, NULL, NULL },
	[ACT_GML_SHAPE] = { MAIN, CTX_GML, gml_shape_open, gml_shape_close },
	[ACT_GML_POSITIONS] = { IN(CTX_GML), CTX_LEAF, gml_positions_open, gml_positions_close },
	[ACT_GEO_POINT] = { MAIN, CTX_GEO, NULL, NULL },
	[ACT_GEO_NUMBER] = { MAIN | IN(CTX_GEO), CTX_LEAF, NULL, geo_number_close },
	[ACT_CDF_LOGO] = { FEEDS, CTX_LEAF, feed_cdf_logo_open, NULL },
};

const struct rule *
rule_find(enum action action)
{
	return &rules[action];
}

/* ---- what is no element's own ---- */

void
holder_about(struct holder *h, struct str about, const struct scope *scope)
{
	struct str url;

	about = holder_keep(h, about);
	if (about.n == 0)
		return;
	holder_set_str(h, SLOT_ID, 2, about);
	url = url_resolve(h->a, scope->base, about);
	if (h->article != NULL && url_is_http(url))
		holder_set_str(h, SLOT_URL, RANK_URL_ABOUT, url);
}

static void
finish_enclosures(struct holder *h)
{
	struct article *a = h->article;
	struct enclosure *e = a->enclosures.v;
	uint32_t i;

	if (h->enclosure_original.n > 0 && a->enclosures.n > 0)
		e[0].url = h->enclosure_original;
	for (i = 0; i < a->enclosures.n; i++) {
		if (str_starts_nocase(e[i].type, STR("image/")))
			holder_set_image(h, RANK_IMAGE_ENCLOSURE, e[i].url);
		holder_set_str(h, SLOT_URL, RANK_URL_ENCLOSURE, e[i].url);
	}
}

void
holder_finish(struct holder *h)
{
	struct article *a = h->article;

	geo_finish(h);
	if (h->feed != NULL) {
		feed_finish(h);
		return;
	}
	if (a->body.raw.n == 0 && h->second.raw.n > 0)
		a->body = h->second;
	if (url_is_http(h->permalink))
		holder_set_str(h, SLOT_URL, RANK_URL_GUID, h->permalink);
	finish_enclosures(h);
	if (a->published.is_set || a->updated.is_set)
		a->date_from = STR("feed");
}
