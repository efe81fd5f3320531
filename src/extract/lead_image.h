/*
 * The picture that stands for a page's article, with its caption and whose
 * picture it is. What the head of the page names comes first; caption and
 * credit are read beside the same picture in the body.
 */
#ifndef EXTRACT_LEAD_IMAGE_H
#define EXTRACT_LEAD_IMAGE_H

#include "extract/content.h"
#include "extract/metadata.h"

struct lead_image {
	struct str url; /* absolute */
	struct opt_int width, height;
	struct str caption, credit;
	struct str shown;   /* the credit as it stood in the page */
	struct str alt;
	const xmlNode *box; /* the figure in the body, or NULL */
};

/* Strings are in m's arena or the tree. Nothing is found where nothing is said. */
void lead_image_find(struct lead_image *out, const struct metadata *m, const struct content *c);

#endif
