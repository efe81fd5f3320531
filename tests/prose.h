/* Articles out of nothing, the same for a seed each time: for tests that need many. Memory is in the arena. */
#ifndef TESTS_PROSE_H
#define TESTS_PROSE_H

#include "base/arena.h"
#include "base/buf.h"

struct prose {
	uint64_t state;
	struct arena *a;
};

uint64_t prose_random(struct prose *p);
uint32_t prose_below(struct prose *p, uint32_t n);
struct str prose_name(struct prose *p);                          /* "Melbrun", of a person or a place */
struct str prose_title(struct prose *p);                         /* 4 to 9 words */
struct str prose_html(struct prose *p, unsigned n_words);        /* paragraphs about one subject */
struct str prose_slug(struct arena *a, struct str title);        /* "a-title-like-this" */
struct str prose_edit(struct prose *p, struct str html, unsigned one_in); /* one word in so many is another one, and a sentence more */
struct str prose_typo(struct prose *p, struct str title);        /* two letters changed places, or one is missing */

#endif
