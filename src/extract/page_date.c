#include "config.h"
#include "extract/page_date.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "extract/month_names.h"
#include "extract/prose.h"
#include "parse/date.h"

#define NUMBER_DIGITS 9U /* no number of a date is longer */
#define YEAR_MIN 1995
#define DAY_S 86400
#define ZONE_MAX_S (14 * 3600) /* that a zone is ahead of UTC or behind it */
#define ZONE_BYTES 8U          /* of "+hh:mm", and more */
#define THAI_YEARS 543         /* that the Buddhist era is ahead */

static bool
is_plausible(int64_t unix_s)
{
	struct civil c;

	time_to_civil(unix_s, &c);
	return c.year >= YEAR_MIN && unix_s < clock_now_s() + 2 * DAY_S;
}

static bool
set_day(struct arena *a, int64_t year, int month, int day, struct page_date *out)
{
	struct civil c = { .year = year, .month = month, .day = day }, back;

	if (month < 1 || month > 12 || day < 1 || day > 31 || year < YEAR_MIN || year > 9999)
		return false;
	out->unix_s = time_from_civil(&c);
	time_to_civil(out->unix_s, &back);
	if (back.day != day || !is_plausible(out->unix_s))
		return false;
	out->as = arena_printf(a, "%04d-%02d-%02d", (int)year, month, day);
	return true;
}

/* Up to max digits at i, of which the first NUMBER_DIGITS are the number; how many there are in *n. */
static int
number_at(struct str s, size_t i, size_t max, size_t *n)
{
	int v = 0;

	for (*n = 0; *n < max && i + *n < s.n && ascii_is_digit(s.p[i + *n]); ++*n)
		v = *n < NUMBER_DIGITS ? 10 * v + (s.p[i + *n] - '0') : v;
	return v;
}

/* ---- ISO 8601 ---- */

static void
write_zone(char zone[ZONE_BYTES], char sign, int64_t ahead_s)
{
	snprintf(zone, ZONE_BYTES, "%c%02u:%02u", sign, (unsigned)(ahead_s / 3600) % 100, (unsigned)(ahead_s / 60 % 60));
}

/* The zone at i as "Z" or "+hh:mm" in zone, its seconds in *offset_s. False when there is none. */
static bool
zone_at(struct str s, size_t i, char zone[ZONE_BYTES], int64_t *offset_s)
{
	struct str rest = str_skip(s, i);
	int h, m;
	size_t n;

	*offset_s = 0;
	if (str_starts_nocase(rest, STR("Z")) || str_is_nocase(rest, "gmt") || str_is_nocase(rest, "utc")) {
		memcpy(zone, "Z", sizeof("Z"));
		return true;
	}
	if (rest.n == 0 || (rest.p[0] != '+' && rest.p[0] != '-'))
		return false;
	h = number_at(rest, 1, 2, &n);
	if (n != 2 || h * 3600 > ZONE_MAX_S)
		return false;
	m = number_at(rest, rest.n > 3 && rest.p[3] == ':' ? 4 : 3, 2, &n);
	if (n != 2)
		m = 0;
	else if (m > 59)
		return false;
	*offset_s = h * 3600 + m * 60;
	write_zone(zone, rest.p[0], *offset_s);
	if (rest.p[0] == '-')
		*offset_s = -*offset_s;
	return true;
}

static bool
read_iso(struct arena *a, struct str s, struct page_date *out)
{
	char zone[ZONE_BYTES];
	int64_t offset_s;
	size_t n, i = 10;
	int year, month, day, h, m, sec = 0;

	year = number_at(s, 0, 4, &n);
	if (n != 4 || s.n < 10 || (s.p[4] != '-' && s.p[4] != '/' && s.p[4] != '.') || s.p[7] != s.p[4])
		return false;
	month = number_at(s, 5, 2, &n);
	if (n != 2)
		return false;
	day = number_at(s, 8, 2, &n);
	if (n != 2 || (s.n > 10 && ascii_is_digit(s.p[10])) || !set_day(a, year, month, day, out))
		return false;
	while (i < s.n && (s.p[i] == 'T' || s.p[i] == 't' || s.p[i] == ' '))
		i++;
	h = number_at(s, i, 2, &n);
	if (n != 2 || h > 23 || i + 2 >= s.n || s.p[i + 2] != ':')
		return true;
	m = number_at(s, i + 3, 2, &n);
	if (n != 2 || m > 59)
		return true;
	i += 5;
	if (i < s.n && s.p[i] == ':') {
		sec = number_at(s, i + 1, 2, &n);
		if (n != 2 || sec > 59)
			return true;
		i += 3;
		if (i < s.n && (s.p[i] == '.' || s.p[i] == ','))
			for (i++; i < s.n && ascii_is_digit(s.p[i]); i++)
				;
	}
	while (i < s.n && s.p[i] == ' ')
		i++;
	out->unix_s += h * 3600 + m * 60 + sec;
	if (!zone_at(s, i, zone, &offset_s))
		return true;
	out->unix_s -= offset_s;
	out->as = arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%s", year, month, day, h, m, sec, zone);
	return is_plausible(out->unix_s);
}

/* ---- in text ---- */

/* "1st", "1er", "3a" behind their numbers. */
static size_t
skip_ordinal(struct str s, size_t i)
{
	static const char *const endings[] = { "st", "nd", "rd", "th", "er", "a" };
	size_t k;

	for (k = 0; k < sizeof(endings) / sizeof(endings[0]); k++) {
		struct str rest = str_skip(s, i), ending = str_from(endings[k]);

		if (str_starts_nocase(rest, ending) && rest.n > ending.n && !ascii_is_alnum(rest.p[ending.n]) && (unsigned char)rest.p[ending.n] < 0x80)
			return i + ending.n;
	}
	return i;
}

static size_t
skip_between(struct str s, size_t i)
{
	static const char *const words[] = { "de ", "del ", "of ", "d'", "d’", "ik ", "den ", "ta’ ", "năm " };
	size_t k, start;

	i = skip_ordinal(s, i);
	do {
		start = i;
		while (i < s.n && (ascii_is_space(s.p[i]) || s.p[i] == ',' || s.p[i] == '.' || s.p[i] == '-' || s.p[i] == '/'))
			i++;
		while (i + 1 < s.n && (unsigned char)s.p[i] == 0xc2 && ((unsigned char)s.p[i + 1] == 0xba || (unsigned char)s.p[i + 1] == 0xa0))
			i += 2;
		for (k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (str_starts_nocase(str_skip(s, i), str_from(words[k])))
				i += strlen(words[k]);
	} while (i != start);
	return i;
}

/* A month's name at i, or Vietnamese "month 5". */
static int
month_at(struct str s, size_t i, size_t *n)
{
	static const char *const words[] = { "tháng ", "thg " };
	size_t k, n_digits;
	int month = month_name_at(s, i, n);

	for (k = 0; k < sizeof(words) / sizeof(words[0]) && month == 0; k++) {
		struct str word = str_from(words[k]);

		if (!str_starts_nocase(str_skip(s, i), word))
			continue;
		month = number_at(s, i + word.n, 3, &n_digits);
		*n = word.n + n_digits;
	}
	return month <= 12 ? month : 0;
}

static int
year_at(struct str s, size_t i)
{
	size_t n;
	int y = number_at(s, i, 5, &n);

	if (n == 4 && y > 2400 && y < 2700) /* of the Buddhist era, as in Thailand */
		return y - THAI_YEARS;
	if (n == 4)
		return y;
	if (n == 2 && y <= 69 && i > 0 && s.p[i - 1] == '\'')
		return 2000 + y;
	return 0;
}

/* The bytes of what may stand between the numbers of a date at i; 0 when it is something else. */
static size_t
mark_at(struct str s, size_t i)
{
	static const char *const marks[] = { "年", "년", "月", "월", "-", ".", "/" };
	size_t k, n;

	for (k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
		if (str_starts(str_skip(s, i), str_from(marks[k]))) {
			for (n = strlen(marks[k]); i + n < s.n && s.p[i + n] == ' '; n++)
				;
			return n;
		}
	return 0;
}

/* "2024年5月3日", "2024. 5. 3.", "2024. május 3.", "2024 m. gegužės 3 d.", "2024. gada 3. maijs" at a year. */
static bool
date_at_year(struct arena *a, struct str s, size_t i, int year, struct page_date *out)
{
	static const char *const words[] = { "m. ", "gada ", "ko ", "оны ", "ж. " }; /* "year" */
	struct page_date iso;
	size_t k = i + 4, n, used;
	int month, day;

	if (read_iso(a, str_head(str_skip(s, i), 32), &iso)) {
		*out = iso;
		return true;
	}
	if (mark_at(s, k) > 0) {
		k += mark_at(s, k);
		month = number_at(s, k, 2, &n);
		if (n > 0 && mark_at(s, k + n) > 0) {
			day = number_at(s, k + n + mark_at(s, k + n), 2, &used);
			return used > 0 && set_day(a, year, month, day, out);
		}
	}
	k = skip_between(s, i + 4);
	for (n = 0; n < sizeof(words) / sizeof(words[0]); n++)
		if (str_starts_nocase(str_skip(s, k), str_from(words[n])))
			k += strlen(words[n]);
	day = number_at(s, k, 3, &n);
	if (n == 1 || n == 2)
		k = skip_between(s, k + n);
	month = month_at(s, k, &used);
	if (month == 0)
		return false;
	if (n == 0)
		day = number_at(s, skip_between(s, k + used), 3, &n);
	return n > 0 && n < 3 && set_day(a, year, month, day, out);
}

/* "03.05.2024", "3/5/24" at the first number, which has n digits. */
static bool
date_of_numbers(struct arena *a, struct str s, size_t i, size_t n, bool month_first, struct page_date *out)
{
	int first = number_at(s, i, n, &n), second, year;
	size_t at = i + n, n2, n3;
	char sep = s.p[at];

	at++;
	at += at < s.n && s.p[at] == ' ';
	second = number_at(s, at, 2, &n2);
	if (n2 == 0 || at + n2 >= s.n || s.p[at + n2] != sep)
		return false;
	at += n2 + 1;
	at += at < s.n && s.p[at] == ' ';
	year = number_at(s, at, 5, &n3);
	if (n3 == 2 && year < 70)
		year += 2000;
	if (n3 != 2 && n3 != 4)
		return false;
	if (second > 12 || (month_first && first <= 12 && sep == '/'))
		return set_day(a, year, first, second, out);
	return set_day(a, year, second, first, out);
}

/* A date at a number; "3. Mai 2024", "3rd of May, 2024" too. */
static bool
date_at_number(struct arena *a, struct str s, size_t i, bool month_first, struct page_date *out)
{
	int first, month;
	size_t n, k, used;

	first = number_at(s, i, 5, &n);
	if (n == 4)
		return date_at_year(a, s, i, first, out);
	if (n == 0 || n > 2 || i + n >= s.n)
		return false;
	k = i + n;
	if (strchr("./-", s.p[k]) != NULL && date_of_numbers(a, s, i, n, month_first, out))
		return true;
	k = skip_between(s, k);
	month = month_at(s, k, &used);
	if (month == 0)
		return false;
	return set_day(a, year_at(s, skip_between(s, k + used)), month, first, out);
}

/* "May 3, 2024" at a letter. */
static bool
date_at_month(struct arena *a, struct str s, size_t i, struct page_date *out)
{
	size_t used, n, k;
	int month = month_at(s, i, &used), day;

	if (month == 0)
		return false;
	k = skip_between(s, i + used);
	day = number_at(s, k, 3, &n);
	if (n == 0 || n > 2)
		return false;
	k = skip_between(s, k + n);
	return set_day(a, year_at(s, k), month, day, out);
}

struct str
page_date_digits(struct arena *a, struct str text)
{
	size_t i = 0, used = 0;
	uint32_t c;
	char *out;
	int digit;

	while (i < text.n && ((unsigned char)text.p[i] < 0xd9 || utf8_digit(utf8_next(text, &(size_t){ i })) < 0))
		i++;
	if (i == text.n)
		return text;
	out = arena_alloc(a, UTF8_BAD_BYTES * text.n);
	for (i = 0; i < text.n;) {
		c = utf8_next(text, &i);
		digit = utf8_digit(c);
		used += utf8_put(digit >= 0 ? (uint32_t)digit + '0' : c, out + used);
	}
	return (struct str){ out, used };
}

bool
page_date_next(struct arena *a, struct str s, size_t *at, bool month_first, struct page_date *out)
{
	bool starts_word = true, is_word;
	size_t i, end;

	for (end = s.n; end > 0 && !ascii_is_digit(s.p[end - 1]); end--) /* no date begins behind the last digit */
		;
	for (i = *at; i < end; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool is_number = ascii_is_digit((char)c) && (i == 0 || !ascii_is_digit(s.p[i - 1]));

		is_word = ascii_is_alnum((char)c) || c >= 0x80;
		if (is_number ? date_at_number(a, s, i, month_first, out) : is_word && starts_word && date_at_month(a, s, i, out)) {
			*at = i;
			return true;
		}
		starts_word = !is_word;
	}
	return false;
}

bool
page_date_find(struct arena *a, struct str text, bool month_first, struct page_date *out)
{
	size_t at = 0;

	return page_date_next(a, page_date_digits(a, text), &at, month_first, out);
}

bool
page_date_read(struct arena *a, struct str s, bool month_first, struct page_date *out)
{
	int64_t unix_s;
	size_t n;
	char text[TIME_RFC3339_SIZE];

	*out = (struct page_date){ .as = STR_NONE };
	s = prose_trim(s);
	if (s.n < 6 || s.n > 200)
		return false;
	if (read_iso(a, s, out))
		return true;
	number_at(s, 0, 14, &n);
	if (n == s.n && (n == 10 || n == 13) && str_to_int64(str_head(s, 10), &unix_s) == 0 && is_plausible(unix_s)) { /* an epoch */
		time_rfc3339(unix_s, text);
		*out = (struct page_date){ arena_str(a, str_from(text)), unix_s };
		return true;
	}
	if (n == 8 || n == 14) { /* 20240503 */
		struct str day = arena_printf(a, "%.4s-%.2s-%.2s", s.p, s.p + 4, s.p + 6);

		return read_iso(a, day, out);
	}
	if (page_date_find(a, s, month_first, out)) {
		bool has_zone = str_find(s, STR("GMT")) != STR_NPOS || str_find(s, STR("UTC")) != STR_NPOS || str_find(s, STR(" +0")) != STR_NPOS ||
		                str_find(s, STR(" -0")) != STR_NPOS;

		if (has_zone && date_parse(s, &unix_s) && is_plausible(unix_s)) {
			time_rfc3339(unix_s, text);
			*out = (struct page_date){ arena_str(a, str_from(text)), unix_s };
		}
		return true;
	}
	return false;
}

bool
page_date_is_utc(const struct page_date *d)
{
	return str_ends(d->as, STR("Z")) || str_ends(d->as, STR("+00:00"));
}

void
page_date_prefer_zone(struct page_date *d, const struct page_date *other)
{
	int64_t apart = d->unix_s - other->unix_s;

	if (page_date_is_utc(d) && apart < 60 && apart > -60 && str_find_char(other->as, 'T') != STR_NPOS && !page_date_is_utc(other))
		d->as = other->as;
}

bool
page_date_in_zone(struct arena *a, struct page_date *d, int64_t offset_s)
{
	int64_t ahead = offset_s < 0 ? -offset_s : offset_s;
	char text[TIME_RFC3339_SIZE], zone[ZONE_BYTES];

	if (ahead % PAGE_DATE_ZONE_STEP_S != 0 || ahead > ZONE_MAX_S)
		return false;
	time_rfc3339(d->unix_s + offset_s, text);
	write_zone(zone, offset_s < 0 ? '-' : '+', ahead);
	d->as = arena_printf(a, "%.19s%s", text, zone);
	return true;
}

/* "230307" behind "2023/03/" says the year and the month again. */
static bool
short_day(struct arena *a, int year, int month, int number, struct page_date *out)
{
	return number / 10000 == year % 100 && number / 100 % 100 == month && set_day(a, year, month, number % 100, out);
}

bool
page_date_of_url(struct arena *a, struct str url, struct page_date *out)
{
	struct str path = str_skip(url, str_find(url, STR("://")) == STR_NPOS ? 0 : str_find(url, STR("://")) + 3);
	size_t i, n, n2, n3, k;
	int year, month, day;

	path = str_head(path, str_find_char(path, '?') == STR_NPOS ? path.n : str_find_char(path, '?'));
	for (i = 1; i + 8 <= path.n; i++) {
		if (ascii_is_digit(path.p[i - 1]) || !ascii_is_digit(path.p[i]))
			continue;
		year = number_at(path, i, 9, &n);
		if (n == 8 && (set_day(a, year / 10000, year / 100 % 100, year % 100, out) || set_day(a, year % 10000, year / 10000 % 100, year / 1000000, out)))
			return true; /* 20240503, 03052024 */
		if (n != 4 || i + 5 >= path.n || strchr("/-_.", path.p[i + 4]) == NULL)
			continue;
		month = number_at(path, i + 5, 3, &n2);
		k = i + 5 + n2;
		if (n2 == 0 || n2 > 2 || k >= path.n || path.p[k] != path.p[i + 4])
			continue;
		day = number_at(path, k + 1, 7, &n3);
		if (n3 == 6 && short_day(a, year, month, day, out))
			return true;
		if (n3 == 1 && path.p[k] == '/' && k + 2 < path.n && path.p[k + 2] == '-') /* "7-ways-to-…" */
			continue;
		if (n3 > 0 && n3 < 3 && set_day(a, year, month, day, out))
			return true;
	}
	return false;
}
