/* What `feedwright try` tells of an article's own page: which rules are for it, what each of them found, and the article. */
#ifndef CLI_TRY_ARTICLE_H
#define CLI_TRY_ARTICLE_H

#include "settings/settings.h"
#include "worker/job.h"

/*
 * page: bytes and where they are from, the rest is made here. settings may be NULL: there are no rules of sites; source, too:
 * it is the page of no source. only_by_site: says nothing unless some site has rules that are for this very page.
 * True when there is an article.
 */
bool try_tell_article(const struct settings *s, const struct source *source, const struct job *page, bool only_by_site);

/* The same as JSON: a document, with rule_reports and the entry's page_rules. */
bool try_print_article(const struct settings *s, const struct source *source, const struct job *page);

/* A site block by which the page would be read as it was read without one. False after a message. */
bool try_propose_site(const struct settings *s, const struct source *source, const struct job *page);

#endif
