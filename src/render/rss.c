/* RSS 2.0 (rssboard.org/rss-specification) within the RSS Profile, with the modules that readers know. */
#include "config.h"
#include "base/clock.h"
#include "base/url.h"
#include "render/media.h"
#include "render/parts.h"
#include "render/render.h"
#include "render/uri_out.h"

#define DURATION_MAX 1e9 /* seconds: more is a mistake of the publisher's */

struct rss {
	struct xml x;
	struct arena a; /* for one entry */
	struct buf b;   /* for one text */
	const struct composition *c;
	const struct render_site *site;
};

static void
write_date(struct xml *x, const char *name, int64_t unix_s)
{
	char stamp[TIME_HTTP_SIZE];

	time_rfc822(unix_s, stamp);
	xml_leaf(x, name, str_from(stamp));
}

static void
write_link(struct rss *r, const char *rel, int64_t page)
{
	xml_start(&r->x, "atom:link");
	xml_attr(&r->x, "rel", str_from(rel));
	xml_attr(&r->x, "type", STR("application/rss+xml"));
	xml_attr_url(&r->x, "href", site_page_url(&r->a, r->site, r->c->feed, page, "rss"));
	xml_end(&r->x);
}

/* RFC 5005, 4 and appendix B */
static void
write_history(struct rss *r)
{
	const struct archive_place *p = &r->c->archive;

	if (p->page > 0)
		write_link(r, "current", 0);
	if (p->prev > 0)
		write_link(r, "prev-archive", p->prev);
	if (p->next > 0)
		write_link(r, "next-archive", p->next);
	if (has_history(r->c)) {
		xml_start(&r->x, p->page > 0 ? "fh:archive" : "fh:complete");
		xml_end(&r->x);
	}
}

static void
write_channel(struct rss *r)
{
	const struct feed *f = r->c->feed;
	struct xml *x = &r->x;

	xml_leaf(x, "title", feed_title(f));
	xml_leaf_url(x, "link", feed_home(&r->a, r->site, f));
	xml_leaf(x, "description", f->description != NULL && f->description[0] != '\0' ? str_from(f->description) : feed_title(f));
	if (is_language_tag(str_from(f->language)))
		xml_leaf(x, "language", str_from(f->language));
	if (r->c->updated_s != 0)
		write_date(x, "lastBuildDate", r->c->updated_s);
	xml_leaf(x, "docs", STR("https://www.rssboard.org/rss-specification"));
	xml_leaf(x, "generator", STR("Feedwright (" PACKAGE_URL ")"));
	if (f->author != NULL)
		xml_leaf(x, "dc:creator", str_from(f->author));
	write_link(r, "self", r->c->archive.page);
	write_history(r);
}

static void
write_guid(struct xml *x, const struct entry *e)
{
	/* Only an id that is written exactly as the link is may say that it is one. */
	bool is_link = url_is_http(e->id) && str_eq(e->id, e->article.url) && uri_is_clean(e->id, true);

	xml_start(x, "guid");
	xml_attr(x, "isPermaLink", is_link ? STR("true") : STR("false"));
	xml_text(x, e->id);
	xml_end(x);
}

static void
write_people(struct xml *x, const char *name, const struct list *people)
{
	const struct person *p = people->v;
	uint32_t i;

	for (i = 0; i < people->n; i++)
		xml_leaf(x, name, person_label(&p[i]));
}

static void
write_html(struct xml *x, const char *name, struct str html)
{
	if (html.n == 0)
		return;
	xml_start(x, name);
	xml_html(x, html);
	xml_end(x);
}

/* description is what readers of lists show: the summary, or the head of the content where there is none (RSS Profile, 4.4). */
static void
write_texts(struct rss *r, const struct entry *e)
{
	const struct article *a = &e->article;
	struct str excerpt;

	if (a->summary.html.n + a->summary.plain.n > 0) {
		write_html(&r->x, "description", text_as_html(&a->summary, &r->b));
	} else {
		excerpt = entry_excerpt(&r->a, e);
		if (excerpt.n == 0 && (a->title.plain.n == 0 || a->content_html.n > 0)) /* a picture alone, or nothing at all */
			excerpt = entry_title(&r->a, e);
		buf_clear(&r->b);
		html_from_text(&r->b, excerpt, false);
		write_html(&r->x, "description", buf_str(&r->b));
	}
	write_html(&r->x, "content:encoded", entry_html(e, &r->b));
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
		if (c[i].scheme.n > 0)
			xml_attr(x, "domain", c[i].scheme);
		xml_text(x, c[i].term);
		xml_end(x);
	}
}

static void
write_comments(struct xml *x, const struct comments *c, bool is_dated)
{
	if (c == NULL)
		return;
	if (uri_is_absolute(c->url))
		xml_leaf_url(x, "comments", c->url);
	if (uri_is_absolute(c->post_url))
		xml_leaf_url(x, "wfw:comment", c->post_url);
	if (uri_is_absolute(c->feed_url))
		xml_leaf_url(x, "wfw:commentRss", c->feed_url);
	if (c->count.is_set && c->count.v >= 0 && is_dated)
		xml_leaf_int(x, "slash:comments", c->count.v);
}

/* One enclosure an item, of an address that can be fetched: its number, or the count of all when there is none. */
static uint32_t
write_enclosure(struct xml *x, const struct article *a)
{
	const struct enclosure *en = a->enclosures.v;
	uint32_t i;

	for (i = 0; i < a->enclosures.n && !url_is_http(en[i].url); i++)
		;
	if (i == a->enclosures.n)
		return i;
	xml_start(x, "enclosure");
	xml_attr_url(x, "url", en[i].url);
	xml_attr_int(x, "length", en[i].length.is_set && en[i].length.v > 0 ? en[i].length.v : 0); /* 0: unknown */
	xml_attr(x, "type", enclosure_type(&en[i]));
	xml_end(x);
	return i;
}

/* Whole seconds, 0 for unknown. */
static int64_t
duration_of(const struct article *a, uint32_t enclosure)
{
	const struct enclosure *en = a->enclosures.v;
	struct opt_num d = { .is_set = false };

	if (a->itunes != NULL)
		d = a->itunes->duration;
	if (!d.is_set && enclosure < a->enclosures.n)
		d = en[enclosure].duration;
	return d.is_set && d.v > 0 && d.v < DURATION_MAX ? (int64_t)d.v : 0;
}

static void
leaf_positive(struct xml *x, const char *name, struct opt_int v)
{
	if (v.is_set && v.v > 0)
		xml_leaf_int(x, name, v.v);
}

static void
write_itunes(struct xml *x, const struct article *a, uint32_t enclosure)
{
	const struct itunes *i = a->itunes;

	if (duration_of(a, enclosure) > 0)
		xml_leaf_int(x, "itunes:duration", duration_of(a, enclosure));
	if (i == NULL)
		return;
	leaf_positive(x, "itunes:season", i->season);
	leaf_positive(x, "itunes:episode", i->episode);
	if (str_is(i->episode_type, "full") || str_is(i->episode_type, "trailer") || str_is(i->episode_type, "bonus"))
		xml_leaf(x, "itunes:episodeType", i->episode_type);
	if (i->is_explicit != TRI_NONE)
		xml_leaf(x, "itunes:explicit", i->is_explicit == TRI_TRUE ? STR("true") : STR("false"));
	if (i->block == TRI_TRUE)
		xml_leaf(x, "itunes:block", STR("yes"));
	if (url_is_http(i->image)) {
		xml_start(x, "itunes:image");
		xml_attr_url(x, "href", i->image);
		xml_end(x);
	}
}

static void
write_source(struct xml *x, const struct entry *e)
{
	const struct document *d = entry_origin(e);
	struct str url = uri_is_absolute(d->feed_url) ? d->feed_url : d->link;

	if (!uri_is_absolute(url)) { /* a folder: RSS's own element must have an address */
		xml_leaf(x, "dc:source", entry_origin_title(e));
		return;
	}
	xml_start(x, "source");
	xml_attr_url(x, "url", url);
	xml_text(x, entry_origin_title(e));
	xml_end(x);
}

static void
write_others(struct rss *r, const struct entry *e)
{
	const struct other *o = e->others.v;
	uint32_t i;

	for (i = 0; i < e->others.n; i++) {
		if (!uri_is_absolute(o[i].url) || str_eq(o[i].url, e->article.url))
			continue;
		xml_start(&r->x, "atom:link");
		xml_attr(&r->x, "rel", o[i].is_first ? STR("via") : STR("related"));
		xml_attr_url(&r->x, "href", o[i].url);
		xml_attr(&r->x, "title", other_label(&r->a, &o[i]));
		xml_end(&r->x);
	}
}

static void
write_item(struct rss *r, const struct entry *e)
{
	const struct article *a = &e->article;
	struct xml *x = &r->x;
	uint32_t enclosure;

	arena_reset(&r->a);
	xml_start(x, "item");
	xml_leaf(x, "title", a->title.plain);
	if (uri_is_absolute(a->url))
		xml_leaf_url(x, "link", a->url);
	write_others(r, e);
	write_guid(x, e);
	write_date(x, "pubDate", e->published_s);
	write_people(x, "dc:creator", &a->authors);
	write_people(x, "dc:contributor", &a->contributors);
	write_texts(r, e);
	write_categories(x, &a->categories);
	if (is_language_tag(a->language) && !str_eq_nocase(a->language, str_from(r->c->feed->language)))
		xml_leaf(x, "dc:language", a->language);
	xml_leaf(x, "dc:rights", a->rights.plain);
	write_comments(x, a->comments, r->c->updated_s != 0);
	enclosure = write_enclosure(x, a);
	media_write(x, a);
	media_write_enclosures(x, a, enclosure);
	write_itunes(x, a, enclosure);
	write_source(x, e);
	xml_end(x);
}

static void
open_root(struct xml *x, bool is_historic)
{
	xml_start(x, "rss");
	xml_attr(x, "version", STR("2.0"));
	xml_attr(x, "xmlns:atom", STR("http://www.w3.org/2005/Atom"));
	xml_attr(x, "xmlns:content", STR("http://purl.org/rss/1.0/modules/content/"));
	xml_attr(x, "xmlns:dc", STR("http://purl.org/dc/elements/1.1/"));
	if (is_historic)
		xml_attr(x, "xmlns:fh", NAMESPACE_HISTORY);
	xml_attr(x, "xmlns:itunes", STR("http://www.itunes.com/dtds/podcast-1.0.dtd"));
	xml_attr(x, "xmlns:media", NAMESPACE_MEDIA);
	xml_attr(x, "xmlns:slash", STR("http://purl.org/rss/1.0/modules/slash/"));
	xml_attr(x, "xmlns:wfw", STR("http://wellformedweb.org/CommentAPI/"));
}

int
render_rss(const struct composition *c, const struct render_site *site, struct buf *out)
{
	struct rss r = { .c = c, .site = site };
	uint32_t i;
	int rc;

	arena_init(&r.a, SIZE_MAX / 4, NULL);
	buf_init(&r.b, out->max);
	xml_init(&r.x, out, XML_RSS);
	open_root(&r.x, has_history(c));
	xml_start(&r.x, "channel");
	write_channel(&r);
	for (i = 0; i < c->entries.n; i++)
		write_item(&r, &((const struct entry *)c->entries.v)[i]);
	xml_end(&r.x);
	xml_end(&r.x);
	rc = xml_finish(&r.x);
	if (r.b.is_full)
		rc = -1;
	buf_release(&r.b);
	arena_release(&r.a);
	return rc;
}
