/* Names of authors out of what pages put where an author's name should be. */
#ifndef EXTRACT_BYLINE_H
#define EXTRACT_BYLINE_H

#include "base/arena.h"
#include "model/field.h"

#define BYLINE_AUTHORS_MAX 20U

/*
 * Adds the names in raw to *authors (struct str, each once): "By Ann Roe and Bo Lee, BBC News" is Ann Roe and Bo Lee.
 * is_sure: the page says that this is an author, so that one word or an agency may be one. site: never an author.
 */
void byline_add(struct arena *a, struct list *authors, struct str raw, struct str site, bool is_sure);

/* The name as it stands, a newspaper's or a desk's too: for a page that names nobody else. */
void byline_add_declared(struct arena *a, struct list *authors, struct str raw);

/* Two to four capitalised words without digits, and nothing else; not the site, a role or a desk. */
bool byline_is_name(struct arena *a, struct str raw, struct str site);

/* True when raw begins as a byline does: "By ", "Von ", "Text: ". */
bool byline_has_opening(struct str raw);

#endif
