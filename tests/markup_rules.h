/*
 * What sanitised HTML may be, written down a second time: well-formed XML of
 * allowed names, with absolute addresses of safe schemes.
 */
#ifndef TESTS_MARKUP_RULES_H
#define TESTS_MARKUP_RULES_H

#include <libxml/parser.h>
#include <stdio.h>

#include "base/buf.h"

static const char elements[] =
    " a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details "
    "dfn div dl"
    " dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby s "
    "samp section"
    " small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr ";
static const char attributes[] = " dir lang title a@href a@hreflang a@rel a@type img@src img@srcset img@sizes img@alt img@width "
				 "img@height img@loading source@src"
				 " source@srcset source@sizes source@type source@media audio@src audio@controls audio@preload "
				 "video@src video@controls video@poster"
				 " video@preload video@width video@height blockquote@cite q@cite del@cite del@datetime ins@cite "
				 "ins@datetime time@datetime ol@start"
				 " ol@reversed ol@type li@value details@open col@span colgroup@span td@colspan td@rowspan "
				 "td@headers th@colspan th@rowspan th@headers"
				 " th@scope th@abbr ";

static bool
is_in(const char *list, const char *word)
{
	char padded[80];

	return strchr(word, ' ') == NULL && (size_t)snprintf(padded, sizeof(padded), " %s ", word) < sizeof(padded) &&
	       strstr(list, padded) != NULL;
}

static bool
starts_with_any(struct str s, const char *schemes)
{
	struct str rest = str_from(schemes), scheme;

	while (str_next(&rest, ' ', &scheme))
		if (str_starts_nocase(s, scheme))
			return true;
	return false;
}

static bool
attribute_is_allowed(const xmlNode *n, const xmlAttr *at)
{
	const char *element = (const char *)n->name, *name = (const char *)at->name;
	struct str value = str_from(at->children != NULL ? (const char *)at->children->content : "");
	char both[40];

	snprintf(both, sizeof(both), "%s@%s", element, name);
	if (!is_in(attributes, name) && !is_in(attributes, both))
		return false;
	if (strcmp(name, "href") == 0)
		return starts_with_any(value, "http: https: mailto: tel: magnet: xmpp: geo:");
	return !is_in(" src srcset cite poster ", name) || starts_with_any(value, "http: https:");
}

/* A row and the like without a table around it (HTML 13.2.6.4.7). */
static bool
is_lost(const xmlNode *n)
{
	if (!is_in(" caption col colgroup tbody td tfoot th thead tr ", (const char *)n->name))
		return false;
	do
		n = n->parent;
	while (n != NULL && !(n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "table") == 0));
	return n == NULL;
}

/* What is wrong with sanitised HTML, or NULL. */
static const char *
markup_fault(struct str html)
{
	const char *fault = NULL;
	struct buf whole;
	xmlNode *root, *n;
	xmlAttr *at;
	xmlDoc *doc;

	buf_init(&whole, SIZE_MAX / 4);
	buf_add_c(&whole, "<body>");
	buf_add_str(&whole, html);
	buf_add_c(&whole, "</body>");
	doc = xmlReadMemory(
	    whole.p, (int)whole.n, NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	buf_release(&whole);
	if (doc == NULL)
		return "not well-formed";
	root = xmlDocGetRootElement(doc);
	for (n = root->children; n != NULL;) {
		if (n->type != XML_TEXT_NODE && (n->type != XML_ELEMENT_NODE || !is_in(elements, (const char *)n->name)))
			fault = "an element that is not allowed";
		if (n->type == XML_ELEMENT_NODE && is_lost(n))
			fault = "a part of a table outside of one";
		if (n->type == XML_ELEMENT_NODE)
			for (at = n->properties; at != NULL; at = at->next)
				if (!attribute_is_allowed(n, at))
					fault = "an attribute or address that is not allowed";
		if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
			n = n->children;
			continue;
		}
		while (n != root && n->next == NULL)
			n = n->parent;
		n = n != root ? n->next : NULL;
	}
	xmlFreeDoc(doc);
	return fault;
}

#endif
