#include "config.h"
#include "extract/hentry.h"

#include "base/url.h"
#include "extract/class_words.h"
#include "extract/prose.h"
#include "parse/date.h"

#define TEXT_LOOK (64U << 10)  /* bytes of a property's text that are read */
#define CONTENT_MAX (1U << 20) /* bytes of an entry's markup */
#define WHOLE_MIN 2U           /* entries with a title and a text: the old names are meant */

struct reader {
	struct arena *a;
	const struct dom *dom;
	struct document *d;
	struct scope *scope;
	struct article *article;
	bool is_old;       /* hentry: its names have no prefixes */
	bool has_property; /* a p-* or e-*, or something nested: then no name is implied */
	bool has_url;      /* a u-* */
};

static bool
has_class(const xmlNode *n, const char *name)
{
	return dom_attr_has_word(n, "class", name);
}

static bool
is_entry(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE && (has_class(n, "h-entry") || has_class(n, "hentry"));
}

static bool
is_feed(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE && (has_class(n, "h-feed") || has_class(n, "hfeed"));
}

/* What readers wrote below an article often bears the old names too. */
static bool
is_comment(const xmlNode *n)
{
	for (; n != NULL && n->type == XML_ELEMENT_NODE && dom_tag(n) != TAG_body; n = n->parent)
		if ((class_words(n) & WORD_COMMENTS) != 0)
			return true;
	return false;
}

/* Any class that begins so: "h-", "p-". */
static bool
has_prefix(const xmlNode *n, const char *prefix)
{
	struct str rest = dom_attr(n, "class"), word, want = str_from(prefix);

	while (str_next(&rest, ' ', &word))
		if (str_starts(prose_trim(word), want) && word.n > want.n && ascii_is_alpha(prose_trim(word).p[want.n]))
			return true;
	return false;
}

static const xmlNode *
find_class(const xmlNode *root, const char *name, const char *old)
{
	const xmlNode *n;

	for (n = dom_next(root, root); n != NULL; n = dom_next(n, root))
		if (n->type == XML_ELEMENT_NODE && (has_class(n, name) || has_class(n, old)))
			return n;
	return NULL;
}

/*
 * Old names are all over pages that mean nothing by them. They count in a feed of theirs, or where several entries
 * each have a title and a text; never in a page that calls itself an article.
 */
static bool
old_ones_count(const struct dom *dom, const xmlNode *feed)
{
	const xmlNode *n;
	unsigned whole = 0;

	for (n = dom->root; n != NULL; n = dom_next(n, dom->root))
		if (dom_tag(n) == TAG_meta && str_is_nocase(dom_attr(n, "property"), "og:type") && str_is_nocase(dom_attr(n, "content"), "article"))
			return false;
	if (feed != NULL)
		return true;
	for (n = dom->root; n != NULL && whole < WHOLE_MIN; n = dom_next(n, dom->root))
		if (is_entry(n) && find_class(n, "p-name", "entry-title") != NULL &&
		    (find_class(n, "e-content", "entry-content") != NULL || find_class(n, "p-summary", "entry-summary") != NULL))
			whole++;
	return whole >= WHOLE_MIN;
}

/* ---- values (microformats2 parsing, p-, u-, dt-) ---- */

static struct str
first_of(const xmlNode *n, const enum dom_tag *tags, const char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (dom_tag(n) == tags[i] && dom_has_attr(n, names[i]))
			return dom_attr(n, names[i]);
	return STR_NONE;
}

/* The texts of elements of class "value" in it, joined; empty without any. */
static struct str
value_class(struct arena *a, const xmlNode *n)
{
	const xmlNode *in;
	struct str out, s;
	struct buf b;

	buf_init(&b, TEXT_LOOK);
	for (in = dom_next(n, n); in != NULL && !b.is_full; in = dom_next(in, n)) {
		if (in->type != XML_ELEMENT_NODE || !has_class(in, "value"))
			continue;
		s = dom_has_attr(in, "datetime") ? dom_attr(in, "datetime") : dom_has_attr(in, "title") && dom_tag(in) == TAG_abbr ? dom_attr(in, "title") : dom_text(a, in, TEXT_LOOK);
		buf_add_str(&b, s);
	}
	out = arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}

static struct str
text_value(struct arena *a, const xmlNode *n)
{
	static const enum dom_tag tags[] = { TAG_abbr, TAG_link, TAG_input, TAG_img, TAG_area };
	static const char *const names[] = { "title", "title", "value", "alt", "alt" };
	struct str s = value_class(a, n);

	if (s.n == 0)
		s = first_of(n, tags, names, sizeof(tags) / sizeof(tags[0]));
	if (s.n == 0 && strcmp((const char *)n->name, "data") == 0)
		s = dom_attr(n, "value");
	return s.n > 0 ? arena_str(a, s) : dom_text(a, n, TEXT_LOOK);
}

static struct str
url_value(const struct reader *r, const xmlNode *n)
{
	static const enum dom_tag tags[] = { TAG_a, TAG_area, TAG_link, TAG_img, TAG_audio, TAG_video, TAG_source, TAG_iframe };
	static const char *const names[] = { "href", "href", "href", "src", "src", "src", "src", "src" };
	struct str s = first_of(n, tags, names, sizeof(tags) / sizeof(tags[0]));

	if (s.n == 0)
		s = text_value(r->a, n);
	return s.n > 0 ? url_resolve(r->a, r->d->base, arena_str(r->a, s)) : STR_NONE;
}

static void
set_time(const struct reader *r, struct opt_int *to, const xmlNode *n)
{
	struct str s = dom_attr(n, "datetime");
	int64_t unix_s;

	if (s.n == 0)
		s = text_value(r->a, n);
	if (!to->is_set && date_parse(s, &unix_s))
		*to = (struct opt_int){ unix_s, true };
}

static struct text
plain(const struct reader *r, struct str s)
{
	return (struct text){ .raw = s, .kind = s.n > 0 ? TEXT_PLAIN : TEXT_NONE, .scope = r->scope };
}

/* ---- properties ---- */

/* A name, or an h-card with name, address and picture. */
static void
add_author(struct reader *r, const xmlNode *n)
{
	struct person *p = list_add(r->a, &r->article->authors, sizeof(*p));
	const xmlNode *name = find_class(n, "p-name", "fn"), *url = find_class(n, "u-url", "url"), *photo = find_class(n, "u-photo", "photo");
	bool is_card = has_class(n, "h-card") || has_class(n, "vcard");

	p->name = text_value(r->a, name != NULL ? name : n);
	if (!is_card)
		return;
	if (url != NULL || dom_has_attr(n, "href"))
		p->url = url_value(r, url != NULL ? url : n);
	if (photo != NULL)
		p->avatar = url_value(r, photo);
}

static void
add_category(struct reader *r, struct str term)
{
	if (term.n > 0)
		*(struct category *)list_add(r->a, &r->article->categories, sizeof(struct category)) = (struct category){ .term = term };
}

static void
set_content(struct reader *r, const xmlNode *n)
{
	struct buf html;

	if (r->article->body.raw.n > 0)
		return;
	buf_init(&html, CONTENT_MAX);
	dom_inner_html(n, NULL, NULL, &html);
	r->article->body = (struct text){ .raw = arena_str(r->a, buf_str(&html)), .kind = TEXT_HTML, .scope = r->scope };
	buf_release(&html);
}

static bool
is_named(const struct reader *r, const xmlNode *n, const char *name, const char *old)
{
	return r->is_old ? old != NULL && has_class(n, old) : has_class(n, name);
}

static void
read_property(struct reader *r, const xmlNode *n)
{
	struct article *x = r->article;

	if (is_named(r, n, "p-name", "entry-title") && x->title.raw.n == 0)
		x->title = plain(r, text_value(r->a, n));
	if (is_named(r, n, "u-url", "permalink") || (r->is_old && dom_attr_has_word(n, "rel", "bookmark")))
		x->url = x->url.n > 0 ? x->url : url_value(r, n);
	if (is_named(r, n, "u-uid", NULL) && x->id.n == 0)
		x->id = url_value(r, n);
	if (is_named(r, n, "e-content", "entry-content"))
		set_content(r, n);
	if (is_named(r, n, "p-summary", "entry-summary") && x->summary.raw.n == 0)
		x->summary = plain(r, text_value(r->a, n));
	if (is_named(r, n, "dt-published", "published"))
		set_time(r, &x->published, n);
	if (is_named(r, n, "dt-updated", "updated"))
		set_time(r, &x->updated, n);
	if (is_named(r, n, "p-author", "author"))
		add_author(r, n);
	if (is_named(r, n, "p-category", "category") || (r->is_old && dom_attr_has_word(n, "rel", "tag")))
		add_category(r, text_value(r->a, n));
	if (is_named(r, n, "u-photo", NULL) && x->image.n == 0)
		x->image = url_value(r, n);
	r->has_property |= !r->is_old && (has_prefix(n, "p-") || has_prefix(n, "e-"));
	r->has_url |= has_prefix(n, "u-");
}

/* microformats2, implied properties: all of an entry without properties is its name, its only link its address. */
static void
imply(struct reader *r, const xmlNode *root)
{
	const xmlNode *n, *only = NULL;

	if (r->article->title.raw.n == 0 && !r->has_property && !r->is_old)
		r->article->title = plain(r, text_value(r->a, root));
	if (r->article->url.n > 0 || r->has_url || r->is_old)
		return;
	if (dom_tag(root) == TAG_a) {
		r->article->url = url_value(r, root);
		return;
	}
	for (n = root->children; n != NULL; n = n->next)
		if (dom_tag(n) == TAG_a && dom_has_attr(n, "href")) {
			if (only != NULL)
				return;
			only = n;
		}
	if (only != NULL)
		r->article->url = url_value(r, only);
}

static void
read_entry(struct reader *r, const xmlNode *root)
{
	const xmlNode *n, *next;

	r->article = list_add(r->a, &r->d->articles, sizeof(*r->article));
	r->is_old = !has_class(root, "h-entry");
	r->has_property = r->has_url = false;
	for (n = dom_next(root, root); n != NULL; n = next) {
		bool is_nested = n->type == XML_ELEMENT_NODE && (has_prefix(n, "h-") || (r->is_old && has_class(n, "vcard")));

		next = is_nested ? dom_next_past(n, root) : dom_next(n, root);
		if (n->type != XML_ELEMENT_NODE || n->properties == NULL)
			continue;
		read_property(r, n);
		r->has_property |= is_nested;
	}
	imply(r, root);
}

static void
name_feed(struct reader *r, const xmlNode *feed)
{
	const xmlNode *n, *next, *title;

	for (n = dom_next(feed, feed); n != NULL; n = next) {
		next = is_entry(n) ? dom_next_past(n, feed) : dom_next(n, feed);
		if (n->type == XML_ELEMENT_NODE && !is_entry(n) && has_class(n, "p-name")) {
			r->d->title = plain(r, text_value(r->a, n));
			return;
		}
	}
	title = dom_find(r->dom->root, TAG_title);
	if (title != NULL)
		r->d->title = plain(r, dom_text(r->a, title, TEXT_LOOK));
}

uint32_t
hentry_read(struct arena *a, const struct dom *dom, struct document *d)
{
	struct reader r = { .a = a, .dom = dom, .d = d, .scope = arena_zalloc(a, sizeof(struct scope)) };
	const xmlNode *n, *next, *feed = NULL;
	bool old_count;

	r.scope->base = d->base;
	r.scope->lang = d->language;
	for (n = dom->root; n != NULL && feed == NULL; n = dom_next(n, dom->root))
		if (is_feed(n))
			feed = n;
	old_count = old_ones_count(dom, feed);
	for (n = dom->root; n != NULL && d->articles.n < HENTRIES_MAX; n = next) {
		bool counts = is_entry(n) && (has_class(n, "h-entry") || (old_count && !is_comment(n)));

		next = counts ? dom_next_past(n, dom->root) : dom_next(n, dom->root);
		if (counts && (feed == NULL || dom_contains(feed, n) || !has_class(feed, "h-feed")))
			read_entry(&r, n);
	}
	if (feed != NULL && d->articles.n > 0)
		name_feed(&r, feed);
	return d->articles.n;
}
