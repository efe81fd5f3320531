#include "config.h"
#include "check.h"

#include <unistd.h>

#include "base/mem.h"
#include "compose/compose.h"
#include "compose/ignore.h"

#define NOW_S 1700000000

struct bench {
	char dir[32];
	struct store *s;
	struct arena a;
	struct source sources[3];
	struct feed feed;
	struct settings settings;
	struct composer *composer;
	size_t shown[3];
	struct composition c;
};

static void
record(struct bench *b, size_t source, const char *guid, const char *title, int64_t published_s, int64_t now_s)
{
	struct document doc = { .format = STR("rss20") };
	struct record_options o = { .is_complete = false };
	struct record_result r;
	struct article *a;
	struct err e;

	doc.title.plain = STR("Its own title");
	doc.description.plain = STR("Its slogan");
	a = list_add(&b->a, &doc.articles, sizeof(*a));
	a->id = str_from(guid);
	a->title.plain = str_from(title);
	a->published = (struct opt_int){ published_s, true };
	a->date_from = STR("feed");
	if (store_record(b->s, &b->sources[source], &doc, now_s, &o, &r, &e) != 0)
		fail_msg("%s", e.text);
}

static int
set_up(void **state)
{
	static const char *const names[] = { "one", "two", "three" };
	struct bench *b = mem_zalloc(sizeof(*b));
	struct err e;
	size_t i;

	strcpy(b->dir, "/tmp/compose.XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	arena_init(&b->a, 64 << 20, NULL);
	for (i = 0; i < COUNT(names); i++)
		b->sources[i].name = (char *)(uintptr_t)names[i];
	b->sources[1].title = (char *)(uintptr_t) "The Second";
	assert_int_equal(store_open(&b->s, "sqlite:", b->dir, STORE_WRITER, &e), 0);
	assert_int_equal(store_sources_sync(b->s, b->sources, COUNT(names), &e), 0);
	b->feed = (struct feed){ .name = (char *)(uintptr_t) "f", .items_max = 10, .sources = b->shown, .n_sources = 2 };
	b->settings = (struct settings){ .sources = b->sources, .n_sources = COUNT(names), .feeds = &b->feed, .n_feeds = 1 };
	b->shown[0] = 0;
	b->shown[1] = 1;
	record(b, 0, "urn:x:a", "A", NOW_S - 300, NOW_S);
	record(b, 1, "urn:x:b", "B", NOW_S - 100, NOW_S);
	record(b, 2, "urn:x:c", "C", NOW_S - 50, NOW_S);
	record(b, 0, "urn:x:d", "D", NOW_S - 200, NOW_S);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;
	char command[64];

	composer_free(b->composer);
	store_close(b->s);
	arena_release(&b->a);
	snprintf(command, sizeof(command), "rm -rf %s", b->dir);
	assert_int_equal(system(command), 0);
	free(b);
	return 0;
}

/* The titles shown, one letter each. */
static void
expect_shown(struct bench *b, const char *claim, const char *want)
{
	const struct entry *v;
	struct err e;
	char got[16] = "";
	uint32_t i;

	composer_free(b->composer);
	b->composer = composer_new(&b->settings, NULL, NULL);
	if (compose_feed(b->composer, b->s, &b->feed, NOW_S, &b->a, &b->c, &e) != 0)
		fail_msg("%s: %s", claim, e.text);
	for (i = 0, v = b->c.entries.v; i < b->c.entries.n && i < sizeof(got) - 1; i++)
		got[i] = v[i].article.title.plain.p[0];
	expect_text(claim, str_from(got), want);
}

static void
test_selection(void **state)
{
	struct bench *b = *state;

	expect_shown(b, "the feed's sources, newest first", "BDA");
	b->feed.items_max = 2;
	expect_shown(b, "no more than configured", "BD");
	b->feed.n_sources = 0;
	expect_shown(b, "nothing of no source", "");
	assert_int_equal(b->c.updated_s, 0);
}

static void
test_titles(void **state)
{
	struct bench *b = *state;
	const struct entry *v;

	expect_shown(b, "all", "BDA");
	v = b->c.entries.v;
	expect_text("a configured title", v[0].origin->title.plain, "The Second");
	expect_text("keeps the other facts", v[0].origin->description.plain, "Its slogan");
	expect_text("the document's own", v[1].origin->title.plain, "Its own title");
	assert_ptr_equal(v[1].origin, v[2].origin);
}

static void
test_updated(void **state)
{
	struct bench *b = *state;

	expect_shown(b, "all", "BDA");
	assert_int_equal(b->c.updated_s, NOW_S - 100);
	record(b, 0, "urn:x:a", "E", NOW_S - 300, NOW_S + 1000);
	expect_shown(b, "a change does not move an entry", "BDE");
	assert_int_equal(b->c.updated_s, NOW_S + 1000);
}

static void
give(struct rules *to, const char *key, const char *text)
{
	static struct rule rules[8];
	static size_t n;

	rules[n] = (struct rule){ .key = key, .text = text, .file = "test", .line = 1, .column = 1 };
	*to = (struct rules){ &rules[n], 1 };
	n = (n + 1) % COUNT(rules);
}

static void
test_rules(void **state)
{
	struct bench *b = *state;
	const struct entry *v;

	give(&b->feed.select.drop, "drop", "title = 'B'");
	expect_shown(b, "what a feed drops makes room for older ones", "DA");
	give(&b->feed.select.keep, "keep", "title in ('A', 'B')");
	expect_shown(b, "drop is stronger than keep", "A");
	b->feed.select = (struct selection){ .keep = { .n = 0 } };
	expect_shown(b, "another configuration, another feed of the same articles", "BDA");
	give(&b->sources[0].select.drop, "drop", "title = 'A'");
	expect_shown(b, "a source's rule", "BD");
	give(&b->settings.select.keep, "keep", "title in ('A', 'D')");
	expect_shown(b, "every scope has its say", "D");
	b->settings.select = b->sources[0].select = (struct selection){ .keep = { .n = 0 } };
	give(&b->sources[0].select.rewrite, "rewrite", "set title = 'X{title}'");
	give(&b->feed.select.tag, "tag", "'new' if title ~ /^X/");
	give(&b->feed.select.drop, "drop", "title = 'A'");
	expect_shown(b, "the feed sees what the source's rules made", "BXX");
	v = b->c.entries.v;
	assert_int_equal(v[0].article.categories.n, 0);
	expect_text("a tag of a rule", ((const struct category *)v[1].article.categories.v)->term, "new");
	b->sources[0].select = b->feed.select = (struct selection){ .keep = { .n = 0 } };
	give(&b->feed.select.drop, "drop", "age > 150s");
	expect_shown(b, "age is asked of the time that is given", "B");
	assert_true(compose_has_age(b->composer, &b->feed));
}

static void
record_at(struct bench *b, size_t source, const char *guid, const char *title, const char *link, int64_t published_s)
{
	struct document doc = { .format = STR("rss20") };
	struct record_options o = { .is_complete = false };
	struct record_result r;
	struct article *a = list_add(&b->a, &doc.articles, sizeof(*a));
	struct err e;

	a->id = str_from(guid);
	a->url = str_from(link);
	a->title.plain = str_from(title);
	a->published = (struct opt_int){ published_s, true };
	if (store_record(b->s, &b->sources[source], &doc, NOW_S, &o, &r, &e) != 0)
		fail_msg("%s", e.text);
}

static void
test_stories(void **state)
{
	struct bench *b = *state;
	const struct entry *v;
	const struct other *o;

	record_at(b, 0, "tag:s.example,2020:1", "First", "https://s.example/story", NOW_S - 40);
	record_at(b, 1, "tag:s.example,2020:2", "Second", "http://www.s.example/story?utm_source=two", NOW_S - 30);
	record_at(b, 2, "tag:s.example,2020:3", "Third", "https://s.example/story", NOW_S - 20);
	b->feed.dedupe = DEDUPE_NONE;
	expect_shown(b, "all that there is", "SFBDA");
	b->feed.dedupe = DEDUPE_LINK;
	expect_shown(b, "one story is one entry, at the date of its first article", "FBDA");
	v = b->c.entries.v;
	o = v[0].others.v;
	expect_text("its id", v[0].id, "tag:s.example,2020:1");
	assert_int_equal(v[0].others.n, 1); /* the third is of a source that the feed does not show */
	expect_text("the other's source", o[0].source, "The Second");
	b->sources[1].priority = 5;
	expect_shown(b, "the text of the source of the highest priority", "SBDA");
	v = b->c.entries.v;
	o = v[0].others.v;
	expect_text("the id stays", v[0].id, "tag:s.example,2020:1");
	assert_int_equal(v[0].published_s, NOW_S - 40);
	assert_true(o[0].is_first);
	give(&b->sources[0].select.drop, "drop", "title = 'First'");
	expect_shown(b, "an article that is not shown is no story's first", "SBDA");
	expect_text("the next one's id", ((const struct entry *)b->c.entries.v)[0].id, "tag:s.example,2020:2");
	b->feed.items_max = 1;
	b->sources[0].select = (struct selection){ .keep = { .n = 0 } };
	b->sources[1].priority = 0;
	b->feed.sources[1] = 2;
	record_at(b, 2, "tag:s.example,2020:4", "Late", "https://s.example/story/2", NOW_S - 10);
	record_at(b, 0, "tag:s.example,2020:5", "Old", "https://s.example/story/3", NOW_S - 5000);
	record_at(b, 2, "tag:s.example,2020:6", "Again", "https://s.example/story/3", NOW_S - 5);
	expect_shown(b, "a story whose first article is too old is not shown again", "L");
}

static void
count_held(const char *scope, const char *name, const struct ruleset_count *count, void *arg)
{
	expect_text("scope", str_from(scope), "feed");
	expect_text("name", str_from(name), "f");
	*(uint64_t *)arg += count->n_held;
}

static void
test_counts(void **state)
{
	struct bench *b = *state;
	uint64_t n = 0;

	give(&b->feed.select.drop, "drop", "source = 'one'");
	expect_shown(b, "one source dropped", "B");
	compose_counts(b->composer, count_held, &n);
	assert_int_equal(n, 2);
}

static void
test_shares(void **state)
{
	struct bench *b = *state;

	b->feed.per_source_max = 1;
	expect_shown(b, "the newest of each source", "BD");
	b->feed.per_source_max = 0;
	b->feed.order = ORDER_FIRST_SEEN;
	expect_shown(b, "as they were recorded", "DBA");
}

static void
test_languages(void **state)
{
	static char *languages[] = { (char *)(uintptr_t) "de" };
	struct bench *b = *state;
	char want[2] = "B";

	b->feed.languages = languages;
	b->feed.n_languages = 1;
	give(&b->feed.select.rewrite, "rewrite", "set language = 'en' if title != 'B'");
	expect_shown(b, "what is in another language is left out", want);
	give(&b->feed.select.rewrite, "rewrite", "set language = 'de-AT' if title = 'D'");
	expect_shown(b, "what does not tell stays, a region is of its language", "BDA");
}

static void
test_ignored(void **state)
{
	struct bench *b = *state;
	struct document doc = { .format = STR("rss20") };
	struct article *a = list_add(&b->a, &doc.articles, sizeof(*a));

	a->id = STR("x");
	a->published = a->updated = (struct opt_int){ NOW_S, true };
	ignore_recording(&doc, IGNORE_ID | IGNORE_UPDATED);
	assert_int_equal(a->id.n, 0);
	assert_false(a->updated.is_set);
	assert_true(a->published.is_set);
	b->sources[1].ignored = IGNORE_TAGS;
	give(&b->feed.select.tag, "tag", "new");
	expect_shown(b, "rules tag articles whose own tags are not believed", "BDA");
	assert_int_equal(((const struct entry *)b->c.entries.v)[0].article.categories.n, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_selection, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_titles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_updated, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rules, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_stories, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_shares, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_languages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ignored, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
