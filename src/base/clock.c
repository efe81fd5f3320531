#include "config.h"
#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

#define DAY_S INT64_C(86400)
#define YEAR_MIN_S INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define YEAR_MAX_S INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

static const char month_names[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char day_names[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };

static _Atomic int64_t set_s = -1;
static atomic_bool has_looked; /* into the environment */

void
clock_set(int64_t unix_s)
{
	atomic_store(&has_looked, true);
	atomic_store(&set_s, unix_s);
}

static int64_t
set_clock(void)
{
	const char *env;
	int64_t s;

	if (!atomic_exchange(&has_looked, true)) {
		env = getenv("FEEDWRIGHT_CLOCK");
		if (env != NULL && str_to_int64(str_from(env), &s) == 0)
			atomic_store(&set_s, s);
	}
	return atomic_load(&set_s);
}

int64_t
clock_now_ms(void)
{
	struct timespec t;
	int64_t s = set_clock();

	if (s >= 0)
		return s * 1000;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
clock_now_s(void)
{
	return clock_now_ms() / 1000;
}

uint64_t
clock_mono_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Days since 1970-01-01, by counting from a 1 March so that the leap day comes last. */
static int64_t
days_from_civil(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year, era = floor_div(y, 400), of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719468;
}

int64_t
time_from_civil(const struct civil *c)
{
	return days_from_civil(c->year, c->month, c->day) * DAY_S + c->hour * 3600 + c->minute * 60 + c->second;
}

void
time_to_civil(int64_t unix_s, struct civil *out)
{
	int64_t days = floor_div(unix_s, DAY_S), rest = unix_s - days * DAY_S;
	int64_t z = days + 719468, era = floor_div(z, 146097), of_era = z - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t day_of_year = of_era - (365 * year + year / 4 - year / 100), m = (5 * day_of_year + 2) / 153;

	out->day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
	out->month = (int)(m < 10 ? m + 3 : m - 9);
	out->year = year + era * 400 + (out->month <= 2);
	out->hour = (int)(rest / 3600);
	out->minute = (int)(rest / 60 % 60);
	out->second = (int)(rest % 60);
}

int
time_weekday(int64_t unix_s)
{
	int64_t d = (floor_div(unix_s, DAY_S) + 4) % 7; /* 1970-01-01 was a Thursday */

	return (int)(d < 0 ? d + 7 : d);
}

static int64_t
printable(int64_t unix_s)
{
	return unix_s < YEAR_MIN_S ? YEAR_MIN_S : unix_s > YEAR_MAX_S ? YEAR_MAX_S : unix_s;
}

void
time_rfc3339(int64_t unix_s, char out[TIME_RFC3339_SIZE])
{
	struct civil c;

	time_to_civil(printable(unix_s), &c);
	snprintf(out, TIME_RFC3339_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)c.year, c.month, c.day, c.hour, c.minute, c.second);
}

static void
mail_date(int64_t unix_s, const char *zone, char out[TIME_HTTP_SIZE])
{
	struct civil c;

	unix_s = printable(unix_s);
	time_to_civil(unix_s, &c);
	snprintf(out, TIME_HTTP_SIZE, "%s, %02d %s %04d %02d:%02d:%02d %s", day_names[time_weekday(unix_s)], c.day,
	    month_names[c.month - 1], (int)c.year, c.hour, c.minute, c.second, zone);
}

void
time_http(int64_t unix_s, char out[TIME_HTTP_SIZE])
{
	mail_date(unix_s, "GMT", out);
}

void
time_rfc822(int64_t unix_s, char out[TIME_HTTP_SIZE])
{
	mail_date(unix_s, "+0000", out);
}

static int
month_from(const char *name)
{
	int i;

	for (i = 0; i < 12; i++)
		if (strncasecmp(name, month_names[i], 3) == 0)
			return i + 1;
	return 0;
}

int
time_from_http(struct str s, int64_t *unix_s)
{
	char text[64], month[4], zone[4];
	int year, n = 0;
	struct civil c = { 0 };

	s = str_trim(s);
	if (s.n == 0 || s.n >= sizeof(text))
		return -1;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	/* IMF-fixdate, then the obsolete RFC 850 and asctime forms. */
	if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d %3[A-Z]%n", &c.day, month, &year, &c.hour, &c.minute,
	        &c.second, zone, &n) != 7 &&
	    sscanf(text, "%*9[A-Za-z], %2d-%3[A-Za-z]-%4d %2d:%2d:%2d %3[A-Z]%n", &c.day, month, &year, &c.hour, &c.minute,
	        &c.second, zone, &n) != 7 &&
	    sscanf(text, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", month, &c.day, &c.hour, &c.minute, &c.second, &year,
	        &n) != 6)
		return -1;
	if (year < 70)
		year += 2000;
	else if (year < 100)
		year += 1900;
	c.year = year;
	c.month = month_from(month);
	if (c.month == 0 || c.day < 1 || c.day > 31 || c.hour < 0 || c.hour > 23 || c.minute < 0 || c.minute > 59 ||
	    c.second < 0 || c.second > 60)
		return -1;
	*unix_s = time_from_civil(&c);
	return 0;
}
