/* Media RSS. What stands inside a media:content belongs to it; a media:group is flattened. */
#include "config.h"
#include "parse/field_set.h"

#define CATEGORY_SCHEME STR("http://search.yahoo.com/mrss/category_schema")

/* Ranks of the pictures among the sources of an image. */
#define RANK_THUMBNAIL 4U
#define RANK_CONTENT 5U

static struct media *
media_of(struct holder *h)
{
	struct media **m = h->feed != NULL ? &h->feed->media : &h->article->media;

	if (*m == NULL)
		*m = arena_zalloc(h->a, sizeof(**m));
	return *m;
}

static bool
is_image_type(struct str type, struct str medium)
{
	return str_starts_nocase(type, STR("image/")) || str_is_nocase(medium, "image");
}

void
media_content_open(struct holder *h, struct value *v)
{
	struct media_content *c = list_add(h->a, &media_of(h)->contents, sizeof(*c));
	const struct attributes *at = v->at;
	struct str is_default = str_trim(attribute(at, "isDefault"));

	c->url = holder_keep_url(h, attribute(at, "url"), v->scope);
	c->type = holder_keep(h, attribute(at, "type"));
	c->medium = holder_keep(h, attribute(at, "medium"));
	c->length = opt_int_from(attribute(at, "fileSize"));
	c->width = opt_int_from(attribute(at, "width"));
	c->height = opt_int_from(attribute(at, "height"));
	c->duration = opt_num_from_clock(attribute(at, "duration"));
	c->bitrate = opt_num_from(attribute(at, "bitrate"));
	c->channels = opt_int_from(attribute(at, "channels"));
	c->lang = holder_keep(h, attribute(at, "lang"));
	c->expression = holder_keep(h, attribute(at, "expression"));
	c->is_default = str_is(is_default, "true") ? TRI_TRUE : str_is(is_default, "false") ? TRI_FALSE : TRI_NONE;
	if (is_image_type(c->type, c->medium))
		holder_set_image(h, RANK_CONTENT, c->url);
	v->object = c;
}

void
media_text_close(struct holder *h, const struct value *v)
{
	struct media_content *c = v->outer;
	struct text t = holder_text(h, v), *to;

	if (c != NULL)
		to = v->e->slot == SLOT_TITLE ? &c->title : &c->description;
	else
		to = v->e->slot == SLOT_TITLE ? &media_of(h)->title : &media_of(h)->description;
	if (to->raw.n == 0)
		*to = t;
	if (c == NULL)
		holder_set_text(h, v->e->slot, holder_rank(h, v->e), &t);
}

void
media_thumbnail_open(struct holder *h, struct value *v)
{
	struct media_content *c = v->outer;
	struct thumbnail *t = list_add(h->a, c != NULL ? &c->thumbnails : &media_of(h)->thumbnails, sizeof(*t));

	t->url = holder_keep_url(h, attribute(v->at, "url"), v->scope);
	t->width = opt_int_from(attribute(v->at, "width"));
	t->height = opt_int_from(attribute(v->at, "height"));
	t->time = holder_keep(h, attribute(v->at, "time"));
	v->object = t;
}

/* Some write the address as its text. */
void
media_thumbnail_close(struct holder *h, const struct value *v)
{
	struct media_content *c = v->outer;
	struct thumbnail *t = v->object;

	if (t->url.n == 0)
		t->url = holder_keep_url(h, v->text, v->scope);
	if (t->url.n == 0)
		(c != NULL ? &c->thumbnails : &media_of(h)->thumbnails)->n--;
	else
		holder_set_image(h, RANK_THUMBNAIL, t->url);
}

void
media_credit_open(struct holder *h, struct value *v)
{
	struct credit *c = list_add(h->a, &media_of(h)->credits, sizeof(*c));

	c->role = holder_keep(h, attribute(v->at, "role"));
	c->scheme = holder_keep(h, attribute(v->at, "scheme"));
	v->object = c;
}

void
media_credit_close(struct holder *h, const struct value *v)
{
	struct credit *c = v->object;

	c->name = holder_keep(h, v->text);
	if (c->name.n == 0)
		media_of(h)->credits.n--;
}

void
media_keywords_close(struct holder *h, const struct value *v)
{
	holder_add_keywords(h, v->text, STR_NONE, &media_of(h)->keywords);
}

void
media_category_open(struct holder *h, struct value *v)
{
	struct category *c = arena_zalloc(h->a, sizeof(*c));

	c->scheme = holder_keep(h, attribute(v->at, "scheme"));
	if (c->scheme.n == 0)
		c->scheme = CATEGORY_SCHEME;
	c->label = holder_keep(h, attribute(v->at, "label"));
	v->object = c;
}

void
media_category_close(struct holder *h, const struct value *v)
{
	const struct category *c = v->object;

	if (str_trim(v->text).n > 0)
		holder_add_category(h, v->text, c->scheme, c->label);
}

void
media_rating_open(struct holder *h, struct value *v)
{
	struct rating *r = arena_zalloc(h->a, sizeof(*r));

	r->scheme = holder_keep(h, attribute(v->at, "scheme"));
	v->object = r;
}

void
media_rating_close(struct holder *h, const struct value *v)
{
	struct rating *r = v->object;

	r->value = holder_keep(h, v->text);
	if (r->value.n > 0 && media_of(h)->rating == NULL)
		media_of(h)->rating = r;
}

void
media_player_open(struct holder *h, struct value *v)
{
	struct media_content *c = v->outer;
	struct player **to = c != NULL ? &c->player : &media_of(h)->player;
	struct str url = holder_keep_url(h, attribute(v->at, "url"), v->scope);

	if (url.n == 0 || *to != NULL)
		return;
	*to = arena_alloc(h->a, sizeof(**to));
	**to = (struct player){ url, opt_int_from(attribute(v->at, "width")), opt_int_from(attribute(v->at, "height")) };
}

void
media_restriction_open(struct holder *h, struct value *v)
{
	struct restriction *r = arena_zalloc(h->a, sizeof(*r));

	r->relationship = holder_keep(h, attribute(v->at, "relationship"));
	r->type = holder_keep(h, attribute(v->at, "type"));
	v->object = r;
}

void
media_restriction_close(struct holder *h, const struct value *v)
{
	struct restriction *r = v->object;
	struct str text = holder_keep(h, v->text), word;
	size_t i;

	while (text.n > 0) {
		for (i = 0; i < text.n && !ascii_is_space(text.p[i]); i++)
			;
		word = str_head(text, i);
		*(struct str *)list_add(h->a, &r->values, sizeof(word)) = word;
		text = str_trim(str_skip(text, i));
	}
	if (media_of(h)->restriction == NULL && r->relationship.n + r->type.n + r->values.n > 0)
		media_of(h)->restriction = r;
}

void
media_license_open(struct holder *h, struct value *v)
{
	struct media_license *l = arena_zalloc(h->a, sizeof(*l));

	l->type = holder_keep(h, attribute(v->at, "type"));
	l->url = holder_keep_url(h, attribute(v->at, "href"), v->scope);
	v->object = l;
}

void
media_license_close(struct holder *h, const struct value *v)
{
	struct media_license *l = v->object;

	l->text = holder_keep(h, v->text);
	if (media_of(h)->license == NULL && l->type.n + l->url.n + l->text.n > 0)
		media_of(h)->license = l;
}

void
media_hash_close(struct holder *h, const struct value *v)
{
	if (media_of(h)->hash.n == 0)
		media_of(h)->hash = holder_keep(h, v->text);
}

static struct community *
community(struct holder *h)
{
	struct media *m = media_of(h);

	if (m->community == NULL)
		m->community = arena_zalloc(h->a, sizeof(*m->community));
	return m->community;
}

/* media:starRating and media:statistics. */
void
media_community_part_open(struct holder *h, struct value *v)
{
	struct community_rating r = { opt_num_from(attribute(v->at, "average")), opt_int_from(attribute(v->at, "count")),
		opt_int_from(attribute(v->at, "min")), opt_int_from(attribute(v->at, "max")) };
	struct opt_int views = opt_int_from(attribute(v->at, "views")), favorites = opt_int_from(attribute(v->at, "favorites"));

	if (str_is(v->local, "starRating")) {
		if (!r.average.is_set && !r.count.is_set && !r.min.is_set && !r.max.is_set)
			return;
		community(h)->rating = arena_alloc(h->a, sizeof(r));
		*community(h)->rating = r;
	} else if (views.is_set || favorites.is_set) {
		community(h)->views = views;
		community(h)->favorites = favorites;
	}
}
