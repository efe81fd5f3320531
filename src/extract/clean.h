/* What is certainly not an article, taken out of a page's blocks before anybody looks for the article. */
#ifndef EXTRACT_CLEAN_H
#define EXTRACT_CLEAN_H

#include "extract/blocks.h"

enum clean_rules {
	CLEAN_NONE,   /* nothing but what nobody sees */
	CLEAN_TAGS,   /* elements and roles that say so */
	CLEAN_STRICT  /* names of classes too, and rows of teasers */
};

/* title: dom_id of the heading that is the title, or 0. Nothing that holds a third of the page's prose goes. */
void clean_page(struct blocks *b, enum clean_rules rules, uint32_t title);

/* What a browser does not show, as far as the element itself tells. */
bool clean_is_hidden(const xmlNode *n);

#endif
