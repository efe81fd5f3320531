#include "config.h"
#include "normalise/safe_url.h"

#include "base/buf.h"
#include "base/url.h"

#define SRCSET_MAX (16U * URL_MAX) /* bytes: candidates past it are dropped */
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Browsers drop white space and controls before they look at a scheme; so do we, wherever they stand. */
static struct str
squeeze(struct arena *a, struct str url)
{
	char *out, *to;
	size_t i;

	for (i = 0; i < url.n && (unsigned char)url.p[i] > 0x20 && url.p[i] != 0x7f; i++)
		;
	if (i == url.n)
		return url;
	out = to = arena_alloc(a, url.n);
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
	size_t i;

	if (scheme.n == 0) { /* relative: but nothing that a lenient reader could take for a scheme */
		for (i = 0; i < url.n && url.p[i] != '/' && url.p[i] != '?' && url.p[i] != '#'; i++)
			if (url.p[i] == ':')
				return false;
		return true;
	}
	if (str_is_nocase(scheme, "http") || str_is_nocase(scheme, "https"))
		return true;
	for (i = 0; is_link && i < COUNT(for_links); i++)
		if (str_is_nocase(scheme, for_links[i]))
			return true;
	return false;
}

static struct str
resolve(struct arena *a, struct str base, struct str raw, bool is_link)
{
	struct str url;

	if (!is_safe_scheme(squeeze(a, raw), is_link))
		return STR_NONE;
	url = url_resolve(a, base, raw);
	return url.n <= URL_MAX && is_safe_scheme(url, is_link) ? url : STR_NONE;
}

struct str
safe_link(struct arena *a, struct str base, struct str raw)
{
	return url_without_tracking(a, resolve(a, base, str_trim(raw), true));
}

struct str
safe_url(struct arena *a, struct str base, struct str raw)
{
	raw = str_trim(raw);
	return raw.n > 0 ? resolve(a, base, raw, false) : STR_NONE;
}

/* ---- srcset ---- */

/* "300w", "1.5x", "200h" */
static bool
is_descriptor(struct str s)
{
	double v;

	return s.n > 1 && (ascii_is_digit(s.p[0]) || s.p[0] == '.') && strchr("wxh", s.p[s.n - 1]) != NULL &&
	       str_to_double(str_head(s, s.n - 1), &v) == 0 && v >= 0;
}

/* Behind the descriptors of a candidate, which end at a comma outside of parentheses. */
static size_t
behind_descriptors(struct str set, size_t i)
{
	bool is_inside = false;

	for (; i < set.n && (is_inside || set.p[i] != ','); i++)
		is_inside = set.p[i] == '(' || (is_inside && set.p[i] != ')');
	return i;
}

static void
add_candidate(struct arena *a, struct str base, struct str url, struct str descriptors, struct buf *out)
{
	struct str rest = descriptors, word;
	size_t i, start;

	url = safe_url(a, base, url);
	if (url.n == 0)
		return;
	for (i = 0; i < rest.n;) {
		for (start = i; i < rest.n && !ascii_is_space(rest.p[i]); i++)
			;
		word = (struct str){ rest.p + start, i - start };
		if (word.n > 0 && !is_descriptor(word))
			return;
		i += word.n == 0;
	}
	buf_add_c(out, out->n > 0 ? ", " : "");
	buf_add_str(out, url);
	for (i = 0; i < rest.n;) {
		for (start = i; i < rest.n && !ascii_is_space(rest.p[i]); i++)
			;
		if (i > start) {
			buf_add_char(out, ' ');
			buf_add(out, rest.p + start, i - start);
		}
		i += i == start;
	}
}

/* A srcset's candidates that are valid and safe, written anew (HTML 4.8.4.2.1); empty when none is. */
static struct str
safe_srcset(struct arena *a, struct str base, struct str set)
{
	struct buf b;
	struct str url, out = STR_NONE;
	size_t i = 0, start, end;

	buf_init(&b, 2 * SRCSET_MAX);
	while (i < set.n && b.n < SRCSET_MAX) {
		while (i < set.n && (ascii_is_space(set.p[i]) || set.p[i] == ','))
			i++;
		for (start = i; i < set.n && !ascii_is_space(set.p[i]); i++)
			;
		end = i;
		url = (struct str){ set.p + start, end - start };
		while (url.n > 0 && url.p[url.n - 1] == ',') /* the comma ends the candidate */
			url.n--;
		if (start + url.n == end)
			i = behind_descriptors(set, i);
		if (url.n > 0)
			add_candidate(a, base, url, (struct str){ set.p + end, i - end }, &b);
	}
	if (b.n > 0)
		out = arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}

/* ---- images that a script would have loaded ---- */

static const char *const lazy[] = { "data-src", "data-lazy-src", "data-original", "data-orig-src", "data-original-src",
	"data-actualsrc", "data-img-src", "data-image-src", "data-cfsrc", "data-echo", "data-hi-res-src", "data-lazyload",
	"data-lazy", "data-ll-src", "data-runner-src", "data-pagespeed-lazy-src", "data-td-src-property", "data-url" };
static const char *const lazy_sets[] = { "data-srcset", "data-lazy-srcset", "data-original-set", "data-ll-srcset",
	"data-orig-srcset" };

static bool
looks_like_address(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (ascii_is_space(s.p[i]) || s.p[i] == '{' || s.p[i] == '<')
			return false;
	return str_find_char(s, '/') != STR_NPOS || str_find_char(s, '.') != STR_NPOS;
}

/* Such attributes all begin with "data-": without one there is nothing to look for. */
static bool
has_data(const struct html_token *t)
{
	size_t i;

	for (i = 0; i < t->n_attributes; i++)
		if (str_starts_nocase(t->attributes[i].name, STR("data-")))
			return true;
	return false;
}

struct str
media_source(struct arena *a, struct str base, const struct html_token *t)
{
	struct str value, url;
	size_t i;

	for (i = 0; i < COUNT(lazy) && has_data(t); i++) {
		value = str_trim(html_attribute_value(t, lazy[i]));
		if (value.n == 0 || !looks_like_address(value))
			continue;
		url = safe_url(a, base, value);
		if (url.n > 0)
			return url;
	}
	return safe_url(a, base, html_attribute_value(t, "src"));
}

struct str
media_srcset(struct arena *a, struct str base, const struct html_token *t)
{
	struct str set;
	size_t i;

	for (i = 0; i < COUNT(lazy_sets) && has_data(t); i++) {
		set = safe_srcset(a, base, html_attribute_value(t, lazy_sets[i]));
		if (set.n > 0)
			return set;
	}
	return safe_srcset(a, base, html_attribute_value(t, "srcset"));
}

/* ---- beacons ---- */

static bool
is_pixel(struct str length)
{
	size_t i;

	length = str_trim(length);
	for (i = 0; i < length.n && length.p[i] == '0'; i++)
		;
	if (i < length.n && length.p[i] == '1')
		i++;
	return i > 0 && (i == length.n || str_is_nocase(str_skip(length, i), "px"));
}

/* The value of one property in a style attribute. */
static struct str
style_value(struct str style, const char *property)
{
	struct str declaration;
	size_t colon;

	while (str_next(&style, ';', &declaration)) {
		colon = str_find_char(declaration, ':');
		if (colon != STR_NPOS && str_is_nocase(str_trim(str_head(declaration, colon)), property))
			return str_trim(str_skip(declaration, colon + 1));
	}
	return STR_NONE;
}

bool
image_is_beacon(const struct html_token *t, struct str src)
{
	struct str style = html_attribute_value(t, "style");

	return (is_pixel(html_attribute_value(t, "width")) && is_pixel(html_attribute_value(t, "height"))) ||
	       (is_pixel(style_value(style, "width")) && is_pixel(style_value(style, "height"))) || url_is_beacon(src);
}
