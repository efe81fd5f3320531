/* What several formats say of a feed and its entries, settled once. Results borrow from the entry, the arena or the buffer. */
#ifndef RENDER_PARTS_H
#define RENDER_PARTS_H

#include "render/render.h"

#define NAMESPACE_MEDIA STR("http://search.yahoo.com/mrss/")

/* "https://planet.example.org/feeds/NAME.atom" */
struct str site_feed_url(struct arena *a, const struct render_site *site, const struct feed *feed, const char *ending);
/* ".../feeds/NAME/archive-3.atom"; of page 0, the feed itself */
struct str site_page_url(struct arena *a, const struct render_site *site, const struct feed *feed, int64_t page, const char *ending);
#define NAMESPACE_HISTORY STR("http://purl.org/syndication/history/1.0")
bool has_history(const struct composition *c); /* something of RFC 5005 has to be said */
struct str site_home(struct arena *a, const struct render_site *site); /* the index page */
struct str feed_home(struct arena *a, const struct render_site *site, const struct feed *feed);
struct str feed_title(const struct feed *feed);

/* Plain text as an HTML fragment: & < > escaped; with is_prose blank lines part paragraphs and line ends stay line ends. */
void html_from_text(struct buf *out, struct str plain, bool is_prose);
/* The construct as HTML, made in b where it is plain. */
struct str text_as_html(const struct text *t, struct buf *b);
/* Whether a reader that takes text for HTML would see something else. */
bool text_looks_like_markup(struct str plain);

struct str entry_html(const struct entry *e, struct buf *b);      /* its content; made in b where it is plain text; may be empty */
struct str entry_excerpt(struct arena *a, const struct entry *e); /* the head of its plain text; may be empty */
struct str entry_title(struct arena *a, const struct entry *e);   /* never empty: the excerpt, the address, the id in its place */
/* Where the entry comes from: what an aggregated entry says of itself, else its source. Never NULL; title may be empty. */
const struct document *entry_origin(const struct entry *e);
struct str entry_origin_title(const struct entry *e); /* never empty */
/* What the origin says it is about: an article file may name that and nothing else. */
const struct text *entry_slogan(const struct entry *e);

struct str other_label(struct arena *a, const struct other *o); /* "Source: title" */

struct str person_label(const struct person *p); /* name, else what stands for one; may be empty */
bool is_email(struct str s);
bool is_mime_type(struct str s);
bool is_language_tag(struct str s);
/* The enclosure's type, told by the ending of its address where the publisher does not say. */
struct str enclosure_type(const struct enclosure *en);

#endif
