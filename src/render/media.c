#include "config.h"
#include "render/media.h"

#include <stdio.h>

#include "base/url.h"
#include "render/parts.h"
#include "render/uri_out.h"

static bool
is_one_of(struct str s, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_is(s, words[i]))
			return true;
	return false;
}

#define IS_ONE_OF(s, words) is_one_of(s, words, sizeof(words) / sizeof((words)[0]))

static void
attr_positive(struct xml *x, const char *name, struct opt_int v)
{
	if (v.is_set && v.v > 0)
		xml_attr_int(x, name, v.v);
}

static void
attr_number(struct xml *x, const char *name, struct opt_num v)
{
	char text[32];

	if (!v.is_set || !(v.v > 0 && v.v < 1e12))
		return;
	snprintf(text, sizeof(text), "%.15g", v.v);
	xml_attr(x, name, str_from(text));
}

static void
write_text(struct xml *x, const char *name, const struct text *t)
{
	if (t->html.n == 0 && t->plain.n == 0)
		return;
	xml_start(x, name);
	xml_attr(x, "type", t->html.n > 0 ? STR("html") : STR("plain"));
	if (t->html.n > 0)
		xml_html(x, t->html);
	else
		xml_text(x, t->plain);
	xml_end(x);
}

static void
write_plain(struct xml *x, const char *name, struct str s)
{
	struct text t = { .plain = s };

	write_text(x, name, &t);
}

/* "12", "12.5" or "0:00:12.5": normal play time. */
static bool
is_play_time(struct str s)
{
	struct str part;
	size_t n = 0;
	double v;

	while (str_next(&s, ':', &part)) {
		if (part.n == 0 || !ascii_is_digit(part.p[0]) || str_to_double(part, &v) != 0)
			return false;
		n++;
	}
	return n == 1 || n == 3;
}

static void
write_thumbnail(struct xml *x, const struct thumbnail *t)
{
	if (!url_is_http(t->url))
		return;
	xml_start(x, "media:thumbnail");
	xml_attr_uri(x, "url", t->url);
	attr_positive(x, "width", t->width);
	attr_positive(x, "height", t->height);
	if (is_play_time(t->time))
		xml_attr(x, "time", t->time);
	xml_end(x);
}

static void
write_thumbnails(struct xml *x, const struct list *l)
{
	uint32_t i;

	for (i = 0; i < l->n; i++)
		write_thumbnail(x, &((const struct thumbnail *)l->v)[i]);
}

static void
write_player(struct xml *x, const struct player *p)
{
	if (p == NULL || !url_is_http(p->url))
		return;
	xml_start(x, "media:player");
	xml_attr_uri(x, "url", p->url);
	attr_positive(x, "width", p->width);
	attr_positive(x, "height", p->height);
	xml_end(x);
}

/* A role is of the scheme's vocabulary or is left out; without a scheme it is the EBU's, of which these are what feeds use. */
static void
write_credit(struct xml *x, const struct credit *c)
{
	static const char *const roles[] = { "actor", "artist", "author", "broadcast journalist", "camera operator", "composer",
		"conductor", "correspondent", "director", "distribution company", "editor", "executive producer", "illustrator",
		"lyricist", "musician", "performer", "photographer", "producer", "production company", "publishing company",
		"reporter", "translation" };
	bool has_scheme = url_is_http(c->scheme) && uri_is_clean(c->scheme, true);
	char role[64];
	size_t i;

	if (c->name.n == 0)
		return;
	for (i = 0; i < c->role.n && i < sizeof(role); i++)
		role[i] = ascii_lower(c->role.p[i]);
	xml_start(x, "media:credit");
	if (c->role.n > 0 && c->role.n <= sizeof(role) && (has_scheme || IS_ONE_OF(((struct str){ role, i }), roles))) {
		xml_attr(x, "role", (struct str){ role, i });
		xml_attr(x, "scheme", has_scheme ? c->scheme : STR("urn:ebu"));
	}
	xml_text(x, c->name);
	xml_end(x);
}

static void
write_image_credit(struct xml *x, const struct article *a)
{
	const struct credit *all = a->media != NULL ? a->media->credits.v : NULL;
	struct credit c = { .name = a->image_credit };
	uint32_t i;

	for (i = 0; all != NULL && i < a->media->credits.n; i++)
		if (str_eq(all[i].name, a->image_credit))
			c = all[i]; /* it knows the role, too */
	write_credit(x, &c);
}

static void
attr_content(struct xml *x, const struct media_content *c)
{
	static const char *const mediums[] = { "image", "audio", "video", "document", "executable" };
	static const char *const expressions[] = { "sample", "full", "nonstop" };

	if (c->url.n > 0)
		xml_attr_uri(x, "url", c->url);
	if (is_mime_type(c->type))
		xml_attr(x, "type", c->type);
	if (IS_ONE_OF(c->medium, mediums))
		xml_attr(x, "medium", c->medium);
	attr_positive(x, "fileSize", c->length);
	attr_positive(x, "width", c->width);
	attr_positive(x, "height", c->height);
	attr_number(x, "duration", c->duration);
	attr_number(x, "bitrate", c->bitrate);
	attr_positive(x, "channels", c->channels);
	if (is_language_tag(c->lang))
		xml_attr(x, "lang", c->lang);
	if (IS_ONE_OF(c->expression, expressions))
		xml_attr(x, "expression", c->expression);
	if (c->is_default != TRI_NONE)
		xml_attr(x, "isDefault", c->is_default == TRI_TRUE ? STR("true") : STR("false"));
}

static bool
is_article_image(const struct article *a, struct str url)
{
	return a->image.n > 0 && str_eq(a->image, url);
}

static void
write_content(struct xml *x, const struct article *a, const struct media_content *c)
{
	bool is_image = is_article_image(a, c->url);

	if (!uri_is_absolute(c->url) && (c->player == NULL || !url_is_http(c->player->url)))
		return;
	xml_start(x, "media:content");
	attr_content(x, c);
	write_text(x, "media:title", &c->title);
	if (is_image && a->image_caption.n > 0)
		write_plain(x, "media:description", a->image_caption);
	else
		write_text(x, "media:description", &c->description);
	write_thumbnails(x, &c->thumbnails);
	if (is_image)
		write_image_credit(x, a);
	write_player(x, c->player);
	xml_end(x);
}

static void
write_enclosure(struct xml *x, const struct article *a, const struct enclosure *en)
{
	struct media_content c = { .url = en->url, .type = enclosure_type(en), .length = en->length, .duration = en->duration };

	c.title.plain = en->title;
	write_content(x, a, &c);
}

static bool
has_content(const struct article *a, struct str url)
{
	const struct media_content *c = a->media != NULL ? a->media->contents.v : NULL;
	uint32_t i;

	for (i = 0; c != NULL && i < a->media->contents.n; i++)
		if (str_eq(c[i].url, url))
			return true;
	return false;
}

static bool
has_thumbnail(const struct article *a, struct str url)
{
	const struct thumbnail *t = a->media != NULL ? a->media->thumbnails.v : NULL;
	uint32_t i;

	for (i = 0; t != NULL && i < a->media->thumbnails.n; i++)
		if (str_eq(t[i].url, url))
			return true;
	return false;
}

/* The picture of the article, unless it stands among its media already. */
static void
write_image(struct xml *x, const struct article *a)
{
	struct media_content c = { .url = a->image, .medium = STR("image"), .width = a->image_width, .height = a->image_height };

	if (!url_is_http(a->image))
		return;
	if (a->media == NULL || a->media->thumbnails.n == 0) /* the one element that all readers show */
		write_thumbnail(x, &(struct thumbnail){ a->image, a->image_width, a->image_height, STR_NONE });
	if (has_content(a, a->image))
		return;
	if (!has_thumbnail(a, a->image) || a->image_caption.n + a->image_credit.n > 0)
		write_content(x, a, &c);
}

/* Caption and credit of a picture that has no address of its own stand with the item. */
static void
write_item_texts(struct xml *x, const struct article *a, const struct media *m)
{
	bool is_loose = !url_is_http(a->image);

	if (m != NULL)
		write_text(x, "media:title", &m->title);
	if (is_loose && a->image_caption.n > 0)
		write_plain(x, "media:description", a->image_caption);
	else if (m != NULL)
		write_text(x, "media:description", &m->description);
	if (is_loose)
		write_image_credit(x, a);
}

static void
write_credits(struct xml *x, const struct article *a, const struct list *l)
{
	const struct credit *c = l->v;
	uint32_t i;

	for (i = 0; i < l->n; i++)
		if (!str_eq(c[i].name, a->image_credit))
			write_credit(x, &c[i]);
}

static void
write_keywords(struct xml *x, const struct list *l)
{
	const struct str *v = l->v;
	uint32_t i;

	if (l->n == 0)
		return;
	xml_start(x, "media:keywords");
	for (i = 0; i < l->n; i++) {
		if (i > 0)
			xml_text(x, STR(", "));
		xml_text(x, v[i]);
	}
	xml_end(x);
}

/* The simple scheme's two words, or a scheme of the publisher's own. */
static void
write_rating(struct xml *x, const struct rating *r)
{
	bool is_simple, is_own;

	if (r == NULL || r->value.n == 0)
		return;
	is_simple =
	    (r->scheme.n == 0 || str_is(r->scheme, "urn:simple")) && (str_is(r->value, "adult") || str_is(r->value, "nonadult"));
	is_own = url_is_http(r->scheme) && uri_is_clean(r->scheme, true);
	if (!is_simple && !is_own)
		return;
	xml_start(x, "media:rating");
	xml_attr(x, "scheme", is_own ? r->scheme : STR("urn:simple"));
	xml_text(x, r->value);
	xml_end(x);
}

void
media_write(struct xml *x, const struct article *a)
{
	const struct media *m = a->media;
	uint32_t i;

	write_image(x, a);
	for (i = 0; m != NULL && i < m->contents.n; i++)
		write_content(x, a, &((const struct media_content *)m->contents.v)[i]);
	write_item_texts(x, a, m);
	if (m == NULL)
		return;
	write_thumbnails(x, &m->thumbnails);
	write_credits(x, a, &m->credits);
	write_keywords(x, &m->keywords);
	write_rating(x, m->rating);
	write_player(x, m->player);
}

void
media_write_enclosures(struct xml *x, const struct article *a, uint32_t except)
{
	const struct enclosure *en = a->enclosures.v;
	uint32_t i;

	for (i = 0; i < a->enclosures.n; i++)
		if (i != except && !has_content(a, en[i].url) && !is_article_image(a, en[i].url))
			write_enclosure(x, a, &en[i]);
}
