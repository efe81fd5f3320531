/* The forms of article files. Each fills a draft from UTF-8 text without NUL. */
#ifndef EXTRACT_FORMS_H
#define EXTRACT_FORMS_H

#include "extract/draft.h"

/*
 * Plain text: an optional slogan, the headline, facts ("Published: …"), a
 * caption with its credit in parentheses, paragraphs with blank lines between.
 */
void text_file_read(struct draft *w, struct str text);

/* Markdown with optional front matter (YAML between ---, TOML between +++). */
void markdown_file_read(struct draft *w, struct str text);

/* A page that holds one article. */
void html_file_read(struct draft *w, struct str text);
/* The encoding that a <meta> in the head of the bytes names; empty for none and for UTF-16, which it cannot be. */
struct str html_file_charset(struct str bytes);

#endif
