#include "config.h"
#include "extract/relative_date.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "extract/prose.h"

#define TEXT_MAX 120U /* bytes: a longer text is about something else */
#define ALONE_MAX 40U /* bytes of a text that says "yesterday" and perhaps a time */
#define COUNT_MAX 500
#define MINUTE_S 60
#define HOUR_S 3600
#define DAY_S 86400

/* Beginnings of words, in small letters; the longest that fits counts. */
static const struct {
	const char *word;
	int64_t seconds;
} units[] = {
	{ "sec", 1 }, { "sek", 1 }, { "seg", 1 }, { "секунд", 1 }, { "秒", 1 }, { "초", 1 },
	{ "m", MINUTE_S }, { "min", MINUTE_S }, { "perc", MINUTE_S }, { "минут", MINUTE_S }, { "мин", MINUTE_S }, { "хвилин", MINUTE_S }, { "dakika", MINUTE_S }, { "dk", MINUTE_S },
	{ "λεπτ", MINUTE_S }, { "menit", MINUTE_S }, { "phút", MINUTE_S }, { "นาที", MINUTE_S }, { "分", MINUTE_S }, { "분", MINUTE_S }, { "دقيق", MINUTE_S }, { "دقائق", MINUTE_S }, { "דק", MINUTE_S },
	{ "دقیق", MINUTE_S }, { "मिनट", MINUTE_S }, { "মিনিট", MINUTE_S },
	{ "h", HOUR_S }, { "hr", HOUR_S }, { "hour", HOUR_S }, { "heure", HOUR_S }, { "hor", HOUR_S }, { "ora", HOUR_S }, { "ore", HOUR_S }, { "stunde", HOUR_S }, { "std", HOUR_S }, { "uur", HOUR_S },
	{ "timm", HOUR_S }, { "time", HOUR_S }, { "godzin", HOUR_S }, { "godz", HOUR_S }, { "hodin", HOUR_S }, { "hod", HOUR_S }, { "sat", HOUR_S }, { "ur", HOUR_S }, { "час", HOUR_S }, { "годин", HOUR_S }, { "saat", HOUR_S },
	{ "óra", HOUR_S }, { "órá", HOUR_S }, { "tunti", HOUR_S }, { "tunnin", HOUR_S }, { "ώρ", HOUR_S }, { "jam", HOUR_S }, { "giờ", HOUR_S }, { "ชั่วโมง", HOUR_S }, { "時間", HOUR_S }, { "小时", HOUR_S },
	{ "小時", HOUR_S }, { "시간", HOUR_S }, { "ساعة", HOUR_S }, { "ساعات", HOUR_S }, { "ساعت", HOUR_S }, { "שע", HOUR_S }, { "घंट", HOUR_S }, { "ঘণ্টা", HOUR_S }, { "valand", HOUR_S }, { "stund", HOUR_S },
	{ "d", DAY_S }, { "day", DAY_S }, { "tag", DAY_S }, { "jour", DAY_S }, { "j", DAY_S }, { "día", DAY_S }, { "dia", DAY_S }, { "di", DAY_S }, { "giorn", DAY_S }, { "dag", DAY_S }, { "døgn", DAY_S }, { "dni", DAY_S },
	{ "dzień", DAY_S }, { "den", DAY_S }, { "dny", DAY_S }, { "dn", DAY_S }, { "dan", DAY_S }, { "день", DAY_S }, { "дн", DAY_S }, { "дні", DAY_S }, { "gün", DAY_S }, { "nap", DAY_S }, { "päivä", DAY_S }, { "μέρ", DAY_S }, { "ημέρ", DAY_S },
	{ "zi", DAY_S }, { "ден", DAY_S }, { "hari", DAY_S }, { "ngày", DAY_S }, { "วัน", DAY_S }, { "日", DAY_S }, { "天", DAY_S }, { "일", DAY_S }, { "يوم", DAY_S }, { "أيام", DAY_S }, { "ימים", DAY_S },
	{ "יום", DAY_S }, { "روز", DAY_S }, { "दिन", DAY_S }, { "দিন", DAY_S }, { "dien", DAY_S }, { "päev", DAY_S },
	{ "w", 7 * DAY_S }, { "week", 7 * DAY_S }, { "weken", 7 * DAY_S }, { "wk", 7 * DAY_S }, { "woche", 7 * DAY_S }, { "semain", 7 * DAY_S }, { "seman", 7 * DAY_S }, { "settiman", 7 * DAY_S }, { "setman", 7 * DAY_S }, { "veck", 7 * DAY_S }, { "uge", 7 * DAY_S }, { "uke", 7 * DAY_S },
	{ "tygod", 7 * DAY_S }, { "tydz", 7 * DAY_S }, { "týd", 7 * DAY_S }, { "недел", 7 * DAY_S }, { "тижд", 7 * DAY_S }, { "тижн", 7 * DAY_S }, { "седмиц", 7 * DAY_S }, { "hafta", 7 * DAY_S }, { "hét", 7 * DAY_S }, { "hete", 7 * DAY_S },
	{ "viikko", 7 * DAY_S }, { "εβδομάδ", 7 * DAY_S }, { "săptămân", 7 * DAY_S }, { "minggu", 7 * DAY_S }, { "tuần", 7 * DAY_S }, { "สัปดาห์", 7 * DAY_S }, { "週", 7 * DAY_S }, { "周", 7 * DAY_S },
	{ "주", 7 * DAY_S }, { "أسبوع", 7 * DAY_S }, { "أسابيع", 7 * DAY_S }, { "שבוע", 7 * DAY_S }, { "هفته", 7 * DAY_S }, { "सप्ताह", 7 * DAY_S }, { "tjedn", 7 * DAY_S }, { "nedel", 7 * DAY_S },
};

/* Directly before the number, or directly behind the unit's word. */
static const char *const before[] = { "vor", "il y a", "hace", "há", "ha", "fa", "před", "pred", "prije", "pre", "πριν", "πριν από", "acum", "преди", "prieš", "pirms", "منذ", "قبل", "לפני", "duela" };
static const char *const behind[] = { "ago", "fa", "geleden", "sedan", "siden", "temu", "назад", "тому", "önce", "ezelőtt", "sitten", "yang lalu", "lalu", "trước", "ที่แล้ว", "ก่อน", "前", "전", "پیش", "قبل",
	"पहले", "আগে", "atrás", "tagasi", "in urmă", "în urmă" };
static const char *const ones[] = { "an", "a", "one", "einer", "einem", "une", "un", "una", "uma", "um", "en", "et", "ett", "een", "egy", "bir", "jednu" };

static const struct {
	const char *word;
	int days;
} days[] = { { "today", 0 }, { "heute", 0 }, { "aujourd'hui", 0 }, { "aujourd’hui", 0 }, { "hoy", 0 }, { "hoje", 0 }, { "oggi", 0 }, { "vandaag", 0 }, { "idag", 0 }, { "i dag", 0 }, { "dziś", 0 }, { "dzisiaj", 0 }, { "dnes", 0 },
	{ "сегодня", 0 }, { "сьогодні", 0 }, { "днес", 0 }, { "bugün", 0 }, { "tänään", 0 }, { "σήμερα", 0 }, { "azi", 0 }, { "astăzi", 0 }, { "hari ini", 0 }, { "hôm nay", 0 }, { "วันนี้", 0 }, { "今日", 0 }, { "今天", 0 }, { "오늘", 0 },
	{ "اليوم", 0 }, { "היום", 0 }, { "امروز", 0 }, { "आज", 0 }, { "avui", 0 }, { "danas", 0 }, { "yesterday", 1 }, { "gestern", 1 }, { "hier", 1 }, { "ayer", 1 }, { "ontem", 1 }, { "ieri", 1 }, { "gisteren", 1 }, { "igår", 1 },
	{ "i går", 1 }, { "wczoraj", 1 }, { "včera", 1 }, { "вчера", 1 }, { "вчора", 1 }, { "dün", 1 }, { "tegnap", 1 }, { "eilen", 1 }, { "χθες", 1 }, { "kemarin", 1 }, { "hôm qua", 1 }, { "เมื่อวาน", 1 }, { "昨日", 1 }, { "昨天", 1 },
	{ "어제", 1 }, { "أمس", 1 }, { "אתמול", 1 }, { "دیروز", 1 }, { "ahir", 1 }, { "jučer", 1 } };

static bool
is_letter(struct str s, size_t i)
{
	return i < s.n && utf8_is_letter_byte(s.p[i]);
}

/* Scripts without spaces between words. */
static bool
is_unspaced(const char *word)
{
	return (unsigned char)word[0] >= 0xe3 || ((unsigned char)word[0] == 0xe0 && (unsigned char)word[1] >= 0xb8);
}

static struct str
small(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, UTF8_BAD_BYTES * s.n + 1);
	size_t i = 0, used = 0;

	while (i < s.n)
		used += utf8_put(utf8_lower(utf8_next(s, &i)), out + used);
	return (struct str){ out, used };
}

static size_t
skip_spaces(struct str s, size_t i)
{
	while (i < s.n && (ascii_is_space(s.p[i]) || (unsigned char)s.p[i] == 0xc2 || (unsigned char)s.p[i] == 0xa0 || s.p[i] == '.'))
		i++;
	return i;
}

/* One of the words at i as a whole; its bytes, or 0. */
static size_t
word_at(struct str s, size_t i, const char *const *words, size_t count)
{
	size_t k, best = 0;

	for (k = 0; k < count; k++) {
		struct str w = str_from(words[k]);

		if (w.n > best && str_starts(str_skip(s, i), w) && (is_unspaced(words[k]) || !is_letter(s, i + w.n)))
			best = w.n;
	}
	return best;
}

/* Whether one of the words ends at i, spaces aside. */
static bool
word_before(struct str s, size_t i)
{
	size_t k;

	while (i > 0 && (s.p[i - 1] == ' ' || s.p[i - 1] == '~'))
		i--;
	for (k = 0; k < sizeof(before) / sizeof(before[0]); k++) {
		struct str w = str_from(before[k]);

		if (i >= w.n && memcmp(s.p + i - w.n, w.p, w.n) == 0 && !(i > w.n && is_letter(s, i - w.n - 1)))
			return true;
	}
	return false;
}

/* The unit whose word is at i, and where the word ends. Of one letter it is the whole word. */
static int64_t
unit_at(struct str s, size_t i, size_t *end)
{
	int64_t seconds = 0;
	size_t k, best = 0;

	for (k = 0; k < sizeof(units) / sizeof(units[0]); k++) {
		struct str w = str_from(units[k].word);

		if (w.n <= best || !str_starts(str_skip(s, i), w) || (w.n <= 2 && is_letter(s, i + w.n)))
			continue;
		best = w.n;
		seconds = units[k].seconds;
		*end = i + w.n;
		while (!is_unspaced(units[k].word) && is_letter(s, *end))
			++*end;
	}
	return seconds;
}

/* How many at i: digits, or a word for one. */
static int
count_at(struct str s, size_t i, size_t *end)
{
	size_t n;
	int v = 0;

	if (i > 0 && (ascii_is_digit(s.p[i - 1]) || is_letter(s, i - 1)) && (unsigned char)s.p[i - 1] < 0x80)
		return -1;
	for (*end = i; *end < s.n && ascii_is_digit(s.p[*end]) && v <= COUNT_MAX; ++*end)
		v = 10 * v + (s.p[*end] - '0');
	if (*end > i)
		return v <= COUNT_MAX ? v : -1;
	n = word_at(s, i, ones, sizeof(ones) / sizeof(ones[0]));
	*end = i + n;
	return n > 0 ? 1 : -1;
}

static bool
set(struct arena *a, int64_t unix_s, int64_t unit_s, struct page_date *out)
{
	char text[TIME_RFC3339_SIZE];

	if (unit_s >= DAY_S)
		unix_s -= unix_s % DAY_S;
	else
		unix_s -= unix_s % MINUTE_S;
	time_rfc3339(unix_s, text);
	*out = (struct page_date){ arena_str(a, unit_s >= DAY_S ? str_head(str_from(text), strlen("2022-02-26")) : str_from(text)), unix_s };
	return true;
}

/* "Yesterday", "gestern, 14:05": at the start of a line with little behind it. */
static bool
find_day(struct arena *a, struct str s, int64_t as_of_s, struct page_date *out)
{
	size_t i;

	for (i = 0; s.n <= ALONE_MAX && i < sizeof(days) / sizeof(days[0]); i++)
		if (str_starts(s, str_from(days[i].word)) && (is_unspaced(days[i].word) || !is_letter(s, strlen(days[i].word))))
			return set(a, as_of_s - (int64_t)days[i].days * DAY_S, DAY_S, out);
	return false;
}

bool
relative_date_find(struct arena *a, struct str text, int64_t as_of_s, struct page_date *out)
{
	struct str s = prose_trim(text);
	size_t i, at, end = 0;
	int64_t unit_s;
	int count;

	if (as_of_s <= 0 || s.n == 0 || s.n > TEXT_MAX)
		return false;
	s = small(a, page_date_digits(a, s));
	for (i = 0; i < s.n; i++) {
		count = count_at(s, i, &at);
		if (count < 0 || (unit_s = unit_at(s, skip_spaces(s, at), &end)) == 0)
			continue;
		end = skip_spaces(s, end);
		if (word_before(s, i) || word_at(s, end, behind, sizeof(behind) / sizeof(behind[0])) > 0)
			return set(a, as_of_s - count * unit_s, unit_s, out);
	}
	return find_day(a, s, as_of_s, out);
}
