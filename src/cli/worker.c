/* feedwright worker: what reads documents for the other verbs and the daemon. */
#include "config.h"
#include "worker/worker.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cli/verbs.h"

int
verb_worker(int argc, char **argv)
{
	bool has_converters = argc == 2 && strcmp(argv[1], WORKER_WITH_CONVERTERS) == 0;

	if (argc != 1 + has_converters || isatty(STDIN_FILENO)) {
		fputs("feedwright worker is started by the other verbs; it does nothing by itself\n", stderr);
		return EXIT_USAGE;
	}
	prctl(PR_SET_NAME, "feedwright"); /* not the name of the link that it was started by */
	return worker_main(has_converters);
}
