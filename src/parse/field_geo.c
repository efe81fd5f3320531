/*
 * GeoRSS (simple and GML) and the W3C's geo, into GeoJSON's order. The sources
 * write latitude first, but for projected coordinates, which stay as they are.
 */
#include "config.h"
#include "parse/field_set.h"

#define NUMBERS_MAX 20000U   /* an outline */
#define POSITIONS_POLYGON 4U /* RFC 7946, 3.1.6: the last is the first again */

enum rank { RANK_SIMPLE = 1, RANK_GML, RANK_GEO };

/* The shape that gml's elements build. */
struct shape_draft {
	const char *type; /* as GeoJSON calls it */
	struct str srs;
	struct coords numbers;
	bool keeps_order;
};

static const struct {
	const char *name, *type;
	unsigned positions_min, depth;
} shapes[] = { { "point", "Point", 1, 0 }, { "line", "LineString", 2, 1 }, { "linestring", "LineString", 2, 1 },
	{ "polygon", "Polygon", POSITIONS_POLYGON, 2 }, { "box", "Box", 2, 1 }, { "envelope", "Box", 2, 1 } };

/* Numbers between white space and commas; false at what is none. */
static bool
read_numbers(struct arena *a, struct str text, struct coords *out)
{
	struct opt_num number;
	double *v;
	size_t i;

	for (text = str_trim(text); text.n > 0 && out->n < NUMBERS_MAX; text = str_trim(text)) {
		for (i = 0; i < text.n && !ascii_is_space(text.p[i]) && text.p[i] != ','; i++)
			;
		if (i > 0) {
			number = opt_num_from(str_head(text, i));
			if (!number.is_set)
				return false;
			if (out->n % 64 == 0) {
				v = arena_grow(a, out->v, out->n * sizeof(*v), (out->n + 64) * sizeof(*v));
				out->v = v;
			}
			out->v[out->n++] = number.v;
		}
		text = str_skip(text, i < text.n && text.p[i] == ',' ? i + 1 : i);
	}
	return true;
}

static void
set_geo(struct holder *h, const char *type, struct str srs, const struct coords *c, bool keeps_order, enum rank rank)
{
	struct geo **to = h->feed != NULL ? &h->feed->geo : &h->article->geo, *g;
	double latitude;
	uint32_t i;
	size_t k = 0;

	while (strcmp(shapes[k].type, type) != 0)
		k++;
	if (c->n / c->dim < shapes[k].positions_min || c->n % c->dim != 0 || !holder_claim(h, SLOT_GEO, rank))
		return;
	for (i = 0; i < c->n && !keeps_order; i += c->dim) {
		latitude = c->v[i];
		c->v[i] = c->v[i + 1];
		c->v[i + 1] = latitude;
	}
	*to = g = arena_zalloc(h->a, sizeof(*g));
	g->type = str_from(type);
	g->srs = srs;
	g->coordinates = *c;
	g->coordinates.depth = (uint8_t)shapes[k].depth;
	if (shapes[k].positions_min == 1)
		g->coordinates.n = c->dim;
}

static const char *
shape_type(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (str_is_nocase(name, shapes[i].name))
			return shapes[i].type;
	return NULL;
}

void
georss_close(struct holder *h, const struct value *v)
{
	struct coords c = { .dim = 2 };

	if (read_numbers(h->a, v->text, &c))
		set_geo(h, shape_type(v->local), STR_NONE, &c, false, RANK_SIMPLE);
}

/* The number behind "EPSG:", 0 when there is none. */
static long
epsg_number(struct str srs)
{
	size_t at = str_find_nocase(srs, STR("epsg")), i;
	long n = 0;

	if (at == STR_NPOS)
		return 0;
	for (i = srs.n; i > 0 && ascii_is_digit(srs.p[i - 1]); i--)
		;
	for (; i < srs.n && n < 1000000; i++)
		n = n * 10 + (srs.p[i] - '0');
	return n;
}

/* EPSG numbers its geographic systems 4001 to 4999, and a few that came early beside them. */
static bool
is_geographic(long epsg)
{
	return (epsg > 4000 && epsg < 5000) || epsg == 3819 || epsg == 3821 || epsg == 3824 || epsg == 3889 || epsg == 3906;
}

static struct coords *
positions(struct shape_draft *d, const struct value *v)
{
	struct opt_int dim = opt_int_from(attribute(v->at, "srsDimension"));

	if (!dim.is_set)
		dim = opt_int_from(attribute(v->at, "dimension"));
	if (dim.is_set && dim.v == 3)
		d->numbers.dim = 3;
	return &d->numbers;
}

void
gml_shape_open(struct holder *h, struct value *v)
{
	struct str srs = holder_keep(h, attribute(v->at, "srsName"));
	struct shape_draft *d = arena_zalloc(h->a, sizeof(*d));
	long epsg = epsg_number(srs);

	d->type = shape_type(v->local);
	d->numbers.dim = 2;
	positions(d, v);
	if (epsg != 0 && !is_geographic(epsg)) {
		d->keeps_order = true;
		d->srs = srs;
	} else if (str_find(srs, STR("CRS84")) != STR_NPOS) { /* longitude first by definition */
		d->keeps_order = true;
	}
	v->object = d;
}

void
gml_shape_close(struct holder *h, const struct value *v)
{
	struct shape_draft *d = v->object;

	set_geo(h, d->type, d->srs, &d->numbers, d->keeps_order, RANK_GML);
}

void
gml_positions_open(struct holder *h, struct value *v)
{
	(void)h;
	if (v->outer != NULL)
		positions(v->outer, v);
	v->object = v->outer;
}

void
gml_positions_close(struct holder *h, const struct value *v)
{
	struct shape_draft *d = v->object;

	if (d != NULL && !read_numbers(h->a, v->text, &d->numbers))
		d->numbers.n = 0;
}

/* geo:lat, geo:long, and geo:lat_long with both. */
void
geo_number_close(struct holder *h, const struct value *v)
{
	struct coords c = { .dim = 2 };

	if (!read_numbers(h->a, v->text, &c))
		return;
	if (str_is(v->local, "lat_long") && c.n == 2) {
		h->latitude = (struct opt_num){ c.v[0], true };
		h->longitude = (struct opt_num){ c.v[1], true };
	} else if (c.n == 1 && str_is(v->local, "lat")) {
		h->latitude = (struct opt_num){ c.v[0], true };
	} else if (c.n == 1) {
		h->longitude = (struct opt_num){ c.v[0], true };
	}
}

void
geo_finish(struct holder *h)
{
	struct coords c = { .dim = 2, .n = 2 };

	if (!h->latitude.is_set || !h->longitude.is_set)
		return;
	c.v = arena_alloc(h->a, 2 * sizeof(*c.v));
	c.v[0] = h->latitude.v;
	c.v[1] = h->longitude.v;
	set_geo(h, "Point", STR_NONE, &c, false, RANK_GEO);
}
