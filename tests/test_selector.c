#include "config.h"
#include "check.h"

#include "base/buf.h"
#include "base/clock.h"
#include "extract/item_date.h"
#include "extract/json_path.h"
#include "extract/selector.h"

static const char page[] =
    "<!DOCTYPE html><html lang='en'><head><title>t</title></head><body id='body' class='home page'>"
    "<header id='top'><h1 id='h1'>The <em id='em'>Daily</em></h1><a id='logo' href='/'><img id='img' src='l.png' alt=''></a></header>"
    "<main id='main'>"
    "<article id='a1' class='teaser big'><h2 id='t1'><a id='l1' href='/one' title='First Story'>One</a></h2>"
    "<p id='p1'>Text of one</p><time id='d1' datetime='2025-01-02'>2 January</time></article>"
    "<article id='a2' class='teaser' data-kind='Video'><h2 id='t2'><a id='l2' href='https://other.example/two.pdf'>Two</a></h2>"
    "<p id='p2'></p><p id='p3'>More <b id='b3'>bold</b> words</p></article>"
    "<article id='a3' class='teaser-ad' lang='de-CH'><h3 id='t3'>Drei</h3><ul id='ul'><li id='i1'>a<li id='i2' class='x'>b<li id='i3'>c"
    "<li id='i4' class='x'>d<li id='i5'>e</ul></article>"
    "</main>"
    "<form id='f'><input id='in1' type='checkbox' checked><input id='in2' disabled><select id='s'><option id='o1'>1<option id='o2' selected>2"
    "</select></form><p id='p4'>  <!-- nothing --> </p><div id='1st:odd'></div></body></html>";

struct bench {
	struct arena a;
	struct dom dom;
	struct finder finder;
};

static void
open_page(struct bench *b, struct str html)
{
	struct document d = { .format = STR_NONE };
	struct err e;

	arena_init(&b->a, 64U << 20, NULL);
	assert_int_equal(dom_parse(&b->a, html, STR_NONE, &d, &b->dom, &e), 0);
	finder_init(&b->finder, &b->dom, &b->a);
}

static void
close_page(struct bench *b)
{
	finder_release(&b->finder);
	dom_release(&b->dom);
	arena_release(&b->a);
}

static const xmlNode *
by_id(const struct bench *b, const char *id)
{
	const xmlNode *n;

	for (n = b->dom.root; n != NULL; n = dom_next(n, b->dom.root))
		if (str_is(dom_attr(n, "id"), id))
			return n;
	return NULL;
}

/* "id id=value =value": what was found, in its order. */
static void
describe(const struct hits *hits, struct buf *out)
{
	size_t i;

	buf_clear(out);
	for (i = 0; i < hits->n; i++) {
		buf_add_c(out, i > 0 ? " " : "");
		if (hits->v[i].node != NULL)
			buf_add_str(out, dom_attr(hits->v[i].node, "id"));
		if (hits->v[i].value.p != NULL)
			buf_printf(out, "=%.*s", STR_ARG(hits->v[i].value));
	}
}

static void
test_find(void **state)
{
	static const struct {
		const char *name, *selector, *want;
		const char *below; /* NULL: the page */
	} cases[] = {
		{ "a tag", "h2", "t1 t2", NULL },
		{ "tags without regard to case", "H2 > A", "l1 l2", NULL },
		{ "everything below", "*", "t1 l1 p1 d1", "a1" },
		{ "a class is a whole word", ".teaser", "a1 a2", NULL },
		{ "classes are told apart by case", ".Teaser", "", NULL },
		{ "two classes", ".big.teaser", "a1", NULL },
		{ "an id", "#t2", "t2", NULL },
		{ "escapes in names", "#\\31st\\:odd", "1st:odd", NULL },
		{ "a list, in document order, each once", "#p3, p, #a2 b", "p1 p2 p3 b3 p4", NULL },
		{ "descendants", "main a", "l1 l2", NULL },
		{ "what is left of a combinator may be outside", "main h2", "t1", "a1" },
		{ "children", "article > a", "", NULL },
		{ "the next one", "h2 + p", "p1 p2", NULL },
		{ "later ones", "h2 ~ p", "p1 p2 p3", NULL },
		{ "a combinator first begins at the item", "> p", "p2 p3", "a2" },
		{ "attributes", "[datetime]", "d1", NULL },
		{ "= ", "[data-kind=Video]", "a2", NULL },
		{ "values are told apart by case", "[data-kind=video]", "", NULL },
		{ "unless they are not to be", "[data-kind=video i]", "a2", NULL },
		{ "names of attributes without regard to case", "[DATA-KIND]", "a2", NULL },
		{ "~=", "[title~=Story]", "l1", NULL },
		{ "|=", "[lang|=de]", "a3", NULL },
		{ "^=", "a[href^='https://']", "l2", NULL },
		{ "$=", "a[href$=\".pdf\"]", "l2", NULL },
		{ "*=", "[title*='st St']", "l1", NULL },
		{ "nothing begins with nothing", "[href^='']", "", NULL },
		{ "an empty attribute is one", "[alt='']", "img", NULL },
		{ ":not", "article:not(.teaser)", "a3", NULL },
		{ ":not of a list", "article:not(.big, .teaser-ad)", "a2", NULL },
		{ ":is", ":is(h1, h2, h3)", "h1 t1 t2 t3", NULL },
		{ ":is with combinators", "a:is(h2 a, header > *)", "logo l1 l2", NULL },
		{ ":where", ":where(.x)", "i2 i4", NULL },
		{ ":has", "article:has(time)", "a1", NULL },
		{ ":has of a child", "article:has(> ul)", "a3", NULL },
		{ ":has of what follows", "h2:has(+ p:empty)", "t2", NULL },
		{ ":has of what is in what follows", "h2:has(~ p b)", "t2", NULL },
		{ ":has of a list", "article:has(time, ul)", "a1 a3", NULL },
		{ ":not(:has())", "article:not(:has(a))", "a3", NULL },
		{ ":nth-child with a number", "li:nth-child(2)", "i2", NULL },
		{ ":nth-child odd", "li:nth-child(odd)", "i1 i3 i5", NULL },
		{ ":nth-child with a formula", "li:nth-child( 2n + 2 )", "i2 i4", NULL },
		{ ":nth-child of the first", "li:nth-child(-n+2)", "i1 i2", NULL },
		{ ":nth-child from the fourth on", "li:nth-child(n+4)", "i4 i5", NULL },
		{ ":nth-child of some", "li:nth-child(2 of .x)", "i4", NULL },
		{ ":nth-last-child", "li:nth-last-child(-n+2)", "i4 i5", NULL },
		{ ":nth-of-type", "article p:nth-of-type(2)", "p3", NULL },
		{ ":nth-last-of-type", "article > p:nth-last-of-type(1)", "p1 p3", NULL },
		{ ":first-child", "li:first-child", "i1", NULL },
		{ ":last-child", "li:last-child", "i5", NULL },
		{ ":only-child", "article :only-child", "l1 l2 b3", NULL },
		{ ":first-of-type", "article > p:first-of-type", "p1 p2", NULL },
		{ ":last-of-type", "article > p:last-of-type", "p1 p3", NULL },
		{ ":only-of-type", "article > p:only-of-type", "p1", NULL },
		{ ":empty", "p:empty", "p2", NULL },
		{ ":root", ":root > body", "body", NULL },
		{ ":scope", ":scope", "a1", "a1" },
		{ ":scope and a child", ":scope > p", "p1", "a1" },
		{ ":contains", "p:contains('bold words')", "p3", NULL },
		{ ":contains of an element with several", "article:contains(\"More bold\")", "a2", NULL },
		{ ":link", "header :link", "logo", NULL },
		{ ":lang is inherited", "h3:lang(de)", "t3", NULL },
		{ ":checked", ":checked", "in1 o2", NULL },
		{ ":disabled", ":disabled", "in2", NULL },
		{ ":enabled", "input:enabled", "in1", NULL },
		{ "an attribute is taken", "h2 a@href", "l1=/one l2=https://other.example/two.pdf", NULL },
		{ "elements without it are none", "article@data-kind", "a2=Video", NULL },
		{ "an attribute of the item itself", "@class", "a1=teaser big", "a1" },
		{ "xpath", "//article/h2", "t1 t2", NULL },
		{ "xpath from the item", "./p", "p2 p3", "a2" },
		{ "xpath below the item", ".//b", "b3", "a2" },
		{ "xpath from the page, whatever the item", "//h1", "h1", "a2" },
		{ "xpath by its name", "xpath:p[1]", "p2", "a2" },
		{ "xpath in parentheses", "(//li)[last()]", "i5", NULL },
		{ "xpath: an attribute", "//h2/a/@href", "l1=/one l2=https://other.example/two.pdf", NULL },
		{ "xpath: text", "//h3/text()", "t3=Drei", NULL },
		{ "xpath: a computed text", "xpath:concat('n', count(//li))", "=n5", NULL },
		{ "xpath: false is nothing", "xpath:count(//li) = 4", "", NULL },
	};
	struct bench b;
	struct selector *s;
	struct hits hits;
	struct buf got;
	struct err e;
	size_t i, at;

	(void)state;
	open_page(&b, STR(page));
	buf_init(&got, 4096);
	for (i = 0; i < COUNT(cases); i++) {
		s = selector_new(str_from(cases[i].selector), &at, &e);
		if (s == NULL)
			fail_msg("%s: %zu: %s", cases[i].name, at, e.text);
		if (selector_find(s, &b.finder, cases[i].below != NULL ? by_id(&b, cases[i].below) : b.dom.root, 100, &hits, &e) != 0)
			fail_msg("%s: %s", cases[i].name, e.text);
		describe(&hits, &got);
		expect_text(cases[i].name, buf_str(&got), cases[i].want);
		selector_free(s);
	}
	buf_release(&got);
	close_page(&b);
}

static void
test_mistakes(void **state)
{
	static const struct {
		const char *selector;
		size_t at;
		const char *begins;
	} cases[] = {
		{ "", 0, "expected a selector" },
		{ "h2 >", 4, "expected a selector" },
		{ "h2,", 3, "expected a selector" },
		{ "h2 $", 3, "expected a selector" },
		{ "h2$", 2, "expected a selector, a comma" },
		{ ".", 1, "expected the name of a class" },
		{ ".2a", 1, "expected the name of a class" },
		{ ".-", 1, "expected the name of a class" },
		{ ".-2", 1, "expected the name of a class" },
		{ "- > a", 0, "expected a selector" },
		{ "#", 1, "expected an id" },
		{ "[", 1, "expected the name of an attribute" },
		{ "[a!=b]", 2, "expected ], =, ~=" },
		{ "[a=]", 3, "expected a name or a string" },
		{ "[a='b]", 3, "expected a closing quotation mark" },
		{ "[a=b", 4, "expected ]" },
		{ "p:first", 2, "expected a pseudo-class such as" },
		{ "p::before", 2, "expected a pseudo-class: pseudo-elements" },
		{ "a:hover", 2, "expected a pseudo-class that a page has" },
		{ "p:not", 5, "expected (" },
		{ "p:not()", 6, "expected a selector" },
		{ "p:not(a", 7, "expected )" },
		{ "li:nth-child(x)", 13, "expected odd, even, or a formula" },
		{ "li:nth-child(2n+)", 13, "expected odd, even, or a formula" },
		{ "a)", 1, "expected a ( before this" },
		{ "svg|a", 3, "expected a selector without namespaces" },
		{ "a@", 2, "expected the name of an attribute" },
		{ "a@href x", 6, "expected the end" },
		{ ":not(:not(:not(:not(:not(:not(:not(:not(:not(a)))))))))", 41, "expected less nesting" },
		{ "//a[", 4, "expected an XPath 1.0 expression" },
		{ "xpath:a b", 8, "expected an XPath 1.0 expression" },
	};
	struct err e;
	size_t i, at;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (selector_new(str_from(cases[i].selector), &at, &e) != NULL)
			fail_msg("%s: taken", cases[i].selector);
		if (at != cases[i].at || !str_starts(str_from(e.text), str_from(cases[i].begins)))
			fail_msg("%s: %zu: %s", cases[i].selector, at, e.text);
	}
}

#define LIST_LENGTH 20000U

/* What a page can make of a selector ends, and says so. */
static void
test_limits(void **state)
{
	static const char *const costly[] = { "div:has(div:has(div:has(b)))", "//*[count(.//*[count(.//*) > 3]) > 3]" };
	static const char *const long_lists[] = { "dt:nth-of-type(odd)", "dd:nth-last-of-type(2n)", "dl > :nth-child(4n+1)" }; /* no steps for each pair of elements */
	struct selector *s;
	struct hits hits;
	struct bench b, list;
	struct buf html;
	struct err e;
	size_t i, at;

	(void)state;
	buf_init(&html, 1 << 20);
	buf_add_c(&html, "<dl>");
	for (i = 0; i < LIST_LENGTH; i++)
		buf_add_c(&html, "<dt>a<dd>b");
	open_page(&list, buf_str(&html));
	buf_clear(&html);
	for (i = 0; i < 20000; i++)
		buf_add_c(&html, i % 200 == 199 ? "</div></div></div></div></div></div></div></div></div>" : "<div>");
	open_page(&b, buf_str(&html));
	for (i = 0; i < COUNT(long_lists); i++) {
		s = selector_new(str_from(long_lists[i]), &at, &e);
		assert_non_null(s);
		if (selector_find(s, &list.finder, list.dom.root, 100000, &hits, &e) != 0 || hits.n != LIST_LENGTH / 2)
			fail_msg("%s: %zu", long_lists[i], hits.n);
		selector_free(s);
	}
	close_page(&list);
	for (i = 0; i < COUNT(costly); i++) {
		s = selector_new(str_from(costly[i]), &at, &e);
		assert_non_null(s);
		assert_int_equal(selector_find(s, &b.finder, b.dom.root, 100, &hits, &e), -1);
		assert_int_equal(e.kind, ERR_LIMIT);
		selector_free(s);
	}
	close_page(&b);
	buf_release(&html);
}

/* ---- paths into JSON ---- */

static void
test_json_path(void **state)
{
	static const char json[] = "{\"a\":{\"b\":[{\"n\":1,\"t\":\"x\",\"l\":[\"p\",\"q\"]},{\"n\":2,\"t\":\"y\",\"l\":[\"r\"]},{\"n\":3,\"l\":null,\"late\":7}]},"
	                           "\"empty\":\"\",\"zero\":0,\"no\":false,\"none\":null,\"a-b\":5,\"odd name\":6,\"m\":[[1,2],[3],4],"
	                           "\"big\":1234567890123,\"half\":0.5,\"o\":{\"x\":{\"v\":1},\"y\":{\"v\":2}}}";
	static const struct {
		const char *name, *path, *want;
	} cases[] = {
		{ "a name", "zero", "0" },
		{ "names with a dash", "a-b", "5" },
		{ "names in quotation marks", "\"odd name\"", "6" },
		{ "names in names, and an index", "a.b[0].t", "x" },
		{ "an index from the end", "a.b[-1].n", "3" },
		{ "an index past the end", "a.b[7].n", "" },
		{ "all elements", "a.b[*].t", "x y" },
		{ "a flattened list", "a.b[].l[]", "p q r" },
		{ "an array in an array is put in its place", "m[]", "1 2 3 4" },
		{ "an array stands for its elements", "a.b[0].l", "p q" },
		{ "all members", "o.*.v", "1 2" },
		{ "a filter", "a.b[?t=='y'].n", "2" },
		{ "a filter by number", "a.b[?n>=`2`].n", "2 3" },
		{ "a number needs no backticks", "a.b[? n < 2 ].n", "1" },
		{ "a filter by truth", "a.b[?l].n", "1 2" },
		{ "not", "a.b[?!t].n", "3" },
		{ "and, or, parentheses", "a.b[?(n==1 || n==3) && t!='x'].n", "3" },
		{ "null is what is not there", "a.b[?t==null].n", "3" },
		{ "the current element", "m[1][?@ == 3]", "3" },
		{ "the whole", "@.zero", "0" },
		{ "otherwise", "missing || none || empty || zero", "0" },
		{ "the first that is something counts", "zero || half", "0" },
		{ "false is text in the end", "no", "false" },
		{ "large numbers are whole", "big", "1234567890123" },
		{ "fractions", "half", "0.5" },
		{ "a name of no object", "zero.x", "" },
	};
	struct json_values v;
	struct json_path *p;
	struct arena a;
	struct buf got;
	struct err e;
	size_t i, k, at;
	cJSON *root = cJSON_Parse(json);

	(void)state;
	assert_non_null(root);
	arena_init(&a, 1 << 20, NULL);
	buf_init(&got, 4096);
	for (i = 0; i < COUNT(cases); i++) {
		p = json_path_new(str_from(cases[i].path), &at, &e);
		if (p == NULL)
			fail_msg("%s: %zu: %s", cases[i].name, at, e.text);
		json_path_find(p, &a, root, 100, &v);
		buf_clear(&got);
		for (k = 0; k < v.n; k++) {
			buf_add_c(&got, k > 0 ? " " : "");
			buf_add_str(&got, json_value_text(&a, v.v[k]));
		}
		expect_text(cases[i].name, buf_str(&got), cases[i].want);
		json_path_free(p);
	}
	p = json_path_new(STR("a.b[*].late"), &at, &e);
	json_path_find(p, &a, root, 1, &v);
	assert_int_equal(v.n, 1); /* of one value only, too, though the first element has none */
	json_path_free(p);
	buf_release(&got);
	arena_release(&a);
	cJSON_Delete(root);
}

static void
test_json_path_mistakes(void **state)
{
	static const struct {
		const char *path;
		size_t at;
		const char *begins;
	} cases[] = {
		{ "", 0, "expected a name" },
		{ "a.", 2, "expected a name" },
		{ "a..b", 2, "expected a name" },
		{ "a[", 2, "expected a number, *, ? or ]" },
		{ "a[x]", 2, "expected a number, *, ? or ]" },
		{ "a[0", 3, "expected ]" },
		{ "a b", 2, "expected ., [, || or the end" },
		{ "a | b", 2, "expected ||, or the end: there are no pipes" },
		{ "length(a)", 6, "expected ., [ or the end: there are no functions" },
		{ "a[?b=='x]", 6, "expected a closing quotation mark" },
		{ "a[?b==]", 6, "expected a name" },
		{ "a[?(b]", 5, "expected )" },
		{ "\"a", 0, "expected a closing quotation mark" },
		{ "a || ", 5, "expected a name" },
		{ "$.a", 0, "expected a name" },
	};
	struct err e;
	size_t i, at;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (json_path_new(str_from(cases[i].path), &at, &e) != NULL)
			fail_msg("%s: taken", cases[i].path);
		if (at != cases[i].at || !str_starts(str_from(e.text), str_from(cases[i].begins)))
			fail_msg("%s: %zu: %s", cases[i].path, at, e.text);
	}
}

/* ---- dates by rules ---- */

static void
on_mistake(const struct rule *r, size_t offset, const char *what, void *arg)
{
	(void)arg;
	fail_msg("%s: %zu: %s", r->text, offset, what);
}

#define AS_OF_S 1767225600 /* 2026-01-01 */

static void
test_dates(void **state)
{
	static const struct {
		const char *name, *format, *zone, *language, *date, *want;
	} cases[] = {
		{ "by a format", "%d.%m.%Y, %H:%M", NULL, NULL, "3.4.2025, 18:05", "2025-04-03T18:05:00Z" },
		{ "in a zone with summer time", "%Y-%m-%d %H:%M", "CET-1CEST,M3.5.0,M10.5.0/3", NULL, "2025-07-01 12:00", "2025-07-01T10:00:00Z" },
		{ "and in its winter", "%Y-%m-%d %H:%M", "CET-1CEST,M3.5.0,M10.5.0/3", NULL, "2025-12-01 12:00", "2025-12-01T11:00:00Z" },
		{ "south of the equator summer goes over the new year", NULL, "AEST-10AEDT,M10.1.0,M4.1.0/3", NULL, "2025-01-15 12:00", "2025-01-15T01:00:00Z" },
		{ "names of months in their language", "%A, %e %B %Y", NULL, NULL, "Dienstag, 4 März 2025", "2025-03-04T00:00:00Z" },
		{ "short names with a dot", "%d %b %Y", NULL, NULL, "12 févr. 2025", "2025-02-12T00:00:00Z" },
		{ "the afternoon", "%B %d, %Y %I:%M %p", NULL, NULL, "April 3, 2025 5:07 p.m.", "2025-04-03T17:07:00Z" },
		{ "a zone in the date counts more", "%Y-%m-%d %H:%M %z", "CET-1", NULL, "2025-01-02 03:04 -0500", "2025-01-02T08:04:00Z" },
		{ "day of the year", "%Y/%j", NULL, NULL, "2024/061", "2024-03-01T00:00:00Z" },
		{ "seconds since 1970", "t=%s", NULL, NULL, "t=1700000000", "2023-11-14T22:13:20Z" },
		{ "white space as it comes", "%d %m %Y", NULL, NULL, "1  2   2025", "2025-02-01T00:00:00Z" },
		{ "a format must fit to the end", "%d.%m.%Y", NULL, NULL, "1.2.2025 x", "" },
		{ "no 30th of February", "%d.%m.%Y", NULL, NULL, "30.2.2025", "" },
		{ "recognised", NULL, NULL, NULL, "Fri, 14 Mar 2025 18:30:00 +0100", "2025-03-14T17:30:00Z" },
		{ "recognised, in a zone", NULL, "EST5EDT,M3.2.0,M11.1.0", NULL, "2025-03-14T18:30:00", "2025-03-14T22:30:00Z" },
		{ "the American order", NULL, NULL, "en-US", "3/4/2025", "2025-03-04T00:00:00Z" },
		{ "the order of most others", NULL, NULL, "en-GB", "3/4/2025", "2025-04-03T00:00:00Z" },
		{ "what can be no month is a day", NULL, NULL, "en-US", "13/4/2025", "2025-04-13T00:00:00Z" },
		{ "with words around it", NULL, NULL, NULL, "Published on 4 March 2025 by A. Lind", "2025-03-04T00:00:00Z" },
		{ "no date", NULL, NULL, NULL, "nobody's news", "" },
		{ "counted from when the page was current", NULL, "CET-1", NULL, "updated 3 hours ago", "2025-12-31T21:00:00Z" },
		{ "a format leaves no room for that", "%Y-%m-%d", NULL, NULL, "3 hours ago", "" },
	};
	char text[TIME_RFC3339_SIZE];
	struct item_dates d;
	struct arena a;
	int64_t unix_s;
	size_t i;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	clock_set(AS_OF_S);
	for (i = 0; i < COUNT(cases); i++) {
		struct rules rules[RULE_COUNT] = { { .n = 0 } };
		struct rule format = { .text = cases[i].format }, zone = { .text = cases[i].zone }, language = { .text = cases[i].language };

		rules[RULE_DATE_FORMAT] = (struct rules){ &format, cases[i].format != NULL };
		rules[RULE_DATE_ZONE] = (struct rules){ &zone, cases[i].zone != NULL };
		rules[RULE_DATE_LANGUAGE] = (struct rules){ &language, cases[i].language != NULL };
		item_dates_init(&d, rules, on_mistake, NULL);
		text[0] = '\0';
		if (item_dates_read(&d, &a, str_from(cases[i].date), AS_OF_S, &unix_s))
			time_rfc3339(unix_s, text);
		expect_text(cases[i].name, str_from(text), cases[i].want);
	}
	clock_set(-1);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_find), cmocka_unit_test(test_mistakes), cmocka_unit_test(test_limits),
		cmocka_unit_test(test_json_path), cmocka_unit_test(test_json_path_mistakes), cmocka_unit_test(test_dates) };

	return cmocka_run_group_tests_name("selector", tests, NULL, NULL);
}
