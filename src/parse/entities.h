/* HTML's named character references, which feeds use with and without a DTD. */
#ifndef PARSE_ENTITIES_H
#define PARSE_ENTITIES_H

#include "base/str.h"

/* The code point of a name without & and ; ("eacute"), by exact case; 0 when it is none. */
uint32_t entity_codepoint(struct str name);

/* HTML 13.2.5.80: what numbers 128 to 159 mean, from windows-1252; others as they are. */
uint32_t entity_c1(uint32_t codepoint);

/*
 * Decodes one reference at s.p[0] == '&': numeric (windows-1252 for 128-159, as
 * HTML has it) or named, the semicolon optional after digits and after the
 * names of Latin 1. Returns its bytes and sets *codepoint; 0 when it is no reference.
 */
size_t entity_decode(struct str s, uint32_t *codepoint);

#endif
