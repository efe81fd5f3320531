#include "config.h"
#include "extract/listing_page.h"

#include "base/hash.h"
#include "base/url.h"
#include "extract/listing_words.h"
#include "extract/prose.h"
#include "extract/relative_date.h"

#define CLASSES_TAKEN 2U     /* of an element into its kind */
#define PROSE_MIN 20U        /* bytes: shorter texts are labels */
#define AGE_MAX 40U          /* bytes: longer texts are not about how long ago something was */
#define DATED_MAX 90U        /* bytes: longer texts are not about a date */

#define NAME_SLOTS 16384U /* by the hash of a name: two names may share one */
#define NAME_FEW 3U       /* elements: a name that fewer have tells one from its siblings */
#define BLOCK_BYTES_MAX 4000U

/* ---- dates, roughly ---- */

bool
page_is_year(struct str s, size_t i)
{
	return i + 4 <= s.n && (memcmp(s.p + i, "20", 2) == 0 || memcmp(s.p + i, "199", 3) == 0) && ascii_is_digit(s.p[i + 2]) && ascii_is_digit(s.p[i + 3]) &&
	    (i == 0 || !ascii_is_digit(s.p[i - 1])) && (i + 4 == s.n || !ascii_is_digit(s.p[i + 4]));
}

static bool
has_words_of_age(struct str s)
{
	static const char *const words[] = { " ago", "vor ", "il y a ", "hace ", " fa", "назад", "前", "전", "yesterday", "gestern", "hier ", "ayer",
		"ieri", "вчера", " hrs", " hours", " hour", " mins", " days", "today", "heute", "сегодня", "geleden", "siden", "sedan", "temu" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find_nocase(s, str_from(words[i])) != STR_NPOS)
			return true;
	return false;
}

static bool
has_month_name(struct str s)
{
	static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec", "dez", "mai" };
	size_t i, at;

	for (i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		at = str_find_nocase(s, str_from(months[i]));
		if (at != STR_NPOS && (at == 0 || !ascii_is_alpha(s.p[at - 1])))
			return true;
	}
	return false;
}

bool
page_text_is_dated(struct str s)
{
	size_t i, digits = 0, runs = 0;
	bool has_year = false;

	if (s.n < 5 || s.n > DATED_MAX)
		return false;
	for (i = 0; i < s.n; i++) {
		if (!ascii_is_digit(s.p[i]))
			continue;
		digits++;
		runs += i == 0 || !ascii_is_digit(s.p[i - 1]);
		has_year = has_year || page_is_year(s, i);
	}
	if (digits == 0)
		return false;
	if (has_year && (runs >= 2 || has_month_name(s)))
		return true;
	if (runs == 3 && digits >= 4 && digits <= 8 && s.n <= 24) /* 3/4/17 */
		return true;
	return s.n <= 40 && (has_words_of_age(s) || (digits <= 2 && has_month_name(s)));
}

/* ---- addresses ---- */

uint64_t
page_url_key(struct arena *a, struct str url)
{
	struct str key = url_match_key(a, url);

	return key.n > 0 ? hash_fast(key, 1) : 0;
}

struct str
page_address(const struct page *p, struct str ref)
{
	struct str url;
	size_t hash;

	if (ref.n == 0 || ref.p[0] == '#' || ref.n > URL_MAX)
		return STR_NONE;
	url = url_resolve(p->a, p->base, ref);
	hash = str_find_char(url, '#');
	if (hash != STR_NPOS)
		url = str_head(url, hash);
	if (!url_is_http(url) || url.n > URL_MAX)
		return STR_NONE;
	return url_without_tracking(p->a, arena_str(p->a, url)); /* a copy: the tree goes before the articles do */
}

/* ---- elements ---- */

uint64_t
page_mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15U;
	return h ^ h >> 29;
}

uint64_t
page_tag_hash(const xmlNode *n)
{
	enum dom_tag tag = dom_tag(n);

	return tag != TAG_OTHER ? (uint64_t)tag : hash_fast(str_from((const char *)n->name), 0);
}

static void
count_names(uint16_t *counts, const xmlNode *n)
{
	struct str rest = dom_attr(n, "class"), name;
	uint16_t *count;

	while (listing_next_name(&rest, &name)) {
		count = &counts[hash_fast(name, 0) % NAME_SLOTS];
		*count = (uint16_t)(*count + (*count < UINT16_MAX));
	}
}

/* Generated names that few elements have are no kind; where it is to be loose, no name is that few have. */
static uint64_t
kind_of(const uint16_t *counts, const xmlNode *n, bool is_loose)
{
	struct str rest = dom_attr(n, "class"), name;
	uint64_t h = page_tag_hash(n), hash;
	unsigned n_taken = 0;

	while (n_taken < CLASSES_TAKEN && listing_next_name(&rest, &name)) {
		bool is_stable = listing_class_is_stable(name);

		hash = hash_fast(name, 0);
		if ((!is_stable && !listing_class_is_generated(name)) || ((is_loose || !is_stable) && counts[hash % NAME_SLOTS] < NAME_FEW))
			continue;
		h = page_mix(h, hash);
		n_taken++;
	}
	return page_mix(h, n_taken);
}

static bool
is_hidden(const xmlNode *n)
{
	struct str style;

	if (dom_has_attr(n, "hidden") || str_is(dom_attr(n, "aria-hidden"), "true"))
		return true;
	style = dom_attr(n, "style");
	return style.n > 0 && (str_find_nocase(style, STR("display:none")) != STR_NPOS || str_find_nocase(style, STR("display: none")) != STR_NPOS);
}

/* Typed as one of the things that a list may be made of. */
static bool
is_typed_item(const xmlNode *n)
{
	static const char *const types[] = { "Article", "BlogPosting", "NewsArticle", "Report", "Review", "Recipe", "Event", "JobPosting", "VideoObject" };
	struct str type = dom_attr(n, "itemtype");
	size_t i;

	if (type.n == 0)
		type = dom_attr(n, "typeof");
	for (i = 0; type.n > 0 && i < sizeof(types) / sizeof(types[0]); i++)
		if (str_ends(type, str_from(types[i])))
			return true;
	return dom_attr_has_word(n, "class", "h-entry") || dom_attr_has_word(n, "class", "hentry");
}

bool
page_is_heading(enum dom_tag tag)
{
	return tag == TAG_h1 || tag == TAG_h2 || tag == TAG_h3 || tag == TAG_h4 || tag == TAG_h5 || tag == TAG_h6;
}

static uint32_t
part_of(const struct page *p, const xmlNode *n, uint32_t id)
{
	uint32_t part = p->part[p->parent[id]], words = p->words[id];
	enum dom_tag tag = dom_tag(n);
	bool is_root = tag == TAG_body || tag == TAG_html || p->parent[id] == 0;

	if (is_root)
		return 0;
	if (tag == TAG_nav || tag == TAG_footer || tag == TAG_header || tag == TAG_menu || tag == TAG_form || tag == TAG_search) {
		if (tag == TAG_nav || tag == TAG_menu || tag == TAG_search)
			part |= PART_NAV;
		else if (tag != TAG_form && (part & PART_ITEM) == 0 && p->depth[id] <= 6 && dom_up(n, TAG_article) == NULL && dom_up(n, TAG_main) == NULL &&
		    dom_up(n, TAG_li) == NULL && dom_up(n, TAG_section) == NULL)
			part |= PART_NAV;
	} else if ((words & LIST_NAV) != 0 && tag != TAG_article) {
		part |= PART_NAMED_NAV;
	}
	if (tag == TAG_main || (words & LIST_MAIN) != 0)
		part &= ~(uint32_t)PART_SIDE;
	else if ((tag == TAG_aside || (words & LIST_SIDE) != 0) && tag != TAG_article)
		part |= PART_SIDE;
	if (is_hidden(n))
		part |= PART_HIDDEN;
	if (is_typed_item(n))
		part |= PART_ITEM;
	if (tag == TAG_a)
		part |= PART_LINK;
	if (dom_tag_is_unread(tag))
		part |= PART_UNREAD;
	return part;
}

static void
count_text(struct page *p, const xmlNode *text, uint32_t owner)
{
	struct str s = str_trim(str_from((const char *)text->content));
	struct page_date ignored;

	if ((p->part[owner] & PART_UNREAD) != 0)
		return;
	if (page_text_is_dated(s) || (s.n <= AGE_MAX && relative_date_find(p->a, s, p->as_of_s, &ignored)))
		p->dates[owner]++;
	if ((p->part[owner] & PART_LINK) == 0 && s.n >= PROSE_MIN)
		p->prose[owner] += (uint32_t)prose_columns(str_head(s, BLOCK_BYTES_MAX));
}

static bool
is_picture(const xmlNode *n)
{
	int64_t width;

	if (dom_tag(n) != TAG_img && dom_tag(n) != TAG_picture && dom_tag(n) != TAG_amp_img)
		return false;
	return str_to_int64(dom_attr(n, "width"), &width) != 0 || width >= 40;
}

static void
read_element(struct page *p, const uint16_t *counts, const xmlNode *n)
{
	uint32_t id = dom_id(n);

	p->node[id] = n;
	p->parent[id] = n->parent != NULL ? dom_id(n->parent) : 0;
	p->depth[id] = (uint8_t)(p->depth[p->parent[id]] + 1);
	p->words[id] = listing_words(n);
	p->kind[id] = kind_of(counts, n, false);
	p->loose[id] = kind_of(counts, n, true);
	p->part[id] = part_of(p, n, id);
	p->last[id] = id;
	if (dom_tag(n) == TAG_time)
		p->dates[id]++;
	if (is_picture(n))
		p->images[id]++;
	if (dom_tag(n) == TAG_a)
		p->links[id]++;
}

static void
read_elements(struct page *p)
{
	uint16_t *counts = arena_zalloc(p->a, NAME_SLOTS * sizeof(*counts));
	const xmlNode *n;
	uint32_t id;

	for (n = p->dom.root; n != NULL; n = dom_next(n, p->dom.root))
		if (n->type == XML_ELEMENT_NODE)
			count_names(counts, n);
	for (n = p->dom.root; n != NULL; n = dom_next(n, p->dom.root)) {
		if (n->type == XML_ELEMENT_NODE && dom_id(n) > 0)
			read_element(p, counts, n);
		else if (dom_is_text(n) && n->parent != NULL && dom_id(n->parent) > 0)
			count_text(p, n, dom_id(n->parent));
	}
	for (id = p->n_elements; id > 0; id--)
		if (p->parent[id] > 0 && p->last[p->parent[id]] < p->last[id])
			p->last[p->parent[id]] = p->last[id];
	for (id = 1; id <= p->n_elements; id++) {
		p->dates[id] += p->dates[id - 1];
		p->images[id] += p->images[id - 1];
		p->prose[id] += p->prose[id - 1];
		p->links[id] += p->links[id - 1];
	}
}

/* ---- texts ---- */

/* A link that is part of a text, and does not only lead to more of it. */
static bool
is_said(const struct page *p, const xmlNode *link, bool with_links)
{
	return with_links && (p->part[dom_id(link)] & PART_MORE) == 0;
}

bool
page_is_label(const struct page *p, uint32_t id)
{
	uint32_t words = p->words[id];

	return dom_tag(p->node[id]) == TAG_time || ((words & (LIST_DATE | LIST_TOPIC | LIST_AUTHOR)) != 0 && (words & LIST_TITLE) == 0);
}

struct str
page_block_text(const struct page *p, const xmlNode *root, bool with_links, size_t max)
{
	const xmlNode *n, *next;
	struct buf b;
	struct str out;
	unsigned left = WALK_MAX;

	buf_init(&b, SIZE_MAX / 4);
	for (n = root; n != NULL && b.n < max && left-- > 0; n = next) {
		enum dom_tag tag = dom_tag(n);

		next = dom_next(n, root);
		if (dom_is_text(n)) {
			dom_add_text(&b, n);
		} else if (n != root && (dom_tag_is_unread(tag) || dom_tag_is_block(tag) || page_is_label(p, dom_id(n)) || (tag == TAG_a && !is_said(p, n, with_links)))) {
			buf_add_char(&b, ' ');
			next = dom_next_past(n, root);
		} else if (tag == TAG_br) {
			buf_add_char(&b, ' ');
		}
	}
	out = prose_trim(arena_str(p->a, buf_str(&b)));
	buf_release(&b);
	return out;
}

struct str
page_text(const struct page *p, const xmlNode *root, size_t max)
{
	const xmlNode *n, *next;
	struct buf b;
	struct str out;
	unsigned left = WALK_MAX;

	buf_init(&b, SIZE_MAX / 4);
	for (n = root; n != NULL && b.n < max && left-- > 0; n = next) {
		enum dom_tag tag = dom_tag(n);

		next = dom_next(n, root);
		if (dom_is_text(n)) {
			dom_add_text(&b, n);
		} else if (n != root && (dom_tag_is_unread(tag) || tag == TAG_a)) {
			next = dom_next_past(n, root);
		} else if (tag == TAG_br || dom_tag_is_block(tag)) {
			if (b.n > 0 && b.p[b.n - 1] != ' ')
				buf_add_char(&b, ' ');
		}
	}
	out = prose_trim(arena_str(p->a, buf_str(&b)));
	buf_release(&b);
	return out;
}

void
page_read(struct page *p, struct arena *a, struct str url)
{
	size_t n = (size_t)p->dom.n_elements + 1;
	const xmlNode *base;
	struct str href;

	p->a = a;
	p->n_elements = p->dom.n_elements;
	p->url = url_is_http(url) ? url : STR_NONE;
	p->base = p->url;
	for (base = p->dom.head; base != NULL; base = dom_next(base, p->dom.head)) {
		href = dom_tag(base) == TAG_base ? dom_attr(base, "href") : STR_NONE;
		if (href.n > 0 && url_is_http(url_resolve(a, p->url, href))) {
			p->base = arena_str(a, url_resolve(a, p->url, href));
			break;
		}
	}
	p->self = page_url_key(a, p->url);
	p->node = arena_zalloc(a, n * sizeof(*p->node));
	p->parent = arena_zalloc(a, n * sizeof(*p->parent));
	p->last = arena_zalloc(a, n * sizeof(*p->last));
	p->words = arena_zalloc(a, n * sizeof(*p->words));
	p->part = arena_zalloc(a, n * sizeof(*p->part));
	p->depth = arena_zalloc(a, n * sizeof(*p->depth));
	p->kind = arena_zalloc(a, n * sizeof(*p->kind));
	p->loose = arena_zalloc(a, n * sizeof(*p->loose));
	p->dates = arena_zalloc(a, n * sizeof(*p->dates));
	p->images = arena_zalloc(a, n * sizeof(*p->images));
	p->prose = arena_zalloc(a, n * sizeof(*p->prose));
	p->links = arena_zalloc(a, n * sizeof(*p->links));
	p->month_first = str_starts_nocase(dom_attr(p->dom.root, "lang"), STR("en-us"));
	read_elements(p);
}
