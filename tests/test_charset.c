/* Which encoding bytes are read with, whatever they say of it. */
#include "config.h"
#include "check.h"

#include <iconv.h>

#include "parse/charset.h"
#include "parse/prolog.h"

struct decoded {
	struct arena a;
	struct document d;
	struct str text;
};

static void
decode(struct decoded *t, struct str bytes, const char *type)
{
	memset(t, 0, sizeof(*t));
	arena_init(&t->a, 1 << 24, NULL);
	t->text = charset_decode(&t->a, bytes, str_from(type), &t->d);
}

static void
expect(struct decoded *t, const char *claim, const char *encoding, const char *holds)
{
	if (!str_is(t->d.encoding, encoding) || str_find(t->text, str_from(holds)) == STR_NPOS)
		fail_msg("%s: %.*s, %.*s", claim, STR_ARG(t->d.encoding), STR_ARG(t->text));
	arena_release(&t->a);
}

/* UTF-8 into another encoding, by the system's converter; what that encoding has no character for is left out. */
static struct str
encoded(const char *text, const char *encoding, char *out, size_t room)
{
	iconv_t cd = iconv_open(encoding, "UTF-8");
	char *from = (char *)(uintptr_t)text, *to = out;
	size_t n = strlen(text), left = room;

	if (cd == (iconv_t)-1)
		fail_msg("no converter for %s", encoding);
	while (n > 0 && iconv(cd, &from, &n, &to, &left) == (size_t)-1) {
		for (from++, n--; n > 0 && (*from & 0xc0) == 0x80; from++, n--)
			;
	}
	iconv(cd, NULL, NULL, &to, &left);
	iconv_close(cd);
	return (struct str){ out, (size_t)(to - out) };
}

/* One byte that differs everywhere, under the many names that code pages have. */
static void
test_labels(void **state)
{
	static const struct {
		const char *label, *byte, *want, *encoding;
	} cases[] = {
		{ "cp850", "\x80", "Ç", "cp850" },
		{ "IBM850", "\x80", "Ç", "cp850" },
		{ "850", "\x80", "Ç", "cp850" },
		{ "csPC850Multilingual", "\x80", "Ç", "cp850" },
		{ "windows_1251", "\x80", "Ђ", "windows-1251" },
		{ "cp1251", "\x80", "Ђ", "windows-1251" },
		{ "iso-8859-1", "\x80", "€", "windows-1252" },
		{ "us-ascii", "\x93", "“", "windows-1252" },
		{ "koi8-r", "\x80", "─", "koi8-r" },
		{ "cp_is", "\x80", "Ç", "cp861" },
		{ "maccyrillic", "\x80", "А", "x-mac-cyrillic" },
		{ "macturkish", "\xda", "Ğ", "mac-turkish" },
		{ "x-mac-greek", "\xe1", "α", "mac-greek" },
		{ "mac_croatian", "\xc8", "Č", "mac-croatian" },
		{ "macromania", "\xaf", "Ș", "mac-romanian" },
		{ "cp720", "\x9f", "ا", "cp720" },
		{ "cp1006", "\xb0", "ﺍ", "cp1006" },
		{ "ISO_8859-7:1987", "\xe1", "α", "iso-8859-7" },
		{ "iso_8859-2_1987", "\xb1", "ą", "iso-8859-2" },
		{ "latin9", "\xa4", "€", "iso-8859-15" },
		{ "l2", "\xb1", "ą", "iso-8859-2" },
		{ "TIS-620", "\xa1", "ก", "windows-874" },
		{ "ptcp154", "\x80", "Җ", "ptcp154" },
		{ "kz1048", "\x8d", "Қ", "kz1048" },
		{ "hp-roman8", "\xa1", "À", "hp-roman8" },
		{ "gb2312", "\xb0\xa1", "啊", "gb18030" },
		{ "Big5", "\xa4\x40", "一", "big5" },
		{ "x-sjis", "\x82\xa0", "あ", "shift_jis" },
		{ "ks_c_5601-1987", "\xb0\xa1", "가", "euc-kr" },
		{ "euc-jp", "\xa4\xa2", "あ", "euc-jp" },
		{ "iso-2022-jp", "\x1b$B$\"\x1b(B", "あ", "iso-2022-jp" },
		{ "utf-7", "+MEI-", "あ", "utf-7" },
		{ "UNICODE-1-1-UTF-7", "+ADw-b+AD4-", "<b>", "utf-7" },
		{ "HZ-GB-2312", "a~{<:Ky~}~~b", "a己所~b", "hz-gb-2312" },
		{ "hz", "~{1pKy~}~\n~{<:~}", "别所己", "hz-gb-2312" },
	};
	struct decoded t;
	char xml[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(xml, sizeof(xml), "<?xml version='1.0' encoding='%s'?><rss>%s</rss>", cases[i].label, cases[i].byte);
		decode(&t, str_from(xml), "");
		if (t.d.wellformed != TRI_NONE)
			fail_msg("%s is a problem", cases[i].label);
		expect(&t, cases[i].label, cases[i].encoding, cases[i].want);
	}
}

/* Seven-bit encodings are plain ASCII as well: without a word of them nothing is taken for one, nor when they do not fit. */
static void
test_seven_bits(void **state)
{
	static const struct {
		const char *claim, *type, *text, *encoding, *holds;
	} cases[] = {
		{ "nobody says utf-7", "", "<rss>+ADw-script+AD4-</rss>", "utf-8", "+ADw-script+AD4-" },
		{ "HTTP says it", "text/xml; charset=utf-7", "+ADw-rss+AD4-+AOk-+ADw-/rss+AD4-", "utf-7", "<rss>é</rss>" },
		{ "it says so and is not", "", "<?xml version='1.0' encoding='utf-7'?><rss>C++ + more</rss>", "utf-8", "C++ + more" },
		{ "nobody says hz", "", "<rss>~{<:Ky~}</rss>", "utf-8", "~{<:Ky~}" },
		{ "a line ends what hz has begun", "text/xml; charset=hz", "<rss>~{<:\n<b>~}</b></rss>", "hz-gb-2312", "<rss>己\n<b>" },
		{ "half a character of hz", "text/xml; charset=hz", "<rss>~{<:K", "hz-gb-2312", "<rss>己" },
	};
	struct decoded t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		decode(&t, str_from(cases[i].text), cases[i].type);
		expect(&t, cases[i].claim, cases[i].encoding, cases[i].holds);
	}
}

/* Every code page of EBCDIC begins alike: the declaration inside says which one it is. */
static void
test_ebcdic(void **state)
{
	static const char *const pages[] = { "cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140" };
	struct decoded t;
	char xml[200], bytes[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pages); i++) {
		snprintf(xml, sizeof(xml), "<?xml version='1.0' encoding='%s'?><rss>abc &amp; xyz</rss>", pages[i]);
		decode(&t, encoded(xml, pages[i], bytes, sizeof(bytes)), "");
		expect(&t, pages[i], pages[i], "<rss>abc &amp; xyz</rss>");
	}
}

static void
test_order(void **state)
{
	static const struct {
		const char *claim, *bytes, *type, *encoding, *holds;
		bool is_problem;
	} cases[] = {
		{ "a mark beats HTTP", "\xef\xbb\xbf<a>\xc3\xa9</a>", "text/xml; charset=koi8-r", "utf-8", "<a>é", false },
		{ "HTTP beats the declaration", "<?xml version='1.0' encoding='utf-8'?><a>\xc1</a>", "text/xml; charset='koi8-r'",
		    "koi8-r", "а", false },
		{ "the declaration beats UTF-8", "<?xml version='1.0' encoding='koi8-r'?><a>\xc1</a>", "text/xml", "koi8-r", "а",
		    false },
		{ "text/xml says nothing", "<a>\xc3\xa9</a>", "text/xml", "utf-8", "é", false },
		{ "an unknown label is passed over", "<?xml version='1.0' encoding='klingon'?><a>\xc3\xa9</a>", "", "utf-8", "é",
		    true },
		{ "UTF-8 that is none", "<?xml version='1.0' encoding='utf-8'?><a>caf\xe9</a>", "", "windows-1252", "café", true },
		{ "HTTP lies, the declaration does not", "<?xml version='1.0' encoding='iso-8859-2'?><a>\xb1</a>",
		    "text/xml; charset=utf-8", "iso-8859-2", "ą", true },
		{ "UTF-16 that is ASCII", "<?xml version='1.0' encoding='utf-16'?><a>x</a>", "", "utf-8", "<a>x", true },
		{ "EBCDIC that is ASCII", "<?xml version='1.0' encoding='cp037'?><a>x</a>", "", "utf-8", "<a>x", true },
		{ "Japanese that is UTF-8", "<?xml version='1.0' encoding='euc-jp'?><a>\xe3\x81\x82\xe3\x81\x84\xc3\xa9</a>", "",
		    "utf-8", "あいé", true },
		{ "a few bytes of another", "<a>\xc3\xa9\xc3\xa8\xc3\xa0\xc3\xa7\xc3\xb4 don\x92t</a>", "", "utf-8", "éèàçô don’t",
		    true },
		{ "controls that were windows-1252", "<a>don\xc2\x92t</a>", "", "utf-8", "don’t", false },
		{ "escapes tell", "<a>\x1b$B$\"\x1b(B</a>", "", "iso-2022-jp", "あ", false },
	};
	struct decoded t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		decode(&t, str_from(cases[i].bytes), cases[i].type);
		if ((t.d.wellformed == TRI_FALSE) != cases[i].is_problem)
			fail_msg("%s: a problem or none", cases[i].claim);
		expect(&t, cases[i].claim, cases[i].encoding, cases[i].holds);
	}
}

/* Nothing says what it is in but the letters. */
static void
test_guess(void **state)
{
	static const struct {
		const char *encoding, *shown, *text;
	} cases[] = {
		{ "WINDOWS-1251", "windows-1251", "Вчера вечером над рекой поднялся туман, и паромы не ходили до утра." },
		{ "KOI8-R", "koi8-r", "Вчера вечером над рекой поднялся туман, и паромы не ходили до утра." },
		{ "ISO-8859-5", "iso-8859-5", "Вчера вечером над рекой поднялся туман, и паромы не ходили до утра." },
		{ "CP866", "ibm866", "Вчера вечером над рекой поднялся туман, и паромы не ходили до утра." },
		{ "EUC-JP", "euc-jp", "昨日の夜、川の上に霧が出て、フェリーは朝まで動きませんでした。" },
		{ "SHIFT_JIS", "shift_jis", "昨日の夜、川の上に霧が出て、フェリーは朝まで動きませんでした。" },
		{ "GB2312", "gb18030", "昨天晚上河上起了大雾，渡船到早上都没有开。这是一个人说的话。" },
		{ "BIG5", "big5", "昨天晚上河上起了大霧，渡船到早上都沒有開。這是一個人說的話。" },
		{ "EUC-KR", "euc-kr", "어제 저녁에 강 위로 안개가 끼어서 배가 아침까지 다니지 못했다고 한다." },
		{ "WINDOWS-1253", "windows-1253", "Χθες το βράδυ σηκώθηκε ομίχλη πάνω από το ποτάμι και τα πλοία δεν κινήθηκαν." },
		{ "WINDOWS-1255", "windows-1255", "אתמול בערב עלה ערפל מעל הנהר והמעבורות לא יצאו עד הבוקר." },
		{ "WINDOWS-1256", "windows-1256", "ارتفع الضباب مساء أمس فوق النهر ولم تتحرك العبارات حتى الصباح." },
		{ "TIS-620", "windows-874", "เมื่อวานตอนเย็นมีหมอกลงเหนือแม่น้ำและเรือข้ามฟากไม่ได้วิ่งจนถึงเช้า" },
		{ "WINDOWS-1252", "windows-1252",
		    "Hier soir, la brume s’est levée sur le fleuve; à la gare, personne n’a été prévenu." },
	};
	struct decoded t;
	char bytes[400], xml[500];
	struct str body;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		body = encoded(cases[i].text, cases[i].encoding, bytes, sizeof(bytes));
		snprintf(xml, sizeof(xml), "<rss><title>%.*s</title></rss>", STR_ARG(body));
		decode(&t, str_from(xml), "");
		expect(&t, cases[i].encoding, cases[i].shown, cases[i].text);
	}
}

static void
expect_cut(const char *name, struct str bytes, const char *type)
{
	struct document d = { .format = STR_NONE };
	struct str text, xml, doctype;
	struct arena a;
	struct err e;

	arena_init(&a, 1 << 20, NULL);
	text = charset_decode(&a, bytes, str_from(type), &d);
	assert_int_equal(prolog_cut(&a, text, &d, &xml, &doctype, &e), 0);
	if (str_find(xml, STR("DOCTYPE")) != STR_NPOS || str_find(xml, STR("[&x;")) == STR_NPOS || doctype.n == 0)
		fail_msg("%s: %.*s", name, STR_ARG(xml));
	arena_release(&a);
}

/* In whatever encoding it comes, no DOCTYPE is left when the XML parser is called. */
static void
test_doctype_in_every_encoding(void **state)
{
	static const char ascii[] = "<?xml version='1.0'?>"
				    "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><title>[&x;]</title></rss>";
	static const struct {
		const char *name, *type;
		unsigned width, at; /* bytes a character, place of the ASCII byte */
	} cases[] = { { "utf-8", "", 1, 0 }, { "utf-16le", "", 2, 0 }, { "utf-16be", "", 2, 1 }, { "utf-32le", "", 4, 0 },
		{ "utf-32be", "", 4, 3 }, { "utf-16le by HTTP", "text/xml; charset=utf-16le", 2, 0 } };
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		size_t n = (sizeof(ascii) - 1) * cases[i].width;
		char *wide = calloc(1, n);

		for (k = 0; k < sizeof(ascii) - 1; k++)
			wide[k * cases[i].width + cases[i].at] = ascii[k];
		expect_cut(cases[i].name, (struct str){ wide, n }, cases[i].type);
		free(wide);
	}
	expect_cut("utf-7", STR("<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE rss +AFsAPAAh-ENTITY x SYSTEM 'file:///etc/passwd'"
	                        "+AD4AXQA+-+ADw-rss+AD4-<title>[+ACY-x;]</title></rss>"), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_labels), cmocka_unit_test(test_seven_bits), cmocka_unit_test(test_ebcdic),
		cmocka_unit_test(test_order), cmocka_unit_test(test_guess), cmocka_unit_test(test_doctype_in_every_encoding) };

	return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
