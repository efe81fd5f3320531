#include "config.h"
#include "extract/listing_next.h"

#include "base/url.h"
#include "extract/prose.h"

#define TEXT_MAX 40U         /* bytes: longer texts are titles */
#define NUMBERING_LEVELS 6U /* elements from a link on of which one is called a pager */

static bool
is_own(const struct page *p, struct str url)
{
	return url.n > 0 && (p->url.n == 0 || str_eq_nocase(url_authority(url), url_authority(p->url))) && page_url_key(p->a, url) != p->self;
}

/* Whole texts of links, in small letters, arrows at the ends off. */
static bool
says_next(struct str text)
{
	static const char *const words[] = { "next", "next page", "older", "older posts", "older entries", "older stories", "more", "more posts", "more stories",
		"load more", "show more", "weiter", "nächste", "nächste seite", "ältere beiträge", "vor", "suivant", "suivante", "page suivante", "siguiente", "siguientes",
		"página siguiente", "próximo", "próxima", "próxima página", "avanti", "successiva", "successivo", "pagina successiva", "volgende", "nästa", "neste", "næste",
		"seuraava", "następna", "następny", "dalej", "další", "ďalšia", "következő", "înainte", "следующая", "вперед", "вперёд", "далее", "дальше", "наступна",
		"επόμενη", "sonraki", "sonraki sayfa", "次へ", "次のページ", "次", "下一页", "下一頁", "下页", "다음", "التالي", "הבא", "berikutnya", "selanjutnya", "अगला", "পরবর্তী" };
	static const char *const arrows[] = { "»", "›", "→", ">", ">>", "▶", "❯" }, *const back[] = { "«", "‹", "←", "<" };
	bool has_arrow = false;
	size_t i;

	for (i = 0; i < sizeof(back) / sizeof(back[0]); i++) /* "← Older posts" */
		if (str_starts(text, str_from(back[i])))
			text = prose_trim(str_skip(text, strlen(back[i])));
	for (i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++) {
		while (str_ends(text, str_from(arrows[i]))) {
			text = prose_trim(str_head(text, text.n - strlen(arrows[i])));
			has_arrow = true;
		}
	}
	if (text.n == 0)
		return has_arrow;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is_nocase(text, words[i]))
			return true;
	return false;
}

/* "/page/2", "?paged=2", "&start=20": an address with the number of a page behind a word that says so. */
static bool
has_page_number(struct str url)
{
	static const char *const words[] = { "page", "paged", "pg", "p", "start", "offset", "from", "seite", "pagina", "pagenum", "page_num" };
	struct str word;
	size_t i, k, w;

	for (i = 0; i < url.n; i = k + 1) {
		for (k = i; k < url.n && (ascii_is_alnum(url.p[k]) || url.p[k] == '_'); k++)
			;
		word = (struct str){ url.p + i, k - i };
		if (k + 1 < url.n && (url.p[k] == '/' || url.p[k] == '=' || url.p[k] == '-') && ascii_is_digit(url.p[k + 1]))
			for (w = 0; w < sizeof(words) / sizeof(words[0]); w++)
				if (str_is_nocase(word, words[w]))
					return true;
	}
	return false;
}

static bool
is_numbering(const struct page *p, uint32_t id)
{
	unsigned i;

	for (i = 0; i < NUMBERING_LEVELS && id > 0; i++, id = p->parent[id]) {
		struct str words = dom_attr(p->node[id], "class");

		if (str_find_nocase(words, STR("pag")) != STR_NPOS || str_find_nocase(dom_attr(p->node[id], "id"), STR("pag")) != STR_NPOS)
			return true;
	}
	return false;
}

/* Is no link, or one that is called the current one or leads to the page itself. */
static bool
is_current(const struct page *p, const xmlNode *n)
{
	const xmlNode *link = dom_tag(n) == TAG_a ? n : dom_find(n, TAG_a);
	struct str href;

	if (link == NULL)
		return true;
	href = dom_attr(link, "href");
	return dom_has_attr(n, "aria-current") || dom_has_attr(link, "aria-current") || dom_attr_has_word(n, "class", "active") || dom_attr_has_word(n, "class", "current") ||
	    dom_attr_has_word(link, "class", "active") || dom_attr_has_word(link, "class", "current") || href.n == 0 || href.p[0] == '#' ||
	    page_url_key(p->a, page_address(p, href)) == p->self;
}

/* "3" behind the number of this page. */
static bool
is_number_behind_current(const struct page *p, const xmlNode *n, struct str text)
{
	const xmlNode *before = n->prev;
	int64_t number, own;

	if (str_to_int64(text, &number) != 0)
		return false;
	if (n->parent != NULL && before == NULL)
		before = n->parent->prev;
	while (before != NULL && before->type != XML_ELEMENT_NODE)
		before = before->prev;
	return before != NULL && is_current(p, before) && str_to_int64(dom_text(p->a, before, TEXT_MAX), &own) == 0 &&
	    own + 1 == number;
}

struct str
next_page(const struct page *p)
{
	struct str url, text, by_text = STR_NONE, by_number = STR_NONE;
	uint32_t id;

	for (id = 1; id <= p->n_elements; id++) {
		const xmlNode *n = p->node[id];
		enum dom_tag tag = dom_tag(n);

		if (tag != TAG_a && tag != TAG_link)
			continue;
		if (dom_attr_has_word(n, "rel", "next") && is_own(p, url = page_address(p, dom_attr(n, "href"))))
			return url;
		if (tag == TAG_link || by_text.n > 0 || (p->part[id] & PART_UNREAD) != 0)
			continue;
		text = dom_text(p->a, n, TEXT_MAX + 1);
		if (text.n == 0)
			text = dom_attr(n, "aria-label");
		if (text.n == 0 || text.n > TEXT_MAX)
			continue;
		if (says_next(text) && is_own(p, url = page_address(p, dom_attr(n, "href"))) && (is_numbering(p, id) || has_page_number(url)))
			by_text = url;
		else if (by_number.n == 0 && is_number_behind_current(p, n, text) && is_own(p, url = page_address(p, dom_attr(n, "href"))))
			by_number = url;
	}
	return by_text.n > 0 ? by_text : by_number;
}
