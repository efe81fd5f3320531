#include "config.h"
#include "settings/report.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"

void
mistakes_init(struct mistakes *m)
{
	*m = (struct mistakes){ 0 };
}

void
mistakes_release(struct mistakes *m)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		free(m->list[i].file);
		free(m->list[i].text);
	}
	free(m->list);
	mistakes_init(m);
}

__attribute__((format(printf, 1, 0))) static char *
one_line(const char *fmt, va_list ap)
{
	char *text, *c;

	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	for (c = text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	return text;
}

void
mistakes_add(struct mistakes *m, enum mistake_level level, const struct place *at, const char *fmt, ...)
{
	va_list ap;

	if (level == MISTAKE_ERROR)
		m->n_errors++;
	if (m->n == MISTAKES_MAX) {
		m->n_left_out++;
		return;
	}
	m->list = mem_grow(m->list, m->n, &m->room, sizeof(*m->list));
	va_start(ap, fmt);
	m->list[m->n++] = (struct mistake){
		.level = level,
		.file = mem_strdup(at->file),
		.line = at->line,
		.column = at->column,
		.text = one_line(fmt, ap),
	};
	va_end(ap);
}

static int
by_place(const void *a, const void *b)
{
	const struct mistake *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (order == 0)
		order = (x->line > y->line) - (x->line < y->line);
	if (order == 0)
		order = (x->column > y->column) - (x->column < y->column);
	return order != 0 ? order : strcmp(x->text, y->text);
}

void
mistakes_sort(struct mistakes *m)
{
	if (m->n > 1)
		qsort(m->list, m->n, sizeof(*m->list), by_place);
}

void
mistakes_print(const struct mistakes *m, FILE *to)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		const struct mistake *x = &m->list[i];

		fputs(x->file, to);
		if (x->line > 0)
			fprintf(to, ":%u:%u", x->line, x->column);
		fprintf(to, ": %s: %s\n", x->level == MISTAKE_ERROR ? "error" : "warning", x->text);
	}
	if (m->n_left_out > 0)
		fprintf(to, "and %zu more\n", m->n_left_out);
}

void
nearest_init(struct nearest *n, struct str word)
{
	/* A third of the word may be wrong, but never all of a short one. */
	*n = (struct nearest){ .word = word, .distance = (unsigned)(word.n < NEAREST_MAX ? word.n : NEAREST_MAX) / 3 + 1 };
	if (word.n <= 1 || word.n > NEAREST_MAX)
		n->distance = 0;
}

/*
 * Damerau-Levenshtein distance (adjacent characters swapped count one), without regard to case; gives limit
 * as soon as it cannot be less.
 */
static unsigned
edit_distance(struct str a, struct str b, unsigned limit)
{
	unsigned rows[3][NEAREST_MAX + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2], *spare;
	size_t i, j;

	for (j = 0; j <= b.n; j++)
		above[j] = (unsigned)j;
	for (i = 1; i <= a.n; i++) {
		unsigned least = row[0] = (unsigned)i;

		for (j = 1; j <= b.n; j++) {
			char x = ascii_lower(a.p[i - 1]), y = ascii_lower(b.p[j - 1]);
			unsigned d = above[j - 1] + (x != y);

			if (above[j] + 1 < d)
				d = above[j] + 1;
			if (row[j - 1] + 1 < d)
				d = row[j - 1] + 1;
			if (i > 1 && j > 1 && x == ascii_lower(b.p[j - 2]) && y == ascii_lower(a.p[i - 2]) &&
			    before[j - 2] + 1 < d)
				d = before[j - 2] + 1;
			row[j] = d;
			if (d < least)
				least = d;
		}
		if (least >= limit)
			return limit;
		spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return above[b.n] < limit ? above[b.n] : limit;
}

void
nearest_offer(struct nearest *n, struct str name)
{
	size_t apart = name.n > n->word.n ? name.n - n->word.n : n->word.n - name.n;
	unsigned d;

	if (n->distance > 1 && n->word.n >= 3 && str_starts_nocase(name, n->word)) { /* cut short: as good as one slip */
		n->distance = 1;
		n->best = name;
		return;
	}
	if (name.n > NEAREST_MAX || apart >= n->distance)
		return;
	d = edit_distance(n->word, name, n->distance);
	if (d < n->distance) {
		n->distance = d;
		n->best = name;
	}
}
