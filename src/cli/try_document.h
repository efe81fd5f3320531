/* What `feedwright try` tells of any document: its form, what is wrong with it, its first articles. */
#ifndef CLI_TRY_DOCUMENT_H
#define CLI_TRY_DOCUMENT_H

#include "model/document.h"

void try_tell_one(const struct article *a);
void try_tell_document(const struct document *d, long max); /* articles */
/* As JSON; with the account of rules and whatever else only this program knows of a document, if with_all. */
void try_print_document(const struct document *d, bool with_all);

#endif
