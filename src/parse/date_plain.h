/* The two forms that nearly all dates have, read without looking for anything else: feeds have thousands of them. */
#ifndef PARSE_DATE_PLAIN_H
#define PARSE_DATE_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * RFC 822 with weekday, four-digit year, seconds and GMT or a numeric zone, and RFC 3339, trimmed, in English and in
 * range. False for all else: date_read() then finds out what it is.
 */
bool date_read_plain(struct str s, int64_t *unix_s);

#endif
