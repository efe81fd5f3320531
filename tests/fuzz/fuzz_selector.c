/* Any text as what names parts of a document: a path into JSON behind j, run on an answer; else a selector, run on a page. */
#include "config.h"
#include "fuzz.h"

#include "extract/json_path.h"
#include "extract/selector.h"

static const char page[] = "<html lang=en><body id=b><ul class='a b'><li><a href='/1' title=x>One</a><li class=b>Two <b>deep</b><li>"
			   "</ul><p data-x='y z'>Three<time datetime=2026-01-05>then</time></p><p></p></body></html>";
static const char answer[] = "{\"data\":{\"items\":[{\"a\":\"b\",\"n\":1},{\"a\":\"c\",\"list\":[1,[2,3],null,true]}],\"odd name\":{\"x\":{}}}}";

static void
fuzz_selector(struct arena *a, struct str text)
{
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct finder f;
	struct selector *s;
	struct hits hits;
	struct dom dom;
	struct err e;
	size_t at = 0;

	s = selector_new(text, &at, &e);
	FUZZ_CHECK(at <= text.n || s != NULL);
	if (s == NULL || dom_parse(a, STR(page), STR_NONE, d, &dom, &e) != 0) {
		selector_free(s);
		return;
	}
	finder_init(&f, &dom, a);
	if (selector_find(s, &f, dom.root, 100, &hits, &e) == 0)
		FUZZ_CHECK(hits.n <= 100);
	finder_release(&f);
	dom_release(&dom);
	selector_free(s);
}

static void
fuzz_path(struct arena *a, struct str text)
{
	struct json_values found;
	struct json_path *p;
	struct err e;
	size_t at = 0;
	cJSON *o;

	p = json_path_new(text, &at, &e);
	FUZZ_CHECK(at <= text.n || p != NULL);
	if (p != NULL) {
		o = cJSON_Parse(answer);
		json_path_find(p, a, o, 50, &found);
		FUZZ_CHECK(found.n <= 50);
		cJSON_Delete(o);
	}
	json_path_free(p);
}

static void
fuzz(struct arena *a, struct str bytes)
{
	struct str text = fuzz_text(a, str_skip(bytes, 1));

	if (bytes.n > 0 && bytes.p[0] == 'j')
		fuzz_path(a, text);
	else
		fuzz_selector(a, text);
}
