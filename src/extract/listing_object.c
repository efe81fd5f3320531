#include "config.h"
#include "extract/listing_object.h"

#include "base/url.h"
#include "base/utf8.h"
#include "extract/page_date.h"
#include "extract/prose.h"
#include "parse/entities.h"

#define WRAPS_MAX 3U       /* around an entry of a flattened graph */
#define DEPTH_MAX 4U       /* wrappers around the value of a member */
#define TEXT_MAX 4000U     /* bytes */
#define NAMES_MAX 8U       /* authors or topics */
#define BODY_MAX (2U << 20) /* bytes of a whole text */
#define EPOCH_MIN 3e8      /* seconds since 1970: smaller numbers are none */
#define EPOCH_MAX 1e11     /* larger ones are milliseconds */

/* In the order in which they are believed. */
static const char *const title_names[] = { "headline", "title", "name", "hed", "seoTitle", "shortTitle", "short_title", "label", NULL };
static const char *const url_names[] = { "url", "link", "href", "permalink", "canonicalUrl", "canonical_url", "webUrl", "web_url", "shareUrl",
	"fullUrl", "full_url", "articleUrl", "uri", "path", "pathname", "mainEntityOfPage", "@id", NULL };
static const char *const date_names[] = { "datePublished", "publishedAt", "published_at", "published", "publishDate", "publish_date", "publishedDate",
	"published_date", "publicationDate", "publication_date", "firstPublished", "first_published_at", "date_gmt", "pubDate", "pub_date", "date",
	"createdAt", "created_at", "dateCreated", "created", "uploadDate", "displayDate", "display_date", "timestamp", "time", NULL };
static const char *const summary_names[] = { "description", "summary", "excerpt", "teaser", "abstract", "dek", "standfirst", "subtitle", "subheadline",
	"lead", "intro", NULL };
static const char *const image_names[] = { "image", "thumbnailUrl", "thumbnail", "featuredImage", "featured_image", "jetpack_featured_media_url",
	"imageUrl", "image_url", "cover", "heroImage", "leadImage", "picture", "promoImage", "mainImage", NULL };
static const char *const author_names[] = { "author", "authors", "byline", "creator", "writers", "contributors", NULL };
static const char *const topic_names[] = { "articleSection", "section", "category", "categories", "tags", "keywords", "topics", NULL };
static const char *const text_wrappers[] = { "rendered", "text", "@value", "value", "name", "title", "default", "basic", "plain", "displayName", NULL };
static const char *const url_wrappers[] = { "url", "contentUrl", "src", "href", "@id", "canonical", "path", "current", "original", "large", "sourceUrl",
	"source_url", "node", "file", "fields", NULL };

/* A graph's entry: itself, or what a wrapper such as ["Reactive", 7] or ["Date", "2025-…"] is around. */
static const cJSON *
flat_value(const struct object_reader *r, const cJSON *value)
{
	unsigned i;

	for (i = 0; i < WRAPS_MAX; i++) {
		if (cJSON_IsNumber(value))
			value = value->valuedouble >= 0 && value->valuedouble < r->n_flat ? r->flat[value->valueint] : NULL;
		if (!cJSON_IsArray(value) || !cJSON_IsString(value->child) || value->child->next == NULL || value->child->next->next != NULL)
			break;
		value = value->child->next;
		if (!cJSON_IsNumber(value))
			break;
	}
	return value;
}

const cJSON *
object_value(const struct object_reader *r, const cJSON *value)
{
	const cJSON *name;

	if (r->flat != NULL)
		return flat_value(r, value);
	if (r->entities == NULL || !cJSON_IsObject(value))
		return value;
	name = cJSON_GetObjectItemCaseSensitive(value, "__ref");
	if (name == NULL && cJSON_GetObjectItemCaseSensitive(value, "type") != NULL && cJSON_GetArraySize(value) <= 4)
		name = cJSON_GetObjectItemCaseSensitive(value, "id"); /* of older clients */
	return cJSON_IsString(name) && map_has(r->entities, str_from(name->valuestring)) ? map_get(r->entities, str_from(name->valuestring)) : value;
}

const cJSON *
object_get(struct object_reader *r, const cJSON *object, const char *name)
{
	if (r->left == 0)
		return NULL;
	r->left--;
	return object_value(r, cJSON_GetObjectItemCaseSensitive(object, name));
}

/* The string in a value: itself, the first of an array, a usual member of an object. */
static const char *
string_in(struct object_reader *r, const cJSON *value, const char *const *wrappers, unsigned depth)
{
	const char *found = NULL;
	size_t i;

	if (cJSON_IsString(value))
		return value->valuestring[0] != '\0' ? value->valuestring : NULL;
	if (depth == DEPTH_MAX)
		return NULL;
	if (cJSON_IsArray(value))
		return string_in(r, object_value(r, value->child), wrappers, depth + 1);
	for (i = 0; cJSON_IsObject(value) && wrappers[i] != NULL && found == NULL; i++)
		found = string_in(r, object_get(r, value, wrappers[i]), wrappers, depth + 1);
	return found;
}

static const char *
member_string(struct object_reader *r, const cJSON *object, const char *const *names, const char *const *wrappers)
{
	const char *found = NULL;
	size_t i;

	for (i = 0; names[i] != NULL && found == NULL; i++)
		found = string_in(r, object_get(r, object, names[i]), wrappers, 0);
	return found;
}

/* Text that may be HTML, as plain text on one line. */
static struct str
plain(struct arena *a, const char *text)
{
	struct str s = utf8_head(str_from(text), TEXT_MAX), out;
	struct buf b;
	uint32_t c;
	size_t i = 0, n;

	buf_init(&b, SIZE_MAX / 4);
	while (i < s.n) {
		if (s.p[i] == '<' && i + 1 < s.n && (ascii_is_alpha(s.p[i + 1]) || s.p[i + 1] == '/')) {
			n = str_find_char(str_skip(s, i), '>');
			i = n == STR_NPOS ? s.n : i + n + 1;
		} else if (s.p[i] == '&' && (n = entity_decode(str_skip(s, i), &c)) > 0) {
			buf_add_utf8(&b, c);
			i += n;
		} else if (ascii_is_space(s.p[i])) {
			if (b.n > 0 && b.p[b.n - 1] != ' ')
				buf_add_char(&b, ' ');
			i++;
		} else {
			buf_add_char(&b, s.p[i++]);
		}
	}
	out = arena_str(a, prose_trim(buf_str(&b)));
	buf_release(&b);
	return out;
}

static void
read_date(struct object_reader *r, const cJSON *object, struct article *out)
{
	const cJSON *value;
	struct page_date date;
	struct str text;
	double number;
	size_t i;

	for (i = 0; date_names[i] != NULL && !out->published.is_set; i++) {
		value = object_get(r, object, date_names[i]);
		if (cJSON_IsNumber(value) && value->valuedouble > EPOCH_MIN && value->valuedouble < 1000 * EPOCH_MAX) {
			number = value->valuedouble;
			text = arena_printf(r->p->a, "%.0f", number < EPOCH_MAX ? number : number / 1000);
		} else {
			text = str_from(string_in(r, value, text_wrappers, 0));
		}
		if (text.n == 0 || !page_date_read(r->p->a, text, false, &date))
			continue;
		out->published = (struct opt_int){ date.unix_s, true };
		out->date_from = STR("page");
	}
}

/* Each name of an array or object, or of a text with commas, is passed to add. */
static void
each_name(struct object_reader *r, const cJSON *value, struct article *out, void (*add)(struct arena *a, struct article *out, struct str name))
{
	struct arena *a = r->p->a;
	struct str rest, name;
	const cJSON *one;

	if (cJSON_IsArray(value)) {
		cJSON_ArrayForEach(one, value)
			add(a, out, plain(a, string_in(r, object_value(r, one), text_wrappers, 0)));
		return;
	}
	rest = plain(a, string_in(r, value, text_wrappers, 0));
	while (str_next(&rest, ',', &name))
		add(a, out, prose_trim(name));
}

static void
add_author(struct arena *a, struct article *out, struct str name)
{
	struct person *new;

	if (name.n < 2 || name.n > 120 || url_is_http(name) || out->authors.n == NAMES_MAX)
		return;
	new = list_add(a, &out->authors, sizeof(*new));
	new->name = name;
}

static void
add_topic(struct arena *a, struct article *out, struct str name)
{
	struct category *new;

	if (name.n < 2 || name.n > 80 || url_is_http(name) || out->categories.n == NAMES_MAX)
		return;
	new = list_add(a, &out->categories, sizeof(*new));
	new->term = name;
}

/* The whole text, where an interface gives it as {"rendered": HTML}. */
static void
read_body(struct object_reader *r, const cJSON *object, struct article *out)
{
	const char *html = cJSON_GetStringValue(object_get(r, object_get(r, object, "content"), "rendered"));

	if (html != NULL && html[0] != '\0')
		out->body = (struct text){ .raw = arena_str(r->p->a, utf8_head(str_from(html), BODY_MAX)), .kind = TEXT_HTML };
}

bool
object_read(struct object_reader *r, const cJSON *object, struct article *out)
{
	struct arena *a = r->p->a;
	const char *text;
	size_t i;

	*out = (struct article){ .id = STR_NONE };
	if (!cJSON_IsObject(object))
		return false;
	for (i = 0; url_names[i] != NULL && out->url.n == 0; i++) {
		text = string_in(r, object_get(r, object, url_names[i]), url_wrappers, 0);
		if (text != NULL && (url_is_http(str_from(text)) || text[0] == '/'))
			out->url = page_address(r->p, str_from(text));
	}
	if (out->url.n == 0)
		return false;
	out->title = (struct text){ .raw = plain(a, member_string(r, object, title_names, text_wrappers)), .kind = TEXT_PLAIN };
	if (out->title.raw.n == 0)
		return false;
	text = member_string(r, object, summary_names, text_wrappers);
	out->summary = (struct text){ .raw = plain(a, text), .kind = text != NULL ? TEXT_PLAIN : TEXT_NONE };
	text = member_string(r, object, image_names, url_wrappers);
	out->image = text != NULL ? page_address(r->p, str_from(text)) : STR_NONE;
	read_date(r, object, out);
	for (i = 0; author_names[i] != NULL && out->authors.n == 0; i++)
		each_name(r, object_get(r, object, author_names[i]), out, add_author);
	if (out->authors.n == 0)
		each_name(r, object_get(r, object_get(r, object, "_embedded"), "author"), out, add_author);
	read_body(r, object, out);
	for (i = 0; topic_names[i] != NULL && out->categories.n == 0; i++)
		each_name(r, object_get(r, object, topic_names[i]), out, add_topic);
	return true;
}
