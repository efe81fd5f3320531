/*
 * Reads the file behind a file: URL in a thread of libuv's pool. Regular files
 * only; size and time of change are the validator.
 */
#ifndef FETCH_FILE_H
#define FETCH_FILE_H

#include <stdbool.h>
#include <uv.h>

#include "base/buf.h"
#include "base/err.h"

struct file_read {
	uv_work_t work;
	char *path, *url;
	char *known;     /* validator of the last read, NULL: none */
	char *validator; /* NULL when the file changed under our hands */
	bool is_same;    /* validator equals known: nothing was read */
	struct buf body;
	struct err err;  /* ERR_LOCAL, ERR_LIMIT, or ERR_CANCELLED */
	void (*done)(struct file_read *r, void *arg);
	void *arg;
};

/* Strings are copied. done runs on the loop, never before this returns; then file_read_free(). */
struct file_read *file_read_start(uv_loop_t *loop, const char *url, const char *known, size_t body_max,
    void (*done)(struct file_read *r, void *arg), void *arg);
void file_read_cancel(struct file_read *r); /* done runs all the same */
void file_read_free(struct file_read *r);

#endif
