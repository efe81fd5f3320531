#include "config.h"
#include "fetch/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/mem.h"

#define READ_STEP 65536U /* bytes */

static char *
validator_of(const struct stat *st)
{
	return mem_printf("file:%" PRId64 "-%" PRId64 ".%09ld", (int64_t)st->st_size, (int64_t)st->st_mtim.tv_sec,
	    st->st_mtim.tv_nsec);
}

/* ---- in a thread of the pool ---- */

static int
read_all(struct file_read *r, int fd)
{
	size_t left;
	ssize_t n;
	char *to;

	for (;;) {
		left = r->body.max - r->body.n;
		to = buf_reserve(&r->body, left < READ_STEP ? left : READ_STEP);
		do
			n = read(fd, to, left < READ_STEP ? left : READ_STEP);
		while (n == -1 && errno == EINTR);
		if (n == -1)
			return err_set(&r->err, ERR_LOCAL, "%s: read: %s", r->url, strerror(errno));
		buf_added(&r->body, (size_t)n);
		if (n == 0)
			return 0;
	}
}

static int
check_size(struct file_read *r, const struct stat *st)
{
	if ((uintmax_t)st->st_size <= r->body.max)
		return 0;
	return err_set(&r->err, ERR_LIMIT, "%s: %jd bytes, more than the limit of %zu", r->url, (intmax_t)st->st_size, r->body.max);
}

static int
read_file(struct file_read *r, int fd)
{
	struct stat st, now;
	char *after;

	if (fstat(fd, &st) == -1)
		return err_set(&r->err, ERR_LOCAL, "%s: stat: %s", r->url, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(&r->err, ERR_LOCAL, "%s: not a regular file", r->url);
	r->validator = validator_of(&st);
	if (r->known != NULL && strcmp(r->known, r->validator) == 0) {
		r->is_same = true;
		return 0;
	}
	if (check_size(r, &st) != 0 || read_all(r, fd) != 0)
		return -1;
	if (fstat(fd, &now) == -1)
		return err_set(&r->err, ERR_LOCAL, "%s: stat: %s", r->url, strerror(errno));
	if (check_size(r, &now) != 0) /* it grew meanwhile, and was cut */
		return -1;
	after = validator_of(&now);
	if (strcmp(after, r->validator) != 0) { /* perhaps a mixture: to be read again */
		free(r->validator);
		r->validator = NULL;
	}
	free(after);
	return 0;
}

static void
run_read(uv_work_t *w)
{
	struct file_read *r = w->data;
	int fd;

	if (r->err.kind != ERR_NONE)
		return;
	fd = open(r->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a pipe must not hold the thread */
	if (fd == -1) {
		err_set(&r->err, ERR_LOCAL, "%s: open: %s", r->url, strerror(errno));
		return;
	}
	read_file(r, fd);
	close(fd);
}

/* ---- on the loop ---- */

static void
on_read(uv_work_t *w, int status)
{
	struct file_read *r = w->data;

	if (status != 0)
		err_set(&r->err, ERR_CANCELLED, "%s: cancelled", r->url);
	r->done(r, r->arg);
}

/* The path of a file: URL without a host, escapes decoded. */
static int
set_path(struct file_read *r)
{
	CURLU *u = curl_url();
	char *path = NULL;
	CURLUcode code;

	if (u == NULL)
		return err_set(&r->err, ERR_LOCAL, "%s: out of memory", r->url);
	code = curl_url_set(u, CURLUPART_URL, r->url, 0);
	if (code == CURLUE_OK)
		code = curl_url_get(u, CURLUPART_PATH, &path, CURLU_URLDECODE);
	if (code == CURLUE_OK)
		r->path = mem_strdup(path);
	curl_free(path);
	curl_url_cleanup(u);
	return code == CURLUE_OK ? 0 : err_set(&r->err, ERR_INPUT, "%s: %s", r->url, curl_url_strerror(code));
}

struct file_read *
file_read_start(uv_loop_t *loop, const char *url, const char *known, size_t body_max,
    void (*done)(struct file_read *r, void *arg), void *arg)
{
	struct file_read *r = mem_zalloc(sizeof(*r));

	r->url = mem_strdup(url);
	r->known = mem_strdup(known);
	r->done = done;
	r->arg = arg;
	r->work.data = r;
	buf_init(&r->body, body_max);
	set_path(r); /* an error is told by the thread, as the others */
	uv_queue_work(loop, &r->work, run_read, on_read);
	return r;
}

void
file_read_cancel(struct file_read *r)
{
	uv_cancel((uv_req_t *)&r->work); /* a read that runs already is short: regular files only */
}

void
file_read_free(struct file_read *r)
{
	free(r->path);
	free(r->url);
	free(r->known);
	free(r->validator);
	buf_release(&r->body);
	free(r);
}
