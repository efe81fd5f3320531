/*
 * The SAX handlers of feeds, and what they work on: one reading of a document's elements into holders. feed_xml.c
 * decides what is read, and how often.
 */
#ifndef PARSE_FEED_SAX_H
#define PARSE_FEED_SAX_H

#include "base/buf.h"
#include "parse/attributes.h"
#include "parse/field_set.h"
#include "parse/item_slices.h"
#include "parse/names.h"
#include "parse/parse.h"
#include "parse/sax.h"

#define DEPTH_MAX 200U /* elements */
#define ELEMENTS_MAX 300000U
#define TEXT_MAX (16U << 20) /* bytes of open text: the whole body at most */
#define NAME_CACHE 64U       /* a power of two: a feed uses about 30 names */

struct feed_frame {
	const struct element *e; /* NULL: unknown */
	struct str local;
	enum context ctx; /* of its children */
	enum ns ns;
	const struct scope *scope;
	size_t text_at;      /* where its text begins in the buffer */
	size_t markup_depth; /* levels below the construct's frame */
	bool is_markup;      /* the text is HTML source already */
	bool drops_div;      /* Atom's xhtml: the outer div is not content */
	enum text_kind kind; /* of a construct */
	bool is_base64;
	struct holder *holder;
	void *object; /* what it or an element around it has made */
};

struct feed_name {
	const xmlChar *local, *prefix, *uri; /* libxml2 interns them: pointers are enough */
	const struct element *e;
	enum ns ns;
};

struct feed_parser {
	struct arena *a;
	struct document *d;
	const struct parse_input *in;
	struct str xml, doctype;
	xmlParserCtxtPtr ctxt;
	struct feed_frame stack[DEPTH_MAX + 1];
	size_t depth, n_elements;
	struct buf text;
	struct feed_name names[NAME_CACHE];
	struct holder feed, item, source;
	struct date_notes dates;
	struct article current;
	struct document before;     /* as it was before the first element */
	size_t item_at, item_depth; /* of the open item: offset of its start tag's end, depth; 0: none */
	struct item_slices slices;  /* of xml; none once that was mended */
	uint32_t slice;             /* the next of them */
	bool needs_all;             /* what is known counts as well: nothing may be left out */
	unsigned items_max;
	bool has_root;
	bool ends_in_tag; /* the document, rather than in a text or in half a tag */
	enum ns unprefixed;     /* what names without a namespace are, by the root */
	const xmlChar *root_ns; /* of an unknown name space of the root, which is read like the usual one; or NULL */
	struct attributes attributes;
	size_t rest_at;                /* where something follows the root's end, 0: nothing does */
	bool is_mended, wants_mending; /* the tags are broken: the text is to be mended and read again */
	xmlChar entity_text[8];
	struct err err;
};

extern const xmlSAXHandler feed_sax_handlers; /* for a struct feed_parser */

/* The slices before the byte at: those that were taken out become articles. True, and *out is it, when one begins there. */
bool feed_sax_slice(struct feed_parser *p, size_t at, struct item_slice *out);

#endif
