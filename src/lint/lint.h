/*
 * What is wrong with a feed, for its publisher: every finding with a stable
 * code, its place, its severity and the sentence of the standard it comes from.
 * Runs in the sandboxed worker; opens nothing.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "model/document.h"

struct lint_input {
	struct str bytes;        /* as served */
	struct str content_type; /* HTTP header, or empty */
};

/* The findings (struct finding, in the arena) by line and column; an empty list for a feed without fault. */
void lint_document(struct arena *a, const struct lint_input *in, struct list *findings);

#endif
