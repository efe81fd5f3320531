#include "config.h"
#include "extract/mail_part.h"

#include "parse/charset.h"
#include "parse/repair.h"

struct mail_part
mail_cut(struct str bytes)
{
	size_t i = 0, end;
	struct str line, rest = bytes;

	while (i < MAIL_HEADER_MAX && i < bytes.n) {
		end = str_find_char(rest, '\n');
		line = str_head(rest, end == STR_NPOS ? rest.n : end);
		rest = str_skip(rest, end == STR_NPOS ? rest.n : end + 1);
		if (str_trim(line).n == 0)
			return (struct mail_part){ str_head(bytes, i), rest };
		i = bytes.n - rest.n;
	}
	return (struct mail_part){ str_head(bytes, i), str_skip(bytes, i) };
}

static void
add_unfolded(struct buf *out, struct str line)
{
	line = str_trim(line);
	if (out->n > 0 && line.n > 0)
		buf_add_char(out, ' ');
	buf_add_str(out, line);
}

struct str
mail_field(struct arena *a, const struct mail_part *p, const char *name)
{
	struct str rest = p->header, line, value;
	size_t n = strlen(name);
	bool is_in = false;
	struct buf out;

	buf_init(&out, MAIL_HEADER_MAX);
	while (str_next(&rest, '\n', &line)) {
		bool is_folded = line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');

		if (is_in && !is_folded)
			break;
		if (!is_folded && str_starts_nocase(line, str_from(name)) && line.n > n && line.p[n] == ':') {
			is_in = true;
			add_unfolded(&out, str_skip(line, n + 1));
		} else if (is_in) {
			add_unfolded(&out, line);
		}
	}
	value = out.n > 0 ? arena_str(a, buf_str(&out)) : STR_NONE;
	buf_release(&out);
	return value;
}

struct str
mail_token(struct arena *a, struct str field)
{
	char *out = arena_strdup(a, str_trim(str_head(field, str_find_char(field, ';'))));
	size_t i;

	for (i = 0; out[i] != '\0'; i++)
		out[i] = ascii_lower(out[i]);
	return str_from(out);
}

/* Cuts the next "; name=value" off; semicolons in quotation marks are none. */
static bool
next_parameter(struct str *rest, struct str *piece)
{
	bool is_quoted = false;
	size_t i;

	if (rest->n == 0)
		return false;
	for (i = 0; i < rest->n && (is_quoted || rest->p[i] != ';'); i++)
		if (rest->p[i] == '"')
			is_quoted = !is_quoted;
	*piece = str_trim(str_head(*rest, i));
	*rest = str_skip(*rest, i + 1);
	return true;
}

struct str
mail_parameter(struct arena *a, struct str field, const char *name)
{
	struct str rest = field, piece, value;
	size_t n = strlen(name), eq;

	next_parameter(&rest, &piece); /* the value itself */
	while (next_parameter(&rest, &piece)) {
		eq = str_find_char(piece, '=');
		if (eq == STR_NPOS || str_trim(str_head(piece, eq)).n != n || !str_starts_nocase(piece, str_from(name)))
			continue;
		value = str_trim(str_skip(piece, eq + 1));
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = (struct str){ value.p + 1, value.n - 2 };
		return arena_str(a, value);
	}
	return STR_NONE;
}

/* ---- encodings ---- */

static int
hex(char c)
{
	c = ascii_lower(c);
	return ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 2045, 6.7; in words (RFC 2047, 4.2) an underscore is a space, and there are no line ends. */
static struct str
quoted_printable(struct arena *a, struct str s, bool is_word)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t i, n = 0, end;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '=' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
			out[n++] = (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]));
			i += 2;
		} else if (s.p[i] == '=' && !is_word) { /* a line end that is none, if only blanks follow */
			for (end = i + 1; end < s.n && (s.p[end] == ' ' || s.p[end] == '\t' || s.p[end] == '\r'); end++)
				;
			if (end == s.n || s.p[end] == '\n')
				i = end;
			else
				out[n++] = '=';
		} else {
			out[n++] = is_word && s.p[i] == '_' ? ' ' : s.p[i];
		}
	}
	out[n] = '\0';
	return (struct str){ out, n };
}

static struct str
as_utf8(struct arena *a, struct str bytes, struct str charset)
{
	struct document scratch = { .format = STR_NONE };

	if (bytes.n == 0)
		return STR_NONE;
	return charset_decode(a, bytes, charset.n > 0 ? arena_printf(a, "text/plain; charset=%.*s", STR_ARG(charset)) : STR_NONE, &scratch);
}

/* "=?charset?Q?text?=" at the start of s: its bytes, and how long it is. 0: there is none. */
static size_t
encoded_word(struct arena *a, struct str s, struct str *charset, struct str *bytes)
{
	size_t one, two, end;
	struct str text;
	char kind;

	if (!str_starts(s, STR("=?")))
		return 0;
	one = str_find_char(str_skip(s, 2), '?');
	if (one == STR_NPOS || one == 0)
		return 0;
	two = 2 + one + 2; /* behind "?Q" */
	if (two >= s.n || s.p[two] != '?')
		return 0;
	end = str_find(str_skip(s, two + 1), STR("?="));
	if (end == STR_NPOS)
		return 0;
	kind = ascii_lower(s.p[two - 1]);
	text = str_head(str_skip(s, two + 1), end);
	*charset = str_head(str_skip(s, 2), one);
	*charset = str_head(*charset, str_find_char(*charset, '*')); /* RFC 2231, 5: a language behind it */
	if (kind == 'b')
		*bytes = base64_bytes(a, text);
	else if (kind == 'q')
		*bytes = quoted_printable(a, text, true);
	else
		return 0;
	return two + 1 + end + 2;
}

/* Appends what stood before as UTF-8, and forgets it. */
static void
flush(struct arena *a, struct buf *run, struct str charset, struct buf *out)
{
	buf_add_str(out, as_utf8(a, arena_str(a, buf_str(run)), charset));
	buf_clear(run);
}

struct str
mail_words(struct arena *a, struct str s)
{
	struct str charset = STR_NONE, word_charset, bytes, text;
	bool was_word = false;
	struct buf out, run;
	size_t used, blanks;

	buf_init(&out, 4 * MAIL_HEADER_MAX);
	buf_init(&run, MAIL_HEADER_MAX);
	while (s.n > 0) {
		for (blanks = 0; blanks < s.n && ascii_is_space(s.p[blanks]); blanks++)
			;
		used = encoded_word(a, str_skip(s, blanks), &word_charset, &bytes);
		if (used == 0) {
			if (was_word)
				flush(a, &run, charset, &out);
			was_word = false;
			charset = STR_NONE;
			buf_add(&run, s.p, blanks > 0 ? blanks : 1);
			s = str_skip(s, blanks > 0 ? blanks : 1);
			continue;
		}
		if (!was_word)
			buf_add(&run, s.p, blanks); /* between two words blanks are nothing */
		/* Characters are cut in two between words by some: those of one charset are put together first. */
		if (!was_word || !str_eq_nocase(charset, word_charset))
			flush(a, &run, charset, &out);
		buf_add_str(&run, bytes);
		charset = word_charset;
		was_word = true;
		s = str_skip(s, blanks + used);
	}
	flush(a, &run, charset, &out);
	text = arena_str(a, buf_str(&out));
	buf_release(&run);
	buf_release(&out);
	return text;
}

struct str
mail_text(struct arena *a, const struct mail_part *p)
{
	struct str encoding = mail_token(a, mail_field(a, p, "Content-Transfer-Encoding")), bytes = p->body;

	if (str_is(encoding, "base64"))
		bytes = base64_bytes(a, bytes);
	else if (str_is(encoding, "quoted-printable"))
		bytes = quoted_printable(a, bytes, false);
	return as_utf8(a, bytes, mail_parameter(a, mail_field(a, p, "Content-Type"), "charset"));
}
