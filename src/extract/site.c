#include "config.h"
#include "extract/site.h"

#include "base/url.h"
#include "extract/fold.h"
#include "extract/page_title.h"
#include "extract/prose.h"

#define NAME_BYTES 60U          /* bytes of a site's name */
#define NAME_LETTERS 3U       /* folded bytes of one, at least */
#define LINKS_MAX 40U         /* of a page, from its top, that may lead home */
#define COPYRIGHTS_MAX 8U     /* lines with one that are read */
#define COPYRIGHT_BYTES 300U  /* of such a line */
#define SLOGAN_MAX 100U       /* bytes of an undeclared one */
#define SLOGAN_WORDS 3U
#define SLOGAN_COLUMNS 8U     /* where words are not set apart */
#define SLOGAN_LEVELS 3U      /* elements around the link in which the slogan stands */

/* ---- what repeats a name ---- */

static bool
is_in_host(const struct metadata *m, struct str key)
{
	struct str host = page_host_letters(m);

	if (str_starts(key, STR("the")))
		key = str_skip(key, 3);
	return key.n >= NAME_LETTERS && host.n > 0 && memmem(host.p, host.n, key.p, key.n) != NULL;
}

static bool
is_in_copyright(const struct metadata *m, struct str key)
{
	const xmlNode *n;
	unsigned lines = 0;

	for (n = m->dom->body; n != NULL && lines < COPYRIGHTS_MAX; n = dom_next(n, m->dom->body)) {
		struct str s, line;

		if (!dom_is_text(n))
			continue;
		s = str_from((const char *)n->content);
		if (str_find(s, STR("©")) == STR_NPOS && str_find_nocase(s, STR("copyright")) == STR_NPOS)
			continue;
		lines++;
		line = fold(m->a, dom_text(m->a, n->parent, COPYRIGHT_BYTES));
		if (memmem(line.p, line.n, key.p, key.n) != NULL)
			return true;
	}
	return false;
}

static bool
is_in_feed_title(const struct metadata *m, struct str key)
{
	const xmlNode *n, *head = m->dom->head;

	for (n = head; n != NULL; n = dom_next(n, head))
		if (dom_tag(n) == TAG_link && str_find_nocase(dom_attr(n, "type"), STR("+xml")) != STR_NPOS && str_starts(fold(m->a, dom_attr(n, "title")), key))
			return true;
	return false;
}

/* ---- the link to the front page ---- */

static bool
leads_home(const struct metadata *m, const xmlNode *n)
{
	struct str href = dom_attr(n, "href"), url, own = m->page_url.n > 0 ? m->page_url : m->url;

	if (str_is(href, "/"))
		return true;
	url = metadata_address(m, href);
	return url_is_front_page(url) && own.n > 0 && str_eq(url_match_key(m->a, url), url_match_key(m->a, url_resolve(m->a, own, STR("/"))));
}

static struct str
link_name(const struct metadata *m, const xmlNode *n)
{
	struct str s = dom_text(m->a, n, NAME_BYTES + 1);
	const xmlNode *img = s.n == 0 ? dom_find(n, TAG_img) : NULL;

	if (img != NULL)
		s = prose_trim(dom_attr(img, "alt"));
	if (s.n == 0)
		s = dom_attr(n, "title");
	if (str_ends(s, STR(" logo")) || str_ends(s, STR(" Logo")))
		s = prose_trim(str_head(s, s.n - 5));
	return s.n <= NAME_BYTES ? s : STR_NONE;
}

/* Whether a second thing on the page calls the site so. */
static bool
is_repeated(const struct metadata *m, struct str name)
{
	struct str key = fold(m->a, name);

	return key.n >= NAME_LETTERS && (page_title_has_part(m, name) || is_in_host(m, key) || is_in_feed_title(m, key) || is_in_copyright(m, key));
}

/* The first link to the front page that bears the site's name: m->site_name, or one that is repeated where that is empty. */
static const xmlNode *
brand(const struct metadata *m, struct str *name)
{
	const xmlNode *n;
	unsigned links = 0;

	for (n = m->dom->body; n != NULL && links < LINKS_MAX; n = dom_next(n, m->dom->body)) {
		if (dom_tag(n) != TAG_a)
			continue;
		links++;
		if (!leads_home(m, n))
			continue;
		*name = link_name(m, n);
		if (name->n > 0 && (m->site_name.n > 0 ? fold_is_like(fold(m->a, *name), fold(m->a, m->site_name), NAME_LETTERS) : is_repeated(m, *name)))
			return n;
	}
	*name = STR_NONE;
	return NULL;
}

/* ---- the slogan behind it ---- */

/* Where words of another kind begin. */
static bool
ends_brand(const xmlNode *n)
{
	switch (dom_tag(n)) {
	case TAG_a: case TAG_article: case TAG_button: case TAG_figure: case TAG_form: case TAG_img: case TAG_input: case TAG_label: case TAG_li:
	case TAG_main: case TAG_nav: case TAG_select: case TAG_svg: case TAG_time:
		return true;
	default:
		return false;
	}
}

/* A bar that stays at the top repeats it. */
static bool
is_headline(const struct metadata *m, struct str key)
{
	const xmlNode *h1 = dom_find(m->dom->body, TAG_h1);

	return fold_is_like(key, fold(m->a, m->title), NAME_LETTERS) || fold_is_like(key, fold(m->a, m->declared_title), NAME_LETTERS) ||
	    (h1 != NULL && str_eq(key, fold(m->a, dom_text(m->a, h1, 2 * SLOGAN_MAX))));
}

static bool
is_slogan(const struct metadata *m, struct str s)
{
	size_t i, words = 1;

	if (s.n == 0 || s.n > SLOGAN_MAX || s.p[s.n - 1] == ':' || s.p[s.n - 1] == '?') /* "Follow us:", "Got a tip for us?" */
		return false;
	for (i = 0; i < s.n; i++) {
		words += s.p[i] == ' ';
		if (ascii_is_digit(s.p[i]))
			return false;
	}
	if (words < SLOGAN_WORDS && !(words == 1 && (unsigned char)s.p[0] >= 0xe0 && prose_columns(s) >= SLOGAN_COLUMNS))
		return false;
	return !str_eq(s, m->site_name) && !is_headline(m, fold(m->a, s));
}

static struct str
words_behind(const struct metadata *m, const xmlNode *link)
{
	const xmlNode *around = link, *n;
	struct str s;
	unsigned i;

	for (i = 0; i < SLOGAN_LEVELS && around->parent != NULL && around != m->dom->body; i++)
		around = around->parent;
	for (n = dom_next_past(link, around); n != NULL && !ends_brand(n); n = dom_next(n, around)) {
		if (!dom_is_text(n) || prose_trim(str_from((const char *)n->content)).n == 0)
			continue;
		s = dom_text(m->a, dom_contains(n->parent, link) || dom_find(n->parent, TAG_a) != NULL ? n : n->parent, SLOGAN_MAX + 1);
		return is_slogan(m, s) ? s : STR_NONE;
	}
	return STR_NONE;
}

/* ---- the whole ---- */

static struct str
declared_name(const struct metadata *m)
{
	struct str s = metas_get(&m->metas, "og:site_name");
	struct str publisher = m->ld->article != NULL ? jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(m->ld->article, "publisher")) : STR_NONE;

	if (s.n > 0) /* "The Pond – news from below the water": the name alone where it is known */
		return publisher.n > 2 && publisher.n < s.n && str_starts(s, publisher) && !ascii_is_alnum(s.p[publisher.n]) ? publisher : s;
	s = publisher;
	if (s.n == 0 && jsonld_of_type(m->ld, "WebSite") != NULL)
		s = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(jsonld_of_type(m->ld, "WebSite"), "name"));
	if (s.n == 0)
		s = metas_get(&m->metas, "application-name apple-mobile-web-app-title dc.publisher");
	return s;
}

/* The part at an end of <title> that something else repeats; the last before the first. */
static struct str
name_in_title(const struct metadata *m)
{
	struct str key, part;
	int i;

	for (i = 0; i < 2; i++) {
		part = page_title_end(m, i == 0);
		key = fold(m->a, part);
		if (part.n <= NAME_BYTES && key.n >= NAME_LETTERS && (is_in_host(m, key) || is_in_feed_title(m, key) || is_in_copyright(m, key)))
			return part;
	}
	return STR_NONE;
}

static struct str
declared_slogan(const struct metadata *m)
{
	const cJSON *site = jsonld_of_type(m->ld, "WebSite"), *organization = jsonld_of_type(m->ld, "Organization");
	struct str s = STR_NONE;

	if (site != NULL)
		s = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(site, "description"));
	if (s.n == 0 && site != NULL)
		s = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(site, "alternateName"));
	if (s.n == 0 && organization != NULL)
		s = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(organization, "slogan"));
	return s;
}

void
site_read_name(struct metadata *m)
{
	struct str name;

	m->site_name = prose_trim(declared_name(m));
	if (m->site_name.n == 0 && brand(m, &name) != NULL)
		m->site_name = name;
	if (m->site_name.n == 0)
		m->site_name = name_in_title(m);
}

void
site_read_slogan(struct metadata *m)
{
	const xmlNode *link;
	struct str name;

	m->slogan = declared_slogan(m);
	if (m->slogan.n == 0 && m->site_name.n > 0 && (link = brand(m, &name)) != NULL)
		m->slogan = words_behind(m, link);
}
