#include "config.h"
#include "daemon/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define MAILS_MAX 200000U /* names of a folder that are looked at */

struct file {
	char *name; /* below the folder */
	char *p;    /* bytes */
	size_t n;
	int64_t mtime_s;
};

struct part { /* the answer for one file; owns its memory until the scan is freed */
	struct arena arena;
	struct part *next;
};

struct folder_job {
	struct folder_scan scan; /* first: what the caller frees is this whole struct */
	uv_work_t work;
	struct pool *pool;
	const struct source *source;
	struct sha256 known;
	bool has_known;
	struct file *files;
	size_t n_files, room, at;
	struct part *parts;
	folder_done_fn *done;
	void *arg;
};

/* ---- in a thread of the pool: disk only ---- */

static bool
is_article_name(const char *name)
{
	static const char *const endings[] = { ".txt", ".md", ".markdown", ".html", ".htm" };
	size_t i, n = strlen(name), k;

	if (name[0] == '.')
		return false;
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		k = strlen(endings[i]);
		if (n > k && strcasecmp(name + n - k, endings[i]) == 0)
			return true;
	}
	return false;
}

static struct folder_file *
note_file(struct folder_job *job, const char *name, size_t n_bytes)
{
	struct folder_file *f = list_add(&job->scan.arena, &job->scan.files, sizeof(*f));

	f->name = arena_str(&job->scan.arena, str_from(name));
	f->n_bytes = n_bytes;
	return f;
}

static void
note_problem(struct folder_job *job, struct folder_file *f, const char *problem)
{
	f->problem = arena_str(&job->scan.arena, str_from(problem));
	job->scan.n_failed++;
}

static int
read_file(struct folder_job *job, int dir, const char *name)
{
	struct file *f;
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t got;

	if (fd == -1 || fstat(fd, &st) != 0) {
		if (fd != -1)
			close(fd);
		return errno == ENOENT ? 0 : -1; /* gone between readdir() and here */
	}
	if (!S_ISREG(st.st_mode)) {
		close(fd);
		return 0;
	}
	if (st.st_size > (off_t)FOLDER_FILE_MAX) {
		close(fd);
		errno = EFBIG;
		return -1;
	}
	job->files = mem_grow(job->files, job->n_files, &job->room, sizeof(*job->files));
	f = &job->files[job->n_files++];
	*f = (struct file){ .name = mem_strdup(name), .p = mem_alloc((size_t)st.st_size + 1), .mtime_s = st.st_mtime };
	while (f->n < (size_t)st.st_size && (got = read(fd, f->p + f->n, (size_t)st.st_size - f->n)) > 0)
		f->n += (size_t)got;
	job->scan.n_bytes += f->n;
	close(fd);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static struct sha256
hash_files(const struct folder_job *job)
{
	struct buf b;
	struct sha256 h, all;
	size_t i;

	buf_init(&b, SIZE_MAX / 4);
	for (i = 0; i < job->n_files; i++) {
		h = hash_sha256((struct str){ job->files[i].p, job->files[i].n });
		buf_add(&b, job->files[i].name, strlen(job->files[i].name) + 1);
		buf_add(&b, h.b, sizeof(h.b));
	}
	all = hash_sha256(buf_str(&b));
	buf_release(&b);
	return all;
}

/* The path is a file: a folder with nothing else in it. */
static void
read_one(struct folder_job *job)
{
	const char *path = job->source->path, *name = strrchr(path, '/') + 1;

	if (read_file(job, AT_FDCWD, path) != 0 || job->n_files == 0) {
		err_set(&job->scan.err, ERR_LOCAL, "file %s: %s", path, strerror(errno));
		return;
	}
	free(job->files[0].name);
	job->files[0].name = mem_strdup(name);
	job->scan.n_found = 1;
	job->scan.hash = hash_files(job);
}

static void
read_folder(struct folder_job *job)
{
	const char *path = job->source->path;
	struct err *e = &job->scan.err;
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (dir == NULL && errno == ENOTDIR) {
		read_one(job);
		return;
	}
	if (dir == NULL) {
		err_set(e, ERR_LOCAL, "folder %s: %s", path, strerror(errno));
		return;
	}
	while (e->kind == ERR_NONE && (entry = readdir(dir)) != NULL) {
		if (!is_article_name(entry->d_name)) {
			job->scan.n_others += entry->d_name[0] != '.';
			continue;
		}
		job->scan.n_found++;
		if (job->n_files == FOLDER_FILES_MAX)
			err_set(e, ERR_LIMIT, "folder %s: more than %u files", path, FOLDER_FILES_MAX);
		else if (read_file(job, dirfd(dir), entry->d_name) != 0)
			note_problem(job, note_file(job, entry->d_name, 0), strerror(errno));
		else if (job->scan.n_bytes > FOLDER_BYTES_MAX)
			err_set(e, ERR_LIMIT, "folder %s: more than %llu bytes", path, FOLDER_BYTES_MAX);
	}
	closedir(dir);
	if (job->n_files > 1)
		qsort(job->files, job->n_files, sizeof(*job->files), by_name);
	job->scan.hash = hash_files(job);
}

/* ---- folders of mails ---- */

struct mail {
	char *name;
	int dir;
	int64_t mtime_s;
};

static int
by_arrival(const void *a, const void *b)
{
	const struct mail *x = a, *y = b;

	return x->mtime_s != y->mtime_s ? (x->mtime_s > y->mtime_s ? -1 : 1) : strcmp(y->name, x->name);
}

static void
list_mails(const char *path, const char *sub, int *fd, struct mail **list, size_t *n, size_t *room)
{
	char *full = mem_printf("%s/%s", path, sub);
	DIR *dir = opendir(full);
	struct dirent *entry;
	struct stat st;

	free(full);
	*fd = dir != NULL ? dup(dirfd(dir)) : -1;
	while (dir != NULL && *fd != -1 && *n < MAILS_MAX && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' || fstatat(*fd, entry->d_name, &st, 0) != 0 || !S_ISREG(st.st_mode))
			continue;
		*list = mem_grow(*list, *n, room, sizeof(**list));
		(*list)[(*n)++] = (struct mail){ mem_strdup(entry->d_name), *fd, st.st_mtime };
	}
	if (dir != NULL)
		closedir(dir);
}

/* What is behind the ":" tells what the reader did with it, and changes. */
static void
strip_flags(struct file *f)
{
	char *colon = strrchr(f->name, ':');

	if (colon != NULL)
		*colon = '\0';
}

/* The newest mails of cur and new: one that is read moves from here to there, and is the same. */
static void
read_maildir(struct folder_job *job)
{
	const char *path = job->source->path;
	struct mail *list = NULL;
	size_t n = 0, room = 0, i, before;
	int fds[2];

	list_mails(path, "cur", &fds[0], &list, &n, &room);
	list_mails(path, "new", &fds[1], &list, &n, &room);
	if (fds[0] == -1 && fds[1] == -1)
		err_set(&job->scan.err, ERR_LOCAL, "maildir %s: there is neither cur nor new in it", path);
	if (n > 1)
		qsort(list, n, sizeof(*list), by_arrival);
	for (i = 0; i < n && job->n_files < job->source->items_max && job->scan.n_bytes < FOLDER_BYTES_MAX; i++) {
		before = job->n_files;
		if (read_file(job, list[i].dir, list[i].name) != 0)
			note_problem(job, note_file(job, list[i].name, 0), strerror(errno));
		else if (job->n_files > before)
			strip_flags(&job->files[before]);
	}
	job->scan.n_found = n;
	for (i = 0; i < n; i++)
		free(list[i].name);
	free(list);
	for (i = 0; i < 2; i++)
		if (fds[i] != -1)
			close(fds[i]);
	if (job->n_files > 1)
		qsort(job->files, job->n_files, sizeof(*job->files), by_name);
	job->scan.hash = hash_files(job);
}

static void
on_read(uv_work_t *work)
{
	struct folder_job *job = work->data;

	if (job->source->kind == SOURCE_MAILDIR)
		read_maildir(job);
	else
		read_folder(job);
}

/* ---- on the loop ---- */

static void
free_files(struct folder_job *job)
{
	size_t i;

	for (i = 0; i < job->n_files; i++) {
		free(job->files[i].name);
		free(job->files[i].p);
	}
	free(job->files);
	job->files = NULL;
	job->n_files = 0;
}

static void
finish(struct folder_job *job)
{
	free_files(job);
	job->done(&job->scan, job->arg);
}

static void parse_next(struct folder_job *job);

static void
on_parsed(struct answer *answer, struct arena *arena, void *arg)
{
	struct folder_job *job = arg;
	struct file *f = &job->files[job->at++];
	struct document *whole = &job->scan.document;
	const struct list *articles = &answer->document.articles;
	struct folder_file *noted;
	struct part *part;
	uint32_t i;

	if (answer->err.kind == ERR_CANCELLED) {
		job->scan.err = answer->err;
		finish(job);
		return;
	}
	noted = note_file(job, f->name, f->n);
	noted->format = arena_str(&job->scan.arena, answer->document.format);
	if (answer->err.kind != ERR_NONE) {
		note_problem(job, noted, answer->err.text);
		parse_next(job);
		return;
	}
	part = mem_alloc(sizeof(*part));
	part->arena = *arena;
	arena_init(arena, arena->max, NULL);
	part->next = job->parts;
	job->parts = part;
	for (i = 0; i < articles->n; i++) {
		struct article *a = list_add(&job->scan.arena, &whole->articles, sizeof(*a));

		*a = ((const struct article *)articles->v)[i];
		a->path = arena_str(&job->scan.arena, str_from(f->name));
		a->raw_hash = (struct opt_int){ (int64_t)(hash_fast((struct str){ f->p, f->n }, 0) >> 1), true };
		if (!a->published.is_set) { /* the file's own time is all there is */
			a->published = (struct opt_int){ f->mtime_s, true };
			a->date_from = STR("file");
		}
	}
	parse_next(job);
}

static void
parse_next(struct folder_job *job)
{
	struct job request = { .kind = job->source->kind == SOURCE_MAILDIR ? JOB_MAIL : JOB_FILE };
	struct file *f;

	if (job->at == job->n_files) {
		job->scan.is_parsed = true;
		job->scan.document.format = job->source->kind == SOURCE_MAILDIR ? STR("maildir") : STR("folder");
		finish(job);
		return;
	}
	f = &job->files[job->at];
	request.name = str_from(f->name);
	request.bytes = (struct str){ f->p, f->n };
	pool_start(job->pool, &request, on_parsed, job);
}

static void
on_was_read(uv_work_t *work, int status)
{
	struct folder_job *job = work->data;

	(void)status;
	if (job->scan.err.kind != ERR_NONE ||
	    (job->has_known && memcmp(&job->known, &job->scan.hash, sizeof(job->known)) == 0)) {
		finish(job);
		return;
	}
	parse_next(job);
}

void
folder_read(const struct folder_options *o, folder_done_fn *done, void *arg)
{
	struct folder_job *job = mem_zalloc(sizeof(*job));

	job->pool = o->pool;
	job->source = o->source;
	if (o->known != NULL) {
		job->has_known = true;
		job->known = *o->known;
	}
	job->done = done;
	job->arg = arg;
	job->work.data = job;
	arena_init(&job->scan.arena, SIZE_MAX / 4, NULL);
	uv_queue_work(o->loop, &job->work, on_read, on_was_read);
}

void
folder_scan_free(struct folder_scan *scan)
{
	struct folder_job *job = (struct folder_job *)(void *)scan;
	struct part *p, *next;

	if (scan == NULL)
		return;
	for (p = job->parts; p != NULL; p = next) {
		next = p->next;
		arena_release(&p->arena);
		free(p);
	}
	arena_release(&scan->arena);
	free(job);
}
