/*
 * Stories: the labelled set of stories.txt, in which two or three outlets tell
 * one event in their own words, beside other events of the same subject, and
 * daily reports that are alike but for their numbers.
 */
#include "config.h"
#include "check.h"

#include <unistd.h>

#include "base/mem.h"
#include "store/sketch.h"
#include "store/store.h"

#define NOW_S 1700000000
#define TEXTS_MAX 128

struct telling {
	struct str event, title, body;
};

struct bench {
	char dir[32];
	struct arena a;
	struct store *s;
	struct telling texts[TEXTS_MAX];
	size_t n;
	struct source sources[TEXTS_MAX];
	const char *names[TEXTS_MAX];
};

/* "= event", "# title", body. */
static void
read_texts(struct bench *b)
{
	const char *dir = getenv("srcdir");
	struct str path = arena_printf(&b->a, "%s/tests/stories.txt", dir != NULL ? dir : "."), rest, line, event = STR_NONE;
	char *bytes = arena_alloc(&b->a, 1 << 20);
	FILE *f = fopen(path.p, "r");

	if (f == NULL)
		fail_msg("%s", path.p);
	rest = (struct str){ bytes, fread(bytes, 1, 1 << 20, f) };
	fclose(f);
	while (str_next(&rest, '\n', &line)) {
		if (str_starts(line, STR("= ")))
			event = str_skip(line, 2);
		else if (str_starts(line, STR("# ")))
			b->texts[b->n++] = (struct telling){ event, str_skip(line, 2), STR_NONE };
		else if (line.n > 0)
			b->texts[b->n - 1].body = line;
		assert_true(b->n < TEXTS_MAX);
	}
}

static int
set_up(void **state)
{
	struct bench *b = mem_zalloc(sizeof(*b));
	struct err e;
	size_t i;

	arena_init(&b->a, 64 << 20, NULL);
	read_texts(b);
	strcpy(b->dir, "/tmp/cluster.XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	for (i = 0; i < TEXTS_MAX; i++) {
		b->names[i] = arena_printf(&b->a, "s%zu", i).p;
		b->sources[i].name = (char *)(uintptr_t)b->names[i];
	}
	assert_int_equal(store_open(&b->s, "sqlite:", b->dir, STORE_WRITER, &e), 0);
	assert_int_equal(store_sources_sync(b->s, b->sources, TEXTS_MAX, &e), 0);
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

static void
record(struct bench *b, size_t source, const char *link, struct str title, struct str body, int64_t when_s)
{
	struct document doc = { .format = STR("rss20") };
	struct record_options o = { .is_complete = false };
	struct record_result r;
	struct article *a = list_add(&b->a, &doc.articles, sizeof(*a));
	struct err e;

	a->id = a->url = link != NULL ? str_from(link) : arena_printf(&b->a, "https://%s.example/%zu", b->names[source], (size_t)when_s);
	a->title.plain = title;
	a->content_html = body;
	a->published = (struct opt_int){ when_s, true };
	if (store_record(b->s, &b->sources[source], &doc, when_s, &o, &r, &e) != 0)
		fail_msg("%s", e.text);
}

static size_t
story(struct bench *b, int64_t row, bool by_text, int64_t rows[64])
{
	struct store_reading *r;
	struct err e;
	size_t n;

	r = store_reading_begin(b->s, b->names, TEXTS_MAX, &b->a, &e);
	assert_non_null(r);
	assert_int_equal(store_reading_story(r, row, by_text, rows, 64, &n), 0);
	store_reading_end(r);
	return n;
}

/* Every text in a source of its own, an hour after the other. Row i + 1 is text order[i]. */
static void
test_labelled_set(void **state)
{
	struct bench *b = *state;
	size_t order[TEXTS_MAX], i, k, n, n_pairs = 0, n_found = 0, n_right = 0;
	uint32_t seed = 7;
	int64_t rows[64];

	for (i = 0; i < b->n; i++)
		order[i] = i;
	for (i = b->n - 1; i > 0; i--) {
		size_t other = (seed = seed * 1664525 + 1013904223) % (i + 1), swap = order[i];

		order[i] = order[other];
		order[other] = swap;
	}
	for (i = 0; i < b->n; i++)
		record(b, order[i], NULL, b->texts[order[i]].title, b->texts[order[i]].body, NOW_S + (int64_t)i * 3600);
	for (i = 0; i < b->n; i++)
		for (k = i + 1; k < b->n; k++)
			n_pairs += str_eq(b->texts[i].event, b->texts[k].event);
	for (i = 0; i < b->n; i++) {
		n = story(b, (int64_t)i + 1, true, rows);
		for (k = 0; k < n; k++) {
			const struct telling *x = &b->texts[order[i]], *y = &b->texts[order[rows[k] - 1]];

			if (rows[k] <= (int64_t)i + 1)
				continue;
			n_found++;
			n_right += str_eq(x->event, y->event);
			if (!str_eq(x->event, y->event))
				printf("# wrong: %.*s | %.*s\n", STR_ARG(x->title), STR_ARG(y->title));
		}
	}
	printf("# %zu texts, %zu pairs of one story, %zu found, %zu of them right\n", b->n, n_pairs, n_found, n_right);
	assert_true(n_right * 100 >= n_found * 98);
	assert_true(n_right * 100 >= n_pairs * 90);
}

static void
test_copies(void **state)
{
	struct bench *b = *state;
	struct str title = b->texts[0].title, body = b->texts[0].body;
	int64_t rows[64];

	record(b, 0, NULL, title, body, NOW_S);
	record(b, 0, NULL, b->texts[2].title, b->texts[2].body, NOW_S + 10);
	assert_int_equal(story(b, 2, true, rows), 1); /* what a source tells twice it means twice */
	record(b, 1, NULL, STR("Agency copy"), arena_printf(&b->a, "<p>Read on our site.</p><p>%.*s</p>", STR_ARG(body)), NOW_S + 20);
	assert_int_equal(story(b, 3, true, rows), 2);
	assert_int_equal(rows[0], 1); /* the first is the story's name */
	assert_int_equal(story(b, 3, false, rows), 1); /* not by its link, which it has alone */
	record(b, 2, NULL, title, body, NOW_S + 40 * 86400);
	assert_int_equal(story(b, 4, true, rows), 1); /* a month later it is another story */
}

static void
test_links(void **state)
{
	struct bench *b = *state;
	int64_t rows[64];

	record(b, 0, "https://www.a.example/x?utm_source=one", STR("One"), STR_NONE, NOW_S);
	record(b, 1, "http://a.example/x/", STR("Two"), STR_NONE, NOW_S + 10);
	assert_int_equal(story(b, 2, false, rows), 2);
	assert_int_equal(story(b, 1, false, rows), 2);
	assert_int_equal(story(b, 1, true, rows), 2);
	record(b, 2, "https://b.example/", STR("Three"), STR_NONE, NOW_S + 20);
	record(b, 3, "https://b.example/", STR("Four"), STR_NONE, NOW_S + 30);
	assert_true(story(b, 4, false, rows) <= 1); /* a home page is no article's link */
}

static void
test_sketches(void **state)
{
	static struct sketch x, y;
	struct bench *b = *state;
	struct article a = { .title.plain = b->texts[0].title, .content_html = b->texts[0].body };
	uint32_t bands[SKETCH_BANDS];
	struct buf out;

	assert_true(sketch_of(&a, &x, bands));
	buf_init(&out, sizeof(x));
	sketch_write(&x, &out);
	assert_true(sketch_read(buf_str(&out), &y));
	assert_true(sketch_likeness(&x, &y) > 0.999);
	assert_false(sketch_read(str_head(buf_str(&out), 5), &y));
	assert_false(sketch_read(STR_NONE, &y));
	buf_release(&out);
	a = (struct article){ .title.plain = STR("Too short to tell") };
	assert_false(sketch_of(&a, &x, bands));
	a = (struct article){ .content_text = STR("海上保安庁によると、火曜日の早朝、乗客二百十四人を乗せた船が島の沖で座礁した。") };
	assert_true(sketch_of(&a, &x, bands));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_labelled_set, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_copies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_links, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_sketches, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
