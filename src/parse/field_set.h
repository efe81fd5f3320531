/*
 * Filling feeds and items, element by element: which source of a field wins,
 * and how its text becomes a value. Knows the model, not the parser.
 */
#ifndef PARSE_FIELD_SET_H
#define PARSE_FIELD_SET_H

#include "model/document.h"
#include "parse/names.h"

#define ATTRIBUTES_MAX 32U /* an element; further ones are not looked at */
#define RANK_SCOPE 9U      /* of xml:lang among the sources of a language */

struct attribute {
	struct str name;
	enum ns ns;
	struct str value; /* references decoded */
};

struct attributes {
	struct attribute v[ATTRIBUTES_MAX];
	size_t n;
};

struct str attribute(const struct attributes *at, const char *name); /* without a namespace; empty when absent */
struct str attribute_ns(const struct attributes *at, enum ns ns, const char *name);
/* SAX hands references over undecoded: decodes them, into the arena where there are any. */
void attributes_decode(struct arena *a, struct attributes *at, struct str doctype);

/* A feed, an item or an atom:source under construction. Exactly one of feed and article is set. */
struct holder {
	struct arena *a;
	struct document *d; /* where problems go */
	struct document *feed;
	struct article *article;
	uint8_t rank[SLOTS];      /* of what fills the slot, 0: nothing */
	uint8_t count_rank;       /* of comments.count */
	struct media_content *content; /* the newest media:content */
	struct text second;       /* RSS: the later one of description and summary */
	struct person publisher;
	struct str permalink;     /* guid, when it may stand in for the link */
};

struct value {
	const struct element *e;
	enum ns ns;
	struct str local;
	struct str text; /* untrimmed, in a buffer that will change */
	const struct scope *scope;
	enum text_kind kind;
	struct person *person;
};

void holder_value(struct holder *h, const struct value *v);
void holder_attributes(struct holder *h, const struct element *e, const struct attributes *at, const struct scope *scope, bool in_content);
void holder_about(struct holder *h, struct str about, const struct scope *scope);
void holder_language(struct holder *h, struct str lang, unsigned rank);
void holder_content_type(struct holder *h, const struct element *e, const struct attributes *at, const struct scope *scope);
void holder_media_content(struct holder *h, const struct attributes *at, const struct scope *scope);
void holder_media_part(struct holder *h, const struct value *v);
void holder_image_part(struct holder *h, const struct value *v);
void holder_text_input_part(struct holder *h, const struct value *v);
void holder_finish(struct holder *h);

enum text_kind media_text_kind(const struct element *e, const struct attributes *at);
bool url_is_fit_for_base(struct str url); /* no javascript: and the like */
struct str language_tag(struct arena *a, struct str raw); /* trimmed, '_' as '-' */

#endif
