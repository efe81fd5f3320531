#include "config.h"
#include "check.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/regex.h"
#include "base/url.h"
#include "base/utf8.h"

static void
test_resolve(void **state)
{
	static const struct {
		const char *base, *ref, *want;
	} cases[] = { /* RFC 3986, 5.4, and what feeds do */
		{ "http://a/b/c/d;p?q", "g", "http://a/b/c/g" },
		{ "http://a/b/c/d;p?q", "./g", "http://a/b/c/g" },
		{ "http://a/b/c/d;p?q", "g/", "http://a/b/c/g/" },
		{ "http://a/b/c/d;p?q", "/g", "http://a/g" },
		{ "http://a/b/c/d;p?q", "//g", "http://g" },
		{ "http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y" },
		{ "http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s" },
		{ "http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q" },
		{ "http://a/b/c/d;p?q", "..", "http://a/b/" },
		{ "http://a/b/c/d;p?q", "../../g", "http://a/g" },
		{ "http://a/b/c/d;p?q", "../../../g", "http://a/g" },
		{ "http://a/b/c/d;p?q", "/../g", "http://a/g" },
		{ "http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y" },
		{ "http://a", "g", "http://a/g" },
		{ "", "g", "g" },
		{ "http://a/", " http://b/c d\n ", "http://b/c%20d" },
		{ "http://a/", "http://EXAMPLE.org/%7ex", "http://EXAMPLE.org/%7ex" },
		{ "http://a/", "mailto:x@example.org", "mailto:x@example.org" },
	};
	struct arena a;
	size_t i;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++)
		expect_text(cases[i].ref, url_resolve(&a, str_from(cases[i].base), str_from(cases[i].ref)), cases[i].want);
	arena_release(&a);
}

static void
test_match_key(void **state)
{
	static const char *const same[] = { "http://example.org/a", "https://www.Example.org/a/", "https://example.org:443/a?utm_source=x",
		"http://example.org/a#top" };
	struct arena a;
	struct str first;
	size_t i;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	first = url_match_key(&a, str_from(same[0]));
	for (i = 1; i < COUNT(same); i++)
		if (!str_eq(url_match_key(&a, str_from(same[i])), first))
			fail_msg("%s has another key", same[i]);
	assert_false(str_eq(url_match_key(&a, STR("http://example.org/a?id=1")), first));
	expect_text("an id that is no URL has no key", url_match_key(&a, STR("tag:example.org,2026:1")), "");
	arena_release(&a);
}

static void
test_front_page(void **state)
{
	static const struct {
		const char *url;
		bool is_one;
	} cases[] = { { "https://a.example/", true }, { "https://a.example", true }, { "https://a.example/x", false }, { "https://a.example/?p=1", false },
		{ "https://a.example?p=1", false }, { "https://a.example/x/", false }, { "/", false }, { "", false } };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (url_is_front_page(str_from(cases[i].url)) != cases[i].is_one)
			fail_msg("%s", cases[i].url);
}

static void
test_tracking(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	expect_text("tracking goes", url_without_tracking(&a, STR("http://e.org/?a=1&utm_medium=x&b=2#f")), "http://e.org/?a=1&b=2#f");
	expect_text("alone", url_without_tracking(&a, STR("http://e.org/x?fbclid=1")), "http://e.org/x");
	expect_text("the rest stays", url_without_tracking(&a, STR("http://e.org/x?id=1&&y")), "http://e.org/x?id=1&&y");
	arena_release(&a);
}

static void
test_utf8(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t valid;
	} cases[] = {
		{ "ASCII", "0123456789abcdef", 16 },
		{ "four bytes", "\xf0\x9f\x98\x80", 4 },
		{ "overlong", "a\xc0\x80", 1 },
		{ "surrogate", "ab\xed\xa0\x80", 2 },
		{ "past the last plane", "\xf4\x90\x80\x80", 0 },
		{ "cut", "x\xe2\x82", 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (utf8_valid_prefix(str_from(cases[i].bytes)) != cases[i].valid)
			fail_msg("%s", cases[i].name);
	assert_int_equal(utf8_head(STR("a\xe2\x82\xac"), 3).n, 1);
}

static void
test_find(void **state)
{
	static const struct {
		const char *name, *text, *needle;
		size_t want;
	} cases[] = {
		{ "at the start", "<!x", "<!", 0 },
		{ "at the very end", "0123456789 ]]>", "]]>", 11 },
		{ "behind its own beginnings", "]]]]]>", "]]>", 3 },
		{ "cut off", "abc ]]", "]]>", STR_NPOS },
		{ "longer than the text", "a", "ab", STR_NPOS },
		{ "a long one", "xx<![CDATA[yy", "<![CDATA[", 2 },
		{ "nothing", "abc", "", 0 },
	};
	static const char specials[] = "\x01\x1f\"&<>\x7f\xef\n";
	char text[40];
	size_t i, at;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (str_find(str_from(cases[i].text), str_from(cases[i].needle)) != cases[i].want)
			fail_msg("%s", cases[i].name);
	for (i = 0; i + 1 < sizeof(specials); i++)
		for (at = 0; at < sizeof(text); at++) {
			memset(text, 'a' + (int)at % 26, sizeof(text));
			text[at] = specials[i];
			assert_int_equal(str_find_special((struct str){ text, sizeof(text) }, 0), at);
			assert_int_equal(str_find_special((struct str){ text, sizeof(text) }, at + 1), sizeof(text));
			assert_int_equal(str_find_special((struct str){ text, at }, 0), at);
		}
	assert_int_equal(str_find_special(STR_NONE, 0), 0);
}

static void
test_controls(void **state)
{
	static const struct {
		const char *name, *bytes, *want;
	} cases[] = {
		{ "ordinary text stays", "0123456789abcdef\t\r\n\xc3\xa9", "0123456789abcdef\t\r\n\xc3\xa9" },
		{ "controls go, wherever they stand", "\x01" "01234567\x0b\x7f" "89abcde\x1f", "0123456789abcde" },
		{ "what XML forbids goes", "a\xef\xbf\xbe" "b\xef\xbf\xbf", "ab" },
		{ "its neighbours stay", "\xef\xbf\xbd\xef\xbe\xbf\xef\xbb\xbf\xc2\x80", "\xef\xbf\xbd\xef\xbe\xbf\xef\xbb\xbf\xc2\x80" },
		{ "nothing but controls", "\x01\x02", "" },
		{ "nothing", "", "" },
	};
	struct arena a;
	size_t i;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++)
		expect_text(cases[i].name, utf8_without_controls(&a, str_from(cases[i].bytes)), cases[i].want);
	assert_int_equal(utf8_without_controls(&a, STR("a\0b")).n, 2);
	arena_release(&a);
}

static void
test_time(void **state)
{
	static const int64_t times[] = { 0, -1, 951782400, 1645833600, 4102444800, -62135596800, 253402300799 };
	char text[TIME_HTTP_SIZE];
	struct civil c;
	int64_t s;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(times); i++) {
		time_to_civil(times[i], &c);
		assert_int_equal(time_from_civil(&c), times[i]);
	}
	time_http(1645833600, text);
	assert_string_equal(text, "Sat, 26 Feb 2022 00:00:00 GMT");
	assert_int_equal(time_from_http(str_from(text), &s), 0);
	assert_int_equal(s, 1645833600);
	assert_int_equal(time_from_http(STR("Sunday, 06-Nov-94 08:49:37 GMT"), &s), 0);
	assert_int_equal(s, 784111777);
	assert_int_equal(time_from_http(STR("Sun Nov  6 08:49:37 1994"), &s), 0);
	assert_int_equal(s, 784111777);
	assert_int_equal(time_from_http(STR("soon"), &s), -1);
}

static void
test_map(void **state)
{
	struct map *m = map_new();
	char key[16];
	int values[1000];
	size_t i, n = 0;
	struct str k;
	void *v;

	(void)state;
	for (i = 0; i < COUNT(values); i++) {
		snprintf(key, sizeof(key), "k%zu", i);
		assert_null(map_put(m, str_from(key), &values[i]));
	}
	for (i = 0; i < COUNT(values); i += 2) {
		snprintf(key, sizeof(key), "k%zu", i);
		assert_ptr_equal(map_remove(m, str_from(key)), &values[i]);
	}
	assert_int_equal(map_count(m), COUNT(values) / 2);
	assert_null(map_get(m, STR("k0")));
	assert_ptr_equal(map_get(m, STR("k999")), &values[999]);
	for (i = 0; map_each(m, &i, &k, &v); n++)
		assert_ptr_equal(v, &values[2 * n + 1]); /* in the order of insertion */
	assert_int_equal(n, COUNT(values) / 2);
	map_free(m);
}

static void
test_hash(void **state)
{
	static const uint8_t dns[16] = { 0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8 };
	char uuid[UUID_SIZE], hex[SHA256_HEX_SIZE];
	struct sha256 h = hash_sha256(STR("abc"));

	(void)state;
	hash_hex(&h, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash_uuid5(dns, STR("www.example.com"), uuid);
	assert_string_equal(uuid, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

static void
test_buf_cap(void **state)
{
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 4);
	assert_int_equal(buf_add_c(&b, "abcd"), 0);
	assert_int_equal(buf_add_char(&b, 'e'), -1);
	assert_true(b.is_full);
	assert_int_equal(b.n, 4);
	buf_release(&b);
	assert_int_equal(err_set(&e, ERR_LIMIT, "a\nb"), -1);
	assert_string_equal(e.text, "a b");
}

static void
test_regex(void **state)
{
	static const struct {
		const char *name, *pattern, *subject, *with, *want;
	} cases[] = {
		{ "every match is replaced", "a(.)", "abacad", "<$1>", "<b><c><d>" },
		{ "an empty match is one step", "x*", "axb", "-", "-a--b-" },
		{ "a match of nothing in nothing", "^$", "", "$0!", "!" },
		{ "characters, not bytes", ".", "äö", "$0$0", "ääöö" },
		{ "a dollar", "e", "5e", "$$", "5$" },
		{ "a group that took no part is empty", "(a)|b", "ab", "[$1]", "[a][]" },
		{ "no match leaves all", "z", "abc", "y", "abc" },
		{ "\\K moves the start", "a\\Kb", "abab", "x", "axax" },
	};
	struct regex *r;
	struct buf out;
	struct err e;
	size_t i, at;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r = regex_new(str_from(cases[i].pattern), false, &at, &e);
		assert_non_null(r);
		buf_init(&out, 1000);
		regex_replace(r, str_from(cases[i].subject), str_from(cases[i].with), &out);
		expect_text(cases[i].name, buf_str(&out), cases[i].want);
		buf_release(&out);
		regex_free(r);
	}
	assert_null(regex_new(STR("a(b"), false, &at, &e));
	assert_int_equal(at, 3);
	r = regex_new(STR("x?"), false, NULL, &e);
	buf_init(&out, 1000);
	regex_replace(r, STR_NONE, STR("-"), &out);
	expect_text("no text at all", buf_str(&out), "-");
	buf_release(&out);
	regex_free(r);
	r = regex_new(STR("^(a+)+$"), false, NULL, &e); /* takes for ever, without limits */
	assert_int_equal(regex_find(r, STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), NULL), REGEX_LIMIT);
	regex_free(r);
	r = regex_new(STR("STRASSE"), true, NULL, &e);
	assert_int_equal(regex_find(r, STR("strasse"), NULL), REGEX_YES);
	assert_int_equal(regex_find(r, STR("\xff strasse"), NULL), REGEX_NO);
	regex_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resolve), cmocka_unit_test(test_match_key), cmocka_unit_test(test_front_page), cmocka_unit_test(test_tracking), cmocka_unit_test(test_utf8), cmocka_unit_test(test_controls), cmocka_unit_test(test_find),
		cmocka_unit_test(test_time), cmocka_unit_test(test_map), cmocka_unit_test(test_hash), cmocka_unit_test(test_buf_cap),
		cmocka_unit_test(test_regex),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
