#include "config.h"
#include "render/render.h"

int
render_feed(enum feed_format format, const struct composition *c, const struct render_site *site, struct buf *out)
{
	switch (format) {
	case FEED_ATOM:
		return render_atom(c, site, out);
	case FEED_RSS:
		return render_rss(c, site, out);
	case FEED_JSON:
		return render_json_feed(c, site, out);
	case FEED_HTML:
		return render_html(c, site, out);
	case FEED_FORMATS:
		break;
	}
	return -1;
}
