/*
 * Captions and the credit inside them: "The harbour. (Image: Name/Agency)".
 * Shared by all forms of articles.
 */
#ifndef EXTRACT_CREDIT_H
#define EXTRACT_CREDIT_H

#include "base/str.h"

struct credit_split {
	struct str caption; /* without the credit; may be empty */
	struct str credit;  /* "Name/Agency" */
	struct str shown;   /* the credit as it stood: "(Image: Name/Agency)" */
};

/*
 * Takes a text apart that ends with a credit in parentheses or brackets:
 * "(Image: …)", "(Photo by …)", "[Credit: …]", "(Name/Getty Images)". False, and
 * *out untouched, when it does not. All strings are in text.
 */
bool credit_split(struct str text, struct credit_split *out);

/* The same, and also "The harbour. Photo: Name": for what is known to be a caption. */
bool credit_split_caption(struct str text, struct credit_split *out);

/* The name in "Photo: Name", "Image courtesy of Name"; empty without a word that says so. */
struct str credit_name(struct str text);

#endif
