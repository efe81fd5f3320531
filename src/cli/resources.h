/* What only verbs of the whole program reach for: the configuration, the ledger, the network, programs of the configuration. */
#ifndef CLI_RESOURCES_H
#define CLI_RESOURCES_H

#include "daemon/program.h"
#include "fetch/fetch.h"
#include "settings/settings.h"
#include "store/store.h"

/* --config, else FEEDWRIGHT_CONFIG, else the file of the installation. */
const char *default_config(void);
/* NULL after its mistakes were printed. */
struct settings *load_settings(const char *path, const char *verb);
struct settings *load_sites(const char *dir, const char *verb); /* configuration_load_sites() likewise */

/* The ledger for reading, with the settings (for settings_free(); NULL is fine); NULL after a message. */
struct store *open_ledger(const char *config, const char *verb, struct settings **out);

/*
 * Fetches and waits; the result's strings and body are the caller's, for fetch_result_release(). FETCH_TIMEOUT_MS and BODY_MAX where
 * the request names no limits.
 */
void fetch_and_wait(struct fetch_request *request, struct fetch_result *out);

#define FETCH_TIMEOUT_MS 60000

/* Runs a program of the source and waits; the output is the caller's to release. */
void run_program_and_wait(const struct source *s, char *const *argv, struct str input, struct program_result *out);

#endif
