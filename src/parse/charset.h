/*
 * Which character encoding a document is in, and its bytes as UTF-8. The
 * order: byte order mark, HTTP charset, byte pattern, XML declaration, UTF-8
 * where valid, windows-1252.
 */
#ifndef PARSE_CHARSET_H
#define PARSE_CHARSET_H

#include "model/document.h"

/*
 * The text of bytes as UTF-8 without NUL and control characters (tab, LF, CR
 * stay), in the arena or in bytes itself. Sets d->encoding and notes problems
 * in d. HTTP's content_type may be empty.
 */
struct str charset_decode(struct arena *a, struct str bytes, struct str content_type, struct document *d);

#endif
