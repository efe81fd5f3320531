/* What the verbs of both programs need: a file's bytes, a document out of a sandboxed worker. */
#ifndef CLI_COMMON_H
#define CLI_COMMON_H

#include "base/buf.h"
#include "worker/job.h"

#define BODY_MAX (16U << 20) /* bytes of a document */

/* feedwright, to start it as a worker. The whole program says once, before it starts any, where it is; path is kept. */
const char *own_program(void);
void own_program_is(const char *path);

/* All of a file, "-" is standard input; -1 after a message. */
int read_bytes(const char *path, const char *verb, struct buf *out);

/* Runs a job in a worker and waits. The answer lives in the arena (initialised here, the caller's to release). */
void run_job_and_wait(const struct job *job, struct arena *a, struct answer *out);

/* For the file's name: an article of a folder source, rather than a feed. */
bool is_article_file(const char *name);

#endif
