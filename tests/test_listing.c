#include "config.h"
#include "check.h"

#include "base/clock.h"
#include "daemon/drift.h"
#include "extract/listing.h"
#include "normalise/normalise.h"

#define PAGE "https://news.example.org/world/"

/* One page through listing detection and normalisation. */
struct read {
	struct arena a;
	struct document d;
	const struct article *v;
	struct err e;
	int rc;
};

static void
read_input(struct read *r, struct listing_input in)
{
	in.url = STR(PAGE);
	*r = (struct read){ .v = NULL };
	arena_init(&r->a, 64 << 20, NULL);
	r->rc = extract_listing(&r->a, &in, &r->d, &r->e);
	if (r->rc == 0)
		normalise_document(&r->a, &r->d);
	r->v = r->d.articles.v;
}

static void
read_page(struct read *r, struct str page)
{
	read_input(r, (struct listing_input){ .bytes = page });
}

/* "url|title" of each item, one a line, addresses below the page's own. */
static struct str
items_of(struct read *r)
{
	struct buf b;
	struct str out;
	uint32_t i;

	buf_init(&b, 1 << 20);
	for (i = 0; i < r->d.articles.n; i++) {
		struct str url = r->v[i].url;

		if (str_starts(url, STR("https://news.example.org")))
			url = str_skip(url, strlen("https://news.example.org"));
		buf_printf(&b, "%.*s|%.*s\n", STR_ARG(url), STR_ARG(r->v[i].title.plain));
	}
	out = arena_str(&r->a, buf_str(&b));
	buf_release(&b);
	return out;
}

#define MENU "<nav class=menu><ul><li><a href='/home'>Home</a><li><a href='/politics'>Politics</a><li><a href='/sport'>Sport</a>" \
	"<li><a href='/culture'>Culture</a><li><a href='/contact'>Contact us</a></ul></nav>"
#define FOOTER "<footer><a href='/imprint'>Imprint</a> <a href='/privacy'>Privacy policy</a> <a href='/jobs'>Jobs at this paper</a></footer>"

static const char *const cards = MENU
	"<main><h1>World</h1>"
	"<article class='card c-1'><img src='/pics/bridge.jpg' width=300><h2><a href='/world/2024/05/03/old-bridge-reopens'>The old bridge reopens</a></h2>"
	"<time datetime='2024-05-03T10:00:00+02:00'>3 May</time><span class=byline>By Ada Poe</span>"
	"<p>After two years of work the stone bridge over the river is open to carts and walkers again.</p><a href='/tag/roads' rel=tag>Roads</a>"
	"<a href='/world/2024/05/03/old-bridge-reopens'>Read more</a></article>"
	"<article class='card c-2'><img data-src='/pics/owl.jpg' src='data:image/gif;base64,R0lG'><h2><a href='/world/2024/05/02/owls-counted'>Owls counted at night</a></h2>"
	"<time datetime='2024-05-02'>2 May</time><span class=byline>By Bo Fink and others</span>"
	"<p>Volunteers walked the forest from dusk to dawn and wrote down every call that they heard.</p>"
	"<a href='/world/2024/05/02/owls-counted'>Read more</a></article>"
	"<article class='card c-3'><h2><a href='/world/2024/04/30/ferry-timetable-changes?utm_source=list'>Ferry timetable changes</a></h2>"
	"<p>From June on the first boat leaves the northern pier half an hour earlier than it does now.</p>"
	"<a href='/world/2024/04/30/ferry-timetable-changes'>Read more</a></article></main>"
	"<aside class='most-read'><h3>Most read</h3><ol><li><a href='/world/2024/01/01/a-very-old-story-of-the-year'>A very old story of the year</a>"
	"<li><a href='/world/2024/01/02/another-very-old-story-here'>Another very old story here</a>"
	"<li><a href='/world/2024/01/03/third-very-old-story-is-this'>Third very old story is this</a></ol></aside>"
	"<div class=pagination><a href='/world/page/2'>Next</a></div>" FOOTER;

#define GENERATED(n, title, author) \
	"<div class=css-1k4x9z><div><a class='css-8a0b2c' href='/n/" #n "'>" title "</a></div><div><a class='css-q7r2s1' href='/p/" #n "'>" author "</a></div></div>"

static void
test_items(void **state)
{
	static const struct {
		const char *claim, *page, *want;
	} cases[] = {
		{ "cards are items; menus, most-read boxes and the footer are not", NULL,
			"/world/2024/05/03/old-bridge-reopens|The old bridge reopens\n/world/2024/05/02/owls-counted|Owls counted at night\n"
			"/world/2024/04/30/ferry-timetable-changes|Ferry timetable changes\n" },
		{ "a table of links with dates is a list",
			MENU "<table><tr><td>1 March 2024</td><td><a href='a-1.html'>Minutes of the spring meeting</a></td></tr>"
			     "<tr><td>8 March 2024</td><td><a href='a-2.html'>Minutes of the extra meeting</a></td></tr>"
			     "<tr><td>5 April 2024</td><td><a href='a-3.html'>Minutes of the April meeting</a></td></tr></table>",
			"/world/a-1.html|Minutes of the spring meeting\n/world/a-2.html|Minutes of the extra meeting\n"
			"/world/a-3.html|Minutes of the April meeting\n" },
		{ "a build tool's class names tell titles from authors", GENERATED(1, "River rises again", "Ada Poe") GENERATED(2, "Mill stands still", "Bo Fink")
			GENERATED(3, "Two boats collide", "Cy Lund") GENERATED(4, "Bakers strike now", "Di Marr"),
			"/n/1|River rises again\n/n/2|Mill stands still\n/n/3|Two boats collide\n/n/4|Bakers strike now\n" },
		{ "a link over a whole card is called after its heading",
			MENU "<div class=list><a class=tile href='/n/1'><h3>Harbour is dredged again</h3><p>A deeper channel for larger ships, says the office.</p></a>"
			     "<a class=tile href='/n/2'><h3>School choir tours abroad</h3><p>Three concerts in three towns within a single week.</p></a>"
			     "<a class=tile href='/n/3'><h3>Library opens on Sundays</h3><p>Readers had asked for it for a long time, it is said.</p></a></div>",
			"/n/1|Harbour is dredged again\n/n/2|School choir tours abroad\n/n/3|Library opens on Sundays\n" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_page(&r, str_from(cases[i].page != NULL ? cases[i].page : cards));
		if (r.rc != 0)
			fail_msg("%s: %s", cases[i].claim, r.e.text);
		expect_text(cases[i].claim, items_of(&r), cases[i].want);
		arena_release(&r.a);
	}
}

static void
test_fields(void **state)
{
	struct read r;
	char date[TIME_RFC3339_SIZE];

	(void)state;
	read_page(&r, str_from(cards));
	assert_int_equal(r.d.articles.n, 3);
	time_rfc3339(r.v[0].published.v, date);
	expect_text("time with its zone", str_from(date), "2024-05-03T08:00:00Z");
	time_rfc3339(r.v[2].published.v, date);
	expect_text("the day of the address where the item has none", str_from(date), "2024-04-30T00:00:00Z");
	expect_text("and it is told", r.v[2].date_from, "url");
	expect_text("picture", r.v[0].image, "https://news.example.org/pics/bridge.jpg");
	expect_text("lazy picture", r.v[1].image, "https://news.example.org/pics/owl.jpg");
	expect_text("teaser", r.v[0].summary.plain, "After two years of work the stone bridge over the river is open to carts and walkers again.");
	expect_text("author", ((const struct person *)r.v[0].authors.v)[0].name, "Ada Poe");
	expect_text("topic", ((const struct category *)r.v[0].categories.v)[0].term, "Roads");
	expect_text("next page", r.d.next_url, "https://news.example.org/world/page/2");
	expect_text("container", r.d.listing->container, "article.card");
	arena_release(&r.a);
}

static void
test_next_pages(void **state)
{
	static const struct {
		const char *claim, *link, *want;
	} cases[] = {
		{ "rel=next", "<a rel=next href='/b'>Onward</a>", "/b" },
		{ "a word for it in a box of numbers", "<div class=pagination><a href='/b'>Older posts »</a></div>", "/b" },
		{ "a word for it that leads to a number", "<div><a href='/world/page/2'>2</a> <a href='/world/page/3'>3</a> <a href='/world/page/2'>Next</a></div>", "/world/page/2" },
		{ "a number in the query", "<a href='/world?paged=2&x=1'>Weiter</a>", "/world?paged=2&x=1" },
		{ "the number behind this one", "<span>1</span> <a href='/w2'>2</a>", "/w2" },
		{ "a word for it that leads to something else", "<div><a href='/world/2024/storm'>Next</a></div>", "" },
		{ "a number that is not of a page", "<div><a href='/story/2'>Next</a></div>", "" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char html[2000];

		snprintf(html, sizeof(html), "<main><h2><a href='/s/1'>A long walk through the marsh</a></h2><h2><a href='/s/2'>What the miller told the guests</a></h2>"
		    "<h2><a href='/s/3'>Seven ways to repair an old net</a></h2></main>%s", cases[i].link);
		read_page(&r, str_from(html));
		expect_text(cases[i].claim, r.d.next_url.n > 0 ? str_skip(r.d.next_url, strlen("https://news.example.org")) : STR_NONE, cases[i].want);
		arena_release(&r.a);
	}
}

static void
test_data(void **state)
{
	static const struct {
		const char *claim, *page, *method, *want;
	} cases[] = {
		{ "a link without words is no list", "<a href=/e></a>", NULL, NULL },
		{ "JSON-LD stands in where the markup has no list",
			"<script type='application/ld+json'>{\"@type\":\"ItemList\",\"itemListElement\":["
			"{\"@type\":\"ListItem\",\"position\":1,\"item\":{\"@type\":\"NewsArticle\",\"url\":\"/d/1\",\"headline\":\"Rain at last\"}},"
			"{\"@type\":\"ListItem\",\"position\":2,\"item\":{\"@type\":\"NewsArticle\",\"url\":\"/d/2\",\"headline\":\"Snow &amp; ice\"}},"
			"{\"@type\":\"NewsArticle\",\"url\":\"/d/3\",\"name\":\"Wind\"}]}</script><div id=app></div>",
			"json-ld", "/d/1|Rain at last\n/d/2|Snow & ice\n/d/3|Wind\n" },
		{ "so does the state of a page's scripts",
			"<div id=root></div><script>window.__STATE__ = {\"a\":{\"menu\":[{\"title\":\"Home\",\"url\":\"/\"}],\"posts\":["
			"{\"title\":\"A long walk through the marsh\",\"link\":\"/s/1\",\"publishedAt\":\"2024-02-01T00:00:00Z\"},"
			"{\"title\":\"What the miller told the guests\",\"link\":\"/s/2\",\"publishedAt\":1706832000000},"
			"{\"title\":\"Seven ways to repair an old net\",\"link\":\"/s/3\"}]}};start();</script>",
			"state", "/s/1|A long walk through the marsh\n/s/2|What the miller told the guests\n/s/3|Seven ways to repair an old net\n" },
		{ "as JavaScript writes it, too", "<div id=root></div><script>var a=1;window.dataLayer=[];window.__INITIAL_STATE__ = {list: ["
			"{title: 'It\\'s a long walk through the marsh', url: '/s/1', at: undefined, date: new Date(\"2024-02-01T00:00:00Z\"), big: !0},"
			"{title: `What the miller told the guests`, url: '/s/2', tags: ['a', 'b',],},"
			"{title: \"Seven ways to repair an old net \\u00e9\", url: '/s/3', n: void 0, m: -.5, h: 0x1f}], end: null};start();</script>",
			"state", "/s/1|It's a long walk through the marsh\n/s/2|What the miller told the guests\n/s/3|Seven ways to repair an old net é\n" },
		{ "not a function that returns what is no argument of it",
			"<div></div><script>window.__NUXT__=(function(a,b,c){b.x=1;return {layout:a,data:[{posts:[{title:\"A long walk through the marsh\",url:\"/s/1\",image:b},"
			"{title:c,url:\"/s/2\",draft:d0},{title:\"Seven ways to repair an old net\",url:\"/s/3\"}]}],serverRendered:!0}}"
			"(\"default\",{url:\"/pic.jpg\"},\"What the miller told the guests\"));</script>",
			NULL, NULL },
		{ "but one that only puts its arguments in",
			"<div></div><script>window.__NUXT__=(function(a,b,c){b.x=1;return {layout:a,data:[{posts:[{title:\"A long walk through the marsh\",url:\"/s/1\",image:b},"
			"{title:c,url:\"/s/2\"},{title:\"Seven ways to repair an old net\",url:\"/s/3\"}]}],serverRendered:!0}}"
			"(\"default\",{url:\"/pic.jpg\"},\"What the miller told the guests\"));</script>",
			"state", "/s/1|A long walk through the marsh\n/s/2|What the miller told the guests\n/s/3|Seven ways to repair an old net\n" },
		{ "a flattened graph of a framework",
			"<div></div><script type='application/json' id=__NUXT_DATA__>[[\"ShallowReactive\",1],{\"data\":2,\"state\":21},[\"Reactive\",3],{\"posts\":4},[5,9,13],"
			"{\"title\":6,\"path\":7,\"date\":8},\"A long walk through the marsh\",\"/s/1\",[\"Date\",\"2024-02-01T00:00:00.000Z\"],"
			"{\"title\":10,\"path\":11,\"date\":12},\"What the miller told the guests\",\"/s/2\",\"2024-02-02\","
			"{\"title\":14,\"path\":15,\"date\":16},\"Seven ways to repair an old net\",\"/s/3\",\"2024-02-03\",1,2,3,4,{\"x\":-1}]</script>",
			"state", "/s/1|A long walk through the marsh\n/s/2|What the miller told the guests\n/s/3|Seven ways to repair an old net\n" },
		{ "references to things that are kept by their names",
			"<div></div><script>window.__APOLLO_STATE__={\"Author:1\":{\"__typename\":\"Author\",\"name\":\"Ada Poe\"},\"Post:2\":{\"__typename\":\"Post\",\"title\":\"What the miller told the guests\",\"url\":\"/s/2\",\"author\":{\"__ref\":\"Author:1\"}},"
			"\"Post:1\":{\"__typename\":\"Post\",\"title\":\"A long walk through the marsh\",\"url\":\"/s/1\"},\"Post:3\":{\"__typename\":\"Post\",\"title\":\"Seven ways to repair an old net\",\"url\":\"/s/3\"},"
			"\"ROOT_QUERY\":{\"__typename\":\"Query\",\"posts({})\":[{\"__ref\":\"Post:1\"},{\"__ref\":\"Post:2\"},{\"__ref\":\"Post:3\"}]}}</script>",
			"state", "/s/1|A long walk through the marsh\n/s/2|What the miller told the guests\n/s/3|Seven ways to repair an old net\n" },
		{ "rows that come piece by piece",
			"<div></div><script>(self.__next_f=self.__next_f||[]).push([0])</script><script>self.__next_f.push([1,\"0:[\\\"$\\\",\\\"main\\\"]\\n5:[\\\"$\\\",\\\"$L6\\\",null,{\\\"posts\\\":["
			"{\\\"title\\\":\\\"A long walk through the marsh\\\",\\\"href\\\":\\\"/s/1\\\"},{\\\"title\\\":\\\"What the mil\"])</script>"
			"<script>self.__next_f.push([1,\"ler told the guests\\\",\\\"href\\\":\\\"/s/2\\\"},{\\\"title\\\":\\\"Seven ways to repair an old net\\\",\\\"href\\\":\\\"/s/3\\\",\\\"date\\\":\\\"2024-02-03\\\"}]}]\\n\"])</script>",
			"state", "/s/1|A long walk through the marsh\n/s/2|What the miller told the guests\n/s/3|Seven ways to repair an old net\n" },
		{ "an answer that stands in the page as a text",
			"<div></div><script type='application/json' data-url='/api'>{\"status\":200,\"body\":\"{\\\"posts\\\":[{\\\"title\\\":\\\"A long walk through the marsh\\\",\\\"url\\\":\\\"/s/1\\\",\\\"date\\\":\\\"2024-02-03\\\"},"
			"{\\\"title\\\":\\\"What the miller told the guests\\\",\\\"url\\\":\\\"/s/2\\\"},{\\\"title\\\":\\\"Seven ways to repair an old net\\\",\\\"url\\\":\\\"/s/3\\\"}]}\"}</script>",
			"state", "/s/1|A long walk through the marsh\n/s/2|What the miller told the guests\n/s/3|Seven ways to repair an old net\n" },
		{ "and an answer in JSON is read like one", "{\"total\":2,\"posts\":[{\"id\":1,\"title\":{\"rendered\":\"Tea &#038; cake\"},\"link\":"
			"\"https://news.example.org/tea\",\"date_gmt\":\"2024-02-01T10:00:00\",\"content\":{\"rendered\":\"<p>All of it.</p>\"},"
			"\"_embedded\":{\"author\":[{\"name\":\"Ada Poe\"}]}},{\"title\":\"Two\",\"link\":\"https://news.example.org/two\"}]}",
			"json", "/tea|Tea & cake\n/two|Two\n" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_page(&r, str_from(cases[i].page));
		if (cases[i].want == NULL) {
			assert_int_equal(r.rc, -1);
			arena_release(&r.a);
			continue;
		}
		if (r.rc != 0)
			fail_msg("%s: %s", cases[i].claim, r.e.text);
		expect_text(cases[i].claim, items_of(&r), cases[i].want);
		expect_text(cases[i].claim, r.d.listing->method, cases[i].method);
		if (str_is(r.d.listing->method, "json")) {
			expect_text("content", r.v[0].content_html, "<p>All of it.</p>");
			expect_text("author", ((const struct person *)r.v[0].authors.v)[0].name, "Ada Poe");
			assert_int_equal(r.v[0].published.v, 1706781600);
		}
		arena_release(&r.a);
	}
}

#define RELEASE(id, heading, what) "<h2 id='" id "'>" heading " <a href='#" id "'>#</a></h2><p>Thanks to all.</p><ul><li>" what " (<a href='/pull/17'>#17</a>)</li></ul>"

static void
test_entries_of_one_page(void **state)
{
	static const struct {
		const char *claim, *page, *want;
	} cases[] = {
		{ "versions with their days", "<main><h1>What is new</h1>" RELEASE("v1-2", "1.2 – 2024-03-01", "Faster oars") RELEASE("v1-1", "1.1 – 2024-02-01", "A new rudder")
			RELEASE("v1-0", "1.0 – 2024-01-01", "It floats") "</main>",
			"/world/#v1-2|1.2 – 2024-03-01\n/world/#v1-1|1.1 – 2024-02-01\n/world/#v1-0|1.0 – 2024-01-01\n" },
		{ "a diary, whose days have names of the old kind", "<h3><a name=d3></a>3 March 2024</h3><p>Rain.</p><h3><a name=d2></a>2 March 2024</h3><p>More rain.</p><h3><a name=d1></a>1 March 2024</h3><p>Sun.</p>",
			"/world/#d3|3 March 2024\n/world/#d2|2 March 2024\n/world/#d1|1 March 2024\n" },
		{ "sections that are articles", "<section id=a><h2>Version 2.0</h2><time datetime='2024-03-01'>today</time><p>All new.</p></section><section id=b><h2>Version 1.9</h2><p>Mended.</p></section>"
			"<section id=c><h2>Version 1.8</h2><p>Mended, too.</p></section>",
			"/world/#a|Version 2.0\n/world/#b|Version 1.9\n/world/#c|Version 1.8\n" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_page(&r, str_from(cases[i].page));
		if (r.rc != 0)
			fail_msg("%s: %s", cases[i].claim, r.e.text);
		expect_text(cases[i].claim, items_of(&r), cases[i].want);
		expect_text(cases[i].claim, r.d.listing->method, "anchors");
		assert_int_equal(r.v[0].published.v, i == 1 ? 1709424000 : 1709251200);
		if (i == 0)
			expect_text("with their text", r.v[0].content_html, "<p>Thanks to all.</p><ul><li>Faster oars (<a href=\"https://news.example.org/pull/17\">#17</a>)</li></ul>");
		arena_release(&r.a);
	}
	read_page(&r, STR("<h2 id=a>Install</h2><p>Do this.</p><h2 id=b>Use</h2><p>Do that.</p><h2 id=c>Remove</h2><p>Stop it.</p>"));
	assert_int_equal(r.rc, -1); /* a manual is no list */
	arena_release(&r.a);
}

static void
test_state_completes(void **state)
{
	struct read r;
	char date[TIME_RFC3339_SIZE];

	(void)state;
	read_page(&r, STR("<main><h2><a href='/s/1'>A long walk through the marsh</a></h2><h2><a href='/s/2'>What the miller told the guests</a></h2>"
	                  "<h2><a href='/s/3'>Seven ways to repair an old net</a></h2></main><script>window.state={\"posts\":["
	                  "{\"title\":\"Long walk through the marsh, a\",\"url\":\"/s/1\",\"date\":\"2024-02-01T10:00:00Z\",\"author\":{\"name\":\"Ada Poe\"}},"
	                  "{\"title\":\"What the miller told the guests\",\"url\":\"/s/2\",\"date\":\"2024-02-02T10:00:00Z\"},"
	                  "{\"title\":\"Seven ways to repair an old net\",\"url\":\"/s/3\",\"date\":\"2024-02-03T10:00:00Z\"}]}</script>"));
	assert_int_equal(r.rc, 0);
	expect_text("titles stay those of the page", items_of(&r),
	    "/s/1|A long walk through the marsh\n/s/2|What the miller told the guests\n/s/3|Seven ways to repair an old net\n");
	time_rfc3339(r.v[0].published.v, date);
	expect_text("days that the page does not show", str_from(date), "2024-02-01T10:00:00Z");
	expect_text("and people", ((const struct person *)r.v[0].authors.v)[0].name, "Ada Poe");
	arena_release(&r.a);
}

#define STORY(n, title) \
	"<div class=story><h3><a href='/s/" #n "-the-long-story'>" title "</a></h3><p>Told in one or two sentences that are long enough for a teaser.</p></div>"
#define ROW(n, title) "<tr class=line><td>3 May 2024</td><td><a href='/s/" #n "-the-long-story'>" title "</a></td></tr>"

/* Where the list goes on. */
static void
test_next(void **state)
{
	static const struct {
		const char *claim, *markup, *want;
	} cases[] = {
		{ "the head says it", "<link rel=next href='/world/?p=2'>", "/world/?p=2" },
		{ "a link says it", "<a rel=next href='2'>older stories of this kind</a>", "/world/2" },
		{ "older ones are next", "<div class=pagination><a href='/world/2'>\u2190 Older posts</a> <a href='/world/0'>Newer posts \u2192</a></div>", "/world/2" },
		{ "by an arrow", "<nav class=pager><a href='/world/2'>\u203a</a></nav>", "/world/2" },
		{ "the number behind this page's", "<div class=pages><span>1</span> <a href='?p=2'>2</a> <a href='?p=3'>3</a></div>", "/world/?p=2" },
		{ "which may be a link to itself", "<ul><li><a href='/world/'>1</a><li><a href='/world/page/2'>2</a><li><a href='/world/page/3'>3</a></ul>", "/world/page/2" },
		{ "or called the current one", "<ul><li><a href='/a?p=1'>1</a><li class=active><a href='/a?p=2'>2</a><li><a href='/a?p=3'>3</a></ul>", "/a?p=3" },
		{ "numbers of which none is this page's say nothing", "<ul><li><a href='/a?y=2023'>2023</a><li><a href='/a?y=2024'>2024</a></ul>", "" },
		{ "another site does not go on with this one", "<div class=pagination><a href='https://else.example/2'>Next</a></div>", "" },
	};
	struct read r;
	struct buf page;
	struct str got;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_init(&page, 1 << 16);
		buf_printf(&page, "%s<main>" STORY(1, "A story of the river") STORY(2, "A story of the hills") STORY(3, "A story of the town") "</main>%s",
		    str_starts(str_from(cases[i].markup), STR("<link")) ? cases[i].markup : "", cases[i].markup);
		read_page(&r, buf_str(&page));
		got = r.d.next_url;
		expect_text(cases[i].claim, str_starts(got, STR("https://news.example.org")) ? str_skip(got, strlen("https://news.example.org")) : got, cases[i].want);
		arena_release(&r.a);
		buf_release(&page);
	}
}

/* What an element around the list means once the list is gone. */
static void
test_empty(void **state)
{
	static const struct {
		const char *claim, *page;
		bool is_empty;
	} cases[] = {
		{ "the element is there and empty", MENU "<div id=stories><p>No stories today.</p></div>" FOOTER, true },
		{ "the element is gone", MENU "<div id=other><p>No stories today.</p></div>" FOOTER, false },
		{ "the element has items", MENU "<div id=stories>" STORY(1, "A story of the river") STORY(2, "A story of the hills") "</div>", false },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		read_input(&r, (struct listing_input){ .bytes = str_from(cases[i].page), .around = STR("#stories") });
		if ((r.d.listing->is_empty == TRI_TRUE) != cases[i].is_empty || (r.rc == 0) != (cases[i].is_empty || r.d.articles.n > 0))
			fail_msg("%s", cases[i].claim);
		arena_release(&r.a);
	}
	read_page(&r, str_from(cases[2].page));
	expect_text("the element around is learned", r.d.listing->around, "#stories");
	arena_release(&r.a);
}

/* Selectors for articles that are known, in a page that was rebuilt. */
static void
test_proposal(void **state)
{
	static const char page[] = MENU "<main>" STORY(7, "Unknown news of the river") STORY(8, "Unknown news of the hills") STORY(9, "Unknown news of the town")
	    "</main><table id=archive>" ROW(1, "The ferry has a new captain") ROW(2, "The mill wheel turns again") ROW(3, "The bakers went on strike")
	    "</table>";
	struct read r;
	struct buf rules;

	(void)state;
	read_input(&r, (struct listing_input){ .bytes = STR(page), .wants_candidates = true,
	    .known = STR("https://news.example.org/s/1-the-long-story\tElsewhere\nhttps://old.example/2\tThe mill wheel turns again\n") });
	assert_int_equal(r.rc, 0);
	assert_non_null(r.d.listing->proposal);
	buf_init(&rules, 4096);
	drift_write_rules(r.d.listing->proposal, &rules);
	expect_text("by address and by title", buf_str(&rules),
	    "item = \"tr.line\"\nitem.title = \"a\"\nitem.link = \"a@href\"\nitem.date = \"td\"\n");
	buf_release(&rules);
	assert_true(r.d.listing->candidates.n >= 2);
	arena_release(&r.a);
}

static void
test_envelope(void **state)
{
	static const struct envelope usual = { 20, 0.9, 50, "a.example", "div.story", "main", "en" };
	static const struct {
		const char *claim;
		struct envelope seen;
		bool is_usual, is_weak;
	} cases[] = {
		{ "the same", { 20, 0.9, 50, "a.example", "div.story", "main", "" }, true, false },
		{ "fewer articles", { 3, 0.9, 45, "a.example", "div.story", "main", "" }, true, false },
		{ "without dates", { 20, 0, 50, "a.example", "div.story", "main", "" }, true, false },
		{ "fewer and without dates", { 3, 0, 50, "a.example", "div.story", "main", "" }, false, false },
		{ "short titles that lead elsewhere", { 20, 0.9, 12, "b.example", "div.story", "main", "" }, false, false },
		{ "in other elements", { 20, 0.9, 50, "a.example", "li.entry", "main", "" }, false, true },
		{ "in other elements, far fewer", { 3, 0.9, 50, "a.example", "li.entry", "main", "" }, false, false },
		{ "in other elements of another place", { 20, 0.9, 50, "a.example", "li.entry", "table", "" }, false, false },
		{ "in another language", { 20, 0.9, 50, "a.example", "div.story", "main", "fr" }, false, false },
		{ "in the same language", { 20, 0.9, 50, "a.example", "div.story", "main", "EN" }, true, false },
		{ "in some of the elements", { 20, 0.9, 50, "a.example", "li.entry, div.story", "table", "" }, true, false },
	};
	struct envelope known = usual, back;
	bool is_weak;
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if ((envelope_doubt(&usual, &cases[i].seen, &is_weak) == NULL) != cases[i].is_usual || is_weak != cases[i].is_weak)
			fail_msg("%s", cases[i].claim);
	envelope_learn(&known, &cases[1].seen);
	assert_true(known.items < 20 && known.items > 10);
	text = envelope_write(&known);
	assert_int_equal(envelope_read(text, &back), 0);
	assert_null(envelope_doubt(&known, &back, &is_weak));
	free(text);
	assert_int_equal(envelope_read("items many\n", &back), -1);
	assert_int_equal(envelope_read("items 3\ndated 1\ntitle 9\nhost a\ncontainer b\naround c\n", &back), 0);
}

static void
test_no_list(void **state)
{
	static const char *const pages[] = { "<p>Nothing here.", MENU "<p>One story without any links.</p>", "" };
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pages); i++) {
		read_page(&r, str_from(pages[i]));
		if (r.rc != -1 || r.e.kind != ERR_INPUT)
			fail_msg("page %zu: %u items", i, r.d.articles.n);
		arena_release(&r.a);
	}
}

/* "3 hours ago" is a date where it is known when the page was current. */
static void
test_relative_dates(void **state)
{
#define TEASER(n, title, age) "<article><h2><a href='/s/" n "'>" title "</a></h2><span class=date>" age "</span><p>Nobody in the village had thought that it would come to this, said the miller.</p></article>"
	static const char page[] = "<html lang=en><body>" MENU "<main>" TEASER("1", "A long walk through the marsh", "3 hours ago") TEASER("2", "What the miller told the guests", "2 days ago")
	    TEASER("3", "The bridge is open again at last", "1 week ago") "</main></body></html>";
	struct read r;
	char date[TIME_RFC3339_SIZE];

	(void)state;
	read_input(&r, (struct listing_input){ .bytes = STR(page), .as_of_s = 1706781600 });
	assert_int_equal(r.d.articles.n, 3);
	time_rfc3339(r.v[0].published.v, date);
	assert_string_equal(date, "2024-02-01T07:00:00Z");
	time_rfc3339(r.v[1].published.v, date);
	assert_string_equal(date, "2024-01-30T00:00:00Z");
	arena_release(&r.a);
	read_input(&r, (struct listing_input){ .bytes = STR(page) });
	assert_int_equal(r.d.articles.n, 3);
	assert_false(r.v[0].published.is_set);
	arena_release(&r.a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items), cmocka_unit_test(test_relative_dates),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_next_pages),
		cmocka_unit_test(test_data),
		cmocka_unit_test(test_entries_of_one_page),
		cmocka_unit_test(test_state_completes),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_proposal),
		cmocka_unit_test(test_envelope),
		cmocka_unit_test(test_no_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
