/* What an element that a rule names is worth to a field of an article: its text, its markup, or where it leads. */
#ifndef EXTRACT_HIT_VALUE_H
#define EXTRACT_HIT_VALUE_H

#include "extract/selector.h"
#include "model/rule.h"

/* In the arena or in the tree; empty when it is worth nothing. */
struct str hit_value(struct arena *a, const struct hit *hit, enum item_field field);

#endif
