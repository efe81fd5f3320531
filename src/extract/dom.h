/*
 * A web page as libxml2's tree. The tree stays as it was parsed (but for dom_take_out()): readers mark
 * what they leave out in arrays of their own, indexed by dom_id(), which
 * counts elements in document order from 1 (a parent before what is in it).
 * Comments, instructions and style sheets are not in the tree; scripts are,
 * with their text. Nothing is fetched, no entity is expanded.
 */
#ifndef EXTRACT_DOM_H
#define EXTRACT_DOM_H

#include <libxml/tree.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/document.h"

#define DOM_DEPTH_MAX 240U         /* open elements; deeper tags go, their text stays. The library gives up at 256 */
#define DOM_ELEMENTS_MAX 300000U   /* what follows is not read */
#define DOM_ATTRIBUTES_MAX 400000U /* a page; further ones are dropped */
#define DOM_BYTES_MAX (8U << 20)   /* of UTF-8; what follows is not read */

/* Elements that somebody asks for by kind; all others are TAG_OTHER. In the order of the alphabet. */
#define DOM_TAGS(X) \
	X(a) X(abbr) X(address) X(amp_img) X(area) X(article) X(aside) X(audio) X(b) X(base) X(blockquote) X(body) X(br) X(button) \
	X(canvas) X(caption) X(center) X(cite) X(code) X(col) X(dd) X(del) X(details) X(dialog) X(dir) X(div) X(dl) X(dt) X(em) X(embed) \
	X(fieldset) X(figcaption) X(figure) X(font) X(footer) X(form) X(frame) X(h1) X(h2) X(h3) X(h4) X(h5) X(h6) X(head) X(header) \
	X(hr) X(html) X(i) X(iframe) X(img) X(input) X(ins) X(label) X(legend) X(li) X(link) X(main) X(map) X(mark) X(math) X(menu) X(meta) \
	X(nav) X(noscript) X(object) X(ol) X(option) X(p) X(param) X(picture) X(pre) X(q) X(rp) X(rt) X(s) X(samp) X(script) X(search) \
	X(section) X(select) X(small) X(source) X(span) X(strong) X(style) X(sub) X(summary) X(sup) X(svg) X(table) X(tbody) X(td) \
	X(template) X(textarea) X(tfoot) X(th) X(thead) X(time) X(title) X(tr) X(track) X(tt) X(u) X(ul) X(var) X(video) X(wbr)

enum dom_tag {
	TAG_NONE = 0, /* no element: text */
	TAG_OTHER,
#define X(name) TAG_##name,
	DOM_TAGS(X)
#undef X
	TAG_COUNT
};

struct dom {
	xmlDoc *doc;
	xmlNode *root, *head, *body; /* head may be NULL; body is root where there is none */
	uint32_t n_elements;         /* dom_id() is at most this */
	struct str text;             /* all of the page as UTF-8 */
};

/*
 * Parses a page. bytes are read as UTF-8 where they are valid or nearly so, else by content_type (HTTP's,
 * may be empty), else by the page's own meta. d gets the encoding and problems. -1 with ERR_INPUT when there
 * is no element in it, ERR_LIMIT for tags with an absurd number of attributes; nothing needs release then.
 */
int dom_parse(struct arena *a, struct str bytes, struct str content_type, struct document *d, struct dom *out, struct err *e);
/* The same without the text of scripts, but for JSON-LD: half the work on many pages. */
int dom_parse_text(struct arena *a, struct str bytes, struct str content_type, struct document *d, struct dom *out, struct err *e);
void dom_release(struct dom *dom);
/*
 * Elements leave the tree, with all that is in them; they may be in one another, each stands there once. Those around
 * the body or the head stay. Before anybody reads: elements are counted anew.
 */
void dom_take_out(struct dom *dom, xmlNode *const *elements, size_t n);

static inline enum dom_tag
dom_tag(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE ? (enum dom_tag)((uintptr_t)n->_private & 0xff) : TAG_NONE;
}

static inline uint32_t
dom_id(const xmlNode *n) /* 0 for text */
{
	return n->type == XML_ELEMENT_NODE ? (uint32_t)((uintptr_t)n->_private >> 8) : 0;
}

static inline bool
dom_is_text(const xmlNode *n)
{
	return (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content != NULL;
}

/*
 * Document order below root, without recursion: the next node, with what is in n or behind all of n. NULL at
 * the end. for (n = root; n != NULL; n = dom_next(n, root)) visits root too.
 */
xmlNode *dom_next(const xmlNode *n, const xmlNode *root);
xmlNode *dom_next_past(const xmlNode *n, const xmlNode *root);
bool dom_contains(const xmlNode *outer, const xmlNode *inner); /* itself included */
xmlNode *dom_find(const xmlNode *root, enum dom_tag tag); /* the first below root */
const xmlNode *dom_up(const xmlNode *n, enum dom_tag tag); /* n or the nearest around it; NULL when there is none */

/* An attribute's value, in the tree, trimmed; empty when absent. Names are in lower case. */
struct str dom_attr(const xmlNode *n, const char *name);
struct str dom_raw_attr(const xmlNode *n, const char *name); /* not trimmed; p is NULL only when absent */
bool dom_has_attr(const xmlNode *n, const char *name);
bool dom_attr_has_word(const xmlNode *n, const char *name, const char *word); /* of words between spaces, any case */

/* What the page's relative references are relative to: its <base>, else url. In the arena. */
struct str dom_base(struct arena *a, const struct dom *dom, struct str url);

/* Blocks stand on lines of their own; script, style, template and their kin have no text to read. */
bool dom_tag_is_block(enum dom_tag tag);
bool dom_tag_is_unread(enum dom_tag tag);
bool dom_tag_is_void(enum dom_tag tag);

/* Text of one text node, appended with white space as single spaces, soft hyphens and zero-width characters out. */
void dom_add_text(struct buf *out, const xmlNode *text);
/* All text below n on one line, trimmed, in the arena; at most max bytes of it are looked at. */
struct str dom_text(struct arena *a, const xmlNode *n, size_t max);

/* The markup of what is in n, not sanitised. Elements for which skip (may be NULL) answers true are left out. */
typedef bool dom_skip_fn(const xmlNode *n, void *arg);
void dom_inner_html(const xmlNode *n, dom_skip_fn *skip, void *arg, struct buf *out);
/* The same with n itself. */
void dom_outer_html(const xmlNode *n, dom_skip_fn *skip, void *arg, struct buf *out);
void dom_write_open(const xmlNode *n, struct buf *out); /* its start tag */

#endif
