#include "config.h"
#include "parse/person.h"

static bool
is_email(struct str s)
{
	size_t at = str_find_char(s, '@'), i;

	if (at == STR_NPOS || at == 0 || at + 3 > s.n || str_find_char(str_skip(s, at + 1), '.') == STR_NPOS)
		return false;
	for (i = 0; i < s.n; i++)
		if (ascii_is_space(s.p[i]) || strchr("<>()[],;\"", s.p[i]) != NULL)
			return false;
	return str_find_char(str_skip(s, at + 1), '@') == STR_NPOS;
}

static struct str
unwrapped(struct str s)
{
	for (s = str_trim(s); s.n >= 2; s = str_trim((struct str){ s.p + 1, s.n - 2 })) {
		char a = s.p[0], b = s.p[s.n - 1];

		if (!((a == '(' && b == ')') || (a == '"' && b == '"') || (a == '\'' && b == '\'')))
			break;
	}
	return s;
}

/* Tags away, white space to single spaces. */
static struct str
flat(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1), *to = out;
	bool in_tag = false, wants_space = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '<' && str_find_char(str_skip(s, i), '@') == STR_NPOS) {
			in_tag = true;
			wants_space = true;
		} else if (in_tag) {
			in_tag = c != '>';
		} else if (ascii_is_space(c)) {
			wants_space = true;
		} else {
			if (wants_space && to > out)
				*to++ = ' ';
			wants_space = false;
			*to++ = c;
		}
	}
	return (struct str){ out, (size_t)(to - out) };
}

static struct str
without_mailto(struct str s)
{
	s = str_trim(s);
	return str_starts_nocase(s, STR("mailto:")) ? str_skip(s, 7) : s;
}

/* The two halves of "outer OPEN inner CLOSE". */
static bool
split(struct str s, char open, char close, struct str *outer, struct str *inner)
{
	size_t i = str_find_char(s, open), end;

	if (i == STR_NPOS)
		return false;
	end = str_find_char(str_skip(s, i + 1), close);
	if (end == STR_NPOS || str_trim(str_skip(s, i + 1 + end + 1)).n > 0)
		return false;
	*outer = str_trim(str_head(s, i));
	*inner = str_trim(str_head(str_skip(s, i + 1), end));
	return true;
}

bool
person_parse(struct arena *a, struct str s, struct person *p)
{
	static const char pairs[][2] = { { '(', ')' }, { '<', '>' }, { '[', ']' } };
	struct str outer, inner;
	size_t i;

	*p = (struct person){ 0 };
	s = str_trim(flat(a, s));
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (!split(s, pairs[i][0], pairs[i][1], &outer, &inner))
			continue;
		if (is_email(without_mailto(inner))) {
			p->email = without_mailto(inner);
			p->name = unwrapped(outer);
			return true;
		}
		if (is_email(without_mailto(outer))) {
			p->email = without_mailto(outer);
			p->name = unwrapped(inner);
			return true;
		}
	}
	s = unwrapped(s);
	if (is_email(without_mailto(s)))
		p->email = without_mailto(s);
	else
		p->name = s;
	return p->name.n > 0 || p->email.n > 0;
}
