#include "config.h"
#include "extract/page_date.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "extract/prose.h"
#include "parse/date.h"

#define YEAR_MIN 1995
#define DAY_S 86400
#define MONTH_BYTES 24U /* of the longest name of a month, and more */

/* Beginnings of the names of months in small letters; the first that fits counts, so the longer of two come first. */
static const struct {
	const char *name;
	int month;
} months[] = { { "januar", 1 }, { "january", 1 }, { "janvier", 1 }, { "janv", 1 }, { "jan", 1 }, { "jänner", 1 }, { "jän", 1 }, { "enero", 1 }, { "ene", 1 }, { "gennaio", 1 },
	{ "gen", 1 }, { "stycz", 1 }, { "leden", 1 }, { "ledna", 1 }, { "ocak", 1 }, { "ianuarie", 1 }, { "tammikuu", 1 }, { "ιανουαρ", 1 }, { "ιαν", 1 }, { "январ", 1 }, { "янв", 1 },
	{ "січ", 1 }, { "يناير", 1 }, { "كانون الثاني", 1 }, { "jaanuar", 1 }, { "sausio", 1 }, { "siječ", 1 }, { "februar", 2 }, { "february", 2 }, { "février", 2 }, { "févr", 2 }, { "fevrier", 2 }, { "fév", 2 }, { "feber", 2 }, { "feb", 2 },
	{ "fevereiro", 2 }, { "fev", 2 }, { "lut", 2 }, { "únor", 2 }, { "şubat", 2 }, { "helmikuu", 2 }, { "φεβρ", 2 }, { "φεβ", 2 }, { "феврал", 2 }, { "фев", 2 }, { "лют", 2 },
	{ "فبراير", 2 }, { "شباط", 2 }, { "veebruar", 2 }, { "vasario", 2 }, { "veljač", 2 }, { "märz", 3 }, { "maerz", 3 }, { "mär", 3 }, { "mrz", 3 }, { "march", 3 }, { "mars", 3 }, { "marzo", 3 }, { "março", 3 }, { "marzec", 3 },
	{ "marca", 3 }, { "maart", 3 }, { "mrt", 3 }, { "mart", 3 }, { "marts", 3 }, { "március", 3 }, { "márc", 3 }, { "maret", 3 }, { "březen", 3 }, { "března", 3 }, { "maaliskuu", 3 },
	{ "μαρτ", 3 }, { "μάρ", 3 }, { "март", 3 }, { "мар", 3 }, { "берез", 3 }, { "مارس", 3 }, { "آذار", 3 }, { "märts", 3 }, { "kovo", 3 }, { "ožuj", 3 }, { "mar", 3 }, { "april", 4 }, { "aprile", 4 }, { "abril", 4 }, { "abr", 4 }, { "avril", 4 }, { "avr", 4 },
	{ "apr", 4 }, { "kwie", 4 }, { "duben", 4 }, { "dubna", 4 }, { "nisan", 4 }, { "huhtikuu", 4 }, { "ápr", 4 }, { "απρ", 4 }, { "апрел", 4 }, { "апр", 4 }, { "квіт", 4 }, { "أبريل", 4 }, { "إبريل", 4 },
	{ "نيسان", 4 }, { "aprill", 4 }, { "balandžio", 4 }, { "trav", 4 }, { "mayo", 5 }, { "may", 5 }, { "mayıs", 5 }, { "mai", 5 }, { "maggio", 5 }, { "mag", 5 }, { "maio", 5 }, { "maj", 5 }, { "maja", 5 }, { "mei", 5 }, { "květ", 5 },
	{ "toukokuu", 5 }, { "máj", 5 }, { "μαΐ", 5 }, { "μαϊ", 5 }, { "μάι", 5 }, { "мая", 5 }, { "май", 5 }, { "трав", 5 }, { "مايو", 5 }, { "أيار", 5 }, { "gegužės", 5 }, { "svib", 5 }, { "juni", 6 }, { "june", 6 }, { "juin", 6 },
	{ "junio", 6 }, { "junho", 6 }, { "jun", 6 }, { "giugno", 6 }, { "giu", 6 }, { "czerw", 6 }, { "červen", 6 }, { "června", 6 }, { "haziran", 6 }, { "iunie", 6 }, { "kesäkuu", 6 }, { "jún", 6 }, { "ιουν", 6 }, { "ιούν", 6 }, { "июн", 6 },
	{ "черв", 6 }, { "يونيو", 6 }, { "حزيران", 6 }, { "birželio", 6 }, { "lip", 7 }, { "juli", 7 }, { "july", 7 }, { "juillet", 7 }, { "juil", 7 }, { "julio", 7 }, { "julho", 7 }, { "jul", 7 }, { "luglio", 7 },
	{ "lug", 7 }, { "červenec", 7 }, { "července", 7 }, { "temmuz", 7 }, { "iulie", 7 }, { "heinäkuu", 7 }, { "júl", 7 }, { "ιουλ", 7 }, { "ιούλ", 7 }, { "июл", 7 }, { "лип", 7 }, { "يوليو", 7 },
	{ "تموز", 7 }, { "liepos", 7 }, { "srp", 7 }, { "august", 8 }, { "augustus", 8 }, { "août", 8 }, { "aout", 8 }, { "agosto", 8 }, { "ago", 8 }, { "aug", 8 }, { "sierp", 8 }, { "srpen", 8 }, { "srpna", 8 }, { "ağustos", 8 },
	{ "elokuu", 8 }, { "αυγ", 8 }, { "αύγ", 8 }, { "август", 8 }, { "авг", 8 }, { "серп", 8 }, { "أغسطس", 8 }, { "آب", 8 }, { "agustus", 8 }, { "rugpjūčio", 8 }, { "kolovoz", 8 }, { "september", 9 }, { "septembre", 9 }, { "septiembre", 9 },
	{ "setiembre", 9 }, { "setembro", 9 }, { "settembre", 9 }, { "sept", 9 }, { "sep", 9 }, { "set", 9 }, { "wrze", 9 }, { "září", 9 }, { "eylül", 9 }, { "syyskuu", 9 }, { "szept", 9 }, { "σεπ", 9 },
	{ "сент", 9 }, { "сен", 9 }, { "верес", 9 }, { "سبتمبر", 9 }, { "أيلول", 9 }, { "rugsėjo", 9 }, { "ruj", 9 }, { "oktober", 10 }, { "october", 10 }, { "octobre", 10 }, { "octubre", 10 }, { "outubro", 10 }, { "ottobre", 10 }, { "okt", 10 }, { "oct", 10 },
	{ "out", 10 }, { "ott", 10 }, { "paźdz", 10 }, { "paź", 10 }, { "říjen", 10 }, { "října", 10 }, { "ekim", 10 }, { "lokakuu", 10 }, { "οκτ", 10 }, { "октяб", 10 }, { "окт", 10 }, { "жовт", 10 },
	{ "أكتوبر", 10 }, { "تشرين الأول", 10 }, { "spalio", 10 }, { "november", 11 }, { "novembre", 11 }, { "noviembre", 11 }, { "novembro", 11 }, { "nov", 11 }, { "listopada", 11 }, { "listopadu", 11 }, { "listopad", 11 }, { "lis", 11 }, { "kasım", 11 },
	{ "noiembrie", 11 }, { "marraskuu", 11 }, { "νοε", 11 }, { "νοέ", 11 }, { "ноябр", 11 }, { "ноя", 11 }, { "листоп", 11 }, { "نوفمبر", 11 }, { "تشرين الثاني", 11 }, { "lapkričio", 11 }, { "stud", 11 }, { "dezember", 12 }, { "december", 12 }, { "décembre", 12 },
	{ "decembre", 12 }, { "déc", 12 }, { "diciembre", 12 }, { "dezembro", 12 }, { "dicembre", 12 }, { "dez", 12 }, { "dec", 12 }, { "dic", 12 }, { "des", 12 }, { "grud", 12 }, { "prosin", 12 }, { "aralık", 12 },
	{ "joulukuu", 12 }, { "δεκ", 12 }, { "декабр", 12 }, { "дек", 12 }, { "груд", 12 }, { "ديسمبر", 12 }, { "كانون الأول", 12 }, { "gruodžio", 12 } };

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

/* Up to max digits at i; how many there are in *n. */
static int
number_at(struct str s, size_t i, size_t max, size_t *n)
{
	int v = 0;

	for (*n = 0; *n < max && i + *n < s.n && ascii_is_digit(s.p[i + *n]); ++*n)
		v = 10 * v + (s.p[i + *n] - '0');
	return v;
}

/* ---- ISO 8601 ---- */

/* The zone at i as "Z" or "+hh:mm" in zone, its seconds in *offset_s. False when there is none. */
static bool
zone_at(struct str s, size_t i, char zone[8], int64_t *offset_s)
{
	size_t n;
	int h, m = 0;

	if (i < s.n && (s.p[i] == 'Z' || s.p[i] == 'z')) {
		memcpy(zone, "Z", 2);
		*offset_s = 0;
		return true;
	}
	if (i >= s.n || (s.p[i] != '+' && s.p[i] != '-'))
		return false;
	h = number_at(s, i + 1, 2, &n);
	if (n != 2 || h > 14)
		return false;
	i += 3;
	if (i < s.n && s.p[i] == ':')
		i++;
	m = number_at(s, i, 2, &n);
	if (n == 2 && m > 59)
		return false;
	if (n != 2)
		m = 0;
	return true;
}

static bool
read_iso(struct arena *a, struct str s, struct page_date *out)
{
	char zone[8] = "";
	int64_t offset_s = 0;
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
	if (!zone_at(s, i, zone, &offset_s)) {
		if (!str_is_nocase(str_skip(s, i), "gmt") && !str_is_nocase(str_skip(s, i), "utc"))
			return true;
		memcpy(zone, "Z", 2);
	}
	if (zone[0] == '\0') { /* numbers: written again in one form */
		int zh = number_at(s, i + 1, 2, &n), zm = number_at(s, i + (i + 3 < s.n && s.p[i + 3] == ':' ? 4 : 3), 2, &n);

		zm = n == 2 ? zm : 0;
		offset_s = (s.p[i] == '-' ? -1 : 1) * (zh * 3600 + zm * 60);
		snprintf(zone, sizeof(zone), "%c%02u:%02u", s.p[i], (unsigned)zh % 100, (unsigned)zm % 100);
	}
	out->unix_s -= offset_s;
	out->as = arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%s", year, month, day, h, m, sec, zone);
	return is_plausible(out->unix_s);
}

/* ---- in text ---- */

#define N_MONTHS (sizeof(months) / sizeof(months[0]))

/* Names by their first byte: from of it on, then each name's next; index from 1, 0 is the end. */
static uint16_t from[256], next[N_MONTHS + 1];

static void
prepare(void)
{
	unsigned char first;
	size_t m;

	if (next[0] != 0)
		return;
	next[0] = 1; /* never followed: it says that the rest is there */
	for (m = N_MONTHS; m > 0; m--) {
		first = (unsigned char)months[m - 1].name[0];
		next[m] = from[first];
		from[first] = (uint16_t)m;
	}
}

static int
month_at(struct str s, size_t i, size_t *n)
{
	char small[MONTH_BYTES + 8];
	size_t k = i, used = 0;
	uint16_t at;
	uint32_t c;

	if (i >= s.n)
		return 0;
	prepare();
	while (k < s.n && used < MONTH_BYTES) {
		c = utf8_next(s, &k);
		if (c < 0x80)
			c = (uint32_t)(unsigned char)ascii_lower((char)c);
		else if ((c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
			c += 32;
		else if (c >= 0x100 && c <= 0x17f)
			c |= (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e) ? 0 : 1;
		used += utf8_put(c, small + used);
	}
	for (at = from[(unsigned char)small[0]]; at != 0; at = next[at]) {
		const char *name = months[at - 1].name;
		size_t len = strlen(name);

		if (len > used || memcmp(small, name, len) != 0)
			continue;
		for (*n = len; i + *n < s.n && (ascii_is_alpha(s.p[i + *n]) || (unsigned char)s.p[i + *n] >= 0x80); ++*n)
			;
		if (len < 4 && *n > len + 9)
			continue;
		return months[at - 1].month;
	}
	return 0;
}

static size_t
skip_between(struct str s, size_t i)
{
	static const char *const words[] = { "de ", "del ", "of ", "d'", "ik ", "st ", "nd ", "rd ", "th " };
	size_t k, start;

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

static int
year_at(struct str s, size_t i)
{
	size_t n;
	int y = number_at(s, i, 5, &n);

	if (n == 4)
		return y;
	if (n == 2 && y <= 69 && i > 0 && s.p[i - 1] == '\'')
		return 2000 + y;
	return 0;
}

/* "3. Mai 2024", "3rd of May, 2024", "2024年5月3日", "03.05.2024" at a number. */
static bool
date_at_number(struct arena *a, struct str s, size_t i, bool month_first, struct page_date *out)
{
	size_t n, k, n2, n3, used;
	int first = number_at(s, i, 5, &n), second, third;
	char sep;

	if (n == 4) {
		struct page_date iso;

		if (read_iso(a, str_head(str_skip(s, i), 32), &iso)) {
			*out = iso;
			return true;
		}
		k = i + 4;
		if (k < s.n && (str_starts(str_skip(s, k), STR("年")) || str_starts(str_skip(s, k), STR("년")) || strchr("-./", s.p[k]) != NULL)) {
			k += (unsigned char)s.p[k] >= 0x80 ? 3 : 1;
			while (k < s.n && s.p[k] == ' ')
				k++;
			second = number_at(s, k, 2, &n2);
			k += n2;
			if (n2 == 0 || k >= s.n)
				return false;
			k += (unsigned char)s.p[k] >= 0x80 ? 3 : 1;
			while (k < s.n && s.p[k] == ' ')
				k++;
			third = number_at(s, k, 2, &n3);
			return n3 > 0 && set_day(a, first, second, third, out);
		}
		return false;
	}
	if (n == 0 || n > 2 || i + n >= s.n)
		return false;
	k = i + n;
	sep = s.p[k];
	if (sep == '.' || sep == '/' || sep == '-') {
		size_t at = k + 1 + (k + 1 < s.n && s.p[k + 1] == ' ');

		second = number_at(s, at, 2, &n2);
		if (n2 > 0 && at + n2 < s.n && s.p[at + n2] == sep) {
			at += n2 + 1;
			at += at < s.n && s.p[at] == ' ';
			third = number_at(s, at, 5, &n3);
			if (n3 == 2 && third < 70)
				third += 2000;
			if (n3 != 2 && n3 != 4)
				return false;
			if (second > 12 || (month_first && first <= 12 && sep == '/'))
				return set_day(a, third, first, second, out);
			return set_day(a, third, second, first, out);
		}
	}
	k = skip_between(s, k);
	second = month_at(s, k, &used);
	if (second == 0)
		return false;
	k = skip_between(s, k + used);
	return set_day(a, year_at(s, k), second, first, out);
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

bool
page_date_find(struct arena *a, struct str s, bool month_first, struct page_date *out)
{
	bool starts_word = true, is_word;
	size_t i, end;

	for (end = s.n; end > 0 && !ascii_is_digit(s.p[end - 1]); end--) /* no date begins behind the last digit */
		;
	for (i = 0; i < end; i++) {
		unsigned char c = (unsigned char)s.p[i];

		is_word = ascii_is_alnum((char)c) || c >= 0x80;
		if (ascii_is_digit((char)c) && (i == 0 || !ascii_is_digit(s.p[i - 1]))) {
			if (date_at_number(a, s, i, month_first, out))
				return true;
		} else if (is_word && starts_word && date_at_month(a, s, i, out)) {
			return true;
		}
		starts_word = !is_word;
	}
	return false;
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
		day = number_at(path, k + 1, 3, &n3);
		if (n3 > 0 && n3 < 3 && set_day(a, year, month, day, out))
			return true;
	}
	return false;
}
