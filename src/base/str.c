#include "config.h"
#include "base/str.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <strings.h>

#define NUMBER_MAX 64 /* bytes: more digits say nothing that a number can hold */

static bool
nocase_equal(const char *a, const char *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
	return true;
}

bool
str_eq_nocase(struct str a, struct str b)
{
	return a.n == b.n && nocase_equal(a.p, b.p, a.n);
}

bool
str_is_nocase(struct str a, const char *c)
{
	return str_eq_nocase(a, str_from(c));
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_head(s, prefix.n), prefix);
}

bool
str_starts_nocase(struct str s, struct str prefix)
{
	return s.n >= prefix.n && nocase_equal(s.p, prefix.p, prefix.n);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq((struct str){ s.p + (s.n - suffix.n), suffix.n }, suffix);
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && ascii_is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && ascii_is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

#define SHORT_NEEDLE 4U /* bytes */

size_t
str_find_char(struct str s, char c)
{
	const char *hit = s.n > 0 ? memchr(s.p, c, s.n) : NULL;

	return hit != NULL ? (size_t)(hit - s.p) : STR_NPOS;
}

/* By its first byte: where that is rare, as in "]]>", this is several times as fast as memmem(). */
static const char *
find_short(const char *p, const char *last, struct str needle)
{
	for (; p <= last && (p = memchr(p, needle.p[0], (size_t)(last - p) + 1)) != NULL; p++)
		if (memcmp(p, needle.p, needle.n) == 0)
			return p;
	return NULL;
}

size_t
str_find(struct str s, struct str needle)
{
	const char *hit;

	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return STR_NPOS;
	hit = needle.n <= SHORT_NEEDLE ? find_short(s.p, s.p + s.n - needle.n, needle) : memmem(s.p, s.n, needle.p, needle.n);
	return hit != NULL ? (size_t)(hit - s.p) : STR_NPOS;
}

typedef uint8_t step __attribute__((vector_size(16))); /* bytes that are looked at in one go, whatever the machine */

static bool
has_special(step v)
{
	step hit = (step)((v < 0x20) | (v == '"') | (v == '&') | (v == '<') | (v == '>') | (v == 0x7f) | (v == 0xef));
	uint64_t halves[2];

	memcpy(halves, &hit, sizeof(halves));
	return (halves[0] | halves[1]) != 0;
}

static bool
is_special(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '&' || c == '<' || c == '>' || c == 0x7f || c == 0xef;
}

size_t
str_find_special(struct str s, size_t i)
{
	step v;

	for (; s.n - i >= sizeof(v); i += sizeof(v)) {
		memcpy(&v, s.p + i, sizeof(v));
		if (has_special(v))
			break;
	}
	while (i < s.n && !is_special((unsigned char)s.p[i]))
		i++;
	return i;
}

size_t
str_find_nocase(struct str s, struct str needle)
{
	size_t i, end;
	char low, high;

	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return STR_NPOS;
	low = ascii_lower(needle.p[0]);
	high = low >= 'a' && low <= 'z' ? (char)(low - 'a' + 'A') : low;
	for (i = 0, end = s.n - needle.n; i <= end; i++)
		if ((s.p[i] == low || s.p[i] == high) && nocase_equal(s.p + i, needle.p, needle.n))
			return i;
	return STR_NPOS;
}

bool
str_next(struct str *rest, char sep, struct str *piece)
{
	size_t at;

	if (rest->p == NULL)
		return false;
	at = str_find_char(*rest, sep);
	if (at == STR_NPOS) {
		*piece = *rest;
		*rest = STR_NONE;
	} else {
		*piece = str_head(*rest, at);
		rest->p += at + 1;
		rest->n -= at + 1;
	}
	return true;
}

int
str_to_int64(struct str s, int64_t *out)
{
	char digits[NUMBER_MAX], *end;
	long long v;

	if (s.n == 0 || s.n >= sizeof(digits) || ascii_is_space(s.p[0]))
		return -1;
	memcpy(digits, s.p, s.n);
	digits[s.n] = '\0';
	errno = 0;
	v = strtoll(digits, &end, 10);
	if (errno != 0 || end != digits + s.n)
		return -1;
	*out = v;
	return 0;
}

/* strtod() listens to the locale; what is read from documents must not. */
static locale_t
c_locale(void)
{
	static locale_t c;

	if (c == (locale_t)0)
		c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	return c;
}

int
str_to_double(struct str s, double *out)
{
	char digits[NUMBER_MAX], *end;
	double v;
	size_t i;

	if (s.n == 0 || s.n >= sizeof(digits))
		return -1;
	for (i = 0; i < s.n; i++) /* neither "inf", "nan" nor hexadecimal */
		if (!ascii_is_digit(s.p[i]) && strchr("+-.eE", s.p[i]) == NULL)
			return -1;
	memcpy(digits, s.p, s.n);
	digits[s.n] = '\0';
	errno = 0;
	v = strtod_l(digits, &end, c_locale());
	if (errno != 0 || end != digits + s.n)
		return -1;
	*out = v;
	return 0;
}
