#include "config.h"
#include "settings/rules.h"

#include "base/utf8.h"

struct rules
rules_read(const struct conf_pair *pair, struct arena *strings, struct mistakes *m)
{
	struct rules rules = { .n = 0 };
	const struct conf_value *v;

	if (pair->n_values > RULES_MAX) {
		mistakes_add(m, MISTAKE_ERROR, &pair->at, "%s: more than %d values", pair->key.p, RULES_MAX);
		return rules;
	}
	rules.v = arena_alloc(strings, (pair->n_values + 1) * sizeof(*rules.v));
	for (v = pair->values; v != NULL; v = v->next) {
		if (v->is_broken)
			continue;
		if (v->text.n > RULE_TEXT_MAX) {
			mistakes_add(m, MISTAKE_ERROR, &v->at, "%s: the value is longer than %d bytes", pair->key.p, RULE_TEXT_MAX);
			continue;
		}
		rules.v[rules.n++] = (struct rule){
			.key = arena_strdup(strings, pair->key),
			.text = v->text.p,
			.written = v->written.p,
			.file = v->at.file,
			.line = v->at.line,
			.column = v->at.column + v->is_quoted,
			.is_hidden = v->is_expanded,
		};
	}
	return rules;
}

/* Bytes that the escape at p is written with, and those that it means: lexer.c has the escapes. */
static size_t
escape_size(const char *p, size_t *meant)
{
	bool is_pair;

	*meant = 1;
	if (p[1] != 'u')
		return 2;
	/* \uXXXX: one to three bytes of UTF-8, or two of them for four. */
	is_pair = ascii_lower(p[2]) == 'd' && strchr("89abAB", p[3]) != NULL;
	*meant = is_pair ? 4 : strncmp(p + 2, "00", 2) == 0 && p[4] < '8' ? 1 : p[2] == '0' && p[3] < '8' ? 2 : 3;
	return is_pair ? 12 : 6;
}

struct place
rule_place(const struct rule *r, size_t offset)
{
	struct place at = { r->file, r->line, r->column };
	const char *p = r->written;
	size_t meant;

	if (p == NULL) {
		at.column += (unsigned)offset;
		return at;
	}
	while (*p != '\0' && offset > 0) {
		size_t n = *p == '\\' ? escape_size(p, &meant) : 1;

		if (*p != '\\')
			meant = 1;
		if (meant > offset)
			break;
		offset -= meant;
		p += n;
	}
	at.column += (unsigned)(p - r->written);
	return at;
}
