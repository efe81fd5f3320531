/* The neutral form back into the model: what model_to_json() wrote of all members. */
#include "config.h"
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "model/document.h"

#define DEPTH_MAX 16U /* objects in one another: articles have a source, which has none */

struct json_reader {
	struct arena *a;
	struct err *e;
	unsigned depth;
};

static int read_object(struct json_reader *r, const cJSON *o, void *object, const struct shape *shape);

static int
bad(struct json_reader *r, const struct field *f, const char *what)
{
	return err_set(r->e, ERR_INPUT, "member %s: %s", f->name, what);
}

static int
read_str(struct json_reader *r, const cJSON *v, const struct field *f, struct str *out)
{
	if (!cJSON_IsString(v) || !utf8_is_valid(str_from(v->valuestring)))
		return bad(r, f, "no text");
	*out = arena_str(r->a, str_from(v->valuestring));
	return 0;
}

/* As time_rfc3339() writes it. */
static int
read_time(struct json_reader *r, const cJSON *v, const struct field *f, struct opt_int *out)
{
	struct civil c = { .year = 0 };
	int n = 0;

	if (!cJSON_IsString(v) || sscanf(v->valuestring, "%" SCNd64 "-%d-%dT%d:%d:%dZ%n", &c.year, &c.month, &c.day, &c.hour, &c.minute, &c.second, &n) != 6 ||
	    v->valuestring[n] != '\0' || c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31 || c.hour < 0 || c.hour > 23 || c.minute < 0 ||
	    c.minute > 59 || c.second < 0 || c.second > 60)
		return bad(r, f, "no time such as 2024-01-31T12:00:00Z");
	*out = (struct opt_int){ time_from_civil(&c), true };
	return 0;
}

static int
read_list(struct json_reader *r, const cJSON *v, const struct field *f, struct list *out)
{
	const cJSON *item;

	if (!cJSON_IsArray(v) || cJSON_GetArraySize(v) > (int)MODEL_LIST_MAX)
		return bad(r, f, "no list");
	cJSON_ArrayForEach(item, v)
	{
		if (f->kind == FIELD_LIST) {
			if (read_object(r, item, list_add(r->a, out, f->of->size), f->of) != 0)
				return -1;
		} else if (f->kind == FIELD_STRS) {
			if (read_str(r, item, f, list_add(r->a, out, sizeof(struct str))) != 0)
				return -1;
		} else {
			*(int64_t *)list_add(r->a, out, sizeof(int64_t)) = (int64_t)cJSON_GetNumberValue(item);
		}
	}
	return 0;
}

/* [[x,y],…] for a list of positions, one level more or less for what is a ring or one position. */
static int
read_coords(struct json_reader *r, const cJSON *v, const struct field *f, struct coords *out)
{
	const cJSON *position, *number, *positions = v;
	uint8_t depth = 0;
	int n;

	while (cJSON_IsArray(positions) && cJSON_IsArray(positions->child) && depth < 2) {
		depth++;
		if (!cJSON_IsArray(positions->child->child))
			break;
		positions = positions->child;
	}
	if (depth == 0)
		position = v;
	else
		position = positions->child;
	if (!cJSON_IsArray(position) || cJSON_GetArraySize(position) < 2 || cJSON_GetArraySize(position) > 3)
		return bad(r, f, "no coordinates");
	n = depth == 0 ? 1 : cJSON_GetArraySize(positions);
	if (n > (int)MODEL_LIST_MAX)
		return bad(r, f, "too many coordinates");
	*out = (struct coords){ .v = arena_alloc(r->a, (size_t)n * 3 * sizeof(*out->v)), .dim = (uint8_t)cJSON_GetArraySize(position), .depth = depth };
	for (; position != NULL && n > 0; position = depth == 0 ? NULL : position->next, n--) {
		if (cJSON_GetArraySize(position) != out->dim)
			return bad(r, f, "positions of different sizes");
		cJSON_ArrayForEach(number, position)
			out->v[out->n++] = cJSON_GetNumberValue(number);
	}
	return 0;
}

static int
read_value(struct json_reader *r, const cJSON *v, void *object, const struct field *f)
{
	void *p = field_ptr(object, f);

	switch (f->kind) {
	case FIELD_STR:
	case FIELD_URL:
		return read_str(r, v, f, p);
	case FIELD_TEXT:
		((struct text *)p)->kind = TEXT_PLAIN;
		return read_str(r, v, f, &((struct text *)p)->plain);
	case FIELD_TIME:
		return read_time(r, v, f, p);
	case FIELD_INT:
		*(struct opt_int *)p = (struct opt_int){ (int64_t)cJSON_GetNumberValue(v), cJSON_IsNumber(v) != 0 };
		return cJSON_IsNumber(v) ? 0 : bad(r, f, "no number");
	case FIELD_NUM:
		*(struct opt_num *)p = (struct opt_num){ cJSON_GetNumberValue(v), cJSON_IsNumber(v) != 0 };
		return cJSON_IsNumber(v) ? 0 : bad(r, f, "no number");
	case FIELD_BOOL:
		*(enum tri *)p = cJSON_IsTrue(v) ? TRI_TRUE : TRI_FALSE;
		return cJSON_IsBool(v) ? 0 : bad(r, f, "neither true nor false");
	case FIELD_OBJ:
		*(void **)p = arena_zalloc(r->a, f->of->size);
		return read_object(r, v, *(void **)p, f->of);
	case FIELD_LIST:
	case FIELD_STRS:
	case FIELD_INTS:
		return read_list(r, v, f, p);
	case FIELD_COORDS:
		return read_coords(r, v, f, p);
	}
	return 0;
}

static int
read_html(struct json_reader *r, const cJSON *o, void *object, const struct field *f)
{
	char name[64];
	const cJSON *v;
	struct text *t = field_ptr(object, f);

	snprintf(name, sizeof(name), "%s_html", f->name);
	v = cJSON_GetObjectItemCaseSensitive(o, name);
	if (v == NULL)
		return 0;
	t->kind = TEXT_HTML;
	return read_str(r, v, f, &t->html);
}

static int
read_object(struct json_reader *r, const cJSON *o, void *object, const struct shape *shape)
{
	const struct field *f;
	const cJSON *v;

	if (!cJSON_IsObject(o) || r->depth >= DEPTH_MAX)
		return err_set(r->e, ERR_INPUT, "%s: no object", shape->name);
	r->depth++;
	for (f = shape->fields; f < shape->fields + shape->n; f++) {
		v = cJSON_GetObjectItemCaseSensitive(o, f->name);
		if (v != NULL && read_value(r, v, object, f) != 0)
			return -1;
		if (f->kind == FIELD_TEXT && read_html(r, o, object, f) != 0)
			return -1;
	}
	r->depth--;
	return 0;
}

int
model_from_json(struct arena *a, const struct cJSON *json, void *object, const struct shape *shape, struct err *e)
{
	struct json_reader r = { .a = a, .e = e };

	return read_object(&r, json, object, shape);
}
