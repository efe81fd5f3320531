#include "config.h"
#include "lint/xml_feed.h"

#include "lint/grammar.h"
#include "lint/markup.h"
#include "normalise/text.h"

/* An xml:base on it or around it. */
static bool
has_base(const struct lint_node *n)
{
	for (; n != NULL; n = n->parent)
		if (node_attribute(n, NS_XML, "base") != NULL)
			return true;
	return false;
}

/* ---- attributes ---- */

static void
check_attributes(struct report *r, const struct lint_node *n)
{
	const struct attribute_row *row;
	struct str shown = node_shown(r->a, n), what;
	const struct lint_attribute *at;
	size_t i = 0;
	uint32_t k;

	while ((row = grammar_each_attribute(n->ns, n->name, &i)) != NULL)
		if (row->is_required && node_attribute(n, NS_NONE, row->name) == NULL)
			report_add(r, RULE_ATTRIBUTE_MISSING, n->at, "<%.*s> needs the attribute %s", STR_ARG(shown), row->name);
	for (k = 0; k < n->n_attributes; k++) {
		at = &n->attributes[k];
		what = arena_printf(r->a, "%.*s of <%.*s>", STR_ARG(at->name), STR_ARG(shown));
		if (at->ns == NS_XML && str_is(at->name, "lang") && at->value.n > 0)
			value_check(r, VALUE_LANGUAGE, NULL, str_trim(at->value), what, node_attribute_at(r, n, at->name));
		if (at->ns != NS_NONE)
			continue;
		row = grammar_attribute(n->ns, n->name, at->name);
		if (row != NULL) {
			value_check(r, row->value, row->words, str_trim(at->value), what, node_attribute_at(r, n, at->name));
			if (n->ns == NS_ATOM && value_is_strict(row->value) && str_trim(at->value).n < at->value.n)
				report_add(r, RULE_WHITE_SPACE, node_attribute_at(r, n, at->name), "%.*s must not have white space around its value",
				    STR_ARG(what));
		}
		if (row == NULL && (n->ns == NS_NONE || n->ns == NS_ATOM) && r->format != LINT_OPML) /* whose outlines may have any */
			report_add(r, RULE_ATTRIBUTE_UNKNOWN, node_attribute_at(r, n, at->name), "<%.*s> has no attribute %.*s", STR_ARG(shown),
			    STR_ARG(at->name));
	}
}

/* ---- RFC 4287, 3.1 and 4.1.3: text constructs and content ---- */

static bool
is_xml_type(struct str type)
{
	return str_ends(type, STR("+xml")) || str_ends(type, STR("/xml"));
}

static void
check_xhtml(struct report *r, const struct lint_node *n, struct str what)
{
	const struct lint_node *div = n->first;

	if (div == NULL || div->next != NULL || div->ns != NS_XHTML || !str_is(div->name, "div") || str_trim(n->text).n > 0)
		report_add(r, RULE_TYPE, n->at, "%.*s is xhtml and must hold one <div> of the XHTML namespace", STR_ARG(what));
	markup_check_tree(r, n, true, what);
}

static void
check_construct(struct report *r, const struct lint_node *n)
{
	struct str type = node_value(n, "type"), what = arena_printf(r->a, "<%.*s>", STR_ARG(node_shown(r->a, n)));
	bool is_text = type.n == 0 || str_is(type, "text");

	if (str_is(type, "xhtml")) {
		check_xhtml(r, n, what);
		return;
	}
	if (n->first != NULL && (is_text || str_is(type, "html"))) {
		report_add(r, RULE_MARKUP_UNEXPECTED, n->first->at, "%.*s of type %s must not hold elements: escape them, or say type=\"xhtml\"",
		    STR_ARG(what), is_text ? "text" : "html");
		return;
	}
	if (is_text && text_is_markup(r->a, n->text))
		report_add(r, RULE_HTML_UNDECLARED, n->at, "%.*s is text, but looks like HTML: say type=\"html\"", STR_ARG(what));
	if (str_is(type, "html"))
		markup_check(r, n->text, true, what, n->at);
	if (str_is(n->name, "title") && str_trim(n->text).n == 0)
		report_add(r, RULE_EMPTY, n->at, "%.*s is empty", STR_ARG(what));
}

static void
check_content(struct report *r, const struct lint_node *n)
{
	struct str type = node_value(n, "type"), what = STR("type of <content>");

	if (node_attribute(n, NS_NONE, "src") != NULL) {
		if (n->first != NULL || str_trim(n->text).n > 0)
			report_add(r, RULE_TEXT_UNEXPECTED, n->at, "<content> with src must be empty");
		if (type.n > 0)
			value_check(r, VALUE_MIME, NULL, type, what, node_attribute_at(r, n, STR("type")));
	} else if (type.n == 0 || str_is(type, "text") || str_is(type, "html") || str_is(type, "xhtml")) {
		check_construct(r, n);
	} else {
		value_check(r, VALUE_MIME, NULL, type, what, node_attribute_at(r, n, STR("type")));
		if (n->first != NULL && !is_xml_type(type))
			report_add(r, RULE_MARKUP_UNEXPECTED, n->first->at, "<content> of type %.*s must not hold elements", STR_ARG(type));
	}
}

/* ---- elements ---- */

static bool
is_construct(const struct lint_node *n)
{
	return n->ns == NS_ATOM && (str_is(n->name, "title") || str_is(n->name, "subtitle") || str_is(n->name, "summary") || str_is(n->name, "rights"));
}

static void
check_value(struct report *r, const struct lint_node *n, const struct element_row *row)
{
	struct str what = arena_printf(r->a, "<%.*s>", STR_ARG(node_shown(r->a, n)));

	if (row->inner != PLACE_NONE) {
		if (str_trim(n->text).n > 0)
			report_add(r, RULE_TEXT_UNEXPECTED, n->at, "%.*s must not hold text of its own", STR_ARG(what));
		return;
	}
	if (n->first != NULL && row->value != VALUE_ANY) {
		report_add(r, RULE_MARKUP_UNEXPECTED, n->first->at, "%.*s must not hold elements%s", STR_ARG(what),
		    row->value == VALUE_HTML ? ": escape the HTML" : "");
		return;
	}
	value_check(r, row->value, row->words, str_trim(n->text), what, n->at);
	if (n->ns == NS_ATOM && value_is_strict(row->value) && str_trim(n->text).n > 0 && str_trim(n->text).n < n->text.n)
		report_add(r, RULE_WHITE_SPACE, n->at, "%.*s must not have white space around its value", STR_ARG(what));
	if (row->value == VALUE_HTML)
		markup_check(r, n->text, has_base(n), what, n->at);
}

static const struct element_row *
row_of(enum place place, const struct lint_node *n)
{
	const struct element_row *row = grammar_element(place, n->ns, n->name);

	return row == NULL && grammar_takes_extensions(place) ? grammar_element(PLACE_ANY, n->ns, n->name) : row;
}

static void
report_stranger(struct report *r, enum place place, const struct lint_node *n)
{
	enum place p;

	bool is_own = n->ns == grammar_own_ns(place) || (n->ns == NS_NONE && n->prefix.n == 0);

	if (!is_own && !(grammar_has_places(n->ns) && grammar_takes_extensions(place)))
		return; /* an extension that lint has no table of */
	for (p = PLACE_NONE + 1; p < PLACES; p++)
		if (grammar_element(p, n->ns, n->name) != NULL) {
			report_add(r, RULE_ELEMENT_MISPLACED, n->at, "<%.*s> has no place in <%.*s>", STR_ARG(node_shown(r->a, n)),
			    STR_ARG(node_shown(r->a, n->parent)));
			return;
		}
	if (is_own)
		report_add(r, RULE_ELEMENT_UNKNOWN, n->at, "there is no element <%.*s>: extensions need a namespace", STR_ARG(node_shown(r->a, n)));
}

/* More of a kind than there may be, or fewer. */
static void
check_counts(struct report *r, const struct lint_node *n, enum place place)
{
	const struct element_row *row;
	const struct lint_node *c;
	uint32_t count;
	size_t i = 0;

	while ((row = grammar_each(place, &i)) != NULL) {
		count = 0;
		for (c = n->first; c != NULL; c = c->next) {
			if (c->ns != row->ns || !str_is(c->name, row->name))
				continue;
			if (++count == (uint32_t)row->max + 1 && row->max != MANY)
				report_add(r, RULE_ELEMENT_TWICE, c->at, "<%.*s> may stand %u times in <%.*s>", STR_ARG(node_shown(r->a, c)), row->max,
				    STR_ARG(node_shown(r->a, n)));
		}
		if (count < row->min)
			report_add(r, RULE_ELEMENT_MISSING, n->at, "<%.*s> needs a <%s>", STR_ARG(node_shown(r->a, n)), row->name);
	}
}

static void
check_place(struct report *r, const struct lint_node *n, enum place place)
{
	const struct element_row *row;
	const struct lint_node *c;

	check_counts(r, n, place);
	if (grammar_takes_extensions(place))
		check_counts(r, n, PLACE_ANY);
	for (c = n->first; c != NULL; c = c->next) {
		row = row_of(place, c);
		if (row == NULL) {
			report_stranger(r, place, c);
			continue;
		}
		check_attributes(r, c);
		if (is_construct(c) && grammar_own_ns(place) == NS_ATOM)
			check_construct(r, c);
		else if (c->ns == NS_ATOM && str_is(c->name, "content"))
			check_content(r, c);
		else
			check_value(r, c, row);
		if (row->inner != PLACE_NONE)
			check_place(r, c, row->inner);
	}
}

static void
check_rss(struct report *r, const struct lint_node *root)
{
	const struct lint_node *channel = node_child(root, NS_NONE, "channel");
	struct str version = node_value(root, "version");

	check_attributes(r, root);
	if (str_starts(version, STR("0.9")))
		report_add(r, RULE_VERSION_OLD, root->at, "RSS %.*s is superseded by 2.0", STR_ARG(version));
	check_place(r, root, PLACE_RSS);
	if (channel == NULL)
		return;
	across_check_channel(r, channel);
	podcast_check_channel(r, channel);
}

static void
check_opml(struct report *r, const struct lint_node *root)
{
	const struct lint_node *body = node_child(root, NS_NONE, "body");

	r->format = LINT_OPML;
	check_attributes(r, root);
	check_place(r, root, PLACE_OPML);
	if (body != NULL)
		opml_check_body(r, body);
}

void
xml_feed_check(struct report *r, const struct lint_node *root)
{
	r->format = root->ns == NS_ATOM || root->ns == NS_ATOM03 ? LINT_ATOM : LINT_RSS;
	if (root->ns == NS_NONE && str_is(root->name, "rss")) {
		check_rss(r, root);
	} else if (root->ns == NS_NONE && str_is(root->name, "opml")) {
		check_opml(r, root);
	} else if (root->ns == NS_ATOM && str_is(root->name, "feed")) {
		check_attributes(r, root);
		check_place(r, root, PLACE_FEED);
		across_check_feed(r, root);
	} else if (root->ns == NS_ATOM && str_is(root->name, "entry")) {
		check_place(r, root, PLACE_ENTRY);
	} else if (root->ns == NS_RDF && node_child(root, NS_RSS090, "channel") != NULL) {
		report_add(r, RULE_VERSION_OLD, root->at, "RSS 0.90 is superseded by 1.0 and 2.0");
	} else if (root->ns == NS_RDF) {
		check_place(r, root, PLACE_RDF);
		if (node_child(root, NS_RSS10, "item") == NULL)
			report_add(r, RULE_NO_ITEMS, root->at, "<%.*s> has no <item>", STR_ARG(node_shown(r->a, root)));
	} else if (root->ns == NS_ATOM03) {
		report_add(r, RULE_VERSION_OLD, root->at, "Atom 0.3 was a draft: RFC 4287 has another namespace");
	} else {
		report_add(r, RULE_NOT_A_FEED, root->at, "<%.*s> is no root of a feed", STR_ARG(node_shown(r->a, root)));
	}
}
