#include "config.h"
#include "extract/caption.h"

#include "base/utf8.h"
#include "extract/credit.h"
#include "extract/prose.h"

#define BOX_LEVELS 5U      /* elements around a picture that may be its box */
#define BOX_WIDTH_MAX 900U /* characters in a box */
#define BOX_ELEMENTS_MAX 300U /* what holds more is a gallery, not the box of one picture: each picture would read all of it */
#define BEHIND_LEVELS 4U   /* elements around a picture alone, behind which its caption may stand */
#define BEHIND_MAX 3U      /* elements without text between them */

static bool
is_small(const struct blocks *b, const xmlNode *n)
{
	return b->last[dom_id(n)] - dom_id(n) <= BOX_ELEMENTS_MAX;
}

/* Without a word of markup: text of a caption's length that ends in whose picture it is. */
static bool
reads_as_caption(const struct blocks *b, const xmlNode *n)
{
	struct credit_split split = { .caption = STR_NONE };
	struct str s = is_small(b, n) ? dom_text(b->a, n, CAPTION_MAX + 1) : STR_NONE;

	return s.n >= CAPTION_MIN && s.n <= CAPTION_MAX && credit_split(s, &split) && split.credit.n > 0;
}

const xmlNode *
caption_in(const struct blocks *b, const xmlNode *box)
{
	uint32_t from = dom_id(box) + 1, to = b->last[dom_id(box)], id;
	const xmlNode *found = NULL;

	for (id = from; id <= to; id++)
		if (dom_tag(b->node[id]) == TAG_figcaption)
			return b->node[id];
	for (id = from; id <= to; id++)
		if ((b->words[id] & WORD_CAPTION) != 0 && dom_tag(b->node[id]) != TAG_img && b->node[id]->children != NULL)
			return b->node[id];
	for (id = from; id <= to; id++)
		if (b->node[id]->children != NULL && reads_as_caption(b, b->node[id]))
			found = b->node[id]; /* the innermost */
	return found;
}

const xmlNode *
caption_box(const struct blocks *b, const xmlNode *img)
{
	const xmlNode *n = img->parent, *figure = dom_up(img, TAG_figure);
	unsigned i;

	if (figure != NULL && !is_small(b, figure))
		figure = NULL;
	if (figure != NULL && (caption_in(b, figure) != NULL || dom_text(b->a, figure, CREDIT_MAX).n > 0))
		return figure;
	for (i = 0; i < BOX_LEVELS && n != NULL && n->type == XML_ELEMENT_NODE && dom_tag(n) != TAG_body; i++, n = n->parent) {
		uint32_t id = dom_id(n), words = 0, k;

		if (b->width[id] > BOX_WIDTH_MAX || !is_small(b, n))
			return figure;
		for (k = id + 1; k <= b->last[id]; k++)
			words |= dom_tag(b->node[k]) == TAG_figcaption ? WORD_CAPTION : b->words[k];
		if ((words & (WORD_CAPTION | WORD_CREDIT)) != 0 || reads_as_caption(b, n))
			return n;
	}
	return figure;
}

/* Whether an element, not what is in it, is words about the picture before it. */
static bool
is_caption(const struct blocks *b, const xmlNode *n)
{
	uint32_t id = dom_id(n);

	return b->width[id] <= CAPTION_MAX && is_small(b, n) && dom_find(n, TAG_img) == NULL && ((b->words[id] & WORD_CAPTION) != 0 || dom_tag(n) == TAG_figcaption || reads_as_caption(b, n));
}

/* The first element with words behind n; NULL where bare text, another picture or nothing follows. */
static const xmlNode *
words_behind(const struct blocks *b, const xmlNode *n)
{
	unsigned i = 0;

	for (n = n->next; n != NULL && i < BEHIND_MAX; n = n->next) {
		if (dom_is_text(n) && prose_trim(str_from((const char *)n->content)).n > 0)
			return NULL;
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (b->width[dom_id(n)] > 0)
			return n;
		if (dom_tag(n) == TAG_img || !is_small(b, n) || dom_find(n, TAG_img) != NULL)
			return NULL;
		i++;
	}
	return NULL;
}

const xmlNode *
caption_behind(const struct blocks *b, const xmlNode *img)
{
	const xmlNode *n = img, *words;
	unsigned i;

	for (i = 0; i < BEHIND_LEVELS && n != NULL && n->type == XML_ELEMENT_NODE && b->width[dom_id(n)] == 0; i++, n = n->parent) {
		words = words_behind(b, n);
		if (words != NULL)
			return is_caption(b, words) ? words : NULL;
	}
	return NULL;
}

/* Parts of a caption are set apart by styles alone: "…the pond.<span>Photo: Name</span>". */
static bool
needs_space(const struct buf *text, const xmlNode *n)
{
	if (text->n == 0 || ascii_is_space(text->p[text->n - 1]))
		return false;
	return dom_tag(n) == TAG_br || dom_tag_is_block(dom_tag(n)) || strchr(".!?:)\"", text->p[text->n - 1]) != NULL;
}

struct str
caption_text(struct arena *a, const xmlNode *root, const xmlNode *without)
{
	const xmlNode *n, *next;
	struct str out;
	struct buf text;

	buf_init(&text, SIZE_MAX / 4);
	for (n = root; n != NULL; n = next) {
		bool is_out = n == without || (n != root && dom_tag_is_unread(dom_tag(n))) || dom_tag(n) == TAG_button;

		next = is_out ? dom_next_past(n, root) : dom_next(n, root);
		if (dom_is_text(n))
			dom_add_text(&text, n);
		else if (n != root && n->type == XML_ELEMENT_NODE && needs_space(&text, n))
			buf_add_char(&text, ' ');
	}
	out = prose_trim(buf_str(&text));
	out = arena_str(a, utf8_head(out, CAPTION_MAX + 1));
	buf_release(&text);
	return out;
}

/* The credit in a box beside its caption; NULL without markup that says so. */
static const xmlNode *
credit_beside(const struct blocks *b, const xmlNode *box, const xmlNode *caption)
{
	const xmlNode *n;
	size_t size;

	for (n = dom_next(box, box); n != NULL; n = dom_next(n, box)) {
		if (n->type != XML_ELEMENT_NODE || (b->words[dom_id(n)] & WORD_CREDIT) == 0 || dom_contains(n, caption) || dom_contains(caption, n))
			continue;
		size = dom_text(b->a, n, CREDIT_MAX + 1).n;
		if (size > 0 && size <= CREDIT_MAX)
			return n;
	}
	return NULL;
}

static bool
has_other_picture(const xmlNode *box, const xmlNode *img)
{
	const xmlNode *n;

	for (n = dom_next(box, box); n != NULL; n = dom_next(n, box))
		if (n != img && (dom_tag(n) == TAG_img || dom_tag(n) == TAG_amp_img) && dom_up(n, TAG_noscript) == NULL)
			return true;
	return false;
}

struct str
caption_words(const struct blocks *b, const xmlNode *img, const xmlNode **around)
{
	const xmlNode *box = caption_box(b, img), *caption = NULL, *credit;
	struct str s;

	if (box != NULL && !has_other_picture(box, img))
		caption = caption_in(b, box);
	if (caption == NULL || b->width[dom_id(box)] > prose_columns(dom_text(b->a, caption, CAPTION_MAX)) + CREDIT_MAX) /* the box holds more than that */
		box = caption = caption_behind(b, img);
	if (caption == NULL)
		return STR_NONE;
	*around = box;
	s = caption_text(b->a, caption, NULL);
	credit = credit_beside(b, box, caption);
	return credit == NULL ? s : arena_printf(b->a, "%.*s %.*s", STR_ARG(s), STR_ARG(caption_text(b->a, credit, NULL)));
}
