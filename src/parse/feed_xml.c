#include "config.h"
#include "parse/feed_xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/url.h"
#include "base/utf8.h"
#include "parse/entities.h"
#include "parse/field_set.h"
#include "parse/names.h"
#include "parse/prolog.h"
#include "parse/repair.h"

#define DEPTH_MAX 200U        /* elements */
#define ELEMENTS_MAX 300000U
#define TEXT_MAX (16U << 20)  /* bytes of open text: the whole body at most */
#define NAME_CACHE 64U        /* a power of two: a feed uses about 30 names */

enum context {
	CTX_OUTSIDE = 0,
	CTX_FEED,
	CTX_ITEM,
	CTX_SOURCE,
	CTX_PERSON,
	CTX_IMAGE,
	CTX_TEXT_INPUT,
	CTX_MEDIA,   /* inside media:content */
	CTX_HOURS,
	CTX_LEAF,    /* collects text, expects no children */
	CTX_MARKUP,  /* inline markup of a text construct */
	CTX_IGNORED
};

struct frame {
	const struct element *e; /* NULL: unknown */
	enum context ctx;        /* of its children */
	enum ns ns;
	const struct scope *scope;
	size_t text_at; /* where its text begins in the buffer */
	size_t markup_depth; /* levels below the construct's frame */
	bool is_markup;      /* the text is HTML source already */
	bool drops_div;      /* Atom's xhtml: the outer div is not content */
	enum text_kind kind; /* of a construct */
	bool is_base64;
	struct holder *holder;
	struct person *person;
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
	struct article current;
	size_t item_at, item_depth; /* of the open item: byte offset, depth; 0: none */
	unsigned items_max;
	bool has_root;
	struct attributes attributes;
	xmlEntity entity;
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
	size_t colon;

	if (n->local == local && n->prefix == prefix && n->uri == uri)
		return n;
	*n = (struct name){ .local = local, .prefix = prefix, .uri = uri };
	if (uri != NULL) {
		n->ns = ns_from_uri(from_xml(uri));
	} else {
		colon = str_find_char(l, ':'); /* an undeclared prefix stays in the name */
		if (colon != STR_NPOS) {
			n->ns = ns_from_prefix(str_head(l, colon));
			l = str_skip(l, colon + 1);
			parse_problem(p->a, p->d, "namespace", (int)xmlSAX2GetLineNumber(p->ctxt), "the prefix of %.*s is not declared",
			    STR_ARG(from_xml(local)));
		}
	}
	if (n->ns == NS_NONE && p->d->format.n > 0 && str_starts(p->d->format, STR("atom")))
		n->ns = NS_ATOM; /* a feed without its namespace */
	n->e = element_find(n->ns, l);
	return n;
}

/* ---- the root ---- */

static struct str
rss_format(const struct attributes *at, struct str doctype)
{
	struct str v = str_trim(attribute(at, "version"));

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

static void
on_root(struct parser *p, const struct name *n, struct str local)
{
	struct document *d = p->d;
	size_t i;

	p->has_root = true;
	if (n->ns == NS_ATOM && str_is(local, "feed"))
		d->format = STR("atom10");
	else if (n->ns == NS_ATOM03)
		d->format = str_is(attribute(&p->attributes, "version"), "0.3") || attribute(&p->attributes, "version").n == 0 ?
		    STR("atom03") : STR("atom");
	else if (n->ns == NS_RDF)
		d->format = STR("rss10");
	else if (n->ns == NS_NONE && str_is_nocase(local, "rss"))
		d->format = rss_format(&p->attributes, p->doctype);
	else if (n->ns == NS_NONE && str_is_nocase(local, "feed"))
		d->format = STR("atom10");
	else
		p->has_root = false;
	for (i = 0; i < NAME_CACHE && p->has_root; i++)
		p->names[i].local = NULL; /* the format decides what unprefixed names mean */
}

static bool
is_rss(const struct parser *p)
{
	return str_starts(p->d->format, STR("rss"));
}

/* ---- markup inside text constructs, rewritten as HTML source ---- */

static void
add_escaped(struct buf *out, struct str s, bool is_attribute)
{
	size_t i, from = 0;
	const char *ref;

	for (i = 0; i < s.n; i++) {
		ref = s.p[i] == '&' ? "&amp;" : s.p[i] == '<' ? "&lt;" : s.p[i] == '>' ? "&gt;" : s.p[i] == '"' && is_attribute ? "&quot;" : NULL;
		if (ref == NULL)
			continue;
		buf_add(out, s.p + from, i - from);
		buf_add_c(out, ref);
		from = i + 1;
	}
	buf_add_str(out, str_skip(s, from));
}

static void
become_markup(struct parser *p, struct frame *f)
{
	struct str so_far;

	if (f->is_markup)
		return;
	f->is_markup = true;
	if (f->kind == TEXT_HTML || p->text.n == f->text_at) { /* already source, or nothing yet */
		return;
	}
	so_far = arena_str(p->a, str_skip(buf_str(&p->text), f->text_at));
	p->text.n = f->text_at;
	add_escaped(&p->text, so_far, false);
}

static void
open_markup(struct parser *p, struct frame *f, struct str local, size_t inner_depth)
{
	size_t i;

	become_markup(p, f);
	if (f->drops_div && inner_depth == 1 && str_is(local, "div"))
		return;
	buf_add_char(&p->text, '<');
	buf_add_str(&p->text, local);
	for (i = 0; i < p->attributes.n; i++) {
		buf_add_char(&p->text, ' ');
		buf_add_str(&p->text, p->attributes.v[i].name);
		buf_add_c(&p->text, "=\"");
		add_escaped(&p->text, p->attributes.v[i].value, true);
		buf_add_char(&p->text, '"');
	}
	buf_add_char(&p->text, '>');
}

static void
close_markup(struct parser *p, const struct frame *f, struct str local, size_t inner_depth)
{
	static const char *const empty[] = { "br", "hr", "img", "input", "wbr", "col", "area", "source" };
	bool is_div = f->drops_div && inner_depth == 1 && str_is(local, "div");
	size_t i;

	for (i = 0; i < sizeof(empty) / sizeof(empty[0]) && !is_div; i++)
		if (str_is(local, empty[i]))
			return;
	if (is_div)
		return;
	buf_add_c(&p->text, "</");
	buf_add_str(&p->text, local);
	buf_add_char(&p->text, '>');
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
		f->kind = is_03 && !str_is_nocase(type, "text/html") && !str_is_nocase(type, "application/xhtml+xml") ? TEXT_PLAIN : TEXT_HTML;
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
	int i;

	at->n = 0;
	for (i = 0; i < n && at->n < ATTRIBUTES_MAX; i++, v += 5)
		at->v[at->n++] = (struct attribute){ from_xml(v[0]), v[2] != NULL ? ns_from_uri(from_xml(v[2])) : NS_NONE,
			{ (const char *)v[3], (size_t)(v[4] - v[3]) } };
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
	if (base.n > 0 && url_is_fit_for_base(base))
		s->base = url_resolve(p->a, outer->base, arena_str(p->a, base));
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

static void
open_item(struct parser *p, struct frame *f)
{
	if (p->item_depth > 0) { /* an entry inside an entry is none */
		f->ctx = CTX_IGNORED;
		return;
	}
	p->current = (struct article){ .content_html = STR_NONE };
	p->item = (struct holder){ .a = p->a, .d = p->d, .article = &p->current };
	p->item_at = offset(p);
	p->item_depth = p->depth;
	f->ctx = CTX_ITEM;
	f->holder = &p->item;
	holder_about(&p->item, attribute_ns(&p->attributes, NS_RDF, "about"), f->scope);
}

static void
open_source(struct parser *p, struct frame *f)
{
	struct document *source = arena_zalloc(p->a, sizeof(*source));

	p->current.source = source;
	if (f->ns == NS_ATOM || f->ns == NS_ATOM03) {
		p->source = (struct holder){ .a = p->a, .d = source, .feed = source };
		f->ctx = CTX_SOURCE;
		f->holder = &p->source;
		return;
	}
	source->feed_url = url_resolve(p->a, f->scope->base, arena_str(p->a, attribute(&p->attributes, "url")));
	f->ctx = CTX_LEAF;
}

/* Decides what an element is to its parent, and what its children will be to it. */
static void
open_element(struct parser *p, struct frame *f, const struct frame *up)
{
	const struct element *e = f->e;
	struct holder *h = f->holder = up->holder;

	f->ctx = CTX_IGNORED;
	if (e == NULL || up->ctx == CTX_IGNORED || up->ctx == CTX_LEAF) {
		f->e = NULL;
		return;
	}
	if (e->action == ACT_ITEM && (up->ctx == CTX_FEED || up->ctx == CTX_OUTSIDE)) {
		open_item(p, f);
		return;
	}
	if (e->action == ACT_CHANNEL && (up->ctx == CTX_OUTSIDE || up->ctx == CTX_FEED)) {
		f->ctx = CTX_FEED;
		f->holder = &p->feed;
		holder_about(&p->feed, attribute_ns(&p->attributes, NS_RDF, "about"), f->scope);
		if (f->scope->lang.n > 0 && p->d->language.n == 0)
			holder_language(&p->feed, f->scope->lang, RANK_SCOPE);
		return;
	}
	if (h == NULL || e->action == ACT_FEED || e->action == ACT_CHANNEL || e->action == ACT_ITEM) {
		f->e = NULL;
		return;
	}
	f->ctx = CTX_LEAF;
	switch (up->ctx) {
	case CTX_PERSON:
		if (e->action != ACT_PERSON_PART)
			f->e = NULL;
		f->person = up->person;
		return;
	case CTX_IMAGE:
	case CTX_TEXT_INPUT:
		return; /* fields by their names, when they end */
	case CTX_HOURS:
		if (e->action != ACT_HOUR && e->action != ACT_DAY)
			f->e = NULL;
		return;
	case CTX_MEDIA:
		if (e->ns != NS_MEDIA)
			f->e = NULL;
		break;
	case CTX_OUTSIDE:
	case CTX_FEED:
	case CTX_ITEM:
	case CTX_SOURCE:
	case CTX_LEAF:
	case CTX_MARKUP:
	case CTX_IGNORED:
		break;
	}
	if (f->e == NULL) {
		f->ctx = CTX_IGNORED;
		return;
	}
	switch (e->action) {
	case ACT_TEXT:
	case ACT_MEDIA_TITLE:
	case ACT_MEDIA_DESCRIPTION:
		f->kind = media_text_kind(e, &p->attributes);
		f->ctx = CTX_MARKUP;
		break;
	case ACT_ATOM_TEXT:
		set_atom_kind(p, f);
		f->ctx = CTX_MARKUP;
		holder_content_type(h, e, &p->attributes, f->scope);
		break;
	case ACT_HTML:
		f->kind = TEXT_HTML;
		f->ctx = CTX_MARKUP;
		break;
	case ACT_BODY:
		f->kind = TEXT_XHTML;
		f->is_markup = true;
		f->ctx = CTX_MARKUP;
		break;
	case ACT_ATOM_PERSON:
	case ACT_ITUNES_OWNER:
		f->person = arena_zalloc(p->a, sizeof(*f->person));
		f->ctx = CTX_PERSON;
		break;
	case ACT_SOURCE:
		if (up->ctx == CTX_ITEM)
			open_source(p, f);
		break;
	case ACT_IMAGE:
		f->ctx = CTX_IMAGE;
		break;
	case ACT_TEXT_INPUT:
		f->ctx = CTX_TEXT_INPUT;
		break;
	case ACT_SKIP_HOURS:
		f->ctx = CTX_HOURS;
		break;
	case ACT_MEDIA_GROUP:
		f->ctx = up->ctx; /* flattened */
		break;
	case ACT_MEDIA_CONTENT:
		holder_media_content(h, &p->attributes, f->scope);
		f->ctx = CTX_MEDIA;
		break;
	case ACT_ITUNES_CATEGORY:
		holder_attributes(h, e, &p->attributes, f->scope, false);
		f->ctx = up->ctx; /* nested ones count too */
		break;
	default: /* leaves: what they carry in attributes is read now, text at their end */
		holder_attributes(h, e, &p->attributes, f->scope, up->ctx == CTX_MEDIA);
		break;
	}
}

static void
stop(struct parser *p, const char *what, unsigned limit)
{
	parse_problem(p->a, p->d, "truncated", (int)xmlSAX2GetLineNumber(p->ctxt), "%s over %u: the rest is not read", what, limit);
	xmlStopParser(p->ctxt);
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_at, int n_def,
    const xmlChar **at)
{
	struct parser *p = ctx;
	struct frame *up = &p->stack[p->depth], *f;
	const struct name *n;
	struct str name = from_xml(local);

	(void)n_ns;
	(void)ns;
	(void)n_def;
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
	*f = (struct frame){ .text_at = p->text.n, .scope = up->scope };
	if (up->ctx == CTX_MARKUP) {
		f->ctx = CTX_MARKUP;
		f->e = NULL;
		f->markup_depth = up->markup_depth + 1;
		open_markup(p, f - f->markup_depth, name, f->markup_depth);
		return;
	}
	f->scope = p->attributes.n > 0 ? scope_for(p, up->scope) : up->scope;
	n = look_up(p, local, prefix, uri);
	if (!p->has_root) {
		on_root(p, n, name);
		f->ctx = p->has_root ? CTX_OUTSIDE : CTX_IGNORED;
		if (n->ns == NS_ATOM || n->ns == NS_ATOM03 || str_is(p->d->format, "atom10")) {
			f->ctx = CTX_FEED;
			f->holder = &p->feed;
		}
		if (p->has_root && f->scope->lang.n > 0)
			holder_language(&p->feed, f->scope->lang, RANK_SCOPE);
		p->d->base = f->scope->base;
		return;
	}
	if (str_is(p->d->format, "rss10") && n->ns == NS_RSS090)
		p->d->format = STR("rss090");
	f->e = n->e;
	f->ns = n->ns;
	if (up->ctx == CTX_OUTSIDE && up->holder == NULL && is_rss(p))
		up->holder = &p->feed; /* RDF: image and textinput stand beside the channel */
	open_element(p, f, up);
}

static void
close_item(struct parser *p)
{
	struct article *a;
	size_t end = offset(p);

	if (p->d->articles.n >= p->items_max) {
		p->d->dropped = (struct opt_int){ p->d->dropped.v + 1, true };
		return;
	}
	holder_finish(&p->item);
	if (end > p->item_at && end <= p->xml.n) {
		uint64_t h = hash_fast((struct str){ p->xml.p + p->item_at, end - p->item_at }, 0);

		p->current.raw_hash = (struct opt_int){ (int64_t)(h >> 1), true };
	}
	a = list_add(p->a, &p->d->articles, sizeof(*a));
	*a = p->current;
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct parser *p = ctx;
	struct frame *f = &p->stack[p->depth], *up;
	struct str text;

	(void)prefix;
	(void)uri;
	if (p->depth == 0)
		return;
	up = f - 1;
	if (f->ctx == CTX_MARKUP && f->e == NULL) {
		close_markup(p, f - f->markup_depth, from_xml(local), f->markup_depth);
		/* the text belongs to the construct: it stays */
		p->depth--;
		return;
	}
	text = str_skip(buf_str(&p->text), f->text_at);
	if (f->is_base64)
		text = repair_base64(p->a, text);
	if (f->e != NULL) {
		struct value v = { .e = f->e, .ns = f->ns, .text = text, .scope = f->scope, .kind = f->is_markup ? TEXT_XHTML : f->kind,
			.person = f->person, .local = from_xml(local) };

		switch (up->ctx) {
		case CTX_IMAGE:
			holder_image_part(up->holder, &v);
			break;
		case CTX_TEXT_INPUT:
			holder_text_input_part(up->holder, &v);
			break;
		case CTX_MEDIA:
			holder_media_part(up->holder, &v);
			break;
		case CTX_OUTSIDE:
		case CTX_FEED:
		case CTX_ITEM:
		case CTX_SOURCE:
		case CTX_PERSON:
		case CTX_HOURS:
			if (f->holder != NULL)
				holder_value(f->holder, &v);
			break;
		case CTX_LEAF:
		case CTX_MARKUP:
		case CTX_IGNORED:
			break;
		}
	}
	p->text.n = f->text_at;
	if (f->ctx == CTX_ITEM && p->item_depth == p->depth) {
		close_item(p);
		p->item_depth = 0;
	}
	p->depth--;
}

static void
on_text(void *ctx, const xmlChar *c, int n)
{
	struct parser *p = ctx;
	struct frame *f = &p->stack[p->depth];
	struct frame *construct = f - f->markup_depth;
	struct str s = { (const char *)c, (size_t)n };

	if (f->ctx == CTX_IGNORED || (f->ctx != CTX_MARKUP && f->e == NULL))
		return;
	if (construct->is_markup)
		add_escaped(&p->text, s, false);
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
	declared = prolog_entity(p->doctype, n);
	if (c == 0 && declared.n == 0) {
		parse_problem(p->a, p->d, "entity", (int)xmlSAX2GetLineNumber(p->ctxt), "the entity %.*s is not defined", STR_ARG(n));
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

static void
on_error(void *ctx, xmlErrorPtr e)
{
	struct parser *p = ctx;
	struct str message = str_trim(from_xml((const xmlChar *)e->message));

	if (e->code == XML_NS_ERR_UNDEFINED_NAMESPACE || e->code == XML_ERR_UNDECLARED_ENTITY || e->code == XML_WAR_UNDECLARED_ENTITY ||
	    e->code == XML_WAR_NS_URI || e->code == XML_WAR_NS_URI_RELATIVE || e->level == XML_ERR_WARNING)
		return; /* told better by ourselves, or no error */
	parse_problem(p->a, p->d, e->code == XML_ERR_TAG_NOT_FINISHED || e->code == XML_ERR_DOCUMENT_END ? "truncated" : "syntax", e->line,
	    "%.*s", STR_ARG(message));
}

static void
set_handlers(xmlSAXHandler *sax)
{
	memset(sax, 0, sizeof(*sax));
	sax->initialized = XML_SAX2_MAGIC;
	sax->startElementNs = on_start;
	sax->endElementNs = on_end;
	sax->characters = sax->cdataBlock = sax->ignorableWhitespace = on_text;
	sax->getEntity = on_get_entity;
	sax->reference = on_reference;
	sax->internalSubset = on_subset;
	sax->serror = (xmlStructuredErrorFunc)on_error;
}

int
feed_xml_parse(struct arena *a, struct str xml, struct str doctype, const struct parse_input *in, struct document *d, struct err *e)
{
	struct parser *p = arena_zalloc(a, sizeof(*p));
	struct scope *outer = arena_zalloc(a, sizeof(*outer));

	outer->base = in->base_url;
	if (in->content_location.n > 0 && url_is_fit_for_base(in->content_location))
		outer->base = url_resolve(a, in->base_url, in->content_location);
	outer->lang = language_tag(a, in->content_language);
	p->a = a;
	p->d = d;
	p->in = in;
	p->xml = xml;
	p->doctype = doctype;
	p->items_max = in->items_max > 0 && in->items_max < PARSE_ITEMS_MAX ? in->items_max : PARSE_ITEMS_MAX;
	p->feed = (struct holder){ .a = a, .d = d, .feed = d };
	p->stack[0].scope = outer;
	buf_init(&p->text, TEXT_MAX);
	p->ctxt = xmlCreateMemoryParserCtxt(xml.p, (int)xml.n);
	if (p->ctxt == NULL) {
		buf_release(&p->text);
		return err_set(e, ERR_INPUT, "not a feed: no XML");
	}
	set_handlers(p->ctxt->sax);
	p->ctxt->userData = p;
	xmlCtxtUseOptions(p->ctxt, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
	set_handlers(p->ctxt->sax); /* the options set handlers of their own */
	xmlParseDocument(p->ctxt);
	if (p->item_depth > 0)
		parse_problem(a, d, "truncated", 0, "the last item did not come whole and is left out");
	if (p->ctxt->myDoc != NULL)
		xmlFreeDoc(p->ctxt->myDoc);
	xmlFreeParserCtxt(p->ctxt);
	buf_release(&p->text);
	if (p->err.kind != ERR_NONE)
		return err_set(e, p->err.kind, "%s", p->err.text);
	if (!p->has_root)
		return err_set(e, ERR_INPUT, "not a feed: no root element of RSS, RDF or Atom");
	holder_finish(&p->feed);
	return 0;
}
