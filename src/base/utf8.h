/* UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing past U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define UTF8_BAD 0xfffdU
#define UTF8_BAD_BYTES 3U /* of it, where one bad byte was: what a text read and written again grows to, at most, times its bytes */

/* Bytes that are valid from the start on; s.n when all are. Runs of ASCII go eight at a time. */
size_t utf8_valid_prefix(struct str s);

static inline bool
utf8_is_valid(struct str s)
{
	return utf8_valid_prefix(s) == s.n;
}

/* The code point at *i, which moves behind it; U+FFFD for a bad byte, which is one step. *i must be below s.n. */
uint32_t utf8_next(struct str s, size_t *i);

/*
 * Without what no document may hold: controls but tab, LF and CR, U+FFFE and U+FFFF (XML 1.0, 2.2). s itself where
 * there are none, else a copy in the arena.
 */
struct str utf8_without_controls(struct arena *a, struct str s);

/* Writes 1 to 4 bytes and returns how many; what is no scalar value is written as U+FFFD. */
size_t utf8_put(uint32_t codepoint, char out[4]);

/* The longest head of s of at most n bytes that does not end inside a character. */
struct str utf8_head(struct str s, size_t n);

/* Part of a word that is written with letters: an ASCII letter, or a byte of any other character. */
static inline bool
utf8_is_letter_byte(char c)
{
	return ascii_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* Spaces, marks and invisible characters: what is no part of a word. */
bool utf8_is_mark(uint32_t codepoint);
/* What a decimal digit of any script in use stands for; -1 for what is none. */
int utf8_digit(uint32_t codepoint);
/* The small letter of a Latin, Greek, Cyrillic or Armenian capital, never of more bytes than it; anything else is itself. */
uint32_t utf8_lower(uint32_t codepoint);

#endif
