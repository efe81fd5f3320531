#include "config.h"
#include "settings/opml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define LABEL_MAX 128 /* bytes of a tag */
#define TITLE_MAX 1024 /* bytes */

/* An outline that is open. */
struct level {
	char *label;    /* what it adds to the tags of those in it; NULL: nothing */
	bool is_hidden; /* isComment, or inside such a one */
};

struct reader {
	opml_outline_fn *fn;
	void *arg;
	xmlParserCtxtPtr ctxt;
	struct err *e;
	unsigned *line;
	bool has_failed;
	bool has_root;
	unsigned n_outlines;
	struct level levels[OPML_DEPTH_MAX];
	unsigned depth;
	struct buf values; /* of the attributes of one outline */
};

/* The attributes of an outline that matter; compared without regard to case, for lists differ. */
enum attribute { ATTR_URL = 0, ATTR_TITLE, ATTR_TEXT, ATTR_CATEGORY, ATTR_IS_COMMENT, ATTR_OURS, ATTR_NAME = ATTR_OURS, ATTR_OPTIONS, N_ATTRS };

static const char *const attribute_names[N_ATTRS] = { "xmlurl", "title", "text", "category", "iscomment", "name", "options" };

__attribute__((format(printf, 3, 4))) static void
stop(struct reader *r, enum err_kind kind, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	if (r->has_failed)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err_set(r->e, kind, "%s", text);
	*r->line = (unsigned)xmlSAX2GetLineNumber(r->ctxt);
	r->has_failed = true;
	xmlStopParser(r->ctxt);
}

static void
on_error(void *arg, xmlErrorPtr error)
{
	struct reader *r = arg;

	if (error->level != XML_ERR_FATAL || r->has_failed)
		return;
	err_set(r->e, ERR_INPUT, "no well-formed XML: %.*s", STR_ARG(str_trim(str_from(error->message))));
	*r->line = error->line > 0 ? (unsigned)error->line : 0;
	r->has_failed = true;
}

static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	stop(arg, ERR_INPUT, "a subscription list may have no <!DOCTYPE>");
}

/*
 * libxml2 leaves the "&" of attributes as "&#38;" unless entities are substituted everywhere. Control characters
 * become spaces. Gives the length.
 */
static size_t
add_value(struct buf *b, struct str raw)
{
	size_t from = b->n;

	while (raw.n > 0) {
		if (str_starts(raw, STR("&#38;"))) {
			buf_add_char(b, '&');
			raw = str_skip(raw, 5);
		} else {
			buf_add_char(b, (unsigned char)raw.p[0] < ' ' || raw.p[0] == 0x7f ? ' ' : raw.p[0]);
			raw = str_skip(raw, 1);
		}
	}
	return b->n - from;
}

/* The first are OPML's own, in no name space; the rest is ours. */
static bool
is_attribute(const xmlChar **a, unsigned k)
{
	if (k < ATTR_OURS ? a[1] != NULL : a[2] == NULL || strcmp((const char *)a[2], OPML_NAMESPACE) != 0)
		return false;
	return str_is_nocase(str_from((const char *)a[0]), attribute_names[k]);
}

static void
read_attributes(struct reader *r, const xmlChar **a, int n, struct str out[N_ATTRS])
{
	size_t at[N_ATTRS] = { 0 };
	int i;
	unsigned k;

	buf_clear(&r->values);
	for (i = 0; i < n; i++, a += 5) /* name, prefix, name space, value, its end */
		for (k = 0; k < N_ATTRS; k++)
			if (is_attribute(a, k)) {
				at[k] = r->values.n;
				out[k].n = add_value(&r->values, (struct str){ (const char *)a[3], (size_t)(a[4] - a[3]) });
			}
	for (k = 0; k < N_ATTRS; k++) {
		if (out[k].n > 0)
			out[k].p = r->values.p + at[k]; /* now that the buffer moves no more */
		out[k] = str_trim(out[k]);
	}
}

static void
add_tag(struct opml_outline *o, struct str tags[OPML_TAGS_MAX], struct str tag)
{
	size_t i;

	tag = str_trim(utf8_head(str_trim(tag), LABEL_MAX));
	for (i = 0; i < o->n_tags && !str_eq(tags[i], tag); i++)
		;
	if (tag.n > 0 && i == o->n_tags && i < OPML_TAGS_MAX)
		tags[o->n_tags++] = tag;
}

/* "feed:https://…" and "feed://…" are what browsers were given to find a reader. */
static struct str
plain_url(struct str url, struct buf *b)
{
	if (str_starts_nocase(url, STR("feed://"))) {
		buf_clear(b);
		buf_add_c(b, "http://");
		buf_add_str(b, str_skip(url, strlen("feed://")));
		return buf_str(b);
	}
	return str_starts_nocase(url, STR("feed:")) ? str_skip(url, strlen("feed:")) : url;
}

static void
give(struct reader *r, const struct str v[N_ATTRS])
{
	struct opml_outline o = { .line = (unsigned)xmlSAX2GetLineNumber(r->ctxt) };
	struct str tags[OPML_TAGS_MAX], rest = v[ATTR_CATEGORY], piece;
	struct buf url;
	unsigned i;

	for (i = 0; i < r->depth; i++)
		if (r->levels[i].label != NULL)
			add_tag(&o, tags, str_from(r->levels[i].label));
	while (str_next(&rest, ',', &piece)) { /* OPML 2.0: "/first/second,/other" */
		piece = str_trim(piece);
		while (piece.n > 0 && piece.p[0] == '/')
			piece = str_skip(piece, 1);
		add_tag(&o, tags, piece);
	}
	buf_init(&url, SIZE_MAX / 4);
	o.tags = tags;
	o.title = utf8_head(v[ATTR_TITLE].n > 0 ? v[ATTR_TITLE] : v[ATTR_TEXT], TITLE_MAX);
	o.name = v[ATTR_NAME];
	o.options = v[ATTR_OPTIONS];
	o.url = plain_url(v[ATTR_URL], &url);
	if (o.url.n > 0)
		r->fn(&o, r->arg);
	buf_release(&url);
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *ns, int n_ns, const xmlChar **nss, int n_attrs,
    int n_defaulted, const xmlChar **attrs)
{
	struct reader *r = arg;
	struct str tag = str_from((const char *)name), v[N_ATTRS] = { { NULL, 0 } }, label;
	struct level *level;

	(void)prefix;
	(void)ns;
	(void)n_ns;
	(void)nss;
	(void)n_defaulted;
	if (r->has_failed)
		return;
	if (!r->has_root && !str_is_nocase(tag, "opml")) {
		stop(r, ERR_INPUT, "no subscription list: its root is <%.*s>, not <opml>", STR_ARG(str_head(tag, 64)));
		return;
	}
	r->has_root = true;
	if (!str_is_nocase(tag, "outline"))
		return;
	if (r->depth == OPML_DEPTH_MAX || r->n_outlines++ == OPML_OUTLINES_MAX) {
		if (r->depth == OPML_DEPTH_MAX)
			stop(r, ERR_LIMIT, "more than %d outlines inside one another", OPML_DEPTH_MAX);
		else
			stop(r, ERR_LIMIT, "more than %d outlines", OPML_OUTLINES_MAX);
		return;
	}
	read_attributes(r, attrs, n_attrs, v);
	level = &r->levels[r->depth];
	*level = (struct level){ .is_hidden = str_is_nocase(v[ATTR_IS_COMMENT], "true") || (r->depth > 0 && level[-1].is_hidden) };
	if (v[ATTR_URL].n > 0 && !level->is_hidden)
		give(r, v);
	label = v[ATTR_TEXT].n > 0 ? v[ATTR_TEXT] : v[ATTR_TITLE];
	if (v[ATTR_URL].n == 0 && label.n > 0)
		level->label = mem_strndup(utf8_head(label, LABEL_MAX));
	r->depth++;
}

static void
on_end(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *ns)
{
	struct reader *r = arg;

	(void)prefix;
	(void)ns;
	if (r->has_failed || r->depth == 0 || !str_is_nocase(str_from((const char *)name), "outline"))
		return;
	free(r->levels[--r->depth].label);
}

int
opml_read(struct str bytes, opml_outline_fn *fn, void *arg, unsigned *line, struct err *e)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end,
		.internalSubset = on_doctype, .serror = on_error };
	struct reader r = { .fn = fn, .arg = arg, .e = e, .line = line };

	*line = 0;
	if (bytes.n > INT_MAX)
		return err_set(e, ERR_LIMIT, "longer than %d bytes", INT_MAX);
	if (str_trim(bytes).n == 0)
		return err_set(e, ERR_INPUT, "no subscription list: it is empty");
	r.ctxt = xmlCreateMemoryParserCtxt(bytes.p, (int)bytes.n);
	if (r.ctxt == NULL)
		return err_set(e, ERR_LOCAL, "libxml2 gives no parser");
	buf_init(&r.values, SIZE_MAX / 4);
	xmlCtxtUseOptions(r.ctxt, XML_PARSE_NONET);
	*r.ctxt->sax = sax; /* behind the options: they set handlers of their own */
	r.ctxt->userData = &r;
	xmlParseDocument(r.ctxt);
	if (!r.has_failed && !r.ctxt->wellFormed) {
		err_set(e, ERR_INPUT, "no well-formed XML");
		r.has_failed = true;
	}
	while (r.depth > 0)
		free(r.levels[--r.depth].label);
	buf_release(&r.values);
	xmlFreeParserCtxt(r.ctxt);
	return r.has_failed ? -1 : 0;
}
