#include "config.h"
#include "parse/item_slices.h"

#include <stdlib.h>

#include "base/hash.h"

#define DEPTH_MAX 8 /* open elements: items stand in the root or in something in it */

struct scan {
	struct arena *a;
	const struct parse_input *in;
	struct str text;
	struct list found; /* struct item_slice */
	uint64_t around[DEPTH_MAX]; /* fingerprints of what is open; [0]: of what holds for the whole document */
	size_t depth;
};

/* ---- fingerprints ---- */

static uint64_t
add_part(uint64_t h, struct str s)
{
	return hash_fast(s, h ^ s.n); /* the length: "a" and "bc" are not "ab" and "c" */
}

/* False: nothing is to be looked for. Without a base the feed's own link decides about its items' addresses. */
static bool
scan_init(struct scan *s, struct arena *a, const struct parse_input *in, struct str doctype, struct str text)
{
	const struct str parts[] = { in->base_url, in->content_location, in->content_language, doctype };
	size_t i;

	*s = (struct scan){ .a = a, .in = in, .text = text };
	s->around[0] = in->settings_hash;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		s->around[0] = add_part(s->around[0], parts[i]);
	return in->base_url.n > 0;
}

static int
by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
add_slice(struct scan *s, size_t start, size_t tag_end, size_t end)
{
	struct item_slice *v = list_add(s->a, &s->found, sizeof(*v));
	int64_t fp = (int64_t)(add_part(s->around[s->depth], (struct str){ s->text.p + start, end - start }) >> 1);

	*v = (struct item_slice){ start, tag_end, end, fp != 0 ? fp : 1, false };
	v->is_known = s->in->n_known > 0 && bsearch(&v->fingerprint, s->in->known, s->in->n_known, sizeof(v->fingerprint), by_value) != NULL;
}

/* The text without what is known, `stand_in` for each; the slices then lie in that. */
static struct str
cut(struct scan *s, struct str stand_in, struct item_slices *out)
{
	struct item_slice *v = s->found.v;
	size_t from = 0, n_cut = 0, end;
	char *left, *to;
	uint32_t i;

	*out = (struct item_slices){ v, s->found.n };
	for (i = 0; i < out->n; i++)
		n_cut += v[i].is_known;
	if (n_cut == 0)
		return s->text;
	for (i = 0, end = s->text.n; i < out->n; i++)
		if (v[i].is_known)
			end -= v[i].end - v[i].start;
	left = to = arena_alloc(s->a, end + n_cut * stand_in.n + 1);
	for (i = 0; i < out->n; i++) {
		end = v[i].end;
		memcpy(to, s->text.p + from, v[i].start - from);
		to += v[i].start - from;
		from = v[i].start;
		v[i].tag_end = (size_t)(to - left) + (v[i].tag_end - v[i].start);
		v[i].start = (size_t)(to - left);
		if (v[i].is_known) {
			memcpy(to, stand_in.p, stand_in.n);
			to += stand_in.n;
		} else {
			memcpy(to, s->text.p + from, end - from);
			to += end - from;
		}
		v[i].end = (size_t)(to - left);
		from = end;
	}
	memcpy(to, s->text.p + from, s->text.n - from);
	to += s->text.n - from;
	return (struct str){ left, (size_t)(to - left) };
}

void
item_slice_recall(struct arena *a, struct document *d, const struct item_slice *slice, unsigned max)
{
	struct article *article;

	if (d->articles.n >= max) {
		d->dropped = (struct opt_int){ d->dropped.v + 1, true };
		return;
	}
	article = list_add(a, &d->articles, sizeof(*article));
	article->raw_hash = (struct opt_int){ slice->fingerprint, true };
	article->is_unchanged = TRI_TRUE;
}

/* ---- XML ---- */

static size_t
behind(struct str text, size_t i, struct str close)
{
	size_t at = str_find(str_skip(text, i), close);

	return at == STR_NPOS ? text.n : i + at + close.n;
}

/* Behind a comment, CDATA section, instruction or declaration that begins at i; i itself when it is a tag. */
static size_t
behind_section(struct str text, size_t i)
{
	struct str rest = str_skip(text, i);

	if (rest.n < 2 || (rest.p[1] != '!' && rest.p[1] != '?'))
		return i;
	if (rest.p[1] == '?')
		return behind(text, i + 2, STR("?>"));
	if (str_starts(rest, STR("<![CDATA[")))
		return behind(text, i + 9, STR("]]>"));
	return str_starts(rest, STR("<!--")) ? behind(text, i + 4, STR("-->")) : behind(text, i + 2, STR(">"));
}

static size_t
next_tag(struct str text, size_t i)
{
	size_t at, end;

	while ((at = str_find_char(str_skip(text, i), '<')) != STR_NPOS) {
		at += i;
		end = behind_section(text, at);
		if (end == at)
			return at;
		i = end;
	}
	return text.n;
}

/* The '>' of the start tag that begins at i, quotes minded; text.n when it has none. */
static size_t
tag_end(struct str text, size_t i)
{
	size_t close;

	for (; i < text.n && text.p[i] != '>'; i++)
		if (text.p[i] == '"' || text.p[i] == '\'') {
			close = str_find_char(str_skip(text, i + 1), text.p[i]);
			if (close == STR_NPOS)
				return text.n;
			i += close + 1;
		}
	return i;
}

static struct str
tag_name(struct str text, size_t i)
{
	size_t start = i;

	while (i < text.n && !ascii_is_space(text.p[i]) && text.p[i] != '>' && text.p[i] != '/')
		i++;
	return (struct str){ text.p + start, i - start };
}

static bool
is_item(struct str name)
{
	name = str_skip(name, str_find_char(name, ':') == STR_NPOS ? 0 : str_find_char(name, ':') + 1);
	return str_is(name, "item") || str_is(name, "entry");
}

/* Behind the end tag of the element of that name whose start tag ends at i; STR_NPOS when it never ends. */
static size_t
behind_element(struct str text, size_t i, struct str name)
{
	size_t level = 1, close, at;
	bool is_end;

	for (;;) {
		i = next_tag(text, i);
		if (i == text.n)
			return STR_NPOS;
		is_end = i + 1 < text.n && text.p[i + 1] == '/';
		at = i + 1 + is_end;
		i = at;
		if (at + name.n >= text.n || memcmp(text.p + at, name.p, name.n) != 0 || tag_name(text, at).n != name.n)
			continue;
		close = tag_end(text, at);
		if (close == text.n)
			return STR_NPOS;
		if (is_end && --level == 0)
			return close + 1;
		if (!is_end && text.p[close - 1] != '/')
			level++;
		i = close + 1;
	}
}

/* An opening tag at i that ends at close: an item, or something around items. Where to go on from. */
static size_t
open_tag(struct scan *s, size_t i, size_t close)
{
	struct str name = tag_name(s->text, i + 1);
	size_t end;

	if (s->text.p[close - 1] == '/')
		return close + 1;
	if (is_item(name) && (s->depth == 1 || s->depth == 2)) {
		end = behind_element(s->text, close + 1, name);
		if (end == STR_NPOS)
			return s->text.n;
		add_slice(s, i, close, end);
		return end;
	}
	if (++s->depth < DEPTH_MAX)
		s->around[s->depth] = add_part(s->around[s->depth - 1], (struct str){ s->text.p + i, close - i });
	return close + 1;
}

struct str
item_slices_xml(struct arena *a, const struct parse_input *in, struct str doctype, struct str text, struct item_slices *out)
{
	struct scan s;
	size_t i, close;

	for (i = scan_init(&s, a, in, doctype, text) ? next_tag(text, 0) : text.n; i < text.n && s.found.n < PARSE_ITEMS_MAX; i = next_tag(text, i)) {
		close = tag_end(text, i + 1);
		if (close == text.n)
			break;
		if (text.p[i + 1] != '/') {
			i = open_tag(&s, i, close);
			continue;
		}
		if (s.depth <= 1) /* what follows the root is another document */
			break;
		s.depth--;
		i = close + 1;
	}
	return cut(&s, STR(""), out);
}

/* ---- JSON ---- */

static size_t
skip_space(struct str text, size_t i)
{
	while (i < text.n && (unsigned char)text.p[i] <= ' ')
		i++;
	return i;
}

/* Behind the string whose opening quotation mark is at i; text.n when it never ends. */
static size_t
behind_string(struct str text, size_t i)
{
	size_t at, back;

	for (i++; (at = str_find_char(str_skip(text, i), '"')) != STR_NPOS; i += at + 1) {
		for (back = 0; back < at && text.p[i + at - back - 1] == '\\'; back++)
			;
		if (back % 2 == 0)
			return i + at + 1;
	}
	return text.n;
}

/* Behind the value at i: at the comma or bracket that follows it, or at text.n. */
static size_t
behind_value(struct str text, size_t i)
{
	size_t depth = 0;

	while (i < text.n) {
		switch (text.p[i]) {
		case '"':
			i = behind_string(text, i);
			continue;
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			if (depth == 0)
				return i;
			depth--;
			break;
		case ',':
			if (depth == 0)
				return i;
			break;
		default:
			break;
		}
		i++;
	}
	return i;
}

/* The elements of the array whose bracket is at i. */
static void
find_elements(struct scan *s, size_t i)
{
	size_t end;

	for (i = skip_space(s->text, i + 1); i < s->text.n && s->text.p[i] != ']' && s->found.n < PARSE_ITEMS_MAX;) {
		end = behind_value(s->text, i);
		if (end == s->text.n)
			return;
		add_slice(s, i, i, end);
		if (s->text.p[end] != ',')
			return;
		i = skip_space(s->text, end + 1);
	}
}

struct str
item_slices_json(struct arena *a, const struct parse_input *in, struct str text, struct item_slices *out)
{
	struct scan s;
	struct str key;
	size_t i, end;

	i = scan_init(&s, a, in, STR_NONE, text) ? skip_space(text, 0) : text.n;
	while (i < text.n && (text.p[i] == '{' || text.p[i] == ',')) {
		i = skip_space(text, i + 1);
		end = i < text.n && text.p[i] == '"' ? behind_string(text, i) : text.n;
		key = (struct str){ text.p + i, end - i };
		if (str_find_char(key, '\\') != STR_NPOS) /* may be "items" as well: the library knows better */
			break;
		i = skip_space(text, end);
		if (i >= text.n || text.p[i] != ':')
			break;
		i = skip_space(text, i + 1);
		if (str_is(key, "\"items\"")) {
			if (i < text.n && text.p[i] == '[')
				find_elements(&s, i);
			break;
		}
		i = behind_value(text, i);
	}
	return cut(&s, STR("null"), out);
}
