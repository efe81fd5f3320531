/* feedwright limit: what a program of the configuration is started through. Sets the limits and becomes it. */
#include "config.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/verbs.h"
#include "daemon/program.h"

#define NOT_STARTED 127 /* as shells say it */

static int
limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit old, r = { soft, hard };

	if (getrlimit((__rlimit_resource_t)what, &old) == 0 && old.rlim_max != RLIM_INFINITY) { /* it cannot be raised */
		r.rlim_max = old.rlim_max < hard ? old.rlim_max : hard;
		r.rlim_cur = r.rlim_max < soft ? r.rlim_max : soft;
	}
	return setrlimit((__rlimit_resource_t)what, &r);
}

int
verb_limit(int argc, char **argv)
{
	int64_t cpu_s;

	if (argc < 3 || str_to_int64(str_from(argv[1]), &cpu_s) != 0 || cpu_s < 1) {
		fputs("feedwright limit is what programs of the configuration are started through; it does nothing by itself\n", stderr);
		return EXIT_USAGE;
	}
	if (limit(RLIMIT_CPU, (rlim_t)cpu_s, (rlim_t)cpu_s + 1) != 0 || limit(RLIMIT_FSIZE, PROGRAM_FILE_MAX, PROGRAM_FILE_MAX) != 0 ||
	    limit(RLIMIT_NPROC, PROGRAM_PROCESSES_MAX, PROGRAM_PROCESSES_MAX) != 0 || limit(RLIMIT_CORE, 0, 0) != 0 ||
	    limit(RLIMIT_AS, PROGRAM_MEMORY_MAX, PROGRAM_MEMORY_MAX) != 0) {
		fprintf(stderr, "cannot be limited: %s\n", strerror(errno));
		return NOT_STARTED;
	}
	signal(SIGPIPE, SIG_DFL);
	execvp(argv[2], argv + 2);
	fprintf(stderr, "cannot be run: %s\n", strerror(errno));
	return NOT_STARTED;
}
