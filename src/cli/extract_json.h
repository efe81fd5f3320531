/* What both programs have of `feedwright extract`: the one article in a document, as JSON. */
#ifndef CLI_EXTRACT_JSON_H
#define CLI_EXTRACT_JSON_H

#include "cli/document_verb.h"

/* Without find_rules, which the whole program adds. */
extern const struct document_verb extract_verb;

#endif
