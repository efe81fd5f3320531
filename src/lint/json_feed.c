#include "config.h"
#include "lint/json_feed.h"

#include <cjson/cJSON.h>

#include "base/map.h"
#include "lint/values.h"

enum json_place { IN_FEED = 0, IN_ITEM, IN_AUTHOR, IN_ATTACHMENT, IN_HUB };
enum json_type { JSON_STRING = 0, JSON_NUMBER, JSON_BOOL, JSON_ARRAY, JSON_OBJECT };

struct member {
	enum json_place in;
	const char *name;
	enum json_type type;
	bool is_required;
	enum value value; /* of strings */
};

static const struct member members[] = {
	{ IN_FEED, "version", JSON_STRING, true, VALUE_ANY },
	{ IN_FEED, "title", JSON_STRING, true, VALUE_TITLE },
	{ IN_FEED, "home_page_url", JSON_STRING, false, VALUE_URL },
	{ IN_FEED, "feed_url", JSON_STRING, false, VALUE_URL },
	{ IN_FEED, "description", JSON_STRING, false, VALUE_ANY },
	{ IN_FEED, "user_comment", JSON_STRING, false, VALUE_ANY },
	{ IN_FEED, "next_url", JSON_STRING, false, VALUE_URL },
	{ IN_FEED, "icon", JSON_STRING, false, VALUE_URL },
	{ IN_FEED, "favicon", JSON_STRING, false, VALUE_URL },
	{ IN_FEED, "author", JSON_OBJECT, false, VALUE_ANY },
	{ IN_FEED, "authors", JSON_ARRAY, false, VALUE_ANY },
	{ IN_FEED, "language", JSON_STRING, false, VALUE_LANGUAGE },
	{ IN_FEED, "expired", JSON_BOOL, false, VALUE_ANY },
	{ IN_FEED, "hubs", JSON_ARRAY, false, VALUE_ANY },
	{ IN_FEED, "items", JSON_ARRAY, true, VALUE_ANY },
	{ IN_ITEM, "id", JSON_STRING, true, VALUE_TEXT },
	{ IN_ITEM, "url", JSON_STRING, false, VALUE_URL },
	{ IN_ITEM, "external_url", JSON_STRING, false, VALUE_URL },
	{ IN_ITEM, "title", JSON_STRING, false, VALUE_TITLE },
	{ IN_ITEM, "content_html", JSON_STRING, false, VALUE_ANY },
	{ IN_ITEM, "content_text", JSON_STRING, false, VALUE_ANY },
	{ IN_ITEM, "summary", JSON_STRING, false, VALUE_ANY },
	{ IN_ITEM, "image", JSON_STRING, false, VALUE_URL },
	{ IN_ITEM, "banner_image", JSON_STRING, false, VALUE_URL },
	{ IN_ITEM, "date_published", JSON_STRING, false, VALUE_DATE_3339 },
	{ IN_ITEM, "date_modified", JSON_STRING, false, VALUE_DATE_3339 },
	{ IN_ITEM, "author", JSON_OBJECT, false, VALUE_ANY },
	{ IN_ITEM, "authors", JSON_ARRAY, false, VALUE_ANY },
	{ IN_ITEM, "tags", JSON_ARRAY, false, VALUE_ANY },
	{ IN_ITEM, "language", JSON_STRING, false, VALUE_LANGUAGE },
	{ IN_ITEM, "attachments", JSON_ARRAY, false, VALUE_ANY },
	{ IN_AUTHOR, "name", JSON_STRING, false, VALUE_TEXT },
	{ IN_AUTHOR, "url", JSON_STRING, false, VALUE_URL },
	{ IN_AUTHOR, "avatar", JSON_STRING, false, VALUE_URL },
	{ IN_ATTACHMENT, "url", JSON_STRING, true, VALUE_URL },
	{ IN_ATTACHMENT, "mime_type", JSON_STRING, true, VALUE_MIME },
	{ IN_ATTACHMENT, "title", JSON_STRING, false, VALUE_ANY },
	{ IN_ATTACHMENT, "size_in_bytes", JSON_NUMBER, false, VALUE_ANY },
	{ IN_ATTACHMENT, "duration_in_seconds", JSON_NUMBER, false, VALUE_ANY },
	{ IN_HUB, "type", JSON_STRING, true, VALUE_TEXT },
	{ IN_HUB, "url", JSON_STRING, true, VALUE_WEB_URL },
};

#define N_MEMBERS (sizeof(members) / sizeof(members[0]))

struct json_lint {
	struct report *r;
	struct map *places;  /* address of a cJSON → its offset + 1 */
	const size_t *starts; /* of every value, in the order of the text */
	uint32_t n_starts, n_placed;
};

/* ---- where each value stands: cJSON does not tell, but has them in the order of the text ---- */

static size_t
behind_string(struct str text, size_t i)
{
	for (i++; i < text.n && text.p[i] != '"'; i++)
		if (text.p[i] == '\\')
			i++;
	return i + 1;
}

static bool
is_key(struct str text, size_t behind)
{
	while (behind < text.n && ascii_is_space(text.p[behind]))
		behind++;
	return behind < text.n && text.p[behind] == ':';
}

static void
find_starts(struct report *r, struct list *starts)
{
	struct str text = r->text;
	size_t i = 0, from;
	bool is_value;

	while (i < text.n) {
		from = i;
		is_value = true;
		if (text.p[i] == '"') {
			i = behind_string(text, i);
			is_value = !is_key(text, i);
		} else if (text.p[i] == '{' || text.p[i] == '[') {
			i++;
		} else if (ascii_is_space(text.p[i]) || strchr(",:}]", text.p[i]) != NULL) {
			i++;
			is_value = false;
		} else {
			while (i < text.n && !ascii_is_space(text.p[i]) && strchr(",:}]", text.p[i]) == NULL)
				i++;
		}
		if (is_value)
			*(size_t *)list_add(r->a, starts, sizeof(size_t)) = from;
	}
}

static struct str
key_of(const cJSON *const *v)
{
	return (struct str){ (const char *)v, sizeof(*v) };
}

/* Depth is bounded by CJSON_NESTING_LIMIT. */
static void
place_values(struct json_lint *j, const cJSON *v)
{
	const cJSON *child;

	if (j->n_placed < j->n_starts)
		map_put(j->places, key_of(&v), (void *)(uintptr_t)(j->starts[j->n_placed++] + 1));
	cJSON_ArrayForEach(child, v)
		place_values(j, child);
}

static size_t
at(const struct json_lint *j, const cJSON *v)
{
	uintptr_t place = (uintptr_t)map_get(j->places, key_of(&v));

	return place > 0 ? place - 1 : NOWHERE;
}

/* ---- members by the table ---- */

static bool
has_type(const cJSON *v, enum json_type type)
{
	switch (type) {
	case JSON_STRING:
		return cJSON_IsString(v);
	case JSON_NUMBER:
		return cJSON_IsNumber(v);
	case JSON_BOOL:
		return cJSON_IsBool(v);
	case JSON_ARRAY:
		return cJSON_IsArray(v);
	case JSON_OBJECT:
		return cJSON_IsObject(v);
	}
	return false;
}

static const char *
type_name(enum json_type type)
{
	static const char *const names[] = { "a string", "a number", "true or false", "an array", "an object" };

	return names[type];
}

static const struct member *
find_member(enum json_place in, const char *name)
{
	size_t i;

	for (i = 0; i < N_MEMBERS; i++)
		if (members[i].in == in && strcmp(members[i].name, name) == 0)
			return &members[i];
	return NULL;
}

static void
check_member(struct json_lint *j, enum json_place in, const cJSON *v)
{
	const struct member *m = find_member(in, v->string);
	struct str name = str_from(v->string);

	if (m == NULL) {
		if (v->string[0] != '_')
			report_add(j->r, RULE_JSON_MEMBER_UNKNOWN, at(j, v), "there is no \"%.*s\" here: extensions begin with _", STR_ARG(name));
	} else if (!has_type(v, m->type)) {
		report_add(j->r, RULE_TYPE, at(j, v), "\"%s\" must be %s", m->name, type_name(m->type));
	} else if (m->type == JSON_STRING) {
		value_check(j->r, m->value, NULL, str_trim(str_from(v->valuestring)), arena_printf(j->r->a, "\"%s\"", m->name), at(j, v));
	}
}

static void
check_object(struct json_lint *j, enum json_place in, const cJSON *object)
{
	const cJSON *v;
	size_t i;

	if (!cJSON_IsObject(object)) {
		report_add(j->r, RULE_TYPE, at(j, object), "this must be an object");
		return;
	}
	cJSON_ArrayForEach(v, object)
		check_member(j, in, v);
	for (i = 0; i < N_MEMBERS; i++)
		if (members[i].in == in && members[i].is_required && cJSON_GetObjectItemCaseSensitive(object, members[i].name) == NULL)
			report_add(j->r, RULE_ELEMENT_MISSING, at(j, object), "\"%s\" is missing", members[i].name);
}

static void
check_each(struct json_lint *j, enum json_place in, const cJSON *owner, const char *name)
{
	const cJSON *v, *all = cJSON_GetObjectItemCaseSensitive(owner, name);

	if (cJSON_IsArray(all))
		cJSON_ArrayForEach(v, all)
			check_object(j, in, v);
}

static void
check_authors(struct json_lint *j, const cJSON *owner, bool is_1_1)
{
	const cJSON *author = cJSON_GetObjectItemCaseSensitive(owner, "author");

	check_each(j, IN_AUTHOR, owner, "authors");
	if (author == NULL)
		return;
	if (is_1_1 && cJSON_GetObjectItemCaseSensitive(owner, "authors") == NULL)
		report_add(j->r, RULE_JSON_DEPRECATED, at(j, author), "\"author\" is deprecated: use \"authors\"");
	if (cJSON_IsObject(author))
		check_object(j, IN_AUTHOR, author);
}

/* ---- what binds several members ---- */

static void
check_item(struct json_lint *j, const cJSON *item, bool is_1_1, struct map *seen)
{
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(item, "id"), *tags = cJSON_GetObjectItemCaseSensitive(item, "tags"), *tag;

	check_object(j, IN_ITEM, item);
	if (!cJSON_IsObject(item))
		return;
	check_authors(j, item, is_1_1);
	check_each(j, IN_ATTACHMENT, item, "attachments");
	if (!cJSON_HasObjectItem(item, "content_html") && !cJSON_HasObjectItem(item, "content_text"))
		report_add(j->r, RULE_CONTENT_MISSING, at(j, item), "an item needs \"content_html\" or \"content_text\"");
	if (cJSON_IsArray(tags))
		cJSON_ArrayForEach(tag, tags)
			if (!cJSON_IsString(tag))
				report_add(j->r, RULE_TYPE, at(j, tag), "a tag must be a string");
	if (cJSON_IsString(id) && id->valuestring[0] != '\0' && map_put(seen, str_from(id->valuestring), seen) != NULL)
		report_add(j->r, RULE_ID_TWICE, at(j, id), "another item has the same id \"%.80s\"", id->valuestring);
}

static void
check_feed(struct json_lint *j, const cJSON *feed)
{
	const cJSON *version = cJSON_GetObjectItemCaseSensitive(feed, "version"), *items = cJSON_GetObjectItemCaseSensitive(feed, "items"), *v;
	struct str said = cJSON_IsString(version) ? str_from(version->valuestring) : STR_NONE;
	bool is_1_1 = str_ends(said, STR("jsonfeed.org/version/1.1"));
	struct map *seen = map_new();

	check_object(j, IN_FEED, feed);
	if (said.n > 0 && !is_1_1 && !str_ends(said, STR("jsonfeed.org/version/1")))
		report_add(j->r, RULE_VERSION, at(j, version), "\"version\" is not https://jsonfeed.org/version/1.1: \"%.*s\"",
		    STR_ARG(str_head(said, 80)));
	if (said.n > 0 && !is_1_1 && str_ends(said, STR("jsonfeed.org/version/1")))
		report_add(j->r, RULE_VERSION_OLD, at(j, version), "JSON Feed 1 is superseded by 1.1");
	if (!cJSON_HasObjectItem(feed, "feed_url"))
		report_add(j->r, RULE_SELF_MISSING, at(j, feed), "the feed should have its own address as \"feed_url\"");
	check_authors(j, feed, is_1_1);
	check_each(j, IN_HUB, feed, "hubs");
	if (cJSON_IsArray(items)) {
		cJSON_ArrayForEach(v, items)
			check_item(j, v, is_1_1, seen);
		if (cJSON_GetArraySize(items) == 0)
			report_add(j->r, RULE_NO_ITEMS, at(j, items), "\"items\" is empty");
	}
	map_free(seen);
}

void
json_feed_check(struct report *r)
{
	struct json_lint j = { .r = r };
	struct list starts = { .n = 0 };
	const char *end = NULL;
	cJSON *feed;

	r->format = LINT_JSON;
	feed = cJSON_ParseWithLengthOpts(r->text.p, r->text.n, &end, 0);
	if (feed == NULL) {
		report_add(r, RULE_SYNTAX, end != NULL && end >= r->text.p ? (size_t)(end - r->text.p) : NOWHERE, "this is not JSON");
		return;
	}
	find_starts(r, &starts);
	j.starts = starts.v;
	j.n_starts = starts.n;
	j.places = map_new();
	place_values(&j, feed);
	if (cJSON_IsObject(feed))
		check_feed(&j, feed);
	else
		report_add(r, RULE_NOT_A_FEED, 0, "a JSON Feed is an object");
	map_free(j.places);
	cJSON_Delete(feed);
}
