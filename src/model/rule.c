#include "config.h"
#include "model/rule.h"

#include "model/document.h"

struct str
rule_at(struct arena *a, const struct rule *r)
{
	return r->file != NULL && r->line > 0 ? arena_printf(a, "%s:%u", r->file, r->line) : STR_NONE;
}

struct rule_text {
	struct opt_int set, use, line;
	struct str key, text, file;
};

struct rule_texts {
	struct opt_int n_sets;
	struct list texts;
};

#define ROW(type, key_, kind_, name_, member, of_) { name_, kind_, key_, 0, (uint32_t)offsetof(struct type, member), of_ }
static const struct field rule_text_fields[] = { ROW(rule_text, 1, FIELD_INT, "use", use, NULL), ROW(rule_text, 2, FIELD_STR, "key", key, NULL),
	ROW(rule_text, 3, FIELD_STR, "text", text, NULL), ROW(rule_text, 4, FIELD_INT, "set", set, NULL),
	ROW(rule_text, 5, FIELD_STR, "file", file, NULL), ROW(rule_text, 6, FIELD_INT, "line", line, NULL) };
static const struct shape shape_rule_text = { "rule", sizeof(struct rule_text), rule_text_fields, 6 };
static const struct field rule_texts_fields[] = { ROW(rule_texts, 1, FIELD_LIST, "texts", texts, &shape_rule_text),
	ROW(rule_texts, 2, FIELD_INT, "sets", n_sets, NULL) };
static const struct shape shape_rule_texts = { "rules", sizeof(struct rule_texts), rule_texts_fields, 2 };

static void
add_set(struct arena *a, struct rule_texts *all, const struct rules *rules, size_t set, bool with_places)
{
	struct rule_text *x;
	size_t use, i;

	for (use = 0; use < RULE_COUNT && rules != NULL; use++)
		for (i = 0; i < rules[use].n; i++) {
			const struct rule *r = &rules[use].v[i];

			x = list_add(a, &all->texts, sizeof(*x));
			*x = (struct rule_text){ { (int64_t)set, true }, { (int64_t)use, true }, { r->line, with_places }, str_from(r->key), str_from(r->text),
				with_places ? str_from(r->file) : STR_NONE };
		}
}

static void
encode(struct buf *out, const struct rules *const *sets, size_t n, bool with_places)
{
	struct rule_texts all = { .n_sets = { (int64_t)n, true } };
	struct arena a;
	size_t i;

	arena_init(&a, SIZE_MAX, NULL);
	for (i = 0; i < n; i++)
		add_set(&a, &all, sets[i], i, with_places);
	model_encode(out, &all, &shape_rule_texts);
	arena_release(&a);
}

void
rule_sets_encode(struct buf *out, const struct rules *const *sets, size_t n)
{
	encode(out, sets, n, true);
}

void
rules_encode(struct buf *out, const struct rules *rules)
{
	if (rules != NULL)
		encode(out, &rules, 1, false);
}

/* The rules that one text belongs to; NULL: it is none of ours. */
static struct rules *
place_of(const struct rule_sets *sets, const struct rule_text *t)
{
	if (!t->use.is_set || t->use.v < 0 || t->use.v >= RULE_COUNT || !t->set.is_set || t->set.v < 0 || (uint64_t)t->set.v >= sets->n)
		return NULL;
	return &sets->v[t->set.v][t->use.v];
}

static void
make_room(struct arena *a, const struct rule_sets *sets)
{
	size_t i, use;

	for (i = 0; i < sets->n; i++)
		for (use = 0; use < RULE_COUNT; use++) {
			sets->v[i][use].v = arena_zalloc(a, (sets->v[i][use].n + 1) * sizeof(struct rule));
			sets->v[i][use].n = 0;
		}
}

int
rule_sets_decode(struct arena *a, struct str cbor, struct rule_sets *out, struct err *e)
{
	struct rule_texts all = { .texts = { .n = 0 } };
	const struct rule_text *v;
	struct rules *to;
	uint32_t i;

	if (model_decode(a, cbor, &all, &shape_rule_texts, e) != 0)
		return -1;
	if (!all.n_sets.is_set || all.n_sets.v < 1 || all.n_sets.v > RULE_SETS_MAX)
		return err_set(e, ERR_INPUT, "rules in no set, or in too many");
	out->n = (size_t)all.n_sets.v;
	out->v = arena_alloc(a, out->n * sizeof(*out->v));
	for (i = 0; i < out->n; i++)
		out->v[i] = arena_zalloc(a, RULE_COUNT * sizeof(**out->v));
	v = all.texts.v;
	for (i = 0; i < all.texts.n; i++) {
		if (place_of(out, &v[i]) == NULL)
			return err_set(e, ERR_INPUT, "a rule of an unknown use");
		place_of(out, &v[i])->n++;
	}
	make_room(a, out);
	for (i = 0; i < all.texts.n; i++) {
		to = place_of(out, &v[i]);
		to->v[to->n++] = (struct rule){ .key = arena_strdup(a, v[i].key), .text = arena_strdup(a, v[i].text), .file = arena_strdup(a, v[i].file),
			.line = v[i].line.is_set ? (unsigned)v[i].line.v : 0 };
	}
	return 0;
}
