#include "config.h"
#include "model/rule.h"

#include "model/document.h"

struct rule_text {
	struct opt_int use;
	struct str key, text;
};

struct rule_texts {
	struct list texts;
};

#define ROW(type, key_, kind_, name_, member, of_) { name_, kind_, key_, 0, (uint32_t)offsetof(struct type, member), of_ }
static const struct field rule_text_fields[] = { ROW(rule_text, 1, FIELD_INT, "use", use, NULL), ROW(rule_text, 2, FIELD_STR, "key", key, NULL),
	ROW(rule_text, 3, FIELD_STR, "text", text, NULL) };
static const struct shape shape_rule_text = { "rule", sizeof(struct rule_text), rule_text_fields, 3 };
static const struct field rule_texts_fields[] = { ROW(rule_texts, 1, FIELD_LIST, "texts", texts, &shape_rule_text) };
static const struct shape shape_rule_texts = { "rules", sizeof(struct rule_texts), rule_texts_fields, 1 };

void
rules_encode(struct buf *out, const struct rules *rules)
{
	struct rule_texts all = { .texts = { .n = 0 } };
	struct arena a;
	size_t use, i;

	arena_init(&a, SIZE_MAX, NULL);
	for (use = 0; use < RULE_COUNT; use++)
		for (i = 0; i < rules[use].n; i++) {
			struct rule_text *x = list_add(&a, &all.texts, sizeof(*x));

			*x = (struct rule_text){ { (int64_t)use, true }, str_from(rules[use].v[i].key), str_from(rules[use].v[i].text) };
		}
	model_encode(out, &all, &shape_rule_texts);
	arena_release(&a);
}

int
rules_decode(struct arena *a, struct str cbor, struct rules rules[RULE_COUNT], struct err *e)
{
	struct rule_texts all = { .texts = { .n = 0 } };
	const struct rule_text *v;
	struct rule *to;
	uint32_t i;

	memset(rules, 0, RULE_COUNT * sizeof(*rules));
	if (model_decode(a, cbor, &all, &shape_rule_texts, e) != 0)
		return -1;
	v = all.texts.v;
	for (i = 0; i < all.texts.n; i++) {
		if (!v[i].use.is_set || v[i].use.v < 0 || v[i].use.v >= RULE_COUNT)
			return err_set(e, ERR_INPUT, "a rule of an unknown use");
		rules[v[i].use.v].n++;
	}
	for (i = 0; i < RULE_COUNT; i++) {
		rules[i].v = arena_zalloc(a, (rules[i].n + 1) * sizeof(*rules[i].v));
		rules[i].n = 0;
	}
	for (i = 0; i < all.texts.n; i++) {
		to = &rules[v[i].use.v].v[rules[v[i].use.v].n++];
		to->key = arena_strdup(a, v[i].key);
		to->text = arena_strdup(a, v[i].text);
		to->file = "";
	}
	return 0;
}
