#include "config.h"
#include "normalise/html_element.h"

#include <stdlib.h>

/* Bits of attributes, in the order of the table below. */
enum {
	A_ABBR = 0,
	A_ALT,
	A_CITE,
	A_COLSPAN,
	A_CONTROLS,
	A_DATETIME,
	A_DIR,
	A_HEADERS,
	A_HEIGHT,
	A_HREF,
	A_HREFLANG,
	A_LANG,
	A_LOADING,
	A_MEDIA,
	A_OPEN,
	A_POSTER,
	A_PRELOAD,
	A_REL,
	A_REVERSED,
	A_ROWSPAN,
	A_SCOPE,
	A_SIZES,
	A_SPAN,
	A_SRC,
	A_SRCSET,
	A_START,
	A_TITLE,
	A_TYPE,
	A_VALUE,
	A_WIDTH
};
#define BIT(a) (1ULL << (a))
#define GENERAL (BIT(A_DIR) | BIT(A_LANG) | BIT(A_TITLE))

/* Sorted by name, for bsearch(). */
static const struct html_attribute_rule attributes[] = {
	{ "abbr", BIT(A_ABBR), ATTRIBUTE_PLAIN },
	{ "alt", BIT(A_ALT), ATTRIBUTE_PLAIN },
	{ "cite", BIT(A_CITE), ATTRIBUTE_URL },
	{ "colspan", BIT(A_COLSPAN), ATTRIBUTE_PLAIN },
	{ "controls", BIT(A_CONTROLS), ATTRIBUTE_PLAIN },
	{ "datetime", BIT(A_DATETIME), ATTRIBUTE_PLAIN },
	{ "dir", BIT(A_DIR), ATTRIBUTE_PLAIN },
	{ "headers", BIT(A_HEADERS), ATTRIBUTE_PLAIN },
	{ "height", BIT(A_HEIGHT), ATTRIBUTE_PLAIN },
	{ "href", BIT(A_HREF), ATTRIBUTE_LINK },
	{ "hreflang", BIT(A_HREFLANG), ATTRIBUTE_PLAIN },
	{ "lang", BIT(A_LANG), ATTRIBUTE_PLAIN },
	{ "loading", BIT(A_LOADING), ATTRIBUTE_PLAIN },
	{ "media", BIT(A_MEDIA), ATTRIBUTE_PLAIN },
	{ "open", BIT(A_OPEN), ATTRIBUTE_PLAIN },
	{ "poster", BIT(A_POSTER), ATTRIBUTE_URL },
	{ "preload", BIT(A_PRELOAD), ATTRIBUTE_PLAIN },
	{ "rel", BIT(A_REL), ATTRIBUTE_REL },
	{ "reversed", BIT(A_REVERSED), ATTRIBUTE_PLAIN },
	{ "rowspan", BIT(A_ROWSPAN), ATTRIBUTE_PLAIN },
	{ "scope", BIT(A_SCOPE), ATTRIBUTE_PLAIN },
	{ "sizes", BIT(A_SIZES), ATTRIBUTE_PLAIN },
	{ "span", BIT(A_SPAN), ATTRIBUTE_PLAIN },
	{ "src", BIT(A_SRC), ATTRIBUTE_SOURCE },
	{ "srcset", BIT(A_SRCSET), ATTRIBUTE_SOURCE },
	{ "start", BIT(A_START), ATTRIBUTE_PLAIN },
	{ "title", BIT(A_TITLE), ATTRIBUTE_PLAIN },
	{ "type", BIT(A_TYPE), ATTRIBUTE_PLAIN },
	{ "value", BIT(A_VALUE), ATTRIBUTE_PLAIN },
	{ "width", BIT(A_WIDTH), ATTRIBUTE_PLAIN },
};

#define KEEP ELEMENT_KEEP
#define DROP ELEMENT_DROP
#define RAW (ELEMENT_DROP | ELEMENT_RAW)
#define VOID ELEMENT_VOID
#define BLOCK (ELEMENT_BLOCK | ELEMENT_BREAK)
#define FRAME ELEMENT_FRAME
#define FORMAT ELEMENT_FORMAT
#define GREEDY ELEMENT_GREEDY
#define BREAK ELEMENT_BREAK
#define FIXED ELEMENT_FIXED

/*
 * Sorted by name, for bsearch(). DROP with VOID has no content to go with. Rows without
 * flags lose their tags: they are here because text that has them is markup.
 */
static const struct html_element elements[] = {
	{ "a", KEEP | FORMAT, KIND_LINK, GENERAL | BIT(A_HREF) | BIT(A_HREFLANG) | BIT(A_REL) | BIT(A_TYPE) },
	{ "abbr", KEEP, KIND_OTHER, GENERAL },
	{ "acronym", KEEP, KIND_OTHER, GENERAL },
	{ "address", KEEP | BLOCK, KIND_DIV, GENERAL },
	{ "applet", DROP, KIND_OTHER, 0 },
	{ "area", DROP | VOID, KIND_OTHER, 0 },
	{ "article", KEEP | BLOCK, KIND_OTHER, GENERAL },
	{ "aside", KEEP | BLOCK, KIND_OTHER, GENERAL },
	{ "audio", KEEP | FIXED, KIND_MEDIA, GENERAL | BIT(A_SRC) | BIT(A_CONTROLS) | BIT(A_PRELOAD) },
	{ "b", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "base", 0, KIND_OTHER, 0 },
	{ "basefont", 0, KIND_OTHER, 0 },
	{ "bdi", KEEP, KIND_OTHER, GENERAL },
	{ "bdo", KEEP, KIND_OTHER, GENERAL },
	{ "bgsound", 0, KIND_OTHER, 0 },
	{ "big", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "blink", 0, KIND_OTHER, 0 },
	{ "blockquote", KEEP | BLOCK, KIND_OTHER, GENERAL | BIT(A_CITE) },
	{ "body", 0, KIND_OTHER, 0 },
	{ "br", KEEP | VOID | BREAK, KIND_OTHER, GENERAL },
	{ "button", DROP, KIND_OTHER, 0 },
	{ "canvas", DROP, KIND_OTHER, 0 },
	{ "caption", KEEP | BREAK | FIXED, KIND_CAPTION, GENERAL },
	{ "center", KEEP | BLOCK, KIND_DIV, GENERAL },
	{ "cite", KEEP, KIND_OTHER, GENERAL },
	{ "code", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "col", KEEP | VOID, KIND_COLUMN, GENERAL | BIT(A_SPAN) },
	{ "colgroup", KEEP | FIXED, KIND_COLUMN, GENERAL | BIT(A_SPAN) },
	{ "datalist", DROP, KIND_OTHER, 0 },
	{ "dd", KEEP | BLOCK | FIXED, KIND_DD, GENERAL },
	{ "del", KEEP, KIND_OTHER, GENERAL | BIT(A_CITE) | BIT(A_DATETIME) },
	{ "details", KEEP | BLOCK | FIXED, KIND_OTHER, GENERAL | BIT(A_OPEN) },
	{ "dfn", KEEP, KIND_OTHER, GENERAL },
	{ "dialog", DROP, KIND_OTHER, 0 },
	{ "dir", 0, KIND_OTHER, 0 },
	{ "div", KEEP | BLOCK, KIND_DIV, GENERAL },
	{ "dl", KEEP | BLOCK | FIXED, KIND_OTHER, GENERAL },
	{ "dt", KEEP | BLOCK | FIXED, KIND_DD, GENERAL },
	{ "em", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "embed", DROP | VOID | FRAME, KIND_OTHER, 0 },
	{ "fieldset", 0, KIND_OTHER, 0 },
	{ "figcaption", KEEP | BLOCK | FIXED, KIND_OTHER, GENERAL },
	{ "figure", KEEP | BLOCK | FIXED, KIND_OTHER, GENERAL },
	{ "font", 0, KIND_OTHER, 0 },
	{ "footer", KEEP | BLOCK, KIND_OTHER, GENERAL },
	{ "form", 0, KIND_OTHER, 0 },
	{ "frame", DROP | VOID, KIND_OTHER, 0 },
	{ "frameset", DROP, KIND_OTHER, 0 },
	{ "h1", KEEP | BLOCK, KIND_HEADING, GENERAL },
	{ "h2", KEEP | BLOCK, KIND_HEADING, GENERAL },
	{ "h3", KEEP | BLOCK, KIND_HEADING, GENERAL },
	{ "h4", KEEP | BLOCK, KIND_HEADING, GENERAL },
	{ "h5", KEEP | BLOCK, KIND_HEADING, GENERAL },
	{ "h6", KEEP | BLOCK, KIND_HEADING, GENERAL },
	{ "head", DROP, KIND_OTHER, 0 },
	{ "header", KEEP | BLOCK, KIND_OTHER, GENERAL },
	{ "hr", KEEP | VOID | BLOCK, KIND_OTHER, GENERAL },
	{ "html", 0, KIND_OTHER, 0 },
	{ "i", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "iframe", RAW | FRAME, KIND_OTHER, 0 },
	{ "img", KEEP | VOID, KIND_IMAGE,
	    GENERAL | BIT(A_SRC) | BIT(A_SRCSET) | BIT(A_SIZES) | BIT(A_ALT) | BIT(A_WIDTH) | BIT(A_HEIGHT) | BIT(A_LOADING) },
	{ "input", DROP | VOID, KIND_OTHER, 0 },
	{ "ins", KEEP, KIND_OTHER, GENERAL | BIT(A_CITE) | BIT(A_DATETIME) },
	{ "kbd", KEEP, KIND_OTHER, GENERAL },
	{ "layer", 0, KIND_OTHER, 0 },
	{ "legend", 0, KIND_OTHER, 0 },
	{ "li", KEEP | BLOCK | FIXED, KIND_LI, GENERAL | BIT(A_VALUE) },
	{ "link", 0, KIND_OTHER, 0 },
	{ "main", KEEP | BLOCK, KIND_OTHER, GENERAL },
	{ "map", DROP, KIND_OTHER, 0 },
	{ "mark", KEEP, KIND_OTHER, GENERAL },
	{ "marquee", 0, KIND_OTHER, 0 },
	{ "math", DROP, KIND_MATH, 0 },
	{ "meta", DROP | VOID, KIND_OTHER, 0 },
	{ "nav", KEEP | BLOCK, KIND_OTHER, GENERAL },
	{ "nobr", 0, KIND_OTHER, 0 },
	{ "noembed", RAW, KIND_OTHER, 0 },
	{ "noframes", RAW, KIND_OTHER, 0 },
	{ "noscript", DROP, KIND_NOSCRIPT, 0 },
	{ "object", DROP | FRAME, KIND_OTHER, 0 },
	{ "ol", KEEP | BLOCK | FIXED, KIND_LIST, GENERAL | BIT(A_START) | BIT(A_REVERSED) | BIT(A_TYPE) },
	{ "optgroup", DROP, KIND_OTHER, 0 },
	{ "option", DROP, KIND_OTHER, 0 },
	{ "p", KEEP | BLOCK, KIND_P, GENERAL },
	{ "param", DROP | VOID, KIND_OTHER, 0 },
	{ "picture", KEEP | FIXED, KIND_OTHER, GENERAL },
	{ "plaintext", RAW | GREEDY, KIND_OTHER, 0 },
	{ "pre", KEEP | BLOCK, KIND_OTHER, GENERAL },
	{ "q", KEEP, KIND_OTHER, GENERAL | BIT(A_CITE) },
	{ "rp", KEEP | FIXED, KIND_RUBY, GENERAL },
	{ "rt", KEEP | BREAK | FIXED, KIND_RUBY, GENERAL },
	{ "ruby", KEEP | FIXED, KIND_OTHER, GENERAL },
	{ "s", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "samp", KEEP, KIND_OTHER, GENERAL },
	{ "script", RAW | GREEDY, KIND_OTHER, 0 },
	{ "section", KEEP | BLOCK, KIND_OTHER, GENERAL },
	{ "select", DROP, KIND_OTHER, 0 },
	{ "small", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "source", KEEP | VOID, KIND_SOURCE, GENERAL | BIT(A_SRC) | BIT(A_SRCSET) | BIT(A_SIZES) | BIT(A_TYPE) | BIT(A_MEDIA) },
	{ "span", KEEP, KIND_OTHER, GENERAL },
	{ "strike", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "strong", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "style", RAW | GREEDY, KIND_OTHER, 0 },
	{ "sub", KEEP, KIND_OTHER, GENERAL },
	{ "summary", KEEP | BLOCK | FIXED, KIND_OTHER, GENERAL },
	{ "sup", KEEP, KIND_OTHER, GENERAL },
	{ "svg", DROP, KIND_OTHER, 0 },
	{ "table", KEEP | BLOCK | FIXED, KIND_TABLE, GENERAL },
	{ "tbody", KEEP | BREAK | FIXED, KIND_BODY, GENERAL },
	{ "td", KEEP | BREAK | FIXED, KIND_CELL, GENERAL | BIT(A_COLSPAN) | BIT(A_ROWSPAN) | BIT(A_HEADERS) },
	{ "template", DROP, KIND_OTHER, 0 },
	{ "textarea", RAW, KIND_OTHER, 0 },
	{ "tfoot", KEEP | BREAK | FIXED, KIND_BODY, GENERAL },
	{ "th", KEEP | BREAK | FIXED, KIND_CELL,
	    GENERAL | BIT(A_COLSPAN) | BIT(A_ROWSPAN) | BIT(A_HEADERS) | BIT(A_SCOPE) | BIT(A_ABBR) },
	{ "thead", KEEP | BREAK | FIXED, KIND_BODY, GENERAL },
	{ "time", KEEP, KIND_OTHER, GENERAL | BIT(A_DATETIME) },
	{ "title", RAW, KIND_OTHER, 0 },
	{ "tr", KEEP | BREAK | FIXED, KIND_ROW, GENERAL },
	{ "track", DROP | VOID, KIND_OTHER, 0 },
	{ "tt", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "u", KEEP | FORMAT, KIND_OTHER, GENERAL },
	{ "ul", KEEP | BLOCK | FIXED, KIND_LIST, GENERAL },
	{ "var", KEEP, KIND_OTHER, GENERAL },
	{ "video", KEEP | FIXED, KIND_MEDIA,
	    GENERAL | BIT(A_SRC) | BIT(A_CONTROLS) | BIT(A_POSTER) | BIT(A_PRELOAD) | BIT(A_WIDTH) | BIT(A_HEIGHT) },
	{ "wbr", KEEP | VOID, KIND_OTHER, GENERAL },
	{ "xmp", RAW, KIND_OTHER, 0 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define NAME_MAX 16 /* bytes of a lower-case copy: longer than any name here */

/* The rows of both tables begin with their name. */
static int
by_name(const void *name, const void *row)
{
	return strcmp(name, *(const char *const *)row);
}

static const void *
find(struct str name, const void *table, size_t n, size_t size)
{
	char lower[NAME_MAX];
	size_t i;

	if (name.n == 0 || name.n >= sizeof(lower))
		return NULL;
	for (i = 0; i < name.n; i++)
		lower[i] = ascii_lower(name.p[i]);
	lower[i] = '\0';
	return bsearch(lower, table, n, size, by_name);
}

const struct html_element *
html_element_find(struct str name)
{
	if (str_is_nocase(name, "amp-img") || str_is_nocase(name, "amp-anim"))
		name = STR("img");
	return find(name, elements, COUNT(elements), sizeof(elements[0]));
}

const struct html_attribute_rule *
html_attribute_find(struct str name)
{
	if (str_is_nocase(name, "xml:lang"))
		name = STR("lang");
	return find(name, attributes, COUNT(attributes), sizeof(attributes[0]));
}
