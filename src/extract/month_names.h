/* The names of the Gregorian months, written out and shortened, in the languages of some seventy peoples (after Unicode's CLDR). */
#ifndef EXTRACT_MONTH_NAMES_H
#define EXTRACT_MONTH_NAMES_H

#include "base/str.h"

/*
 * The month whose name begins at i of s, 1 to 12, and in *n the bytes of its whole word; 0 for none. Case does not matter,
 * nor do the endings of languages that inflect. No locks: from one thread of a process only, as all of extraction.
 */
int month_name_at(struct str s, size_t i, size_t *n);

#endif
