/* The rules of JSON Feed 1.0 and 1.1. */
#ifndef LINT_JSON_FEED_H
#define LINT_JSON_FEED_H

#include "lint/report.h"

void json_feed_check(struct report *r); /* the report's text is the JSON */

#endif
