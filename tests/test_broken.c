/* Documents as they come: what was meant is read, and that it was broken is told. */
#include "config.h"
#include "check.h"

#include "normalise/normalise.h"
#include "parse/mend.h"
#include "parse/parse.h"
#include "parse/repair.h"

#define RSS(items) "<rss version='2.0'><channel><title>F</title>" items "</channel></rss>"
#define TWO "<item><title>a</title></item><item><title>b</title></item>"
#define SECOND "<item><title>b</title></item>"

struct parsed {
	struct arena a;
	struct document d;
	struct err e;
	int rc;
};

static void
parse(struct parsed *p, const char *text)
{
	struct parse_input in = { .bytes = str_from(text), .base_url = STR("http://example.org/feed") };

	memset(p, 0, sizeof(*p));
	arena_init(&p->a, 64 << 20, NULL);
	p->rc = parse_document(&p->a, &in, &p->d, &p->e);
	if (p->rc == 0)
		normalise_document(&p->a, &p->d);
}

static bool
has_problem(const struct document *d, const char *code)
{
	const struct problem *p = d->problems.v;
	uint32_t i;

	for (i = 0; i < d->problems.n; i++)
		if (str_is(p[i].code, code))
			return true;
	return false;
}

/* Two items, whose titles are given, in a feed called F. */
static void
test_two_items(void **state)
{
	static const struct {
		const char *claim, *text, *first, *problem; /* NULL: none */
	} cases[] = {
		{ "misnested markup", RSS("<item><title>a</title><description><b><i>x</b></i></description></item>" SECOND), "a",
		    "syntax" },
		{ "HTML's br has no end", RSS("<item><title>a<br>b</title></item>" SECOND), "a b", "syntax" },
		{ "a title ends where a link begins", RSS("<item><title>a<link>http://e.org/</link></item>" SECOND), "a",
		    "syntax" },
		{ "an item ends where the next begins", RSS("<item><title>a</title>" SECOND), "a", "syntax" },
		{ "stray end tags", RSS("</item></p><item><title>a</b></title></item>" SECOND), "a", "syntax" },
		{ "end tags in another case", RSS("<item><Title>a</title></Item>" SECOND), "a", "syntax" },
		{ "'<' that begins no tag", RSS("<item><title>1 < 2 and 3<4</title></item>" SECOND), "1 < 2 and 3<4", "syntax" },
		{ "a tag without its '>'", RSS("<item><title>a</title<link>http://e.org/</link></item>" SECOND), "a", "syntax" },
		{ "attributes without quotes",
		    RSS("<item><title>a</title><enclosure url=http://e.org/a type=audio/mpeg/></item>" SECOND), "a", "syntax" },
		{ "an attribute twice", RSS("<item><title>a</title><enclosure url='a' url='b'/></item>" SECOND), "a", "syntax" },
		{ "an attribute without a value", RSS("<item><title>a</title><guid isPermaLink>x</guid></item>" SECOND), "a",
		    "syntax" },
		{ "a quote that never ends", RSS("<item><title>a</title><enclosure url=\"http://e.org/a /></item>" SECOND), "a",
		    "syntax" },
		{ "'<' in an attribute", RSS("<item><title>a</title><category domain='x<y'>c</category></item>" SECOND), "a",
		    "syntax" },
		{ "bare ampersands", RSS("<item><title>a & b &c</title></item>" SECOND), "a & b &c", "syntax" },
		{ "HTML's entities", RSS("<item><title>&eacute;&amp;&hellip;</title></item>" SECOND), "é&…", "entity" },
		{ "a reference behind an error", RSS("<item><title>&nosuch;&amp;&lt;</title></item>" SECOND), "&nosuch;&<",
		    "entity" },
		{ "undeclared prefixes", RSS("<item><dc:title>a</dc:title></item>" SECOND), "a", "namespace" },
		{ "an undeclared prefix of the root",
		    "<atom:feed><atom:title>F</atom:title><atom:entry><atom:title>a</atom:title></"
		    "atom:entry><atom:entry><atom:title>b</atom:title>"
		    "</atom:entry></atom:feed>",
		    "a", "namespace" },
		{ "a prefix on an attribute", RSS("<item x:y='z'><title>a</title></item>" SECOND), "a", "namespace" },
		{ "text before the declaration", "Warning: <b>x</b> in y\n<?xml version='1.0'?>" RSS(TWO), "a", "syntax" },
		{ "markup before the root", "<br />\n<b>Warning</b>: x<br />\n" RSS(TWO), "a", "syntax" },
		{ "script behind the root", RSS(TWO) "<script>x()</script>", "a", "syntax" },
		{ "a declaration inside", RSS("<?xml version='1.0'?>" TWO), "a", "syntax" },
		{ "a comment before the declaration", "<!-- x --><?xml version='1.0'?>" RSS(TWO), "a", "syntax" },
		{ "dashes in comments", RSS("<!-- a -- b --><item><title>a</title></item><!-- x --->" SECOND), "a", "syntax" },
		{ "a feed in HTML's DOCTYPE", "<!DOCTYPE html>" RSS(TWO), "a", NULL },
		{ "two feeds in one body", RSS("<item><title>a</title></item>") "<?xml version='1.0'?>" RSS(SECOND), "a",
		    "syntax" },
		{ "two kinds of feeds",
		    RSS("<item><title>a</title></item>") "<feed "
							 "xmlns='http://www.w3.org/2005/Atom'><entry><title>b</title></entry></"
							 "feed>",
		    "a", "syntax" },
		{ "no channel", "<rss version='2.0'><title>F</title>" TWO "</rss>", "a", NULL },
		{ "items beside the channel", "<rss version='2.0'><channel><title>F</title></channel>" TWO "</rss>", "a", NULL },
		{ "a name space that nobody knows",
		    "<feed xmlns='http://example.com/new#'><title>F</title><entry><title>a</title></entry>"
		    "<entry><title>b</title></entry></feed>",
		    "a", NULL },
		{ "upper case",
		    "<RSS><CHANNEL><TITLE>F</TITLE><ITEM><TITLE>a</TITLE></ITEM><ITEM><TITLE>b</TITLE></ITEM></CHANNEL></RSS>", "a",
		    NULL },
		{ "UTF-8 encoded twice", RSS("<item><title>cafÃ© â€¦</title></item>" SECOND), "café …", NULL },
		{ "CDATA between elements", RSS("<![CDATA[x]]><item><![CDATA[y]]><title><![CDATA[a]]></title></item>" SECOND), "a",
		    NULL },
		{ "CDATA that never ends", RSS("<item><title>a</title></item><item><title><![CDATA[b</title></item>"), "a",
		    "syntax" },
		{ "references to controls", RSS("<item><title>a&#1;&#x0;</title></item>" SECOND), "a", "syntax" },
		{ "references to windows-1252", RSS("<item><title>don&#146;t</title></item>" SECOND), "don’t", NULL },
		{ "names with two colons", RSS("<item><title>a</title><a:b:c>x</a:b:c></item>" SECOND), "a", "syntax" },
		{ "JSON with commas too many",
		    "{\"version\":\"https://jsonfeed.org/version/"
		    "1\",\"title\":\"F\",\"items\":[{\"title\":\"a\",},{\"title\":\"b\"},]}",
		    "a", "syntax" },
		{ "JSON that was cut",
		    "{\"version\":\"https://jsonfeed.org/version/"
		    "1\",\"title\":\"F\",\"items\":[{\"title\":\"a\"},{\"title\":\"b\"},{\"ti",
		    "a", "syntax" },
	};
	const struct article *v;
	struct parsed p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		parse(&p, cases[i].text);
		if (p.rc != 0 || p.d.articles.n != 2)
			fail_msg("%s: %u items %s", cases[i].claim, p.d.articles.n, p.e.text);
		v = p.d.articles.v;
		expect_text(cases[i].claim, p.d.title.plain, "F");
		expect_text(cases[i].claim, v[0].title.plain, cases[i].first);
		expect_text(cases[i].claim, v[1].title.plain, "b");
		if (cases[i].problem != NULL ? !has_problem(&p.d, cases[i].problem) : p.d.wellformed != TRI_TRUE)
			fail_msg("%s: not the problem that it is", cases[i].claim);
		arena_release(&p.a);
	}
}

static void
test_values_survive(void **state)
{
	const struct article *a;
	struct parsed p;

	(void)state;
	parse(&p, RSS("<item><title>a</b></title><author>Jo <jo@example.org></author><link>http://e.org/?a=1&b=2</link>"
		      "<enclosure url=http://e.org/x.mp3 length=7 type=audio/mpeg/></item>"));
	assert_int_equal(p.d.articles.n, 1);
	a = p.d.articles.v;
	expect_text("link", a->url, "http://e.org/?a=1&b=2");
	expect_text("name", ((struct person *)a->authors.v)->name, "Jo");
	expect_text("address", ((struct person *)a->authors.v)->email, "jo@example.org");
	expect_text("enclosure", ((struct enclosure *)a->enclosures.v)->url, "http://e.org/x.mp3");
	assert_int_equal(((struct enclosure *)a->enclosures.v)->length.v, 7);
	arena_release(&p.a);
}

/* An entry inside an extension is the extension's own. */
static void
test_nested_entries(void **state)
{
	struct parsed p;

	(void)state;
	parse(&p, RSS("<item><title>a</title><x:y xmlns:x='urn:x'><item><title>old</title></item></x:y></item>"));
	assert_int_equal(p.d.articles.n, 1);
	arena_release(&p.a);
}

static void
test_double_utf8(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = { { "cafÃ©", "café" }, { "â€œx", "“x" }, { "plain", "plain" }, { "café", "café" }, { "Ã und é", "Ã und é" },
		{ "cafÃ© 日本", "cafÃ© 日本" } };
	struct arena a;
	size_t i;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++)
		expect_text(cases[i].text, repair_double_utf8(&a, str_from(cases[i].text)), cases[i].want);
	arena_release(&a);
}

/* Whatever comes, mending ends, and in time that grows with the text. */
static void
test_mending_is_linear(void **state)
{
	static const char *const pieces[] = { "<", "</a", "</", "<a b=\"", "<a b='", "<a ", "<![CDATA[", "<!--", "<?", "<item>",
		"<title>", "&", "<a><b></a>" };
	struct arena a;
	struct buf b;
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(pieces); i++) {
		arena_init(&a, 256 << 20, NULL);
		buf_init(&b, 8 << 20);
		for (k = 0; k < 100000; k++)
			buf_add_c(&b, pieces[i]);
		mend_xml(&a, buf_str(&b));
		mend_json(&a, buf_str(&b));
		buf_release(&b);
		arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_two_items), cmocka_unit_test(test_values_survive),
		cmocka_unit_test(test_nested_entries), cmocka_unit_test(test_double_utf8),
		cmocka_unit_test(test_mending_is_linear) };

	return cmocka_run_group_tests_name("broken", tests, NULL, NULL);
}
