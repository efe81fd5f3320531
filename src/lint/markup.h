/* HTML inside of a feed: what no reader will show, and what will not work in one. */
#ifndef LINT_MARKUP_H
#define LINT_MARKUP_H

#include "lint/tree.h"

/* html: source text, decoded once from what stands at `at`. has_base: an xml:base says what relative references are relative to. */
void markup_check(struct report *r, struct str html, bool has_base, struct str what, size_t at);

/* The same for markup that is part of the XML: everything below n. */
void markup_check_tree(struct report *r, const struct lint_node *n, bool has_base, struct str what);

#endif
