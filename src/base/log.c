#include "config.h"
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "base/clock.h"

#define LINE_MAX_BYTES 2048

static const struct {
	const char *word;
	int priority; /* of syslog(3), and of sd-daemon(3)'s prefixes */
} levels[] = {
	[LOG_LEVEL_ERROR] = { "error", LOG_ERR },
	[LOG_LEVEL_WARNING] = { "warning", LOG_WARNING },
	[LOG_LEVEL_INFO] = { "info", LOG_INFO },
	[LOG_LEVEL_DEBUG] = { "debug", LOG_DEBUG },
};

static enum log_level threshold = LOG_LEVEL_INFO;
static enum log_target destination = LOG_TO_STDERR;
static bool is_journal; /* stderr is journald's: it has its own time stamps */

/* systemd says in JOURNAL_STREAM which device and inode its stream is; stderr may have been redirected since. */
static bool
stderr_is_journal(void)
{
	const char *env = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;

	return env != NULL && sscanf(env, "%llu:%llu", &device, &inode) == 2 && fstat(STDERR_FILENO, &st) == 0 &&
	       st.st_dev == device && st.st_ino == inode;
}

void
log_open(enum log_target target, enum log_level level)
{
	destination = target;
	threshold = level;
	is_journal = target == LOG_TO_STDERR && stderr_is_journal();
	if (target == LOG_TO_SYSLOG)
		openlog("feedwright", LOG_PID | LOG_NDELAY, LOG_DAEMON);
}

void
log_set_level(enum log_level level)
{
	threshold = level;
}

int
log_level_from(const char *word, enum log_level *out)
{
	size_t i;

	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (strcmp(word, levels[i].word) == 0) {
			*out = (enum log_level)i;
			return 0;
		}
	return -1;
}

static void __attribute__((format(printf, 2, 0)))
write_line(enum log_level level, const char *fmt, va_list ap)
{
	char text[LINE_MAX_BYTES], line[LINE_MAX_BYTES + 64], stamp[TIME_RFC3339_SIZE], *p;
	int n;

	if (level > threshold)
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	for (p = text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = ' ';
	if (destination == LOG_TO_SYSLOG) {
		syslog(levels[level].priority, "%s", text);
		return;
	}
	if (is_journal) {
		n = snprintf(line, sizeof(line), "<%d>%s\n", levels[level].priority, text);
	} else {
		time_rfc3339(clock_now_s(), stamp);
		n = snprintf(line, sizeof(line), "%s %s %s\n", stamp, levels[level].word, text);
	}
	/* One write a line: lines of several threads and processes stay whole. */
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) == -1)
		return; /* nowhere left to say so */
}

#define DEFINE_LOG(name, level)            \
	void name(const char *fmt, ...)    \
	{                                  \
		va_list ap;                \
		va_start(ap, fmt);         \
		write_line(level, fmt, ap);\
		va_end(ap);                \
	}

DEFINE_LOG(log_error, LOG_LEVEL_ERROR)
DEFINE_LOG(log_warning, LOG_LEVEL_WARNING)
DEFINE_LOG(log_info, LOG_LEVEL_INFO)
DEFINE_LOG(log_debug, LOG_LEVEL_DEBUG)
