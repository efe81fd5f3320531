#include "config.h"
#include "extract/metadata.h"

#include "base/url.h"
#include "extract/byline.h"
#include "extract/fold.h"
#include "extract/page_title.h"
#include "extract/prose.h"
#include "extract/site.h"
#include "parse/field_set.h"

#define TAGS_MAX 60U
#define TAG_BYTES_MAX 100U
#define NAMES_MAX 20U /* authors in JSON-LD that are asked */
#define BODY_MIN 300U /* bytes of a description that may be the text */

/* ---- addresses ---- */

struct str
metadata_address(const struct metadata *m, struct str ref)
{
	return ref.n > 0 ? url_resolve(m->a, m->base, arena_str(m->a, ref)) : STR_NONE;
}

static void
read_urls(struct metadata *m)
{
	const xmlNode *base = dom_find(m->dom->root, TAG_base);
	struct str href = base != NULL ? dom_attr(base, "href") : STR_NONE, own[3];
	size_t i;

	m->base = m->page_url;
	if (href.n > 0)
		m->base = metadata_address(m, href);
	own[0] = metas_link(&m->metas, "canonical");
	own[1] = metas_get(&m->metas, "og:url");
	own[2] = m->page_url;
	for (i = 0; i < 3 && m->url.n == 0; i++) {
		struct str url = metadata_address(m, own[i]);

		if (url_is_http(url) && url.n <= URL_MAX && !(url_is_front_page(url) && !url_is_front_page(m->page_url) && m->page_url.n > 0))
			m->url = url;
	}
	if (!url_is_http(m->base))
		m->base = m->url;
}

/* ---- language ---- */

static void
read_language(struct metadata *m, struct str content_language)
{
	struct str known[6] = { dom_attr(m->dom->root, "lang"), dom_attr(m->dom->root, "xml:lang"), metas_get(&m->metas, "content-language"), metas_get(&m->metas, "og:locale dc.language language"),
		m->ld->article != NULL ? jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(m->ld->article, "inLanguage")) : STR_NONE, content_language };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]) && m->language.n == 0; i++) {
		struct str s = str_head(known[i], str_find_char(known[i], ','));

		if (s.n >= 2 && s.n <= 20 && ascii_is_alpha(s.p[0]) && !str_is_nocase(s, "und"))
			m->language = language_tag(m->a, s);
	}
	m->month_first = str_starts_nocase(m->language, STR("en-us")) || str_starts_nocase(metas_get(&m->metas, "og:locale"), STR("en_US"));
}

/* ---- people ---- */

/* A value that is a list of names, not an address, an account or the publisher. */
static void
add_names(struct metadata *m, struct str raw, bool is_sure)
{
	if (m->authors.n == 0 && raw.n > 0 && !url_is_http(raw) && raw.p[0] != '@')
		byline_add(m->a, &m->authors, raw, m->site_name, is_sure);
}

static void
add_person(struct metadata *m, const cJSON *person)
{
	struct str name = jsonld_text(m->ld, person), family;

	family = cJSON_IsObject(person) ? jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(person, "familyName")) : STR_NONE;
	if (name.n == 0 && family.n > 0)
		name = arena_printf(m->a, "%.*s %.*s", STR_ARG(jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(person, "givenName"))), STR_ARG(family));
	if (name.n > 0 && !url_is_http(name))
		byline_add(m->a, &m->authors, name, m->site_name, true);
}

/* Persons before organisations: "author": [{Person}, {Organization}] often names the paper too. */
static void
read_ld_authors(struct metadata *m)
{
	const cJSON *authors, *one;
	bool organisations;
	int i;

	if (m->ld->article == NULL)
		return;
	authors = cJSON_GetObjectItemCaseSensitive(m->ld->article, "author");
	if (authors == NULL)
		authors = cJSON_GetObjectItemCaseSensitive(m->ld->article, "creator");
	for (organisations = false;; organisations = true) {
		for (i = 0; i < (int)NAMES_MAX && (one = jsonld_item(m->ld, authors, i)) != NULL; i++)
			if (jsonld_is(one, "Organization") == organisations || (organisations && jsonld_is(one, "NewsMediaOrganization")))
				add_person(m, one);
		m->is_by_house |= organisations && m->authors.n > 0;
		if (organisations || m->authors.n > 0)
			return;
	}
}

/* Twitter's pairs of label and data, where the label says "written by". */
static struct str
labelled_author(const struct metadata *m)
{
	static const char *const labels[] = { "written", "verfasst", "geschrieben", "écrit", "escrito", "scritto", "автор", "author", "by", "autor", "geschreven", "skriven", "skrevet", "yazan", "kirjoittanut", "napisane" };
	static const char *const pairs[][2] = { { "twitter:label1", "twitter:data1" }, { "twitter:label2", "twitter:data2" } };
	size_t i, k;

	for (i = 0; i < 2; i++) {
		struct str label = metas_get(&m->metas, pairs[i][0]);

		for (k = 0; k < sizeof(labels) / sizeof(labels[0]); k++)
			if (str_starts_nocase(label, str_from(labels[k])))
				return metas_get(&m->metas, pairs[i][1]);
	}
	return STR_NONE;
}

static void
read_authors(struct metadata *m)
{
	/* Those of the article before those that are often of the site. */
	static const char *const many[] = { "citation_author", "article:author", "og:article:author", "article:author_name", "author", "dc.creator" };
	size_t i, k;
	struct str s;

	read_ld_authors(m);
	add_names(m, metas_get(&m->metas, "parsely-author sailthru.author byl cxenseparse:author"), true);
	for (i = 0; i < sizeof(many) / sizeof(many[0]) && m->authors.n == 0; i++)
		for (k = 0; k < NAMES_MAX && (s = metas_at(&m->metas, many[i], (unsigned)k)).n > 0; k++)
			if (!url_is_http(s) && s.p[0] != '@')
				byline_add(m->a, &m->authors, s, m->site_name, false);
	add_names(m, metas_get(&m->metas, "dcterms.creator dc.author"), true);
	add_names(m, labelled_author(m), true);
	for (i = 0; i < m->authors.n && page_title_is_site(m, ((const struct str *)m->authors.v)[i]); i++)
		;
	m->is_by_house |= m->authors.n > 0 && i == m->authors.n;
}

void
metadata_take_declared_author(struct metadata *m)
{
	const cJSON *author = m->ld->n_articles > 0 ? cJSON_GetObjectItemCaseSensitive(m->ld->article, "author") : NULL;

	if (m->authors.n == 0 && author != NULL)
		byline_add_declared(m->a, &m->authors, jsonld_text(m->ld, author));
	if (m->authors.n == 0)
		byline_add_declared(m->a, &m->authors, metas_get(&m->metas, "author article:author_name article:author og:article:author"));
}

static bool
is_in_capitals(struct str s)
{
	size_t i;

	for (i = 0; i < s.n && !(s.p[i] >= 'a' && s.p[i] <= 'z'); i++)
		;
	return i == s.n;
}

void
metadata_spell_authors(struct metadata *m)
{
	static const char *const where[] = { "author", "article:author", "dc.creator", "sailthru.author", "parsely-author" };
	struct str *names = m->authors.v;
	struct list spelt = { .n = 0 };
	uint32_t i, k;
	size_t w;

	for (i = 0; i < m->authors.n && !is_in_capitals(names[i]); i++)
		;
	if (i == m->authors.n)
		return;
	for (w = 0; w < sizeof(where) / sizeof(where[0]); w++)
		for (k = 0; k < NAMES_MAX && metas_at(&m->metas, where[w], k).n > 0; k++)
			byline_add(m->a, &spelt, metas_at(&m->metas, where[w], k), m->site_name, true);
	for (i = 0; i < m->authors.n; i++)
		for (k = 0; k < spelt.n && is_in_capitals(names[i]); k++) {
			struct str other = ((const struct str *)spelt.v)[k];

			if (!is_in_capitals(other) && str_eq(fold(m->a, other), fold(m->a, names[i])))
				names[i] = other;
		}
}

/* ---- dates ---- */

static bool
take_date(const struct metadata *m, struct page_date *to, struct str s)
{
	return to->as.n == 0 && s.n > 0 && page_date_read(m->a, s, m->month_first, to);
}

static struct str
ld_value(const struct metadata *m, const char *key)
{
	return m->ld->article != NULL ? jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(m->ld->article, key)) : STR_NONE;
}

static void
read_dates(struct metadata *m)
{
	static const char *const published[] = { "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "article.published", "published_time", "publishdate",
		"publish-date", "publish_date", "published-date", "pubdate", "publication_date", "publicationdate", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
		"dc.date.created", "dcterms.created", "dc.created", "date.created", "datecreated", "date", "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime", "originalpublicationdate", "article_date_original",
		"og:pubdate", "og:published_time", "release_date", "article.created", "displaydate", "dcsext.articlefirstpublished", "rnews:datepublished", "analyticsattributes.articledate", "timestamp", "eomportal-lastupdate", "ptime", "bt:pubdate", "shareaholic:article_published_time", "vr:published_time", "iso-8601-publish-date", "firstpublished" };
	static const char *const updated[] = { "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "lastmodified", "dcterms.modified", "dc.date.modified", "article.updated", "modified_time", "modificationdate", "updated_time", "revision_date", "shareaholic:article_modified_time", "bt:moddate" };
	struct page_date ld = { .as = STR_NONE }, meta = { .as = STR_NONE };
	unsigned i;

	if (m->ld->n_articles > 0)
		take_date(m, &ld, ld_value(m, "datePublished"));
	for (i = 0; i < sizeof(published) / sizeof(published[0]); i++)
		take_date(m, &meta, metas_get(&m->metas, published[i]));
	m->published = ld.as.n > 0 ? ld : meta;
	m->published_else = meta;
	page_date_prefer_zone(&m->published, &meta);
	take_date(m, &m->published, ld_value(m, "datePublished"));
	take_date(m, &m->published, ld_value(m, "uploadDate"));
	take_date(m, &m->published, ld_value(m, "dateCreated"));
	take_date(m, &m->updated, ld_value(m, "dateModified"));
	for (i = 0; i < sizeof(updated) / sizeof(updated[0]); i++)
		take_date(m, &m->updated, metas_get(&m->metas, updated[i]));
	if (m->published.as.n > 0)
		m->date_from = "page";
}

/* ---- tags ---- */

void
metadata_add_tag(struct metadata *m, struct str tag)
{
	const struct str *have = m->tags.v;
	uint32_t i;

	tag = prose_trim(tag);
	while (tag.n > 1 && tag.p[0] == '#')
		tag = str_skip(tag, 1);
	if (tag.n == 0 || tag.n > TAG_BYTES_MAX || m->tags.n == TAGS_MAX || url_is_http(tag))
		return;
	for (i = 0; i < m->tags.n; i++)
		if (str_eq(fold(m->a, have[i]), fold(m->a, tag)))
			return;
	*(struct str *)list_add(m->a, &m->tags, sizeof(tag)) = arena_str(m->a, tag);
}

static void
add_tags(struct metadata *m, struct str tags)
{
	char sep = str_find_char(tags, ',') == STR_NPOS && str_find_char(tags, ';') != STR_NPOS ? ';' : ',';
	struct str tag;

	while (str_next(&tags, sep, &tag))
		metadata_add_tag(m, tag);
}

static void
read_tags(struct metadata *m)
{
	const cJSON *keywords, *one;
	struct str s;
	unsigned i;
	int k;

	for (i = 0; i < TAGS_MAX && (s = metas_at(&m->metas, "article:tag", i)).n > 0; i++)
		add_tags(m, s);
	if (m->ld->article != NULL) {
		keywords = cJSON_GetObjectItemCaseSensitive(m->ld->article, "keywords");
		for (k = 0; k < (int)TAGS_MAX && (one = jsonld_item(m->ld, keywords, k)) != NULL; k++)
			add_tags(m, jsonld_text(m->ld, one));
	}
	if (m->tags.n == 0)
		add_tags(m, metas_get(&m->metas, "news_keywords keywords parsely-tags sailthru.tags"));
}

/* ---- the whole ---- */

static void
read_body(struct metadata *m)
{
	static const char *const keys[] = { "articleBody", "text", "description" };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]) && m->body.n == 0; i++)
		if (m->ld->article != NULL) {
			m->body = jsonld_lines(m->ld, cJSON_GetObjectItemCaseSensitive(m->ld->article, keys[i]));
			if (m->body.n < BODY_MIN)
				m->body = STR_NONE;
		}
}

void
metadata_read(struct metadata *m, struct arena *a, const struct dom *dom, const struct jsonld *ld, struct str page_url,
    struct str content_language)
{
	*m = (struct metadata){ .a = a, .dom = dom, .ld = ld, .page_url = page_url };
	metas_read(&m->metas, a, dom);
	read_urls(m);
	read_language(m, content_language);
	site_read_name(m);
	m->title = page_title(m);
	m->declared_title = page_declared_title(m);
	site_read_slogan(m);
	m->description = m->ld->n_articles > 0 ? ld_value(m, "description") : STR_NONE;
	if (m->description.n == 0)
		m->description = metas_get(&m->metas, "og:description description twitter:description dc.description dcterms.description");
	if (m->description.n == 0)
		m->description = ld_value(m, "description");
	read_authors(m);
	read_dates(m);
	read_tags(m);
	read_body(m);
}
