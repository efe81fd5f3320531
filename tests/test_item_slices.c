#include "config.h"
#include "check.h"

#include "parse/charset.h"
#include "worker/job.h"

#define RSS_HEAD "<?xml version='1.0'?><rss version='2.0' xmlns:x='http://purl.org/rss/1.0/modules/content/'><channel><title>T</title>"
#define RSS_END "</channel></rss>"
#define ONE "<item><title>One</title><guid>1</guid><x:encoded>&lt;p>a&lt;/p></x:encoded></item>"
#define TWO "<item>\n<title>Two</title><guid>2</guid><description><![CDATA[</item><item>]]></description></item>"
#define NEW "<item><title>New</title><guid>n</guid></item>"
#define ATOM_HEAD "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>"
#define ENTRY "<entry><id>1</id><title>E</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><entry>x</entry></div></content></entry>"
#define JSON_HEAD "{ \"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"a \\\"]\\\" b\", \"items\": ["
#define J1 "{ \"id\": \"1\", \"content_text\": \"}, { \\\\\" }"
#define J2 "{ \"id\": \"2\", \"tags\": [\"a\", \"b\"] }"

/* What is known of a document's items, for the next poll. */
static struct str
fingerprints(struct arena *a, const struct document *d)
{
	const struct article *v = d->articles.v;
	int64_t *known = arena_alloc(a, (d->articles.n + 1) * sizeof(*known)), swap;
	uint32_t i, k, n = 0;

	for (i = 0; i < d->articles.n; i++) {
		if (!v[i].raw_hash.is_set)
			continue;
		assert_true(v[i].raw_hash.v > 0);
		known[n] = v[i].raw_hash.v;
		for (k = n++; k > 0 && known[k] < known[k - 1]; k--) {
			swap = known[k];
			known[k] = known[k - 1];
			known[k - 1] = swap;
		}
	}
	return (struct str){ (const char *)known, n * sizeof(*known) };
}

static const struct document *
poll(struct arena *a, const char *text, struct job job)
{
	struct answer *answer = arena_zalloc(a, sizeof(*answer));

	job.kind = JOB_FEED;
	job.bytes = str_from(text);
	if (job.url.n == 0)
		job.url = STR("http://e.org/feed");
	job_run(a, &job, answer);
	if (answer->err.kind != ERR_NONE)
		fail_msg("%s: %s", text, answer->err.text);
	return &answer->document;
}

static void
expect_same(const char *claim, const struct article *got, const struct article *want)
{
	struct buf x, y;

	buf_init(&x, 1 << 20);
	buf_init(&y, 1 << 20);
	assert_int_equal(model_encode(&x, got, &shape_article), 0);
	assert_int_equal(model_encode(&y, want, &shape_article), 0);
	if (!str_eq(buf_str(&x), buf_str(&y)))
		fail_msg("%s: an article is another one when its neighbours are not read", claim);
	buf_release(&x);
	buf_release(&y);
}

/* pattern: one character an article of the second poll, '=' for known, '+' for read. */
static void
expect(struct arena *a, const char *claim, const char *first, const char *second, struct job job, const char *pattern)
{
	const struct document *whole = poll(a, second, job), *got;
	const struct article *v, *w = whole->articles.v;
	uint32_t i;

	job.fingerprints = fingerprints(a, poll(a, first, (struct job){ .kind = JOB_FEED }));
	got = poll(a, second, job);
	v = got->articles.v;
	if (got->articles.n != strlen(pattern) || whole->articles.n != got->articles.n)
		fail_msg("%s: %u articles of %u", claim, got->articles.n, whole->articles.n);
	for (i = 0; i < got->articles.n; i++) {
		if ((v[i].is_unchanged == TRI_TRUE) != (pattern[i] == '='))
			fail_msg("%s: article %u", claim, i);
		if (v[i].raw_hash.v != w[i].raw_hash.v)
			fail_msg("%s: article %u has another fingerprint", claim, i);
		if (v[i].is_unchanged != TRI_TRUE)
			expect_same(claim, &v[i], &w[i]);
	}
}

static void
test_what_is_known_is_not_read_again(void **state)
{
	static const struct {
		const char *claim, *first, *second, *pattern;
	} cases[] = {
		{ "the same again", RSS_HEAD ONE TWO RSS_END, RSS_HEAD ONE TWO RSS_END, "==" },
		{ "a new one on top", RSS_HEAD ONE TWO RSS_END, RSS_HEAD NEW "\n" ONE TWO RSS_END, "+==" },
		{ "in another order, one is gone", RSS_HEAD NEW ONE TWO RSS_END, RSS_HEAD TWO ONE RSS_END, "==" },
		{ "one byte is another", RSS_HEAD ONE TWO RSS_END, RSS_HEAD "<item><title>Oné</title><guid>1</guid></item>" TWO RSS_END, "+=" },
		{ "another attribute of its tag", RSS_HEAD ONE RSS_END, RSS_HEAD "<item x:a='b'><title>One</title></item>" RSS_END, "+" },
		{ "an edited head is not an edited item", RSS_HEAD ONE RSS_END, RSS_HEAD "<link>http://e.org/</link>" ONE RSS_END, "=" },
		{ "another meaning of prefixes", RSS_HEAD ONE RSS_END, "<rss version='2.0' xmlns:x='http://e.org/'><channel>" ONE RSS_END, "+" },
		{ "another base around it", RSS_HEAD ONE RSS_END, "<rss version='2.0' xml:base='http://f.org/'><channel>" ONE RSS_END, "+" },
		{ "a comment is no item", RSS_HEAD ONE TWO RSS_END, RSS_HEAD "<!-- " ONE " -->" TWO RSS_END, "=" },
		{ "nor is a text", RSS_HEAD ONE TWO RSS_END, RSS_HEAD "<copyright><![CDATA[" ONE "]]></copyright>" TWO RSS_END, "=" },
		{ "nor what stands in something else", RSS_HEAD ONE TWO RSS_END, RSS_HEAD "<x:y>" ONE "</x:y>" TWO RSS_END, "=" },
		{ "twice the same", RSS_HEAD ONE RSS_END, RSS_HEAD ONE ONE RSS_END, "==" },
		{ "another document type", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'><channel>" NEW RSS_END,
			"<!DOCTYPE rss [<!ENTITY a 'c'>]><rss version='2.0'><channel>" NEW RSS_END, "+" },
		{ "behind an item that is not closed", RSS_HEAD ONE TWO RSS_END, RSS_HEAD ONE TWO "<item><title>ha", "==+" },
		{ "empty items", RSS_HEAD "<item/>" ONE RSS_END, RSS_HEAD ONE RSS_END, "=" },
		{ "entries, and what looks like one inside", ATOM_HEAD ENTRY "</feed>", ATOM_HEAD "<entry><id>2</id></entry>" ENTRY "</feed>", "+=" },
		{ "RDF's stand beside the channel",
			"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/>" NEW "</r:RDF>",
			"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/>" NEW ONE "</r:RDF>", "=+" },
		{ "JSON", JSON_HEAD J1 "," J2 "] }", JSON_HEAD J2 ", {\"id\": \"3\"}," J1 "]}", "=+=" },
		{ "JSON with other things before", JSON_HEAD J1 "]}", "{\"x\": [{\"items\": []}], \"y\": \"\\\"\", \"items\": [" J1 "]}", "=" },
	};
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, 64 << 20, NULL);
		expect(&a, cases[i].claim, cases[i].first, cases[i].second, (struct job){ .kind = JOB_FEED }, cases[i].pattern);
		arena_release(&a);
	}
}

static void
test_all_that_decides_is_in_the_fingerprint(void **state)
{
	static const struct {
		const char *claim;
		struct job job;
	} cases[] = {
		{ "the address", { .url = { "http://e.org/other", 18 } } },
		{ "the source's settings", { .settings_hash = 1 } },
		{ "HTTP's language", { .content_language = { "de", 2 } } },
		{ "HTTP's location", { .content_location = { "/a/b", 4 } } },
	};
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, 64 << 20, NULL);
		expect(&a, cases[i].claim, RSS_HEAD ONE TWO RSS_END, RSS_HEAD ONE TWO RSS_END, cases[i].job, "++");
		arena_release(&a);
	}
}

static void
test_the_limit_counts_what_is_known(void **state)
{
	const struct document *d;
	struct arena a;

	(void)state;
	arena_init(&a, 64 << 20, NULL);
	d = poll(&a, RSS_HEAD ONE TWO NEW RSS_END,
	    (struct job){ .items_max = 2, .fingerprints = fingerprints(&a, poll(&a, RSS_HEAD ONE TWO NEW RSS_END, (struct job){ .kind = JOB_FEED })) });
	assert_int_equal(d->articles.n, 2);
	assert_int_equal(d->dropped.v, 1);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_what_is_known_is_not_read_again),
		cmocka_unit_test(test_all_that_decides_is_in_the_fingerprint), cmocka_unit_test(test_the_limit_counts_what_is_known) };

	return cmocka_run_group_tests_name("item_slices", tests, NULL, NULL);
}
