/*
 * The sentences between the headline and the text, where they stand outside
 * the element that holds the text.
 */
#ifndef EXTRACT_STANDFIRST_H
#define EXTRACT_STANDFIRST_H

#include "extract/content.h"

/* Into c->lead; c has its root and its kept blocks. */
void standfirst_find(struct content *c, struct arena *a, const struct content_hints *hints);

#endif
