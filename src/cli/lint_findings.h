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

/* Reads the options; -1 to go on with l->what, else the exit status. */
int lint_options(struct lint *l, struct arena *a, int argc, char **argv);

/* Looks at a document and prints what is found, behind l->of_http; returns the exit status. */
int lint_bytes(struct lint *l, struct str bytes);

#endif
