/*
 * The list of everything that is wrong with a configuration, so that one run
 * tells all of it; and the search for the name that was probably meant.
 */
#ifndef SETTINGS_REPORT_H
#define SETTINGS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/str.h"

enum mistake_level {
	MISTAKE_ERROR = 0, /* the configuration cannot be used */
	MISTAKE_WARNING    /* it can, but something in it will not do what it says */
};

struct place {
	const char *file;      /* as it was named */
	unsigned line, column; /* from 1, the column in bytes; 0: the file as a whole */
};

struct mistake {
	enum mistake_level level;
	char *file;
	unsigned line, column;
	char *text; /* one line, lower case, no full stop; never a secret */
};

#define MISTAKES_MAX 1000 /* listed; more are only counted: a list that long is not read */

struct mistakes {
	struct mistake *list;
	size_t n, room;
	size_t n_errors;   /* those left out of the list included */
	size_t n_left_out; /* past MISTAKES_MAX */
};

void mistakes_init(struct mistakes *m);
void mistakes_release(struct mistakes *m);

void mistakes_add(struct mistakes *m, enum mistake_level level, const struct place *at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void mistakes_sort(struct mistakes *m); /* by file, line and column */

/* One line each: "feedwright.conf:12:3: error: unknown key …". */
void mistakes_print(const struct mistakes *m, FILE *to);

/* "did you mean": offer every valid name, then look at best. */
#define NEAREST_MAX 64 /* bytes: longer words get no suggestion */

struct nearest {
	struct str word;
	struct str best; /* one of the names offered (not copied); empty: none is near */
	unsigned distance;
};

void nearest_init(struct nearest *n, struct str word);
void nearest_offer(struct nearest *n, struct str name);

#endif
