#include "config.h"
#include "render/parts.h"

#include "base/url.h"
#include "base/utf8.h"
#include "normalise/text.h"

#define EXCERPT_MAX 300U         /* bytes: what lists of articles have room for */
#define EXCERPT_SOURCE_FEW 768U  /* bytes of content that are looked at for it: mostly enough */
#define EXCERPT_SOURCE_MAX 4096U /* where those are all markup */

struct str
site_home(struct arena *a, const struct render_site *site)
{
	return arena_printf(a, "%s/", site->public_url != NULL ? site->public_url : "");
}

struct str
site_feed_url(struct arena *a, const struct render_site *site, const struct feed *feed, const char *ending)
{
	return arena_printf(a, "%s/feeds/%s.%s", site->public_url != NULL ? site->public_url : "", feed->name, ending);
}

struct str
site_page_url(struct arena *a, const struct render_site *site, const struct feed *feed, int64_t page, const char *ending)
{
	if (page == 0)
		return site_feed_url(a, site, feed, ending);
	return arena_printf(a, "%s/feeds/%s/archive-%lld.%s", site->public_url != NULL ? site->public_url : "", feed->name, (long long)page,
	    ending);
}

bool
has_history(const struct composition *c)
{
	return c->archive.page > 0 || c->feed->is_complete;
}

struct str
feed_home(struct arena *a, const struct render_site *site, const struct feed *feed)
{
	return feed->link != NULL && feed->link[0] != '\0' ? str_from(feed->link) : site_home(a, site);
}

struct str
feed_title(const struct feed *feed)
{
	return str_from(feed->title != NULL && feed->title[0] != '\0' ? feed->title : feed->name);
}

/* ---- text ---- */

static void
escape(struct buf *out, struct str s)
{
	size_t i, from = 0;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] != '&' && s.p[i] != '<' && s.p[i] != '>')
			continue;
		buf_add(out, s.p + from, i - from);
		buf_add_c(out, s.p[i] == '&' ? "&amp;" : s.p[i] == '<' ? "&lt;" : "&gt;");
		from = i + 1;
	}
	buf_add_str(out, str_skip(s, from));
}

void
html_from_text(struct buf *out, struct str plain, bool is_prose)
{
	struct str line;
	bool is_open = false;

	if (!is_prose) {
		escape(out, plain);
		return;
	}
	while (str_next(&plain, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0) {
			if (is_open)
				buf_add_c(out, "</p>\n");
			is_open = false;
			continue;
		}
		buf_add_c(out, is_open ? "<br>\n" : "<p>");
		is_open = true;
		escape(out, line);
	}
	if (is_open)
		buf_add_c(out, "</p>");
}

struct str
text_as_html(const struct text *t, struct buf *b)
{
	if (t->html.n > 0)
		return t->html;
	buf_clear(b);
	html_from_text(b, t->plain, false);
	return buf_str(b);
}

/* Begins with &. Readers that guess also take names without their semicolon. */
static bool
is_reference(struct str s)
{
	size_t i;

	for (i = 1; i < s.n && (ascii_is_alnum(s.p[i]) || s.p[i] == '#'); i++)
		;
	return i > 2 || (i == 2 && i < s.n && s.p[i] == ';');
}

bool
text_looks_like_markup(struct str plain)
{
	size_t i;

	for (i = 0; i + 1 < plain.n; i++) {
		if (plain.p[i] == '<' && (ascii_is_alpha(plain.p[i + 1]) || plain.p[i + 1] == '/' || plain.p[i + 1] == '!'))
			return true;
		if (plain.p[i] == '&' && is_reference(str_skip(plain, i)))
			return true;
	}
	return false;
}

/* ---- entries ---- */

struct str
entry_html(const struct entry *e, struct buf *b)
{
	if (e->article.content_html.n > 0 || e->article.content_text.n == 0)
		return e->article.content_html;
	buf_clear(b);
	html_from_text(b, e->article.content_text, true);
	return buf_str(b);
}

static struct str
shorten(struct arena *a, struct str s)
{
	struct str head;
	size_t n;

	if (s.n <= EXCERPT_MAX)
		return s;
	head = utf8_head(s, EXCERPT_MAX);
	for (n = head.n; n > EXCERPT_MAX / 2 && head.p[n - 1] != ' '; n--)
		;
	if (n > EXCERPT_MAX / 2) /* languages without spaces are cut where they are */
		head = str_trim(str_head(head, n));
	return arena_printf(a, "%.*s…", STR_ARG(head));
}

struct str
entry_excerpt(struct arena *a, const struct entry *e)
{
	const struct article *art = &e->article;
	struct str s;

	if (art->summary.plain.n > 0)
		return shorten(a, art->summary.plain);
	if (art->content_text.n > 0)
		return shorten(a, text_collapse(a, utf8_head(art->content_text, EXCERPT_SOURCE_MAX)));
	s = text_from_html(a, utf8_head(art->content_html, EXCERPT_SOURCE_FEW));
	if (s.n < EXCERPT_MAX && art->content_html.n > EXCERPT_SOURCE_FEW)
		s = text_from_html(a, utf8_head(art->content_html, EXCERPT_SOURCE_MAX));
	return shorten(a, s);
}

struct str
entry_title(struct arena *a, const struct entry *e)
{
	struct str s = e->article.title.plain;

	if (s.n == 0)
		s = entry_excerpt(a, e);
	if (s.n == 0)
		s = e->article.url;
	return s.n > 0 ? s : e->id;
}

const struct document *
entry_origin(const struct entry *e)
{
	const struct document *d = e->article.source;

	return d != NULL && (d->title.plain.n > 0 || d->link.n > 0 || d->feed_url.n > 0) ? d : e->origin;
}

const struct text *
entry_slogan(const struct entry *e)
{
	const struct document *d = e->article.source;

	return d != NULL && d->description.plain.n > 0 ? &d->description : &entry_origin(e)->description;
}

struct str
entry_origin_title(const struct entry *e)
{
	const struct document *d = entry_origin(e);

	if (d->title.plain.n > 0)
		return d->title.plain;
	if (d == e->origin)
		return e->source;
	return d->link.n > 0 ? d->link : d->feed_url;
}

struct str
other_label(struct arena *a, const struct other *o)
{
	return o->title.n > 0 ? arena_printf(a, "%.*s: %.*s", STR_ARG(o->source), STR_ARG(o->title)) : o->source;
}

struct str
person_label(const struct person *p)
{
	size_t at;

	if (p->name.n > 0)
		return p->name;
	at = str_find_char(p->email, '@'); /* the whole address would be harvested */
	if (at != STR_NPOS && at > 0)
		return str_head(p->email, at);
	return p->url;
}

/* ---- small grammars ---- */

bool
is_email(struct str s)
{
	size_t i, at = str_find_char(s, '@'), dot;

	if (at == STR_NPOS || at == 0)
		return false;
	for (i = 0; i < s.n; i++)
		if (i != at && !ascii_is_alnum(s.p[i]) && memchr(i < at ? "._+-'" : ".-", s.p[i], i < at ? 5 : 2) == NULL)
			return false;
	s = str_skip(s, at + 1);
	dot = str_find_char(s, '.');
	return dot != STR_NPOS && dot > 0 && ascii_is_alpha(s.p[s.n - 1]);
}

static bool
is_token(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!ascii_is_alnum(s.p[i]) && memchr("!#$&-^_.+", s.p[i], 9) == NULL)
			return false;
	return s.n > 0;
}

/* RFC 6838, 4.2, without parameters. */
bool
is_mime_type(struct str s)
{
	size_t slash = str_find_char(s, '/');

	return slash != STR_NPOS && is_token(str_head(s, slash)) && is_token(str_skip(s, slash + 1));
}

/* RFC 5646 as far as form goes, and a language of two or three letters first. */
bool
is_language_tag(struct str s)
{
	struct str part;
	size_t i;
	bool is_first = true;

	if (s.n == 0 || s.p[s.n - 1] == '-')
		return false;
	while (str_next(&s, '-', &part)) {
		if (part.n == 0 || part.n > 8 || (is_first && (part.n < 2 || part.n > 3)))
			return false;
		for (i = 0; i < part.n; i++)
			if (is_first ? !ascii_is_alpha(part.p[i]) : !ascii_is_alnum(part.p[i]))
				return false;
		is_first = false;
	}
	return true;
}

struct str
enclosure_type(const struct enclosure *en)
{
	static const char *const types[][2] = {
		{ ".mp3", "audio/mpeg" },
		{ ".m4a", "audio/mp4" },
		{ ".ogg", "audio/ogg" },
		{ ".opus", "audio/ogg" },
		{ ".oga", "audio/ogg" },
		{ ".wav", "audio/wav" },
		{ ".flac", "audio/flac" },
		{ ".mp4", "video/mp4" },
		{ ".m4v", "video/mp4" },
		{ ".webm", "video/webm" },
		{ ".mov", "video/quicktime" },
		{ ".jpg", "image/jpeg" },
		{ ".jpeg", "image/jpeg" },
		{ ".png", "image/png" },
		{ ".gif", "image/gif" },
		{ ".webp", "image/webp" },
		{ ".pdf", "application/pdf" },
		{ ".epub", "application/epub+zip" },
		{ ".torrent", "application/x-bittorrent" },
		{ ".zip", "application/zip" },
	};
	struct str path = str_head(en->url, str_find_char(en->url, '?')), ending;
	size_t i;

	if (is_mime_type(en->type))
		return en->type;
	path = str_head(path, str_find_char(path, '#'));
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		ending = str_from(types[i][0]);
		if (path.n > ending.n && str_eq_nocase(str_skip(path, path.n - ending.n), ending))
			return str_from(types[i][1]);
	}
	return STR("application/octet-stream");
}
