/*
 * A JSON object that may be an article: JSON-LD's, a blog engine's, the state
 * that a page's scripts start from. The usual names of members are tried one after
 * another.
 */
#ifndef EXTRACT_LISTING_OBJECT_H
#define EXTRACT_LISTING_OBJECT_H

#include <cjson/cJSON.h>

#include "base/map.h"
#include "extract/listing_page.h"

struct object_reader {
	const struct page *p;
	const cJSON **flat; /* what numbers in objects stand for: a way of some frameworks to write a graph. NULL: numbers are numbers */
	uint32_t n_flat;
	const struct map *entities; /* cJSON objects that {"__ref": NAME} stands for; NULL: there are none */
	uint32_t left;      /* steps that may still be made: a graph may be a maze */
};

#define OBJECT_STEPS_MAX 4000000U /* of a page, a few per member that is looked for */

/* Fills a cleared article; true when it has a title and an address of its own. */
bool object_read(struct object_reader *r, const cJSON *object, struct article *out);

/* A member, looked up in flat where it is a number; NULL when absent. */
const cJSON *object_get(struct object_reader *r, const cJSON *object, const char *name);
/* The value itself, or what it stands for. */
const cJSON *object_value(const struct object_reader *r, const cJSON *value);

#endif
