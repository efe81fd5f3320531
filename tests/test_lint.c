#include "config.h"
#include "check.h"

#include "base/clock.h"
#include "lint/lint.h"
#include "lint/rules.h"

#define RSS(channel) "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>" channel "</channel></rss>"
#define HEAD "<title>T</title><link>http://a.example/</link><description>d</description>" \
             "<atom:link rel=\"self\" href=\"http://a.example/f\" type=\"application/rss+xml\"/>"
#define ITEM(more) "<item><title>t</title><guid isPermaLink=\"false\">1</guid>" more "</item>"
#define ATOM(more) "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><id>urn:x:1</id><updated>2003-12-13T18:30:02Z</updated>" \
                   "<author><name>A</name></author><link rel=\"self\" href=\"http://a.example/f\"/>" more "</feed>"
#define ENTRY(more) "<entry><title>t</title><id>urn:x:2</id><updated>2003-12-13T18:30:02Z</updated>" more "</entry>"
#define LINKED "<link href=\"http://a.example/1\"/>"
#define JSON(more) "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",\"feed_url\":\"http://a.example/f\"," more "}"

static struct list
lint(struct arena *a, const char *text, const char *type)
{
	struct list findings = { .n = 0 };

	arena_init(a, 16U << 20, NULL);
	lint_document(a, &(struct lint_input){ .bytes = str_from(text), .content_type = str_from(type) }, &findings);
	return findings;
}

/* The codes found, with a space between, in the order of their places. */
static void
expect_codes(const char *claim, const char *text, const char *want)
{
	struct arena a;
	struct list l = lint(&a, text, NULL);
	const struct finding *f = l.v;
	struct buf got;
	uint32_t i;

	buf_init(&got, 4096);
	for (i = 0; i < l.n; i++) {
		if (i > 0)
			buf_add_char(&got, ' ');
		buf_add_str(&got, f[i].code);
	}
	expect_text(claim, buf_str(&got), want);
	buf_release(&got);
	arena_release(&a);
}

struct claim {
	const char *claim, *text, *want;
};

static void
expect_all(const struct claim *cases, size_t n)
{
	size_t i;

	clock_set(1700000000);
	for (i = 0; i < n; i++)
		expect_codes(cases[i].claim, cases[i].text, cases[i].want);
	clock_set(-1);
}

static void
test_codes(void **state)
{
	static const struct claim cases[] = {
		{ "a good RSS feed", RSS(HEAD ITEM("<link>http://a.example/1</link><pubDate>Sat, 13 Dec 2003 18:30:02 GMT</pubDate>")), "" },
		{ "a good Atom feed", ATOM(ENTRY(LINKED)), "" },
		{ "a good JSON feed", JSON("\"items\":[{\"id\":\"1\",\"content_text\":\"x\",\"_mine\":1}]"), "" },
		{ "an element missing", RSS("<title>T</title><link>http://a.example/</link>" ITEM("")), "element-missing self-missing" },
		{ "an element twice", RSS(HEAD "<title>U</title>" ITEM("")), "element-twice" },
		{ "an element that is none", RSS(HEAD ITEM("<foo/>")), "element-unknown" },
		{ "an element in the wrong place", RSS(HEAD ITEM("<ttl>5</ttl>")), "element-misplaced" },
		{ "an attribute missing", RSS(HEAD ITEM("<enclosure url=\"http://a.example/x.mp3\" type=\"audio/mpeg\"/>")), "attribute-missing" },
		{ "an attribute that is none", RSS(HEAD ITEM("<category scheme=\"x\">c</category>")), "attribute-unknown" },
		{ "text where only elements stand", RSS("stray" HEAD ITEM("")), "text-unexpected" },
		{ "HTML that is not escaped", RSS(HEAD ITEM("<description>a <b>b</b></description>")), "markup-unexpected" },
		{ "no date of RFC 822", RSS(HEAD ITEM("<pubDate>2003-12-13</pubDate>")), "date" },
		{ "the wrong weekday", RSS(HEAD ITEM("<pubDate>Mon, 13 Dec 2003 18:30:02 GMT</pubDate>")), "date" },
		{ "a month that has no such day", RSS(HEAD ITEM("<pubDate>31 Nov 2003 18:30:02 GMT</pubDate>")), "date" },
		{ "a year of two digits", RSS(HEAD ITEM("<pubDate>13 Dec 03 18:30:02 GMT</pubDate>")), "date-form" },
		{ "a date to come", RSS(HEAD ITEM("<pubDate>13 Dec 2033 18:30:02 GMT</pubDate>")), "date-future" },
		{ "no number", RSS(HEAD "<ttl>often</ttl>" ITEM("")), "integer" },
		{ "a relative address", RSS(HEAD ITEM("<link>/1</link>")), "url-relative" },
		{ "no address at all", RSS(HEAD ITEM("<link>http://a.example/a b</link>")), "url" },
		{ "an author without address", RSS(HEAD ITEM("<author>Ann</author>")), "email" },
		{ "an author by the rule", RSS(HEAD ITEM("<author>ann@a.example (Ann)</author>")), "" },
		{ "no language", RSS(HEAD "<language>english</language>" ITEM("")), "language" },
		{ "a guid that only claims to be a link", RSS(HEAD "<item><title>t</title><guid>1</guid></item>"), "permalink" },
		{ "no guid", RSS(HEAD "<item><title>t</title></item>"), "id-missing" },
		{ "one guid for two", RSS(HEAD ITEM("") ITEM("")), "id-twice" },
		{ "neither title nor description", RSS(HEAD "<item><guid isPermaLink=\"false\">1</guid></item>"), "title-or-description" },
		{ "the same said twice", RSS(HEAD "<item xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><title>t</title><guid isPermaLink=\"false\">"
		                            "1</guid><author>a@a.example</author><dc:creator>A</dc:creator></item>"), "meaning-twice" },
		{ "HTML in a title", RSS(HEAD "<item><title>&lt;b>x&lt;/b></title><guid isPermaLink=\"false\">1</guid></item>"), "title-html" },
		{ "a script in a text", RSS(HEAD ITEM("<description>&lt;script>x()&lt;/script></description>")), "html-unsafe" },
		{ "a handler in a text", RSS(HEAD ITEM("<description>&lt;b onclick='x()'>y&lt;/b></description>")), "html-unsafe" },
		{ "a relative link in a text", RSS(HEAD ITEM("<description>&lt;a href='/x'>y&lt;/a></description>")), "html-relative" },
		{ "the same hour twice", RSS(HEAD "<skipHours><hour>1</hour><hour>01</hour></skipHours>" ITEM("")), "value" },
		{ "an old version", "<rss version=\"0.92\"><channel><title>T</title><link>http://a.example/</link><description/>"
		                    "<item><title>t</title><guid isPermaLink=\"false\">1</guid></item></channel></rss>", "version-old self-missing" },
		{ "HTML's entities", RSS(HEAD ITEM("<category>a&nbsp;b</category>")), "entity-undefined" },
		{ "a prefix that nobody declared", RSS(HEAD ITEM("<dc:creator>A</dc:creator>")), "namespace-undeclared" },
		{ "a DOCTYPE", "<!DOCTYPE rss>" RSS(HEAD ITEM("")), "doctype" },
		{ "a document cut short", "<rss version=\"2.0\"><channel><title>T</title>", "element-missing element-missing no-items self-missing truncated" },
		{ "no feed", "<html><body/></html>", "not-a-feed" },
		{ "no document", "", "not-a-feed" },
		{ "an Atom entry without author", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><id>urn:x:1</id>"
		                                  "<updated>2003-12-13T18:30:02Z</updated><link rel=\"self\" href=\"http://a.example/f\"/>"
		                                  ENTRY(LINKED) "</feed>", "author-missing" },
		{ "an entry that leads nowhere", ATOM(ENTRY("")), "link-missing" },
		{ "content elsewhere without summary", ATOM(ENTRY("<content src=\"http://a.example/v\" type=\"video/mp4\"/>")), "summary-missing" },
		{ "two links to the same", ATOM(ENTRY(LINKED LINKED)), "link-twice" },
		{ "a date of RFC 822 in Atom", ATOM(ENTRY(LINKED "<published>13 Dec 2003 18:30:02 GMT</published>")), "date" },
		{ "HTML in plain text", ATOM(ENTRY(LINKED "<summary>a &lt;b>b&lt;/b></summary>")), "html-undeclared" },
		{ "a type that is none", ATOM(ENTRY(LINKED "<summary type=\"text/html\">x</summary>")), "value" },
		{ "XHTML without its div", ATOM(ENTRY(LINKED "<summary type=\"xhtml\">x</summary>")), "type" },
		{ "an id that is relative", ATOM("<entry><title>t</title><id>/1</id><updated>2003-12-13T18:30:02Z</updated>" LINKED "</entry>"),
		    "id-relative" },
		{ "space around an id", ATOM("<entry><title>t</title><id> urn:x:2 </id><updated>2003-12-13T18:30:02Z</updated>" LINKED "</entry>"),
		    "white-space" },
		{ "a JSON id that is a number", JSON("\"items\":[{\"id\":1,\"content_text\":\"x\"}]"), "type" },
		{ "a JSON item without content", JSON("\"items\":[{\"id\":\"1\"}]"), "content-missing" },
		{ "a JSON member of nobody", JSON("\"items\":[{\"id\":\"1\",\"content_text\":\"x\",\"mine\":1}]"), "member-unknown" },
		{ "JSON that ends too soon", "{\"version\":", "syntax" },
	};

	(void)state;
	expect_all(cases, COUNT(cases));
}

#define PODCAST(channel, item) \
	"<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"" \
	" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel>" HEAD channel ITEM(SOUND item) "</channel></rss>"
#define SOUND "<enclosure url=\"http://a.example/1.mp3\" type=\"audio/mpeg\" length=\"1\"/>"
#define SHOW "<language>en</language><itunes:image href=\"http://a.example/i.png\"/><itunes:category text=\"Arts\"/>" \
             "<itunes:explicit>false</itunes:explicit>"
#define LONG "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"

static void
test_podcasts(void **state)
{
	static const struct claim cases[] = {
		{ "sound alone is no podcast for a directory", PODCAST("", ""), "" },
		{ "a good podcast", PODCAST(SHOW "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid><podcast:locked>yes</podcast:locked>"
		    "<podcast:medium>podcast</podcast:medium><podcast:person>Ann</podcast:person>",
		    "<podcast:season name=\"Sea\">1</podcast:season><podcast:episode>1.5</podcast:episode>"
		    "<podcast:transcript url=\"http://a.example/t\" type=\"text/vtt\"/><podcast:chapters url=\"http://a.example/c\" type=\"application/json+chapters\"/>"
		    "<podcast:soundbite startTime=\"73.0\" duration=\"60\"/><podcast:location geo=\"geo:-27.86,153.3\">Here</podcast:location>"
		    "<podcast:alternateEnclosure type=\"audio/opus\" length=\"9\" bitrate=\"96000.5\"><podcast:source uri=\"ipfs://x\"/></podcast:alternateEnclosure>"), "" },
		{ "what directories ask for", PODCAST("<itunes:author>A</itunes:author>", ""),
		    "podcast-missing podcast-missing podcast-missing podcast-missing" },
		{ "a category that has no text", PODCAST(SHOW "<itunes:category/>", ""), "attribute-missing" },
		{ "a category that no directory has", PODCAST(SHOW "<itunes:category text=\"Lighthouses\"/>", ""), "podcast-category" },
		{ "a category in a category", PODCAST(SHOW "<itunes:category text=\"Kids &amp; Family\"><itunes:category text=\"Stories for Kids\"/></itunes:category>", ""), "" },
		{ "a guid that is none", PODCAST(SHOW "<podcast:guid>1</podcast:guid>", ""), "value" },
		{ "locked by a word that is none", PODCAST(SHOW "<podcast:locked>true</podcast:locked>", ""), "value" },
		{ "an element of the channel in an item", PODCAST(SHOW, "<podcast:locked>yes</podcast:locked>"), "element-misplaced" },
		{ "an element of an item in the channel", PODCAST(SHOW "<podcast:season>1</podcast:season>", ""), "element-misplaced" },
		{ "one that lint does not know", PODCAST(SHOW "<podcast:nova/>", ""), "" },
		{ "chapters twice", PODCAST(SHOW, "<podcast:chapters url=\"http://a.example/c\" type=\"text/html\"/><podcast:chapters url=\"http://a.example/d\" type=\"text/html\"/>"),
		    "element-twice" },
		{ "a transcript without its type", PODCAST(SHOW, "<podcast:transcript url=\"http://a.example/t\"/>"), "attribute-missing" },
		{ "a trailer of no day", PODCAST(SHOW "<podcast:trailer url=\"http://a.example/t\" pubdate=\"2021-04-01\">T</podcast:trailer>", ""), "date" },
		{ "an enclosure without a source", PODCAST(SHOW, "<podcast:alternateEnclosure type=\"audio/opus\" length=\"9\"/>"), "element-missing" },
		{ "a person without a name", PODCAST(SHOW "<podcast:person/>", ""), "empty" },
		{ "a place on no globe", PODCAST(SHOW "<podcast:location geo=\"geo:91,0\">X</podcast:location>", ""), "number" },
		{ "a name that will be cut", PODCAST(SHOW "<podcast:person>" LONG "</podcast:person>", ""), "too-long" },
	};

	(void)state;
	expect_all(cases, COUNT(cases));
}

#define OPML(head, body) "<opml version=\"2.0\"><head>" head "</head><body>" body "</body></opml>"
#define FEED "<outline type=\"rss\" text=\"A\" xmlUrl=\"http://a.example/f\" htmlUrl=\"http://a.example/\" mine=\"x\"/>"

static void
test_subscription_lists(void **state)
{
	static const struct claim cases[] = {
		{ "a good list", OPML("<title>T</title><dateCreated>Sat, 13 Dec 2003 18:30:02 GMT</dateCreated>", "<outline text=\"Folder\">" FEED "</outline>"), "" },
		{ "no outline at all", OPML("", ""), "element-missing" },
		{ "no head", "<opml version=\"2.0\"><body>" FEED "</body></opml>", "element-missing" },
		{ "no version", "<opml><head/><body>" FEED "</body></opml>", "attribute-missing" },
		{ "an outline without text", OPML("", "<outline><outline text=\"x\"/></outline>"), "attribute-missing" },
		{ "a feed without address", OPML("", "<outline type=\"rss\" text=\"A\"/>"), "attribute-missing" },
		{ "an address that is relative", OPML("", "<outline type=\"rss\" text=\"A\" xmlUrl=\"/f\"/>"), "url-relative" },
		{ "a feed twice, in two folders", OPML("", FEED "<outline text=\"Folder\">" FEED "</outline>"), "subscription-twice" },
		{ "a day that is none", OPML("<dateModified>yesterday</dateModified>", FEED), "date" },
		{ "an element that is none", OPML("<keeper>A</keeper>", FEED), "element-unknown" },
	};

	(void)state;
	expect_all(cases, COUNT(cases));
}

static void
test_places(void **state)
{
	static const struct {
		const char *claim, *text;
		int64_t line, column;
	} cases[] = {
		{ "an element", "<?xml version='1.0'?>\n<rss version=\"2.0\">\n <channel><title>é</title><link>/x</link></channel></rss>", 3, 27 },
		{ "an attribute", RSS(HEAD "\n" "<item><title>t</title>\n<enclosure type=\"audio/mpeg\" length=\"x\" url=\"http://a.example/x\"/>"
		                           "<guid isPermaLink=\"false\">1</guid></item>"), 4, 30 },
		{ "a JSON member", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"a: {b\",\"feed_url\":\"http://a.example/f\",\n"
		                   " \"items\":[{\"id\":\"1\",\n\"content_text\":[]}]}", 3, 16 },
	};
	const struct finding *f;
	struct arena a;
	struct list l;
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		l = lint(&a, cases[i].text, NULL);
		f = l.v;
		for (k = 0; k < l.n; k++)
			if (f[k].line.v == cases[i].line && f[k].column.v == cases[i].column)
				break;
		if (k == l.n)
			fail_msg("%s: not at %lld:%lld", cases[i].claim, (long long)cases[i].line, (long long)cases[i].column);
		arena_release(&a);
	}
}

static void
test_mistakes_of_a_generator_are_told_a_few_times(void **state)
{
	struct buf text;
	struct arena a;
	struct list l;
	const struct finding *f;
	int i;

	(void)state;
	buf_init(&text, 1U << 20);
	buf_add_c(&text, "<rss version=\"2.0\"><channel><title>T</title><link>http://a.example/</link><description/>");
	for (i = 0; i < 1000; i++)
		buf_add_c(&text, "<item><title>t</title></item>");
	buf_add_c(&text, "</channel></rss>");
	l = lint(&a, text.p, NULL);
	f = l.v;
	assert_int_equal(l.n, 1 + 20 + 1); /* self-missing, id-missing, and the count of the rest */
	expect_text("the rest", f[l.n - 1].message, "980 more findings of these kinds");
	arena_release(&a);
	buf_release(&text);
}

/* Each in a moment, and without a word of what the limit itself has cut off. */
static void
test_floods(void **state)
{
	static const struct {
		const char *claim, *piece, *want;
		int n;
	} cases[] = {
		{ "a flood of syntax errors ends the reading", "<", "syntax", 100000 },
		{ "a flood of elements", "<x/>", "limit", 200000 },
		{ "a flood of depth", "<x>", "limit", 400 },
	};
	struct buf text;
	struct arena a;
	struct list l;
	const struct finding *f;
	size_t i, k;
	int n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_init(&text, 4U << 20);
		buf_add_c(&text, "<rss version=\"2.0\"><channel>");
		for (n = 0; n < cases[i].n; n++)
			buf_add_c(&text, cases[i].piece);
		arena_init(&a, 64U << 20, NULL);
		l = (struct list){ .n = 0 };
		lint_document(&a, &(struct lint_input){ .bytes = buf_str(&text) }, &l);
		f = l.v;
		for (k = 0; k < l.n && !str_is(f[k].code, cases[i].want); k++)
			;
		if (k == l.n)
			fail_msg("%s", cases[i].claim);
		arena_release(&a);
		buf_release(&text);
	}
}

static void
test_bytes_and_http(void **state)
{
	struct arena a;
	struct list l = lint(&a, "<?xml version=\"1.0\" encoding=\"utf-8\"?>" RSS(HEAD ITEM("<category>\xe9</category>")), "text/plain");
	const struct finding *f = l.v;

	(void)state;
	assert_int_equal(l.n, 3); /* what the declaration says is wrong, and what the bytes are taken for */
	expect_text("bytes", f[1].code, "encoding");
	expect_text("HTTP", f[0].code, "content-type");
	arena_release(&a);
}

static void
test_every_rule_has_a_code_of_its_own(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < LINT_RULES; i++) {
		assert_non_null(lint_rules[i].code);
		assert_non_null(lint_rule_source((enum lint_rule)i, LINT_RSS));
		for (k = 0; k < i; k++)
			assert_string_not_equal(lint_rules[i].code, lint_rules[k].code);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_codes), cmocka_unit_test(test_podcasts),
		cmocka_unit_test(test_subscription_lists), cmocka_unit_test(test_places),
		cmocka_unit_test(test_mistakes_of_a_generator_are_told_a_few_times), cmocka_unit_test(test_floods), cmocka_unit_test(test_bytes_and_http),
		cmocka_unit_test(test_every_rule_has_a_code_of_its_own) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
