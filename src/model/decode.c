/* CBOR back into the model. Whoever wrote it may be hostile: see document.h. */
#include "config.h"
#include <cbor.h>

#include "base/utf8.h"
#include "model/document.h"

#define DEPTH_MAX 16 /* levels: the shapes need 6 */

/* What one step of the streaming decoder saw. */
struct token {
	enum { TOKEN_OTHER = 0, TOKEN_UINT, TOKEN_NEGINT, TOKEN_NUM, TOKEN_TEXT, TOKEN_BYTES, TOKEN_ARRAY, TOKEN_MAP, TOKEN_SIMPLE } kind;
	uint64_t n; /* the number, the length */
	double num;
	const char *p;
};

struct reader {
	struct arena *a;
	struct str left;
	struct err *e;
	unsigned depth;
	size_t budget; /* bytes that may still be allocated */
};

#define ON_UINT(bits)                                     \
	static void on_uint##bits(void *t, uint##bits##_t v) \
	{                                                 \
		*(struct token *)t = (struct token){ .kind = TOKEN_UINT, .n = v }; \
	}                                                 \
	static void on_negint##bits(void *t, uint##bits##_t v) \
	{                                                 \
		*(struct token *)t = (struct token){ .kind = TOKEN_NEGINT, .n = v }; \
	}
ON_UINT(8)
ON_UINT(16)
ON_UINT(32)
ON_UINT(64)

static void
on_text(void *t, cbor_data p, size_t n)
{
	*(struct token *)t = (struct token){ .kind = TOKEN_TEXT, .n = n, .p = (const char *)p };
}

static void
on_bytes(void *t, cbor_data p, size_t n)
{
	*(struct token *)t = (struct token){ .kind = TOKEN_BYTES, .n = n, .p = (const char *)p };
}

static void
on_array(void *t, size_t n)
{
	*(struct token *)t = (struct token){ .kind = TOKEN_ARRAY, .n = n };
}

static void
on_map(void *t, size_t n)
{
	*(struct token *)t = (struct token){ .kind = TOKEN_MAP, .n = n };
}

static void
on_double(void *t, double v)
{
	*(struct token *)t = (struct token){ .kind = TOKEN_NUM, .num = v };
}

static void
on_float(void *t, float v)
{
	on_double(t, (double)v);
}

static void
on_bool(void *t, bool v)
{
	*(struct token *)t = (struct token){ .kind = TOKEN_SIMPLE, .n = v };
}

static void
on_simple(void *t)
{
	*(struct token *)t = (struct token){ .kind = TOKEN_SIMPLE };
}

/* Indefinite lengths and tags: we never write them, so they are refused. */
static void
on_other(void *t)
{
	*(struct token *)t = (struct token){ .kind = TOKEN_OTHER };
}

static void
on_tag(void *t, uint64_t v)
{
	(void)v;
	on_other(t);
}

static const struct cbor_callbacks callbacks = {
	.uint8 = on_uint8, .uint16 = on_uint16, .uint32 = on_uint32, .uint64 = on_uint64,
	.negint8 = on_negint8, .negint16 = on_negint16, .negint32 = on_negint32, .negint64 = on_negint64,
	.byte_string_start = on_other, .byte_string = on_bytes, .string = on_text, .string_start = on_other,
	.indef_array_start = on_other, .array_start = on_array, .indef_map_start = on_other, .map_start = on_map,
	.tag = on_tag, .float2 = on_float, .float4 = on_float, .float8 = on_double,
	.undefined = on_simple, .null = on_simple, .boolean = on_bool, .indef_break = on_other,
};

static int
bad(struct reader *r, const char *what)
{
	return err_set(r->e, ERR_INPUT, "model: %s, %zu bytes before the end", what, r->left.n);
}

static int
next(struct reader *r, struct token *t)
{
	struct cbor_decoder_result got;

	*t = (struct token){ .kind = TOKEN_OTHER };
	got = cbor_stream_decode((cbor_data)r->left.p, r->left.n, &callbacks, t);
	if (got.status != CBOR_DECODER_FINISHED || t->kind == TOKEN_OTHER)
		return bad(r, "malformed CBOR");
	r->left = str_skip(r->left, got.read);
	return 0;
}

static int
get_str(struct reader *r, struct str *out)
{
	struct token t;

	if (next(r, &t) != 0)
		return -1;
	if (t.kind != TOKEN_TEXT || t.n > MODEL_STR_MAX)
		return bad(r, "no text or a text over its limit");
	*out = (struct str){ t.p, t.n };
	if (!utf8_is_valid(*out) || str_find_char(*out, '\0') != STR_NPOS)
		return bad(r, "a text is not UTF-8");
	return 0;
}

static int
get_int(struct reader *r, int64_t *out)
{
	struct token t;

	if (next(r, &t) != 0)
		return -1;
	if ((t.kind != TOKEN_UINT && t.kind != TOKEN_NEGINT) || t.n > INT64_MAX)
		return bad(r, "no integer or one out of range");
	*out = t.kind == TOKEN_UINT ? (int64_t)t.n : -1 - (int64_t)t.n;
	return 0;
}

static int
get_num(struct reader *r, double *out)
{
	struct token t;

	if (next(r, &t) != 0)
		return -1;
	if (t.kind != TOKEN_NUM || t.num != t.num || t.num > MODEL_NUM_MAX || t.num < -MODEL_NUM_MAX)
		return bad(r, "no finite number");
	*out = t.num;
	return 0;
}

/* The head of an array; every element takes a byte at least, so a length past the input is a lie. */
static int
get_array(struct reader *r, uint64_t max, uint32_t *n)
{
	struct token t;

	if (next(r, &t) != 0)
		return -1;
	if (t.kind != TOKEN_ARRAY || t.n > max || t.n > r->left.n)
		return bad(r, "no array or one over its limit");
	*n = (uint32_t)t.n;
	return 0;
}

static int get_object(struct reader *r, void *object, const struct shape *shape);

/* An empty element is one byte long and becomes a struct of hundreds: what that may add up to has a cap. */
static void *
take(struct reader *r, size_t n)
{
	if (n > r->budget) {
		bad(r, "more than it may become");
		return NULL;
	}
	r->budget -= n;
	return arena_zalloc(r->a, n);
}

static int
get_list(struct reader *r, struct list *l, const struct field *f)
{
	size_t size = f->kind == FIELD_LIST ? f->of->size : f->kind == FIELD_STRS ? sizeof(struct str) : sizeof(int64_t);
	uint32_t n, i;
	char *v;
	int rc = 0;

	if (get_array(r, MODEL_LIST_MAX, &n) != 0)
		return -1;
	v = take(r, n * size);
	if (v == NULL)
		return -1;
	for (i = 0; i < n && rc == 0; i++) {
		if (f->kind == FIELD_LIST)
			rc = get_object(r, v + i * size, f->of);
		else if (f->kind == FIELD_STRS)
			rc = get_str(r, (struct str *)(void *)(v + i * size));
		else
			rc = get_int(r, (int64_t *)(void *)(v + i * size));
	}
	*l = (struct list){ v, n, n };
	return rc;
}

static int
get_coords(struct reader *r, struct coords *c)
{
	int64_t dim, depth;
	uint32_t n, i;

	if (get_array(r, MODEL_LIST_MAX, &n) != 0 || n < 2 || get_int(r, &dim) != 0 || get_int(r, &depth) != 0)
		return bad(r, "no coordinates");
	if (dim < 2 || dim > 3 || depth < 0 || depth > 2 || (n - 2) % (uint32_t)dim != 0)
		return bad(r, "coordinates of an unknown form");
	*c = (struct coords){ arena_alloc(r->a, n * sizeof(double)), n - 2, (uint8_t)dim, (uint8_t)depth };
	for (i = 0; i < c->n; i++)
		if (get_num(r, &c->v[i]) != 0)
			return -1;
	return 0;
}

static int
get_value(struct reader *r, void *object, const struct field *f)
{
	void *p = field_ptr(object, f);
	struct text *text = p;
	struct opt_int *integer = p;
	struct opt_num *num = p;
	int64_t v;
	uint32_t n;

	switch (f->kind) {
	case FIELD_STR:
	case FIELD_URL:
		return get_str(r, p);
	case FIELD_TEXT:
		if (get_array(r, 2, &n) != 0 || n != 2)
			return bad(r, "no text construct");
		return get_str(r, &text->plain) != 0 || get_str(r, &text->html) != 0 ? -1 : 0;
	case FIELD_TIME:
	case FIELD_INT:
		integer->is_set = true;
		return get_int(r, &integer->v);
	case FIELD_NUM:
		num->is_set = true;
		return get_num(r, &num->v);
	case FIELD_BOOL:
		if (get_int(r, &v) != 0)
			return -1;
		*(enum tri *)p = v != 0 ? TRI_TRUE : TRI_FALSE;
		return 0;
	case FIELD_OBJ:
		*(void **)p = take(r, f->of->size);
		return *(void **)p != NULL ? get_object(r, *(void **)p, f->of) : -1;
	case FIELD_LIST:
	case FIELD_STRS:
	case FIELD_INTS:
		return get_list(r, p, f);
	case FIELD_COORDS:
		return get_coords(r, p);
	}
	return -1;
}

/* A value of a key that this version does not know. */
static int
skip_value(struct reader *r, unsigned depth)
{
	struct token t;
	uint64_t i, n = 0;

	if (depth > DEPTH_MAX || next(r, &t) != 0)
		return bad(r, "nested too deeply");
	if (t.kind == TOKEN_ARRAY)
		n = t.n;
	else if (t.kind == TOKEN_MAP)
		n = t.n <= UINT32_MAX ? 2 * t.n : UINT64_MAX;
	if (n > r->left.n)
		return bad(r, "a collection over its limit");
	for (i = 0; i < n; i++)
		if (skip_value(r, depth + 1) != 0)
			return -1;
	return 0;
}

static int
get_object(struct reader *r, void *object, const struct shape *shape)
{
	const struct field *f = shape->fields, *end = shape->fields + shape->n;
	struct token t;
	uint64_t i, n;
	int64_t key, last = 0;

	if (++r->depth > DEPTH_MAX || next(r, &t) != 0 || t.kind != TOKEN_MAP)
		return bad(r, "no map where an object should be");
	n = t.n;
	for (i = 0; i < n; i++) {
		if (get_int(r, &key) != 0)
			return -1;
		if (key <= last) /* we write keys in ascending order, each once */
			return bad(r, "keys out of order");
		last = key;
		while (f < end && f->key < key)
			f++;
		if ((f < end && f->key == key ? get_value(r, object, f) : skip_value(r, 0)) != 0)
			return -1;
	}
	r->depth--;
	return 0;
}

int
model_decode(struct arena *a, struct str cbor, void *object, const struct shape *shape, struct err *e)
{
	struct reader r = { .a = a, .left = cbor, .e = e };

	r.budget = MODEL_GROWTH_MAX * cbor.n + MODEL_GROWTH_FREE;
	if (r.budget > MODEL_DECODED_MAX)
		r.budget = MODEL_DECODED_MAX;

	if (get_object(&r, object, shape) != 0)
		return -1;
	return r.left.n == 0 ? 0 : bad(&r, "bytes behind the object");
}
