#include "config.h"
#include "normalise/sanitise.h"

#include <stdlib.h>

#include "base/url.h"
#include "base/utf8.h"
#include "normalise/html_token.h"

enum {
	KEEP = 1,    /* stands in the output */
	DROP = 2,    /* goes with its content */
	RAW = 4,     /* its content is no markup */
	VOID = 8,    /* has no content */
	BLOCK = 16,  /* ends an open p */
	FRAME = 32,  /* becomes a link to its address */
	CONTROL = 64 /* goes, has no content */
};

struct rule {
	const char *name;
	unsigned flags;
	const char *attributes; /* beside dir, lang and title; separated by spaces */
};

/* Sorted by name, for bsearch(). What is not here loses its tags and keeps its content. */
static const struct rule rules[] = {
	{ "a", KEEP, "href hreflang rel type" },
	{ "abbr", KEEP, "" },
	{ "acronym", KEEP, "" },
	{ "address", KEEP | BLOCK, "" },
	{ "applet", DROP, "" },
	{ "area", CONTROL, "" },
	{ "article", KEEP | BLOCK, "" },
	{ "aside", KEEP | BLOCK, "" },
	{ "audio", KEEP, "src controls preload" },
	{ "b", KEEP, "" },
	{ "bdi", KEEP, "" },
	{ "bdo", KEEP, "" },
	{ "big", KEEP, "" },
	{ "blockquote", KEEP | BLOCK, "cite" },
	{ "br", KEEP | VOID, "" },
	{ "button", DROP, "" },
	{ "canvas", DROP, "" },
	{ "caption", KEEP, "" },
	{ "center", KEEP | BLOCK, "" },
	{ "cite", KEEP, "" },
	{ "code", KEEP, "" },
	{ "col", KEEP | VOID, "span" },
	{ "colgroup", KEEP, "span" },
	{ "datalist", DROP, "" },
	{ "dd", KEEP | BLOCK, "" },
	{ "del", KEEP, "cite datetime" },
	{ "details", KEEP | BLOCK, "open" },
	{ "dfn", KEEP, "" },
	{ "dialog", DROP, "" },
	{ "div", KEEP | BLOCK, "" },
	{ "dl", KEEP | BLOCK, "" },
	{ "dt", KEEP | BLOCK, "" },
	{ "em", KEEP, "" },
	{ "embed", CONTROL | FRAME, "" },
	{ "figcaption", KEEP | BLOCK, "" },
	{ "figure", KEEP | BLOCK, "" },
	{ "footer", KEEP | BLOCK, "" },
	{ "frame", CONTROL, "" },
	{ "frameset", DROP, "" },
	{ "h1", KEEP | BLOCK, "" },
	{ "h2", KEEP | BLOCK, "" },
	{ "h3", KEEP | BLOCK, "" },
	{ "h4", KEEP | BLOCK, "" },
	{ "h5", KEEP | BLOCK, "" },
	{ "h6", KEEP | BLOCK, "" },
	{ "head", DROP, "" },
	{ "header", KEEP | BLOCK, "" },
	{ "hr", KEEP | VOID | BLOCK, "" },
	{ "i", KEEP, "" },
	{ "iframe", DROP | RAW | FRAME, "" },
	{ "img", KEEP | VOID, "src srcset sizes alt width height loading" },
	{ "input", CONTROL, "" },
	{ "ins", KEEP, "cite datetime" },
	{ "kbd", KEEP, "" },
	{ "li", KEEP | BLOCK, "value" },
	{ "main", KEEP | BLOCK, "" },
	{ "map", DROP, "" },
	{ "mark", KEEP, "" },
	{ "meta", CONTROL, "" },
	{ "nav", KEEP | BLOCK, "" },
	{ "noembed", DROP | RAW, "" },
	{ "noframes", DROP | RAW, "" },
	{ "noscript", DROP, "" },
	{ "object", DROP | FRAME, "" },
	{ "ol", KEEP | BLOCK, "start reversed type" },
	{ "optgroup", DROP, "" },
	{ "option", DROP, "" },
	{ "p", KEEP | BLOCK, "" },
	{ "param", CONTROL, "" },
	{ "picture", KEEP, "" },
	{ "plaintext", DROP | RAW, "" },
	{ "pre", KEEP | BLOCK, "" },
	{ "q", KEEP, "cite" },
	{ "rp", KEEP, "" },
	{ "rt", KEEP, "" },
	{ "ruby", KEEP, "" },
	{ "s", KEEP, "" },
	{ "samp", KEEP, "" },
	{ "script", DROP | RAW, "" },
	{ "section", KEEP | BLOCK, "" },
	{ "select", DROP, "" },
	{ "small", KEEP, "" },
	{ "source", KEEP | VOID, "src srcset sizes type media" },
	{ "span", KEEP, "" },
	{ "strike", KEEP, "" },
	{ "strong", KEEP, "" },
	{ "style", DROP | RAW, "" },
	{ "sub", KEEP, "" },
	{ "summary", KEEP | BLOCK, "" },
	{ "sup", KEEP, "" },
	{ "svg", DROP, "" },
	{ "table", KEEP | BLOCK, "" },
	{ "tbody", KEEP, "" },
	{ "td", KEEP, "colspan rowspan headers" },
	{ "template", DROP, "" },
	{ "textarea", DROP | RAW, "" },
	{ "tfoot", KEEP, "" },
	{ "th", KEEP, "colspan rowspan headers scope abbr" },
	{ "thead", KEEP, "" },
	{ "time", KEEP, "datetime" },
	{ "title", DROP | RAW, "" },
	{ "tr", KEEP, "" },
	{ "track", CONTROL, "" },
	{ "tt", KEEP, "" },
	{ "u", KEEP, "" },
	{ "ul", KEEP | BLOCK, "" },
	{ "var", KEEP, "" },
	{ "video", KEEP, "src controls poster preload width height" },
	{ "wbr", KEEP | VOID, "" },
	{ "xmp", DROP | RAW, "" },
};
#define N_RULES (sizeof(rules) / sizeof(rules[0]))
#define NAME_MAX 16

struct sanitiser {
	struct arena *a;
	struct str base;
	struct buf *out;
	size_t out_max;
	const struct rule *open[SANITISE_DEPTH_MAX];
	size_t depth;
	unsigned nested; /* recursion by noscript */
};

static int
by_name(const void *name, const void *rule)
{
	return strcmp(name, ((const struct rule *)rule)->name);
}

static const struct rule *
find_rule(struct str name)
{
	char lower[NAME_MAX];
	size_t i;

	if (str_is_nocase(name, "amp-img"))
		name = STR("img");
	if (name.n == 0 || name.n >= sizeof(lower))
		return NULL;
	for (i = 0; i < name.n; i++)
		lower[i] = ascii_lower(name.p[i]);
	lower[i] = '\0';
	return bsearch(lower, rules, N_RULES, sizeof(rules[0]), by_name);
}

bool
html_is_element(struct str name)
{
	const struct rule *r = find_rule(name);

	return r != NULL && (r->flags & KEEP) != 0;
}

/* ---- writing ---- */

static void
add_escaped(struct buf *out, struct str s)
{
	static const char special[] = "&<>\"";
	size_t i, from = 0;
	const char *ref;

	if (s.n == 0)
		return;
	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c > '>' || (c >= 0x20 && strchr(special, c) == NULL) || c == '\n' || c == '\t')
			continue;
		ref = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : "";
		buf_add(out, s.p + from, i - from);
		buf_add_c(out, ref);
		from = i + 1;
	}
	buf_add(out, s.p + from, s.n - from);
}

/* Quotes stay as they are: twice through here gives the same. */
static void
add_plain(struct sanitiser *s, struct str text)
{
	size_t i, from = 0;
	const char *ref;

	if (s->out->n + text.n > s->out_max)
		text = utf8_head(text, s->out_max > s->out->n ? s->out_max - s->out->n : 0);
	if (text.n == 0)
		return;
	for (i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c != '&' && c != '<' && c != '>')
			continue;
		ref = c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;";
		buf_add(s->out, text.p + from, i - from);
		buf_add_c(s->out, ref);
		from = i + 1;
	}
	buf_add(s->out, text.p + from, text.n - from);
}

/* Text as it stood: references are decoded and written anew. */
static void
add_text(struct sanitiser *s, struct str raw)
{
	add_plain(s, html_decode(s->a, raw));
}

static void
add_attribute(struct sanitiser *s, const char *name, struct str value)
{
	buf_add_char(s->out, ' ');
	buf_add_c(s->out, name);
	buf_add_c(s->out, "=\"");
	add_escaped(s->out, value);
	buf_add_char(s->out, '"');
}

static void
close_top(struct sanitiser *s)
{
	const struct rule *r = s->open[--s->depth];

	buf_add_c(s->out, "</");
	buf_add_c(s->out, r->name);
	buf_add_char(s->out, '>');
}

static void
close_to(struct sanitiser *s, size_t depth)
{
	while (s->depth > depth)
		close_top(s);
}

/* ---- addresses ---- */

/* Browsers drop these before they look at a scheme; so do we, wherever they stand. */
static struct str
squeeze(struct arena *a, struct str url)
{
	char *out = arena_alloc(a, url.n + 1), *to = out;
	size_t i;

	for (i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] > 0x20 && url.p[i] != 0x7f)
			*to++ = url.p[i];
	return (struct str){ out, (size_t)(to - out) };
}

static bool
is_safe_scheme(struct str url, bool is_link)
{
	static const char *const for_links[] = { "mailto", "tel", "magnet", "xmpp", "geo" };
	struct str scheme = url_scheme(url);
	size_t i, colon, slash;

	if (scheme.n == 0) { /* relative: but nothing that a lenient reader could take for a scheme */
		colon = str_find_char(url, ':');
		slash = str_find_char(url, '/');
		return colon == STR_NPOS || (slash != STR_NPOS && slash < colon) || str_find_char(str_head(url, colon), '?') != STR_NPOS ||
		       str_find_char(str_head(url, colon), '#') != STR_NPOS;
	}
	if (str_is_nocase(scheme, "http") || str_is_nocase(scheme, "https"))
		return true;
	for (i = 0; is_link && i < sizeof(for_links) / sizeof(for_links[0]); i++)
		if (str_is_nocase(scheme, for_links[i]))
			return true;
	return false;
}

/* The absolute form of an address, or empty when it is not to be kept. */
static struct str
safe_url(struct sanitiser *s, struct str raw, bool is_link)
{
	struct str url;

	raw = str_trim(raw);
	if (!is_safe_scheme(squeeze(s->a, raw), is_link))
		return STR_NONE;
	if (raw.n == 0 && !is_link)
		return STR_NONE;
	url = url_resolve(s->a, s->base, raw);
	if (url.n == 0 || url.n > URL_MAX || !is_safe_scheme(url, is_link))
		return STR_NONE;
	return is_link ? url_without_tracking(s->a, url) : url;
}

/* HTML 4.8.4.2.1: "url descriptor, url descriptor"; an address may hold commas, but not end with one. */
static struct str
safe_srcset(struct sanitiser *s, struct str set)
{
	struct buf b;
	struct str url, out;
	size_t i = 0, start;

	buf_init(&b, URL_MAX * 16);
	while (i < set.n) {
		while (i < set.n && (ascii_is_space(set.p[i]) || set.p[i] == ','))
			i++;
		for (start = i; i < set.n && !ascii_is_space(set.p[i]); i++)
			;
		url = (struct str){ set.p + start, i - start };
		while (url.n > 0 && url.p[url.n - 1] == ',')
			url.n--;
		start = i;
		if (url.n == i - start || i == 0 || set.p[i - 1] != ',')
			while (i < set.n && set.p[i] != ',')
				i++;
		url = url.n > 0 ? safe_url(s, url, false) : STR_NONE;
		if (url.n == 0)
			continue;
		buf_add_c(&b, b.n > 0 ? ", " : "");
		buf_add_str(&b, url);
		if (str_trim((struct str){ set.p + start, i - start }).n > 0) {
			buf_add_char(&b, ' ');
			buf_add_str(&b, str_trim((struct str){ set.p + start, i - start }));
		}
	}
	out = arena_str(s->a, buf_str(&b));
	buf_release(&b);
	return out;
}

static bool
is_beacon(const struct html_token *t, struct str src)
{
	static const char *const hosts[] = { "feeds.feedburner.com/~r/", "feedsportal.com/", "pixel.wp.com/", "stats.wordpress.com/",
		"pixel.quantserve.com/", "doubleclick.net/", "www.google-analytics.com/", "feeds.wordpress.com/1.0/" };
	struct str w = str_trim(html_attribute_value(t, "width")), h = str_trim(html_attribute_value(t, "height"));
	size_t i;

	if ((str_is(w, "1") || str_is(w, "0")) && (str_is(h, "1") || str_is(h, "0")))
		return true;
	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		if (str_find(src, str_from(hosts[i])) != STR_NPOS)
			return true;
	return false;
}

/* The real address of an image that a script would have loaded later. */
static struct str
image_source(const struct html_token *t, const char *const *names, size_t n, struct str plain)
{
	struct str v;
	size_t i;

	for (i = 0; i < n; i++) {
		v = str_trim(html_attribute_value(t, names[i]));
		if (v.n > 0)
			return v;
	}
	return plain;
}

/* ---- elements ---- */

static bool
is_listed(const char *list, struct str name)
{
	struct str rest = str_from(list), word;

	while (str_next(&rest, ' ', &word))
		if (word.n > 0 && str_eq_nocase(word, name))
			return true;
	return false;
}

static bool
is_repeated(const struct html_token *t, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (str_eq_nocase(t->attributes[k].name, t->attributes[i].name))
			return true;
	return false;
}

static struct str
safe_rel(struct sanitiser *s, struct str rel)
{
	static const char *const kept[] = { "tag", "nofollow", "ugc", "sponsored", "noopener", "noreferrer" };
	struct str word, out = STR_NONE;
	size_t i;

	while (str_next(&rel, ' ', &word))
		for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
			if (str_is_nocase(word, kept[i]))
				out = arena_printf(s->a, out.n > 0 ? "%.*s %s" : "%.*s%s", STR_ARG(out), kept[i]);
	return out;
}

static void
write_attributes(struct sanitiser *s, const struct rule *r, const struct html_token *t, struct str src, struct str srcset)
{
	static const char general[] = "dir lang title";
	struct str name, value;
	char lower[NAME_MAX];
	size_t i, k;

	if (src.n > 0)
		add_attribute(s, "src", src);
	if (srcset.n > 0)
		add_attribute(s, "srcset", srcset);
	for (i = 0; i < t->n_attributes; i++) {
		name = t->attributes[i].name;
		if (name.n >= sizeof(lower) || (!is_listed(general, name) && !is_listed(r->attributes, name)) || is_repeated(t, i))
			continue;
		for (k = 0; k < name.n; k++)
			lower[k] = ascii_lower(name.p[k]);
		lower[k] = '\0';
		value = t->attributes[i].value;
		if (strcmp(lower, "src") == 0 || strcmp(lower, "srcset") == 0)
			continue;
		if (strcmp(lower, "href") == 0 || strcmp(lower, "cite") == 0 || strcmp(lower, "poster") == 0) {
			value = safe_url(s, value, strcmp(lower, "href") == 0);
			if (value.n == 0)
				continue;
		} else if (strcmp(lower, "rel") == 0) {
			value = safe_rel(s, value);
			if (value.n == 0)
				continue;
		}
		add_attribute(s, lower, value);
	}
}

static bool
open_is(const struct sanitiser *s, size_t depth, const char *name)
{
	return depth > 0 && strcmp(s->open[depth - 1]->name, name) == 0;
}

/* Depth of the innermost open element of that name, 0 when there is none inside the nearest table cell, list or quotation. */
static size_t
find_open(const struct sanitiser *s, const char *name, const char *barriers)
{
	size_t d;

	for (d = s->depth; d > 0; d--) {
		if (strcmp(s->open[d - 1]->name, name) == 0)
			return d;
		if (is_listed(barriers, str_from(s->open[d - 1]->name)))
			return 0;
	}
	return 0;
}

/* What an opening tag closes by itself (HTML 13.1.2.4). */
static void
close_implied(struct sanitiser *s, const struct rule *r)
{
	static const struct {
		const char *opening, *closes, *barriers;
	} implied[] = {
		{ "li", "li", "ul ol table td th blockquote" },
		{ "dt", "dd", "dl table" },
		{ "dt", "dt", "dl table" },
		{ "dd", "dt", "dl table" },
		{ "dd", "dd", "dl table" },
		{ "tr", "tr", "table" },
		{ "td", "td", "tr table" },
		{ "td", "th", "tr table" },
		{ "th", "td", "tr table" },
		{ "th", "th", "tr table" },
		{ "tbody", "thead", "table" },
		{ "tbody", "tbody", "table" },
		{ "tfoot", "tbody", "table" },
		{ "tfoot", "thead", "table" },
		{ "rt", "rt", "ruby" },
		{ "rt", "rp", "ruby" },
		{ "rp", "rt", "ruby" },
		{ "a", "a", "table td th" },
	};
	size_t i, d;

	for (i = 0; i < sizeof(implied) / sizeof(implied[0]); i++)
		if (strcmp(r->name, implied[i].opening) == 0 && (d = find_open(s, implied[i].closes, implied[i].barriers)) > 0)
			close_to(s, d - 1);
	if ((r->flags & BLOCK) != 0 && (d = find_open(s, "p", "table td th button figure li blockquote div section article")) > 0)
		close_to(s, d - 1);
}

static void
write_frame(struct sanitiser *s, const struct html_token *t)
{
	struct str to = html_attribute_value(t, "src");

	if (to.n == 0)
		to = html_attribute_value(t, "data-src");
	if (to.n == 0)
		to = html_attribute_value(t, "data");
	to = str_trim(to).n > 0 ? safe_url(s, to, true) : STR_NONE;
	if (to.n == 0 || !url_is_http(to))
		return;
	close_implied(s, find_rule(STR("p")));
	close_implied(s, find_rule(STR("a")));
	buf_add_c(s->out, "<p><a");
	add_attribute(s, "href", to);
	buf_add_char(s->out, '>');
	add_plain(s, to);
	buf_add_c(s->out, "</a></p>");
}

static void
open_element(struct sanitiser *s, const struct rule *r, const struct html_token *t)
{
	static const char *const lazy[] = { "data-src", "data-lazy-src", "data-original", "data-orig-src" };
	static const char *const lazy_sets[] = { "data-srcset", "data-lazy-srcset" };
	struct str src = STR_NONE, srcset = STR_NONE;
	bool wants_source = strcmp(r->name, "img") == 0 || strcmp(r->name, "source") == 0;
	bool is_media = strcmp(r->name, "audio") == 0 || strcmp(r->name, "video") == 0;

	if (wants_source || is_media) {
		src = safe_url(s, image_source(t, lazy, sizeof(lazy) / sizeof(lazy[0]), html_attribute_value(t, "src")), false);
		if (src.n == 0)
			src = safe_url(s, html_attribute_value(t, "src"), false);
	}
	if (wants_source)
		srcset = safe_srcset(s, image_source(t, lazy_sets, sizeof(lazy_sets) / sizeof(lazy_sets[0]), html_attribute_value(t, "srcset")));
	if (wants_source && src.n == 0 && srcset.n == 0)
		return;
	if (strcmp(r->name, "img") == 0 && is_beacon(t, src))
		return;
	if (is_media && src.n == 0 && html_attribute_value(t, "src").n > 0)
		return; /* an address that was refused; without one it may have source children */
	close_implied(s, r);
	if (s->depth == SANITISE_DEPTH_MAX && (r->flags & VOID) == 0)
		return;
	buf_add_char(s->out, '<');
	buf_add_c(s->out, r->name);
	write_attributes(s, r, t, src, srcset);
	if ((r->flags & VOID) != 0) {
		buf_add_c(s->out, "/>");
		return;
	}
	buf_add_char(s->out, '>');
	s->open[s->depth++] = r;
}

static void
close_element(struct sanitiser *s, const struct rule *r)
{
	size_t d;

	if ((r->flags & (KEEP | VOID)) != KEEP)
		return;
	for (d = s->depth; d > 0; d--) {
		if (s->open[d - 1] == r) {
			close_to(s, d - 1);
			return;
		}
		if ((open_is(s, d, "td") || open_is(s, d, "th") || open_is(s, d, "table")) && strcmp(r->name, "table") != 0 &&
		    strcmp(r->name, "tr") != 0 && strcmp(r->name, "tbody") != 0 && strcmp(r->name, "td") != 0 && strcmp(r->name, "th") != 0)
			return; /* an end tag does not reach out of a cell */
	}
}

/* Behind the end of an element that goes with its content; nested ones of the same name are counted. */
static size_t
behind_element(struct sanitiser *s, struct str html, size_t i, struct str name, struct str *inner)
{
	struct html_token t;
	size_t start = i, before, level = 1;
	const struct rule *r;

	for (before = i; level > 0; before = i) {
		html_next(s->a, html, &i, &t);
		if (t.kind == HTML_END)
			break;
		if (t.kind == HTML_TEXT)
			continue;
		if (t.kind == HTML_OPEN && (r = find_rule(t.name)) != NULL && (r->flags & RAW) != 0) {
			i = html_behind_raw(html, i, t.name);
			continue;
		}
		if (str_eq_nocase(t.name, name) && !t.is_self_closing)
			level = t.kind == HTML_OPEN ? level + 1 : level - 1;
	}
	*inner = (struct str){ html.p + start, (level == 0 ? before : html.n) - start };
	if (level == 0)
		inner->n = inner->n < html.n - start ? inner->n : html.n - start;
	return i;
}

static void run(struct sanitiser *s, struct str html);

static bool
holds_real_image(struct str inner)
{
	return str_find_nocase(inner, STR("<img")) != STR_NPOS;
}

static size_t
drop(struct sanitiser *s, const struct rule *r, const struct html_token *t, struct str html, size_t i)
{
	struct str inner = STR_NONE, name = t->name;

	if ((r->flags & FRAME) != 0)
		write_frame(s, t);
	if ((r->flags & CONTROL) != 0 || (t->is_self_closing && (r->flags & RAW) == 0))
		return i;
	if ((r->flags & RAW) != 0)
		return html_behind_raw(html, i, name);
	i = behind_element(s, html, i, name, &inner);
	if (strcmp(r->name, "noscript") == 0 && s->nested == 0 && holds_real_image(inner)) {
		s->nested++;
		run(s, inner);
		s->nested--;
	}
	return i;
}

static size_t
write_math(struct sanitiser *s, const struct html_token *t, struct str html, size_t i)
{
	struct str alt = html_attribute_value(t, "alttext"), inner;
	struct html_token part;
	size_t k = 0;

	if (t->is_self_closing)
		return i;
	i = behind_element(s, html, i, t->name, &inner);
	if (alt.n > 0) {
		add_plain(s, alt);
		return i;
	}
	for (html_next(s->a, inner, &k, &part); part.kind != HTML_END; html_next(s->a, inner, &k, &part))
		if (part.kind == HTML_TEXT)
			add_text(s, part.text);
	return i;
}

static void
run(struct sanitiser *s, struct str html)
{
	struct html_token t;
	const struct rule *r;
	size_t i = 0, floor = s->depth;

	for (;;) {
		html_next(s->a, html, &i, &t);
		if (t.kind == HTML_END || s->out->n >= s->out_max || s->out->is_full)
			break;
		if (t.kind == HTML_TEXT) {
			add_text(s, t.text);
			continue;
		}
		r = find_rule(t.name);
		if (r == NULL) {
			if (t.kind == HTML_OPEN && str_is_nocase(t.name, "math"))
				i = write_math(s, &t, html, i);
		} else if (t.kind == HTML_CLOSE) {
			close_element(s, r);
		} else if ((r->flags & KEEP) != 0) {
			open_element(s, r, &t);
		} else {
			i = drop(s, r, &t, html, i);
		}
	}
	close_to(s, floor < s->depth ? floor : s->depth);
}

void
sanitise_html(struct arena *a, struct str html, const struct scope *scope, struct buf *out)
{
	struct sanitiser *s = arena_zalloc(a, sizeof(*s));

	s->a = a;
	s->base = scope != NULL ? scope->base : STR_NONE;
	s->out = out;
	s->out_max = out->n + SANITISE_CONTENT_MAX;
	run(s, html);
}
