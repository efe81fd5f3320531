/*
 * A page that was written or saved as one article: its head and its marked-up
 * parts are believed. Finding the article in any page of the web is not done here.
 */
#include "config.h"
#include "extract/forms.h"

#include <libxml/HTMLparser.h>

#include "base/url.h"
#include "extract/credit.h"
#include "extract/prose.h"
#include "parse/field_set.h"

#define HEAD_BYTES 2048U  /* in which a <meta charset> must stand */
#define NAME_BYTES 100U   /* the library cuts longer names into several */
#define DEPTH_MAX 300U    /* of elements; the parser stops at 256 */
#define TEXT_MAX (64U << 10) /* bytes of the text of one element */
#define METAS_MAX 500U
#define BYLINES_MAX 50U   /* elements asked for a name */
#define FACTS_MAX 6U      /* blocks at the top that may be facts */

/* ---- nodes ---- */

static bool
is_named(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && xmlStrcasecmp(n->name, (const xmlChar *)name) == 0;
}

/* Any of the names, separated by spaces. */
static bool
is_any(const xmlNode *n, const char *names)
{
	struct str rest = str_from(names), name;

	if (n->type != XML_ELEMENT_NODE)
		return false;
	while (str_next(&rest, ' ', &name))
		if (str_eq_nocase(name, str_from((const char *)n->name)))
			return true;
	return false;
}

/* The next node in document order below root; NULL at its end. */
static xmlNode *
next_node(xmlNode *n, const xmlNode *root, bool goes_in)
{
	if (goes_in && n->type == XML_ELEMENT_NODE && n->children != NULL)
		return n->children;
	while (n != NULL && n != root && n->next == NULL)
		n = n->parent;
	return n == NULL || n == root ? NULL : n->next;
}

static xmlNode *
find(xmlNode *root, const char *names)
{
	xmlNode *n;

	for (n = root; n != NULL; n = next_node(n, root, true))
		if (n != root && is_any(n, names))
			return n;
	return NULL;
}

/* An attribute's value, in the tree; its text is one node, for the parser resolved all references. */
static struct str
attribute_of(const xmlNode *n, const char *name)
{
	const xmlAttr *at;

	for (at = n->properties; at != NULL; at = at->next)
		if (xmlStrcasecmp(at->name, (const xmlChar *)name) == 0)
			return at->children != NULL && at->children->content != NULL ?
			           prose_trim(str_from((const char *)at->children->content)) :
			           STR_NONE;
	return STR_NONE;
}

static bool
has_word(struct str words, const char *word)
{
	struct str one;

	while (str_next(&words, ' ', &one))
		if (str_is_nocase(one, word))
			return true;
	return false;
}

/* The text of an element on one line. Those of `without` and script and style are left out. */
static struct str
text_of(struct arena *a, xmlNode *root, const xmlNode *without)
{
	struct str out, s;
	struct buf b;
	xmlNode *n, *next;

	buf_init(&b, TEXT_MAX);
	for (n = root; n != NULL; n = next) {
		bool is_left_out = n == without || is_any(n, "script style noscript template");

		next = next_node(n, root, !is_left_out);
		if (is_any(n, "br p div li"))
			buf_add_char(&b, ' ');
		if (is_left_out || (n->type != XML_TEXT_NODE && n->type != XML_CDATA_SECTION_NODE) || n->content == NULL)
			continue;
		for (s = str_from((const char *)n->content); s.n > 0; s = str_skip(s, 1)) {
			if (!ascii_is_space(s.p[0]))
				buf_add_char(&b, s.p[0]);
			else if (b.n > 0 && b.p[b.n - 1] != ' ')
				buf_add_char(&b, ' ');
		}
	}
	out = prose_trim(arena_str(a, buf_str(&b)));
	buf_release(&b);
	return out;
}

/* ---- writing ---- */

static void
write_attributes(struct buf *out, const xmlNode *n)
{
	const xmlAttr *at;

	for (at = n->properties; at != NULL; at = at->next) {
		buf_add_char(out, ' ');
		buf_add_c(out, (const char *)at->name);
		buf_add_c(out, "=\"");
		if (at->children != NULL)
			prose_escape(out, str_from((const char *)at->children->content));
		buf_add_char(out, '"');
	}
}

static void
write_node(struct buf *out, const xmlNode *n, unsigned depth)
{
	const xmlNode *child;

	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
		prose_escape(out, str_from((const char *)n->content));
	if (n->type != XML_ELEMENT_NODE || depth > DEPTH_MAX)
		return;
	buf_add_char(out, '<');
	buf_add_c(out, (const char *)n->name);
	write_attributes(out, n);
	buf_add_char(out, '>');
	for (child = n->children; child != NULL; child = child->next)
		write_node(out, child, depth + 1);
	if (is_any(n, "br hr img wbr col source track embed input area param"))
		return;
	buf_add_c(out, "</");
	buf_add_c(out, (const char *)n->name);
	buf_add_char(out, '>');
}

static void
drop(xmlNode *n)
{
	xmlUnlinkNode(n);
	xmlFreeNode(n);
}

/* ---- the head ---- */

struct meta {
	struct str name, content;
};

/* All of them once, so that they can be asked for one by one. */
static struct list
read_metas(struct arena *a, xmlNode *doc)
{
	static const char *const attributes[] = { "property", "name", "itemprop" };
	struct list out = { NULL, 0, 0 };
	struct str name, content;
	xmlNode *n;
	size_t i;

	for (n = doc; n != NULL && out.n < METAS_MAX; n = next_node(n, doc, true)) {
		if (!is_named(n, "meta") || (content = attribute_of(n, "content")).n == 0)
			continue;
		for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
			if ((name = attribute_of(n, attributes[i])).n > 0)
				*(struct meta *)list_add(a, &out, sizeof(struct meta)) = (struct meta){ name, arena_str(a, content) };
	}
	return out;
}

/* The content of the first one with any of these names, the earlier name first. */
static struct str
meta(const struct list *metas, const char *names)
{
	const struct meta *v = metas->v;
	struct str rest = str_from(names), name;
	uint32_t i;

	while (str_next(&rest, ' ', &name))
		for (i = 0; i < metas->n; i++)
			if (str_eq_nocase(v[i].name, name))
				return v[i].content;
	return STR_NONE;
}

static struct str
link_of(struct arena *a, xmlNode *doc, const char *rel)
{
	xmlNode *n;

	for (n = doc; n != NULL; n = next_node(n, doc, true))
		if (is_named(n, "link") && has_word(attribute_of(n, "rel"), rel))
			return arena_str(a, attribute_of(n, "href"));
	return STR_NONE;
}

/* "Headline | Site" without the site that the page names. */
static struct str
without_site(struct str title, struct str site)
{
	static const char *const separators[] = { "|", "-", "–", "—", "·", "»", ":" };
	struct str s;
	size_t i;

	if (site.n == 0 || !str_ends(title, site))
		return title;
	s = prose_trim(str_head(title, title.n - site.n));
	for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++)
		if (str_ends(s, str_from(separators[i])) && s.n > strlen(separators[i]))
			return prose_trim(str_head(s, s.n - strlen(separators[i])));
	return title;
}

static void
read_tags(struct draft *w, const struct list *metas)
{
	const struct meta *v = metas->v;
	uint32_t i;

	for (i = 0; i < metas->n; i++)
		if (str_is_nocase(v[i].name, "article:tag"))
			draft_tag(w, v[i].content);
	draft_tags(w, meta(metas, "keywords news_keywords"));
}

static void
read_head(struct draft *w, xmlNode *doc, const struct list *metas)
{
	struct article *article = w->article;
	struct arena *a = w->a;
	struct str site = meta(metas, "og:site_name");

	draft_url(w, link_of(a, doc, "canonical"));
	draft_url(w, meta(metas, "og:url"));
	article->language = language_tag(a, attribute_of(doc, "lang"));
	if (article->language.n == 0)
		article->language = language_tag(a, meta(metas, "language og:locale dc.language"));
	article->summary = draft_plain(w, meta(metas, "description og:description twitter:description dc.description"));
	draft_published(w, meta(metas, "article:published_time datepublished date dc.date dcterms.created pubdate publish-date"));
	draft_updated(w, meta(metas, "article:modified_time datemodified last-modified dcterms.modified"));
	draft_people(w, meta(metas, "author article:author dc.creator"));
	read_tags(w, metas);
	draft_image(w, meta(metas, "og:image og:image:url twitter:image image"));
	if (site.n > 0)
		draft_source(w)->title = draft_plain(w, site);
}

static void
read_title(struct draft *w, xmlNode *doc, const struct list *metas, xmlNode *root)
{
	struct str title = STR_NONE, site = meta(metas, "og:site_name");
	xmlNode *h1 = find(root, "h1"), *n;

	if (h1 != NULL && !is_named(root, "body"))
		title = text_of(w->a, h1, NULL);
	if (title.n == 0)
		title = meta(metas, "og:title");
	if (title.n == 0 && h1 != NULL)
		title = text_of(w->a, h1, NULL);
	if (title.n == 0 && (n = find(doc, "title")) != NULL)
		title = without_site(text_of(w->a, n, NULL), site);
	w->article->title = draft_plain(w, title);
}

/* ---- the body ---- */

static size_t
text_bytes(xmlNode *root)
{
	xmlNode *n;
	size_t bytes = 0;

	for (n = root; n != NULL; n = next_node(n, root, !is_any(n, "script style")))
		if (n->type == XML_TEXT_NODE && n->content != NULL)
			bytes += strlen((const char *)n->content);
	return bytes;
}

/* The longest <article>, else <main>, else <body>. Nested articles (comments) are shorter than what holds them. */
static xmlNode *
find_root(xmlNode *doc)
{
	xmlNode *n, *best = NULL;
	size_t bytes, best_bytes = 0;

	for (n = doc; n != NULL; n = next_node(n, doc, n == doc || !is_named(n, "article"))) {
		if (!is_named(n, "article"))
			continue;
		bytes = text_bytes(n);
		if (best == NULL || bytes > best_bytes) {
			best = n;
			best_bytes = bytes;
		}
	}
	if (best == NULL)
		best = find(doc, "main");
	if (best == NULL)
		best = find(doc, "body");
	return best;
}

/* <time datetime>: those marked as dates of the article, then the first one. */
static void
read_times(struct draft *w, xmlNode *root)
{
	struct str prop, first = STR_NONE, value;
	xmlNode *n;

	for (n = root; n != NULL; n = next_node(n, root, true)) {
		if (!is_named(n, "time"))
			continue;
		prop = attribute_of(n, "itemprop");
		value = attribute_of(n, "datetime");
		if (value.n == 0 && (first.n == 0 || prop.n > 0))
			value = text_of(w->a, n, NULL);
		if (has_word(prop, "dateModified"))
			draft_updated(w, value);
		else if (has_word(prop, "datePublished") || xmlHasProp(n, (const xmlChar *)"pubdate") != NULL)
			draft_published(w, value);
		else if (first.n == 0)
			first = value;
	}
	if (!w->article->published.is_set)
		draft_published(w, first);
}

static bool
is_byline(const xmlNode *n)
{
	struct str class;

	if (n->type != XML_ELEMENT_NODE)
		return false;
	class = attribute_of(n, "class");
	return has_word(attribute_of(n, "rel"), "author") || has_word(attribute_of(n, "itemprop"), "author") || has_word(class, "byline") ||
	       has_word(class, "author") || has_word(class, "p-author");
}

/* Where the page's head names nobody. An element inside a byline is closer to the name than the byline. */
static void
read_bylines(struct draft *w, xmlNode *root)
{
	xmlNode *n, *inner;
	unsigned i = 0;

	if (w->article->authors.n > 0)
		return;
	for (n = root; n != NULL && i < BYLINES_MAX; n = next_node(n, root, true)) {
		if (!is_byline(n))
			continue;
		i++;
		for (inner = n->children; inner != NULL && !is_byline(inner); inner = next_node(inner, n, true))
			;
		if (inner == NULL && text_of(w->a, n, NULL).n <= 200)
			draft_people(w, text_of(w->a, n, NULL));
	}
}

/* The part of a caption that is marked as its credit, or NULL. */
static xmlNode *
credit_node(xmlNode *caption)
{
	xmlNode *n;
	struct str class;

	for (n = caption->children; n != NULL; n = next_node(n, caption, true)) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		class = attribute_of(n, "class");
		if (is_any(n, "cite small") || str_find_nocase(class, STR("credit")) != STR_NPOS || has_word(attribute_of(n, "itemprop"), "creditText"))
			return n;
	}
	return NULL;
}

/* "(Image: Name)", "Photo: Name" or a bare name that markup makes a credit. */
static struct str
name_of_credit(struct str shown)
{
	struct credit_split split;

	if (credit_split(shown, &split))
		return split.credit;
	if (credit_name(shown).n > 0)
		return credit_name(shown);
	if (shown.n > 2 && shown.p[0] == '(' && shown.p[shown.n - 1] == ')')
		return prose_trim((struct str){ shown.p + 1, shown.n - 2 });
	return shown;
}

/* The first figure that is an image, or else the first image, gives the article its own. */
static void
read_figure(struct draft *w, xmlNode *root)
{
	xmlNode *figure = find(root, "figure"), *image = NULL, *caption, *credit;
	struct str shown;

	while (figure != NULL && (image = find(figure, "img")) == NULL) {
		for (figure = next_node(figure, root, true); figure != NULL && !is_named(figure, "figure"); figure = next_node(figure, root, true))
			;
	}
	if (figure == NULL)
		figure = find(root, "figure"); /* a caption without an image */
	if (image == NULL)
		image = find(root, "img");
	if (image != NULL)
		draft_image(w, arena_str(w->a, attribute_of(image, "src")));
	caption = figure != NULL ? find(figure, "figcaption") : NULL;
	if (caption == NULL)
		return;
	credit = credit_node(caption);
	if (credit != NULL) {
		shown = text_of(w->a, credit, NULL);
		draft_credit(w, name_of_credit(shown));
		w->shown_credit = shown;
	}
	draft_caption(w, text_of(w->a, caption, credit));
}

/* Paragraphs at the top that are facts: "Published: …", "By …". */
static void
take_facts(struct draft *w, xmlNode *root)
{
	xmlNode *n, *next;
	unsigned i = 0;

	for (n = root->children; n != NULL && i < FACTS_MAX; n = next) {
		next = next_node(n, root, !is_any(n, "p figure h1 h2 h3 ul ol blockquote table"));
		if (!is_any(n, "p h2 h3 figure"))
			continue;
		i++;
		if (is_named(n, "p") && draft_fact(w, text_of(w->a, n, NULL)))
			drop(n);
	}
}

static bool
goes(const xmlNode *n, bool keeps_h1)
{
	return n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE || n->type == XML_DTD_NODE || (!keeps_h1 && is_named(n, "h1")) ||
	       is_any(n, "header nav footer aside script style noscript template form");
}

/* True when a figure of the article's image went with a header. */
static bool
clean(xmlNode *root)
{
	xmlNode *n, *next, *h1 = find(root, "h1"), *inner;
	bool had_figure = false;

	for (n = root->children; n != NULL; n = next) {
		bool is_gone = goes(n, h1 != NULL && n != h1);

		next = next_node(n, root, !is_gone);
		if (!is_gone)
			continue;
		for (inner = n->children; is_named(n, "header") && inner != NULL; inner = next_node(inner, n, true))
			had_figure = had_figure || is_named(inner, "figure");
		drop(n);
	}
	return had_figure;
}

static void
read_page(struct draft *w, xmlNode *doc)
{
	struct list metas = read_metas(w->a, doc);
	xmlNode *root = find_root(doc), *n;

	read_head(w, doc, &metas);
	if (root == NULL)
		return;
	read_title(w, doc, &metas, root);
	read_times(w, root);
	read_bylines(w, root);
	read_figure(w, root);
	if (clean(root))
		draft_top_figure(w, &w->body);
	take_facts(w, root);
	for (n = root->children; n != NULL; n = n->next)
		write_node(&w->body, n, 0);
	if (w->article->title.raw.n == 0)
		w->article->title = draft_plain(w, prose_opening(w->a, text_of(w->a, root, NULL)));
}

/* ---- reading ---- */

static bool
is_name_byte(char c)
{
	return ascii_is_alnum(c) || c == ':' || c == '-' || c == '_' || c == '.';
}

/* Attributes of the tag whose name starts at *i, as the library tells them apart; *i moves behind them. */
static size_t
count_attributes(struct str s, size_t *i)
{
	size_t n = 0, start;
	char quote;

	while (*i < s.n && is_name_byte(s.p[*i]))
		++*i;
	while (*i < s.n && s.p[*i] != '>') {
		start = *i;
		while (*i < s.n && *i - start < NAME_BYTES && is_name_byte(s.p[*i]))
			++*i;
		n += *i > start;
		while (*i < s.n && ascii_is_space(s.p[*i]))
			++*i;
		if (*i < s.n && s.p[*i] == '=' && *i > start) {
			for (++*i; *i < s.n && ascii_is_space(s.p[*i]);)
				++*i;
			quote = *i < s.n ? s.p[*i] : '\0';
			if (quote == '"' || quote == '\'') {
				start = str_find_char(str_skip(s, *i + 1), quote);
				*i = start == STR_NPOS ? s.n : *i + 1 + start + 1;
			} else {
				while (*i < s.n && !ascii_is_space(s.p[*i]) && s.p[*i] != '>')
					++*i;
			}
			continue;
		}
		if (*i < s.n && s.p[*i] != '>' && !(*i > start && is_name_byte(s.p[*i])))
			++*i; /* what is neither name nor value */
	}
	return n;
}

static bool
has_absurd_tag(struct str s)
{
	const char *hit;
	size_t i = 0;

	while (i < s.n && (hit = memchr(s.p + i, '<', s.n - i)) != NULL) {
		i = (size_t)(hit - s.p) + 1;
		if (i < s.n && ascii_is_alpha(s.p[i]) && count_attributes(s, &i) > HTML_ATTRIBUTES_PARSED_MAX)
			return true;
	}
	return false;
}

int
html_file_read(struct draft *w, struct str text, struct err *e)
{
	htmlParserCtxt *ctxt;
	xmlDoc *doc;

	if (prose_trim(text).n == 0)
		return err_set(e, ERR_INPUT, "empty article");
	if (text.n > INT32_MAX || has_absurd_tag(text))
		return err_set(e, ERR_LIMIT, "a start tag of more than %u attributes", HTML_ATTRIBUTES_PARSED_MAX);
	ctxt = htmlNewParserCtxt();
	if (ctxt == NULL)
		return err_set(e, ERR_LIMIT, "libxml2 has no memory left");
	doc = htmlCtxtReadMemory(ctxt, text.p, (int)text.n, NULL, "UTF-8",
	    HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_COMPACT);
	if (doc != NULL && xmlDocGetRootElement(doc) != NULL)
		read_page(w, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	htmlFreeParserCtxt(ctxt);
	return 0;
}

struct str
html_file_charset(struct str bytes)
{
	struct str head = str_head(bytes, HEAD_BYTES), label;
	size_t at, end;

	while ((at = str_find_nocase(head, STR("charset"))) != STR_NPOS) {
		head = str_trim(str_skip(head, at + strlen("charset")));
		if (head.n == 0 || head.p[0] != '=')
			continue;
		label = str_trim(str_skip(head, 1));
		while (label.n > 0 && (label.p[0] == '"' || label.p[0] == '\''))
			label = str_skip(label, 1);
		for (end = 0; end < label.n && (ascii_is_alnum(label.p[end]) || strchr("-_.:", label.p[end]) != NULL); end++)
			;
		label = str_head(label, end);
		return str_starts_nocase(label, STR("utf-")) ? STR_NONE : label; /* HTML 13.2.3.2: it was read as ASCII, so it is not UTF-16 */
	}
	return STR_NONE;
}
