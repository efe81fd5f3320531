/* The words that a page has about one of its pictures, with or without markup that says so. */
#ifndef EXTRACT_CAPTION_H
#define EXTRACT_CAPTION_H

#include "extract/blocks.h"
#include "extract/class_words.h"

#define CAPTION_MIN 3U /* bytes */
#define CAPTION_MAX 1200U
#define CREDIT_MAX 160U

/*
 * The element around a picture that holds its caption or credit too; its figure where none does; else NULL. Without a
 * figure and a class that tells, a text that ends in whose picture it is ("(Image: Name)") is a caption.
 */
const xmlNode *caption_box(const struct blocks *b, const xmlNode *img);
/* The caption in a box; NULL when there is none. */
const xmlNode *caption_in(const struct blocks *b, const xmlNode *box);
/* The caption of a picture that has no box: the next element with text, behind the elements that hold the picture alone. */
const xmlNode *caption_behind(const struct blocks *b, const xmlNode *img);

/* Caption and credit of a picture without a figure, as they are shown, and the element in which they stand; empty when there are none. */
struct str caption_words(const struct blocks *b, const xmlNode *img, const xmlNode **around);

/* Text of an element without one in it (NULL: all), parts that styles alone set apart with a space between; in the arena. */
struct str caption_text(struct arena *a, const xmlNode *root, const xmlNode *without);

#endif
