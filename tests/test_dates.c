/* Dates as they are written, and what two of them say together. */
#include "config.h"
#include "check.h"

#include "parse/date.h"
#include "parse/date_words.h"
#include "parse/parse.h"

static void
test_dates(void **state)
{
	static const struct {
		const char *text;
		int64_t want; /* -1: unreadable */
	} cases[] = {
		{ "Sat, 26 Feb 2022 00:00:00 GMT", 1645833600 },
		{ "Sat, 26 Feb 2022 01:00:00 +0100", 1645833600 },
		{ "26 Feb 22 00:00 EST", 1645851600 },
		{ "2022-02-26T00:00:00Z", 1645833600 },
		{ "2022-02-26T01:00:00.5+01:00", 1645833600 },
		{ "2022-02-26 00:00:00", 1645833600 },
		{ "2022-02-26", 1645833600 },
		{ "20220226", 1645833600 },
		{ "2022-057", 1645833600 },
		{ "2022-02", 1643673600 },
		{ "2022", 1640995200 },
		{ "February 26, 2022", 1645833600 },
		{ "26. Februar 2022", 1645833600 },
		{ "Sat Feb 26 00:00:00 2022", 1645833600 },
		{ "2022/02/26 00:00:00", 1645833600 },
		{ "1645833600", 1645833600 },
		{ "1645833600000", 1645833600 },
		{ "Feb 26, 2022 12:30 AM", 1645835400 },
		{ "2022-W08-6", 1645833600 },
		{ "2022W086", 1645833600 },
		{ "220226", 1645833600 },
		{ "22057", 1645833600 },
		{ "26 февраля 2022", 1645833600 },
		{ "ΣΑΒ, 26 ΦΕΒ 2022 00:00:00 GMT", 1645833600 },
		{ "26 Şubat 2022", 1645833600 },
		{ "26 lutego 2022 r.", 1645833600 },
		{ "2022년 02월 26일 09:00", 1645833600 },
		{ "2022年2月26日", 1645833600 },
		{ "2022-02-26 下午 01:00:00", 1645880400 },
		{ "Sat, 5 Mar 2022 10:00:00 -0530", 1646494200 },
		{ "Tue, 30 Feb 2022 00:00:00 GMT", -1 },
		{ "2022-02-29T00:00:00Z", -1 },
		{ "2022-02-26T00:00:00.123456789+00:00", 1645833600 },
		{ "2022-W54-1", -1 },
		{ "Fri, 31 Dec 9999 23:59:59 -9999", -1 },
		{ "2022-13-01", -1 },
		{ "2022-02-30", -1 },
		{ "Sat, 26 Feb 2022 25:00:00 GMT", -1 },
		{ "Jan  1 2024  3:04PM", 1704121440 },
		{ "Jan  1 2024  3:04:05:123PM", 1704121445 },
		{ "2024-01-01 03:04:05.123", 1704078245 },
		{ "20240105T101455Z", 1704449695 },
		{ "20240105T101455", 1704449695 },
		{ "20240105T1014Z", 1704449640 },
		{ "20240105T101455+0100", 1704446095 },
		{ "2024-01-05T10Z", 1704448800 },
		{ "20240105101455", 1704449695 },
		{ "202401051014", 1704449640 },
		{ "1700000000", 1700000000 },
		{ "1700000000123", 1700000000 },
		{ "1700000000123456", 1700000000 },
		{ "1700000000.5", 1700000000 },
		{ "999999999", 999999999 },
		{ "Fri, 31 Mar 2023 20:19:00 America/Los_Angeles", 1680319140 },
		{ "2023-01-15 12:00 Europe/Berlin", 1673780400 },
		{ "2023-07-15 12:00 Europe/Berlin", 1689415200 },
		{ "2023-07-15T12:00:00 America/New_York", 1689436800 },
		{ "2023-01-15T12:00:00 Australia/Sydney", 1673744400 },
		{ "2023-07-15T12:00:00 Asia/Kolkata", 1689402600 },
		{ "Wed, 19 Aug 2009 18:28:00 Etc/GMT", 1250706480 },
		{ "12 mars 2024 à 10h30", 1710239400 },
		{ "12.03.2024, 10.30 Uhr", 1710239400 },
		{ "12.03.2024 10:30", 1710239400 },
		{ "12. März 2024 um 10:30 Uhr", 1710239400 },
		{ "12/31/2023", 1703980800 },
		{ "31/12/2023", 1703980800 },
		{ "31/12/23 10:00", 1704016800 },
		{ "12/31/23", 1703980800 },
		{ "31-12-2023", 1703980800 },
		{ "03-12-31", 1072828800 },
		{ "5 tháng 3, 2024", 1709596800 },
		{ "Thứ Ba, 5 Tháng 3 2024 10:00:00 +0700", 1709607600 },
		{ "5 มีนาคม 2567", 1709596800 },
		{ "٥ مارس ٢٠٢٤", 1709596800 },
		{ "５ March ２０２４", 1709596800 },
		{ "2024年3月5日 15時04分30秒", 1709651070 },
		{ "2024年3月5日 午後3時04分", 1709651040 },
		{ "2024. 3. 5. 오후 3:04", 1709618640 },
		{ "2024년 3월 5일 화요일 15시 4분", 1709618640 },
		{ "March 5, 2024 3:04 p.m.", 1709651040 },
		{ "March 5th, 2024 at 3:04 am", 1709607840 },
		{ "Tue, 05 Mar 2024 15:04:00 −0500", 1709669040 },
		{ "Tue, 05 Mar 2024 15:04:00 GMT+2", 1709643840 },
		{ "Tue, 05 Mar 2024 15:04:00 UTC-05:00", 1709669040 },
		{ "Tuesday, 05-Mar-24 15:04:00 GMT", 1709651040 },
		{ "Tue, 05 Mar 2024 15:04:00 +0000 (UTC)", 1709651040 },
		{ "Tue, 5 Mar 24 15:04 A", 1709651040 },
		{ "Tue Mar 05 15:04:00 EST 2024", 1709669040 },
		{ "Tue Mar  5 15:04:00 2024", 1709651040 },
		{ "Mar 05 2024", 1709596800 },
		{ "2024-03-05T24:00:00Z", 1709683200 },
		{ "2024-03-05T24:01:00Z", -1 },
		{ "2024-03-05T25:00:00Z", -1 },
		{ "2024-03-05T10:60:00Z", -1 },
		{ "2024-03-05T10:10:61Z", -1 },
		{ "2024-13-05", -1 },
		{ "2024-02-30", -1 },
		{ "2023-02-29", -1 },
		{ "2024-02-29", 1709164800 },
		{ "31/02/2024", -1 },
		{ "0000-01-01", -1 },
		{ "2024-W10-2", 1709596800 },
		{ "2024-W10", 1709510400 },
		{ "2024W102T101500Z", 1709633700 },
		{ "2024-W54-1", -1 },
		{ "2024-065", 1709596800 },
		{ "2024-367", -1 },
		{ "2024-065T10:15:00Z", 1709633700 },
		{ "Tue, 05 Mar 2024 15:04:00 +2500", -1 },
		{ "Tue, 05 Mar 2024 15:04:00 +1400", 1709600640 },
		{ "today", -1 },
		{ "2 hours ago", -1 },
		{ "n/a", -1 },
		{ "05 Mar 2024 15:04", 1709651040 },
		{ "Tue,05 Mar 2024 15:04:00 GMT", 1709651040 },
		{ "Tue, 05 Mar, 2024 15:04:00 GMT", 1709651040 },
		{ "2024-03-05 15:04:00 UTC", 1709651040 },
		{ "2024-03-05T15:04:00.000000+00:00", 1709651040 },
		{ "2024/3/5 15:04", 1709651040 },
		{ "2024.03.05T15:04", 1709651040 },
		{ "1 stycznia 2024", 1704067200 },
		{ "3 kovo 2024", 1709424000 },
		{ "2024. gada 3. martā", 1709424000 },
		{ "3. märts 2024", 1709424000 },
		{ "3 марта 2024 г., 10:15", 1709460900 },
		{ "3 de março de 2024", 1709424000 },
		{ "3. ožujka 2024.", 1709424000 },
		{ "3. března 2024", 1709424000 },
		{ "2024. március 3., vasárnap", 1709424000 },
		{ "3 березня 2024", 1709424000 },
		{ "3 मार्च 2024", 1709424000 },
		{ "3 Μαρτίου 2024", 1709424000 },
		{ "3 Ocak 2024", 1704240000 },
		{ "Ma, 05 Mart 2024 15:04:00 +0200", 1709643840 },
		{ "3. maaliskuuta 2024", 1709424000 },
		{ "3 Maret 2024", 1709424000 },
		{ "3 במרץ 2024", 1709424000 },
		{ "Lun, 04 Mar 2024 10:00:00 CET", 1709542800 },
		{ "Mo, 4 Mär 2024 10:00:00 MEZ", 1709542800 },
		{ "yesterday", -1 },
		{ "", -1 },
	};
	int64_t got;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (!date_parse(str_from(cases[i].text), &got))
			got = -1;
		if (got != cases[i].want)
			fail_msg("%s: %lld", cases[i].text, (long long)got);
	}
}

static void
test_months(void **state)
{
	static const struct {
		const char *word;
		int want;
	} cases[] = {
		{ "January", 1 },
		{ "janvier", 1 },
		{ "enero", 1 },
		{ "gennaio", 1 },
		{ "Januar", 1 },
		{ "janeiro", 1 },
		{ "januari", 1 },
		{ "styczeń", 1 },
		{ "leden", 1 },
		{ "január", 1 },
		{ "siječanj", 1 },
		{ "ianuarie", 1 },
		{ "Ocak", 1 },
		{ "январь", 1 },
		{ "січень", 1 },
		{ "януари", 1 },
		{ "tammikuu", 1 },
		{ "jaanuar", 1 },
		{ "janvāris", 1 },
		{ "sausis", 1 },
		{ "Ιανουάριος", 1 },
		{ "urtarrila", 1 },
		{ "xaneiro", 1 },
		{ "janúar", 1 },
		{ "студзень", 1 },
		{ "јануар", 1 },
		{ "Januarie", 1 },
		{ "Ionawr", 1 },
		{ "يناير", 1 },
		{ "ژانویه", 1 },
		{ "जनवरी", 1 },
		{ "มกราคม", 1 },
		{ "ינואר", 1 },
		{ "December", 12 },
		{ "décembre", 12 },
		{ "diciembre", 12 },
		{ "dicembre", 12 },
		{ "Dezember", 12 },
		{ "dezembro", 12 },
		{ "december", 12 },
		{ "grudzień", 12 },
		{ "prosinec", 12 },
		{ "prosinac", 12 },
		{ "decembrie", 12 },
		{ "Aralık", 12 },
		{ "декабрь", 12 },
		{ "грудень", 12 },
		{ "декември", 12 },
		{ "joulukuu", 12 },
		{ "detsember", 12 },
		{ "decembris", 12 },
		{ "gruodis", 12 },
		{ "Δεκέμβριος", 12 },
		{ "desember", 12 },
		{ "abendua", 12 },
		{ "decembro", 12 },
		{ "снежань", 12 },
		{ "децембар", 12 },
		{ "Desember", 12 },
		{ "Rhagfyr", 12 },
		{ "ديسمبر", 12 },
		{ "دسامبر", 12 },
		{ "दिसंबर", 12 },
		{ "ธันวาคม", 12 },
		{ "דצמבר", 12 },
		{ "ΦΕΒ", 2 },
		{ "МАРТА", 3 },
		{ "ŞUBAT", 2 },
		{ "Červen", 6 },
		{ "nonsense", 0 },
		{ "", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (date_month(str_from(cases[i].word)) != cases[i].want)
			fail_msg("%s: %d", cases[i].word, date_month(str_from(cases[i].word)));
}

/* Summer time begins and ends at its hour. */
static void
test_zones(void **state)
{
	static const struct {
		const char *zone;
		struct civil local;
		int64_t want_min;
	} cases[] = {
		{ "Europe/Paris", { 2024, 3, 31, 1, 59, 0 }, 60 },
		{ "Europe/Paris", { 2024, 3, 31, 3, 0, 0 }, 120 },
		{ "Europe/Paris", { 2024, 10, 27, 1, 59, 0 }, 120 },
		{ "Europe/Paris", { 2024, 10, 27, 3, 0, 0 }, 60 },
		{ "Europe/London", { 2024, 7, 1, 12, 0, 0 }, 60 },
		{ "europe/london", { 2024, 1, 1, 12, 0, 0 }, 0 },
		{ "America/New_York", { 2024, 3, 10, 1, 59, 0 }, -300 },
		{ "America/New_York", { 2024, 3, 10, 3, 0, 0 }, -240 },
		{ "America/New_York", { 2024, 11, 3, 3, 0, 0 }, -300 },
		{ "Australia/Sydney", { 2024, 1, 1, 12, 0, 0 }, 660 },
		{ "Australia/Sydney", { 2024, 6, 1, 12, 0, 0 }, 600 },
		{ "Pacific/Auckland", { 2024, 12, 1, 12, 0, 0 }, 780 },
		{ "Asia/Tokyo", { 2024, 7, 1, 12, 0, 0 }, 540 },
	};
	int64_t offset_s;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (!date_zone_named(str_from(cases[i].zone), &cases[i].local, &offset_s) || offset_s != cases[i].want_min * 60)
			fail_msg("%s, case %zu: %lld", cases[i].zone, i, (long long)offset_s);
	assert_false(date_zone_named(STR("Mars/Olympus"), &cases[0].local, &offset_s));
}

/* Whether 03/04/2022 is in March or in April, the other dates of the document tell, else its language. */
static void
test_order_of_numbers(void **state)
{
	static const struct {
		const char *claim, *language, *second;
		int64_t want;
	} cases[] = {
		{ "Americans by default", "", "03/04/2022", 1646352000 },
		{ "another one can only have the day first", "", "13/04/2022", 1648944000 },
		{ "another one can only have the month first", "de", "04/13/2022", 1646352000 },
		{ "by the language", "de", "03/04/2022", 1648944000 },
		{ "by the country", "en-GB", "03/04/2022", 1648944000 },
		{ "others that tell both ways tell nothing", "", "13/04/2022</pubDate></item><item><pubDate>04/13/2022",
		    1646352000 },
	};
	struct parse_input in = { .bytes = STR_NONE };
	struct document d;
	struct arena a;
	struct err e;
	char text[400];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(text, sizeof(text),
		    "<rss version='2.0'><channel><language>%s</language><item><pubDate>03/04/2022</pubDate></item>"
		    "<item><pubDate>%s</pubDate></item></channel></rss>",
		    cases[i].language, cases[i].second);
		arena_init(&a, 1 << 20, NULL);
		d = (struct document){ .format = STR_NONE };
		in.bytes = str_from(text);
		assert_int_equal(parse_document(&a, &in, &d, &e), 0);
		if (((struct article *)d.articles.v)->published.v != cases[i].want)
			fail_msg("%s: %lld", cases[i].claim, (long long)((struct article *)d.articles.v)->published.v);
		arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_dates), cmocka_unit_test(test_months),
		cmocka_unit_test(test_zones), cmocka_unit_test(test_order_of_numbers) };

	return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
