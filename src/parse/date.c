/*
 * The text is cut into tokens (numbers, words, signs), and each form is a
 * reading of the tokens. Words are looked up in one table of months,
 * weekdays, zones and fillers, so that their order and punctuation may vary.
 */
#include "config.h"
#include "parse/date.h"

#include "base/clock.h"

#define TEXT_MAX 100  /* bytes: nothing longer is a date */
#define TOKENS_MAX 24

struct token {
	enum { T_NUMBER = 1, T_WORD, T_SIGN } kind;
	struct str text;
	int64_t v; /* of a number */
	bool has_gap; /* white space before it */
};

struct reading {
	struct civil c;
	bool has_date, has_time;
	int64_t offset_s;
	bool is_pm, is_am;
};

static const struct {
	const char *names; /* separated by spaces, lower case */
} months[12] = {
	{ "jan january januar jänner janvier gennaio enero janeiro januari janvier ιαν ιανουαρίου január janv" },
	{ "feb february februar février febbraio febrero fevereiro februari φεβ φεβρουαρίου február févr fev fevr" },
	{ "mar march märz mars marzo março maart mrz mär μαρ μάρ μαρτίου március març" },
	{ "apr april avril aprile abril avr απρ απριλίου április" },
	{ "may mai maggio mayo maio mei μάι μαϊ μαΐου május" },
	{ "jun june juni juin giugno junio junho ιούν ιουν ιουνίου június" },
	{ "jul july juli juillet luglio julio julho juil ιούλ ιουλ ιουλίου július" },
	{ "aug august août aout agosto augustus αύγ αυγ αυγούστου augusztus" },
	{ "sep sept september septembre settembre septiembre setembro σεπ σεπτεμβρίου szeptember" },
	{ "oct october oktober octobre ottobre octubre outubro okt οκτ οκτωβρίου október" },
	{ "nov november novembre noviembre novembro νοέ νοε νοεμβρίου" },
	{ "dec december dezember décembre dicembre diciembre dezembro dez déc δεκ δεκεμβρίου" },
};

static const struct {
	const char *name;
	int offset_min;
} zones[] = {
	{ "ut", 0 }, { "utc", 0 }, { "gmt", 0 }, { "z", 0 }, { "wet", 0 }, { "est", -300 }, { "edt", -240 }, { "et", -300 },
	{ "cst", -360 }, { "cdt", -300 }, { "ct", -360 }, { "mst", -420 }, { "mdt", -360 }, { "mt", -420 }, { "pst", -480 },
	{ "pdt", -420 }, { "pt", -480 }, { "ast", -240 }, { "adt", -180 }, { "at", -240 }, { "akst", -540 }, { "akdt", -480 },
	{ "hst", -600 }, { "met", 60 }, { "mest", 120 }, { "cet", 60 }, { "cest", 120 }, { "bst", 60 }, { "eet", 120 },
	{ "eest", 180 }, { "msk", 180 }, { "jst", 540 }, { "kst", 540 }, { "ist", 330 }, { "aest", 600 }, { "aedt", 660 },
};

static bool
is_word_byte(char c)
{
	return ascii_is_alpha(c) || (unsigned char)c >= 0x80;
}

static size_t
cut(struct str s, struct token t[TOKENS_MAX])
{
	size_t n = 0, i = 0, start;
	bool has_gap = false;

	while (i < s.n && n < TOKENS_MAX) {
		start = i;
		if (ascii_is_space(s.p[i])) {
			has_gap = true;
			i++;
			continue;
		}
		if (s.p[i] == '(') { /* a comment */
			while (i < s.n && s.p[i] != ')')
				i++;
			i++;
			has_gap = true;
			continue;
		}
		t[n] = (struct token){ .has_gap = has_gap };
		has_gap = false;
		if (ascii_is_digit(s.p[i])) {
			for (t[n].kind = T_NUMBER; i < s.n && ascii_is_digit(s.p[i]); i++)
				if (t[n].v < INT64_C(100000000000000))
					t[n].v = t[n].v * 10 + (s.p[i] - '0');
		} else if (is_word_byte(s.p[i])) {
			for (t[n].kind = T_WORD; i < s.n && is_word_byte(s.p[i]); i++)
				;
		} else {
			t[n].kind = T_SIGN;
			i++;
		}
		t[n].text = (struct str){ s.p + start, i - start };
		n++;
	}
	return i < s.n ? 0 : n;
}

static int
month_of(struct str word)
{
	struct str rest, name;
	int i;

	for (i = 0; i < 12; i++)
		for (rest = str_from(months[i].names); str_next(&rest, ' ', &name);)
			if (str_eq_nocase(word, name))
				return i + 1;
	return 0;
}

static bool
zone_of(struct str word, int64_t *offset_s)
{
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (str_is_nocase(word, zones[i].name)) {
			*offset_s = zones[i].offset_min * INT64_C(60);
			return true;
		}
	*offset_s = 0;
	return word.n == 1; /* RFC 5322, 4.3: military letters say nothing */
}

static bool
is_sign(const struct token *t, size_t n, size_t i, char c)
{
	return i < n && t[i].kind == T_SIGN && t[i].text.p[0] == c;
}

static bool
is_number(const struct token *t, size_t n, size_t i)
{
	return i < n && t[i].kind == T_NUMBER;
}

/* hh:mm[:ss[.fff]] at token i; returns the tokens used. */
static size_t
read_time(const struct token *t, size_t n, size_t i, struct reading *r)
{
	size_t start = i;

	if (r->has_time || !is_number(t, n, i) || t[i].text.n > 2 || !is_sign(t, n, i + 1, ':') || !is_number(t, n, i + 2))
		return 0;
	if (t[i].v > 24 || t[i + 2].v > 59)
		return 0;
	r->c.hour = (int)t[i].v;
	r->c.minute = (int)t[i + 2].v;
	i += 3;
	if (is_sign(t, n, i, ':') && is_number(t, n, i + 1)) {
		if (t[i + 1].v > 60)
			return 0;
		r->c.second = (int)t[i + 1].v;
		i += 2;
		if ((is_sign(t, n, i, '.') || is_sign(t, n, i, ',')) && is_number(t, n, i + 1) && !t[i + 1].has_gap)
			i += 2;
	}
	r->has_time = true;
	return i - start;
}

/* +hh, +hhmm, +hh:mm behind a time. */
static size_t
read_offset(const struct token *t, size_t n, size_t i, struct reading *r)
{
	int64_t sign, hours, minutes = 0;
	size_t used = 2;

	if (!r->has_time || !(is_sign(t, n, i, '+') || is_sign(t, n, i, '-')) || !is_number(t, n, i + 1))
		return 0;
	sign = t[i].text.p[0] == '-' ? -1 : 1;
	hours = t[i + 1].v;
	if (t[i + 1].text.n >= 3) {
		minutes = hours % 100;
		hours /= 100;
	} else if (is_sign(t, n, i + 2, ':') && is_number(t, n, i + 3)) {
		minutes = t[i + 3].v;
		used = 4;
	}
	if (hours > 23 || minutes > 59)
		return 0;
	r->offset_s = sign * (hours * 3600 + minutes * 60);
	return used;
}

static int64_t
full_year(const struct token *t)
{
	if (t->text.n > 2)
		return t->v;
	return t->v <= 68 ? t->v + 2000 : t->v + 1900;
}

static bool
set_date(struct reading *r, int64_t year, int64_t month, int64_t day)
{
	if (r->has_date || month < 1 || month > 12 || day < 1 || day > 31 || year < 1 || year > 9999)
		return false;
	r->c.year = year;
	r->c.month = (int)month;
	r->c.day = (int)day;
	return r->has_date = true;
}

/* Days of the month, for what set_date() cannot see. */
static bool
day_exists(const struct civil *c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

	return c->day <= days[c->month - 1] + (c->month == 2 && is_leap);
}

static bool
set_ordinal(struct reading *r, int64_t year, int64_t day)
{
	struct civil first = { .year = year, .month = 1, .day = 1 }, c;

	if (year < 1 || year > 9999 || day < 1 || day > 366)
		return false;
	time_to_civil(time_from_civil(&first) + (day - 1) * INT64_C(86400), &c);
	return c.year == year && set_date(r, year, c.month, c.day);
}

/* ISO 8601 dates, with '-' or '/' or without separators; numbers alone. */
static size_t
read_numeric_date(const struct token *t, size_t n, size_t i, struct reading *r)
{
	char sep;

	if (r->has_date || !is_number(t, n, i))
		return 0;
	if (t[i].text.n == 8 && set_date(r, t[i].v / 10000, t[i].v / 100 % 100, t[i].v % 100))
		return 1;
	if (i + 1 < n && t[i + 1].kind == T_SIGN && strchr("-/.", t[i + 1].text.p[0]) != NULL && is_number(t, n, i + 2)) {
		sep = t[i + 1].text.p[0];
		if (is_sign(t, n, i + 3, sep) && is_number(t, n, i + 4)) {
			if (t[i].text.n == 4)
				return set_date(r, t[i].v, t[i + 2].v, t[i + 4].v) ? 5 : 0;
			if (t[i + 4].text.n == 4) { /* d/m/y where it can be, m/d/y else; '/' is American */
				if (sep == '/' && t[i].v <= 12)
					return set_date(r, t[i + 4].v, t[i].v, t[i + 2].v) ? 5 : 0;
				return set_date(r, t[i + 4].v, t[i + 2].v, t[i].v) ? 5 : 0;
			}
			return t[i].text.n == 2 && set_date(r, full_year(&t[i]), t[i + 2].v, t[i + 4].v) ? 5 : 0;
		}
		if (t[i].text.n == 4 && t[i + 2].text.n == 3)
			return set_ordinal(r, t[i].v, t[i + 2].v) ? 3 : 0;
		if (t[i].text.n == 4)
			return set_date(r, t[i].v, t[i + 2].v, 1) ? 3 : 0;
	}
	return 0;
}

/* A month's name and the numbers around it: "26 Feb 2022", "Feb 26, 2022", "26-Feb-22", "Feb 26 10:00:00 2022". */
static bool
read_named_date(const struct token *t, size_t n, struct reading *r)
{
	const struct token *number[2] = { NULL, NULL };
	size_t i, n_numbers = 0, month_at = n;
	int month = 0;

	for (i = 0; i < n && month == 0; i++)
		if (t[i].kind == T_WORD && (month = month_of(t[i].text)) != 0)
			month_at = i;
	if (month == 0)
		return false;
	for (i = 0; i < n && n_numbers < 2; i++) {
		if (!is_number(t, n, i) || is_sign(t, n, i + 1, ':') || (i > 0 && is_sign(t, n, i - 1, ':')))
			continue;
		if (i > month_at + 1 && (is_sign(t, n, i - 1, '+') || (is_sign(t, n, i - 1, '-') && t[i].text.n == 4 && i > month_at + 3)))
			continue; /* an offset */
		number[n_numbers++] = &t[i];
	}
	if (n_numbers < 2)
		return n_numbers == 1 && number[0]->text.n == 4 && set_date(r, number[0]->v, month, 1);
	if (number[0]->text.n == 4)
		return set_date(r, number[0]->v, month, number[1]->v);
	return set_date(r, full_year(number[1]), month, number[0]->v);
}

static bool
apply_noon(struct reading *r)
{
	if (!r->is_am && !r->is_pm)
		return true;
	if (!r->has_time || r->c.hour < 1 || r->c.hour > 12)
		return false;
	r->c.hour = r->c.hour % 12 + (r->is_pm ? 12 : 0);
	return true;
}

/* Weekdays and fillers ("at", "Uhr", "th") say nothing. */
static void
read_word(struct str word, struct reading *r)
{
	int64_t offset;

	if (str_is_nocase(word, "pm"))
		r->is_pm = true;
	else if (str_is_nocase(word, "am"))
		r->is_am = true;
	else if (r->has_time && month_of(word) == 0 && zone_of(word, &offset))
		r->offset_s = offset;
}

static bool
epoch(struct str s, int64_t *unix_s)
{
	size_t i;

	if (s.n < 9 || s.n > 13)
		return false;
	for (i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]))
			return false;
	if (str_to_int64(s, unix_s) != 0)
		return false;
	if (s.n > 11)
		*unix_s /= 1000; /* milliseconds */
	return true;
}

bool
date_parse(struct str s, int64_t *unix_s)
{
	struct token t[TOKENS_MAX];
	struct reading r = { .offset_s = 0 };
	size_t n, i, used;
	int64_t v;
	bool is_named;

	s = str_trim(s);
	if (s.n < 4 || s.n > TEXT_MAX)
		return false;
	if (epoch(s, unix_s))
		return true;
	n = cut(s, t);
	if (n == 0)
		return false;
	if (n == 1 && t[0].kind == T_NUMBER && t[0].text.n == 4)
		return set_date(&r, t[0].v, 1, 1) && (*unix_s = time_from_civil(&r.c), true);
	is_named = read_named_date(t, n, &r);
	for (i = 0; i < n; i += used) {
		used = is_named ? 0 : read_numeric_date(t, n, i, &r);
		if (used == 0)
			used = read_time(t, n, i, &r);
		if (used > 0 && r.has_time)
			used += read_offset(t, n, i + used, &r);
		if (used == 0 && r.has_time)
			used = read_offset(t, n, i, &r);
		if (used == 0) {
			if (t[i].kind == T_WORD)
				read_word(t[i].text, &r);
			if (is_sign(t, n, i, ':'))
				return false; /* the rest of a time out of range */
			used = 1;
		}
	}
	if (!r.has_date || !apply_noon(&r) || !day_exists(&r.c))
		return false;
	v = time_from_civil(&r.c) - r.offset_s;
	if (v < INT64_C(-62135596800) || v > INT64_C(253402300799)) /* years 1 to 9999 */
		return false;
	*unix_s = v;
	return true;
}
