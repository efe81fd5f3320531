/*
 * A folder source as one document: its files are read off the loop, each is
 * parsed by a worker, and their articles are put together, newest name order
 * kept stable by sorting on the path.
 */
#ifndef DAEMON_FOLDER_H
#define DAEMON_FOLDER_H

#include <uv.h>

#include "base/hash.h"
#include "model/document.h"
#include "model/source.h"
#include "worker/pool.h"

#define FOLDER_FILES_MAX 10000U          /* files; more are an error, for a cut list would look like deletions */
#define FOLDER_FILE_MAX (4U << 20)       /* bytes a file */
#define FOLDER_BYTES_MAX (256ULL << 20)  /* bytes of all files of one folder */

/* A file that was looked at. */
struct folder_file {
	struct str name;    /* below the folder */
	size_t n_bytes;
	struct str format;  /* as in document.format; empty when it could not be read, or nothing was done with it */
	struct str problem; /* why it brings nothing; empty: it does */
};

struct folder_scan {
	struct err err;          /* the folder could not be read; ERR_CANCELLED: stopping */
	struct document document;
	struct list files;       /* struct folder_file, those that could not be read first */
	size_t n_found;          /* files that are articles by their names; mails, taken or not */
	size_t n_others;         /* that are none */
	struct arena arena;      /* of the document; its files' arenas hang behind it */
	struct sha256 hash;      /* over names and bytes of all files */
	size_t n_bytes;
	unsigned n_failed;       /* files with a problem */
	bool is_parsed;          /* false: everything is as `known` said, and document is empty */
};

typedef void folder_done_fn(struct folder_scan *scan, void *arg); /* takes the scan: folder_scan_free() */

struct folder_options {
	uv_loop_t *loop;
	struct pool *pool;
	const struct source *source;
	const struct sha256 *known; /* hash of the last scan that was recorded; NULL: none. Copied */
};

/* done runs once, on the loop, never before the return. */
void folder_read(const struct folder_options *o, folder_done_fn *done, void *arg);
void folder_scan_free(struct folder_scan *scan);

#endif
