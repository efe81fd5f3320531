/*
 * The JSON-LD of a page, as it is found in the wild: several blocks, @graph,
 * references by @id, comments, raw line ends in strings, commas too many. Only
 * what describes the page's article and its publisher is looked at.
 */
#ifndef EXTRACT_JSONLD_H
#define EXTRACT_JSONLD_H

#include <cjson/cJSON.h>

#include "extract/dom.h"

#define JSONLD_BLOCKS_MAX 40U
#define JSONLD_BYTES_MAX (1U << 20) /* of all blocks together; the rest is not read */
#define JSONLD_NODES_MAX 2000U      /* objects that are asked what they are */

struct jsonld_node {
	const cJSON *object;
	int rank; /* of its type, higher is more of an article; 0: none */
};

struct jsonld {
	struct arena *a;
	cJSON *blocks[JSONLD_BLOCKS_MAX];
	unsigned n_blocks;
	struct jsonld_node *nodes;
	unsigned n_nodes;
	unsigned n_articles;    /* nodes that are articles, not pages or videos */
	const cJSON *article;   /* the best of them; NULL when there is none */
};

void jsonld_read(struct jsonld *ld, struct arena *a, const struct dom *dom, struct str page_url);
void jsonld_release(struct jsonld *ld);

/* The first node of a type ("WebSite"); NULL when there is none. */
const cJSON *jsonld_of_type(const struct jsonld *ld, const char *type);
/* A member, with @id references followed and the first of an array taken; NULL when absent. */
const cJSON *jsonld_get(const struct jsonld *ld, const cJSON *object, const char *key);
/* Elements of an array, or the value itself as its only one, references followed. */
const cJSON *jsonld_item(const struct jsonld *ld, const cJSON *value, int i);
/* A string with its character references decoded and its white space collapsed; the name or @value of an object. */
struct str jsonld_text(const struct jsonld *ld, const cJSON *value);
/* The same for text of several lines: line ends stay. */
struct str jsonld_lines(const struct jsonld *ld, const cJSON *value);
/* The address in a string, or the url, contentUrl or @id of an object; its first for an array. */
struct str jsonld_url(const struct jsonld *ld, const cJSON *value);
bool jsonld_is(const cJSON *object, const char *type);

#endif
