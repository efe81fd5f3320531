/*
 * The head of an HTTP answer, as far as anybody here wants to know it. Filled
 * line by line, used again and again without allocating.
 */
#ifndef FETCH_HEAD_H
#define FETCH_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define HEAD_MAX (64U << 10)     /* bytes of all header lines of a transfer */
#define HEAD_VALIDATOR_MAX 1024U /* bytes: longer ETags are not worth their row */

enum head_field {
	HEAD_ETAG = 0,
	HEAD_LAST_MODIFIED,
	HEAD_LOCATION,
	HEAD_CONTENT_TYPE,
	HEAD_CONTENT_LOCATION,
	HEAD_CONTENT_LANGUAGE,
	HEAD_CACHE_CONTROL,
	HEAD_EXPIRES,
	HEAD_DATE,
	HEAD_RETRY_AFTER,
	HEAD_N
};

struct head {
	struct buf text; /* the values wanted, one after another */
	struct {
		size_t at, n;
	} field[HEAD_N];
	unsigned has; /* bit by field */
	size_t n_seen; /* bytes of all lines since head_clear() */
	bool is_whole; /* the empty line came: what follows are trailers */
};

void head_init(struct head *h);
void head_release(struct head *h);
void head_clear(struct head *h);

/* One line as libcurl gives it, CR LF included. -1 past HEAD_MAX. A status line forgets the (interim) head before. */
int head_line(struct head *h, const char *p, size_t n);

/* Empty when absent; valid until the next line. */
struct str head_get(const struct head *h, enum head_field field);
char *head_copy(const struct head *h, enum head_field field); /* NULL when absent */
/* The same for ETag and Last-Modified: NULL too for what is too long or could not be sent back. */
char *head_copy_validator(const struct head *h, enum head_field field);

/* Seconds, 60 to 86400; 0 when absent or not understood. */
int64_t head_retry_after_s(const struct head *h, int64_t now_s);
/* When the answer was made, as Unix time: its Date where that is within a day of now_s, else now_s. */
int64_t head_date_s(const struct head *h, int64_t now_s);
/* Seconds, 0 to 86400, from Cache-Control or else Expires; -1 when neither says. */
int64_t head_max_age_s(const struct head *h, int64_t now_s);

/* No control characters: may be put into a header line. */
bool head_is_sendable(const char *text);

#endif
