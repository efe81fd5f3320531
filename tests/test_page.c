#include "config.h"
#include "check.h"

#include "base/clock.h"
#include "extract/article_next.h"
#include "extract/article_page.h"
#include "extract/byline.h"
#include "extract/credit.h"
#include "extract/page_date.h"
#include "extract/picture.h"
#include "extract/relative_date.h"
#include "normalise/normalise.h"
#include "normalise/text.h"

/* One page through extraction and normalisation. */
struct read {
	struct arena a;
	struct document d;
	struct article *article;
	struct err e;
};

static int
try_page(struct read *r, const char *url, const char *html)
{
	int rc;

	*r = (struct read){ .article = NULL };
	arena_init(&r->a, 64 << 20, NULL);
	rc = extract_article(&r->a, &(struct page_input){ .bytes = str_from(html), .content_type = STR("text/html; charset=utf-8"), .url = str_from(url) },
	    &r->d, &r->e);
	if (rc != 0)
		return rc;
	normalise_document(&r->a, &r->d);
	r->article = r->d.articles.v;
	return 0;
}

static void
read_page(struct read *r, const char *url, const char *html)
{
	if (try_page(r, url, html) != 0)
		fail_msg("%s: %s", url, r->e.text);
}

static struct str
author(const struct read *r, uint32_t i)
{
	const struct person *v = r->article->authors.v;

	return i < r->article->authors.n ? v[i].name : STR_NONE;
}

static struct str
paragraphs(struct read *r)
{
	return text_paragraphs(&r->a, r->article->content_html);
}

/* ---- one article, built in three ways ---- */

#define P1 "The harbour council voted on Monday to give the ferry a second landing stage, said the mayor, who had asked for it since the spring."
#define P2 "“We have waited for this,” said Ann Roe of the fishers’ guild, “and we will wait no longer than a summer, whatever the wind does.”"
#define P3 "Work begins in June, weather permitting, and is paid for by the island and by the two towns on the coast that the ferry serves."
#define P4 "“No ship has ever been late because of a landing stage,” the captain told the council. “They are late because there is none.”"

static void
expect_ferry(struct read *r, const char *way)
{
	expect_text(way, r->article->title.plain, "Island Ferry Gets a Second Landing Stage, and Nobody Objects");
	expect_text(way, r->article->published_as, "2023-03-07");
	expect_text(way, r->article->source->title.plain, "The Tidal Post");
	expect_text(way, r->article->source->description.plain, "Wind, Water, Word.");
	expect_text(way, r->article->image_caption, "The ferry Gull leaves the old stage at low water on March 6, 2023.");
	expect_text(way, r->article->image_credit, "Bo Lind/Coast Pictures");
	expect_text(way, paragraphs(r), P1 "\n\n" P2 "\n\n" P3 "\n\n" P4);
}

static const char blog[] =
    "<!doctype html><html lang='en-US'><head><title>Island Ferry Gets a Second Landing Stage, and Nobody Objects - The Tidal Post</title>"
    "<meta property='og:site_name' content='The Tidal Post'></head><body class='post-template-default single'>"
    "<header class='site-header'><a href='/' class='site-title'>The Tidal Post</a><p class='site-description'>Wind, Water, Word.</p>"
    "<nav class='menu'><ul><li><a href='/news'>News</a></li><li><a href='/sea'>Sea</a></li></ul></nav></header>"
    "<div class='content-area'><article class='post hentry tag-ferry'><h1 class='entry-title'>Island Ferry Gets a Second Landing Stage, and Nobody Objects</h1>"
    "<div class='entry-meta'>Published: March 7, 2023</div>"
    "<figure class='wp-caption'><img src='/gull-1024x683.jpg' width='1024' height='683'><figcaption class='wp-caption-text'>The ferry Gull leaves the old stage at "
    "low water on March 6, 2023. (Image: Bo Lind/Coast Pictures)</figcaption></figure>"
    "<div class='entry-content'><p>" P1 "</p><p>" P2 "</p><div class='sharedaddy'><a href='#'>Share on Telegram</a></div><p>" P3 "</p><p>" P4 "</p></div>"
    "<footer class='entry-footer'>Tags: <a href='/t/ferry'>ferry</a></footer></article>"
    "<div id='comments' class='comments-area'><h2>2 thoughts</h2><ol><li><p>I for one have never been late, and I do not take the ferry, as everybody knows.</p></li></ol></div></div>"
    "<aside class='sidebar'><h3>Most read</h3><ul><li><a href='/a'>A whale was seen</a></li><li><a href='/b'>A whale was not seen</a></li></ul></aside>"
    "<footer>© 2023 The Tidal Post. All rights reserved.</footer></body></html>";

static const char data[] =
    "<!doctype html><html lang='en'><head><title>Island Ferry Gets a Second Landing Stage, and Nobody Objects</title><script type='application/ld+json'>"
    "{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"The Tidal Post\",\"description\":\"Wind, Water, Word.\"},"
    "{\"@type\":\"NewsArticle\",\"headline\":\"Island Ferry Gets a Second Landing Stage, and Nobody Objects\",\"datePublished\":\"2023-03-07\","
    "\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Tidal Post\"},\"image\":{\"@type\":\"ImageObject\",\"url\":\"https://tidal.example/gull.jpg\"},}]}</script></head>"
    "<body><div id='app'><div class='x1'><h1>Island Ferry Gets a Second Landing Stage, and Nobody Objects</h1><div class='x2'><img src='https://cdn.tidal.example/w/gull.jpg?w=700'>"
    "<div class='x-caption'>The ferry Gull leaves the old stage at low water on March 6, 2023.<span class='x-credit'>Photo: Bo Lind/Coast Pictures</span></div></div>"
    "<div class='x3'><div>" P1 "</div><div>" P2 "</div><div class='x-newsletter'><h3>Get our newsletter</h3><p>Every morning, the tide tables and the news in your mailbox. Subscribe now!</p></div>"
    "<div>" P3 "</div><div>" P4 "</div></div></div>"
    "<div class='x4'><div class='x-card'><a href='/1'><h3>Whale seen</h3></a></div><div class='x-card'><a href='/2'><h3>Whale not seen</h3></a></div>"
    "<div class='x-card'><a href='/3'><h3>Whale seen again</h3></a></div></div></div></body></html>";

static const char table[] =
    "<html><head><title>The Tidal Post: Island Ferry Gets a Second Landing Stage, and Nobody Objects</title><meta name='application-name' content='The Tidal Post'></head>"
    "<body bgcolor=white><table><tr><td colspan=2><b>The Tidal Post</b><br><i class=slogan>Wind, Water, Word.</i></td></tr><tr><td><a href=/news>News</a><br><a href=/sea>Sea</a></td>"
    "<td><h2>Island Ferry Gets a Second Landing Stage, and Nobody Objects</h2><font size=1>Published: March 7, 2023</font><br><br>"
    "<table class='photo'><tr><td><img src=gull.jpg></td></tr><tr><td class=caption><small>The ferry Gull leaves the old stage at low water on March 6, 2023. "
    "[Photo by Bo Lind/Coast Pictures]</small></td></tr></table>" P1 "<br><br>" P2 "<br><br>" P3 "<br><br>" P4 "<br><br></td></tr>"
    "<tr><td colspan=2><a href=/about>About us</a> | <a href=/terms>Terms</a></td></tr></table></body></html>";

static void
test_one_article_in_three_builds(void **state)
{
	static const struct {
		const char *name, *html;
	} ways[] = { { "a blog", blog }, { "boxes and JSON-LD", data }, { "tables and breaks", table } };
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(ways); i++) {
		read_page(&r, "https://tidal.example/2023/ferry.html", ways[i].html);
		expect_ferry(&r, ways[i].name);
		arena_release(&r.a);
	}
}

/* ---- single rules ---- */

static void
test_titles(void **state)
{
	static const struct {
		const char *name, *html, *title;
	} cases[] = {
		{ "the site's name goes from <title>", "<title>Fish return | Pond News</title><meta property=og:site_name content='Pond News'><p>" P1 "</p>", "Fish return" },
		{ "what the host repeats is the site", "<title>Fish return to the pond - Tidal</title><p>" P1 "</p>", "Fish return to the pond" },
		{ "a kicker that og:title leaves out", "<meta property=og:title content='Fish return to the pond'><h1>Nature: Fish return to the pond</h1><p>" P1 "</p>", "Fish return to the pond" },
		{ "a heading in the navigation is none", "<title>Fish return</title><nav><h1>Fish return home</h1></nav><h1>Fish return</h1><p>" P1 "</p>", "Fish return" },
		{ "two colons between title and site", "<title>Fish return :: Pond News</title><meta property=og:site_name content='Pond News'><p>" P1 "</p>", "Fish return" },
		{ "the heading of the article, not the logo that <title> names too", "<title>Fish return | The Pond</title><h1><a href='/'>The Pond</a></h1><h2>Fish return</h2><p>" P1 "</p>", "Fish return" },
		{ "a heading that leads to the front page is the site's", "<title>Fish return | All of the Sea</title><h1><a href='/'>All of the Sea</a></h1><h2>Fish return</h2><p>" P1 "</p>", "Fish return" },
		{ "of two headings the one that has more of the title", "<title>Fish return to the pond | All of the Sea</title><h1>All of the Sea</h1><h1>Fish return to the pond</h1><p>" P1 "</p>", "Fish return to the pond" },
		{ "the page's one heading before other words in its head", "<title>Ten reasons to like fish</title><meta property=og:title content='Ten reasons to like fish'><h1>Fish return to the pond</h1><p>" P1 "</p>", "Fish return to the pond" },
		{ "JSON-LD's headline before a heading of other words", "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"The return of the fish\"}</script><h1>Fish are here again</h1><p>" P1 "</p>", "The return of the fish" },
		{ "a marked kicker goes where no title has it", "<title>Fish return</title><h1><span class=kicker>Nature</span> Fish return</h1><p>" P1 "</p>", "Fish return" },
		{ "and stays where the title has it", "<meta property=og:title content='Nature: Fish return to the pond'><h1><span class=kicker>Nature</span> <span>Fish return to the pond</span></h1><p>" P1 "</p>", "Nature: Fish return to the pond" },
		{ "a small word above the headline", "<title>Fish return</title><h1><small>Picture of the week</small><br>Fish return</h1><p>" P1 "</p>", "Fish return" },
		{ "an h3 that begins <title>", "<title>Fish return to the pond:Diary of Ann</title><h3>Fish return to the pond</h3><p>" P1 "</p>", "Fish return to the pond" },
		{ "og:title is the heading up to a bar", "<meta property=og:title content='Fish return to the pond'><h1>Fish return to the pond | FACADE.EXAMPLE</h1><p>" P1 "</p>", "Fish return to the pond" },
		{ "a bar with nothing behind it", "<title>Fish return -</title><p>" P1 "</p>", "Fish return" },
		{ "a small word that is empty", "<meta property=og:title content='Fish return to the pond at last'><h1><small></small>Fish return to the pond</h1><p>" P1 "</p>", "Fish return to the pond" },
		{ "the heading of the article, not the logo", "<title>Pond: Fish return</title><meta property=og:site_name content=Pond><h1>Pond</h1><h1>Fish return</h1><p>" P1 "</p>", "Fish return" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_page(&r, "https://www.tidal.example/a", cases[i].html);
		expect_text(cases[i].name, r.article->title.plain, cases[i].title);
		arena_release(&r.a);
	}
}

static void
test_sites(void **state)
{
	static const struct {
		const char *name, *head, *top, *foot, *site, *slogan;
	} cases[] = {
		{ "the link home, which <title> repeats", "<title>Fish return - The Pond</title>", "<h1><a href='/'>The Pond</a></h1><p>News from below the water</p>", "", "The Pond", "News from below the water" },
		{ "its logo, which the copyright repeats", "", "<a href='https://www.tidal.example'><img src=l.png alt='The Pond logo'></a><h2>News from below the water</h2>", "<p>&copy; 2023 The Pond. All rights reserved.</p>", "The Pond", "News from below the water" },
		{ "an end of <title> that its feed repeats", "<title>Fish return | The Pond</title><link rel=alternate type='application/rss+xml' title='The Pond » Feed' href='/feed'>", "", "", "The Pond", "" },
		{ "a link home that nothing repeats is a link", "<title>Fish return</title>", "<a href='/'>Front page</a><p>News from below the water</p>", "", "", "" },
		{ "an end of <title> that nothing repeats is a part of it", "<title>Fish return - A Report</title>", "", "", "", "" },
		{ "the host without its article", "<title>Fish return | The Tidal</title>", "", "", "The Tidal", "" },
		{ "words that nothing sets apart", "<meta property=og:site_name content='潮报'>", "<a href='/'>潮报</a><p>真实、风与水。</p>", "", "潮报", "真实、风与水。" },
		{ "a date is no slogan", "<meta property=og:site_name content='The Pond'>", "<a href='/'>The Pond</a><p>Today is March 7</p>", "", "The Pond", "" },
		{ "nor is what calls for something", "<meta property=og:site_name content='The Pond'>", "<a href='/'>The Pond</a><p>Got a tip for us?</p>", "", "The Pond", "" },
		{ "nor is what stands behind the menu", "<meta property=og:site_name content='The Pond'>", "<a href='/'>The Pond</a><nav><a href='/n'>News</a></nav><p>The wind comes from the west</p>", "", "The Pond", "" },
		{ "nor is the headline", "<meta property=og:site_name content='The Pond'>", "<div><a href='/'>The Pond</a><div>Fish return to their pond</div></div>", "", "The Pond", "" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char html[6000];

		snprintf(html, sizeof(html), "<html lang=en><head>%s</head><body><div>%s</div><div><h1>Fish return to their pond</h1><p>" P1 "</p><p>" P2 "</p><p>" P3 "</p></div><div>%s</div></body></html>",
		    cases[i].head, cases[i].top, cases[i].foot);
		read_page(&r, "https://tidal.example/ferry", html);
		expect_text(cases[i].name, r.article->source != NULL ? r.article->source->title.plain : STR_NONE, cases[i].site);
		expect_text(cases[i].name, r.article->source != NULL ? r.article->source->description.plain : STR_NONE, cases[i].slogan);
		arena_release(&r.a);
	}
}

static void
test_bylines(void **state)
{
	static const struct {
		const char *name, *raw, *first, *second;
	} cases[] = {
		{ "two names", "By Ann Roe and Bo Lind", "Ann Roe", "Bo Lind" },
		{ "a role behind a comma", "Von Ann Roe, Redakteurin", "Ann Roe", "" },
		{ "a date behind it", "Ann Roe | 3 May 2024", "Ann Roe", "" },
		{ "the site is no author", "Pond News", "", "" },
		{ "nobody", "admin", "", "" },
		{ "what a blog's link says before the name", "View all posts by Ann Roe →", "Ann Roe", "" },
		{ "the same in German", "Zeige alle Beiträge von Ann Roe", "Ann Roe", "" },
		{ "what was done before by", "Analysis by Ann Roe", "Ann Roe", "" },
		{ "a month whose day is cut off", "By Ann Roe March 25, 2015", "Ann Roe", "" },
		{ "what the link of a button says", "Follow us", "", "" },
		{ "a fact with its label", "Quelle: Fischer", "", "" },
		{ "of nobility small words are part of a name", "Ann van der Roe", "Ann van der Roe", "" },
		{ "a role behind two words", "Ann Roe Senior Reporter", "Ann Roe", "" },
		{ "a Chinese editor", "责编：牛方", "牛方", "" },
	};
	struct list authors;
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct str *v;

		authors = (struct list){ NULL, 0, 0 };
		arena_init(&a, 1 << 20, NULL);
		byline_add(&a, &authors, str_from(cases[i].raw), STR("Pond News"), false);
		v = authors.v;
		expect_text(cases[i].name, authors.n > 0 ? v[0] : STR_NONE, cases[i].first);
		expect_text(cases[i].name, authors.n > 1 ? v[1] : STR_NONE, cases[i].second);
		arena_release(&a);
	}
}

static void
test_authors_of_pages(void **state)
{
	static const struct {
		const char *name, *html, *author;
	} cases[] = {
		{ "a person on the page, where the head names the house", "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Organization\",\"name\":\"Pond News\"}}"
		    "</script><article><h1>Fish</h1><span class=article__author>By Ann Roe</span><p>" P1 "</p></article>", "Ann Roe" },
		{ "the house, where nobody else is named", "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Organization\",\"name\":\"Pond News\"}}"
		    "</script><article><h1>Fish</h1><p>" P1 "</p></article>", "Pond News" },
		{ "the host is a house too", "<meta name=author content='Tidal'><article><h1>Fish</h1><a rel=author href=/ann>Ann Roe</a><p>" P1 "</p></article>", "Ann Roe" },
		{ "the author of the article before that of the site", "<meta name=author content='Ann Roe Holding'><meta property=article:author content='Bo Lind'><article><h1>Fish</h1><p>" P1 "</p></article>", "Bo Lind" },
		{ "a name beside the date", "<article><h1>Fish in the pond</h1><small>3 May 2024 | 13:10 | Ann Roe</small><p>" P1 "</p></article>", "Ann Roe" },
		{ "no name in a line that has more", "<article><h1>Fish in the pond</h1><small>3 May 2024 | Topics: Fish | View Comments</small><p>" P1 "</p></article>", "" },
		{ "the author at the headline before others", "<div><a rel=author href=/bo>Bo Lind</a></div><article><h1>Fish in the pond</h1><span class=author>Ann Roe</span><p>" P1 "</p><p>" P2 "</p></article>", "Ann Roe" },
		{ "a desk at the headline", "<article><h1>Fish in the pond</h1><a rel=author href=/desk>Newsdesk</a><p>" P1 "</p></article>", "Newsdesk" },
		{ "the house that is marked far from the headline", "<article><h1>Fish in the pond</h1><p>" P1 "</p><p>" P2 "</p><div><span itemprop=author>Tidal</span></div></article>", "Tidal" },
		{ "a date is no author", "<meta name=author content='20 Nov 2019'><article><h1>Fish in the pond</h1><p>" P1 "</p></article>", "" },
		{ "a byline in a footer of the headline's", "<article><header><h1>Fish in the pond</h1><footer class=meta><p class=byline>By <a href=/staff/ann>Ann Roe</a></p></footer></header><p>" P1 "</p></article>", "Ann Roe" },
		{ "a name and a date whose boxes touch", "<article><h1>Fish in the pond</h1><div class=byline><span>By Ann Roe</span><span>Mar 3, 2024</span></div><p>" P1 "</p></article>", "Ann Roe" },
		{ "an account of another site is no author's page", "<article><h1>Fish in the pond</h1><a href='https://video.example/user/pond'>Our Videos</a><p>" P1 "</p></article>", "" },
		{ "a byline in capitals, as the head spells it", "<meta name=byl content='By ANN MCROE'><meta name=author content='Ann McRoe'><article><h1>Fish</h1><p class=byline>By ANN MCROE</p><p>" P1 "</p></article>", "Ann McRoe" },
		{ "a byline in capitals that nothing spells", "<article><h1>Fish</h1><p class=byline>By ANN ROE</p><p>" P1 "</p></article>", "ANN ROE" },
		{ "a name that has the site's short one in it", "<meta property=og:site_name content=El><article><h1>Fish</h1><p class=byline>By Michael Roe</p><p>" P1 "</p></article>", "Michael Roe" },
		{ "a desk that is called after the site", "<meta property=og:site_name content=El><article><h1>Fish</h1><p class=byline>By El Equipo</p><p>" P1 "</p></article>", "" },
		{ "a site whose name is signs alone", "<meta property=og:site_name content='***'><article><h1>Fish</h1><p class=byline>By Ann Roe</p><p>" P1 "</p></article>", "Ann Roe" },
		{ "a number is no name", "<meta name=author content='4711'><article><h1>Fish</h1><p>" P1 "</p></article>", "" },
		{ "a name in two parts", "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Person\",\"familyName\":\"Roe\",\"givenName\":\"Ann\"}}"
		    "</script><article><h1>Fish</h1><p>" P1 "</p></article>", "Ann Roe" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_page(&r, "https://tidal.example/a", cases[i].html);
		expect_text(cases[i].name, author(&r, 0), cases[i].author);
		arena_release(&r.a);
	}
}

static void
test_page_dates(void **state)
{
	static const struct {
		const char *name, *text, *as;
	} cases[] = {
		{ "time and zone stay", "2023-03-07T10:15:00+01:00", "2023-03-07T10:15:00+01:00" },
		{ "a zone without its colon", "2023-03-07 10:15:00 -0330", "2023-03-07T10:15:00-03:30" },
		{ "a zone of hours", "2023-03-07T10:15+05", "2023-03-07T10:15:00+05:00" },
		{ "a zone's name", "2023-03-07 10:15 gmt", "2023-03-07T10:15:00Z" },
		{ "no zone is so far away", "2023-03-07T10:15:00+15:00", "2023-03-07" },
		{ "Turkish, with its dotted capital", "7 NİSAN 2023", "2023-04-07" },
		{ "milliseconds since 1970", "1678199025000", "2023-03-07T14:23:45Z" },
		{ "a day is no midnight", "2023-03-07", "2023-03-07" },
		{ "German", "am 7. März 2023 um 10 Uhr", "2023-03-07" },
		{ "Japanese", "2023年3月7日", "2023-03-07" },
		{ "Korean", "2023년 3월 7일", "2023-03-07" },
		{ "English", "Posted on March 7, 2023", "2023-03-07" },
		{ "French", "Publié le 7 mars 2023", "2023-03-07" },
		{ "an ordinal and a comma", "Mar 7th, 2023", "2023-03-07" },
		{ "the first, in French", "1er mars 2023", "2023-03-01" },
		{ "Hungarian: the year comes first", "2023. március 7.", "2023-03-07" },
		{ "Lithuanian: a word for the year", "2023 m. kovo 7 d.", "2023-03-07" },
		{ "Latvian", "2023. gada 7. marts", "2023-03-07" },
		{ "Basque", "2023ko martxoaren 7a", "2023-03-07" },
		{ "Vietnamese: months have numbers", "ngày 7 tháng 3 năm 2023", "2023-03-07" },
		{ "Thai: Buddha's years", "7 มีนาคม 2566", "2023-03-07" },
		{ "Hebrew: in March is one word", "7 במרץ 2023", "2023-03-07" },
		{ "Catalan: of and October are one word", "7 d’octubre de 2022", "2022-10-07" },
		{ "Arabic, with its own digits", "٧ مارس ٢٠٢٣", "2023-03-07" },
		{ "Bengali, with its own digits", "৭ মার্চ ২০২৩", "2023-03-07" },
		{ "Turkish, in capitals", "7 MAYIS 2023", "2023-05-07" },
		{ "Bulgarian", "7 ноември 2022 г.", "2022-11-07" },
		{ "Czech: July is a longer June", "7. července 2022", "2022-07-07" },
		{ "digits without end", "99999999999999", "" },
		{ "no such day", "31.02.2023", "" },
		{ "a number with more digits than a date", "17625902401762590240", "" },
		{ "before the web", "7 March 1923", "" },
		{ "bytes that are no UTF-8 take more room as U+FFFD", "\xff\xff\xff\xff \xd9\xa7 March 2023 \xd9\xa7", "2023-03-07" },
	};
	struct page_date date;
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, 1 << 20, NULL);
		if (!page_date_read(&a, str_from(cases[i].text), false, &date))
			date.as = STR_NONE;
		expect_text(cases[i].name, date.as, cases[i].as);
		arena_release(&a);
	}
}

static void
test_tags_of_pages(void **state)
{
	static const struct {
		const char *name, *html, *tags;
	} cases[] = {
		{ "links that are marked", "<article><h1>Fish in the pond</h1><p>" P1 "</p><p>" P2 "</p><footer><a rel='category tag' href=/c/sea>Sea</a> <a rel=tag href=/t/fish>#Fish</a></footer></article>"
		    "<ul><li><a rel=tag href=/t/all>All topics</a></ul>", "Sea, Fish" },
		{ "what the head names comes first", "<meta property=article:tag content=Pond><article><h1>Fish in the pond</h1><p>" P1 "</p><a rel=tag href=/t/fish>Fish</a></article>", "Pond" },
		{ "those of other articles are not its own", "<article><h1>Fish in the pond</h1><p>" P1 "</p><p>" P2 "</p><div class=related><a rel=tag href=/t/birds>Birds</a></div></article>", "" },
	};
	const struct category *v;
	struct read r;
	struct buf tags;
	uint32_t k;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_page(&r, "https://tidal.example/a", cases[i].html);
		buf_init(&tags, 1000);
		for (k = 0, v = r.article->categories.v; k < r.article->categories.n; k++)
			buf_printf(&tags, "%s%.*s", k > 0 ? ", " : "", STR_ARG(v[k].term));
		expect_text(cases[i].name, buf_str(&tags), cases[i].tags);
		buf_release(&tags);
		arena_release(&r.a);
	}
}

/* What counts back from 14:23:45 on the 7th of March 2023. */
static void
test_relative_dates(void **state)
{
	static const struct {
		const char *name, *text, *as;
	} cases[] = {
		{ "English", "3 hours ago", "2023-03-07T11:23:00Z" },
		{ "short", "Ann Roe · 3h ago", "2023-03-07T11:23:00Z" },
		{ "a word for one", "an hour ago", "2023-03-07T13:23:00Z" },
		{ "minutes", "Updated 25 min. ago", "2023-03-07T13:58:00Z" },
		{ "days are days", "2 days ago", "2023-03-05" },
		{ "weeks too", "1 week ago", "2023-02-28" },
		{ "behind bytes that are no UTF-8", "\xff\xff\xff\xff\xff\xff\xff\xff\xff 3 hours ago", "2023-03-07T11:23:00Z" },
		{ "German", "vor 2 Tagen", "2023-03-05" },
		{ "German, one", "vor einer Stunde", "2023-03-07T13:23:00Z" },
		{ "French", "Publié il y a 3 h", "2023-03-07T11:23:00Z" },
		{ "Spanish", "Hace 5 minutos", "2023-03-07T14:18:00Z" },
		{ "Portuguese", "há 2 horas", "2023-03-07T12:23:00Z" },
		{ "Portuguese, the other way", "2 dias atrás", "2023-03-05" },
		{ "Italian", "3 ore fa", "2023-03-07T11:23:00Z" },
		{ "Dutch", "3 uur geleden", "2023-03-07T11:23:00Z" },
		{ "Swedish", "för 2 timmar sedan", "2023-03-07T12:23:00Z" },
		{ "Norwegian", "for 2 timer siden", "2023-03-07T12:23:00Z" },
		{ "Polish", "3 godziny temu", "2023-03-07T11:23:00Z" },
		{ "Czech", "před 3 hodinami", "2023-03-07T11:23:00Z" },
		{ "Russian", "2 часа назад", "2023-03-07T12:23:00Z" },
		{ "Ukrainian", "2 години тому", "2023-03-07T12:23:00Z" },
		{ "Turkish", "3 saat önce", "2023-03-07T11:23:00Z" },
		{ "Greek", "πριν από 2 ώρες", "2023-03-07T12:23:00Z" },
		{ "Hungarian", "2 nappal ezelőtt", "2023-03-05" },
		{ "Indonesian", "3 jam yang lalu", "2023-03-07T11:23:00Z" },
		{ "Vietnamese", "3 giờ trước", "2023-03-07T11:23:00Z" },
		{ "Thai", "3 ชั่วโมงที่แล้ว", "2023-03-07T11:23:00Z" },
		{ "Japanese", "3時間前", "2023-03-07T11:23:00Z" },
		{ "Chinese", "3小时前", "2023-03-07T11:23:00Z" },
		{ "Korean", "3시간 전", "2023-03-07T11:23:00Z" },
		{ "Arabic, with its own digits", "منذ ٣ ساعات", "2023-03-07T11:23:00Z" },
		{ "Hebrew", "לפני 3 שעות", "2023-03-07T11:23:00Z" },
		{ "Hindi", "3 घंटे पहले", "2023-03-07T11:23:00Z" },
		{ "yesterday", "Yesterday at 10:15", "2023-03-06" },
		{ "today, in Russian", "Сегодня, 10:15", "2023-03-07" },
		{ "months are too vague", "3 months ago", "" },
		{ "a span is no date", "3 hours", "" },
		{ "nor is a duration", "for 3 hours", "" },
		{ "nor the reading time", "3 min read", "" },
		{ "yesterday in a sentence", "Yesterday the council voted to give the ferry another landing stage", "" },
	};
	struct page_date date;
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, 1 << 20, NULL);
		if (!relative_date_find(&a, str_from(cases[i].text), 1678199025, &date))
			date.as = STR_NONE;
		expect_text(cases[i].name, date.as, cases[i].as);
		assert_false(relative_date_find(&a, str_from(cases[i].text), 0, &date)); /* never without a time to count from */
		arena_release(&a);
	}
}

static void
test_visible_dates(void **state)
{
	static const struct {
		const char *name, *head, *above, *below, *published, *updated;
	} cases[] = {
		{ "a line behind the headline", "", "", "<p class=x>By Ann Roe on 7 March 2023</p>", "2023-03-07", "" },
		{ "of two labelled dates the one of publication", "", "", "<p>Last change: 9 March 2023<br>Published on: 7 March 2023</p>", "2023-03-07", "2023-03-09" },
		{ "a label in French", "", "", "<p>Mis à jour le 9 mars 2023. Publié le 7 mars 2023.</p>", "2023-03-07", "2023-03-09" },
		{ "only a change", "", "", "<p>Aktualisiert: 9. März 2023</p>", "2023-03-09", "2023-03-09" },
		{ "a labelled date before the clock of the site", "", "<div>March 9, 2023</div>", "<p>Published On March 7, 2023 01:52 PM</p>", "2023-03-07", "" },
		{ "a short box beside the headline is no teaser", "", "", "<div class='teaser-meta'><p class='author'>VON <a href='/autoren/roe'>ANN ROE</a> am 7. März 2023</p></div>", "2023-03-07", "" },
		{ "a labelled fact before the date of a caption", "", "", "<div><p>The ferry leaves the old stage at low water, as it was seen from the quay, 5 March 2023</p></div>"
		    "<ul><li><strong>Datum</strong> 7.3.2023</li></ul>", "2023-03-07", "" },
		{ "a change at another minute is no zone", "<meta property='article:published_time' content='2023-03-08T07:00:00Z'>", "", "<p>Updated 8 March 2023 10:00</p>", "2023-03-08T07:00:00Z", "" },
		{ "a dateline at the head of a paragraph", "", "", "<p>Press release of 7 March 2023 | Tidal – " P1 " " P2 "</p>", "2023-03-07", "" },
		{ "what is shown, not what the template left in the attribute", "", "", "<div><time datetime='2023-04-19T10:18:46Z'>Published on 7 March 2023</time></div>", "2023-03-07", "" },
		{ "a time at the headline before marked ones elsewhere", "", "<ul><li><time pubdate datetime='2023-05-01'>1 May</time> <a href='/a'>A whale was seen</a></li></ul>",
		    "<p>On <time datetime='2023-03-07T10:00:00Z'>7 March</time></p>", "2023-03-07T10:00:00Z", "" },
		{ "a moment in UTC as the page shows it", "<meta property='article:published_time' content='2023-03-08T02:41:00Z'>", "", "<p>7/3/2023 22:41</p>", "2023-03-07T22:41:00-04:00", "" },
		{ "the same with half of a day", "<meta property='article:published_time' content='2023-03-08T02:41:00Z'>", "", "<p>March 7, 2023, 10:41 p.m.</p>", "2023-03-07T22:41:00-04:00", "" },
		{ "and with the zone in an attribute", "<meta property='article:published_time' content='2023-03-08T02:41:03Z'>", "", "<p><time datetime='2023-03-07T21:41:03-05:00'>7 March</time></p>", "2023-03-07T21:41:03-05:00", "" },
		{ "another moment is no zone", "<meta property='article:published_time' content='2023-03-08T02:41:00Z'>", "", "<p>7/3/2023 22:38</p>", "2023-03-08T02:41:00Z", "" },
		{ "of two days in the head the one that is shown", "<meta property='article:published_time' content='2023-03-07T10:00:00+01:00'><script type='application/ld+json'>"
		    "{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\",\"datePublished\":\"2023-03-01T10:00:00+01:00\"}</script>", "", "<p>7 March 2023</p>", "2023-03-07T10:00:00+01:00", "" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char html[6000];

		snprintf(html, sizeof(html), "<html lang=en><head><title>Island Ferry Gets a Second Stage</title>%s</head><body>%s<div><h1>Island Ferry Gets a Second Stage</h1>%s</div>"
		    "<div class=article-body><p>" P1 "</p><p>" P2 "</p><p>" P3 "</p></div></body></html>", cases[i].head, cases[i].above, cases[i].below);
		read_page(&r, "https://tidal.example/ferry", html);
		expect_text(cases[i].name, r.article->published_as, cases[i].published);
		expect_text(cases[i].name, r.article->updated_as, cases[i].updated);
		arena_release(&r.a);
	}
}

static void
test_dates_of_urls(void **state)
{
	static const struct {
		const char *name, *url, *as;
	} cases[] = {
		{ "folders", "https://tidal.example/2023/03/07/fish", "2023-03-07" },
		{ "year, month and day in one", "https://tidal.example/20230307-fish", "2023-03-07" },
		{ "day, month and year in one", "https://tidal.example/07032023-fish", "2023-03-07" },
		{ "a number", "https://tidal.example/fish-74032023", "" },
		{ "a short day behind year and month", "https://tidal.example/2023/03/230307-fish", "2023-03-07" },
		{ "a short number that is not of its folder", "https://tidal.example/2023/03/220307-fish", "" },
		{ "a headline that begins with a number", "https://tidal.example/2023/03/7-fish", "" },
	};
	struct page_date date;
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, 1 << 20, NULL);
		if (!page_date_of_url(&a, str_from(cases[i].url), &date))
			date.as = STR_NONE;
		expect_text(cases[i].name, date.as, cases[i].as);
		arena_release(&a);
	}
}

static void
test_captions_without_figures(void **state)
{
	static const struct {
		const char *name, *html, *shown, *caption, *credit;
	} cases[] = {
		{ "a blog's box", "<div class='wp-caption'><img src=/p.jpg><p class='wp-caption-text'>The quay. (Photo: Bo Lind)</p></div>",
		    "<figure><img src=\"https://tidal.example/p.jpg\"/><figcaption>The quay. (Photo: Bo Lind)</figcaption></figure>", "The quay.", "Bo Lind" },
		{ "a line behind the picture's own box", "<div><span><img src=/p.jpg></span></div><p>The quay. (Photo: Bo Lind)</p>",
		    "<figure><img src=\"https://tidal.example/p.jpg\"/><figcaption>The quay. (Photo: Bo Lind)</figcaption></figure>", "The quay.", "Bo Lind" },
		{ "parts that styles set apart", "<div><img src=/p.jpg><span class=caption>The quay.</span><span class=credit>Bo Lind</span></div>",
		    "<figure><img src=\"https://tidal.example/p.jpg\"/><figcaption>The quay. Bo Lind</figcaption></figure>", "The quay.", "Bo Lind" },
		{ "words behind it that are no caption", "<div><img src=/p.jpg></div><p>“The quay,” she said, “is old, and it will fall.”</p>",
		    "<figure><img src=\"https://tidal.example/p.jpg\"/></figure>\n<p>“The quay,”", "", "" },
		{ "a line behind the text below the picture", "<div><img src=/p.jpg></div><p>“The quay,” she said, “is old, and it will fall.”</p><p>The quay. (Photo: Bo Lind)</p>",
		    "<figure><img src=\"https://tidal.example/p.jpg\"/></figure>\n<p>“The quay,”", "", "" },
		{ "two pictures in one box", "<div><img src=/p.jpg><img src=/q.jpg><p class=caption>Left: the quay.</p></div>", "<figure><img src=\"https://tidal.example/p.jpg\"/></figure>", "Left: the quay.", "" },
		{ "what calls for something at the end of the box is no credit", "<div><img src=/p.jpg><p class=caption>The quay.</p><p>Short.</p><div>Share this story with a friend</div></div>",
		    "<figcaption>The quay.</figcaption></figure>", "The quay.", "" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char html[6000];

		snprintf(html, sizeof(html), "<html lang=en><head><title>Quay to be built</title></head><body><article><h1>Quay to be built</h1><p>" P1 "</p>%s<p>" P3 "</p><p>" P4 "</p></article></body></html>",
		    cases[i].html);
		read_page(&r, "https://tidal.example/quay", html);
		if (str_find(r.article->content_html, str_from(cases[i].shown)) == STR_NPOS)
			fail_msg("%s: %.*s", cases[i].name, STR_ARG(r.article->content_html));
		expect_text(cases[i].name, r.article->image_caption, cases[i].caption);
		expect_text(cases[i].name, r.article->image_credit, cases[i].credit);
		arena_release(&r.a);
	}
}

static void
test_credits_in_captions(void **state)
{
	static const struct {
		const char *name, *caption, *without, *credit;
	} cases[] = {
		{ "a word that says so twice", "The pond. (Bild: Bild der Stadt)", "The pond.", "Bild der Stadt" },
		{ "names with a slash", "The pond at noon (Bo Lind/Coast)", "The pond at noon", "Bo Lind/Coast" },
		{ "Korean", "연못. [사진 출처 = 연못신문]", "연못.", "연못신문" },
		{ "a place is no name", "Ann Roe (left)", "", "" },
		{ "an agency behind the last sentence", "The ferry lies in the harbour. Reuters", "The ferry lies in the harbour.", "Reuters" },
		{ "Lithuanian says it behind the name", "The harbour at noon / B. Lind / Coast nuotr.", "The harbour at noon", "B. Lind / Coast" },
		{ "Indonesian for an archive", "The harbour at noon (Dok. Coast)", "The harbour at noon", "Coast" },
	};
	struct credit_split split;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		split = (struct credit_split){ .caption = STR_NONE };
		if (!credit_split_caption(str_from(cases[i].caption), &split))
			split = (struct credit_split){ .caption = STR_NONE };
		expect_text(cases[i].name, split.caption, cases[i].without);
		expect_text(cases[i].name, split.credit, cases[i].credit);
	}
}

static void
test_lead_images(void **state)
{
	static const struct {
		const char *name, *html, *caption, *credit;
	} cases[] = {
		{ "what holds the article is not beside it", "<div class='page side-rail comments-enabled'><div class=picture><img src=/f/harbour-1.jpg>"
		    "<p class=caption>The harbour.</p></div><div class=text><p>" P1 "</p><p>" P3 "</p></div></div>", "The harbour.", "" },
		{ "a look is no part", "<div class=withSidebar><div><img src=/f/harbour-1.jpg><p class=caption>The harbour.</p></div></div><article><p>" P1 "</p><p>" P3 "</p></article>",
		    "The harbour.", "" },
		{ "a picture in a sidebar is of something else", "<div class=sidebar><div><img src=/f/boat-1.jpg><p class=caption>A boat.</p></div></div><article><p>" P1 "</p><p>" P3 "</p></article>",
		    "", "" },
		{ "a credit in words beside the caption", "<article><figure><img src=/f/harbour-1.jpg><span>Photo: Bo Lind</span><figcaption>The harbour.</figcaption></figure><p>" P1
		    "</p><p>" P3 "</p></article>", "The harbour.", "Bo Lind" },
		{ "a header with a menu's name holds the headline", "<article><header class='head head--simple-navigation'><h1>The harbour is open again</h1><figure><img src=/f/harbour-1.jpg>"
		    "<figcaption>The harbour. (Image: Bo Lind/Coast)</figcaption></figure></header><div class=text><p>" P1 "</p><p>" P3 "</p></div></article>", "The harbour.", "Bo Lind/Coast" },
		{ "the teaser of the article itself", "<h1>The harbour is open again</h1><div class='article-teaser-image'><figure><img src=/f/harbour-1.jpg>"
		    "<figcaption>The harbour. (Image: Bo Lind/Coast)</figcaption></figure></div><div class=text><p>" P1 "</p><p>" P3 "</p></div>", "The harbour.", "Bo Lind/Coast" },
		{ "the author of a figure took it", "<article><figure><img src=/f/harbour-1.jpg><figcaption itemprop=caption>The harbour.</figcaption>"
		    "<figcaption itemprop=author>Bo Lind/Coast</figcaption></figure><p>" P1 "</p><p>" P3 "</p></article>", "The harbour.", "Bo Lind/Coast" },
		{ "a caption that only its words tell", "<table><tr><td><p><img src=/f/harbour-1.jpg><br><em>The harbour. (Image: Bo Lind/Coast)</em></p><p>" P1
		    "</p><p>" P3 "</p></td></tr></table>", "The harbour.", "Bo Lind/Coast" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_page(&r, "https://tidal.example/a", cases[i].html);
		expect_text(cases[i].name, r.article->image_caption, cases[i].caption);
		expect_text(cases[i].name, r.article->image_credit, cases[i].credit);
		arena_release(&r.a);
	}
}

static void
test_pictures_to_show(void **state)
{
	static const struct {
		const char *name, *url;
		bool want;
	} cases[] = {
		{ "a picture", "https://tidal.example/f/harbour.jpg", true },
		{ "a folder of Drupal's", "https://tidal.example/sites/default/files/harbour.jpg", true },
		{ "a word that ends like a logo", "https://tidal.example/f/catalogo-1.jpg", true },
		{ "a telephone called Pixel", "https://tidal.example/f/new-pixel-9.jpg", true },
		{ "a logo", "https://tidal.example/f/pond_logo.png", false },
		{ "what stands in for a picture", "https://tidal.example/f/default-user.png", false },
		{ "what only counts", "https://tidal.example/pixel.gif", false },
		{ "no address of the web", "data:image/gif;base64,R0lGODlhAQABAAAAACw=", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (picture_is_url(str_from(cases[i].url)) != cases[i].want)
			fail_msg("%s", cases[i].name);
}

static void
test_sources_of_pictures(void **state)
{
	static const struct {
		const char *name, *img, *url;
	} cases[] = {
		{ "what a script would load", "<img src='/empty.gif' data-src='/f/harbour-1.jpg'>", "https://tidal.example/f/harbour-1.jpg" },
		{ "a set of sizes where an address should be", "<img data-src='/f/harbour-1.jpg 640w, /f/harbour-2.jpg 320w'>", "https://tidal.example/f/harbour-1.jpg" },
		{ "a folder of Drupal's", "<img src='/sites/default/files/harbour-1.jpg'>", "https://tidal.example/sites/default/files/harbour-1.jpg" },
		{ "a word that ends like a logo", "<img src='/f/catalogo-1.jpg'>", "https://tidal.example/f/catalogo-1.jpg" },
		{ "a space in a name", "<img src='/f/old harbour.jpg'>", "https://tidal.example/f/old%20harbour.jpg" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char html[4000];

		snprintf(html, sizeof(html), "<article><h1>The harbour</h1><figure>%s<figcaption>The harbour. (Image: Bo Lind/Coast)</figcaption></figure><p>" P1 "</p><p>" P3 "</p></article>", cases[i].img);
		read_page(&r, "https://tidal.example/a", html);
		expect_text(cases[i].name, r.article->image, cases[i].url);
		arena_release(&r.a);
	}
}

static void
test_paragraphs(void **state)
{
	static const struct {
		const char *name, *html, *text;
	} cases[] = {
		{ "blocks and breaks", "<p>a <b>b</b><br/>c</p><p>d</p>", "a b\nc\n\nd" },
		{ "lists and rows", "<ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr></table>", "a\nb\n\nc\td" },
		{ "figures are no text", "<p>a</p><figure><img src=\"x\"/><figcaption>c</figcaption></figure><p>b &amp; c</p>", "a\n\nb & c" },
		{ "code keeps its lines", "<pre>a\n  b</pre>", "a\n  b" },
	};
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, 1 << 20, NULL);
		expect_text(cases[i].name, text_paragraphs(&a, str_from(cases[i].html)), cases[i].text);
		arena_release(&a);
	}
}

static void
test_what_stays_and_goes(void **state)
{
	struct read r;

	(void)state;
	read_page(&r, "https://tidal.example/a",
	    "<title>Fish</title><article><h1>Fish</h1><p class=byline>By Ann Roe</p><p>" P1 "</p><blockquote><p>Short words.</p></blockquote>"
	    "<pre>x = 1\ny = 2</pre><table><tr><td>Tide</td><td>4 m</td></tr></table><iframe src='https://video.example/e/1'></iframe>"
	    "<div class=related-posts><h3>Related</h3><a href=/1>One</a></div><p>" P3 "</p></article>");
	expect_text("by", author(&r, 0), "Ann Roe");
	expect_text("quotation, code and table are text", paragraphs(&r), P1 "\n\nShort words.\n\nx = 1\ny = 2\n\nTide\t4 m\n\n" P3);
	assert_true(str_find(r.article->content_html, STR("href=\"https://video.example/e/1\"")) != STR_NPOS);
	arena_release(&r.a);
	read_page(&r, "https://tidal.example/c", "<title>Fish</title><div class=menu><a href=/1>News</a> <a href=/2>Sea</a></div><article><h1>Fish</h1><p>They are back, all of them.</p></article>");
	expect_text("an article of a line", paragraphs(&r), "They are back, all of them.");
	arena_release(&r.a);
	read_page(&r, "https://tidal.example/d", "<title>Fish</title><div class=main><h1>Fish</h1><p>" P1 "</p><p>" P2 "</p></div><div class=site-footer-wrap><p>" P3 "</p><p>" P3 "</p><p>" P3 "</p></div>");
	expect_text("a foot longer than the article", paragraphs(&r), P1 "\n\n" P2);
	arena_release(&r.a);
	read_page(&r, "https://tidal.example/e", "<title>Fish</title><article><h1>Fish</h1><p>" P1 "</p><div>" P2 "<span class=rollover-block><a href=/x>Ann Roe, and more on her from the coast.</a></span></div><p>" P3 "</p></article>");
	expect_text("what opens over a name is not in the text", paragraphs(&r), P1 "\n\n" P2 "\n\n" P3);
	arena_release(&r.a);
	assert_int_equal(try_page(&r, "https://tidal.example/b", "<html><body><script>x</script></body></html>"), -1);
	assert_int_equal(r.e.kind, ERR_INPUT);
	arena_release(&r.a);
}

/* ---- entries that a page marks ---- */

static void
read_all(struct read *r, const char *html)
{
	*r = (struct read){ .article = NULL };
	arena_init(&r->a, 64 << 20, NULL);
	assert_int_equal(extract_page(&r->a, str_from(html), STR("text/html"), STR("https://tidal.example/"), STR_NONE, &r->d, &r->e), 0);
	normalise_document(&r->a, &r->d);
	r->article = r->d.articles.v;
}

static void
test_microformats(void **state)
{
	struct read r;

	(void)state;
	read_all(&r, "<head><link rel=hub href=/hub><link rel=alternate type=application/atom+xml href=/feed></head><div class=h-feed><p class=p-name>Tides</p>"
		     "<article class=h-entry><h2 class=p-name><a class=u-url href=/1>High</a></h2><p class=p-summary>Very high.</p><div class=e-content><p>It <i>rose</i>.</p></div>"
		     "<time class=dt-published datetime='2023-03-07T10:00:00Z'>today</time><a class='p-author h-card' href=/ann>Ann Roe</a><span class=p-category>sea</span></article>"
		     "<p class=h-entry>Low tide</p></div>");
	assert_int_equal(r.d.articles.n, 2);
	expect_text("the feed's name", r.d.title.plain, "Tides");
	expect_text("name", r.article[0].title.plain, "High");
	expect_text("url", r.article[0].url, "https://tidal.example/1");
	expect_text("summary", r.article[0].summary.plain, "Very high.");
	expect_text("content", r.article[0].content_html, "<p>It <i>rose</i>.</p>");
	expect_text("author", author(&r, 0), "Ann Roe");
	assert_int_equal(r.article[0].categories.n, 1);
	assert_int_equal(r.d.hubs.n, 1);
	assert_int_equal(r.d.alternates.n, 1);
	expect_text("all of an entry may be its name", r.article[1].title.plain, "Low tide");
	arena_release(&r.a);
	read_all(&r, "<meta property=og:type content=article><title>Fish</title><div class=hentry><h1 class=entry-title>Fish</h1><div class=entry-content><p>" P1 "</p></div></div>"
		     "<div class=hentry><h3 class=entry-title>Other</h3><div class=entry-content>x</div></div>");
	assert_int_equal(r.d.articles.n, 1);
	expect_text("an article is no list of entries", r.article->title.plain, "Fish");
	arena_release(&r.a);
}

/* The article of a page without entries of its own. */
static void
test_entries_of_articles(void **state)
{
	static const struct {
		const char *name, *html, *title, *summary;
	} cases[] = {
		{ "the first paragraph, however short, is the summary", "<title>Fish</title><article><h1>Fish</h1><p>They are back.</p><p>" P1 "</p><p>" P3 "</p></article>",
		    "Fish", "They are back." },
		{ "a description comes before a paragraph", "<title>Fish</title><meta name=description content='On fish.'><p>" P1 "</p>", "Fish", "On fish." },
		{ "without paragraphs the first words are the summary", "<title>Fish</title><a href=/>Back <div>again</div></a>", "Fish", "Back" },
		{ "a page of headings and pictures has its headings", "<title>Fish</title><article><h2>Before the tide</h2><img src=/1.jpg><h2>Behind it</h2><img src=/2.jpg></article>", "Fish", "" },
		{ "JSON-LD's headline comes before what is shared", "<title>Fish</title><meta property=og:title content='Fish return | Pond'>"
		    "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Fish return\"}</script><p>" P1 "</p>", "Fish return", P1 },
		{ "readers' comments are no entries", "<title>Fish return</title><main class=hfeed><article><h1>Fish return</h1><p>" P1 "</p><p>" P3 "</p></article><ol class=comment-list>"
		    "<li class=hentry><p class=entry-title>Ann said</p><p class=entry-content>Well.</p></li></ol></main>", "Fish return", P1 },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_all(&r, cases[i].html);
		assert_int_equal(r.d.articles.n, 1);
		expect_text(cases[i].name, r.article->title.plain, cases[i].title);
		expect_text(cases[i].name, r.article->summary.plain, cases[i].summary);
		arena_release(&r.a);
	}
	read_all(&r, cases[3].html);
	assert_true(str_find(r.article->content_html, STR("Behind it")) != STR_NPOS);
	arena_release(&r.a);
}

/* What is told of a page decides whether it is one. */
static void
test_pages_that_say_nothing(void **state)
{
	static const struct {
		const char *claim, *html;
		int want;
	} cases[] = {
		{ "no text and no head", "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>", -1 },
		{ "a title is something", "<html><head><title>Tides</title></head><body></body></html>", 0 },
		{ "a feed announced is something",
		    "<html><head><link rel=alternate type=application/rss+xml href=/f></head><body></body></html>", 0 },
	};
	struct document d;
	struct arena a;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		d = (struct document){ .format = STR_NONE };
		arena_init(&a, 16U << 20, NULL);
		if (extract_page(&a, str_from(cases[i].html), STR("text/html"), STR("https://tidal.example/"), STR_NONE, &d, &e) != cases[i].want)
			fail_msg("%s", cases[i].claim);
		arena_release(&a);
	}
}

static void
test_next(void **state)
{
	static const struct {
		const char *url, *next;
		bool follows;
	} cases[] = {
		{ "/story", "/story/2", true }, { "/story/", "/story/2/", true }, { "/story/2", "/story/3", true }, { "/story", "/story/page/2", true },
		{ "/story.html", "/story-2.html", true }, { "/story.html", "/story_p2.html", true }, { "/story.html", "/story.html?page=2", true },
		{ "/story?id=7", "/story?id=7&page=2", true }, { "/story?page=2&id=7", "/story?page=3&id=7", true }, { "/2024/05/story", "/2024/05/story/2", true },
		{ "/news/12345", "/news/12345/2", true }, { "/news/12345", "/news/12345?seite=2", true }, { "/story-2", "/story-2/2", true },
		{ "/story", "/other/2", false }, { "/story", "/other", false }, { "/story", "/story/3", false }, { "/story/3", "/story/2", false },
		{ "/news/12345", "/news/12346", false }, { "/story", "/story", false }, { "/2024/05/01", "/2024/05/03", false },
		{ "/story?id=7", "/story?id=8", false }, { "/story", "/story/2024", false }, { "/story", "/story2", false },
		{ "/story?id=7", "/story?page=2", false }, { "/", "/page/2", true }, { "/story", "javascript:next(2)", false },
	};
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct str url, next;

		arena_init(&a, 1 << 20, NULL);
		url = arena_printf(&a, "https://a.example%s", cases[i].url);
		next = cases[i].next[0] == '/' ? arena_printf(&a, "https://a.example%s", cases[i].next) : str_from(cases[i].next);
		if (article_next_follows(&a, url, next) != cases[i].follows)
			fail_msg("%s to %s", cases[i].url, cases[i].next);
		arena_release(&a);
	}
}

/* ---- by the rules of a source ---- */

/* rule_mistake_fn */
static void
on_mistake(const struct rule *r, size_t offset, const char *what, void *arg)
{
	(void)arg;
	fail_msg("%s: %zu: %s", r->text, offset, what);
}

static void
test_rules(void **state)
{
	static const struct {
		const char *name, *content[2], *strip[2], *want;
	} cases[] = {
		{ "what is named, all of it and nothing else", { ".box" }, { NULL }, "<div><p>One.</p><p>Sign up.</p><p>Two.</p></div><div><p>Three.</p></div>" },
		{ "of several, the first that names anything", { ".none", "#b" }, { NULL }, "<div><p>Three.</p></div>" },
		{ "without what is stripped", { ".box" }, { "p.ad" }, "<div><p>One.</p><p>Two.</p></div><div><p>Three.</p></div>" },
		{ "strip names one within another", { ".box" }, { "#a, #a *" }, "<div><p>Three.</p></div>" },
		{ "XPath", { "//div[@id='b']/p" }, { "//p[@class]" }, "<p>Three.</p>" },
		{ "an element within another is there once", { "#a, #a p" }, { NULL }, "<div><p>One.</p><p>Sign up.</p><p>Two.</p></div>" },
		{ "the page itself stays", { "#b" }, { "html, body, head" }, "<div><p>Three.</p></div>" },
	};
	static const char page[] = "<html><head><title>Head</title></head><body><div class=box id=a><p>One.</p><p class=ad>Sign up.</p><p>Two.</p></div>"
				   "<p>Between.</p><div class=box id=b><p>Three.</p></div></body></html>";
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct rule content[2], strip[2];
		struct rules rules[RULE_COUNT] = { [RULE_CONTENT] = { content, 0 }, [RULE_STRIP] = { strip, 0 } };
		struct item_rules *compiled;
		struct buf got;
		struct read r = { .article = NULL };

		for (k = 0; k < 2 && cases[i].content[k] != NULL; k++)
			content[rules[RULE_CONTENT].n++] = (struct rule){ .key = "content", .text = cases[i].content[k] };
		for (k = 0; k < 2 && cases[i].strip[k] != NULL; k++)
			strip[rules[RULE_STRIP].n++] = (struct rule){ .key = "strip", .text = cases[i].strip[k] };
		compiled = item_rules_new(rules, false, on_mistake, NULL);
		arena_init(&r.a, 64 << 20, NULL);
		if (extract_article(&r.a, &(struct page_input){ .bytes = str_from(page), .url = STR("https://a.example/1"),
		                          .rules = &(struct page_rules){ .own = compiled } }, &r.d, &r.e) != 0)
			fail_msg("%s: %s", cases[i].name, r.e.text);
		normalise_document(&r.a, &r.d);
		r.article = r.d.articles.v;
		buf_init(&got, 1 << 16);
		for (k = 0; k < r.article->content_html.n; k++) /* white space between blocks says nothing */
			if (r.article->content_html.p[k] != '\n')
				buf_add_char(&got, r.article->content_html.p[k]);
		expect_text(cases[i].name, buf_str(&got), cases[i].want);
		expect_text(cases[i].name, r.article->title.plain, "Head");
		buf_release(&got);
		item_rules_free(compiled);
		arena_release(&r.a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_one_article_in_three_builds),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_sites),
		cmocka_unit_test(test_bylines),
		cmocka_unit_test(test_authors_of_pages),
		cmocka_unit_test(test_page_dates),
		cmocka_unit_test(test_tags_of_pages), cmocka_unit_test(test_relative_dates), cmocka_unit_test(test_visible_dates), cmocka_unit_test(test_dates_of_urls),
		cmocka_unit_test(test_captions_without_figures),
		cmocka_unit_test(test_credits_in_captions),
		cmocka_unit_test(test_lead_images), cmocka_unit_test(test_pictures_to_show), cmocka_unit_test(test_sources_of_pictures),
		cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_what_stays_and_goes),
		cmocka_unit_test(test_entries_of_articles),
		cmocka_unit_test(test_microformats),
		cmocka_unit_test(test_pages_that_say_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
