/*
 * The article in a page: which element holds it, and which of its blocks are
 * its text. Menus, comments, related articles, sharing and newsletter boxes,
 * notices about cookies stay out; figures, tables, code, quotations and
 * embedded things (as links) are in the HTML.
 */
#ifndef EXTRACT_CONTENT_H
#define EXTRACT_CONTENT_H

#include "extract/blocks.h"
#include "model/field.h"

struct content_hints {
	struct str title; /* of the article, as metadata has it; may be empty */
	const struct list *authors; /* struct str, as far as they are known; may be NULL */
	struct str body;  /* its text as JSON-LD has it; may be empty */
	struct str description; /* of it, from the head; may be empty */
};

struct content {
	struct blocks blocks;  /* what is kept is marked */
	const struct block *all; /* the blocks of the whole page, before anything was left out */
	uint32_t n_all;
	const xmlNode *root;   /* the element that holds the article; NULL when there is no text */
	const xmlNode *title;  /* the heading that is the title; may be NULL */
	struct list lead;      /* struct str: the standfirst, where it stands outside of the root */
	uint32_t first, last;  /* kept blocks are within first … last */
	uint32_t width;        /* of the text kept */
	const char *method;    /* how the root was found, or that the text is not the page's own */
	struct str data;       /* the text as JSON-LD has it, where the page has none that deserves the name; else empty */
	struct str text;       /* paragraphs with a blank line between, in the arena */
	uint8_t *shows;        /* by dom_id, once content_html() was there: something of the element is in the HTML */
};

void content_find(struct content *c, struct arena *a, const struct dom *dom, const struct content_hints *hints);

/* What is kept as HTML, not sanitised; references are as they stand in the page. */
void content_html(struct content *c, struct buf *out);
/* Whether the element is in that HTML. */
bool content_shows(const struct content *c, const xmlNode *n);

#endif
