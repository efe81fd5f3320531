#include "config.h"
#include "model/field.h"

#include <math.h>

#include "model/document.h"

#define LIST_FIRST 4U /* elements */

void *
list_add(struct arena *a, struct list *l, size_t size)
{
	if (l->n == l->room) {
		uint32_t room = l->room > 0 ? l->room * 2 : LIST_FIRST;

		l->v = arena_grow(a, l->v, l->n * size, room * size);
		l->room = room;
	}
	return memset((char *)l->v + l->n++ * size, 0, size);
}

bool
field_is_set(const void *object, const struct field *f)
{
	const void *p = field_cptr(object, f);

	switch (f->kind) {
	case FIELD_STR:
	case FIELD_URL:
		return ((const struct str *)p)->n > 0;
	case FIELD_TEXT:
		return ((const struct text *)p)->plain.n > 0 || ((const struct text *)p)->html.n > 0;
	case FIELD_TIME:
	case FIELD_INT:
		return ((const struct opt_int *)p)->is_set;
	case FIELD_NUM:
		return ((const struct opt_num *)p)->is_set && fabs(((const struct opt_num *)p)->v) <= MODEL_NUM_MAX;
	case FIELD_BOOL:
		return *(const enum tri *)p != TRI_NONE;
	case FIELD_OBJ:
		return *(void *const *)p != NULL;
	case FIELD_LIST:
	case FIELD_STRS:
	case FIELD_INTS:
		return ((const struct list *)p)->n > 0;
	case FIELD_COORDS:
		return ((const struct coords *)p)->n > 0;
	}
	return false;
}

void
field_each_url(void *object, const struct shape *shape, field_url_fn *fn, void *arg)
{
	const struct field *f;
	struct list *l;
	uint32_t i;

	for (f = shape->fields; f < shape->fields + shape->n; f++) {
		switch (f->kind) {
		case FIELD_URL:
			fn(field_ptr(object, f), shape, f, arg);
			break;
		case FIELD_OBJ:
			if (field_is_set(object, f))
				field_each_url(*(void **)field_ptr(object, f), f->of, fn, arg);
			break;
		case FIELD_LIST:
			l = field_ptr(object, f);
			for (i = 0; i < l->n; i++)
				field_each_url((char *)l->v + i * f->of->size, f->of, fn, arg);
			break;
		case FIELD_STR:
		case FIELD_TEXT:
		case FIELD_TIME:
		case FIELD_INT:
		case FIELD_NUM:
		case FIELD_BOOL:
		case FIELD_STRS:
		case FIELD_INTS:
		case FIELD_COORDS:
			break;
		}
	}
}
