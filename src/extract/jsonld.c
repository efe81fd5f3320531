#include "config.h"
#include "extract/jsonld.h"

#include "extract/prose.h"
#include "parse/entities.h"

#define DEPTH_MAX 6U      /* of arrays, @graph and mainEntity that are followed */
#define TYPES_PER_NODE 8  /* of @type that are looked at */
#define ENTITY_BYTES 12U  /* behind an ampersand that may be a reference */

static const struct {
	const char *type;
	int rank;
} ranks[] = { { "newsarticle", 9 }, { "reportagenewsarticle", 9 }, { "analysisnewsarticle", 9 }, { "opinionnewsarticle", 9 },
	{ "backgroundnewsarticle", 9 }, { "reviewnewsarticle", 9 }, { "askpublicnewsarticle", 9 }, { "article", 8 }, { "blogposting", 8 },
	{ "liveblogposting", 8 }, { "techarticle", 8 }, { "scholarlyarticle", 8 }, { "advertisercontentarticle", 8 }, { "satiricalarticle", 8 },
	{ "medicalscholarlyarticle", 8 }, { "report", 7 }, { "socialmediaposting", 6 }, { "discussionforumposting", 6 }, { "recipe", 6 }, { "review", 5 },
	{ "howto", 5 }, { "creativework", 4 }, { "podcastepisode", 4 }, { "videoobject", 3 }, { "webpage", 2 }, { "itempage", 2 } };

#define RANK_ARTICLE 5 /* from here on it is an article, not a page or a film */

/* ---- types ---- */

static struct str
last_segment(struct str s)
{
	size_t i;

	for (i = s.n; i-- > 0;)
		if (s.p[i] == '/' || s.p[i] == '#' || s.p[i] == ':')
			return str_skip(s, i + 1);
	return s;
}

/* The i-th @type of an object; empty past the end. */
static struct str
type_at(const cJSON *object, int i)
{
	const cJSON *type = cJSON_GetObjectItemCaseSensitive(object, "@type");

	if (cJSON_IsArray(type))
		type = i < TYPES_PER_NODE ? cJSON_GetArrayItem(type, i) : NULL;
	else if (i > 0)
		type = NULL;
	return cJSON_IsString(type) ? last_segment(str_from(type->valuestring)) : STR_NONE;
}

bool
jsonld_is(const cJSON *object, const char *type)
{
	struct str have;
	int i;

	for (i = 0; (have = type_at(object, i)).n > 0; i++)
		if (str_is_nocase(have, type))
			return true;
	return false;
}

static int
rank_of(const cJSON *object)
{
	size_t i;

	for (i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++)
		if (jsonld_is(object, ranks[i].type))
			return ranks[i].rank;
	return 0;
}

/* ---- reading ---- */

/* JSON as a strict reader wants it, out of what stands in pages. */
static void
tidy(struct str s, struct buf *out)
{
	bool is_string = false;
	size_t i, k;

	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (is_string) {
			if (c == '\\' && i + 1 < s.n) {
				if (strchr("\"\\/bfnrtu", s.p[i + 1]) != NULL)
					buf_add(out, s.p + i, 2);
				else
					buf_add_char(out, s.p[i + 1]);
				i++;
				continue;
			}
			if (c == '\n')
				buf_add_c(out, "\\n");
			else
				buf_add_char(out, c < 0x20 ? ' ' : (char)c);
			is_string = c != '"';
			continue;
		}
		if (c == ',') {
			for (k = i + 1; k < s.n && ascii_is_space(s.p[k]); k++)
				;
			if (k < s.n && (s.p[k] == ']' || s.p[k] == '}' || s.p[k] == ','))
				continue;
		}
		is_string = c == '"';
		buf_add_char(out, (char)c);
	}
}

/* Without "<!--", "<![CDATA[", "//" and their ends around the JSON. */
static struct str
unwrapped(struct str s)
{
	size_t i, end;

	for (i = 0; i < s.n && s.p[i] != '{' && s.p[i] != '['; i++)
		if (str_starts(str_skip(s, i), STR("<![CDATA[")))
			i += strlen("<![CDATA[") - 1;
	for (end = s.n; end > i && s.p[end - 1] != '}' && s.p[end - 1] != ']'; end--)
		;
	s = (struct str){ s.p + i, end - i };
	while (str_ends(s, STR("]]")) && s.p[0] == '{')
		s = str_trim(str_head(s, s.n - 2));
	return s;
}

static void
add_node(struct jsonld *ld, const cJSON *object)
{
	int rank = rank_of(object);

	if (ld->n_nodes == JSONLD_NODES_MAX)
		return;
	ld->nodes[ld->n_nodes++] = (struct jsonld_node){ object, rank };
	ld->n_articles += rank >= RANK_ARTICLE;
}

/* Objects of a block: in arrays, @graph, mainEntity and mainEntityOfPage. */
static void
collect(struct jsonld *ld, const cJSON *value, unsigned depth)
{
	static const char *const inside[] = { "@graph", "mainEntity", "mainEntityOfPage", "publisher", "isPartOf", "author", "image" };
	const cJSON *child;
	size_t i;

	if (depth > DEPTH_MAX || ld->n_nodes == JSONLD_NODES_MAX)
		return;
	if (cJSON_IsArray(value)) {
		cJSON_ArrayForEach(child, value)
			collect(ld, child, depth + 1);
		return;
	}
	if (!cJSON_IsObject(value))
		return;
	add_node(ld, value);
	for (i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		collect(ld, cJSON_GetObjectItemCaseSensitive(value, inside[i]), depth + 1);
}

static bool
is_of_page(const struct jsonld *ld, const cJSON *object, struct str page_url)
{
	struct str own = jsonld_url(ld, cJSON_GetObjectItemCaseSensitive(object, "mainEntityOfPage"));

	if (own.n == 0)
		own = jsonld_url(ld, cJSON_GetObjectItemCaseSensitive(object, "url"));
	return own.n > 0 && page_url.n > 0 && str_starts(page_url, str_head(own, str_find_char(own, '#')));
}

static void
choose_article(struct jsonld *ld, struct str page_url)
{
	int value, best = 0;
	unsigned i;

	for (i = 0; i < ld->n_nodes; i++) {
		const cJSON *object = ld->nodes[i].object;

		if (ld->nodes[i].rank == 0)
			continue;
		value = 4 * ld->nodes[i].rank;
		if (ld->nodes[i].rank >= RANK_ARTICLE) {
			value += cJSON_HasObjectItem(object, "headline") ? 4 : 0;
			value += cJSON_HasObjectItem(object, "datePublished") ? 4 : 0;
			value += cJSON_HasObjectItem(object, "articleBody") ? 2 : 0;
			value += is_of_page(ld, object, page_url) ? 9 : 0;
		}
		if (value > best) {
			best = value;
			ld->article = object;
		}
	}
}

void
jsonld_read(struct jsonld *ld, struct arena *a, const struct dom *dom, struct str page_url)
{
	size_t left = JSONLD_BYTES_MAX;
	const xmlNode *n;
	struct buf text;
	struct str s;

	*ld = (struct jsonld){ .a = a };
	ld->nodes = arena_alloc(a, JSONLD_NODES_MAX * sizeof(*ld->nodes));
	buf_init(&text, 2 * JSONLD_BYTES_MAX);
	for (n = dom->root; n != NULL && ld->n_blocks < JSONLD_BLOCKS_MAX; n = dom_next(n, dom->root)) {
		if (dom_tag(n) != TAG_script || n->children == NULL || n->children->content == NULL ||
		    str_find_nocase(dom_attr(n, "type"), STR("ld+json")) == STR_NPOS)
			continue;
		s = unwrapped(str_from((const char *)n->children->content));
		if (s.n > left)
			continue;
		left -= s.n;
		buf_clear(&text);
		tidy(s, &text);
		ld->blocks[ld->n_blocks] = text.n > 0 ? cJSON_ParseWithLength(text.p, text.n) : NULL;
		if (ld->blocks[ld->n_blocks] != NULL)
			collect(ld, ld->blocks[ld->n_blocks++], 0);
	}
	buf_release(&text);
	choose_article(ld, page_url);
}

void
jsonld_release(struct jsonld *ld)
{
	unsigned i;

	for (i = 0; i < ld->n_blocks; i++)
		cJSON_Delete(ld->blocks[i]);
	ld->n_blocks = ld->n_nodes = 0;
	ld->article = NULL;
}

/* ---- asking ---- */

const cJSON *
jsonld_of_type(const struct jsonld *ld, const char *type)
{
	unsigned i;

	for (i = 0; i < ld->n_nodes; i++)
		if (jsonld_is(ld->nodes[i].object, type))
			return ld->nodes[i].object;
	return NULL;
}

/* What a lone {"@id": …} stands for; value itself when it is no reference or nobody has that name. */
static const cJSON *
followed(const struct jsonld *ld, const cJSON *value)
{
	const cJSON *id = cJSON_IsObject(value) ? cJSON_GetObjectItemCaseSensitive(value, "@id") : NULL, *other;
	unsigned i;

	if (!cJSON_IsString(id) || cJSON_HasObjectItem(value, "name") || cJSON_HasObjectItem(value, "url") || cJSON_HasObjectItem(value, "contentUrl"))
		return value;
	for (i = 0; i < ld->n_nodes; i++) {
		other = cJSON_GetObjectItemCaseSensitive(ld->nodes[i].object, "@id");
		if (ld->nodes[i].object != value && cJSON_IsString(other) && strcmp(other->valuestring, id->valuestring) == 0)
			return ld->nodes[i].object;
	}
	return value;
}

const cJSON *
jsonld_item(const struct jsonld *ld, const cJSON *value, int i)
{
	if (cJSON_IsArray(value))
		return followed(ld, cJSON_GetArrayItem(value, i));
	return i == 0 ? followed(ld, value) : NULL;
}

const cJSON *
jsonld_get(const struct jsonld *ld, const cJSON *object, const char *key)
{
	return jsonld_item(ld, cJSON_GetObjectItemCaseSensitive(object, key), 0);
}

static struct str
decoded(struct arena *a, struct str s, bool keeps_lines)
{
	struct str out;
	struct buf b;
	uint32_t c;
	size_t n, i = 0;

	buf_init(&b, SIZE_MAX / 4);
	while (i < s.n) {
		if (s.p[i] == '&' && (n = entity_decode(str_skip(s, i), &c)) > 0) {
			i += n;
			if (c == '&') { /* "&amp;quot;": encoded twice by careless templates */
				struct str twice = arena_printf(a, "&%.*s", STR_ARG(str_head(str_skip(s, i), ENTITY_BYTES)));

				n = entity_decode(twice, &c);
				i += n > 0 ? n - 1 : 0;
				c = n > 0 ? c : '&';
			}
			buf_add_utf8(&b, c);
		} else if (ascii_is_space(s.p[i])) {
			if (s.p[i] == '\n' && keeps_lines)
				buf_add_char(&b, '\n');
			else if (b.n > 0 && !ascii_is_space(b.p[b.n - 1]))
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

static const char *
string_of(const struct jsonld *ld, const cJSON *value)
{
	static const char *const keys[] = { "@value", "name", "text" };
	const cJSON *member;
	size_t i;

	value = jsonld_item(ld, value, 0);
	if (cJSON_IsString(value))
		return value->valuestring;
	for (i = 0; cJSON_IsObject(value) && i < sizeof(keys) / sizeof(keys[0]); i++) {
		member = cJSON_GetObjectItemCaseSensitive(value, keys[i]);
		if (cJSON_IsArray(member))
			member = cJSON_GetArrayItem(member, 0);
		if (cJSON_IsString(member))
			return member->valuestring;
	}
	return NULL;
}

struct str
jsonld_text(const struct jsonld *ld, const cJSON *value)
{
	return decoded(ld->a, str_from(string_of(ld, value)), false);
}

struct str
jsonld_lines(const struct jsonld *ld, const cJSON *value)
{
	return decoded(ld->a, str_from(string_of(ld, value)), true);
}

struct str
jsonld_url(const struct jsonld *ld, const cJSON *value)
{
	static const char *const keys[] = { "url", "contentUrl", "@id" };
	const cJSON *member;
	size_t i;

	value = jsonld_item(ld, value, 0);
	if (cJSON_IsString(value))
		return decoded(ld->a, str_from(value->valuestring), false);
	for (i = 0; cJSON_IsObject(value) && i < sizeof(keys) / sizeof(keys[0]); i++) {
		member = cJSON_GetObjectItemCaseSensitive(value, keys[i]);
		if (cJSON_IsArray(member))
			member = cJSON_GetArrayItem(member, 0);
		if (cJSON_IsString(member) && member->valuestring[0] != '\0')
			return decoded(ld->a, str_from(member->valuestring), false);
	}
	return STR_NONE;
}
