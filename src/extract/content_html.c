/*
 * The kept blocks of a page as HTML: structure (lists, tables, quotations,
 * headings, figures) from the elements around them, paragraphs where text
 * stands in boxes without meaning, and nothing of what was left out.
 */
#include "config.h"
#include "extract/content.h"

#include "extract/caption.h"
#include "extract/fold.h"
#include "extract/prose.h"

#define LAYOUT_SHARE 0.5F /* of the article's prose in one cell */
#define TOLD_MAX 200U     /* pictures with words about them; those of further ones stay text */
#define INLINE_MAX 24U /* open inline elements; deeper ones are not written */
#define FIGURE_TEXT_MAX 600U /* width of a figure's text; more of it is an article in a figure */

enum role {
	ROLE_BOX = 0,  /* ends a paragraph, is not written */
	ROLE_INLINE,   /* written inside a paragraph */
	ROLE_SPAN,     /* neither */
	ROLE_PARAGRAPH,
	ROLE_FRAME,    /* written; paragraphs inside it */
	ROLE_CELL,     /* written; text stands in it without a paragraph */
	ROLE_MEDIA     /* written with all that is in it */
};

static enum role
role_of(enum dom_tag tag)
{
	switch ((int)tag) {
	case TAG_a:
	case TAG_em:
	case TAG_strong:
	case TAG_b:
	case TAG_i:
	case TAG_u:
	case TAG_s:
	case TAG_code:
	case TAG_sub:
	case TAG_sup:
	case TAG_q:
	case TAG_cite:
	case TAG_mark:
	case TAG_del:
	case TAG_ins:
	case TAG_abbr:
	case TAG_samp:
	case TAG_var:
	case TAG_tt:
		return ROLE_INLINE;
	case TAG_p:
		return ROLE_PARAGRAPH;
	case TAG_ul:
	case TAG_ol:
	case TAG_dl:
	case TAG_table:
	case TAG_thead:
	case TAG_tbody:
	case TAG_tfoot:
	case TAG_tr:
	case TAG_blockquote:
		return ROLE_FRAME;
	case TAG_li:
	case TAG_dt:
	case TAG_dd:
	case TAG_td:
	case TAG_th:
	case TAG_h1:
	case TAG_h2:
	case TAG_h3:
	case TAG_h4:
	case TAG_h5:
	case TAG_h6:
	case TAG_pre:
	case TAG_caption:
		return ROLE_CELL;
	case TAG_img:
	case TAG_amp_img:
	case TAG_picture:
	case TAG_video:
	case TAG_audio:
	case TAG_iframe:
	case TAG_embed:
		return ROLE_MEDIA;
	case TAG_figure:
		return ROLE_MEDIA;
	}
	return dom_tag_is_block(tag) ? ROLE_BOX : ROLE_SPAN;
}

/* Words about a picture that has no figure. */
struct told {
	const xmlNode *media;
	struct str words;
};

struct writer {
	const struct content *c;
	const struct blocks *b;
	struct buf *out;
	uint8_t *shows; /* by dom_id: there is something to write in it */
	const xmlNode *spans[INLINE_MAX]; /* inline elements that the walk is in */
	size_t n_spans;
	const struct block *block; /* of the open paragraph */
	bool is_open;      /* a paragraph, or text in a cell */
	bool has_tag;      /* it has a <p> */
	bool wants_break;  /* a <br> before the next text of the block */
	unsigned n_cells;  /* open: text needs no paragraph */
	bool cell_has_text;
	bool in_code; /* in a <pre>: white space says something */
	float prose; /* of the article */
	struct list told; /* struct told, in document order */
	uint32_t n_told;  /* of them behind the walk */
};

/* A table that holds the article is there for the page's looks. */
static enum role
role_in(const struct writer *w, const xmlNode *n)
{
	enum dom_tag tag = dom_tag(n);

	if ((tag == TAG_table || tag == TAG_tbody || tag == TAG_tr || tag == TAG_td) && w->prose > 0 && w->b->prose[dom_id(n)] >= LAYOUT_SHARE * w->prose)
		return ROLE_BOX;
	return role_of(tag);
}

/* ---- what is shown ---- */

static bool
is_small_image(const xmlNode *n)
{
	int64_t width, height;

	return (str_to_int64(dom_attr(n, "width"), &width) == 0 && width > 0 && width < 60) ||
	       (str_to_int64(dom_attr(n, "height"), &height) == 0 && height > 0 && height < 60);
}

/* Pictures and players that are part of the article: inside its root, not dropped, not behind its last words. */
static bool
media_shows(const struct content *c, uint32_t id, uint32_t behind)
{
	const struct blocks *b = &c->blocks;
	const xmlNode *n = b->node[id];
	enum dom_tag tag = dom_tag(n);
	uint32_t up;

	if (role_of(tag) != ROLE_MEDIA || b->is_out[id] || id > behind)
		return false;
	if ((tag == TAG_img || tag == TAG_amp_img) && is_small_image(n))
		return false;
	if (tag == TAG_figure && (b->width[id] > FIGURE_TEXT_MAX || dom_find(n, TAG_table) != NULL || dom_find(n, TAG_pre) != NULL ||
	                             dom_find(n, TAG_blockquote) != NULL))
		return false;
	if (tag == TAG_figure && dom_find(n, TAG_img) == NULL && dom_find(n, TAG_video) == NULL && dom_find(n, TAG_iframe) == NULL &&
	    dom_find(n, TAG_amp_img) == NULL && dom_find(n, TAG_audio) == NULL && dom_find(n, TAG_noscript) == NULL)
		return false;
	for (up = b->parent[id]; up != 0 && up != dom_id(c->root); up = b->parent[up])
		if ((b->words[up] & (WORD_RELATED | WORD_PERSON | WORD_AD | WORD_NAV)) != 0 && (b->words[up] & WORD_BODY) == 0)
			return false;
	return true;
}

static uint8_t *
find_shown(const struct content *c)
{
	const struct blocks *b = &c->blocks;
	uint8_t *shows = arena_zalloc(b->a, (size_t)b->n_elements + 1);
	uint32_t i, id, root = dom_id(c->root), behind = root;

	for (i = c->first; i <= c->last && i < b->n; i++)
		if (b->v[i].is_kept) {
			shows[b->v[i].owner] = 1;
			behind = b->v[i].owner;
		}
	if (behind > root) { /* a picture may stand behind the last paragraph, beside it */
		behind = b->last[b->parent[behind] > root ? b->parent[behind] : behind];
		if (c->last + 1 < b->n && b->v[c->last + 1].owner <= behind)
			behind = b->v[c->last + 1].owner;
	}
	for (id = root + 1; id <= b->last[root]; id++)
		if (media_shows(c, id, behind))
			shows[id] = 1;
	for (id = b->last[root]; id > root; id--)
		if (shows[id] != 0)
			shows[b->parent[id]] = 1;
	return shows;
}

/* Words about a picture are shown with it, and not once more as text. */
static void
leave_out_words(struct content *c, const xmlNode *around, struct str words)
{
	struct str key = fold(c->blocks.a, words);
	struct block *v = c->blocks.v;
	uint32_t i;

	for (i = c->first; i <= c->last && i < c->blocks.n; i++)
		if (v[i].is_kept && blocks_is_below(&c->blocks, v[i].owner, dom_id(around)) && str_find(key, fold(c->blocks.a, v[i].text)) != STR_NPOS)
			v[i].is_kept = false;
}

static void
find_told(struct writer *w, struct content *c)
{
	const struct blocks *b = &c->blocks;
	uint32_t id, root = dom_id(c->root);
	const xmlNode *n, *picture, *around;
	struct str words;

	for (id = root + 1; id <= b->last[root]; id++) {
		n = b->node[id];
		if (w->shows[id] == 0 || (dom_tag(n) != TAG_img && dom_tag(n) != TAG_amp_img) || dom_up(n, TAG_figure) != NULL || w->told.n == TOLD_MAX)
			continue;
		words = caption_words(b, n, &around);
		if (words.n == 0 || !dom_contains(c->root, around) || around == c->root)
			continue;
		picture = dom_up(n, TAG_picture);
		*(struct told *)list_add(b->a, &w->told, sizeof(struct told)) = (struct told){ picture != NULL ? picture : n, words };
		leave_out_words(c, around, words);
	}
}

/* ---- writing ---- */

static void
close_name(struct buf *out, const char *name)
{
	buf_add_c(out, "</");
	buf_add_c(out, name);
	buf_add_char(out, '>');
}

static void
finish_paragraph(struct writer *w)
{
	size_t i;

	if (!w->is_open)
		return;
	for (i = w->n_spans; i-- > 0;)
		close_name(w->out, (const char *)w->spans[i]->name);
	if (w->has_tag)
		buf_add_c(w->out, "</p>\n");
	w->is_open = w->wants_break = false;
}

static void
open_paragraph(struct writer *w, const struct block *block)
{
	size_t i;

	w->has_tag = w->n_cells == 0;
	if (w->has_tag)
		buf_add_c(w->out, "<p>");
	else if (w->cell_has_text)
		buf_add_c(w->out, "<br>");
	for (i = 0; i < w->n_spans; i++)
		dom_write_open(w->spans[i], w->out);
	w->is_open = w->cell_has_text = true;
	w->wants_break = false;
	w->block = block;
}

static void
write_text(struct writer *w, const xmlNode *n)
{
	const struct block *block = blocks_of_text(w->b, n);
	struct str s = str_from((const char *)n->content);

	if (block == NULL) { /* white space */
		if (w->is_open && w->in_code)
			buf_add_str(w->out, s);
		else if (w->is_open && !w->wants_break)
			buf_add_char(w->out, ' ');
		return;
	}
	if (!block->is_kept) {
		finish_paragraph(w);
		return;
	}
	if (w->is_open && w->block != block)
		finish_paragraph(w);
	if (!w->is_open) {
		open_paragraph(w, block);
		while (w->has_tag && s.n > 0 && ascii_is_space(s.p[0]))
			s = str_skip(s, 1);
	}
	if (w->wants_break)
		buf_add_c(w->out, "<br>");
	w->wants_break = false;
	prose_escape(w->out, s);
}

static void
write_frame(struct writer *w, const xmlNode *n, enum role role)
{
	finish_paragraph(w);
	if (dom_tag(n) == TAG_h1)
		buf_add_c(w->out, "<h2>");
	else
		dom_write_open(n, w->out);
	w->in_code = w->in_code || dom_tag(n) == TAG_pre;
	if (role == ROLE_CELL) {
		w->n_cells++;
		w->cell_has_text = false;
	}
}

static void
close_frame(struct writer *w, const xmlNode *n, enum role role)
{
	finish_paragraph(w);
	close_name(w->out, dom_tag(n) == TAG_h1 ? "h2" : (const char *)n->name);
	w->in_code = w->in_code && dom_tag(n) != TAG_pre;
	if (role == ROLE_CELL && w->n_cells > 0) {
		w->n_cells--;
		w->cell_has_text = true;
	}
	if (dom_tag_is_block(dom_tag(n)))
		buf_add_char(w->out, '\n');
}

/* What nobody sees in a figure, or what is there to press. */
static bool
is_no_figure(const xmlNode *n, void *arg)
{
	const struct writer *w = arg;
	enum dom_tag tag = dom_tag(n);

	if (tag == TAG_button || tag == TAG_form || tag == TAG_nav || tag == TAG_svg)
		return true;
	return (w->b->words[dom_id(n)] & WORD_HIDDEN) != 0 && w->b->is_out[dom_id(n)] != 0 && dom_find(n, TAG_img) == NULL;
}

/* A picture that stands alone and a player are figures, so that they are no paragraphs of the text. */
static void
write_media(struct writer *w, const xmlNode *n)
{
	const struct told *told = w->told.v;
	bool is_alone = !w->is_open && w->n_cells == 0 && dom_tag(n) != TAG_figure;

	while (w->n_told < w->told.n && dom_id(told[w->n_told].media) < dom_id(n))
		w->n_told++;
	told = w->n_told < w->told.n && told[w->n_told].media == n ? &told[w->n_told] : NULL;
	if (told != NULL)
		finish_paragraph(w);
	if (is_alone || told != NULL)
		buf_add_c(w->out, "<figure>");
	dom_outer_html(n, is_no_figure, w, w->out);
	if (told != NULL) {
		buf_add_c(w->out, "<figcaption>");
		prose_escape(w->out, told->words);
		buf_add_c(w->out, "</figcaption>");
	}
	if (is_alone || told != NULL)
		buf_add_c(w->out, "</figure>\n");
}

/* True when what is in n is to be walked. */
static bool
on_enter(struct writer *w, const xmlNode *n)
{
	enum dom_tag tag = dom_tag(n);
	enum role role = role_in(w, n);

	if (tag == TAG_br) {
		w->wants_break = w->is_open;
		return false;
	}
	if (tag == TAG_hr) {
		finish_paragraph(w);
		return false;
	}
	if (w->shows[dom_id(n)] == 0) {
		if (role == ROLE_BOX || role == ROLE_PARAGRAPH)
			finish_paragraph(w);
		return role == ROLE_SPAN || role == ROLE_INLINE ? n->children != NULL && !w->b->is_out[dom_id(n)] && !dom_tag_is_unread(tag) : false;
	}
	switch (role) {
	case ROLE_MEDIA:
		if (tag != TAG_img && tag != TAG_amp_img && tag != TAG_picture)
			finish_paragraph(w);
		write_media(w, n);
		return false;
	case ROLE_FRAME:
	case ROLE_CELL:
		write_frame(w, n, role);
		break;
	case ROLE_BOX:
	case ROLE_PARAGRAPH:
		finish_paragraph(w);
		break;
	case ROLE_INLINE:
	case ROLE_SPAN:
		break;
	}
	return n->children != NULL;
}

static void
on_leave(struct writer *w, const xmlNode *n)
{
	enum role role = role_in(w, n);

	if (w->shows[dom_id(n)] == 0)
		return;
	if (role == ROLE_FRAME || role == ROLE_CELL)
		close_frame(w, n, role);
	else if (role == ROLE_BOX || role == ROLE_PARAGRAPH)
		finish_paragraph(w);
}

static void
enter_span(struct writer *w, const xmlNode *n)
{
	if (role_of(dom_tag(n)) != ROLE_INLINE || w->n_spans == INLINE_MAX)
		return;
	w->spans[w->n_spans++] = n;
	if (!w->is_open)
		return;
	if (w->wants_break) {
		buf_add_c(w->out, "<br>");
		w->wants_break = false;
	}
	dom_write_open(n, w->out);
}

static void
leave_span(struct writer *w, const xmlNode *n)
{
	if (w->n_spans == 0 || w->spans[w->n_spans - 1] != n)
		return;
	if (w->is_open)
		close_name(w->out, (const char *)n->name);
	w->n_spans--;
}

static void
write_lead(const struct content *c, struct buf *out)
{
	const struct str *v = c->lead.v;
	uint32_t i;

	for (i = 0; i < c->lead.n; i++) {
		buf_add_c(out, "<p>");
		prose_escape(out, v[i]);
		buf_add_c(out, "</p>\n");
	}
}

/* Lines of plain text are paragraphs; some sites have markup in their data. */
static void
write_data(struct str text, struct buf *out)
{
	struct str line;

	if (str_find_nocase(text, STR("<p")) != STR_NPOS || str_find_nocase(text, STR("<br")) != STR_NPOS) {
		buf_add_str(out, text);
		return;
	}
	while (prose_next_line(&text, &line)) {
		if (line.n == 0)
			continue;
		buf_add_c(out, "<p>");
		prose_escape(out, line);
		buf_add_c(out, "</p>\n");
	}
}

bool
content_shows(const struct content *c, const xmlNode *n)
{
	return c->shows != NULL && c->shows[dom_id(n)] != 0;
}

void
content_html(struct content *c, struct buf *out)
{
	struct writer w = { .c = c, .b = &c->blocks, .out = out };
	const xmlNode *n, *root = c->root;

	if (c->data.n > 0)
		write_data(c->data, out);
	if (root == NULL || c->data.n > 0)
		return;
	w.shows = c->shows = find_shown(c);
	w.prose = c->blocks.prose[dom_id(root)];
	find_told(&w, c);
	write_lead(c, out);
	for (n = root->children; n != NULL;) {
		bool goes_in = false;

		if (dom_is_text(n)) {
			write_text(&w, n);
		} else if (n->type == XML_ELEMENT_NODE) {
			goes_in = on_enter(&w, n);
			if (goes_in)
				enter_span(&w, n);
			else
				on_leave(&w, n);
		}
		if (goes_in) {
			n = n->children;
			continue;
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			if (n == root)
				break;
			leave_span(&w, n);
			on_leave(&w, n);
		}
		n = n == root ? NULL : n->next;
	}
	finish_paragraph(&w);
}
