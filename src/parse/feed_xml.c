#include "config.h"
#include "parse/feed_xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "parse/doctype.h"
#include "parse/entities.h"
#include "parse/field_set.h"
#include "parse/item_slices.h"
#include "parse/markup.h"
#include "parse/mend.h"
#include "parse/names.h"
#include "parse/prolog.h"
#include "parse/repair.h"
#include "parse/sax.h"

#define DEPTH_MAX 200U /* elements */
#define ELEMENTS_MAX 300000U
#define TEXT_MAX (16U << 20) /* bytes of open text: the whole body at most */
#define FEEDS_MAX 8U         /* in one body, one behind another */
#define NAME_CACHE 64U       /* a power of two: a feed uses about 30 names */

struct frame {
	const struct element *e; /* NULL: unknown */
	struct str local;
	enum context ctx; /* of its children */
	enum ns ns;
	const struct scope *scope;
	size_t text_at;      /* where its text begins in the buffer */
	size_t markup_depth; /* levels below the construct's frame */
	bool is_markup;      /* the text is HTML source already */
	bool drops_div;      /* Atom's xhtml: the outer div is not content */
	enum text_kind kind; /* of a construct */
	bool is_base64;
	struct holder *holder;
	void *object; /* what it or an element around it has made */
};

struct name {
	const xmlChar *local, *prefix, *uri; /* libxml2 interns them: pointers are enough */
	const struct element *e;
	enum ns ns;
};

struct parser {
	struct arena *a;
	struct document *d;
	const struct parse_input *in;
	struct str xml, doctype;
	xmlParserCtxtPtr ctxt;
	struct frame stack[DEPTH_MAX + 1];
	size_t depth, n_elements;
	struct buf text;
	struct name names[NAME_CACHE];
	struct holder feed, item, source;
	struct date_notes dates;
	struct article current;
	struct document before;     /* as it was before the first element */
	size_t item_at, item_depth; /* of the open item: offset of its start tag's end, depth; 0: none */
	struct item_slices slices;  /* of xml; none once that was mended */
	uint32_t slice;             /* the next of them */
	bool needs_all;             /* what is known counts as well: nothing may be left out */
	unsigned items_max;
	bool has_root;
	enum ns unprefixed;     /* what names without a namespace are, by the root */
	const xmlChar *root_ns; /* of an unknown name space of the root, which is read like the usual one; or NULL */
	struct attributes attributes;
	size_t rest_at;                /* where something follows the root's end, 0: nothing does */
	bool is_mended, wants_mending; /* the tags are broken: the text is to be mended and read again */
	xmlChar entity_text[8];
	struct err err;
};

/* ---- names ---- */

static struct str
from_xml(const xmlChar *c)
{
	return str_from((const char *)c);
}

static const struct name *
look_up(struct parser *p, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct name *n = &p->names[((uintptr_t)local >> 3 ^ (uintptr_t)uri >> 2) & (NAME_CACHE - 1)];
	struct str l = from_xml(local);

	if (n->local == local && n->prefix == prefix && n->uri == uri)
		return n;
	*n = (struct name){ .local = local, .prefix = prefix, .uri = uri };
	if (uri != NULL) {
		n->ns = ns_from_uri(from_xml(uri));
	} else if (prefix != NULL) {
		n->ns = ns_from_prefix(from_xml(prefix));
		parse_problem(p->a, p->d, "namespace", (int)xmlSAX2GetLineNumber(p->ctxt),
		    "the prefix of %.*s:%.*s is not declared", STR_ARG(from_xml(prefix)), STR_ARG(l));
	}
	if (p->root_ns != NULL && p->root_ns == uri)
		n->ns = p->unprefixed; /* a name space of the feed's own making */
	if (n->ns == NS_NONE)
		n->ns = p->unprefixed;
	n->e = element_find(n->ns, l);
	return n;
}

/* ---- the root ---- */

static struct str
rss_format(const struct attributes *at, struct str doctype)
{
	struct str v = str_trim(attribute_nocase(at, "version"));

	if (str_is(v, "0.91"))
		return str_find_nocase(doctype, STR("netscape")) != STR_NPOS ? STR("rss091n") : STR("rss091u");
	if (str_is(v, "0.92"))
		return STR("rss092");
	if (str_is(v, "0.93"))
		return STR("rss093");
	if (str_is(v, "0.94"))
		return STR("rss094");
	return str_starts(v, STR("2")) ? STR("rss20") : STR("rss");
}

/* CDF says in attributes what others say in elements. */
static void
read_cdf_attributes(struct parser *p, struct frame *f)
{
	const struct attributes *at = &p->attributes;
	struct holder *h = f->holder;
	struct link l = { .rel = STR("alternate"), .type = STR("text/html") };
	struct str base = holder_keep(h, attribute_nocase(at, "base"));
	struct scope *scope;

	if (base.n > 0) {
		scope = arena_alloc(p->a, sizeof(*scope));
		*scope = (struct scope){ base_inside(p->a, f->scope->base, base), f->scope->lang };
		f->scope = scope;
	}
	holder_set_date(h, SLOT_UPDATED, 2, attribute_nocase(at, "lastmod"));
	l.url = holder_keep_url(h, attribute_nocase(at, "href"), f->scope);
	if (l.url.n == 0)
		return;
	holder_set_str(h, SLOT_URL, RANK_URL_LINK, l.url);
	*(struct link *)list_add(h->a, h->feed != NULL ? &h->feed->links : &h->article->links, sizeof(l)) = l;
}

static struct str
atom_format(const struct parser *p, enum ns ns, const xmlChar *uri)
{
	struct str version = str_trim(attribute(&p->attributes, "version"));

	if (ns == NS_ATOM03)
		return version.n == 0 || str_is(version, "0.3") ? STR("atom03") : STR("atom");
	return uri == NULL || ns == NS_ATOM ? STR("atom10") : STR("atom");
}

/* Whether the root is a feed's, and then which. A name space that nobody knows does not make it another thing. */
static void
on_root(struct parser *p, const struct name *n, struct str local)
{
	struct document *d = p->d;
	bool is_open = n->ns == NS_NONE || n->ns == NS_UNKNOWN;
	bool is_atom = n->ns == NS_ATOM || n->ns == NS_ATOM03;
	struct str format = STR_NONE;
	size_t i;

	if ((is_atom || is_open) && (str_is_nocase(local, "feed") || (str_is_nocase(local, "entry"))))
		format = atom_format(p, n->ns, n->uri);
	else if (n->ns == NS_RDF && str_is_nocase(local, "RDF"))
		format = STR("rss10");
	else if (is_open && (str_is_nocase(local, "rss") || str_is_nocase(local, "redirect")))
		format = rss_format(&p->attributes, p->doctype);
	else if (is_open && str_is_nocase(local, "channel"))
		format = STR("cdf");
	p->has_root = format.n > 0;
	if (!p->has_root)
		return;
	if (d->format.n == 0) /* of several feeds in one body the first */
		d->format = format;
	p->unprefixed = str_starts(format, STR("atom")) ? NS_ATOM : str_is(format, "cdf") ? NS_CDF : NS_NONE;
	p->root_ns = is_open ? n->uri : NULL;
	for (i = 0; i < NAME_CACHE; i++)
		p->names[i].local = NULL; /* the format decides what unprefixed names mean */
}

/* ---- markup inside text constructs, rewritten as HTML source ---- */

static void
become_markup(struct parser *p, struct frame *f)
{
	struct str so_far;

	if (f->is_markup)
		return;
	f->is_markup = true;
	if (f->kind == TEXT_HTML || p->text.n == f->text_at) /* already source, or nothing yet */
		return;
	so_far = arena_str(p->a, str_skip(buf_str(&p->text), f->text_at));
	p->text.n = f->text_at;
	markup_escape(&p->text, so_far, false);
}

/* Atom's xhtml has an outer div that is not content. */
static bool
is_outer_div(const struct frame *construct, struct str local, size_t inner_depth)
{
	return construct->drops_div && inner_depth == 1 && str_is(local, "div");
}

/* RFC 4287, 4.1.3.3: of other media types than text and XML the content is Base64. */
static bool
is_binary(struct str type)
{
	return str_find_char(type, '/') != STR_NPOS && !str_starts_nocase(type, STR("text/")) && !str_ends(type, STR("+xml")) &&
	       !str_ends(type, STR("/xml"));
}

/* What an Atom construct's type says. */
static void
set_atom_kind(struct parser *p, struct frame *f)
{
	struct str type = str_trim(attribute(&p->attributes, "type")), mode = str_trim(attribute(&p->attributes, "mode"));
	bool is_03 = str_is(p->d->format, "atom03");

	f->kind = TEXT_PLAIN;
	f->is_base64 = is_03 ? str_is_nocase(mode, "base64") : is_binary(type);
	if (f->is_base64)
		f->kind = str_is_nocase(type, "text/html") || str_is_nocase(type, "application/xhtml+xml") ? TEXT_HTML : TEXT_PLAIN;
	else if (is_03 ? str_is_nocase(mode, "escaped") : false)
		f->kind = str_is_nocase(type, "text/html") || str_is_nocase(type, "application/xhtml+xml") ? TEXT_HTML : TEXT_PLAIN;
	else if (str_is_nocase(type, "html") || str_is_nocase(type, "text/html"))
		f->kind = TEXT_HTML;
	else if (str_is_nocase(type, "xhtml") || str_ends(type, STR("+xml")) || str_ends(type, STR("/xml"))) {
		f->kind = TEXT_XHTML;
		f->is_markup = true;
		f->drops_div = !is_03;
	}
}

/* ---- SAX ---- */

static void
read_attributes(struct parser *p, int n, const xmlChar **v)
{
	struct attributes *at = &p->attributes;
	enum ns ns;
	int i;

	at->n = 0;
	for (i = 0; i < n && at->n < ATTRIBUTES_MAX; i++, v += 5) {
		ns = v[2] != NULL ? ns_from_uri(from_xml(v[2])) : NS_NONE;
		if (v[1] != NULL && v[2] == NULL) {
			ns = ns_from_prefix(from_xml(v[1]));
			parse_problem(p->a, p->d, "namespace", (int)xmlSAX2GetLineNumber(p->ctxt),
			    "the prefix of %.*s:%.*s is not declared", STR_ARG(from_xml(v[1])), STR_ARG(from_xml(v[0])));
		}
		at->v[at->n++] = (struct attribute){ from_xml(v[0]), ns, { (const char *)v[3], (size_t)(v[4] - v[3]) } };
	}
	attributes_decode(p->a, at, p->doctype);
}

/* xml:base and xml:lang make a new scope. */
static const struct scope *
scope_for(struct parser *p, const struct scope *outer)
{
	struct str base = str_trim(attribute_ns(&p->attributes, NS_XML, "base")), *lang = NULL;
	struct scope *s;
	size_t i;

	for (i = 0; i < p->attributes.n; i++)
		if (p->attributes.v[i].ns == NS_XML && str_is(p->attributes.v[i].name, "lang"))
			lang = &p->attributes.v[i].value;
	if (base.n == 0 && lang == NULL)
		return outer;
	s = arena_alloc(p->a, sizeof(*s));
	*s = *outer;
	s->base = base_inside(p->a, outer->base, base);
	if (lang != NULL)
		s->lang = language_tag(p->a, *lang);
	return s;
}

static size_t
offset(const struct parser *p)
{
	const xmlParserInput *in = p->ctxt->input;

	return (size_t)in->consumed + (size_t)(in->cur - in->base);
}

/* The language that xml:lang gives, for want of an element that says it. */
static void
set_language(struct parser *p, struct holder *h, const struct scope *scope, unsigned rank)
{
	if (scope->lang.n > 0)
		holder_set_str(h, SLOT_LANGUAGE, scope->lang.p == p->stack[0].scope->lang.p ? RANK_LANG_HTTP : rank, scope->lang);
}

static void
open_item(struct parser *p, struct frame *f)
{
	p->current = (struct article){ .content_html = STR_NONE };
	p->item = (struct holder){ .a = p->a, .article = &p->current, .dates = &p->dates, .number = p->d->articles.n };
	p->item_at = offset(p);
	p->item_depth = p->depth;
	f->holder = &p->item;
	f->object = NULL;
	holder_about(&p->item, attribute_ns(&p->attributes, NS_RDF, "about"), f->scope);
	if (f->ns == NS_CDF)
		read_cdf_attributes(p, f);
	if (f->scope->lang.p != p->stack[0].scope->lang.p)
		set_language(p, &p->item, f->scope, f->scope == f[-1].scope ? RANK_LANG_OUTSIDE : RANK_LANG_OWN);
}

static void
open_channel(struct parser *p, struct frame *f)
{
	f->holder = &p->feed;
	holder_about(&p->feed, attribute_ns(&p->attributes, NS_RDF, "about"), f->scope);
	if (f->ns == NS_CDF)
		read_cdf_attributes(p, f);
	set_language(p, &p->feed, f->scope, RANK_LANG_OWN);
}

/* atom:source: a feed's facts inside an item. */
static void
open_source(struct parser *p, struct frame *f)
{
	struct document *source = arena_zalloc(p->a, sizeof(*source));

	if (p->current.source == NULL)
		p->current.source = source;
	p->source = (struct holder){ .a = p->a, .feed = source };
	f->ctx = CTX_SOURCE;
	f->holder = &p->source;
	set_language(p, &p->source, f->scope, RANK_LANG_OWN);
}

/* What kind of text a construct is, which its attributes may say. */
static void
set_kind(struct parser *p, struct frame *f)
{
	struct str type;

	f->kind = TEXT_SNIFF;
	if (f->e->action == ACT_ATOM_TEXT) {
		set_atom_kind(p, f);
	} else if (f->e->action == ACT_HTML) {
		f->kind = TEXT_HTML;
	} else if (f->e->action == ACT_BODY) {
		f->kind = TEXT_XHTML;
		f->is_markup = true;
	} else if (f->e->ns == NS_MEDIA) {
		type = str_trim(attribute(&p->attributes, "type"));
		f->kind = str_is_nocase(type, "html") ? TEXT_HTML : str_is_nocase(type, "plain") ? TEXT_PLAIN : TEXT_SNIFF;
	}
	if (f->e->slot == SLOT_CONTENT && f->holder->article != NULL && f->scope != f[-1].scope)
		set_language(p, f->holder, f->scope, RANK_LANG_CONTENT);
}

/* Decides what an element is to its parent, and what its children will be to it. */
static void
open_element(struct parser *p, struct frame *f, const struct frame *up)
{
	const struct rule *rule;
	struct value v = {
		.e = f->e, .ns = f->ns, .local = f->local, .at = &p->attributes, .scope = f->scope, .outer = up->object
	};

	f->holder = up->holder;
	f->object = up->object;
	if (up->ctx == CTX_LEAF || up->ctx == CTX_IMAGE) { /* text inside, whatever it is wrapped in; or a part by its name */
		f->ctx = CTX_LEAF;
		f->e = NULL;
		return;
	}
	f->ctx = CTX_IGNORED;
	rule = rule_find(f->e != NULL ? f->e->action : ACT_NONE);
	if ((rule->inside & 1U << up->ctx) == 0) {
		f->e = NULL;
		return;
	}
	f->ctx = rule->opens == CTX_SAME ? up->ctx : rule->opens;
	if (f->e->action == ACT_ITEM) {
		open_item(p, f);
		return;
	}
	if (f->e->action == ACT_CHANNEL)
		open_channel(p, f);
	if (f->e->action == ACT_CHANNEL || f->e->action == ACT_FEED)
		return;
	if (f->holder == NULL) { /* outside of any feed */
		f->ctx = CTX_IGNORED;
		f->e = NULL;
		return;
	}
	if (f->e->action == ACT_SOURCE && f->e->ns == NS_ATOM) {
		open_source(p, f);
		return;
	}
	if (f->ctx == CTX_MARKUP)
		set_kind(p, f);
	if (rule->open != NULL)
		rule->open(f->holder, &v);
	if (v.object != NULL)
		f->object = v.object;
}

/* Once a document has an error, the library passes over "&amp;" and its like (xmlParseReference): it may forget the error. */
static void
forget_error(struct parser *p)
{
	p->ctxt->wellFormed = 1;
}

static void
stop(struct parser *p, const char *what, unsigned limit)
{
	parse_problem(p->a, p->d, "truncated", (int)xmlSAX2GetLineNumber(p->ctxt), "%s over %u: the rest is not read", what, limit);
	if (p->d->articles.n == 0 || (p->d->articles.n == 1 && p->item_depth > 0))
		err_set(&p->err, ERR_LIMIT, "%s over %u before the first item came whole", what, limit);
	xmlStopParser(p->ctxt);
}

/* A root of Atom or CDF is the feed itself; others hold it, and what stands beside it in RDF and worse. */
static void
open_root(struct parser *p, struct frame *f)
{
	f->holder = &p->feed;
	if (f->e != NULL && f->e->action == ACT_ITEM) {
		f->ctx = CTX_ITEM;
		open_item(p, f);
		return;
	}
	if (f->e != NULL && f->e->action == ACT_REDIRECT)
		f->ctx = CTX_REDIRECT;
	else
		f->ctx = f->ns == NS_ATOM || f->ns == NS_ATOM03 || f->ns == NS_CDF ? CTX_FEED : CTX_OUTSIDE;
	open_channel(p, f);
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_at,
    int n_def, const xmlChar **at)
{
	struct parser *p = ctx;
	struct frame *up = &p->stack[p->depth], *f;
	const struct name *n;
	struct str name = from_xml(local);

	(void)n_ns;
	(void)ns;
	(void)n_def;
	forget_error(p);
	if (p->depth == DEPTH_MAX) {
		stop(p, "depth", DEPTH_MAX);
		return;
	}
	if (++p->n_elements > ELEMENTS_MAX) {
		stop(p, "elements", ELEMENTS_MAX);
		return;
	}
	read_attributes(p, n_at, at);
	f = &p->stack[++p->depth];
	*f = (struct frame){ .text_at = p->text.n, .scope = up->scope, .local = name };
	if (up->ctx == CTX_MARKUP) {
		f->ctx = CTX_MARKUP;
		f->e = NULL;
		f->markup_depth = up->markup_depth + 1;
		become_markup(p, f - f->markup_depth);
		if (!is_outer_div(f - f->markup_depth, name, f->markup_depth))
			markup_open(&p->text, name, &p->attributes);
		return;
	}
	f->scope = p->attributes.n > 0 ? scope_for(p, up->scope) : up->scope;
	n = look_up(p, local, prefix, uri);
	if (!p->has_root) {
		on_root(p, n, name);
		p->d->base = f->scope->base;
		if (!p->has_root) {
			f->ctx = CTX_IGNORED;
			return;
		}
		n = look_up(p, local, prefix, uri);
	} else if (str_is(p->d->format, "rss10") && n->ns == NS_RSS090) {
		p->d->format = STR("rss090");
	}
	f->e = n->e;
	f->ns = n->ns;
	if (p->depth == 1)
		open_root(p, f);
	else
		open_element(p, f, up);
}

/* The slices before the byte at: those that were taken out become articles. True, and *out is it, when one begins there. */
static bool
next_slice(struct parser *p, size_t at, struct item_slice *out)
{
	const struct item_slice *s;

	while (p->slice < p->slices.n) {
		s = &p->slices.v[p->slice];
		if (!s->is_known && s->tag_end >= at) {
			*out = *s;
			return s->tag_end == at;
		}
		if (s->is_known && s->start > at)
			return false;
		if (s->is_known)
			item_slice_recall(p->a, p->d, s, p->items_max);
		p->slice++;
	}
	return false;
}

static void
close_item(struct parser *p)
{
	struct item_slice slice;
	struct article *a;
	bool has_slice = next_slice(p, p->item_at, &slice);

	if (p->d->articles.n >= p->items_max) {
		p->d->dropped = (struct opt_int){ p->d->dropped.v + 1, true };
		return;
	}
	holder_finish(&p->item);
	if (has_slice && slice.end == offset(p))
		p->current.raw_hash = (struct opt_int){ slice.fingerprint, true };
	a = list_add(p->a, &p->d->articles, sizeof(*a));
	*a = p->current;
}

static void
close_element(struct parser *p, struct frame *f, const struct frame *up)
{
	struct value v = { .e = f->e,
		.ns = f->ns,
		.local = f->local,
		.scope = f->scope,
		.kind = f->is_markup ? TEXT_XHTML : f->kind,
		.object = f->object,
		.outer = up->object,
		.text = str_skip(buf_str(&p->text), f->text_at) };

	v.text = f->is_base64 ? repair_base64(p->a, v.text) : repair_double_utf8(p->a, v.text);
	if (up->ctx == CTX_IMAGE)
		feed_part_close(f->holder, &v);
	else if (f->e != NULL && rule_find(f->e->action)->close != NULL && f->ctx != CTX_SOURCE)
		rule_find(f->e->action)->close(f->holder, &v);
	if (f->ctx == CTX_SOURCE)
		holder_finish(f->holder);
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct parser *p = ctx;
	struct frame *f = &p->stack[p->depth], *up;

	(void)prefix;
	(void)uri;
	forget_error(p);
	if (p->depth == 0)
		return;
	up = f - 1;
	p->depth--;
	if (f->ctx == CTX_MARKUP && f->e == NULL) {
		if (!is_outer_div(f - f->markup_depth, from_xml(local), f->markup_depth))
			markup_close(&p->text, from_xml(local));
		return; /* the text belongs to the construct: it stays */
	}
	if (f->ctx == CTX_LEAF && f->e == NULL && up->ctx == CTX_LEAF)
		return; /* the same for a wrapper inside a plain value */
	close_element(p, f, up);
	p->text.n = f->text_at;
	if (f->holder == &p->item && p->item_depth == p->depth + 1) {
		close_item(p);
		p->item_depth = 0;
	}
}

static void
on_text(void *ctx, const xmlChar *c, int n)
{
	struct parser *p = ctx;
	struct frame *f = &p->stack[p->depth];
	struct frame *construct = f - f->markup_depth;
	struct str s = { (const char *)c, (size_t)n };

	forget_error(p);
	if (f->ctx == CTX_IGNORED || (f->ctx != CTX_MARKUP && f->ctx != CTX_LEAF && f->ctx != CTX_PERSON))
		return;
	if (n == 2 && c[0] == 0xc2 && c[1] < 0xa0) /* &#150; and its like: nobody means these controls, but windows-1252 */
		buf_add_utf8(&p->text, entity_c1(c[1]));
	else if (construct->is_markup && construct->kind != TEXT_HTML)
		markup_escape(&p->text, s, false);
	else
		buf_add_str(&p->text, s);
}

/* Only what libxml2 does not know by itself comes here: HTML's names, and those of a DOCTYPE that was cut off. */
static xmlEntityPtr
on_get_entity(void *ctx, const xmlChar *name)
{
	struct parser *p = ctx;
	struct str n = from_xml(name), declared;
	xmlEntityPtr known = xmlGetPredefinedEntity(name);
	uint32_t c;

	if (known != NULL)
		return known;
	c = entity_codepoint(n);
	declared = doctype_entity(p->doctype, n);
	if (c == 0 && declared.n == 0) {
		parse_problem(
		    p->a, p->d, "entity", (int)xmlSAX2GetLineNumber(p->ctxt), "the entity %.*s is not defined", STR_ARG(n));
		on_text(p, (const xmlChar *)"&", 1);
		on_text(p, name, (int)n.n);
		on_text(p, (const xmlChar *)";", 1);
		return NULL;
	}
	if (declared.n == 0) {
		parse_problem(p->a, p->d, "entity", (int)xmlSAX2GetLineNumber(p->ctxt), "the entity %.*s is HTML's", STR_ARG(n));
		p->entity_text[utf8_put(c, (char *)p->entity_text)] = 0;
		on_text(p, p->entity_text, xmlStrlen(p->entity_text));
	} else {
		on_text(p, (const xmlChar *)declared.p, (int)declared.n);
	}
	return NULL; /* its text was taken: nothing is left to expand */
}

static void
on_reference(void *ctx, const xmlChar *name)
{
	(void)ctx;
	(void)name; /* on_get_entity() has given its text */
}

/* No DOCTYPE gets here, for prolog_cut() took it. If one does, something is wrong: nothing more is read. */
static void
on_subset(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	struct parser *p = ctx;

	(void)name;
	(void)external;
	(void)system;
	err_set(&p->err, ERR_INPUT, "a document type declaration inside the document");
	xmlStopParser(p->ctxt);
}

/* Errors behind which the library reads on with elements at the wrong depth, or not at all. */
static bool
breaks_tags(int code)
{
	static const int codes[] = { XML_ERR_TAG_NAME_MISMATCH, XML_ERR_NAME_REQUIRED, XML_ERR_GT_REQUIRED, XML_ERR_SPACE_REQUIRED,
		XML_ERR_ATTRIBUTE_NOT_STARTED, XML_ERR_ATTRIBUTE_NOT_FINISHED, XML_ERR_ATTRIBUTE_WITHOUT_VALUE,
		XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED, XML_ERR_LT_IN_ATTRIBUTE, XML_ERR_LTSLASH_REQUIRED,
		XML_ERR_EQUAL_REQUIRED, XML_ERR_RESERVED_XML_NAME, XML_ERR_INTERNAL_ERROR, XML_ERR_PI_NOT_STARTED,
		XML_ERR_PI_NOT_FINISHED, XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_CDATA_NOT_FINISHED };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (code == codes[i])
			return true;
	return false;
}

static void
on_error(void *ctx, xmlErrorPtr e)
{
	struct parser *p = ctx;
	struct str message = str_trim(from_xml((const xmlChar *)e->message));

	if (e->code == XML_NS_ERR_UNDEFINED_NAMESPACE || e->code == XML_ERR_UNDECLARED_ENTITY ||
	    e->code == XML_WAR_UNDECLARED_ENTITY || e->code == XML_WAR_NS_URI || e->code == XML_WAR_NS_URI_RELATIVE ||
	    e->level == XML_ERR_WARNING || p->wants_mending)
		return; /* told better by ourselves, or no error */
	if (e->code == XML_ERR_DOCUMENT_END && p->depth == 0 && p->has_root && p->rest_at == 0)
		p->rest_at = offset(p);
	if (!p->is_mended && p->depth > 0 && breaks_tags(e->code)) {
		p->wants_mending = true;
		*p->d = p->before; /* what was read is read again, and told then */
	}
	parse_problem(p->a, p->d, e->code == XML_ERR_TAG_NOT_FINISHED ? "truncated" : "syntax", e->line, "%.*s", STR_ARG(message));
	if (p->wants_mending)
		xmlStopParser(p->ctxt);
}

static const xmlSAXHandler handlers = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_text,
	.cdataBlock = on_text,
	.ignorableWhitespace = on_text,
	.getEntity = on_get_entity,
	.reference = on_reference,
	.internalSubset = on_subset,
	.serror = (xmlStructuredErrorFunc)on_error,
};

/* One reading of p->xml. -1 when the library refuses it. */
static int
read_once(struct parser *p)
{
	p->ctxt = sax_open(p->xml, &handlers, p);
	if (p->ctxt == NULL)
		return -1;
	p->depth = p->n_elements = p->item_depth = p->rest_at = 0;
	p->has_root = false;
	memset(p->names, 0, sizeof(p->names)); /* they point into the library's dictionary */
	buf_clear(&p->text);
	p->ctxt->hasExternalSubset = 1; /* or an entity that on_get_entity() has answered counts as an error */
	sax_run(p->ctxt);
	return 0;
}

/* Behind the root, the next feed of the same body; false when there is none. */
static bool
find_next_feed(struct parser *p)
{
	struct str rest = str_skip(p->xml, p->rest_at), next, doctype;
	struct err e;
	size_t at;

	if (p->rest_at == 0 || !prolog_is_feed(prolog_root(rest, &at)))
		return false;
	if (prolog_cut(p->a, rest, p->d, &next, &doctype, &e) != 0)
		return false;
	p->xml = next;
	return next.n > 0;
}

/* Everything that can be had from p->xml: mended where it is broken, and one feed behind another. */
static int
read_all(struct parser *p)
{
	struct holder feed;
	struct date_notes dates;
	unsigned n;

	for (n = 0; n < FEEDS_MAX; n++) {
		p->before = *p->d;
		feed = p->feed;
		dates = p->dates;
		if (read_once(p) != 0)
			return -1;
		if (p->wants_mending) {
			p->needs_all = true;
			p->slices.n = 0;
			p->wants_mending = false;
			p->is_mended = true;
			p->xml = mend_xml(p->a, p->xml);
			p->feed = feed;
			p->dates = dates;
			if (read_once(p) != 0)
				return -1;
		}
		next_slice(p, SIZE_MAX, &(struct item_slice){ 0 });
		p->slices.n = 0;
		if (p->item_depth > 0)
			parse_problem(p->a, p->d, "truncated", 0, "the last item did not come whole and is left out");
		if (!find_next_feed(p))
			break;
	}
	return 0;
}

int
feed_xml_parse(struct arena *a, struct str xml, struct str doctype, const struct parse_input *in, struct document *d, struct err *e)
{
	struct parser *p = arena_zalloc(a, sizeof(*p));
	struct scope *outer = arena_zalloc(a, sizeof(*outer));
	struct document before = *d;
	bool has_cut;
	int rc;

	outer->base = base_inside(a, in->base_url, in->content_location);
	outer->lang = language_tag(a, in->content_language);
	p->a = a;
	p->d = d;
	p->in = in;
	p->xml = item_slices_xml(a, in, doctype, xml, &p->slices);
	has_cut = p->xml.n < xml.n;
	p->doctype = doctype;
	p->items_max = in->items_max > 0 && in->items_max < PARSE_ITEMS_MAX ? in->items_max : PARSE_ITEMS_MAX;
	p->feed = (struct holder){ .a = a, .feed = d, .dates = &p->dates, .number = UINT32_MAX };
	p->stack[0].scope = outer;
	buf_init(&p->text, TEXT_MAX);
	rc = read_all(p);
	buf_release(&p->text);
	if (has_cut && (p->needs_all || p->dates.unsure.n > 0)) { /* known items show how dates are meant, or how tags are broken */
		struct parse_input all = *in;

		all.n_known = 0;
		*d = before;
		return feed_xml_parse(a, xml, doctype, &all, d, e);
	}
	if (rc != 0)
		return err_set(e, ERR_INPUT, "not a feed: no XML");
	if (p->err.kind != ERR_NONE)
		return err_set(e, p->err.kind, "%s", p->err.text);
	if (d->format.n == 0)
		return err_set(e, ERR_INPUT, "not a feed: no root element of RSS, RDF or Atom");
	holder_finish(&p->feed);
	holder_settle_dates(p->a, p->d, &p->dates);
	return 0;
}
