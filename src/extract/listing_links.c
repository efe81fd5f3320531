#include "config.h"
#include "extract/listing_links.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/url.h"
#include "base/utf8.h"
#include "extract/listing_words.h"
#include "extract/prose.h"
#include "extract/written_date.h"

#define TITLE_BYTES_MAX 1024U
#define TITLE_LEVELS 3U    /* a heading so far above a link heads it */
#define BORROW_LEVELS 5U   /* a heading in a part so far above a link without words names it */
#define CARD_WIDTH 140U    /* columns: a link with more text than this is a whole card, not a title */
#define CARD_TITLE_MIN 12U /* columns */
#define OWN_LINKS_MAX 24U  /* links of one item */
#define OWN_PART_MAX 400U  /* elements of one item in which its heading is looked for */
#define PEOPLE 8U          /* parts of addresses that mean people */
#define SERVICE_MAX 48U    /* bytes: longer texts say something */

/* ---- texts that say nothing ---- */

/* Whole texts, in lower case without marks at the ends. */
static const char *const service_texts[] = { "read more", "more", "read", "continue reading", "continue", "read the full story", "full story", "read article",
	"read full article", "read the article", "view", "view more", "view article", "view post", "view details", "details", "see more", "show more",
	"learn more", "find out more", "keep reading", "read on", "more info", "more details", "go", "open", "link", "permalink", "share", "tweet", "reply",
	"comment", "comments", "leave a comment", "leave a reply", "add comment", "add a comment", "no comments", "post a comment", "next", "previous",
	"prev", "older", "newer", "older posts", "newer posts", "older entries", "next page", "previous page", "last", "first", "home", "login", "log in",
	"sign in", "sign up", "register", "subscribe", "rss", "edit", "hide", "save", "report", "flag", "discuss", "apply", "apply now", "download",
	"listen", "watch", "watch now", "listen now", "play", "view all", "see all", "all", "all posts", "all news", "top", "back", "print", "email",
	"weiterlesen", "mehr", "mehr lesen", "weiter", "mehr erfahren", "mehr dazu", "zum artikel", "artikel lesen", "ganzen artikel lesen", "kommentare",
	"zurück", "nächste", "lire la suite", "lire plus", "en savoir plus", "suite", "lire", "lire l'article", "suivant", "précédent", "commentaires",
	"leer más", "leer mas", "seguir leyendo", "sigue leyendo", "más", "ver más", "ver mas", "más información", "continuar leyendo", "siguiente",
	"anterior", "comentarios", "leggi tutto", "leggi", "continua", "continua a leggere", "leggi di più", "commenti", "scopri di più", "leia mais",
	"ler mais", "saiba mais", "continue lendo", "mais", "lees meer", "lees verder", "meer", "meer lezen", "verder lezen", "läs mer", "läs vidare",
	"les mer", "læs mere", "lue lisää", "czytaj więcej", "czytaj dalej", "więcej", "číst dále", "číst více", "čítať ďalej", "tovább", "tovább olvasom",
	"citește mai mult", "mai mult", "devamını oku", "devamı", "читать далее", "читать дальше", "подробнее", "далее", "читать", "комментарии",
	"комментировать", "ещё", "еще", "детальніше", "читати далі", "прочетете повече", "περισσότερα", "διαβάστε περισσότερα", "続きを読む", "もっと見る",
	"詳細", "次へ", "阅读全文", "查看更多", "更多", "下一页", "閱讀更多", "繼續閱讀", "더보기", "자세히 보기", "اقرأ المزيد", "المزيد", "קרא עוד",
	"baca selengkapnya", "selengkapnya", "xem thêm", "đọc tiếp", "आगे पढ़ें", "और पढ़ें", "বিস্তারিত", "আরও পড়ুন", "อ่านต่อ" };

static struct str
without_marks(struct str s)
{
	static const char *const marks[] = { "…", "»", "«", "→", "›", "‹", "←", "▶", "►", "&raquo;" };
	size_t i, before;

	do {
		before = s.n;
		s = prose_trim(s);
		while (s.n > 0 && strchr(".:>[]()!<-+*|", s.p[s.n - 1]) != NULL)
			s.n--;
		while (s.n > 0 && strchr(".:>[]()!<-+*|", s.p[0]) != NULL)
			s = str_skip(s, 1);
		for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			if (str_ends(s, str_from(marks[i])))
				s.n -= strlen(marks[i]);
			if (str_starts(s, str_from(marks[i])))
				s = str_skip(s, strlen(marks[i]));
		}
	} while (s.n != before);
	return s;
}

/* "3", "12 comments", "0 Kommentare", "(5)": a number and at most one word. */
static bool
is_count(struct str s)
{
	size_t i, digits = 0, words = 0;

	if (s.n == 0 || !ascii_is_digit(s.p[0]))
		return false;
	for (i = 0; i < s.n && (ascii_is_digit(s.p[i]) || s.p[i] == ',' || s.p[i] == '.'); i++)
		digits++;
	if (i < s.n && s.p[i] != ' ' && s.n > digits + 2) /* "5G is here": not a count */
		return false;
	for (; i < s.n; i++) {
		if (ascii_is_digit(s.p[i]))
			return false;
		words += s.p[i] == ' ';
	}
	return words == 0 || (words == 1 && s.n <= 28);
}

bool
link_text_is_service(struct arena *a, struct str text)
{
	size_t i;
	int64_t ignored;

	text = without_marks(text);
	if (text.n == 0)
		return true;
	if (text.n > SERVICE_MAX)
		return false;
	if (is_count(text) || (text.p[0] == '@' && str_find_char(text, ' ') == STR_NPOS))
		return true;
	for (i = 0; i < sizeof(service_texts) / sizeof(service_texts[0]); i++)
		if (str_is_nocase(text, service_texts[i]))
			return true;
	return page_text_is_dated(text) && written_date_alone(a, text, &ignored);
}

static struct str
site_of(struct str url)
{
	struct str host = str_skip(url, str_find(url, STR("//")) + 2);
	size_t i, dots = 0, slash = str_find_char(host, '/');

	host = str_head(host, slash);
	for (i = host.n; i > 0; i--) /* the last two labels: only a hint, so no list of suffixes is asked */
		if (host.p[i - 1] == '.' && ++dots == 2)
			return str_skip(host, i);
	return host;
}

/* The path and query: what is behind the host. */
static struct str
path_of(struct str url)
{
	struct str rest = str_skip(url, str_find(url, STR("//")) + 2);
	size_t slash = str_find_char(rest, '/');

	return slash == STR_NPOS ? STR_NONE : str_skip(rest, slash);
}

static bool
is_service_path(struct str path)
{
	static const char *const parts[] = { "user", "users", "profile", "profiles", "member", "members", "author", "authors", /* PEOPLE of them */
		"tag", "tags", "category", "categories", "login", "signin", "signup", "register", "share", "search", "label",
		"topic", "topics", "about", "contact", "privacy", "kategorie",
		"autor", "autoren", "rubrik", "feed", "rss", "cart", "account", "subscribe", "intent", "sharer.php", "terms" };
	struct str rest = str_head(path, str_find_char(path, '?')), piece;
	size_t i, n = 0, hit = 0, left;
	bool is_person = false, has_number = false;
	int64_t number;

	while (str_next(&rest, '/', &piece)) {
		if (piece.n == 0)
			continue;
		n++;
		if (hit > 0 && hit + 1 == n && is_person)
			has_number = str_to_int64(piece, &number) == 0;
		for (i = 0; i < sizeof(parts) / sizeof(parts[0]) && hit == 0; i++)
			if (str_is_nocase(piece, parts[i])) {
				hit = n;
				is_person = i < PEOPLE;
			}
		if (str_is(piece, "page") && rest.n > 0 && ascii_is_digit(rest.p[0]))
			return true;
	}
	left = n - hit;
	return hit > 0 && (left <= 1 || (left == 2 && has_number)); /* "/topics/economy" is one, "/topics/economy/a-long-story" is not, "/user/12/name" is */
}

static bool
is_slug_path(struct str path)
{
	size_t i, hyphens = 0, digits = 0;
	struct str last = path;

	while (last.n > 0 && last.p[last.n - 1] == '/')
		last.n--;
	for (i = last.n; i > 0 && last.p[i - 1] != '/'; i--)
		;
	last = str_skip(last, i);
	for (i = 0; i < last.n; i++) {
		hyphens += last.p[i] == '-' || last.p[i] == '_';
		digits += ascii_is_digit(last.p[i]);
	}
	if (hyphens >= 2 || digits >= 3 || str_ends(last, STR(".html")) || str_ends(last, STR(".htm")) || str_find(last, STR("id=")) != STR_NPOS)
		return true;
	for (i = 0; i + 6 < path.n; i++)
		if (path.p[i] == '/' && page_is_year(path, i + 1) && path.p[i + 5] == '/')
			return true;
	return false;
}

static uint32_t
flags_of_url(const struct page *p, struct str url)
{
	struct str path = path_of(url);
	uint32_t flags = 0;

	if (is_slug_path(path))
		flags |= LINK_SLUG;
	if (is_service_path(path))
		flags |= LINK_SERVICE;
	if (p->base.n > 0 && str_eq_nocase(site_of(url), site_of(p->base)))
		flags |= LINK_SAME_SITE;
	return flags;
}

/* ---- titles ---- */

static const xmlNode *
heading_in(const struct page *p, struct range r)
{
	const xmlNode *named = NULL;
	uint32_t id;

	for (id = r.from; id <= r.to; id++) {
		if (page_is_heading(dom_tag(p->node[id])))
			return p->node[id];
		if (named == NULL && (p->words[id] & LIST_TITLE) != 0 && dom_tag(p->node[id]) != TAG_img)
			named = p->node[id];
	}
	return named;
}

/* What stands first in a card that has no heading: the first block with words that are no date. */
static struct str
first_line(const struct page *p, struct range r)
{
	struct str s;
	uint32_t id;

	for (id = r.from; id <= r.to; id++) {
		enum dom_tag tag = dom_tag(p->node[id]);

		if (id != r.from && !dom_tag_is_block(tag) && tag != TAG_strong && tag != TAG_b && tag != TAG_span)
			continue;
		s = page_block_text(p, p->node[id], true, TITLE_BYTES_MAX);
		if (prose_columns(s) >= CARD_TITLE_MIN && !page_text_is_dated(s))
			return s;
	}
	return STR_NONE;
}

static struct str
title_from_attributes(const struct page *p, const xmlNode *n)
{
	struct range r = page_subtree(p, dom_id(n));
	struct str s = dom_attr(n, "title");
	uint32_t id;

	if (s.n == 0)
		s = dom_attr(n, "aria-label");
	for (id = r.from; id <= r.to && s.n == 0; id++)
		if (dom_tag(p->node[id]) == TAG_img)
			s = dom_attr(p->node[id], "alt");
	return arena_str(p->a, utf8_head(s, TITLE_BYTES_MAX));
}

static bool
is_headed_from_above(const struct page *p, uint32_t id)
{
	unsigned i;

	for (i = 0; i <= TITLE_LEVELS && id > 0; i++, id = p->parent[id])
		if (page_is_heading(dom_tag(p->node[id])) || (p->words[id] & LIST_TITLE) != 0)
			return true;
	return false;
}

static void
name_link(const struct page *p, struct anchor *l)
{
	const xmlNode *n = p->node[l->id], *heading = heading_in(p, page_subtree(p, l->id));

	l->title_id = l->id;
	if (heading != NULL && heading != n) {
		l->title = page_text(p, heading, TITLE_BYTES_MAX);
		l->title_id = l->title.n > 0 ? dom_id(heading) : l->id;
	}
	if (l->title.n > 0) {
		l->flags |= LINK_HEADED;
	} else {
		l->title = page_text(p, n, TITLE_BYTES_MAX);
		if (prose_columns(l->title) > CARD_WIDTH && p->last[l->id] > l->id) {
			struct str first = first_line(p, page_subtree(p, l->id));

			l->title = first.n > 0 ? first : l->title;
		}
		if (is_headed_from_above(p, l->id))
			l->flags |= LINK_HEADED;
	}
	if (l->title.n == 0) {
		l->title = title_from_attributes(p, n);
		l->title_id = 0;
	}
	if (link_text_is_service(p->a, l->title))
		l->flags |= LINK_MORE;
	l->width = (uint32_t)prose_columns(l->title);
}

/* ---- collecting ---- */

static void
sign(const struct page *p, struct anchor *l)
{
	uint32_t id = l->id;
	uint64_t h = 0, shape = 0;
	unsigned i;

	for (i = 0; i < LEVELS && id > 0; i++, id = p->parent[id]) {
		h = page_mix(h, p->kind[id]);
		shape = page_mix(shape, page_tag_hash(p->node[id]));
		if (i == 1)
			l->own = h;
		if (i == 2)
			l->near = h;
	}
	l->place = h;
	l->shape = shape;
}

static bool
is_main_of_typed(const struct page *p, uint32_t id)
{
	const xmlNode *n = p->node[id];

	return (p->part[id] & PART_ITEM) != 0 &&
	    (dom_attr_has_word(n, "rel", "bookmark") || dom_attr_has_word(n, "class", "u-url") || dom_attr_has_word(n, "itemprop", "url") ||
	        dom_attr_has_word(n, "itemprop", "mainEntityOfPage") || dom_attr_has_word(n, "property", "url"));
}

static void
collect(struct page *p)
{
	struct anchor *l;
	struct str url;
	uint64_t key;
	uint32_t id, n = 0;

	for (id = 1; id <= p->n_elements; id++)
		n += dom_tag(p->node[id]) == TAG_a;
	p->anchors = arena_zalloc(p->a, ((size_t)(n < LINKS_MAX ? n : LINKS_MAX) + 1) * sizeof(*p->anchors));
	for (id = 1; id <= p->n_elements && p->n_anchors < LINKS_MAX; id++) {
		if (dom_tag(p->node[id]) != TAG_a || (p->part[id] & PART_UNREAD) != 0)
			continue;
		url = page_address(p, dom_attr(p->node[id], "href"));
		key = url.n > 0 ? page_url_key(p->a, url) : 0;
		if (key == 0 || key == p->self)
			continue;
		l = &p->anchors[p->n_anchors++];
		*l = (struct anchor){ .id = id, .url = url, .key = key, .flags = p->part[id] | flags_of_url(p, url) };
		if (is_main_of_typed(p, id))
			l->flags |= LINK_TYPED;
		name_link(p, l);
		sign(p, l);
	}
}

static int
compare_keys(const void *a, const void *b)
{
	const struct anchor *x = *(const struct anchor *const *)a, *y = *(const struct anchor *const *)b;

	return x->key != y->key ? (x->key < y->key ? -1 : 1) : x->id < y->id ? -1 : x->id > y->id;
}

static void
number_urls(struct page *p)
{
	struct anchor **order = arena_alloc(p->a, ((size_t)p->n_anchors + 1) * sizeof(struct anchor *));
	uint32_t i;

	for (i = 0; i < p->n_anchors; i++)
		order[i] = &p->anchors[i];
	qsort(order, p->n_anchors, sizeof(struct anchor *), compare_keys);
	for (i = 0; i < p->n_anchors; i++) {
		if (i > 0 && order[i]->key != order[i - 1]->key)
			p->n_urls++;
		order[i]->url_no = p->n_urls;
	}
	if (p->n_anchors > 0)
		p->n_urls++;
}

uint32_t
links_from(const struct page *p, uint32_t id)
{
	uint32_t lo = 0, hi = p->n_anchors, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (p->anchors[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t
link_own_part(const struct page *p, uint32_t i, unsigned levels)
{
	const struct anchor *l = &p->anchors[i];
	uint32_t part = l->id, up, lo = i, hi = i, steps = OWN_LINKS_MAX;

	for (up = p->parent[part]; levels-- > 0 && up > 0; up = p->parent[up]) {
		while (lo > 0 && steps > 0 && p->anchors[lo - 1].id >= up && (p->anchors[lo - 1].url_no == l->url_no || (p->anchors[lo - 1].flags & LINK_SERVICE) != 0))
			lo--, steps--;
		while (hi + 1 < p->n_anchors && steps > 0 && p->anchors[hi + 1].id <= p->last[up] &&
		    (p->anchors[hi + 1].url_no == l->url_no || (p->anchors[hi + 1].flags & LINK_SERVICE) != 0))
			hi++, steps--;
		if ((lo > 0 && p->anchors[lo - 1].id >= up) || (hi + 1 < p->n_anchors && p->anchors[hi + 1].id <= p->last[up]))
			break;
		part = up;
	}
	return part;
}

/* A link over a whole card, or "read more" below an unlinked heading, leads to what the heading says. */
static void
borrow_titles(struct page *p)
{
	const xmlNode *heading;
	struct anchor *l;
	struct str title;
	uint32_t i, part;

	for (i = 0; i < p->n_anchors; i++) {
		l = &p->anchors[i];
		if ((l->flags & LINK_MORE) == 0 || (l->flags & (LINK_SERVICE | PART_NAV | PART_NAMED_NAV)) != 0)
			continue;
		part = link_own_part(p, i, BORROW_LEVELS);
		if (part == l->id || p->last[part] - part > OWN_PART_MAX)
			continue;
		heading = heading_in(p, page_subtree(p, part));
		if (heading == NULL || !page_is_heading(dom_tag(heading)))
			continue;
		title = dom_text(p->a, heading, TITLE_BYTES_MAX);
		if (title.n == 0 || link_text_is_service(p->a, title))
			continue;
		l->title = title;
		l->title_id = dom_id(heading);
		l->width = (uint32_t)prose_columns(title);
		l->flags = (l->flags & ~(uint32_t)LINK_MORE) | LINK_HEADED | LINK_BORROWED;
	}
}

void
links_read(struct page *p)
{
	collect(p);
	number_urls(p);
	borrow_titles(p);
}
