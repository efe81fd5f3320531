/*
 * The parts of an Internet message (RFC 5322, MIME) that are read: header
 * fields, encoded words, and a part's text as UTF-8.
 */
#ifndef EXTRACT_MAIL_PART_H
#define EXTRACT_MAIL_PART_H

#include "model/document.h"

#define MAIL_HEADER_MAX (64U << 10) /* bytes of a part's header; what follows counts as body */

struct mail_part {
	struct str header, body;
};

/* Cuts a message or a part at the empty line. */
struct mail_part mail_cut(struct str bytes);

/* The first field of that name, unfolded, in the arena; empty when there is none. Bytes as they came. */
struct str mail_field(struct arena *a, const struct mail_part *p, const char *name);
/* A field's value without its parameters, in lower case: "text/html". */
struct str mail_token(struct arena *a, struct str field);
/* A parameter of a field (RFC 2045, 5.1), quotation marks off. */
struct str mail_parameter(struct arena *a, struct str field, const char *name);

/* Encoded words (RFC 2047) as text; bytes of other encodings become UTF-8 too. */
struct str mail_words(struct arena *a, struct str field);

/* The body of a text part, its transfer encoding undone, as UTF-8. */
struct str mail_text(struct arena *a, const struct mail_part *p);

#endif
