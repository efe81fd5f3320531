#include "config.h"
#include "lint/grammar.h"

#define YES_NO "yes no"
#define MEDIA "podcast music video film audiobook newsletter blog publisher course mixed" \
	      " podcastL musicL videoL filmL audiobookL newsletterL blogL publisherL courseL"
#define DAYS "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

static const struct element_row elements[] = {
	/* RSS 2.0 */
	{ PLACE_RSS, NS_NONE, "channel", 1, 1, VALUE_ANY, PLACE_CHANNEL, NULL },
	{ PLACE_CHANNEL, NS_NONE, "title", 1, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "link", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "description", 1, 1, VALUE_HTML, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "language", 0, 1, VALUE_LANGUAGE, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "copyright", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "managingEditor", 0, 1, VALUE_RSS_PERSON, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "webMaster", 0, 1, VALUE_RSS_PERSON, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "pubDate", 0, 1, VALUE_DATE_822, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "lastBuildDate", 0, 1, VALUE_DATE_822, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "category", 0, MANY, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "generator", 0, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "docs", 0, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "cloud", 0, 1, VALUE_NONE, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "ttl", 0, 1, VALUE_POSITIVE, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "image", 0, 1, VALUE_ANY, PLACE_IMAGE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "rating", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_NONE, "textInput", 0, 1, VALUE_ANY, PLACE_TEXT_INPUT, NULL },
	{ PLACE_CHANNEL, NS_NONE, "skipHours", 0, 1, VALUE_ANY, PLACE_SKIP_HOURS, NULL },
	{ PLACE_CHANNEL, NS_NONE, "skipDays", 0, 1, VALUE_ANY, PLACE_SKIP_DAYS, NULL },
	{ PLACE_CHANNEL, NS_NONE, "item", 0, MANY, VALUE_ANY, PLACE_ITEM, NULL },
	{ PLACE_ITEM, NS_NONE, "title", 0, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "link", 0, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "description", 0, 1, VALUE_HTML, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "author", 0, 1, VALUE_RSS_PERSON, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "category", 0, MANY, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "comments", 0, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "enclosure", 0, MANY, VALUE_NONE, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "guid", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "pubDate", 0, 1, VALUE_DATE_822, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_NONE, "source", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_IMAGE, NS_NONE, "url", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_IMAGE, NS_NONE, "title", 1, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_IMAGE, NS_NONE, "link", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_IMAGE, NS_NONE, "width", 0, 1, VALUE_POSITIVE, PLACE_NONE, NULL },
	{ PLACE_IMAGE, NS_NONE, "height", 0, 1, VALUE_POSITIVE, PLACE_NONE, NULL },
	{ PLACE_IMAGE, NS_NONE, "description", 0, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_TEXT_INPUT, NS_NONE, "title", 1, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_TEXT_INPUT, NS_NONE, "description", 1, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_TEXT_INPUT, NS_NONE, "name", 1, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_TEXT_INPUT, NS_NONE, "link", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_SKIP_HOURS, NS_NONE, "hour", 1, 24, VALUE_HOUR, PLACE_NONE, NULL },
	{ PLACE_SKIP_DAYS, NS_NONE, "day", 1, 7, VALUE_WORDS, PLACE_NONE, DAYS },

	/* RFC 4287. Text constructs have their own checks: VALUE_ANY here */
	{ PLACE_FEED, NS_ATOM, "author", 0, MANY, VALUE_ANY, PLACE_PERSON, NULL },
	{ PLACE_FEED, NS_ATOM, "category", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "contributor", 0, MANY, VALUE_ANY, PLACE_PERSON, NULL },
	{ PLACE_FEED, NS_ATOM, "generator", 0, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "icon", 0, 1, VALUE_REFERENCE, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "id", 1, 1, VALUE_ID, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "link", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "logo", 0, 1, VALUE_REFERENCE, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "rights", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "subtitle", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "title", 1, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "updated", 1, 1, VALUE_DATE_3339, PLACE_NONE, NULL },
	{ PLACE_FEED, NS_ATOM, "entry", 0, MANY, VALUE_ANY, PLACE_ENTRY, NULL },
	{ PLACE_ENTRY, NS_ATOM, "author", 0, MANY, VALUE_ANY, PLACE_PERSON, NULL },
	{ PLACE_ENTRY, NS_ATOM, "category", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "content", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "contributor", 0, MANY, VALUE_ANY, PLACE_PERSON, NULL },
	{ PLACE_ENTRY, NS_ATOM, "id", 1, 1, VALUE_ID, PLACE_NONE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "link", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "published", 0, 1, VALUE_DATE_3339, PLACE_NONE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "rights", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "source", 0, 1, VALUE_ANY, PLACE_SOURCE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "summary", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "title", 1, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ENTRY, NS_ATOM, "updated", 1, 1, VALUE_DATE_3339, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "author", 0, MANY, VALUE_ANY, PLACE_PERSON, NULL },
	{ PLACE_SOURCE, NS_ATOM, "category", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "contributor", 0, MANY, VALUE_ANY, PLACE_PERSON, NULL },
	{ PLACE_SOURCE, NS_ATOM, "generator", 0, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "icon", 0, 1, VALUE_REFERENCE, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "id", 0, 1, VALUE_ID, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "link", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "logo", 0, 1, VALUE_REFERENCE, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "rights", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "subtitle", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "title", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_SOURCE, NS_ATOM, "updated", 0, 1, VALUE_DATE_3339, PLACE_NONE, NULL },
	{ PLACE_PERSON, NS_ATOM, "name", 1, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_PERSON, NS_ATOM, "uri", 0, 1, VALUE_REFERENCE, PLACE_NONE, NULL },
	{ PLACE_PERSON, NS_ATOM, "email", 0, 1, VALUE_EMAIL, PLACE_NONE, NULL },

	/* RSS 1.0 */
	{ PLACE_RDF, NS_RSS10, "channel", 1, 1, VALUE_ANY, PLACE_RDF_CHANNEL, NULL },
	{ PLACE_RDF, NS_RSS10, "image", 0, 1, VALUE_ANY, PLACE_RDF_IMAGE, NULL },
	{ PLACE_RDF, NS_RSS10, "item", 0, MANY, VALUE_ANY, PLACE_RDF_ITEM, NULL },
	{ PLACE_RDF, NS_RSS10, "textinput", 0, 1, VALUE_ANY, PLACE_RDF_INPUT, NULL },
	{ PLACE_RDF_CHANNEL, NS_RSS10, "title", 1, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_RDF_CHANNEL, NS_RSS10, "link", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_RDF_CHANNEL, NS_RSS10, "description", 1, 1, VALUE_HTML, PLACE_NONE, NULL },
	{ PLACE_RDF_CHANNEL, NS_RSS10, "image", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_RDF_CHANNEL, NS_RSS10, "items", 1, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_RDF_CHANNEL, NS_RSS10, "textinput", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_RDF_ITEM, NS_RSS10, "title", 1, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_RDF_ITEM, NS_RSS10, "link", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_RDF_ITEM, NS_RSS10, "description", 0, 1, VALUE_HTML, PLACE_NONE, NULL },
	{ PLACE_RDF_IMAGE, NS_RSS10, "title", 1, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_RDF_IMAGE, NS_RSS10, "link", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_RDF_IMAGE, NS_RSS10, "url", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_RDF_INPUT, NS_RSS10, "title", 1, 1, VALUE_TITLE, PLACE_NONE, NULL },
	{ PLACE_RDF_INPUT, NS_RSS10, "link", 1, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_RDF_INPUT, NS_RSS10, "description", 1, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_RDF_INPUT, NS_RSS10, "name", 1, 1, VALUE_TEXT, PLACE_NONE, NULL },

	/* Extensions: in channels, feeds, items and entries alike */
	{ PLACE_ANY, NS_CONTENT, "encoded", 0, 1, VALUE_HTML, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_DC, "creator", 0, MANY, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_DC, "date", 0, MANY, VALUE_DATE_W3C, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_DC, "language", 0, MANY, VALUE_LANGUAGE, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_DCTERMS, "created", 0, MANY, VALUE_DATE_W3C, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_DCTERMS, "issued", 0, MANY, VALUE_DATE_W3C, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_DCTERMS, "modified", 0, MANY, VALUE_DATE_W3C, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_SY, "updatePeriod", 0, 1, VALUE_WORDS, PLACE_NONE, "hourly daily weekly monthly yearly" },
	{ PLACE_ANY, NS_SY, "updateFrequency", 0, 1, VALUE_POSITIVE, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_SY, "updateBase", 0, 1, VALUE_DATE_W3C, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_SLASH, "comments", 0, 1, VALUE_NOT_NEGATIVE, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_WFW, "comment", 0, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_WFW, "commentRss", 0, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_THR, "in-reply-to", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_THR, "total", 0, 1, VALUE_NOT_NEGATIVE, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_ITUNES, "author", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_ITUNES, "block", 0, 1, VALUE_WORDS, PLACE_NONE, "Yes yes No no" },
	{ PLACE_ANY, NS_ITUNES, "complete", 0, 1, VALUE_WORDS, PLACE_NONE, "Yes yes No no" },
	{ PLACE_ANY, NS_ITUNES, "duration", 0, 1, VALUE_DURATION, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_ITUNES, "episode", 0, 1, VALUE_POSITIVE, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_ITUNES, "season", 0, 1, VALUE_POSITIVE, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_ITUNES, "episodeType", 0, 1, VALUE_WORDS, PLACE_NONE, "full trailer bonus" },
	{ PLACE_ANY, NS_ITUNES, "type", 0, 1, VALUE_WORDS, PLACE_NONE, "episodic serial" },
	{ PLACE_ANY, NS_ITUNES, "explicit", 0, 1, VALUE_WORDS, PLACE_NONE, "true false yes no clean" },
	{ PLACE_ANY, NS_ITUNES, "image", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_ITUNES, "category", 0, MANY, VALUE_ANY, PLACE_SHELF, NULL },
	{ PLACE_SHELF, NS_ITUNES, "category", 0, MANY, VALUE_ANY, PLACE_SHELF, NULL },
	{ PLACE_ANY, NS_ITUNES, "new-feed-url", 0, 1, VALUE_WEB_URL, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_ITUNES, "owner", 0, 1, VALUE_ANY, PLACE_OWNER, NULL },
	{ PLACE_ANY, NS_MEDIA, "content", 0, MANY, VALUE_ANY, PLACE_MEDIA, NULL },
	{ PLACE_ANY, NS_MEDIA, "group", 0, MANY, VALUE_ANY, PLACE_MEDIA, NULL },
	{ PLACE_ANY, NS_MEDIA, "thumbnail", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_MEDIA, "title", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_ANY, NS_ATOM, "link", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OWNER, NS_ITUNES, "email", 1, 1, VALUE_EMAIL, PLACE_NONE, NULL },
	{ PLACE_OWNER, NS_ITUNES, "name", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_PODCAST, "block", 0, MANY, VALUE_WORDS, PLACE_NONE, YES_NO },
	{ PLACE_CHANNEL, NS_PODCAST, "funding", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_PODCAST, "guid", 0, 1, VALUE_UUID, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_PODCAST, "locked", 0, 1, VALUE_WORDS, PLACE_NONE, YES_NO },
	{ PLACE_CHANNEL, NS_PODCAST, "medium", 0, 1, VALUE_WORDS, PLACE_NONE, MEDIA },
	{ PLACE_CHANNEL, NS_PODCAST, "trailer", 0, MANY, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_PODCAST, "license", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_PODCAST, "location", 0, MANY, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_PODCAST, "person", 0, MANY, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_CHANNEL, NS_PODCAST, "value", 0, MANY, VALUE_ANY, PLACE_VALUE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "alternateEnclosure", 0, MANY, VALUE_ANY, PLACE_ALTERNATE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "chapters", 0, 1, VALUE_NONE, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "episode", 0, 1, VALUE_NUMBER, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "license", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "location", 0, MANY, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "person", 0, MANY, VALUE_TEXT, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "season", 0, 1, VALUE_NOT_NEGATIVE, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "soundbite", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "transcript", 0, MANY, VALUE_NONE, PLACE_NONE, NULL },
	{ PLACE_ITEM, NS_PODCAST, "value", 0, MANY, VALUE_ANY, PLACE_VALUE, NULL },
	{ PLACE_VALUE, NS_PODCAST, "valueRecipient", 0, MANY, VALUE_NONE, PLACE_NONE, NULL },
	{ PLACE_ALTERNATE, NS_PODCAST, "source", 1, MANY, VALUE_NONE, PLACE_NONE, NULL },
	{ PLACE_ALTERNATE, NS_PODCAST, "integrity", 0, 1, VALUE_NONE, PLACE_NONE, NULL },
	{ PLACE_MEDIA, NS_MEDIA, "content", 0, MANY, VALUE_ANY, PLACE_MEDIA, NULL },
	{ PLACE_MEDIA, NS_MEDIA, "thumbnail", 0, MANY, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_MEDIA, NS_MEDIA, "title", 0, 1, VALUE_TEXT, PLACE_NONE, NULL },

	/* OPML 2.0 */
	{ PLACE_OPML, NS_NONE, "head", 1, 1, VALUE_ANY, PLACE_OPML_HEAD, NULL },
	{ PLACE_OPML, NS_NONE, "body", 1, 1, VALUE_ANY, PLACE_OPML_BODY, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "title", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "dateCreated", 0, 1, VALUE_DATE_822, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "dateModified", 0, 1, VALUE_DATE_822, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "ownerName", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "ownerEmail", 0, 1, VALUE_EMAIL, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "ownerId", 0, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "docs", 0, 1, VALUE_URL, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "expansionState", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "vertScrollState", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "windowTop", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "windowLeft", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "windowBottom", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OPML_HEAD, NS_NONE, "windowRight", 0, 1, VALUE_ANY, PLACE_NONE, NULL },
	{ PLACE_OPML_BODY, NS_NONE, "outline", 1, MANY, VALUE_ANY, PLACE_OUTLINE, NULL },
	{ PLACE_OUTLINE, NS_NONE, "outline", 0, MANY, VALUE_ANY, PLACE_OUTLINE, NULL },
};

static const struct attribute_row attributes[] = {
	{ NS_NONE, "rss", "version", true, VALUE_WORDS, "0.91 0.92 0.93 0.94 2.0" },
	{ NS_NONE, "category", "domain", false, VALUE_TEXT, NULL },
	{ NS_NONE, "cloud", "domain", true, VALUE_TEXT, NULL },
	{ NS_NONE, "cloud", "port", true, VALUE_POSITIVE, NULL },
	{ NS_NONE, "cloud", "path", true, VALUE_TEXT, NULL },
	{ NS_NONE, "cloud", "registerProcedure", true, VALUE_ANY, NULL },
	{ NS_NONE, "cloud", "protocol", true, VALUE_WORDS, "xml-rpc soap http-post https-post" },
	{ NS_NONE, "enclosure", "url", true, VALUE_WEB_URL, NULL },
	{ NS_NONE, "enclosure", "length", true, VALUE_NOT_NEGATIVE, NULL },
	{ NS_NONE, "enclosure", "type", true, VALUE_MIME, NULL },
	{ NS_NONE, "guid", "isPermaLink", false, VALUE_WORDS, "true false" },
	{ NS_NONE, "source", "url", true, VALUE_URL, NULL },

	{ NS_ATOM, "category", "term", true, VALUE_TEXT, NULL },
	{ NS_ATOM, "category", "scheme", false, VALUE_URL, NULL },
	{ NS_ATOM, "category", "label", false, VALUE_ANY, NULL },
	{ NS_ATOM, "content", "type", false, VALUE_TEXT, NULL },
	{ NS_ATOM, "content", "src", false, VALUE_REFERENCE, NULL },
	{ NS_ATOM, "generator", "uri", false, VALUE_REFERENCE, NULL },
	{ NS_ATOM, "generator", "version", false, VALUE_TEXT, NULL },
	{ NS_ATOM, "link", "href", true, VALUE_REFERENCE, NULL },
	{ NS_ATOM, "link", "rel", false, VALUE_TEXT, NULL },
	{ NS_ATOM, "link", "type", false, VALUE_MIME, NULL },
	{ NS_ATOM, "link", "hreflang", false, VALUE_LANGUAGE, NULL },
	{ NS_ATOM, "link", "title", false, VALUE_ANY, NULL },
	{ NS_ATOM, "link", "length", false, VALUE_NOT_NEGATIVE, NULL },
	{ NS_ATOM, "title", "type", false, VALUE_WORDS, "text html xhtml" },
	{ NS_ATOM, "subtitle", "type", false, VALUE_WORDS, "text html xhtml" },
	{ NS_ATOM, "summary", "type", false, VALUE_WORDS, "text html xhtml" },
	{ NS_ATOM, "rights", "type", false, VALUE_WORDS, "text html xhtml" },

	{ NS_THR, "in-reply-to", "ref", true, VALUE_TEXT, NULL },
	{ NS_THR, "in-reply-to", "href", false, VALUE_URL, NULL },
	{ NS_THR, "in-reply-to", "type", false, VALUE_MIME, NULL },
	{ NS_THR, "in-reply-to", "source", false, VALUE_URL, NULL },
	{ NS_ITUNES, "image", "href", true, VALUE_WEB_URL, NULL },
	{ NS_ITUNES, "category", "text", true, VALUE_TEXT, NULL },
	{ NS_PODCAST, "alternateEnclosure", "type", true, VALUE_MIME, NULL },
	{ NS_PODCAST, "alternateEnclosure", "length", false, VALUE_NOT_NEGATIVE, NULL },
	{ NS_PODCAST, "alternateEnclosure", "bitrate", false, VALUE_NUMBER, NULL },
	{ NS_PODCAST, "alternateEnclosure", "height", false, VALUE_POSITIVE, NULL },
	{ NS_PODCAST, "alternateEnclosure", "lang", false, VALUE_LANGUAGE, NULL },
	{ NS_PODCAST, "alternateEnclosure", "default", false, VALUE_WORDS, "true false" },
	{ NS_PODCAST, "source", "uri", true, VALUE_URL, NULL },
	{ NS_PODCAST, "source", "contentType", false, VALUE_MIME, NULL },
	{ NS_PODCAST, "integrity", "type", true, VALUE_WORDS, "sri pgp-signature" },
	{ NS_PODCAST, "integrity", "value", true, VALUE_TEXT, NULL },
	{ NS_PODCAST, "chapters", "url", true, VALUE_URL, NULL },
	{ NS_PODCAST, "chapters", "type", true, VALUE_MIME, NULL },
	{ NS_PODCAST, "funding", "url", true, VALUE_URL, NULL },
	{ NS_PODCAST, "license", "url", false, VALUE_URL, NULL },
	{ NS_PODCAST, "location", "geo", false, VALUE_GEO, NULL },
	{ NS_PODCAST, "locked", "owner", false, VALUE_EMAIL, NULL },
	{ NS_PODCAST, "person", "href", false, VALUE_URL, NULL },
	{ NS_PODCAST, "person", "img", false, VALUE_URL, NULL },
	{ NS_PODCAST, "soundbite", "startTime", true, VALUE_NUMBER, NULL },
	{ NS_PODCAST, "soundbite", "duration", true, VALUE_NUMBER, NULL },
	{ NS_PODCAST, "trailer", "url", true, VALUE_URL, NULL },
	{ NS_PODCAST, "trailer", "pubdate", true, VALUE_DATE_822, NULL },
	{ NS_PODCAST, "trailer", "length", false, VALUE_NOT_NEGATIVE, NULL },
	{ NS_PODCAST, "trailer", "type", false, VALUE_MIME, NULL },
	{ NS_PODCAST, "trailer", "season", false, VALUE_NOT_NEGATIVE, NULL },
	{ NS_PODCAST, "transcript", "url", true, VALUE_URL, NULL },
	{ NS_PODCAST, "transcript", "type", true, VALUE_MIME, NULL },
	{ NS_PODCAST, "transcript", "language", false, VALUE_LANGUAGE, NULL },
	{ NS_PODCAST, "value", "type", true, VALUE_TEXT, NULL },
	{ NS_PODCAST, "value", "method", true, VALUE_TEXT, NULL },
	{ NS_PODCAST, "value", "suggested", false, VALUE_NUMBER, NULL },
	{ NS_PODCAST, "valueRecipient", "type", true, VALUE_TEXT, NULL },
	{ NS_PODCAST, "valueRecipient", "address", true, VALUE_TEXT, NULL },
	{ NS_PODCAST, "valueRecipient", "split", true, VALUE_NOT_NEGATIVE, NULL },
	{ NS_PODCAST, "valueRecipient", "fee", false, VALUE_WORDS, "true false" },
	{ NS_MEDIA, "content", "url", false, VALUE_URL, NULL },
	{ NS_MEDIA, "content", "fileSize", false, VALUE_NOT_NEGATIVE, NULL },
	{ NS_MEDIA, "content", "type", false, VALUE_MIME, NULL },
	{ NS_MEDIA, "content", "medium", false, VALUE_WORDS, "image audio video document executable" },
	{ NS_MEDIA, "content", "isDefault", false, VALUE_WORDS, "true false" },
	{ NS_MEDIA, "content", "expression", false, VALUE_WORDS, "sample full nonstop" },
	{ NS_MEDIA, "content", "bitrate", false, VALUE_NUMBER, NULL },
	{ NS_MEDIA, "content", "framerate", false, VALUE_NUMBER, NULL },
	{ NS_MEDIA, "content", "samplingrate", false, VALUE_NUMBER, NULL },
	{ NS_MEDIA, "content", "channels", false, VALUE_NOT_NEGATIVE, NULL },
	{ NS_MEDIA, "content", "duration", false, VALUE_NOT_NEGATIVE, NULL },
	{ NS_MEDIA, "content", "height", false, VALUE_POSITIVE, NULL },
	{ NS_MEDIA, "content", "width", false, VALUE_POSITIVE, NULL },
	{ NS_MEDIA, "content", "lang", false, VALUE_LANGUAGE, NULL },
	{ NS_MEDIA, "thumbnail", "url", true, VALUE_URL, NULL },
	{ NS_MEDIA, "thumbnail", "height", false, VALUE_POSITIVE, NULL },
	{ NS_MEDIA, "thumbnail", "width", false, VALUE_POSITIVE, NULL },
	{ NS_MEDIA, "thumbnail", "time", false, VALUE_TEXT, NULL },

	{ NS_NONE, "opml", "version", true, VALUE_WORDS, "1.0 1.1 2.0" },
	{ NS_NONE, "outline", "text", true, VALUE_TEXT, NULL },
	{ NS_NONE, "outline", "xmlUrl", false, VALUE_WEB_URL, NULL },
	{ NS_NONE, "outline", "htmlUrl", false, VALUE_REFERENCE, NULL },
	{ NS_NONE, "outline", "created", false, VALUE_DATE_822, NULL },
	{ NS_NONE, "outline", "isComment", false, VALUE_WORDS, "true false" },
	{ NS_NONE, "outline", "isBreakpoint", false, VALUE_WORDS, "true false" },
};

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

const struct element_row *
grammar_each(enum place place, size_t *i)
{
	while (*i < COUNT(elements))
		if (elements[(*i)++].place == place)
			return &elements[*i - 1];
	return NULL;
}

const struct element_row *
grammar_element(enum place place, enum ns ns, struct str name)
{
	const struct element_row *row;
	size_t i = 0;

	while ((row = grammar_each(place, &i)) != NULL)
		if (row->ns == ns && str_is(name, row->name))
			return row;
	return NULL;
}

const struct attribute_row *
grammar_each_attribute(enum ns ns, struct str element, size_t *i)
{
	while (*i < COUNT(attributes)) {
		const struct attribute_row *row = &attributes[(*i)++];

		if (row->ns == ns && str_is(element, row->element))
			return row;
	}
	return NULL;
}

const struct attribute_row *
grammar_attribute(enum ns ns, struct str element, struct str name)
{
	const struct attribute_row *row;
	size_t i = 0;

	while ((row = grammar_each_attribute(ns, element, &i)) != NULL)
		if (str_is(name, row->name))
			return row;
	return NULL;
}

enum ns
grammar_own_ns(enum place place)
{
	switch (place) {
	case PLACE_RSS:
	case PLACE_CHANNEL:
	case PLACE_ITEM:
	case PLACE_IMAGE:
	case PLACE_TEXT_INPUT:
	case PLACE_SKIP_HOURS:
	case PLACE_SKIP_DAYS:
	case PLACE_OPML:
	case PLACE_OPML_HEAD:
	case PLACE_OPML_BODY:
	case PLACE_OUTLINE:
		return NS_NONE;
	case PLACE_FEED:
	case PLACE_ENTRY:
	case PLACE_SOURCE:
	case PLACE_PERSON:
		return NS_ATOM;
	case PLACE_RDF:
	case PLACE_RDF_CHANNEL:
	case PLACE_RDF_ITEM:
	case PLACE_RDF_IMAGE:
	case PLACE_RDF_INPUT:
		return NS_RSS10;
	case PLACE_OWNER:
	case PLACE_SHELF:
		return NS_ITUNES;
	case PLACE_NONE:
	case PLACE_VALUE:
	case PLACE_ALTERNATE:
	case PLACE_MEDIA:
	case PLACE_ANY:
	case PLACES:
		break;
	}
	return NS_UNKNOWN;
}

bool
grammar_has_places(enum ns ns)
{
	return ns == NS_PODCAST;
}

bool
grammar_takes_extensions(enum place place)
{
	return place == PLACE_CHANNEL || place == PLACE_ITEM || place == PLACE_FEED || place == PLACE_ENTRY || place == PLACE_RDF_CHANNEL ||
	       place == PLACE_RDF_ITEM;
}
