/* Which legacy encoding bytes are in that say nothing of it: by how often the letters of each would be common ones. */
#ifndef PARSE_CHARSET_GUESS_H
#define PARSE_CHARSET_GUESS_H

#include "parse/converters.h"

/* NULL when none is likely enough, as with Western European text, which is windows-1252 or near it. */
const struct converter *charset_guess(struct arena *a, struct str bytes);

/*
 * UTF-8 with some bytes in it that are none, as pasted from elsewhere: those become what they are in windows-1252.
 * Empty unless whole characters outnumber them by far.
 */
struct str charset_mixed_utf8(struct arena *a, struct str bytes);

#endif
