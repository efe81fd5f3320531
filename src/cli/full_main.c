/* feedwright-full: the verbs that need more than one document. feedwright becomes it. */
#include "config.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/str.h"
#include "cli/common.h"
#include "cli/full.h"
#include "cli/verbs.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} verbs[] = {
	{ "articles", verb_articles },
	{ "check", verb_check },
	{ "discover", verb_discover },
	{ "explain", verb_explain },
	{ "export", verb_export },
	{ "extract", verb_extract_by_rules },
	{ "import", verb_import },
	{ "lint", verb_lint_url },
	{ "list", verb_list },
	{ "once", verb_once },
	{ "plan", verb_plan },
	{ "refresh", verb_refresh },
	{ "release", verb_release },
	{ "run", verb_run },
	{ "status", verb_status },
	{ "try", verb_try },
};

/* Remembers the file that started this one. It stays open, and no child gets it. */
static int
find_partner(void)
{
	static char path[48];
	const char *said = getenv(FULL_PARTNER);
	int64_t fd;

	if (said == NULL || str_to_int64(str_from(said), &fd) != 0 || fd < 0 || fd > 65535 || fcntl((int)fd, F_SETFD, FD_CLOEXEC) != 0)
		return -1;
	unsetenv(FULL_PARTNER);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", (int)fd);
	own_program_is(path);
	return 0;
}

int
main(int argc, char **argv)
{
	size_t i;

	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_NAME, "feedwright"); /* one program for whoever looks at the list of processes */
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]) && argc > 1; i++)
		if (strcmp(argv[1], verbs[i].name) == 0 && find_partner() == 0)
			return verbs[i].run(argc - 1, argv + 1);
	fputs("feedwright-full is started by feedwright(1); it does nothing by itself\n", stderr);
	return EXIT_USAGE;
}
