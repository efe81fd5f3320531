#include "config.h"
#include "lint/rules.h"

#include <stddef.h>

#define RSS "RSS 2.0, "
#define PROFILE "RSS Best Practices Profile, "
#define ATOM "RFC 4287, "
#define JSON "JSON Feed 1.1, "
#define OPML "OPML 2.0, "
#define SHOW "A Podcaster's Guide to RSS, "

const struct lint_rule_info lint_rules[LINT_RULES] = {
	/* code, severity, and the sentence's place: in general, or for RSS, Atom, JSON Feed and OPML where these have one of their own */
	[RULE_NOT_A_FEED] = { "not-a-feed", SEVERITY_ERROR, { "" } },
	[RULE_SYNTAX] = { "syntax", SEVERITY_ERROR, { "XML 1.0, 2.1", NULL, NULL, "RFC 8259" } },
	[RULE_TRUNCATED] = { "truncated", SEVERITY_ERROR, { "XML 1.0, 2.1" } },
	[RULE_LIMIT] = { "limit", SEVERITY_ERROR, { "" } },
	[RULE_ENCODING] = { "encoding", SEVERITY_ERROR, { "XML 1.0, 4.3.3", NULL, NULL, "RFC 8259, 8.1" } },
	[RULE_ENTITY] = { "entity-undefined", SEVERITY_ERROR, { "XML 1.0, 4.1" } },
	[RULE_NAMESPACE] = { "namespace-undeclared", SEVERITY_ERROR, { "Namespaces in XML 1.0, 5" } },
	[RULE_CONTENT_TYPE] = { "content-type", SEVERITY_WARNING, { "RFC 7303, 4", NULL, ATOM "7", JSON "MIME type" } },
	[RULE_DOCTYPE] = { "doctype", SEVERITY_WARNING, { "" } },
	[RULE_VERSION] = { "version", SEVERITY_ERROR, { "", RSS "What is RSS?", NULL, JSON "version" } },
	[RULE_VERSION_OLD] = { "version-old", SEVERITY_WARNING, { "", RSS "Roadmap", ATOM "1.2", JSON "version" } },
	[RULE_ELEMENT_MISSING] = { "element-missing", SEVERITY_ERROR, { "", RSS "required channel elements", ATOM "4.1", JSON "structure", OPML "the body" } },
	[RULE_ELEMENT_TWICE] = { "element-twice", SEVERITY_ERROR, { "", PROFILE "element limits", ATOM "4.1", NULL, OPML "the head" } },
	[RULE_ELEMENT_UNKNOWN] = { "element-unknown", SEVERITY_ERROR, { "", RSS "extending RSS", ATOM "6.3", NULL, OPML "extending OPML" } },
	[RULE_ELEMENT_MISPLACED] = { "element-misplaced", SEVERITY_ERROR, { "", RSS "elements of channel and item", ATOM "4.1" } },
	[RULE_MEANING_TWICE] = { "meaning-twice", SEVERITY_WARNING, { "", PROFILE "namespace elements" } },
	[RULE_ATTRIBUTE_MISSING] = { "attribute-missing", SEVERITY_ERROR, { "", RSS "elements of channel and item", ATOM "4.2", NULL, OPML "text attributes" } },
	[RULE_ATTRIBUTE_UNKNOWN] = { "attribute-unknown", SEVERITY_ERROR, { "", RSS "extending RSS", ATOM "2" } },
	[RULE_TEXT_UNEXPECTED] = { "text-unexpected", SEVERITY_ERROR, { "", RSS "elements of channel and item", ATOM "4.1" } },
	[RULE_MARKUP_UNEXPECTED] = { "markup-unexpected", SEVERITY_ERROR, { "", PROFILE "character data", ATOM "3.1.1" } },
	[RULE_EMPTY] = { "empty", SEVERITY_ERROR, { "", PROFILE "character data", ATOM "3" } },
	[RULE_WHITE_SPACE] = { "white-space", SEVERITY_ERROR, { "", NULL, ATOM "2" } },
	[RULE_DATE] = { "date", SEVERITY_ERROR, { "W3CDTF", "RFC 822, 5", ATOM "3.3", "RFC 3339, 5.6", "RFC 822, 5" } },
	[RULE_DATE_FORM] = { "date-form", SEVERITY_WARNING, { "", PROFILE "pubDate" } },
	[RULE_DATE_FUTURE] = { "date-future", SEVERITY_WARNING, { "", PROFILE "pubDate", ATOM "4.2.15" } },
	[RULE_INTEGER] = { "integer", SEVERITY_ERROR, { "", RSS "elements of channel and item", ATOM "4.2.7.6" } },
	[RULE_NUMBER] = { "number", SEVERITY_ERROR, { "" } },
	[RULE_URL] = { "url", SEVERITY_ERROR, { "RFC 3987, 2.2" } },
	[RULE_URL_RELATIVE] = { "url-relative", SEVERITY_ERROR, { "RFC 3986, 4.3", RSS "comments on URLs" } },
	[RULE_URL_SCHEME] = { "url-scheme", SEVERITY_ERROR, { "", RSS "enclosure" } },
	[RULE_EMAIL] = { "email", SEVERITY_ERROR, { "RFC 5322, 3.4.1", RSS "author", ATOM "3.2.3" } },
	[RULE_LANGUAGE] = { "language", SEVERITY_ERROR, { "RFC 5646, 2.1" } },
	[RULE_MIME] = { "media-type", SEVERITY_ERROR, { "RFC 6838, 4.2" } },
	[RULE_VALUE] = { "value", SEVERITY_ERROR, { "", RSS "elements of channel and item" } },
	[RULE_TOO_LONG] = { "too-long", SEVERITY_WARNING, { "" } },
	[RULE_TYPE] = { "type", SEVERITY_ERROR, { "", NULL, ATOM "3.1.1", JSON "structure" } },
	[RULE_ID_MISSING] = { "id-missing", SEVERITY_WARNING, { "", PROFILE "guid" } },
	[RULE_ID_TWICE] = { "id-twice", SEVERITY_ERROR, { "", RSS "guid", ATOM "4.1.1", JSON "id" } },
	[RULE_ID_RELATIVE] = { "id-relative", SEVERITY_ERROR, { "", NULL, ATOM "4.2.6" } },
	[RULE_PERMALINK] = { "permalink", SEVERITY_ERROR, { "", RSS "guid" } },
	[RULE_SELF_MISSING] = { "self-missing", SEVERITY_WARNING, { "", PROFILE "atom:link", ATOM "4.1.1", JSON "feed_url" } },
	[RULE_LINK_TWICE] = { "link-twice", SEVERITY_ERROR, { "", NULL, ATOM "4.1.1" } },
	[RULE_LINK_MISSING] = { "link-missing", SEVERITY_ERROR, { "", NULL, ATOM "4.1.2" } },
	[RULE_AUTHOR_MISSING] = { "author-missing", SEVERITY_ERROR, { "", NULL, ATOM "4.1.2" } },
	[RULE_TITLE_OR_DESCRIPTION] = { "title-or-description", SEVERITY_ERROR, { "", RSS "elements of item" } },
	[RULE_CONTENT_MISSING] = { "content-missing", SEVERITY_ERROR, { "", NULL, NULL, JSON "content_html" } },
	[RULE_SUMMARY_MISSING] = { "summary-missing", SEVERITY_ERROR, { "", NULL, ATOM "4.1.2" } },
	[RULE_ENCLOSURES] = { "enclosures", SEVERITY_WARNING, { "", PROFILE "enclosure" } },
	[RULE_IMAGE_DIFFERS] = { "image-differs", SEVERITY_WARNING, { "", RSS "image" } },
	[RULE_NO_ITEMS] = { "no-items", SEVERITY_WARNING, { "" } },
	[RULE_PODCAST_MISSING] = { "podcast-missing", SEVERITY_WARNING, { SHOW "required tags" } },
	[RULE_PODCAST_CATEGORY] = { "podcast-category", SEVERITY_WARNING, { SHOW "categories" } },
	[RULE_SUBSCRIPTION_TWICE] = { "subscription-twice", SEVERITY_WARNING, { "", NULL, NULL, NULL, OPML "subscription lists" } },
	[RULE_TITLE_HTML] = { "title-html", SEVERITY_WARNING, { "", PROFILE "title", ATOM "3.1.1", JSON "title" } },
	[RULE_HTML_UNDECLARED] = { "html-undeclared", SEVERITY_WARNING, { "", NULL, ATOM "3.1.1" } },
	[RULE_HTML_UNSAFE] = { "html-unsafe", SEVERITY_WARNING, { "RFC 4287, 8.1" } },
	[RULE_HTML_RELATIVE] = { "html-relative", SEVERITY_WARNING, { "", PROFILE "description" } },
	[RULE_JSON_MEMBER_UNKNOWN] = { "member-unknown", SEVERITY_WARNING, { "", NULL, NULL, JSON "extensions" } },
	[RULE_JSON_DEPRECATED] = { "deprecated", SEVERITY_WARNING, { "", NULL, NULL, JSON "authors" } },
	[RULE_HTTP_VALIDATOR] = { "http-validator", SEVERITY_WARNING, { "RFC 9110, 8.8" } },
	[RULE_HTTP_REDIRECT] = { "http-redirect", SEVERITY_INFO, { "RFC 9110, 15.4" } },
};

const char *
lint_rule_source(enum lint_rule rule, enum lint_format format)
{
	const char *own = lint_rules[rule].source[format];

	return own != NULL ? own : lint_rules[rule].source[LINT_ANY];
}

const char *
severity_name(enum severity s)
{
	switch (s) {
	case SEVERITY_INFO:
		return "info";
	case SEVERITY_WARNING:
		return "warning";
	case SEVERITY_ERROR:
		return "error";
	}
	return "info";
}
