/* What several verbs need: their configuration, a file's bytes, a document out of a sandboxed worker. */
#ifndef CLI_COMMON_H
#define CLI_COMMON_H

#include "base/buf.h"
#include "daemon/program.h"
#include "fetch/fetch.h"
#include "settings/settings.h"
#include "store/store.h"
#include "worker/job.h"

#define BODY_MAX (16U << 20)       /* bytes of a document */
#define OWN_PROGRAM "/proc/self/exe" /* to start workers with: this very program, replaced on disk or not */

/* --config, else FEEDWRIGHT_CONFIG, else the file of the installation. */
const char *default_config(void);
/* NULL after its mistakes were printed. */
struct settings *load_settings(const char *path, const char *verb);

/* The ledger for reading, with the settings (for settings_free(); NULL is fine); NULL after a message. */
struct store *open_ledger(const char *config, const char *verb, struct settings **out);

/* All of a file, "-" is standard input; -1 after a message. */
int read_bytes(const char *path, const char *verb, struct buf *out);

/* Runs a job in a worker and waits. The answer lives in the arena (initialised here, the caller's to release). */
void run_job_and_wait(const struct job *job, struct arena *a, struct answer *out);

/*
 * Fetches and waits; the result's strings and body are the caller's, for fetch_result_release(). FETCH_TIMEOUT_MS and BODY_MAX where
 * the request names no limits.
 */
void fetch_and_wait(struct fetch_request *request, struct fetch_result *out);

#define FETCH_TIMEOUT_MS 60000

/* Runs a program of the source and waits; the output is the caller's to release. */
void run_program_and_wait(const struct source *s, char *const *argv, struct str input, struct program_result *out);

/* For the file's name: an article of a folder source, rather than a feed. */
bool is_article_file(const char *name);

#endif
