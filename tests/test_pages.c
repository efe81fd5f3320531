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
	const struct pages_query q = { .source = "one", .now_s = now_s, .reach = 100, .limit = 10 };
	struct list l = { .n = 0 };
	struct err e;

	if (store_pages_wanted(b->s, &q, &b->a, &l, &e) != 0)
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

	if (store_page_save(b->s, row, &(struct page_saved){ .article = page, .now_s = NOW }, &e) != 0)
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
	dated = page_at(&l, 2)->row; /* the oldest */
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
	struct pages_left left;
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
	assert_int_equal(page_at(&l, 0)->tries, 1);

	assert_int_equal(store_pages_release_old(b->s, NOW + PAGE_WAIT_S - 1, &n, &e), 0);
	assert_int_equal(n, 0);
	assert_int_equal(store_pages_release_old(b->s, NOW + PAGE_WAIT_S, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(ledger_newest(b).n, 3);
	assert_int_equal(wanted_at(b, NOW).n, 1); /* still */

	add_teaser(b, "d", "<p>D</p>");
	ledger_record(b, NOW, 0, 0);
	assert_int_equal(store_pages_release(b->s, &(struct pages_query){ .source = "one", .now_s = NOW, .reach = 100, .limit = 10 }, &left, &e), 0);
	assert_int_equal(left.n_shown, 1);
	assert_int_equal(left.n_wanted, 3); /* one that failed, and those that were shown without */
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

/* As a sitemap has it: its title is words of its address. */
static void
add_address(struct ledger *b, const char *slug, int64_t changed_s)
{
	struct article *a = ledger_add(b, "", arena_strdup(&b->a, arena_printf(&b->a, LINK "%s", slug)), slug);
	struct field_from *f = list_add(&b->a, &a->fields_from, sizeof(*f));

	*f = (struct field_from){ STR("title"), STR("url") };
	a->id = a->url;
	a->published = a->updated = (struct opt_int){ changed_s, true };
	a->date_from = STR("sitemap");
}

static struct pages_left
end_round(struct ledger *b, int64_t now_s, size_t reach)
{
	struct pages_left left;
	struct err e;

	assert_int_equal(store_pages_release(b->s, &(struct pages_query){ .source = "one", .now_s = now_s, .reach = reach, .limit = 10 }, &left, &e), 0);
	return left;
}

static void
test_titles(void **state)
{
	struct ledger *b = *state;
	struct article page = { .title.plain = STR("The Old Bridge"), .summary.plain = STR("It is open."), .published = { NOW - 5000, true } };
	struct page_saved saved = { .article = &page, .now_s = NOW, .is_bare = true };
	const struct entry *entry;
	struct str id;
	struct list l;
	struct err e;
	int64_t first, second;

	add_address(b, "first", NOW - 100);
	add_address(b, "second", NOW - 200);
	ledger_record(b, NOW, 0, 0);
	assert_int_equal(b->r.n_waiting, 2);
	l = wanted_at(b, NOW);
	assert_int_equal(l.n, 2);
	first = page_at(&l, 0)->row;
	second = page_at(&l, 1)->row;
	assert_int_equal(end_round(b, NOW, 100).n_wanted, 2);
	assert_int_equal(ledger_newest(b).n, 0); /* no words of an address while others are asked for */

	assert_int_equal(store_page_save(b->s, first, &saved, &e), 0);
	assert_int_equal(store_page_failed(b->s, second, "its host rests", false, NOW + 100, &e), 0);
	l = ledger_newest(b);
	assert_int_equal(l.n, 1);
	entry = ledger_entry(&l, 0);
	expect_text("the page's title", entry->article.title.plain, "The Old Bridge");
	expect_text("the page's summary", entry->article.summary.plain, "It is open.");
	assert_int_equal(entry->published_s, NOW - 5000);
	assert_int_equal(entry->updated_s, NOW - 100); /* as the sitemap says */
	id = entry->id;

	end_round(b, NOW + TITLE_WAIT_S - 1, 100);
	assert_int_equal(ledger_newest(b).n, 1);
	end_round(b, NOW + TITLE_WAIT_S, 100);
	l = ledger_newest(b);
	assert_int_equal(l.n, 2);
	expect_text("a day is enough", ledger_entry(&l, 0)->article.title.plain, "second");
	assert_int_equal(store_page_save(b->s, second, &saved, &e), 0);
	l = ledger_newest(b);
	entry = ledger_entry(&l, 0);
	expect_text("a title that came late", entry->article.title.plain, "The Old Bridge");
	assert_int_equal(entry->published_s, NOW - 200); /* it has been shown */
	assert_int_equal(entry->updated_s, NOW - 200);
	assert_int_equal(entry->revision, 1);

	add_address(b, "first", NOW - 100);
	add_address(b, "second", NOW - 200);
	ledger_record(b, NOW + TITLE_WAIT_S + 60, 0, 0);
	assert_int_equal(b->r.n_unchanged, 2);
	l = ledger_newest(b);
	assert_true(str_eq(ledger_entry(&l, 1)->id, id));
}

/* Of a site that needs scripts, or asks for consent first. */
static void
test_common_titles(void **state)
{
	static const char *const titles[] = { "Before you go on", "Before you go on", "Before you go on", "One of its own" };
	static const char *const slugs[] = { "a", "b", "c", "d" };
	struct ledger *b = *state;
	struct article page = { .summary.plain = STR("S") };
	struct list l;
	struct err e;
	size_t i;

	for (i = 0; i < COUNT(slugs); i++)
		add_address(b, slugs[i], NOW - 100 * (int64_t)(i + 1));
	ledger_record(b, NOW, 0, 0);
	for (i = 0; i < COUNT(slugs); i++) {
		l = wanted_at(b, NOW);
		page.title.plain = str_from(titles[i]);
		assert_int_equal(store_page_save(b->s, page_at(&l, 0)->row, &(struct page_saved){ &page, NULL, NULL, NOW, true }, &e), 0);
		if (i == 1) {
			l = ledger_newest(b);
			expect_text("two pages may have one title", ledger_entry(&l, 0)->article.title.plain, titles[0]);
		}
	}
	l = ledger_newest(b);
	expect_text("of three none has it", ledger_entry(&l, 0)->article.title.plain, "a");
	expect_text("nor this one", ledger_entry(&l, 2)->article.title.plain, "c");
	expect_text("but this one has its own", ledger_entry(&l, 3)->article.title.plain, "One of its own");
}

static void
test_reach(void **state)
{
	struct ledger *b = *state;
	struct pages_query q = { .source = "one", .now_s = NOW, .reach = 3, .limit = 2 };
	static const char *const slugs[] = { "a", "b", "c", "d", "e" };
	struct page_saved saved = { .article = &(struct article){ .title.plain = STR("T") }, .now_s = NOW, .is_bare = true };
	struct list l = { .n = 0 };
	struct err e;
	size_t i;

	for (i = 0; i < COUNT(slugs); i++)
		add_address(b, slugs[i], NOW - 100 * (int64_t)(5 - i)); /* the newest last */
	ledger_record(b, NOW, 0, 0);
	assert_int_equal(store_pages_wanted(b->s, &q, &b->a, &l, &e), 0);
	assert_int_equal(l.n, 2);
	assert_string_equal(page_at(&l, 0)->url, LINK "e");
	assert_string_equal(page_at(&l, 1)->url, LINK "d");
	assert_int_equal(store_page_save(b->s, page_at(&l, 0)->row, &saved, &e), 0);
	assert_int_equal(store_page_save(b->s, page_at(&l, 1)->row, &saved, &e), 0);
	assert_int_equal(end_round(b, NOW, 3).n_wanted, 1);
	l = (struct list){ .n = 0 };
	assert_int_equal(store_pages_wanted(b->s, &q, &b->a, &l, &e), 0);
	assert_int_equal(l.n, 1);
	assert_string_equal(page_at(&l, 0)->url, LINK "c");
	assert_int_equal(ledger_newest(b).n, 2);
	assert_int_equal(store_page_save(b->s, page_at(&l, 0)->row, &saved, &e), 0);
	assert_int_equal(end_round(b, NOW, 3).n_shown, 2); /* behind all that feeds show */
	q.reach = 0;
	l = (struct list){ .n = 0 };
	assert_int_equal(store_pages_wanted(b->s, &q, &b->a, &l, &e), 0);
	assert_int_equal(l.n, 0);
}

static void
test_no_budget(void **state)
{
	struct ledger *b = *state;

	b->source.full_text_pages = 0;
	add_address(b, "first", NOW - 100);
	ledger_record(b, NOW, 1, 0);
	assert_int_equal(wanted_at(b, NOW).n, 0);
}

static void
test_looking_back(void **state)
{
	struct ledger *b = *state;
	const struct store_span span = { (const char *const[]){ "one" }, 1, 2, READING_PUBLISHED };
	struct article page = { .content_html = STR("<p>" LEAD REST REST "</p>") };
	struct list l;
	struct err e;
	size_t i;

	for (i = 0; i < 3; i++) {
		add_teaser(b, (const char *const[]){ "a", "b", "c" }[i], "<p>" LEAD "</p>");
		((struct article *)b->doc.articles.v)[i].published = (struct opt_int){ NOW - (int64_t)i, true };
	}
	ledger_record(b, NOW, 3, 0);
	assert_int_equal(store_pages_look_back(b->s, &b->source, &span, NOW, &e), 0);
	assert_int_equal(wanted_at(b, NOW).n, 0);
	b->source.full_text = true;
	assert_int_equal(store_pages_look_back(b->s, &b->source, &span, NOW, &e), 0);
	l = wanted_at(b, NOW);
	assert_int_equal(l.n, 2); /* not what no feed shows */
	assert_string_equal(page_at(&l, 0)->url, LINK "a");
	save(b, page_at(&l, 0)->row, &page);
	assert_int_equal(store_pages_look_back(b->s, &b->source, &span, NOW, &e), 0);
	assert_int_equal(wanted_at(b, NOW).n, 1); /* once is enough */
	l = ledger_newest(b);
	assert_int_equal(l.n, 3);
	assert_int_equal(ledger_entry(&l, 0)->updated_s, NOW); /* that its page came is no edit */
}

static void
test_bare(void **state)
{
	struct ledger *b = *state;
	const struct store_span span = { (const char *const[]){ "one" }, 1, 10, READING_PUBLISHED };
	struct article page = { .title.plain = STR("Title") };
	struct list l;
	struct err e;

	add_address(b, "first", NOW - 100);
	ledger_record(b, NOW, 0, 0);
	l = wanted_at(b, NOW);
	assert_int_equal(store_page_save(b->s, page_at(&l, 0)->row, &(struct page_saved){ &page, "\"x\"", NULL, NOW, true }, &e), 0);
	assert_int_equal(store_pages_look_back(b->s, &b->source, &span, NOW, &e), 0);
	assert_int_equal(wanted_at(b, NOW).n, 0);
	b->source.full_text = true;
	assert_int_equal(store_pages_look_back(b->s, &b->source, &span, NOW, &e), 0);
	l = wanted_at(b, NOW);
	assert_int_equal(l.n, 1);
	assert_true(page_at(&l, 0)->is_bare);
	page.content_html = STR("<p>Text</p>");
	save(b, page_at(&l, 0)->row, &page);
	l = ledger_newest(b);
	expect_text("the text", ledger_entry(&l, 0)->article.content_html, "<p>Text</p>");
	assert_int_equal(ledger_entry(&l, 0)->updated_s, NOW - 100);
}

static void
record_sitemap(struct ledger *b, int64_t now_s, unsigned n_new)
{
	b->doc.format = STR("sitemap");
	ledger_record(b, now_s, n_new, 0);
}

static void
test_changed_pages(void **state)
{
	enum { DAY = 86400 };
	struct ledger *b = *state;
	struct article page = { .title.plain = STR("Title") };
	struct page_saved saved = { &page, "\"1\"", NULL, NOW, true };
	struct list l;
	struct err e;
	int64_t row;

	add_address(b, "first", NOW - 100);
	record_sitemap(b, NOW, 0);
	l = wanted_at(b, NOW);
	row = page_at(&l, 0)->row;
	assert_int_equal(store_page_save(b->s, row, &saved, &e), 0);
	add_address(b, "first", NOW - 100);
	record_sitemap(b, NOW + 2 * DAY, 0);
	assert_int_equal(wanted_at(b, NOW + 2 * DAY).n, 0);
	add_address(b, "first", NOW + 60);
	record_sitemap(b, NOW + 100, 0);
	assert_int_equal(b->r.n_unchanged, 1);
	assert_int_equal(wanted_at(b, NOW + DAY - 1).n, 0);
	l = wanted_at(b, NOW + DAY);
	assert_int_equal(l.n, 1);
	assert_string_equal(page_at(&l, 0)->etag, "\"1\"");
	assert_int_equal(store_page_same(b->s, row, NOW + DAY, &e), 0);
	l = ledger_newest(b);
	assert_int_equal(ledger_entry(&l, 0)->updated_s, NOW - 100);

	add_address(b, "first", NOW + 3 * DAY);
	record_sitemap(b, NOW + 3 * DAY, 0);
	assert_int_equal(wanted_at(b, NOW + 3 * DAY).n, 1);
	page.title.plain = STR("Another title");
	saved.now_s = NOW + 3 * DAY + 60;
	assert_int_equal(store_page_save(b->s, row, &saved, &e), 0);
	l = ledger_newest(b);
	expect_text("what it says now", ledger_entry(&l, 0)->article.title.plain, "Another title");
	assert_int_equal(ledger_entry(&l, 0)->updated_s, NOW + 3 * DAY);
	assert_int_equal(ledger_entry(&l, 0)->published_s, NOW - 100);
	assert_int_equal(ledger_entry(&l, 0)->revision, 1);

	add_address(b, "first", NOW + 5 * DAY);
	record_sitemap(b, NOW + 5 * DAY, 0);
	assert_int_equal(store_page_failed(b->s, row, "gone", true, 0, &e), 0); /* what it said is kept */
	l = ledger_newest(b);
	expect_text("what it said", ledger_entry(&l, 0)->article.title.plain, "Another title");
	add_address(b, "first", NOW + 7 * DAY);
	record_sitemap(b, NOW + 7 * DAY, 0);
	assert_int_equal(wanted_at(b, NOW + 7 * DAY).n, 1);
}

static void
test_sitemap_that_dates_itself(void **state)
{
	enum { DAY = 86400, N = 12 };
	struct ledger *b = *state;
	struct page_saved saved = { .article = &(struct article){ .title.plain = STR("T") }, .now_s = NOW, .is_bare = true };
	char slug[N][8];
	struct list l;
	struct err e;
	uint32_t i;

	for (i = 0; i < N; i++) {
		snprintf(slug[i], sizeof(slug[i]), "s%u", i);
		add_address(b, slug[i], NOW - 100);
	}
	record_sitemap(b, NOW, 0);
	while ((l = wanted_at(b, NOW)).n > 0)
		assert_int_equal(store_page_save(b->s, page_at(&l, 0)->row, &saved, &e), 0);
	for (i = 0; i < N; i++)
		add_address(b, slug[i], NOW + 2 * DAY);
	record_sitemap(b, NOW + 2 * DAY, 0);
	assert_int_equal(wanted_at(b, NOW + 2 * DAY).n, 0);
	for (i = 0; i < N; i++)
		add_address(b, slug[i], i == 3 ? NOW + 4 * DAY : NOW + 2 * DAY);
	record_sitemap(b, NOW + 4 * DAY, 0);
	l = wanted_at(b, NOW + 4 * DAY);
	assert_int_equal(l.n, 1);
	assert_string_equal(page_at(&l, 0)->url, LINK "s3");
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
		assert_int_equal(page_fill(&b->a, &a, &(struct page_data){ .cbor = buf_str(&blob) }, &e), 0);
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
	assert_int_equal(page_fill(&b->a, &with, &(struct page_data){ .cbor = buf_str(&blob) }, &e), 0);
	expect_text("own image", with.image, "https://a.example/a.jpg");
	expect_text("caption of the same file", with.image_caption, "A bridge");
	expect_text("credit of the same file", with.image_credit, "Cy");
	expect_text("own author", ((const struct person *)with.authors.v)->name, "Bo");
	expect_text("own language", with.language, "de");
	assert_int_equal(page_fill(&b->a, &other, &(struct page_data){ .cbor = buf_str(&blob) }, &e), 0);
	expect_text("no caption of another image", other.image_caption, "");
	assert_int_equal(page_fill(&b->a, &without, &(struct page_data){ .cbor = buf_str(&blob) }, &e), 0);
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
		cmocka_unit_test_setup_teardown(test_titles, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_common_titles, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_reach, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_no_budget, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_looking_back, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_bare, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_changed_pages, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_sitemap_that_dates_itself, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_fill, ledger_set_up, ledger_tear_down),
		cmocka_unit_test_setup_teardown(test_fill_rest, ledger_set_up, ledger_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
