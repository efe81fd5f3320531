/* JSON Feed 1.0 and 1.1 into a document. */
#ifndef PARSE_FEED_JSON_H
#define PARSE_FEED_JSON_H

#include "parse/parse.h"

/* 0; or -1 with ERR_INPUT when it is no JSON or no feed. */
int feed_json_parse(struct arena *a, struct str text, const struct parse_input *in, struct document *d, struct err *e);

#endif
