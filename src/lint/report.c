#include "config.h"
#include "lint/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

#define MESSAGE_MAX 300 /* bytes */

void
report_init(struct report *r, struct arena *a, struct str text)
{
	const char *p = text.p, *end = text.n > 0 ? text.p + text.n : text.p;

	*r = (struct report){ .a = a, .text = text };
	*(size_t *)list_add(a, &r->lines, sizeof(size_t)) = 0;
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL)
		*(size_t *)list_add(a, &r->lines, sizeof(size_t)) = (size_t)(++p - text.p);
}

/* Line and column from 1; columns count characters. */
static void
place(const struct report *r, size_t at, struct finding *f)
{
	const size_t *starts = r->lines.v;
	size_t low = 0, high = r->lines.n, middle, i;
	int64_t column = 1;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	for (i = starts[low]; i < at && i < r->text.n;) {
		utf8_next(r->text, &i);
		column++;
	}
	f->line = (struct opt_int){ (int64_t)low + 1, true };
	f->column = (struct opt_int){ column, true };
}

/* NULL when there are enough of its rule, or of all. */
static struct finding *
add(struct report *r, enum lint_rule rule, struct str message)
{
	struct finding *f;

	if (r->found.n >= FINDINGS_MAX || r->n_of_rule[rule] >= FINDINGS_A_RULE_MAX) {
		r->n_left_out++;
		return NULL;
	}
	r->n_of_rule[rule]++;
	f = list_add(r->a, &r->found, sizeof(*f));
	f->code = str_from(lint_rules[rule].code);
	f->severity = str_from(severity_name(lint_rules[rule].severity));
	f->rule = str_from(lint_rule_source(rule, r->format));
	f->message = arena_str(r->a, utf8_head(str_head(message, utf8_valid_prefix(message)), MESSAGE_MAX));
	return f;
}

void
report_add(struct report *r, enum lint_rule rule, size_t at, const char *fmt, ...)
{
	char text[MESSAGE_MAX + 1];
	struct finding *f;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	f = add(r, rule, str_from(text));
	if (f != NULL && at != NOWHERE)
		place(r, at, f);
}

void
report_add_line(struct report *r, enum lint_rule rule, int64_t line, int64_t column, struct str message)
{
	struct finding *f = add(r, rule, message);

	if (f == NULL)
		return;
	f->line = (struct opt_int){ line, line > 0 };
	f->column = (struct opt_int){ column, column > 0 };
}

static int64_t
order(const struct opt_int *a, const struct opt_int *b)
{
	return (a->is_set ? a->v : 0) - (b->is_set ? b->v : 0);
}

static int
by_place(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int64_t d = order(&x->line, &y->line);

	if (d == 0)
		d = order(&x->column, &y->column);
	if (d == 0)
		return str_cmp(x->code, y->code);
	return d < 0 ? -1 : 1;
}

void
report_finish(struct report *r, struct list *out)
{
	if (r->found.n > 1)
		qsort(r->found.v, r->found.n, sizeof(struct finding), by_place);
	if (r->n_left_out > 0) {
		struct finding *f = list_add(r->a, &r->found, sizeof(*f));

		*f = (struct finding){ .code = STR("more"), .severity = str_from(severity_name(SEVERITY_INFO)),
			.message = arena_printf(r->a, "%u more findings of these kinds", r->n_left_out) };
	}
	*out = r->found;
}
