#include "config.h"
#include "extract/listing_data.h"

#include "extract/jsonld.h"
#include "extract/listing_object.h"
#include "extract/prose.h"

#define DEPTH_MAX 24U           /* of JSON that is walked */
#define STATE_BYTES_MAX (6U << 20) /* of all scripts of a page that are read as JSON */
#define STATE_MIN 200U          /* bytes: shorter scripts hold no list */
#define ARRAY_MIN 3U            /* objects that make a list */
#define ARRAY_SHARE 0.7         /* of an array's members that must be articles */
#define ARRAY_COUNTED 60U       /* members past this make an array no better */
#define ARRAYS_MAX 3000U        /* of a page that are looked at */
#define TITLE_BYTES_GOOD 25.0   /* mean length: menus have shorter titles */
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

static void
walk_state(struct search *s, const cJSON *value, unsigned depth)
{
	const cJSON *child;

	if (depth > DEPTH_MAX)
		return;
	if (cJSON_IsArray(value) && s->n_arrays++ < ARRAYS_MAX)
		score_array(s, value);
	cJSON_ArrayForEach(child, value)
		if (cJSON_IsArray(child) || cJSON_IsObject(child))
			walk_state(s, child, depth + 1);
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
	const cJSON *child;

	if (!cJSON_IsArray(root) || !cJSON_IsObject(root->child) || cJSON_GetArraySize(root) < 20)
		return false;
	cJSON_ArrayForEach(child, root->child)
		if (!cJSON_IsNumber(child))
			return false;
	return true;
}

static void
search_json(struct search *s, const cJSON *root)
{
	const cJSON *child;
	uint32_t n = 0;

	if (is_flat(root)) {
		s->r.flat = arena_alloc(s->r.p->a, (size_t)cJSON_GetArraySize(root) * sizeof(cJSON *));
		cJSON_ArrayForEach(child, root)
			s->r.flat[n++] = child;
		s->r.n_flat = n;
	}
	walk_state(s, root, 0);
}

/* The JSON that begins at the first bracket behind "=" or at the text's start; cJSON stops at its end by itself. */
static struct str
json_of_script(struct str text)
{
	size_t i;

	text = str_trim(text);
	if (text.n > 0 && (text.p[0] == '{' || text.p[0] == '['))
		return text;
	for (i = 0; i + 1 < text.n && i < STATE_MIN; i++) {
		if (text.p[i] != '=' || text.p[i + 1] == '=' || text.p[i + 1] == '>')
			continue;
		text = str_trim(str_skip(text, i + 1));
		return text.n > 0 && (text.p[0] == '{' || text.p[0] == '[' || str_starts(text, STR("JSON.parse("))) ? text : STR_NONE;
	}
	return STR_NONE;
}

static cJSON *
parse_script(struct str text)
{
	cJSON *root, *quoted;

	if (!str_starts(text, STR("JSON.parse(")))
		return cJSON_ParseWithLength(text.p, text.n);
	text = str_trim(str_skip(text, strlen("JSON.parse(")));
	if (text.n == 0 || text.p[0] != '"')
		return NULL;
	quoted = cJSON_ParseWithLength(text.p, text.n);
	root = cJSON_IsString(quoted) ? cJSON_Parse(quoted->valuestring) : NULL;
	cJSON_Delete(quoted);
	return root;
}

void
data_read_state(const struct page *p, struct list *articles)
{
	struct str text;
	size_t left = STATE_BYTES_MAX;
	const xmlNode *n;
	cJSON *root;
	uint32_t id;

	for (id = 1; id <= p->n_elements; id++) {
		struct search s = { .r = { .p = p, .left = OBJECT_STEPS_MAX }, .n_min = ARRAY_MIN, .title_min = TITLE_BYTES_GOOD };

		n = p->node[id];
		if (dom_tag(n) != TAG_script || n->children == NULL || n->children->content == NULL || dom_has_attr(n, "src"))
			continue;
		if (str_find_nocase(dom_attr(n, "type"), STR("ld+json")) != STR_NPOS)
			continue;
		text = json_of_script(str_from((const char *)n->children->content));
		if (text.n < STATE_MIN || text.n > left)
			continue;
		left -= text.n;
		root = parse_script(text);
		if (root == NULL)
			continue;
		search_json(&s, root);
		if (s.best != NULL && articles->n == 0)
			take_best(&s, articles);
		cJSON_Delete(root);
	}
}

void
data_read_json(const struct page *p, struct str json, struct list *articles)
{
	struct search s = { .r = { .p = p, .left = OBJECT_STEPS_MAX }, .n_min = 1 };
	cJSON *root = cJSON_ParseWithLength(json.p, json.n);

	search_json(&s, root);
	take_best(&s, articles);
	cJSON_Delete(root);
}

bool
data_is_json(struct str body)
{
	body = str_trim(str_skip(body, str_starts(body, STR("\xef\xbb\xbf")) ? 3 : 0));
	return body.n > 0 && (body.p[0] == '{' || body.p[0] == '[');
}
