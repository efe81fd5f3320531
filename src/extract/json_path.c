#include "config.h"
#include "extract/json_path.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

#define STEPS_MAX 64U  /* of one path */
#define NESTING_MAX 8U /* of filters and parentheses */

enum step_kind { STEP_NAME = 1, STEP_INDEX, STEP_ELEMENTS, STEP_FLATTEN, STEP_MEMBERS, STEP_FILTER };

struct condition;

struct step {
	enum step_kind kind;
	const char *name;
	int64_t index; /* negative: from the end */
	const struct condition *filter;
};

struct branch { /* one side of || */
	struct step *steps;
	size_t n;
	struct branch *next;
};

struct operand {
	struct branch *path; /* NULL: literal */
	cJSON *literal;
};

enum condition_kind { COND_AND = 1, COND_OR, COND_NOT, COND_IS, COND_EQ, COND_NE, COND_LT, COND_LE, COND_GT, COND_GE };

struct condition {
	enum condition_kind kind;
	const struct condition *left, *right; /* AND, OR; NOT has left */
	struct operand a, b;                  /* IS has a */
};

struct literal {
	cJSON *value;
	struct literal *next;
};

struct json_path {
	struct arena a;
	struct branch *first;
	struct literal *literals;
};

/* ---- reading ---- */

struct reader {
	struct json_path *p;
	struct arena *a;
	struct str s;
	size_t i;
	unsigned depth;
	struct err *e;
};

static int
expected(struct reader *r, const char *what)
{
	return err_set(r->e, ERR_INPUT, "expected %s", what);
}

static char
look(struct reader *r)
{
	while (r->i < r->s.n && ascii_is_space(r->s.p[r->i]))
		r->i++;
	return r->i < r->s.n ? r->s.p[r->i] : '\0';
}

static bool
take(struct reader *r, const char *sign)
{
	look(r);
	if (!str_starts(str_skip(r->s, r->i), str_from(sign)))
		return false;
	r->i += strlen(sign);
	return true;
}

static bool
is_name_char(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

/* "…" with JSON's escapes; the reader stands at the quotation mark. */
static const char *
read_quoted(struct reader *r)
{
	size_t from = r->i, end;
	struct str text;
	const char *name;
	cJSON *value;

	for (end = from + 1; end < r->s.n && r->s.p[end] != '"'; end++)
		if (r->s.p[end] == '\\')
			end++;
	if (end >= r->s.n) {
		expected(r, "a closing quotation mark for this");
		return NULL;
	}
	text = (struct str){ r->s.p + from, end + 1 - from };
	value = cJSON_ParseWithLength(text.p, text.n);
	if (!cJSON_IsString(value)) {
		cJSON_Delete(value);
		expected(r, "a name with the escapes of JSON");
		return NULL;
	}
	name = arena_strdup(r->a, str_from(value->valuestring));
	cJSON_Delete(value);
	r->i = end + 1;
	return name;
}

static const char *
read_name(struct reader *r)
{
	size_t from;

	if (look(r) == '"')
		return read_quoted(r);
	from = r->i;
	if (r->i < r->s.n && !ascii_is_digit(r->s.p[r->i]) && r->s.p[r->i] != '-')
		while (r->i < r->s.n && is_name_char(r->s.p[r->i]))
			r->i++;
	if (r->i == from) {
		expected(r, "a name (in quotation marks unless it is of letters, digits, _ and -), [, * or @");
		return NULL;
	}
	return arena_strdup(r->a, (struct str){ r->s.p + from, r->i - from });
}

static const struct condition *read_condition(struct reader *r);

/* Behind "[". */
static int
read_bracket(struct reader *r, struct step *out)
{
	size_t from;
	char c = look(r);

	if (c == ']') {
		r->i++;
		out->kind = STEP_FLATTEN;
		return 0;
	}
	if (c == '*') {
		r->i++;
		out->kind = STEP_ELEMENTS;
	} else if (c == '?') {
		r->i++;
		out->kind = STEP_FILTER;
		out->filter = read_condition(r);
		if (out->filter == NULL)
			return -1;
	} else {
		out->kind = STEP_INDEX;
		from = r->i;
		r->i += c == '-';
		while (r->i < r->s.n && ascii_is_digit(r->s.p[r->i]))
			r->i++;
		if (str_to_int64((struct str){ r->s.p + from, r->i - from }, &out->index) != 0) {
			r->i = from;
			return expected(r, "a number, *, ? or ]");
		}
	}
	return take(r, "]") ? 0 : expected(r, "]");
}

/* One path up to what cannot be part of it. */
static int
read_branch(struct reader *r, struct branch *out)
{
	struct step v[STEPS_MAX] = { { .kind = STEP_NAME } };
	bool is_first = true, has_dot = false;

	for (;; is_first = false) {
		char c = look(r);

		if (out->n == STEPS_MAX)
			return expected(r, "a shorter path");
		has_dot = !is_first && c == '.';
		if (has_dot) {
			r->i++;
			c = look(r);
		}
		if (c == '[' && !has_dot) {
			r->i++;
			if (read_bracket(r, &v[out->n++]) != 0)
				return -1;
		} else if (c == '*' && (is_first || has_dot)) {
			r->i++;
			v[out->n++].kind = STEP_MEMBERS;
		} else if (c == '@' && is_first) {
			r->i++;
		} else if (is_first || has_dot) {
			v[out->n].kind = STEP_NAME;
			v[out->n].name = read_name(r);
			if (v[out->n++].name == NULL)
				return -1;
		} else {
			break;
		}
	}
	out->steps = arena_alloc(r->a, out->n * sizeof(*v) + 1);
	memcpy(out->steps, v, out->n * sizeof(*v));
	return 0;
}

static struct branch *
read_branches(struct reader *r)
{
	struct branch *first = NULL, **last = &first;

	do {
		*last = arena_zalloc(r->a, sizeof(**last));
		if (read_branch(r, *last) != 0)
			return NULL;
		last = &(*last)->next;
	} while (r->depth == 0 && take(r, "||"));
	return first;
}

/* ---- [?…] ---- */

static int
read_literal(struct reader *r, struct operand *out, char close)
{
	size_t from = r->i + (close != '\0'), end = from;
	struct str text;
	struct literal *l;

	if (close != '\0')
		while (end < r->s.n && r->s.p[end] != close)
			end += r->s.p[end] == '\\' && end + 1 < r->s.n ? 2U : 1U;
	else
		while (end < r->s.n && (is_name_char(r->s.p[end]) || r->s.p[end] == '.' || r->s.p[end] == '+'))
			end++;
	if (end >= r->s.n && close != '\0')
		return expected(r, "a closing quotation mark for this");
	text = (struct str){ r->s.p + from, end - from };
	if (close == '\'') {
		char *copy = arena_strdup(r->a, text), *to = copy;
		const char *c;

		for (c = copy; *c != '\0'; c++)
			*to++ = *c == '\\' && c[1] == '\'' ? *++c : *c;
		*to = '\0';
		out->literal = cJSON_CreateString(copy);
	} else {
		out->literal = cJSON_ParseWithLength(text.p, text.n);
	}
	if (out->literal == NULL)
		return expected(r, close == '`' ? "JSON between the backticks" : "a number, true, false, null or a text in '…'");
	l = arena_alloc(r->a, sizeof(*l));
	*l = (struct literal){ out->literal, r->p->literals };
	r->p->literals = l;
	r->i = end + (close != '\0');
	return 0;
}

static bool
is_word_literal(struct reader *r)
{
	static const char *const words[] = { "true", "false", "null" };
	struct str rest = str_skip(r->s, r->i);
	size_t i, n;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i]);
		if (str_starts(rest, str_from(words[i])) && (rest.n == n || (!is_name_char(rest.p[n]) && rest.p[n] != '.' && rest.p[n] != '[')))
			return true;
	}
	return false;
}

static int
read_operand(struct reader *r, struct operand *out)
{
	char c = look(r);

	if (c == '\'' || c == '`')
		return read_literal(r, out, c);
	if (ascii_is_digit(c) || c == '-' || is_word_literal(r))
		return read_literal(r, out, '\0');
	out->path = read_branches(r);
	return out->path != NULL ? 0 : -1;
}

static const struct condition *
read_comparison(struct reader *r)
{
	static const struct {
		const char *sign;
		enum condition_kind kind;
	} signs[] = { { "==", COND_EQ }, { "!=", COND_NE }, { "<=", COND_LE }, { ">=", COND_GE }, { "<", COND_LT }, { ">", COND_GT } };
	struct condition *c = arena_zalloc(r->a, sizeof(*c));
	size_t i;

	if (take(r, "!")) {
		c->kind = COND_NOT;
		c->left = read_comparison(r);
		return c->left != NULL ? c : NULL;
	}
	if (take(r, "(")) {
		c->kind = COND_AND;
		c->left = c->right = read_condition(r);
		if (c->left == NULL || take(r, ")"))
			return c->left;
		expected(r, ")");
		return NULL;
	}
	if (read_operand(r, &c->a) != 0)
		return NULL;
	c->kind = COND_IS;
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (take(r, signs[i].sign)) {
			c->kind = signs[i].kind;
			return read_operand(r, &c->b) == 0 ? c : NULL;
		}
	return c;
}

/* Comparisons with && between them, || outside of those. */
static const struct condition *
read_joined(struct reader *r, enum condition_kind kind)
{
	const struct condition *left = kind == COND_OR ? read_joined(r, COND_AND) : read_comparison(r);
	struct condition *both;

	while (left != NULL && take(r, kind == COND_OR ? "||" : "&&")) {
		both = arena_zalloc(r->a, sizeof(*both));
		both->kind = kind;
		both->left = left;
		both->right = kind == COND_OR ? read_joined(r, COND_AND) : read_comparison(r);
		left = both->right != NULL ? both : NULL;
	}
	return left;
}

static const struct condition *
read_condition(struct reader *r)
{
	const struct condition *c;

	if (r->depth == NESTING_MAX) {
		expected(r, "less nesting");
		return NULL;
	}
	r->depth++;
	c = read_joined(r, COND_OR);
	r->depth--;
	return c;
}

struct json_path *
json_path_new(struct str text, size_t *at, struct err *e)
{
	struct json_path *p = mem_zalloc(sizeof(*p));
	struct reader r = { .p = p, .a = &p->a, .s = text, .e = e };

	arena_init(&p->a, SIZE_MAX, NULL);
	p->first = read_branches(&r);
	if (p->first != NULL && look(&r) != '\0') {
		expected(&r, look(&r) == '|' ? "||, or the end: there are no pipes" :
		        look(&r) == '(' ? "., [ or the end: there are no functions" : "., [, || or the end");
		p->first = NULL;
	}
	*at = r.i;
	if (p->first != NULL)
		return p;
	json_path_free(p);
	return NULL;
}

void
json_path_free(struct json_path *p)
{
	struct literal *l;

	if (p == NULL)
		return;
	for (l = p->literals; l != NULL; l = l->next)
		cJSON_Delete(l->value);
	arena_release(&p->a);
	free(p);
}

/* ---- following ---- */

struct set { /* what a path has led to so far */
	struct arena *a;
	const cJSON **v;
	size_t n, room, max;
	bool is_many; /* a projection: each stands for itself */
};

static void
add(struct set *s, const cJSON *v)
{
	if (v == NULL || cJSON_IsNull(v) || s->n == s->max)
		return;
	if (s->n == s->room) {
		size_t more = s->room > 0 ? 2 * s->room : 4;

		s->v = arena_grow(s->a, s->v, s->room * sizeof(const cJSON *), more * sizeof(const cJSON *));
		s->room = more;
	}
	s->v[s->n++] = v;
}

static void
add_children(struct set *s, const cJSON *of)
{
	const cJSON *c;

	cJSON_ArrayForEach(c, of)
		add(s, c);
}

static bool holds(const struct condition *c, struct arena *a, const cJSON *v);

static void
take_step(const struct step *step, const struct set *from, struct set *to)
{
	const cJSON *c, *v;
	size_t i;

	to->is_many = from->is_many || step->kind > STEP_INDEX;
	for (i = 0; i < from->n; i++) {
		v = from->v[i];
		switch (step->kind) {
		case STEP_NAME:
			if (cJSON_IsObject(v))
				add(to, cJSON_GetObjectItemCaseSensitive(v, step->name));
			break;
		case STEP_INDEX:
			if (cJSON_IsArray(v))
				add(to, cJSON_GetArrayItem(v, (int)(step->index < 0 ? cJSON_GetArraySize(v) + step->index : step->index)));
			break;
		case STEP_ELEMENTS:
			if (cJSON_IsArray(v))
				add_children(to, v);
			break;
		case STEP_MEMBERS:
			if (cJSON_IsObject(v))
				add_children(to, v);
			break;
		case STEP_FILTER:
			if (cJSON_IsArray(v))
				cJSON_ArrayForEach(c, v)
					if (holds(step->filter, to->a, c))
						add(to, c);
			break;
		case STEP_FLATTEN: /* an array that is in an array is put in its place */
			if (!cJSON_IsArray(v) && from->is_many) {
				add(to, v);
			} else if (cJSON_IsArray(v) && from->is_many) {
				add_children(to, v);
			} else if (cJSON_IsArray(v)) {
				cJSON_ArrayForEach(c, v) {
					if (cJSON_IsArray(c))
						add_children(to, c);
					else
						add(to, c);
				}
			}
			break;
		}
	}
}

static struct set
follow(const struct branch *b, struct arena *a, const cJSON *from, size_t max)
{
	struct set s = { .a = a, .max = max }, next;
	size_t i;

	add(&s, from);
	for (i = 0; i < b->n && s.n > 0; i++) {
		next = (struct set){ .a = a, .max = i + 1 < b->n ? SIZE_MAX : max }; /* the first may have no such member */
		take_step(&b->steps[i], &s, &next);
		s = next;
	}
	return s;
}

/* JMESPath: false are null, false, "", [] and {}. */
static bool
is_true(const cJSON *v)
{
	if (v == NULL || cJSON_IsNull(v) || cJSON_IsFalse(v))
		return false;
	if (cJSON_IsString(v))
		return v->valuestring[0] != '\0';
	return !(cJSON_IsArray(v) || cJSON_IsObject(v)) || v->child != NULL;
}

static const cJSON *
value_of(const struct operand *o, struct arena *a, const cJSON *v)
{
	const struct branch *b;
	struct set s = { .n = 0 };

	for (b = o->path; b != NULL; b = b->next) {
		s = follow(b, a, v, 1);
		if (s.n > 0 && is_true(s.v[0]))
			break;
	}
	return o->path == NULL ? o->literal : s.n > 0 ? s.v[0] : NULL;
}

static bool
compare(enum condition_kind kind, const cJSON *x, const cJSON *y)
{
	bool x_null = x == NULL || cJSON_IsNull(x), y_null = y == NULL || cJSON_IsNull(y);
	bool is_equal = x_null || y_null ? x_null && y_null : cJSON_Compare(x, y, true) != 0;

	if (kind == COND_EQ)
		return is_equal;
	if (kind == COND_NE)
		return !is_equal;
	if (!cJSON_IsNumber(x) || !cJSON_IsNumber(y)) /* JMESPath orders numbers only */
		return false;
	switch ((int)kind) {
	case COND_LT:
		return x->valuedouble < y->valuedouble;
	case COND_LE:
		return x->valuedouble <= y->valuedouble;
	case COND_GT:
		return x->valuedouble > y->valuedouble;
	default:
		return x->valuedouble >= y->valuedouble;
	}
}

/* As deep as the condition is written. */
static bool
holds(const struct condition *c, struct arena *a, const cJSON *v)
{
	switch (c->kind) {
	case COND_AND:
		return holds(c->left, a, v) && holds(c->right, a, v);
	case COND_OR:
		return holds(c->left, a, v) || holds(c->right, a, v);
	case COND_NOT:
		return !holds(c->left, a, v);
	case COND_IS:
		return is_true(value_of(&c->a, a, v));
	case COND_EQ:
	case COND_NE:
	case COND_LT:
	case COND_LE:
	case COND_GT:
	case COND_GE:
		break;
	}
	return compare(c->kind, value_of(&c->a, a, v), value_of(&c->b, a, v));
}

void
json_path_find(const struct json_path *p, struct arena *a, const cJSON *from, size_t max, struct json_values *out)
{
	struct set s = { .n = 0 }, all = { .a = a, .max = max };
	const struct branch *b;
	size_t i;

	for (b = p->first; b != NULL; b = b->next) {
		s = follow(b, a, from, max);
		if (s.n > 1 || (s.n == 1 && is_true(s.v[0])))
			break;
	}
	for (i = 0; i < s.n; i++) {
		if (cJSON_IsArray(s.v[i]))
			add_children(&all, s.v[i]);
		else
			add(&all, s.v[i]);
	}
	*out = (struct json_values){ all.v, all.n };
}

struct str
json_value_text(struct arena *a, const cJSON *v)
{
	if (cJSON_IsString(v))
		return str_from(v->valuestring);
	if (cJSON_IsBool(v))
		return cJSON_IsTrue(v) ? STR("true") : STR("false");
	if (!cJSON_IsNumber(v))
		return STR_NONE;
	if (fabs(v->valuedouble) < 1e15 && v->valuedouble == floor(v->valuedouble))
		return arena_printf(a, "%.0f", v->valuedouble);
	return arena_printf(a, "%.15g", v->valuedouble);
}
