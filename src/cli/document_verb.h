/* What parse, extract and listing have in common: one document in, through a sandboxed worker, one JSON object out. */
#ifndef CLI_DOCUMENT_VERB_H
#define CLI_DOCUMENT_VERB_H

#include "cli/common.h"

struct document_verb {
	const char *name, *usage;
	enum job_kind kind;
	bool wants_details;
	bool takes_article_files; /* is_article_file() ones, as a folder source reads them */
	/*
	 * Not NULL: there are --config and --sites, either of which may be NULL here, and this gives the rules (job.rules) of the
	 * site that url belongs to. -1 after a message.
	 */
	int (*find_rules)(const char *config, const char *sites, struct str url, struct buf *rules);
	/* Appends the object and a line end for an answer, good or bad; true when something was found. */
	bool (*print)(struct buf *out, const struct answer *answer);
};

/* Takes the options --json, --content-type, --base, --header and a file; returns the exit status. */
int document_verb_run(const struct document_verb *v, int argc, char **argv);

#endif
