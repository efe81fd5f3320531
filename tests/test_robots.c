#include "config.h"
#include "check.h"

#include "base/buf.h"
#include "fetch/robots.h"

#define US "User-agent: feedwright\n"
#define ALL "User-agent: *\n"
#define SITE "https://a.example"

static void
test_rules(void **state)
{
	static const struct {
		const char *name, *text, *path;
		bool is_allowed;
	} cases[] = {
		{ "an empty file allows", "", "/x", true },
		{ "no group for us allows", "User-agent: other\nDisallow: /\n", "/x", true },
		{ "the group of all", ALL "Disallow: /x\n", "/x/y", false },
		{ "a path beside it", ALL "Disallow: /x\n", "/y", true },
		{ "our group instead of that of all", ALL "Disallow: /\n" US "Disallow: /x\n", "/y", true },
		{ "our group, whatever its case and version", "USER-AGENT: FeedWright/9.9\nDISALLOW: /x\n", "/x", false },
		{ "a longer name is somebody else", "User-agent: feedwrightbot\nDisallow: /\n", "/x", true },
		{ "an empty group of ours allows", ALL "Disallow: /\n" US, "/x", true },
		{ "groups of one name count together", US "Disallow: /x\n" ALL "Disallow: /\n" US "Disallow: /y\n", "/y", false },
		{ "one group for several names", "User-agent: other\n" US "User-agent: third\nDisallow: /x\n", "/x", false },
		{ "unknown lines end no list of names", US "Sitemap: https://a.example/s.xml\nUser-agent: other\nDisallow: /x\n", "/x", false },
		{ "rules before any name are nobody's", "Disallow: /\n" US "Disallow: /x\n", "/y", true },
		{ "an empty rule is none", US "Disallow:\n", "/x", true },
		{ "the longest match allows", US "Disallow: /x\nAllow: /x/open\n", "/x/open/1", true },
		{ "the longest match forbids", US "Allow: /x\nDisallow: /x/shut\n", "/x/shut", false },
		{ "of equal ones the one that allows", US "Disallow: /x\nAllow: /x\n", "/x", true },
		{ "of equal ones the one that allows, in either order", US "Allow: /x\nDisallow: /x\n", "/x", true },
		{ "a star in the middle", US "Disallow: /x/*/print\n", "/x/1/2/print.html", false },
		{ "a star that finds nothing", US "Disallow: /x/*/print\n", "/x/print", true },
		{ "a star at first", US "Disallow: *.pdf\n", "/a/b.pdf?x", false },
		{ "the end", US "Disallow: /*.pdf$\n", "/a.pdf", false },
		{ "not the end", US "Disallow: /*.pdf$\n", "/a.pdf?x=1", true },
		{ "an end that also stands before", US "Disallow: /*ab$\n", "/ab/ab", false },
		{ "the end of a whole path", US "Disallow: /x$\n", "/x/", true },
		{ "pieces do not overlap", US "Disallow: /ab*ba$\n", "/aba", true },
		{ "queries count", US "Disallow: /*?session=\n", "/x?session=1", false },
		{ "fragments do not", US "Disallow: /x$\n", "/x#part", false },
		{ "escapes are written alike", US "Disallow: /%7ejoe\n", "/~joe", false },
		{ "escapes in either case", US "Disallow: /a%3cd\n", "/a%3Cd", false },
		{ "an escaped slash is no slash", US "Disallow: /a%2fb\n", "/a/b", true },
		{ "text that is not ASCII", US "Disallow: /caf\xc3\xa9\n", "/caf%C3%A9/1", false },
		{ "comments, spaces and old line ends", "# all\r  User-agent : *   # us\r\tDisallow :  /x # not\r", "/x", false },
		{ "a mark before the first line", "\xef\xbb\xbf" "User-agent: *\nDisallow: /x\n", "/x", false },
		{ "the file itself", ALL "Disallow: /\n", "/robots.txt", true },
		{ "no path is the root", ALL "Disallow: /$\n", "", false },
		{ "HTML is no robots.txt", "<!DOCTYPE html><title>a: b</title><p>Disallow: /</p>", "/x", true },
	};
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct robots *r;
		struct str url;

		arena_init(&a, SIZE_MAX / 4, NULL);
		r = robots_read(&a, str_from(cases[i].text), STR("feedwright"));
		url = arena_printf(&a, SITE "%s", cases[i].path);
		if (robots_allows(r, url) != cases[i].is_allowed)
			fail_msg("%s", cases[i].name);
		arena_release(&a);
	}
}

static void
test_delays(void **state)
{
	static const struct {
		const char *name, *text;
		int64_t want_s;
	} cases[] = {
		{ "none", US "Disallow: /x\n", 0 },
		{ "whole seconds", US "Crawl-delay: 10\n", 10 },
		{ "a fraction counts as a second", US "crawl-delay: 0.5\n", 1 },
		{ "no fraction", US "Crawl-delay: 2.0\n", 2 },
		{ "our own group's", ALL "Crawl-delay: 20\n" US "Crawl-delay: 3\n", 3 },
		{ "everybody's", ALL "Disallow: /x\nCrawl-delay: 4\n", 4 },
		{ "somebody else's", "User-agent: other\nCrawl-delay: 4\n", 0 },
		{ "a day is no delay that anybody can keep", US "Crawl-delay: 86400\n", ROBOTS_DELAY_MAX_S },
		{ "more digits than a number has", US "Crawl-delay: 99999999999999999999999\n", ROBOTS_DELAY_MAX_S },
		{ "a word", US "Crawl-delay: slow\n", 0 },
	};
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, SIZE_MAX / 4, NULL);
		if (robots_delay_s(robots_read(&a, str_from(cases[i].text), STR("feedwright"))) != cases[i].want_s)
			fail_msg("%s", cases[i].name);
		arena_release(&a);
	}
}

static void
test_size(void **state)
{
	struct arena a;
	struct buf b;
	struct robots *r;

	(void)state;
	arena_init(&a, SIZE_MAX / 4, NULL);
	buf_init(&b, 2 * ROBOTS_MAX);
	buf_add_c(&b, ALL "Disallow: /near\n");
	while (b.n < ROBOTS_MAX)
		buf_add_c(&b, "# nothing to see here\n");
	buf_add_c(&b, "Disallow: /far\n");
	r = robots_read(&a, buf_str(&b), STR("feedwright"));
	assert_false(robots_allows(r, STR(SITE "/near")));
	assert_true(robots_allows(r, STR(SITE "/far")));
	buf_clear(&b);
	buf_add_c(&b, ALL);
	while (b.n < ROBOTS_MAX - 64)
		buf_add_c(&b, "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*ab\n");
	r = robots_read(&a, buf_str(&b), STR("feedwright"));
	assert_true(robots_allows(r, STR(SITE "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")));
	buf_release(&b);
	arena_release(&a);
}

static void
test_token(void **state)
{
	(void)state;
	assert_true(str_is(robots_token("feedwright/0.1 (+https://x)"), "feedwright"));
	assert_true(str_is(robots_token("My-Reader_x 2"), "My-Reader_x"));
	assert_true(robots_token("").n == 0);
	assert_true(str_is(robots_token(NULL), "feedwright"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_delays),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
