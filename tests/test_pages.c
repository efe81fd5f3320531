#include "config.h"
#include "check.h"

#include "base/buf.h"
#include "ledger.h"
#include "store/page_fill.h"
#include "store/pages.h"

#define NOW INT64_C(1700000000)
#define LINK "https://a.example/"
#define LEAD "The council met on Monday evening and spoke for hours about the old bridge over the river"
#define REST " which nobody had crossed since the flood, as the mayor said when she left the hall at midnight."

static void
add_teaser(struct ledger *b, const char *guid, const char *text)
{
	char *link = arena_strdup(&b->a, arena_printf(&b->a, LINK "%s", guid));

	ledger_add(b, guid, link, guid)->content_html = str_from(text);
}

static struct list
wanted_at(struct ledger *b, int64_t now_s)
{
	struct list l = { .n = 0 };
	struct err e;

	if (store_pages_wanted(b->s, "one", now_s, 10, &b->a, &l, &e) != 0)
		fail_msg("%s", e.text);
	return l;
}

static const struct page_wanted *
page_at(const struct list *l, uint32_t i)
{
	return &((const struct page_wanted *)l->v)[i];
}

static void
save(struct ledger *b, int64_t row, struct article *page)
{
	struct err e;

	if (store_page_save(b->s, row, page, NOW, &e) != 0)
		fail_msg("%s", e.text);
}

static void
test_waiting(void **state)
{
	struct ledger *b = *state;
	struct article page = { .content_html = STR("<p>" LEAD REST REST "</p>") };
	struct list l;

	b->source.full_text = true;
	add_teaser(b, "b", "<p>" LEAD "</p>");
	add_teaser(b, "a", "<p>" LEAD "</p>");
	ledger_record(b, NOW, 0, 0);
	assert_int_equal(b->r.n_waiting, 2);
	assert_int_equal(ledger_newest(b).n, 0);
	l = wanted_at(b, NOW);
	assert_int_equal(l.n, 2);
	assert_string_equal(page_at(&l, 0)->url, LINK "b"); /* the newest first */
	save(b, page_at(&l, 0)->row, &page);
	l = ledger_newest(b);
	assert_int_equal(l.n, 1);
	expect_text("the page's text", ledger_entry(&l, 0)->article.content_html, "<p>" LEAD REST REST "</p>");
	expect_text("the teaser is the summary", ledger_entry(&l, 0)->article.summary.plain, LEAD);
	assert_int_equal(ledger_entry(&l, 0)->revision, 1);
	assert_int_equal(wanted_at(b, NOW).n, 1);

	add_teaser(b, "b", "<p>" LEAD " again</p>"); /* an edit */
	ledger_record(b, NOW + 60, 0, 1);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 0)->revision, 2);
	expect_text("the page's text after an edit", ledger_entry(&l, 0)->article.content_html, "<p>" LEAD REST REST "</p>");
	assert_int_equal(wanted_at(b, NOW + 60).n, 1); /* once is enough */

	add_teaser(b, "b", "<p>" LEAD " again</p>");
	ledger_record(b, NOW + 120, 0, 0);
	assert_int_equal(b->r.n_unchanged, 1);
}

static void
test_dates(void **state)
{
	struct ledger *b = *state;
	struct article page = { .content_html = STR("<p>" LEAD "</p>"), .published = { NOW - 5000, true } };
	struct article future = { .content_html = STR("<p>" LEAD "</p>"), .published = { NOW + 5000, true } };
	struct list l;
	int64_t dated, undated, wrong;

	b->source.full_text = true;
	add_teaser(b, "wrong", "<p>C</p>");
	add_teaser(b, "undated", "<p>B</p>");
	ledger_record(b, NOW, 0, 0);
	l = wanted_at(b, NOW);
	wrong = page_at(&l, 0)->row;
	undated = page_at(&l, 1)->row;
	add_teaser(b, "dated", "<p>A</p>");
	((struct article *)b->doc.articles.v)->published = (struct opt_int){ NOW - 100, true };
	ledger_record(b, NOW, 0, 0);
	l = wanted_at(b, NOW);
	dated = page_at(&l, 0)->row;
	save(b, wrong, &future);
	save(b, undated, &page);
	save(b, dated, &page);
	l = ledger_newest(b);
	assert_int_equal(l.n, 3);
	assert_int_equal(ledger_entry(&l, 0)->published_s, NOW);
	assert_int_equal(ledger_entry(&l, 1)->published_s, NOW - 100);
	assert_int_equal(ledger_entry(&l, 2)->published_s, NOW - 5000);
	assert_int_equal(ledger_entry(&l, 2)->updated_s, NOW - 5000);
	expect_text("where the date is from", ledger_entry(&l, 2)->article.date_from, "page");
	save(b, undated, &(struct article){ .content_html = STR("<p>" LEAD "</p>"), .published = { NOW - 9000, true } });
	add_teaser(b, "undated", "<p>B</p>");
	ledger_record(b, NOW + 60, 0, 0);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 2)->published_s, NOW - 5000); /* it has been shown */
}

static void
test_failures(void **state)
{
	struct ledger *b = *state;
	struct list l;
	struct err e;
	unsigned n;

	b->source.full_text = true;
	add_teaser(b, "a", "<p>A</p>");
	add_teaser(b, "b", "<p>B</p>");
	add_teaser(b, "c", "<p>C</p>");
	ledger_record(b, NOW, 0, 0);
	l = wanted_at(b, NOW);
	assert_int_equal(store_page_failed(b->s, page_at(&l, 0)->row, "no", true, NOW + 100, &e), 0);
	assert_int_equal(store_page_failed(b->s, page_at(&l, 1)->row, "never", true, 0, &e), 0);
	assert_int_equal(ledger_newest(b).n, 2); /* shown as they are */
	assert_int_equal(wanted_at(b, NOW).n, 1);
	l = wanted_at(b, NOW + 100);
	assert_int_equal(l.n, 2);
	assert_int_equal(page_at(&l, 1)->tries, 1);

	assert_int_equal(store_pages_release(b->s, NULL, NOW - 1, &n, &e), 0);
	assert_int_equal(n, 0);
	assert_int_equal(store_pages_release(b->s, NULL, NOW, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(ledger_newest(b).n, 3);
	assert_int_equal(wanted_at(b, NOW).n, 1); /* still */

	add_teaser(b, "d", "<p>D</p>");
	ledger_record(b, NOW, 0, 0);
	assert_int_equal(store_pages_release(b->s, "one", 0, &n, &e), 0);
	assert_int_equal(n, 1);
}

static void
test_not_wanted(void **state)
{
	struct ledger *b = *state;

	add_teaser(b, "before", "<p>Before it was asked for</p>");
	ledger_record(b, NOW, 1, 0);
	b->source.full_text = true;
	ledger_add(b, "x", "", "Without a link");
	ledger_record(b, NOW, 1, 0);
	b->source.has_backfill = true;
	assert_int_equal(wanted_at(b, NOW).n, 0);
}

/* What an article is after its page: each case in the words of pages.h. */
static void
test_fill(void **state)
{
	static const struct {
		const char *name, *own, *page, *want;
	} texts[] = {
		{ "a longer text of the same story", "<p>" LEAD "</p>", "<p>" LEAD REST REST "</p>", "page" },
		{ "a beginning cut in a word", "<p>The council met on Monday even… Read on</p>", "<p>" LEAD REST "</p>", "page" },
		{ "another case", "<p>THE COUNCIL MET ON MONDAY</p>", "<p>" LEAD REST "</p>", "page" },
		{ "no text of its own", "", "<p>" LEAD "</p>", "page" },
		{ "a word is no beginning", "<p>Comments</p>", "<p>" LEAD "</p>", "page" },
		{ "hardly longer", "<p>" LEAD "</p>", "<p>" LEAD " in May</p>", "own" },
		{ "shorter", "<p>" LEAD REST REST "</p>", "<p>" LEAD "</p>", "own" },
		{ "another story", "<p>" LEAD "</p>", "<p>Please sign in to read on. " REST REST REST "</p>", "own" },
		{ "no text in it", "<p>" LEAD "</p>", "", "own" },
		{ "a script without spaces", "<p>\xe8\xad\xb0\xe4\xbc\x9a\xe5\x8f\xac\xe9\x96\x8b</p>",
		    "<p>\xe8\xad\xb0\xe4\xbc\x9a\xe5\x8f\xac\xe9\x96\x8b\xe6\x9c\x88\xe6\x9b\x9c\xe6\x97\xa5</p>", "page" },
	};
	struct ledger *b = *state;
	size_t i;

	for (i = 0; i < COUNT(texts); i++) {
		struct article a = { .content_html = str_from(texts[i].own) }, page = { .content_html = str_from(texts[i].page) };
		bool is_own;
		struct buf blob;
		struct err e;

		buf_init(&blob, 1 << 20);
		assert_int_equal(model_encode(&blob, &page, &shape_article), 0);
		assert_int_equal(page_fill(&b->a, &a, buf_str(&blob), &e), 0);
		is_own = str_is(a.content_html, texts[i].own);
		if (is_own != (strcmp(texts[i].want, "own") == 0) || is_own != (a.fields_from.n == 0))
			fail_msg("%s", texts[i].name);
		buf_release(&blob);
	}
}

static void
test_fill_rest(void **state)
{
	struct ledger *b = *state;
	struct person own = { .name = STR("Bo") }, author = { .name = STR("Ada") };
	struct article page = { .image = STR("https://cdn.example/1200/a.jpg?x"), .image_caption = STR("A bridge"), .image_credit = STR("Cy"),
		.authors = { &author, 1, 1 }, .language = STR("en"), .published = { NOW, true } };
	struct article with = { .image = STR("https://a.example/a.jpg"), .authors = { &own, 1, 1 }, .language = STR("de") };
	struct article other = { .image = STR("https://a.example/b.jpg") }, without = { .id = STR_NONE };
	const struct field_from *from;
	struct buf blob;
	struct err e;

	buf_init(&blob, 1 << 20);
	assert_int_equal(model_encode(&blob, &page, &shape_article), 0);
	assert_int_equal(page_fill(&b->a, &with, buf_str(&blob), &e), 0);
	expect_text("own image", with.image, "https://a.example/a.jpg");
	expect_text("caption of the same file", with.image_caption, "A bridge");
	expect_text("credit of the same file", with.image_credit, "Cy");
	expect_text("own author", ((const struct person *)with.authors.v)->name, "Bo");
	expect_text("own language", with.language, "de");
	assert_int_equal(page_fill(&b->a, &other, buf_str(&blob), &e), 0);
	expect_text("no caption of another image", other.image_caption, "");
	assert_int_equal(page_fill(&b->a, &without, buf_str(&blob), &e), 0);
	expect_text("image", without.image, "https://cdn.example/1200/a.jpg?x");
	expect_text("author", ((const struct person *)without.authors.v)->name, "Ada");
	assert_false(without.published.is_set);
	from = without.fields_from.v;
	assert_int_equal(without.fields_from.n, 5);
	expect_text("field", from[0].field, "image");
	expect_text("its origin", from[0].from, "page");
	buf_release(&blob);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_waiting, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_dates, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_failures, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_not_wanted, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_fill, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_fill_rest, ledger_set_up, ledger_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
