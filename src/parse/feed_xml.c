#include "config.h"
#include "parse/feed_xml.h"

#include "base/url.h"
#include "parse/feed_sax.h"
#include "parse/mend.h"
#include "parse/prolog.h"

#define FEEDS_MAX 8U         /* in one body, one behind another */

/* One reading of p->xml. -1 when the library refuses it. */
static int
read_once(struct feed_parser *p)
{
	p->ctxt = sax_open(p->xml, &feed_sax_handlers, p);
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
find_next_feed(struct feed_parser *p)
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
read_all(struct feed_parser *p)
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
		feed_sax_slice(p, SIZE_MAX, &(struct item_slice){ 0 });
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
	struct feed_parser *p = arena_zalloc(a, sizeof(*p));
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
	p->ends_in_tag = str_ends(str_trim(xml), STR(">"));
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
