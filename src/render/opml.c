/* OPML 2.0: all feeds as a subscription list. */
#include "config.h"
#include "render/parts.h"
#include "render/render.h"
#include "render/xml_out.h"

static void
write_outline(struct xml *x, struct arena *a, const struct render_site *site, const struct feed *f)
{
	xml_start(x, "outline");
	xml_attr(x, "type", STR("rss")); /* the one word that all readers take, whatever the format */
	xml_attr(x, "text", feed_title(f));
	xml_attr(x, "title", feed_title(f));
	if (f->description != NULL && f->description[0] != '\0')
		xml_attr(x, "description", str_from(f->description));
	if (is_language_tag(str_from(f->language)))
		xml_attr(x, "language", str_from(f->language));
	xml_attr_url(x, "xmlUrl", site_feed_url(a, site, f, "atom"));
	xml_attr_url(x, "htmlUrl", feed_home(a, site, f));
	xml_end(x);
}

int
render_opml(const struct feed *feeds, size_t n, const struct render_site *site, struct buf *out)
{
	struct arena a;
	struct xml x;
	size_t i;

	arena_init(&a, SIZE_MAX / 4, NULL);
	xml_init(&x, out, XML_PLAIN);
	xml_start(&x, "opml");
	xml_attr(&x, "version", STR("2.0"));
	xml_start(&x, "head");
	xml_start(&x, "title");
	xml_text(&x, STR("Feeds of "));
	xml_url(&x, site_home(&a, site));
	xml_end(&x);
	xml_end(&x);
	xml_start(&x, "body");
	for (i = 0; i < n; i++)
		write_outline(&x, &a, site, &feeds[i]);
	xml_end(&x);
	xml_end(&x);
	arena_release(&a);
	return xml_finish(&x);
}
