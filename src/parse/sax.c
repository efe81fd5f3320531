#include "config.h"
#include "parse/sax.h"

#include <libxml/parserInternals.h>

xmlParserCtxtPtr
sax_open(struct str xml, const xmlSAXHandler *handlers, void *ctx)
{
	xmlParserCtxtPtr parser = xml.n > 0 ? xmlCreateMemoryParserCtxt(xml.p, (int)xml.n) : NULL;

	if (parser == NULL)
		return NULL;
	xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
	*parser->sax = *handlers; /* behind the options: they set handlers of their own */
	parser->userData = ctx;
	return parser;
}

void
sax_run(xmlParserCtxtPtr parser)
{
	xmlParseDocument(parser);
	if (parser->myDoc != NULL)
		xmlFreeDoc(parser->myDoc);
	xmlFreeParserCtxt(parser);
}
