/*
 * Compositions as documents: Atom 1.0, RSS 2.0, JSON Feed 1.1 and a page, and
 * the lists of all feeds. What comes out is valid whatever the entries hold,
 * and the same bytes for the same entries and configuration: there are no
 * build times in it and all dates are UTC. Plain functions; any thread.
 *
 * Article HTML goes in as it is: normalise/ has sanitised it.
 */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "base/buf.h"
#include "compose/compose.h"

struct render_site {
	const char *public_url; /* no slash at its end */
};

/* Appends the document to out. 0; or -1 when the cap of out was reached, and then what is in out is useless. */
int render_feed(enum feed_format format, const struct composition *c, const struct render_site *site, struct buf *out);

/* The page of all feeds, with autodiscovery links, and the same as an OPML subscription list. As above. */
int render_index(const struct feed *feeds, size_t n, const struct render_site *site, struct buf *out);
int render_opml(const struct feed *feeds, size_t n, const struct render_site *site, struct buf *out);

/* The formats one by one: render_feed() for whoever does not know which. */
int render_atom(const struct composition *c, const struct render_site *site, struct buf *out);
int render_rss(const struct composition *c, const struct render_site *site, struct buf *out);
int render_json_feed(const struct composition *c, const struct render_site *site, struct buf *out);
int render_html(const struct composition *c, const struct render_site *site, struct buf *out);

#endif
