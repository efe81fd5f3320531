/*
 * Character encodings by their labels: those of the WHATWG's Encoding Standard
 * with its meanings, and what else iconv() and a few tables of our own can
 * read. UTF-7 and HZ are among them, which browsers refuse: a page that is filtered in one
 * encoding and shown in another gets its scripts past the filter. Here a document is decoded once, before
 * anything is filtered, and readers get UTF-8.
 */
#ifndef PARSE_CONVERTERS_H
#define PARSE_CONVERTERS_H

#include "base/arena.h"

struct converter; /* lives as long as the process */

/*
 * UTF-8, windows-1252 and a few more need no file; every other converter opens one or two when it is first asked for, which takes
 * 0.1 ms. A process that can open none later opens all of them first, or shuts the door: then `lacking` is called
 * instead, and does not come back.
 */
void converters_open(void);
void converters_shut(void (*lacking)(void));

/* By a label as it stands in a document: case, spaces and dashes do not matter. NULL for an unknown one. */
const struct converter *converter_find(struct str label);
const char *converter_name(const struct converter *c); /* lower case */
bool converter_is_ebcdic(const struct converter *c);

/* All of bytes as UTF-8, in the arena; a sequence that does not decode becomes U+FFFD and is counted. */
struct str converter_run(struct arena *a, const struct converter *c, struct str bytes, size_t *n_bad);

#endif
