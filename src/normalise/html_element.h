/*
 * What HTML's elements and attributes mean to us: the one allow-list, and how
 * elements end each other. Names are compared in ASCII lower case.
 */
#ifndef NORMALISE_HTML_ELEMENT_H
#define NORMALISE_HTML_ELEMENT_H

#include "base/str.h"

enum html_element_flag {
	ELEMENT_KEEP = 1,      /* stands in the output */
	ELEMENT_DROP = 2,      /* goes with its content */
	ELEMENT_RAW = 4,       /* its content is no markup */
	ELEMENT_VOID = 8,      /* has no content */
	ELEMENT_BLOCK = 16,    /* ends an open p */
	ELEMENT_FRAME = 32,    /* becomes a link to its address */
	ELEMENT_FORMAT = 64,   /* goes on behind the end of a block that it was opened in (HTML 13.2.4.3) */
	ELEMENT_GREEDY = 128,  /* without an end tag it takes all that follows */
	ELEMENT_BREAK = 256,   /* counts as a space in plain text */
	ELEMENT_FIXED = 512    /* cannot be split in two: list items, cells … */
};

/* Elements that end each other or that others stop at; several share one kind. */
enum html_element_kind {
	KIND_OTHER = 0,
	KIND_P,
	KIND_DIV, /* a block that an item may be ended through */
	KIND_HEADING,
	KIND_LIST,
	KIND_LI,
	KIND_DD,
	KIND_TABLE,
	KIND_CAPTION,
	KIND_COLUMN,
	KIND_BODY, /* of a table */
	KIND_ROW,
	KIND_CELL,
	KIND_RUBY,
	KIND_LINK,
	KIND_NOSCRIPT,
	KIND_MATH,
	KIND_IMAGE,
	KIND_SOURCE,
	KIND_MEDIA
};
#define KIND_BIT(kind) (1U << (kind))
#define KINDS_IN_TABLE (KIND_BIT(KIND_CAPTION) | KIND_BIT(KIND_COLUMN) | KIND_BIT(KIND_BODY) | KIND_BIT(KIND_ROW) | KIND_BIT(KIND_CELL))
#define KINDS_OF_SCOPE (KIND_BIT(KIND_TABLE) | KIND_BIT(KIND_CAPTION) | KIND_BIT(KIND_CELL)) /* HTML 13.2.4.2 */

enum html_attribute_use {
	ATTRIBUTE_PLAIN = 0,
	ATTRIBUTE_LINK,   /* an address to go to */
	ATTRIBUTE_URL,    /* an address of something else */
	ATTRIBUTE_SOURCE, /* src and srcset: found among several attributes */
	ATTRIBUTE_REL
};

struct html_attribute_rule {
	const char *name;
	uint64_t bit;
	enum html_attribute_use use;
};

struct html_element {
	const char *name;
	unsigned flags;
	enum html_element_kind kind;
	uint64_t attributes; /* bits of those that it may have, the general ones among them */
};

/* NULL for what is no element of HTML: it loses its tags, as one without flags does. */
const struct html_element *html_element_find(struct str name);
const struct html_attribute_rule *html_attribute_find(struct str name); /* NULL: is never kept */

#endif
