/*
 * The facts above a Markdown text: YAML between lines of ---, or TOML between
 * lines of +++. Only what people write there is read: scalars plain, quoted or
 * as blocks, lists in both styles, and mappings, whose keys join theirs with a
 * dot ("image.url"). Anything else is passed over.
 */
#ifndef EXTRACT_FRONT_MATTER_H
#define EXTRACT_FRONT_MATTER_H

#include "model/field.h"

#define FRONT_MATTER_KEYS_MAX 200U /* pairs; further ones are passed over */

struct front_pair {
	struct str key;     /* as written; "outer.inner" in a mapping */
	struct list values; /* struct str; one for a scalar, none for an empty value */
};

struct front_matter {
	struct list pairs; /* struct front_pair, in document order */
};

/* Takes the front matter off *text. False, and *text as it was, when there is none. */
bool front_matter_cut(struct arena *a, struct str *text, struct front_matter *out);

/* The first pair of any of the names, separated by spaces; the earlier name wins, case, '-' and '_' do not matter. */
const struct front_pair *front_matter_find(const struct front_matter *f, const char *names);
struct str front_matter_value(const struct front_matter *f, const char *names); /* its first value; empty when absent */

#endif
