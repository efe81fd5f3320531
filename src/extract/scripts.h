/*
 * Scripts, style sheets and drawings out of a page before it is parsed: the
 * parser goes through them character by character, and on many pages they are
 * most of it.
 */
#ifndef EXTRACT_SCRIPTS_H
#define EXTRACT_SCRIPTS_H

#include "base/arena.h"
#include "base/str.h"

/*
 * html without what stands in its scripts, styles and SVG; the tags stay, and scripts whose type names JSON-LD keep their
 * text. Where markup is not clear (a quotation or a comment that never ends) the rest is as it was. A copy in the
 * arena, or html itself when there is nothing to cut.
 */
struct str scripts_cut(struct arena *a, struct str html);

#endif
