#include "config.h"
#include "worker/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Landlock, from the kernel's documentation: the distribution's headers know only its first version. */
struct ruleset {
	uint64_t files, network, scoped;
};
#define DESCRIPTORS_MAX 65536U /* to be closed one by one */
#define LANDLOCK_VERSION_FLAG 1U
#define SYS_LANDLOCK_CREATE 444
#define SYS_LANDLOCK_RESTRICT 446

static bool
close_files(void)
{
	static const struct {
		uint64_t files, network, scoped;
		size_t size; /* of the struct that this version takes */
	} by_version[] = {
		{ 0x1fff, 0, 0, 8 }, { 0x3fff, 0, 0, 8 }, { 0x7fff, 0, 0, 8 }, { 0x7fff, 3, 0, 16 }, { 0xffff, 3, 0, 16 }, { 0xffff, 3, 3, 24 },
	};
	const long n = sizeof(by_version) / sizeof(by_version[0]);
	long version = syscall(SYS_LANDLOCK_CREATE, NULL, 0, LANDLOCK_VERSION_FLAG);
	struct ruleset r;
	long fd;
	bool is_done;

	if (version < 1)
		return false;
	if (version > n)
		version = n;
	r = (struct ruleset){ by_version[version - 1].files, by_version[version - 1].network, by_version[version - 1].scoped };
	fd = syscall(SYS_LANDLOCK_CREATE, &r, by_version[version - 1].size, 0);
	if (fd < 0)
		return false;
	is_done = syscall(SYS_LANDLOCK_RESTRICT, fd, 0) == 0;
	close((int)fd);
	return is_done;
}

static bool
limit(int what, rlim_t max)
{
	struct rlimit r = { max, max };

	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool
set_limits(void)
{
	bool all = limit(RLIMIT_NPROC, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, SANDBOX_CPU_MAX) &&
	           limit(RLIMIT_MSGQUEUE, 0) && limit(RLIMIT_MEMLOCK, 0);

#ifndef HAVE_SANITIZERS /* their shadow memory is terabytes of address space, and they read files when they report */
	all = all && limit(RLIMIT_NOFILE, 0) && limit(RLIMIT_AS, SANDBOX_SPACE_MAX) && limit(RLIMIT_DATA, SANDBOX_DATA_MAX);
#endif
	return all;
}

static int
allow_executable_memory_never(scmp_filter_ctx f, int call)
{
	return seccomp_rule_add(f, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static int
fill_filter(scmp_filter_ctx f)
{
	static const int allowed[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(brk), SCMP_SYS(munmap),
		SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(rt_sigreturn),
		SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex), SCMP_SYS(getpid),
		SCMP_SYS(gettid), SCMP_SYS(getrandom), SCMP_SYS(sched_yield), SCMP_SYS(setitimer), SCMP_SYS(restart_syscall),
#ifdef HAVE_SANITIZERS
		SCMP_SYS(sigaltstack), SCMP_SYS(tgkill), SCMP_SYS(getrlimit), SCMP_SYS(prlimit64), SCMP_SYS(close),
#endif
	};
	/* What libraries try on their own is refused without killing them. */
	static const int refused[] = { SCMP_SYS(openat), SCMP_SYS(open), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(newfstatat),
		SCMP_SYS(stat), SCMP_SYS(fstat), SCMP_SYS(access), SCMP_SYS(ioctl), SCMP_SYS(lseek), SCMP_SYS(sysinfo), SCMP_SYS(uname) };
	size_t i;
	int rc = 0;

	for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]) && rc == 0; i++)
		rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]) && rc == 0; i++)
		rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOENT), refused[i], 0);
	if (rc == 0)
		rc = allow_executable_memory_never(f, SCMP_SYS(mmap));
	if (rc == 0)
		rc = allow_executable_memory_never(f, SCMP_SYS(mprotect));
	return rc;
}

static bool
filter_calls(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool is_done = false;

	if (f == NULL)
		return false;
	is_done = seccomp_attr_set(f, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 && fill_filter(f) == 0 && seccomp_load(f) == 0;
	seccomp_release(f);
	return is_done;
}

/* What was opened before and is not the worker's business. */
static void
close_others(void)
{
	struct rlimit r;
	rlim_t fd;

	if (close_range(SANDBOX_FD + 1, ~0U, 0) == 0 || getrlimit(RLIMIT_NOFILE, &r) != 0)
		return;
	for (fd = SANDBOX_FD + 1; fd < r.rlim_cur && fd < DESCRIPTORS_MAX; fd++) /* a kernel or container without that call */
		close((int)fd);
}

int
sandbox_enter(struct sandbox_report *out, struct err *e)
{
	*out = (struct sandbox_report){ .has_seccomp = false };
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set(e, ERR_LOCAL, "sandbox: no_new_privs: %s", strerror(errno));
	close_others();
	out->has_landlock = close_files();
	out->has_limits = set_limits();
	out->has_seccomp = filter_calls();
	return 0;
}
