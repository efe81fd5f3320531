#include "config.h"
#include "check.h"

#include "extract/article_page.h"
#include "extract/boiler.h"
#include "extract/scripts.h"
#include "normalise/normalise.h"
#include "normalise/text.h"

/* What is left of a page's body, as paragraphs. */
struct read {
	struct arena a;
	struct article *article;
};

static void
read_page(struct read *r, const char *html)
{
	struct document d = { .format = STR_NONE };
	const struct page_input in = { .bytes = str_from(html), .content_type = STR("text/html; charset=utf-8"), .url = STR("https://tidal.example/a") };
	struct err e;

	arena_init(&r->a, 64 << 20, NULL);
	if (extract_article(&r->a, &in, &d, &e) != 0)
		fail_msg("%s", e.text);
	normalise_document(&r->a, &d);
	r->article = d.articles.v;
}

/* ---- before the parser ---- */

static void
test_scripts_are_cut(void **state)
{
	static const struct {
		const char *name, *html, *left;
	} cases[] = {
		{ "the text goes, the tags stay", "a<script>var b = '<p>';</script>c", "a<script></script>c" },
		{ "style sheets too", "<STYLE media=print>p { color: red }</Style>a", "<STYLE media=print></Style>a" },
		{ "data about the article stays", "<script type='application/ld+json'>{}</script><script>1</script>", "<script type='application/ld+json'>{}</script><script></script>" },
		{ "a bracket in an attribute is none", "<a title='<script>'>b</a><script>c</script>", "<a title='<script>'>b</a><script></script>" },
		{ "nor is one in a comment", "<!-- <script> -->a<script>b</script>", "<!-- <script> -->a<script></script>" },
		{ "the other end of a comment", "<!-- <script> --!>a<script>b</script>", "<!-- <script> --!>a<script></script>" },
		{ "an empty comment", "<!-->a<script>b</script>", "<!-->a<script></script>" },
		{ "an end tag of another element", "<script>a</b>c</script>d", "<script></script>d" },
		{ "an empty element has no text", "<script src='a'/><p>b</p><script>c</script>", "<script src='a'/><p>b</p><script></script>" },
		{ "one that only ends as empty ones do has", "<script type='a'/>b</script>c", "<script type='a'/></script>c" },
		{ "a slash at the end of an address", "<script src=/a/>b</script>", "<script src=/a/></script>" },
		{ "drawings", "a<svg width=9><title>b</title><path d='M0'/></svg>c", "a<svg width=9></svg>c" },
		{ "a drawing that is empty, or does not end", "<svg/>a<svg>b", "<svg/>a<svg>b" },
		{ "a script that does not end", "a<script>b", "a<script>" },
		{ "a quotation that does not end", "<a title='b><script>c</script>", "<a title='b><script>c</script>" },
		{ "a name that only begins so", "<scripted>a</scripted>", "<scripted>a</scripted>" },
	};
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, 1 << 20, NULL);
		expect_text(cases[i].name, scripts_cut(&a, str_from(cases[i].html)), cases[i].left);
		arena_release(&a);
	}
}

/* ---- the text ---- */

#define P1 "The harbour council voted on Monday to give the ferry a second landing stage, said the mayor, who had asked for it since the spring."
#define P2 "“We have waited for this,” said Ann Roe of the fishers’ guild, “and we will wait no longer than a summer, whatever the wind does.”"
#define P3 "Work begins in June, weather permitting, and is paid for by the island and by the two towns on the coast that the ferry serves."

struct text_case {
	const char *name, *html, *text;
};

static void
expect_texts(const struct text_case *cases, size_t n)
{
	struct read r;
	size_t i;

	for (i = 0; i < n; i++) {
		read_page(&r, cases[i].html);
		expect_text(cases[i].name, text_paragraphs(&r.a, r.article->content_html), cases[i].text);
		arena_release(&r.a);
	}
}

static void
test_words(void **state)
{
	static const struct text_case cases[] = {
		{ "what a script would write is not read", "<article><h1>Ferry</h1><p>" P1 "</p><script>document.write('<p>" P2 "</p>')</script><p>" P3 "</p></article>", P1 "\n\n" P3 },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

#define LEAD "An island of nine hundred people is about to get something that it had not asked for."
#define THREE "<p>" P1 "</p><p>" P2 "</p><p>" P3 "</p>"
#define THREE_TEXT P1 "\n\n" P2 "\n\n" P3

static void
test_standfirsts(void **state)
{
	static const struct text_case cases[] = {
		{ "outside of the text, as the head describes the article", "<title>Ferry</title><meta name=description content='" LEAD "'><main><div><h1>Ferry</h1><p>" LEAD
		    "</p></div><div itemprop=articleBody>" THREE "</div></main>", LEAD "\n\n" THREE_TEXT },
		{ "outside of the text, by its name", "<title>Ferry</title><main><div><h1>Ferry</h1><p class=standfirst>" LEAD "</p></div><div itemprop=articleBody>" THREE "</div></main>",
		    LEAD "\n\n" THREE_TEXT },
		{ "said once where the text begins with it", "<title>Ferry</title><meta name=description content='" P1 "'><main><h1>Ferry</h1><p class=lead>" P1 "</p><div itemprop=articleBody>" THREE
		    "</div></main>", THREE_TEXT },
		{ "a line without a name may be anything", "<title>Ferry</title><main><div><h1>Ferry</h1><p>" LEAD "</p></div><div class=t itemprop=articleBody>" THREE "</div></main>", THREE_TEXT },
		{ "no caption, though it says what the head does", "<title>Ferry</title><meta name=description content='" LEAD "'><main><h1>Ferry</h1><figure><img src=/a.jpg><figcaption>" LEAD
		    "</figcaption></figure><div itemprop=articleBody>" THREE "</div></main>", THREE_TEXT },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

static void
test_text_in_data(void **state)
{
	static const struct text_case cases[] = {
		{ "a page that a script fills", "<title>Ferry</title><script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\",\"articleBody\":\"" P1 "\\n\\n" P2 "\\n" P3 " " P1
		    "\"}</script><body><div id=app>This page needs scripts.</div></body>", P1 "\n\n" P2 "\n\n" P3 " " P1 },
		{ "the page's own text, where it has one", "<title>Ferry</title><script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\",\"articleBody\":\"" P1 " " P2 " " P3 " " P1 " " P2
		    "\"}</script><body><h1>Ferry</h1>" THREE "</body>", THREE_TEXT },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

static void
test_names_that_mean_nothing(void **state)
{
	static const struct text_case cases[] = {
		{ "an id made of a heading", "<article><h1>Ferry</h1><p>" P1 "</p><div id=the-mayor-promoted-related-ads-for-ferries><p>" P2 "</p></div><p>" P3 "</p></article>", THREE_TEXT },
		{ "two letters of a machine", "<article><h1>Ferry</h1><p class='ab hd'>" P1 "</p><p class='ac hd'>" P2 "</p><p>" P3 "</p></article>", THREE_TEXT },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

static void
test_lists(void **state)
{
	static const struct text_case cases[] = {
		{ "linked headings are other articles", "<article><h1>Ferry</h1><p>" P1 "</p><p>" P2 "</p><ul><li><h4><a href=/b>A whale was seen in the harbour</a></h4></li><li><h4><a href=/c>"
		    "A whale was not seen in the harbour</a></h4></li></ul><p>" P3 "</p></article>", THREE_TEXT },
		{ "an item that is mostly a link, in a list that is not", "<article><h1>Ferry</h1><p>" P1 "</p><p>" P2 "</p><ul><li>The council pays for one half of it, and the towns for the other.</li>"
		    "<li><a href=/b>The stage</a> and the ferry</li></ul></article>", P1 "\n\n" P2 "\n\nThe council pays for one half of it, and the towns for the other.\nThe stage and the ferry" },
		{ "a whole paragraph that is a link", "<article><h1>Ferry</h1><p>" P1 "</p><p>" P2 "</p><p><a href=/b>Read everything that was ever written about ferries, harbours and councils, about the sea and "
		    "about the wind that blows over it, by the people who have seen it, who have been on it, who have fallen into it, and by some of those who have only heard of it from others: seven volumes, "
		    "with maps and drawings, for the price of two.</a></p><p>" P3 "</p></article>", THREE_TEXT },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

#define OTHER1 "A whale was seen in the harbour on Tuesday, and again on Wednesday, by a boy who had been told to stay at home, said his aunt."
#define OTHER2 "The wind will blow from the north until Friday, say the fishers, who have never been wrong about it, except for the winter of the storm."

#define CONSENT "<p>Nothing is shown here, since you have not agreed to see what others have made, such as maps or films.</p>"

static void
test_what_is_no_text(void **state)
{
	static const struct text_case cases[] = {
		{ "the title behind a kicker", "<title>Ferry gets a second stage</title><article><h2>Islands: Ferry gets a second stage</h2>" THREE "</article>", THREE_TEXT },
		{ "a line above links that end the page", "<article><h1>Ferry</h1>" THREE "<div>More great stories</div><ul><li>Whales: <a href=/b>a whale was seen</a></li><li>Wind: <a href=/c>wind was "
		    "felt</a></li></ul></article>", THREE_TEXT },
		{ "what stands in for maps and films, again and again", "<article><h1>Ferry</h1><p>" P1 "</p>" CONSENT "<p>" P2 "</p>" CONSENT "<p>" P3 "</p>" CONSENT "</article>", THREE_TEXT },
		{ "a caption without a table is text", "<article><h1>Ferry</h1><p>" P1 "</p><section><caption>" P2 "</caption></section><p>" P3 "</p></article>", THREE_TEXT },
		{ "words about privacy above the page, longer than it", "<title>Ferry</title><div class=privacy-popup><p>" OTHER1 OTHER1 OTHER1 OTHER1 OTHER1 "</p><p>" OTHER2 OTHER2 OTHER2 OTHER2 OTHER2 "</p></div>"
		    "<div class=a><h1>Ferry</h1><p>" P1 P1 "</p><p>" P2 "</p><p>" P3 "</p></div>", P1 P1 "\n\n" P2 "\n\n" P3 },
		{ "labels laid over a drawing", "<article><h1>Ferry</h1><p>" P1 "</p><div><p style='position:absolute'>900</p><p style='top:4%;left:9%'>Tides, by month</p></div><p>" P2 "</p><p>" P3 "</p></article>", THREE_TEXT },
		{ "where a link opens", "<article><h1>Ferry</h1><p>" P1 "</p><p><a href=/b>The council<span class=x>(opens in a new window)</span></a> has no minutes of it, but the harbour master has.</p></article>",
		    P1 "\n\nThe council has no minutes of it, but the harbour master has." },
		{ "a date in a list above the text", "<article><h1>Ferry</h1><ul><li>Sept. 25, 2018</li></ul>" THREE "</article>", THREE_TEXT },
		{ "what is hidden beside text that is shown", "<title>Ferry</title><article><h1>Ferry</h1>" THREE "<div hidden><p>" OTHER1 OTHER1 "</p></div><div style='display: none'><p>" OTHER2 OTHER2 "</p></div></article>", THREE_TEXT },
		{ "an article that a script shows", "<title>Ferry</title><article><h1>Ferry</h1><div hidden>" THREE "</div></article>", THREE_TEXT },
		{ "the words of one that stands in once", "<article><h1>Ferry</h1><p>" P1 "</p><p>External content: agree to see it.</p><p>" P2 "</p><p>" P3 "</p></article>", THREE_TEXT },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

static void
test_how_far_the_text_goes(void **state)
{
	static const struct text_case cases[] = {
		{ "not into text of another make", "<title>Ferry</title><body><div class=a><div class=b><h1>Ferry</h1><p>" P1 "</p><p>" P2 "</p><p>" P3 "</p></div><div class=c><div class=d>" OTHER1
		    "</div><div class=d>" OTHER2 "</div></div></div></body>", THREE_TEXT },
		{ "into sections of the same make", "<title>Ferry</title><body><div class=a><div class=b><h1>Ferry</h1><p>" P1 "</p><p>" P2 "</p></div><div class=b><p>" P3 "</p></div></div></body>", THREE_TEXT },
		{ "into the second part of what is called the article", "<title>Ferry</title><div class=a><div class='b article-body'><h1>Ferry</h1><p>" P1 "</p><p>" P2 "</p><p>" P1 P2 "</p></div><div class=ad></div>"
		    "<div class='b article-body'><p>" P3 "</p></div></div>", P1 "\n\n" P2 "\n\n" P1 P2 "\n\n" P3 },
		{ "not into the next article of the same make", "<title>Ferry</title><div class=a><div><h1>Ferry</h1><div class='b article-body'>" THREE "<p>" P1 P2 "</p></div></div><div><h1>Whale</h1><div class='b article-body'><p>" OTHER1 "</p><p>"
		    OTHER2 "</p></div></div></div>", THREE_TEXT "\n\n" P1 P2 },
		{ "up to the title", "<title>Ferry</title><body><div class=a><h1>Ferry</h1><div class=b>" P1 "</div><div class=c><p>" P2 "</p><p>" P3 "</p></div></div></body>", THREE_TEXT },
		{ "what is denser above the title is not it", "<title>Ferry</title><body><div class=a><ul><li>" OTHER1 "</li><li>" OTHER2 "</li><li>" OTHER1 "</li></ul></div><div class=b><h1>Ferry</h1><p>" P1 "</p><p>"
		    P2 "</p><p>" P3 "</p></div></body>", THREE_TEXT },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

static void
test_html(void **state)
{
	static const struct {
		const char *name, *html, *want; /* in what comes of it */
	} cases[] = {
		{ "lines of code between coloured words", "<pre><b>if</b> (a)\n  <i>b</i>\n  <i>c</i>;</pre>", "<pre><b>if</b> (a)\n  <i>b</i>\n  <i>c</i>;</pre>" },
		{ "a figure without what nobody sees", "<figure><span class=sr-only>Image</span><img src=/a.jpg><figcaption>The harbour</figcaption><button>Enlarge</button></figure>",
		    "<figure><img src=\"https://tidal.example/a.jpg\"/><figcaption>The harbour</figcaption></figure>" },
	};
	struct str html;
	struct read r;
	char page[2000];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(page, sizeof(page), "<title>Ferry</title><article><h1>Ferry</h1><p>%s</p>%s<p>%s</p></article>", P1, cases[i].html, P2);
		read_page(&r, page);
		html = r.article->content_html;
		if (str_find(html, str_from(cases[i].want)) == STR_NPOS)
			fail_msg("%s: %.*s", cases[i].name, STR_ARG(html));
		arena_release(&r.a);
	}
}

static void
test_talk(void **state)
{
	static const struct {
		const char *line;
		bool is_heading;
	} cases[] = {
		{ "12 comments", true }, { "Comments (3)", true }, { "3 thoughts on “Ferry”", true }, { "1.204 Kommentare", true }, { "Kommentare", true }, { "Leave a Reply", true },
		{ "5条评论", true }, { "Comment", false }, { "Komentarz", false }, { "5 responses to the crisis", false }, { "Comments by the mayor on the ferry", false }, { "12 ferries", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (boiler_is_talk_heading(str_from(cases[i].line)) != cases[i].is_heading)
			fail_msg("%s", cases[i].line);
}

static void
test_appeals_and_people(void **state)
{
	static const struct {
		const char *line;
		bool is_appeal, is_biography;
	} cases[] = {
		{ "Get our app for free and never miss a ferry: click here to get your copy.", true, false },
		{ "Folgen Sie uns auf WhatsApp, dann verpassen Sie keine Fähre.", true, false },
		{ "Comments are moderated and must not violate the rules of the house.", true, false },
		{ "The stage was oversubscribed, and the members of the council were here for an hour.", false, false },
		{ "Download the new Messenger if you miss its groups.", false, false },
		{ "“You should join the newsletter,” she said.", false, false },
		{ "What do you think of ferries? Write it in the comments.", false, false },
		{ "Ann Roe is a reporter in the harbour.", false, true },
		{ "Bo Lind (bo@tidal.example) covers ferries for The Tidal Post as an editor.", false, true },
		{ "Ann Roe ist Redakteurin der Gezeitenpost.", false, true },
		{ "The ferry is a reporter's nightmare.", false, false },
		{ "Ann Roe is a fisher, and has been one for years.", false, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct str line = str_from(cases[i].line);

		if (boiler_is_appeal(line, (uint32_t)line.n, STR("whatthemessengerlearnt")) != cases[i].is_appeal || boiler_is_biography(line) != cases[i].is_biography)
			fail_msg("%s", cases[i].line);
	}
}

static void
test_neighbours(void **state)
{
	static const struct text_case cases[] = {
		{ "what readers wrote below a heading that counts it", "<title>Ferry</title><div class=a><div class=b><h1>Ferry</h1>" THREE "</div><div class=b><h3>2 comments</h3><p>" OTHER1 "</p><p>" OTHER2
		    "</p></div></div>", THREE_TEXT },
		{ "how many wrote is no heading above the text", "<title>Ferry</title><div class=a><h1>Ferry</h1><p>2 comments</p>" THREE "</div>", THREE_TEXT },
		{ "headlines one below the other", "<title>Ferry</title><div class=a><h1>Ferry</h1><p>" P1 "</p><h3><a href=/b>A whale was seen in the harbour</a></h3><h3><a href=/c>The wind will blow from the north"
		    "</a></h3><h2>What comes next</h2><p>" P2 "</p><p>" P3 "</p></div>", P1 "\n\nWhat comes next\n\n" P2 "\n\n" P3 },
		{ "boxes that begin with headlines", "<title>Ferry</title><div class=a><h1>Ferry</h1>" THREE "<div><div class=q><a href=/b>A whale was seen in the harbour</a> " OTHER1 "</div><div class=q>"
		    "<a href=/c>The wind will blow from the north</a> " OTHER2 "</div><div class=q><a href=/d>A second ferry is sought by the council</a> " OTHER1 "</div></div></div>", THREE_TEXT },
		{ "a list of things to read stays", "<title>Ferry</title><div class=a><h1>Ferry</h1>" THREE "<ol><li><a href=https://b.example/>On ferries, their stages and their lateness</a>. Quay Books, 1911, of the "
		    "library.</li><li><a href=https://c.example/>On stages, their ferries and their earliness</a>. Quay Books, 1912, a gift.</li><li>The council&#39;s own minutes of the meeting, which are public and "
		    "which nobody reads, although they are well written and not long.</li></ol></div>",
		    THREE_TEXT "\n\nOn ferries, their stages and their lateness. Quay Books, 1911, of the library.\nOn stages, their ferries and their earliness. Quay Books, 1912, a gift.\nThe council's own "
		    "minutes of the meeting, which are public and which nobody reads, although they are well written and not long." },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scripts_are_cut),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_standfirsts),
		cmocka_unit_test(test_text_in_data),
		cmocka_unit_test(test_names_that_mean_nothing),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_what_is_no_text),
		cmocka_unit_test(test_how_far_the_text_goes),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_talk),
		cmocka_unit_test(test_appeals_and_people),
		cmocka_unit_test(test_neighbours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
