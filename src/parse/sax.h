/*
 * The one way in which documents from outside go through libxml2's SAX parser: it recovers, keeps to the document, and
 * takes UTF-8 whatever the XML declaration says. prolog_cut() has been there before.
 */
#ifndef PARSE_SAX_H
#define PARSE_SAX_H

#include <libxml/parser.h>

#include "base/str.h"

/* handlers: with .initialized = XML_SAX2_MAGIC; copied. ctx is their first argument. NULL when the library refuses. */
xmlParserCtxtPtr sax_open(struct str xml, const xmlSAXHandler *handlers, void *ctx);

/* Reads all of it, and frees the parser. */
void sax_run(xmlParserCtxtPtr parser);

#endif
