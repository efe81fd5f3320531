/* What may stand where in a feed, and what it must look like: the standards' sentences as rows of tables. */
#ifndef LINT_GRAMMAR_H
#define LINT_GRAMMAR_H

#include <stdint.h>

#include "lint/values.h"
#include "parse/names.h"

/* What an element is to its children. */
enum place {
	PLACE_NONE = 0, /* children are not looked at */
	PLACE_RSS,      /* rss */
	PLACE_CHANNEL,
	PLACE_ITEM,
	PLACE_IMAGE,
	PLACE_TEXT_INPUT,
	PLACE_SKIP_HOURS,
	PLACE_SKIP_DAYS,
	PLACE_FEED,
	PLACE_ENTRY,
	PLACE_SOURCE, /* atom:source */
	PLACE_PERSON,
	PLACE_RDF,
	PLACE_RDF_CHANNEL,
	PLACE_RDF_ITEM,
	PLACE_RDF_IMAGE,
	PLACE_RDF_INPUT,
	PLACE_OWNER, /* itunes:owner */
	PLACE_SHELF, /* itunes:category */
	PLACE_VALUE, /* podcast:value */
	PLACE_ALTERNATE, /* podcast:alternateEnclosure */
	PLACE_MEDIA, /* media:content and media:group */
	PLACE_OPML,
	PLACE_OPML_HEAD,
	PLACE_OPML_BODY,
	PLACE_OUTLINE,
	PLACE_ANY,   /* rows for the channel, feed, items and entries of every format */
	PLACES
};

enum { MANY = 255 };

struct element_row {
	enum place place;
	enum ns ns;
	const char *name;
	uint8_t min, max;
	enum value value;
	enum place inner;  /* of its children */
	const char *words; /* of VALUE_WORDS */
};

struct attribute_row {
	enum ns ns;
	const char *element, *name;
	bool is_required;
	enum value value;
	const char *words;
};

/* Every row of a place, one after the other: start with i = 0; NULL at the end. */
const struct element_row *grammar_each(enum place place, size_t *i);
/* NULL when nothing is said of such an element there. */
const struct element_row *grammar_element(enum place place, enum ns ns, struct str name);

const struct attribute_row *grammar_attribute(enum ns ns, struct str element, struct str name);
const struct attribute_row *grammar_each_attribute(enum ns ns, struct str element, size_t *i);

/* The namespace whose elements a place lists completely: another element of it is a mistake there. NS_UNKNOWN for none. */
enum ns grammar_own_ns(enum place place);
/* A namespace that lists completely which of its elements stand where: channel, item or inside others of it. */
bool grammar_has_places(enum ns ns);
/* The children of a place are counted and compared with rows of PLACE_ANY too. */
bool grammar_takes_extensions(enum place place);

#endif
