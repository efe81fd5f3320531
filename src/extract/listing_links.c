#include "config.h"
#include "extract/listing_links.h"

#include <stdlib.h>

#include "base/url.h"
#include "extract/listing_title.h"
#include "extract/listing_words.h"
#include "extract/prose.h"

#define BORROW_LEVELS 5U   /* a heading in a part so far above a link without words names it */
#define OWN_LINKS_MAX 24U  /* links of one item */
#define OWN_PART_MAX 400U  /* elements of one item in which its heading is looked for */
#define PEOPLE 9U          /* parts of addresses that mean people, */
#define TOPICS 11U         /* and those that mean topics too */

/* ---- addresses ---- */

static struct str
site_of(struct str url)
{
	struct str host = url_authority(url);
	size_t i, dots = 0;

	for (i = host.n; i > 0; i--) /* the last two labels: only a hint, so no list of suffixes is asked */
		if (host.p[i - 1] == '.' && ++dots == 2)
			return str_skip(host, i);
	return host;
}

static struct str
path_of(struct str url) /* and its query */
{
	return str_skip(url, url_site(url).n);
}

/* A part of a path without the ending of the program behind it: "member.php" is "member". */
static struct str
stem_of(struct str piece)
{
	static const char *const ends[] = { ".php", ".asp", ".aspx", ".cgi", ".html" };
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(piece, str_from(ends[i])))
			return str_head(piece, piece.n - strlen(ends[i]));
	return piece;
}

static bool
is_forum(struct str piece)
{
	return str_starts_nocase(piece, STR("forum")) || str_starts_nocase(piece, STR("board")) || str_starts_nocase(piece, STR("discussion")) ||
	    str_starts_nocase(piece, STR("communit"));
}

/* What a part of a path, the next one being rest's first, says of where the address leads. */
static bool
is_service_part(struct str piece, struct str rest, bool in_forum, bool *is_person)
{
	static const char *const parts[] = { "user", "users", "profile", "profiles", "member", "members", "memberlist", "author", "authors", /* PEOPLE of them */
		"topic", "topics", /* a forum's topics are articles; all up to here: TOPICS */
		"tag", "tags", "category", "categories", "login", "signin", "signup", "register", "share", "search", "label",
		"about", "contact", "privacy", "kategorie",
		"autor", "autoren", "rubrik", "feed", "rss", "cart", "account", "subscribe", "intent", "sharer.php", "terms" };
	size_t i;

	piece = stem_of(piece);
	if ((str_is_nocase(piece, "tag") || str_is_nocase(piece, "tags")) && listing_names_version(str_head(rest, str_find_char(rest, '/')))) /* of a program: an article about it */
		return false;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!str_is_nocase(piece, parts[i]))
			continue;
		*is_person = i < PEOPLE;
		return i < PEOPLE || i >= TOPICS || !(in_forum || (rest.n > 0 && ascii_is_digit(rest.p[0])));
	}
	return false;
}

static bool
is_service_path(struct str path, bool *is_person)
{
	struct str rest = str_head(path, str_find_char(path, '?')), piece;
	size_t n = 0, hit = 0, left;
	bool has_number = false, in_forum = false;
	int64_t number;

	while (str_next(&rest, '/', &piece)) {
		if (piece.n == 0)
			continue;
		n++;
		if (hit > 0 && hit + 1 == n && *is_person)
			has_number = str_to_int64(piece, &number) == 0;
		if (hit == 0 && is_service_part(piece, rest, in_forum, is_person))
			hit = n;
		in_forum = in_forum || is_forum(piece);
		if (str_is(piece, "page") && rest.n > 0 && ascii_is_digit(rest.p[0]))
			return true;
	}
	left = n - hit;
	return hit > 0 && (left <= 1 || (left == 2 && has_number)); /* "/topics/economy" is one, "/topics/economy/a-long-story" is not, "/user/12/name" is */
}

/* A picture or a part of a page, which is no article. */
static bool
is_file_path(struct str path)
{
	static const char *const ends[] = { ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".css", ".js" };
	size_t i, n;

	path = str_head(path, str_find_char(path, '?'));
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		n = strlen(ends[i]);
		if (path.n > n && str_is_nocase(str_skip(path, path.n - n), ends[i]))
			return true;
	}
	return false;
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
	bool is_person = false;

	if (is_slug_path(path))
		flags |= LINK_SLUG;
	if (is_service_path(path, &is_person))
		flags |= LINK_SERVICE | (is_person ? LINK_PERSON : 0);
	if (p->base.n > 0 && str_eq_nocase(site_of(url), site_of(p->base)))
		flags |= LINK_SAME_SITE;
	return flags;
}

/* ---- collecting ---- */

static void
sign(const struct page *p, struct anchor *l)
{
	uint32_t id = l->id;
	uint64_t h = 0, loose = 0, shape = 0;
	unsigned i;

	for (i = 0; i < LEVELS && id > 0; i++, id = p->parent[id]) {
		h = page_mix(h, p->kind[id]);
		loose = page_mix(loose, p->loose[id]);
		shape = page_mix(shape, page_tag_hash(p->node[id]));
		if (i == 1)
			l->own = h;
		if (i == 2)
			l->near = h;
	}
	l->place = h;
	l->loose = loose;
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
		if (key == 0 || key == p->self || is_file_path(path_of(url)))
			continue;
		l = &p->anchors[p->n_anchors++];
		*l = (struct anchor){ .id = id, .url = url, .key = key, .flags = p->part[id] | flags_of_url(p, url) };
		if (is_main_of_typed(p, id))
			l->flags |= LINK_TYPED;
		title_read(p, l);
		sign(p, l);
		if ((l->flags & LINK_MORE) != 0)
			p->part[id] |= PART_MORE;
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
		heading = title_heading(p, page_subtree(p, part));
		if (heading == NULL)
			continue;
		title = dom_text(p->a, heading, TITLE_BYTES_MAX);
		if (title.n == 0 || title_is_service(p->a, title))
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
