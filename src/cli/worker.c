/* feedwright worker: what reads documents for the other verbs and the daemon. */
#include "config.h"
#include "worker/worker.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/verbs.h"

int
verb_worker(int argc, char **argv)
{
	(void)argv;
	if (argc != 1 || isatty(STDIN_FILENO)) {
		fputs("feedwright worker is started by the other verbs; it does nothing by itself\n", stderr);
		return EXIT_USAGE;
	}
	return worker_main();
}
