#include "config.h"
#include "normalise/open_elements.h"

#define KEPT_MAX 8U       /* formatting elements that go on behind a block */
#define KEPT_SAME_MAX 3U  /* of one name (HTML 13.2.4.3, "Noah's Ark") */
#define KEPT_TAG_MAX 512U /* bytes of a start tag that may be written again */
#define NONE SIZE_MAX

static bool
has(const struct open_element *v, unsigned flags)
{
	return (v->element->flags & flags) != 0;
}

static bool
is_kind(const struct open_element *v, unsigned kinds)
{
	return (KIND_BIT(v->element->kind) & kinds) != 0;
}

static void
write_end(struct open_elements *o, const struct html_element *e)
{
	buf_add_c(o->out, "</");
	buf_add_c(o->out, e->name);
	buf_add_char(o->out, '>');
}

void
open_elements_write(struct open_elements *o)
{
	struct open_element *v;
	size_t at;
	char *to;

	for (; o->n_written < o->n; o->n_written++) {
		v = &o->v[o->n_written];
		at = o->out->n;
		to = buf_reserve(o->out, v->tag_n);
		if (to == NULL)
			continue;
		memcpy(to, o->out->p + v->tag_at, v->tag_n);
		buf_added(o->out, v->tag_n);
		v->tag_at = at;
	}
}

static bool
may_be_kept(const struct open_elements *o, size_t from, size_t to, const struct open_element *v)
{
	unsigned same = 0;
	size_t i;

	if (v->is_dead || v->tag_n > KEPT_TAG_MAX)
		return false;
	if (!has(v, ELEMENT_FORMAT))
		return true;
	for (i = from; i < to; i++)
		same += o->v[i].element == v->element;
	return same < KEPT_SAME_MAX && to - from < KEPT_MAX;
}

/* What is dead ends as soon as nothing that is written is in it: formatting that only waits goes on without it. */
static void
bury(struct open_elements *o)
{
	for (;;) {
		if (o->n > o->n_written && o->v[o->n - 1].is_dead) {
			o->n--;
		} else if (o->n_written > 0 && o->v[o->n_written - 1].is_dead) {
			o->n_written--;
			write_end(o, o->v[o->n_written].element);
			o->n--;
			memmove(o->v + o->n_written, o->v + o->n_written + 1, (o->n - o->n_written) * sizeof(o->v[0]));
		} else {
			return;
		}
	}
}

/* Ends element d; of those in it the ones with a flag of keep stay open behind it, unwritten. */
static void
end_at(struct open_elements *o, size_t d, unsigned keep)
{
	size_t i, to = d;

	for (; o->n_written > d; o->n_written--)
		write_end(o, o->v[o->n_written - 1].element);
	for (i = d + 1; i < o->n; i++) {
		if (!has(&o->v[i], keep))
			continue;
		if (may_be_kept(o, d, to, &o->v[i]))
			o->v[to++] = o->v[i];
		else if (has(&o->v[i], ELEMENT_BLOCK))
			break; /* what is in it may not be where it is not */
	}
	o->n = to;
	bury(o);
}

void
open_elements_cut(struct open_elements *o, size_t n)
{
	if (o->n > n)
		end_at(o, n, 0);
}

/* ---- what a start tag ends ---- */

/* By kind: what it ends, and what it does not look behind. Blocks stop an item's search too, see below. */
static const struct {
	unsigned ends, stops;
} implied[] = {
	[KIND_LI] = { KIND_BIT(KIND_LI), KIND_BIT(KIND_LIST) | KINDS_OF_SCOPE },
	[KIND_DD] = { KIND_BIT(KIND_DD), KINDS_OF_SCOPE },
	[KIND_TABLE] = { KIND_BIT(KIND_TABLE), KIND_BIT(KIND_CELL) | KIND_BIT(KIND_CAPTION) },
	[KIND_CAPTION] = { KIND_BIT(KIND_CAPTION), KIND_BIT(KIND_TABLE) },
	[KIND_BODY] = { KIND_BIT(KIND_BODY) | KIND_BIT(KIND_ROW) | KIND_BIT(KIND_CELL) | KIND_BIT(KIND_CAPTION),
	    KIND_BIT(KIND_TABLE) },
	[KIND_ROW] = { KIND_BIT(KIND_ROW) | KIND_BIT(KIND_CELL) | KIND_BIT(KIND_CAPTION), KIND_BIT(KIND_TABLE) },
	[KIND_CELL] = { KIND_BIT(KIND_CELL) | KIND_BIT(KIND_CAPTION), KIND_BIT(KIND_TABLE) | KIND_BIT(KIND_ROW) },
	[KIND_RUBY] = { KIND_BIT(KIND_RUBY), KINDS_OF_SCOPE },
	[KIND_LINK] = { KIND_BIT(KIND_LINK), KINDS_OF_SCOPE },
	[KIND_MEDIA] = { 0, 0 },
};

static size_t
find_implied(const struct open_elements *o, const struct html_element *e)
{
	bool is_item = e->kind == KIND_LI || e->kind == KIND_DD || e->kind == KIND_RUBY;
	size_t d, hit = NONE;

	if (implied[e->kind].ends == 0)
		return NONE;
	for (d = o->n; d > 0; d--) {
		if (is_kind(&o->v[d - 1], implied[e->kind].ends)) {
			hit = d - 1;
			continue;
		}
		if (is_kind(&o->v[d - 1], implied[e->kind].stops) ||
		    (is_item && has(&o->v[d - 1], ELEMENT_BLOCK) && !is_kind(&o->v[d - 1], KIND_BIT(KIND_P) | KIND_BIT(KIND_DIV))))
			break;
	}
	return hit;
}

/* What is open of that kind, unless a block or a cell is open in it. */
static size_t
find_near(const struct open_elements *o, enum html_element_kind kind)
{
	size_t d;

	for (d = o->n; d > 0; d--) {
		if (is_kind(&o->v[d - 1], KIND_BIT(kind)))
			return d - 1;
		if (has(&o->v[d - 1], ELEMENT_BLOCK) || is_kind(&o->v[d - 1], KINDS_OF_SCOPE))
			return NONE;
	}
	return NONE;
}

static unsigned
kept_behind(const struct html_element *e)
{
	return (KIND_BIT(e->kind) & (KINDS_OF_SCOPE | KIND_BIT(KIND_ROW) | KIND_BIT(KIND_BODY))) != 0 ? 0 : ELEMENT_FORMAT;
}

/* Formatting goes into it and not around it. */
static bool
is_structure(const struct html_element *e)
{
	return (e->flags & ELEMENT_BLOCK) != 0 || (KIND_BIT(e->kind) & KINDS_IN_TABLE) != 0;
}

/* A row and the like are nothing without a table: browsers pass over their tags (HTML 13.2.6.4.7). */
static bool
is_lost(const struct open_elements *o, const struct html_element *e)
{
	size_t d;

	if ((KIND_BIT(e->kind) & KINDS_IN_TABLE) == 0)
		return false;
	for (d = o->n; d > 0; d--)
		if (is_kind(&o->v[d - 1], KIND_BIT(KIND_TABLE)))
			return false;
	return true;
}

static void end_formatting(struct open_elements *o, size_t d);

bool
open_elements_prepare(struct open_elements *o, const struct html_element *e)
{
	size_t d, i, n_blocks = 0;

	if (is_lost(o, e))
		return false;
	d = find_implied(o, e);
	if (d != NONE && (e->flags & ELEMENT_FORMAT) != 0)
		end_formatting(o, d);
	else if (d != NONE)
		end_at(o, d, kept_behind(o->v[d].element));
	if ((e->flags & ELEMENT_BLOCK) != 0 && (d = find_near(o, KIND_P)) != NONE)
		end_at(o, d, ELEMENT_FORMAT);
	if (e->kind == KIND_HEADING && (d = find_near(o, KIND_HEADING)) != NONE)
		end_at(o, d, ELEMENT_FORMAT);
	if (o->n == OPEN_ELEMENTS_MAX && (e->flags & ELEMENT_VOID) == 0)
		return false;
	for (i = o->n_written; i < o->n; i++)
		if (!has(&o->v[i], ELEMENT_FORMAT))
			n_blocks = i + 1 - o->n_written;
	if (!is_structure(e)) {
		open_elements_write(o);
	} else if (n_blocks > 0) { /* formatting waits until it has something to format */
		i = o->n;
		o->n = o->n_written + n_blocks;
		open_elements_write(o);
		o->n = i;
	}
	return true;
}

void
open_elements_push(struct open_elements *o, const struct html_element *e, size_t tag_at)
{
	size_t at = o->n_written;

	memmove(o->v + at + 1, o->v + at, (o->n - at) * sizeof(o->v[0]));
	o->v[at] = (struct open_element){ e, tag_at, o->out->n - tag_at, false };
	o->n++;
	o->n_written++;
}

/* ---- what an end tag ends ---- */

/*
 * An item is not torn in two for the formatting around it, but for a link, which would reach too far. A cell never is; nor
 * is a row, when its table is in the formatting too: a row without one is nothing.
 */
static bool
is_torn(const struct open_element *v, const struct html_element *formatting)
{
	if (is_kind(v, KINDS_OF_SCOPE))
		return false;
	return !has(v, ELEMENT_FIXED) || formatting->kind == KIND_LINK;
}

static void
end_formatting(struct open_elements *o, size_t d)
{
	bool has_block = false;
	size_t i;

	for (i = d + 1; i < o->n; i++) {
		if (!is_torn(&o->v[i], o->v[d].element)) {
			o->v[d].is_dead = true;
			return;
		}
		has_block = has_block || has(&o->v[i], ELEMENT_BLOCK);
	}
	end_at(o, d, has_block ? ELEMENT_FORMAT | ELEMENT_BLOCK : ELEMENT_FORMAT);
}

static bool
is_same(const struct open_element *v, const struct html_element *e)
{
	return v->element == e || (e->kind == KIND_HEADING && v->element->kind == KIND_HEADING);
}

/* Whether the search for e's start ends at v. */
static bool
stops(const struct open_element *v, const struct html_element *e)
{
	if (e->kind == KIND_TABLE || (e->flags & ELEMENT_FORMAT) != 0)
		return false;
	if ((KIND_BIT(e->kind) & KINDS_IN_TABLE) != 0)
		return is_kind(v, KIND_BIT(KIND_TABLE));
	if (is_kind(v, KINDS_OF_SCOPE) || (e->kind == KIND_LI && is_kind(v, KIND_BIT(KIND_LIST))))
		return true;
	return (e->flags & ELEMENT_BLOCK) == 0 && has(v, ELEMENT_BLOCK);
}

void
open_elements_end(struct open_elements *o, const struct html_element *e)
{
	size_t d;

	for (d = o->n; d > 0; d--) {
		if (is_same(&o->v[d - 1], e) && !o->v[d - 1].is_dead) {
			if ((e->flags & ELEMENT_FORMAT) != 0)
				end_formatting(o, d - 1);
			else
				end_at(o, d - 1, kept_behind(e));
			return;
		}
		if (stops(&o->v[d - 1], e))
			return;
	}
}
