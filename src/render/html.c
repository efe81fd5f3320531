/* Pages: one a feed, and the index of all of them. No scripts, nothing that is fetched from elsewhere but the articles' pictures.
 */
#include "config.h"
#include <stdio.h>

#include "base/clock.h"
#include "base/url.h"
#include "render/parts.h"
#include "render/render.h"
#include "render/uri_out.h"
#include "render/xml_out.h"

static const char style[] =
    "\n"
    ":root{color-scheme:light dark;--fg:#1c1c1e;--soft:#62626a;--line:#dcdce2;--bg:#fff;--link:#0b57d0}\n"
    "@media(prefers-color-scheme:dark){:root{--fg:#e4e4e8;--soft:#9c9ca6;--line:#3a3a42;--bg:#17171b;--link:#8ab4f8}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:44rem;background:var(--bg);color:var(--fg);"
    "font:1.0625rem/1.6 system-ui,sans-serif;overflow-wrap:break-word}\n"
    "a{color:var(--link);text-underline-offset:.15em}\n"
    "h1{font-size:1.75rem;line-height:1.25;margin:.5rem 0}\n"
    "h2{font-size:1.3rem;line-height:1.3;margin:0 0 .25rem}\n"
    "h2 a{color:inherit;text-decoration:none}h2 a:hover{text-decoration:underline}\n"
    "header p,footer,.by,figcaption{color:var(--soft);font-size:.9375rem}\n"
    ".by{margin:0 0 1rem}\n"
    "article,section{border-top:1px solid var(--line);margin-top:2rem;padding-top:1.5rem}\n"
    ".body article,.body section{border:0;margin:0;padding:0}\n"
    "img,video,audio,iframe{max-width:100%;height:auto}\n"
    "figure{margin:1rem 0}\n"
    "pre{overflow-x:auto;padding:.75rem;border:1px solid var(--line);border-radius:.4rem}\n"
    "table{display:block;overflow-x:auto;border-collapse:collapse}td,th{border:1px solid var(--line);padding:.2rem .5rem}\n"
    "blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid var(--line)}\n"
    "footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:1rem}\n";

static const struct {
	const char *ending, *type, *name;
} formats[] = {
	{ "atom", "application/atom+xml", "Atom" },
	{ "rss", "application/rss+xml", "RSS" },
	{ "json", "application/feed+json", "JSON Feed" },
};
#define N_FORMATS (sizeof(formats) / sizeof(formats[0]))

static void
write_meta(struct xml *x, const char *name, struct str content)
{
	xml_start(x, "meta");
	xml_attr(x, "name", str_from(name));
	xml_attr(x, "content", content);
	xml_end(x);
	xml_line(x);
}

static void
write_autodiscovery(struct xml *x, struct arena *a, const struct render_site *site, const struct feed *f)
{
	size_t i;

	for (i = 0; i < N_FORMATS; i++) {
		xml_start(x, "link");
		xml_attr(x, "rel", STR("alternate"));
		xml_attr(x, "type", str_from(formats[i].type));
		xml_attr(x, "title", arena_printf(a, "%.*s (%s)", STR_ARG(feed_title(f)), formats[i].name));
		xml_attr_url(x, "href", site_feed_url(a, site, f, formats[i].ending));
		xml_end(x);
		xml_line(x);
	}
}

/* Up to the end of <head>, where the caller's own links stand. */
static void
open_head(struct xml *x, struct str language, struct str title)
{
	xml_start(x, "html");
	xml_attr(x, "lang", is_language_tag(language) ? language : STR("en"));
	xml_line(x);
	xml_start(x, "head");
	xml_line(x);
	xml_start(x, "meta");
	xml_attr(x, "charset", STR("utf-8"));
	xml_end(x);
	xml_line(x);
	write_meta(x, "viewport", STR("width=device-width, initial-scale=1"));
	xml_leaf(x, "title", title);
	xml_line(x);
}

static void
close_head(struct xml *x)
{
	xml_start(x, "style");
	xml_html(x, str_from(style));
	xml_end(x);
	xml_line(x);
	xml_end(x);
	xml_line(x);
	xml_start(x, "body");
	xml_line(x);
}

static void
write_anchor(struct xml *x, struct str url, struct str label)
{
	if (!url_is_http(url)) {
		xml_text(x, label);
		return;
	}
	xml_start(x, "a");
	xml_attr_url(x, "href", url);
	xml_text(x, label);
	xml_end(x);
}

static void
write_subscribe(struct xml *x, struct arena *a, const struct render_site *site, const struct feed *f)
{
	size_t i;

	xml_start(x, "p");
	xml_text(x, STR("Subscribe: "));
	for (i = 0; i < N_FORMATS; i++) {
		if (i > 0)
			xml_text(x, STR(" · "));
		write_anchor(x, site_feed_url(a, site, f, formats[i].ending), str_from(formats[i].name));
	}
	xml_end(x);
	xml_line(x);
}

static void
finish_page(struct xml *x)
{
	xml_start(x, "footer");
	xml_text(x, STR("Made by "));
	write_anchor(x, STR(PACKAGE_URL), STR("Feedwright"));
	xml_text(x, STR("."));
	xml_end(x);
	xml_line(x);
	xml_end(x);
	xml_line(x);
	xml_end(x);
}

static void
write_time(struct xml *x, int64_t unix_s)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December" };
	char stamp[TIME_RFC3339_SIZE], text[48];
	struct civil c;

	time_rfc3339(unix_s, stamp);
	time_to_civil(unix_s, &c);
	snprintf(text, sizeof(text), "%d %s %lld", c.day, months[(c.month - 1) % 12], (long long)c.year);
	xml_start(x, "time");
	xml_attr(x, "datetime", str_from(stamp));
	xml_text(x, str_from(text));
	xml_end(x);
}

static void
write_byline(struct xml *x, const struct entry *e)
{
	const struct person *p = e->article.authors.v;
	uint32_t i;

	xml_start(x, "p");
	xml_attr(x, "class", STR("by"));
	write_anchor(x, entry_origin(e)->link, entry_origin_title(e));
	for (i = 0; i < e->article.authors.n; i++) {
		if (person_label(&p[i]).n == 0)
			continue;
		xml_text(x, i == 0 ? STR(" · ") : STR(", "));
		xml_text(x, person_label(&p[i]));
	}
	xml_text(x, STR(" · "));
	write_time(x, e->published_s);
	xml_end(x);
	xml_line(x);
}

/* The picture with its caption, unless the content shows it or has a caption of its own. */
static void
write_figure(struct xml *x, const struct article *a)
{
	bool has_image = url_is_http(a->image) && str_find(a->content_html, a->image) == STR_NPOS;

	if (str_find(a->content_html, STR("<figcaption")) != STR_NPOS ||
	    (!has_image && a->image_caption.n + a->image_credit.n == 0))
		return;
	xml_start(x, "figure");
	if (has_image) {
		xml_start(x, "img");
		xml_attr_url(x, "src", a->image);
		xml_attr(x, "alt", a->image_caption);
		xml_attr(x, "loading", STR("lazy"));
		xml_end(x);
	}
	if (a->image_caption.n + a->image_credit.n > 0) {
		xml_start(x, "figcaption");
		xml_text(x, a->image_caption);
		if (a->image_credit.n > 0) {
			xml_text(x, a->image_caption.n > 0 ? STR(" (") : STR("("));
			xml_text(x, a->image_credit);
			xml_text(x, STR(")"));
		}
		xml_end(x);
	}
	xml_end(x);
	xml_line(x);
}

static void
write_enclosures(struct xml *x, const struct list *l)
{
	const struct enclosure *en = l->v;
	uint32_t i;

	for (i = 0; i < l->n; i++) {
		if (!url_is_http(en[i].url))
			continue;
		xml_start(x, "p");
		xml_text(x, STR("Attachment: "));
		write_anchor(x, en[i].url, en[i].title.n > 0 ? en[i].title : en[i].url);
		xml_end(x);
		xml_line(x);
	}
}

static void
write_others(struct xml *x, const struct list *l)
{
	const struct other *o = l->v;
	uint32_t i;

	if (l->n == 0)
		return;
	xml_start(x, "p");
	xml_attr(x, "class", STR("by"));
	xml_text(x, STR("Also: "));
	for (i = 0; i < l->n; i++) {
		if (i > 0)
			xml_text(x, STR(" · "));
		write_anchor(x, o[i].url, o[i].source);
	}
	xml_end(x);
	xml_line(x);
}

static void
write_entry(struct xml *x, const struct feed *f, const struct entry *e, struct arena *a, struct buf *b)
{
	const struct article *art = &e->article;
	struct str html;

	arena_reset(a);
	xml_start(x, "article");
	if (is_language_tag(art->language) && !str_eq_nocase(art->language, str_from(f->language)))
		xml_attr(x, "lang", art->language);
	xml_line(x);
	xml_start(x, "h2");
	write_anchor(x, art->url, entry_title(a, e));
	xml_end(x);
	xml_line(x);
	write_byline(x, e);
	write_figure(x, art);
	xml_start(x, "div");
	xml_attr(x, "class", STR("body"));
	html = entry_html(e, b);
	xml_html(x, html.n > 0 ? html : text_as_html(&art->summary, b));
	xml_end(x);
	xml_line(x);
	write_enclosures(x, &art->enclosures);
	write_others(x, &e->others);
	xml_end(x);
	xml_line(x);
}

static void
write_top(struct xml *x, struct arena *a, const struct render_site *site, const struct feed *f)
{
	open_head(x, str_from(f->language), feed_title(f));
	if (f->description != NULL && f->description[0] != '\0')
		write_meta(x, "description", str_from(f->description));
	write_autodiscovery(x, a, site, f);
	close_head(x);
	xml_start(x, "header");
	xml_line(x);
	xml_start(x, "p");
	write_anchor(x, site_home(a, site), STR("All feeds"));
	xml_end(x);
	xml_line(x);
	xml_start(x, "h1");
	if (f->link != NULL)
		write_anchor(x, str_from(f->link), feed_title(f));
	else
		xml_text(x, feed_title(f));
	xml_end(x);
	xml_line(x);
	xml_leaf(x, "p", str_from(f->description));
	write_subscribe(x, a, site, f);
	xml_end(x);
	xml_line(x);
}

int
render_html(const struct composition *c, const struct render_site *site, struct buf *out)
{
	struct arena a;
	struct buf b;
	struct xml x;
	uint32_t i;
	int rc;

	arena_init(&a, SIZE_MAX / 4, NULL);
	buf_init(&b, out->max);
	xml_init(&x, out, XML_HTML);
	write_top(&x, &a, site, c->feed);
	xml_start(&x, "main");
	xml_line(&x);
	for (i = 0; i < c->entries.n; i++)
		write_entry(&x, c->feed, &((const struct entry *)c->entries.v)[i], &a, &b);
	if (c->entries.n == 0)
		xml_leaf(&x, "p", STR("Nothing has been published here yet."));
	xml_end(&x);
	xml_line(&x);
	finish_page(&x);
	rc = xml_finish(&x);
	if (b.is_full)
		rc = -1;
	buf_release(&b);
	arena_release(&a);
	return rc;
}

static void
write_index_feed(struct xml *x, struct arena *a, const struct render_site *site, const struct feed *f)
{
	xml_start(x, "section");
	xml_line(x);
	xml_start(x, "h2");
	write_anchor(x, site_feed_url(a, site, f, "html"), feed_title(f));
	xml_end(x);
	xml_line(x);
	xml_leaf(x, "p", str_from(f->description));
	write_subscribe(x, a, site, f);
	xml_end(x);
	xml_line(x);
}

int
render_index(const struct feed *feeds, size_t n, const struct render_site *site, struct buf *out)
{
	struct arena a;
	struct xml x;
	size_t i;

	arena_init(&a, SIZE_MAX / 4, NULL);
	xml_init(&x, out, XML_HTML);
	open_head(&x, STR_NONE, STR("Feeds"));
	for (i = 0; i < n; i++)
		write_autodiscovery(&x, &a, site, &feeds[i]);
	close_head(&x);
	xml_start(&x, "header");
	xml_start(&x, "h1");
	xml_text(&x, STR("Feeds"));
	xml_end(&x);
	xml_start(&x, "p");
	xml_text(&x, STR("Subscribe to one of these in your feed reader, or to "));
	write_anchor(&x, arena_printf(&a, "%.*sopml", STR_ARG(site_home(&a, site))), STR("all of them (OPML)"));
	xml_text(&x, STR("."));
	xml_end(&x);
	xml_end(&x);
	xml_line(&x);
	xml_start(&x, "main");
	xml_line(&x);
	for (i = 0; i < n; i++)
		write_index_feed(&x, &a, site, &feeds[i]);
	xml_end(&x);
	xml_line(&x);
	finish_page(&x);
	arena_release(&a);
	return xml_finish(&x);
}
