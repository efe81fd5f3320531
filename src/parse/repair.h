/* Mending text before the XML parser sees it, where the library's own recovery would lose some of it. */
#ifndef PARSE_REPAIR_H
#define PARSE_REPAIR_H

#include "model/document.h"

/* Every ampersand that begins no reference ("a&b", "?x=1&y=2") becomes &amp;; noted as a problem. text itself when there is none. */
struct str repair_ampersands(struct arena *a, struct str text, struct document *d);

/*
 * JSON in which each NUL that a string spells as an escape is U+0001 instead: strings of the library end at a NUL, and a
 * control character goes later on. text itself when there is none.
 */
struct str repair_json_nul(struct arena *a, struct str text);

/* RFC 4648, 4, white space ignored. Empty when it is no Base64, or when what it holds is not UTF-8 text. */
struct str repair_base64(struct arena *a, struct str text);
/* The same for any bytes, up to what is none; empty when that comes first. */
struct str base64_bytes(struct arena *a, struct str text);

/*
 * UTF-8 that was taken for windows-1252 and encoded again ("cafÃ©"), undone: where all that is beyond ASCII is so.
 * text itself otherwise.
 */
struct str repair_double_utf8(struct arena *a, struct str text);

#endif
