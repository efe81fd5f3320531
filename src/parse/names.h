/* Namespaces and elements of feeds, and what each element means. */
#ifndef PARSE_NAMES_H
#define PARSE_NAMES_H

#include "base/str.h"

enum ns {
	NS_NONE = 0, /* unprefixed: RSS, and Atom without its namespace */
	NS_ATOM,
	NS_ATOM03,
	NS_RSS10,
	NS_RSS090,
	NS_RDF,
	NS_CONTENT,
	NS_DC,
	NS_DCTERMS,
	NS_MEDIA,
	NS_ITUNES,
	NS_SLASH,
	NS_WFW,
	NS_THR,
	NS_SY,
	NS_CC,
	NS_CREATIVE_COMMONS,
	NS_ADMIN,
	NS_FEEDBURNER,
	NS_XHTML,
	NS_PODCAST,
	NS_PSC,
	NS_GEORSS,
	NS_GML,
	NS_GEO,
	NS_GOOGLEPLAY,
	NS_TOMBSTONES,
	NS_CDF, /* unprefixed, under CDF's root */
	NS_XML,
	NS_UNKNOWN
};

enum ns ns_from_uri(struct str uri);       /* scheme, case and a trailing '/' or '#' do not matter */
enum ns ns_from_prefix(struct str prefix); /* the usual prefixes, for undeclared ones */

/* What is done with an element; field_set.c has a rule for each. */
enum action {
	ACT_NONE = 0,
	ACT_FEED, /* rss, feed, RDF: the root */
	ACT_CHANNEL,
	ACT_ITEM,
	ACT_TEXT,      /* a construct that RSS writes: sniffed */
	ACT_ATOM_TEXT, /* a construct with a type attribute */
	ACT_HTML,      /* a construct that is always markup */
	ACT_BODY,      /* xhtml:body */
	ACT_STR,
	ACT_ID,
	ACT_URL,
	ACT_DATE,
	ACT_INT,
	ACT_LANGUAGE,
	ACT_VALIDITY,
	ACT_PERSON,      /* one string */
	ACT_ATOM_PERSON, /* has children */
	ACT_PERSON_PART, /* name, email, uri inside one */
	ACT_LINK,        /* RSS or Atom by what it carries */
	ACT_GUID,
	ACT_CATEGORY,
	ACT_SUBJECT,
	ACT_KEYWORDS,
	ACT_ENCLOSURE,
	ACT_ENCLOSURE_ORIGINAL,
	ACT_SOURCE,
	ACT_IMAGE,
	ACT_TEXT_INPUT,
	ACT_GENERATOR,
	ACT_GENERATOR_AGENT,
	ACT_CLOUD,
	ACT_SKIP,
	ACT_HOUR,
	ACT_DAY,
	ACT_REDIRECT,
	ACT_NEW_LOCATION,
	ACT_LICENSE_RDF,
	ACT_UPDATE,
	ACT_COMMENTS, /* slot says which */
	ACT_REPLY,
	ACT_DELETED,
	ACT_MEDIA_GROUP,
	ACT_MEDIA_CONTENT,
	ACT_MEDIA_TEXT, /* title, description: slot says which */
	ACT_MEDIA_THUMBNAIL,
	ACT_MEDIA_CREDIT,
	ACT_MEDIA_KEYWORDS,
	ACT_MEDIA_CATEGORY,
	ACT_MEDIA_RATING,
	ACT_MEDIA_PLAYER,
	ACT_MEDIA_RESTRICTION,
	ACT_MEDIA_LICENSE,
	ACT_MEDIA_HASH,
	ACT_MEDIA_COMMUNITY,
	ACT_MEDIA_COMMUNITY_PART,
	ACT_ITUNES, /* slot says which */
	ACT_ITUNES_TEXT,
	ACT_ITUNES_AUTHOR,
	ACT_ITUNES_KEYWORDS,
	ACT_ITUNES_NEW_URL,
	ACT_ITUNES_IMAGE,
	ACT_ITUNES_LINK,
	ACT_ITUNES_OWNER,
	ACT_ITUNES_CATEGORY,
	ACT_PODCAST, /* by its name */
	ACT_PODCAST_ENCLOSURE,
	ACT_PODCAST_SOURCE,
	ACT_CHAPTERS, /* psc: */
	ACT_CHAPTER,
	ACT_GEORSS,    /* point, line, polygon, box */
	ACT_GEO_WHERE, /* georss:where, and what gml puts around a shape */
	ACT_GML_SHAPE,
	ACT_GML_POSITIONS,
	ACT_GEO_POINT, /* geo:Point */
	ACT_GEO_NUMBER,
	ACT_CDF_LOGO,
	ACTIONS
};

/* The member that an element fills, in feeds and in items alike. */
enum slot {
	SLOT_NONE = 0,
	SLOT_TITLE,
	SLOT_SUBTITLE,
	SLOT_SUMMARY, /* a feed's description */
	SLOT_CONTENT,
	SLOT_INFO,
	SLOT_RIGHTS,
	SLOT_ID,
	SLOT_URL,
	SLOT_LANGUAGE,
	SLOT_PUBLISHED,
	SLOT_UPDATED,
	SLOT_CREATED,
	SLOT_EXPIRES,
	SLOT_IMAGE,
	SLOT_ICON,
	SLOT_LOGO,
	SLOT_DOCS,
	SLOT_RATING,
	SLOT_LICENSE,
	SLOT_GEO,
	SLOT_GENERATOR,
	SLOT_TTL,
	SLOT_NEW_URL,
	SLOT_AUTHORS,
	SLOT_CONTRIBUTORS,
	SLOT_PUBLISHER,
	SLOT_COMMENTS_URL,
	SLOT_COMMENTS_POST,
	SLOT_COMMENTS_FEED,
	SLOT_COMMENTS_COUNT,
	SLOT_ITUNES_TITLE,
	SLOT_ITUNES_SUBTITLE,
	SLOT_ITUNES_SUMMARY,
	SLOT_ITUNES_EXPLICIT,
	SLOT_ITUNES_BLOCK,
	SLOT_ITUNES_COMPLETE,
	SLOT_ITUNES_DURATION,
	SLOT_ITUNES_EPISODE,
	SLOT_ITUNES_SEASON,
	SLOT_ITUNES_EPISODE_TYPE,
	SLOT_ITUNES_TYPE,
	SLOTS
};

struct element {
	enum ns ns;
	const char *name;
	enum action action;
	enum slot slot;
	uint8_t rank;      /* among the sources of a slot, best is 1 */
	uint8_t feed_rank; /* the same in a feed, where that is another; 0: no other */
};

/* NULL for an element that means nothing to us. Names without a namespace match in any case. */
const struct element *element_find(enum ns ns, struct str local);

#endif
