/*
 * Broken documents, for a second reading. XML that is broken in its tags is
 * rewritten as what was meant: the library's own recovery closes the innermost element at any end
 * tag and gives up at the first thing that looks no tag.
 */
#ifndef PARSE_MEND_H
#define PARSE_MEND_H

#include "base/arena.h"

/*
 * Balanced tags with quoted attributes, in the arena: stray end tags go,
 * elements that their parent's end leaves open are closed, '<' that begins
 * nothing is text. What is open at the end of the text stays open, so that a
 * cut document is known as one.
 */
struct str mend_xml(struct arena *a, struct str xml);

/*
 * JSON without commas before a bracket; cut JSON as far as its list of items
 * came whole. Empty when there is none. In the arena.
 */
struct str mend_json(struct arena *a, struct str text);

#endif
