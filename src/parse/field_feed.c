/* What only whole feeds have: image, textInput, generator, cloud, rhythm, hours and days of rest. */
#include "config.h"
#include "parse/field_set.h"

#include "parse/date.h"

/* What an image or textInput element fills; both NULL inside an item. */
struct box {
	struct image *image;
	struct text_input *input;
};

void
feed_image_open(struct holder *h, struct value *v)
{
	struct box *box = v->object = arena_zalloc(h->a, sizeof(*box));

	if (h->feed == NULL)
		return;
	if (h->feed->image == NULL)
		h->feed->image = arena_zalloc(h->a, sizeof(*h->feed->image));
	box->image = h->feed->image;
}

void
feed_text_input_open(struct holder *h, struct value *v)
{
	struct box *box = v->object = arena_zalloc(h->a, sizeof(*box));

	if (h->feed == NULL)
		return;
	if (h->feed->text_input == NULL)
		h->feed->text_input = arena_zalloc(h->a, sizeof(*h->feed->text_input));
	box->input = h->feed->text_input;
}

static void
first(struct str *to, struct str s)
{
	if (to->n == 0)
		*to = s;
}

static void
first_int(struct opt_int *to, struct str s)
{
	if (!to->is_set)
		*to = opt_int_from(s);
}

/* Any child of an image or a textInput, Dublin Core's title too. */
void
feed_part_close(struct holder *h, const struct value *v)
{
	const struct box *box = v->outer;
	struct str name = v->local;

	if (str_trim(v->text).n == 0 || box == NULL)
		return;
	if (box->input != NULL) {
		if (str_is_nocase(name, "title"))
			first(&box->input->title, holder_keep(h, v->text));
		else if (str_is_nocase(name, "description"))
			first(&box->input->description, holder_keep(h, v->text));
		else if (str_is_nocase(name, "name"))
			first(&box->input->name, holder_keep(h, v->text));
		else if (str_is_nocase(name, "link"))
			first(&box->input->link, holder_keep_url(h, v->text, v->scope));
	} else if (str_is_nocase(name, "url")) {
		holder_set_image(h, box->image != NULL ? RANK_IMAGE_RSS : RANK_IMAGE_INSIDE, holder_keep_url(h, v->text, v->scope));
	} else if (box->image == NULL) {
		return;
	} else if (str_is_nocase(name, "title")) {
		first(&box->image->title, holder_keep(h, v->text));
	} else if (str_is_nocase(name, "link")) {
		first(&box->image->link, holder_keep_url(h, v->text, v->scope));
	} else if (str_is_nocase(name, "description")) {
		first(&box->image->description, holder_keep(h, v->text));
	} else if (str_is_nocase(name, "width")) {
		first_int(&box->image->width, v->text);
	} else if (str_is_nocase(name, "height")) {
		first_int(&box->image->height, v->text);
	}
}

/* ---- generator ---- */

static struct generator *
generator(struct holder *h)
{
	if (h->feed->generator == NULL)
		h->feed->generator = arena_zalloc(h->a, sizeof(*h->feed->generator));
	return h->feed->generator;
}

void
feed_generator_open(struct holder *h, struct value *v)
{
	struct str url = attribute(v->at, "uri").n > 0 ? attribute(v->at, "uri") : attribute(v->at, "url");

	if (h->feed == NULL || !holder_claim(h, SLOT_GENERATOR, holder_rank(h, v->e)) || v->e->ns != NS_ATOM)
		return;
	generator(h)->name = STR_NONE; /* RSS's comes second */
	generator(h)->url = holder_keep_url(h, url, v->scope);
	generator(h)->version = holder_keep(h, attribute(v->at, "version"));
	v->object = generator(h);
}

void
feed_generator_close(struct holder *h, const struct value *v)
{
	if (h->feed != NULL && (h->rank[SLOT_GENERATOR] == holder_rank(h, v->e)))
		first(&generator(h)->name, holder_keep(h, v->text));
}

void
feed_generator_agent_open(struct holder *h, struct value *v)
{
	if (h->feed != NULL)
		first(&generator(h)->url, holder_keep_url(h, attribute_ns(v->at, NS_RDF, "resource"), v->scope));
}

/* ---- the rest ---- */

void
feed_cloud_open(struct holder *h, struct value *v)
{
	const struct attributes *at = v->at;
	struct cloud c = { holder_keep(h, attribute(at, "domain")), opt_int_from(attribute(at, "port")),
		holder_keep(h, attribute(at, "path")), holder_keep(h, attribute(at, "registerProcedure")),
		holder_keep(h, attribute(at, "protocol")) };

	if (h->feed == NULL || h->feed->cloud != NULL || c.domain.n + c.path.n + c.register_procedure.n + c.protocol.n == 0)
		return;
	h->feed->cloud = arena_alloc(h->a, sizeof(c));
	*h->feed->cloud = c;
}

void
feed_hour_close(struct holder *h, const struct value *v)
{
	struct opt_int hour = opt_int_from(v->text);

	if (h->feed != NULL && hour.is_set)
		*(int64_t *)list_add(h->a, &h->feed->skip_hours, sizeof(int64_t)) = hour.v;
}

void
feed_day_close(struct holder *h, const struct value *v)
{
	struct str day = holder_keep(h, v->text);

	if (h->feed != NULL && day.n > 0)
		*(struct str *)list_add(h->a, &h->feed->skip_days, sizeof(day)) = day;
}

void
feed_update_close(struct holder *h, const struct value *v)
{
	struct update_rhythm u = { .frequency = { 0, false } };
	int64_t s;

	if (h->feed == NULL)
		return;
	if (h->feed->update != NULL)
		u = *h->feed->update;
	if (str_is(v->local, "updatePeriod"))
		first(&u.period, holder_keep(h, v->text));
	else if (str_is(v->local, "updateFrequency"))
		first_int(&u.frequency, v->text);
	else if (!u.base.is_set && date_parse(v->text, &s))
		u.base = (struct opt_int){ s, true };
	if (u.period.n == 0 && !u.frequency.is_set && !u.base.is_set)
		return;
	if (h->feed->update == NULL)
		h->feed->update = arena_alloc(h->a, sizeof(u));
	*h->feed->update = u;
}

/* CDF: <LOGO HREF="…" STYLE="ICON"/>; other styles are larger pictures. */
void
feed_cdf_logo_open(struct holder *h, struct value *v)
{
	struct str url = holder_keep_url(h, attribute_nocase(v->at, "href"), v->scope);

	if (h->feed != NULL)
		holder_set_str(
		    h, str_is_nocase(str_trim(attribute_nocase(v->at, "style")), "icon") ? SLOT_ICON : SLOT_LOGO, v->e->rank, url);
}

void
feed_finish(struct holder *h)
{
	struct document *f = h->feed;
	struct image *i = f->image;
	struct text_input *t = f->text_input;

	if (i != NULL && i->url.n + i->title.n + i->link.n + i->description.n == 0 && !i->width.is_set && !i->height.is_set)
		f->image = NULL;
	if (t != NULL && t->title.n + t->description.n + t->name.n + t->link.n == 0)
		f->text_input = NULL;
	if (f->generator != NULL && f->generator->name.n == 0) {
		f->generator->name = f->generator->url;
		if (f->generator->name.n + f->generator->version.n == 0)
			f->generator = NULL;
	}
}
