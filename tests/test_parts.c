#include "config.h"
#include "check.h"

#include <stdlib.h>

#include "base/mem.h"
#include "daemon/parts.h"

#define A STR("https://a.example/a.xml")
#define B STR("https://a.example/b.xml")

static const struct source usual = { .items_max = 500 };

static bool
wants(struct parts *p, struct str url, int64_t changed_s, const char **etag)
{
	struct sitemap_part part = { url, { changed_s, changed_s != 0 } };
	const char *last_modified;

	return parts_wants(p, &part, etag, &last_modified);
}

/* One part over two polls: what the index says of it, and what came of it, decides about the second. */
static void
test_polls(void **state)
{
	enum outcome { LEFT_OUT, CAME, FAILED };
	static const struct {
		const char *name;
		int64_t first_s, second_s; /* 0: no date */
		enum outcome first;
		bool is_wanted;
		const char *etag;
	} cases[] = {
		{ "a dated part that has not changed", 1000, 1000, CAME, false, NULL },
		{ "a dated part that has changed", 1000, 2000, CAME, true, NULL },
		{ "a date that went back is another one", 2000, 1000, CAME, true, NULL },
		{ "a part without a date is asked by its validators", 0, 0, CAME, true, "\"x\"" },
		{ "a part that gets a date", 0, 1000, CAME, true, NULL },
		{ "a part that failed is asked again", 1000, 1000, FAILED, true, NULL },
		{ "one without a date too", 0, 0, FAILED, true, NULL },
		{ "what was too old at first stays out", 1000, 1000, LEFT_OUT, false, NULL },
		{ "without a date too", 0, 0, LEFT_OUT, false, NULL },
		{ "until it changes", 1000, 2000, LEFT_OUT, true, NULL },
	};
	const char *etag;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct parts *p = parts_new(&usual, NULL);
		char *text;

		if (!wants(p, A, cases[i].first_s, &etag))
			fail_msg("%s: not wanted at first", cases[i].name);
		if (cases[i].first == CAME)
			parts_note(p, A, "\"x\"", NULL);
		else if (cases[i].first == FAILED)
			parts_note_failure(p, A);
		text = parts_text(p);
		parts_free(p);
		p = parts_new(&usual, text);
		free(text);
		if (wants(p, A, cases[i].second_s, &etag) != cases[i].is_wanted || (etag == NULL) != (cases[i].etag == NULL) ||
		    (etag != NULL && strcmp(etag, cases[i].etag) != 0))
			fail_msg("%s", cases[i].name);
		parts_free(p);
	}
}

/* The same once more, of a part that failed after it had come. */
static void
test_failure_after_success(void **state)
{
	struct parts *p = parts_new(&usual, NULL);
	const char *etag;
	char *text;

	(void)state;
	wants(p, A, 1000, &etag);
	parts_note(p, A, NULL, NULL);
	text = parts_text(p);
	parts_free(p);
	p = parts_new(&usual, text);
	free(text);
	assert_true(wants(p, A, 2000, &etag));
	parts_note_failure(p, A);
	text = parts_text(p);
	parts_free(p);
	p = parts_new(&usual, text);
	free(text);
	assert_true(wants(p, A, 2000, &etag));
	parts_free(p);
}

static void
test_forgetting(void **state)
{
	static const struct source other = { .items_max = 1000 };
	struct parts *p = parts_new(&usual, NULL);
	const char *etag;
	char *text;

	(void)state;
	wants(p, A, 1000, &etag);
	wants(p, B, 1000, &etag);
	parts_note(p, A, "a\tb", "Fri, 14 Mar 2025 10:00:00 GMT");
	parts_note(p, B, NULL, NULL);
	text = parts_text(p);
	parts_free(p);
	p = parts_new(&other, text);
	assert_true(wants(p, A, 1000, &etag)); /* another limit reaches further */
	parts_free(p);
	p = parts_new(&usual, text);
	free(text);
	assert_false(wants(p, A, 1000, &etag));
	text = parts_text(p); /* B is in no index any more */
	parts_free(p);
	p = parts_new(&usual, text);
	free(text);
	assert_true(wants(p, B, 1000, &etag));
	parts_free(p);
	p = parts_new(&usual, "500 0\nnonsense\n\n12 x\t\t\nffffffffffffffffffffff 1 1\t");
	assert_true(wants(p, A, 1000, &etag));
	parts_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_polls),
		cmocka_unit_test(test_failure_after_success),
		cmocka_unit_test(test_forgetting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
