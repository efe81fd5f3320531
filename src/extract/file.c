#include "config.h"
#include "extract/file.h"

#include "base/utf8.h"
#include "extract/article_page.h"
#include "extract/draft.h"
#include "extract/forms.h"
#include "parse/charset.h"
#include "parse/parse.h"

#define PROSE_MAX (1U << 20) /* bytes of a text to be read: no more than this is published of any article */

struct form {
	const char *ending, *format;
	int (*read)(struct draft *w, struct str text, struct err *e); /* NULL: a page */
};

static const struct form forms[] = {
	{ ".txt", "text", text_file_read },
	{ ".md", "markdown", markdown_file_read },
	{ ".markdown", "markdown", markdown_file_read },
	{ ".html", "html-file", NULL },
	{ ".htm", "html-file", NULL },
};

static const struct form *
find_form(struct str name)
{
	struct str ending;
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		ending = str_from(forms[i].ending);
		if (name.n >= ending.n && str_eq_nocase(str_skip(name, name.n - ending.n), ending))
			return &forms[i];
	}
	return NULL;
}

int
extract_file(struct arena *a, struct str name, struct str bytes, struct document *out, struct err *e)
{
	const struct form *form = find_form(name);
	struct str text;
	struct draft w;
	int rc;

	if (form == NULL)
		return err_set(e, ERR_INPUT, "%.*s: neither .txt nor .md nor .html", STR_ARG(name));
	if (form->read == NULL) {
		rc = extract_article(a, &(struct page_input){ .bytes = bytes }, out, e);
		out->format = str_from(form->format);
		return rc;
	}
	out->format = str_from(form->format);
	draft_init(&w, a, out, bytes.n);
	text = charset_decode(a, bytes, STR_NONE, out);
	if (text.n > PROSE_MAX) {
		parse_problem(a, out, "truncated", 0, "%zu bytes of text, the first %u are read", text.n, PROSE_MAX);
		text = utf8_head(text, PROSE_MAX);
	}
	rc = form->read(&w, text, e);
	if (rc == 0)
		rc = draft_finish(&w, e);
	draft_release(&w);
	if (out->wellformed == TRI_NONE)
		out->wellformed = TRI_TRUE;
	return rc;
}
