/* The <meta> and <link> elements of a page, read once so that they can be asked for one by one. */
#ifndef EXTRACT_METAS_H
#define EXTRACT_METAS_H

#include "extract/dom.h"
#include "model/field.h"

#define METAS_MAX 500U /* of a page; further ones are not looked at */

struct meta {
	struct str name; /* property, name, itemprop or http-equiv */
	struct str content;
	bool in_body; /* microdata of some part of the page, which need not be the article */
};

struct metas {
	const struct dom *dom;
	struct list v; /* struct meta, in document order */
};

/* Strings are in the tree. */
void metas_read(struct metas *m, struct arena *a, const struct dom *dom);

/* The content of the first with any of these names (separated by spaces), an earlier name before a later one. */
struct str metas_get(const struct metas *m, const char *names);
/* The i-th content with this one name; empty past the last. */
struct str metas_at(const struct metas *m, const char *name, unsigned i);
/* The href of the first <link> with this word in its rel. */
struct str metas_link(const struct metas *m, const char *rel);

#endif
