#include "config.h"
#include "lint/tree.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/utf8.h"
#include "parse/entities.h"
#include "parse/doctype.h"
#include "parse/prolog.h"
#include "parse/sax.h"

struct reader {
	struct report *r;
	struct str xml, doctype;
	size_t xml_at; /* of xml in the report's text */
	xmlParserCtxtPtr ctxt;
	struct lint_node *root, *open;
	uint32_t depth, n_nodes;
	uint32_t skipped;    /* open elements below the depth that is read */
	int64_t lines_before; /* in the report's text before xml */
};

static struct str
from_xml(const xmlChar *c)
{
	return str_from((const char *)c);
}

/* The '<' of the start tag that the parser has just read. */
static size_t
tag_at(const struct reader *t)
{
	const xmlParserInput *in = t->ctxt->input;
	size_t i = (size_t)in->consumed + (size_t)(in->cur - in->base);

	if (i > t->xml.n)
		i = t->xml.n;
	while (i > 0 && t->xml.p[--i] != '<')
		;
	return t->xml_at + i;
}

static void
add_text(struct reader *t, struct str s)
{
	struct lint_node *n = t->open;
	size_t room;

	if (n == NULL || t->skipped > 0)
		return;
	if (n->text.n + s.n > n->text_room) {
		room = (n->text.n + s.n) * 2;
		n->text.p = arena_grow(t->r->a, (void *)(uintptr_t)n->text.p, n->text_room, room);
		n->text_room = room;
	}
	memcpy((char *)(uintptr_t)n->text.p + n->text.n, s.p, s.n);
	n->text.n += s.n;
}

/* The value with its references decoded. libxml2 leaves those in that it would have to look up. */
static struct str
attribute_value(struct reader *t, struct str raw)
{
	struct buf out;
	uint32_t c;
	size_t i = 0, n;
	struct str s;

	if (str_find_char(raw, '&') == STR_NPOS)
		return arena_str(t->r->a, raw);
	buf_init(&out, raw.n * 4);
	while (i < raw.n) {
		n = raw.p[i] == '&' ? entity_decode(str_skip(raw, i), &c) : 0;
		if (n > 0)
			buf_add_utf8(&out, c);
		else
			buf_add_char(&out, raw.p[i]);
		i += n > 0 ? n : 1;
	}
	s = arena_str(t->r->a, buf_str(&out));
	buf_release(&out);
	return s;
}

static void
read_attributes(struct reader *t, struct lint_node *n, int count, const xmlChar **v)
{
	int i;

	n->attributes = arena_zalloc(t->r->a, (size_t)count * sizeof(*n->attributes));
	for (i = 0; i < count; i++, v += 5)
		n->attributes[n->n_attributes++] = (struct lint_attribute){ arena_str(t->r->a, from_xml(v[0])),
			attribute_value(t, (struct str){ (const char *)v[3], (size_t)(v[4] - v[3]) }),
			v[2] != NULL ? ns_from_uri(from_xml(v[2])) : NS_NONE };
}

static void
set_name(struct reader *t, struct lint_node *n, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	n->prefix = arena_str(t->r->a, from_xml(prefix));
	if (uri != NULL) {
		n->ns = ns_from_uri(from_xml(uri));
	} else if (prefix != NULL) {
		n->ns = ns_from_prefix(n->prefix);
		report_add(t->r, RULE_NAMESPACE, n->at, "the prefix \"%.*s\" is not declared", STR_ARG(n->prefix));
	}
	n->name = arena_str(t->r->a, from_xml(local));
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_at, int n_def,
    const xmlChar **at)
{
	struct reader *t = ctx;
	struct lint_node *n, *up = t->open;

	(void)n_ns;
	(void)ns;
	(void)n_def;
	if (t->n_nodes == TREE_NODES_MAX) {
		report_add(t->r, RULE_LIMIT, tag_at(t), "more than %u elements: the rest is not looked at", TREE_NODES_MAX);
		xmlStopParser(t->ctxt);
		return;
	}
	if (t->skipped > 0 || t->depth == TREE_DEPTH_MAX) {
		if (t->skipped++ == 0)
			report_add(t->r, RULE_LIMIT, tag_at(t), "more than %u elements deep: not looked at", TREE_DEPTH_MAX);
		return;
	}
	n = arena_zalloc(t->r->a, sizeof(*n));
	n->at = tag_at(t);
	n->parent = up;
	set_name(t, n, local, prefix, uri);
	read_attributes(t, n, n_at, at);
	if (up == NULL) {
		if (t->root == NULL)
			t->root = n;
	} else if (up->last == NULL) {
		up->first = up->last = n;
	} else {
		up->last = up->last->next = n;
	}
	t->open = n;
	t->depth++;
	t->n_nodes++;
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *t = ctx;

	(void)local;
	(void)prefix;
	(void)uri;
	if (t->skipped > 0) {
		t->skipped--;
	} else if (t->open != NULL) {
		t->open = t->open->parent;
		t->depth--;
	}
}

static void
on_text(void *ctx, const xmlChar *c, int n)
{
	add_text(ctx, (struct str){ (const char *)c, (size_t)n });
}

static xmlEntityPtr
on_get_entity(void *ctx, const xmlChar *name)
{
	struct reader *t = ctx;
	struct str n = from_xml(name), declared = doctype_entity(t->doctype, n);
	xmlEntityPtr known = xmlGetPredefinedEntity(name);
	const xmlParserInput *in = t->ctxt->input;
	uint32_t c = entity_codepoint(n);
	char utf8[4];

	if (known != NULL)
		return known;
	if (declared.n > 0) {
		add_text(t, declared);
		return NULL;
	}
	report_add(t->r, RULE_ENTITY, t->xml_at + (size_t)in->consumed + (size_t)(in->cur - in->base) - n.n - 1,
	    c != 0 ? "the entity &%.*s; is HTML's: XML knows amp, lt, gt, quot and apos only" : "the entity &%.*s; is not defined", STR_ARG(n));
	if (c != 0)
		add_text(t, (struct str){ utf8, utf8_put(c, utf8) });
	return NULL;
}

static void
on_reference(void *ctx, const xmlChar *name)
{
	(void)ctx;
	(void)name; /* on_get_entity() has given its text */
}

static void
on_error(void *ctx, xmlErrorPtr e)
{
	struct reader *t = ctx;
	bool is_cut = e->code == XML_ERR_TAG_NOT_FINISHED || e->code == XML_ERR_DOCUMENT_END;

	if (e->code == XML_NS_ERR_UNDEFINED_NAMESPACE || e->code == XML_ERR_UNDECLARED_ENTITY || e->code == XML_WAR_UNDECLARED_ENTITY ||
	    e->code == XML_WAR_NS_URI || e->code == XML_WAR_NS_URI_RELATIVE || e->level == XML_ERR_WARNING)
		return; /* told by ourselves, with their names */
	report_add_line(t->r, is_cut ? RULE_TRUNCATED : RULE_SYNTAX, e->line + t->lines_before, e->int2,
	    str_trim(from_xml((const xmlChar *)e->message)));
	if (t->r->n_of_rule[RULE_SYNTAX] == FINDINGS_A_RULE_MAX)
		xmlStopParser(t->ctxt); /* what follows is hardly what its author meant */
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
	.serror = (xmlStructuredErrorFunc)on_error,
};

struct lint_node *
tree_read(struct report *r, struct str xml, struct str doctype)
{
	struct reader t = { .r = r, .xml = xml, .doctype = doctype, .xml_at = r->text.n - xml.n };
	size_t i;

	for (i = 0; i < t.xml_at; i++)
		t.lines_before += r->text.p[i] == '\n';
	t.ctxt = sax_open(xml, &handlers, &t);
	if (t.ctxt == NULL)
		return NULL;
	sax_run(t.ctxt);
	return t.root;
}

const struct lint_attribute *
node_attribute(const struct lint_node *n, enum ns ns, const char *name)
{
	uint32_t i;

	for (i = 0; i < n->n_attributes; i++)
		if (n->attributes[i].ns == ns && str_is(n->attributes[i].name, name))
			return &n->attributes[i];
	return NULL;
}

struct str
node_value(const struct lint_node *n, const char *name)
{
	const struct lint_attribute *at = node_attribute(n, NS_NONE, name);

	return at != NULL ? str_trim(at->value) : STR_NONE;
}

const struct lint_node *
node_child(const struct lint_node *n, enum ns ns, const char *name)
{
	const struct lint_node *c;

	for (c = n->first; c != NULL; c = c->next)
		if (c->ns == ns && str_is(c->name, name))
			return c;
	return NULL;
}

struct str
node_shown(struct arena *a, const struct lint_node *n)
{
	if (n->prefix.n == 0)
		return n->name;
	return arena_printf(a, "%.*s:%.*s", STR_ARG(n->prefix), STR_ARG(n->name));
}

size_t
node_attribute_at(const struct report *r, const struct lint_node *n, struct str name)
{
	struct str tag = str_head(str_skip(r->text, n->at), TAG_MAX);
	size_t i, from = 0;

	tag = str_head(tag, str_find_char(tag, '>') == STR_NPOS ? tag.n : str_find_char(tag, '>'));
	while ((i = str_find(str_skip(tag, from), name)) != STR_NPOS) {
		from += i;
		if (from > 0 && (ascii_is_space(tag.p[from - 1]) || tag.p[from - 1] == ':') && from + name.n < tag.n &&
		    str_starts(str_trim(str_skip(tag, from + name.n)), STR("=")))
			return n->at + from;
		from += name.n;
	}
	return n->at;
}
