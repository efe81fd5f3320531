/*
 * The configuration: feedwright.conf, what it includes and its subscription
 * lists become sources and feeds. Everything that is wrong is found in one
 * run. Settings are immutable once loaded; a reload loads new ones. Blocks on
 * the disk; any thread. The manual of the language is feedwright.conf(5).
 */
#ifndef SETTINGS_SETTINGS_H
#define SETTINGS_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "model/feed.h"
#include "model/site.h"
#include "model/source.h"
#include "settings/report.h"

/* Where HTTP is served: a UNIX socket at path, or a TCP port of a literal address. */
struct listen_address {
	char *text;    /* as written */
	char *path;    /* NULL for TCP */
	char *host;    /* "127.0.0.1", "::1" (no brackets); NULL for a UNIX socket */
	unsigned port; /* 0: the kernel chooses one */
};

struct settings_memory; /* what all the strings and arrays live in */

/* Strings are NUL-terminated UTF-8 and live as long as the settings; paths are absolute. */
struct settings {
	char *file; /* as given to settings_load() */

	struct listen_address *listen; /* n_listen; 0: HTTP is not served */
	size_t n_listen;
	char *public_url; /* no slash at its end */
	char *state_dir;
	char *output_dir;     /* NULL: no files are written */
	char *store;          /* "sqlite:" (a file in state_dir) or "sqlite:/absolute/path" */
	char *control_socket; /* default: control.sock in state_dir */
	unsigned connections, host_connections;
	int64_t host_spacing_ms;
	unsigned workers; /* 0: as many as there are CPUs, at least 2 */
	char *log_level;  /* a word of log_level_from() */
	char **subscriptions; /* patterns of OPML files, already read into sources */
	size_t n_subscriptions;
	char *sites_dir; /* its *.conf files say how pages of sites are read; NULL: none */

	struct selection select; /* of defaults{}: for every source */
	struct source *sources; /* in the order of the files, subscription lists last */
	size_t n_sources;
	struct feed *feeds; /* at least one: without any, "all" from "*" */
	size_t n_feeds;
	struct site *sites;
	size_t n_sites;

	struct settings_memory *memory;
};

/*
 * Reads the file and adds what is wrong to *out (initialised by the caller,
 * sorted here). daemon/configuration.h compiles what is in it besides. NULL when there is any error; warnings alone do not stop it.
 */
struct settings *settings_load(const char *path, struct mistakes *out);
/* The same, with one more look: check may add mistakes about what was read, even when there are some already. */
typedef void settings_check_fn(const struct settings *s, struct mistakes *out);
struct settings *settings_load_checked(const char *path, settings_check_fn *check, struct mistakes *out);
/* No configuration but its sites alone: those of the *.conf files in dir. */
struct settings *settings_load_sites(const char *dir, settings_check_fn *check, struct mistakes *out);
void settings_free(struct settings *s); /* NULL is fine */

const struct source *settings_source(const struct settings *s, const char *name); /* NULL: there is none */
const struct feed *settings_feed(const struct settings *s, const char *name);
/* The name of the source that was probably meant; NULL when none is near. */
const char *settings_nearest_source(const struct settings *s, const char *name);

/*
 * The sites that a page at url may belong to, the one that says most of it first: of more labels of the host, of the host
 * itself before its subdomains, of a longer path, with `when` before those that it depends on nothing, in the order of the
 * files. At most SITES_FOR_MAX, and none behind one without `when`, which is for every page there.
 */
#define SITES_FOR_MAX 16U
size_t settings_sites_for(const struct settings *s, const char *url, const struct site *out[SITES_FOR_MAX]);

/* A source as the configuration would make it of nothing: no name, no address, every limit at its default. */
void settings_source_defaults(struct source *out);

#endif
