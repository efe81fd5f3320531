#include "config.h"
#include "parse/doctype.h"

#include "base/map.h"

#define ROUNDS_MAX 32U /* entities that refer to entities that …: deeper is a loop or an attack */

struct entity {
	struct str value;
	size_t size; /* of the value with what it refers to, as far as was counted */
};

struct declaration {
	struct str name, value;
	bool is_parameter;
};

/* The next declaration with a value of its own; external ones are passed over. */
static bool
next_entity(struct str *rest, struct declaration *out)
{
	size_t i, end;

	while ((i = str_find(*rest, STR("<!ENTITY"))) != STR_NPOS) {
		*rest = str_trim(str_skip(*rest, i + strlen("<!ENTITY")));
		out->is_parameter = rest->n > 1 && rest->p[0] == '%' && ascii_is_space(rest->p[1]);
		if (out->is_parameter)
			*rest = str_trim(str_skip(*rest, 1));
		for (i = 0; i < rest->n && !ascii_is_space(rest->p[i]) && rest->p[i] != '>'; i++)
			;
		out->name = str_head(*rest, i);
		*rest = str_trim(str_skip(*rest, i));
		if (rest->n == 0 || (rest->p[0] != '"' && rest->p[0] != '\''))
			continue;
		end = str_find_char(str_skip(*rest, 1), rest->p[0]);
		if (end == STR_NPOS)
			continue;
		out->value = str_head(str_skip(*rest, 1), end);
		*rest = str_skip(*rest, end + 2);
		return true;
	}
	return false;
}

static const struct entity *
referred(const struct map *entities, struct str at, size_t *used)
{
	struct str name;
	size_t end = str_find_char(str_head(at, 256), ';');

	*used = 1;
	if (end == STR_NPOS)
		return NULL;
	name = at.p[0] == '%' ? str_head(at, end) : (struct str){ at.p + 1, end - 1 };
	*used = end + 1;
	return map_get(entities, name);
}

static size_t
expanded_size(const struct map *entities, struct str value)
{
	const struct entity *to;
	size_t i = 0, used, size = 0;

	while (i < value.n && size <= DOCTYPE_EXPANDED_MAX) {
		to = NULL;
		used = 1;
		if (value.p[i] == '&' || value.p[i] == '%')
			to = referred(entities, str_skip(value, i), &used);
		size += to != NULL ? to->size + 1 : used; /* one more, so that a loop of nothing but references grows too */
		i += used;
	}
	return size;
}

/* Sizes grow from round to round until they are right; those of a loop never are. */
static int
count(const struct map *entities, struct err *e)
{
	bool is_changed = true;
	struct entity *entity;
	void *value;
	size_t i, size;
	unsigned round;

	for (round = 0; round < ROUNDS_MAX && is_changed; round++) {
		is_changed = false;
		for (i = 0; map_each(entities, &i, NULL, &value);) {
			entity = value;
			size = expanded_size(entities, entity->value);
			if (size > DOCTYPE_EXPANDED_MAX)
				return err_set(e, ERR_LIMIT, "an entity of the DOCTYPE comes to more than %u bytes", DOCTYPE_EXPANDED_MAX);
			is_changed = is_changed || size != entity->size;
			entity->size = size;
		}
	}
	return is_changed ? err_set(e, ERR_LIMIT, "an entity of the DOCTYPE refers to itself, or through more than %u others", ROUNDS_MAX) : 0;
}

int
doctype_check(struct arena *a, struct str doctype, struct err *e)
{
	struct map *entities;
	struct entity *entity;
	struct str rest = doctype, name;
	struct declaration d;
	int rc;

	if (doctype.n > DOCTYPE_MAX)
		return err_set(e, ERR_LIMIT, "the DOCTYPE is over %u bytes", DOCTYPE_MAX);
	entities = map_new();
	while (next_entity(&rest, &d)) {
		name = d.is_parameter ? arena_printf(a, "%%%.*s", STR_ARG(d.name)) : d.name;
		if (map_has(entities, name)) /* XML 4.2: the first one counts */
			continue;
		entity = arena_zalloc(a, sizeof(*entity));
		entity->value = d.value;
		map_put(entities, name, entity);
	}
	rc = count(entities, e);
	map_free(entities);
	return rc;
}

struct str
doctype_entity(struct str doctype, struct str name)
{
	struct declaration d;
	struct str rest = doctype;

	while (next_entity(&rest, &d)) {
		if (d.is_parameter || !str_eq(d.name, name))
			continue;
		if (str_find_char(d.value, '<') != STR_NPOS || str_find_char(d.value, '&') != STR_NPOS || str_find_char(d.value, '%') != STR_NPOS)
			return STR_NONE;
		return d.value;
	}
	return STR_NONE;
}
