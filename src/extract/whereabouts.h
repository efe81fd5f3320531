/*
 * Where in a page something stands: with its article, or with what is about others. For what is said of the article (its
 * authors, dates); where its picture may be and where its first sentences is narrower, and in lead_image.c and standfirst.c.
 */
#ifndef EXTRACT_WHEREABOUTS_H
#define EXTRACT_WHEREABOUTS_H

#include "extract/content.h"

#define FACT_LINE_MAX 260U /* bytes of a line that says facts about an article; a longer one is its text */

/*
 * Whether the element is in what is about other articles or people, or what readers wrote. What holds the headline or the
 * main part of the text is not, whatever its name, nor is a short box beside the headline that is only called a teaser, a
 * menu or a footer. is_loose: a sidebar or a figure may be about this article.
 */
bool whereabouts_elsewhere(const struct content *c, uint32_t id, bool is_loose);

/* Whether the element has so much of the prose in whole that it is the main part, whatever its name. */
bool whereabouts_is_main(const struct blocks *b, uint32_t id, uint32_t whole);

/* The element in which facts and a picture of the article may stand above its headline; 1 without one. */
uint32_t whereabouts_around_title(const struct content *c);

/* The blocks of c->all around the headline, or around the start of the text without one: from … to - 1. */
void whereabouts_of_title(const struct content *c, uint32_t *from, uint32_t *to);

/* The elements first … last from the headline, with what is around it, to the first paragraph of the text. */
void whereabouts_head(const struct content *c, uint32_t *first, uint32_t *last);

#endif
