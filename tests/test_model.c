#include "config.h"
#include "check.h"

#include <cjson/cJSON.h>

#include <math.h>

#include "model/document.h"

static struct document *
sample(struct arena *a)
{
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct article *item = list_add(a, &d->articles, sizeof(*item));
	struct enclosure *e;

	d->format = STR("atom10");
	d->encoding = STR("utf-8");
	d->wellformed = TRI_TRUE;
	d->title.plain = STR("A \"feed\"");
	item->id = STR("urn:x:1");
	item->title.plain = STR("Q&A");
	item->title.html = STR("Q&amp;A");
	item->published = (struct opt_int){ -5, true };
	e = list_add(a, &item->enclosures, sizeof(*e));
	e->url = STR("http://e.org/a.mp3");
	e->duration = (struct opt_num){ 1.5, true };
	item->geo = arena_zalloc(a, sizeof(*item->geo));
	item->geo->type = STR("Point");
	item->geo->coordinates = (struct coords){ arena_alloc(a, 2 * sizeof(double)), 2, 2, 0 };
	item->geo->coordinates.v[0] = -71.92;
	item->geo->coordinates.v[1] = 45;
	item->path = STR("a.txt");
	return d;
}

static void
test_round_trip(void **state)
{
	struct arena a;
	struct buf cbor, first, second;
	struct document back = { .format = STR_NONE };
	struct err e;

	(void)state;
	arena_init(&a, 1 << 20, NULL);
	buf_init(&cbor, 1 << 20);
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	assert_int_equal(model_encode(&cbor, sample(&a), &shape_document), 0);
	assert_int_equal(model_decode(&a, buf_str(&cbor), &back, &shape_document, &e), 0);
	document_to_json(&first, sample(&a));
	document_to_json(&second, &back);
	assert_string_equal(first.p, second.p);
	expect_text("JSON", buf_str(&first),
	    "{\"schema\":\"parse/1\",\"format\":\"atom10\",\"encoding\":\"utf-8\",\"wellformed\":true,\"title\":\"A \\\"feed\\\"\",\"entries\":"
	    "[{\"id\":\"urn:x:1\",\"title\":\"Q&A\",\"title_html\":\"Q&amp;A\",\"published\":\"1969-12-31T23:59:55Z\",\"enclosures\":"
	    "[{\"url\":\"http://e.org/a.mp3\",\"duration\":1.5}],\"geo\":{\"type\":\"Point\",\"coordinates\":[-71.92,45]}}]}\n");
	buf_release(&cbor);
	buf_release(&first);
	buf_release(&second);
	arena_release(&a);
}

/* Whatever byte of an answer is changed or cut, decoding ends cleanly. */
static void
test_hostile_bytes(void **state)
{
	struct arena a;
	struct buf cbor;
	struct err e;
	size_t i;
	unsigned v;

	(void)state;
	arena_init(&a, 64 << 20, NULL);
	buf_init(&cbor, 1 << 20);
	assert_int_equal(model_encode(&cbor, sample(&a), &shape_document), 0);
	for (i = 0; i < cbor.n; i++) {
		char was = cbor.p[i];
		struct document back = { .format = STR_NONE };

		assert_int_equal(model_decode(&a, str_head(buf_str(&cbor), i), &back, &shape_document, &e), -1);
		for (v = 0; v < 256; v += 5) {
			struct document other = { .format = STR_NONE };

			cbor.p[i] = (char)v;
			model_decode(&a, buf_str(&cbor), &other, &shape_document, &e);
			arena_reset(&a);
		}
		cbor.p[i] = was;
	}
	buf_release(&cbor);
	arena_release(&a);
}

/* A head of an array, and as many empty maps: ten bytes for what becomes kilobytes, again and again. */
static void
add_empty_elements(struct buf *b, unsigned n)
{
	unsigned i;

	buf_add_char(b, (char)0x99);
	buf_add_char(b, (char)(n >> 8));
	buf_add_char(b, (char)n);
	for (i = 0; i < n; i++)
		buf_add_char(b, (char)0xa0);
}

static void
test_growth_has_a_cap(void **state)
{
	const struct field *f = shape_document.fields;
	struct document back = { .format = STR_NONE };
	struct arena a;
	struct buf cbor;
	struct err e;

	(void)state;
	while (f->offset != offsetof(struct document, articles))
		f++;
	arena_init(&a, SIZE_MAX / 4, NULL);
	buf_init(&cbor, 1 << 20);
	buf_add_char(&cbor, (char)0xa1);
	buf_add_char(&cbor, 0x18);
	buf_add_char(&cbor, (char)f->key);
	add_empty_elements(&cbor, 9999);
	assert_true(f->key >= 24 && f->key < 256);
	assert_int_equal(model_decode(&a, buf_str(&cbor), &back, &shape_document, &e), -1);
	assert_non_null(strstr(e.text, "more than it may become"));
	assert_true(a.used < MODEL_GROWTH_MAX * cbor.n + 2 * MODEL_GROWTH_FREE);
	buf_release(&cbor);
	arena_release(&a);
}

static void
test_limits_hold_on_both_sides(void **state)
{
	struct document *d, back = { .format = STR_NONE };
	struct geo *geo;
	struct arena a;
	struct buf cbor;
	struct err e;
	uint32_t i;

	(void)state;
	arena_init(&a, 256 << 20, NULL);
	buf_init(&cbor, 64 << 20);
	d = sample(&a);
	for (i = 0; i < MODEL_LIST_MAX + 5; i++)
		((struct link *)list_add(&a, &d->links, sizeof(struct link)))->url = STR("http://e.org/");
	d->id = (struct str){ memset(arena_alloc(&a, MODEL_STR_MAX + 5), 'x', MODEL_STR_MAX + 5), MODEL_STR_MAX + 5 };
	((struct enclosure *)((struct article *)d->articles.v)->enclosures.v)->duration.v = HUGE_VAL;
	geo = ((struct article *)d->articles.v)->geo;
	geo->coordinates = (struct coords){ arena_zalloc(&a, 30000 * sizeof(double)), 30000, 3, 1 };
	assert_int_equal(model_encode(&cbor, d, &shape_document), 0);
	assert_int_equal(model_decode(&a, buf_str(&cbor), &back, &shape_document, &e), 0);
	assert_int_equal(back.links.n, MODEL_LIST_MAX);
	assert_int_equal(back.id.n, MODEL_STR_MAX);
	assert_false(((struct enclosure *)((struct article *)back.articles.v)->enclosures.v)->duration.is_set);
	assert_int_equal(((struct article *)back.articles.v)->geo->coordinates.n, 9996);
	buf_release(&cbor);
	arena_release(&a);
}

static void
test_json_round_trip(void **state)
{
	static const char *const broken[] = { "[]", "{\"title\":5}", "{\"published\":\"yesterday\"}", "{\"links\":{}}", "{\"geo\":{\"coordinates\":[1]}}",
		"{\"published\":\"2024-13-01T00:00:00Z\"}", "{\"links\":[\"x\"]}" };
	struct arena a;
	struct buf first, second, json;
	struct document *d, back = { .format = STR_NONE };
	struct article article;
	cJSON *o;
	struct err e;
	size_t i;

	(void)state;
	arena_init(&a, 64 << 20, NULL);
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	buf_init(&json, 1 << 20);
	d = sample(&a);
	model_encode(&first, d, &shape_document);
	model_to_json(&json, d, &shape_document, true);
	o = cJSON_ParseWithLength(json.p, json.n);
	if (model_from_json(&a, o, &back, &shape_document, &e) != 0)
		fail_msg("%s", e.text);
	cJSON_Delete(o);
	model_encode(&second, &back, &shape_document);
	assert_true(str_eq(buf_str(&first), buf_str(&second)));
	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		article = (struct article){ .id = STR_NONE };
		o = cJSON_Parse(broken[i]);
		if (model_from_json(&a, o, &article, &shape_article, &e) == 0)
			fail_msg("%s was taken", broken[i]);
		cJSON_Delete(o);
	}
	buf_release(&first);
	buf_release(&second);
	buf_release(&json);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_round_trip), cmocka_unit_test(test_hostile_bytes),
		cmocka_unit_test(test_growth_has_a_cap), cmocka_unit_test(test_limits_hold_on_both_sides), cmocka_unit_test(test_json_round_trip) };

	return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
