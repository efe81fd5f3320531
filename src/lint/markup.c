#include "config.h"
#include "lint/markup.h"

#include "base/url.h"
#include "normalise/html_token.h"

static bool
is_in(struct str name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (str_is_nocase(name, *names))
			return true;
	return false;
}

static void
check_element(struct report *r, struct str name, struct str what, size_t at)
{
	static const char *const unsafe[] = { "script", "style", "object", "embed", "applet", "iframe", "frame", "frameset", "form", "input",
		"button", "select", "textarea", "meta", "link", "base", NULL };

	if (is_in(name, unsafe))
		report_add(r, RULE_HTML_UNSAFE, at, "%.*s holds <%.*s>, which readers take out", STR_ARG(what), STR_ARG(name));
}

static void
check_attribute(struct report *r, struct str name, struct str value, bool has_base, struct str what, size_t at)
{
	static const char *const addresses[] = { "href", "src", "poster", "cite", NULL };
	struct str scheme;

	if (str_starts_nocase(name, STR("on"))) {
		report_add(r, RULE_HTML_UNSAFE, at, "%.*s holds the handler %.*s, which readers take out", STR_ARG(what), STR_ARG(name));
		return;
	}
	if (!is_in(name, addresses))
		return;
	value = str_trim(value);
	scheme = url_scheme(value);
	if (str_is_nocase(scheme, "javascript") || str_is_nocase(scheme, "vbscript"))
		report_add(r, RULE_HTML_UNSAFE, at, "%.*s has a script as an address, which readers take out", STR_ARG(what));
	else if (scheme.n == 0 && value.n > 0 && value.p[0] != '#' && !has_base)
		report_add(r, RULE_HTML_RELATIVE, at, "%.*s has the relative address \"%.*s\", which few readers resolve", STR_ARG(what),
		    STR_ARG(str_head(value, 60)));
}

void
markup_check(struct report *r, struct str html, bool has_base, struct str what, size_t at)
{
	struct html_token t;
	size_t i = 0, k;

	for (html_next(r->a, html, &i, &t); t.kind != HTML_END; html_next(r->a, html, &i, &t)) {
		if (t.kind != HTML_OPEN)
			continue;
		check_element(r, t.name, what, at);
		for (k = 0; k < t.n_attributes; k++)
			check_attribute(r, t.attributes[k].name, t.attributes[k].value, has_base, what, at);
		if (str_is_nocase(t.name, "script") || str_is_nocase(t.name, "style"))
			i = html_skip_raw(html, i, &t);
	}
}

void
markup_check_tree(struct report *r, const struct lint_node *n, bool has_base, struct str what)
{
	const struct lint_node *c;
	uint32_t k;

	for (c = n->first; c != NULL; c = c->next) { /* as deep as tree_read() lets it be */
		check_element(r, c->name, what, c->at);
		for (k = 0; k < c->n_attributes; k++)
			check_attribute(r, c->attributes[k].name, c->attributes[k].value, has_base, what, c->at);
		markup_check_tree(r, c, has_base, what);
	}
}
