/*
 * What must be gone before an XML parser may look: text before the document,
 * the document type declaration, and start tags of absurd size.
 */
#ifndef PARSE_PROLOG_H
#define PARSE_PROLOG_H

#include "model/document.h"

#define TAG_MAX (64U << 10) /* bytes of a start tag: attribute checks are quadratic in the library */

/* The name of the first element, prefix and all; *at is where its '<' stands. Empty when there is none. */
struct str prolog_root(struct str text, size_t *at);
/* Whether an element of this name may be a feed. */
bool prolog_is_feed(struct str name);

/*
 * The part of text from the XML declaration or the first element on, with any
 * DOCTYPE overwritten by spaces (so that lines keep their numbers) in a copy
 * in the arena. *doctype is what it said, or empty. -1 with ERR_LIMIT for a
 * start tag over TAG_MAX or a DOCTYPE that doctype_check() refuses.
 */
int prolog_cut(struct arena *a, struct str text, struct document *d, struct str *xml, struct str *doctype, struct err *e);

#endif
