/*
 * The model described as tables, so that what must walk all of it (the CBOR
 * form, the JSON of `parse --json`, URL fix-ups, the size checks on a worker's
 * answer) is written once. A row names a member, its kind and its CBOR key.
 */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Zero is "absent" for every member of the model, so a cleared struct says nothing. */
enum tri { TRI_NONE = 0, TRI_FALSE, TRI_TRUE };

struct opt_int {
	int64_t v;
	bool is_set;
};

struct opt_num {
	double v;
	bool is_set;
};

/* Elements of one type, in document order, in the document's arena. */
struct list {
	void *v;
	uint32_t n, room;
};

/* Where a text stood: what its relative references and its language hang on. Shared by many texts. */
struct scope {
	struct str base; /* absolute URL, or empty */
	struct str lang; /* BCP 47, '-' as separator, or empty */
};

enum text_kind {
	TEXT_NONE = 0,
	TEXT_PLAIN, /* raw is text as it is */
	TEXT_HTML,  /* raw is HTML source, to be sanitised */
	TEXT_XHTML, /* raw is an XML fragment rewritten by the parser as HTML source */
	TEXT_SNIFF  /* raw is text or HTML: spec "Sniffing" decides */
};

/*
 * A text construct. The parser fills raw, kind and scope; normalisation fills
 * plain and html, and only those two leave the worker. html is set exactly
 * when the source was markup, and is sanitised.
 */
struct text {
	struct str plain, html;
	struct str raw;
	const struct scope *scope;
	enum text_kind kind;
};

enum field_kind {
	FIELD_STR = 1, /* struct str */
	FIELD_URL,     /* struct str, absolute URL once normalised; JSON as a string */
	FIELD_TEXT,    /* struct text; JSON: NAME (plain) and NAME_html */
	FIELD_TIME,    /* struct opt_int, Unix seconds; JSON: RFC 3339 in UTC */
	FIELD_INT,     /* struct opt_int */
	FIELD_NUM,     /* struct opt_num */
	FIELD_BOOL,    /* enum tri */
	FIELD_OBJ,     /* pointer to a struct of shape `of`, NULL when absent */
	FIELD_LIST,    /* struct list of structs of shape `of` */
	FIELD_STRS,    /* struct list of struct str */
	FIELD_INTS,    /* struct list of int64_t */
	FIELD_COORDS   /* struct coords */
};

#define FIELD_INTERNAL 1U /* not part of parse/1's JSON */
#define FIELD_ALWAYS 2U   /* JSON: printed even when empty */

struct shape;

struct field {
	const char *name; /* JSON name */
	enum field_kind kind;
	uint16_t key; /* CBOR map key within its shape. Never reused: ledgers keep articles in this form */
	uint16_t flags;
	uint32_t offset;
	const struct shape *of;
};

struct shape {
	const char *name;
	size_t size;
	const struct field *fields; /* in the order of the JSON output, keys ascending */
	size_t n;
};

/* A new cleared element of size bytes at the end of the list. Valid until the next list_add(). */
void *list_add(struct arena *a, struct list *l, size_t size);

static inline void *
field_ptr(void *object, const struct field *f)
{
	return (char *)object + f->offset;
}

static inline const void *
field_cptr(const void *object, const struct field *f)
{
	return (const char *)object + f->offset;
}

bool field_is_set(const void *object, const struct field *f);

/*
 * Calls fn for each FIELD_URL of the object and of all that hangs below it; links[].url included
 * (field->name tells which). Depth is bounded by the shapes, which do not recurse but for
 * article.source, whose articles are not visited.
 */
typedef void field_url_fn(struct str *url, const struct shape *shape, const struct field *f, void *arg);
void field_each_url(void *object, const struct shape *shape, field_url_fn *fn, void *arg);

#endif
