#include "config.h"
#include "extract/mail.h"

#include "base/url.h"
#include "extract/mail_part.h"
#include "parse/date.h"

struct found {
	struct arena *a;
	struct str html, plain;
	unsigned n_parts;
};

static bool
is_attachment(struct arena *a, const struct mail_part *p)
{
	return str_is(mail_token(a, mail_field(a, p, "Content-Disposition")), "attachment");
}

/* The line that is the delimiter, at or behind from; RFC 2046, 5.1.1. */
static size_t
find_delimiter(struct str body, size_t from, struct str delimiter)
{
	struct str rest = str_skip(body, from);
	size_t at;

	while (rest.n > 0 && (at = str_find(rest, delimiter)) != STR_NPOS) {
		size_t i = (size_t)(rest.p - body.p) + at;

		if (i == 0 || body.p[i - 1] == '\n')
			return i;
		rest = str_skip(rest, at + delimiter.n);
	}
	return STR_NPOS;
}

static void look(struct found *f, struct str bytes, unsigned depth);

static void
look_at_parts(struct found *f, struct str body, struct str boundary, unsigned depth)
{
	struct str delimiter = arena_printf(f->a, "--%.*s", STR_ARG(boundary)), rest;
	size_t at = find_delimiter(body, 0, delimiter), end, line;

	while (at != STR_NPOS) {
		rest = str_skip(body, at + delimiter.n);
		if (str_starts(rest, STR("--"))) /* the last one */
			return;
		line = str_find_char(rest, '\n');
		if (line == STR_NPOS)
			return;
		rest = str_skip(rest, line + 1);
		end = find_delimiter(body, body.n - rest.n, delimiter);
		look(f, end == STR_NPOS ? rest : str_head(rest, end - (body.n - rest.n)), depth + 1);
		at = end;
	}
}

/* As deep as MAIL_DEPTH_MAX. */
static void
look(struct found *f, struct str bytes, unsigned depth)
{
	struct mail_part p = mail_cut(bytes);
	struct str type = mail_field(f->a, &p, "Content-Type"), token = mail_token(f->a, type);

	if (++f->n_parts > MAIL_PARTS_MAX || depth > MAIL_DEPTH_MAX || is_attachment(f->a, &p))
		return;
	if (str_starts(token, STR("multipart/"))) {
		struct str boundary = mail_parameter(f->a, type, "boundary");

		if (boundary.n > 0)
			look_at_parts(f, p.body, boundary, depth);
	} else if (str_is(token, "text/html")) {
		if (f->html.n == 0)
			f->html = mail_text(f->a, &p);
	} else if ((token.n == 0 || str_is(token, "text/plain")) && f->plain.n == 0) {
		f->plain = mail_text(f->a, &p);
	}
}

/* "Name <address>": the display name may be of encoded words (RFC 2047, 5). */
static void
add_sender(struct arena *a, struct article *to, struct str from)
{
	struct str text = mail_words(a, from), name = STR_NONE, email = STR_NONE;
	size_t open = str_find_char(text, '<'), close;
	struct person *p;

	if (open != STR_NPOS) {
		close = str_find_char(str_skip(text, open), '>');
		name = str_trim(str_head(text, open));
		email = str_head(str_skip(text, open + 1), close == STR_NPOS ? SIZE_MAX : close - 1);
	} else if (str_find_char(text, '@') != STR_NPOS) {
		email = str_trim(text);
	} else {
		name = str_trim(text);
	}
	if (name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		name = (struct str){ name.p + 1, name.n - 2 };
	if (name.n + email.n == 0)
		return;
	p = list_add(a, &to->authors, sizeof(*p));
	p->name = name;
	p->email = email;
}

/* RFC 5322, 3.6.4 and RFC 5064: in angle brackets. */
static struct str
bracketed(struct str s)
{
	size_t open = str_find_char(s, '<'), close = str_find_char(s, '>');

	if (open == STR_NPOS || close == STR_NPOS || close < open)
		return str_trim(s);
	return (struct str){ s.p + open + 1, close - open - 1 };
}

int
extract_mail(struct arena *a, struct str bytes, struct document *out, struct err *e)
{
	struct mail_part mail = mail_cut(bytes);
	struct found f = { .a = a };
	struct str subject = mail_words(a, mail_field(a, &mail, "Subject")), archived;
	struct article *to;
	int64_t unix_s;

	look(&f, bytes, 0);
	if (subject.n == 0 && str_trim(f.html).n == 0 && str_trim(f.plain).n == 0)
		return err_set(e, ERR_INPUT, "no mail: neither a subject nor a text");
	out->format = STR("mail");
	to = list_add(a, &out->articles, sizeof(*to));
	to->title = (struct text){ .raw = subject, .kind = TEXT_PLAIN };
	to->id = bracketed(mail_words(a, mail_field(a, &mail, "Message-ID")));
	to->id_is_permalink = TRI_FALSE;
	archived = bracketed(mail_words(a, mail_field(a, &mail, "Archived-At")));
	if (url_is_http(archived))
		to->url = archived;
	add_sender(a, to, mail_field(a, &mail, "From"));
	if (date_parse(mail_field(a, &mail, "Date"), &unix_s)) {
		to->published = (struct opt_int){ unix_s, true };
		to->date_from = STR("feed");
	}
	if (str_trim(f.html).n > 0)
		to->body = (struct text){ .raw = f.html, .kind = TEXT_HTML };
	else
		to->body = (struct text){ .raw = f.plain, .kind = TEXT_PLAIN };
	return 0;
}
