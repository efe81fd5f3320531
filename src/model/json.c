/* The model as JSON: one walk over the tables, straight into a buffer. */
#include "config.h"
#include <math.h>
#include <stdio.h>

#include "base/clock.h"
#include "model/document.h"

static void
add_string(struct buf *out, struct str s)
{
	size_t i, from = 0;
	unsigned char c;

	buf_add_char(out, '"');
	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(out, s.p + from, i - from);
		from = i + 1;
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c == '\n')
			buf_add_c(out, "\\n");
		else
			buf_printf(out, "\\u%04x", c);
	}
	buf_add_str(out, str_skip(s, from));
	buf_add_char(out, '"');
}

static void
add_num(struct buf *out, double v)
{
	char text[32];

	if (v == floor(v) && fabs(v) < 1e15) {
		buf_printf(out, "%.0f", v);
		return;
	}
	snprintf(text, sizeof(text), "%.15g", v); /* the program runs in the "C" numeric locale */
	buf_add_c(out, text);
}

static void
add_name(struct buf *out, bool *is_first, const char *name, const char *suffix)
{
	buf_printf(out, "%s\"%s%s\":", *is_first ? "" : ",", name, suffix);
	*is_first = false;
}

static void
add_positions(struct buf *out, const struct coords *c)
{
	uint32_t i;
	unsigned k;

	for (i = 0; i + c->dim <= c->n; i += c->dim) {
		buf_add_c(out, i > 0 ? ",[" : "[");
		for (k = 0; k < c->dim; k++) {
			if (k > 0)
				buf_add_char(out, ',');
			add_num(out, c->v[i + k]);
		}
		buf_add_char(out, ']');
	}
}

static void
add_coords(struct buf *out, const struct coords *c)
{
	static const char *const open[] = { "", "[", "[[" }, *const close[] = { "", "]", "]]" };

	buf_add_c(out, open[c->depth]);
	add_positions(out, c);
	buf_add_c(out, close[c->depth]);
}

static void
add_list(struct buf *out, const struct list *l, const struct field *f, bool all)
{
	uint32_t i;

	buf_add_char(out, '[');
	for (i = 0; i < l->n; i++) {
		if (i > 0)
			buf_add_char(out, ',');
		if (f->kind == FIELD_LIST)
			model_to_json(out, (const char *)l->v + i * f->of->size, f->of, all);
		else if (f->kind == FIELD_STRS)
			add_string(out, ((const struct str *)l->v)[i]);
		else
			buf_printf(out, "%lld", (long long)((const int64_t *)l->v)[i]);
	}
	buf_add_char(out, ']');
}

static void
add_value(struct buf *out, const void *object, const struct field *f, bool all)
{
	const void *p = field_cptr(object, f);
	char stamp[TIME_RFC3339_SIZE];

	switch (f->kind) {
	case FIELD_STR:
	case FIELD_URL:
		add_string(out, *(const struct str *)p);
		break;
	case FIELD_TEXT:
		break; /* two members: add_text() */
	case FIELD_TIME:
		time_rfc3339(((const struct opt_int *)p)->v, stamp);
		add_string(out, str_from(stamp));
		break;
	case FIELD_INT:
		buf_printf(out, "%lld", (long long)((const struct opt_int *)p)->v);
		break;
	case FIELD_NUM:
		add_num(out, ((const struct opt_num *)p)->v);
		break;
	case FIELD_BOOL:
		buf_add_c(out, *(const enum tri *)p == TRI_TRUE ? "true" : "false");
		break;
	case FIELD_OBJ:
		model_to_json(out, *(void *const *)p, f->of, all);
		break;
	case FIELD_LIST:
	case FIELD_STRS:
	case FIELD_INTS:
		add_list(out, p, f, all);
		break;
	case FIELD_COORDS:
		add_coords(out, p);
		break;
	}
}

static void
add_text(struct buf *out, bool *is_first, const struct text *t, const char *name)
{
	if (t->plain.n > 0) {
		add_name(out, is_first, name, "");
		add_string(out, t->plain);
	}
	if (t->html.n > 0) {
		add_name(out, is_first, name, "_html");
		add_string(out, t->html);
	}
}

/* An article's source has a document's shape, but says nothing of a whole document. */
static bool
is_feed_facts(const struct shape *shape, const void *object)
{
	const struct document *d = object;

	return shape == &shape_document && d->format.n == 0 && d->wellformed == TRI_NONE;
}

static void
add_members(struct buf *out, bool is_first, const void *object, const struct shape *shape, bool all)
{
	unsigned always = is_feed_facts(shape, object) ? 0 : FIELD_ALWAYS;
	const struct field *f;

	for (f = shape->fields; f < shape->fields + shape->n; f++) {
		if ((f->flags & FIELD_INTERNAL) != 0 && !all)
			continue;
		if (!field_is_set(object, f) && (f->flags & always) == 0)
			continue;
		if (f->kind == FIELD_TEXT) {
			add_text(out, &is_first, field_cptr(object, f), f->name);
			continue;
		}
		add_name(out, &is_first, f->name, "");
		add_value(out, object, f, all);
	}
}

void
model_to_json(struct buf *out, const void *object, const struct shape *shape, bool all)
{
	buf_add_char(out, '{');
	add_members(out, true, object, shape, all);
	buf_add_char(out, '}');
}

void
document_to_json(struct buf *out, const struct document *d)
{
	bool is_nothing = d->format.n == 0 && d->wellformed == TRI_NONE;

	buf_add_c(out, "{\"schema\":\"parse/1\"");
	if (is_nothing)
		buf_add_c(out, ",\"format\":\"\",\"encoding\":\"\",\"wellformed\":false,\"entries\":[]");
	add_members(out, false, d, &shape_document, false);
	buf_add_c(out, "}\n");
}
