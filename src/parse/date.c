/*
 * The text is cut into tokens (numbers, words, signs), and each form is a
 * reading of the tokens. Words are looked up in one table of months,
 * weekdays, zones and fillers, so that their order and punctuation may vary.
 */
#include "config.h"
#include "parse/date.h"

#include "base/utf8.h"
#include "parse/date_plain.h"
#include "parse/date_words.h"

#define TEXT_MAX 100 /* bytes: nothing longer is a date */
#define TOKENS_MAX 24
#define BUDDHA_YEARS 543            /* of Thailand's calendar before ours */
#define KOREA_S (9 * INT64_C(3600)) /* there is one zone where this language is written */

struct token {
	enum { T_NUMBER = 1, T_WORD, T_SIGN } kind;
	struct str text;
	int64_t v;    /* of a number */
	bool has_gap; /* white space before it */
};

struct reading {
	struct civil c;
	bool has_date, has_time;
	int64_t offset_s;
	bool is_pm, is_am;
	bool has_zone, is_korean, is_bad;
	enum date_order order;
	bool is_ambiguous; /* day and month may be swapped: read_as says how they were taken */
	enum date_order read_as;
	struct str zone_name;
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

static bool
is_one_of(struct str word, const char *words)
{
	struct str rest = str_from(words), one;

	while (str_next(&rest, ' ', &one))
		if (str_eq_nocase(word, one))
			return true;
	return false;
}

static bool
is_mark(const struct token *t, size_t n, size_t i, const char *marks)
{
	return i < n && t[i].kind == T_WORD && is_one_of(t[i].text, marks);
}

/* What stands behind the numbers of a date and of a time in Korean, Chinese and Japanese; 10h30 is French. */
static const char year_marks[] = "년 年", month_marks[] = "월 月", day_marks[] = "일 日 号 號";
static const char hour_marks[] = "h 시 時 时 点 點", minute_marks[] = "분 分", second_marks[] = "초 秒";

/* What parts hour and minute at token i: ':', a mark, or the '.' of "10.30 Uhr". */
static bool
is_hour_separator(const struct token *t, size_t n, size_t i, const struct reading *r)
{
	return is_sign(t, n, i, ':') || is_mark(t, n, i, hour_marks) ||
	       (r->has_date && is_sign(t, n, i, '.') && is_mark(t, n, i + 2, "uhr"));
}

static bool
set_time(struct reading *r, int64_t hour, int64_t minute, int64_t second)
{
	if (r->has_time || hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0))
		return false;
	r->c.hour = (int)hour;
	r->c.minute = (int)minute;
	r->c.second = (int)second;
	return r->has_time = true;
}

/* hh:mm[:ss[.fff]] at token i, and its kin; returns the tokens used. */
static size_t
read_time(const struct token *t, size_t n, size_t i, struct reading *r)
{
	int64_t hour = t[i].v, minute, second = 0;
	size_t start = i;

	if (!is_number(t, n, i) || t[i].text.n > 2 || !is_hour_separator(t, n, i + 1, r) || !is_number(t, n, i + 2))
		return 0;
	minute = t[i + 2].v;
	i += 3;
	if (is_sign(t, n, i, ':') && is_number(t, n, i + 1)) {
		second = t[i + 1].v;
		i += 2;
		if ((is_sign(t, n, i, '.') || is_sign(t, n, i, ',') ||
			(is_sign(t, n, i, ':') && i + 1 < n && t[i + 1].text.n == 3)) &&
		    is_number(t, n, i + 1) && !t[i + 1].has_gap)
			i += 2; /* MSSQL has the milliseconds behind a colon */
	} else if (is_mark(t, n, i, minute_marks)) {
		i++;
		if (is_number(t, n, i) && is_mark(t, n, i + 1, second_marks)) {
			second = t[i].v;
			i += 2;
		}
	}
	return set_time(r, hour, minute, second) ? i - start : 0;
}

/* ISO 8601's basic form behind its T: T10, T1014, T101455[.5]. Returns the tokens used, the T among them. */
static size_t
read_basic_time(const struct token *t, size_t n, size_t i, struct reading *r)
{
	size_t used = 2, digits;
	int64_t v;

	if (!r->has_date || !is_mark(t, n, i, "t") || !is_number(t, n, i + 1) || is_sign(t, n, i + 2, ':'))
		return 0;
	digits = t[i + 1].text.n;
	v = t[i + 1].v;
	if ((is_sign(t, n, i + 2, '.') || is_sign(t, n, i + 2, ',')) && is_number(t, n, i + 3))
		used = 4;
	if (digits == 6)
		return set_time(r, v / 10000, v / 100 % 100, v % 100) ? used : 0;
	if (digits == 4)
		return set_time(r, v / 100, v % 100, 0) ? used : 0;
	return digits == 2 && set_time(r, v, 0, 0) ? 2 : 0;
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
	if (hours > 23 || minutes > 59) {
		r->is_bad = t[i + 1].text.n >= 4; /* no zone, and no other reading of four digits there */
		return 0;
	}
	r->has_zone = true;
	r->offset_s = sign * (hours * 3600 + minutes * 60);
	return used;
}

static int64_t
short_year(int64_t v)
{
	return v <= 68 ? v + 2000 : v + 1900;
}

static int64_t
full_year(const struct token *t)
{
	return t->text.n > 2 ? t->v : short_year(t->v);
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

/* Days of the month, for what set_date() cannot see; and where day and month were swapped, the month. */
static bool
day_exists(const struct civil *c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

	return c->month <= 12 && c->day <= days[c->month - 1] + (c->month == 2 && is_leap);
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

/* ISO 8601 weeks: 2004-W22, 2004-W22-3, 2004W223. The first week is the one with 4 January in it, and begins on a Monday. */
static size_t
read_week_date(const struct token *t, size_t n, size_t i, struct reading *r)
{
	struct civil fourth = { .year = t[i].v, .month = 1, .day = 4 }, c;
	size_t at = i + 1 + is_sign(t, n, i + 1, '-');
	int64_t week, day = 1, s;

	if (at + 1 >= n || t[at].kind != T_WORD || !str_is_nocase(t[at].text, "w") || !is_number(t, n, at + 1) || fourth.year < 1)
		return 0;
	week = t[at + 1].v;
	if (t[at + 1].text.n == 3) {
		day = week % 10;
		week /= 10;
	} else if (t[at + 1].text.n != 2) {
		return 0;
	}
	at += 2;
	if (is_sign(t, n, at, '-') && is_number(t, n, at + 1) && t[at + 1].text.n == 1) {
		day = t[at + 1].v;
		at += 2;
	}
	if (week < 1 || week > 53 || day < 1 || day > 7)
		return 0;
	s = time_from_civil(&fourth);
	s += (-((time_weekday(s) + 6) % 7) + (week - 1) * 7 + day - 1) * INT64_C(86400);
	time_to_civil(s, &c);
	return set_date(r, c.year, c.month, c.day) ? at - i : 0;
}

/* Day and month as they come, the year behind them. Americans put the month first, with slashes. */
static bool
set_ordered(struct reading *r, int64_t first, int64_t second, int64_t year, char separator)
{
	bool day_first = second <= 12, month_first = first <= 12 && separator != '.';

	if (day_first != month_first)
		r->order = day_first ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
	r->is_ambiguous = day_first && month_first && first != second;
	r->read_as = month_first && (!day_first || separator == '/') ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
	return r->read_as == DATE_MONTH_FIRST ? set_date(r, year, first, second) : set_date(r, year, second, first);
}

/* 20220226, and with a time: 202202261014, 20220226101455. */
static size_t
read_digits(const struct token *t, struct reading *r)
{
	int64_t v = t->v, time = 0;

	if (t->text.n == 14) {
		time = v % 1000000;
		v /= 1000000;
	} else if (t->text.n == 12) {
		time = v % 10000 * 100;
		v /= 10000;
	} else if (t->text.n != 8) {
		return 0;
	}
	if (v < 19000000 || v > 21000000)
		return t->text.n == 8 && set_date(r, v / 10000, v / 100 % 100, v % 100) ? 1 : 0;
	if (!set_date(r, v / 10000, v / 100 % 100, v % 100))
		return 0;
	return t->text.n == 8 || set_time(r, time / 10000, time / 100 % 100, time % 100) ? 1 : 0;
}

/* ISO 8601 dates, with '-' or '/' or without separators; numbers alone. */
static size_t
read_numeric_date(const struct token *t, size_t n, size_t i, struct reading *r)
{
	size_t used;
	char sep;

	if (r->has_date || !is_number(t, n, i))
		return 0;
	if (is_mark(t, n, i + 1, year_marks) && is_number(t, n, i + 2) && is_mark(t, n, i + 3, month_marks) &&
	    is_number(t, n, i + 4))
		return set_date(r, full_year(&t[i]), t[i + 2].v, t[i + 4].v) ? (is_mark(t, n, i + 5, day_marks) ? 6 : 5) : 0;
	if (t[i].text.n == 4 && (used = read_week_date(t, n, i, r)) > 0)
		return used;
	if (n == 1 && t[i].text.n == 5) /* yyddd, as ISO 8601 had it before 2004 */
		return set_ordinal(r, short_year(t[i].v / 1000), t[i].v % 1000) ? 1 : 0;
	if (n == 1 && t[i].text.n == 6)
		return set_date(r, short_year(t[i].v / 10000), t[i].v / 100 % 100, t[i].v % 100) ? 1 : 0;
	if (t[i].text.n == 7 && set_ordinal(r, t[i].v / 1000, t[i].v % 1000))
		return 1;
	if ((used = read_digits(&t[i], r)) > 0)
		return used;
	if (i + 1 < n && t[i + 1].kind == T_SIGN && strchr("-/.", t[i + 1].text.p[0]) != NULL && is_number(t, n, i + 2)) {
		sep = t[i + 1].text.p[0];
		if (is_sign(t, n, i + 3, sep) && is_number(t, n, i + 4)) {
			if (t[i].text.n == 4)
				return set_date(r, t[i].v, t[i + 2].v, t[i + 4].v) ? 5 : 0;
			if (t[i + 4].text.n == 4 || sep != '-')
				return set_ordered(r, t[i].v, t[i + 2].v, full_year(&t[i + 4]), sep) ? 5 : 0;
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
	int64_t year;
	int month = 0;

	for (i = 0; i < n && month == 0; i++)
		if (is_mark(t, n, i, "tháng Tháng") && is_number(t, n, i + 1) && t[i + 1].v <= 12) { /* Vietnamese counts them */
			month = (int)t[i + 1].v;
			month_at = i + 1;
		} else if (t[i].kind == T_WORD && (month = date_month(t[i].text)) != 0) {
			month_at = i;
		}
	if (month == 0)
		return false;
	for (i = 0; i < n && n_numbers < 2; i++) {
		if (!is_number(t, n, i) || i == month_at || is_sign(t, n, i + 1, ':') || (i > 0 && is_sign(t, n, i - 1, ':')))
			continue;
		if (i > month_at + 1 &&
		    (is_sign(t, n, i - 1, '+') || (is_sign(t, n, i - 1, '-') && t[i].text.n == 4 && i > month_at + 3)))
			continue; /* an offset */
		number[n_numbers++] = &t[i];
	}
	if (n_numbers < 2)
		return n_numbers == 1 && number[0]->text.n == 4 && set_date(r, number[0]->v, month, 1);
	if (number[0]->text.n == 4)
		return set_date(r, number[0]->v, month, number[1]->v);
	year = full_year(number[1]);
	if (str_starts(t[month_at].text, STR("\xe0\xb8")) && year > BUDDHA_YEARS + 1800)
		year -= BUDDHA_YEARS; /* a month in Thai letters */
	return set_date(r, year, month, number[0]->v);
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

/* "a.m." and "p. m.", in three tokens or four. */
static size_t
read_noon(const struct token *t, size_t n, size_t i, struct reading *r)
{
	if (!is_mark(t, n, i, "a p") || !is_sign(t, n, i + 1, '.') || !is_mark(t, n, i + 2, "m"))
		return 0;
	*(is_mark(t, n, i, "p") ? &r->is_pm : &r->is_am) = true;
	return is_sign(t, n, i + 3, '.') ? 4 : 3;
}

/* Weekdays and fillers ("at", "Uhr", "th") say nothing. */
static void
read_word(struct str word, struct reading *r)
{
	int64_t offset;

	if (str_is_nocase(word, "pm") || is_one_of(word, "오후 下午 午後 μμ"))
		r->is_pm = true;
	else if (str_is_nocase(word, "am") || is_one_of(word, "오전 上午 午前 πμ"))
		r->is_am = true;
	else if (r->has_time && date_month(word) == 0 && date_zone(word, &offset)) {
		r->offset_s = offset;
		r->has_zone = true;
	}
	if (is_one_of(word, "오후 오전 년 월 일"))
		r->is_korean = true;
}

/* Seconds, milliseconds or microseconds since 1970, by their number of digits. */
static bool
epoch(struct str s, int64_t *unix_s)
{
	struct str fraction = str_skip(s, str_find_char(s, '.')), whole = str_head(s, s.n - fraction.n);
	size_t i;

	for (i = 0; i < whole.n && ascii_is_digit(whole.p[i]); i++)
		;
	if (i < whole.n || whole.n < 9 || whole.n > 16 || (fraction.n > 0 && whole.n > 10))
		return false;
	for (i = 1; i < fraction.n; i++)
		if (!ascii_is_digit(fraction.p[i]))
			return false;
	if ((whole.n == 12 || whole.n == 14) && (str_starts(whole, STR("19")) || str_starts(whole, STR("20"))))
		return false; /* a year begins it */
	if (str_to_int64(whole, unix_s) != 0 || whole.n == 14 || whole.n == 15)
		return false;
	*unix_s /= whole.n == 16 ? 1000000 : whole.n > 11 ? 1000 : 1;
	return true;
}

/* Digits of other scripts, and the signs that stand for '-' and for a space, in ASCII. Never longer than s. */
static struct str
plain_signs(struct str s, char out[TEXT_MAX])
{
	static const uint32_t zeros[] = { 0x660, 0x6f0, 0x966, 0xe50, 0xff10 };
	size_t i = 0, k, n = 0;
	uint32_t c;

	while (i < s.n) {
		c = utf8_next(s, &i);
		for (k = 0; k < sizeof(zeros) / sizeof(zeros[0]); k++)
			if (c >= zeros[k] && c < zeros[k] + 10)
				c = '0' + (c - zeros[k]);
		if (c == 0x2212 || c == 0x2010 || c == 0x2011 || c == 0x2013)
			c = '-';
		else if (c == 0xa0 || c == 0x202f || c == 0x2009 || c == 0x200e || c == 0x200f)
			c = ' ';
		else if (c == 0xff1a)
			c = ':';
		n += c == UTF8_BAD ? 0 : utf8_put(c, out + n);
	}
	return (struct str){ out, n };
}

/* "Europe/Paris" and its like, which goes out of the text. */
static struct str
take_zone_name(char *text, size_t n, char name[TEXT_MAX])
{
	size_t i = 0, start, len = 0;
	bool has_slash;

	while (i < n) {
		for (; i < n && !ascii_is_alpha(text[i]); i++)
			;
		for (start = i, has_slash = false; i < n && (ascii_is_alpha(text[i]) || text[i] == '/' || text[i] == '_'); i++)
			has_slash = has_slash || text[i] == '/';
		if (has_slash) {
			len = i - start;
			memcpy(name, text + start, len);
			memset(text + start, ' ', len);
			break;
		}
	}
	return (struct str){ name, len };
}

static void
read_tokens(const struct token *t, size_t n, struct reading *r)
{
	bool is_named = read_named_date(t, n, r);
	size_t i, used;

	for (i = 0; i < n && !r->is_bad; i += used) {
		used = is_named ? 0 : read_numeric_date(t, n, i, r);
		r->is_korean = r->is_korean || is_mark(t, n, i, "년 월 일 시 분") || (used > 0 && is_mark(t, n, i + 1, "년"));
		if (used == 0)
			used = read_time(t, n, i, r);
		if (used == 0)
			used = read_basic_time(t, n, i, r);
		if (used > 0 && r->has_time)
			used += read_offset(t, n, i + used, r);
		if (used == 0 && r->has_time)
			used = read_offset(t, n, i, r);
		if (used == 0)
			used = read_noon(t, n, i, r);
		if (used > 0)
			continue;
		if (t[i].kind == T_WORD)
			read_word(t[i].text, r);
		r->is_bad = r->is_bad || is_sign(t, n, i, ':'); /* the rest of a time out of range */
		used = 1;
	}
}

static bool
to_unix(const struct reading *r, int64_t *unix_s)
{
	if (!day_exists(&r->c))
		return false;
	*unix_s = time_from_civil(&r->c) - r->offset_s;
	return *unix_s >= INT64_C(-62135596800) && *unix_s <= INT64_C(253402300799); /* years 1 to 9999 */
}

bool
date_read(struct str s, struct date *d)
{
	struct token t[TOKENS_MAX];
	struct reading r = { .offset_s = 0 };
	char text[TEXT_MAX], zone[TEXT_MAX];
	int day;
	size_t n;

	*d = (struct date){ .unix_s = 0 };
	s = str_trim(s);
	if (s.n < 4 || s.n > TEXT_MAX)
		return false;
	d->has_zone = date_read_plain(s, &d->unix_s);
	if (d->has_zone)
		return true;
	s = str_trim(plain_signs(s, text));
	d->has_zone = epoch(s, &d->unix_s);
	if (d->has_zone)
		return true;
	r.zone_name = take_zone_name(text, (size_t)(s.p - text) + s.n, zone);
	n = cut(s, t);
	if (n == 0)
		return false;
	if (n == 1 && t[0].kind == T_NUMBER && t[0].text.n == 4)
		return set_date(&r, t[0].v, 1, 1) && to_unix(&r, &d->unix_s);
	read_tokens(t, n, &r);
	if (r.is_bad || !r.has_date || !apply_noon(&r))
		return false;
	if (!r.has_zone && date_zone_named(r.zone_name, &r.c, &r.offset_s))
		r.has_zone = true;
	if (r.is_korean && !r.has_zone)
		r.offset_s = KOREA_S;
	if (!to_unix(&r, &d->unix_s))
		return false;
	d->has_zone = r.has_zone;
	d->order = r.order;
	if (r.is_ambiguous) {
		d->read_as = r.read_as;
		day = r.c.day;
		r.c.day = r.c.month;
		r.c.month = day;
		d->is_ambiguous = to_unix(&r, &d->swapped_s);
	}
	return true;
}

bool
date_parse(struct str s, int64_t *unix_s)
{
	struct date d;

	if (!date_read(s, &d))
		return false;
	*unix_s = d.unix_s;
	return true;
}
