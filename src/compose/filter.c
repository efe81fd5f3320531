#include "config.h"
#include "compose/filter.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/regex.h"
#include "compose/filter_value.h"
#include "settings/report.h"

enum step_kind {
	STEP_TEXT = 0, /* one of the field's texts matches one of the patterns */
	STEP_NUMBER,
	STEP_NOT,      /* of the last result */
	STEP_IF_FALSE, /* jumps when the last result is false: and */
	STEP_IF_TRUE   /* or */
};

struct step {
	enum step_kind kind;
	enum view_field field;
	enum filter_relation relation;
	bool is_negated;
	size_t target; /* jumps: number of the step to go on with */
	size_t first, n; /* operands */
};

struct filter {
	struct step *steps;
	size_t n, room;
	struct filter_operand *operands;
	size_t n_operands, operand_room;
	unsigned n_tests;
	bool has_age;
};

struct parser {
	struct filter_reader *r;
	struct filter *f;
	unsigned depth;
};

/* ---- reading ---- */

int
filter_reader_fail(struct filter_reader *r, size_t at, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (r->at != NULL)
		*r->at = at;
	return err_set(r->e, ERR_INPUT, "%s", text);
}

int
filter_reader_next(struct filter_reader *r)
{
	if (filter_lex(&r->lexer, &r->token, r->e) == 0)
		return 0;
	if (r->at != NULL)
		*r->at = r->token.at;
	return -1;
}

int
filter_reader_init(struct filter_reader *r, struct str text, struct arena *a, size_t *at, struct err *e)
{
	*r = (struct filter_reader){ .lexer = { .text = text, .a = a }, .e = e, .at = at };
	if (text.n > FILTER_TEXT_MAX)
		return filter_reader_fail(r, FILTER_TEXT_MAX, "longer than %u bytes", FILTER_TEXT_MAX);
	return filter_reader_next(r);
}

bool
filter_reader_is(const struct filter_reader *r, const char *word)
{
	return (r->token.kind == FILTER_WORD || r->token.kind == FILTER_MARK) && str_is_nocase(r->token.text, word);
}

const struct view_name *
filter_reader_field(struct filter_reader *r)
{
	struct filter_token t = r->token;
	struct nearest near;
	size_t i;

	if (t.kind != FILTER_WORD) {
		filter_reader_fail(r, t.at, t.kind == FILTER_END ? "it ends where a field should stand" : "a field should stand here");
		return NULL;
	}
	nearest_init(&near, t.text);
	for (i = 0; i < view_names_n; i++) {
		if (str_is_nocase(t.text, view_names[i].name))
			return filter_reader_next(r) == 0 ? &view_names[i] : NULL;
		nearest_offer(&near, str_from(view_names[i].name));
	}
	if (near.best.n > 0)
		filter_reader_fail(r, t.at, "unknown field %.*s: did you mean %.*s?", STR_ARG(str_head(t.text, 64)), STR_ARG(near.best));
	else
		filter_reader_fail(r, t.at, "unknown field %.*s", STR_ARG(str_head(t.text, 64)));
	return NULL;
}

/* ---- parsing: expression, conjunction, negation, comparison ---- */

static size_t
add_step(struct filter *f, const struct step *s)
{
	f->steps = mem_grow(f->steps, f->n, &f->room, sizeof(*f->steps));
	f->steps[f->n] = *s;
	return f->n++;
}

static int
add_operand(struct parser *p, const struct view_name *name, enum filter_relation relation)
{
	struct filter_operand o;

	if (filter_value_read(p->r, name, relation, &o) != 0)
		return -1;
	p->f->operands = mem_grow(p->f->operands, p->f->n_operands, &p->f->operand_room, sizeof(o));
	p->f->operands[p->f->n_operands++] = o;
	if (p->f->n_operands > FILTER_TESTS_MAX)
		return filter_reader_fail(p->r, p->r->token.at, "more than %u values", FILTER_TESTS_MAX);
	return filter_reader_next(p->r);
}

/* "in" takes ('a', 'b'), or one value. */
static int
read_operands(struct parser *p, const struct view_name *name, struct step *s)
{
	s->first = p->f->n_operands;
	if (s->relation == RELATION_IN && filter_reader_is(p->r, "(")) {
		do {
			if (filter_reader_next(p->r) != 0 || add_operand(p, name, s->relation) != 0)
				return -1;
		} while (filter_reader_is(p->r, ","));
		if (!filter_reader_is(p->r, ")"))
			return filter_reader_fail(p->r, p->r->token.at, "a , or ) should stand here");
		if (filter_reader_next(p->r) != 0)
			return -1;
	} else if (add_operand(p, name, s->relation) != 0) {
		return -1;
	}
	s->n = p->f->n_operands - s->first;
	return 0;
}

static int
parse_comparison(struct parser *p)
{
	const struct view_name *name;
	struct step s = { .kind = STEP_NUMBER };
	bool has_relation;

	if (++p->f->n_tests > FILTER_TESTS_MAX)
		return filter_reader_fail(p->r, p->r->token.at, "more than %u comparisons", FILTER_TESTS_MAX);
	name = filter_reader_field(p->r);
	if (name == NULL || filter_relation_read(p->r, name, &s.relation, &s.is_negated, &has_relation) != 0)
		return -1;
	s.field = name->field;
	s.kind = name->type == VIEW_TEXT ? STEP_TEXT : STEP_NUMBER;
	p->f->has_age = p->f->has_age || name->field == VIEW_AGE;
	if (has_relation && read_operands(p, name, &s) != 0)
		return -1;
	add_step(p->f, &s);
	return 0;
}

static int parse_expression(struct parser *p);

static int
parse_negation(struct parser *p)
{
	const struct step not = { .kind = STEP_NOT };
	int rc;

	if (++p->depth > FILTER_DEPTH_MAX)
		return filter_reader_fail(p->r, p->r->token.at, "more than %u parentheses and nots inside one another", FILTER_DEPTH_MAX);
	if (filter_reader_is(p->r, "not") || filter_reader_is(p->r, "!")) {
		rc = filter_reader_next(p->r) != 0 ? -1 : parse_negation(p);
		if (rc == 0)
			add_step(p->f, &not);
	} else if (filter_reader_is(p->r, "(")) {
		rc = filter_reader_next(p->r) != 0 ? -1 : parse_expression(p);
		if (rc == 0 && !filter_reader_is(p->r, ")"))
			rc = filter_reader_fail(p->r, p->r->token.at, "a ) should stand here");
		if (rc == 0)
			rc = filter_reader_next(p->r);
	} else {
		rc = parse_comparison(p);
	}
	p->depth--;
	return rc;
}

/* Parts joined by one word; when one of them decides, the rest is jumped over. */
static int
parse_chain(struct parser *p, const char *word, const char *mark, enum step_kind jump, int (*parse_part)(struct parser *))
{
	const struct step s = { .kind = jump };
	size_t at;

	if (parse_part(p) != 0)
		return -1;
	while (filter_reader_is(p->r, word) || filter_reader_is(p->r, mark)) {
		at = add_step(p->f, &s);
		if (filter_reader_next(p->r) != 0 || parse_part(p) != 0)
			return -1;
		p->f->steps[at].target = p->f->n;
	}
	return 0;
}

static int
parse_conjunction(struct parser *p)
{
	return parse_chain(p, "and", "&&", STEP_IF_FALSE, parse_negation);
}

static int
parse_expression(struct parser *p)
{
	return parse_chain(p, "or", "||", STEP_IF_TRUE, parse_conjunction);
}

struct filter *
filter_reader_condition(struct filter_reader *r)
{
	struct parser p = { .r = r, .f = mem_zalloc(sizeof(*p.f)) };
	int rc = parse_expression(&p);

	if (rc == 0 && r->token.kind != FILTER_END)
		rc = filter_reader_fail(r, r->token.at, "and, or or the end should stand here");
	if (rc == 0)
		return p.f;
	filter_free(p.f);
	return NULL;
}

struct filter *
filter_new(struct str text, size_t *at, struct err *e)
{
	struct filter_reader r;
	struct filter *f = NULL;
	struct arena a;

	arena_init(&a, 1 << 20, NULL);
	if (filter_reader_init(&r, text, &a, at, e) == 0)
		f = filter_reader_condition(&r);
	arena_release(&a);
	return f;
}

void
filter_free(struct filter *f)
{
	size_t i;

	if (f == NULL)
		return;
	for (i = 0; i < f->n_operands; i++)
		regex_free(f->operands[i].regex);
	free(f->operands);
	free(f->steps);
	free(f);
}

/* ---- running ---- */

static bool
matches(const struct filter *f, const struct step *s, struct view *v, uint64_t *n_limits)
{
	struct view_texts texts = view_texts(v, s->field);
	size_t i, k;

	for (i = 0; i < texts.n; i++)
		for (k = 0; k < s->n; k++)
			switch (regex_find(f->operands[s->first + k].regex, texts.v[i], NULL)) {
			case REGEX_YES:
				return true;
			case REGEX_LIMIT:
				if (n_limits != NULL)
					++*n_limits;
				break;
			case REGEX_NO:
				break;
			}
	return false;
}

static bool
compares(const struct filter *f, const struct step *s, struct view *v)
{
	double x, y;
	size_t k;

	if (!view_number(v, s->field, &x))
		return false;
	if (s->n == 0) /* a truth alone */
		return x != 0;
	for (k = 0; k < s->n; k++) {
		y = f->operands[s->first + k].number;
		if (filter_relation_holds(s->relation, x, y))
			return !s->is_negated;
	}
	return s->is_negated;
}

bool
filter_test(const struct filter *f, struct view *v, uint64_t *n_limits)
{
	bool result = false;
	size_t i = 0;

	while (i < f->n) {
		const struct step *s = &f->steps[i++];

		switch (s->kind) {
		case STEP_TEXT:
			result = matches(f, s, v, n_limits) != s->is_negated;
			break;
		case STEP_NUMBER:
			result = compares(f, s, v);
			break;
		case STEP_NOT:
			result = !result;
			break;
		case STEP_IF_FALSE:
			if (!result)
				i = s->target;
			break;
		case STEP_IF_TRUE:
			if (result)
				i = s->target;
			break;
		}
	}
	return result;
}

bool
filter_has_age(const struct filter *f)
{
	return f->has_age;
}
