#include "config.h"
#include "check.h"

#include "normalise/normalise.h"
#include "parse/parse.h"
#include "parse/person.h"

static void
test_people(void **state)
{
	static const struct {
		const char *text, *name, *email;
	} cases[] = {
		{ "Jane Doe", "Jane Doe", "" },
		{ "jane@example.org (Jane Doe)", "Jane Doe", "jane@example.org" },
		{ "Jane Doe (jane@example.org)", "Jane Doe", "jane@example.org" },
		{ "Jane Doe <jane@example.org>", "Jane Doe", "jane@example.org" },
		{ "jane@example.org", "", "jane@example.org" },
	};
	struct arena a;
	struct person p;
	size_t i;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++) {
		person_parse(&a, str_from(cases[i].text), &p);
		expect_text(cases[i].text, p.name, cases[i].name);
		expect_text(cases[i].text, p.email, cases[i].email);
	}
	arena_release(&a);
}

struct parsed {
	struct arena a;
	struct document d;
	struct err e;
	int rc;
};

static void
parse_ending(struct parsed *p, struct str bytes, const char *type, enum parse_ending ending)
{
	struct parse_input in = { .bytes = bytes, .content_type = str_from(type), .base_url = STR("http://example.org/feed"), .ending = ending };

	memset(p, 0, sizeof(*p));
	arena_init(&p->a, 64 << 20, NULL);
	p->rc = parse_document(&p->a, &in, &p->d, &p->e);
	if (p->rc == 0)
		normalise_document(&p->a, &p->d);
}

static void
parse(struct parsed *p, struct str bytes, const char *type)
{
	parse_ending(p, bytes, type, ENDING_CLOSED);
}

static const struct article *
item(const struct parsed *p, uint32_t i)
{
	assert_true(i < p->d.articles.n);
	return &((const struct article *)p->d.articles.v)[i];
}

static void
test_formats(void **state)
{
	static const struct {
		const char *format, *text;
	} cases[] = {
		{ "rss20", "<rss version='2.0'><channel><title>F</title><item><title>T</title><link>/a</link><description>S</description></item></channel></rss>" },
		{ "rss092", "<rss version='0.92'><channel><title>F</title><item><title>T</title><link>/a</link><description>S</description></item></channel></rss>" },
		{ "rss10", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><title>F</title>"
			   "</channel><item rdf:about='x'><title>T</title><link>/a</link><description>S</description></item></rdf:RDF>" },
		{ "atom10", "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><entry><title>T</title><link href='/a'/><summary>S</summary></entry></feed>" },
		{ "atom03", "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>F</title><entry><title>T</title><link rel='alternate' href='/a'/>"
			    "<summary>S</summary></entry></feed>" },
		{ "json11", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"F\",\"items\":[{\"id\":1,\"title\":\"T\",\"url\":\"/a\",\"summary\":\"S\"}]}" },
	};
	struct parsed p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		parse(&p, str_from(cases[i].text), "");
		if (p.rc != 0)
			fail_msg("%s: %s", cases[i].format, p.e.text);
		expect_text("format", p.d.format, cases[i].format);
		expect_text(cases[i].format, p.d.title.plain, "F");
		expect_text(cases[i].format, item(&p, 0)->title.plain, "T");
		expect_text(cases[i].format, item(&p, 0)->url, "http://example.org/a");
		expect_text(cases[i].format, item(&p, 0)->summary.plain, "S");
		arena_release(&p.a);
	}
}

static void
test_extensions(void **state)
{
	static const char text[] =
	    "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
	    " xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
	    " xmlns:slash='http://purl.org/rss/1.0/modules/slash/' xmlns:a='http://www.w3.org/2005/Atom'><channel>"
	    "<a:link rel='self' href='http://example.org/self'/><item><guid isPermaLink='false'>id-1</guid><dc:creator>Jane</dc:creator>"
	    "<content:encoded>&lt;p onclick='x()'&gt;Hi &lt;b&gt;there&lt;/b&gt;&lt;script&gt;x&lt;/script&gt;</content:encoded>"
	    "<enclosure url='a.mp3' type='audio/mpeg' length='12'/><slash:comments>7</slash:comments><itunes:duration>1:02:03</itunes:duration>"
	    "<media:content url='http://i.org/p.jpg' medium='image'><media:credit role='photographer'>Drew</media:credit>"
	    "<media:description>At the lake</media:description></media:content><category domain='d'>c1</category></item></channel></rss>";
	const struct article *a;
	struct parsed p;

	(void)state;
	parse(&p, STR(text), "application/rss+xml");
	assert_int_equal(p.rc, 0);
	a = item(&p, 0);
	expect_text("self", p.d.feed_url, "http://example.org/self");
	expect_text("guid", a->id, "id-1");
	assert_int_equal(a->id_is_permalink, TRI_FALSE);
	expect_text("creator", ((struct person *)a->authors.v)[0].name, "Jane");
	expect_text("content", a->content_html, "<p>Hi <b>there</b></p>");
	expect_text("enclosure", ((struct enclosure *)a->enclosures.v)[0].url, "http://example.org/a.mp3");
	assert_int_equal(a->comments->count.v, 7);
	assert_int_equal((int)a->itunes->duration.v, 3723);
	expect_text("credit", ((struct credit *)a->media->credits.v)[0].name, "Drew");
	expect_text("caption", ((struct media_content *)a->media->contents.v)[0].description.plain, "At the lake");
	expect_text("image", a->image, "http://i.org/p.jpg");
	expect_text("scheme", ((struct category *)a->categories.v)[0].scheme, "d");
	assert_int_equal(p.d.wellformed, TRI_TRUE);
	arena_release(&p.a);
}

static void
test_xhtml(void **state)
{
	struct parsed p;

	(void)state;
	parse(&p, STR("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>A &amp;lt;b&amp;gt;</title><content type='xhtml'>"
		      "<div xmlns='http://www.w3.org/1999/xhtml'>x &amp; <a href='y'>z</a><br/></div></content></entry></feed>"),
	    "");
	assert_int_equal(p.rc, 0);
	expect_text("outer div goes, markup stays", item(&p, 0)->content_html, "x &amp; <a href=\"http://example.org/y\">z</a><br/>");
	expect_text("decoded once", item(&p, 0)->title.plain, "A <b>");
	arena_release(&p.a);
}

/* A transfer cut anywhere keeps the items that came whole. */
static void
test_truncated(void **state)
{
	static const char text[] = "<rss version='2.0'><channel><title>F</title><item><guid>1</guid><title>one</title></item>"
				   "<item><guid>2</guid><title>two</title></item></channel></rss>";
	size_t first = (size_t)(strstr(text, "</item>") - text) + 7, n;
	struct parsed p;

	(void)state;
	for (n = first; n < sizeof(text) - 40; n++) {
		parse_ending(&p, (struct str){ text, n }, "", ENDING_CUT);
		if (p.rc != 0 || p.d.articles.n != 1)
			fail_msg("cut at %zu: %u items", n, p.d.articles.n);
		assert_int_equal(p.d.wellformed, TRI_FALSE);
		arena_release(&p.a);
	}
}

/* What is open at the end: closed to look at it; as an article only what nothing but its end tag lacks. */
static void
test_endings(void **state)
{
	static const struct {
		const char *claim, *text;
		unsigned n[3];     /* articles, by enum parse_ending */
		const char *title; /* of the last, with ENDING_CLOSED */
	} cases[] = {
#define ONE "<rss version='2.0'><channel><title>F</title><item><guid>1</guid><title>one</title></item>"
		{ "all is closed", ONE "</channel></rss>", { 1, 1, 1 }, "one" },
		{ "the feed is not", ONE, { 1, 1, 1 }, "one" },
		{ "the item is not", ONE "<item><guid>2</guid><title>two</title>", { 2, 2, 1 }, "two" },
		{ "nor a title", ONE "<item><guid>2</guid><title>two", { 2, 1, 1 }, "two" },
		{ "nor a tag", ONE "<item><guid>2</guid><title>two</title><li", { 2, 1, 1 }, "two" },
		{ "nor an end tag", ONE "<item><guid>2</guid><title>two</ti", { 2, 1, 1 }, "two" },
		{ "an item that nothing tells from another", ONE "<item><title>two</title>\n", { 2, 1, 1 }, "two" },
		{ "an entry with markup",
		    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>urn:x:1</id><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <b>b",
		    { 1, 0, 0 }, "a b" },
		{ "tags that were mended", ONE "<item><guid>2</guid><title>two<br></title>", { 2, 2, 1 }, "two" },
#undef ONE
	};
	struct parsed p;
	unsigned ending;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		for (ending = ENDING_CLOSED; ending <= ENDING_CUT; ending++) {
			parse_ending(&p, str_from(cases[i].text), "", (enum parse_ending)ending);
			if (p.rc != 0 || p.d.articles.n != cases[i].n[ending])
				fail_msg("%s: %u articles with ending %u", cases[i].claim, p.d.articles.n, ending);
			if (ending == ENDING_CLOSED)
				expect_text(cases[i].claim, item(&p, p.d.articles.n - 1)->title.plain, cases[i].title);
			arena_release(&p.a);
		}
}

static void
test_not_a_feed(void **state)
{
	static const char *const cases[] = { "", "   ", "hello", "<html><body>x</body></html>", "{\"a\":1}", "[1,2", "<x/>", "\x00\x01\x02", "<" };
	struct parsed p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		parse(&p, str_from(cases[i]), "");
		if (p.rc != -1 || p.e.kind != ERR_INPUT || p.e.text[0] == '\0')
			fail_msg("%s", cases[i]);
		arena_release(&p.a);
	}
}

#define DTD "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY ok 'fine'><!ENTITY lol '&lol2;'>]>"
#define BODY "<rss version='2.0'><channel><item><title>[&x;&lol;&ok;&eacute;]</title></item></channel></rss>"

static void
test_doctype(void **state)
{
	struct parsed p;

	(void)state;
	parse(&p, STR("<?xml version='1.0'?>" DTD BODY), "");
	assert_int_equal(p.rc, 0);
	expect_text("only plain entities are expanded", item(&p, 0)->title.plain, "[&x;&lol;fine\xc3\xa9]");
	arena_release(&p.a);
}

/* JSON can spell a NUL, and what stands behind it is text all the same; behind an escaped backslash it is none. */
static void
test_json_nul(void **state)
{
	struct parsed p;

	(void)state;
	parse(&p, STR("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"title\":\"a\\u0000b\\\\u0000c\"}]}"), "");
	assert_int_equal(p.rc, 0);
	expect_text("text behind a NUL is kept", item(&p, 0)->title.plain, "ab\\u0000c");
	arena_release(&p.a);
}

static void
test_limits(void **state)
{
	struct parsed p;
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 64 << 20);
	buf_add_c(&b, "<rss version='2.0'><channel>");
	for (i = 0; i < 5000; i++)
		buf_add_c(&b, "<a>");
	parse(&p, buf_str(&b), "");
	assert_int_equal(p.d.wellformed, TRI_FALSE);
	arena_release(&p.a);
	buf_clear(&b);
	buf_add_c(&b, "<rss version='2.0'><channel><item ");
	for (i = 0; i < 20000; i++)
		buf_printf(&b, "a%zu='' ", i);
	buf_add_c(&b, "/></channel></rss>");
	parse(&p, buf_str(&b), "");
	assert_int_equal(p.rc, -1);
	assert_int_equal(p.e.kind, ERR_LIMIT);
	arena_release(&p.a);
	buf_clear(&b);
	buf_add_c(&b, "<rss version='2.0'><channel>");
	for (i = 0; i < PARSE_ITEMS_MAX + 5; i++)
		buf_printf(&b, "<item><guid>%zu</guid></item>", i);
	buf_add_c(&b, "</channel></rss>");
	parse(&p, buf_str(&b), "");
	assert_int_equal(p.d.articles.n, PARSE_ITEMS_MAX);
	assert_int_equal(p.d.dropped.v, 5);
	arena_release(&p.a);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_people), cmocka_unit_test(test_formats), cmocka_unit_test(test_extensions),
		cmocka_unit_test(test_xhtml), cmocka_unit_test(test_truncated), cmocka_unit_test(test_endings), cmocka_unit_test(test_not_a_feed), cmocka_unit_test(test_doctype),
		cmocka_unit_test(test_json_nul),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
