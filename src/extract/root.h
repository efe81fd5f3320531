/* Which element of a page holds its article. Works on blocks that have been cleaned. */
#ifndef EXTRACT_ROOT_H
#define EXTRACT_ROOT_H

#include "extract/blocks.h"

/* dom_id of the root; 0 when there is no text. title: dom_id of its heading or 0; body: text known from elsewhere, or empty. */
uint32_t root_find(const struct blocks *b, uint32_t title, struct str body, const char **method);

#endif
