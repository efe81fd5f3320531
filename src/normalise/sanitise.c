#include "config.h"
#include "normalise/sanitise.h"

#include "base/url.h"
#include "base/utf8.h"
#include "normalise/html_token.h"
#include "normalise/open_elements.h"
#include "normalise/safe_url.h"

#define ENDLESS_MAX 16U /* elements without an end tag that an end tag is looked for: each costs a scan */

/* The image that was written last. */
struct last_image {
	size_t at; /* in the output */
	struct str src;
	bool is_last;     /* nothing but white space came behind it */
	bool is_noscript; /* it stood in a noscript */
};

struct sanitiser {
	struct arena *a;
	struct str base;
	struct buf *out;
	size_t out_max;
	struct open_elements open;
	struct last_image image;
	enum sanitise_use use;
	unsigned n_endless;
	bool is_noscript; /* inside one */
};

/* ---- writing ---- */

/* How a byte is written; NULL: as it is. Controls that XML has no place for go. */
static const char *
reference(const char *p, size_t n, bool is_attribute)
{
	unsigned char c = (unsigned char)*p;

	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return is_attribute ? "&quot;" : NULL;
	case '\r':
		return n > 1 && p[1] == '\n' ? "" : "\n";
	case '\n':
	case '\t':
		return NULL;
	default:
		return c < 0x20 ? "" : NULL;
	}
}

/* U+FFFE and U+FFFF, which XML has no place for either. */
static bool
is_no_character(const char *p, size_t n)
{
	return n >= 3 && memcmp(p, "\xef\xbf", 2) == 0 && (unsigned char)p[2] >= 0xbe;
}

static void
add_escaped(struct buf *out, struct str s, bool is_attribute)
{
	size_t i, from = 0;
	const char *ref;

	for (i = str_find_special(s, 0); i < s.n; i = str_find_special(s, i + 1)) {
		if ((unsigned char)s.p[i] == 0xef) {
			if (!is_no_character(s.p + i, s.n - i))
				continue;
			buf_add(out, s.p + from, i - from);
			i += 2;
			from = i + 1;
			continue;
		}
		ref = reference(s.p + i, s.n - i, is_attribute);
		if (ref == NULL)
			continue;
		buf_add(out, s.p + from, i - from);
		buf_add_c(out, ref);
		from = i + 1;
	}
	if (s.n > from)
		buf_add(out, s.p + from, s.n - from);
}

static bool
is_blank(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!ascii_is_space(s.p[i]))
			return false;
	return true;
}

static void
add_text(struct sanitiser *s, struct str text)
{
	struct str part = text;

	if (text.n == 0)
		return;
	if (!is_blank(text)) {
		open_elements_write(&s->open);
		s->image.is_last = false;
	}
	for (; part.n > 0 && s->out->n < s->out_max; text = str_skip(text, part.n)) { /* written, a byte may be five */
		part = s->out_max - s->out->n > 5 * text.n ? text : utf8_head(text, (s->out_max - s->out->n) / 5 + 4);
		add_escaped(s->out, part, false);
	}
}

static void
add_attribute(struct sanitiser *s, const char *name, struct str value)
{
	buf_add_char(s->out, ' ');
	buf_add_c(s->out, name);
	buf_add_c(s->out, "=\"");
	add_escaped(s->out, value, true);
	buf_add_char(s->out, '"');
}

/* ---- attributes ---- */

/* The words of rel that say something about the link and not about us. */
static struct str
safe_rel(struct sanitiser *s, struct str rel)
{
	static const char *const kept[] = { "tag", "nofollow", "ugc", "sponsored", "noopener", "noreferrer" };
	bool has[sizeof(kept) / sizeof(kept[0])] = { false };
	struct str out = STR_NONE;
	size_t i = 0, k, start;

	while (i < rel.n) {
		for (start = i; i < rel.n && !ascii_is_space(rel.p[i]); i++)
			;
		for (k = 0; k < sizeof(kept) / sizeof(kept[0]); k++) {
			if (has[k] || !str_is_nocase((struct str){ rel.p + start, i - start }, kept[k]))
				continue;
			has[k] = true;
			out = arena_printf(s->a, out.n > 0 ? "%.*s %s" : "%.*s%s", STR_ARG(out), kept[k]);
		}
		i += i == start;
	}
	return out;
}

/* The value to write; false: the attribute goes. */
static bool
safe_value(struct sanitiser *s, const struct html_attribute_rule *attribute, struct str *value)
{
	switch (attribute->use) {
	case ATTRIBUTE_PLAIN:
		return true;
	case ATTRIBUTE_LINK:
		*value = safe_link(s->a, s->base, *value);
		break;
	case ATTRIBUTE_URL:
		*value = safe_url(s->a, s->base, *value);
		break;
	case ATTRIBUTE_REL:
		*value = safe_rel(s, *value);
		break;
	case ATTRIBUTE_SOURCE:
		return false; /* written before the others */
	}
	return value->n > 0;
}

static void
write_attributes(struct sanitiser *s, const struct html_element *e, const struct html_token *t)
{
	const struct html_attribute_rule *attribute;
	struct str value;
	uint64_t seen = 0;
	size_t i;

	for (i = 0; i < t->n_attributes; i++) {
		attribute = html_attribute_find(t->attributes[i].name);
		if (attribute == NULL || (e->attributes & attribute->bit) == 0 || (seen & attribute->bit) != 0)
			continue;
		seen |= attribute->bit;
		value = t->attributes[i].value;
		if (safe_value(s, attribute, &value))
			add_attribute(s, attribute->name, value);
	}
}

/* ---- elements ---- */

static void
open_element(struct sanitiser *s, const struct html_element *e, const struct html_token *t, struct str src, struct str srcset)
{
	size_t at;

	if (!open_elements_prepare(&s->open, e)) {
		if ((e->flags & ELEMENT_BREAK) != 0 && s->out->n > 0 && !ascii_is_space(s->out->p[s->out->n - 1]))
			add_text(s, STR(" ")); /* words on both sides stay two */
		return;
	}
	at = s->out->n;
	s->image.is_last = false;
	buf_add_char(s->out, '<');
	buf_add_c(s->out, e->name);
	if (src.n > 0)
		add_attribute(s, "src", src);
	if (srcset.n > 0)
		add_attribute(s, "srcset", srcset);
	write_attributes(s, e, t);
	buf_add_c(s->out, (e->flags & ELEMENT_VOID) != 0 ? "/>" : ">");
	if (s->out->n > s->out_max) {
		buf_cut(s->out, at);
		s->out_max = at; /* no text without the tags that it stood in */
		return;
	}
	if ((e->flags & ELEMENT_VOID) == 0)
		open_elements_push(&s->open, e, at);
	else if (e->kind == KIND_IMAGE)
		s->image = (struct last_image){ at, src, true, s->is_noscript };
}

/* Elements that are nothing without the address that they had. */
static void
open_media(struct sanitiser *s, const struct html_element *e, const struct html_token *t)
{
	struct str src = media_source(s->a, s->base, t), srcset = STR_NONE;

	if (e->kind == KIND_MEDIA) { /* without an address it may have source elements */
		if (src.n == 0 && html_attribute_value(t, "src").n > 0)
			return;
	} else {
		srcset = media_srcset(s->a, s->base, t);
		if (src.n == 0 && srcset.n == 0)
			return;
	}
	if (e->kind == KIND_IMAGE) {
		if (image_is_beacon(t, src))
			return;
		/* <noscript><img real></noscript><img lazy> is one image */
		if (s->image.is_last && s->image.is_noscript && str_eq(s->image.src, src))
			return;
	}
	open_element(s, e, t, src, srcset);
}

static void
end_element(struct sanitiser *s, const struct html_element *e)
{
	static const struct html_token bare = { .kind = HTML_OPEN };

	if ((e->flags & ELEMENT_KEEP) == 0)
		return;
	if (strcmp(e->name, "br") == 0) { /* HTML 13.2.6.4.7: </br> is a line break */
		open_element(s, e, &bare, STR_NONE, STR_NONE);
	} else if ((e->flags & ELEMENT_VOID) == 0) {
		s->image.is_last = false;
		open_elements_end(&s->open, e);
	}
}

/* ---- elements that go with their content ---- */

/*
 * The content of the element of that name whose start tag ended at *i, which moves behind its end tag;
 * false, with *i as it was, when it has none. Elements of the same name in it are counted.
 */
static bool
take_content(struct sanitiser *s, struct str html, size_t *i, struct str name, struct str *inner)
{
	struct html_token t;
	const struct html_element *e;
	size_t at = *i, before, level = 1;

	if (s->n_endless >= ENDLESS_MAX)
		return false;
	for (before = at; level > 0; before = level > 0 ? at : before) {
		html_next(s->a, html, &at, &t);
		if (t.kind == HTML_END) {
			s->n_endless++;
			return false;
		}
		if (t.kind == HTML_TEXT)
			continue;
		e = t.kind == HTML_OPEN ? html_element_find(t.name) : NULL;
		if (e != NULL && (e->flags & ELEMENT_RAW) != 0)
			at = html_skip_raw(html, at, &t);
		else if (str_eq_nocase(t.name, name) && !t.is_self_closing)
			level = t.kind == HTML_OPEN ? level + 1 : level - 1;
	}
	*inner = (struct str){ html.p + *i, before - *i };
	*i = at;
	return true;
}

/* As take_content(), for content that is no markup. */
static bool
take_raw(struct sanitiser *s, struct str html, size_t *i, const struct html_token *t)
{
	if (html_is_closed_at_once(html, *i, t))
		return true;
	if (s->n_endless >= ENDLESS_MAX)
		return false;
	if (html_behind_raw(html, i, t->name))
		return true;
	s->n_endless++;
	return false;
}

static void
write_frame(struct sanitiser *s, struct str to)
{
	const struct html_element *p = html_element_find(STR("p")), *link = html_element_find(STR("a"));
	struct html_token t = { .kind = HTML_OPEN };

	to = safe_url(s->a, s->base, to);
	if (!url_is_http(to) || s->use == SANITISE_LINE || s->open.n + 2 > OPEN_ELEMENTS_MAX)
		return;
	open_elements_prepare(&s->open, link); /* the link that it stands in ends before the paragraph begins */
	open_element(s, p, &t, STR_NONE, STR_NONE);
	to = safe_link(s->a, s->base, to);
	t.attributes[t.n_attributes++] = (struct html_attribute){ STR("href"), to };
	open_element(s, link, &t, STR_NONE, STR_NONE);
	add_text(s, to);
	end_element(s, link);
	end_element(s, p);
}

static struct str
frame_address(const struct html_token *t)
{
	static const char *const names[] = { "src", "data-src", "data-lazy-src", "data" };
	struct str v;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		v = str_trim(html_attribute_value(t, names[i]));
		if (v.n > 0 && !str_is_nocase(v, "about:blank"))
			return v;
	}
	return STR_NONE;
}

static void run(struct sanitiser *s, struct str html);

/* An image and no text beside it: what a lazy image's noscript holds, and no "please switch scripts on". */
static bool
holds_only_image(struct sanitiser *s, struct str inner)
{
	struct html_token t;
	const struct html_element *e;
	bool has_image = false;
	size_t i = 0;

	for (html_next(s->a, inner, &i, &t); t.kind != HTML_END; html_next(s->a, inner, &i, &t)) {
		if (t.kind == HTML_TEXT && !is_blank(t.text))
			return false;
		e = t.kind == HTML_OPEN ? html_element_find(t.name) : NULL;
		has_image = has_image || (e != NULL && e->kind == KIND_IMAGE);
	}
	return has_image;
}

/* The image of a noscript takes the place of the lazy one that it stands behind. */
static void
write_noscript(struct sanitiser *s, struct str inner)
{
	struct last_image before = s->image;
	size_t start = s->out->n, image_n;

	if (s->is_noscript || !holds_only_image(s, inner))
		return;
	s->is_noscript = true;
	run(s, inner);
	s->is_noscript = false;
	if (!before.is_last || before.is_noscript || s->image.at < start)
		return;
	image_n = start - before.at;
	memmove(s->out->p + before.at, s->out->p + start, s->out->n - start);
	buf_cut(s->out, s->out->n - image_n);
	s->image.at -= image_n;
}

/* Its alternative text, or the text in it. */
static void
write_math(struct sanitiser *s, const struct html_token *t, struct str inner)
{
	struct str alt = html_attribute_value(t, "alttext");
	const struct html_element *e;
	struct html_token part;
	size_t i = 0;

	if (alt.n > 0) {
		add_text(s, alt);
		return;
	}
	for (html_next(s->a, inner, &i, &part); part.kind != HTML_END; html_next(s->a, inner, &i, &part)) {
		if (part.kind == HTML_TEXT)
			add_text(s, html_decode(s->a, part.text));
		else if (part.kind == HTML_OPEN && (e = html_element_find(part.name)) != NULL && (e->flags & ELEMENT_RAW) != 0)
			i = html_skip_raw(inner, i, &part);
	}
}

/* An object without an address of its own may have an embed in it that has one. */
static struct str
embedded_address(struct sanitiser *s, struct str inner)
{
	struct html_token t;
	size_t i = 0;

	for (html_next(s->a, inner, &i, &t); t.kind != HTML_END; html_next(s->a, inner, &i, &t))
		if (t.kind == HTML_OPEN && (str_is_nocase(t.name, "embed") || str_is_nocase(t.name, "iframe")))
			return frame_address(&t);
	return STR_NONE;
}

/* Where the document goes on behind the start tag t of an element that is not kept. */
static size_t
drop(struct sanitiser *s, const struct html_element *e, const struct html_token *t, struct str html, size_t i)
{
	struct str inner = STR_NONE, address = STR_NONE;
	bool has_content = false;

	if ((e->flags & ELEMENT_VOID) == 0) {
		if ((e->flags & ELEMENT_RAW) != 0)
			has_content = take_raw(s, html, &i, t);
		else if (!t->is_self_closing)
			has_content = take_content(s, html, &i, t->name, &inner);
		if (!has_content && (e->flags & ELEMENT_GREEDY) != 0)
			return html.n;
	}
	if ((e->flags & ELEMENT_FRAME) != 0) {
		address = frame_address(t);
		write_frame(s, address.n > 0 ? address : embedded_address(s, inner));
	}
	if (has_content && e->kind == KIND_NOSCRIPT)
		write_noscript(s, inner);
	else if (has_content && e->kind == KIND_MATH)
		write_math(s, t, inner);
	return i;
}

static void
run(struct sanitiser *s, struct str html)
{
	struct html_token t;
	const struct html_element *e;
	size_t i = 0, floor = s->open.n;

	for (;;) {
		html_next(s->a, html, &i, &t);
		if (t.kind == HTML_END || s->out->n >= s->out_max || s->out->is_full)
			break;
		if (t.kind == HTML_TEXT) {
			add_text(s, html_decode(s->a, t.text));
			continue;
		}
		e = html_element_find(t.name);
		if (e == NULL)
			continue;
		if (t.kind == HTML_CLOSE)
			end_element(s, e);
		else if (e->kind == KIND_IMAGE || e->kind == KIND_SOURCE || e->kind == KIND_MEDIA)
			open_media(s, e, &t);
		else if ((e->flags & ELEMENT_KEEP) != 0)
			open_element(s, e, &t, STR_NONE, STR_NONE);
		else if ((e->flags & ELEMENT_DROP) != 0)
			i = drop(s, e, &t, html, i);
	}
	open_elements_cut(&s->open, floor);
}

/* The marks of CDATA sections, which HTML does not have and feeds put around their HTML once too often. */
static struct str
without_cdata(struct arena *a, struct str html)
{
	char *out, *to;
	size_t i = str_find(html, STR("<![CDATA[")), end = 0;

	if (i == STR_NPOS)
		return html;
	out = to = arena_alloc(a, html.n);
	while (i != STR_NPOS) {
		memcpy(to, html.p, i);
		to += i;
		html = str_skip(html, i + strlen("<![CDATA["));
		if (end != STR_NPOS)
			end = str_find(html, STR("]]>"));
		if (end != STR_NPOS) {
			memcpy(to, html.p, end);
			to += end;
			html = str_skip(html, end + strlen("]]>"));
		}
		i = str_find(html, STR("<![CDATA["));
	}
	if (html.n > 0)
		memcpy(to, html.p, html.n);
	return (struct str){ out, (size_t)(to - out) + html.n };
}

void
sanitise_html(struct arena *a, struct str html, const struct scope *scope, enum sanitise_use use, struct buf *out)
{
	struct sanitiser *s = arena_zalloc(a, sizeof(*s));

	s->a = a;
	s->base = scope != NULL ? scope->base : STR_NONE;
	s->out = s->open.out = out;
	s->out_max = out->n + SANITISE_CONTENT_MAX;
	s->use = use;
	run(s, without_cdata(a, html));
}
