/*
 * A date is rewritten into the plainer form that date_parse() reads: other
 * scripts' digits and spaces as ASCII, "p.m." as "pm", "5 pm" as "5:00 pm",
 * 年月日 as separators, names of months that feeds do not use as numbers' words.
 */
#include "config.h"
#include "extract/written_date.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "extract/prose.h"
#include "parse/date.h"

#define WRITTEN_MAX 160U /* bytes: nothing longer is a date */
#define PLAIN_MAX 400U   /* bytes of it rewritten */

static const struct {
	const char *from, *to;
} rewrites[] = { /* the longer of two with one beginning first */
	{ "p.m.", "pm" }, { "a.m.", "am" }, { "p.m", "pm" }, { "a.m", "am" }, { "12 noon", "12:00" }, { "noon", "12:00" },
	{ "12 midnight", "00:00" }, { "midnight", "00:00" }, { "年", "-" }, { "月", "-" }, { "日", " " }, { "년", "-" }, { "월", "-" }, { "일", " " },
	{ "时", ":" }, { "時", ":" }, { "分", " " }, { "يناير", "January" }, { "فبراير", "February" }, { "مارس", "March" }, { "أبريل", "April" },
	{ "إبريل", "April" }, { "مايو", "May" }, { "يونيو", "June" }, { "يوليو", "July" }, { "أغسطس", "August" }, { "سبتمبر", "September" },
	{ "أكتوبر", "October" }, { "نوفمبر", "November" }, { "ديسمبر", "December" }, { "января", "January" }, { "февраля", "February" },
	{ "марта", "March" }, { "апреля", "April" }, { "мая", "May" }, { "июня", "June" }, { "июля", "July" }, { "августа", "August" },
	{ "сентября", "September" }, { "октября", "October" }, { "ноября", "November" }, { "декабря", "December" },
};

static const char *const fillers[] = { "am", "pm", "at", "of", "the", "st", "nd", "rd", "th", "de", "del", "um", "uhr", "le", "à", "o'clock",
	"mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thur", "thurs", "thursday", "fri", "friday", "sat", "saturday",
	"sun", "sunday", "t", "z" };

/* A rewrite at i of s, where Latin ones stand as words of their own. */
static size_t
rewrite_at(struct str s, size_t i, const char **to)
{
	struct str from, rest = str_skip(s, i);
	size_t k;

	for (k = 0; k < sizeof(rewrites) / sizeof(rewrites[0]); k++) {
		from = str_from(rewrites[k].from);
		if (!str_starts_nocase(rest, from))
			continue;
		if (ascii_is_alpha(from.p[0]) && ((i > 0 && utf8_is_letter_byte(s.p[i - 1])) || (rest.n > from.n && utf8_is_letter_byte(rest.p[from.n]))))
			continue;
		*to = rewrites[k].to;
		return from.n;
	}
	return 0;
}

static uint32_t
ascii_of(uint32_t c)
{
	if (c >= 0x660 && utf8_digit(c) >= 0)
		return (uint32_t)utf8_digit(c) + '0';
	if (c == 0xa0 || (c >= 0x2000 && c <= 0x200f) || c == 0x202f || c == 0x3000 || c == 0x60c) /* spaces, the Arabic comma */
		return ' ';
	if (c == 0xff1a)
		return ':';
	return c >= 0x2010 && c <= 0x2015 ? '-' : c;
}

static void
rewrite(struct str s, struct buf *out)
{
	const char *to = NULL;
	size_t i = 0, used;

	while (i < s.n) {
		used = rewrite_at(s, i, &to);
		if (used > 0) {
			buf_add_c(out, to);
			i += used;
		} else {
			buf_add_utf8(out, ascii_of(utf8_next(s, &i)));
		}
	}
}

/* Separators that nothing follows: "2022-2-26-" of 年月日 with a missing part, "14:". */
static struct str
without_tails(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, 3 * s.n + 1), *to = out;
	size_t i;

	for (i = 0; i < s.n; i++) {
		bool is_last = i + 1 == s.n || (!ascii_is_alnum(s.p[i + 1]) && s.p[i + 1] != ' ') || (s.p[i + 1] == ' ' && i + 2 == s.n);

		if (s.p[i] == ':' && is_last && i > 0 && ascii_is_digit(s.p[i - 1])) {
			memcpy(to, ":00", 3); /* an hour without its minutes */
			to += 3;
		} else if (!(s.p[i] == '-' && is_last)) {
			*to++ = s.p[i];
		}
	}
	return (struct str){ out, (size_t)(to - out) };
}

/* "5 pm" and "5pm" as "5:00 pm". */
static struct str
with_minutes(struct arena *a, struct str s)
{
	size_t i, start, end;

	for (i = 0; i < s.n; i++) {
		if (!ascii_is_digit(s.p[i]) || (i > 0 && (ascii_is_digit(s.p[i - 1]) || s.p[i - 1] == ':' || s.p[i - 1] == '.')))
			continue;
		for (start = i; i < s.n && ascii_is_digit(s.p[i]); i++)
			;
		for (end = i; i < s.n && s.p[i] == ' '; i++)
			;
		if (end - start <= 2 && (str_starts_nocase(str_skip(s, i), STR("pm")) || str_starts_nocase(str_skip(s, i), STR("am"))) &&
		    (i + 2 >= s.n || !utf8_is_letter_byte(s.p[i + 2])))
			return arena_printf(a, "%.*s:00 %.*s", STR_ARG(str_head(s, end)), STR_ARG(str_skip(s, i)));
		i = end - 1;
	}
	return s;
}

static struct str
plainer(struct arena *a, struct str s)
{
	struct buf b;
	struct str out;

	s = prose_trim(s);
	if (s.n == 0 || s.n > WRITTEN_MAX)
		return STR_NONE;
	buf_init(&b, PLAIN_MAX);
	rewrite(s, &b);
	out = str_trim(arena_str(a, buf_str(&b)));
	buf_release(&b);
	return with_minutes(a, without_tails(a, out));
}

bool
written_date(struct arena *a, struct str s, int64_t *unix_s)
{
	return date_parse(plainer(a, s), unix_s);
}

/* Whether a word may stand in a date: a month is what makes a date of a day and a year. */
static bool
is_date_word(struct arena *a, struct str word)
{
	int64_t ignored;
	size_t i, n_upper = 0;

	for (i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
		if (str_is_nocase(word, fillers[i]))
			return true;
	for (i = 0; i < word.n; i++)
		n_upper += word.p[i] >= 'A' && word.p[i] <= 'Z';
	if (n_upper == word.n && word.n >= 2 && word.n <= 4) /* a zone */
		return true;
	return date_parse(arena_printf(a, "1 %.*s 2022", STR_ARG(word)), &ignored) && word.n >= 3;
}

bool
written_date_alone(struct arena *a, struct str s, int64_t *unix_s)
{
	struct str plain = plainer(a, s);
	size_t i, start;

	if (!date_parse(plain, unix_s))
		return false;
	for (i = 0; i < plain.n; i++)
		if (ascii_is_digit(plain.p[i]))
			break;
	if (i == plain.n)
		return false;
	for (i = 0; i < plain.n;) {
		for (start = i; i < plain.n && utf8_is_letter_byte(plain.p[i]); i++)
			;
		if (i > start && !is_date_word(a, (struct str){ plain.p + start, i - start }))
			return false;
		if (i == start)
			i++;
	}
	return true;
}
