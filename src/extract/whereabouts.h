/* Where in a page something stands: with its article, or with what is about others. */
#ifndef EXTRACT_WHEREABOUTS_H
#define EXTRACT_WHEREABOUTS_H

#include "extract/content.h"

/*
 * Whether the element is in what is about other articles or people, or what readers wrote. What holds the headline or the
 * main part of the text is not, whatever its name, nor is a short box beside the headline that is only called a teaser, a
 * menu or a footer. is_loose: a sidebar or a figure may be about this article.
 */
bool whereabouts_elsewhere(const struct content *c, uint32_t id, bool is_loose);

/* The blocks of c->all around the headline, or around the start of the text without one: from … to - 1. */
void whereabouts_of_title(const struct content *c, uint32_t *from, uint32_t *to);

/* The elements first … last from the headline, with what is around it, to the first paragraph of the text. */
void whereabouts_head(const struct content *c, uint32_t *first, uint32_t *last);

#endif
