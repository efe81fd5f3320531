/* JSON Feed 1.1 (jsonfeed.org). What it has no place for stands in `_feedwright`. */
#include "config.h"
#include "base/clock.h"
#include "render/json_out.h"
#include "render/parts.h"
#include "render/render.h"
#include "render/uri_out.h"

struct writer {
	struct json j;
	struct arena a; /* for one item */
	const struct composition *c;
	const struct render_site *site;
};

static void
write_date(struct json *j, const char *key, int64_t unix_s)
{
	char stamp[TIME_RFC3339_SIZE];

	time_rfc3339(unix_s, stamp);
	json_string(j, key, str_from(stamp));
}

static void
write_author(struct json *j, struct str name, struct str url, struct str avatar)
{
	json_object(j, NULL);
	json_maybe(j, "name", name);
	json_maybe_url(j, "url", url);
	json_maybe_url(j, "avatar", avatar);
	json_end(j);
}

static void
write_authors(struct json *j, const struct list *people)
{
	const struct person *p = people->v;
	bool is_open = false;
	uint32_t i;

	for (i = 0; i < people->n; i++) {
		if (person_label(&p[i]).n == 0 && !uri_is_absolute(p[i].avatar))
			continue;
		if (!is_open)
			json_array(j, "authors");
		is_open = true;
		write_author(j, person_label(&p[i]), p[i].url, p[i].avatar);
	}
	if (is_open)
		json_end(j);
}

static void
write_feed_facts(struct writer *w)
{
	const struct feed *f = w->c->feed;
	struct json *j = &w->j;

	json_string(j, "version", STR("https://jsonfeed.org/version/1.1"));
	json_string(j, "title", feed_title(f));
	json_maybe_url(j, "home_page_url", feed_home(&w->a, w->site, f));
	json_maybe_url(j, "feed_url", site_page_url(&w->a, w->site, f, w->c->archive.page, "json"));
	if (w->c->archive.prev > 0)
		json_maybe_url(j, "next_url", site_page_url(&w->a, w->site, f, w->c->archive.prev, "json"));
	json_maybe(j, "description", str_from(f->description));
	json_maybe(j, "language", str_from(f->language));
	if (f->author != NULL && f->author[0] != '\0') {
		json_array(j, "authors");
		write_author(j, str_from(f->author), STR_NONE, STR_NONE);
		json_end(j);
	}
}

/* One of the two must be there. */
static void
write_content(struct writer *w, const struct entry *e)
{
	const struct article *a = &e->article;

	json_maybe(&w->j, "content_html", a->content_html);
	json_maybe(&w->j, "content_text", a->content_text);
	if (a->content_html.n + a->content_text.n > 0)
		return;
	if (a->summary.html.n > 0)
		json_string(&w->j, "content_html", a->summary.html);
	else
		json_string(&w->j, "content_text", a->summary.plain.n > 0 ? a->summary.plain : entry_title(&w->a, e));
}

static void
write_tags(struct json *j, const struct list *l)
{
	const struct category *c = l->v;
	uint32_t i;

	if (l->n == 0)
		return;
	json_array(j, "tags");
	for (i = 0; i < l->n; i++)
		json_maybe(j, NULL, c[i].term);
	json_end(j);
}

static void
write_attachments(struct json *j, const struct list *l)
{
	const struct enclosure *en = l->v;
	bool is_open = false;
	uint32_t i;

	for (i = 0; i < l->n; i++) {
		if (!uri_is_absolute(en[i].url))
			continue;
		if (!is_open)
			json_array(j, "attachments");
		is_open = true;
		json_object(j, NULL);
		json_maybe_url(j, "url", en[i].url);
		json_string(j, "mime_type", enclosure_type(&en[i]));
		json_maybe(j, "title", en[i].title);
		if (en[i].length.is_set && en[i].length.v > 0)
			json_integer(j, "size_in_bytes", en[i].length.v);
		if (en[i].duration.is_set && en[i].duration.v > 0)
			json_number(j, "duration_in_seconds", en[i].duration.v);
		json_end(j);
	}
	if (is_open)
		json_end(j);
}

static void
write_others(struct json *j, const struct list *l)
{
	const struct other *o = l->v;
	uint32_t i;

	if (l->n == 0)
		return;
	json_array(j, "also");
	for (i = 0; i < l->n; i++) {
		json_object(j, NULL);
		json_string(j, "source", o[i].source);
		json_maybe(j, "title", o[i].title);
		json_maybe_url(j, "url", o[i].url);
		json_end(j);
	}
	json_end(j);
}

static void
write_extension(struct json *j, const struct entry *e)
{
	const struct document *d = entry_origin(e);

	json_object(j, "_feedwright");
	json_object(j, "source");
	json_string(j, "title", entry_origin_title(e));
	json_maybe(j, "description", entry_slogan(e)->plain);
	json_maybe_url(j, "home_page_url", d->link);
	json_maybe_url(j, "feed_url", d->feed_url);
	json_end(j);
	json_maybe(j, "image_caption", e->article.image_caption);
	json_maybe(j, "image_credit", e->article.image_credit);
	write_others(j, &e->others);
	json_end(j);
}

static void
write_item(struct writer *w, const struct entry *e)
{
	const struct article *a = &e->article;
	struct json *j = &w->j;

	arena_reset(&w->a);
	json_object(j, NULL);
	json_string(j, "id", e->id);
	json_maybe_url(j, "url", a->url);
	json_maybe_url(j, "external_url", a->external_url);
	json_maybe(j, "title", a->title.plain);
	write_content(w, e);
	json_maybe(j, "summary", a->summary.plain);
	json_maybe_url(j, "image", a->image);
	json_maybe_url(j, "banner_image", a->banner_image);
	write_date(j, "date_published", e->published_s);
	write_date(j, "date_modified", e->updated_s);
	write_authors(j, &a->authors);
	write_tags(j, &a->categories);
	if (!str_eq_nocase(a->language, str_from(w->c->feed->language)))
		json_maybe(j, "language", a->language);
	write_attachments(j, &a->enclosures);
	write_extension(j, e);
	json_end(j);
}

int
render_json_feed(const struct composition *c, const struct render_site *site, struct buf *out)
{
	struct writer w = { .c = c, .site = site };
	uint32_t i;

	arena_init(&w.a, SIZE_MAX / 4, NULL);
	json_init(&w.j, out);
	json_object(&w.j, NULL);
	write_feed_facts(&w);
	json_array(&w.j, "items");
	for (i = 0; i < c->entries.n; i++)
		write_item(&w, &((const struct entry *)c->entries.v)[i]);
	json_end(&w.j);
	json_end(&w.j);
	arena_release(&w.a);
	return json_finish(&w.j);
}
