/*
 * Paths into JSON, a subset of JMESPath: a.b, "quoted name", [0], [-1], [*], [],
 * .*, [?a == 'b'], @, and a || b. Described in feedwright.conf(5). Compiled once, used on many
 * answers, by any number of threads.
 */
#ifndef EXTRACT_JSON_PATH_H
#define EXTRACT_JSON_PATH_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/err.h"

struct json_path;

/* NULL with *e (ERR_INPUT, "expected …") and *at, the offset in the text. */
struct json_path *json_path_new(struct str text, size_t *at, struct err *e);
void json_path_free(struct json_path *p); /* NULL is fine */

struct json_values {
	const cJSON **v; /* in the arena; none of them is null */
	size_t n;
};

/* What the path leads to from there, at most max values. An array at its end stands for its elements. */
void json_path_find(const struct json_path *p, struct arena *a, const cJSON *from, size_t max, struct json_values *out);

/* A string, number or truth as text; empty for anything else. */
struct str json_value_text(struct arena *a, const cJSON *v);

#endif
