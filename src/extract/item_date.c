#include "config.h"
#include "extract/item_date.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "extract/page_date.h"
#include "extract/relative_date.h"
#include "extract/written_date.h"
#include "parse/date.h"

#define CONVERSIONS "YymdeHIMSpBbhAaZzjs%"

/* ---- what the rules say ---- */

static void
check_format(const struct rule *r, rule_mistake_fn *mistake, void *arg)
{
	struct str s = str_from(r->text);
	bool has_day = false, has_year = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] != '%')
			continue;
		if (i + 1 == s.n || strchr(CONVERSIONS, s.p[i + 1]) == NULL) {
			mistake(r, i, "expected one of %Y %y %m %B %b %d %e %j %H %I %M %S %p %A %a %Z %z %s %%", arg);
			return;
		}
		i++;
		has_day = has_day || strchr("mBbhjs", s.p[i]) != NULL;
		has_year = has_year || strchr("Yys", s.p[i]) != NULL;
	}
	if (!has_day || !has_year)
		mistake(r, 0, "expected a year (%Y) and a month (%m, %B) or day of the year (%j) in it, or %s", arg);
}

/* Of English the American order is meant unless a country says otherwise. */
static void
read_language(struct item_dates *d, const struct rule *r)
{
	struct str s = str_trim(str_from(r->text));

	d->has_order = true;
	d->is_month_first = str_is_nocase(s, "en") || str_is_nocase(s, "en-US") || str_is_nocase(s, "en-PH");
}

static bool
is_language(struct str s)
{
	size_t i;

	s = str_trim(s);
	for (i = 0; i < s.n; i++)
		if (!ascii_is_alnum(s.p[i]) && s.p[i] != '-')
			return false;
	return s.n >= 2 && ascii_is_alpha(s.p[0]) && ascii_is_alpha(s.p[1]) && (s.n < 4 || s.p[2] == '-' || s.p[3] == '-');
}

void
item_dates_init(struct item_dates *d, const struct rules *rules, rule_mistake_fn *mistake, void *arg)
{
	const struct rules *formats = &rules[RULE_DATE_FORMAT], *zones = &rules[RULE_DATE_ZONE], *languages = &rules[RULE_DATE_LANGUAGE];
	size_t i;

	*d = (struct item_dates){ .n_formats = 0 };
	for (i = 0; i < formats->n; i++) {
		if (i == DATE_FORMATS_MAX) {
			mistake(&formats->v[i], 0, "expected no more than eight formats", arg);
			break;
		}
		check_format(&formats->v[i], mistake, arg);
		d->formats[d->n_formats++] = str_from(formats->v[i].text);
	}
	if (zones->n > 1)
		mistake(&zones->v[1], 0, "expected one value, not a list", arg);
	if (zones->n > 0 && zone_parse(str_from(zones->v[0].text), &d->zone) != 0)
		mistake(&zones->v[0], 0, "expected a time zone such as Europe/Zurich, UTC or +02:00", arg);
	if (languages->n > 1)
		mistake(&languages->v[1], 0, "expected one value, not a list", arg);
	if (languages->n > 0 && !is_language(str_from(languages->v[0].text)))
		mistake(&languages->v[0], 0, "expected a language such as en-US or de", arg);
	else if (languages->n > 0)
		read_language(d, &languages->v[0]);
}

/* ---- by a format ---- */

struct read {
	struct str s;
	size_t i;
	struct civil c;
	int64_t year_day, epoch_s, offset_s;
	bool has_epoch, has_zone, is_pm, is_am;
};

static bool
take_digits(struct read *r, unsigned most, int *out)
{
	unsigned n;

	for (*out = 0, n = 0; n < most && r->i < r->s.n && ascii_is_digit(r->s.p[r->i]); n++, r->i++)
		*out = *out * 10 + (r->s.p[r->i] - '0');
	return n > 0;
}

static struct str
take_letters(struct read *r)
{
	size_t from = r->i;

	while (r->i < r->s.n && utf8_is_letter_byte(r->s.p[r->i]))
		r->i++;
	return (struct str){ r->s.p + from, r->i - from };
}

/* A month by its name in any language that dates are written in. */
static bool
take_month(struct read *r, struct arena *a)
{
	struct str word = take_letters(r);
	struct page_date found;
	struct civil c;

	if (word.n == 0 || !page_date_find(a, arena_printf(a, "1 %.*s 2020", STR_ARG(word)), false, &found))
		return false;
	time_to_civil(found.unix_s, &c);
	r->c.month = c.month;
	if (r->i < r->s.n && r->s.p[r->i] == '.') /* "Sept." */
		r->i++;
	return true;
}

static bool
take_zone(struct read *r)
{
	size_t from = r->i;
	struct date d;
	struct str zone;
	char text[48];

	while (r->i < r->s.n && (ascii_is_alnum(r->s.p[r->i]) || strchr("+-:", r->s.p[r->i]) != NULL))
		r->i++;
	zone = (struct str){ r->s.p + from, r->i - from };
	if (zone.n == 0 || zone.n > 9)
		return false;
	snprintf(text, sizeof(text), "Thu, 01 Jan 1970 00:00:00 %.*s", STR_ARG(zone));
	if (!date_read(str_from(text), &d) || !d.has_zone)
		return false;
	r->has_zone = true;
	r->offset_s = -d.unix_s;
	return true;
}

static bool
take_noon(struct read *r)
{
	struct str word = take_letters(r);
	bool is_dotted = r->i + 2 < r->s.n && r->s.p[r->i] == '.' && ascii_lower(r->s.p[r->i + 1]) == 'm';

	if (word.n == 0)
		return false;
	r->is_am = ascii_lower(word.p[0]) == 'a';
	r->is_pm = ascii_lower(word.p[0]) == 'p';
	r->i += is_dotted ? 3 : 0; /* "p.m." */
	return r->is_am || r->is_pm;
}

static bool
take_number(struct read *r, char conversion)
{
	int v;

	switch (conversion) {
	case 'Y':
		r->c.year = take_digits(r, 4, &v) ? v : 0;
		return r->c.year > 0;
	case 'y':
		if (!take_digits(r, 2, &v))
			return false;
		r->c.year = v <= 68 ? 2000 + v : 1900 + v;
		return true;
	case 'm':
		return take_digits(r, 2, &r->c.month) && r->c.month >= 1 && r->c.month <= 12;
	case 'd':
	case 'e':
		while (r->i < r->s.n && r->s.p[r->i] == ' ')
			r->i++;
		return take_digits(r, 2, &r->c.day) && r->c.day >= 1 && r->c.day <= 31;
	case 'H':
	case 'I':
		return take_digits(r, 2, &r->c.hour) && r->c.hour <= 23;
	case 'M':
		return take_digits(r, 2, &r->c.minute) && r->c.minute <= 59;
	case 'S':
		return take_digits(r, 2, &r->c.second) && r->c.second <= 60;
	case 'j':
		if (!take_digits(r, 3, &v) || v < 1 || v > 366)
			return false;
		r->year_day = v;
		return true;
	}
	return false;
}

static bool
take_epoch(struct read *r)
{
	size_t from = r->i;

	while (r->i < r->s.n && ascii_is_digit(r->s.p[r->i]))
		r->i++;
	r->has_epoch = str_to_int64((struct str){ r->s.p + from, r->i - from }, &r->epoch_s) == 0;
	return r->has_epoch;
}

static bool
take_conversion(struct read *r, struct arena *a, char conversion)
{
	switch (conversion) {
	case 'B':
	case 'b':
	case 'h':
		return take_month(r, a);
	case 'A':
	case 'a':
		return take_letters(r).n > 0;
	case 'Z':
	case 'z':
		return take_zone(r);
	case 'p':
		return take_noon(r);
	case 's':
		return take_epoch(r);
	case '%':
		return r->i < r->s.n && r->s.p[r->i++] == '%';
	default:
		return take_number(r, conversion);
	}
}

static bool
is_space_at(const struct read *r, size_t *n)
{
	*n = 0;
	if (r->i < r->s.n && ascii_is_space(r->s.p[r->i]))
		*n = 1;
	else if (r->i + 1 < r->s.n && memcmp(r->s.p + r->i, "\xc2\xa0", 2) == 0)
		*n = 2;
	return *n > 0;
}

static bool
read_format(struct read *r, struct arena *a, struct str format)
{
	size_t i, n;

	for (i = 0; i < format.n; i++) {
		if (ascii_is_space(format.p[i])) { /* any, or none */
			while (is_space_at(r, &n))
				r->i += n;
		} else if (format.p[i] == '%' && i + 1 < format.n) {
			if (!take_conversion(r, a, format.p[++i]))
				return false;
		} else if (r->i == r->s.n || ascii_lower(r->s.p[r->i++]) != ascii_lower(format.p[i])) {
			return false;
		}
	}
	return r->i == r->s.n;
}

static bool
by_format(const struct item_dates *d, struct arena *a, struct str s, struct str format, int64_t *unix_s)
{
	struct read r = { .s = s, .c = { .year = 0, .month = 1, .day = 1 } };
	struct civil back;

	if (!read_format(&r, a, format))
		return false;
	if (r.has_epoch) {
		*unix_s = r.epoch_s;
		return true;
	}
	if ((r.is_am || r.is_pm) && r.c.hour <= 12)
		r.c.hour = r.c.hour % 12 + (r.is_pm ? 12 : 0);
	*unix_s = time_from_civil(&r.c);
	time_to_civil(*unix_s, &back);
	if (r.c.year < 1 || (back.day != r.c.day && r.c.second < 60))
		return false; /* the 30th of February */
	if (r.year_day > 0)
		*unix_s += (r.year_day - 1) * 86400;
	*unix_s = r.has_zone ? *unix_s - r.offset_s : zone_to_utc(&d->zone, *unix_s);
	return true;
}

/* ---- recognised ---- */

/* "3/4/2025 …" by the order that is known, as "2025-03-04 …". */
static struct str
ordered(const struct item_dates *d, struct arena *a, struct str s)
{
	struct read r = { .s = s };
	int first, second, year;

	if (!d->has_order || !take_digits(&r, 2, &first) || r.i == s.n || strchr("/.-", s.p[r.i]) == NULL)
		return s;
	r.i++;
	if (!take_digits(&r, 2, &second) || r.i == s.n || strchr("/.-", s.p[r.i]) == NULL)
		return s;
	r.i++;
	if (!take_digits(&r, 4, &year) || year < 1000 || (r.i < s.n && ascii_is_digit(s.p[r.i])))
		return s;
	if ((d->is_month_first && first <= 12) || second > 12)
		return arena_printf(a, "%04d-%02d-%02d%.*s", year, first, second, STR_ARG(str_skip(s, r.i)));
	return arena_printf(a, "%04d-%02d-%02d%.*s", year, second, first, STR_ARG(str_skip(s, r.i)));
}

bool
item_dates_read(const struct item_dates *d, struct arena *a, struct str s, int64_t as_of_s, int64_t *unix_s)
{
	struct page_date found;
	struct date date;
	size_t i;

	s = str_trim(s);
	if (s.n == 0)
		return false;
	for (i = 0; i < d->n_formats; i++)
		if (by_format(d, a, s, d->formats[i], unix_s))
			return true;
	if (d->n_formats > 0)
		return false;
	s = ordered(d, a, s);
	if (date_read(s, &date)) {
		*unix_s = date.has_zone ? date.unix_s : zone_to_utc(&d->zone, date.unix_s);
		return true;
	}
	if (written_date(a, s, unix_s)) {
		*unix_s = zone_to_utc(&d->zone, *unix_s);
		return true;
	}
	if (!page_date_find(a, s, d->is_month_first, &found)) { /* with other words around it */
		if (!relative_date_find(a, s, as_of_s, &found))
			return false;
		*unix_s = found.unix_s;
		return true;
	}
	*unix_s = zone_to_utc(&d->zone, found.unix_s);
	return true;
}
