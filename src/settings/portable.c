#include "config.h"
#include "settings/portable.h"

/* Not where a list may come from elsewhere: what reaches into this machine, and what would give secrets away. */
static bool
is_portable(struct str key)
{
	static const char *const bound[] = { "url", "path", "command", "filter", "user", "headers", "username", "password-file", "proxy", "cookies",
		"allow-private" };
	size_t i;

	for (i = 0; i < sizeof(bound) / sizeof(bound[0]); i++)
		if (str_is(key, bound[i]))
			return false;
	return true;
}

void
portable_apply(struct loader *ld, const struct conf_section *in, struct source *target)
{
	const struct conf_pair *pair;

	for (pair = in->pairs; pair != NULL; pair = pair->next)
		if (!is_portable(pair->key)) {
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s cannot stand in a subscription list", pair->key.p);
			return;
		}
	keys_apply(ld, in, IN_SOURCE, target);
}

void
portable_quote(struct buf *out, struct str s)
{
	size_t i;

	buf_add_char(out, '"');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\' || s.p[i] == '$')
			buf_add_char(out, '\\');
		if (s.p[i] == '\n' || s.p[i] == '\t')
			buf_add_c(out, s.p[i] == '\n' ? "\\n" : "\\t");
		else
			buf_add_char(out, s.p[i]);
	}
	buf_add_char(out, '"');
}

/* But for what came from the environment. */
static void
add_pair(struct buf *out, const struct conf_pair *pair)
{
	const struct conf_value *v;

	for (v = pair->values; v != NULL; v = v->next)
		if (v->is_expanded || v->is_broken)
			return;
	buf_printf(out, "%s%s = ", out->n > 0 ? "  " : "", pair->key.p);
	if (pair->is_list)
		buf_add_char(out, '{');
	for (v = pair->values; v != NULL; v = v->next) {
		portable_quote(out, v->text);
		if (v->next != NULL)
			buf_add_c(out, ", ");
	}
	if (pair->is_list)
		buf_add_char(out, '}');
}

char *
portable_text(struct loader *ld, const struct conf_section *in)
{
	const struct conf_pair *pair;
	char *text = NULL;
	struct buf b;

	buf_init(&b, 64 << 10);
	for (pair = in->pairs; pair != NULL; pair = pair->next)
		if (is_portable(pair->key))
			add_pair(&b, pair);
	if (b.n > 0 && !b.is_full)
		text = arena_strdup(ld->strings, buf_str(&b));
	buf_release(&b);
	return text;
}
