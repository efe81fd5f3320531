/* What `feedwright try` tells of a web page: the feeds that it announces, the lists that it holds, lines to paste. */
#ifndef CLI_TRY_PAGE_H
#define CLI_TRY_PAGE_H

#include "model/document.h"

void try_tell_announced(const struct document *d);
/* Every list that was looked at, best first, with its reasons and first titles; then what was known and where it is now. */
void try_tell_lists(const struct document *d);
/* A source block for what was found at url (absolute, or a file's name). */
void try_tell_config(const char *url, const struct document *d);

#endif
