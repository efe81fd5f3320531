/*
 * The text of a page cut into blocks (what stands between two ends of block
 * elements, or between blank lines made of <br>), and for each element how much
 * prose is in it. Elements are found by dom_id(); those below one are the ids
 * id … last[id].
 */
#ifndef EXTRACT_BLOCKS_H
#define EXTRACT_BLOCKS_H

#include "extract/class_words.h"

struct block {
	uint32_t owner; /* dom_id of the block element around it */
	enum dom_tag tag; /* of the owner */
	struct str text; /* white space collapsed; '\n' for <br> and inside <pre> */
	uint32_t width; /* characters, East Asian ones count double */
	uint32_t link_width; /* of them in links */
	uint32_t bold_width; /* of them in strong and b */
	uint32_t n_marks; /* punctuation marks of any script */
	bool ends_sentence;
	bool starts_linked; /* its first words are a link */
	bool is_kept;
	float prose; /* width that looks like running text; 0 for headings, menus, legal lines */
};

struct blocks {
	struct arena *a;
	const struct dom *dom;
	uint32_t n_elements; /* arrays have one more */
	const xmlNode **node;
	uint32_t *parent, *last;
	uint32_t *words; /* class_words() */
	uint8_t *is_out; /* the element's text is out: itself or one around it was dropped */
	float *prose;    /* sums of blocks that are not out */
	uint32_t *width, *link_width;
	struct block *v;
	uint32_t n;
};

/* Reads all of the page's body. Elements without text to read (scripts, forms' parts) give no blocks. */
void blocks_read(struct blocks *b, struct arena *a, const struct dom *dom);

/*
 * The blocks anew, without what is out, so that they end where they end for a reader. The ones before stay in the
 * arena for who has kept v, but text nodes know the new ones.
 */
void blocks_reread(struct blocks *b);

/* Sums prose and widths anew, without what is out. */
void blocks_sum(struct blocks *b);

/* Takes an element and all below it out. */
void blocks_drop(struct blocks *b, uint32_t id);

static inline bool
blocks_is_below(const struct blocks *b, uint32_t id, uint32_t outer)
{
	return outer <= id && id <= b->last[outer];
}

/* Text nodes know the block that they are part of. */
static inline const struct block *
blocks_of_text(const struct blocks *b, const xmlNode *text)
{
	uintptr_t i = (uintptr_t)text->_private;

	return i > 0 && i <= b->n ? &b->v[i - 1] : NULL;
}

#endif
