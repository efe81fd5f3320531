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

int
verb_lint(int argc, char **argv)
{
	struct lint l;
	struct arena a;
	int rc;

	arena_init(&a, SIZE_MAX / 4, NULL);
	rc = lint_options(&l, &a, argc, argv);
	if (rc == -1)
		rc = strstr(l.what, "://") != NULL ? full_become(argv) : lint_file(&l);
	arena_release(&a);
	return rc;
}
