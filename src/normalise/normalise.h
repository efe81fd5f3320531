/*
 * The one place where fields become trustworthy: raw constructs become plain
 * text and sanitised HTML, URLs absolute and of safe schemes, everything
 * within its limit. Runs in the worker, after parse/ or extract/.
 */
#ifndef NORMALISE_NORMALISE_H
#define NORMALISE_NORMALISE_H

#include "model/document.h"

#define TITLE_MAX 1024U   /* bytes of plain text; longer ones are cut at a character */
#define ENCLOSURES_MAX 64U
#define CATEGORIES_MAX 64U

void normalise_document(struct arena *a, struct document *d);

#endif
