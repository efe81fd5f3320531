#include "config.h"
#include "extract/metas.h"

void
metas_read(struct metas *m, struct arena *a, const struct dom *dom)
{
	static const char *const attributes[] = { "property", "name", "itemprop", "http-equiv" };
	struct str content, name;
	const xmlNode *n;
	size_t i;

	*m = (struct metas){ .dom = dom };
	for (n = dom->root; n != NULL && m->v.n < METAS_MAX; n = dom_next(n, dom->root)) {
		if (dom_tag(n) != TAG_meta || (content = dom_attr(n, "content")).n == 0)
			continue;
		for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
			name = dom_attr(n, attributes[i]);
			if (name.n > 0)
				*(struct meta *)list_add(a, &m->v, sizeof(struct meta)) =
				    (struct meta){ name, content, i == 2 && dom_contains(dom->body, n) };
		}
	}
}

struct str
metas_get(const struct metas *m, const char *names)
{
	const struct meta *v = m->v.v;
	struct str rest = str_from(names), name;
	uint32_t i;

	while (str_next(&rest, ' ', &name))
		for (i = 0; i < m->v.n; i++)
			if (!v[i].in_body && str_eq_nocase(v[i].name, name))
				return v[i].content;
	return STR_NONE;
}

struct str
metas_at(const struct metas *m, const char *name, unsigned i)
{
	const struct meta *v = m->v.v;
	uint32_t k;

	for (k = 0; k < m->v.n; k++)
		if (str_is_nocase(v[k].name, name) && i-- == 0)
			return v[k].content;
	return STR_NONE;
}

struct str
metas_link(const struct metas *m, const char *rel)
{
	const xmlNode *n;

	for (n = m->dom->root; n != NULL; n = dom_next(n, m->dom->root))
		if (dom_tag(n) == TAG_link && dom_attr_has_word(n, "rel", rel))
			return dom_attr(n, "href");
	return STR_NONE;
}
