#include "config.h"
#include "check.h"

#include <time.h>

#include "markup_rules.h"
#include "normalise/sanitise.h"
#include "normalise/text.h"

static void
test_sanitise(void **state)
{
	static const struct {
		const char *html, *want;
	} cases[] = {
		{ "plain & simple", "plain &amp; simple" },
		{ "<p>a<p>b", "<p>a</p><p>b</p>" },
		{ "<b><i>x</b>y", "<b><i>x</i></b><i>y</i>" },
		{ "<script>alert(1)</script>x", "x" },
		{ "<style>p{}</style><p class=a id=b style='x' onclick=y()>t", "<p>t</p>" },
		{ "<a href='javascript:alert(1)'>x</a>", "<a>x</a>" },
		{ "<a href=' java\nscript:alert(1)'>x</a>", "<a>x</a>" },
		{ "<a href='&#106;avascript:alert(1)'>x</a>", "<a>x</a>" },
		{ "<a href='/y?utm_source=z'>x</a>", "<a href=\"http://e.org/y\">x</a>" },
		{ "<img src=x onerror=alert(1)>", "<img src=\"http://e.org/x\"/>" },
		{ "<img src='data:image/png;base64,x'>", "" },
		{ "<img src='blank.gif' data-src='real.jpg' alt='A'>", "<img src=\"http://e.org/real.jpg\" alt=\"A\"/>" },
		{ "<img src='p.gif' width=1 height=1>t", "t" },
		{ "<p>a<iframe src='http://v.org/1'></iframe>b", "<p>a</p><p><a href=\"http://v.org/1\">http://v.org/1</a></p>b" },
		{ "<a href='/x'>a<embed src='http://v.org/1?utm_id=2'></a>",
			"<a href=\"http://e.org/x\">a</a><p><a href=\"http://v.org/1\">http://v.org/1</a></p>" },
		{ "<iframe src='http://v.org/1'></iframe>", "<p><a href=\"http://v.org/1\">http://v.org/1</a></p>" },
		{ "<svg><script>x</script></svg>y", "y" },
		{ "<math alttext='x<\"y\"'><mi>x</mi></math>", "x&lt;\"y\"" },
		{ "<math alttext='x^2'><mi>x</mi></math>", "x^2" },
		{ "<!-- c --><!doctype x><?php ?>z", "z" },
		{ "a < b", "a &lt; b" },
		{ "<ul><li>1<li>2</ul>", "<ul><li>1</li><li>2</li></ul>" },
		{ "</p></div>x", "x" },
		{ "<custom-x>y</custom-x>", "y" },
		{ "<title>a</title><noscript><p>hidden</p></noscript>b", "b" },
		{ "<img srcset='a.jpg 1x, javascript:x 2x'>", "<img srcset=\"http://e.org/a.jpg 1x\"/>" },
		{ "x<br>y<hr>", "x<br/>y<hr/>" },
		{ "<table><tr><td>1<td>2<tr><td>3</table>", "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>" },
		{ "<a title='\"><script>'>q</a>", "<a title=\"&quot;&gt;&lt;script&gt;\">q</a>" },
		{ "<p", "" },
		{ "<", "&lt;" },
		{ "<b><i>x</b>y</i>", "<b><i>x</i></b><i>y</i>" },
		{ "<p><b>x<p>y</b>z", "<p><b>x</b></p><p><b>y</b>z</p>" },
		{ "<b><div>head</b> text</div>", "<b><div>head</div></b><div> text</div>" },
		{ "<b><p>1</p><p>2</b></p>", "<b><p>1</p><p>2</p></b>" },
		{ "<p><em>a<ul><li>b</em></ul>c", "<p><em>a</em></p><ul><li><em>b</em></li></ul>c" },
		{ "<b><ul><li>x</b></ul>y", "<b><ul><li>x</li></ul></b>y" },
		{ "<table><tr><td><b>x<td>y</table>z", "<table><tr><td><b>x</b></td><td>y</td></tr></table>z" },
		{ "<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>" },
		{ "<a href=/1><ul><li>x</a></li><li><a href=/2>y</a></ul>",
			"<a href=\"http://e.org/1\"><ul><li>x</li></ul></a><ul><li><a href=\"http://e.org/2\">y</a></li></ul>" },
		{ "<h1>a<u><h2>b</u><h3>c", "<h1>a<u></u></h1><h2><u>b</u></h2><h3>c</h3>" },
		{ "<h2>a<h3>b</h2>", "<h2>a</h2><h3>b</h3>" },
		{ "<a href=/1>x<a href=/2>y</a>", "<a href=\"http://e.org/1\">x</a><a href=\"http://e.org/2\">y</a>" },
		{ "<div><span>a</div>b</span>", "<div><span>a</span></div>b" },
		{ "<p>a</br>b", "<p>a<br/>b</p>" },
		{ "a<iframe src='http://v.org/'/>b", "a<p><a href=\"http://v.org/\">http://v.org/</a></p>b" },
		{ "a<object data=x.swf>b", "a<p><a href=\"http://e.org/x.swf\">http://e.org/x.swf</a></p>b" },
		{ "<object><param name=q><embed src='http://v.org/e'></object>", "<p><a href=\"http://v.org/e\">http://v.org/e</a></p>" },
		{ "<p>x<embed src='http://v.org/e'>y</p>", "<p>x</p><p><a href=\"http://v.org/e\">http://v.org/e</a></p>y" },
		{ "a<script>b", "a" },
		{ "a<select><option>b", "ab" },
		{ "a<svg><style><p>b</style></svg>c", "ac" },
		{ "<math><mi>x</mi><mo>&lt;</mo><mn>2</mn></math>", "x&lt;2" },
		{ "<![CDATA[<b>x</b>]]>y", "<b>x</b>y" },
		{ "a<!-->b<!--->c<!-- d --!>e", "abce" },
		{ "<img data-src='a.jpg' src='s.gif'><noscript><img src='a.jpg?big'></noscript>", "<img src=\"http://e.org/a.jpg?big\"/>" },
		{ "<noscript><img src='a.jpg'></noscript> <img data-original='a.jpg'>", "<img src=\"http://e.org/a.jpg\"/> " },
		{ "<noscript>Scripts, please! <img src='a.jpg'></noscript>", "" },
		{ "<noscript><noscript><img src=a.jpg></noscript></noscript>b", "b" },
		{ "<amp-img src='a.jpg' width=2></amp-img>", "<img src=\"http://e.org/a.jpg\" width=\"2\"/>" },
		{ "<img data-lazy='true' src='a.jpg'>", "<img src=\"http://e.org/a.jpg\"/>" },
		{ "<img src='http://pixel.wp.com/b.gif?x'>", "" },
		{ "<img src='http://e.org/?u=pixel.wp.com/b.gif'>", "<img src=\"http://e.org/?u=pixel.wp.com/b.gif\"/>" },
		{ "<img src=a.gif style='width: 1px; height:1px'>", "" },
		{ "<img srcset='a,b.jpg 1x, c.jpg (2x, 3x) , d.jpg 2x 3y, e.jpg, ,f.jpg 5w'>",
		    "<img srcset=\"http://e.org/a,b.jpg 1x, http://e.org/e.jpg, http://e.org/f.jpg 5w\"/>" },
		{ "<p xml:lang=de dir=rtl>x", "<p lang=\"de\" dir=\"rtl\">x</p>" },
		{ "<a href=x rel='external nofollow' target=_blank>y</a>", "<a href=\"http://e.org/x\" rel=\"nofollow\">y</a>" },
		{ "a&#1;b\xef\xbf\xbe\r\nd\x01", "ab\nd" },
		{ "<form><input name=a>b</form>", "b" },
		{ "<tr><td>1</td><td>2</td></tr><tr><td>3</td></tr>x", "1 2 3x" },
		{ "<p>x<tbody><tr><th>1<col><caption>2</table>", "<p>x 1 2</p>" },
		{ "<table><tr><td>1</table><td>2", "<table><tr><td>1</td></tr></table> 2" },
		{ "<table><tr><td><div><p>1<tr><td>2</table>", "<table><tr><td><div><p>1</p></div></td></tr><tr><td>2</td></tr></table>" },
		{ "<a><i><p><tr><a>x<p>y", "<a><i><p> </p></i></a><i><p><a>x</a></p><p><a>y</a></p></i>" },
		{ "<a><p><tr><a><h1>", "<a><p> </p></a><p><a></a></p><h1></h1>" },
	};
	struct scope scope = { STR("http://e.org/"), STR_NONE };
	struct arena a;
	struct buf once, twice;
	size_t i;

	(void)state;
	arena_init(&a, 16 << 20, NULL);
	buf_init(&once, 1 << 20);
	buf_init(&twice, 1 << 20);
	for (i = 0; i < COUNT(cases); i++) {
		buf_clear(&once);
		buf_clear(&twice);
		sanitise_html(&a, str_from(cases[i].html), &scope, SANITISE_BODY, &once);
		expect_text(cases[i].html, buf_str(&once), cases[i].want);
		sanitise_html(&a, buf_str(&once), &scope, SANITISE_BODY, &twice);
		expect_text("twice changes nothing", buf_str(&twice), cases[i].want);
	}
	buf_release(&once);
	buf_release(&twice);
	arena_release(&a);
}

/* Behind each of these an attack begins as if it stood somewhere else. */
static const char *const before[] = { "", "\">", "' x='", "-->", "<!--", "]]>", "<![CDATA[", "</title>", "</textarea>", "</style>", "</script>",
	"</noscript>", "</template>", "<noscript>", "<svg>", "<svg><desc>", "<svg><foreignObject>", "<math><mtext>", "<math><annotation-xml>",
	"<table><tr>", "<select><option>", "<p title=\"", "<p title='", "<a href=", "<img src=\"x", "<textarea>", "<title>", "<style>",
	"<xmp>", "<noembed>", "<iframe>", "<plaintext>", "<frameset>", "<object>", "<template>", "<form><b>", "<!DOCTYPE [", "<?xml ", "</", "<" };

static const char *const attacks[] = {
	/* elements that run, load or draw over */
	"<script>run()</script>", "<script src=//e.net/x.js></script>", "<ScRiPt/x>run()</sCrIpT >", "<scr<script>ipt>run()</script>",
	"<svg><script>run()</script></svg>", "<math><script>run()</script></math>", "<style>@import '//e.net/x.css'</style>",
	"<link rel=stylesheet href=//e.net/x.css>", "<meta http-equiv=refresh content='0;url=javascript:run()'>", "<base href=javascript:run()//>",
	"<iframe srcdoc='<script>run()</script>'></iframe>", "<iframe src=javascript:run()></iframe>", "<embed src=javascript:run()>",
	"<object data=data:text/html,<script>run()</script>></object>", "<applet code=x></applet>", "<form action=javascript:run()><input type=submit>",
	"<button formaction=javascript:run()>x</button>", "<isindex action=javascript:run()>", "<portal src=//e.net>", "<dialog open>x</dialog>",
	"<svg><use href=data:image/svg+xml,x#y /></svg>", "<svg><animate attributeName=href values=javascript:run() /></svg>",
	"<svg><foreignObject><img src=x onerror=run()></foreignObject></svg>", "<map><area href=javascript:run()></map>",
	/* attributes that run */
	"<img src=x onerror=run()>", "<img src=x OnErRoR = 'run()'>", "<img/src=x/onerror=run()>", "<img src=x onerror\n=\nrun()>",
	"<p onclick=run()>x</p>", "<video><source onerror=run() src=x></video>", "<details open ontoggle=run()>x</details>",
	"<a style='position:fixed;inset:0' href=x>y</a>", "<b id=body class=x data-x=run()>x</b>", "<p\x0bonclick=run()>x", "<p a=b\x01 onclick=run()>x",
	"<x:p onclick=run()>x</x:p>", "<p xmlns:x=y x:onclick=run()>x</p>", "<a =\"\" onclick=run()>x</a>", "<a \"=x onclick=run()>x</a>",
	/* addresses that run */
	"<a href=javascript:run()>x</a>", "<a href='JaVaScRiPt:run()'>x</a>", "<a href='java\tscript:run()'>x</a>", "<a href=' \x01javascript:run()'>x</a>",
	"<a href='java&#10;script&colon;run&lpar;1&rpar;'>x</a>", "<a href='&#x6a&#x61vascript:run()'>x</a>", "<a href='&#0000106avascript:run()'>x</a>",
	"<a href='vbscript:run()'>x</a>", "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>", "<a href='blob:x'>x</a>", "<a href='file:///etc/passwd'>x</a>",
	"<a href='\xe2\x80\xa8javascript:run()'>x</a>", "<a href='\xc2\xa0javascript:run()'>x</a>", "<a href='feed:javascript:run()'>x</a>",
	"<a href='//javascript:run()'>x</a>", "<a href='javascript\\x3arun()'>x</a>", "<a xlink:href=javascript:run()>x</a>",
	"<img src=javascript:run()>", "<img srcset='javascript:run() 1x, data:x 2x'>", "<img data-src='javascript:run()'>", "<img data-srcset='data:x 1x'>",
	"<video poster=javascript:run()>x</video>", "<audio src=data:x>x</audio>", "<blockquote cite=javascript:run()>x</blockquote>",
	"<noscript><img src=javascript:run()></noscript>", "<img src='data:image/svg+xml,<svg onload=run()>'>",
	/* markup that another parser might see */
	"<p title='--><img src=x onerror=run()>'>x</p>", "<p title='</noscript><img src=x onerror=run()>'>x</p>", "<img alt='`><img src=x onerror=run()>'>",
	"<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=run()>'>", "<svg></p><style><a title='</style><img onerror=run()>'>",
	"&lt;img src=x onerror=run()&gt;", "&#60;script&#62;run()&#60;/script&#62;", "<!--><img src=x onerror=run()>-->", "<!--!><img src=x onerror=run()>-->",
	"<? ><img src=x onerror=run()> ?>", "<!x><img src=x onerror=run()>", "</x <img src=x onerror=run()>", "<![endif]--><img src=x onerror=run()>",
	"<a href='x\"onclick=run() y='>z</a>", "<a title='x\" onclick=\"run()'>z</a>", "\xef\xbb\xbf<img src=x onerror=run()>", "<\xc3\x84 onclick=run()>x",
	"<\xc5\xbf" "cript>run()</\xc5\xbf" "cript>", "\xef\xbc\x9cscript\xef\xbc\x9erun()\xef\xbc\x9c/script\xef\xbc\x9e", "<table><a><table><b><td></a>x</b>",
};

static void
test_attacks(void **state)
{
	struct scope scope = { STR("http://e.org/a/"), STR_NONE };
	struct buf in, once, twice;
	const char *fault;
	struct arena a;
	size_t i, k;

	(void)state;
	arena_init(&a, 64 << 20, NULL);
	buf_init(&in, 1 << 16);
	buf_init(&once, 1 << 20);
	buf_init(&twice, 1 << 20);
	for (i = 0; i < COUNT(before) * COUNT(attacks); i++) {
		buf_clear(&in);
		buf_clear(&once);
		buf_clear(&twice);
		for (k = 0; k < 3; k++) { /* one may close what another opened */
			buf_add_c(&in, k == 1 ? " safe " : "<i>safe</i>");
			buf_add_c(&in, before[i % COUNT(before)]);
			buf_add_c(&in, attacks[i / COUNT(before)]);
		}
		sanitise_html(&a, buf_str(&in), &scope, SANITISE_BODY, &once);
		sanitise_html(&a, buf_str(&once), &scope, SANITISE_BODY, &twice);
		fault = markup_fault(buf_str(&once));
		if (fault != NULL)
			fail_msg("%s: %s: %s", fault, in.p, once.p);
		if (!str_eq(buf_str(&once), buf_str(&twice)))
			fail_msg("twice: %s: %s: %s", in.p, once.p, twice.p);
		if (!str_starts(buf_str(&once), STR("<i>safe</i>")))
			fail_msg("safe text is lost: %s: %s", in.p, once.p);
		arena_reset(&a);
	}
	buf_release(&in);
	buf_release(&once);
	buf_release(&twice);
	arena_release(&a);
	xmlCleanupParser();
}

#ifndef HAVE_SANITIZERS /* their memmem() looks at all of its haystack, wherever the needle is */
/* Time in proportion to the input: eight times as much takes no more than twenty times as long. */
static double
seconds_for(const char *piece, size_t n)
{
	struct timespec from, to;
	struct buf in, out;
	struct arena a;
	size_t i;

	arena_init(&a, (size_t)1 << 30, NULL);
	buf_init(&in, 16 << 20);
	buf_init(&out, 2 * SANITISE_CONTENT_MAX);
	for (i = 0; i < n; i++)
		buf_add_c(&in, piece);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	sanitise_html(&a, buf_str(&in), NULL, SANITISE_BODY, &out);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	buf_release(&in);
	buf_release(&out);
	arena_release(&a);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void
test_linear_time(void **state)
{
	static const char *const pieces[] = { "<", "</", "<a", "<a ", "<a b='", "<!--", "<![CDATA[", "]]>", "&", "&#", "&amp", "<p>", "<b>", "<b><p>", "</b>",
		"<a href=x>", "<object>", "<svg>", "<iframe/>", "<iframe>", "<textarea>", "<noscript>", "<noscript><img src=x></noscript>", "<table><td>",
		"<li>", "<math>", "<img srcset='a 1x,,,'>", "<h1><a>", "<object><iframe>", "<select><script>", "<?", "</a></b>", "<i></b>" };
	double few, many;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pieces); i++) {
		few = seconds_for(pieces[i], 10000);
		many = seconds_for(pieces[i], 80000);
		if (many > 0.2 && many > 20 * few)
			fail_msg("%s: %.3f s for 10,000, %.3f s for 80,000", pieces[i], few, many);
	}
}
#endif

static void
test_depth(void **state)
{
	struct arena a;
	struct buf in, out;
	size_t i;

	(void)state;
	arena_init(&a, 64 << 20, NULL);
	buf_init(&in, 8 << 20);
	buf_init(&out, 8 << 20);
	for (i = 0; i < 100000; i++)
		buf_add_c(&in, "<div>");
	buf_add_c(&in, "x");
	sanitise_html(&a, buf_str(&in), NULL, SANITISE_BODY, &out);
	assert_true(out.n < 2000);
	assert_true(str_find(buf_str(&out), STR("x")) != STR_NPOS);
	buf_release(&in);
	buf_release(&out);
	arena_release(&a);
}

static void
test_text(void **state)
{
	static const struct {
		const char *html, *want;
	} cases[] = {
		{ "<p>a</p><p>b</p>", "a b" },
		{ "x<b>y</b>z", "xyz" },
		{ "1 &lt; 2 &amp;amp;", "1 < 2 &amp;" },
		{ "a<script>b</script>c", "ac" },
		{ " \n a \t b ", "a b" },
	};
	static const struct {
		const char *text;
		bool is_markup;
	} sniffs[] = { { "2 < 3", false }, { "AT&T", false }, { "<gorilla>", false }, { "<code>", false }, { "&copy; x", true },
		{ "<b>b</b>", true }, { "a &nosuch; b &amp;", false }, { "plain", false } };
	struct arena a;
	size_t i;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	for (i = 0; i < COUNT(cases); i++)
		expect_text(cases[i].html, text_from_html(&a, str_from(cases[i].html)), cases[i].want);
	for (i = 0; i < COUNT(sniffs); i++)
		if (text_is_markup(&a, str_from(sniffs[i].text)) != sniffs[i].is_markup)
			fail_msg("%s", sniffs[i].text);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sanitise),
		cmocka_unit_test(test_attacks),
#ifndef HAVE_SANITIZERS
		cmocka_unit_test(test_linear_time),
#endif
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests_name("normalise", tests, NULL, NULL);
}
