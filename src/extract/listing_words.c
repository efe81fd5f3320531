#include "config.h"
#include "extract/listing_words.h"

#include <stdlib.h>

#define WORD_MAX 24U        /* bytes: no word of the table is longer */
#define CLASS_MAX 48U       /* bytes: longer class names are generated */
#define GENERATED_MIN 5U     /* bytes of the part that a build tool made */
#define NAMES_BYTES_MAX 600U /* of one attribute that are looked at */

/* In the order of the alphabet. */
static const struct {
	const char *word;
	uint32_t bits;
} words[] = {
	{ "advert", LIST_SIDE }, { "advertisement", LIST_SIDE }, { "age", LIST_DATE }, { "ago", LIST_DATE }, { "aside", LIST_SIDE }, { "author", LIST_AUTHOR }, { "authors", LIST_AUTHOR },
	{ "autor", LIST_AUTHOR }, { "avatar", LIST_LOGO | LIST_AUTHOR }, { "avatars", LIST_LOGO }, { "banner", LIST_NAV },
	{ "blogroll", LIST_SIDE }, { "bottombar", LIST_NAV }, { "breadcrumb", LIST_NAV }, { "breadcrumbs", LIST_NAV }, { "breaking", LIST_SIDE },
	{ "byline", LIST_AUTHOR }, { "carousel", LIST_SIDE }, { "categories", LIST_NAV | LIST_TOPIC }, { "category", LIST_TOPIC },
	{ "colophon", LIST_NAV }, { "comment", LIST_SIDE }, { "comments", LIST_SIDE }, { "complementary", LIST_SIDE }, { "contentinfo", LIST_NAV },
	{ "cookie", LIST_NAV }, { "copyright", LIST_NAV }, { "crumb", LIST_NAV }, { "crumbs", LIST_NAV }, { "date", LIST_DATE },
	{ "dateline", LIST_DATE }, { "datetime", LIST_DATE }, { "datum", LIST_DATE }, { "dek", LIST_TEASER }, { "description", LIST_TEASER },
	{ "dropdown", LIST_NAV }, { "excerpt", LIST_TEASER }, { "eyebrow", LIST_TOPIC }, { "fecha", LIST_DATE }, { "filter", LIST_NAV },
	{ "filters", LIST_NAV }, { "flyout", LIST_NAV }, { "footer", LIST_NAV }, { "gravatar", LIST_LOGO }, { "hamburger", LIST_NAV },
	{ "headline", LIST_TITLE }, { "headlines", LIST_TITLE }, { "hed", LIST_TITLE }, { "icon", LIST_LOGO }, { "icons", LIST_LOGO },
	{ "kicker", LIST_TOPIC }, { "lang", LIST_NAV }, { "language", LIST_NAV }, { "languages", LIST_NAV }, { "lede", LIST_TEASER },
	{ "legal", LIST_NAV }, { "login", LIST_NAV }, { "logo", LIST_LOGO }, { "main", LIST_MAIN }, { "masthead", LIST_NAV },
	{ "megamenu", LIST_NAV }, { "menu", LIST_NAV }, { "menus", LIST_NAV }, { "mostread", LIST_SIDE }, { "nav", LIST_NAV },
	{ "navbar", LIST_NAV }, { "navi", LIST_NAV }, { "navigation", LIST_NAV }, { "navlinks", LIST_NAV }, { "navmenu", LIST_NAV },
	{ "newsletter", LIST_SIDE }, { "pager", LIST_NAV }, { "pagination", LIST_NAV }, { "paging", LIST_NAV }, { "popular", LIST_SIDE },
	{ "posted", LIST_DATE }, { "promo", LIST_SIDE }, { "pubdate", LIST_DATE }, { "published", LIST_DATE }, { "rail", LIST_SIDE },
	{ "rating", LIST_LOGO }, { "recent", LIST_SIDE }, { "recommended", LIST_SIDE }, { "related", LIST_SIDE }, { "rubric", LIST_TOPIC },
	{ "search", LIST_NAV }, { "section", 0 }, { "share", LIST_NAV }, { "sharing", LIST_NAV }, { "sidebar", LIST_SIDE }, { "signup", LIST_NAV },
	{ "sitenav", LIST_NAV }, { "snippet", LIST_TEASER }, { "social", LIST_NAV }, { "spinner", LIST_LOGO }, { "sponsored", LIST_SIDE },
	{ "standfirst", LIST_TEASER }, { "subject", LIST_TITLE }, { "submenu", LIST_NAV }, { "summary", LIST_TEASER }, { "tagcloud", LIST_NAV },
	{ "tags", LIST_NAV | LIST_TOPIC }, { "teaser", LIST_TEASER }, { "time", LIST_DATE }, { "timestamp", LIST_DATE }, { "title", LIST_TITLE },
	{ "toc", LIST_NAV }, { "toolbar", LIST_NAV }, { "topbar", LIST_NAV }, { "topics", 0 }, { "topmenu", LIST_NAV },
	{ "topnav", LIST_NAV }, { "trending", LIST_SIDE }, { "when", LIST_DATE }, { "widget", LIST_SIDE }, { "widgets", LIST_SIDE }, { "writer", LIST_AUTHOR },
};

static int
compare_word(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

static uint32_t
bits_of(struct str word)
{
	char key[WORD_MAX + 1];
	const char *const *hit;
	size_t i;

	if (word.n < 3 || word.n > WORD_MAX)
		return 0;
	for (i = 0; i < word.n; i++)
		key[i] = ascii_lower(word.p[i]);
	key[i] = '\0';
	hit = bsearch(key, words, sizeof(words) / sizeof(words[0]), sizeof(words[0]), compare_word);
	return hit != NULL ? words[(size_t)((const char *)hit - (const char *)words) / sizeof(words[0])].bits : 0;
}

/* Words are cut at signs and where a capital follows a small letter. */
static uint32_t
bits_of_name(struct str name)
{
	size_t i, from = 0;
	uint32_t bits = 0;

	for (i = 0; i <= name.n; i++) {
		bool is_end = i == name.n || !ascii_is_alnum(name.p[i]);

		if (is_end || (i > from && name.p[i] >= 'A' && name.p[i] <= 'Z' && name.p[i - 1] >= 'a' && name.p[i - 1] <= 'z')) {
			bits |= bits_of((struct str){ name.p + from, i - from });
			from = is_end ? i + 1 : i;
		}
	}
	return bits;
}

bool
listing_next_name(struct str *rest, struct str *name)
{
	size_t i;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	for (i = 0; i < rest->n && !ascii_is_space(rest->p[i]); i++)
		;
	*name = str_head(*rest, i);
	*rest = str_skip(*rest, i);
	return true;
}

/* Names of looks and states, and a blog engine's names for the topics of an item, say nothing of its place. */
static bool
says_nothing(struct str name)
{
	static const char *const begins[] = { "has-", "is-", "js-", "no-", "not-", "with-", "without-", "overflow-", "elementor", "category-",
		"tag-", "format-", "type-", "status-", "post_format", "et_pb", "wp-block-widget", "u-" };
	size_t i;

	for (i = 0; i < name.n; i++)
		if (strchr(":[]!/@%", name.p[i]) != NULL)
			return true;
	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (str_starts_nocase(name, str_from(begins[i])))
			return true;
	return false;
}

uint32_t
listing_words(const xmlNode *n)
{
	const xmlAttr *at;
	uint32_t bits = 0;
	struct str rest, name;

	for (at = n->properties; at != NULL; at = at->next) {
		const char *key = (const char *)at->name;

		if (at->children == NULL || at->children->content == NULL)
			continue;
		if (strcmp(key, "class") != 0 && strcmp(key, "id") != 0 && strcmp(key, "role") != 0 && strcmp(key, "itemprop") != 0)
			continue;
		rest = str_head(str_from((const char *)at->children->content), NAMES_BYTES_MAX);
		while (listing_next_name(&rest, &name))
			if (!says_nothing(name))
				bits |= bits_of_name(name);
	}
	return bits;
}

bool
listing_names_version(struct str s)
{
	size_t i, end;

	for (i = 0; i < s.n; i = end + 1) {
		for (end = i; end < s.n && ascii_is_digit(s.p[end]); end++)
			;
		if (end > i && end + 1 < s.n && s.p[end] == '.' && ascii_is_digit(s.p[end + 1]) && (i == 0 || !ascii_is_alnum(s.p[i - 1]) || ascii_lower(s.p[i - 1]) == 'v'))
			return true;
	}
	return false;
}

bool
listing_class_is_stable(struct str name)
{
	static const char *const states[] = { "odd", "even", "first", "last", "active", "sticky", "alt", "alternate", "clearfix", "current",
		"selected", "hidden", "visible", "left", "right", "featured", "new", "unread", "read", "hot", "locked", "closed" };
	static const char *const begins[] = { "category-", "tag-", "author-", "format-", "status-", "is-", "has-", "js-", "col-", "cat-", "wp-image" };
	size_t i, turns = 0;

	if (name.n < 2 || name.n > CLASS_MAX)
		return false;
	for (i = 0; i < name.n; i++) {
		if (!ascii_is_alpha(name.p[i]) && name.p[i] != '-' && name.p[i] != '_')
			return false;
		turns += i > 0 && name.p[i] >= 'A' && name.p[i] <= 'Z' && name.p[i - 1] >= 'a' && name.p[i - 1] <= 'z';
	}
	if (turns >= 3) /* "bdVaJaXk": a generator's */
		return false;
	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (str_is_nocase(name, states[i]))
			return false;
	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (str_starts_nocase(name, str_from(begins[i])))
			return false;
	return true;
}

bool
listing_class_is_generated(struct str name)
{
	size_t i, from = name.n, digits = 0, letters = 0;

	while (from > 0 && ascii_is_alnum(name.p[from - 1]))
		from--;
	for (i = from; i < name.n; i++) {
		digits += ascii_is_digit(name.p[i]);
		letters += ascii_is_alpha(name.p[i]);
	}
	return digits > 0 && letters > 1 && name.n - from >= GENERATED_MIN && name.n <= CLASS_MAX;
}

bool
listing_next_class(struct str *rest, struct str *name)
{
	while (listing_next_name(rest, name))
		if (listing_class_is_stable(*name))
			return true;
	return false;
}
