/* Authors and dates that stand only in the visible parts of a page: bylines, <time>, lines of facts, the address. */
#ifndef EXTRACT_VISIBLE_H
#define EXTRACT_VISIBLE_H

#include "extract/content.h"
#include "extract/metadata.h"

/* Fills what m still lacks. */
void visible_read(struct metadata *m, const struct content *c);

/* The author that microdata or a link marks somewhere in the page, be it the paper itself: when nobody else was found. */
void visible_take_house(struct metadata *m, const struct content *c);

#endif
