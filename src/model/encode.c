/* The model as CBOR (RFC 8949): a map from a row's key to its value, absent members left out. */
#include "config.h"
#include <cbor.h>

#include "base/utf8.h"
#include "model/document.h"

#define HEAD_MAX 9 /* bytes of a CBOR head with a 64-bit argument */

static void
add_head(struct buf *out, size_t (*encode)(size_t, unsigned char *, size_t), size_t n)
{
	char *to = buf_reserve(out, HEAD_MAX);

	if (to != NULL)
		buf_added(out, encode(n, (unsigned char *)to, HEAD_MAX));
}

static void
add_uint(struct buf *out, uint64_t v)
{
	char *to = buf_reserve(out, HEAD_MAX);

	if (to != NULL)
		buf_added(out, cbor_encode_uint(v, (unsigned char *)to, HEAD_MAX));
}

static void
add_int(struct buf *out, int64_t v)
{
	char *to;

	if (v >= 0) {
		add_uint(out, (uint64_t)v);
		return;
	}
	to = buf_reserve(out, HEAD_MAX);
	if (to != NULL)
		buf_added(out, cbor_encode_negint((uint64_t) - (v + 1), (unsigned char *)to, HEAD_MAX));
}

static void
add_num(struct buf *out, double v)
{
	char *to = buf_reserve(out, HEAD_MAX);

	if (to != NULL)
		buf_added(out, cbor_encode_double(v, (unsigned char *)to, HEAD_MAX));
}

static void
add_text(struct buf *out, struct str s)
{
	s = utf8_head(s, MODEL_STR_MAX);
	add_head(out, cbor_encode_string_start, s.n);
	buf_add_str(out, s);
}

static void add_object(struct buf *out, const void *object, const struct shape *shape);

static void
add_list(struct buf *out, const struct list *l, const struct field *f)
{
	uint32_t i, n = l->n < MODEL_LIST_MAX ? l->n : MODEL_LIST_MAX;

	add_head(out, cbor_encode_array_start, n);
	for (i = 0; i < n; i++) {
		if (f->kind == FIELD_LIST)
			add_object(out, (const char *)l->v + i * f->of->size, f->of);
		else if (f->kind == FIELD_STRS)
			add_text(out, ((const struct str *)l->v)[i]);
		else
			add_int(out, ((const int64_t *)l->v)[i]);
	}
}

static void
add_coords(struct buf *out, const struct coords *c)
{
	uint32_t i, n = c->n < MODEL_LIST_MAX - 2 ? c->n : (MODEL_LIST_MAX - 2) / 6 * 6; /* whole positions of two or three */

	add_head(out, cbor_encode_array_start, n + 2U);
	add_uint(out, c->dim);
	add_uint(out, c->depth);
	for (i = 0; i < n; i++)
		add_num(out, c->v[i]);
}

static void
add_value(struct buf *out, const void *object, const struct field *f)
{
	const void *p = field_cptr(object, f);

	switch (f->kind) {
	case FIELD_STR:
	case FIELD_URL:
		add_text(out, *(const struct str *)p);
		break;
	case FIELD_TEXT:
		add_head(out, cbor_encode_array_start, 2);
		add_text(out, ((const struct text *)p)->plain);
		add_text(out, ((const struct text *)p)->html);
		break;
	case FIELD_TIME:
	case FIELD_INT:
		add_int(out, ((const struct opt_int *)p)->v);
		break;
	case FIELD_NUM:
		add_num(out, ((const struct opt_num *)p)->v);
		break;
	case FIELD_BOOL:
		add_uint(out, *(const enum tri *)p == TRI_TRUE);
		break;
	case FIELD_OBJ:
		add_object(out, *(void *const *)p, f->of);
		break;
	case FIELD_LIST:
	case FIELD_STRS:
	case FIELD_INTS:
		add_list(out, p, f);
		break;
	case FIELD_COORDS:
		add_coords(out, p);
		break;
	}
}

static void
add_object(struct buf *out, const void *object, const struct shape *shape)
{
	const struct field *f;
	size_t n = 0;

	for (f = shape->fields; f < shape->fields + shape->n; f++)
		n += field_is_set(object, f);
	add_head(out, cbor_encode_map_start, n);
	for (f = shape->fields; f < shape->fields + shape->n; f++) {
		if (!field_is_set(object, f))
			continue;
		add_uint(out, f->key);
		add_value(out, object, f);
	}
}

int
model_encode(struct buf *out, const void *object, const struct shape *shape)
{
	add_object(out, object, shape);
	return out->is_full ? -1 : 0;
}
