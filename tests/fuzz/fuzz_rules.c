/*
 * Any line as a selector, a path into JSON, a regular expression and a date format, on any page behind it. What is wrong
 * with one lies in it.
 */
#include "config.h"
#include "fuzz.h"

#include "base/regex.h"
#include "extract/item_date.h"
#include "extract/json_path.h"
#include "extract/selector.h"

#define RULE_MAX 512U /* bytes */

static void
try_selector(struct arena *a, struct str rule, struct str page)
{
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct selector *s;
	struct finder f;
	struct hits hits;
	struct dom dom;
	struct err e;
	size_t at;

	s = selector_new(rule, &at, &e);
	FUZZ_CHECK(s != NULL || at <= rule.n);
	if (s != NULL && dom_parse(a, page, STR_NONE, d, &dom, &e) == 0) {
		finder_init(&f, &dom, a);
		if (selector_find(s, &f, dom.root, 1000, &hits, &e) == 0)
			FUZZ_CHECK(hits.n <= 1000);
		finder_release(&f);
		dom_release(&dom);
	}
	selector_free(s);
}

static void
try_path(struct arena *a, struct str rule, struct str json)
{
	struct json_path *p;
	struct json_values v;
	struct err e;
	cJSON *root;
	size_t at;

	p = json_path_new(rule, &at, &e);
	FUZZ_CHECK(p != NULL || at <= rule.n);
	root = p != NULL ? cJSON_ParseWithLength(json.p != NULL ? json.p : "", json.n) : NULL;
	if (root != NULL) {
		json_path_find(p, a, root, 1000, &v);
		FUZZ_CHECK(v.n <= 1000);
	}
	cJSON_Delete(root);
	json_path_free(p);
}

/* rule_mistake_fn */
static void
on_mistake(const struct rule *r, size_t offset, const char *what, void *arg)
{
	(void)what;
	(void)arg;
	FUZZ_CHECK(offset <= strlen(r->text));
}

static void
try_rest(struct arena *a, struct str rule, struct str text)
{
	struct rule format = { .key = "item.date.format", .text = arena_strdup(a, rule) };
	struct rules rules[RULE_COUNT] = { [RULE_DATE_FORMAT] = { &format, 1 } };
	struct item_dates dates;
	struct regex *r;
	struct buf out;
	int64_t unix_s;
	struct err e;
	size_t at;

	item_dates_init(&dates, rules, on_mistake, NULL);
	item_dates_read(&dates, a, text, 1700000000, &unix_s);
	r = regex_new(rule, false, &at, &e);
	FUZZ_CHECK(r != NULL || at <= rule.n);
	if (r == NULL)
		return;
	buf_init(&out, 1 << 20);
	regex_replace(r, text, STR("<$0>"), &out);
	FUZZ_CHECK(out.is_full || utf8_is_valid(buf_str(&out)));
	buf_release(&out);
	regex_free(r);
}

static void
fuzz(struct arena *a, struct str bytes)
{
	size_t end = str_find_char(bytes, '\n');
	struct str rule = fuzz_text(a, str_head(bytes, end == STR_NPOS ? bytes.n : end)), rest;

	rest = end == STR_NPOS ? STR_NONE : str_skip(bytes, end + 1);
	rule = arena_str(a, utf8_head(rule, RULE_MAX));
	try_selector(a, rule, rest);
	try_path(a, rule, rest);
	try_rest(a, rule, fuzz_text(a, rest));
}
