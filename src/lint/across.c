#include "config.h"
#include "base/map.h"
#include "base/url.h"
#include "lint/xml_feed.h"

static uint32_t
count(const struct lint_node *n, enum ns ns, const char *name)
{
	const struct lint_node *c;
	uint32_t k = 0;

	for (c = n->first; c != NULL; c = c->next)
		k += c->ns == ns && str_is(c->name, name);
	return k;
}

static struct str
rel_of(const struct lint_node *link)
{
	struct str rel = node_value(link, "rel");

	return rel.n > 0 ? rel : STR("alternate");
}

static bool
has_link(const struct lint_node *n, const char *rel)
{
	const struct lint_node *c;

	for (c = n->first; c != NULL; c = c->next)
		if (c->ns == NS_ATOM && str_is(c->name, "link") && str_is_nocase(rel_of(c), rel))
			return true;
	return false;
}

static struct str
child_text(const struct lint_node *n, enum ns ns, const char *name)
{
	const struct lint_node *c = node_child(n, ns, name);

	return c != NULL ? str_trim(c->text) : STR_NONE;
}

/* Reports an id that stood before. The map is of those seen. */
static void
see_id(struct report *r, struct map *seen, struct str key, struct str id, const struct lint_node *n)
{
	if (map_put(seen, key, seen) != NULL)
		report_add(r, RULE_ID_TWICE, n->at, "another item has the same id \"%.*s\"", STR_ARG(str_head(id, 80)));
}

/* ---- RSS 2.0 ---- */

/* Elements of RSS and of Dublin Core that say the same. */
static const struct {
	const char *rss, *dc;
} twins[] = { { "title", "title" }, { "description", "description" }, { "language", "language" }, { "copyright", "rights" },
	{ "pubDate", "date" }, { "author", "creator" }, { "managingEditor", "creator" }, { "webMaster", "publisher" } };

static void
check_twins(struct report *r, const struct lint_node *n)
{
	const struct lint_node *dc;
	size_t i;

	for (i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		dc = node_child(n, NS_DC, twins[i].dc);
		if (dc != NULL && node_child(n, NS_NONE, twins[i].rss) != NULL)
			report_add(r, RULE_MEANING_TWICE, dc->at, "<%.*s> says again what <%s> says", STR_ARG(node_shown(r->a, dc)), twins[i].rss);
	}
}

/* Hours and days may each be named once. */
static void
check_skips(struct report *r, const struct lint_node *channel, const char *list)
{
	const struct lint_node *skips = node_child(channel, NS_NONE, list), *c;
	struct map *seen = map_new();
	struct str value;
	int64_t hour;

	for (c = skips != NULL ? skips->first : NULL; c != NULL; c = c->next) {
		value = str_trim(c->text);
		if (str_to_int64(value, &hour) == 0)
			value = arena_printf(r->a, "%lld", (long long)hour);
		if (map_put(seen, value, seen) != NULL)
			report_add(r, RULE_VALUE, c->at, "<%s> names %.*s twice", list, STR_ARG(str_head(value, 20)));
	}
	map_free(seen);
}

static void
check_guid(struct report *r, const struct lint_node *item, struct map *seen)
{
	const struct lint_node *guid = node_child(item, NS_NONE, "guid");
	struct str id, permalink;

	if (guid == NULL) {
		report_add(r, RULE_ID_MISSING, item->at, "<item> has no <guid>: readers take edits for new articles");
		return;
	}
	id = str_trim(guid->text);
	permalink = node_value(guid, "isPermaLink");
	if (id.n == 0)
		return;
	if (!str_is(permalink, "false") && !url_is_http(id))
		report_add(r, RULE_PERMALINK, guid->at, "<guid> is no address: say isPermaLink=\"false\"");
	see_id(r, seen, id, id, guid);
}

static void
check_item(struct report *r, const struct lint_node *item, struct map *seen)
{
	if (child_text(item, NS_NONE, "title").n == 0 && child_text(item, NS_NONE, "description").n == 0)
		report_add(r, RULE_TITLE_OR_DESCRIPTION, item->at, "<item> needs a <title> or a <description>");
	check_guid(r, item, seen);
	check_twins(r, item);
	if (count(item, NS_NONE, "enclosure") > 1)
		report_add(r, RULE_ENCLOSURES, item->at, "<item> has several <enclosure>: many readers take one only");
}

static void
check_image(struct report *r, const struct lint_node *channel)
{
	static const char *const same[] = { "title", "link" };
	const struct lint_node *image = node_child(channel, NS_NONE, "image");
	size_t i;

	for (i = 0; image != NULL && i < sizeof(same) / sizeof(same[0]); i++) {
		struct str of_image = child_text(image, NS_NONE, same[i]), of_channel = child_text(channel, NS_NONE, same[i]);

		if (of_image.n > 0 && of_channel.n > 0 && !str_eq(of_image, of_channel))
			report_add(r, RULE_IMAGE_DIFFERS, image->at, "<%s> of <image> should be that of <channel>", same[i]);
	}
}

void
across_check_channel(struct report *r, const struct lint_node *channel)
{
	struct map *seen = map_new();
	const struct lint_node *c;

	for (c = channel->first; c != NULL; c = c->next)
		if (c->ns == NS_NONE && str_is(c->name, "item"))
			check_item(r, c, seen);
	if (count(channel, NS_NONE, "item") == 0)
		report_add(r, RULE_NO_ITEMS, channel->at, "<channel> has no <item>");
	if (!has_link(channel, "self"))
		report_add(r, RULE_SELF_MISSING, channel->at, "<channel> should have an <atom:link rel=\"self\"> with the feed's own address");
	check_image(r, channel);
	check_twins(r, channel);
	check_skips(r, channel, "skipHours");
	check_skips(r, channel, "skipDays");
	map_free(seen);
}

/* ---- RFC 4287, 4.1.1 and 4.1.2 ---- */

static void
check_alternates(struct report *r, const struct lint_node *n)
{
	struct map *seen = map_new();
	const struct lint_node *c;
	struct str key;

	for (c = n->first; c != NULL; c = c->next) {
		if (c->ns != NS_ATOM || !str_is(c->name, "link") || !str_is_nocase(rel_of(c), "alternate"))
			continue;
		key = arena_printf(r->a, "%.*s %.*s", STR_ARG(node_value(c, "type")), STR_ARG(node_value(c, "hreflang")));
		if (map_put(seen, key, seen) != NULL)
			report_add(r, RULE_LINK_TWICE, c->at, "another <link rel=\"alternate\"> has the same type and hreflang");
	}
	map_free(seen);
}

static void
check_id(struct report *r, const struct lint_node *n)
{
	const struct lint_node *id = node_child(n, NS_ATOM, "id");

	if (id != NULL && str_trim(id->text).n > 0 && url_scheme(str_trim(id->text)).n == 0)
		report_add(r, RULE_ID_RELATIVE, id->at, "<id> must be an address with its scheme, such as urn:uuid:…");
}

/* The content is elsewhere, or in Base64. */
static bool
needs_summary(const struct lint_node *content)
{
	struct str type = node_value(content, "type");

	return node_attribute(content, NS_NONE, "src") != NULL ||
	       (str_find_char(type, '/') != STR_NPOS && !str_starts_nocase(type, STR("text/")) && !str_ends(type, STR("+xml")) &&
	           !str_ends(type, STR("/xml")));
}

static void
check_entry(struct report *r, const struct lint_node *entry, bool feed_has_author, struct map *seen)
{
	const struct lint_node *content = node_child(entry, NS_ATOM, "content"), *source = node_child(entry, NS_ATOM, "source");
	struct str id = child_text(entry, NS_ATOM, "id");

	check_id(r, entry);
	check_alternates(r, entry);
	if (!feed_has_author && count(entry, NS_ATOM, "author") == 0 && (source == NULL || count(source, NS_ATOM, "author") == 0))
		report_add(r, RULE_AUTHOR_MISSING, entry->at, "neither <entry> nor <feed> has an <author>");
	if (content == NULL && !has_link(entry, "alternate"))
		report_add(r, RULE_LINK_MISSING, entry->at, "<entry> without <content> needs a <link rel=\"alternate\">");
	if (content != NULL && needs_summary(content) && node_child(entry, NS_ATOM, "summary") == NULL)
		report_add(r, RULE_SUMMARY_MISSING, entry->at, "<entry> needs a <summary>: its <content> is elsewhere or no text");
	if (id.n > 0) /* the same entry may stand twice with different <updated> */
		see_id(r, seen, arena_printf(r->a, "%.*s %.*s", STR_ARG(id), STR_ARG(child_text(entry, NS_ATOM, "updated"))), id, entry);
}

void
across_check_feed(struct report *r, const struct lint_node *feed)
{
	bool has_author = count(feed, NS_ATOM, "author") > 0;
	struct map *seen = map_new();
	const struct lint_node *c;
	uint32_t n_entries = 0;

	check_id(r, feed);
	check_alternates(r, feed);
	if (!has_link(feed, "self"))
		report_add(r, RULE_SELF_MISSING, feed->at, "<feed> should have a <link rel=\"self\"> with its own address");
	for (c = feed->first; c != NULL; c = c->next) {
		if (c->ns != NS_ATOM || !str_is(c->name, "entry"))
			continue;
		n_entries++;
		check_entry(r, c, has_author, seen);
	}
	if (n_entries == 0)
		report_add(r, RULE_NO_ITEMS, feed->at, "<feed> has no <entry>");
	map_free(seen);
}
