#include "config.h"
#include "extract/announced.h"

#include "base/url.h"
#include "extract/dom.h"

#define TITLE_LOOK 4096U /* bytes of a title that are read */

static bool
is_feed_type(struct str type)
{
	static const char *const types[] = { "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
		"application/x.atom+xml", "application/x-atom+xml", "text/rss+xml", "text/atom+xml", "application/rss", "application/json" };
	size_t i;

	type = str_trim(str_head(type, str_find_char(type, ';')));
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_is_nocase(type, types[i]))
			return true;
	return false;
}

/* A WordPress page tells itself as JSON, too: that is no feed. */
static bool
is_own_json(struct str href)
{
	return str_find(href, STR("/wp-json/")) != STR_NPOS || str_find(href, STR("rest_route=")) != STR_NPOS;
}

/* rel="alternate stylesheet" and rel="alternate" of a translation are something else. */
static bool
announces(const xmlNode *n)
{
	return (dom_tag(n) == TAG_link || dom_tag(n) == TAG_a) && dom_attr_has_word(n, "rel", "alternate") &&
	       !dom_attr_has_word(n, "rel", "stylesheet") && is_feed_type(dom_attr(n, "type")) && dom_attr(n, "href").n > 0 && !is_own_json(dom_attr(n, "href"));
}

static bool
is_known(const struct document *d, struct str url)
{
	const struct alternate *v = d->alternates.v;
	uint32_t i;

	for (i = 0; i < d->alternates.n; i++)
		if (str_eq(v[i].url, url))
			return true;
	return false;
}

static void
add(struct arena *a, struct document *d, const xmlNode *n)
{
	struct str url = url_resolve(a, d->base, arena_str(a, dom_attr(n, "href")));
	struct alternate *x;

	if (d->alternates.n == ANNOUNCED_MAX || is_known(d, url))
		return;
	x = list_add(a, &d->alternates, sizeof(*x));
	x->url = url;
	x->type = arena_str(a, dom_attr(n, "type"));
	x->title = arena_str(a, dom_attr(n, "title"));
}

/* WebSub and a feed's own address: of the page's head alone, for a body may be a reader's words. */
static void
add_link(struct arena *a, struct document *d, const xmlNode *n)
{
	struct str url = url_resolve(a, d->base, arena_str(a, dom_attr(n, "href")));

	if (!url_is_http(url))
		return;
	if (dom_attr_has_word(n, "rel", "hub") && d->hubs.n < ANNOUNCED_MAX)
		*(struct hub *)list_add(a, &d->hubs, sizeof(struct hub)) = (struct hub){ .url = url };
	if (dom_attr_has_word(n, "rel", "self") && d->feed_url.n == 0)
		d->feed_url = url;
}

/* The posts of a WordPress site: an answer in JSON that has all that its feed has. */
static void
add_posts(struct arena *a, struct document *d, const xmlNode *n)
{
	struct str api = url_resolve(a, d->base, arena_str(a, dom_attr(n, "href")));
	const char *more = str_find_char(api, '?') == STR_NPOS ? "?" : "&";
	struct alternate *x;

	if (!url_is_http(api) || d->alternates.n == ANNOUNCED_MAX)
		return;
	x = list_add(a, &d->alternates, sizeof(*x));
	x->url = arena_printf(a, "%.*swp/v2/posts%sper_page=50&_embed=author,wp:featuredmedia", STR_ARG(api), more);
	x->type = STR("application/json");
}

void
announced_read(struct arena *a, const struct dom *dom, struct str url, struct document *out)
{
	const xmlNode *n, *title;

	out->format = STR("html");
	out->base = dom_base(a, dom, url);
	title = dom_find(dom->root, TAG_title);
	if (title != NULL) {
		out->title.raw = dom_text(a, title, TITLE_LOOK);
		out->title.kind = TEXT_PLAIN;
	}
	out->language = arena_str(a, dom_attr(dom->root, "lang"));
	for (n = dom->root; n != NULL; n = dom_next(n, dom->root)) {
		if (announces(n))
			add(a, out, n);
		if (dom_tag(n) == TAG_link && dom->head != NULL && dom_contains(dom->head, n) && dom_has_attr(n, "href"))
			add_link(a, out, n);
	}
	for (n = dom->head; n != NULL; n = dom_next(n, dom->head))
		if (dom_tag(n) == TAG_link && dom_attr_has_word(n, "rel", "https://api.w.org/"))
			add_posts(a, out, n);
}

int
extract_announced(struct arena *a, struct str bytes, struct str content_type, struct str url, struct document *out, struct err *e)
{
	struct dom dom;

	if (dom_parse_text(a, bytes, content_type, out, &dom, e) != 0)
		return -1;
	announced_read(a, &dom, url, out);
	dom_release(&dom);
	return 0;
}
