/* feedwright lint FILE: what is wrong with a feed, for its publisher. */
#include "config.h"
#include "cli/common.h"
#include "cli/full.h"
#include "cli/lint_findings.h"
#include "cli/verbs.h"

static int
lint_file(struct lint *l)
{
	struct buf body;
	int rc = EXIT_USAGE;

	buf_init(&body, BODY_MAX);
	if (read_bytes(l->what, "lint", &body) == 0)
		rc = lint_bytes(l, buf_str(&body));
	buf_release(&body);
	return rc;
}

static int
look(struct lint *l, char **argv)
{
	return strstr(l->what, "://") != NULL ? full_become(argv) : lint_file(l);
}

int
verb_lint(int argc, char **argv)
{
	return lint_run(argc, argv, look);
}
