#include "config.h"
#include "lint/xml_feed.h"

#define DESCRIPTION_MAX 4000U /* bytes, of directories */

/* What directories know; what stands inside one of these is not looked at. */
static const char *const categories[] = { "Arts", "Business", "Comedy", "Education", "Fiction", "Government", "Health & Fitness", "History",
	"Kids & Family", "Leisure", "Music", "News", "Religion & Spirituality", "Science", "Society & Culture", "Sports", "TV & Film",
	"Technology", "True Crime" };

/* Texts that apps cut: characters. */
static const struct {
	const char *element, *attribute; /* attribute: NULL for the element's text */
	unsigned max;
} lengths[] = {
	{ "funding", NULL, 128 },
	{ "location", NULL, 128 },
	{ "person", NULL, 128 },
	{ "soundbite", NULL, 128 },
	{ "trailer", NULL, 128 },
	{ "season", "name", 128 },
	{ "episode", "display", 32 },
	{ "alternateEnclosure", "title", 32 },
	{ "alternateEnclosure", "rel", 32 },
};

static unsigned
n_characters(struct str s)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static void
check_lengths(struct report *r, const struct lint_node *parent)
{
	const struct lint_node *n;
	struct str value;
	size_t i;

	for (n = parent->first; n != NULL; n = n->next) {
		for (i = 0; n->ns == NS_PODCAST && i < sizeof(lengths) / sizeof(lengths[0]); i++) {
			if (!str_is(n->name, lengths[i].element))
				continue;
			value = lengths[i].attribute != NULL ? node_value(n, lengths[i].attribute) : str_trim(n->text);
			if (n_characters(value) > lengths[i].max)
				report_add(r, RULE_TOO_LONG, n->at, "%s%s<%.*s> of more than %u characters will be cut",
				    lengths[i].attribute != NULL ? lengths[i].attribute : "", lengths[i].attribute != NULL ? " of " : "",
				    STR_ARG(node_shown(r->a, n)), lengths[i].max);
		}
	}
}

static void
check_description(struct report *r, const struct lint_node *parent)
{
	const struct lint_node *n = node_child(parent, NS_NONE, "description");

	if (n != NULL && n->text.n > DESCRIPTION_MAX)
		report_add(r, RULE_TOO_LONG, n->at, "directories show %u bytes of a <description>, this one has %zu", DESCRIPTION_MAX, n->text.n);
}

static void
check_categories(struct report *r, const struct lint_node *channel)
{
	const struct lint_node *n;
	struct str text;
	size_t i;

	for (n = channel->first; n != NULL; n = n->next) {
		if (n->ns != NS_ITUNES || !str_is(n->name, "category"))
			continue;
		text = node_value(n, "text");
		for (i = 0; i < sizeof(categories) / sizeof(categories[0]) && !str_is(text, categories[i]); i++)
			;
		if (i == sizeof(categories) / sizeof(categories[0]) && text.n > 0)
			report_add(r, RULE_PODCAST_CATEGORY, n->at, "directories have no category \"%.*s\"", STR_ARG(str_head(text, 60)));
	}
}

/* Sound or pictures that move, and a word for a directory: who has both wants to be listed there. */
static bool
is_podcast(const struct lint_node *channel)
{
	const struct lint_node *n, *c;
	bool has_media = false, has_word = false;
	struct str type;

	for (n = channel->first; n != NULL; n = n->next) {
		has_word = has_word || n->ns == NS_ITUNES;
		if (n->ns != NS_NONE || !str_is(n->name, "item"))
			continue;
		for (c = n->first; c != NULL; c = c->next) {
			has_word = has_word || c->ns == NS_ITUNES;
			type = c->ns == NS_NONE && str_is(c->name, "enclosure") ? node_value(c, "type") : STR_NONE;
			has_media = has_media || str_starts_nocase(type, STR("audio/")) || str_starts_nocase(type, STR("video/"));
		}
	}
	return has_media && has_word;
}

void
podcast_check_channel(struct report *r, const struct lint_node *channel)
{
	static const struct {
		enum ns ns;
		const char *name, *shown;
	} required[] = { { NS_NONE, "language", "language" }, { NS_ITUNES, "category", "itunes:category" }, { NS_ITUNES, "explicit", "itunes:explicit" },
		{ NS_ITUNES, "image", "itunes:image" } };
	const struct lint_node *n;
	bool is_listed = is_podcast(channel);
	size_t i;

	for (i = 0; is_listed && i < sizeof(required) / sizeof(required[0]); i++)
		if (node_child(channel, required[i].ns, required[i].name) == NULL)
			report_add(r, RULE_PODCAST_MISSING, channel->at, "no directory takes a podcast without <%s>", required[i].shown);
	if (is_listed) {
		check_categories(r, channel);
		check_description(r, channel);
	}
	check_lengths(r, channel);
	for (n = channel->first; n != NULL; n = n->next) {
		if (n->ns != NS_NONE || !str_is(n->name, "item"))
			continue;
		check_lengths(r, n);
		if (is_listed)
			check_description(r, n);
	}
}
