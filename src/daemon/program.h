/*
 * Programs of the configuration, run without a shell: their own process group,
 * limits on time, memory, files and processes, standard input from memory, standard output
 * into memory up to a cap. The program is started through `feedwright limit`, which sets the limits. On the loop's thread.
 */
#ifndef DAEMON_PROGRAM_H
#define DAEMON_PROGRAM_H

#include <uv.h>

#include "base/buf.h"
#include "base/err.h"

#define PROGRAM_MEMORY_MAX (1ULL << 30)   /* bytes of address space, each process */
#define PROGRAM_FILE_MAX (64ULL << 20)    /* bytes of a file that it writes */
#define PROGRAM_PROCESSES_MAX 256U        /* of its user, all together; root has no such limit */
#define PROGRAM_STDERR_MAX 256U           /* bytes of its first line that are told */

struct program;

struct program_options {
	uv_loop_t *loop;
	struct program **list; /* of those that run, for programs_cancel(); starts as NULL */
	const char *own_program; /* feedwright */
	char *const *argv;     /* ends with NULL; looked up in PATH without a slash */
	const char *user;      /* to run as, which needs root; NULL: as we are */
	const char *source;    /* name and address, for its environment: FEEDWRIGHT_SOURCE, FEEDWRIGHT_URL */
	const char *url;       /* NULL: none */
	struct str input;      /* its standard input; must live until done */
	size_t output_max;     /* bytes */
	int64_t timeout_ms;    /* then it and its children are killed */
};

/* err: ERR_REMOTE when it failed (with the first line of its standard error) or took too long, ERR_LIMIT, ERR_LOCAL, ERR_CANCELLED. */
struct program_result {
	struct err err;
	struct buf output; /* may be taken over (buf_init() it) */
};

typedef void program_done_fn(struct program_result *r, void *arg);

/* Everything but input is copied or used at once. done runs exactly once, on the loop, never before the return. */
void program_start(const struct program_options *o, program_done_fn *done, void *arg);
void programs_cancel(struct program *list); /* each ends with ERR_CANCELLED */

#endif
