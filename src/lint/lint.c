#include "config.h"
#include "lint/lint.h"

#include "lint/json_feed.h"
#include "lint/xml_feed.h"
#include "parse/charset.h"
#include "parse/parse.h"
#include "parse/prolog.h"

/* What parse/ noted before the markup was read: of the bytes and of HTTP. */
static void
take_problems(struct report *r, const struct document *d)
{
	static const struct {
		const char *code;
		enum lint_rule rule;
	} rules[] = { { "encoding", RULE_ENCODING }, { "content-type", RULE_CONTENT_TYPE }, { "syntax", RULE_SYNTAX } };
	const struct problem *p = d->problems.v;
	uint32_t i;
	size_t k;

	for (i = 0; i < d->problems.n; i++)
		for (k = 0; k < sizeof(rules) / sizeof(rules[0]); k++)
			if (str_is(p[i].code, rules[k].code))
				report_add_line(r, rules[k].rule, p[i].line.v, 0, p[i].message);
}

static void
check_xml(struct report *r, struct document *d)
{
	struct str xml, doctype;
	struct lint_node *root;
	struct err e;

	if (prolog_cut(r->a, r->text, d, &xml, &doctype, &e) != 0) {
		report_add(r, RULE_LIMIT, NOWHERE, "%s", e.text);
		return;
	}
	if (doctype.n > 0)
		report_add(r, RULE_DOCTYPE, (size_t)(doctype.p - r->text.p), "a DOCTYPE is of no use in a feed, and some readers refuse it");
	root = xml.n > 0 ? tree_read(r, xml, doctype) : NULL;
	if (root != NULL)
		xml_feed_check(r, root);
	else
		report_add(r, RULE_NOT_A_FEED, NOWHERE, "neither XML nor JSON");
}

void
lint_document(struct arena *a, const struct lint_input *in, struct list *findings)
{
	struct document d = { .format = STR_NONE };
	struct str text = charset_decode(a, in->bytes, in->content_type, &d), trimmed = str_trim(text);
	struct report r;

	report_init(&r, a, text);
	parse_check_content_type(a, in->content_type, &d);
	if (trimmed.n > 0 && (trimmed.p[0] == '{' || trimmed.p[0] == '['))
		json_feed_check(&r);
	else
		check_xml(&r, &d);
	take_problems(&r, &d);
	report_finish(&r, findings);
}
