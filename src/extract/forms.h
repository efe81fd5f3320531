/* The forms of article files that are text; pages are article_page.h's. Each fills a draft from UTF-8 text without NUL: 0, or -1 with *e set. */
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

#endif
