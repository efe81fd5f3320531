#include "config.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/mem.h"

int
store_lock(const char *state_dir, struct err *e)
{
	char *path = mem_printf("%s/lock", state_dir), owner[32] = "";
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	ssize_t n;

	if (fd == -1) {
		err_set(e, ERR_LOCAL, "state-dir %s: lock: %s", state_dir, strerror(errno));
	} else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		n = pread(fd, owner, sizeof(owner) - 1, 0);
		if (n > 0)
			owner[strcspn(owner, "\n")] = '\0';
		err_set(e, ERR_LOCAL, "state-dir %s is in use by process %s", state_dir, n > 0 ? owner : "(unknown)");
		close(fd);
		fd = -1;
	} else if (ftruncate(fd, 0) != 0 || dprintf(fd, "%ld\n", (long)getpid()) < 0) {
		err_set(e, ERR_LOCAL, "state-dir %s: lock: %s", state_dir, strerror(errno));
		close(fd);
		fd = -1;
	}
	free(path);
	return fd;
}
