#include "config.h"
#include "lint/values.h"

#include <ctype.h>

#include "base/clock.h"
#include "base/url.h"
#include "base/utf8.h"
#include "normalise/text.h"
#include "parse/date.h"

#define FUTURE_S INT64_C(86400) /* a day: zones and clocks that go wrong */
#define SHOWN_MAX 60U           /* bytes of a value in a message */

static struct str
shown(struct str value)
{
	return utf8_head(value, SHOWN_MAX);
}

static bool
take_digits(struct str *s, size_t n_min, size_t n_max, int64_t *out)
{
	size_t n = 0;

	while (n < s->n && n < n_max && ascii_is_digit(s->p[n]))
		n++;
	if (n < n_min || str_to_int64(str_head(*s, n), out) != 0)
		return false;
	*s = str_skip(*s, n);
	return true;
}

static bool
take(struct str *s, const char *literal)
{
	if (!str_starts(*s, str_from(literal)))
		return false;
	*s = str_skip(*s, strlen(literal));
	return true;
}

static bool
is_date(const struct civil *c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

	return c->month >= 1 && c->month <= 12 && c->day >= 1 && c->day <= days[c->month - 1] + (c->month == 2 && is_leap);
}

static bool
is_time(const struct civil *c)
{
	return c->hour <= 23 && c->minute <= 59 && c->second <= 60;
}

/* ---- RFC 822, 5, with the four-digit years of RFC 1123 ---- */

static const char *const weekdays[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static int
take_name(struct str *s, const char *const *names, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (take(s, names[i]))
			return i;
	return -1;
}

static bool
take_zone(struct str s)
{
	static const char *const names[] = { "GMT", "UT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "Z" };
	size_t i;
	int64_t v;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is(s, names[i]))
			return true;
	return s.n == 5 && (s.p[0] == '+' || s.p[0] == '-') && (s = str_skip(s, 1), take_digits(&s, 4, 4, &v)) && v / 100 <= 14 &&
	       v % 100 <= 59;
}

/* *is_short: a year of two digits. *weekday: -1 when none is given. */
static bool
read_822(struct str s, struct civil *c, int *weekday, bool *is_short)
{
	int64_t day, hour, minute, second = 0;
	size_t before;
	int month;

	*weekday = take_name(&s, weekdays, 7);
	if (*weekday >= 0 && !take(&s, ", "))
		return false;
	if (!take_digits(&s, 1, 2, &day) || !take(&s, " ") || (month = take_name(&s, months, 12)) < 0 || !take(&s, " "))
		return false;
	before = s.n;
	if (!take_digits(&s, 2, 4, &c->year) || before - s.n == 3 || !take(&s, " "))
		return false;
	*is_short = before - s.n == 3; /* two digits and the space */
	if (!take_digits(&s, 2, 2, &hour) || !take(&s, ":") || !take_digits(&s, 2, 2, &minute))
		return false;
	if (take(&s, ":") && !take_digits(&s, 2, 2, &second))
		return false;
	if (!take(&s, " ") || !take_zone(s))
		return false;
	c->month = month + 1;
	c->day = (int)day;
	c->hour = (int)hour;
	c->minute = (int)minute;
	c->second = (int)second;
	return is_date(c) && is_time(c);
}

static void
check_future(struct report *r, struct str value, struct str what, size_t at)
{
	int64_t when;

	if (date_parse(value, &when) && when > clock_now_s() + FUTURE_S)
		report_add(r, RULE_DATE_FUTURE, at, "%.*s lies in the future: \"%.*s\"", STR_ARG(what), STR_ARG(shown(value)));
}

static void
check_822(struct report *r, struct str value, struct str what, size_t at)
{
	struct civil c = { .year = 0 };
	bool is_short = false;
	int weekday;

	if (!read_822(value, &c, &weekday, &is_short)) {
		report_add(r, RULE_DATE, at, "%.*s is no RFC 822 date such as \"Sat, 07 Sep 2002 00:00:01 GMT\": \"%.*s\"", STR_ARG(what),
		    STR_ARG(shown(value)));
		return;
	}
	if (is_short)
		report_add(r, RULE_DATE_FORM, at, "%.*s has a year of two digits: \"%.*s\"", STR_ARG(what), STR_ARG(shown(value)));
	else if (weekday >= 0 && time_weekday(time_from_civil(&c)) != weekday)
		report_add(r, RULE_DATE, at, "%.*s is no %s: \"%.*s\"", STR_ARG(what), weekdays[weekday], STR_ARG(shown(value)));
	check_future(r, value, what, at);
}

/* ---- RFC 3339 and W3CDTF ---- */

static bool
take_offset(struct str *s)
{
	int64_t hours, minutes;

	if (take(s, "Z"))
		return true;
	if (!take(s, "+") && !take(s, "-"))
		return false;
	return take_digits(s, 2, 2, &hours) && take(s, ":") && take_digits(s, 2, 2, &minutes) && hours <= 23 && minutes <= 59;
}

static bool
take_fraction(struct str *s)
{
	size_t n = 0;

	if (!take(s, "."))
		return true;
	while (n < s->n && ascii_is_digit(s->p[n]))
		n++;
	*s = str_skip(*s, n);
	return n > 0;
}

static bool
is_3339(struct str s, bool may_be_short)
{
	struct civil c = { .month = 1, .day = 1 };
	int64_t month, day, hour, minute, second = 0;

	if (!take_digits(&s, 4, 4, &c.year))
		return false;
	if (s.n == 0)
		return may_be_short;
	if (!take(&s, "-") || !take_digits(&s, 2, 2, &month))
		return false;
	c.month = (int)month;
	if (s.n == 0)
		return may_be_short && is_date(&c);
	if (!take(&s, "-") || !take_digits(&s, 2, 2, &day))
		return false;
	c.day = (int)day;
	if (s.n == 0)
		return may_be_short && is_date(&c);
	if (!take(&s, "T") || !take_digits(&s, 2, 2, &hour) || !take(&s, ":") || !take_digits(&s, 2, 2, &minute))
		return false;
	if (take(&s, ":")) {
		if (!take_digits(&s, 2, 2, &second) || !take_fraction(&s))
			return false;
	} else if (!may_be_short) {
		return false;
	}
	c.hour = (int)hour;
	c.minute = (int)minute;
	c.second = (int)second;
	return take_offset(&s) && s.n == 0 && is_date(&c) && is_time(&c);
}

/* ---- addresses ---- */

/* RFC 3987, 2.2: what may stand in an IRI; '%' needs two digits behind it. */
static bool
has_iri_characters(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] <= ' ' || strchr("\"<>\\^`{|}", s.p[i]) != NULL || s.p[i] == 0x7f)
			return false;
		if (s.p[i] == '%' && (i + 2 >= s.n || !isxdigit((unsigned char)s.p[i + 1]) || !isxdigit((unsigned char)s.p[i + 2])))
			return false;
	}
	return true;
}

static bool
has_web_host(struct str url)
{
	size_t i = str_find(url, STR("://"));
	struct str host;

	if (i == STR_NPOS)
		return false;
	host = str_skip(url, i + 3);
	return host.n > 0 && host.p[0] != '/' && host.p[0] != ':' && host.p[0] != '?' && host.p[0] != '#';
}

static void
check_url(struct report *r, enum value kind, struct str value, struct str what, size_t at)
{
	struct str scheme = url_scheme(value);
	bool is_web = str_is_nocase(scheme, "http") || str_is_nocase(scheme, "https");

	if (!has_iri_characters(value) || (is_web && !has_web_host(value)))
		report_add(r, RULE_URL, at, "%.*s is no valid address: \"%.*s\"", STR_ARG(what), STR_ARG(shown(value)));
	else if (scheme.n == 0 && kind != VALUE_REFERENCE)
		report_add(r, RULE_URL_RELATIVE, at, "%.*s must be a full address with its scheme: \"%.*s\"", STR_ARG(what),
		    STR_ARG(shown(value)));
	else if (kind == VALUE_WEB_URL && !is_web)
		report_add(r, RULE_URL_SCHEME, at, "%.*s must be an http or https address: \"%.*s\"", STR_ARG(what), STR_ARG(shown(value)));
}

/* RFC 5322, 3.4.1, without its quoted and commented forms. */
static bool
is_email(struct str s)
{
	size_t i, at = str_find_char(s, '@'), dot;
	struct str host;

	if (at == STR_NPOS || at == 0)
		return false;
	for (i = 0; i < at; i++)
		if (!ascii_is_alnum(s.p[i]) && strchr(".!#$%&'*+/=?^_`{|}~-", s.p[i]) == NULL && (unsigned char)s.p[i] < 0x80)
			return false;
	host = str_skip(s, at + 1);
	dot = str_find_char(host, '.');
	if (dot == STR_NPOS || dot == 0 || host.p[host.n - 1] == '.')
		return false;
	for (i = 0; i < host.n; i++)
		if (!ascii_is_alnum(host.p[i]) && host.p[i] != '.' && host.p[i] != '-' && (unsigned char)host.p[i] < 0x80)
			return false;
	return true;
}

static bool
is_rss_person(struct str s)
{
	size_t space = 0;

	while (space < s.n && !ascii_is_space(s.p[space]))
		space++;
	if (!is_email(str_head(s, space)))
		return false;
	s = str_trim(str_skip(s, space));
	return s.n == 0 || (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')');
}

/* ---- small words ---- */

static bool
is_in(const char *words, struct str value)
{
	struct str rest = str_from(words), word;

	while (str_next(&rest, ' ', &word))
		if (word.n > 0 && str_eq(word, value))
			return true;
	return false;
}

/* ISO 639-1. */
static const char two_letters[] =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa "
    "ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv ka kg ki kj kk kl km "
    "kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os "
    "pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty "
    "ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/* RFC 5646, 2.1, by form; names of two letters by the list. */
static bool
is_language(struct str s)
{
	struct str rest = s, tag;
	char lower[2];
	size_t i, n = 0;

	while (str_next(&rest, '-', &tag)) {
		if (tag.n == 0 || tag.n > 8)
			return false;
		for (i = 0; i < tag.n; i++)
			if (n == 0 ? !ascii_is_alpha(tag.p[i]) : !ascii_is_alnum(tag.p[i]))
				return false;
		if (n++ > 0)
			continue;
		if (tag.n == 2) {
			lower[0] = ascii_lower(tag.p[0]);
			lower[1] = ascii_lower(tag.p[1]);
			if (!is_in(two_letters, (struct str){ lower, 2 }))
				return false;
		} else if (tag.n != 3 && !str_is_nocase(tag, "x") && !str_is_nocase(tag, "i")) {
			return false;
		}
	}
	return n > 0 && s.p[s.n - 1] != '-';
}

static bool
is_token(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!ascii_is_alnum(s.p[i]) && strchr("!#$&-^_.+", s.p[i]) == NULL)
			return false;
	return s.n > 0;
}

static bool
is_mime(struct str s)
{
	size_t slash;

	s = str_trim(str_head(s, str_find_char(s, ';') != STR_NPOS ? str_find_char(s, ';') : s.n));
	slash = str_find_char(s, '/');
	return slash != STR_NPOS && is_token(str_head(s, slash)) && is_token(str_skip(s, slash + 1));
}

static bool
is_uuid(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? s.p[i] != '-' : !isxdigit((unsigned char)s.p[i]))
			return false;
	return s.n == 36;
}

static bool
is_duration(struct str s)
{
	struct str rest = s, part;
	int64_t v;
	unsigned n = 0;

	while (str_next(&rest, ':', &part))
		if (++n > 3 || !take_digits(&part, 1, 7, &v) || part.n > 0 || (n > 1 && v > 59))
			return false;
	return n > 0 && s.p[s.n - 1] != ':';
}

static bool
is_integer(struct str s, int64_t min, int64_t max)
{
	int64_t v;

	return s.n > 0 && s.p[0] != '+' && str_to_int64(s, &v) == 0 && v >= min && v <= max;
}

static bool
is_number(struct str s, double limit)
{
	double v;

	return str_to_double(s, &v) == 0 && (limit <= 0 || (v >= -limit && v <= limit));
}

static bool
is_point(struct str s)
{
	size_t i = 0;

	while (i < s.n && !ascii_is_space(s.p[i]))
		i++;
	return is_number(str_head(s, i), 90) && is_number(str_trim(str_skip(s, i)), 180);
}

/* RFC 5870, without what may follow the two numbers. */
static bool
is_geo(struct str s)
{
	size_t comma;

	if (!take(&s, "geo:"))
		return false;
	s = str_head(s, str_find_char(s, ';'));
	comma = str_find_char(s, ',');
	return comma != STR_NPOS && is_number(str_head(s, comma), 90) &&
	       is_number(str_head(str_skip(s, comma + 1), str_find_char(str_skip(s, comma + 1), ',')), 180);
}

static void
check_title(struct report *r, struct str value, struct str what, size_t at)
{
	if (text_is_markup(r->a, value))
		report_add(r, RULE_TITLE_HTML, at, "%.*s is plain text, but holds HTML: \"%.*s\"", STR_ARG(what), STR_ARG(shown(value)));
}

/* Kinds that are a form and nothing else: what to call the form, and the rule broken by another one. */
static const struct {
	enum lint_rule rule;
	const char *form;
} forms[] = {
	[VALUE_DATE_3339] = { RULE_DATE, "an RFC 3339 date such as \"2003-12-13T18:30:02Z\"" },
	[VALUE_DATE_W3C] = { RULE_DATE, "a W3CDTF date such as \"2003-12-13T18:30:02Z\"" },
	[VALUE_NOT_NEGATIVE] = { RULE_INTEGER, "a whole number from 0 on" },
	[VALUE_POSITIVE] = { RULE_INTEGER, "a whole number from 1 on" },
	[VALUE_NUMBER] = { RULE_NUMBER, "a number" },
	[VALUE_LATITUDE] = { RULE_NUMBER, "a latitude from -90 to 90" },
	[VALUE_LONGITUDE] = { RULE_NUMBER, "a longitude from -180 to 180" },
	[VALUE_POINT] = { RULE_NUMBER, "a latitude and a longitude" },
	[VALUE_GEO] = { RULE_NUMBER, "a place such as \"geo:48.2,16.37\"" },
	[VALUE_EMAIL] = { RULE_EMAIL, "an e-mail address" },
	[VALUE_RSS_PERSON] = { RULE_EMAIL, "an e-mail address with the name in parentheses, such as \"ann@example.org (Ann Author)\"" },
	[VALUE_LANGUAGE] = { RULE_LANGUAGE, "a language tag such as \"en-gb\"" },
	[VALUE_MIME] = { RULE_MIME, "a media type such as \"audio/mpeg\"" },
	[VALUE_UUID] = { RULE_VALUE, "a UUID" },
	[VALUE_DURATION] = { RULE_VALUE, "a duration in seconds or as hours:minutes:seconds" },
	[VALUE_HOUR] = { RULE_INTEGER, "an hour from 0 to 23" },
	[VALUE_WORDS] = { RULE_VALUE, "one of the words allowed" },
};

static bool
has_form(enum value kind, const char *words, struct str value)
{
	switch (kind) {
	case VALUE_DATE_3339:
		return is_3339(value, false);
	case VALUE_DATE_W3C:
		return is_3339(value, true);
	case VALUE_NOT_NEGATIVE:
		return is_integer(value, 0, INT64_MAX);
	case VALUE_POSITIVE:
		return is_integer(value, 1, INT64_MAX);
	case VALUE_NUMBER:
		return is_number(value, 0);
	case VALUE_LATITUDE:
		return is_number(value, 90);
	case VALUE_LONGITUDE:
		return is_number(value, 180);
	case VALUE_POINT:
		return is_point(value);
	case VALUE_GEO:
		return is_geo(value);
	case VALUE_EMAIL:
		return is_email(value);
	case VALUE_RSS_PERSON:
		return is_rss_person(value);
	case VALUE_LANGUAGE:
		return is_language(value);
	case VALUE_MIME:
		return is_mime(value);
	case VALUE_UUID:
		return is_uuid(value);
	case VALUE_DURATION:
		return is_duration(value);
	case VALUE_HOUR:
		return is_integer(value, 0, 23);
	case VALUE_WORDS:
		return is_in(words, value);
	case VALUE_ANY:
	case VALUE_TEXT:
	case VALUE_ID:
	case VALUE_TITLE:
	case VALUE_HTML:
	case VALUE_URL:
	case VALUE_WEB_URL:
	case VALUE_REFERENCE:
	case VALUE_DATE_822:
	case VALUE_NONE:
		break;
	}
	return true;
}

bool
value_is_strict(enum value kind)
{
	return kind == VALUE_ID || kind == VALUE_URL || kind == VALUE_REFERENCE || kind == VALUE_DATE_3339;
}

void
value_check(struct report *r, enum value kind, const char *words, struct str value, struct str what, size_t at)
{
	if (kind == VALUE_ANY || kind == VALUE_HTML)
		return;
	if (kind == VALUE_NONE) {
		if (value.n > 0)
			report_add(r, RULE_TEXT_UNEXPECTED, at, "%.*s must be empty", STR_ARG(what));
	} else if (value.n == 0 && kind != VALUE_REFERENCE) {
		report_add(r, RULE_EMPTY, at, "%.*s is empty", STR_ARG(what));
	} else if (kind == VALUE_TITLE) {
		check_title(r, value, what, at);
	} else if (kind == VALUE_URL || kind == VALUE_WEB_URL || kind == VALUE_REFERENCE) {
		check_url(r, kind, value, what, at);
	} else if (kind == VALUE_DATE_822) {
		check_822(r, value, what, at);
	} else if (!has_form(kind, words, value)) {
		report_add(r, forms[kind].rule, at, "%.*s is not %s%s%s%s: \"%.*s\"", STR_ARG(what), forms[kind].form,
		    kind == VALUE_WORDS ? " (" : "", kind == VALUE_WORDS ? words : "", kind == VALUE_WORDS ? ")" : "", STR_ARG(shown(value)));
	} else if (kind == VALUE_DATE_3339 || kind == VALUE_DATE_W3C) {
		check_future(r, value, what, at);
	}
}
