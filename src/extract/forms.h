/* The forms of article files. Each fills a draft from UTF-8 text without NUL: 0, or -1 with *e set. */
#ifndef EXTRACT_FORMS_H
#define EXTRACT_FORMS_H

#include "extract/draft.h"

/*
 * Plain text: an optional slogan, the headline, facts ("Published: …"), a
 * caption with its credit in parentheses, paragraphs with blank lines between.
 */
int text_file_read(struct draft *w, struct str text, struct err *e);

/* Markdown with optional front matter (YAML between ---, TOML between +++). */
int markdown_file_read(struct draft *w, struct str text, struct err *e);

/* A page that holds one article. ERR_LIMIT for a start tag with more than HTML_ATTRIBUTES_PARSED_MAX attributes. */
#define HTML_ATTRIBUTES_PARSED_MAX 4000U /* the library compares each with each */
int html_file_read(struct draft *w, struct str text, struct err *e);
/* The encoding that a <meta> in the head of the bytes names; empty for none and for UTF-16, which it cannot be. */
struct str html_file_charset(struct str bytes);

#endif
