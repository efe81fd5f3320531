/* HTML cut into tags and text, as forgivingly as a browser does it (HTML 13.2.5), without building a tree. */
#ifndef NORMALISE_HTML_TOKEN_H
#define NORMALISE_HTML_TOKEN_H

#include "base/arena.h"

#define HTML_ATTRIBUTES_MAX 48U /* a tag; the rest is dropped */

enum html_kind { HTML_END = 0, HTML_TEXT, HTML_OPEN, HTML_CLOSE };

struct html_attribute {
	struct str name;  /* as written */
	struct str value; /* references decoded; in the source or the arena */
};

struct html_token {
	enum html_kind kind;
	struct str text; /* HTML_TEXT: raw, references not decoded */
	struct str name; /* of a tag, as written */
	struct html_attribute attributes[HTML_ATTRIBUTES_MAX];
	size_t n_attributes;
	bool is_self_closing;
};

/* The next token at *i, which moves behind it. Comments, doctypes and instructions are passed over. */
void html_next(struct arena *a, struct str html, size_t *i, struct html_token *t);

/*
 * Moves *i, where the start tag of a raw-text element (script, style …) ended, behind its end tag.
 * Without one false, and *i as it was.
 */
bool html_behind_raw(struct str html, size_t *i, struct str name);

/* True for t that ends itself and means it, as XHTML has it: the next tag of its name behind i is no end tag. */
bool html_is_closed_at_once(struct str html, size_t i, const struct html_token *t);

/* Where to go on behind the start tag t of a raw-text element, which ended at i: at the end, if it has no end tag. */
size_t html_skip_raw(struct str html, size_t i, const struct html_token *t);

struct str html_attribute_value(const struct html_token *t, const char *name); /* empty when absent */

/* Text with its references decoded, in the arena where it has any. */
struct str html_decode(struct arena *a, struct str text);

#endif
