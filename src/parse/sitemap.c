#include "config.h"
#include "parse/sitemap.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "parse/charset.h"
#include "parse/date.h"
#include "parse/prolog.h"
#include "parse/repair.h"
#include "parse/sax.h"

#define TEXT_MAX 8192U /* bytes of one element */
#define DEPTH_MAX 32U
#define KEYWORDS_MAX 32U
#define SLUG_MAX 300U /* bytes of a title made of an address */

struct place { /* one <url> or <sitemap> */
	struct str loc, title, language, keywords, image, caption;
	int64_t published_s, changed_s;
	bool is_published, is_changed;
	uint32_t order;
};

struct reader {
	struct arena *a;
	struct document *d;
	struct place *places;
	size_t n, room;
	struct place at;
	struct buf text;
	unsigned depth, place_depth; /* 0: in none */
	bool is_index, has_root, is_full;
	xmlParserCtxt *ctxt;
};

/* ---- elements ---- */

enum extension { EXT_NONE = 0, EXT_NEWS, EXT_IMAGE, EXT_OTHER };

/* By the namespace, whose versions differ in their end; by the prefix where it was never declared. */
static enum extension
extension_of(const xmlChar *prefix, const xmlChar *uri)
{
	struct str name = str_from((const char *)(uri != NULL ? uri : prefix));

	if (name.n == 0)
		return EXT_NONE;
	if (str_find_nocase(name, STR("news")) != STR_NPOS)
		return EXT_NEWS;
	if (str_find_nocase(name, STR("image")) != STR_NPOS)
		return EXT_IMAGE;
	if (str_find_nocase(name, STR("video")) != STR_NPOS || str_find_nocase(name, STR("mobile")) != STR_NPOS ||
	    str_find_nocase(name, STR("xhtml")) != STR_NPOS)
		return EXT_OTHER;
	return EXT_NONE;
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_at, int n_def,
    const xmlChar **at)
{
	struct reader *r = ctx;
	struct str name = str_from((const char *)local);

	(void)n_ns;
	(void)ns;
	(void)n_at;
	(void)n_def;
	(void)at;
	buf_clear(&r->text);
	if (++r->depth > DEPTH_MAX)
		xmlStopParser(r->ctxt);
	if (r->depth == 1) {
		r->is_index = str_is(name, "sitemapindex");
		r->has_root = r->is_index || str_is(name, "urlset");
		if (!r->has_root)
			xmlStopParser(r->ctxt);
	} else if (r->place_depth == 0 && extension_of(prefix, uri) == EXT_NONE && str_is(name, r->is_index ? "sitemap" : "url")) {
		r->place_depth = r->depth;
		r->at = (struct place){ .order = (uint32_t)r->n };
	}
}

static void
add_place(struct reader *r)
{
	r->place_depth = 0;
	if (!url_is_http(r->at.loc) || r->at.loc.n > URL_MAX)
		return;
	if (r->n == SITEMAP_URLS_MAX) {
		parse_problem(r->a, r->d, "truncated", 0, "only the first %u addresses were read", SITEMAP_URLS_MAX);
		r->is_full = true;
		if (r->ctxt != NULL)
			xmlStopParser(r->ctxt);
		return;
	}
	if (r->n == r->room) {
		size_t more = r->room > 0 ? 2 * r->room : 64;

		r->places = arena_grow(r->a, r->places, r->room * sizeof(*r->places), more * sizeof(*r->places));
		r->room = more;
	}
	r->places[r->n++] = r->at;
}

static void
set_once(struct reader *r, struct str *to, struct str text)
{
	if (to->n == 0)
		*to = arena_str(r->a, text);
}

static void
close_plain(struct reader *r, struct str name, struct str text)
{
	if (str_is(name, "loc") && r->at.loc.n == 0)
		r->at.loc = arena_str(r->a, url_resolve(r->a, r->d->base, text));
	else if (str_is(name, "lastmod"))
		r->at.is_changed = date_parse(text, &r->at.changed_s);
}

static void
close_news(struct reader *r, struct str name, struct str text)
{
	if (str_is(name, "title"))
		set_once(r, &r->at.title, text);
	else if (str_is(name, "publication_date"))
		r->at.is_published = date_parse(text, &r->at.published_s);
	else if (str_is(name, "language"))
		set_once(r, &r->at.language, text);
	else if (str_is(name, "keywords"))
		set_once(r, &r->at.keywords, text);
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *r = ctx;
	struct str name = str_from((const char *)local), text = str_trim(buf_str(&r->text));

	if (r->place_depth > 0 && r->depth == r->place_depth) {
		add_place(r);
	} else if (r->place_depth > 0) {
		switch (extension_of(prefix, uri)) {
		case EXT_NONE:
			close_plain(r, name, text);
			break;
		case EXT_NEWS:
			close_news(r, name, text);
			break;
		case EXT_IMAGE:
			if (str_is(name, "loc"))
				set_once(r, &r->at.image, url_resolve(r->a, r->d->base, text));
			else if (str_is(name, "caption"))
				set_once(r, &r->at.caption, text);
			break;
		case EXT_OTHER:
			break;
		}
	}
	buf_clear(&r->text);
	r->depth--;
}

static void
on_text(void *ctx, const xmlChar *c, int n)
{
	struct reader *r = ctx;

	if (r->place_depth > 0 && n > 0 && r->text.n + (size_t)n <= TEXT_MAX)
		buf_add(&r->text, c, (size_t)n);
}

static void
on_error(void *ctx, xmlErrorPtr e)
{
	struct reader *r = ctx;

	if (!r->is_full && r->d->wellformed != TRI_FALSE)
		parse_problem(r->a, r->d, "syntax", e->line, "the XML is not well-formed");
}

static const xmlSAXHandler handlers = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_text,
	.cdataBlock = on_text,
	.ignorableWhitespace = on_text,
	.serror = (xmlStructuredErrorFunc)on_error,
};

static int
read_xml(struct reader *r, struct str text, struct err *e)
{
	struct str xml, doctype;

	if (prolog_cut(r->a, repair_ampersands(r->a, text, r->d), r->d, &xml, &doctype, e) != 0)
		return -1;
	r->ctxt = sax_open(xml, &handlers, r);
	if (r->ctxt == NULL)
		return err_set(e, ERR_INPUT, "no sitemap: no XML");
	sax_run(r->ctxt);
	r->ctxt = NULL;
	return r->has_root ? 0 : err_set(e, ERR_INPUT, "no sitemap: the root is neither urlset nor sitemapindex");
}

/* ---- plain text ---- */

/* RFC 9309 leaves room for it: "Sitemap: URL" in a robots.txt. Or one address a line, and nothing else. */
static int
read_lines(struct reader *r, struct str text, struct err *e)
{
	struct str line, name = STR("sitemap:");
	struct str rest = text;
	bool is_robots = str_find_nocase(text, name) != STR_NPOS;

	r->is_index = is_robots;
	while (str_next(&rest, '\n', &line) && !r->is_full) {
		line = str_trim(is_robots ? str_head(line, str_find_char(line, '#')) : line);
		if (is_robots && !str_starts_nocase(line, name))
			continue;
		if (line.n == 0)
			continue;
		r->at = (struct place){ .order = (uint32_t)r->n };
		r->at.loc = arena_str(r->a, url_resolve(r->a, r->d->base, str_trim(is_robots ? str_skip(line, name.n) : line)));
		if (!is_robots && (!url_is_http(r->at.loc) || str_find_char(line, ' ') != STR_NPOS))
			return err_set(e, ERR_INPUT, "no sitemap: neither XML nor a list of addresses");
		add_place(r);
	}
	return r->n > 0 ? 0 : err_set(e, ERR_INPUT, "no sitemap in it");
}

/* ---- the document ---- */

static int64_t
time_of(const struct place *x)
{
	return x->is_published ? x->published_s : x->is_changed ? x->changed_s : INT64_MIN;
}

/* The newest first; those without a date last, as they stand. */
static int
by_age(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int64_t s = time_of(x), t = time_of(y);

	return s != t ? (s > t ? -1 : 1) : x->order < y->order ? -1 : x->order > y->order;
}

/* Escapes undone where what comes out is text. */
static struct str
unescaped(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	unsigned code;
	size_t i, n = 0;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 2 < s.n && sscanf(s.p + i + 1, "%2x", &code) == 1 && code >= ' ') {
			out[n++] = (char)code;
			i += 2;
		} else {
			out[n++] = s.p[i];
		}
	}
	out[n] = '\0';
	return utf8_is_valid((struct str){ out, n }) ? (struct str){ out, n } : s;
}

/* Words of the last part of the path that has any: "/2025/03/the-old-tower-123.html" is "The old tower 123". */
static struct str
title_of(struct arena *a, struct str url)
{
	struct str path = str_skip(url, str_find(url, STR("://")) + 3), part, best = STR_NONE;
	char *out;
	size_t i;

	for (i = 0; i < path.n && path.p[i] != '?' && path.p[i] != '#'; i++)
		;
	path = str_head(path, i);
	str_next(&path, '/', &part); /* the host */
	if (path.n == 0)
		return arena_str(a, part);
	while (str_next(&path, '/', &part)) {
		size_t letters = 0;

		for (i = 0; i < part.n; i++)
			letters += ascii_is_alpha(part.p[i]) || (unsigned char)part.p[i] >= 0x80 || part.p[i] == '%';
		if (letters > 2 && !str_starts_nocase(part, STR("index.")))
			best = part;
	}
	for (i = best.n; i > 0 && best.n - i < 6 && best.p[i - 1] != '.'; i--)
		;
	if (i > 1 && best.p[i - 1] == '.' && best.n - i > 0) /* ".html" */
		best = str_head(best, i - 1);
	best = utf8_head(best, SLUG_MAX);
	if (best.n == 0)
		return arena_str(a, url);
	out = arena_strdup(a, unescaped(a, best));
	for (i = 0; out[i] != '\0'; i++)
		if (out[i] == '-' || out[i] == '_' || out[i] == '+')
			out[i] = ' ';
	if (out[0] >= 'a' && out[0] <= 'z')
		out[0] = (char)(out[0] - 'a' + 'A');
	return str_trim(str_from(out));
}

static void
add_keywords(struct reader *r, struct article *to, struct str list)
{
	struct category *c;
	struct str word;

	while (to->categories.n < KEYWORDS_MAX && str_next(&list, ',', &word)) {
		if (str_trim(word).n == 0)
			continue;
		c = list_add(r->a, &to->categories, sizeof(*c));
		c->term = str_trim(word);
	}
}

static void
add_article(struct reader *r, const struct place *x)
{
	struct article *to = list_add(r->a, &r->d->articles, sizeof(*to));
	bool has_title = x->title.n > 0;

	to->id = to->url = x->loc;
	to->id_is_permalink = TRI_TRUE;
	to->title = (struct text){ .raw = has_title ? x->title : title_of(r->a, x->loc), .kind = TEXT_PLAIN };
	if (!has_title)
		*(struct field_from *)list_add(r->a, &to->fields_from, sizeof(struct field_from)) = (struct field_from){ STR("title"), STR("url") };
	if (x->is_published || x->is_changed) {
		to->published = (struct opt_int){ x->is_published ? x->published_s : x->changed_s, true };
		to->date_from = x->is_published ? STR("feed") : STR("sitemap");
	}
	if (x->is_changed)
		to->updated = (struct opt_int){ x->changed_s, true };
	to->language = x->language;
	to->image = x->image;
	to->image_caption = x->caption;
	add_keywords(r, to, x->keywords);
}

static void
fill_document(struct reader *r, unsigned items_max)
{
	unsigned max = r->is_index ? SITEMAP_PARTS_MAX : items_max > 0 && items_max < PARSE_ITEMS_MAX ? items_max : PARSE_ITEMS_MAX;
	struct sitemap_part *part;
	size_t i;

	if (r->n > 1)
		qsort(r->places, r->n, sizeof(*r->places), by_age);
	r->d->format = r->is_index ? STR("sitemap-index") : STR("sitemap");
	for (i = 0; i < r->n && i < max; i++) {
		if (!r->is_index) {
			add_article(r, &r->places[i]);
			continue;
		}
		part = list_add(r->a, &r->d->parts, sizeof(*part));
		part->url = r->places[i].loc;
		part->changed = (struct opt_int){ r->places[i].changed_s, r->places[i].is_changed };
	}
	if (i < r->n)
		r->d->dropped = (struct opt_int){ (int64_t)(r->n - i), true };
	if (r->d->wellformed == TRI_NONE)
		r->d->wellformed = TRI_TRUE;
}

int
sitemap_parse(struct arena *a, const struct parse_input *in, struct document *out, struct err *e)
{
	struct str text = in->bytes.n > 0 ? charset_decode(a, in->bytes, in->content_type, out) : STR_NONE, start = str_trim(text);
	struct reader r = { .a = a, .d = out };
	int rc;

	if (start.n == 0)
		return err_set(e, ERR_INPUT, "empty body");
	out->base = out->link = in->base_url;
	buf_init(&r.text, TEXT_MAX);
	rc = start.p[0] == '<' ? read_xml(&r, text, e) : read_lines(&r, text, e);
	buf_release(&r.text);
	if (rc == 0)
		fill_document(&r, in->items_max);
	return rc;
}

bool
sitemap_is_likely(struct str bytes)
{
	struct str head = str_head(bytes, 4096);

	return str_find(head, STR("<urlset")) != STR_NPOS || str_find(head, STR("<sitemapindex")) != STR_NPOS;
}
