#include "config.h"
#include "base/zone.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

#define ZONEINFO "/usr/share/zoneinfo/"
#define ZONE_FILE_MAX 65536 /* bytes; the largest have 4 KiB */
#define DAY_S 86400

/* ---- names ---- */

static bool
is_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!ascii_is_alnum(s.p[i]) && strchr("/_+-", s.p[i]) == NULL)
			return false;
	return s.n > 0 && s.n < 64 && ascii_is_alpha(s.p[0]);
}

/* RFC 8536, 3.3: the last line of the file is the rule that goes on for ever. */
static bool
rule_in_file(struct str name, char out[ZONE_RULE_MAX])
{
	static const char magic[] = "TZif";
	char path[sizeof(ZONEINFO) + 64], bytes[ZONE_FILE_MAX];
	ssize_t n, from;
	int fd;

	snprintf(path, sizeof(path), "%s%.*s", ZONEINFO, STR_ARG(name));
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return false;
	n = read(fd, bytes, sizeof(bytes));
	close(fd);
	if (n < 8 || memcmp(bytes, magic, 4) != 0 || bytes[n - 1] != '\n')
		return false;
	for (from = n - 1; from > 0 && bytes[from - 1] != '\n'; from--)
		;
	if (n - 1 - from >= ZONE_RULE_MAX || n - 1 == from)
		return false;
	memcpy(out, bytes + from, (size_t)(n - 1 - from));
	out[n - 1 - from] = '\0';
	return true;
}

/* "+02:00", "-0330", "+2" as POSIX writes them, whose sign is the other way round. */
static bool
rule_of_offset(struct str s, char out[ZONE_RULE_MAX])
{
	unsigned digits[4] = { 0 };
	size_t i, n = 0;

	if (s.n < 2 || (s.p[0] != '+' && s.p[0] != '-'))
		return false;
	for (i = 1; i < s.n; i++) {
		if (s.p[i] == ':' && n == 2)
			continue;
		if (!ascii_is_digit(s.p[i]) || n == 4)
			return false;
		digits[n++] = (unsigned)(s.p[i] - '0');
	}
	if (n == 1)
		digits[1] = digits[0], digits[0] = 0;
	else if (n == 3)
		return false;
	if (digits[0] * 10 + digits[1] > 14 || digits[2] > 5)
		return false;
	snprintf(out, ZONE_RULE_MAX, "<%.*s>%c%u%u:%u%u", STR_ARG(s), s.p[0] == '+' ? '-' : '+', digits[0], digits[1], digits[2], digits[3]);
	return true;
}

int
zone_rule(struct str name, char out[ZONE_RULE_MAX], struct err *e)
{
	struct zone z;

	name = str_trim(name);
	if (str_is_nocase(name, "utc") || str_is_nocase(name, "z"))
		snprintf(out, ZONE_RULE_MAX, "UTC0");
	else if (!rule_of_offset(name, out) && !(is_name(name) && rule_in_file(name, out)))
		return err_set(e, ERR_INPUT, "expected a time zone such as Europe/Zurich, UTC or +02:00");
	return zone_parse(str_from(out), &z) == 0 ? 0 : err_set(e, ERR_INPUT, "expected a time zone with a rule that can be read");
}

/* ---- rules: POSIX.1-2017, 8.3 ---- */

static bool
take_number(struct str *s, int *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i < s->n && ascii_is_digit(s->p[i]); i++)
		if (*out < 100000)
			*out = *out * 10 + (s->p[i] - '0');
	*s = str_skip(*s, i);
	return i > 0;
}

static bool
take(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_skip(*s, 1);
	return true;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool
take_time(struct str *s, int64_t *out)
{
	int64_t sign = 1, unit;
	int v;

	if (take(s, '-'))
		sign = -1;
	else
		take(s, '+');
	if (!take_number(s, &v) || v > 167)
		return false;
	*out = v * INT64_C(3600);
	for (unit = 60; unit > 0 && take(s, ':'); unit /= 60) {
		if (!take_number(s, &v) || v > 59)
			return false;
		*out += v * unit;
	}
	*out *= sign;
	return true;
}

static bool
take_name(struct str *s)
{
	size_t i;

	if (take(s, '<')) {
		i = str_find_char(*s, '>');
		*s = i == STR_NPOS ? STR_NONE : str_skip(*s, i + 1);
		return i != STR_NPOS;
	}
	for (i = 0; i < s->n && ascii_is_alpha(s->p[i]); i++)
		;
	*s = str_skip(*s, i);
	return i >= 3;
}

/* ",Mm.w.d[/time]", ",Jn" or ",n". */
static bool
take_change(struct str *s, struct zone_change *out)
{
	*out = (struct zone_change){ .at_s = 2 * 3600 };
	if (!take(s, ','))
		return false;
	if (take(s, 'M')) {
		out->kind = CHANGE_MONTH;
		if (!take_number(s, &out->month) || !take(s, '.') || !take_number(s, &out->week) || !take(s, '.') || !take_number(s, &out->day))
			return false;
		if (out->month < 1 || out->month > 12 || out->week < 1 || out->week > 5 || out->day > 6)
			return false;
	} else {
		out->kind = take(s, 'J') ? CHANGE_JULIAN : CHANGE_DAY;
		if (!take_number(s, &out->day) || out->day > 366)
			return false;
	}
	return !take(s, '/') || take_time(s, &out->at_s);
}

int
zone_parse(struct str rule, struct zone *out)
{
	int64_t west;

	*out = (struct zone){ .offset_s = 0 };
	if (!take_name(&rule) || !take_time(&rule, &west))
		return -1;
	out->offset_s = out->summer_s = -west;
	if (rule.n == 0)
		return 0;
	if (!take_name(&rule))
		return -1;
	out->summer_s = out->offset_s + 3600;
	if (rule.n > 0 && rule.p[0] != ',') {
		if (!take_time(&rule, &west))
			return -1;
		out->summer_s = -west;
	}
	return take_change(&rule, &out->to_summer) && take_change(&rule, &out->to_winter) && rule.n == 0 ? 0 : -1;
}

/* Midnight of the day of the change, and its time. */
static int64_t
change_in(const struct zone_change *c, int64_t year)
{
	struct civil day = { .year = year, .month = c->kind == CHANGE_MONTH ? c->month : 1, .day = 1 };
	int64_t first = time_from_civil(&day), at, next;
	bool is_leap;

	if (c->kind == CHANGE_MONTH) {
		at = first + ((c->day - time_weekday(first) + 7) % 7 + (c->week - 1) * 7) * INT64_C(86400);
		day = (struct civil){ .year = c->month == 12 ? year + 1 : year, .month = c->month % 12 + 1, .day = 1 };
		next = time_from_civil(&day);
		while (at >= next)
			at -= 7 * DAY_S;
		return at + c->at_s;
	}
	is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (c->kind == CHANGE_JULIAN) /* the 29th of February is never counted */
		return first + (c->day - 1 + (is_leap && c->day >= 60)) * INT64_C(86400) + c->at_s;
	return first + c->day * INT64_C(86400) + c->at_s;
}

int64_t
zone_to_utc(const struct zone *z, int64_t local_s)
{
	int64_t as_summer = local_s - z->summer_s, from, to;
	struct civil c;
	bool is_summer;

	if (z->to_summer.kind == CHANGE_NONE)
		return local_s - z->offset_s;
	time_to_civil(local_s, &c);
	from = change_in(&z->to_summer, c.year) - z->offset_s;
	to = change_in(&z->to_winter, c.year) - z->summer_s;
	is_summer = from < to ? as_summer >= from && as_summer < to : as_summer >= from || as_summer < to;
	return is_summer ? as_summer : local_s - z->offset_s;
}
