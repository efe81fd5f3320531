#include "config.h"
#include "compose/rewrite.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/regex.h"
#include "base/url.h"
#include "normalise/sanitise.h"

enum action { ACTION_SET = 0, ACTION_REPLACE, ACTION_STRIP };

#define LITERAL VIEW_FIELDS /* a piece of a template that is no reference */

/* "[{source}] {title}": literal texts and references in turn. */
struct piece {
	enum view_field field;
	char *text;
};

struct rewrite {
	enum action action;
	enum view_field field;
	struct piece *pieces; /* set */
	size_t n_pieces, piece_room;
	struct regex *regex;  /* replace, strip */
	char *with;           /* replace */
	struct filter *condition; /* NULL: always */
};

/* ---- reading ---- */

static bool
is_settable(enum view_field field)
{
	static const enum view_field fields[] = { VIEW_TITLE, VIEW_SUMMARY, VIEW_CONTENT, VIEW_AUTHOR, VIEW_TAG, VIEW_LINK, VIEW_LANGUAGE,
		VIEW_IMAGE };
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (fields[i] == field)
			return true;
	return false;
}

static void
add_piece(struct rewrite *w, enum view_field field, struct str text)
{
	if (field == LITERAL && text.n == 0)
		return;
	w->pieces = mem_grow(w->pieces, w->n_pieces, &w->piece_room, sizeof(*w->pieces));
	w->pieces[w->n_pieces++] = (struct piece){ field, mem_strndup(text) };
}

static const struct view_name *
find_reference(struct str name)
{
	size_t i;

	for (i = 0; i < view_names_n; i++)
		if (view_names[i].type == VIEW_TEXT && str_is_nocase(name, view_names[i].name))
			return &view_names[i];
	return NULL;
}

static int
read_template(struct filter_reader *r, struct rewrite *w)
{
	const struct view_name *name;
	struct str rest = r->token.text, inside;
	size_t open, close;

	if (r->token.kind != FILTER_STRING)
		return filter_reader_fail(r, r->token.at, "a 'text' should stand here, with {title} and the like for what is there");
	while ((open = str_find_char(rest, '{')) != STR_NPOS) {
		add_piece(w, LITERAL, str_head(rest, open));
		rest = str_skip(rest, open + 1);
		if (rest.n > 0 && rest.p[0] == '{') { /* {{ is a brace */
			add_piece(w, LITERAL, str_head(rest, 1));
			rest = str_skip(rest, 1);
			continue;
		}
		close = str_find_char(rest, '}');
		if (close == STR_NPOS)
			return filter_reader_fail(r, r->token.at, "a { without its } (a brace alone is {{)");
		inside = str_head(rest, close);
		name = find_reference(inside);
		if (name == NULL)
			return filter_reader_fail(r, r->token.at, "{%.*s} is no field that is a text", STR_ARG(str_head(inside, 64)));
		add_piece(w, name->field, STR_NONE);
		rest = str_skip(rest, close + 1);
	}
	add_piece(w, LITERAL, rest);
	return filter_reader_next(r);
}

static int
read_search(struct filter_reader *r, struct rewrite *w)
{
	size_t offset = 0;
	struct err why;

	if (r->token.kind != FILTER_PATTERN)
		return filter_reader_fail(r, r->token.at, "a /pattern/ should stand here");
	w->regex = regex_new(r->token.text, r->token.any_case, &offset, &why);
	if (w->regex == NULL)
		return filter_reader_fail(r, r->token.at + 1 + offset, "%s", why.text);
	if (filter_reader_next(r) != 0)
		return -1;
	if (w->action == ACTION_STRIP) {
		w->with = mem_strdup("");
		return 0;
	}
	if (r->token.kind != FILTER_STRING)
		return filter_reader_fail(r, r->token.at, "a 'text' should stand here, with $1 and the like for groups of the pattern");
	if (regex_check_template(r->token.text, regex_groups(w->regex), &offset, &why) != 0)
		return filter_reader_fail(r, r->token.at + 1 + offset, "%s", why.text);
	w->with = mem_strndup(r->token.text);
	return filter_reader_next(r);
}

static int
read_action(struct filter_reader *r, enum action *out)
{
	static const char *const words[] = { [ACTION_SET] = "set", [ACTION_REPLACE] = "replace", [ACTION_STRIP] = "strip" };
	int i;

	for (i = ACTION_SET; i <= ACTION_STRIP; i++)
		if (filter_reader_is(r, words[i])) {
			*out = (enum action)i;
			return filter_reader_next(r);
		}
	return filter_reader_fail(r, r->token.at, "set, replace or strip should stand here");
}

static int
read_all(struct filter_reader *r, struct rewrite *w)
{
	size_t at;
	const struct view_name *field;

	if (read_action(r, &w->action) != 0)
		return -1;
	at = r->token.at;
	field = filter_reader_field(r);
	if (field == NULL)
		return -1;
	if (!is_settable(field->field))
		return filter_reader_fail(r, at, "%s cannot be changed (title, summary, content, author, tag, link, language and image can)",
		    field->name);
	w->field = field->field;
	if (w->action == ACTION_SET) {
		if (!filter_reader_is(r, "="))
			return filter_reader_fail(r, r->token.at, "an = should stand here");
		if (filter_reader_next(r) != 0 || read_template(r, w) != 0)
			return -1;
	} else if (read_search(r, w) != 0) {
		return -1;
	}
	if (r->token.kind == FILTER_END)
		return 0;
	if (!filter_reader_is(r, "if"))
		return filter_reader_fail(r, r->token.at, "if or the end should stand here");
	if (filter_reader_next(r) != 0)
		return -1;
	w->condition = filter_reader_condition(r);
	return w->condition != NULL ? 0 : -1;
}

struct rewrite *
rewrite_new(struct str text, size_t *at, struct err *e)
{
	struct rewrite *w = mem_zalloc(sizeof(*w));
	struct filter_reader r;
	struct arena a;
	int rc;

	arena_init(&a, 1 << 20, NULL);
	rc = filter_reader_init(&r, text, &a, at, e);
	if (rc == 0)
		rc = read_all(&r, w);
	arena_release(&a);
	if (rc == 0)
		return w;
	rewrite_free(w);
	return NULL;
}

void
rewrite_free(struct rewrite *w)
{
	size_t i;

	if (w == NULL)
		return;
	for (i = 0; i < w->n_pieces; i++)
		free(w->pieces[i].text);
	free(w->pieces);
	regex_free(w->regex);
	free(w->with);
	filter_free(w->condition);
	free(w);
}

bool
rewrite_has_age(const struct rewrite *w)
{
	return w->condition != NULL && filter_has_age(w->condition);
}

/* ---- what is there, and what is put there ---- */

static void
escape(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '<')
			buf_add_c(out, "&lt;");
		else if (s.p[i] == '&')
			buf_add_c(out, "&amp;");
		else
			buf_add_char(out, s.p[i]);
}

/* A reference in HTML: what has HTML of its own brings that. */
static void
add_as_html(struct view *v, enum view_field field, struct str plain, struct buf *out)
{
	const struct article *a = &v->entry->article;
	struct str html = field == VIEW_CONTENT ? a->content_html : field == VIEW_SUMMARY ? a->summary.html : STR_NONE;

	if (html.n > 0)
		buf_add_str(out, html);
	else
		escape(out, plain);
}

static void
expand(const struct rewrite *w, struct view *v, struct buf *out)
{
	bool is_html = w->field == VIEW_CONTENT;
	size_t i, k;

	for (i = 0; i < w->n_pieces; i++) {
		struct view_texts t;

		if (w->pieces[i].field == LITERAL) {
			buf_add_c(out, w->pieces[i].text);
			continue;
		}
		t = view_texts(v, w->pieces[i].field);
		for (k = 0; k < t.n; k++) {
			if (k > 0)
				buf_add_c(out, ", ");
			if (is_html)
				add_as_html(v, w->pieces[i].field, t.v[k], out);
			else
				buf_add_str(out, t.v[k]);
		}
	}
}

static void
put_content(struct view *v, struct str s, bool is_html)
{
	struct article *a = &v->entry->article;
	struct buf clean;

	a->content_html = a->content_text = STR_NONE;
	if (!is_html) {
		a->content_text = s;
		return;
	}
	buf_init(&clean, SANITISE_OUT_MAX);
	sanitise_html(v->a, s, NULL, SANITISE_BODY, &clean);
	a->content_html = arena_str(v->a, buf_str(&clean));
	buf_release(&clean);
}

static void
put_one(struct view *v, enum view_field field, struct str s)
{
	struct article *a = &v->entry->article;
	bool is_address = url_is_http(s) && s.n <= URL_MAX;

	if (field == VIEW_TITLE)
		a->title = (struct text){ .plain = s, .kind = TEXT_PLAIN };
	else if (field == VIEW_SUMMARY)
		a->summary = (struct text){ .plain = s, .kind = TEXT_PLAIN };
	else if (field == VIEW_LANGUAGE)
		a->language = s;
	else if (field == VIEW_LINK && is_address)
		a->url = s;
	else if (field == VIEW_IMAGE && (is_address || s.n == 0))
		a->image = s;
}

static void
put_list(struct view *v, enum view_field field, const struct str *s, size_t n)
{
	struct article *a = &v->entry->article;
	struct list *l = field == VIEW_AUTHOR ? &a->authors : &a->categories;
	size_t i;

	*l = (struct list){ .n = 0 };
	for (i = 0; i < n; i++) {
		if (s[i].n == 0)
			continue;
		if (field == VIEW_AUTHOR)
			((struct person *)list_add(v->a, l, sizeof(struct person)))->name = s[i];
		else
			((struct category *)list_add(v->a, l, sizeof(struct category)))->term = s[i];
	}
}

static bool
set(const struct rewrite *w, struct view *v, struct buf *b)
{
	struct str s;

	expand(w, v, b);
	if (b->is_full)
		return false;
	s = arena_str(v->a, buf_str(b));
	if (w->field == VIEW_CONTENT)
		put_content(v, s, true);
	else if (w->field == VIEW_AUTHOR || w->field == VIEW_TAG)
		put_list(v, w->field, &s, 1);
	else
		put_one(v, w->field, str_trim(s));
	return true;
}

/* True and *s replaced, when the pattern is found. */
static bool
search(const struct rewrite *w, struct view *v, struct str *s, struct buf *b, uint64_t *n_limits)
{
	enum regex_result rc;

	buf_clear(b);
	rc = regex_replace(w->regex, *s, str_from(w->with), b);
	if (rc == REGEX_LIMIT && n_limits != NULL)
		++*n_limits;
	if (rc == REGEX_NO || b->is_full || str_eq(*s, buf_str(b)))
		return false;
	*s = arena_str(v->a, buf_str(b));
	return true;
}

/* Of authors and tags: those that become empty are gone. */
static bool
replace_in_list(const struct rewrite *w, struct view *v, struct buf *b, uint64_t *n_limits)
{
	struct article *a = &v->entry->article;
	struct list *l = w->field == VIEW_AUTHOR ? &a->authors : &a->categories;
	struct str *names = arena_alloc(v->a, (l->n + 1) * sizeof(*names));
	bool is_changed = false;
	uint32_t i;

	for (i = 0; i < l->n; i++) {
		names[i] = w->field == VIEW_AUTHOR ? ((struct person *)l->v)[i].name : ((struct category *)l->v)[i].term;
		is_changed = search(w, v, &names[i], b, n_limits) || is_changed;
	}
	if (is_changed)
		put_list(v, w->field, names, l->n);
	return is_changed;
}

static bool
replace(const struct rewrite *w, struct view *v, struct buf *b, uint64_t *n_limits)
{
	struct article *a = &v->entry->article;
	bool is_html = w->field == VIEW_CONTENT && a->content_html.n > 0;
	struct view_texts t;
	struct str s;

	if (w->field == VIEW_AUTHOR || w->field == VIEW_TAG)
		return replace_in_list(w, v, b, n_limits);
	t = view_texts(v, w->field);
	if (t.n == 0)
		return false;
	s = is_html ? a->content_html : t.v[0];
	if (!search(w, v, &s, b, n_limits))
		return false;
	if (w->field == VIEW_CONTENT)
		put_content(v, s, is_html);
	else
		put_one(v, w->field, str_trim(s));
	return true;
}

bool
rewrite_apply(const struct rewrite *w, struct view *v, uint64_t *n_limits)
{
	bool is_changed;
	struct buf b;

	if (w->condition != NULL && !filter_test(w->condition, v, n_limits))
		return false;
	buf_init(&b, REWRITE_VALUE_MAX);
	is_changed = w->action == ACTION_SET ? set(w, v, &b) : replace(w, v, &b, n_limits);
	buf_release(&b);
	if (is_changed)
		view_forget(v);
	return is_changed;
}
