#include "config.h"
#include "check.h"

#include <unistd.h>

#include "base/mem.h"
#include "compose/compose.h"

#define NOW_S 1700000000

struct bench {
	char dir[32];
	struct store *s;
	struct arena a;
	struct source sources[3];
	struct feed feed;
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

	if (compose_feed(b->s, &b->feed, b->sources, &b->a, &b->c, &e) != 0)
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_selection, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_titles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_updated, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
