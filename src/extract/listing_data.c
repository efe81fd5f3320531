#include "config.h"
#include "extract/listing_data.h"

#include "extract/jsonld.h"
#include "extract/listing_object.h"
#include "extract/script_value.h"

#define DEPTH_MAX 24U           /* of JSON that is walked */
#define STATE_BYTES_MAX (6U << 20) /* of all scripts of a page that are read as JSON */
#define STATE_MIN 200U          /* bytes: shorter scripts hold no list */
#define ARRAY_MIN 3U            /* objects that make a list */
#define ARRAY_SHARE 0.7         /* of an array's members that must be articles */
#define ARRAY_COUNTED 60U       /* members past this make an array no better */
#define ARRAYS_MAX 3000U        /* of a page that are looked at */
#define TITLE_BYTES_GOOD 25.0   /* mean length: menus have shorter titles */
#define FLAT_MIN 20            /* entries of a flattened graph */
#define INNER_MAX 64U          /* texts of JSON in the JSON of a script */
#define ASSIGNMENTS_MAX 40U    /* of a script that are looked at */
#define ENTITIES_DEPTH 6U      /* how deep in a state things are told apart by type, */
#define ENTITIES_LOOK 50000U   /* and how many values are looked at to find that out */
#define ROW_NUMBER_MAX 12U     /* bytes before the value of a row */
#define UNWRAPS 2U              /* objects around an article: {"node": {…}} */

static void
add(const struct page *p, struct list *articles, const struct article *x)
{
	struct article *to;

	if (articles->n == DATA_ITEMS_MAX || page_url_key(p->a, x->url) == p->self)
		return;
	to = list_add(p->a, articles, sizeof(*to));
	*to = *x;
}

/* ---- JSON-LD ---- */

static bool
is_article(const cJSON *object)
{
	static const char *const types[] = { "Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle",
		"LiveBlogPosting", "TechArticle", "ScholarlyArticle", "SocialMediaPosting", "DiscussionForumPosting", "Report", "Review", "Recipe", "Event",
		"JobPosting", "VideoObject", "PodcastEpisode", "Dataset", "Course", "CreativeWork", "Product" };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (jsonld_is(object, types[i]))
			return true;
	return false;
}

static void
add_object(struct object_reader *r, const cJSON *object, struct list *articles)
{
	struct article x;

	if (object_read(r, object, &x))
		add(r->p, articles, &x);
}

/* An element of an ItemList: an address, an object, or a ListItem around one. */
static void
add_element(struct object_reader *r, const cJSON *element, struct list *articles)
{
	const cJSON *item = cJSON_IsObject(element) ? cJSON_GetObjectItemCaseSensitive(element, "item") : NULL;
	struct article x = { .id = STR_NONE };

	if (cJSON_IsObject(item) && object_read(r, item, &x)) {
		add(r->p, articles, &x);
		return;
	}
	if (object_read(r, element, &x)) {
		add(r->p, articles, &x);
		return;
	}
	if (cJSON_IsObject(element))
		element = cJSON_GetObjectItemCaseSensitive(element, "url");
	if (item != NULL && !cJSON_IsString(element))
		element = cJSON_IsObject(item) ? cJSON_GetObjectItemCaseSensitive(item, "url") : item;
	if (!cJSON_IsString(element))
		return;
	x = (struct article){ .url = page_address(r->p, str_from(element->valuestring)) };
	if (x.url.n > 0)
		add(r->p, articles, &x);
}

static void
walk_jsonld(struct object_reader *r, const cJSON *value, unsigned depth, struct list *articles)
{
	const cJSON *child, *elements;

	if (depth > DEPTH_MAX)
		return;
	if (cJSON_IsObject(value) && jsonld_is(value, "BreadcrumbList"))
		return;
	if (cJSON_IsObject(value)) {
		if (is_article(value))
			add_object(r, value, articles);
		elements = cJSON_GetObjectItemCaseSensitive(value, "itemListElement");
		if (cJSON_IsArray(elements))
			cJSON_ArrayForEach(child, elements)
				add_element(r, child, articles);
	}
	cJSON_ArrayForEach(child, value) /* members too: mainEntity, hasPart, blogPost, @graph, … */
		if (child->string == NULL || strcmp(child->string, "itemListElement") != 0)
			walk_jsonld(r, child, depth + 1, articles);
}

void
data_read_jsonld(const struct page *p, struct list *articles)
{
	struct object_reader r = { .p = p, .left = OBJECT_STEPS_MAX };
	struct jsonld ld;
	unsigned i;

	jsonld_read(&ld, p->a, &p->dom, p->url);
	for (i = 0; i < ld.n_blocks; i++)
		walk_jsonld(&r, ld.blocks[i], 0, articles);
	jsonld_release(&ld);
}

/* ---- state ---- */

struct search {
	struct object_reader r;
	const cJSON *best;
	double best_score;
	unsigned n_min;   /* articles that make a list, */
	double title_min; /* and the mean length of their titles in bytes */
	unsigned n_arrays;
	size_t left;      /* bytes that may still be read as JSON */
	cJSON *inner[INNER_MAX]; /* values that stood as texts in others */
	unsigned n_inner;
};

/* The article in an element: the object itself or one that it is wrapped around. */
static bool
read_element(struct object_reader *r, const cJSON *element, struct article *out)
{
	static const char *const wrappers[] = { "node", "attributes", "item", "article", "content", "data", "post", "story", "fields" };
	const cJSON *inner;
	unsigned depth;
	size_t i;

	for (depth = 0; cJSON_IsObject(element); depth++) {
		if (object_read(r, element, out))
			return true;
		for (i = 0, inner = NULL; i < sizeof(wrappers) / sizeof(wrappers[0]) && !cJSON_IsObject(inner); i++)
			inner = object_get(r, element, wrappers[i]);
		if (depth == UNWRAPS)
			return false;
		element = inner;
	}
	return false;
}

static void
score_array(struct search *s, const cJSON *array)
{
	unsigned n = 0, n_good = 0, n_dated = 0, n_teased = 0;
	const cJSON *element;
	struct article x;
	double length = 0, score;

	cJSON_ArrayForEach(element, array) {
		if (n++ == ARRAY_COUNTED)
			break;
		if (!read_element(&s->r, object_value(&s->r, element), &x))
			continue;
		n_good++;
		n_dated += x.published.is_set;
		n_teased += x.summary.raw.n > 0 || x.image.n > 0;
		length += (double)x.title.raw.n;
	}
	if (n_good < s->n_min || n_good < ARRAY_SHARE * n || length < s->title_min * n_good)
		return;
	score = n_good * (1 + 1.0 * n_dated / n_good + 0.5 * n_teased / n_good);
	if (score > s->best_score) {
		s->best_score = score;
		s->best = array;
	}
}

static void walk_state(struct search *s, const cJSON *value, unsigned depth);

/* An answer of the site's interface that a page carries along is a text of JSON. */
static void
walk_text(struct search *s, const char *text, unsigned depth)
{
	size_t n;
	cJSON *inner;

	if ((text[0] != '{' && text[0] != '[') || s->n_inner == INNER_MAX || (n = strlen(text)) < STATE_MIN || n > s->left)
		return;
	s->left -= n;
	inner = cJSON_ParseWithLength(text, n);
	if (inner == NULL)
		return;
	s->inner[s->n_inner++] = inner;
	walk_state(s, inner, depth + 1);
}

static void
walk_state(struct search *s, const cJSON *value, unsigned depth)
{
	const cJSON *child;

	if (depth > DEPTH_MAX)
		return;
	if (cJSON_IsArray(value) && s->n_arrays++ < ARRAYS_MAX)
		score_array(s, value);
	cJSON_ArrayForEach(child, value) {
		if (s->r.left == 0)
			return;
		s->r.left--;
		if (cJSON_IsArray(child) || cJSON_IsObject(child))
			walk_state(s, child, depth + 1);
		else if (cJSON_IsString(child))
			walk_text(s, child->valuestring, depth);
	}
}

static void
take_best(struct search *s, struct list *articles)
{
	const cJSON *element;
	struct article x;

	cJSON_ArrayForEach(element, s->best)
		if (read_element(&s->r, object_value(&s->r, element), &x))
			add(s->r.p, articles, &x);
}

/* A framework's flattened graph: an array whose objects hold indexes of it. */
static bool
is_flat(const cJSON *root)
{
	const cJSON *child, *member;
	int n = cJSON_IsArray(root) ? cJSON_GetArraySize(root) : 0, n_objects = 0;

	if (n < FLAT_MIN)
		return false;
	cJSON_ArrayForEach(child, root) {
		if (!cJSON_IsObject(child))
			continue;
		cJSON_ArrayForEach(member, child)
			if (!cJSON_IsNumber(member) || member->valuedouble >= n)
				return false;
		n_objects++;
	}
	return n_objects >= 2;
}

static bool
is_entity(const cJSON *v)
{
	return cJSON_IsObject(v) && v->string != NULL && cJSON_HasObjectItem(v, "__typename");
}

/* An object whose members are things of several types by their names, to which other places refer: NULL when there is none. */
static const cJSON *
find_entities(const cJSON *value, unsigned depth, unsigned *left)
{
	const cJSON *child, *found = NULL;
	unsigned n = 0;

	cJSON_ArrayForEach(child, value) {
		if (*left == 0)
			return NULL;
		--*left;
		n += is_entity(child);
		if (n == ARRAY_MIN)
			return value;
	}
	cJSON_ArrayForEach(child, value)
		if (depth < ENTITIES_DEPTH && cJSON_IsObject(child) && (found = find_entities(child, depth + 1, left)) != NULL)
			return found;
	return NULL;
}

static struct map *
index_entities(const cJSON *root)
{
	unsigned left = ENTITIES_LOOK;
	const cJSON *child, *entities = find_entities(root, 0, &left);
	struct map *m;

	if (entities == NULL)
		return NULL;
	m = map_new();
	cJSON_ArrayForEach(child, entities)
		if (child->string != NULL)
			map_put(m, str_from(child->string), (cJSON *)(uintptr_t)child);
	return m;
}

/* What is better than the articles found so far takes their place. */
static void
search_root(struct search *s, const cJSON *root, struct list *articles)
{
	struct map *entities = index_entities(root);
	const cJSON *child;
	uint32_t n = 0;

	s->r.entities = entities;
	s->r.flat = NULL;
	if (is_flat(root)) {
		s->r.flat = arena_alloc(s->r.p->a, (size_t)cJSON_GetArraySize(root) * sizeof(cJSON *));
		cJSON_ArrayForEach(child, root)
			s->r.flat[n++] = child;
		s->r.n_flat = n;
	}
	s->best = NULL;
	s->n_inner = 0;
	walk_state(s, root, 0);
	if (s->best != NULL) {
		*articles = (struct list){ NULL, 0, 0 };
		take_best(s, articles);
	}
	while (s->n_inner > 0)
		cJSON_Delete(s->inner[--s->n_inner]);
	map_free(entities);
}

static void
search_value(struct search *s, struct str text, size_t *used, struct list *articles)
{
	struct script_value v;

	bool is_read;

	*used = 0;
	text = str_head(text, s->left);
	is_read = script_value_read(&v, text, used);
	s->left -= *used;
	if (is_read && *used >= STATE_MIN)
		search_root(s, v.root, articles);
	if (is_read)
		script_value_release(&v);
}

/* All that a script assigns, or the JSON that it is. */
static void
search_script(struct search *s, struct str text, struct list *articles)
{
	size_t at, used;
	unsigned n;

	text = str_trim(text);
	if (text.n > 0 && (text.p[0] == '{' || text.p[0] == '[')) {
		search_value(s, text, &used, articles);
		return;
	}
	for (n = 0; n < ASSIGNMENTS_MAX && text.n >= STATE_MIN; n++) {
		at = str_find_char(text, '=');
		if (at == STR_NPOS)
			return;
		text = str_skip(text, at + 1);
		while (text.n > 0 && ascii_is_space(text.p[0]))
			text = str_skip(text, 1);
		if (text.n == 0 || strchr("{[(J", text.p[0]) == NULL)
			continue;
		search_value(s, text, &used, articles);
		text = str_skip(text, used);
	}
}

/* The rows that a framework sends piece by piece: push([1,"…"]). */
static void
add_row_text(struct buf *rows, struct str text)
{
	struct script_value v;
	size_t at, used;

	at = str_find(text, STR(".push("));
	if (at == STR_NPOS || !script_value_read(&v, str_skip(text, at + strlen(".push(")), &used))
		return;
	if (cJSON_IsArray(v.root) && v.root->child != NULL && cJSON_IsString(v.root->child->next))
		buf_add_c(rows, v.root->child->next->valuestring);
	script_value_release(&v);
}

static void
search_rows(struct search *s, struct str rows, struct list *articles)
{
	struct str line;
	size_t colon, used;

	while (str_next(&rows, '\n', &line)) {
		colon = str_find_char(line, ':');
		if (colon < ROW_NUMBER_MAX && line.n >= STATE_MIN)
			search_value(s, str_skip(line, colon + 1), &used, articles);
	}
}

void
data_read_state(const struct page *p, struct list *articles)
{
	struct search s = { .r = { .p = p, .left = OBJECT_STEPS_MAX }, .n_min = ARRAY_MIN, .title_min = TITLE_BYTES_GOOD, .left = STATE_BYTES_MAX };
	struct buf rows;
	const xmlNode *n;
	struct str text;
	uint32_t id;

	buf_init(&rows, STATE_BYTES_MAX);
	for (id = 1; id <= p->n_elements; id++) {
		n = p->node[id];
		if (dom_tag(n) != TAG_script || n->children == NULL || n->children->content == NULL || dom_has_attr(n, "src"))
			continue;
		if (str_find_nocase(dom_attr(n, "type"), STR("ld+json")) != STR_NPOS)
			continue;
		text = str_from((const char *)n->children->content);
		if (str_find(str_head(text, STATE_MIN), STR("__next_f")) != STR_NPOS)
			add_row_text(&rows, text);
		else if (text.n >= STATE_MIN)
			search_script(&s, text, articles);
	}
	search_rows(&s, buf_str(&rows), articles);
	buf_release(&rows);
}

void
data_read_json(const struct page *p, struct str json, struct list *articles)
{
	struct search s = { .r = { .p = p, .left = OBJECT_STEPS_MAX }, .n_min = 1, .left = STATE_BYTES_MAX };
	cJSON *root = cJSON_ParseWithLength(json.p, json.n);

	search_root(&s, root, articles);
	cJSON_Delete(root);
}

bool
data_is_json(struct str body)
{
	body = str_trim(str_skip(body, str_starts(body, STR("\xef\xbb\xbf")) ? 3 : 0));
	return body.n > 0 && (body.p[0] == '{' || body.p[0] == '[');
}
