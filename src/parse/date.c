/*
 * The text is cut into tokens (numbers, words, signs), and each form is a
 * reading of the tokens. Words are looked up in one table of months,
 * weekdays, zones and fillers, so that their order and punctuation may vary.
 */
#include "config.h"
#include "parse/date.h"

#include "base/clock.h"
#include "base/utf8.h"

#define TEXT_MAX 100  /* bytes: nothing longer is a date */
#define TOKENS_MAX 24
#define KOREA_S (9 * INT64_C(3600)) /* there is one zone where this language is written */

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
	bool has_zone, is_korean, is_bad;
};

/*
 * Names of months, folded to lower case: English, German, French, Italian, Spanish, Portuguese, Catalan, Dutch,
 * Danish, Norwegian, Swedish, Finnish, Greek, Hungarian, Polish, Czech, Slovak, Croatian, Romanian, Turkish, Russian,
 * Ukrainian, Bulgarian, Indonesian, Arabic, Hebrew. Where two languages mean different months, the one that more people write.
 */
static const char *const months[12] = {
	"jan january januar jänner janvier gennaio gen enero ene janeiro gener januari janvier ιαν ιανουαρίου ιανουάριος január janv"
	" tammikuu tammikuuta stycznia styczeń sty leden ledna led januára siječanj siječnja sij ianuarie ian ocak oca январь января янв"
	" січень січня січ януари яну يناير ינואר",
	"feb february februar février febbraio febrero fevereiro febrer februari φεβ φεβρουαρίου φεβρουάριος február févr fev fevr fév helmikuu"
	" helmikuuta lutego luty lut únor února úno februára veljača veljače velj februarie şubat şub февраль февраля фев февр лютий лютого лют"
	" февруари فبراير פברואר",
	"mar march märz mars marzo março març maart mrz mär mrt marts μαρ μάρ μαρτίου μάρτιος március márc maaliskuu maaliskuuta marca marzec"
	" březen března bře ožujak ožujka ožu martie mart март марта мар березень березня бер maret مارس מרץ",
	"apr april avril aprile abril avr abr απρ απριλίου απρίλιος április ápr huhtikuu huhtikuuta kwietnia kwiecień kwi duben dubna dub"
	" travanj travnja tra aprilie nisan nis апрель апреля апр квітень квітня квіт април أبريل ابريل אפריל",
	"may mai maggio mag mayo maio maig mei maj μάι μαϊ μαΐου μάιος május máj toukokuu toukokuuta maja květen května kvě svibanj svibnja svi"
	" mayıs май мая травень травня трав مايو מאי",
	"jun june juni juin giugno giu junio junho juny ιούν ιουν ιουνίου ιούνιος június jún kesäkuu kesäkuuta czerwca czerwiec cze červen června"
	" lipanj lipnja iunie iun haziran haz июнь июня июн червень червня черв юни يونيو יוני",
	"jul july juli juillet luglio lug julio julho juliol juil ιούλ ιουλ ιουλίου ιούλιος július júl heinäkuu heinäkuuta lipca lipiec lip"
	" červenec července srpanj srpnja iulie iul temmuz tem июль июля июл липень липня юли يوليو יולי",
	"aug august août aout agosto ago augusti augustus agost αύγ αυγ αυγούστου αύγουστος augusztus elokuu elokuuta sierpnia sierpień sie"
	" srpen srpna srp kolovoz kolovoza kol ağustos ağu август августа авг серпень серпня серп agustus أغسطس אוגוסט",
	"sep sept september septembre settembre set septiembre setembro setembre σεπ σεπτεμβρίου σεπτέμβριος szeptember szept syyskuu"
	" syyskuuta września wrzesień wrz září rujan rujna septembrie eylül eyl сентябрь сентября сен сент вересень вересня вер септември"
	" سبتمبر ספטמבר",
	"oct october oktober octobre ottobre ott octubre outubro out octubre okt οκτ οκτωβρίου οκτώβριος október lokakuu lokakuuta"
	" października październik paź říjen října říj octombrie ekim eki октябрь октября окт жовтень жовтня жовт октомври"
	" أكتوبر אוקטובר",
	"nov november novembre noviembre novembro νοέ νοε νοεμβρίου νοέμβριος marraskuu marraskuuta listopada listopadu listopad lis"
	" studeni studenoga stu noiembrie noi kasım kas ноябрь ноября ноя нояб листопад листопада ноември nopember نوفمبر נובמבר",
	"dec december dezember décembre dicembre dic diciembre dezembro dez déc desember desembre des δεκ δεκεμβρίου δεκέμβριος joulukuu"
	" joulukuuta grudnia grudzień gru prosinec prosince pro prosinac prosinca decembrie aralık ara декабрь декабря дек грудень грудня"
	" груд декември desember ديسمبر דצמבר",
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

/* Lower case for the letters of the languages above; what has none stays. */
static uint32_t
fold(uint32_t c)
{
	static const struct {
		uint16_t from, to;
	} accented[] = { { 0x386, 0x3ac }, { 0x388, 0x3ad }, { 0x389, 0x3ae }, { 0x38a, 0x3af }, { 0x38c, 0x3cc }, { 0x38e, 0x3cd },
		{ 0x38f, 0x3ce }, { 0x130, 'i' } };
	size_t i;

	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3ab) || (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	for (i = 0; i < sizeof(accented) / sizeof(accented[0]); i++)
		if (c == accented[i].from)
			return accented[i].to;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177)) /* pairs, the capital first and even */
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) /* and odd */
		return c + (c & 1);
	return c;
}

#define WORD_MAX 48U /* bytes of a month's name */

static struct str
fold_word(struct str word, char out[WORD_MAX + 4])
{
	size_t i = 0, n = 0;
	uint32_t c;

	while (i < word.n && n < WORD_MAX) {
		c = utf8_next(word, &i);
		n += utf8_put(fold(c), out + n);
	}
	return (struct str){ out, n };
}

static int
month_of(struct str word)
{
	char text[WORD_MAX + 4];
	struct str rest, name, folded = fold_word(word, text);
	int i;

	for (i = 0; i < 12; i++)
		for (rest = str_from(months[i]); str_next(&rest, ' ', &name);)
			if (str_eq(folded, name))
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

/* What stands behind the numbers of a date in Korean, Chinese and Japanese. */
static const char year_marks[] = "년 年", month_marks[] = "월 月", day_marks[] = "일 日 号 號";

static bool
is_one_of(struct str word, const char *words)
{
	struct str rest = str_from(words), one;

	while (str_next(&rest, ' ', &one))
		if (str_eq(word, one))
			return true;
	return false;
}

static bool
is_mark(const struct token *t, size_t n, size_t i, const char *marks)
{
	return i < n && t[i].kind == T_WORD && is_one_of(t[i].text, marks);
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

/* ISO 8601 dates, with '-' or '/' or without separators; numbers alone. */
static size_t
read_numeric_date(const struct token *t, size_t n, size_t i, struct reading *r)
{
	size_t used;
	char sep;

	if (r->has_date || !is_number(t, n, i))
		return 0;
	if (is_mark(t, n, i + 1, year_marks) && is_number(t, n, i + 2) && is_mark(t, n, i + 3, month_marks) && is_number(t, n, i + 4))
		return set_date(r, full_year(&t[i]), t[i + 2].v, t[i + 4].v) ? (is_mark(t, n, i + 5, day_marks) ? 6 : 5) : 0;
	if (t[i].text.n == 4 && (used = read_week_date(t, n, i, r)) > 0)
		return used;
	if (n == 1 && t[i].text.n == 5) /* yyddd, as ISO 8601 had it before 2004 */
		return set_ordinal(r, short_year(t[i].v / 1000), t[i].v % 1000) ? 1 : 0;
	if (n == 1 && t[i].text.n == 6)
		return set_date(r, short_year(t[i].v / 10000), t[i].v / 100 % 100, t[i].v % 100) ? 1 : 0;
	if (t[i].text.n == 7 && set_ordinal(r, t[i].v / 1000, t[i].v % 1000))
		return 1;
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

	if (str_is_nocase(word, "pm") || is_one_of(word, "오후 下午 午後 μμ"))
		r->is_pm = true;
	else if (str_is_nocase(word, "am") || is_one_of(word, "오전 上午 午前 πμ"))
		r->is_am = true;
	else if (r->has_time && month_of(word) == 0 && zone_of(word, &offset)) {
		r->offset_s = offset;
		r->has_zone = true;
	}
	if (is_one_of(word, "오후 오전 년 월 일"))
		r->is_korean = true;
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
date_read(struct str s, int64_t *unix_s, bool *has_zone)
{
	struct token t[TOKENS_MAX];
	struct reading r = { .offset_s = 0 };
	size_t n, i, used;
	int64_t v;
	bool is_named;

	s = str_trim(s);
	if (s.n < 4 || s.n > TEXT_MAX)
		return false;
	*has_zone = epoch(s, unix_s);
	if (*has_zone)
		return true;
	n = cut(s, t);
	if (n == 0)
		return false;
	if (n == 1 && t[0].kind == T_NUMBER && t[0].text.n == 4)
		return set_date(&r, t[0].v, 1, 1) && (*unix_s = time_from_civil(&r.c), true);
	is_named = read_named_date(t, n, &r);
	for (i = 0; i < n; i += used) {
		used = is_named ? 0 : read_numeric_date(t, n, i, &r);
		r.is_korean = r.is_korean || is_mark(t, n, i, "년 월 일") || (used > 0 && is_mark(t, n, i + 1, "년"));
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
	if (r.is_bad || !r.has_date || !apply_noon(&r) || !day_exists(&r.c))
		return false;
	if (r.is_korean && !r.has_zone)
		r.offset_s = KOREA_S;
	*has_zone = r.has_zone || r.is_korean;
	v = time_from_civil(&r.c) - r.offset_s;
	if (v < INT64_C(-62135596800) || v > INT64_C(253402300799)) /* years 1 to 9999 */
		return false;
	*unix_s = v;
	return true;
}

bool
date_parse(struct str s, int64_t *unix_s)
{
	bool has_zone;

	return date_read(s, unix_s, &has_zone);
}
