#include "config.h"
#include "check.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "base/utf8.h"
#include "normalise/normalise.h"
#include "parse/parse.h"
#include "render/json_out.h"
#include "render/render.h"
#include "render/uri_out.h"
#include "render/xml_out.h"

#define OUT_MAX (8U << 20)

static const struct render_site site = { "https://planet.example.org" };

struct bench {
	struct arena a;
	struct buf out;
	struct feed feed;
	struct document origin;
	struct composition c;
};

static int
set_up(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));

	arena_init(&b->a, 64U << 20, NULL);
	buf_init(&b->out, OUT_MAX);
	b->feed = (struct feed){ .name = (char *)(uintptr_t) "world",
		.title = (char *)(uintptr_t) "World & <News>",
		.description = (char *)(uintptr_t) "What happens",
		.language = (char *)(uintptr_t) "en",
		.items_max = 50 };
	b->origin.title.plain = STR("The Press");
	b->origin.description.plain = STR("Truth, Inspiration, Hope.");
	b->origin.link = STR("https://press.example.org/");
	b->origin.feed_url = STR("https://press.example.org/feed?a=1&b=2");
	b->c.feed = &b->feed;
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	arena_release(&b->a);
	buf_release(&b->out);
	free(b);
	return 0;
}

static struct entry *
add(struct bench *b, const char *id, const char *url, const char *title)
{
	struct entry *e = list_add(&b->a, &b->c.entries, sizeof(*e));

	e->row = b->c.entries.n;
	e->id = str_from(id);
	e->source = STR("press");
	e->first_seen_s = e->published_s = 1645833600; /* 2022-02-26 */
	e->updated_s = 1645837200;
	e->revision = 1;
	e->origin = &b->origin;
	e->article.url = str_from(url);
	e->article.title.plain = str_from(title);
	b->c.updated_s = e->updated_s;
	return e;
}

static void *
add_to(struct bench *b, struct list *l, size_t size)
{
	return list_add(&b->a, l, size);
}

/* An entry with everything that a format has a place for. */
static struct entry *
add_rich(struct bench *b)
{
	struct entry *e = add(b, "https://press.example.org/a?x=1&y=2", "https://press.example.org/a?x=1&y=2", "Q & A: “5 < 6”");
	struct article *a = &e->article;
	struct enclosure *en;
	struct credit *credit;

	a->summary.html = STR("<p>In <b>short</b></p>");
	a->summary.plain = STR("In short");
	a->content_html = STR("<figure><img src=\"https://press.example.org/i.jpg\"/><figcaption>x</figcaption></figure><p>Long "
			      "&amp; ]]&gt; “curly”</p>");
	a->image = STR("https://press.example.org/i.jpg");
	a->image_caption = STR("A meeting, \"virtual\"");
	a->image_credit = STR("Drew Angerer/Getty Images");
	a->image_width = (struct opt_int){ 1200, true };
	a->image_height = (struct opt_int){ 800, true };
	*(struct person *)add_to(b, &a->authors, sizeof(struct person)) =
	    (struct person){ .name = STR("Ann O’Neill"), .email = STR("ann@example.org"), .url = STR("https://example.org/ann") };
	*(struct person *)add_to(b, &a->authors, sizeof(struct person)) = (struct person){ .name = STR("Bo") };
	*(struct person *)add_to(b, &a->contributors, sizeof(struct person)) = (struct person){ .name = STR("Cy") };
	*(struct category *)add_to(b, &a->categories, sizeof(struct category)) =
	    (struct category){ STR("news"), STR("https://example.org/scheme"), STR("News") };
	en = add_to(b, &a->enclosures, sizeof(*en));
	*en = (struct enclosure){ .url = STR("magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a") };
	en = add_to(b, &a->enclosures, sizeof(*en));
	*en = (struct enclosure){
		.url = STR("https://press.example.org/a.mp3"), .type = STR("audio/mpeg"), .length = { 1234, true }
	};
	en = add_to(b, &a->enclosures, sizeof(*en));
	*en = (struct enclosure){ .url = STR("https://press.example.org/a.pdf"), .title = STR("The paper") };
	a->comments = arena_zalloc(&b->a, sizeof(*a->comments));
	*a->comments = (struct comments){
		.url = STR("https://press.example.org/a#c"), .feed_url = STR("https://press.example.org/a/c"), .count = { 7, true }
	};
	a->itunes = arena_zalloc(&b->a, sizeof(*a->itunes));
	a->itunes->is_explicit = TRI_FALSE;
	a->itunes->duration.v = 63;
	a->itunes->duration.is_set = true;
	a->itunes->episode = (struct opt_int){ 4, true };
	a->media = arena_zalloc(&b->a, sizeof(*a->media));
	credit = add_to(b, &a->media->credits, sizeof(*credit));
	*credit = (struct credit){ .name = STR("Eve"), .role = STR("Photographer") };
	credit = add_to(b, &a->media->credits, sizeof(*credit));
	*credit = (struct credit){ .name = STR("Mal"), .role = STR("no such role") };
	a->language = STR("en-GB");
	a->rights.plain = STR("© The Press");
	return e;
}

/* What formats leave optional is missing, or broken. */
static void
add_odd(struct bench *b)
{
	struct entry *e;

	add(b, "urn:uuid:6a2f41a3-c54c-5ce8-92d2-0324e1c32e22", "", "");
	e = add(b, "tag:example.org,2022:1", "https://example.org/ü/[a] b?c[]=%zz\"", "bad \xff\xfe byte \x01 and \xef\xbf\xbf");
	e->article.content_html = STR("<p>bad \xc3 byte \x0b]]> and \xef\xbf\xbe</p>");
	e = add(b, "tag:example.org,2022:2", "https://example.org/2", "the <b>bold</b> &amp; the rest");
	e->article.content_text = STR("One\nline & <more>\n\nTwo\r\n");
	*(struct person *)add_to(b, &e->article.authors, sizeof(struct person)) =
	    (struct person){ .email = STR("joe@example.org") };
	*(struct person *)add_to(b, &e->article.authors, sizeof(struct person)) = (struct person){ .avatar = STR("x") };
	*(struct category *)add_to(b, &e->article.categories, sizeof(struct category)) = (struct category){ .scheme = STR("only") };
	e = add(b, "tag:example.org,2022:3", "https://example.org/3", "");
	e->article.summary.plain = STR("Only a summary");
	e->article.image_caption = STR("A caption without a picture");
	e->article.image_credit = STR("Somebody");
	e->article.image = STR("data:image/png;base64,AAAA");
}

static struct str
render(struct bench *b, enum feed_format format)
{
	buf_clear(&b->out);
	assert_int_equal(render_feed(format, &b->c, &site, &b->out), 0);
	return buf_str(&b->out);
}

static void
expect_in(const char *claim, struct str got, const char *part)
{
	if (str_find(got, str_from(part)) == STR_NPOS)
		fail_msg("%s: no %s in\n%.*s", claim, part, STR_ARG(got));
}

static void
expect_not_in(const char *claim, struct str got, const char *part)
{
	if (str_find(got, str_from(part)) != STR_NPOS)
		fail_msg("%s: %s in\n%.*s", claim, part, STR_ARG(got));
}

/* ---- writers ---- */

static void
test_xml(void **state)
{
	static const struct {
		const char *name;
		enum xml_flavour flavour;
		struct str text;
		const char *want;
	} cases[] = {
		{ "text is escaped", XML_PLAIN, { "a<b>&\"'\tc\n", 10 }, "<e>a&lt;b&gt;&amp;\"'\tc\n</e>" },
		{ "the RSS Profile's references", XML_RSS, { "a<&", 3 }, "<e>a&#x3C;&#x26;</e>" },
		{ "a carriage return survives", XML_PLAIN, { "a\r\n", 3 }, "<e>a&#13;\n</e>" },
		{ "forbidden characters go", XML_PLAIN,
		    { "a\0\x01\x1f\x7f"
		      "b",
			6 },
		    "<e>a\x7f"
		    "b</e>" },
		{ "U+FFFE and U+FFFF go, U+FFFD stays", XML_PLAIN, { "\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd.", 10 },
		    "<e>\xef\xbf\xbd.</e>" },
		{ "bad bytes become U+FFFD", XML_PLAIN, { "\xc3(\xed\xa0\x80", 5 },
		    "<e>\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd</e>" },
		{ "a cut sequence at the end", XML_PLAIN, { "x\xef\xbf", 3 }, "<e>x\xef\xbf\xbd\xef\xbf\xbd</e>" },
		{ "void for nothing", XML_PLAIN, { "", 0 }, "<e></e>" },
	};
	struct buf b;
	struct xml x;
	size_t i;

	(void)state;
	buf_init(&b, 1000);
	for (i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		xml_init(&x, &b, cases[i].flavour);
		buf_clear(&b);
		xml_start(&x, "e");
		xml_text(&x, cases[i].text);
		xml_end(&x);
		expect_text(cases[i].name, str_skip(buf_str(&b), 1), cases[i].want);
	}
	buf_clear(&b);
	xml_start(&x, "e");
	xml_html(&x, STR("<p>]]></p>\x02"));
	xml_end(&x);
	expect_text("a CDATA section cannot be left", str_skip(buf_str(&b), 1), "<e><![CDATA[<p>]]]]><![CDATA[></p>]]></e>");
	buf_clear(&b);
	xml_start(&x, "e");
	xml_html(&x, STR("<]\x01]\x02>"));
	xml_end(&x);
	expect_text("not by what is dropped either", str_skip(buf_str(&b), 1), "<e><![CDATA[<]]]><![CDATA[]]]><![CDATA[>]]></e>");
	buf_clear(&b);
	xml_start(&x, "e");
	xml_attr(&x, "a", STR("\"<\n&'"));
	xml_end(&x);
	expect_text("attributes", str_skip(buf_str(&b), 1), "<e a=\"&quot;&lt;&#10;&amp;'\"/>");
	buf_release(&b);
}

static void
test_uri(void **state)
{
	static const struct {
		const char *name, *uri, *iri_form, *uri_form;
	} cases[] = {
		{ "nothing to do", "https://a.example/b?c=d#e", "https://a.example/b?c=d#e", "https://a.example/b?c=d#e" },
		{ "ampersands", "https://a.example/?b&c", "https://a.example/?b&amp;c", "https://a.example/?b&amp;c" },
		{ "characters", "https://a.example/ü", "https://a.example/ü", "https://a.example/%C3%BC" },
		{ "what no URI has", "x:a b\"<>\\^`{|}\n", "x:a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%0A",
		    "x:a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%0A" },
		{ "escapes stay, strays do not", "x:%41%zz%", "x:%41%25zz%25", "x:%41%25zz%25" },
		{ "brackets", "http://[::1]/a[]", "http://[::1]/a%5B%5D", "http://[::1]/a%5B%5D" },
		{ "one fragment", "x:a#b#c", "x:a#b%23c", "x:a#b%23c" },
		{ "spaces of all kinds", "x:\xc2\x85\xe3\x80\x80", "x:%C2%85%E3%80%80", "x:%C2%85%E3%80%80" },
		{ "bad bytes", "x:\xff\xef\xbf\xbf", "x:%FF%EF%BF%BF", "x:%FF%EF%BF%BF" },
	};
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 1000);
	for (i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		uri_add(&b, str_from(cases[i].uri), false, "&amp;");
		expect_text(cases[i].name, buf_str(&b), cases[i].iri_form);
		buf_clear(&b);
		uri_add(&b, str_from(cases[i].uri), true, "&amp;");
		expect_text(cases[i].name, buf_str(&b), cases[i].uri_form);
	}
	buf_release(&b);
	assert_false(uri_is_absolute(STR("/a")));
	assert_false(uri_is_absolute(STR("http:")));
	assert_true(uri_is_absolute(STR("urn:x:y")));
}

static void
test_json(void **state)
{
	struct json j;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	json_init(&j, &b);
	json_object(&j, NULL);
	json_string(&j, "a", STR("\"\\\n\x01\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xa6\xff"));
	json_array(&j, "b");
	json_integer(&j, NULL, -1);
	json_number(&j, NULL, 1.5);
	json_end(&j);
	json_maybe(&j, "c", STR_NONE);
	json_maybe_url(&j, "d", STR("relative"));
	json_maybe_url(&j, "e", STR("x:\"\\&"));
	json_object(&j, "f");
	json_end(&j);
	json_end(&j);
	assert_int_equal(json_finish(&j), 0);
	expect_text("every escape", buf_str(&b),
	    "{\n\"a\":\"\\\"\\\\\\n\\u0001\\u2028\\u2029…\xef\xbf\xbd\",\n\"b\":[\n-1,\n1.5\n],\n\"e\":\"x:%22%5C&\",\n\"f\":{}\n}"
	    "\n");
	buf_release(&b);
}

/* ---- formats ---- */

static void
test_wellformed(void **state)
{
	static const enum feed_format formats[] = { FEED_ATOM, FEED_RSS };
	struct bench *b = *state;
	struct str out;
	xmlDoc *doc;
	size_t i;
	int round;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < COUNT(formats); i++) {
			out = render(b, formats[i]);
			assert_true(utf8_is_valid(out));
			doc =
			    xmlReadMemory(out.p, (int)out.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
			if (doc == NULL)
				fail_msg("not well-formed:\n%.*s", STR_ARG(out));
			xmlFreeDoc(doc);
		}
		add_rich(b); /* the first round was a feed without entries */
		add_odd(b);
	}
	buf_clear(&b->out);
	assert_int_equal(render_opml(&b->feed, 1, &site, &b->out), 0);
	doc = xmlReadMemory(b->out.p, (int)b->out.n, NULL, NULL, XML_PARSE_NONET);
	assert_non_null(doc);
	xmlFreeDoc(doc);
}

static struct document
parsed(struct bench *b, struct str bytes)
{
	struct parse_input in = { .bytes = arena_str(&b->a, bytes) };
	struct document d = { .format = STR_NONE };
	struct err e;

	if (parse_document(&b->a, &in, &d, &e) != 0)
		fail_msg("%s", e.text);
	if (d.problems.n > 0)
		fail_msg("%.*s", STR_ARG(((struct problem *)d.problems.v)->message));
	normalise_document(&b->a, &d);
	return d;
}

static void
expect_str(const char *claim, struct str got, struct str want)
{
	if (!str_eq(got, want))
		fail_msg("%s: got \"%.*s\", want \"%.*s\"", claim, STR_ARG(got), STR_ARG(want));
}

static void
test_round_trip(void **state)
{
	static const struct {
		enum feed_format format;
		const char *name;
	} formats[] = { { FEED_ATOM, "atom10" }, { FEED_RSS, "rss20" }, { FEED_JSON, "json11" } };
	struct bench *b = *state;
	const struct article *want, *got;
	const struct media_content *c;
	struct document d;
	size_t i;

	want = &add_rich(b)->article;
	for (i = 0; i < COUNT(formats); i++) {
		d = parsed(b, render(b, formats[i].format));
		expect_text("format", d.format, formats[i].name);
		expect_text("title of the feed", d.title.plain, "World & <News>");
		assert_int_equal(d.articles.n, 1);
		got = d.articles.v;
		expect_str("id", got->id, STR("https://press.example.org/a?x=1&y=2"));
		expect_str("url", got->url, want->url);
		expect_str("title", got->title.plain, want->title.plain);
		expect_str("summary", got->summary.plain, want->summary.plain);
		expect_str("content", got->content_html, want->content_html);
		expect_str("image", got->image, want->image);
		assert_int_equal(got->published.v, 1645833600);
		assert_true(got->authors.n >= 2);
		expect_text("author", ((struct person *)got->authors.v)->name, "Ann O’Neill");
		expect_text("category", ((struct category *)got->categories.v)->term, "news");
		if (formats[i].format != FEED_ATOM)
			expect_text(formats[i].name, got->language, "en-GB");
		if (formats[i].format == FEED_JSON)
			continue;
		c = got->media->contents.v;
		expect_str("picture", c->url, want->image);
		expect_str("caption", c->description.plain, want->image_caption);
		expect_str("credit", ((struct credit *)got->media->credits.v)->name, want->image_credit);
		expect_text("comments", got->comments->feed_url, "https://press.example.org/a/c");
		assert_int_equal(got->comments->count.v, 7);
		expect_text("source", got->source->title.plain, "The Press");
	}
}

/* Text of fragments that break writers, the same at every run. */
static struct str
nasty(struct bench *b, uint32_t *seed)
{
	static const char *const parts[] = { "a", "<", ">", "&", "\"", "'", "]]>", "]", "]]", "<![CDATA[", "-->", "</",
		"\xef\xbf\xbf", "\xef\xbf", "\xc3", "\xc3\xa9", "\xff", "\x01", "\x1f", "\r", "\n", "\t", "%", "%4",
		"http://x.example/", "urn:x:", "\\", "\xe2\x80\xa8", "\xe2\x80", "\xed\xa0\x80", "\xf4\x8f\xbf\xbf", "\x7f",
		"\xc2\x85", "&#0;", "&lt;", "#", "[", " ", "@", "long run of text " };
	char text[256] = "";
	unsigned n;

	for (n = (*seed >> 20) % 12; n > 0; n--) {
		*seed = *seed * 1664525 + 1013904223;
		strcat(text, parts[(*seed >> 16) % COUNT(parts)]);
	}
	*seed = *seed * 1664525 + 1013904223;
	return arena_str(&b->a, str_from(text));
}

static void
fill_nasty(struct bench *b, void *object, const struct shape *shape, uint32_t *seed)
{
	const struct field *f;
	struct text *t;
	struct list *l;
	uint32_t i;

	for (f = shape->fields; f < shape->fields + shape->n; f++) {
		if (f->kind == FIELD_STR || f->kind == FIELD_URL) {
			*(struct str *)field_ptr(object, f) = nasty(b, seed);
		} else if (f->kind == FIELD_TEXT) {
			t = field_ptr(object, f);
			t->plain = nasty(b, seed);
			t->html = nasty(b, seed);
		} else if (f->kind == FIELD_OBJ && field_is_set(object, f)) {
			fill_nasty(b, *(void **)field_ptr(object, f), f->of, seed);
		} else if (f->kind == FIELD_LIST) {
			l = field_ptr(object, f);
			for (i = 0; i < l->n; i++)
				fill_nasty(b, (char *)l->v + i * f->of->size, f->of, seed);
		}
	}
}

static void
test_nothing_breaks_a_document(void **state)
{
	struct bench *b = *state;
	struct entry *e;
	uint32_t seed = 1, i;
	struct str out;
	xmlDoc *doc;

	for (i = 0; i < 400; i++) {
		b->c.entries.n = 0;
		e = add_rich(b);
		fill_nasty(b, &e->article, &shape_article, &seed);
		fill_nasty(b, &b->origin, &shape_document, &seed);
		out = render(b, i % 2 == 0 ? FEED_ATOM : FEED_RSS);
		if (!utf8_is_valid(out))
			fail_msg("round %u is not UTF-8", i);
		doc = xmlReadMemory(out.p, (int)out.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
		if (doc == NULL)
			fail_msg("round %u is not well-formed:\n%.*s", i, STR_ARG(out));
		xmlFreeDoc(doc);
		assert_int_equal(parsed(b, render(b, FEED_JSON)).articles.n, 1);
		render(b, FEED_HTML);
	}
}

static void
test_atom(void **state)
{
	struct bench *b = *state;
	struct str out;

	add_rich(b);
	out = render(b, FEED_ATOM);
	expect_in("the slogan of the source", out, "<subtitle>Truth, Inspiration, Hope.</subtitle>");
	expect_in("another language than the feed's", out, "<entry xml:lang=\"en-GB\">");
	expect_in("the feed's date", out, "<updated>2022-02-26T01:00:00Z</updated>");
	expect_in("count of replies", out, "href=\"https://press.example.org/a#c\" thr:count=\"7\"");
	expect_in("enclosure", out,
	    "<link rel=\"enclosure\" type=\"audio/mpeg\" href=\"https://press.example.org/a.mp3\" length=\"1234\"/>");
	expect_in("a role of the vocabulary", out, "<media:credit role=\"photographer\" scheme=\"urn:ebu\">Eve</media:credit>");
	expect_in("another role", out, "<media:credit>Mal</media:credit>");
	b->c.entries.n = 0;
	add_odd(b);
	out = render(b, FEED_ATOM);
	expect_in(
	    "markup in plain text", out, "<title type=\"html\"><![CDATA[the &lt;b&gt;bold&lt;/b&gt; &amp;amp; the rest]]></title>");
	expect_in("an entry without author", out, "<name>The Press</name>");
	expect_in("an author without name", out, "<name>joe</name>");
	expect_in("plain content", out, "<p>One<br>\nline &amp; &lt;more&gt;</p>\n<p>Two</p>");
	expect_in(
	    "a caption without picture", out, "<media:description type=\"plain\">A caption without a picture</media:description>");
	expect_not_in("data addresses", out, "data:");
	b->origin = (struct document){ .format = STR_NONE };
	out = render(b, FEED_ATOM);
	expect_in("a source without anything", out, "<source>\n<id>urn:uuid:");
	expect_in("is named as configured", out, "<title>press</title>");
}

static void
test_rss(void **state)
{
	struct bench *b = *state;
	struct entry *e;
	struct str out;

	e = add_rich(b);
	out = render(b, FEED_RSS);
	expect_in("channel", out, "<title>World &#x26; &#x3C;News&gt;</title>");
	expect_in("date", out, "<lastBuildDate>Sat, 26 Feb 2022 01:00:00 +0000</lastBuildDate>");
	expect_in("an id that is the link", out, "<guid isPermaLink=\"true\">https://press.example.org/a?x=1&#x26;y=2</guid>");
	expect_in("the first enclosure of HTTP", out,
	    "<enclosure url=\"https://press.example.org/a.mp3\" length=\"1234\" type=\"audio/mpeg\"/>");
	expect_in("the others", out, "<media:content url=\"https://press.example.org/a.pdf\" type=\"application/pdf\">");
	expect_in("source", out, "<source url=\"https://press.example.org/feed?a=1&amp;b=2\">The Press</source>");
	expect_in("category", out, "<category domain=\"https://example.org/scheme\">news</category>");
	expect_in("duration", out, "<itunes:duration>63</itunes:duration>");
	e->id = STR("https://press.example.org/?p=1");
	e->article.summary = (struct text){ .kind = TEXT_NONE };
	out = render(b, FEED_RSS);
	expect_in("another id", out, "<guid isPermaLink=\"false\">");
	expect_in("an excerpt without summary", out, "<description><![CDATA[x Long &amp; ]]&gt; “curly”]]></description>");
	e->article.title = (struct text){ .kind = TEXT_NONE };
	e->article.content_html = STR("<img src=\"https://press.example.org/i.jpg\"/>");
	expect_in("a picture alone is described by its address", render(b, FEED_RSS),
	    "<description><![CDATA[https://press.example.org/a?x=1");
	b->c.entries.n = 0;
	b->c.updated_s = 0;
	expect_not_in("no date without entries", render(b, FEED_RSS), "lastBuildDate");
}

static void
test_html(void **state)
{
	struct bench *b = *state;
	struct str out;
	htmlDocPtr doc;

	add_rich(b);
	add_odd(b);
	out = render(b, FEED_HTML);
	doc = htmlReadMemory(out.p, (int)out.n, NULL, "utf-8", HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	assert_non_null(doc);
	xmlFreeDoc(doc);
	expect_in("title", out, "<title>World &amp; &lt;News&gt;</title>");
	expect_in("content as it is", out, "<p>Long &amp; ]]&gt; “curly”</p>");
	expect_in("text escaped", out, "the &lt;b&gt;bold&lt;/b&gt; &amp;amp; the rest");
	expect_in("date", out, "<time datetime=\"2022-02-26T00:00:00Z\">26 February 2022</time>");
	expect_not_in("no scripts", out, "<script");
	expect_not_in("no data addresses", out, "data:");
	buf_clear(&b->out);
	assert_int_equal(render_index(&b->feed, 1, &site, &b->out), 0);
	out = buf_str(&b->out);
	expect_in("autodiscovery", out,
	    "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"World &amp; &lt;News&gt; (Atom)\" "
	    "href=\"https://planet.example.org/feeds/world.atom\">");
	expect_in("autodiscovery", out, "href=\"https://planet.example.org/feeds/world.json\">");
	expect_in("page of the feed", out, "<a href=\"https://planet.example.org/feeds/world.html\">");
}

static void
test_opml(void **state)
{
	struct bench *b = *state;

	assert_int_equal(render_opml(&b->feed, 1, &site, &b->out), 0);
	expect_in("outline", buf_str(&b->out), "<outline type=\"rss\" text=\"World &amp; &lt;News&gt;\"");
	expect_in("address", buf_str(&b->out), "xmlUrl=\"https://planet.example.org/feeds/world.atom\"");
}

static void
test_same_bytes(void **state)
{
	struct bench *b = *state;
	struct buf first;
	int f;

	add_rich(b);
	add_odd(b);
	buf_init(&first, OUT_MAX);
	for (f = 0; f < FEED_FORMATS; f++) {
		buf_clear(&first);
		assert_int_equal(render_feed((enum feed_format)f, &b->c, &site, &first), 0);
		setenv("TZ", f % 2 == 0 ? "Asia/Tokyo" : "America/Lima", 1);
		if (!str_eq(render(b, (enum feed_format)f), buf_str(&first)))
			fail_msg("format %d differs", f);
	}
	buf_release(&first);
}

static void
test_cap(void **state)
{
	struct bench *b = *state;
	struct buf small;
	int f;

	add_rich(b);
	for (f = 0; f < FEED_FORMATS; f++) {
		buf_init(&small, 500);
		assert_int_equal(render_feed((enum feed_format)f, &b->c, &site, &small), -1);
		buf_release(&small);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_xml),
		cmocka_unit_test(test_uri),
		cmocka_unit_test(test_json),
		cmocka_unit_test_setup_teardown(test_wellformed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_breaks_a_document, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_atom, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rss, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_html, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_opml, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_same_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cap, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
