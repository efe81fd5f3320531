/* What `feedwright try SOURCE` tells of a source's rules: what each found, and where they failed; and of the parts of a sitemap. */
#ifndef CLI_TRY_RULES_H
#define CLI_TRY_RULES_H

#include "model/document.h"

/* Nothing when the document was read without rules. */
void try_tell_rules(const struct document *d);
void try_tell_parts(const struct document *d, long max);

#endif
