#include "config.h"
#include "extract/dom.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <stdlib.h>

#include "base/url.h"
#include "base/utf8.h"
#include "extract/prose.h"
#include "extract/scripts.h"
#include "parse/charset.h"
#include "parse/parse.h"

#define META_BYTES 6000U        /* in which a <meta charset> must stand */
#define TAG_NAME_MAX 16U        /* bytes of the longest name in DOM_TAGS, and more */
#define ATTRIBUTE_WORK_MAX 40000000U /* comparisons: the library compares each attribute of a tag with each */
#define BAD_BYTES_SHARE 200U    /* one invalid byte in so many non-ASCII ones is a slip, not another encoding */

/* ---- kinds ---- */

static const char *const tag_names[TAG_COUNT] = { "", "",
#define X(name) #name,
	DOM_TAGS(X)
#undef X
};

static int
compare_name(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

static enum dom_tag
tag_of(const xmlChar *name)
{
	const char *const *hit;
	char key[TAG_NAME_MAX];
	size_t i;

	for (i = 0; name[i] != '\0'; i++) {
		if (i + 1 == sizeof(key))
			return TAG_OTHER;
		key[i] = name[i] == '-' ? '_' : ascii_lower((char)name[i]);
	}
	key[i] = '\0';
	hit = bsearch(key, tag_names + TAG_OTHER + 1, TAG_COUNT - TAG_OTHER - 1, sizeof(tag_names[0]), compare_name);
	return hit != NULL ? (enum dom_tag)(hit - tag_names) : TAG_OTHER;
}

bool
dom_tag_is_block(enum dom_tag tag)
{
	static const enum dom_tag blocks[] = { TAG_address, TAG_article, TAG_aside, TAG_blockquote, TAG_body, TAG_center, TAG_dd, TAG_details,
		TAG_dialog, TAG_dir, TAG_div, TAG_dl, TAG_dt, TAG_fieldset, TAG_figcaption, TAG_figure, TAG_footer, TAG_form, TAG_h1, TAG_h2,
		TAG_h3, TAG_h4, TAG_h5, TAG_h6, TAG_header, TAG_hr, TAG_html, TAG_legend, TAG_li, TAG_main, TAG_menu, TAG_nav, TAG_ol,
		TAG_option, TAG_p, TAG_pre, TAG_search, TAG_section, TAG_summary, TAG_table, TAG_tbody, TAG_td, TAG_tfoot, TAG_th, TAG_thead,
		TAG_tr, TAG_ul, TAG_caption, TAG_title, TAG_head };
	static bool is_block[TAG_COUNT];
	size_t i;

	if (!is_block[TAG_p])
		for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
			is_block[blocks[i]] = true;
	return is_block[tag];
}

bool
dom_tag_is_unread(enum dom_tag tag)
{
	switch ((int)tag) {
	case TAG_script:
	case TAG_style:
	case TAG_template:
	case TAG_noscript:
	case TAG_svg:
	case TAG_canvas:
	case TAG_object:
	case TAG_select:
	case TAG_option:
	case TAG_input:
	case TAG_textarea:
	case TAG_iframe:
	case TAG_audio:
	case TAG_video:
	case TAG_math:
	case TAG_map:
		return true;
	}
	return false;
}

bool
dom_tag_is_void(enum dom_tag tag)
{
	switch ((int)tag) {
	case TAG_area:
	case TAG_base:
	case TAG_br:
	case TAG_col:
	case TAG_embed:
	case TAG_frame:
	case TAG_hr:
	case TAG_img:
	case TAG_input:
	case TAG_link:
	case TAG_meta:
	case TAG_param:
	case TAG_source:
	case TAG_track:
	case TAG_wbr:
		return true;
	}
	return false;
}

/* ---- building ---- */

struct builder {
	uint32_t n_elements, n_attributes;
	unsigned depth;
	bool is_cut;
};

static void
on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
	xmlParserCtxt *ctxt = ctx;
	struct builder *b = ctxt->_private;
	xmlNode *was = ctxt->node;
	uint32_t n = 0;

	b->depth++;
	if (b->depth > DOM_DEPTH_MAX)
		return;
	if (b->n_elements >= DOM_ELEMENTS_MAX) {
		b->is_cut = true;
		xmlStopParser(ctxt);
		return;
	}
	for (; attributes != NULL && attributes[2 * n] != NULL; n++)
		;
	b->n_attributes += n;
	xmlSAX2StartElement(ctx, name, b->n_attributes <= DOM_ATTRIBUTES_MAX ? attributes : NULL);
	if (ctxt->node != NULL && ctxt->node != was)
		ctxt->node->_private = (void *)((uintptr_t)++b->n_elements << 8 | (uintptr_t)tag_of(name));
}

static void
on_end(void *ctx, const xmlChar *name)
{
	xmlParserCtxt *ctxt = ctx;
	struct builder *b = ctxt->_private;

	if (b->depth <= DOM_DEPTH_MAX)
		xmlSAX2EndElement(ctx, name);
	if (b->depth > 0)
		b->depth--;
}

/* The text of script and style. */
static void
on_cdata(void *ctx, const xmlChar *text, int n)
{
	xmlParserCtxt *ctxt = ctx;

	if (ctxt->node != NULL && dom_tag(ctxt->node) != TAG_style)
		xmlSAX2CDataBlock(ctx, text, n);
}

/* ---- what the library must not see ---- */

/* Roughly how many attributes the start tag at *i has, which moves behind it. Too many rather than too few. */
static size_t
count_attributes(struct str s, size_t *i)
{
	size_t n = 0, end;
	char c;

	for (; *i < s.n && s.p[*i] != '>'; ++*i) {
		c = s.p[*i];
		if (c == '=' && *i + 1 < s.n && (s.p[*i + 1] == '"' || s.p[*i + 1] == '\'')) {
			end = str_find_char(str_skip(s, *i + 2), s.p[*i + 1]);
			*i = end == STR_NPOS ? s.n - 1 : *i + 2 + end;
			n++;
		} else if ((ascii_is_space(c) || c == '/' || c == '"' || c == '\'') && *i + 1 < s.n && !ascii_is_space(s.p[*i + 1])) {
			n++;
		}
	}
	return n;
}

static bool
has_absurd_tags(struct str s)
{
	const char *hit;
	size_t i = 0, n;
	uint64_t work = 0;

	while (i < s.n && (hit = memchr(s.p + i, '<', s.n - i)) != NULL) {
		i = (size_t)(hit - s.p) + 1;
		if (i >= s.n || !ascii_is_alpha(s.p[i]))
			continue;
		n = count_attributes(s, &i);
		work += n > 30 ? (uint64_t)n * n / 2 : 0;
		if (work > ATTRIBUTE_WORK_MAX)
			return true;
	}
	return false;
}

/* ---- encodings ---- */

/* The encoding that a <meta> names; empty for none. */
static struct str
meta_charset(struct str bytes)
{
	struct str head = str_head(bytes, META_BYTES), label;
	size_t at, n;

	while ((at = str_find_nocase(head, STR("charset"))) != STR_NPOS) {
		head = str_trim(str_skip(head, at + strlen("charset")));
		if (head.n == 0 || head.p[0] != '=')
			continue;
		label = str_trim(str_skip(head, 1));
		while (label.n > 0 && (label.p[0] == '"' || label.p[0] == '\''))
			label = str_skip(label, 1);
		for (n = 0; n < label.n && (ascii_is_alnum(label.p[n]) || label.p[n] == '-' || label.p[n] == '_' || label.p[n] == ':'); n++)
			;
		label = str_head(label, n);
		if (n > 0 && !str_starts_nocase(label, STR("utf-16")) && !str_starts_nocase(label, STR("utf-32")))
			return label;
	}
	return STR_NONE;
}

/* UTF-8 with a few bytes wrong, put right in a copy; empty when it is another encoding. */
static struct str
mended(struct arena *a, struct str bytes)
{
	size_t i, n_high = 0, n_bad = 0, good;
	struct str rest = bytes;
	char *out, *to;

	for (i = 0; i < bytes.n; i++)
		n_high += (unsigned char)bytes.p[i] >= 0x80;
	if (n_high < BAD_BYTES_SHARE)
		return STR_NONE;
	out = to = arena_alloc(a, bytes.n + 3 * (n_high / BAD_BYTES_SHARE) + 4);
	while (rest.n > 0) {
		good = utf8_valid_prefix(rest);
		memcpy(to, rest.p, good);
		to += good;
		rest = str_skip(rest, good);
		if (rest.n == 0)
			break;
		if (++n_bad > n_high / BAD_BYTES_SHARE)
			return STR_NONE;
		to += utf8_put(UTF8_BAD, to);
		rest = str_skip(rest, 1);
	}
	return (struct str){ out, (size_t)(to - out) };
}

static bool
is_wide(struct str bytes) /* UTF-16 or UTF-32 by its first bytes */
{
	return bytes.n >= 2 && (memcmp(bytes.p, "\xff\xfe", 2) == 0 || memcmp(bytes.p, "\xfe\xff", 2) == 0 ||
	                           memcmp(bytes.p, "<\0", 2) == 0 || memcmp(bytes.p, "\0<", 2) == 0);
}

static struct str
decode(struct arena *a, struct str bytes, struct str content_type, struct document *d)
{
	bool is_shifted = memchr(bytes.p, 0x1b, bytes.n) != NULL; /* ISO-2022-JP is valid ASCII */
	struct str label;

	if (is_wide(bytes))
		return charset_decode(a, bytes, content_type, d);
	if (!is_shifted && utf8_is_valid(bytes))
		return charset_decode(a, bytes, STR("text/html; charset=utf-8"), d);
	label = mended(a, bytes);
	if (label.n > 0) {
		parse_problem(a, d, "encoding", 0, "bytes that are not utf-8");
		return charset_decode(a, label, STR("text/html; charset=utf-8"), d);
	}
	if (str_find_nocase(content_type, STR("charset")) == STR_NPOS && (label = meta_charset(bytes)).n > 0)
		content_type = arena_printf(a, "text/html; charset=%.*s", STR_ARG(label));
	return charset_decode(a, bytes, content_type, d);
}

/* ---- parsing ---- */

static xmlNode *
child_of(const xmlNode *root, enum dom_tag tag)
{
	xmlNode *n;

	for (n = root->children; n != NULL; n = n->next)
		if (dom_tag(n) == tag)
			return n;
	return NULL;
}

/* What stands behind </html> becomes the end of the body, where browsers have it (HTML 13.2.6.4.20). */
static void
take_in_stray(const struct dom *dom)
{
	xmlNode *n, *next;

	for (n = dom->root->next; n != NULL; n = next) {
		next = n->next;
		if (n->type != XML_ELEMENT_NODE && !dom_is_text(n))
			continue;
		xmlUnlinkNode(n);
		xmlAddChild(dom->body, n);
	}
}

static int
parse(struct arena *a, struct str bytes, struct str content_type, bool has_scripts, struct document *d, struct dom *out, struct err *e)
{
	struct builder b = { .n_elements = 0 };
	xmlParserCtxt *ctxt;

	*out = (struct dom){ .doc = NULL };
	if (bytes.n == 0)
		return err_set(e, ERR_INPUT, "empty article");
	out->text = decode(a, bytes, content_type, d);
	if (out->text.n > DOM_BYTES_MAX) {
		out->text = utf8_head(out->text, DOM_BYTES_MAX);
		parse_problem(a, d, "truncated", 0, "only the first %u MiB of the page were read", DOM_BYTES_MAX >> 20);
	}
	if (!has_scripts)
		out->text = scripts_cut(a, out->text);
	if (has_absurd_tags(out->text))
		return err_set(e, ERR_LIMIT, "start tags with thousands of attributes");
	ctxt = htmlNewParserCtxt();
	if (ctxt == NULL)
		return err_set(e, ERR_LIMIT, "libxml2 has no memory left");
	ctxt->_private = &b;
	ctxt->sax->startElement = on_start;
	ctxt->sax->endElement = on_end;
	ctxt->sax->cdataBlock = on_cdata;
	ctxt->sax->comment = NULL;
	ctxt->sax->processingInstruction = NULL;
	ctxt->loadsubset |= XML_SKIP_IDS;
	out->doc = htmlCtxtReadMemory(ctxt, out->text.p, (int)out->text.n, NULL, "UTF-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_COMPACT);
	htmlFreeParserCtxt(ctxt);
	if (b.is_cut)
		parse_problem(a, d, "truncated", 0, "only the first %u elements of the page were read", DOM_ELEMENTS_MAX);
	out->root = out->doc != NULL ? xmlDocGetRootElement(out->doc) : NULL;
	if (out->root == NULL) {
		dom_release(out);
		return err_set(e, ERR_INPUT, "no element in the page");
	}
	out->n_elements = b.n_elements;
	out->head = child_of(out->root, TAG_head);
	out->body = child_of(out->root, TAG_body);
	if (out->body == NULL)
		out->body = out->root;
	take_in_stray(out);
	return 0;
}

int
dom_parse(struct arena *a, struct str bytes, struct str content_type, struct document *d, struct dom *out, struct err *e)
{
	return parse(a, bytes, content_type, true, d, out, e);
}

int
dom_parse_text(struct arena *a, struct str bytes, struct str content_type, struct document *d, struct dom *out, struct err *e)
{
	return parse(a, bytes, content_type, false, d, out, e);
}

void
dom_release(struct dom *dom)
{
	xmlFreeDoc(dom->doc);
	dom->doc = NULL;
}

static bool
may_go(const struct dom *dom, const xmlNode *n)
{
	return !dom_contains(n, dom->body) && (dom->head == NULL || !dom_contains(n, dom->head));
}

static void
count_anew(struct dom *dom)
{
	xmlNode *n;

	dom->n_elements = 0;
	for (n = dom->root; n != NULL; n = dom_next(n, dom->root))
		if (n->type == XML_ELEMENT_NODE)
			n->_private = (void *)((uintptr_t)++dom->n_elements << 8 | (uintptr_t)dom_tag(n));
}

void
dom_take_out(struct dom *dom, xmlNode *const *elements, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) /* all of them, before the first is freed: one within another leaves that first */
		if (may_go(dom, elements[i]))
			xmlUnlinkNode(elements[i]);
	for (i = 0; i < n; i++)
		if (may_go(dom, elements[i]))
			xmlFreeNode(elements[i]);
	count_anew(dom);
}

/* ---- walking ---- */

xmlNode *
dom_next_past(const xmlNode *n, const xmlNode *root)
{
	while (n != NULL && n != root && n->next == NULL)
		n = n->parent;
	return n == NULL || n == root ? NULL : n->next;
}

xmlNode *
dom_next(const xmlNode *n, const xmlNode *root)
{
	if (n->type == XML_ELEMENT_NODE && n->children != NULL)
		return n->children;
	return dom_next_past(n, root);
}

bool
dom_contains(const xmlNode *outer, const xmlNode *inner)
{
	for (; inner != NULL; inner = inner->parent)
		if (inner == outer)
			return true;
	return false;
}

xmlNode *
dom_find(const xmlNode *root, enum dom_tag tag)
{
	xmlNode *n;

	for (n = dom_next(root, root); n != NULL; n = dom_next(n, root))
		if (dom_tag(n) == tag)
			return n;
	return NULL;
}

const xmlNode *
dom_up(const xmlNode *n, enum dom_tag tag)
{
	while (n != NULL && dom_tag(n) != tag)
		n = n->parent;
	return n;
}

/* ---- attributes ---- */

static const xmlAttr *
find_attr(const xmlNode *n, const char *name)
{
	const xmlAttr *at;

	if (n->type != XML_ELEMENT_NODE)
		return NULL;
	for (at = n->properties; at != NULL; at = at->next)
		if (strcmp((const char *)at->name, name) == 0)
			return at;
	return NULL;
}

struct str
dom_raw_attr(const xmlNode *n, const char *name)
{
	const xmlAttr *at = find_attr(n, name);

	if (at == NULL)
		return STR_NONE;
	if (at->children == NULL || at->children->content == NULL)
		return STR("");
	return str_from((const char *)at->children->content); /* one text node: the parser resolved all references */
}

struct str
dom_attr(const xmlNode *n, const char *name)
{
	struct str value = str_trim(dom_raw_attr(n, name));

	return value.n > 0 ? value : STR_NONE;
}

bool
dom_has_attr(const xmlNode *n, const char *name)
{
	return find_attr(n, name) != NULL;
}

bool
dom_attr_has_word(const xmlNode *n, const char *name, const char *word)
{
	struct str rest = dom_attr(n, name), want = str_from(word);
	size_t start, i = 0;

	while (i < rest.n) {
		for (start = i; i < rest.n && !ascii_is_space(rest.p[i]); i++)
			;
		if (str_eq_nocase((struct str){ rest.p + start, i - start }, want))
			return true;
		i++;
	}
	return false;
}

struct str
dom_base(struct arena *a, const struct dom *dom, struct str url)
{
	const xmlNode *base = dom_find(dom->root, TAG_base);
	struct str href = base != NULL ? dom_attr(base, "href") : STR_NONE;

	return href.n > 0 ? url_resolve(a, url, arena_str(a, href)) : url;
}

/* ---- text ---- */

static void
add_space(struct buf *out)
{
	if (out->n > 0 && out->p[out->n - 1] != ' ' && out->p[out->n - 1] != '\n')
		buf_add_char(out, ' ');
}

/* Bytes of a character at p that nobody sees, or that is a space (*is_space). */
static size_t
blank_at(const unsigned char *p, bool *is_space)
{
	*is_space = false;
	if (p[0] == 0xc2 && (p[1] == 0xa0 || p[1] == 0x85)) {
		*is_space = true;
		return 2;
	}
	if (p[0] == 0xc2 && p[1] == 0xad) /* soft hyphen */
		return 2;
	if (p[0] == 0xe2 && p[1] == 0x80 && ((p[2] >= 0x80 && p[2] <= 0x8a) || p[2] == 0xa8 || p[2] == 0xa9 || p[2] == 0xaf)) {
		*is_space = true;
		return 3;
	}
	if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0x8b || p[2] == 0x8e || p[2] == 0x8f)) /* zero width space, direction marks */
		return 3;
	if (p[0] == 0xe2 && p[1] == 0x81 && p[2] == 0xa0) /* word joiner */
		return 3;
	if (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf)
		return 3;
	if (p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80) {
		*is_space = true;
		return 3;
	}
	return 0;
}

void
dom_add_text(struct buf *out, const xmlNode *text)
{
	const unsigned char *p = text->content, *from = p;
	bool is_space;
	size_t n;

	while (*p != '\0') {
		if (*p < 0x80) {
			n = ascii_is_space((char)*p);
			is_space = true;
			if (n == 1 && *p == ' ' && p != from && p[1] > ' ') { /* a plain single space inside a run */
				p++;
				continue;
			}
		} else {
			n = blank_at(p, &is_space);
		}
		if (n == 0) {
			p++;
			continue;
		}
		buf_add(out, from, (size_t)(p - from));
		if (is_space)
			add_space(out);
		p += n;
		from = p;
	}
	buf_add(out, from, (size_t)(p - from));
}

struct str
dom_text(struct arena *a, const xmlNode *root, size_t max)
{
	struct str out;
	struct buf b;
	const xmlNode *n, *next;

	buf_init(&b, SIZE_MAX / 4);
	for (n = root; n != NULL && b.n < max; n = next) {
		enum dom_tag tag = dom_tag(n);

		next = dom_tag_is_unread(tag) && n != root ? dom_next_past(n, root) : dom_next(n, root);
		if (dom_is_text(n))
			dom_add_text(&b, n);
		else if (tag == TAG_br || dom_tag_is_block(tag))
			add_space(&b);
	}
	out = arena_str(a, prose_trim(utf8_head(buf_str(&b), max)));
	buf_release(&b);
	return out;
}

/* ---- writing ---- */

void
dom_write_open(const xmlNode *n, struct buf *out)
{
	const xmlAttr *at;

	buf_add_char(out, '<');
	buf_add_c(out, (const char *)n->name);
	for (at = n->properties; at != NULL; at = at->next) {
		buf_add_char(out, ' ');
		buf_add_c(out, (const char *)at->name);
		buf_add_c(out, "=\"");
		if (at->children != NULL)
			prose_escape(out, str_from((const char *)at->children->content));
		buf_add_char(out, '"');
	}
	buf_add_char(out, '>');
}

static void
write_close(const xmlNode *n, struct buf *out)
{
	if (dom_tag_is_void(dom_tag(n)))
		return;
	buf_add_c(out, "</");
	buf_add_c(out, (const char *)n->name);
	buf_add_char(out, '>');
}

/* n and everything in it; the walk goes down by children and up by parents. */
void
dom_outer_html(const xmlNode *root, dom_skip_fn *skip, void *arg, struct buf *out)
{
	const xmlNode *n = root;

	for (;;) {
		bool is_left_out = n->type == XML_ELEMENT_NODE && skip != NULL && skip(n, arg);

		if (dom_is_text(n)) {
			prose_escape(out, str_from((const char *)n->content));
		} else if (n->type == XML_ELEMENT_NODE && !is_left_out) {
			dom_write_open(n, out);
			if (n->children != NULL) {
				n = n->children;
				continue;
			}
			write_close(n, out);
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			write_close(n, out);
		}
		if (n == root)
			return;
		n = n->next;
	}
}

void
dom_inner_html(const xmlNode *n, dom_skip_fn *skip, void *arg, struct buf *out)
{
	const xmlNode *child;

	for (child = n->children; child != NULL; child = child->next)
		dom_outer_html(child, skip, arg, out);
}
