/* What lint of a file and lint of a URL have in common: their options, and what they print. */
#ifndef CLI_LINT_FINDINGS_H
#define CLI_LINT_FINDINGS_H

#include "lint/report.h"

struct lint {
	const char *what; /* as given */
	struct str content_type;
	struct report of_http; /* what the answer's head shows */
	enum severity level;
	bool is_json;
};

/* Reads the options, and has look() take l->what in hand; returns the exit status. argv is the verb and its words. */
typedef int lint_look_fn(struct lint *l, char **argv);
int lint_run(int argc, char **argv, lint_look_fn *look);

/* Looks at a document and prints what is found, behind l->of_http; returns the exit status. */
int lint_bytes(struct lint *l, struct str bytes);

#endif
