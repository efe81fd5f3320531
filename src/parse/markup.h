/* Elements inside a text construct as HTML source, as SAX hands them over. */
#ifndef PARSE_MARKUP_H
#define PARSE_MARKUP_H

#include "base/buf.h"
#include "parse/attributes.h"

void markup_escape(struct buf *out, struct str s, bool is_attribute);
void markup_open(struct buf *out, struct str local, const struct attributes *at);
void markup_close(struct buf *out, struct str local); /* nothing for elements that HTML has without an end */

#endif
