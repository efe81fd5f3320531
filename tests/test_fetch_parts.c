#include "config.h"
#include "check.h"

#include <inttypes.h>
#include <uv.h>

#include "base/mem.h"
#include "fetch/address.h"
#include "fetch/head.h"
#include "fetch/redirect.h"
#include "fetch/site.h"

static void
test_addresses(void **state)
{
	static const struct {
		const char *text;
		bool is_public;
	} cases[] = {
		{ "8.8.8.8", true }, { "1.1.1.1", true }, { "11.0.0.1", true }, { "172.32.0.1", true }, { "100.128.0.1", true },
		{ "2606:4700::1111", true }, { "64:ff9b::808:808", true }, { "0.0.0.0", false }, { "10.1.2.3", false },
		{ "100.64.0.1", false }, { "100.127.255.255", false }, { "127.0.0.1", false }, { "127.255.0.1", false },
		{ "169.254.169.254", false }, { "172.16.0.1", false }, { "172.31.255.255", false }, { "192.0.0.8", false },
		{ "192.168.0.1", false }, { "198.18.0.1", false }, { "198.19.255.255", false }, { "224.0.0.1", false },
		{ "239.1.1.1", false }, { "240.0.0.1", false }, { "255.255.255.255", false }, { "::", false }, { "::1", false },
		{ "::ffff:127.0.0.1", false }, { "::ffff:8.8.8.8", false }, { "::127.0.0.1", false }, { "64:ff9b::7f00:1", false },
		{ "64:ff9b::a00:1", false }, { "64:ff9b:1::808:808", false }, { "2002:7f00:1::", false }, { "2002:808:808::1", false },
		{ "2001:0:7f00:1::", false }, { "2001:10::1", false }, { "fc00::1", false }, { "fd00:ec2::254", false },
		{ "fe80::1", false }, { "fec0::1", false }, { "ff02::1", false }, { "example.org", false }, { "", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (address_text_is_public(cases[i].text) != cases[i].is_public)
			fail_msg("%s is taken for %s", cases[i].text, cases[i].is_public ? "private" : "public");
}

/* ---- heads ---- */

static void
test_head_times(void **state)
{
	static const struct {
		const char *name, *line;
		int64_t retry_after_s, max_age_s;
	} cases[] = {
		{ "nothing said", "X: y\r\n", 0, -1 },
		{ "seconds", "Retry-After: 120\r\n", 120, -1 },
		{ "raised to a minute", "retry-after:1\r\n", 60, -1 },
		{ "cut to a day", "Retry-After: 99999999999999999999999\r\n", 86400, -1 },
		{ "a date", "Retry-After: Thu, 01 Jan 1970 00:33:20 GMT\r\n", 1000, -1 },
		{ "a date that is past", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n", 60, -1 },
		{ "nonsense", "Retry-After: soon\r\n", 0, -1 },
		{ "negative", "Retry-After: -5\r\n", 0, -1 },
		{ "max-age", "Cache-Control: public, Max-Age=\"600\", x\r\n", 0, 600 },
		{ "max-age of a year", "Cache-Control: max-age=31536000\r\n", 0, 86400 },
		{ "two lines are one list", "Cache-Control: public\r\nCache-Control: max-age=7\r\n", 0, 7 },
		{ "no-cache", "Cache-Control: max-age=600, no-cache\r\n", 0, 0 },
		{ "Cache-Control before Expires", "Expires: Thu, 01 Jan 1970 00:33:20 GMT\r\nCache-Control: max-age=5\r\n", 0, 5 },
		{ "Expires by our clock", "Expires: Thu, 01 Jan 1970 00:33:20 GMT\r\n", 0, 1000 },
		{ "Expires by theirs", "Date: Thu, 01 Jan 1970 00:33:00 GMT\r\nExpires: Thu, 01 Jan 1970 00:33:20 GMT\r\n", 0, 20 },
		{ "Expires 0", "Expires: 0\r\n", 0, 0 },
	};
	struct head h;
	struct str rest, line;
	size_t i;

	(void)state;
	head_init(&h);
	for (i = 0; i < COUNT(cases); i++) {
		head_clear(&h);
		for (rest = str_from(cases[i].line); str_next(&rest, '\n', &line);)
			assert_int_equal(head_line(&h, line.p, line.n), 0);
		if (head_retry_after_s(&h, 1000) != cases[i].retry_after_s || head_max_age_s(&h, 1000) != cases[i].max_age_s)
			fail_msg("%s: %" PRId64 ", %" PRId64, cases[i].name, head_retry_after_s(&h, 1000), head_max_age_s(&h, 1000));
	}
	head_release(&h);
}

static void
test_head_date(void **state)
{
	static const struct {
		const char *name, *line;
		int64_t date_s;
	} cases[] = {
		{ "nothing said: our clock", "X: y\r\n", 1000000 },
		{ "what they say", "Date: Mon, 12 Jan 1970 12:00:00 GMT\r\n", 993600 },
		{ "a clock that is years away", "Date: Thu, 26 Feb 2022 12:00:00 GMT\r\n", 1000000 },
		{ "no date", "Date: today\r\n", 1000000 },
	};
	struct head h;
	size_t i;

	(void)state;
	head_init(&h);
	for (i = 0; i < COUNT(cases); i++) {
		head_clear(&h);
		assert_int_equal(head_line(&h, cases[i].line, strlen(cases[i].line)), 0);
		if (head_date_s(&h, 1000000) != cases[i].date_s)
			fail_msg("%s: %" PRId64, cases[i].name, head_date_s(&h, 1000000));
	}
	head_release(&h);
}

/* ---- sites ---- */

static void
on_timer_gone(void *arg)
{
	(void)arg;
}

static void
test_sites(void **state)
{
	static const struct {
		const char *name, *a, *b;
		bool is_same_origin, is_same_host;
	} cases[] = {
		{ "the path does not matter", "https://example.org/a", "https://EXAMPLE.org:443?b", true, true },
		{ "the scheme is of the origin", "https://example.org/", "http://example.org/", false, true },
		{ "and the port", "http://example.org/", "http://example.org:81/", false, true },
		{ "manners go by the registrable domain", "http://a.example.co.uk/", "http://b.c.example.co.uk./", false, true },
		{ "a public suffix is nobody's domain", "http://a.github.io/", "http://b.github.io/", false, false },
		{ "each address is its own", "http://192.0.2.1/", "http://192.0.2.2/", false, false },
		{ "however it is written", "http://[2001:DB8::1]/", "http://[2001:db8:0::1]/", true, true },
		{ "a password changes nothing", "http://a:b@example.org/", "http://example.org/", true, true },
	};
	struct sites s;
	struct origin *a, *b;
	uv_loop_t own;
	size_t i;

	(void)state;
	uv_loop_init(&own);
	sites_init(&s, &own, on_timer_gone, NULL);
	for (i = 0; i < COUNT(cases); i++) {
		a = site_ref(&s, cases[i].a, NULL);
		b = site_ref(&s, cases[i].b, NULL);
		assert_non_null(a);
		assert_non_null(b);
		if (site_is_same(a, b) != cases[i].is_same_origin || (a->host == b->host) != cases[i].is_same_host)
			fail_msg("%s: %s, %s", cases[i].name, a->name, b->name);
		site_unref(a);
		site_unref(b);
	}
	a = site_ref(&s, "http://kept.example/", NULL);
	sites_sweep(&s, false);
	assert_int_equal(map_count(s.origins), 1); /* the idle ones are dropped */
	assert_int_equal(map_count(s.hosts), 1);
	site_unref(a);
	sites_sweep(&s, true);
	uv_run(&own, UV_RUN_DEFAULT);
	assert_int_equal(s.n_handles, 0);
	sites_release(&s);
	assert_int_equal(uv_loop_close(&own), 0);
}

static void
test_redirect_targets(void **state)
{
	static const struct {
		const char *from, *location, *want; /* NULL: refused */
	} cases[] = {
		{ "http://example.org/a/b?c", "d", "http://example.org/a/d" },
		{ "http://example.org/a/b", "/e#f", "http://example.org/e" },
		{ "http://example.org/a/b", "//other.example/", "http://other.example/" },
		{ "https://example.org/", "https://eve:pw@example.org/x", "https://example.org/x" },
		{ "https://example.org/", "HTTP://example.org", "HTTP://example.org" },
		{ "https://example.org/", "/a b", "https://example.org/a%20b" },
		{ "http://example.org/", "ftp://example.org/", NULL },
		{ "http://example.org/", "file:///etc/passwd", NULL },
		{ "http://example.org/", "javascript:alert(1)", NULL },
		{ "http://example.org/", "http:relative", NULL },
		{ "http://example.org/", "http://", NULL },
	};
	char *long_one = mem_alloc(3000), *got;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		got = redirect_target(cases[i].from, str_from(cases[i].location), NULL);
		expect_text(cases[i].location, str_from(got), cases[i].want != NULL ? cases[i].want : "");
		free(got);
	}
	memset(long_one, 'a', 3000);
	assert_null(redirect_target("http://example.org/", (struct str){ long_one, 3000 }, NULL));
	free(long_one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_head_times), cmocka_unit_test(test_head_date),
		cmocka_unit_test(test_redirect_targets),
		cmocka_unit_test(test_sites),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
