/* What edits and deletions make of a feed, and what a correction says. */
#include "config.h"
#include "check.h"

#include "compose/compose.h"
#include "compose/word_diff.h"
#include "ledger.h"
#include "parse/parse.h"
#include "prose.h"
#include "render/render.h"
#include "store/sqlite.h"

static void
test_word_diff(void **state)
{
	static const struct {
		const char *name, *old, *new, *want;
	} cases[] = {
		{ "the same is nothing", "one two", "one  two", "" },
		{ "a word is another one", "one two three", "one 2 three", "one <del>two</del> <ins>2</ins> three" },
		{ "a word comes", "one three", "one two three", "one <ins>two</ins> three" },
		{ "a word goes", "one two three", "one three", "one <del>two</del> three" },
		{ "at the beginning", "two three", "one two three", "<ins>one</ins> two three" },
		{ "at the end", "one two", "one two three", "one two <ins>three</ins> " },
		{ "of nothing", "", "one", "<ins>one</ins> " },
		{ "two places", "a b c d e", "a x c y e", "a <del>b</del> <ins>x</ins> c <del>d</del> <ins>y</ins> e" },
		{ "markup is text", "a <b>", "a &", "a <del>&lt;b&gt;</del> <ins>&amp;</ins> " },
		{ "words that moved", "a b c d", "c d a b", "<del>a b</del> c d <ins>a b</ins> " },
	};
	struct ledger *b = *state;
	struct buf out;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		buf_init(&out, 1 << 16);
		word_diff(&b->a, str_from(cases[i].old), str_from(cases[i].new), &out);
		if (!str_is(buf_str(&out), cases[i].want))
			fail_msg("%s: got \"%.*s\"", cases[i].name, STR_ARG(buf_str(&out)));
		buf_release(&out);
	}
}

static void
test_word_diff_of_long_texts(void **state)
{
	struct ledger *b = *state;
	struct prose p = { .state = 11, .a = &b->a };
	struct str x = prose_html(&p, 30000), y = prose_html(&p, 30000), z = arena_printf(&b->a, "%.*s one word more", STR_ARG(x));
	struct buf out;

	buf_init(&out, 4 << 20);
	word_diff(&b->a, x, y, &out); /* wholly different: one piece of each, cut */
	assert_true(out.n > 1000 && out.n < 64000);
	buf_clear(&out);
	word_diff(&b->a, x, z, &out);
	assert_true(out.n < 300);
	assert_true(str_find(buf_str(&out), STR("<ins>one word more</ins>")) != STR_NPOS);
	buf_release(&out);
}

static struct composition
compose(struct ledger *b, struct feed *feed)
{
	struct settings settings = { .sources = &b->source, .n_sources = 1, .feeds = feed, .n_feeds = 1 };
	struct composer *c;
	struct composition out;
	static size_t shown[1];
	struct err e;

	feed->name = (char *)(uintptr_t)"f";
	feed->items_max = 10;
	feed->sources = shown;
	feed->n_sources = 1;
	c = composer_new(&settings, NULL, NULL);
	if (compose_feed(c, b->s, feed, 10000, &b->a, &out, &e) != 0)
		fail_msg("%s", e.text);
	composer_free(c);
	return out;
}

/* Three articles, of which the oldest is edited. */
static void
make_edit(struct ledger *b)
{
	static const char *const texts[] = { "<p>The harbour is open.</p>", "<p>The harbour is closed.</p>" };
	int round, i;

	for (round = 0; round < 2; round++) {
		for (i = 3; i > 0; i--) {
			struct article *a = ledger_add(b, arena_printf(&b->a, "urn:ex:%d", i).p, arena_printf(&b->a, "http://a.example/%d", i).p,
			    arena_printf(&b->a, "Number %d", i).p);

			a->published = (struct opt_int){ i * 100, true };
			a->content_html = str_from(texts[i == 1 ? round : 0]);
		}
		ledger_record(b, 1000 + round * 1000, round == 0 ? 3 : 0, (unsigned)round);
	}
}

static void
test_updates(void **state)
{
	static const struct {
		const char *name;
		enum updates updates;
		uint32_t at; /* where the edited one is */
		int64_t published_s, updated_s;
		bool has_own_id, has_new_text;
	} cases[] = {
		{ "silent: where it was, as updated", UPDATES_SILENT, 2, 100, 2000, true, true },
		{ "bump: at the top", UPDATES_BUMP, 0, 100, 2000, true, true },
		{ "new entry: at the top, under another id", UPDATES_NEW_ENTRY, 0, 2000, 2000, false, true },
		{ "ignore: as it was first", UPDATES_IGNORE, 2, 100, 100, true, false },
	};
	struct ledger *b = *state;
	size_t i;

	make_edit(b);
	for (i = 0; i < COUNT(cases); i++) {
		struct feed feed = { .updates = cases[i].updates };
		struct composition c = compose(b, &feed), again = compose(b, &feed);
		const struct entry *e = ledger_entry(&c.entries, cases[i].at);

		if (c.entries.n != 3 || e->published_s != cases[i].published_s || e->updated_s != cases[i].updated_s ||
		    str_is(e->id, "urn:ex:1") != cases[i].has_own_id ||
		    (str_find(e->article.content_html, STR("closed")) != STR_NPOS) != cases[i].has_new_text)
			fail_msg("%s", cases[i].name);
		assert_true(str_eq(e->id, ledger_entry(&again.entries, cases[i].at)->id));
	}
}

static void
test_corrections_feed(void **state)
{
	struct feed feed = { .kind = FEED_CORRECTIONS };
	struct ledger *b = *state;
	struct composition c;
	const struct entry *e;

	make_edit(b);
	c = compose(b, &feed);
	assert_int_equal(c.entries.n, 1);
	e = ledger_entry(&c.entries, 0);
	expect_text("what went and what came", e->article.content_html, "<p>The harbour is <del>open.</del> <ins>closed.</ins></p>\n");
	expect_text("title", e->article.title.plain, "Number 1");
	assert_int_equal(e->published_s, 2000);
	assert_false(str_is(e->id, "urn:ex:1"));
}

static struct str
atom_of(struct ledger *b, const struct composition *c)
{
	struct render_site site = { .public_url = (char *)(uintptr_t)"http://p.example" };
	struct buf out;
	struct str text;

	buf_init(&out, 1 << 20);
	assert_int_equal(render_feed(FEED_ATOM, c, &site, &out), 0);
	text = arena_str(&b->a, buf_str(&out));
	buf_release(&out);
	return text;
}

static void
test_tombstones(void **state)
{
	struct feed quiet = { .has_tombstones = false }, telling = { .has_tombstones = true };
	struct ledger *b = *state;
	struct deleted *d;
	struct composition c;
	struct str text;

	make_edit(b);
	d = list_add(&b->a, &b->doc.deleted, sizeof(*d));
	d->ref = STR("urn:ex:2");
	ledger_record(b, 3000, 0, 0);
	c = compose(b, &quiet);
	assert_int_equal(c.entries.n, 2);
	assert_int_equal(c.gone.n, 0);
	assert_true(str_find(atom_of(b, &c), STR("deleted-entry")) == STR_NPOS);
	c = compose(b, &telling);
	assert_int_equal(c.gone.n, 1);
	assert_int_equal(c.updated_s, 3000);
	text = atom_of(b, &c);
	assert_true(str_find(text, STR("<at:deleted-entry ref=\"urn:ex:2\" when=\"1970-01-01T00:50:00Z\"/>")) != STR_NPOS);
}

static void
test_tombstones_are_read(void **state)
{
	static const char xml[] = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'><title>t</title>"
	                          "<at:deleted-entry ref='urn:ex:2' when='2024-01-01T00:00:00Z'/><entry><id>urn:ex:1</id><title>One</title></entry></feed>";
	struct parse_input in = { .bytes = STR(xml) };
	struct ledger *b = *state;
	struct document d = { .format = STR_NONE };
	struct err e;

	if (parse_document(&b->a, &in, &d, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(d.deleted.n, 1);
	expect_text("its id", ((struct deleted *)d.deleted.v)->ref, "urn:ex:2");
	assert_int_equal(((struct deleted *)d.deleted.v)->when.v, 1704067200);
	assert_int_equal(d.articles.n, 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, ledger_set_up, ledger_tear_down)
	const struct CMUnitTest tests[] = { T(test_word_diff), T(test_word_diff_of_long_texts), T(test_updates), T(test_corrections_feed),
		T(test_tombstones), T(test_tombstones_are_read) };

	return cmocka_run_group_tests_name("corrections", tests, NULL, NULL);
}
