#include "config.h"
#include "check.h"

#include "base/clock.h"
#include "extract/credit.h"
#include "extract/file.h"
#include "extract/prose.h"
#include "extract/written_date.h"
#include "normalise/normalise.h"

/* One file through extraction and normalisation. */
struct read {
	struct arena a;
	struct document d;
	struct article *article;
	struct err e;
};

static int
try_bytes(struct read *r, const char *name, struct str bytes)
{
	int rc;

	*r = (struct read){ .article = NULL };
	arena_init(&r->a, 64 << 20, NULL);
	rc = extract_file(&r->a, str_from(name), bytes, &r->d, &r->e);
	if (rc != 0)
		return rc;
	normalise_document(&r->a, &r->d);
	assert_int_equal(r->d.articles.n, 1);
	r->article = r->d.articles.v;
	return 0;
}

static void
read_bytes(struct read *r, const char *name, struct str bytes)
{
	if (try_bytes(r, name, bytes) != 0)
		fail_msg("%s: %s", name, r->e.text);
}

static void
read_text(struct read *r, const char *name, const char *text)
{
	read_bytes(r, name, str_from(text));
}

static void
expect_date(const char *claim, struct opt_int got, const char *want)
{
	char text[TIME_RFC3339_SIZE] = "";

	if (got.is_set)
		time_rfc3339(got.v, text);
	expect_text(claim, str_from(text), want);
}

static struct str
slogan(const struct read *r)
{
	return r->article->source != NULL ? r->article->source->description.plain : STR_NONE;
}

static struct str
author(const struct read *r, uint32_t i)
{
	return i < r->article->authors.n ? ((struct person *)r->article->authors.v)[i].name : STR_NONE;
}

static struct str
tag(const struct read *r, uint32_t i)
{
	return i < r->article->categories.n ? ((struct category *)r->article->categories.v)[i].term : STR_NONE;
}

static const char full[] = "Wind, weather, wisdom.\n"
			   "\n"
			   "Harbour Cat Elected Deputy Mayor by One Vote\n"
			   "\n"
			   "Published: February 26, 2022\n"
			   "Biscuit, the harbour cat, on the town hall steps before the count on February 22, 2022. (Image: Ada Winter/Quay Pictures)\n"
			   "\n"
			   "The town elected a cat on Friday, according to “a person who was counting.”\xc2\xa0\n"
			   "\n"
			   "\n"
			   "“It’s < dignified & quiet,” said the mayor.\n";

static void
test_text_has_every_part(void **state)
{
	const struct media *media;
	const struct credit *credit;
	struct read r;

	(void)state;
	read_text(&r, "cat.txt", full);
	media = r.article->media;
	expect_text("format", r.d.format, "text");
	expect_text("encoding", r.d.encoding, "utf-8");
	assert_int_equal(r.d.wellformed, TRI_TRUE);
	expect_text("title", r.article->title.plain, "Harbour Cat Elected Deputy Mayor by One Vote");
	expect_text("slogan", slogan(&r), "Wind, weather, wisdom.");
	expect_date("published", r.article->published, "2022-02-26T00:00:00Z");
	expect_text("dated by", r.article->date_from, "file");
	expect_text("a day is no midnight", r.article->published_as, "2022-02-26");
	expect_text("caption", r.article->image_caption, "Biscuit, the harbour cat, on the town hall steps before the count on February 22, 2022.");
	expect_text("credit", r.article->image_credit, "Ada Winter/Quay Pictures");
	assert_non_null(media);
	assert_int_equal(media->credits.n, 1);
	credit = media->credits.v;
	expect_text("media credit", credit->name, "Ada Winter/Quay Pictures");
	expect_text("media role", credit->role, "photographer");
	assert_true(str_eq(media->description.plain, r.article->image_caption));
	expect_text("content", r.article->content_html,
	    "<figure><figcaption>Biscuit, the harbour cat, on the town hall steps before the count on February 22, 2022. "
	    "<cite>(Image: Ada Winter/Quay Pictures)</cite></figcaption></figure>\n"
	    "<p>The town elected a cat on Friday, according to “a person who was counting.”</p>\n"
	    "<p>“It’s &lt; dignified &amp; quiet,” said the mayor.</p>");
	arena_release(&r.a);
}

static void
test_text_may_lack_parts(void **state)
{
	static const struct {
		const char *name, *text, *title, *slogan, *date, *caption, *credit, *html;
	} cases[] = {
		{ "no slogan", "Big Fish\n\nPublished: 26 February 2022\nThe fish. (Photo: Al)\n\nIt swims.", "Big Fish", "", "2022-02-26T00:00:00Z", "The fish.", "Al",
		    "<figure><figcaption>The fish. <cite>(Photo: Al)</cite></figcaption></figure>\n<p>It swims.</p>" },
		{ "no date", "All the fish.\n\nBig Fish Seen\n\nThe fish. (Photo: Al)\n\nIt swims.", "Big Fish Seen", "All the fish.", "", "The fish.", "Al",
		    "<figure><figcaption>The fish. <cite>(Photo: Al)</cite></figcaption></figure>\n<p>It swims.</p>" },
		{ "no caption", "All the fish.\n\nBig Fish Seen\n\nPublished: 2022-02-26\n\nIt swims.", "Big Fish Seen", "All the fish.", "2022-02-26T00:00:00Z", "", "",
		    "<p>It swims.</p>" },
		{ "neither date nor caption", "All the fish.\n\nBig Fish Seen\n\nIt swims.\n\nFar.", "Big Fish Seen", "All the fish.", "", "", "",
		    "<p>It swims.</p>\n<p>Far.</p>" },
		{ "headline and text", "Big Fish Seen\n\nIt swims.\n\nFar.", "Big Fish Seen", "", "", "", "", "<p>It swims.</p>\n<p>Far.</p>" },
		{ "only a headline", "Big Fish\n", "Big Fish", "", "", "", "", "" },
		{ "headline and date", "Big Fish\nPublished: Feb 26, 2022\n", "Big Fish", "", "2022-02-26T00:00:00Z", "", "", "" },
		{ "no blank lines", "Big Fish\nPublished: Feb 26, 2022\nThe fish. [Credit: Al/Pond]\nIt swims.", "Big Fish", "", "2022-02-26T00:00:00Z", "The fish.",
		    "Al/Pond", "<figure><figcaption>The fish. <cite>[Credit: Al/Pond]</cite></figcaption></figure>\n<p>It swims.</p>" },
		{ "text directly below the date", "Big Fish\n\nPublished: Feb 26, 2022\nIt swims (slowly).", "Big Fish", "", "2022-02-26T00:00:00Z", "", "",
		    "<p>It swims (slowly).</p>" },
		{ "caption in a block of its own", "Big Fish\n\nPublished: Feb 26, 2022\n\nThe fish. (Photo by Al / Pond)\n\nIt swims.", "Big Fish", "",
		    "2022-02-26T00:00:00Z", "The fish.", "Al / Pond", "<figure><figcaption>The fish. <cite>(Photo by Al / Pond)</cite></figcaption></figure>\n<p>It swims.</p>" },
		{ "date above the headline", "Published: Feb 26, 2022\n\nBig Fish\n\nIt swims.", "Big Fish", "", "2022-02-26T00:00:00Z", "", "", "<p>It swims.</p>" },
		{ "a date that is none is text", "Big Fish\n\nPublished: soon\n\nIt swims.", "Big Fish", "", "", "", "", "<p>Published: soon</p>\n<p>It swims.</p>" },
		{ "facts deep in the text are text", "Big Fish\n\nIt swims.\n\nFar.\n\nA.\n\nB.\n\nC.\n\nPublished: 2022-02-26", "Big Fish", "", "", "", "",
		    "<p>It swims.</p>\n<p>Far.</p>\n<p>A.</p>\n<p>B.</p>\n<p>C.</p>\n<p>Published: 2022-02-26</p>" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_text(&r, "fish.txt", cases[i].text);
		expect_text(cases[i].name, r.article->title.plain, cases[i].title);
		expect_text(cases[i].name, slogan(&r), cases[i].slogan);
		expect_date(cases[i].name, r.article->published, cases[i].date);
		expect_text(cases[i].name, r.article->image_caption, cases[i].caption);
		expect_text(cases[i].name, r.article->image_credit, cases[i].credit);
		expect_text(cases[i].name, r.article->content_html, cases[i].html);
		arena_release(&r.a);
	}
}

static void
test_text_facts(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "a.txt",
	    "Big Fish\n\nBy Jane Doe and Ludwig van der Berg\nPublished: 2022-02-26 14:00 +0100 | Updated: Feb. 27, 2022, 5:00 p.m. EST\n"
	    "Tags: sea, fish\nLink: https://paper.example/fish\nhttps://img.example/fish.jpg\nThe fish. (Image: Al/Pond)\n\nIt swims.");
	expect_text("first author", author(&r, 0), "Jane Doe");
	expect_text("second author", author(&r, 1), "Ludwig van der Berg");
	expect_date("published", r.article->published, "2022-02-26T13:00:00Z");
	expect_date("updated", r.article->updated, "2022-02-27T22:00:00Z");
	expect_text("tag", tag(&r, 1), "fish");
	expect_text("url", r.article->url, "https://paper.example/fish");
	expect_text("image", r.article->image, "https://img.example/fish.jpg");
	expect_text("content", r.article->content_html,
	    "<figure><img src=\"https://img.example/fish.jpg\" alt=\"\"/><figcaption>The fish. <cite>(Image: Al/Pond)</cite></figcaption></figure>\n"
	    "<p>It swims.</p>");
	arena_release(&r.a);

	read_text(&r, "a.txt", "Big Fish\n\nBy the sea it was cold.\n\nIt swims.");
	assert_int_equal(r.article->authors.n, 0);
	arena_release(&r.a);
}

static void
test_text_body(void **state)
{
	static const struct {
		const char *name, *body, *want;
	} cases[] = {
		{ "hard-wrapped lines are joined",
		    "The old lamp turned slowly above the bay and\nthe keeper counted the ships as they came in,\none by one.",
		    "<p>The old lamp turned slowly above the bay and the keeper counted the ships as they came in, one by one.</p>" },
		{ "verse keeps its lines", "Salt on the rope,\nlight on the sea.", "<p>Salt on the rope,<br/>\nlight on the sea.</p>" },
		{ "lists keep their lines", "- the first of a number of rather long points here\n- the second of them, which is long too",
		    "<p>- the first of a number of rather long points here<br/>\n- the second of them, which is long too</p>" },
		{ "markup is text", "<script>alert(1)</script> & \"x\"", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"x\"</p>" },
		{ "an image on a line of its own", "https://img.example/a.png?x=1&y=2",
		    "<figure><img src=\"https://img.example/a.png?x=1&amp;y=2\" alt=\"\"/></figure>" },
		{ "a Markdown image with its caption", "![a cat](https://img.example/c.jpg)\nThe cat. (Photo: Al)",
		    "<figure><img src=\"https://img.example/c.jpg\" alt=\"a cat\"/><figcaption>The cat. <cite>(Photo: Al)</cite></figcaption></figure>" },
		{ "another address is a link", "https://example.org/x", "<p><a href=\"https://example.org/x\">https://example.org/x</a></p>" },
		{ "Chinese lines join without a space", "灯塔在海边慢慢地转动，守塔人数着归来的渔船，一艘\n又一艘，直到天亮。",
		    "<p>灯塔在海边慢慢地转动，守塔人数着归来的渔船，一艘又一艘，直到天亮。</p>" },
	};
	struct buf text;
	struct read r;
	size_t i;

	(void)state;
	buf_init(&text, 1 << 20);
	for (i = 0; i < COUNT(cases); i++) {
		buf_clear(&text);
		buf_printf(&text, "Headline\n\nPublished: 2022-02-26\n\nFirst.\n\n%s\n", cases[i].body);
		read_bytes(&r, "a.txt", buf_str(&text));
		expect_text(cases[i].name, str_skip(r.article->content_html, strlen("<p>First.</p>\n")), cases[i].want);
		arena_release(&r.a);
	}
	buf_release(&text);
}

static void
test_text_in_other_scripts(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "a.txt", "灯塔重新点亮\n\n发布时间：2022年2月26日\n海边的灯塔。（图片：王明/海岸社）\n\n灯塔在周五重新点亮。");
	expect_text("Chinese title", r.article->title.plain, "灯塔重新点亮");
	expect_date("Chinese date", r.article->published, "2022-02-26T00:00:00Z");
	expect_text("Chinese caption", r.article->image_caption, "海边的灯塔。");
	expect_text("Chinese credit", r.article->image_credit, "王明/海岸社");
	arena_release(&r.a);
	read_text(&r, "a.txt", "المنارة تضيء من جديد\n\nنشر: ٢٦ فبراير ٢٠٢٢\n\nأضاءت المنارة ليلة الجمعة.");
	expect_text("Arabic title", r.article->title.plain, "المنارة تضيء من جديد");
	expect_date("Arabic date", r.article->published, "2022-02-26T00:00:00Z");
	expect_text("Arabic text", r.article->content_html, "<p>أضاءت المنارة ليلة الجمعة.</p>");
	arena_release(&r.a);
}

/* The full text in another encoding: every byte widened, or the quotation marks of windows-1252. */
static void
test_encodings(void **state)
{
	static const char latin[] = "Big Fish\r\n\r\nPublished: 26 February 2022\r\n\r\nThe \x93" "fish\x94 isn\x92t small \x96 caf\xe9.\r\n";
	static const char wide[] = "Big \xc9t\xe9\n\nPublished: 2022-02-26\n\nIt swims.";
	static const char marked[] = "\xef\xbb\xbf" "Big Fish\r\rPublished: 26 February 2022\r\rIt swims.";
	char bytes[2 * sizeof(wide) + 2] = "\xff\xfe";
	struct read r;
	size_t i;

	(void)state;
	read_text(&r, "a.txt", latin);
	expect_text("windows-1252", r.d.encoding, "windows-1252");
	expect_text("quotation marks", r.article->content_html, "<p>The “fish” isn’t small – café.</p>");
	expect_date("CR LF", r.article->published, "2022-02-26T00:00:00Z");
	arena_release(&r.a);
	for (i = 0; i + 1 < sizeof(wide); i++) {
		bytes[2 + 2 * i] = wide[i];
		bytes[3 + 2 * i] = '\0';
	}
	read_bytes(&r, "a.txt", (struct str){ bytes, 2 * sizeof(wide) });
	expect_text("UTF-16", r.d.encoding, "utf-16le");
	expect_text("UTF-16 title", r.article->title.plain, "Big Été");
	expect_date("UTF-16 date", r.article->published, "2022-02-26T00:00:00Z");
	arena_release(&r.a);
	read_text(&r, "a.txt", marked);
	expect_text("a mark is no part of the title", r.article->title.plain, "Big Fish");
	expect_text("CR alone ends lines", r.article->content_html, "<p>It swims.</p>");
	arena_release(&r.a);
	read_text(&r, "a.html", "<html><head><meta charset=iso-8859-1></head><body><h1>Caf\xe9</h1><p>\x93x\x94</p></body></html>");
	expect_text("a page names its encoding", r.article->title.plain, "Café");
	expect_text("in its text too", r.article->content_html, "<p>“x”</p>");
	arena_release(&r.a);
}

static void
test_what_says_nothing(void **state)
{
	static const struct {
		const char *name, *bytes, *error;
	} cases[] = {
		{ "a.txt", "", "empty article" },
		{ "a.txt", " \n\r\n\xc2\xa0\n", "empty article" },
		{ "a.md", "", "empty article" },
		{ "a.md", "---\ndate: 2022-02-26\n---\n\n", "empty article" },
		{ "a.html", "", "empty article" },
		{ "a.html", "<html><head></head><body><script>x</script></body></html>", "empty article" },
		{ "a.pdf", "x", "a.pdf: neither .txt nor .md nor .html" },
		{ "txt", "x", "txt: neither .txt nor .md nor .html" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(try_bytes(&r, cases[i].name, str_from(cases[i].bytes)), -1);
		assert_int_equal(r.e.kind, ERR_INPUT);
		expect_text(cases[i].name, str_from(r.e.text), cases[i].error);
		arena_release(&r.a);
	}
}

static void
test_long_text_names_itself(void **state)
{
	struct buf text;
	struct read r;
	size_t i;

	(void)state;
	buf_init(&text, 4 << 20);
	for (i = 0; i < 20000; i++)
		buf_add_c(&text, "words without any end and ");
	read_bytes(&r, "a.txt", buf_str(&text));
	assert_true(r.article->title.plain.n < 120);
	assert_true(str_ends(r.article->title.plain, STR("…")));
	assert_true(r.article->content_html.n >= 500000);
	arena_release(&r.a);
	buf_release(&text);
}

static void
test_limits(void **state)
{
	struct buf text;
	struct read r;
	size_t i;

	(void)state;
	buf_init(&text, 4 << 20);
	buf_add_c(&text, "<p");
	for (i = 0; i < 5000; i++)
		buf_printf(&text, " a%zu='>'", i);
	buf_add_c(&text, ">It swims.");
	assert_int_equal(try_bytes(&r, "a.html", buf_str(&text)), -1);
	assert_int_equal(r.e.kind, ERR_LIMIT);
	arena_release(&r.a);
	buf_clear(&text);
	buf_add_c(&text, "# Fish\n\n");
	while (text.n < 2 << 20)
		buf_add_c(&text, "It swims.\n\n");
	read_bytes(&r, "a.md", buf_str(&text));
	assert_int_equal(r.d.problems.n, 1);
	expect_text("what is cut is said", ((struct problem *)r.d.problems.v)->code, "truncated");
	arena_release(&r.a);
	buf_release(&text);
}

static void
test_credits(void **state)
{
	static const struct {
		const char *text, *caption, *credit;
	} cases[] = {
		{ "The bay. (Image: Ann Lee/Getty Images)", "The bay.", "Ann Lee/Getty Images" },
		{ "The bay (Photo: Ann Lee).", "The bay", "Ann Lee" },
		{ "The bay. (Photo by Ann Lee / Pond)", "The bay.", "Ann Lee / Pond" },
		{ "The bay. (Photo credit: Ann)", "The bay.", "Ann" },
		{ "The bay. (Image courtesy of NASA)", "The bay.", "NASA" },
		{ "The bay. (Courtesy Ann Lee)", "The bay.", "Ann Lee" },
		{ "The bay. (Credit: NASA (public domain))", "The bay.", "NASA (public domain)" },
		{ "The bay. (Ann Lee/Getty Images)", "The bay.", "Ann Lee/Getty Images" },
		{ "The bay. (AP Photo/Ann Lee)", "The bay.", "AP Photo/Ann Lee" },
		{ "The bay. (© Ann Lee)", "The bay.", "Ann Lee" },
		{ "The bay. [Illustration: Ann]", "The bay.", "Ann" },
		{ "The bay. (Screenshot via YouTube)", "The bay.", "YouTube" },
		{ "海湾。（图：王明）", "海湾。", "王明" },
		{ "(Image: Ann)", "", "Ann" },
		{ "The bay (in winter)", NULL, NULL },
		{ "He said so (by phone)", NULL, NULL },
		{ "The bay. Photo: Ann", NULL, NULL },
		{ "(photo of a dog)", NULL, NULL },
		{ "unopened)", NULL, NULL },
		{ "", NULL, NULL },
	};
	struct credit_split split;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (credit_split(str_from(cases[i].text), &split) != (cases[i].credit != NULL))
			fail_msg("%s: is it a credit?", cases[i].text);
		if (cases[i].credit == NULL)
			continue;
		expect_text(cases[i].text, split.caption, cases[i].caption);
		expect_text(cases[i].text, split.credit, cases[i].credit);
	}
	assert_true(credit_split_caption(STR("The bay. Photo: Ann"), &split));
	expect_text("a caption needs no parentheses", split.credit, "Ann");
	expect_text("and keeps its text", split.caption, "The bay.");
	assert_false(credit_split_caption(STR("The photo: a dog"), &split));
}

static void
test_written_dates(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "February 26, 2022", "2022-02-26T00:00:00Z" },
		{ "26 February 2022", "2022-02-26T00:00:00Z" },
		{ "26.02.2022", "2022-02-26T00:00:00Z" },
		{ "Saturday, 26th of February 2022", "2022-02-26T00:00:00Z" },
		{ "2022-02-26 14:00 +0100", "2022-02-26T13:00:00Z" },
		{ "2022-02-26T14:00:00Z", "2022-02-26T14:00:00Z" },
		{ "Feb. 26, 2022, 5:00 p.m. EST", "2022-02-26T22:00:00Z" },
		{ "Feb. 26, 2022 at 5 p.m.", "2022-02-26T17:00:00Z" },
		{ "Feb 26, 2022 5pm", "2022-02-26T17:00:00Z" },
		{ "Feb 26, 2022 12:30 a.m.", "2022-02-26T00:30:00Z" },
		{ "February 26, 2022, noon", "2022-02-26T12:00:00Z" },
		{ "5:00\xe2\x80\xafPM, Feb 26, 2022", "2022-02-26T17:00:00Z" },
		{ "2022年2月26日 14时30分", "2022-02-26T14:30:00Z" },
		{ "2022年2月26日", "2022-02-26T00:00:00Z" },
		{ "٢٦ فبراير ٢٠٢٢", "2022-02-26T00:00:00Z" },
		{ "26 февраля 2022", "2022-02-26T00:00:00Z" },
		{ "February 31, 2022", NULL },
		{ "soon", NULL },
		{ "", NULL },
	};
	struct opt_int got;
	struct arena a;
	size_t i;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++) {
		got.is_set = written_date(&a, str_from(cases[i].text), &got.v);
		expect_date(cases[i].text, got, cases[i].want != NULL ? cases[i].want : "");
	}
	assert_true(written_date_alone(&a, STR("Feb. 26, 2022, 5:00 p.m. EST"), &got.v));
	assert_false(written_date_alone(&a, STR("May 2022 was a cold month"), &got.v));
	arena_release(&a);
}

static void
test_markdown_front_matter(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "cat.md",
	    "---\n"
	    "# what is known\n"
	    "title: \"Cat: \\\"Deputy\\\" \\u00e9lu\"\n"
	    "date: 2022-02-26 14:00 +0100 # local\n"
	    "updated: '2022-02-27'\n"
	    "authors:\n  - name: Ann Lee\n    url: https://ann.example\n  - Bob\n"
	    "tags: [sea, 'fish, fresh',\n  cats]\n"
	    "categories:\n- News\n"
	    "summary: >\n  A cat\n  was elected.\n"
	    "image:\n  url: /pics/cat.jpg\n  caption: The cat. (Photo: Ann Lee)\n"
	    "lang: en_GB\nid: cat-1\nunknown: {x: y}\n"
	    "canonical: https://paper.example/cat\nslogan: Wind, weather.\n"
	    "---\n\n# Cat: \"Deputy\" élu\n\nIt *purrs* < loud.\n\n<script>x</script>\n");
	expect_text("format", r.d.format, "markdown");
	expect_text("title", r.article->title.plain, "Cat: \"Deputy\" élu");
	expect_date("published", r.article->published, "2022-02-26T13:00:00Z");
	expect_date("updated", r.article->updated, "2022-02-27T00:00:00Z");
	expect_text("author", author(&r, 0), "Ann Lee");
	expect_text("second author", author(&r, 1), "Bob");
	assert_int_equal(r.article->authors.n, 2);
	expect_text("tags", tag(&r, 0), "sea");
	expect_text("quoted tag", tag(&r, 1), "fish, fresh");
	expect_text("tag on the next line", tag(&r, 2), "cats");
	expect_text("category", tag(&r, 3), "News");
	expect_text("summary", r.article->summary.plain, "A cat was elected.");
	expect_text("image", r.article->image, "https://paper.example/pics/cat.jpg");
	expect_text("caption", r.article->image_caption, "The cat.");
	expect_text("credit", r.article->image_credit, "Ann Lee");
	expect_text("language", r.article->language, "en-GB");
	expect_text("id", r.article->id, "cat-1");
	expect_text("url", r.article->url, "https://paper.example/cat");
	expect_text("slogan", slogan(&r), "Wind, weather.");
	expect_text("content", r.article->content_html,
	    "<figure><img src=\"https://paper.example/pics/cat.jpg\" alt=\"\"/><figcaption>The cat. <cite>(Photo: Ann Lee)</cite></figcaption></figure>\n"
	    "<p>It <em>purrs</em> &lt; loud.</p>");
	arena_release(&r.a);
}

static void
test_markdown_forms(void **state)
{
	static const struct {
		const char *name, *text, *title, *html;
	} cases[] = {
		{ "the first heading is the title", "# Big *Fish*\n\nIt swims.", "Big Fish", "<p>It swims.</p>" },
		{ "no heading at all", "It swims far out.\n\nVery.", "It swims far out", "<p>It swims far out.</p>\n<p>Very.</p>" },
		{ "later headings stay", "---\ntitle: Fish\n---\nIt swims.\n\n## Far\n", "Fish", "<p>It swims.</p>\n<h2>Far</h2>" },
		{ "two rules are no front matter", "---\nIt swims.\n---\n\n# Fish\n", "It swims.", "<hr/>\n<h1>Fish</h1>" },
		{ "front matter that never ends is text", "---\ntitle: Fish\n\nIt swims.", "title: Fish", "<hr/>\n<p>title: Fish</p>\n<p>It swims.</p>" },
		{ "TOML", "+++\ntitle = \"Fish\"\ntags = [\"a\"]\n+++\nIt swims.", "Fish", "<p>It swims.</p>" },
		{ "CR LF", "---\r\ntitle: Fish\r\n---\r\nIt swims.\r\n", "Fish", "<p>It swims.</p>" },
		{ "images become figures", "# Fish\n\n![a fish](https://e.example/f.jpg \"The fish. (Photo: Al)\")\n\nIt swims.", "Fish",
		    "<figure><img src=\"https://e.example/f.jpg\" alt=\"a fish\"/><figcaption>The fish. <cite>(Photo: Al)</cite></figcaption></figure>\n<p>It swims.</p>" },
		{ "captions may stand below", "# Fish\n\n![](https://e.example/f.jpg)\n*The fish.*\n", "Fish",
		    "<figure><img src=\"https://e.example/f.jpg\" alt=\"\"/><figcaption>The fish.</figcaption></figure>" },
		{ "an image is shown once", "---\ntitle: Fish\nimage: https://e.example/f.jpg\ncaption: The fish.\n---\n![](https://e.example/f.jpg)\n\nIt swims.", "Fish",
		    "<figure><img src=\"https://e.example/f.jpg\" alt=\"\"/><figcaption>The fish.</figcaption></figure>\n<p>It swims.</p>" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_text(&r, "fish.markdown", cases[i].text);
		expect_text(cases[i].name, r.article->title.plain, cases[i].title);
		expect_text(cases[i].name, r.article->content_html, cases[i].html);
		arena_release(&r.a);
	}
	read_text(&r, "a.md", "# Fish\n\nPublished: Feb 26, 2022\n\nIt swims.");
	expect_date("a fact below the heading", r.article->published, "2022-02-26T00:00:00Z");
	expect_text("leaves the text", r.article->content_html, "<p>It swims.</p>");
	arena_release(&r.a);
}

static void
test_html(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "cat.html",
	    "<!doctype html><html lang=en-GB><head><title>Cat – Paper</title>"
	    "<link rel='shortcut canonical' href='https://paper.example/cat'>"
	    "<meta name=author content='Ann Lee, Bob Roe'><meta name=description content='A cat &amp; a vote.'>"
	    "<meta property=og:image content='/pics/cat.jpg'><meta property=og:site_name content=Paper>"
	    "<meta name=keywords content='sea, cats'></head><body><h1>Paper</h1><nav>menu</nav>"
	    "<article><header><h1>Cat <em>elected</em></h1><p>lead</p></header><time datetime='2022-02-26T14:00:00+01:00'>Saturday</time>"
	    "<figure><img src='/pics/cat.jpg' alt=cat><figcaption>The cat. <span class='photo-credit'>Photo: Al/Pond</span></figcaption></figure>"
	    "<p>It “purrs” <b>loud</b> &lt;here&gt;.</p><script>x()</script><aside>buy</aside><footer>end</footer><!-- c --></article>"
	    "<article><p>Short.</p></article></body></html>");
	expect_text("format", r.d.format, "html-file");
	expect_text("title", r.article->title.plain, "Cat elected");
	expect_text("url", r.article->url, "https://paper.example/cat");
	expect_text("language", r.article->language, "en-GB");
	expect_text("author", author(&r, 0), "Ann Lee");
	expect_text("second author", author(&r, 1), "Bob Roe");
	expect_text("summary", r.article->summary.plain, "A cat & a vote.");
	expect_text("tag", tag(&r, 1), "cats");
	expect_text("image", r.article->image, "https://paper.example/pics/cat.jpg");
	expect_text("caption", r.article->image_caption, "The cat.");
	expect_text("credit", r.article->image_credit, "Al/Pond");
	expect_date("published", r.article->published, "2022-02-26T13:00:00Z");
	expect_text("site", r.article->source->title.plain, "Paper");
	expect_text("content", r.article->content_html,
	    "<p>lead</p>\n<figure><img src=\"https://paper.example/pics/cat.jpg\" alt=\"cat\"/><figcaption>The cat. <span>Photo: Al/Pond</span></figcaption></figure>"
	    "<p>It “purrs” <b>loud</b> &lt;here&gt;.</p>");
	arena_release(&r.a);
}

static void
test_html_forms(void **state)
{
	static const struct {
		const char *name, *html, *title, *content;
	} cases[] = {
		{ "a body alone", "<h1>Fish</h1><p>It swims.", "Fish", "<p>It swims.</p>" },
		{ "the name of the page", "<head><title>Fish | Pond</title><meta property=og:site_name content=Pond></head><p>It swims.", "Fish", "<p>It swims.</p>" },
		{ "og:title before a heading outside the article", "<head><meta property=og:title content=Fish></head><h1>Pond</h1><p>It swims.", "Fish",
		    "<p>It swims.</p>" },
		{ "main", "<p>menu</p><main><h1>Fish</h1><p>It swims.</p></main>", "Fish", "<p>It swims.</p>" },
		{ "nothing names it", "<p>It swims far out.</p>", "It swims far out", "<p>It swims far out.</p>" },
		{ "facts as paragraphs", "<h1>Fish</h1><p>Published: Feb 26, 2022</p><p>It swims.</p>", "Fish", "<p>It swims.</p>" },
		{ "a figure in a header stays", "<article><header><h1>Fish</h1><figure><img src='https://e.example/f.jpg'><figcaption>The fish. (Photo: Al)"
					"</figcaption></figure></header><p>It swims.</p></article>", "Fish",
		    "<figure><img src=\"https://e.example/f.jpg\"/><figcaption>The fish. (Photo: Al)</figcaption></figure><p>It swims.</p>" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_text(&r, "FISH.HTM", cases[i].html);
		expect_text(cases[i].name, r.article->title.plain, cases[i].title);
		expect_text(cases[i].name, r.article->content_html, cases[i].content);
		arena_release(&r.a);
	}
}

/* Every prefix of a file of each form is read or refused, never more. */
static void
test_truncated(void **state)
{
	static const char *const files[][2] = {
		{ "a.txt", full },
		{ "a.md", "---\ntitle: \"A \\u00e9\"\ntags: [a, 'b]\nx: |\n  y\nimage:\n  url: https://e.example/a.png\n---\n# T\n\n![x](y \"z\")\n*c*\n" },
		{ "a.md", "+++\na = \"\"\"x\ny\"\"\"\n[t]\nb = ['c',\n'd']\n+++\ntext" },
		{ "a.html", "<html lang=en><meta charset=utf-8><article><h1>T</h1><figure><img src=a><figcaption>c (Photo: x)</figcaption></figure><p>t&eacute;" },
	};
	struct read r;
	size_t i, n;
	char *copy;

	(void)state;
	for (i = 0; i < COUNT(files); i++)
		for (n = 0; n <= strlen(files[i][1]); n++) {
			copy = malloc(n > 0 ? n : 1); /* so that a read past the end is seen */
			assert_non_null(copy);
			memcpy(copy, files[i][1], n);
			if (try_bytes(&r, files[i][0], (struct str){ copy, n }) != 0)
				assert_int_equal(r.e.kind, ERR_INPUT);
			arena_release(&r.a);
			free(copy);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_has_every_part),
		cmocka_unit_test(test_text_may_lack_parts),
		cmocka_unit_test(test_text_facts),
		cmocka_unit_test(test_text_body),
		cmocka_unit_test(test_text_in_other_scripts),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_what_says_nothing),
		cmocka_unit_test(test_long_text_names_itself),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_credits),
		cmocka_unit_test(test_written_dates),
		cmocka_unit_test(test_markdown_front_matter),
		cmocka_unit_test(test_markdown_forms),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_html_forms),
		cmocka_unit_test(test_truncated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
