/*
 * The values that a page's scripts start from, read as data: JSON, what
 * JavaScript writes without calling anything (bare names of members, 'texts', undefined, !0, trailing
 * commas, dates), JSON.parse('…'), and a function that only returns such a value with its
 * arguments put in. Nothing is ever run.
 */
#ifndef EXTRACT_SCRIPT_VALUE_H
#define EXTRACT_SCRIPT_VALUE_H

#include <cjson/cJSON.h>

#include "base/str.h"

#define SCRIPT_DEPTH_MAX 60U     /* of a value; what is deeper is none */
#define SCRIPT_NODES_MAX 400000U /* of one value */

struct script_value {
	cJSON *root;
	cJSON *arguments; /* root refers to them */
};

/*
 * The value that text begins with, and how many bytes it takes. False, and nothing to release, when it begins with
 * anything else.
 */
bool script_value_read(struct script_value *out, struct str text, size_t *used);
void script_value_release(struct script_value *v);

#endif
