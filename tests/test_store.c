#include "config.h"
#include "check.h"

#include <sqlite3.h>
#include <unistd.h>

#include "ledger.h"
#include "store/sqlite.h"

static void
test_ids_are_minted_once(void **state)
{
	struct ledger *b = *state;
	struct list l;

	ledger_add(b, "http://example.org/?p=1", "http://example.org/one", "One");
	ledger_add(b, "not an iri", "http://example.org/two", "Two");
	ledger_record(b, 1000, 2, 0);
	l = ledger_newest(b);
	expect_text("the publisher's own", ledger_entry(&l, 0)->id, "http://example.org/?p=1");
	assert_true(str_starts(ledger_entry(&l, 1)->id, STR("urn:uuid:")));
	store_close(b->s);
	ledger_open(b); /* after a restart too */
	ledger_add(b, "https://www.example.org/?p=1", "https://example.org/one", "One");
	ledger_add(b, "changed guid", "https://www.example.org/two/?utm_source=x", "Two");
	ledger_record(b, 2000, 0, 0);
	l = ledger_newest(b);
	assert_int_equal(l.n, 2);
	expect_text("id stays", ledger_entry(&l, 0)->id, "http://example.org/?p=1");
}

static void
test_guid_reuse(void **state)
{
	struct ledger *b = *state;
	struct list l;

	ledger_add(b, "same", "http://example.org/1", "One");
	ledger_add(b, "same", "http://example.org/2", "Two");
	ledger_record(b, 1000, 2, 0);
	ledger_add(b, "same", "http://example.org/2", "Two");
	ledger_add(b, "same", "http://example.org/1", "One");
	ledger_record(b, 2000, 0, 0);
	l = ledger_newest(b);
	assert_int_equal(l.n, 2);
}

static void
test_revisions(void **state)
{
	struct ledger *b = *state;
	struct list l;
	struct err e;
	struct store_counts n;

	ledger_add(b, "g", "http://example.org/1", "Old  title");
	ledger_record(b, 1000, 1, 0);
	ledger_add(b, "g", "http://example.org/1?utm_medium=x", "Old title");
	ledger_record(b, 2000, 0, 0); /* white space and tracking are no change */
	ledger_add(b, "g", "http://example.org/1", "New title");
	ledger_record(b, 3000, 0, 1);
	l = ledger_newest(b);
	expect_text("title", ledger_entry(&l, 0)->article.title.plain, "New title");
	assert_int_equal(ledger_entry(&l, 0)->published_s, 1000);
	assert_int_equal(ledger_entry(&l, 0)->first_seen_s, 1000);
	assert_int_equal(ledger_entry(&l, 0)->updated_s, 3000);
	assert_int_equal(ledger_entry(&l, 0)->revision, 2);
	assert_int_equal(store_count(b->s, &n, &e), 0);
	assert_int_equal(n.revisions, 1);
}

/* What another program makes of what was there is no news. */
static void
test_another_reader(void **state)
{
	struct ledger *b = *state;
	const struct entry *e;
	struct list l;

	ledger_add(b, "a", "http://example.org/a", "A &amp; B");
	ledger_add(b, "b", "http://example.org/b", "Second");
	ledger_record(b, 1000, 2, 0);
	b->reread = REREAD_SAME_BYTES;
	ledger_add(b, "a", "http://example.org/a", "A & B")->content_html = STR("<p>All of the text that was not found before.</p>");
	ledger_add(b, "b", "http://example.org/b", "Second");
	ledger_add(b, "c", "http://example.org/c", "Not found before");
	ledger_record(b, 2000, 0, 0);
	assert_int_equal(b->r.n_quiet, 1);
	assert_int_equal(b->r.n_unchanged, 1);
	assert_int_equal(b->r.n_passed_over, 1);
	l = ledger_newest(b);
	assert_int_equal(l.n, 2);
	e = ledger_entry(&l, 0);
	expect_text("what it is now", e->article.title.plain, "A & B");
	assert_int_equal(e->revision, 1);
	assert_int_equal(e->updated_s, 1000);

	b->reread = REREAD_OTHER_BYTES;
	ledger_add(b, "d", "http://example.org/d", "A new one");
	ledger_add(b, "a", "http://example.org/a", "A and B");
	ledger_add(b, "c", "http://example.org/c", "Not found before");
	ledger_record(b, 3000, 1, 0);
	b->reread = REREAD_NOT;
	ledger_add(b, "a", "http://example.org/a", "An edit");
	ledger_record(b, 4000, 0, 1);
	l = ledger_newest(b);
	assert_int_equal(l.n, 3);
}

static void
test_dates(void **state)
{
	struct ledger *b = *state;
	struct list l;

	ledger_add(b, "a", "", "first in the document");
	ledger_add(b, "b", "", "second");
	ledger_add(b, "c", "", "from the future")->published = (struct opt_int){ 99999, true };
	ledger_add(b, "d", "", "dated")->published = (struct opt_int){ 500, true };
	ledger_record(b, 1000, 4, 0);
	l = ledger_newest(b);
	expect_text("document order", ledger_entry(&l, 0)->article.title.plain, "first in the document");
	expect_text("document order", ledger_entry(&l, 1)->article.title.plain, "second");
	assert_int_equal(ledger_entry(&l, 2)->published_s, 1000);
	assert_int_equal(ledger_entry(&l, 3)->published_s, 500);
	ledger_add(b, "d", "", "dated")->published = (struct opt_int){ 900, true };
	ledger_record(b, 2000, 0, 0);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 3)->published_s, 500); /* never re-dated */
}

static void
test_nothing_expires_by_absence(void **state)
{
	struct ledger *b = *state;

	ledger_add(b, "a", "", "one");
	ledger_record(b, 1000, 1, 0);
	ledger_record(b, 2000, 0, 0); /* an empty document */
	ledger_add(b, "b", "", "two");
	ledger_record(b, 3000, 1, 0);
	assert_int_equal(ledger_newest(b).n, 2);
}

static struct article *
add_file(struct ledger *b, const char *path, const char *title, const char *body)
{
	struct article *a = ledger_add(b, "", "", title);

	a->path = str_from(path);
	a->content_text = str_from(body);
	return a;
}

static void
test_folder(void **state)
{
	static const char body[] =
	    "A text long enough to be known again by its content alone, when the file that holds it gets another name between two "
	    "scans of the folder; shorter ones are not told apart from others and are therefore never matched like this, by design.";
	struct ledger *b = *state;
	struct list l;
	struct str id;

	b->source.path = (char *)(uintptr_t)"/x";
	b->source.on_delete = ON_DELETE_EXPIRE;
	add_file(b, "a.txt", "A", body);
	add_file(b, "b.txt", "B", "short");
	ledger_record(b, 1000, 2, 0);
	l = ledger_newest(b);
	id = ledger_entry(&l, 0)->id;
	add_file(b, "renamed.txt", "A", body);
	add_file(b, "b.txt", "B", "edited");
	ledger_record(b, 2000, 0, 1);
	l = ledger_newest(b);
	assert_int_equal(l.n, 2);
	assert_true(str_eq(ledger_entry(&l, 0)->id, id));
	add_file(b, "renamed.txt", "A", body);
	ledger_record(b, 3000, 0, 0);
	assert_int_equal(b->r.n_gone, 1);
	assert_int_equal(ledger_newest(b).n, 1);
}

static void
test_repeat_writes_nothing(void **state)
{
	struct ledger *b = *state;
	int before;

	ledger_add(b, "a", "http://example.org/a", "one")->raw_hash = (struct opt_int){ 5, true };
	ledger_record(b, 1000, 1, 0);
	before = sqlite3_total_changes(b->s->db);
	ledger_add(b, "a", "http://example.org/a", "one")->raw_hash = (struct opt_int){ 5, true };
	ledger_record(b, 2000, 0, 0);
	assert_int_equal(sqlite3_total_changes(b->s->db), before);
}

/* What a worker answers for an item whose fingerprint it was given. */
static void
add_fingerprint(struct ledger *b, int64_t raw_hash)
{
	struct article *a = list_add(&b->a, &b->doc.articles, sizeof(*a));

	a->raw_hash = (struct opt_int){ raw_hash, true };
	a->is_unchanged = TRI_TRUE;
}

static void
test_a_fingerprint_stands_for_its_article(void **state)
{
	struct ledger *b = *state;
	struct list before, after;
	int64_t known[4];
	struct buf found;
	struct err e;
	uint32_t i;

	b->source.items_max = 100;
	ledger_add(b, "a", "http://example.org/a", "one")->raw_hash = (struct opt_int){ 7, true };
	ledger_add(b, "b", "http://example.org/b", "two")->raw_hash = (struct opt_int){ 5, true };
	ledger_add(b, "c", "http://example.org/c", "three");
	ledger_record(b, 1000, 3, 0);
	buf_init(&found, 1024);
	assert_int_equal(store_fingerprints(b->s, &b->source, &found, &e), 0);
	assert_int_equal(found.n, 2 * sizeof(*known));
	memcpy(known, found.p, found.n);
	buf_release(&found);
	assert_true(known[0] == 5 && known[1] == 7);
	before = ledger_newest(b);

	add_fingerprint(b, 7);
	ledger_add(b, "new", "http://example.org/new", "new")->raw_hash = (struct opt_int){ 8, true };
	add_fingerprint(b, 5);
	add_fingerprint(b, 99); /* nothing that the ledger has */
	add_fingerprint(b, 7);
	ledger_record(b, 2000, 1, 0);
	assert_int_equal(b->r.n_unchanged, 2);
	assert_false(b->r.has_gap);
	after = ledger_newest(b);
	assert_int_equal(after.n, 4);
	for (i = 0; i < before.n; i++) {
		expect_text("the ids stay, in their order", ledger_entry(&after, i + 1)->id, ledger_entry(&before, i)->id.p);
		assert_true(ledger_entry(&after, i + 1)->updated_s == ledger_entry(&before, i)->updated_s);
		assert_true(str_eq(ledger_entry(&after, i + 1)->article.title.plain, ledger_entry(&before, i)->article.title.plain));
	}

	add_fingerprint(b, 7);
	ledger_add(b, "b", "http://example.org/b", "two, edited")->raw_hash = (struct opt_int){ 6, true };
	ledger_record(b, 3000, 0, 1);
	assert_int_equal(ledger_newest(b).n, 4);
}

static void
test_what_repeats_is_seen_though_only_a_fingerprint_came(void **state)
{
	struct ledger *b = *state;

	b->source.items_max = 100;
	ledger_add(b, "same", "http://example.org/1", "One")->raw_hash = (struct opt_int){ 1, true };
	ledger_record(b, 1000, 1, 0);
	ledger_add(b, "same", "http://example.org/2", "Two")->raw_hash = (struct opt_int){ 2, true };
	add_fingerprint(b, 1);
	ledger_record(b, 2000, 1, 0);
	assert_int_equal(ledger_newest(b).n, 2);
}

static void
on_state(const char *name, struct source_state *st, void *arg)
{
	unsigned *n = arg;

	assert_string_equal(name, "one");
	assert_string_equal(st->etag, "W/\"x\"");
	assert_int_equal(st->failures, 3);
	assert_true(st->poison_hash == UINT64_MAX);
	assert_null(st->error);
	source_state_release(st);
	(*n)++;
}

static void
test_state(void **state)
{
	struct ledger *b = *state;
	struct source_state st = { .etag = (char *)(uintptr_t)"W/\"x\"", .failures = 3, .poison_hash = UINT64_MAX };
	struct err e;
	unsigned n = 0;

	assert_int_equal(store_state_save(b->s, "one", &st, &e), 0);
	store_close(b->s);
	ledger_open(b);
	assert_int_equal(store_states_load(b->s, on_state, &n, &e), 0);
	assert_int_equal(n, 1);
}

static void
test_newer_schema_is_refused(void **state)
{
	struct ledger *b = *state;
	struct store *other;
	struct err e;

	sqlite3_stmt *stmt;
	char restore[64];

	assert_int_equal(sqlite3_prepare_v2(b->s->db, "PRAGMA user_version", -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	snprintf(restore, sizeof(restore), "PRAGMA user_version = %d", sqlite3_column_int(stmt, 0));
	sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_exec(b->s->db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_open(&other, "sqlite:", b->dir, STORE_WRITER, &e), -1);
	assert_non_null(strstr(e.text, "99"));
	assert_int_equal(sqlite3_exec(b->s->db, restore, NULL, NULL, NULL), SQLITE_OK);
}

static void
test_lock(void **state)
{
	struct ledger *b = *state;
	struct err e;
	int fd = store_lock(b->dir, &e);

	assert_true(fd >= 0);
	assert_int_equal(store_lock(b->dir, &e), -1);
	assert_non_null(strstr(e.text, "in use by process"));
	close(fd);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, ledger_set_up, ledger_tear_down)
	const struct CMUnitTest tests[] = { T(test_ids_are_minted_once), T(test_guid_reuse), T(test_revisions), T(test_another_reader), T(test_dates),
		T(test_nothing_expires_by_absence), T(test_folder), T(test_repeat_writes_nothing), T(test_a_fingerprint_stands_for_its_article),
		T(test_what_repeats_is_seen_though_only_a_fingerprint_came), T(test_state), T(test_newer_schema_is_refused),
		T(test_lock) };

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
