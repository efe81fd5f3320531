#include "config.h"
#include "compose/filter_value.h"

#include "parse/date.h"

/* Types that an operator has a meaning for, as bits of enum view_type. */
#define TEXTS (1U << VIEW_TEXT)
#define ORDERED (1U << VIEW_NUMBER | 1U << VIEW_DURATION | 1U << VIEW_SIZE | 1U << VIEW_DATE)
#define ANY (TEXTS | ORDERED | 1U << VIEW_TRUTH)

static const struct {
	const char *word;
	enum filter_relation relation;
	bool is_negated;
	unsigned types;
} relations[] = {
	{ "=", RELATION_EQUAL, false, ANY },
	{ "==", RELATION_EQUAL, false, ANY },
	{ "!=", RELATION_EQUAL, true, ANY },
	{ "~", RELATION_MATCHES, false, TEXTS },
	{ "!~", RELATION_MATCHES, true, TEXTS },
	{ "contains", RELATION_CONTAINS, false, TEXTS },
	{ "in", RELATION_IN, false, TEXTS | ORDERED },
	{ "<", RELATION_LESS, false, ORDERED },
	{ "<=", RELATION_AT_MOST, false, ORDERED },
	{ ">", RELATION_MORE, false, ORDERED },
	{ ">=", RELATION_AT_LEAST, false, ORDERED },
};

static const char *const type_names[] = { [VIEW_TEXT] = "a text", [VIEW_NUMBER] = "a number", [VIEW_DURATION] = "a duration",
	[VIEW_SIZE] = "a size", [VIEW_DATE] = "a date", [VIEW_TRUTH] = "true or false" };

int
filter_relation_read(struct filter_reader *r, const struct view_name *field, enum filter_relation *out, bool *is_negated, bool *has)
{
	struct filter_token t = r->token;
	bool is_turned = filter_reader_is(r, "not"); /* "not in", "not contains" */
	size_t i;

	if (is_turned && filter_reader_next(r) != 0)
		return -1;
	for (i = 0; i < sizeof(relations) / sizeof(relations[0]) && !filter_reader_is(r, relations[i].word); i++)
		;
	*has = i < sizeof(relations) / sizeof(relations[0]);
	if (!*has && !is_turned && field->type == VIEW_TRUTH)
		return 0;
	if (!*has)
		return filter_reader_fail(r, t.at, "an operator should stand here, behind %s", field->name);
	if ((relations[i].types & 1U << field->type) == 0)
		return filter_reader_fail(r, t.at, "%s is %s: %s has no meaning for it", field->name, type_names[field->type], relations[i].word);
	*out = relations[i].relation;
	*is_negated = relations[i].is_negated != is_turned;
	return filter_reader_next(r);
}

bool
filter_relation_holds(enum filter_relation relation, double x, double y)
{
	switch (relation) {
	case RELATION_LESS:
		return x < y;
	case RELATION_AT_MOST:
		return x <= y;
	case RELATION_MORE:
		return x > y;
	case RELATION_AT_LEAST:
		return x >= y;
	case RELATION_EQUAL:
	case RELATION_IN:
	case RELATION_MATCHES:
	case RELATION_CONTAINS:
		return x >= y && x <= y;
	}
	return false;
}

/* ---- texts, all of them as patterns: so letters of any alphabet compare in any case ---- */

static struct str
quote(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, 2 * s.n + 1);
	size_t i, n = 0;

	for (i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < 0x80 && !ascii_is_alnum(s.p[i]))
			p[n++] = '\\';
		p[n++] = s.p[i];
	}
	p[n] = '\0';
	return (struct str){ p, n };
}

/* "de" stands for de-CH, too (RFC 4647, 3.3.1). */
static struct str
whole(struct arena *a, const struct view_name *field, struct str s)
{
	return arena_printf(a, field->field == VIEW_LANGUAGE ? "\\A%.*s(?:-|\\z)" : "\\A%.*s\\z", STR_ARG(quote(a, s)));
}

static int
read_pattern(struct filter_reader *r, struct str pattern, bool any_case, size_t at, struct filter_operand *out)
{
	struct err why;
	size_t offset = 0;

	out->regex = regex_new(pattern, any_case, &offset, &why);
	if (out->regex != NULL)
		return 0;
	return filter_reader_fail(r, at + offset, "%s", why.text);
}

static int
read_text(struct filter_reader *r, const struct view_name *field, enum filter_relation relation, struct filter_operand *out)
{
	const struct filter_token *t = &r->token;
	struct err why;

	if (relation == RELATION_MATCHES) {
		if (t->kind != FILTER_PATTERN)
			return filter_reader_fail(r, t->at, "a /pattern/ should stand here");
		return read_pattern(r, t->text, t->any_case, t->at + 1, out);
	}
	if (t->kind == FILTER_PATTERN)
		return filter_reader_fail(r, t->at, "a pattern stands behind ~ or !~ alone");
	if (t->kind != FILTER_STRING && t->kind != FILTER_WORD)
		return filter_reader_fail(r, t->at, "a 'text' should stand here");
	if (relation == RELATION_CONTAINS && t->text.n == 0)
		return filter_reader_fail(r, t->at, "every text contains an empty one");
	out->regex = regex_new(relation == RELATION_CONTAINS ? quote(r->lexer.a, t->text) : whole(r->lexer.a, field, t->text), true, NULL, &why);
	return out->regex != NULL ? 0 : filter_reader_fail(r, t->at, "%s", why.text);
}

/* ---- numbers ---- */

static const struct unit {
	const char *name;
	double factor;
} durations[] = { { "s", 1 }, { "m", 60 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 }, { "w", 604800 }, { "y", 31557600 }, { NULL, 0 } },
  sizes[] = { { "", 1 }, { "B", 1 }, { "K", 1 << 10 }, { "M", 1 << 20 }, { "G", 1 << 30 }, { "KiB", 1 << 10 }, { "MiB", 1 << 20 },
	  { "GiB", 1 << 30 }, { NULL, 0 } },
  plain[] = { { "", 1 }, { NULL, 0 } };

static bool
read_quantity(struct str s, const struct unit *units, double *out)
{
	size_t n;

	for (n = 0; n < s.n && !ascii_is_alpha(s.p[n]); n++)
		;
	for (; units->name != NULL; units++)
		if (str_is_nocase(str_skip(s, n), units->name))
			break;
	if (units->name == NULL || str_to_double(str_head(s, n), out) != 0)
		return false;
	*out *= units->factor;
	return true;
}

static bool
read_truth(struct str s, double *out)
{
	static const char *const words[] = { "false", "true", "no", "yes", "off", "on" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is_nocase(s, words[i])) {
			*out = (double)(i % 2);
			return true;
		}
	return false;
}

static bool
read_date(struct str s, double *out)
{
	int64_t unix_s;

	if (!date_parse(s, &unix_s))
		return false;
	*out = (double)unix_s;
	return true;
}

static int
read_number(struct filter_reader *r, enum view_type type, double *out)
{
	static const char *const wanted[] = { [VIEW_TEXT] = "", [VIEW_NUMBER] = "a number", [VIEW_DURATION] = "a duration such as 90d, 2h or 30m",
		[VIEW_SIZE] = "a size such as 500K or 20M", [VIEW_DATE] = "a date such as 2026-01-31", [VIEW_TRUTH] = "yes or no" };
	const struct filter_token *t = &r->token;
	bool is_good = false;

	if (t->kind == FILTER_WORD || t->kind == FILTER_STRING) {
		switch (type) {
		case VIEW_TEXT:
			break;
		case VIEW_NUMBER:
			is_good = read_quantity(t->text, plain, out);
			break;
		case VIEW_DURATION:
			is_good = read_quantity(t->text, durations, out);
			break;
		case VIEW_SIZE:
			is_good = read_quantity(t->text, sizes, out);
			break;
		case VIEW_DATE:
			is_good = read_date(t->text, out);
			break;
		case VIEW_TRUTH:
			is_good = read_truth(t->text, out);
			break;
		}
	}
	return is_good ? 0 : filter_reader_fail(r, t->at, "%s should stand here", wanted[type]);
}

int
filter_value_read(struct filter_reader *r, const struct view_name *field, enum filter_relation relation, struct filter_operand *out)
{
	*out = (struct filter_operand){ .regex = NULL };
	return field->type == VIEW_TEXT ? read_text(r, field, relation, out) : read_number(r, field->type, &out->number);
}
