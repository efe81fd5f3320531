#include "config.h"
#include "compose/word_diff.h"

#include <stdlib.h>

#include "base/mem.h"
#include "extract/prose.h"

#define CONTEXT 12U /* words on either side of a change */

/* A text as words. */
struct side {
	struct str *v;
	bool *is_changed;
	uint32_t n;
};

static void
split(struct arena *a, struct str text, struct side *out)
{
	size_t i, n = 1, from;

	for (i = 0; i < text.n; i++)
		n += ascii_is_space(text.p[i]);
	if (n > WORD_DIFF_WORDS_MAX)
		n = WORD_DIFF_WORDS_MAX;
	*out = (struct side){ .v = arena_alloc(a, n * sizeof(*out->v)), .is_changed = arena_zalloc(a, n * sizeof(*out->is_changed)) };
	for (i = 0; i < text.n && out->n < n;) {
		for (; i < text.n && ascii_is_space(text.p[i]); i++)
			;
		for (from = i; i < text.n && !ascii_is_space(text.p[i]); i++)
			;
		if (i > from)
			out->v[out->n++] = (struct str){ text.p + from, i - from };
	}
}

/* What lies between the common beginning and the common end. */
struct middle {
	const struct side *old, *new;
	uint32_t from;           /* in both */
	int64_t n_old, n_new;    /* words from there on */
};

static bool
is_same(const struct middle *m, int64_t x, int64_t y)
{
	return str_eq(m->old->v[m->from + x], m->new->v[m->from + y]);
}

static struct middle
trim(const struct side *old, const struct side *new)
{
	uint32_t least = old->n < new->n ? old->n : new->n, from = 0, to = 0;

	while (from < least && str_eq(old->v[from], new->v[from]))
		from++;
	while (to < least - from && str_eq(old->v[old->n - 1 - to], new->v[new->n - 1 - to]))
		to++;
	return (struct middle){ old, new, from, (int64_t)old->n - from - to, (int64_t)new->n - from - to };
}

/*
 * E. W. Myers, "An O(ND) difference algorithm and its variations", 1986: how far one gets with d edits on each diagonal
 * k = x - y. Row d of the trace has its diagonals from -d to d. Returns the number of edits, -1 past the limit.
 */
static int64_t
furthest(const struct middle *m, int32_t *trace[])
{
	int64_t d, k, x, y;
	int32_t *row, *before;

	for (d = 0; d <= (int64_t)WORD_DIFF_EDITS_MAX; d++) {
		row = trace[d] = mem_alloc((size_t)(2 * d + 1) * sizeof(*row));
		before = d > 0 ? trace[d - 1] + (d - 1) : NULL; /* its diagonal 0 */
		for (k = -d; k <= d; k += 2) {
			if (d == 0)
				x = 0;
			else if (k == -d || (k != d && before[k - 1] < before[k + 1]))
				x = before[k + 1];
			else
				x = before[k - 1] + 1;
			for (y = x - k; x < m->n_old && y < m->n_new && x >= 0 && y >= 0 && is_same(m, x, y); y++)
				x++;
			row[k + d] = (int32_t)x;
			if (x >= m->n_old && y >= m->n_new)
				return d;
		}
	}
	return -1;
}

/* Back from the end: each step up in the trace is one word that went or came. */
static void
mark_edits(const struct middle *m, int32_t *trace[], int64_t d)
{
	int64_t x = m->n_old, y = m->n_new, k, was_x, was_k;
	const int32_t *before;

	for (; d > 0; d--) {
		k = x - y;
		before = trace[d - 1] + (d - 1);
		was_k = k == -d || (k != d && before[k - 1] < before[k + 1]) ? k + 1 : k - 1;
		was_x = before[was_k];
		if (was_k == k + 1)
			m->new->is_changed[m->from + was_x - was_k] = true;
		else
			m->old->is_changed[m->from + was_x] = true;
		x = was_x;
		y = was_x - was_k;
	}
}

static void
mark_all(const struct middle *m)
{
	int64_t i;

	for (i = 0; i < m->n_old; i++)
		m->old->is_changed[m->from + i] = true;
	for (i = 0; i < m->n_new; i++)
		m->new->is_changed[m->from + i] = true;
}

static void
compare(const struct side *old, const struct side *new)
{
	struct middle m = trim(old, new);
	int32_t *trace[WORD_DIFF_EDITS_MAX + 1] = { NULL };
	int64_t d;
	size_t i;

	if (m.n_old == 0 || m.n_new == 0) {
		mark_all(&m);
		return;
	}
	d = furthest(&m, trace);
	if (d >= 0)
		mark_edits(&m, trace, d);
	else
		mark_all(&m);
	for (i = 0; i <= WORD_DIFF_EDITS_MAX; i++)
		free(trace[i]);
}

/* ---- as HTML ---- */

/* Words from i up to end, with spaces between them. */
static void
add_words(struct buf *out, const struct side *s, uint32_t i, uint32_t end)
{
	uint32_t most = end - i > WORD_DIFF_SHOWN_MAX ? i + WORD_DIFF_SHOWN_MAX : end;

	for (; i < most; i++) {
		prose_escape(out, s->v[i]);
		if (i + 1 < most)
			buf_add_char(out, ' ');
	}
	if (most < end)
		buf_add_c(out, " \xe2\x80\xa6");
}

static void
add_change(struct buf *out, const char *tag, const struct side *s, uint32_t i, uint32_t end)
{
	if (i == end)
		return;
	buf_printf(out, "<%s>", tag);
	add_words(out, s, i, end);
	buf_printf(out, "</%s> ", tag);
}

/* What both have: its beginning behind a change, its end before the next one. */
static void
add_common(struct buf *out, const struct side *s, uint32_t i, uint32_t end, bool is_first, bool is_last)
{
	uint32_t before = is_first ? 0 : CONTEXT, behind = is_last ? 0 : CONTEXT;

	if (i == end)
		return;
	if (end - i <= before + behind) {
		add_words(out, s, i, end);
	} else {
		add_words(out, s, i, i + before);
		buf_add_c(out, before > 0 ? " \xe2\x80\xa6 " : "\xe2\x80\xa6 ");
		add_words(out, s, end - behind, end);
	}
	if (!is_last)
		buf_add_char(out, ' ');
}

void
word_diff(struct arena *a, struct str old_text, struct str new_text, struct buf *out)
{
	struct side old, new;
	uint32_t i = 0, k = 0, from_i, from_k;
	bool is_first = true;

	split(a, old_text, &old);
	split(a, new_text, &new);
	compare(&old, &new);
	for (;;) {
		for (from_k = k; i < old.n && k < new.n && !old.is_changed[i] && !new.is_changed[k]; i++)
			k++;
		if (i == old.n && k == new.n) {
			if (!is_first)
				add_common(out, &new, from_k, k, false, true);
			return;
		}
		add_common(out, &new, from_k, k, is_first, false);
		is_first = false;
		for (from_i = i; i < old.n && old.is_changed[i]; i++)
			;
		for (from_k = k; k < new.n && new.is_changed[k]; k++)
			;
		add_change(out, "del", &old, from_i, i);
		add_change(out, "ins", &new, from_k, k);
	}
}
