/* RSS 0.9x-2.0, RSS 1.0 and 0.90 (RDF), Atom 0.3 and 1.0: one SAX pass into a document. */
#ifndef PARSE_FEED_XML_H
#define PARSE_FEED_XML_H

#include "parse/parse.h"

/*
 * xml comes from prolog_cut(): UTF-8, no DOCTYPE. 0 when a feed's root was
 * seen. Items that came whole are kept whatever follows; a cut one is dropped.
 */
int feed_xml_parse(struct arena *a, struct str xml, struct str doctype, const struct parse_input *in, struct document *d,
    struct err *e);

#endif
