/* A CSS selector taken apart, and whether it names an element. What selector.c does its CSS with. */
#ifndef EXTRACT_SELECTOR_CSS_H
#define EXTRACT_SELECTOR_CSS_H

#include "extract/selector.h"

#define CSS_NESTING_MAX 8U /* of :not(:is(:has(…))) */

enum css_combinator { CSS_NONE = 0, CSS_DESCENDANT, CSS_CHILD, CSS_NEXT, CSS_LATER };

enum css_test_kind {
	CSS_ID = 1,
	CSS_CLASS,
	CSS_HAS_ATTR,    /* [a] */
	CSS_ATTR_IS,     /* = */
	CSS_ATTR_WORD,   /* ~= */
	CSS_ATTR_DASH,   /* |= */
	CSS_ATTR_BEGINS, /* ^= */
	CSS_ATTR_ENDS,   /* $= */
	CSS_ATTR_HAS,    /* *= */
	CSS_NOT,
	CSS_IS,  /* :is and :where */
	CSS_HAS, /* :has: each selector of the list begins with CSS_ANCHOR */
	CSS_ANCHOR,
	CSS_NTH,
	CSS_NTH_OF_TYPE,
	CSS_EMPTY,
	CSS_ROOT,
	CSS_SCOPE,
	CSS_CONTAINS,
	CSS_LINK,
	CSS_LANG,
	CSS_CHECKED,
	CSS_DISABLED,
	CSS_ENABLED
};

struct css_list;

struct css_test {
	enum css_test_kind kind;
	const char *name;      /* of the attribute */
	struct str value;
	bool any_case;         /* [a="v" i] */
	bool from_end;         /* :nth-last-… */
	int64_t step, offset;  /* An+B */
	struct css_list *list; /* of what is in the parentheses; :nth-child(… of S) */
	struct css_test *next;
};

struct css_compound {
	const char *tag; /* NULL: any */
	struct css_test *tests;
	enum css_combinator to_left; /* how it stands to the compound before it */
};

struct css_complex {
	struct css_compound *v; /* as written, left to right */
	size_t n;
	bool is_of_scope; /* the last one may be the root of the search: it has :scope */
};

struct css_list {
	struct css_complex *v;
	size_t n;
};

/* Reads a list of selectors from *i on, up to the end of the text or an "@". NULL with *e and *i where it went wrong. */
struct css_list *css_parse(struct arena *a, struct str text, size_t *i, struct err *e);
/* A name as CSS writes them, escapes undone; empty when there is none at *i. */
struct str css_name(struct arena *a, struct str text, size_t *i);

/* scope is what :scope means. False too when the finder's steps are used up. */
bool css_matches(const struct css_list *l, struct finder *f, const xmlNode *n, const xmlNode *scope);

#endif
