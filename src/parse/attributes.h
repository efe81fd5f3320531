/* The attributes of one start tag, as SAX hands them over. */
#ifndef PARSE_ATTRIBUTES_H
#define PARSE_ATTRIBUTES_H

#include "base/arena.h"
#include "parse/names.h"

#define ATTRIBUTES_MAX 32U /* an element; further ones are not looked at */

struct attribute {
	struct str name;
	enum ns ns;
	struct str value; /* references decoded */
};

struct attributes {
	struct attribute v[ATTRIBUTES_MAX];
	size_t n;
};

/* Without a namespace, by exact name. Absent: {NULL, 0}; an empty value has a pointer. */
struct str attribute(const struct attributes *at, const char *name);
struct str attribute_nocase(const struct attributes *at, const char *name);
struct str attribute_ns(const struct attributes *at, enum ns ns, const char *name);

/* SAX hands references over undecoded: decodes them, into the arena where there are any. */
void attributes_decode(struct arena *a, struct attributes *at, struct str doctype);

#endif
