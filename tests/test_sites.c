#include "config.h"
#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon/configuration.h"
#include "daemon/site_rules.h"
#include "normalise/text.h"
#include "worker/job.h"

/* The text as the one file of a folder of sites, loaded; NULL when there are mistakes, all in *m. */
static struct settings *
load(const char *text, struct mistakes *m)
{
	char dir[] = "/tmp/sites.XXXXXX", *path;
	struct settings *s;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	path = mem_printf("%s/a.conf", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
	mistakes_init(m);
	s = configuration_load_sites(dir, m);
	unlink(path);
	rmdir(dir);
	free(path);
	return s;
}

static struct settings *
load_good(const char *claim, const char *text)
{
	struct mistakes m;
	struct settings *s = load(text, &m);

	if (s == NULL || m.n > 0)
		fail_msg("%s: %u:%u %s", claim, m.list[0].line, m.list[0].column, m.list[0].text);
	mistakes_release(&m);
	return s;
}

/* ---- which site an address belongs to ---- */

static void
test_sites_of_addresses(void **state)
{
	static const char text[] = "site \"example.org\" { content = a }\n"
				   "site \"below\" { hosts = {\"*.example.org\", \"*.example.net\"}  content = a }\n"
				   "site \"news.example.org\" { content = a }\n"
				   "site \"https://Example.ORG/Blog/\" { content = a }\n"
				   "site \"example.org/blog\" { content = a }\n"
				   "site \"example.org/blog/2024\" { content = a }\n"
				   "site \"some\" { hosts = \"example.org/blog\"  when = b  content = a }\n"
				   "site \"deep.er.example.net\" { when = b  content = a }\n"
				   "site \"any\" { hosts = \"*\"  when = b  content = a }\n"
				   "site \"feeds\" { hosts = \"*/feeds\"  content = a }\n"
				   "site \"[2001:db8::7]\" { content = a }\n"
				   "site \"127.0.0.1\" { content = a }\n";
	static const struct {
		const char *url, *want;
	} cases[] = {
		{ "https://example.org/", "example.org" },
		{ "http://www.example.org:8080/x?y#z", "example.org" },
		{ "https://EXAMPLE.org/x", "example.org" },
		{ "https://news.example.org/x", "news.example.org" },
		{ "https://www.news.example.org/x", "news.example.org" },
		{ "https://other.example.org/x", "below" },
		{ "https://a.b.example.net/", "below" },
		{ "https://example.net/", "below" },
		{ "https://notexample.net/", "any" },
		{ "https://example.org/blog", "some example.org/blog" },
		{ "https://example.org/blog/x", "some example.org/blog" },
		{ "https://example.org/blogs", "example.org" },
		{ "https://example.org/Blog/x", "https://Example.ORG/Blog/" },
		{ "https://example.org/Blog", "example.org" },
		{ "https://example.org/blog/2024/05/x", "example.org/blog/2024" },
		{ "https://deep.er.example.net/", "deep.er.example.net below" },
		{ "https://elsewhere.example.com/feeds/x", "feeds" },
		{ "https://elsewhere.example.com/x", "any" },
		{ "http://[2001:db8::7]/x", "[2001:db8::7]" },
		{ "http://127.0.0.1:8000/x", "127.0.0.1" },
		{ "file:///tmp/x", "" },
		{ "not an address", "" },
	};
	struct settings *s = load_good("sites", text);
	const struct site *found[SITES_FOR_MAX];
	char names[200];
	size_t i, k, n, length;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		n = settings_sites_for(s, cases[i].url, found);
		for (names[0] = '\0', length = k = 0; k < n; k++)
			length += (size_t)snprintf(names + length, sizeof(names) - length, "%s%s", k > 0 ? " " : "", found[k]->name);
		expect_text(cases[i].url, str_from(names), cases[i].want);
	}
	settings_free(s);
}

static void
test_mistakes(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
		{ "a selector", "site \"a.example\" { content = \"div >\" }", "1:36 content: expected a selector: a tag, *, #id, .class, [attribute] or :pseudo-class" },
		{ "of a list", "site \"a.example\" {\n strip = {\".a\", \"p::after\"} }",
		    "2:20 strip: expected a pseudo-class: pseudo-elements are not in the page (an attribute is written SELECTOR@name)" },
		{ "when", "site \"a.example\" { when = \"[a\" content = b }", "1:30 when: expected ], =, ~=, |=, ^=, $= or *=" },
		{ "a regular expression", "site \"a.example\" { title = h1 title.regex = \"(\" }", "1:47 title.regex: missing closing parenthesis" },
		{ "a format of dates", "site \"a.example\" { date = h1 date.format = \"%Q\" }",
		    "1:45 date.format: expected one of %Y %y %m %B %b %d %e %j %H %I %M %S %p %A %a %Z %z %s %%" },
		{ "a zone", "site \"a.example\" { date = h1 date.timezone = \"Nowhere/At-All\" }", NULL },
		{ "an unknown key", "site \"a.example\" { title = h1  contents = a }", "1:32 unknown key contents: did you mean content?" },
		{ "a key of sources", "site \"a.example\" { every = 1h  content = a }", "1:20 every stands in defaults or a source, not here" },
		{ "no name", "site { content = a }", "1:1 a site needs a name: site \"example.org\" { … }" },
		{ "a name that is no host", "site \"a page\" { content = a }", "1:1 site: \"a page\" is no host: it is written example.org, *.example.org with all below it, example.org/news for a part of it, or * for any" },
		{ "a host that is none", "site \"a\" { hosts = {\"a.example\", \"a..b/\", \".b\"}  content = a }", "1:43 hosts: \".b\" is no host: it is written example.org, *.example.org with all below it, example.org/news for a part of it, or * for any" },
		{ "a query", "site \"a.example/?page=1\" { content = a }", "1:1 site: \"a.example/?page=1\" may hold no ? and no #: what counts is the host and the beginning of the path" },
		{ "no rules", "site \"a.example\" { }", "1:1 site \"a.example\" does not say how its pages are read" },
		{ "a condition alone", "site \"a.example\" { when = a }", "1:1 site \"a.example\" does not say how its pages are read" },
		{ "another section", "source \"a\" { url = \"https://a.example/\" }", "1:1 source: a file of sites-dir holds sites alone" },
		{ "a key outside", "listen = \"\"", "1:1 listen stands outside of a site: a file of sites-dir holds sites alone" },
	};
	struct mistakes m;
	struct settings *s;
	char *got;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		s = load(cases[i].text, &m);
		if (m.n != 1)
			fail_msg("%s: %zu mistakes", cases[i].name, m.n);
		got = mem_printf("%u:%u %s", m.list[0].line, m.list[0].column, m.list[0].text);
		if (cases[i].want != NULL)
			expect_text(cases[i].name, str_from(got), cases[i].want);
		free(got);
		mistakes_release(&m);
		settings_free(s);
	}
	s = load("site \"a.example/x\" { content = a }\nsite \"b\" { hosts = {\"b.example\", \"www.a.example/x\"}  content = a }\n", &m);
	assert_null(s);
	assert_int_equal(m.n, 1);
	if (strstr(m.list[0].text, "site \"b\": a.example/x is that of site \"a.example/x\" already, in ") == NULL || m.list[0].line != 2)
		fail_msg("%s", m.list[0].text);
	mistakes_release(&m);
}

/* ---- what rules do ---- */

struct read {
	struct arena a;
	struct buf rules;
	struct answer answer;
	struct article *article;
};

static void
read_page(struct read *r, const char *claim, const struct settings *s, const struct source *source, const char *url, const char *html)
{
	struct job job = { .kind = JOB_PAGE, .bytes = str_from(html), .content_type = STR("text/html; charset=utf-8"), .url = str_from(url), .wants_details = true };

	*r = (struct read){ .article = NULL };
	arena_init(&r->a, 64 << 20, NULL);
	buf_init(&r->rules, JOB_BYTES_MAX);
	site_rules_encode(s, source, job.url, &r->rules);
	job.rules = buf_str(&r->rules);
	job_run(&r->a, &job, &r->answer);
	if (r->answer.err.kind != ERR_NONE)
		fail_msg("%s: %s", claim, r->answer.err.text);
	r->article = r->answer.document.articles.v;
}

static void
read_release(struct read *r)
{
	arena_release(&r->a);
	buf_release(&r->rules);
}

static struct str
join(struct read *r, struct str all, struct str one)
{
	return arena_printf(&r->a, "%.*s%s%.*s", STR_ARG(all), all.n > 0 ? ", " : "", STR_ARG(one));
}

static struct str
authors_of(struct read *r)
{
	const struct person *v = r->article->authors.v;
	struct str all = STR_NONE;
	uint32_t i;

	for (i = 0; i < r->article->authors.n; i++)
		all = join(r, all, v[i].name);
	return all;
}

static struct str
tags_of(struct read *r)
{
	const struct category *v = r->article->categories.v;
	struct str all = STR_NONE;
	uint32_t i;

	for (i = 0; i < r->article->categories.n; i++)
		all = join(r, all, v[i].term);
	return all;
}

static struct str
date_of(struct read *r)
{
	char text[TIME_RFC3339_SIZE] = "";

	if (r->article->published.is_set)
		time_rfc3339(r->article->published.v, text);
	return arena_str(&r->a, str_from(text));
}

/* Where rules stand begins with a folder that is another one each time: only the file's name is left of it. */
static struct str
words_of(struct read *r)
{
	struct str words = r->article->page_rules;
	size_t from, to;

	while ((from = str_find(words, STR("/tmp/"))) != STR_NPOS) {
		to = str_find(str_skip(words, from), STR("a.conf"));
		words = arena_printf(&r->a, "%.*s%.*s", (int)from, words.p, STR_ARG(str_skip(words, from + to)));
	}
	return words;
}

#define NOISE \
	"<p>The weather is fine today, and the wind that was in the north yesterday is in the west now, where it will stay until Sunday.</p>" \
	"<p>At the quay lie nine boats, of which two come from far away, and none of which will leave before the tide does on Monday.</p>" \
	"<p>The market opens at seven, has herring and bread, and closes when both are gone, which in spring is rarely later than nine.</p>"
#define STORY "<p>The lamp of the north tower burns again, after eleven years, and the keepers, who had waited for it, say that it will stay lit.</p>"

static const char page[] =
    "<!DOCTYPE html><html lang=en><head><title>Declared | Post</title><meta name=author content='Nobody Else'>"
    "<meta property='og:image' content='https://a.example/share.png'><meta property='article:published_time' content='2020-01-01T00:00:00Z'>"
    "<meta name=keywords content='one, two'></head><body>"
    "<h1>Headline</h1><h2 class=real>No. 7: The Lamp</h2><p class=who>By Ada Lind and Bo Roe</p><p class=when>3/4/2025 at 10:30</p>"
    "<span class=topic>Harbour</span> <span class=topic>Towers</span> <p class=lead>What the keepers say.</p>"
    "<img class=hero data-src='/hero.jpg' src='data:,'><a class=on href='/story?leaf=b'>on</a>"
    "<div id=noise>" NOISE "</div><div id=story>" STORY "<p class=ad>Buy a lamp.</p></div><div id=hollow> <span></span></div><div id=show><img src='/x.png'></div></body></html>";

static void
test_rules(void **state)
{
	static const struct {
		const char *name, *rules;
		const char *title, *authors, *date, *tags, *image, *summary, *next, *words, *text; /* NULL: as without rules */
	} cases[] = {
		{ "no rules for this page", "hosts = \"b.example\"  content = \"#story\"", .words = "" },
		{ "content", "content = \"#story\"", .text = "after eleven years", .words = "content by a.conf:2" },
		{ "content of several, the first that names anything", "content = {\".none\",\n\"#story\"}", .text = "after eleven years", .words = "content by a.conf:3" },
		{ "content that names nothing is found as ever", "content = {\".none\", \"//nothing\"}", .words = "a.conf:2: content names nothing" },
		{ "content that names what has no text", "content = {\"#hollow\", \"#story\"}", .text = "after eleven years", .words = "content by a.conf:2" },
		{ "content that names only what has no text", "content = \"#hollow\"", .words = "a.conf:2: content names nothing" },
		{ "content that is a picture", "content = \"#show\"", .text = "", .words = "content by a.conf:2" },
		{ "content that an expression computes", "content = \"xpath:string(//div[@id='story'])\"", .text = "after eleven years", .words = "content by a.conf:2" },
		{ "strip that takes out everything takes out nothing", "strip = {\"div\", \"p\", \"h1, h2, img, span, a\"}", .words = "" },
		{ "content with replacements", "content = \"#story\"  content.replace = {\"eleven\", \"twelve\"}", .text = "after twelve years", .words = "content by a.conf:2" },
		{ "a regular expression that leaves nothing leaves all", "content = \"#story\"  content.regex = \"never\"", .text = "after eleven years", .words = "content by a.conf:2" },
		{ "title", "title = \".real\"", .title = "No. 7: The Lamp", .words = "" },
		{ "title, refined", "title = \".real\"  title.regex = \"No\\\\. \\\\d+: (.*)\"", .title = "The Lamp", .words = "" },
		{ "title that names nothing", "title = {\".none\", \".no\"}", .words = "a.conf:2: title names nothing" },
		{ "title whose regular expression does not match", "title = \".real\"  title.regex = \"^x\"", .words = "a.conf:2: title names nothing" },
		{ "authors, without the words around them", "author = \".who\"", .authors = "Ada Lind, Bo Roe", .words = "" },
		{ "a date, with its day first", "date = \".when\"  date.language = en-GB  date.timezone = \"Europe/London\"", .date = "2025-04-03T09:30:00Z", .words = "" },
		{ "a date, with its month first", "date = \".when\"  date.language = en-US  date.timezone = \"+02:00\"", .date = "2025-03-04T08:30:00Z", .words = "" },
		{ "a date by its format", "date = \".when\"  date.format = \"%d/%m/%Y at %H:%M\"", .date = "2025-04-03T10:30:00Z", .words = "" },
		{ "a date that is none", "date = \".real\"", .words = "a.conf:2: date names nothing" },
		{ "categories", "category = \".topic\"", .tags = "Harbour, Towers", .words = "" },
		{ "an image", "image = \".hero\"", .image = "https://a.example/hero.jpg", .words = "" },
		{ "a summary", "summary = \".lead\"", .summary = "What the keepers say.", .words = "" },
		{ "the next page, whatever its address", "next = \"a.on\"", .next = "https://a.example/story?leaf=b", .words = "" },
		{ "no next page is no mistake", "next = \"a.off\"  strip = \".off\"", .words = "" },
		{ "when it is so", "when = {\".none\", \"meta[name=author]\"}  content = \"#story\"", .text = "after eleven years", .words = "content by a.conf:2" },
		{ "when it is not so", "when = \".none\"  content = \"#story\"", .words = "" },
		{ "the first of several that is meant",
		    "when = \".none\"  content = \"#show\" }\nsite \"b\" { hosts = \"a.example\"  when = \"#story\"  content = \"#story\" }\nsite \"c\" { hosts = \"a.example\"  content = \"#hollow\"",
		    .text = "after eleven years", .words = "content by a.conf:3" },
	};
	struct read r, plain;
	size_t i;

	(void)state;
	read_page(&plain, "no rules", NULL, NULL, "https://a.example/story", page);
	for (i = 0; i < COUNT(cases); i++) {
		char *text = mem_printf("site \"a.example\" {\n%s }\n", cases[i].rules);
		struct settings *s = load_good(cases[i].name, text);

#define WANT(got, want, usual) expect_text(cases[i].name, (got), (want) != NULL ? (want) : arena_strdup(&r.a, (usual)))
		read_page(&r, cases[i].name, s, NULL, "https://a.example/story", page);
		WANT(r.article->title.plain, cases[i].title, plain.article->title.plain);
		WANT(authors_of(&r), cases[i].authors, authors_of(&plain));
		WANT(date_of(&r), cases[i].date, date_of(&plain));
		WANT(tags_of(&r), cases[i].tags, tags_of(&plain));
		WANT(r.article->image, cases[i].image, plain.article->image);
		WANT(r.article->summary.plain, cases[i].summary, plain.article->summary.plain);
		WANT(r.answer.document.next_url, cases[i].next, plain.answer.document.next_url);
		expect_text(cases[i].name, words_of(&r), cases[i].words);
		if (str_find(r.article->content_text, str_from(cases[i].text != NULL ? cases[i].text : "weather")) == STR_NPOS ||
		    (cases[i].text != NULL && str_find(r.article->content_html, STR("weather")) != STR_NPOS))
			fail_msg("%s: %.*s", cases[i].name, STR_ARG(r.article->content_html));
		read_release(&r);
		settings_free(s);
		free(text);
	}
	read_release(&plain);
}

static void
test_dates_as_written(void **state)
{
	static const struct {
		const char *name, *date, *rules, *want;
	} cases[] = {
		{ "with its zone", "2025-03-04T10:30:00+02:00", "", "2025-03-04T10:30:00+02:00" },
		{ "a day alone", "4 March 2025", "", "2025-03-04" },
		{ "what is left of it", "Day: 4 March 2025.", "date.regex = \"Day: ([^.]+)\"", "2025-03-04" },
		{ "in UTC where the zone is the rule's", "4 March 2025", "date.timezone = \"+02:00\"", "2025-03-03T22:00:00Z" },
		{ "in UTC where the format is the rule's", "03.04.25", "date.format = \"%m.%d.%y\"", "2025-03-04T00:00:00Z" },
	};
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char *text = mem_printf("site \"a.example\" { date = \".d\" %s }", cases[i].rules);
		char *html = mem_printf("<html><body><h1>The Lamp</h1><p class=d>%s</p><div>" STORY "</div></body></html>", cases[i].date);
		struct settings *s = load_good(cases[i].name, text);

		read_page(&r, cases[i].name, s, NULL, "https://a.example/story", html);
		expect_text(cases[i].name, r.article->published_as, cases[i].want);
		read_release(&r);
		settings_free(s);
		free(html);
		free(text);
	}
}

/* A source's content comes before the site's, and its strip takes the place of the site's. */
static void
test_source_before_site(void **state)
{
	static const struct {
		const char *name, *content, *strip, *want;
		bool has_ad;
	} cases[] = {
		{ "neither: the site's", NULL, NULL, "after eleven years", false },
		{ "content of the source", "#noise", NULL, "weather", false },
		{ "content of the source that names nothing: the site's", ".none", NULL, "after eleven years", false },
		{ "strip of the source, instead of the site's", NULL, ".none", "after eleven years", true },
	};
	struct settings *s = load_good("site", "site \"a.example\" { content = \"#story\"  strip = \".ad\" }");
	struct rule content = { .key = "content", .file = "x.conf", .line = 1 }, strip = { .key = "strip", .file = "x.conf", .line = 1 };
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct rules rules[RULE_COUNT] = { [RULE_CONTENT] = { &content, cases[i].content != NULL }, [RULE_STRIP] = { &strip, cases[i].strip != NULL } };
		struct source source = { .rules = rules };

		content.text = cases[i].content;
		strip.text = cases[i].strip;
		read_page(&r, cases[i].name, s, &source, "https://a.example/story", page);
		if (str_find(r.article->content_text, str_from(cases[i].want)) == STR_NPOS ||
		    (str_find(r.article->content_text, STR("Buy a lamp")) != STR_NPOS) != cases[i].has_ad)
			fail_msg("%s: %.*s", cases[i].name, STR_ARG(r.article->content_text));
		read_release(&r);
	}
	settings_free(s);
}

/* ---- those that come with the program ---- */

static const struct {
	const char *name, *url, *html;
	const char *title, *authors, *date, *tags, *text; /* NULL: whatever is found */
} shipped[] = {
	{ "a paper at arXiv", "https://arxiv.org/abs/2501.01234v2",
	    "<html><head><title>[2501.01234] Lamps and Tides</title></head><body><div id=abs><div class=dateline>\n [Submitted on 2 Jan 2025 (<a href=x>v1</a>), last revised 9 Mar 2025 (this version, v2)]</div>"
	    "<h1 class='title mathjax'><span class=descriptor>Title:</span>Lamps and Tides</h1><div class=authors><span class=descriptor>Authors:</span><a href=1>Ada Lind</a>, <a href=2>Bo Roe</a></div>"
	    "<blockquote class='abstract mathjax'><span class=descriptor>Abstract:</span>We light a lamp.</blockquote>"
	    "<table><tr><td class='tablecell label'>Subjects:</td><td class='tablecell subjects'><span class=primary-subject>Optics (physics.optics)</span>; Other (x)</td></tr></table></div><p>Help us improve</p></body></html>",
	    "Lamps and Tides", "Ada Lind, Bo Roe", "2025-01-02T00:00:00Z", "Optics (physics.optics)", "We light a lamp." },
	{ "a topic of Discourse", "https://forum.example/t/lamps/7",
	    "<html><head><title>Lamps - Harbour - Forum</title><meta name=generator content='Discourse 3.4.0 - https://github.com/discourse/discourse version abc'></head><body><noscript data-path='/t/7'>"
	    "<h1><a href=/t/lamps/7>Lamps</a></h1><div id=post_1 itemprop=comment class='topic-body crawler-post'><div class=crawler-post-meta><span class=creator itemprop=author itemscope>"
	    "<a itemprop=url href=/u/ada><span itemprop=name>ada</span></a></span><span class=crawler-post-infos><time datetime='2025-01-02T10:00:00Z' class=post-time>January 2, 2025, 10:00am</time>"
	    "<span itemprop=position>1</span></span></div><div class=post itemprop=text><p>Which lamp is the best one?</p></div></div>"
	    "<div id=post_2 class='topic-body crawler-post'><div class=crawler-post-meta><span class=creator><span itemprop=name>bo</span></span></div><div class=post itemprop=text><p>All of them.</p></div></div></noscript></body></html>",
	    "Lamps", "ada", "2025-01-02T10:00:00Z", NULL, "Which lamp is the best one?" },
	{ "a release at GitHub", "https://github.com/lind/lamp/releases/tag/v2.0",
	    "<html><head><title>Release 2.0 · lind/lamp · GitHub</title></head><body><div class=Box-body><h1>2.0</h1><relative-time datetime='2025-01-02T10:00:00Z'>Jan 2</relative-time>"
	    "<div data-pjax=true data-test-selector=body-content class='markdown-body my-3'><p>Brighter lamps.</p></div><h3>Assets</h3><ul><li>lamp.tar.gz</li></ul></div></body></html>",
	    NULL, NULL, "2025-01-02T10:00:00Z", NULL, "Brighter lamps." },
	{ "a page of MediaWiki", "https://wiki.example/index.php/Lamp",
	    "<html><head><title>Lamp - Wiki</title><meta name=generator content='MediaWiki 1.43.0'></head><body><h1 id=firstHeading class=firstHeading><span class=mw-page-title-main>Lamp</span></h1>"
	    "<div id=mw-content-text class='mw-body-content'><div class='mw-content-ltr mw-parser-output'><table class='ambox'><tr><td>This article needs sources.</td></tr></table><p>A lamp gives light.</p>"
	    "<div id=toc class=toc>Contents 1 Kinds</div><div class='mw-heading'><h2 id=Kinds>Kinds</h2><span class=mw-editsection>[edit]</span></div><p>There are kinds of lamps.</p>"
	    "<div role=navigation class=navbox>Lamps by century</div></div><div class=printfooter>Retrieved from here</div></div><div id=catlinks>Categories</div></body></html>",
	    "Lamp", NULL, NULL, NULL, "A lamp gives light.\n\nKinds\n\nThere are kinds of lamps." },
	{ "a topic of phpBB", "https://board.example/viewtopic.php?t=7",
	    "<html><head><title>Lamps - Board</title></head><body id=phpbb class='nojs notouch section-viewtopic ltr'><h2 class=topic-title><a href=x>Lamps</a></h2>"
	    "<div id=p1 class='post has-profile bg2'><div class=inner><dl class=postprofile><dt><a class=username href=u>Ada</a></dt><dd>Posts: 5</dd></dl><div class=postbody><div id=post_content1><h3 class=first><a href='#p1'>Lamps</a></h3>"
	    "<p class=author><span class=responsive-hide>by <strong><a class=username href=u>Ada</a></strong> » </span>Thu Jan 02, 2025 10:00 am</p><div class=content>Which lamp is the best one?</div><div class=signature>Ask me.</div></div></div></div></div>"
	    "<div id=p2 class='post bg1'><div class=postbody><p class=author>by <strong>Bo</strong></p><div class=content>All of them.</div></div></div></body></html>",
	    "Lamps", "Ada", NULL, NULL, "Which lamp is the best one?" },
	{ "a mail in an archive of Mailman", "https://lists.example/pipermail/lamps/2025-January/000007.html",
	    "<HTML><HEAD><TITLE> [lamps] Which one </TITLE><LINK REL=Index HREF='index.html'></HEAD><BODY BGCOLOR='#ffffff'><H1>[lamps] Which one</H1><B>Ada Lind</B> <A HREF='mailto:x' TITLE=x>ada at lamps.example</A><BR>"
	    "<I>Thu Jan 2 10:00:00 UTC 2025</I><P><UL><LI>Previous message: <A HREF='000006.html'>[lamps] Hello</A></li><LI><B>Messages sorted by:</B> <a href='date.html#7'>[ date ]</a> <a href='thread.html#7'>[ thread ]</a></LI></UL><HR>"
	    "<!--beginarticle--><PRE>Which lamp is the best one?\n</PRE><!--endarticle--><HR><P><UL><LI>Next message: none</li></UL></BODY></HTML>",
	    "[lamps] Which one", "Ada Lind", "2025-01-02T10:00:00Z", NULL, "Which lamp is the best one?" },
};

static void
test_shipped_sites(void **state)
{
	const char *srcdir = getenv("srcdir");
	char *dir = mem_printf("%s/conf/sites", srcdir != NULL ? srcdir : ".");
	struct mistakes m;
	struct settings *s;
	struct read r;
	size_t i;

	(void)state;
	mistakes_init(&m);
	s = configuration_load_sites(dir, &m);
	if (s == NULL || m.n > 0)
		fail_msg("%s:%u:%u %s", m.list[0].file, m.list[0].line, m.list[0].column, m.list[0].text);
	assert_int_equal(s->n_sites, COUNT(shipped)); /* each is tried here */
	for (i = 0; i < COUNT(shipped); i++) {
		read_page(&r, shipped[i].name, s, NULL, shipped[i].url, shipped[i].html);
		if (shipped[i].title != NULL)
			expect_text(shipped[i].name, r.article->title.plain, shipped[i].title);
		if (shipped[i].authors != NULL)
			expect_text(shipped[i].name, authors_of(&r), shipped[i].authors);
		if (shipped[i].date != NULL)
			expect_text(shipped[i].name, date_of(&r), shipped[i].date);
		if (shipped[i].tags != NULL)
			expect_text(shipped[i].name, tags_of(&r), shipped[i].tags);
		expect_text(shipped[i].name, str_trim(r.article->content_text), shipped[i].text);
		if (str_find(r.article->page_rules, STR("names nothing")) != STR_NPOS)
			fail_msg("%s: %.*s", shipped[i].name, STR_ARG(r.article->page_rules));
		read_release(&r);
	}
	settings_free(s);
	mistakes_release(&m);
	free(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sites_of_addresses),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_dates_as_written),
		cmocka_unit_test(test_source_before_site),
		cmocka_unit_test(test_shipped_sites),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
