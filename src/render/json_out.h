/*
 * Writes JSON that cannot be ill-formed: containers are a stack, strings are
 * escaped (U+2028 and U+2029 too, for those who paste JSON into scripts), and
 * bytes that are no UTF-8 become U+FFFD. key is NULL inside an array.
 */
#ifndef RENDER_JSON_OUT_H
#define RENDER_JSON_OUT_H

#include "base/buf.h"

#define JSON_DEPTH_MAX 16U

struct json {
	struct buf *out;
	char close[JSON_DEPTH_MAX]; /* what ends each open container; deeper is a mistake of ours */
	bool has_member[JSON_DEPTH_MAX];
	unsigned depth;
};

void json_init(struct json *j, struct buf *out);
int json_finish(struct json *j); /* everything is ended: 0, or -1 when the buffer was full */

void json_object(struct json *j, const char *key);
void json_array(struct json *j, const char *key);
void json_end(struct json *j);

void json_string(struct json *j, const char *key, struct str s);
void json_integer(struct json *j, const char *key, int64_t v);
void json_number(struct json *j, const char *key, double v); /* nothing unless finite */

/* Members that are left out when they would be empty, or no absolute address. */
void json_maybe(struct json *j, const char *key, struct str s);
void json_maybe_url(struct json *j, const char *key, struct str url);

#endif
