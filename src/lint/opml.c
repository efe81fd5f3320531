#include "config.h"
#include "base/map.h"
#include "lint/xml_feed.h"

static void
check_outline(struct report *r, const struct lint_node *n, struct map *seen)
{
	const struct lint_attribute *address = node_attribute(n, NS_NONE, "xmlUrl");
	struct str url = node_value(n, "xmlUrl");

	if (address == NULL && str_is_nocase(node_value(n, "type"), "rss"))
		report_add(r, RULE_ATTRIBUTE_MISSING, n->at, "<outline> of type rss needs the attribute xmlUrl");
	if (url.n > 0 && map_put(seen, url, seen) != NULL)
		report_add(r, RULE_SUBSCRIPTION_TWICE, node_attribute_at(r, n, STR("xmlUrl")), "%.*s stands in the list twice", STR_ARG(str_head(url, 200)));
}

void
opml_check_body(struct report *r, const struct lint_node *body)
{
	struct map *seen = map_new();
	const struct lint_node *n = body->first;

	while (n != NULL) {
		if (n->ns == NS_NONE && str_is(n->name, "outline"))
			check_outline(r, n, seen);
		if (n->first != NULL) {
			n = n->first;
			continue;
		}
		while (n != body && n->next == NULL)
			n = n->parent;
		n = n != body ? n->next : NULL;
	}
	map_free(seen);
}
