#include "config.h"
#include "parse/names.h"

#include "base/hash.h"

struct ns_name {
	const char *text;
	enum ns ns;
};

/* URIs without scheme and trailing '/' or '#'. */
static const struct ns_name uris[] = {
	{ "www.w3.org/2005/atom", NS_ATOM },
	{ "purl.org/atom/ns", NS_ATOM03 },
	{ "purl.org/rss/1.0", NS_RSS10 },
	{ "my.netscape.com/rdf/simple/0.9", NS_RSS090 },
	{ "channel.netscape.com/rdf/simple/0.9", NS_RSS090 },
	{ "www.w3.org/1999/02/22-rdf-syntax-ns", NS_RDF },
	{ "purl.org/rss/1.0/modules/content", NS_CONTENT },
	{ "purl.org/dc/elements/1.1", NS_DC },
	{ "purl.org/dc/elements/1.0", NS_DC },
	{ "purl.org/dc/terms", NS_DCTERMS },
	{ "search.yahoo.com/mrss", NS_MEDIA },
	{ "video.search.yahoo.com/mrss", NS_MEDIA },
	{ "www.itunes.com/dtds/podcast-1.0.dtd", NS_ITUNES },
	{ "example.com/dtds/podcast-1.0.dtd", NS_ITUNES },
	{ "purl.org/rss/1.0/modules/slash", NS_SLASH },
	{ "wellformedweb.org/commentapi", NS_WFW },
	{ "purl.org/syndication/thread/1.0", NS_THR },
	{ "purl.org/rss/1.0/modules/syndication", NS_SY },
	{ "web.resource.org/cc", NS_CC },
	{ "creativecommons.org/ns", NS_CC },
	{ "backend.userland.com/creativecommonsrssmodule", NS_CREATIVE_COMMONS },
	{ "webns.net/mvcb", NS_ADMIN },
	{ "rssnamespace.org/feedburner/ext/1.0", NS_FEEDBURNER },
	{ "www.w3.org/1999/xhtml", NS_XHTML },
	{ "www.google.com/schemas/play-podcasts/1.0", NS_GOOGLEPLAY },
	{ "podcastindex.org/namespace/1.0", NS_PODCAST },
	{ "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md", NS_PODCAST },
	{ "github.com/podcastindex-org/podcast-namespace/blob/master/docs/1.0.md", NS_PODCAST },
	{ "podlove.org/simple-chapters", NS_PSC },
	{ "www.georss.org/georss", NS_GEORSS },
	{ "www.opengis.net/gml", NS_GML },
	{ "www.opengis.net/gml/3.2", NS_GML },
	{ "www.w3.org/2003/01/geo/wgs84_pos", NS_GEO },
	{ "purl.org/atompub/tombstones/1.0", NS_TOMBSTONES },
	{ "www.w3.org/xml/1998/namespace", NS_XML },
	{ "backend.userland.com/rss2", NS_NONE },
	{ "backend.userland.com/rss", NS_NONE },
	{ "blogs.law.harvard.edu/tech/rss", NS_NONE },
};

static const struct ns_name prefixes[] = {
	{ "atom", NS_ATOM }, { "a10", NS_ATOM }, { "rdf", NS_RDF }, { "content", NS_CONTENT }, { "dc", NS_DC }, { "dcterms", NS_DCTERMS },
	{ "media", NS_MEDIA }, { "itunes", NS_ITUNES }, { "slash", NS_SLASH }, { "wfw", NS_WFW }, { "thr", NS_THR }, { "sy", NS_SY },
	{ "cc", NS_CC }, { "creativeCommons", NS_CREATIVE_COMMONS }, { "admin", NS_ADMIN }, { "feedburner", NS_FEEDBURNER },
	{ "xhtml", NS_XHTML }, { "xml", NS_XML }, { "atom03", NS_ATOM03 }, { "atom10", NS_ATOM }, { "dct", NS_DCTERMS },
	{ "googleplay", NS_GOOGLEPLAY }, { "podcast", NS_PODCAST }, { "psc", NS_PSC }, { "georss", NS_GEORSS }, { "gml", NS_GML },
	{ "geo", NS_GEO }, { "mrss", NS_MEDIA }, { "at", NS_TOMBSTONES }, { "rss", NS_NONE },
};

enum ns
ns_from_uri(struct str uri)
{
	size_t i;

	uri = str_trim(uri);
	if (uri.n == 0)
		return NS_NONE;
	if (str_starts_nocase(uri, STR("http://")))
		uri = str_skip(uri, 7);
	else if (str_starts_nocase(uri, STR("https://")))
		uri = str_skip(uri, 8);
	while (uri.n > 0 && (uri.p[uri.n - 1] == '/' || uri.p[uri.n - 1] == '#'))
		uri.n--;
	for (i = 0; i < sizeof(uris) / sizeof(uris[0]); i++)
		if (str_is_nocase(uri, uris[i].text))
			return uris[i].ns;
	return NS_UNKNOWN;
}

enum ns
ns_from_prefix(struct str prefix)
{
	size_t i;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (str_is_nocase(prefix, prefixes[i].text))
			return prefixes[i].ns;
	return NS_UNKNOWN;
}

/*
 * Rows of NS_NONE serve RSS 1.0 and 0.90 too; rows of NS_ATOM serve Atom 0.3 and a feed without a namespace; what CDF has
 * no row of its own for is RSS's.
 */
static const struct element elements[] = {
	{ NS_NONE, "rss", ACT_FEED, 0, 0, 0 },
	{ NS_RDF, "RDF", ACT_FEED, 0, 0, 0 },
	{ NS_ATOM, "feed", ACT_FEED, 0, 0, 0 },
	{ NS_NONE, "channel", ACT_CHANNEL, 0, 0, 0 },
	{ NS_NONE, "item", ACT_ITEM, 0, 0, 0 },
	{ NS_ATOM, "entry", ACT_ITEM, 0, 0, 0 },
	{ NS_ATOM, "item", ACT_ITEM, 0, 0, 0 }, /* drafts of Atom, and those who mix the two up */

	{ NS_NONE, "title", ACT_TEXT, SLOT_TITLE, 1, 0 },
	{ NS_ATOM, "title", ACT_ATOM_TEXT, SLOT_TITLE, 1, 0 },
	{ NS_DC, "title", ACT_TEXT, SLOT_TITLE, 2, 0 },
	{ NS_MEDIA, "title", ACT_MEDIA_TEXT, SLOT_TITLE, 3, 0 },
	{ NS_ITUNES, "title", ACT_ITUNES_TEXT, SLOT_ITUNES_TITLE, 4, 0 },
	{ NS_NONE, "description", ACT_TEXT, SLOT_SUMMARY, 1, 0 },
	{ NS_NONE, "summary", ACT_TEXT, SLOT_SUMMARY, 1, 0 },
	{ NS_CDF, "abstract", ACT_TEXT, SLOT_SUMMARY, 1, 0 },
	{ NS_ATOM, "summary", ACT_ATOM_TEXT, SLOT_SUMMARY, 1, 0 },
	{ NS_ATOM, "subtitle", ACT_ATOM_TEXT, SLOT_SUMMARY, 1, 0 },
	{ NS_ATOM, "tagline", ACT_ATOM_TEXT, SLOT_SUMMARY, 1, 0 },
	{ NS_DC, "description", ACT_TEXT, SLOT_SUMMARY, 2, 0 },
	{ NS_DCTERMS, "abstract", ACT_TEXT, SLOT_SUMMARY, 3, 6 },
	{ NS_ITUNES, "summary", ACT_ITUNES_TEXT, SLOT_ITUNES_SUMMARY, 4, 3 },
	{ NS_ITUNES, "subtitle", ACT_ITUNES_TEXT, SLOT_ITUNES_SUBTITLE, 5, 4 },
	{ NS_MEDIA, "description", ACT_MEDIA_TEXT, SLOT_SUMMARY, 6, 7 },
	{ NS_CONTENT, "encoded", ACT_HTML, SLOT_CONTENT, 1, 0 },
	{ NS_ATOM, "content", ACT_ATOM_TEXT, SLOT_CONTENT, 1, 0 },
	{ NS_XHTML, "body", ACT_BODY, SLOT_CONTENT, 2, 0 },
	{ NS_NONE, "body", ACT_BODY, SLOT_CONTENT, 2, 0 },
	{ NS_NONE, "fullitem", ACT_HTML, SLOT_CONTENT, 3, 0 },
	{ NS_ATOM, "info", ACT_ATOM_TEXT, SLOT_INFO, 1, 0 },
	{ NS_FEEDBURNER, "browserFriendly", ACT_TEXT, SLOT_INFO, 2, 0 },
	{ NS_ATOM, "rights", ACT_ATOM_TEXT, SLOT_RIGHTS, 1, 0 },
	{ NS_ATOM, "copyright", ACT_ATOM_TEXT, SLOT_RIGHTS, 1, 0 },
	{ NS_NONE, "copyright", ACT_TEXT, SLOT_RIGHTS, 2, 0 },
	{ NS_DC, "rights", ACT_TEXT, SLOT_RIGHTS, 3, 0 },
	{ NS_MEDIA, "copyright", ACT_TEXT, SLOT_RIGHTS, 4, 0 },

	{ NS_ATOM, "id", ACT_ID, SLOT_ID, 1, 0 },
	{ NS_NONE, "guid", ACT_GUID, SLOT_ID, 1, 0 },
	{ NS_DC, "identifier", ACT_STR, SLOT_ID, 3, 0 },
	{ NS_NONE, "link", ACT_LINK, SLOT_URL, 2, 0 },
	{ NS_ATOM, "link", ACT_LINK, SLOT_URL, 2, 0 },
	{ NS_FEEDBURNER, "origLink", ACT_URL, SLOT_URL, 1, 0 },
	{ NS_NONE, "language", ACT_LANGUAGE, SLOT_LANGUAGE, 1, 0 },
	{ NS_DC, "language", ACT_LANGUAGE, SLOT_LANGUAGE, 2, 0 },
	{ NS_NONE, "pubDate", ACT_DATE, SLOT_PUBLISHED, 1, 0 },
	{ NS_ATOM, "published", ACT_DATE, SLOT_PUBLISHED, 2, 3 },
	{ NS_ATOM, "issued", ACT_DATE, SLOT_PUBLISHED, 2, 3 },
	{ NS_DCTERMS, "issued", ACT_DATE, SLOT_PUBLISHED, 3, 2 },
	{ NS_ATOM, "updated", ACT_DATE, SLOT_UPDATED, 1, 0 },
	{ NS_ATOM, "modified", ACT_DATE, SLOT_UPDATED, 1, 0 },
	{ NS_NONE, "lastBuildDate", ACT_DATE, SLOT_UPDATED, 2, 0 },
	{ NS_DCTERMS, "modified", ACT_DATE, SLOT_UPDATED, 3, 0 },
	{ NS_DC, "date", ACT_DATE, SLOT_UPDATED, 4, 0 },
	{ NS_ATOM, "created", ACT_DATE, SLOT_CREATED, 1, 2 },
	{ NS_DCTERMS, "created", ACT_DATE, SLOT_CREATED, 2, 1 },
	{ NS_NONE, "expirationDate", ACT_DATE, SLOT_EXPIRES, 1, 0 },
	{ NS_DCTERMS, "valid", ACT_VALIDITY, SLOT_EXPIRES, 2, 0 },

	{ NS_ATOM, "author", ACT_ATOM_PERSON, SLOT_AUTHORS, 0, 0 },
	{ NS_ATOM, "contributor", ACT_ATOM_PERSON, SLOT_CONTRIBUTORS, 0, 0 },
	{ NS_ATOM, "name", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_ATOM, "email", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_ATOM, "uri", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_ATOM, "url", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_ATOM, "homepage", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_NONE, "author", ACT_ATOM_PERSON, SLOT_AUTHORS, 0, 0 },
	{ NS_NONE, "name", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_NONE, "email", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_NONE, "uri", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_NONE, "url", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_NONE, "managingEditor", ACT_PERSON, SLOT_AUTHORS, 0, 0 },
	{ NS_NONE, "webMaster", ACT_PERSON, SLOT_PUBLISHER, 1, 0 },
	{ NS_DC, "creator", ACT_PERSON, SLOT_AUTHORS, 0, 0 },
	{ NS_DC, "author", ACT_PERSON, SLOT_AUTHORS, 0, 0 },
	{ NS_DC, "contributor", ACT_PERSON, SLOT_CONTRIBUTORS, 0, 0 },
	{ NS_DC, "publisher", ACT_PERSON, SLOT_PUBLISHER, 2, 0 },

	{ NS_NONE, "category", ACT_CATEGORY, 0, 0, 0 },
	{ NS_ATOM, "category", ACT_CATEGORY, 0, 0, 0 },
	{ NS_DC, "subject", ACT_SUBJECT, 0, 0, 0 },
	{ NS_GOOGLEPLAY, "category", ACT_ITUNES_CATEGORY, 0, 0, 0 },
	{ NS_NONE, "tags", ACT_KEYWORDS, 0, 0, 0 },
	{ NS_NONE, "enclosure", ACT_ENCLOSURE, 0, 0, 0 },
	{ NS_FEEDBURNER, "origEnclosureLink", ACT_ENCLOSURE_ORIGINAL, 0, 0, 0 },
	{ NS_NONE, "source", ACT_SOURCE, 0, 0, 0 },
	{ NS_ATOM, "source", ACT_SOURCE, 0, 0, 0 },
	{ NS_NONE, "image", ACT_IMAGE, 0, 0, 0 },
	{ NS_NONE, "textInput", ACT_TEXT_INPUT, 0, 0, 0 },
	{ NS_ATOM, "icon", ACT_URL, SLOT_ICON, 1, 0 },
	{ NS_ATOM, "logo", ACT_URL, SLOT_LOGO, 1, 0 },
	{ NS_CDF, "logo", ACT_CDF_LOGO, 0, 1, 0 },
	{ NS_NONE, "docs", ACT_URL, SLOT_DOCS, 1, 0 },
	{ NS_NONE, "rating", ACT_STR, SLOT_RATING, 1, 0 },
	{ NS_NONE, "ttl", ACT_INT, SLOT_TTL, 1, 0 },
	{ NS_ATOM, "generator", ACT_GENERATOR, 0, 1, 0 },
	{ NS_NONE, "generator", ACT_GENERATOR, 0, 2, 0 },
	{ NS_ADMIN, "generatorAgent", ACT_GENERATOR_AGENT, 0, 0, 0 },
	{ NS_NONE, "cloud", ACT_CLOUD, 0, 0, 0 },
	{ NS_NONE, "skipHours", ACT_SKIP, 0, 0, 0 },
	{ NS_NONE, "skipDays", ACT_SKIP, 0, 0, 0 },
	{ NS_NONE, "hour", ACT_HOUR, 0, 0, 0 },
	{ NS_NONE, "day", ACT_DAY, 0, 0, 0 },
	{ NS_NONE, "redirect", ACT_REDIRECT, 0, 0, 0 },
	{ NS_NONE, "newLocation", ACT_NEW_LOCATION, SLOT_NEW_URL, 2, 0 },
	{ NS_CC, "license", ACT_LICENSE_RDF, SLOT_LICENSE, 2, 0 },
	{ NS_CREATIVE_COMMONS, "license", ACT_URL, SLOT_LICENSE, 3, 0 },
	{ NS_SY, "updatePeriod", ACT_UPDATE, 0, 0, 0 },
	{ NS_SY, "updateFrequency", ACT_UPDATE, 0, 0, 0 },
	{ NS_SY, "updateBase", ACT_UPDATE, 0, 0, 0 },

	{ NS_NONE, "comments", ACT_COMMENTS, SLOT_COMMENTS_URL, 1, 0 },
	{ NS_WFW, "comment", ACT_COMMENTS, SLOT_COMMENTS_POST, 1, 0 },
	{ NS_WFW, "commentRss", ACT_COMMENTS, SLOT_COMMENTS_FEED, 1, 0 },
	{ NS_WFW, "commentRSS", ACT_COMMENTS, SLOT_COMMENTS_FEED, 1, 0 },
	{ NS_SLASH, "comments", ACT_COMMENTS, SLOT_COMMENTS_COUNT, 1, 0 },
	{ NS_THR, "total", ACT_COMMENTS, SLOT_COMMENTS_COUNT, 2, 0 },
	{ NS_THR, "in-reply-to", ACT_REPLY, 0, 0, 0 },
	{ NS_TOMBSTONES, "deleted-entry", ACT_DELETED, 0, 0, 0 },

	{ NS_MEDIA, "group", ACT_MEDIA_GROUP, 0, 0, 0 },
	{ NS_MEDIA, "content", ACT_MEDIA_CONTENT, 0, 0, 0 },
	{ NS_MEDIA, "thumbnail", ACT_MEDIA_THUMBNAIL, 0, 0, 0 },
	{ NS_MEDIA, "credit", ACT_MEDIA_CREDIT, 0, 0, 0 },
	{ NS_MEDIA, "keywords", ACT_MEDIA_KEYWORDS, 0, 0, 0 },
	{ NS_MEDIA, "category", ACT_MEDIA_CATEGORY, 0, 0, 0 },
	{ NS_MEDIA, "rating", ACT_MEDIA_RATING, 0, 0, 0 },
	{ NS_MEDIA, "player", ACT_MEDIA_PLAYER, 0, 0, 0 },
	{ NS_MEDIA, "restriction", ACT_MEDIA_RESTRICTION, 0, 0, 0 },
	{ NS_MEDIA, "license", ACT_MEDIA_LICENSE, 0, 0, 0 },
	{ NS_MEDIA, "hash", ACT_MEDIA_HASH, 0, 0, 0 },
	{ NS_MEDIA, "community", ACT_MEDIA_COMMUNITY, 0, 0, 0 },
	{ NS_MEDIA, "starRating", ACT_MEDIA_COMMUNITY_PART, 0, 0, 0 },
	{ NS_MEDIA, "statistics", ACT_MEDIA_COMMUNITY_PART, 0, 0, 0 },

	{ NS_ITUNES, "author", ACT_ITUNES_AUTHOR, 0, 0, 0 },
	{ NS_ITUNES, "owner", ACT_ITUNES_OWNER, SLOT_PUBLISHER, 3, 0 },
	{ NS_ITUNES, "name", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_ITUNES, "email", ACT_PERSON_PART, 0, 0, 0 },
	{ NS_ITUNES, "image", ACT_ITUNES_IMAGE, SLOT_IMAGE, 2, 0 },
	{ NS_ITUNES, "link", ACT_ITUNES_LINK, SLOT_IMAGE, 3, 0 },
	{ NS_ITUNES, "category", ACT_ITUNES_CATEGORY, 0, 0, 0 },
	{ NS_ITUNES, "keywords", ACT_ITUNES_KEYWORDS, 0, 0, 0 },
	{ NS_ITUNES, "explicit", ACT_ITUNES, SLOT_ITUNES_EXPLICIT, 0, 0 },
	{ NS_ITUNES, "block", ACT_ITUNES, SLOT_ITUNES_BLOCK, 0, 0 },
	{ NS_ITUNES, "complete", ACT_ITUNES, SLOT_ITUNES_COMPLETE, 0, 0 },
	{ NS_ITUNES, "duration", ACT_ITUNES, SLOT_ITUNES_DURATION, 0, 0 },
	{ NS_ITUNES, "episode", ACT_ITUNES, SLOT_ITUNES_EPISODE, 0, 0 },
	{ NS_ITUNES, "season", ACT_ITUNES, SLOT_ITUNES_SEASON, 0, 0 },
	{ NS_ITUNES, "episodeType", ACT_ITUNES, SLOT_ITUNES_EPISODE_TYPE, 0, 0 },
	{ NS_ITUNES, "type", ACT_ITUNES, SLOT_ITUNES_TYPE, 0, 0 },
	{ NS_ITUNES, "new-feed-url", ACT_ITUNES_NEW_URL, SLOT_NEW_URL, 1, 0 },

	{ NS_PODCAST, "guid", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "locked", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "medium", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "license", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "funding", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "person", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "location", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "season", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "episode", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "transcript", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "chapters", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "soundbite", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "trailer", ACT_PODCAST, 0, 0, 0 },
	{ NS_PODCAST, "alternateEnclosure", ACT_PODCAST_ENCLOSURE, 0, 0, 0 },
	{ NS_PODCAST, "source", ACT_PODCAST_SOURCE, 0, 0, 0 },
	{ NS_PSC, "chapters", ACT_CHAPTERS, 0, 0, 0 },
	{ NS_PSC, "chapter", ACT_CHAPTER, 0, 0, 0 },

	{ NS_GEORSS, "point", ACT_GEORSS, SLOT_GEO, 1, 0 },
	{ NS_GEORSS, "line", ACT_GEORSS, SLOT_GEO, 1, 0 },
	{ NS_GEORSS, "polygon", ACT_GEORSS, SLOT_GEO, 1, 0 },
	{ NS_GEORSS, "box", ACT_GEORSS, SLOT_GEO, 1, 0 },
	{ NS_GEORSS, "where", ACT_GEO_WHERE, 0, 0, 0 },
	{ NS_GML, "exterior", ACT_GEO_WHERE, 0, 0, 0 },
	{ NS_GML, "outerBoundaryIs", ACT_GEO_WHERE, 0, 0, 0 },
	{ NS_GML, "LinearRing", ACT_GEO_WHERE, 0, 0, 0 },
	{ NS_GML, "Point", ACT_GML_SHAPE, 0, 0, 0 },
	{ NS_GML, "LineString", ACT_GML_SHAPE, 0, 0, 0 },
	{ NS_GML, "Polygon", ACT_GML_SHAPE, 0, 0, 0 },
	{ NS_GML, "Envelope", ACT_GML_SHAPE, 0, 0, 0 },
	{ NS_GML, "Box", ACT_GML_SHAPE, 0, 0, 0 },
	{ NS_GML, "pos", ACT_GML_POSITIONS, 0, 0, 0 },
	{ NS_GML, "posList", ACT_GML_POSITIONS, 0, 0, 0 },
	{ NS_GML, "coordinates", ACT_GML_POSITIONS, 0, 0, 0 },
	{ NS_GML, "lowerCorner", ACT_GML_POSITIONS, 0, 0, 0 },
	{ NS_GML, "upperCorner", ACT_GML_POSITIONS, 0, 0, 0 },
	{ NS_GEO, "Point", ACT_GEO_POINT, 0, 0, 0 },
	{ NS_GEO, "lat", ACT_GEO_NUMBER, 0, 0, 0 },
	{ NS_GEO, "long", ACT_GEO_NUMBER, 0, 0, 0 },
	{ NS_GEO, "lon", ACT_GEO_NUMBER, 0, 0, 0 },
	{ NS_GEO, "lat_long", ACT_GEO_NUMBER, 0, 0, 0 },
};

#define N_ELEMENTS (sizeof(elements) / sizeof(elements[0]))
#define TABLE_SIZE 512U /* a power of two, over three times the rows */

static uint8_t table[TABLE_SIZE]; /* row + 1, 0 is free */
static bool is_ready;

static size_t
place(enum ns ns, struct str local)
{
	char lower[32];
	size_t i;

	for (i = 0; i < local.n && i < sizeof(lower); i++)
		lower[i] = ascii_lower(local.p[i]);
	return (size_t)hash_fast((struct str){ lower, i }, (uint64_t)ns) & (TABLE_SIZE - 1);
}

static void
make_table(void)
{
	size_t i, at;

	_Static_assert(N_ELEMENTS < 255, "rows fit a byte");
	for (i = 0; i < N_ELEMENTS; i++) {
		at = place(elements[i].ns, str_from(elements[i].name));
		while (table[at] != 0)
			at = (at + 1) & (TABLE_SIZE - 1);
		table[at] = (uint8_t)(i + 1);
	}
	is_ready = true;
}

static const struct element *
find_row(enum ns ns, struct str local)
{
	bool any_case = ns == NS_NONE || ns == NS_CDF;
	const struct element *e;
	size_t at;

	for (at = place(ns, local); table[at] != 0; at = (at + 1) & (TABLE_SIZE - 1)) {
		e = &elements[table[at] - 1];
		if (e->ns == ns && (any_case ? str_is_nocase(local, e->name) : str_is(local, e->name)))
			return e;
	}
	return NULL;
}

const struct element *
element_find(enum ns ns, struct str local)
{
	const struct element *e;

	if (!is_ready)
		make_table();
	switch (ns) {
	case NS_CDF:
		e = find_row(ns, local);
		return e != NULL ? e : find_row(NS_NONE, local);
	case NS_RSS10:
	case NS_RSS090:
		return find_row(NS_NONE, local);
	case NS_ATOM03:
		return find_row(NS_ATOM, local);
	default:
		return find_row(ns, local);
	}
}
