/* Plain text out of markup and text, and telling the two apart. */
#ifndef NORMALISE_TEXT_H
#define NORMALISE_TEXT_H

#include "base/arena.h"

/* White space of ascii_is_space() as single spaces, trimmed. s itself where nothing changes. */
struct str text_collapse(struct arena *a, struct str s);

/* What a reader sees of HTML, on one line: tags away (blocks count as a space), references decoded once. */
struct str text_from_html(struct arena *a, struct str html);

/*
 * The same with its paragraphs: a blank line between blocks, a line for each <br>, list item and row, a tab between
 * cells; <pre> as it stands. Figures and their captions are left out. For HTML that was sanitised.
 */
struct str text_paragraphs(struct arena *a, struct str html);

/*
 * Whether text of unknown kind is markup: it has an end tag, a tag with attributes or one that ends itself, or a
 * reference; and every tag and name in it is HTML's.
 */
bool text_is_markup(struct arena *a, struct str s);

#endif
