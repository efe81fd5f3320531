/*
 * Texts of the configuration that are written in a language of their own:
 * selectors, paths into JSON, regular expressions, filters. settings/ keeps them
 * with their places; the stage that has the language compiles them, once when the
 * configuration is loaded, to find what is wrong, and again where they are used.
 */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct rule {
	const char *key;     /* what it was given to: "item.title" */
	const char *text;    /* NUL-terminated, never NULL */
	const char *written; /* as it stands between its quotation marks; NULL: just like text */
	const char *file;
	unsigned line, column; /* of its first byte */
	bool is_hidden;        /* holds something from the environment: never shown */
};

/* Told what is wrong with the byte at offset of a rule's text: "expected …". */
typedef void rule_mistake_fn(const struct rule *r, size_t offset, const char *what, void *arg);

struct rules { /* what one key was given, in order */
	struct rule *v;
	size_t n;
};

/* Which articles, and what of them: of a source, of a feed, or of everything. compose/ruleset.h has what these say. */
struct selection {
	struct rules rewrite, tag, drop, keep;
};

/* What a source says of its articles that is not to be believed, as bits. */
enum ignored { IGNORE_ID = 1, IGNORE_PUBLISHED = 2, IGNORE_UPDATED = 4, IGNORE_AUTHOR = 8, IGNORE_LANGUAGE = 16, IGNORE_TAGS = 32 };

/* What an article of a page or of a JSON answer is made of. */
#define ITEM_FIELDS(X) X(id) X(title) X(link) X(date) X(summary) X(content) X(author) X(image) X(enclosure) X(category)

enum item_field {
#define X(name) ITEM_##name,
	ITEM_FIELDS(X)
#undef X
	    ITEM_FIELD_COUNT
};

/* How the value of a field is found, and what is done with it then, in this order. */
enum item_step { STEP_SELECT = 0, STEP_REGEX, STEP_REPLACE, STEP_TEMPLATE, STEP_PREFIX, STEP_COUNT };

enum rule_use {
	RULE_ITEM = 0,  /* selects the articles */
	RULE_NEXT,      /* the address of the next page */
	RULE_CONTENT,   /* full text: the article in its page, */
	RULE_STRIP,     /* and what is not part of it */
	RULE_WHEN,      /* of a site: its rules are for pages in which this names something */
	RULE_DATE_FORMAT,
	RULE_DATE_ZONE,
	RULE_DATE_LANGUAGE,
	RULE_FIELDS, /* from here on STEP_COUNT for each field: RULE_FIELD() */
	RULE_COUNT = RULE_FIELDS + ITEM_FIELD_COUNT * STEP_COUNT
};
#define RULE_FIELD(field, step) ((enum rule_use)(RULE_FIELDS + (int)(field) * STEP_COUNT + (int)(step)))

/* "FILE:LINE", for people; empty when nobody knows. In the arena. */
struct str rule_at(struct arena *a, const struct rule *r);

/*
 * Rules on their way to a worker: sets of RULE_COUNT each, the source's own (NULL: it has none) before those of sites.
 * What comes back has file and line, but no columns, and lives in the arena and in cbor. -1 with ERR_INPUT for what was
 * not written so.
 */
struct rule_sets {
	struct rules **v;
	size_t n; /* at least 1 when decoded */
};

#define RULE_SETS_MAX 17U

void rule_sets_encode(struct buf *out, const struct rules *const *sets, size_t n);
int rule_sets_decode(struct arena *a, struct str cbor, struct rule_sets *out, struct err *e);

/* Only those of a source, which may be NULL: then nothing is written. Without places: the same rules are the same bytes. */
void rules_encode(struct buf *out, const struct rules *rules);

#endif
