#include "config.h"
#include "extract/selector_css.h"

#define TEXT_MAX (1U << 20) /* bytes of one element that :contains() looks at */
#define TEXT_STEP 16U       /* bytes of text that count as one step */

/* What a search means by its words. */
struct matching {
	struct finder *f;
	const xmlNode *scope, *anchor;
};

/* Why not: so that what cannot match any more is not tried with every ancestor again. */
enum match { MATCHES = 0, FAILS_HERE, FAILS_FOR_SIBLINGS, FAILS };

static bool list_matches(const struct matching *m, const struct css_list *l, const xmlNode *n);

static const xmlNode *
element_before(const xmlNode *n)
{
	do
		n = n->prev;
	while (n != NULL && n->type != XML_ELEMENT_NODE);
	return n;
}

static const xmlNode *
element_after(const xmlNode *n)
{
	do
		n = n->next;
	while (n != NULL && n->type != XML_ELEMENT_NODE);
	return n;
}

static const xmlNode *
parent_of(const xmlNode *n)
{
	return n->parent != NULL && n->parent->type == XML_ELEMENT_NODE ? n->parent : NULL;
}

static bool
spend(struct finder *f, uint64_t steps)
{
	f->steps += steps;
	return f->steps <= SELECTOR_STEPS_MAX;
}

/* ---- attributes ---- */

static bool
is_equal(struct str a, struct str b, bool any_case)
{
	return any_case ? str_eq_nocase(a, b) : str_eq(a, b);
}

static bool
has_word(struct str s, struct str word, bool any_case)
{
	size_t start, i = 0;

	if (word.n == 0)
		return false;
	while (i < s.n) {
		for (start = i; i < s.n && !ascii_is_space(s.p[i]); i++)
			;
		if (is_equal((struct str){ s.p + start, i - start }, word, any_case))
			return true;
		i++;
	}
	return false;
}

static bool
attribute_matches(const struct css_test *t, const xmlNode *n)
{
	struct str v = dom_raw_attr(n, t->name), want = t->value;

	if (v.p == NULL)
		return false;
	switch ((int)t->kind) {
	case CSS_HAS_ATTR:
		return true;
	case CSS_ID:
	case CSS_ATTR_IS:
		return is_equal(v, want, t->any_case);
	case CSS_CLASS:
	case CSS_ATTR_WORD:
		return has_word(v, want, t->any_case);
	case CSS_ATTR_DASH:
		return is_equal(str_head(v, want.n), want, t->any_case) && (v.n == want.n || v.p[want.n] == '-');
	case CSS_ATTR_BEGINS:
		return want.n > 0 && is_equal(str_head(v, want.n), want, t->any_case);
	case CSS_ATTR_ENDS:
		return want.n > 0 && v.n >= want.n && is_equal(str_skip(v, v.n - want.n), want, t->any_case);
	case CSS_ATTR_HAS:
		return want.n > 0 && (t->any_case ? str_find_nocase(v, want) : str_find(v, want)) != STR_NPOS;
	}
	return false;
}

static bool
language_matches(const struct css_test *t, const xmlNode *n)
{
	struct str lang;

	for (; n != NULL; n = parent_of(n)) {
		lang = dom_attr(n, "lang");
		if (lang.n > 0)
			return str_starts_nocase(lang, t->value) && (lang.n == t->value.n || lang.p[t->value.n] == '-');
	}
	return false;
}

/* ---- the place among its siblings ---- */

static bool
counts(const struct matching *m, const struct css_test *t, const xmlNode *of, const xmlNode *n)
{
	if (t->kind == CSS_NTH_OF_TYPE)
		return xmlStrEqual(of->name, n->name);
	return t->list == NULL || list_matches(m, t->list, n);
}

/* From 1. Long lists are walked in order: what was counted last is the place before this one, past others between them. */
static int64_t
place_of(const struct matching *m, const struct css_test *t, const xmlNode *n)
{
	const xmlNode *(*step)(const xmlNode *) = t->from_end ? element_after : element_before;
	struct nth_memory *memory = &m->f->nth;
	const xmlNode *x = element_before(n);
	int64_t place = 1;

	while (x != NULL && t->list == NULL && !counts(m, t, n, x) && spend(m->f, 1))
		x = element_before(x);
	if (memory->test == t && x != NULL && memory->node == x && t->list == NULL)
		place = t->from_end ? memory->place - 1 : memory->place + 1;
	else
		for (x = step(n); x != NULL && spend(m->f, 1); x = step(x))
			place += counts(m, t, n, x);
	*memory = (struct nth_memory){ t, n, place };
	return place;
}

static bool
nth_matches(const struct matching *m, const struct css_test *t, const xmlNode *n)
{
	int64_t d;

	if (t->list != NULL && !list_matches(m, t->list, n))
		return false;
	if (t->step == 0 && t->offset == 1 && t->list == NULL && t->kind == CSS_NTH) /* :first-child, :last-child */
		return (t->from_end ? element_after(n) : element_before(n)) == NULL;
	d = place_of(m, t, n) - t->offset;
	return t->step == 0 ? d == 0 : d % t->step == 0 && d / t->step >= 0;
}

/* ---- contents ---- */

static bool
is_empty(const xmlNode *n)
{
	const xmlNode *c;

	for (c = n->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE || (dom_is_text(c) && c->content[0] != '\0'))
			return false;
	return true;
}

static bool
contains_text(const struct matching *m, const struct css_test *t, const xmlNode *n)
{
	struct buf *text = &m->f->text;
	const xmlNode *x;

	buf_clear(text);
	for (x = dom_next(n, n); x != NULL && text->n < TEXT_MAX; x = dom_next(x, n)) {
		if (dom_is_text(x))
			dom_add_text(text, x);
		if (!spend(m->f, 1))
			return false;
	}
	return spend(m->f, text->n / TEXT_STEP) && str_find(buf_str(text), t->value) != STR_NPOS;
}

static bool complex_matches(const struct matching *m, const struct css_complex *c, const xmlNode *n);

static bool
subtree_has(const struct matching *m, const struct css_complex *c, const xmlNode *root, bool with_root)
{
	const xmlNode *n;

	for (n = with_root ? root : dom_next(root, root); n != NULL; n = dom_next(n, root))
		if (n->type == XML_ELEMENT_NODE && complex_matches(m, c, n))
			return true;
		else if (!spend(m->f, 1))
			return false;
	return false;
}

/* One selector of :has(): v[0] is the anchor, v[1] how it goes on from there. */
static bool
has_matches(const struct matching *m, const struct css_complex *c, const xmlNode *anchor)
{
	struct matching inner = { m->f, m->scope, anchor };
	const xmlNode *n;

	if (c->v[1].to_left == CSS_DESCENDANT || c->v[1].to_left == CSS_CHILD)
		return subtree_has(&inner, c, anchor, false);
	for (n = element_after(anchor); n != NULL; n = element_after(n)) {
		if (c->n == 2 ? complex_matches(&inner, c, n) : subtree_has(&inner, c, n, true))
			return true;
		if (c->v[1].to_left == CSS_NEXT && c->n == 2)
			return false;
	}
	return false;
}

static bool
any_has_matches(const struct matching *m, const struct css_list *l, const xmlNode *anchor)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (has_matches(m, &l->v[i], anchor))
			return true;
	return false;
}

static bool
is_disabled(const xmlNode *n, bool want)
{
	static const char *const controls[] = { "button", "input", "select", "textarea", "option", "optgroup", "fieldset" };
	size_t i;

	for (i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		if (strcmp((const char *)n->name, controls[i]) == 0)
			return dom_has_attr(n, "disabled") == want;
	return false;
}

/* ---- compounds and combinators ---- */

static bool
test_matches(const struct matching *m, const struct css_test *t, const xmlNode *n)
{
	switch (t->kind) {
	case CSS_ID:
	case CSS_CLASS:
	case CSS_HAS_ATTR:
	case CSS_ATTR_IS:
	case CSS_ATTR_WORD:
	case CSS_ATTR_DASH:
	case CSS_ATTR_BEGINS:
	case CSS_ATTR_ENDS:
	case CSS_ATTR_HAS:
		return attribute_matches(t, n);
	case CSS_NOT:
		return !list_matches(m, t->list, n);
	case CSS_IS:
		return list_matches(m, t->list, n);
	case CSS_HAS:
		return any_has_matches(m, t->list, n);
	case CSS_ANCHOR:
		return n == m->anchor;
	case CSS_NTH:
	case CSS_NTH_OF_TYPE:
		return nth_matches(m, t, n);
	case CSS_EMPTY:
		return is_empty(n);
	case CSS_ROOT:
		return n == m->f->dom->root;
	case CSS_SCOPE:
		return n == m->scope;
	case CSS_CONTAINS:
		return contains_text(m, t, n);
	case CSS_LINK:
		return (dom_tag(n) == TAG_a || dom_tag(n) == TAG_area) && dom_has_attr(n, "href");
	case CSS_LANG:
		return language_matches(t, n);
	case CSS_CHECKED:
		return (dom_tag(n) == TAG_input && dom_has_attr(n, "checked")) || (dom_tag(n) == TAG_option && dom_has_attr(n, "selected"));
	case CSS_DISABLED:
		return is_disabled(n, true);
	case CSS_ENABLED:
		return is_disabled(n, false);
	}
	return false;
}

static bool
compound_matches(const struct matching *m, const struct css_compound *c, const xmlNode *n)
{
	const struct css_test *t;

	if (!spend(m->f, 1) || (c->tag != NULL && strcmp(c->tag, (const char *)n->name) != 0))
		return false;
	for (t = c->tests; t != NULL; t = t->next)
		if (!test_matches(m, t, n))
			return false;
	return true;
}

/* Does n match the compound at index last, and what stands to the left of it? Recursion is as deep as the selector is long. */
static enum match
match_from(const struct matching *m, const struct css_complex *c, size_t last, const xmlNode *n)
{
	enum match r;

	if (!compound_matches(m, &c->v[last], n))
		return FAILS_HERE;
	if (last == 0)
		return MATCHES;
	switch (c->v[last].to_left) {
	case CSS_NONE:
		break;
	case CSS_DESCENDANT:
		while ((n = parent_of(n)) != NULL) {
			r = match_from(m, c, last - 1, n);
			if (r == MATCHES || r == FAILS)
				return r;
		}
		return FAILS;
	case CSS_CHILD:
		n = parent_of(n);
		if (n == NULL)
			return FAILS;
		r = match_from(m, c, last - 1, n);
		return r == FAILS_FOR_SIBLINGS ? FAILS_HERE : r;
	case CSS_NEXT:
		n = element_before(n);
		return n != NULL ? match_from(m, c, last - 1, n) : FAILS_FOR_SIBLINGS;
	case CSS_LATER:
		while ((n = element_before(n)) != NULL) {
			r = match_from(m, c, last - 1, n);
			if (r != FAILS_HERE)
				return r;
		}
		return FAILS_FOR_SIBLINGS;
	}
	return FAILS;
}

static bool
complex_matches(const struct matching *m, const struct css_complex *c, const xmlNode *n)
{
	return match_from(m, c, c->n - 1, n) == MATCHES;
}

static bool
list_matches(const struct matching *m, const struct css_list *l, const xmlNode *n)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (complex_matches(m, &l->v[i], n))
			return true;
	return false;
}

bool
css_matches(const struct css_list *l, struct finder *f, const xmlNode *n, const xmlNode *scope)
{
	struct matching m = { f, scope, NULL };
	size_t i;

	for (i = 0; i < l->n; i++)
		if ((n != scope || n == f->dom->root || l->v[i].is_of_scope) && complex_matches(&m, &l->v[i], n))
			return f->steps <= SELECTOR_STEPS_MAX;
	return false;
}
