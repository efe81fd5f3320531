/*
 * What lint finds, one rule a kind of mistake. Codes are stable: scripts and
 * ignore lists name them, so a code is never renamed and never changes its meaning.
 */
#ifndef LINT_RULES_H
#define LINT_RULES_H

enum severity { SEVERITY_INFO = 0, SEVERITY_WARNING, SEVERITY_ERROR };

enum lint_rule {
	/* the document as bytes and markup */
	RULE_NOT_A_FEED = 0,
	RULE_SYNTAX,
	RULE_TRUNCATED,
	RULE_LIMIT,
	RULE_ENCODING,
	RULE_ENTITY,
	RULE_NAMESPACE,
	RULE_CONTENT_TYPE,
	RULE_DOCTYPE,
	/* structure */
	RULE_VERSION,
	RULE_VERSION_OLD,
	RULE_ELEMENT_MISSING,
	RULE_ELEMENT_TWICE,
	RULE_ELEMENT_UNKNOWN,
	RULE_ELEMENT_MISPLACED,
	RULE_MEANING_TWICE,
	RULE_ATTRIBUTE_MISSING,
	RULE_ATTRIBUTE_UNKNOWN,
	RULE_TEXT_UNEXPECTED,
	RULE_MARKUP_UNEXPECTED,
	/* values */
	RULE_EMPTY,
	RULE_WHITE_SPACE,
	RULE_DATE,
	RULE_DATE_FORM,
	RULE_DATE_FUTURE,
	RULE_INTEGER,
	RULE_NUMBER,
	RULE_URL,
	RULE_URL_RELATIVE,
	RULE_URL_SCHEME,
	RULE_EMAIL,
	RULE_LANGUAGE,
	RULE_MIME,
	RULE_VALUE,
	RULE_TOO_LONG,
	RULE_TYPE,
	/* ids and links */
	RULE_ID_MISSING,
	RULE_ID_TWICE,
	RULE_ID_RELATIVE,
	RULE_PERMALINK,
	RULE_SELF_MISSING,
	RULE_LINK_TWICE,
	RULE_LINK_MISSING,
	/* articles */
	RULE_AUTHOR_MISSING,
	RULE_TITLE_OR_DESCRIPTION,
	RULE_CONTENT_MISSING,
	RULE_SUMMARY_MISSING,
	RULE_ENCLOSURES,
	RULE_IMAGE_DIFFERS,
	RULE_NO_ITEMS,
	/* podcasts and subscription lists */
	RULE_PODCAST_MISSING,
	RULE_PODCAST_CATEGORY,
	RULE_SUBSCRIPTION_TWICE,
	/* text */
	RULE_TITLE_HTML,
	RULE_HTML_UNDECLARED,
	RULE_HTML_UNSAFE,
	RULE_HTML_RELATIVE,
	/* JSON Feed */
	RULE_JSON_MEMBER_UNKNOWN,
	RULE_JSON_DEPRECATED,
	/* HTTP */
	RULE_HTTP_VALIDATOR,
	RULE_HTTP_REDIRECT,
	LINT_RULES
};

enum lint_format { LINT_ANY = 0, LINT_RSS, LINT_ATOM, LINT_JSON, LINT_OPML, LINT_FORMATS };

struct lint_rule_info {
	const char *code;
	enum severity severity;
	const char *source[LINT_FORMATS]; /* the standard's section; [LINT_ANY] is never NULL, and "" where the rule is plain sense */
};

extern const struct lint_rule_info lint_rules[LINT_RULES];

/* Where the rule stands for a feed of that format. */
const char *lint_rule_source(enum lint_rule rule, enum lint_format format);

const char *severity_name(enum severity s); /* "info", "warning", "error" */

#endif
