#include "config.h"
#include "check.h"

#include "extract/article_page.h"
#include "extract/scripts.h"
#include "normalise/normalise.h"
#include "normalise/text.h"

/* What is left of a page's body, as paragraphs. */
struct read {
	struct arena a;
	struct article *article;
};

static void
read_page(struct read *r, const char *html)
{
	struct document d = { .format = STR_NONE };
	struct err e;

	arena_init(&r->a, 64 << 20, NULL);
	if (extract_article(&r->a, str_from(html), STR("text/html; charset=utf-8"), STR("https://tidal.example/a"), STR_NONE, NULL, &d, &e) != 0)
		fail_msg("%s", e.text);
	normalise_document(&r->a, &d);
	r->article = d.articles.v;
}

/* ---- before the parser ---- */

static void
test_scripts_are_cut(void **state)
{
	static const struct {
		const char *name, *html, *left;
	} cases[] = {
		{ "the text goes, the tags stay", "a<script>var b = '<p>';</script>c", "a<script></script>c" },
		{ "style sheets too", "<STYLE media=print>p { color: red }</Style>a", "<STYLE media=print></Style>a" },
		{ "data about the article stays", "<script type='application/ld+json'>{}</script><script>1</script>", "<script type='application/ld+json'>{}</script><script></script>" },
		{ "a bracket in an attribute is none", "<a title='<script>'>b</a><script>c</script>", "<a title='<script>'>b</a><script></script>" },
		{ "nor is one in a comment", "<!-- <script> -->a<script>b</script>", "<!-- <script> -->a<script></script>" },
		{ "the other end of a comment", "<!-- <script> --!>a<script>b</script>", "<!-- <script> --!>a<script></script>" },
		{ "an empty comment", "<!-->a<script>b</script>", "<!-->a<script></script>" },
		{ "an end tag of another element", "<script>a</b>c</script>d", "<script></script>d" },
		{ "an empty element has no text", "<script src='a'/>b</script>", "<script src='a'/>b</script>" },
		{ "a slash at the end of an address", "<script src=/a/>b</script>", "<script src=/a/></script>" },
		{ "a script that does not end", "a<script>b", "a<script>" },
		{ "a quotation that does not end", "<a title='b><script>c</script>", "<a title='b><script>c</script>" },
		{ "a name that only begins so", "<scripted>a</scripted>", "<scripted>a</scripted>" },
	};
	struct arena a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		arena_init(&a, 1 << 20, NULL);
		expect_text(cases[i].name, scripts_cut(&a, str_from(cases[i].html)), cases[i].left);
		arena_release(&a);
	}
}

/* ---- the text ---- */

#define P1 "The harbour council voted on Monday to give the ferry a second landing stage, said the mayor, who had asked for it since the spring."
#define P2 "“We have waited for this,” said Ann Roe of the fishers’ guild, “and we will wait no longer than a summer, whatever the wind does.”"
#define P3 "Work begins in June, weather permitting, and is paid for by the island and by the two towns on the coast that the ferry serves."

struct text_case {
	const char *name, *html, *text;
};

static void
expect_texts(const struct text_case *cases, size_t n)
{
	struct read r;
	size_t i;

	for (i = 0; i < n; i++) {
		read_page(&r, cases[i].html);
		expect_text(cases[i].name, text_paragraphs(&r.a, r.article->content_html), cases[i].text);
		arena_release(&r.a);
	}
}

static void
test_words(void **state)
{
	static const struct text_case cases[] = {
		{ "what a script would write is not read", "<article><h1>Ferry</h1><p>" P1 "</p><script>document.write('<p>" P2 "</p>')</script><p>" P3 "</p></article>", P1 "\n\n" P3 },
	};

	(void)state;
	expect_texts(cases, COUNT(cases));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scripts_are_cut),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
