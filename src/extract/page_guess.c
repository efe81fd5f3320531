#include "config.h"
#include "extract/page_guess.h"

#include "extract/listing_path.h"
#include "extract/listing_words.h"
#include "extract/selector.h"

#define LEFT_OUT_MAX 300U /* elements in the text that are left out, and looked at */
#define STRIP_MAX 12U     /* selectors */
#define NAMED_MAX 1000U   /* elements that one of them names */
#define LOOK_MAX 16U      /* bytes of an element that tell whether it has text, be they of one character */
#define CLIMB_MAX 4U      /* elements around the text that may be told from others instead of it */

struct guess {
	struct page page;
	const struct content *c;
	struct finder finder;
	struct page_guess *out;
	const xmlNode *root;
	uint8_t *is_named; /* by dom_id(): some selector of out->strip takes it out */
};

static struct hits
find(struct guess *g, struct str text, size_t max)
{
	struct hits hits = { .n = 0 };
	struct err ignored;
	size_t at;
	struct selector *s = selector_new(text, &at, &ignored);

	if (s != NULL && selector_find(s, &g->finder, g->page.dom.root, max, &hits, &ignored) != 0)
		hits.n = 0;
	selector_free(s);
	return hits;
}

/* ---- what holds the text ---- */

static bool
is_box(const xmlNode *n)
{
	enum dom_tag tag = dom_tag(n);

	return tag == TAG_div || tag == TAG_section || tag == TAG_article || tag == TAG_main;
}

/* The only element in n that shows anything, if that is a box. */
static const xmlNode *
only_box(const struct content *c, const xmlNode *n)
{
	const xmlNode *child, *only = NULL;

	for (child = n->children; child != NULL; child = child->next) {
		if (child->type != XML_ELEMENT_NODE || !content_shows(c, child))
			continue;
		if (only != NULL || !is_box(child))
			return NULL;
		only = child;
	}
	return only;
}

static struct str
path_of(struct guess *g, const xmlNode *n)
{
	struct paths paths = { .n = 0 };
	uint32_t id = dom_id(n);
	struct hits hits;
	struct str path;

	paths_add_items(&g->page, &paths, &id, NULL, 1, NULL);
	path = paths_write(&g->page, &paths);
	if (path.n == 0)
		return STR_NONE;
	hits = find(g, path, 2);
	return hits.n == 1 && hits.v[0].node == n ? path : STR_NONE;
}

static bool
guess_content(struct guess *g)
{
	const xmlNode *n, *inner;
	unsigned i;

	for (n = g->c->root; (inner = only_box(g->c, n)) != NULL; n = inner)
		;
	for (i = 0; i < CLIMB_MAX && n != NULL && n->type == XML_ELEMENT_NODE && n != g->page.dom.body; i++, n = n->parent) {
		g->out->content = path_of(g, n);
		g->root = n;
		if (g->out->content.n > 0)
			return true;
	}
	return false;
}

/* ---- what is left out of it ---- */

/* It is in the text somewhere, and all of it that is there was left out. */
static bool
takes_out_only_what_went(struct guess *g, struct str selector)
{
	struct hits hits = find(g, selector, NAMED_MAX);
	size_t i;

	if (hits.n == 0 || hits.n == NAMED_MAX)
		return false;
	for (i = 0; i < hits.n; i++)
		if (dom_contains(hits.v[i].node, g->root) || (dom_contains(g->root, hits.v[i].node) && content_shows(g->c, hits.v[i].node)))
			return false;
	for (i = 0; i < hits.n; i++)
		g->is_named[dom_id(hits.v[i].node)] = 1;
	*(struct str *)list_add(g->page.a, &g->out->strip, sizeof(selector)) = selector;
	return true;
}

/* Numbered names are of one paragraph of one page. */
static bool
is_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!ascii_is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n > 1 && ascii_is_alpha(s.p[0]) && !ascii_is_digit(s.p[s.n - 1]);
}

/* Elements that are beside the text by their names alone, its headline among them. */
static bool
is_aside(const xmlNode *n)
{
	enum dom_tag tag = dom_tag(n);

	return tag == TAG_aside || tag == TAG_nav || tag == TAG_footer || tag == TAG_form || tag == TAG_button || tag == TAG_header || tag == TAG_h1;
}

static void
guess_strip_of(struct guess *g, const xmlNode *n)
{
	struct str rest = dom_attr(n, "class"), name;
	bool is_done = false;

	while (!is_done && listing_next_class(&rest, &name))
		is_done = is_name(name) && takes_out_only_what_went(g, arena_printf(g->page.a, ".%.*s", STR_ARG(name)));
	name = dom_attr(n, "id");
	if (!is_done && is_name(name))
		is_done = takes_out_only_what_went(g, arena_printf(g->page.a, "#%.*s", STR_ARG(name)));
	if (!is_done && is_aside(n))
		takes_out_only_what_went(g, arena_printf(g->page.a, "%.*s %s", STR_ARG(g->out->content), (const char *)n->name));
}

static void
guess_strip(struct guess *g)
{
	const xmlNode *n = dom_next(g->root, g->root), *next;
	unsigned seen = 0;

	for (; n != NULL && seen < LEFT_OUT_MAX && g->out->strip.n < STRIP_MAX; n = next) {
		bool is_shown = content_shows(g->c, n);

		/* Of what is shown as a whole, such as a paragraph, nothing is left out. */
		next = is_shown && is_box(n) ? dom_next(n, g->root) : dom_next_past(n, g->root);
		if (is_shown || n->type != XML_ELEMENT_NODE || !dom_tag_is_block(dom_tag(n)) || g->is_named[dom_id(n)] != 0)
			continue;
		seen++;
		if (dom_text(g->page.a, n, LOOK_MAX).n > 0)
			guess_strip_of(g, n);
	}
}

struct page_guess *
page_guess(struct arena *a, const struct content *c, struct str url)
{
	struct guess g = { .page = { .dom = *c->blocks.dom }, .c = c, .out = arena_zalloc(a, sizeof(*g.out)) };
	bool has_content;

	if (c->root == NULL)
		return NULL;
	page_read(&g.page, a, url);
	finder_init(&g.finder, &g.page.dom, a);
	g.is_named = arena_zalloc(a, (size_t)g.page.n_elements + 1);
	has_content = guess_content(&g);
	if (has_content)
		guess_strip(&g);
	finder_release(&g.finder);
	return has_content ? g.out : NULL;
}
