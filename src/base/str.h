/*
 * Borrowed bytes. A struct str never owns and is not NUL-terminated; whoever
 * hands one out says how long its bytes live. {NULL, 0} is the empty string
 * and in the article model means "absent". Comparison and classification are
 * ASCII and do not look at the locale.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n; /* bytes */
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })

/* For printf: "%.*s", STR_ARG(s). Cuts at INT_MAX. */
#define STR_ARG(s) ((int)((s).n > INT32_MAX ? INT32_MAX : (s).n)), ((s).p != NULL ? (s).p : "")

static inline struct str
str_from(const char *c) /* NULL gives the empty string */
{
	return (struct str){ c, c != NULL ? strlen(c) : 0 };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
str_is(struct str a, const char *c)
{
	return str_eq(a, str_from(c));
}

/* The tail from byte i on; empty past the end. */
static inline struct str
str_skip(struct str s, size_t i)
{
	return i < s.n ? (struct str){ s.p + i, s.n - i } : STR_NONE;
}

/* The first n bytes, or all of a shorter one. */
static inline struct str
str_head(struct str s, size_t n)
{
	return (struct str){ s.p, n < s.n ? n : s.n };
}

static inline bool
ascii_is_space(char c) /* space, tab, LF, CR, FF: HTML's white space */
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static inline bool
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
ascii_is_alnum(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c);
}

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_eq_nocase(struct str a, struct str b);
bool str_is_nocase(struct str a, const char *c);
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
int str_cmp(struct str a, struct str b); /* as memcmp, a prefix before the longer one */

/* White space of ascii_is_space() off both ends. */
struct str str_trim(struct str s);

#define STR_NPOS SIZE_MAX
/* Byte offset of the first hit, or STR_NPOS. An empty needle is found at 0. */
size_t str_find_char(struct str s, char c);
size_t str_find(struct str s, struct str needle);
size_t str_find_nocase(struct str s, struct str needle);
/*
 * The first byte from i on that markup cannot have as it is, or may not have: a control, DEL, & < > " and what U+FFFE
 * and U+FFFF begin with; s.n when there is none.
 */
size_t str_find_special(struct str s, size_t i);

/*
 * Cuts the next piece off *rest at separator sep: true and *piece (may be
 * empty), or false once nothing is left. "a,,b" gives "a", "", "b".
 */
bool str_next(struct str *rest, char sep, struct str *piece);

/* All of s as a decimal number with an optional sign; -1 when it is none or does not fit. */
int str_to_int64(struct str s, int64_t *out);
/* All of s as a decimal fraction such as "-12.5" or "1e3", whatever the locale; -1 otherwise. */
int str_to_double(struct str s, double *out);

#endif
