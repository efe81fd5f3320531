#include "config.h"
#include "cli/full.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/verbs.h"

#define SELF "/proc/self/exe"
#define NAME "feedwright-full"
#define PARTNER_FD_MIN 10 /* out of the way of what children get as theirs */

static const struct {
	const char *path;
	bool is_relative; /* to the folder of this program */
} places[] = {
	{ "/" NAME, true },                       /* a build */
	{ "/../libexec/feedwright/" NAME, true }, /* an installation, wherever it was moved to */
	{ PKGLIBEXECDIR "/" NAME, false },
};

static char *
own_folder(void)
{
	char path[4096];
	ssize_t n = readlink(SELF, path, sizeof(path) - 1);
	char *slash;

	path[n > 0 ? n : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL)
		*slash = '\0';
	return mem_strdup(path);
}

/* Not what somebody else has put beside a copy of this program in a folder that everybody may write to. */
static bool
is_ours(int fd)
{
	struct stat it, self;

	return fstat(fd, &it) == 0 && S_ISREG(it.st_mode) && stat(SELF, &self) == 0 && (it.st_uid == 0 || it.st_uid == self.st_uid);
}

static int
open_full(void)
{
	char *folder = own_folder(), *path;
	int fd = -1;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]) && fd == -1; i++) {
		path = mem_printf("%s%s", places[i].is_relative ? folder : "", places[i].path);
		fd = open(path, O_PATH | O_CLOEXEC);
		if (fd != -1 && !is_ours(fd)) {
			close(fd);
			fd = -1;
		}
		free(path);
	}
	free(folder);
	return fd;
}

static int
give_partner(void)
{
	char text[16];
	int low = open(SELF, O_PATH | O_CLOEXEC), fd;

	if (low == -1)
		return -1;
	fd = fcntl(low, F_DUPFD, PARTNER_FD_MIN);
	close(low);
	if (fd == -1)
		return -1;
	snprintf(text, sizeof(text), "%d", fd);
	return setenv(FULL_PARTNER, text, 1);
}

int
full_become(char *const *argv)
{
	char **words;
	size_t n;
	int fd = open_full();

	if (fd == -1) {
		fprintf(stderr, "feedwright: " NAME " is neither beside this program nor in " PKGLIBEXECDIR "\n");
		return EXIT_USAGE;
	}
	for (n = 0; argv[n] != NULL; n++)
		;
	words = mem_zalloc((n + 2) * sizeof(*words));
	words[0] = (char *)(uintptr_t)"feedwright";
	memcpy(words + 1, argv, n * sizeof(*words));
	if (give_partner() == 0)
		fexecve(fd, words, environ);
	fprintf(stderr, "feedwright: " NAME ": %s\n", strerror(errno));
	free(words);
	close(fd);
	return EXIT_USAGE;
}
