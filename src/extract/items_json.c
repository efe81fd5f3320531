#include "config.h"
#include "extract/items.h"

#include "base/url.h"
#include "extract/item_fill.h"
#include "parse/charset.h"

#define LONG_NUMBER 16U    /* digits: past what a double holds */
#define EXCERPT_BYTES 400U /* of an item */

struct reader {
	struct item_fill fill;
	const struct items_input *in;
	cJSON *root;
	struct err *e;
};

/* ---- ids of twenty digits ---- */

static size_t
string_end(struct str s, size_t i)
{
	for (i++; i < s.n && s.p[i] != '"'; i++)
		if (s.p[i] == '\\')
			i++;
	return i < s.n ? i + 1 : s.n;
}

/* Numbers that cJSON would round are made strings, which paths treat alike. */
static struct str
with_long_numbers(struct arena *a, struct str s)
{
	size_t i = 0, from, digits;
	struct buf out;
	struct str all;

	buf_init(&out, 2 * s.n + 2);
	while (i < s.n) {
		from = i;
		if (s.p[i] == '"') {
			i = string_end(s, i);
		} else if (ascii_is_digit(s.p[i]) || s.p[i] == '-') {
			for (i++; i < s.n && ascii_is_digit(s.p[i]); i++)
				;
			digits = i - from;
			for (; i < s.n && (ascii_is_alnum(s.p[i]) || strchr(".+-", s.p[i]) != NULL); i++)
				digits = 0; /* a fraction */
			if (digits >= LONG_NUMBER) {
				buf_printf(&out, "\"%.*s\"", STR_ARG(((struct str){ s.p + from, digits })));
				continue;
			}
		} else {
			i++;
		}
		buf_add(&out, s.p + from, i - from);
	}
	all = arena_str(a, buf_str(&out));
	buf_release(&out);
	return all;
}

static bool
has_long_number(struct str s)
{
	size_t i = 0, n = 0;

	while (i < s.n) {
		if (s.p[i] == '"') {
			i = string_end(s, i);
			n = 0;
			continue;
		}
		n = ascii_is_digit(s.p[i]) ? n + 1 : 0;
		if (n >= LONG_NUMBER)
			return true;
		i++;
	}
	return false;
}

/* ---- fields of an item ---- */

static struct str
excerpt_of(struct reader *r, const cJSON *v)
{
	char *text = cJSON_PrintUnformatted(v);
	struct str s = text != NULL ? arena_str(r->fill.a, str_head(str_from(text), EXCERPT_BYTES)) : STR_NONE;

	cJSON_free(text);
	return s;
}

static int
take_way(struct reader *r, const struct item_way *way, const cJSON *item, enum item_field field, struct article *to, struct str *seen)
{
	struct json_values values;
	struct str text;
	size_t i;
	int n = 0;

	json_path_find(way->path, r->fill.a, item, FIELD_VALUES_MAX, &values);
	for (i = 0; i < values.n; i++) {
		text = json_value_text(r->fill.a, values.v[i]);
		if (i == 0) {
			*seen = text.n > 0 ? text : excerpt_of(r, values.v[i]);
			item_fill_note(&r->fill, way, values.n, *seen);
		}
		if (to == NULL || (n > 0 && !item_field_is_list(field)))
			break;
		n += item_fill_put(&r->fill, to, field, text, TEXT_SNIFF);
	}
	return n;
}

static void
take_field(struct reader *r, const cJSON *item, uint32_t number, enum item_field field, struct article *to)
{
	const struct item_ways *ways = &r->fill.rules->field[field];
	struct str seen = STR_NONE;
	bool is_done = false;
	size_t i;

	for (i = 0; i < ways->n && (!is_done || r->in->wants_all); i++)
		is_done = take_way(r, &ways->v[i], item, field, is_done ? NULL : to, &seen) > 0 || is_done;
	if (ways->n > 0 && !is_done && seen.n > 0)
		item_fill_spoilt(&r->fill, number, ways, field, seen);
	else if (ways->n > 0 && !is_done && (field == ITEM_title || field == ITEM_link || field == ITEM_date))
		item_fill_failed(&r->fill, number, excerpt_of(r, item), "%s: names nothing in the item", ways->v[0].rule->key);
}

static void
take_item(struct reader *r, const cJSON *item, uint32_t number)
{
	struct article *to = arena_zalloc(r->fill.a, sizeof(*to));
	int field;

	for (field = 0; field < ITEM_FIELD_COUNT; field++)
		take_field(r, item, number, (enum item_field)field, to);
	if (item_is_article(to))
		*(struct article *)list_add(r->fill.a, &r->fill.d->articles, sizeof(*to)) = *to;
	else
		item_fill_failed(&r->fill, number, excerpt_of(r, item), "no link, no title and no content in the item");
}

/* ---- the answer ---- */

static int
take_items(struct reader *r)
{
	unsigned max = r->in->items_max > 0 && r->in->items_max < ITEMS_MAX ? r->in->items_max : ITEMS_MAX;
	const struct item_ways *ways = &r->fill.rules->item;
	struct json_values values, first = { .n = 0 };
	size_t i;

	for (i = 0; i < ways->n && (first.n == 0 || r->in->wants_all); i++) {
		json_path_find(ways->v[i].path, r->fill.a, r->root, UINT32_MAX, &values);
		if (values.n > 0)
			item_fill_note(&r->fill, &ways->v[i], values.n, excerpt_of(r, values.v[0]));
		if (first.n == 0)
			first = values;
	}
	if (first.n == 0)
		return err_set(r->e, ERR_INPUT, "item: \"%s\" leads to nothing in the answer", ways->n > 0 ? ways->v[0].rule->text : "");
	for (i = 0; i < first.n && r->fill.d->articles.n < max; i++)
		take_item(r, first.v[i], (uint32_t)i);
	if (i < first.n)
		r->fill.d->dropped = (struct opt_int){ (int64_t)(first.n - i), true };
	return 0;
}

static void
take_next(struct reader *r)
{
	const struct item_ways *ways = &r->fill.rules->next;
	struct json_values values;
	struct str text, url;
	size_t i;

	for (i = 0; i < ways->n && r->fill.d->next_url.n == 0; i++) {
		json_path_find(ways->v[i].path, r->fill.a, r->root, 1, &values);
		if (values.n == 0)
			continue;
		text = json_value_text(r->fill.a, values.v[0]);
		item_fill_note(&r->fill, &ways->v[i], 1, text);
		url = url_resolve(r->fill.a, r->fill.scope->base, arena_str(r->fill.a, text));
		if (text.n > 0 && url_is_http(url) && !str_eq(url, r->in->url))
			r->fill.d->next_url = url;
	}
}

int
extract_items_json(struct arena *a, const struct items_input *in, const struct item_rules *rules, struct document *out, struct err *e)
{
	struct reader r = { .in = in, .e = e };
	struct str text = in->bytes.n > 0 ? charset_decode(a, in->bytes, in->content_type, out) : STR_NONE;
	const char *end = NULL;
	int rc;

	if (has_long_number(text))
		text = with_long_numbers(a, text);
	r.root = cJSON_ParseWithLengthOpts(text.p != NULL ? text.p : "", text.n, &end, false);
	if (r.root == NULL)
		return err_set(e, ERR_INPUT, "no JSON: it goes wrong at byte %zu", end != NULL && text.p != NULL ? (size_t)(end - text.p) : 0);
	item_fill_init(&r.fill, a, out, rules, in->url, STR_NONE);
	r.fill.date_from = STR("feed");
	r.fill.as_of_s = in->as_of_s;
	out->format = STR("json");
	out->base = out->link = in->url;
	rc = take_items(&r);
	if (rc == 0)
		take_next(&r);
	cJSON_Delete(r.root);
	return rc;
}
