/*
 * The log: "subject: what pairs=…". Levels by reader: error an operator must
 * act, warning we coped, info one line per cycle or step of life, debug the
 * rest. To stderr (with journald's <N> prefixes when it listens), or syslog.
 * Any thread; one call is one line, control characters become spaces.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_LEVEL_ERROR = 0, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };
enum log_target { LOG_TO_STDERR = 0, LOG_TO_SYSLOG };

void log_open(enum log_target target, enum log_level level);
void log_set_level(enum log_level level);
int log_level_from(const char *word, enum log_level *out); /* -1 for an unknown word */

void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
