#include "config.h"
#include "publish/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* A temporary name is the mark and six characters: it fits beside any name, however long that is. */
#define TMP_MARK ".feedwright-"
#define TMP_RANDOM "XXXXXX"
#define COMPARE_SIZE 65536U

static bool
holds(const char *path, struct str body)
{
	char *piece;
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); /* a FIFO must not hold us */
	size_t at = 0;
	ssize_t n = 0;

	if (fd == -1)
		return false;
	piece = mem_alloc(COMPARE_SIZE);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size == body.n)
		while (at < body.n && (n = read(fd, piece, COMPARE_SIZE)) > 0 && (size_t)n <= body.n - at &&
		       memcmp(piece, body.p + at, (size_t)n) == 0)
			at += (size_t)n;
	else
		at = SIZE_MAX;
	free(piece);
	close(fd);
	return at == body.n;
}

static int
write_all(int fd, struct str body)
{
	ssize_t n;

	while (body.n > 0) {
		n = write(fd, body.p, body.n);
		if (n == -1 && errno != EINTR)
			return -1;
		if (n > 0)
			body = str_skip(body, (size_t)n);
	}
	return 0;
}

/* The new name itself must survive a power cut, too. */
static void
sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1) /* a folder that may be written but not read */
		return;
	fsync(fd);
	close(fd);
}

static int
replace(const char *path, const char *tmp, int fd, struct str body, struct err *e)
{
	if (write_all(fd, body) == -1 || fchmod(fd, 0644) == -1 || fsync(fd) == -1)
		return err_set(e, ERR_LOCAL, "publish %s: write: %s", path, strerror(errno));
	if (rename(tmp, path) == -1)
		return err_set(e, ERR_LOCAL, "publish %s: rename: %s", path, strerror(errno));
	return 0;
}

int
publish_file(const char *path, struct str body, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *folder, *tmp;
	int fd, rc;

	if (holds(path, body))
		return 0;
	folder = slash != NULL ? mem_strndup((struct str){ path, (size_t)(slash - path) + 1 }) : mem_strdup("./");
	tmp = mem_printf("%s" TMP_MARK TMP_RANDOM, folder);
	fd = mkostemp(tmp, O_CLOEXEC); /* same folder, so rename() stays atomic */
	if (fd == -1) {
		rc = err_set(e, ERR_LOCAL, "publish %s: create: %s", path, strerror(errno));
	} else {
		rc = replace(path, tmp, fd, body, e);
		close(fd);
		if (rc == 0)
			sync_folder(folder);
		else
			unlink(tmp);
	}
	free(folder);
	free(tmp);
	return rc;
}

static bool
is_temporary(const char *name)
{
	return strlen(name) == strlen(TMP_MARK TMP_RANDOM) && strncmp(name, TMP_MARK, strlen(TMP_MARK)) == 0;
}

size_t
publish_sweep(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t n = 0;

	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL)
		if (is_temporary(entry->d_name) && unlinkat(dirfd(dir), entry->d_name, 0) == 0)
			n++;
	closedir(dir);
	return n;
}
