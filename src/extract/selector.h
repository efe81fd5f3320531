/*
 * What names parts of a page: CSS selectors (level 3 and more of level 4) or
 * XPath 1.0. Compiled once, used on many pages, by one thread at a time. The language is
 * described in feedwright.conf(5). Opens nothing.
 */
#ifndef EXTRACT_SELECTOR_H
#define EXTRACT_SELECTOR_H

#include "base/arena.h"
#include "base/err.h"
#include "extract/dom.h"

#define SELECTOR_STEPS_MAX 20000000U /* comparisons on one page, of all CSS selectors together */
#define XPATH_STEPS_MAX 1000000U     /* operations of one search by XPath */

struct selector;

/* NULL with *e (ERR_INPUT, "expected …") and *at, the offset in the text. */
struct selector *selector_new(struct str text, size_t *at, struct err *e);
void selector_free(struct selector *s); /* NULL is fine */

/* A page that is being searched: finder_init(), any number of searches, finder_release(). */
struct finder {
	const struct dom *dom;
	struct arena *a;       /* results live here */
	uint64_t steps;        /* used up */
	struct _xmlXPathContext *xpath; /* made when the first XPath comes */
	struct buf text;       /* scratch */
	struct nth_memory {
		const void *test; /* that asked */
		const xmlNode *node;
		int64_t place;
	} nth; /* the last element whose place among its siblings was counted */
};

void finder_init(struct finder *f, const struct dom *dom, struct arena *a);
void finder_release(struct finder *f);

struct hit {
	const xmlNode *node; /* an element, or the one that the value belongs to; NULL for a value that XPath computed */
	struct str value;    /* of an attribute or text; p is NULL: the element is meant */
};

struct hits {
	struct hit *v; /* in document order, each node once; in the finder's arena */
	size_t n;
};

/*
 * All that s names below root (the page: dom->root), at most max. CSS: elements in root, root itself only by :scope;
 * what stands before a combinator may be outside. An XPath that begins with "/" searches the page. -1 with
 * ERR_LIMIT when it takes too long, ERR_INPUT for what XPath cannot compute.
 */
int selector_find(const struct selector *s, struct finder *f, const xmlNode *root, size_t max, struct hits *out, struct err *e);

#endif
