#include "config.h"
#include "normalise/html_token.h"

#include "base/utf8.h"
#include "parse/entities.h"

struct str
html_decode(struct arena *a, struct str text)
{
	char *out, *to;
	uint32_t c;
	size_t i, used;

	if (str_find_char(text, '&') == STR_NPOS)
		return text;
	out = to = arena_alloc(a, text.n + 4);
	for (i = 0; i < text.n;) {
		used = text.p[i] == '&' ? entity_decode(str_skip(text, i), &c) : 0;
		if (used == 0) {
			*to++ = text.p[i++];
			continue;
		}
		if (c >= 0x20 || c == '\n' || c == '\t' || c == '\r') /* no reference is shorter than its character */
			to += utf8_put(c, to);
		i += used;
	}
	return (struct str){ out, (size_t)(to - out) };
}

struct str
html_attribute_value(const struct html_token *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->n_attributes; i++)
		if (str_is_nocase(t->attributes[i].name, name))
			return t->attributes[i].value;
	return STR_NONE;
}

static bool
is_named(struct str rest, struct str name)
{
	return str_starts_nocase(rest, name) &&
	       (rest.n == name.n || ascii_is_space(rest.p[name.n]) || rest.p[name.n] == '>' || rest.p[name.n] == '/');
}

bool
html_behind_raw(struct str html, size_t *i, struct str name)
{
	size_t at = *i, hit;

	while ((hit = str_find(str_skip(html, at), STR("</"))) != STR_NPOS) {
		at += hit + 2;
		if (!is_named(str_skip(html, at), name))
			continue;
		hit = str_find_char(str_skip(html, at), '>');
		*i = hit == STR_NPOS ? html.n : at + hit + 1;
		return true;
	}
	return false;
}

bool
html_is_closed_at_once(struct str html, size_t i, const struct html_token *t)
{
	size_t hit;

	if (!t->is_self_closing)
		return false;
	while ((hit = str_find_char(str_skip(html, i), '<')) != STR_NPOS) {
		i += hit + 1;
		if (i < html.n && html.p[i] == '/' && is_named(str_skip(html, i + 1), t->name))
			return false;
		if (is_named(str_skip(html, i), t->name))
			return true;
	}
	return true;
}

size_t
html_skip_raw(struct str html, size_t i, const struct html_token *t)
{
	if (html_is_closed_at_once(html, i, t) || html_behind_raw(html, &i, t->name))
		return i;
	return html.n;
}

static size_t
skip_space(struct str html, size_t i)
{
	while (i < html.n && ascii_is_space(html.p[i]))
		i++;
	return i;
}

static size_t
read_value(struct arena *a, struct str html, size_t i, struct str *value)
{
	size_t start, end;
	char quote;

	if (i < html.n && (html.p[i] == '"' || html.p[i] == '\'')) {
		quote = html.p[i++];
		end = str_find_char(str_skip(html, i), quote);
		start = i;
		i = end == STR_NPOS ? html.n : i + end;
		*value = html_decode(a, (struct str){ html.p + start, i - start });
		return i < html.n ? i + 1 : i;
	}
	for (start = i; i < html.n && !ascii_is_space(html.p[i]) && html.p[i] != '>'; i++)
		;
	*value = html_decode(a, (struct str){ html.p + start, i - start });
	return i;
}

/* A tag whose name starts at i. One that never ends loses its name. */
static size_t
read_tag(struct arena *a, struct str html, size_t i, struct html_token *t)
{
	struct html_attribute *at;
	size_t start = i;

	while (i < html.n && !ascii_is_space(html.p[i]) && html.p[i] != '>' && html.p[i] != '/')
		i++;
	t->name = (struct str){ html.p + start, i - start };
	t->n_attributes = 0;
	t->is_self_closing = false;
	for (;;) {
		i = skip_space(html, i);
		if (i >= html.n) {
			t->name = STR_NONE;
			return html.n;
		}
		if (html.p[i] == '>')
			return i + 1;
		if (html.p[i] == '/') {
			t->is_self_closing = i + 1 < html.n && html.p[i + 1] == '>';
			i++;
			continue;
		}
		start = i++; /* HTML lets a name begin with '=' */
		while (i < html.n && !ascii_is_space(html.p[i]) && strchr("=>/", html.p[i]) == NULL)
			i++;
		at = &t->attributes[t->n_attributes < HTML_ATTRIBUTES_MAX ? t->n_attributes++ : HTML_ATTRIBUTES_MAX - 1];
		*at = (struct html_attribute){ .name = { html.p + start, i - start } };
		i = skip_space(html, i);
		if (i < html.n && html.p[i] == '=')
			i = read_value(a, html, skip_space(html, i + 1), &at->value);
	}
}

/* Behind the end of a comment whose text starts at i: "-->", or "--!>" as HTML 13.2.5.52 takes it. */
static size_t
behind_comment(struct str html, size_t i)
{
	size_t hit;

	while ((hit = str_find(str_skip(html, i), STR("--"))) != STR_NPOS) {
		i += hit + 2;
		if (i < html.n && html.p[i] == '>')
			return i + 1;
		if (i + 1 < html.n && html.p[i] == '!' && html.p[i + 1] == '>')
			return i + 2;
		i--; /* "--->" ends one too */
	}
	return html.n;
}

/* Behind a comment, doctype, CDATA section or instruction at i; i itself when it is none. */
static size_t
behind_nothing(struct str html, size_t i)
{
	struct str rest = str_skip(html, i);
	size_t end;

	if (str_starts(rest, STR("<!--"))) {
		if (str_starts(rest, STR("<!-->")))
			return i + 5;
		if (str_starts(rest, STR("<!--->")))
			return i + 6;
		return behind_comment(html, i + 4);
	}
	if (str_starts(rest, STR("<!")) || str_starts(rest, STR("<?")) || (str_starts(rest, STR("</")) && rest.n > 2 && !ascii_is_alpha(rest.p[2]))) {
		end = str_find_char(rest, '>');
		return end == STR_NPOS ? html.n : i + end + 1;
	}
	return i;
}

void
html_next(struct arena *a, struct str html, size_t *i, struct html_token *t)
{
	size_t start = *i, at, behind;
	const char *hit;

	while (*i < html.n) {
		hit = memchr(html.p + *i, '<', html.n - *i);
		at = hit != NULL ? (size_t)(hit - html.p) : html.n;
		if (at < html.n && at + 1 < html.n) {
			behind = behind_nothing(html, at);
			if (behind == at && !ascii_is_alpha(html.p[at + 1]) && html.p[at + 1] != '/') {
				*i = at + 1; /* a '<' that is text */
				continue;
			}
			if (behind > at && at == start) {
				start = *i = behind;
				continue;
			}
		} else if (at < html.n) {
			at = html.n;
		}
		if (at > start) {
			*i = at;
			t->kind = HTML_TEXT;
			t->text = (struct str){ html.p + start, at - start };
			return;
		}
		t->kind = html.p[at + 1] == '/' ? HTML_CLOSE : HTML_OPEN;
		*i = read_tag(a, html, at + (t->kind == HTML_CLOSE ? 2 : 1), t);
		if (t->name.n == 0)
			t->kind = HTML_END;
		return;
	}
	t->kind = HTML_END;
	if (*i > start) { /* only '<' that are text were left */
		t->kind = HTML_TEXT;
		t->text = (struct str){ html.p + start, *i - start };
	}
}
