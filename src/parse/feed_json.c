#include "config.h"
#include "parse/feed_json.h"

#include <cjson/cJSON.h>
#include <math.h>

#include "base/url.h"
#include "base/utf8.h"
#include "parse/date.h"
#include "parse/holder.h"
#include "parse/item_slices.h"
#include "parse/mend.h"
#include "parse/repair.h"

struct context {
	struct arena *a;
	const struct scope *scope;
};

/* A member that is a string (or, for ids, a number) and not empty. */
static struct str
string(struct context *c, const cJSON *o, const char *name)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);

	if (cJSON_IsString(v))
		return v->valuestring[0] != '\0' ? utf8_without_controls(c->a, arena_str(c->a, str_from(v->valuestring))) : STR_NONE;
	if (cJSON_IsNumber(v) && strcmp(name, "id") == 0)
		return arena_printf(c->a, "%.15g", v->valuedouble);
	return STR_NONE;
}

static struct str
url(struct context *c, const cJSON *o, const char *name)
{
	struct str s = str_trim(string(c, o, name));

	return s.n > 0 ? url_resolve(c->a, c->scope->base, s) : STR_NONE;
}

static struct text
text(struct context *c, const cJSON *o, const char *name, enum text_kind kind)
{
	struct str s = string(c, o, name);

	return (struct text){ .raw = s, .kind = s.n > 0 ? kind : TEXT_NONE, .scope = c->scope };
}

static struct opt_int
date(struct context *c, const cJSON *o, const char *name)
{
	struct str s = string(c, o, name);
	int64_t v;

	return s.n > 0 && date_parse(s, &v) ? (struct opt_int){ v, true } : (struct opt_int){ 0, false };
}

static enum tri
boolean(const cJSON *o, const char *name)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);

	return cJSON_IsTrue(v) ? TRI_TRUE : cJSON_IsFalse(v) ? TRI_FALSE : TRI_NONE;
}

static struct opt_int
integer(const cJSON *o, const char *name)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);

	return cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble < 9e15 ? (struct opt_int){ (int64_t)v->valuedouble, true } :
	                                                                           (struct opt_int){ 0, false };
}

static void
add_link(struct context *c, struct list *links, const char *rel, struct str to)
{
	if (to.n > 0)
		*(struct link *)list_add(c->a, links, sizeof(struct link)) = (struct link){ .rel = str_from(rel), .url = to };
}

static void
add_author(struct context *c, struct list *people, const cJSON *o)
{
	struct person p = { 0 }, *v = people->v;
	uint32_t i;

	if (!cJSON_IsObject(o))
		return;
	p.name = string(c, o, "name");
	p.url = url(c, o, "url");
	p.avatar = url(c, o, "avatar");
	if (str_starts_nocase(p.url, STR("mailto:"))) {
		p.email = str_skip(p.url, 7);
		p.url = STR_NONE;
	}
	if (p.name.n + p.url.n + p.avatar.n + p.email.n == 0)
		return;
	for (i = 0; i < people->n; i++)
		if (str_eq(v[i].name, p.name) && str_eq(v[i].url, p.url) && str_eq(v[i].avatar, p.avatar) && str_eq(v[i].email, p.email))
			return;
	*(struct person *)list_add(c->a, people, sizeof(p)) = p;
}

/* Feeds are seen that write one object where a list is due. */
static void
add_authors(struct context *c, struct list *people, const cJSON *o)
{
	const cJSON *authors = cJSON_GetObjectItemCaseSensitive(o, "authors"), *v;

	if (cJSON_IsObject(authors))
		add_author(c, people, authors);
	else
		cJSON_ArrayForEach(v, authors)
			add_author(c, people, v);
	add_author(c, people, cJSON_GetObjectItemCaseSensitive(o, "author"));
}

static void
add_tags(struct context *c, struct list *l, const cJSON *o)
{
	struct category *known;
	const cJSON *v;
	struct str tag;
	uint32_t i;

	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(o, "tags")) {
		tag = cJSON_IsString(v) ? str_trim(str_from(v->valuestring)) : STR_NONE;
		for (i = 0, known = l->v; i < l->n && !str_eq(known[i].term, tag); i++)
			;
		if (tag.n > 0 && i == l->n)
			((struct category *)list_add(c->a, l, sizeof(*known)))->term =
			    utf8_without_controls(c->a, arena_str(c->a, tag));
	}
}

static void
add_attachments(struct context *c, struct article *a, const cJSON *o)
{
	struct enclosure *e;
	const cJSON *v, *duration;
	struct str to;
	uint32_t i;

	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(o, "attachments")) {
		to = cJSON_IsObject(v) ? url(c, v, "url") : STR_NONE;
		for (i = 0, e = a->enclosures.v; i < a->enclosures.n && !str_eq(e[i].url, to); i++)
			;
		if (to.n == 0 || i < a->enclosures.n)
			continue;
		e = list_add(c->a, &a->enclosures, sizeof(*e));
		e->url = to;
		e->type = string(c, v, "mime_type");
		e->title = string(c, v, "title");
		e->length = integer(v, "size_in_bytes");
		duration = cJSON_GetObjectItemCaseSensitive(v, "duration_in_seconds");
		if (cJSON_IsNumber(duration) && isfinite(duration->valuedouble))
			e->duration = (struct opt_num){ duration->valuedouble, true };
	}
}

static void
add_item(struct context *c, struct document *d, const cJSON *o, const struct item_slice *slice)
{
	struct article *a;
	struct scope *scope;
	struct str lang = language_tag(c->a, string(c, o, "language"));

	if (!cJSON_IsObject(o))
		return;
	a = list_add(c->a, &d->articles, sizeof(*a));
	scope = arena_alloc(c->a, sizeof(*scope));
	*scope = (struct scope){ c->scope->base, lang.n > 0 ? lang : c->scope->lang };
	a->id = str_trim(string(c, o, "id"));
	a->external_url = url(c, o, "external_url");
	a->url = url(c, o, "url");
	add_link(c, &a->links, "alternate", a->url);
	add_link(c, &a->links, "related", a->external_url);
	if (a->url.n == 0)
		a->url = a->external_url;
	a->title = text(c, o, "title", TEXT_PLAIN);
	a->summary = text(c, o, "summary", TEXT_PLAIN);
	a->body = text(c, o, "content_html", TEXT_HTML);
	a->body.scope = scope;
	a->content_text = string(c, o, "content_text");
	a->image = url(c, o, "image");
	a->banner_image = url(c, o, "banner_image");
	a->published = date(c, o, "date_published");
	a->updated = date(c, o, "date_modified");
	a->language = lang;
	add_authors(c, &a->authors, o);
	add_tags(c, &a->categories, o);
	add_attachments(c, a, o);
	if (slice != NULL)
		a->raw_hash = (struct opt_int){ slice->fingerprint, true };
	if (a->published.is_set || a->updated.is_set)
		a->date_from = STR("feed");
}

static void
read_items(struct context *c, const cJSON *items, const struct item_slices *slices, unsigned max, struct document *d)
{
	const struct item_slice *slice;
	const cJSON *v;
	uint32_t i = 0;

	cJSON_ArrayForEach(v, items) {
		slice = i < slices->n ? &slices->v[i] : NULL;
		i++;
		if (slice != NULL && slice->is_known)
			item_slice_recall(c->a, d, slice, max);
		else if (d->articles.n < max)
			add_item(c, d, v, slice);
		else
			d->dropped = (struct opt_int){ d->dropped.v + 1, true };
	}
}

static void
read_feed(struct context *c, const cJSON *o, const struct item_slices *slices, const struct parse_input *in, struct document *d)
{
	unsigned max = in->items_max > 0 && in->items_max < PARSE_ITEMS_MAX ? in->items_max : PARSE_ITEMS_MAX;
	const cJSON *v;
	struct str to;

	d->title = text(c, o, "title", TEXT_PLAIN);
	d->description = text(c, o, "description", TEXT_PLAIN);
	d->link = url(c, o, "home_page_url");
	d->feed_url = url(c, o, "feed_url");
	d->next_url = url(c, o, "next_url");
	add_link(c, &d->links, "alternate", d->link);
	add_link(c, &d->links, "self", d->feed_url);
	add_link(c, &d->links, "next", d->next_url);
	d->logo = url(c, o, "icon");
	d->icon = url(c, o, "favicon");
	d->language = language_tag(c->a, string(c, o, "language"));
	if (d->language.n == 0)
		d->language = language_tag(c->a, in->content_language);
	d->expired = boolean(o, "expired");
	add_authors(c, &d->authors, o);
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(o, "hubs")) {
		to = cJSON_IsObject(v) ? url(c, v, "url") : STR_NONE;
		if (to.n > 0)
			*(struct hub *)list_add(c->a, &d->hubs, sizeof(struct hub)) = (struct hub){ string(c, v, "type"), to };
	}
	read_items(c, cJSON_GetObjectItemCaseSensitive(o, "items"), slices, max, d);
}

static struct str
format_of(struct str version)
{
	version = str_trim(version);
	if (str_ends(version, STR("1.1")))
		return STR("json11");
	if (str_ends(version, STR("/1")) || str_is(version, "1") || str_is(version, "1.0"))
		return STR("json1");
	return STR("json");
}

int
feed_json_parse(struct arena *a, struct str text_in, const struct parse_input *in, struct document *d, struct err *e)
{
	struct item_slices slices;
	struct str left;
	const char *end = NULL;
	struct scope *scope = arena_zalloc(a, sizeof(*scope));
	struct context c = { a, scope };
	const cJSON *version;
	cJSON *o;

	text_in = repair_json_nul(a, text_in);
	left = item_slices_json(a, in, text_in, &slices);
	o = cJSON_ParseWithLengthOpts(left.p, left.n, &end, 0);
	if (o == NULL) {
		struct str mended = mend_json(a, text_in);

		parse_problem(a, d, "syntax", 0, "JSON that ends in an error at byte %zu", end != NULL ? (size_t)(end - left.p) : 0);
		slices.n = 0; /* all of it is mended */
		if (mended.n > 0) {
			o = cJSON_ParseWithLengthOpts(mended.p, mended.n, &end, 0);
			left = mended;
		}
	}
	if (o == NULL)
		return err_set(e, ERR_INPUT, "not a feed: JSON that ends in an error at byte %zu",
		    end != NULL ? (size_t)(end - left.p) : 0);
	version = cJSON_GetObjectItemCaseSensitive(o, "version");
	if (!cJSON_IsObject(o) || (!cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(o, "items")) && !cJSON_IsString(version))) {
		cJSON_Delete(o);
		return err_set(e, ERR_INPUT, "not a feed: JSON without items");
	}
	if (str_trim(str_skip(left, (size_t)(end - left.p))).n > 0)
		parse_problem(a, d, "syntax", 0, "text behind the JSON document");
	d->encoding = STR("utf-8");
	d->format = format_of(str_from(cJSON_IsString(version) ? version->valuestring : ""));
	scope->base = base_inside(a, in->base_url, in->content_location);
	read_feed(&c, o, &slices, in, d);
	cJSON_Delete(o);
	return 0;
}
