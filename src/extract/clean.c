#include "config.h"
#include "extract/clean.h"

#include "base/hash.h"
#include "extract/boiler.h"

#define BAD_SHARE 0.35F      /* of the page's prose: what holds more is not what its name says */
#define FOOT_SHARE 0.95F     /* the same for a foot, where more than … */
#define FOOT_TEXT 150.0F     /* … is outside it, */
#define OVERLAID_TEXT 400.0F /* and for an overlay */
#define DOUBTFUL_SHARE 0.12F
#define TITLE_SHARE 0.08F    /* what holds the title and so much prose stays */
#define HIDDEN_SHARE 0.75F   /* of the page: more of it is an article that a script shows */
#define HIDDEN_PROSE 120.0F  /* more hidden prose than this may be the article behind a button */
#define TEASER_WIDTH 700U
#define TEASERS_MIN 3U
#define LISTED_WIDTH 150U    /* of an item that is more than a reference */
#define HEADLINE_WIDTH 28U  /* of a link at the head of a teaser */
#define KIN_PLACES 4096U
#define NOTE_BYTES 60U
#define TALKED_PROSE 150.0F  /* above a heading of comments */

struct cleaner {
	struct blocks *b;
	enum clean_rules rules;
	uint32_t title;
	float all; /* prose of the page */
	float *kin; /* prose of all elements of one tag and class, by a hash of both; NULL before it is counted */
	float hidden; /* of it, hidden */
	const uint32_t *first;
};

bool
clean_is_hidden(const xmlNode *n)
{
	struct str style;

	if (n->properties == NULL)
		return false;
	if (dom_has_attr(n, "hidden"))
		return true;
	style = dom_attr(n, "style");
	if (style.n > 0 && (str_find_nocase(style, STR("display:none")) != STR_NPOS || str_find_nocase(style, STR("display: none")) != STR_NPOS ||
	                       str_find_nocase(style, STR("visibility:hidden")) != STR_NPOS ||
	                       str_find_nocase(style, STR("visibility: hidden")) != STR_NPOS))
		return true;
	return str_is_nocase(dom_attr(n, "aria-hidden"), "true");
}

static void
sum_hidden(struct cleaner *c)
{
	uint32_t id;

	for (id = 1; id <= c->b->n_elements; id++)
		if (clean_is_hidden(c->b->node[id])) {
			c->hidden += c->b->prose[id];
			id = c->b->last[id];
		}
}

static bool
hidden_goes(const struct cleaner *c, uint32_t id)
{
	uint32_t w = c->b->words[id];
	enum dom_tag tag = dom_tag(c->b->node[id]);

	if (tag == TAG_figure || tag == TAG_img || tag == TAG_body || tag == TAG_html)
		return false;
	if (c->b->prose[id] < HIDDEN_PROSE || (w & (WORD_OVERLAY | WORD_NAV)) != 0)
		return true;
	if ((w & (WORD_FOLDED | WORD_GOOD | WORD_BODY)) != 0 || c->hidden > HIDDEN_SHARE * c->all)
		return false;
	return c->b->prose[id] < BAD_SHARE * c->all;
}

/*
 * What an element and all others of its tag and class hold together: a paragraph whose class means something else
 * elsewhere is known by its many likes. Sums of different kinds may share a place, which only keeps more.
 */
static float *
kin_of(const struct cleaner *c, uint32_t id)
{
	return &c->kin[hash_fast(dom_attr(c->b->node[id], "class"), (uint64_t)dom_tag(c->b->node[id])) % KIN_PLACES];
}

static void
count_kin(struct cleaner *c)
{
	const struct blocks *b = c->b;
	uint32_t id;

	c->kin = arena_zalloc(b->a, KIN_PLACES * sizeof(*c->kin));
	for (id = 1; id <= b->n_elements; id++)
		if ((b->words[id] & (WORD_BAD | WORD_DOUBTFUL)) != 0 && b->prose[id] > 0)
			*kin_of(c, id) += b->prose[id];
}

static bool
holds_title(const struct cleaner *c, uint32_t id)
{
	return c->title != 0 && blocks_is_below(c->b, c->title, id);
}

/* Labels that are laid over a drawing or a map. */
static bool
is_laid_over(const struct cleaner *c, uint32_t id)
{
	struct str style = dom_attr(c->b->node[id], "style");

	return style.n > 0 && c->b->prose[id] <= 0 && c->b->width[id] > 0 && !holds_title(c, id) &&
	       (str_find_nocase(style, STR("position:absolute")) != STR_NPOS || str_find_nocase(style, STR("position: absolute")) != STR_NPOS ||
	           (str_find_nocase(style, STR("top:")) != STR_NPOS && str_find_nocase(style, STR("left:")) != STR_NPOS));
}

/* "(opens in a new window)" behind a link's words. */
static bool
is_window_note(const xmlNode *n)
{
	static const char *const words[] = { "new window", "new tab", "neuen fenster", "neuem fenster", "neuen tab", "neuem tab", "nouvelle fenêtre", "nouvel onglet", "nueva ventana", "nueva pestaña", "nuova finestra", "nuova scheda",
		"nova janela", "nova aba", "nieuw venster", "nieuw tabblad", "nytt fönster", "nowym oknie", "nowej karcie" };
	struct str s;
	size_t i;

	if (n->children == NULL || n->children->next != NULL || !dom_is_text(n->children) || dom_up(n, TAG_a) == NULL)
		return false;
	s = str_trim(str_from((const char *)n->children->content));
	for (i = 0; s.n < NOTE_BYTES && i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find_nocase(s, str_from(words[i])) != STR_NPOS)
			return true;
	return false;
}

static bool
is_bad_tag(const xmlNode *n, enum dom_tag tag)
{
	static const char *const roles[] = { "navigation", "complementary", "banner", "contentinfo", "dialog", "alertdialog", "search", "menu", "menubar",
		"tablist", "toolbar", "alert" };
	struct str role;
	size_t i;

	if (tag == TAG_aside || tag == TAG_footer || tag == TAG_form || tag == TAG_nav || tag == TAG_button || tag == TAG_dialog || tag == TAG_menu)
		return true;
	role = dom_attr(n, "role");
	for (i = 0; role.n > 0 && i < sizeof(roles) / sizeof(roles[0]); i++)
		if (str_is_nocase(role, roles[i]))
			return true;
	return false;
}

static bool
is_kept_tag(enum dom_tag tag)
{
	switch ((int)tag) {
	case TAG_html:
	case TAG_head:
	case TAG_body:
	case TAG_blockquote:
	case TAG_pre:
	case TAG_code:
	case TAG_figcaption:
	case TAG_img:
	case TAG_picture:
	case TAG_br:
	case TAG_td:
	case TAG_tr:
	case TAG_tbody:
		return true;
	}
	return false;
}

/* A foot below the titled text may be longer than that, and what is said about privacy above the page is. */
static bool
may_be_long(const struct cleaner *c, uint32_t id)
{
	const struct blocks *b = c->b;

	if ((b->words[id] & (WORD_OVERLAY | WORD_BODY)) == WORD_OVERLAY || dom_tag(b->node[id]) == TAG_dialog)
		return !holds_title(c, id) && c->all - b->prose[id] >= OVERLAID_TEXT;
	return c->title != 0 && id > c->title && (dom_tag(b->node[id]) == TAG_footer || (b->words[id] & WORD_FOOT) != 0) && c->all - b->prose[id] >= FOOT_TEXT;
}

static bool
goes(const struct cleaner *c, uint32_t id)
{
	const xmlNode *n = c->b->node[id];
	enum dom_tag tag = dom_tag(n);
	uint32_t w = c->b->words[id];
	float share = c->all > 0 ? c->b->prose[id] / c->all : 0, most = may_be_long(c, id) ? FOOT_SHARE : BAD_SHARE;

	if (is_kept_tag(tag) || dom_tag_is_unread(tag))
		return false;
	if ((clean_is_hidden(n) && hidden_goes(c, id)) || is_laid_over(c, id) || (tag == TAG_span && is_window_note(n)))
		return true;
	if (c->rules == CLEAN_NONE || share >= most || (holds_title(c, id) && (share >= TITLE_SHARE || id == c->title)))
		return false;
	if (is_bad_tag(n, tag))
		return true;
	if (c->rules == CLEAN_TAGS || (w & WORD_BODY) != 0)
		return false;
	if ((w & (WORD_BAD | WORD_DOUBTFUL)) != 0 && (w & (WORD_COMMENTS | WORD_RELATED | WORD_AD | WORD_PERSON)) == 0 &&
	    c->b->prose[id] > 0 && *kin_of(c, id) >= most * c->all)
		return false;
	if ((w & WORD_EMBED) != 0 && dom_find(n, TAG_blockquote) != NULL) /* somebody's words from elsewhere */
		return false;
	if ((w & WORD_BAD) != 0)
		return true;
	if ((w & (WORD_DOUBTFUL | WORD_COMMENTS)) == 0 || (w & WORD_FIGURE) != 0 || share >= DOUBTFUL_SHARE)
		return false;
	return tag != TAG_header || !holds_title(c, id);
}

/* ---- rows of teasers ---- */

struct card {
	uint64_t shape; /* of tag and class */
	bool is_like;   /* short and linked as a teaser is */
};

static uint64_t
shape_of(const xmlNode *n)
{
	struct str name = dom_attr(n, "class");

	return hash_fast(name, (uint64_t)dom_tag(n) + 1);
}

static bool
is_card_tag(enum dom_tag tag)
{
	return tag == TAG_div || tag == TAG_li || tag == TAG_article || tag == TAG_section || tag == TAG_a;
}

/* Which block is the first in each element, by dom_id(); n for none. */
static uint32_t *
first_blocks(const struct blocks *b)
{
	uint32_t *first = arena_alloc(b->a, ((size_t)b->n_elements + 1) * sizeof(*first)), i, id;

	for (id = 0; id <= b->n_elements; id++)
		first[id] = b->n;
	for (i = b->n; i-- > 0;)
		if (!b->is_out[b->v[i].owner])
			first[b->v[i].owner] = i;
	for (id = b->n_elements; id > 0; id--)
		if (first[id] < first[b->parent[id]])
			first[b->parent[id]] = first[id];
	return first;
}

static bool
is_teaser(const struct cleaner *c, uint32_t id)
{
	const struct blocks *b = c->b;
	uint32_t first = c->first[id];
	uint32_t k;
	bool has_link = dom_tag(b->node[id]) == TAG_a, has_heading = false, has_image = false;

	if (first < b->n && b->v[first].starts_linked && b->v[first].link_width >= HEADLINE_WIDTH && b->width[id] < TEASER_WIDTH)
		return dom_tag(b->node[id]) != TAG_li || b->width[id] >= LISTED_WIDTH;
	if (b->width[id] == 0 || b->width[id] >= TEASER_WIDTH)
		return false;
	for (k = id + 1; k <= b->last[id] && k < id + 200; k++) {
		enum dom_tag tag = dom_tag(b->node[k]);

		if (b->is_out[k])
			continue;
		has_link |= tag == TAG_a;
		has_image |= tag == TAG_img;
		if (tag >= TAG_h1 && tag <= TAG_h6 && 2 * b->link_width[k] >= b->width[k])
			has_heading = true;
		if ((b->words[k] & WORD_TITLE) != 0 && tag != TAG_img && 2 * b->link_width[k] >= b->width[k] && b->width[k] > 0)
			has_heading = true;
	}
	return (has_link && has_heading) || (has_image && 10 * b->link_width[id] > 7 * b->width[id]);
}

/* The children of one element that have the same shape. Quadratic in nothing: each child is looked at twice. */
static void
drop_teasers(struct cleaner *c, uint32_t parent)
{
	struct blocks *b = c->b;
	const xmlNode *n;
	uint64_t shape = 0;
	uint32_t n_same = 0, n_like = 0, n_cards = 0;
	float prose = 0;
	bool has_title = false;

	for (n = b->node[parent]->children; n != NULL; n = n->next)
		n_cards += n->type == XML_ELEMENT_NODE && is_card_tag(dom_tag(n)) && !b->is_out[dom_id(n)];
	if (n_cards < TEASERS_MIN)
		return;
	for (n = b->node[parent]->children; n != NULL; n = n->next) { /* the first shape that repeats stands for all: rows are uniform */
		uint32_t id = dom_id(n);

		if (id == 0 || b->is_out[id] || !is_card_tag(dom_tag(n)) || b->width[id] == 0)
			continue;
		if (n_same == 0 || shape_of(n) != shape) {
			if (n_same >= TEASERS_MIN)
				break;
			shape = shape_of(n);
			n_same = n_like = 0;
			prose = 0;
			has_title = false;
		}
		n_same++;
		n_like += is_teaser(c, id);
		prose += b->prose[id];
		has_title |= holds_title(c, id);
	}
	if (n_same < TEASERS_MIN || 10 * n_like < 7 * n_same || has_title ||
	    prose >= (n_like >= n_same - n_same / 10 ? 0.78F : 0.5F) * c->all)
		return;
	for (n = b->node[parent]->children; n != NULL; n = n->next)
		if (dom_id(n) != 0 && is_card_tag(dom_tag(n)) && shape_of(n) == shape)
			blocks_drop(b, dom_id(n));
}

/* ---- what readers wrote ---- */

/* The outermost element that begins with block i, as far as prose goes. */
static uint32_t
begun_by(const struct blocks *b, uint32_t i)
{
	uint32_t id = b->v[i].owner, up, k;

	for (up = b->parent[id]; up != 0 && dom_tag(b->node[up]) != TAG_body; id = up, up = b->parent[up])
		for (k = i; k-- > 0 && blocks_is_below(b, b->v[k].owner, up);)
			if (b->v[k].prose > 0)
				return id;
	return id;
}

/* Below a heading that counts comments, and that stands below text, nothing is of the article. */
static void
drop_talk(struct cleaner *c)
{
	struct blocks *b = c->b;
	const xmlNode *n;
	float seen = 0;
	uint32_t i;

	for (i = 0; i < b->n; i++) {
		const struct block *v = &b->v[i];

		if (b->is_out[v->owner] || v->owner < c->title)
			continue;
		seen += v->prose;
		if (seen < TALKED_PROSE || v->link_width > v->width / 2 || !boiler_is_talk_heading(v->text) ||
		    dom_up(b->node[v->owner], TAG_li) != NULL) /* how many there are of another article */
			continue;
		for (n = b->node[begun_by(b, i)]; n != NULL; n = n->next)
			if (n->type == XML_ELEMENT_NODE && !holds_title(c, dom_id(n)) && dom_tag(n) != TAG_body)
				blocks_drop(b, dom_id(n));
		return;
	}
}

void
clean_page(struct blocks *b, enum clean_rules rules, uint32_t title)
{
	struct cleaner c = { .b = b, .rules = rules, .title = title, .all = b->prose[dom_id(b->dom->body)] };
	uint32_t id;

	sum_hidden(&c);
	count_kin(&c);
	for (id = 1; id <= b->n_elements; id++)
		if (!b->is_out[id] && goes(&c, id)) {
			blocks_drop(b, id);
			id = b->last[id];
		}
	if (rules == CLEAN_STRICT)
		drop_talk(&c);
	blocks_sum(b);
	c.all = b->prose[dom_id(b->dom->body)];
	c.first = first_blocks(b);
	for (id = 1; rules == CLEAN_STRICT && id <= b->n_elements; id++)
		if (!b->is_out[id] && b->last[id] >= id + TEASERS_MIN)
			drop_teasers(&c, id);
	blocks_reread(b);
}
