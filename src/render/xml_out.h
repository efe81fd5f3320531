/*
 * Writes XML that cannot be ill-formed: elements are a stack, text and
 * attributes are escaped, bytes that are no UTF-8 become U+FFFD and characters
 * that XML 1.0 forbids are dropped. The same calls write HTML. Names of
 * elements and attributes are the program's own constants.
 */
#ifndef RENDER_XML_OUT_H
#define RENDER_XML_OUT_H

#include "base/buf.h"

enum xml_flavour {
	XML_PLAIN = 0, /* addresses may be IRIs */
	XML_RSS,       /* addresses are URIs; & and < of plain text as numbers, which tells text from markup (RSS Profile) */
	XML_HTML       /* no line ends of our own, void elements, HTML fragments as they are */
};

#define XML_DEPTH_MAX 32U

struct xml {
	struct buf *out;
	enum xml_flavour flavour;
	const char *open[XML_DEPTH_MAX]; /* names; deeper is a mistake of ours */
	unsigned depth;
	bool is_tag_open;  /* "<name a='b'" was written, its '>' not */
	bool has_children; /* of the element last ended or opened: where its end tag stands */
};

void xml_init(struct xml *x, struct buf *out, enum xml_flavour flavour); /* writes the XML declaration or the doctype */
int xml_finish(struct xml *x); /* all elements are ended: 0, or -1 when the buffer was full */

void xml_start(struct xml *x, const char *name);
void xml_end(struct xml *x);

/* Between xml_start() and the first content. An empty value is written as such. */
void xml_attr(struct xml *x, const char *name, struct str value);
void xml_attr_url(struct xml *x, const char *name, struct str url);
void xml_attr_uri(struct xml *x, const char *name, struct str url); /* as a URI, whatever the flavour */
void xml_attr_int(struct xml *x, const char *name, int64_t value);

void xml_text(struct xml *x, struct str s);
void xml_url(struct xml *x, struct str url);
/* HTML source as the element's text (a CDATA section where it has markup), in XML_HTML as markup. */
void xml_html(struct xml *x, struct str html);
void xml_line(struct xml *x); /* XML_HTML: a line end between elements */

/* A whole element; nothing when there is nothing in it. */
void xml_leaf(struct xml *x, const char *name, struct str s);
void xml_leaf_url(struct xml *x, const char *name, struct str url);
void xml_leaf_uri(struct xml *x, const char *name, struct str url);
void xml_leaf_int(struct xml *x, const char *name, int64_t value);

#endif
