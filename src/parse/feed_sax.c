#include "config.h"
#include "parse/feed_sax.h"

#include <libxml/parserInternals.h>

#include "base/url.h"
#include "base/utf8.h"
#include "parse/doctype.h"
#include "parse/entities.h"
#include "parse/markup.h"
#include "parse/repair.h"

/* ---- names ---- */

static struct str
from_xml(const xmlChar *c)
{
	return str_from((const char *)c);
}

static const struct feed_name *
look_up(struct feed_parser *p, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct feed_name *n = &p->names[((uintptr_t)local >> 3 ^ (uintptr_t)uri >> 2) & (NAME_CACHE - 1)];
	struct str l = from_xml(local);

	if (n->local == local && n->prefix == prefix && n->uri == uri)
		return n;
	*n = (struct feed_name){ .local = local, .prefix = prefix, .uri = uri };
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
read_cdf_attributes(struct feed_parser *p, struct feed_frame *f)
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
atom_format(const struct feed_parser *p, enum ns ns, const xmlChar *uri)
{
	struct str version = str_trim(attribute(&p->attributes, "version"));

	if (ns == NS_ATOM03)
		return version.n == 0 || str_is(version, "0.3") ? STR("atom03") : STR("atom");
	return uri == NULL || ns == NS_ATOM ? STR("atom10") : STR("atom");
}

/* Whether the root is a feed's, and then which. A name space that nobody knows does not make it another thing. */
static void
on_root(struct feed_parser *p, const struct feed_name *n, struct str local)
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
become_markup(struct feed_parser *p, struct feed_frame *f)
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
is_outer_div(const struct feed_frame *construct, struct str local, size_t inner_depth)
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
set_atom_kind(struct feed_parser *p, struct feed_frame *f)
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
read_attributes(struct feed_parser *p, int n, const xmlChar **v)
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
scope_for(struct feed_parser *p, const struct scope *outer)
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
offset(const struct feed_parser *p)
{
	const xmlParserInput *in = p->ctxt->input;

	return (size_t)in->consumed + (size_t)(in->cur - in->base);
}

/* The language that xml:lang gives, for want of an element that says it. */
static void
set_language(struct feed_parser *p, struct holder *h, const struct scope *scope, unsigned rank)
{
	if (scope->lang.n > 0)
		holder_set_str(h, SLOT_LANGUAGE, scope->lang.p == p->stack[0].scope->lang.p ? RANK_LANG_HTTP : rank, scope->lang);
}

static void
open_item(struct feed_parser *p, struct feed_frame *f)
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
open_channel(struct feed_parser *p, struct feed_frame *f)
{
	f->holder = &p->feed;
	holder_about(&p->feed, attribute_ns(&p->attributes, NS_RDF, "about"), f->scope);
	if (f->ns == NS_CDF)
		read_cdf_attributes(p, f);
	set_language(p, &p->feed, f->scope, RANK_LANG_OWN);
}

/* atom:source: a feed's facts inside an item. */
static void
open_source(struct feed_parser *p, struct feed_frame *f)
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
set_kind(struct feed_parser *p, struct feed_frame *f)
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
open_element(struct feed_parser *p, struct feed_frame *f, const struct feed_frame *up)
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
forget_error(struct feed_parser *p)
{
	p->ctxt->wellFormed = 1;
}

static void
stop(struct feed_parser *p, const char *what, unsigned limit)
{
	parse_problem(p->a, p->d, "truncated", (int)xmlSAX2GetLineNumber(p->ctxt), "%s over %u: the rest is not read", what, limit);
	if (p->d->articles.n == 0 || (p->d->articles.n == 1 && p->item_depth > 0))
		err_set(&p->err, ERR_LIMIT, "%s over %u before the first item came whole", what, limit);
	xmlStopParser(p->ctxt);
}

/* A root of Atom or CDF is the feed itself; others hold it, and what stands beside it in RDF and worse. */
static void
open_root(struct feed_parser *p, struct feed_frame *f)
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
	struct feed_parser *p = ctx;
	struct feed_frame *up = &p->stack[p->depth], *f;
	const struct feed_name *n;
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
	*f = (struct feed_frame){ .text_at = p->text.n, .scope = up->scope, .local = name };
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

bool
feed_sax_slice(struct feed_parser *p, size_t at, struct item_slice *out)
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
close_item(struct feed_parser *p)
{
	struct item_slice slice;
	struct article *a;
	bool has_slice = feed_sax_slice(p, p->item_at, &slice);

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
close_element(struct feed_parser *p, struct feed_frame *f, const struct feed_frame *up)
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
close_innermost(struct feed_parser *p)
{
	struct feed_frame *f = &p->stack[p->depth], *up = f - 1;

	p->depth--;
	if (f->ctx == CTX_MARKUP && f->e == NULL) {
		if (!is_outer_div(f - f->markup_depth, f->local, f->markup_depth))
			markup_close(&p->text, f->local);
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
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct feed_parser *p = ctx;

	(void)local; /* the library has seen to it that it is the open one's */
	(void)prefix;
	(void)uri;
	forget_error(p);
	if (p->depth > 0)
		close_innermost(p);
}

/* The document ends, and elements may be open. */
static void
on_end_document(void *ctx)
{
	struct feed_parser *p = ctx;
	bool is_known_by_name, is_whole; /* the open item, but for its end tag */

	if (p->wants_mending || p->ctxt->disableSAX != 0) /* it does not end here: no more of it is read */
		return;
	is_known_by_name = p->current.id.n > 0 || p->current.links.n > 0;
	is_whole = p->item_depth > 0 && p->depth == p->item_depth && p->ends_in_tag && is_known_by_name;
	if (p->in->ending == ENDING_CUT || (p->in->ending == ENDING_CAREFUL && !is_whole))
		return;
	while (p->depth > 0)
		close_innermost(p);
}

static void
on_text(void *ctx, const xmlChar *c, int n)
{
	struct feed_parser *p = ctx;
	struct feed_frame *f = &p->stack[p->depth];
	struct feed_frame *construct = f - f->markup_depth;
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
	struct feed_parser *p = ctx;
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
	struct feed_parser *p = ctx;

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
	struct feed_parser *p = ctx;
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

const xmlSAXHandler feed_sax_handlers = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.endDocument = on_end_document,
	.characters = on_text,
	.cdataBlock = on_text,
	.ignorableWhitespace = on_text,
	.getEntity = on_get_entity,
	.reference = on_reference,
	.internalSubset = on_subset,
	.serror = (xmlStructuredErrorFunc)on_error,
};
