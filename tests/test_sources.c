/* What sources are besides feeds: sitemaps, gzip files, mails, time zones. */
#include "config.h"
#include "check.h"

#include <libdeflate.h>

#include "base/buf.h"
#include "base/zone.h"
#include "extract/mail.h"
#include "extract/mail_part.h"
#include "parse/gzip.h"
#include "parse/sitemap.h"

static const struct article *
article(const struct document *d, uint32_t i)
{
	return &((const struct article *)d->articles.v)[i];
}

/* ---- sitemaps ---- */

static int
read_sitemap(struct arena *a, const char *text, unsigned items_max, struct document *d)
{
	struct parse_input in = { .bytes = str_from(text), .base_url = STR("https://a.example/map.xml"), .items_max = items_max };
	struct err e;

	*d = (struct document){ .format = STR_NONE };
	return sitemap_parse(a, &in, d, &e);
}

static void
test_titles_of_addresses(void **state)
{
	static const struct {
		const char *url, *want;
	} cases[] = {
		{ "https://a.example/2025/03/the-old-tower-123.html", "The old tower 123" },
		{ "https://a.example/news/caf%C3%A9_culture/", "Café culture" },
		{ "https://a.example/story/4711", "Story" },
		{ "https://a.example/story-about-tea/4711?x=1", "Story about tea" },
		{ "https://a.example/the-tower/index.html", "The tower" },
		{ "https://a.example/bad%FFescape-here", "Bad%FFescape here" },
		{ "https://a.example/", "a.example" },
		{ "https://a.example/1/2", "https://a.example/1/2" },
	};
	struct document d;
	struct arena a;
	size_t i;
	struct str xml;

	(void)state;
	arena_init(&a, 16 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++) {
		xml = arena_printf(&a, "<urlset><url><loc>%s</loc></url></urlset>", cases[i].url);
		assert_int_equal(read_sitemap(&a, xml.p, 0, &d), 0);
		expect_text(cases[i].url, article(&d, 0)->title.raw, cases[i].want);
	}
	arena_release(&a);
}

static void
test_sitemap_forms(void **state)
{
	static const struct {
		const char *name, *text, *want; /* format, then the addresses */
	} cases[] = {
		{ "the newest first, undated ones last as they stand",
		    "<urlset><url><loc>https://a.example/x</loc></url><url><loc>https://a.example/old</loc><lastmod>2020-01-01</lastmod></url>"
		    "<url><loc>https://a.example/new</loc><lastmod>2024-01-01</lastmod></url><url><loc>https://a.example/y</loc></url></urlset>",
		    "sitemap https://a.example/new https://a.example/old https://a.example/x" },
		{ "relative and foreign schemes", "<urlset><url><loc>/p</loc></url><url><loc>javascript:1</loc></url></urlset>", "sitemap https://a.example/p" },
		{ "an image's address is not the page's",
		    "<urlset xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'><url><i:image><i:loc>https://a.example/i.png</i:loc></i:image>"
		    "<loc>https://a.example/p</loc></url></urlset>",
		    "sitemap https://a.example/p" },
		{ "cut off: what is whole", "<urlset><url><loc>https://a.example/p</loc></url><url><loc>https://a.ex", "sitemap https://a.example/p" },
		{ "lines of text", "https://a.example/1\r\nhttps://a.example/2\n\n", "sitemap https://a.example/1 https://a.example/2" },
		{ "an index", "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>", "sitemap-index https://a.example/a.xml" },
		{ "a robots.txt", "User-agent: *\nsitemap: https://a.example/s.xml\nDisallow: /\n", "sitemap-index https://a.example/s.xml" },
		{ "a robots.txt that names none", "User-agent: *\nDisallow: /\n", "" },
		{ "a feed is none", "<rss><channel><item><link>https://a.example/</link></item></channel></rss>", "" },
		{ "words are none", "Hello there", "" },
	};
	struct document d;
	struct arena a;
	struct buf got;
	uint32_t k;
	size_t i;

	(void)state;
	arena_init(&a, 16 << 20, NULL);
	buf_init(&got, 4096);
	for (i = 0; i < COUNT(cases); i++) {
		buf_clear(&got);
		if (read_sitemap(&a, cases[i].text, 3, &d) == 0)
			buf_add_str(&got, d.format);
		for (k = 0; k < d.articles.n; k++)
			buf_printf(&got, " %.*s", STR_ARG(article(&d, k)->url));
		for (k = 0; k < d.parts.n; k++)
			buf_printf(&got, " %.*s", STR_ARG(((const struct sitemap_part *)d.parts.v)[k].url));
		expect_text(cases[i].name, buf_str(&got), cases[i].want);
	}
	buf_release(&got);
	arena_release(&a);
}

/* ---- gzip ---- */

static struct str
packed(struct arena *a, struct str s)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(9);
	size_t room = libdeflate_gzip_compress_bound(c, s.n);
	char *out = arena_alloc(a, room);
	size_t n = libdeflate_gzip_compress(c, s.p, s.n, out, room);

	libdeflate_free_compressor(c);
	return (struct str){ out, n };
}

static void
test_gzip(void **state)
{
	struct str one, two, both, out, zeros = { NULL, 64U << 20 };
	struct arena a;
	struct err e;
	char *p;

	(void)state;
	arena_init(&a, SIZE_MAX / 4, NULL);
	one = packed(&a, STR("first, "));
	two = packed(&a, STR("second"));
	both = arena_printf(&a, "%*s", (int)(one.n + two.n), "");
	p = (char *)(uintptr_t)both.p;
	memcpy(p, one.p, one.n);
	memcpy(p + one.n, two.p, two.n);
	assert_true(gzip_is(both));
	assert_int_equal(gzip_open(&a, both, &out, &e), 0);
	expect_text("all members", out, "first, second");
	p[one.n + 12] ^= 0x55;
	assert_int_equal(gzip_open(&a, both, &out, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	zeros.p = arena_zalloc(&a, zeros.n);
	assert_int_equal(gzip_open(&a, packed(&a, zeros), &out, &e), -1);
	assert_int_equal(e.kind, ERR_LIMIT);
	assert_false(gzip_is(STR("<rss/>")));
	arena_release(&a);
}

/* ---- mails ---- */

static void
test_mail_words(void **state)
{
	static const struct {
		const char *name, *field, *want;
	} cases[] = {
		{ "plain", "Hello, world", "Hello, world" },
		{ "quoted", "=?utf-8?Q?Caf=C3=A9_au_lait?=", "Café au lait" },
		{ "base64", "=?UTF-8?B?w6TDtsO8?=", "äöü" },
		{ "between two words blanks are nothing", "=?utf-8?q?a?= =?utf-8?q?b?= c", "ab c" },
		{ "a character that two words share", "=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é" },
		{ "words around it", "Re: =?iso-8859-1?q?=E9t=E9?= (2)", "Re: été (2)" },
		{ "a language behind the charset", "=?utf-8*en?q?hi?=", "hi" },
		{ "what is none", "=?utf-8?x?abc?= =?broken", "=?utf-8?x?abc?= =?broken" },
		{ "bytes that were never encoded", "Gr\xfc\xdf", "Grüß" },
	};
	struct arena a;
	size_t i;

	(void)state;
	arena_init(&a, 16 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++)
		expect_text(cases[i].name, mail_words(&a, str_from(cases[i].field)), cases[i].want);
	arena_release(&a);
}

static void
test_mails(void **state)
{
	static const struct {
		const char *name, *mail, *want; /* the text of the body */
	} cases[] = {
		{ "no MIME at all", "Subject: s\n\nJust text.\n", "Just text.\n" },
		{ "HTML before text",
		    "Subject: s\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nt\n--b\n"
		    "Content-Type: text/html\n\n<p>h</p>\n--b--\n",
		    "<p>h</p>\n" },
		{ "a boundary that another begins with",
		    "Subject: s\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: multipart/related; boundary=\"b2\"\n\n--b2\n"
		    "Content-Type: text/html\n\ninner\n--b2--\n--b--\n",
		    "inner\n" },
		{ "no end", "Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nopen end", "open end" },
		{ "soft line ends", "Subject: s\nContent-Transfer-Encoding: quoted-printable\n\na=\nb =3D c=\r\nd", "ab = cd" },
		{ "an attachment is no text", "Subject: s\nContent-Disposition: attachment\n\nno", "" },
	};
	struct document d;
	struct arena a;
	struct buf deep;
	struct err e;
	size_t i;

	(void)state;
	arena_init(&a, 64 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++) {
		d = (struct document){ .format = STR_NONE };
		assert_int_equal(extract_mail(&a, str_from(cases[i].mail), &d, &e), 0);
		expect_text(cases[i].name, article(&d, 0)->body.raw, cases[i].want);
	}
	d = (struct document){ .format = STR_NONE };
	assert_int_equal(extract_mail(&a, STR("From: a@b.example\n\n"), &d, &e), -1);
	buf_init(&deep, 1 << 20);
	buf_add_c(&deep, "Subject: deep\n");
	for (i = 0; i < 5000; i++)
		buf_printf(&deep, "Content-Type: multipart/mixed; boundary=b%zu\n\n--b%zu\n", i, i);
	d = (struct document){ .format = STR_NONE };
	assert_int_equal(extract_mail(&a, buf_str(&deep), &d, &e), 0);
	buf_release(&deep);
	arena_release(&a);
}

/* ---- zones ---- */

static void
test_zones(void **state)
{
	static const struct {
		const char *name, *rule;
		int64_t local_s, want_s;
	} cases[] = {
		{ "an offset", "<+02:00>-02:00", 7200, 0 },
		{ "half hours", "<+0530>-5:30", 19800, 0 },
		{ "a day of the year, leap days not counted", "XST0XDT,J60,J300", 951868800 + 3 * 3600, 951868800 + 2 * 3600 }, /* 1 March 2000 */
		{ "before the change", "CET-1CEST,M3.5.0,M10.5.0/3", 1743296400 - 3600, 1743296400 - 7200 },             /* 30 March 2025, 01:00 */
		{ "behind the change", "CET-1CEST,M3.5.0,M10.5.0/3", 1743296400 + 2 * 3600, 1743296400 },               /* 03:00 */
	};
	char rule[ZONE_RULE_MAX];
	struct zone z;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(zone_parse(str_from(cases[i].rule), &z), 0);
		if (zone_to_utc(&z, cases[i].local_s) != cases[i].want_s)
			fail_msg("%s: %lld", cases[i].name, (long long)zone_to_utc(&z, cases[i].local_s));
	}
	assert_int_equal(zone_rule(STR("-03:30"), rule, &e), 0);
	assert_int_equal(zone_parse(str_from(rule), &z), 0);
	assert_int_equal(zone_to_utc(&z, 0), 12600);
	assert_int_equal(zone_rule(STR("Nowhere/Land"), rule, &e), -1);
	assert_int_equal(zone_rule(STR("../../etc/passwd"), rule, &e), -1);
	assert_int_equal(zone_rule(STR("+2500"), rule, &e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_titles_of_addresses), cmocka_unit_test(test_sitemap_forms),
		cmocka_unit_test(test_gzip), cmocka_unit_test(test_mail_words), cmocka_unit_test(test_mails), cmocka_unit_test(test_zones) };

	return cmocka_run_group_tests_name("sources", tests, NULL, NULL);
}
