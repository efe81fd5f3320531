/* Who is who, what is held, when it was published, what an edit is: claim by claim. test_mutation.c does it in numbers. */
#include "config.h"
#include "check.h"

#include <sqlite3.h>
#include <unistd.h>

#include "base/mem.h"
#include "ledger.h"
#include "prose.h"
#include "store/material.h"
#include "store/sqlite.h"

static void
add_dated(struct ledger *b, const char *guid, const char *title, int64_t published_s)
{
	ledger_add(b, guid, "", title)->published = (struct opt_int){ published_s, published_s != 0 };
}

static struct str
word(const struct list *l, uint32_t i)
{
	return ledger_entry(l, i)->article.date_from;
}

/* ---- dates ---- */

static void
test_future_is_clamped(void **state)
{
	struct ledger *b = *state;
	struct list l;

	add_dated(b, "a", "from the future", 9000);
	ledger_record(b, 1000, 1, 0);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 0)->published_s, 1000);
	expect_text("said so", word(&l, 0), "first-seen");
	add_dated(b, "a", "from the future", 9000); /* its day has come, and it is not re-dated */
	ledger_record(b, 9500, 0, 0);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 0)->published_s, 1000);
}

static void
test_future_is_held(void **state)
{
	struct ledger *b = *state;

	b->source.future = FUTURE_HOLD;
	add_dated(b, "a", "from the future", 9000);
	add_dated(b, "b", "of now", 900);
	ledger_record(b, 1000, 1, 0);
	assert_int_equal(b->r.n_held, 1);
	assert_int_equal(ledger_newest(b).n, 1);
	add_dated(b, "a", "from the future", 9000);
	ledger_record(b, 8999, 0, 0);
	assert_int_equal(ledger_newest(b).n, 1);
	add_dated(b, "a", "from the future", 9000);
	ledger_record(b, 9000, 1, 0);
	assert_int_equal(ledger_newest(b).n, 2);
}

static void
test_future_is_kept(void **state)
{
	struct ledger *b = *state;
	struct list l;

	b->source.future = FUTURE_KEEP;
	add_dated(b, "a", "from the future", 9000);
	ledger_record(b, 1000, 1, 0);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 0)->published_s, 9000);
}

static void
test_undated_of_a_first_document(void **state)
{
	struct ledger *b = *state;
	struct list l;

	add_dated(b, "a", "third", 700);
	add_dated(b, "b", "between", 0);
	add_dated(b, "c", "first", 500);
	add_dated(b, "d", "oldest", 0);
	ledger_record(b, 1000, 4, 0);
	l = ledger_newest(b);
	expect_text("order", ledger_entry(&l, 1)->article.title.plain, "between");
	assert_int_equal(ledger_entry(&l, 1)->published_s, 500);
	expect_text("said so", word(&l, 1), "neighbour");
	assert_int_equal(ledger_entry(&l, 3)->published_s, 500);
	add_dated(b, "e", "new and undated", 0); /* what turns up later is of now */
	ledger_record(b, 2000, 1, 0);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 0)->published_s, 2000);
}

static void
test_backfill(void **state)
{
	static const struct {
		const char *name;
		unsigned max, n_shown;
		bool has_backfill;
	} cases[] = { { "all", 0, 3, false }, { "none", 0, 0, true }, { "the two newest", 2, 2, true }, { "more than there are", 9, 3, true } };
	struct ledger *b = *state;
	struct list l;
	struct err e;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char name[16];

		snprintf(name, sizeof(name), "s%zu", i);
		b->source = (struct source){ .name = name, .has_backfill = cases[i].has_backfill, .backfill_max = cases[i].max };
		assert_int_equal(store_sources_sync(b->s, &b->source, 1, &e), 0);
		add_dated(b, "old", "old", 100);
		add_dated(b, "new", "new", 300);
		add_dated(b, "middle", "middle", 200);
		ledger_record(b, 1000, cases[i].n_shown, 0);
		add_dated(b, "new", "new", 300); /* none of them is news later on */
		add_dated(b, "old", "old", 100);
		add_dated(b, "later", "later", 1500);
		ledger_record(b, 2000, 1, 0);
		l = (struct list){ .n = 0 };
		assert_int_equal(store_newest(b->s, (const char *const[]){ name }, 1, false, 10, &b->a, &l, &e), 0);
		if (l.n != cases[i].n_shown + 1)
			fail_msg("%s: %u shown", cases[i].name, l.n);
	}
}

/* ---- who is who ---- */

static void
test_chosen_rules(void **state)
{
	static const struct {
		const char *name;
		enum identity_rule rule;
		const char *first[3], *second[3]; /* guid, link, title */
		bool is_new;
	} cases[] = {
		{ "guid: another guid is another article", IDENTITY_GUID, { "1", "http://a.example/x", "T" }, { "2", "http://a.example/x", "T" }, true },
		{ "guid: the same guid is the same", IDENTITY_GUID, { "1", "http://a.example/x", "T" }, { "1", "http://a.example/y", "Other" }, false },
		{ "link: the same link is the same", IDENTITY_LINK, { "1", "http://a.example/x", "T" }, { "2", "https://a.example/x/", "Other" }, false },
		{ "link: another link is another", IDENTITY_LINK, { "1", "http://a.example/x", "T" }, { "1", "http://a.example/y", "T" }, true },
		{ "title: the same title is the same", IDENTITY_TITLE, { "1", "http://a.example/x", "T" }, { "2", "http://a.example/y", "T" }, false },
		{ "title: another title is another", IDENTITY_TITLE, { "1", "http://a.example/x", "T" }, { "1", "http://a.example/x", "U" }, true },
		{ "content: title and text decide", IDENTITY_CONTENT, { "1", "http://a.example/x", "T" }, { "2", "http://a.example/y", "T" }, false },
	};
	struct ledger *b = *state;
	struct err e;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char name[16];

		snprintf(name, sizeof(name), "s%zu", i);
		b->source = (struct source){ .name = name, .identity = cases[i].rule };
		assert_int_equal(store_sources_sync(b->s, &b->source, 1, &e), 0);
		ledger_add(b, cases[i].first[0], cases[i].first[1], cases[i].first[2]);
		ledger_record(b, 1000, 1, 0);
		ledger_add(b, cases[i].second[0], cases[i].second[1], cases[i].second[2]);
		if (store_record(b->s, &b->source, &b->doc, 2000, &(struct record_options){ .url = NULL }, &b->r, &e) != 0)
			fail_msg("%s: %s", cases[i].name, e.text);
		b->doc = (struct document){ .format = STR_NONE };
		if (b->r.n_new != cases[i].is_new)
			fail_msg("%s", cases[i].name);
	}
}

static void
test_rule_is_kept(void **state)
{
	struct ledger *b = *state;
	struct prose p = { .state = 5, .a = &b->a };
	sqlite3_stmt *stmt;

	ledger_add(b, "item-1", "http://a.example/one", "About the bridge and the vote")->content_html = prose_html(&p, 60);
	ledger_record(b, 1000, 1, 0);
	ledger_add(b, "item-1", "http://a.example/two", "A storm closed the harbour")->content_html = prose_html(&p, 60);
	ledger_record(b, 200000, 1, 0);
	assert_int_equal(sqlite3_prepare_v2(b->s->db, "SELECT identity FROM source WHERE name='one'", -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(stmt, 0), IDENTITY_LINK);
	sqlite3_finalize(stmt);
}

/* An issue of a journal: all of one date, without texts; its system counts anew. */
static void
test_guids_that_changed_places(void **state)
{
	static const char *const titles[] = { "Food for fungi", "Go with the flow", "Bigger and badder", "Space calling Earth", "Early life stress" };
	struct ledger *b = *state;
	struct list l;
	size_t round, i;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < COUNT(titles); i++)
			ledger_add(b, arena_printf(&b->a, "http://a.example/%zu", (i + round * 2) % COUNT(titles)).p,
			    arena_printf(&b->a, "http://a.example/%zu", i).p, titles[i])->published = (struct opt_int){ 500, true };
		ledger_record(b, 1000 + (int64_t)round, round == 0 ? COUNT(titles) : 0, 0);
	}
	l = ledger_newest(b);
	for (i = 0; i < COUNT(titles); i++)
		expect_text("its own title", ledger_entry(&l, (uint32_t)i)->article.title.plain, titles[i]);
}

static void
test_guid_of_an_expired_article(void **state)
{
	struct ledger *b = *state;
	struct prose p = { .state = 31, .a = &b->a };
	struct str text = prose_html(&p, 80);
	struct err e;
	unsigned n;

	ledger_add(b, "item-1", "", "The bridge is closed for a week")->content_html = text;
	ledger_record(b, 1000, 1, 0);
	b->source.retain_age_s = 1;
	assert_int_equal(store_expire(b->s, &b->source, NULL, 0, 999999, &n, &e), 0);
	assert_int_equal(n, 1);
	ledger_add(b, "item-1", "", "The bridge is closed for two weeks")->content_html = text; /* known, and over */
	ledger_record(b, 1000000, 0, 0);
	ledger_add(b, "item-1", "", "A new poet for the library")->content_html = prose_html(&p, 80); /* wholly another */
	ledger_record(b, 1000001, 1, 0);
}

static void
test_renamed_source(void **state)
{
	struct ledger *b = *state;
	struct source_state st = { .config_url = (char *)(uintptr_t)"http://a.example/feed" };
	struct source sources[2];
	struct err e;

	ledger_add(b, "1", "http://a.example/1", "One");
	ledger_record(b, 1000, 1, 0);
	assert_int_equal(store_state_save(b->s, "one", &st, &e), 0);
	sources[0] = sources[1] = b->source = (struct source){ .name = (char *)(uintptr_t)"uno", .url = st.config_url };
	assert_int_equal(store_sources_sync(b->s, &b->source, 1, &e), 0);
	ledger_add(b, "1", "http://a.example/1", "One");
	ledger_record(b, 2000, 0, 0);
	sources[1].name = (char *)(uintptr_t)"second"; /* the same address twice is two sources */
	assert_int_equal(store_sources_sync(b->s, sources, 2, &e), 0);
	b->source = sources[1];
	ledger_add(b, "1", "http://a.example/1", "One");
	ledger_record(b, 3000, 1, 0);
}

/* ---- churn ---- */

/* Six known articles of which four come back under other ids, and four that nobody knows. */
static void
change_ids(struct ledger *b, int64_t now_s)
{
	struct prose p = { .state = 99, .a = &b->a };
	unsigned i;

	for (i = 0; i < 6; i++) {
		struct article *a = ledger_add(b, arena_printf(&b->a, "g%u", i).p, arena_printf(&b->a, "http://a.example/%u", i).p, prose_title(&p).p);

		a->content_html = prose_html(&p, 80);
	}
	ledger_record(b, now_s, 6, 0);
	p.state = 99;
	for (i = 0; i < 6; i++) {
		struct str title = prose_title(&p), text = prose_html(&p, 80);

		if (i < 4)
			ledger_add(b, arena_printf(&b->a, "n%u", i).p, arena_printf(&b->a, "http://b.example/x%u", i).p, title.p)->content_html = text;
	}
	for (i = 6; i < 10; i++)
		ledger_add(b, arena_printf(&b->a, "n%u", i).p, arena_printf(&b->a, "http://b.example/x%u", i).p, prose_title(&p).p)->content_html =
		    prose_html(&p, 80);
}

static void
test_churn_is_held_and_released(void **state)
{
	struct ledger *b = *state;
	struct document d;
	struct list l = { .n = 0 };
	struct err e;
	unsigned n;

	change_ids(b, 1000);
	d = b->doc;
	ledger_record(b, 500000, 0, 0);
	assert_int_equal(b->r.n_rebound, 4);
	assert_int_equal(b->r.n_held, 4);
	assert_int_equal(ledger_newest(b).n, 6);
	assert_int_equal(store_held_list(b->s, "one", &b->a, &l, &e), 0);
	assert_int_equal(l.n, 4);
	assert_int_equal(store_release(b->s, ledger_entry(&l, 0)->id.p, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(ledger_newest(b).n, 7);
	b->doc = d;
	ledger_record(b, 500000 + STORE_HELD_S - 1, 0, 0);
	b->doc = d;
	ledger_record(b, 500000 + STORE_HELD_S, 3, 0); /* its source insists */
	assert_int_equal(ledger_newest(b).n, 10);
}

static void
test_gap(void **state)
{
	struct ledger *b = *state;
	static const unsigned first[] = { 0, 4, 100 };
	struct prose p = { .a = &b->a };
	unsigned round, i;

	for (round = 0; round < COUNT(first); round++) {
		for (i = first[round]; i < first[round] + 8; i++) {
			p.state = 77 + i * 1000;
			ledger_add(b, arena_printf(&b->a, "g%u", i).p, "", prose_title(&p).p);
		}
		ledger_record(b, 1000 + round * 100000, round == 1 ? 4 : 8, 0);
		assert_int_equal(b->r.has_gap, round == 2);
	}
}

/* ---- edits ---- */

static void
test_versions_that_alternate(void **state)
{
	struct ledger *b = *state;
	struct store_counts n;
	struct list l;
	struct err e;
	int i;

	ledger_add(b, "g", "http://a.example/1", "One title");
	ledger_record(b, 1000, 1, 0);
	ledger_add(b, "g", "http://a.example/1", "Another title");
	ledger_record(b, 2000, 0, 1);
	for (i = 0; i < 10; i++) { /* two servers that disagree */
		ledger_add(b, "g", "http://a.example/1", i % 2 == 0 ? "One title" : "Another title");
		ledger_record(b, 3000 + i, 0, 0);
		assert_int_equal(b->r.n_quiet, 1);
	}
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 0)->updated_s, 2000);
	expect_text("the last one is shown", ledger_entry(&l, 0)->article.title.plain, "Another title");
	assert_int_equal(store_count(b->s, &n, &e), 0);
	assert_int_equal(n.revisions, 2);
}

static void
test_revisions_are_bounded(void **state)
{
	struct ledger *b = *state;
	struct store_counts n;
	sqlite3_stmt *stmt;
	struct err e;
	int i;

	for (i = 0; i < 60; i++) {
		ledger_add(b, "g", "http://a.example/1", arena_printf(&b->a, "Title number %c%c", 'a' + i / 26, 'a' + i % 26).p);
		ledger_record(b, 1000 + i, i == 0, i > 0);
	}
	assert_int_equal(store_count(b->s, &n, &e), 0);
	assert_int_equal(n.revisions, 20);
	assert_int_equal(sqlite3_prepare_v2(b->s->db, "SELECT min(n), max(n) FROM revision", -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(stmt, 0), 1); /* what it said first */
	assert_int_equal(sqlite3_column_int(stmt, 1), 59);
	sqlite3_finalize(stmt);
}

static void
test_edits(void **state)
{
	static const struct {
		const char *name, *old, *new;
		enum edit want;
	} cases[] = {
		{ "white space is nothing", "<p>One two</p>", "<p>One\n two </p>", EDIT_NONE },
		{ "markup that shows nothing is nothing", "<p>One two</p>", "<div><p>One two</p></div>", EDIT_NONE },
		{ "a counter is nothing", "<p>Text. 12 comments</p>", "<p>Text. 13 comments</p>", EDIT_NONE },
		{ "a relative time is nothing", "<p>3 hours ago: text</p>", "<p>4 hours ago: text</p>", EDIT_NONE },
		{ "a relative time in German is nothing", "<p>vor 3 Stunden</p>", "<p>vor 2 Tagen</p>", EDIT_NONE },
		{ "a tracking parameter is nothing", "<a href='http://a.example/x?utm_source=a'>x</a>", "<a href='http://a.example/x?utm_source=b'>x</a>",
		    EDIT_NONE },
		{ "an image's size is nothing", "<img src='http://a.example/p.jpg?w=1'>", "<img src='http://a.example/p.jpg?w=2'>", EDIT_NONE },
		{ "another host is quiet", "<a href='http://a.example/x'>x</a>", "<a href='https://b.example/x'>x</a>", EDIT_QUIET },
		{ "another folder of an image is quiet", "<img src='http://a.example/1/p.jpg'>", "<img src='http://a.example/2/p.jpg'>", EDIT_QUIET },
		{ "another link is an edit", "<a href='http://a.example/x'>x</a>", "<a href='http://a.example/y'>x</a>", EDIT_MATERIAL },
		{ "another image is an edit", "<img src='http://a.example/p.jpg'>", "<img src='http://a.example/q.jpg'>", EDIT_MATERIAL },
		{ "a word is an edit", "<p>One two</p>", "<p>One three</p>", EDIT_MATERIAL },
		{ "a toll that rises is an edit", "<p>At least 12 people</p>", "<p>At least 13 people</p>", EDIT_MATERIAL },
		{ "a price is an edit", "<p>It costs 12 euros</p>", "<p>It costs 13 euros</p>", EDIT_MATERIAL },
	};
	struct ledger *b = *state;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct article x = { .content_html = str_from(cases[i].old) }, y = { .content_html = str_from(cases[i].new) };

		if (material_compare(&b->a, &x, &y) != cases[i].want)
			fail_msg("%s", cases[i].name);
	}
}

static void
test_what_is_no_edit_changes_no_feed(void **state)
{
	struct ledger *b = *state;
	struct article *a;
	struct list l;

	ledger_add(b, "g", "http://a.example/1", "Title")->content_html = STR("<p>Text. 12 comments</p>");
	ledger_record(b, 1000, 1, 0);
	a = ledger_add(b, "g", "http://a.example/1", "Title");
	a->content_html = STR("<p>Text.  13 comments</p>");
	a->raw_hash = (struct opt_int){ 77, true };
	ledger_record(b, 2000, 0, 0);
	l = ledger_newest(b);
	expect_text("as it was", ledger_entry(&l, 0)->article.content_html, "<p>Text. 12 comments</p>");
	a = ledger_add(b, "g", "http://a.example/1", "Title");
	a->content_html = STR("<p>Text.  13 comments</p>");
	*(struct category *)list_add(&b->a, &a->categories, sizeof(struct category)) = (struct category){ .term = STR("news") };
	ledger_record(b, 3000, 0, 0);
	assert_int_equal(b->r.n_quiet, 1);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 0)->article.categories.n, 1);
	assert_int_equal(ledger_entry(&l, 0)->updated_s, 1000);
}

/* ---- gone ---- */

static void
test_deleted_entries(void **state)
{
	struct ledger *b = *state;
	struct deleted *d;

	ledger_add(b, "http://a.example/1", "http://a.example/1", "One");
	ledger_add(b, "http://a.example/2", "http://a.example/2", "Two");
	ledger_record(b, 1000, 2, 0);
	d = list_add(&b->a, &b->doc.deleted, sizeof(*d));
	d->ref = STR("https://a.example/1");
	d = list_add(&b->a, &b->doc.deleted, sizeof(*d));
	d->ref = STR("http://nobody.example/");
	ledger_add(b, "http://a.example/2", "http://a.example/2", "Two");
	ledger_record(b, 2000, 0, 0);
	assert_int_equal(b->r.n_gone, 1);
	assert_int_equal(ledger_newest(b).n, 1);
	ledger_add(b, "http://a.example/1", "http://a.example/1", "One"); /* and it is back */
	ledger_record(b, 3000, 0, 1);
	assert_int_equal(ledger_newest(b).n, 2);
}

/* ---- retention ---- */

static void
test_retention(void **state)
{
	static const struct {
		const char *name;
		int64_t age_s;
		unsigned max, min, n_expired; /* of ten, one a day, the newest of now; one is shown */
	} cases[] = {
		{ "no rule, nothing expires", 0, 0, 0, 0 },
		{ "older than three days", 3 * 86400, 0, 0, 5 },
		{ "more than four", 0, 4, 0, 5 },
		{ "never below eight", 86400, 1, 8, 1 },
		{ "what is younger and within the number stays", 30 * 86400, 20, 0, 0 },
	};
	struct ledger *b = *state;
	int64_t kept;
	unsigned n, k;
	struct list l;
	struct err e;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char name[16];

		snprintf(name, sizeof(name), "s%zu", i);
		b->source = (struct source){ .name = name, .retain_age_s = cases[i].age_s, .retain_max = cases[i].max, .retain_min = cases[i].min };
		assert_int_equal(store_sources_sync(b->s, &b->source, 1, &e), 0);
		for (k = 0; k < 10; k++)
			add_dated(b, arena_printf(&b->a, "%s-%u", name, k).p, arena_printf(&b->a, "number %c", 'a' + (int)k).p, 1000000 - (int64_t)k * 86400);
		ledger_record(b, 1000000, 10, 0);
		l = (struct list){ .n = 0 };
		assert_int_equal(store_newest(b->s, (const char *const[]){ name }, 1, false, 20, &b->a, &l, &e), 0);
		kept = ledger_entry(&l, 8)->row; /* a feed shows it */
		assert_int_equal(store_expire(b->s, &b->source, &kept, 1, 1000000, &n, &e), 0);
		if (n != cases[i].n_expired)
			fail_msg("%s: %u expired", cases[i].name, n);
		l = (struct list){ .n = 0 };
		assert_int_equal(store_newest(b->s, (const char *const[]){ name }, 1, false, 20, &b->a, &l, &e), 0);
		assert_int_equal(l.n, 10 - n);
		for (k = 0; k < 10; k++) /* none of them is news when it comes again, edited or not */
			add_dated(b, arena_printf(&b->a, "%s-%u", name, k).p, arena_printf(&b->a, "number %c%s", 'a' + (int)k, k % 2 == 0 ? "" : " again").p,
			    1000000 - (int64_t)k * 86400);
		b->source.name = name;
		assert_int_equal(store_record(b->s, &b->source, &b->doc, 1000001, &(struct record_options){ .url = NULL }, &b->r, &e), 0);
		b->doc = (struct document){ .format = STR_NONE };
		if (b->r.n_new != 0)
			fail_msg("%s: %u new", cases[i].name, b->r.n_new);
		assert_int_equal(store_expire(b->s, &b->source, &kept, 1, 1000000, &n, &e), 0);
		assert_int_equal(n, 0);
	}
}

static void
test_what_was_held_for_its_date_is_shown(void **state)
{
	struct ledger *b = *state;
	struct err e;
	unsigned n;

	b->source.future = FUTURE_HOLD;
	add_dated(b, "a", "from the future", 9000);
	ledger_record(b, 1000, 0, 0);
	assert_int_equal(store_release_due(b->s, 8999, &n, &e), 0);
	assert_int_equal(n, 0);
	assert_int_equal(store_release_due(b->s, 9000, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(ledger_newest(b).n, 1);
}

/* ---- schema ---- */

/* The tables as they were first made, with one article in them. */
static const char version_1[] =
    "CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, etag TEXT, last_modified TEXT, body_hash BLOB,"
    " checked_s INTEGER NOT NULL DEFAULT 0, changed_s INTEGER NOT NULL DEFAULT 0, ok_s INTEGER NOT NULL DEFAULT 0,"
    " due_s INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, error_kind INTEGER NOT NULL DEFAULT 0, error TEXT, moved_to TEXT,"
    " config_url TEXT, is_gone INTEGER NOT NULL DEFAULT 0, ttl_s INTEGER NOT NULL DEFAULT 0, title TEXT, link TEXT, format TEXT,"
    " poison_hash INTEGER NOT NULL DEFAULT 0, poison_count INTEGER NOT NULL DEFAULT 0, poison_until_s INTEGER NOT NULL DEFAULT 0,"
    " identity INTEGER NOT NULL DEFAULT 0, origin BLOB) STRICT;"
    "CREATE TABLE article (id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source(id), uid TEXT NOT NULL,"
    " uid_hash INTEGER NOT NULL, first_seen_s INTEGER NOT NULL, published_s INTEGER NOT NULL, place INTEGER NOT NULL,"
    " updated_s INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 1, raw_hash INTEGER NOT NULL, text_hash INTEGER NOT NULL,"
    " title_key INTEGER NOT NULL, slug_key INTEGER NOT NULL, simhash INTEGER NOT NULL, is_gone INTEGER NOT NULL DEFAULT 0,"
    " is_held INTEGER NOT NULL DEFAULT 0, data BLOB NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX article_uid ON article(uid_hash);"
    "CREATE INDEX article_newest ON article(published_s, place);"
    "CREATE INDEX article_source ON article(source_id, published_s, place, title_key, slug_key, simhash, is_gone, is_held);"
    "CREATE INDEX article_held ON article(source_id) WHERE is_held<>0;"
    "CREATE TABLE alias (source_id INTEGER NOT NULL REFERENCES source(id), key INTEGER NOT NULL,"
    " article_id INTEGER NOT NULL REFERENCES article(id), PRIMARY KEY (source_id, key)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE revision (article_id INTEGER NOT NULL REFERENCES article(id), n INTEGER NOT NULL, seen_s INTEGER NOT NULL,"
    " data BLOB NOT NULL, PRIMARY KEY (article_id, n)) STRICT, WITHOUT ROWID;"
    "INSERT INTO source (name) VALUES ('old');"
    "INSERT INTO article VALUES (1, 1, 'urn:x:1', 5, 100, 100, 65536, 100, 1, 0, 0, 0, 0, 0, 0, 0, x'a101634f6c64');"
    "PRAGMA user_version = 1;";

static void
test_old_ledgers_are_migrated(void **state)
{
	struct ledger *b = *state;
	char path[64], copy[80], url[80];
	struct list l = { .n = 0 };
	struct store *s;
	sqlite3 *db;
	struct err e;

	snprintf(path, sizeof(path), "%s/old.db", b->dir);
	snprintf(copy, sizeof(copy), "%s.v1", path);
	snprintf(url, sizeof(url), "sqlite:%s", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, version_1, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
	assert_int_equal(store_open(&s, url, b->dir, STORE_READER, &e), -1); /* a reader changes nothing */
	if (store_open(&s, url, b->dir, STORE_WRITER, &e) != 0)
		fail_msg("%s", e.text);
	if (store_newest(s, NULL, 0, true, 10, &b->a, &l, &e) != 0)
		fail_msg("%s", e.text);
	expect_text("it has its text", ledger_entry(&l, 0)->article.id, "Old");
	assert_int_equal(access(copy, F_OK), 0);
	store_close(s);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, ledger_set_up, ledger_tear_down)
	const struct CMUnitTest tests[] = { T(test_future_is_clamped), T(test_future_is_held), T(test_future_is_kept),
		T(test_undated_of_a_first_document), T(test_backfill), T(test_chosen_rules), T(test_rule_is_kept), T(test_guids_that_changed_places), T(test_guid_of_an_expired_article), T(test_renamed_source),
		T(test_churn_is_held_and_released), T(test_gap), T(test_versions_that_alternate), T(test_revisions_are_bounded), T(test_edits),
		T(test_what_is_no_edit_changes_no_feed), T(test_deleted_entries), T(test_retention), T(test_what_was_held_for_its_date_is_shown), T(test_old_ledgers_are_migrated) };

	return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
