/* Texts compared as people do: letters and digits only, in small letters. */
#ifndef EXTRACT_FOLD_H
#define EXTRACT_FOLD_H

#include "base/arena.h"
#include "base/buf.h"

/* Appends s without spaces, marks and, where is_html, tags. */
void fold_add(struct buf *out, struct str s, bool is_html);
struct str fold(struct arena *a, struct str s);

/* a and b are one text, or the shorter, of at least min_n bytes, is part of the longer. Both are folded. */
bool fold_is_like(struct str a, struct str b, size_t min_n);

#endif
