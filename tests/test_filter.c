/* The languages of keep, drop, tag and rewrite: what they say of an article, and what is wrong with a text. */
#include "config.h"
#include "check.h"

#include "base/mem.h"
#include "compose/filter.h"
#include "compose/rewrite.h"

#define NOW_S 1700000000

struct bench {
	struct arena a;
	struct document origin;
	struct source source;
	struct entry e;
	struct view v;
};

static void
add_person(struct bench *b, const char *name, const char *email)
{
	struct person *p = list_add(&b->a, &b->e.article.authors, sizeof(*p));

	p->name = str_from(name);
	p->email = str_from(email);
}

static void
add_category(struct bench *b, const char *term, const char *label)
{
	struct category *c = list_add(&b->a, &b->e.article.categories, sizeof(*c));

	c->term = str_from(term);
	c->label = str_from(label);
}

static void
fill(struct bench *b)
{
	static char *tags[] = { (char *)(uintptr_t) "harbour" };
	struct article *a = &b->e.article;
	struct enclosure *en;

	b->source = (struct source){ .name = (char *)(uintptr_t) "gazette", .tags = tags, .n_tags = 1 };
	b->origin = (struct document){ .language = STR("en-GB"), .title = { .plain = STR("The Gazette") } };
	b->e = (struct entry){ .id = STR("urn:x:1"), .source = STR("gazette"), .first_seen_s = NOW_S - 3600, .published_s = NOW_S - 2 * 86400,
		.updated_s = NOW_S - 86400, .revision = 3, .origin = &b->origin };
	a->id = STR("tag:gazette,1");
	a->url = STR("https://WWW.Gazette.example:8443/news/ferry?utm_source=x");
	a->title.plain = STR("Ferry to Ærø runs aground | The Gazette");
	a->summary.plain = STR("Nobody was hurt.");
	a->content_html = STR("<p>The ferry <b>Ellen</b> ran aground &amp; was towed.</p><p>Subscribe to our letter</p>");
	a->published = (struct opt_int){ NOW_S - 2 * 86400, true };
	a->image = STR("https://gazette.example/ferry.jpg");
	add_person(b, "Ann Reed", "ann@gazette.example");
	add_category(b, "Sea", "");
	add_category(b, "dk", "Denmark");
	en = list_add(&b->a, &a->enclosures, sizeof(*en));
	en->url = STR("https://gazette.example/a.mp3");
	en->type = STR("audio/mpeg");
	en->length = (struct opt_int){ 30 << 20, true };
	en->duration = (struct opt_num){ 1900, true };
}

static int
set_up(void **state)
{
	struct bench *b = mem_zalloc(sizeof(*b));

	arena_init(&b->a, 64 << 20, NULL);
	fill(b);
	view_init(&b->v, &b->e, &b->source, NOW_S, &b->a);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	arena_release(&b->a);
	free(b);
	return 0;
}

static void
test_conditions(void **state)
{
	static const struct {
		const char *text;
		bool want;
	} cases[] = {
		{ "title ~ /ferry/", false },
		{ "title ~ /ferry/i", true },
		{ "title ~ /^Ferry to \\w+ runs/", true },
		{ "title !~ /train/", true },
		{ "title contains 'æRØ'", true },
		{ "title = 'ferry to ærø runs aground | the gazette'", true },
		{ "title = 'ferry'", false },
		{ "title != 'ferry'", true },
		{ "content contains 'ellen ran aground & was'", true },
		{ "content contains '<b>'", false },
		{ "text contains 'nobody' and text contains 'towed' and text contains 'ferry'", true },
		{ "author = 'ann reed' and author = 'ann@gazette.example'", true },
		{ "tag = sea", true },
		{ "tag = 'Denmark' and tag = 'dk'", true },
		{ "tag = harbour", true },
		{ "tag != 'sea'", false },
		{ "tag in ('rail', 'sea')", true },
		{ "tag not in ('rail', 'road')", true },
		{ "category = sea", true },
		{ "host = 'gazette.example'", true },
		{ "host in ('a.example', 'b.example')", false },
		{ "link ~ /\\/news\\//", true },
		{ "source = gazette", true },
		{ "source-title contains gazette", true },
		{ "language = en", true },
		{ "language = 'en-GB'", true },
		{ "language = 'e'", false },
		{ "id = 'tag:gazette,1' and id = 'urn:x:1'", true },
		{ "age > 1d and age < 3d", true },
		{ "age > 47h and age <= 172800s", true },
		{ "age > 1w", false },
		{ "date < 2023-11-13 and date > '2023-11-12T00:00:00Z'", true },
		{ "published >= 2023-11-14", false },
		{ "first-seen > 2023-11-14", true },
		{ "words = 11", true },
		{ "words in (1, 11)", true },
		{ "revision > 2", true },
		{ "duration > 30m and duration < 1h", true },
		{ "enclosure-size > 20M and enclosure-size <= 30M", true },
		{ "enclosure-type contains audio", true },
		{ "comments > 0", false },
		{ "comments != 5", false },
		{ "not comments > 0", true },
		{ "has-image", true },
		{ "has-image = no", false },
		{ "not has-image or has-author", true },
		{ "has-enclosure and has-content and has-date", true },
		{ "tag = rail or tag = sea and age > 9d", false },
		{ "(tag = rail or tag = sea) and age > 1d", true },
		{ "tag = sea or tag = rail and age > 9d", true },
		{ "not not tag = sea", true },
		{ "!(tag = sea && tag = rail) || tag = road", true },
		{ "NOT tag = rail AND Has-Image", true },
		{ "title contains \"the gazette\"", true },
		{ "title contains 'it\\'s'", false },
		{ "image ~ /\\.jpe?g$/", true },
		/* A pattern that would run for ever is given up, and has not matched. */
		{ "content ~ /(a|e|i|o|.)*(.*)*(.*)*(.*)*(.*)*x$/", false },
	};
	struct bench *b = *state;
	struct filter *f;
	struct err e;
	size_t i, at;

	for (i = 0; i < COUNT(cases); i++) {
		f = filter_new(str_from(cases[i].text), &at, &e);
		if (f == NULL)
			fail_msg("%s: %zu: %s", cases[i].text, at, e.text);
		if (filter_test(f, &b->v, NULL) != cases[i].want)
			fail_msg("%s", cases[i].text);
		filter_free(f);
	}
}

static void
test_mistakes(void **state)
{
	static const struct {
		const char *text, *want;
		size_t at;
	} cases[] = {
		{ "", "it ends where a field should stand", 0 },
		{ "titel ~ /x/", "unknown field titel: did you mean title?", 0 },
		{ "tag = 'a' and zzz = 1", "unknown field zzz", 14 },
		{ "title", "an operator should stand here, behind title", 5 },
		{ "title > 'a'", "title is a text: > has no meaning for it", 6 },
		{ "age ~ /x/", "age is a duration: ~ has no meaning for it", 4 },
		{ "has-image < yes", "has-image is true or false: < has no meaning for it", 10 },
		{ "title ~ 'x'", "a /pattern/ should stand here", 8 },
		{ "title = /x/", "a pattern stands behind ~ or !~ alone", 8 },
		{ "title ~ /x", "a pattern without its closing /", 8 },
		{ "title ~ /x/q", "unknown flag q of a pattern (there is i: any case)", 11 },
		{ "title = 'x", "a text without its closing '", 8 },
		{ "age > 90", "a duration such as 90d, 2h or 30m should stand here", 6 },
		{ "age > 90q", "a duration such as 90d, 2h or 30m should stand here", 6 },
		{ "words > many", "a number should stand here", 8 },
		{ "date > 2026-13-99", "a date such as 2026-01-31 should stand here", 7 },
		{ "enclosure-size > 5x", "a size such as 500K or 20M should stand here", 17 },
		{ "has-image = maybe", "yes or no should stand here", 12 },
		{ "(tag = a", "a ) should stand here", 8 },
		{ "tag = a)", "and, or or the end should stand here", 7 },
		{ "tag = a tag = b", "and, or or the end should stand here", 8 },
		{ "tag in ('a' 'b')", "a , or ) should stand here", 12 },
		{ "tag in ()", "a 'text' should stand here", 8 },
		{ "tag = a and", "it ends where a field should stand", 11 },
		{ "title contains ''", "every text contains an empty one", 15 },
		{ "title # 'a'", "unexpected #", 6 },
	};
	struct filter *f;
	struct err e;
	size_t i, at;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		f = filter_new(str_from(cases[i].text), &at, &e);
		if (f != NULL)
			fail_msg("%s: taken", cases[i].text);
		expect_text(cases[i].text, str_from(e.text), cases[i].want);
		if (at != cases[i].at)
			fail_msg("%s: at %zu", cases[i].text, at);
	}
	f = filter_new(STR("tag = a and title ~ /(/"), &at, &e);
	assert_null(f);
	assert_true(at >= 21 && at <= 22);
}

static void
test_limits(void **state)
{
	struct buf b;
	struct err e;
	size_t i, at;

	(void)state;
	buf_init(&b, 1 << 20);
	for (i = 0; i < 2 * FILTER_DEPTH_MAX; i++)
		buf_add_char(&b, '(');
	assert_null(filter_new(buf_str(&b), &at, &e));
	assert_int_equal(at, FILTER_DEPTH_MAX);
	buf_clear(&b);
	for (i = 0; i < FILTER_TESTS_MAX + 1; i++)
		buf_add_c(&b, i > 0 ? "|| has-image" : "has-image");
	assert_null(filter_new(buf_str(&b), &at, &e));
	buf_clear(&b);
	for (i = 0; i < FILTER_TEXT_MAX; i++)
		buf_add_c(&b, "  ");
	assert_null(filter_new(buf_str(&b), &at, &e));
	buf_release(&b);
}

static void
test_rewriting(void **state)
{
	static const struct {
		const char *text;
		bool is_changed;
		enum view_field field;
		const char *want;
	} cases[] = {
		{ "set title = '[{source}] {title}'", true, VIEW_TITLE, "[gazette] Ferry to Ærø runs aground | The Gazette" },
		{ "set title = '{{}}'", true, VIEW_TITLE, "{}}" },
		{ "strip title / \\| the gazette$/i", true, VIEW_TITLE, "Ferry to Ærø runs aground" },
		{ "replace title /(Ferry) to (\\S+)/ '$2: $1'", true, VIEW_TITLE, "Ærø: Ferry runs aground | The Gazette" },
		{ "strip title /train/", false, VIEW_TITLE, "Ferry to Ærø runs aground | The Gazette" },
		{ "strip title /ferry/i if tag = rail", false, VIEW_TITLE, "Ferry to Ærø runs aground | The Gazette" },
		{ "strip title / runs.*/ if tag = sea", true, VIEW_TITLE, "Ferry to Ærø" },
		{ "strip content /<p>Subscribe.*?<\\/p>/", true, VIEW_CONTENT, "The ferry Ellen ran aground & was towed." },
		{ "set content = '<p onclick=\"x()\">{summary}</p><script>x</script>'", true, VIEW_CONTENT, "Nobody was hurt." },
		{ "set summary = '{author}'", true, VIEW_SUMMARY, "Ann Reed, ann@gazette.example" },
		{ "set author = 'Desk'", true, VIEW_AUTHOR, "Desk" },
		{ "strip tag /^dk$/", true, VIEW_TAG, "Sea" },
		{ "replace link /\\?.*/ ''", true, VIEW_LINK, "https://WWW.Gazette.example:8443/news/ferry" },
		{ "set link = 'javascript:alert(1)'", true, VIEW_LINK, "https://WWW.Gazette.example:8443/news/ferry?utm_source=x" },
		{ "set language = 'da'", true, VIEW_LANGUAGE, "da" },
	};
	struct bench *b;
	struct rewrite *w;
	struct err e;
	size_t i, at;

	for (i = 0; i < COUNT(cases); i++) {
		tear_down(state);
		set_up(state);
		b = *state;
		w = rewrite_new(str_from(cases[i].text), &at, &e);
		if (w == NULL)
			fail_msg("%s: %zu: %s", cases[i].text, at, e.text);
		if (rewrite_apply(w, &b->v, NULL) != cases[i].is_changed)
			fail_msg("%s", cases[i].text);
		expect_text(cases[i].text, view_texts(&b->v, cases[i].field).v[0], cases[i].want);
		rewrite_free(w);
	}
	b = *state;
	w = rewrite_new(STR("set content = '<p onclick=\"x()\">{title} & {summary}</p><script>x</script>'"), &at, &e);
	rewrite_apply(w, &b->v, NULL);
	expect_text("what a rule makes is sanitised", b->e.article.content_html,
	    "<p>Ferry to Ærø runs aground | The Gazette &amp; Nobody was hurt.</p>");
	rewrite_free(w);
}

static void
test_rewriting_mistakes(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "set, replace or strip should stand here" },
		{ "put title = 'x'", "set, replace or strip should stand here" },
		{ "set age = 'x'", "age cannot be changed (title, summary, content, author, tag, link, language and image can)" },
		{ "set title 'x'", "an = should stand here" },
		{ "set title = x", "a 'text' should stand here, with {title} and the like for what is there" },
		{ "set title = '{age}'", "{age} is no field that is a text" },
		{ "set title = '{title'", "a { without its } (a brace alone is {{)" },
		{ "replace title 'x' 'y'", "a /pattern/ should stand here" },
		{ "replace title /x/", "a 'text' should stand here, with $1 and the like for groups of the pattern" },
		{ "strip title /x/ 'y'", "if or the end should stand here" },
		{ "strip title /x/ if", "it ends where a field should stand" },
	};
	struct rewrite *w;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		w = rewrite_new(str_from(cases[i].text), NULL, &e);
		if (w != NULL)
			fail_msg("%s: taken", cases[i].text);
		expect_text(cases[i].text, str_from(e.text), cases[i].want);
	}
	assert_null(rewrite_new(STR("replace title /(x)/ '$2'"), NULL, &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_conditions, set_up, tear_down),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test_setup_teardown(test_rewriting, set_up, tear_down),
		cmocka_unit_test(test_rewriting_mistakes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
