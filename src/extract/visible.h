/* Authors and dates that stand only in the visible parts of a page: bylines, <time>, lines of facts, the address. */
#ifndef EXTRACT_VISIBLE_H
#define EXTRACT_VISIBLE_H

#include "extract/content.h"
#include "extract/metadata.h"

/* Fills what m still lacks. */
void visible_read(struct metadata *m, const struct content *c);

#endif
