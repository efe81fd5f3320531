#include "config.h"
#include "daemon/background.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The parent's whole life after the fork: pass the child's word on. */
static _Noreturn void
wait_for_report(int from)
{
	char text[ERR_TEXT_MAX];
	ssize_t n, have = 0;

	while ((n = read(from, text + have, sizeof(text) - 1 - (size_t)have)) > 0 || (n == -1 && errno == EINTR))
		have += n > 0 ? n : 0;
	text[have] = '\0';
	if (strcmp(text, "ready") == 0)
		_exit(0);
	fprintf(stderr, "feedwright: %s\n", have > 0 ? text : "the daemon ended before it was ready");
	_exit(1);
}

int
background_detach(int *report, struct err *e)
{
	int ends[2], null;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_set(e, ERR_LOCAL, "detach: pipe: %s", strerror(errno));
	pid = fork();
	if (pid == -1) {
		close(ends[0]);
		close(ends[1]);
		return err_set(e, ERR_LOCAL, "detach: fork: %s", strerror(errno));
	}
	if (pid > 0) {
		close(ends[1]);
		wait_for_report(ends[0]);
	}
	close(ends[0]);
	setsid();
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null != -1) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		close(null);
	}
	*report = ends[1];
	return 0;
}

void
background_report(int report, const struct err *e)
{
	const char *text = e != NULL && e->kind != ERR_NONE ? e->text : "ready";
	int null;

	if (report == -1)
		return;
	if (write(report, text, strlen(text)) == -1)
		return; /* the parent was killed: nobody waits for the word */
	close(report);
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null != -1) { /* the terminal goes last, so that errors of the start were seen */
		dup2(null, STDERR_FILENO);
		close(null);
	}
}

int
pid_file_write(const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);

	if (fd == -1 || dprintf(fd, "%ld\n", (long)getpid()) < 0) {
		err_set(e, ERR_LOCAL, "pid file %s: %s", path, strerror(errno));
		if (fd != -1)
			close(fd);
		return -1;
	}
	close(fd);
	return 0;
}
