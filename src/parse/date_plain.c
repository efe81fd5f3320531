#include "config.h"
#include "parse/date_plain.h"

#include "base/clock.h"

/* form: '0' is a digit, 'A' and 'a' are letters, anything else is itself. */
static bool
begins_with(struct str s, const char *form)
{
	size_t i;

	for (i = 0; form[i] != '\0'; i++) {
		if (i >= s.n)
			return false;
		if (form[i] == '0' ? !ascii_is_digit(s.p[i]) : form[i] == 'A' || form[i] == 'a' ? !ascii_is_alpha(s.p[i]) : s.p[i] != form[i])
			return false;
	}
	return true;
}

static int
number(const char *p, size_t n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (*p++ - '0');
	return v;
}

static int
month_of(const char *p)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int i;

	for (i = 0; i < 12; i++)
		if (memcmp(p, names + (size_t)i * 3, 3) == 0)
			return i + 1;
	return 0;
}

static bool
is_weekday(const char *p)
{
	static const char names[] = "SunMonTueWedThuFriSat";
	size_t i;

	for (i = 0; i < 7; i++)
		if (memcmp(p, names + i * 3, 3) == 0)
			return true;
	return false;
}

/* "Z", "+01:00", "-0500" with a colon or without as form has it. */
static bool
read_zone(struct str s, const char *form, int64_t *offset_s)
{
	int hours, minutes;

	if (s.n != strlen(form) || (s.p[0] != '+' && s.p[0] != '-') || !begins_with(str_skip(s, 1), form + 1))
		return false;
	hours = number(s.p + 1, 2);
	minutes = number(s.p + s.n - 2, 2);
	*offset_s = (s.p[0] == '-' ? -1 : 1) * (hours * INT64_C(3600) + minutes * INT64_C(60));
	return hours <= 12 && minutes < 60;
}

/* time_at: "hh:mm:ss" */
static bool
put_together(struct civil *c, const char *time_at, int64_t offset_s, int64_t *unix_s)
{
	struct civil back;
	int64_t v;

	c->hour = number(time_at, 2);
	c->minute = number(time_at + 3, 2);
	c->second = number(time_at + 6, 2);
	if (c->year < 1900 || c->month < 1 || c->month > 12 || c->day < 1 || c->day > 31 || c->hour > 23 || c->minute > 59 || c->second > 59)
		return false;
	v = time_from_civil(c);
	time_to_civil(v, &back);
	*unix_s = v - offset_s;
	return back.day == c->day; /* else there is no such day */
}

static bool
read_rfc3339(struct str s, int64_t *unix_s)
{
	struct civil c = { .year = number(s.p, 4), .month = number(s.p + 5, 2), .day = number(s.p + 8, 2) };
	int64_t offset_s = 0;
	struct str zone = str_skip(s, 19);

	if (begins_with(zone, ".0"))
		for (zone = str_skip(zone, 1); zone.n > 0 && ascii_is_digit(zone.p[0]);)
			zone = str_skip(zone, 1);
	if (!str_is(zone, "Z") && !read_zone(zone, "+00:00", &offset_s))
		return false;
	return put_together(&c, s.p + 11, offset_s, unix_s);
}

static bool
read_rfc822(struct str s, size_t day_digits, int64_t *unix_s)
{
	const char *p = s.p + 5 + day_digits; /* behind the day */
	struct civil c = { .year = number(p + 5, 4), .month = month_of(p + 1), .day = number(s.p + 5, day_digits) };
	struct str zone = str_skip(s, day_digits + 24);
	int64_t offset_s = 0;

	if (!is_weekday(s.p) || (!str_is(zone, "GMT") && !read_zone(zone, "+0000", &offset_s)))
		return false;
	return put_together(&c, p + 10, offset_s, unix_s);
}

bool
date_read_plain(struct str s, int64_t *unix_s)
{
	if (begins_with(s, "0000-00-00T00:00:00"))
		return read_rfc3339(s, unix_s);
	if (begins_with(s, "Aaa, 00 Aaa 0000 00:00:00 "))
		return read_rfc822(s, 2, unix_s);
	return begins_with(s, "Aaa, 0 Aaa 0000 00:00:00 ") && read_rfc822(s, 1, unix_s);
}
