/* Atom 1.0 (RFC 4287) with threading (RFC 4685) and media. */
#include "config.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/url.h"
#include "render/media.h"
#include "render/parts.h"
#include "render/render.h"
#include "render/uri_out.h"

/* 7a0c6c1e-3c56-5b0e-8f0e-736f75726365: the name space of ids for sources that have none. Never changes. */
static const uint8_t source_space[16] = { 0x7a, 0x0c, 0x6c, 0x1e, 0x3c, 0x56, 0x5b, 0x0e, 0x8f, 0x0e, 's', 'o', 'u', 'r', 'c',
	'e' };

struct atom {
	struct xml x;
	struct arena a; /* for one entry */
	struct buf b;   /* for one text */
	const struct composition *c;
	const struct render_site *site;
};

static void
write_date(struct xml *x, const char *name, int64_t unix_s)
{
	char stamp[TIME_RFC3339_SIZE];

	time_rfc3339(unix_s, stamp);
	xml_leaf(x, name, str_from(stamp));
}

/* RFC 4287, 3.1. Plain text that looks like markup is sent as the HTML that shows it, since too many readers guess. */
static void
write_text(struct atom *w, const char *name, const struct text *t)
{
	if (t->html.n + t->plain.n == 0)
		return;
	xml_start(&w->x, name);
	if (t->html.n > 0 || text_looks_like_markup(t->plain)) {
		xml_attr(&w->x, "type", STR("html"));
		xml_html(&w->x, text_as_html(t, &w->b));
	} else {
		xml_text(&w->x, t->plain);
	}
	xml_end(&w->x);
}

static void
write_plain(struct atom *w, const char *name, struct str s)
{
	struct text t = { .plain = s };

	write_text(w, name, &t);
}

static void
write_link(struct xml *x, const char *rel, const char *type, struct str url)
{
	if (!uri_is_absolute(url))
		return;
	xml_start(x, "link");
	xml_attr(x, "rel", str_from(rel));
	if (type != NULL)
		xml_attr(x, "type", str_from(type));
	xml_attr_url(x, "href", url);
	xml_end(x);
}

static bool
write_person(struct xml *x, const char *element, const struct person *p)
{
	struct str label = person_label(p);

	if (label.n == 0)
		return false;
	xml_start(x, element);
	xml_leaf(x, "name", label);
	if (uri_is_absolute(p->url))
		xml_leaf_url(x, "uri", p->url);
	if (is_email(p->email))
		xml_leaf(x, "email", p->email);
	xml_end(x);
	return true;
}

static bool
write_people(struct xml *x, const char *element, const struct list *people)
{
	const struct person *p = people->v;
	bool is_any = false;
	uint32_t i;

	for (i = 0; i < people->n; i++)
		is_any = write_person(x, element, &p[i]) || is_any;
	return is_any;
}

/* RFC 5005, 4 */
static void
write_history(struct atom *w)
{
	const struct archive_place *p = &w->c->archive;
	const struct feed *f = w->c->feed;

	if (p->page > 0)
		write_link(&w->x, "current", "application/atom+xml", site_feed_url(&w->a, w->site, f, "atom"));
	if (p->prev > 0)
		write_link(&w->x, "prev-archive", "application/atom+xml", site_page_url(&w->a, w->site, f, p->prev, "atom"));
	if (p->next > 0)
		write_link(&w->x, "next-archive", "application/atom+xml", site_page_url(&w->a, w->site, f, p->next, "atom"));
	if (p->page > 0 || f->is_complete) {
		xml_start(&w->x, p->page > 0 ? "fh:archive" : "fh:complete");
		xml_end(&w->x);
	}
}

static void
write_feed_facts(struct atom *w)
{
	const struct feed *f = w->c->feed;
	struct str self = site_feed_url(&w->a, w->site, f, "atom");
	struct xml *x = &w->x;

	xml_leaf_url(x, "id", self);
	write_plain(w, "title", feed_title(f));
	write_plain(w, "subtitle", str_from(f->description));
	write_date(x, "updated", w->c->updated_s);
	if (f->author != NULL && f->author[0] != '\0')
		write_person(x, "author", &(struct person){ .name = str_from(f->author) });
	write_link(x, "self", "application/atom+xml", site_page_url(&w->a, w->site, f, w->c->archive.page, "atom"));
	write_history(w);
	write_link(x, "alternate", "text/html", feed_home(&w->a, w->site, f));
	xml_start(x, "generator");
	xml_attr_url(x, "uri", STR(PACKAGE_URL));
	xml_text(x, STR("Feedwright"));
	xml_end(x);
}

/* ---- entries ---- */

/* RFC 4287, 4.1.2: an entry has an author; the publication stands for those that are not named. */
static void
write_authors(struct xml *x, const struct entry *e)
{
	struct person origin = { .name = entry_origin_title(e) };

	if (!write_people(x, "author", &e->article.authors) && !write_people(x, "author", &entry_origin(e)->authors))
		write_person(x, "author", &origin);
	write_people(x, "contributor", &e->article.contributors);
}

static void
write_categories(struct xml *x, const struct list *l)
{
	const struct category *c = l->v;
	uint32_t i;

	for (i = 0; i < l->n; i++) {
		if (c[i].term.n == 0)
			continue;
		xml_start(x, "category");
		xml_attr(x, "term", c[i].term);
		if (uri_is_absolute(c[i].scheme))
			xml_attr_url(x, "scheme", c[i].scheme);
		if (c[i].label.n > 0)
			xml_attr(x, "label", c[i].label);
		xml_end(x);
	}
}

static void
write_enclosures(struct xml *x, const struct list *l)
{
	const struct enclosure *en = l->v;
	uint32_t i;

	for (i = 0; i < l->n; i++) {
		if (!uri_is_absolute(en[i].url))
			continue;
		xml_start(x, "link");
		xml_attr(x, "rel", STR("enclosure"));
		xml_attr(x, "type", enclosure_type(&en[i]));
		xml_attr_url(x, "href", en[i].url);
		if (en[i].length.is_set && en[i].length.v > 0)
			xml_attr_int(x, "length", en[i].length.v);
		if (en[i].title.n > 0)
			xml_attr(x, "title", en[i].title);
		xml_end(x);
	}
}

/* RFC 4685. The count stands with the page of comments, or with their feed, or alone. */
static void
write_replies(struct xml *x, const struct comments *c)
{
	struct {
		const char *type;
		struct str url;
	} links[] = { { "text/html", c->url }, { "application/atom+xml", c->feed_url } };
	bool has_count = c->count.is_set && c->count.v >= 0;
	size_t i;

	for (i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		if (!uri_is_absolute(links[i].url))
			continue;
		xml_start(x, "link");
		xml_attr(x, "rel", STR("replies"));
		xml_attr(x, "type", str_from(links[i].type));
		xml_attr_url(x, "href", links[i].url);
		if (has_count)
			xml_attr_int(x, "thr:count", c->count.v);
		has_count = false;
		xml_end(x);
	}
	if (has_count)
		xml_leaf_int(x, "thr:total", c->count.v);
}

static void
write_in_reply_to(struct xml *x, const struct list *l)
{
	const struct reply *r = l->v;
	uint32_t i;

	for (i = 0; i < l->n; i++) {
		if (!uri_is_absolute(r[i].ref))
			continue;
		xml_start(x, "thr:in-reply-to");
		xml_attr_url(x, "ref", r[i].ref);
		if (uri_is_absolute(r[i].url))
			xml_attr_url(x, "href", r[i].url);
		if (is_mime_type(r[i].type))
			xml_attr(x, "type", r[i].type);
		if (uri_is_absolute(r[i].source))
			xml_attr_url(x, "source", r[i].source);
		xml_end(x);
	}
}

static void
write_links(struct xml *x, const struct article *a)
{
	const struct link *l = a->links.v;
	uint32_t i;

	write_link(x, "alternate", NULL, a->url);
	if (!str_eq(a->external_url, a->url))
		write_link(x, "related", NULL, a->external_url);
	for (i = 0; i < a->links.n; i++)
		if ((str_is(l[i].rel, "related") && !str_eq(l[i].url, a->external_url)) || str_is(l[i].rel, "via"))
			write_link(x, str_is(l[i].rel, "via") ? "via" : "related", NULL, l[i].url);
	write_link(x, "license", NULL, a->license);
	write_enclosures(x, &a->enclosures);
	if (a->comments != NULL)
		write_replies(x, a->comments);
}

/* Where else the story is told: RFC 4287, 4.2.7.2; "via" is who was first, where another source's text is shown. */
static void
write_others(struct atom *w, const struct entry *e)
{
	const struct other *o = e->others.v;
	struct xml *x = &w->x;
	uint32_t i;

	for (i = 0; i < e->others.n; i++) {
		if (!uri_is_absolute(o[i].url) || str_eq(o[i].url, e->article.url))
			continue;
		xml_start(x, "link");
		xml_attr(x, "rel", o[i].is_first ? STR("via") : STR("related"));
		xml_attr_url(x, "href", o[i].url);
		xml_attr(x, "title", other_label(&w->a, &o[i]));
		xml_end(x);
	}
}

/* Something to read or somewhere to go: RFC 4287, 4.1.2. */
static void
write_content(struct atom *w, const struct entry *e)
{
	struct str html = entry_html(e, &w->b);

	if (html.n > 0) {
		xml_start(&w->x, "content");
		xml_attr(&w->x, "type", STR("html"));
		xml_html(&w->x, html);
		xml_end(&w->x);
	} else if (!uri_is_absolute(e->article.url)) {
		write_plain(w, "content", entry_title(&w->a, e));
	} else if (e->article.summary.html.n + e->article.summary.plain.n == 0) { /* advisable, says 4.1.2 */
		write_plain(w, "summary", entry_title(&w->a, e));
	}
}

/* RFC 4122, 3: a URN that says it is a UUID is one. */
static bool
is_id(struct str s)
{
	size_t i;

	if (!str_starts_nocase(s, STR("urn:uuid:")))
		return true;
	s = str_skip(s, strlen("urn:uuid:"));
	for (i = 0; i < s.n; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? s.p[i] != '-' : strchr("0123456789abcdefABCDEF", s.p[i]) == NULL)
			return false;
	return s.n == UUID_SIZE - 1;
}

static void
write_source_id(struct xml *x, const struct entry *e, const struct document *d)
{
	struct str known[] = { d->id, d->feed_url, d->link };
	char uuid[UUID_SIZE];
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!uri_is_absolute(known[i]) || !is_id(known[i]))
			continue;
		xml_leaf_url(x, "id", known[i]);
		return;
	}
	hash_uuid5(source_space, d == e->origin ? e->source : entry_origin_title(e), uuid);
	xml_start(x, "id");
	xml_text(x, STR("urn:uuid:"));
	xml_text(x, str_from(uuid));
	xml_end(x);
}

static void
write_source_images(struct xml *x, const struct document *d)
{
	struct str logo = d->logo.n > 0 ? d->logo : d->image != NULL ? d->image->url : STR_NONE;

	if (url_is_http(d->icon))
		xml_leaf_uri(x, "icon", d->icon);
	if (url_is_http(logo))
		xml_leaf_uri(x, "logo", logo);
}

/*
 * RFC 4287, 4.2.11. Its `updated` is the entry's: what the source says of
 * itself moves with every build of it, and these bytes shall not.
 */
static void
write_source(struct atom *w, const struct entry *e)
{
	const struct document *d = entry_origin(e);
	struct xml *x = &w->x;

	xml_start(x, "source");
	write_source_id(x, e, d);
	if (d->title.html.n > 0 && d->title.plain.n > 0)
		write_text(w, "title", &d->title);
	else
		write_plain(w, "title", entry_origin_title(e));
	write_text(w, "subtitle", entry_slogan(e));
	write_date(x, "updated", e->updated_s);
	write_people(x, "author", &d->authors);
	write_link(x, "self", NULL, d->feed_url);
	write_link(x, "alternate", NULL, d->link);
	write_source_images(x, d);
	write_text(w, "rights", &d->rights);
	xml_end(x);
}

static void
write_entry(struct atom *w, const struct entry *e)
{
	const struct article *a = &e->article;
	struct xml *x = &w->x;

	arena_reset(&w->a);
	xml_start(x, "entry");
	if (is_language_tag(a->language) && !str_eq_nocase(a->language, str_from(w->c->feed->language)))
		xml_attr(x, "xml:lang", a->language);
	xml_leaf_url(x, "id", e->id);
	if (a->title.plain.n > 0)
		write_text(w, "title", &a->title);
	else
		write_plain(w, "title", entry_title(&w->a, e));
	write_date(x, "updated", e->updated_s);
	write_date(x, "published", e->published_s);
	write_authors(x, e);
	write_links(x, a);
	write_others(w, e);
	write_categories(x, &a->categories);
	write_text(w, "summary", &a->summary);
	write_content(w, e);
	write_text(w, "rights", &a->rights);
	media_write(x, a);
	write_in_reply_to(x, &a->in_reply_to);
	write_source(w, e);
	xml_end(x);
}

/* RFC 6721, 3 */
static void
write_deleted(struct xml *x, const struct tombstone *t)
{
	char when[TIME_RFC3339_SIZE];

	time_rfc3339(t->gone_s, when);
	xml_start(x, "at:deleted-entry");
	xml_attr(x, "ref", t->id);
	xml_attr(x, "when", str_from(when));
	xml_end(x);
}

static void
open_root(struct xml *x, const struct composition *c)
{
	const struct feed *f = c->feed;

	xml_start(x, "feed");
	xml_attr(x, "xmlns", STR("http://www.w3.org/2005/Atom"));
	xml_attr(x, "xmlns:media", NAMESPACE_MEDIA);
	xml_attr(x, "xmlns:thr", STR("http://purl.org/syndication/thread/1.0"));
	if (has_history(c))
		xml_attr(x, "xmlns:fh", NAMESPACE_HISTORY);
	if (c->gone.n > 0)
		xml_attr(x, "xmlns:at", STR("http://purl.org/atompub/tombstones/1.0"));
	if (is_language_tag(str_from(f->language)))
		xml_attr(x, "xml:lang", str_from(f->language));
}

int
render_atom(const struct composition *c, const struct render_site *site, struct buf *out)
{
	struct atom w = { .c = c, .site = site };
	uint32_t i;
	int rc;

	arena_init(&w.a, SIZE_MAX / 4, NULL);
	buf_init(&w.b, out->max);
	xml_init(&w.x, out, XML_PLAIN);
	open_root(&w.x, c);
	write_feed_facts(&w);
	for (i = 0; i < c->entries.n; i++)
		write_entry(&w, &((const struct entry *)c->entries.v)[i]);
	for (i = 0; i < c->gone.n; i++)
		write_deleted(&w.x, &((const struct tombstone *)c->gone.v)[i]);
	xml_end(&w.x);
	rc = xml_finish(&w.x);
	if (w.b.is_full)
		rc = -1;
	buf_release(&w.b);
	arena_release(&w.a);
	return rc;
}
