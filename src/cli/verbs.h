/* One function for each verb: takes its words from argv[0] (the verb) on, returns the exit status. */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

enum { EXIT_GOOD = 0, EXIT_FOUND = 1, EXIT_USAGE = 2 }; /* good; something is wrong with what was looked at; wrong usage or I/O */

int verb_articles(int argc, char **argv);
int verb_check(int argc, char **argv);
int verb_discover(int argc, char **argv);
int verb_explain(int argc, char **argv);
int verb_export(int argc, char **argv);
int verb_extract(int argc, char **argv);
int verb_extract_by_rules(int argc, char **argv);
int verb_import(int argc, char **argv);
int verb_limit(int argc, char **argv);
int verb_lint(int argc, char **argv);
int verb_lint_url(int argc, char **argv);
int verb_list(int argc, char **argv);
int verb_listing(int argc, char **argv);
int verb_once(int argc, char **argv);
int verb_parse(int argc, char **argv);
int verb_plan(int argc, char **argv);
int verb_refresh(int argc, char **argv);
int verb_release(int argc, char **argv);
int verb_run(int argc, char **argv);
int verb_status(int argc, char **argv);
int verb_try(int argc, char **argv);
int verb_worker(int argc, char **argv);

/* What export --opml and import of an OPML file come to. */
int export_subscriptions(int argc, char **argv);
int import_subscriptions(int argc, char **argv);

#endif
