#include "config.h"
#include "parse/attributes.h"

#include "base/utf8.h"
#include "parse/doctype.h"
#include "parse/entities.h"

struct str
attribute_ns(const struct attributes *at, enum ns ns, const char *name)
{
	size_t i;

	for (i = 0; i < at->n; i++)
		if (at->v[i].ns == ns && str_is(at->v[i].name, name))
			return at->v[i].value;
	return STR_NONE;
}

struct str
attribute(const struct attributes *at, const char *name)
{
	return attribute_ns(at, NS_NONE, name);
}

struct str
attribute_nocase(const struct attributes *at, const char *name)
{
	size_t i;

	for (i = 0; i < at->n; i++)
		if (at->v[i].ns == NS_NONE && str_is_nocase(at->v[i].name, name))
			return at->v[i].value;
	return STR_NONE;
}

static struct str
decode_references(struct arena *a, struct str s, struct str doctype)
{
	char *out = arena_alloc(a, 4 * s.n + 1), *to = out; /* a reference of 3 bytes becomes 4 at most */
	struct str declared, name;
	uint32_t c;
	size_t i, used;

	for (i = 0; i < s.n; i += used) {
		used = s.p[i] == '&' ? entity_decode(str_skip(s, i), &c) : 0;
		if (used > 0) {
			to += utf8_put(c, to);
			continue;
		}
		if (s.p[i] == '&' && (used = str_find_char(str_skip(s, i), ';')) != STR_NPOS && used > 1) {
			name = str_head(str_skip(s, i + 1), used - 1);
			declared = doctype_entity(doctype, name);
			if (declared.n > 0 && declared.n <= 4 * (used + 1)) {
				memcpy(to, declared.p, declared.n);
				to += declared.n;
				used++;
				continue;
			}
		}
		*to++ = s.p[i];
		used = 1;
	}
	return (struct str){ out, (size_t)(to - out) };
}

void
attributes_decode(struct arena *a, struct attributes *at, struct str doctype)
{
	size_t i;

	for (i = 0; i < at->n; i++)
		if (str_find_char(at->v[i].value, '&') != STR_NPOS)
			at->v[i].value = decode_references(a, at->v[i].value, doctype);
}
