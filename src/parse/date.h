/* Dates as feeds and pages write them: RFC 822 and its deviations, ISO 8601, asctime and others. */
#ifndef PARSE_DATE_H
#define PARSE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Unix time, UTC where no zone is given. False for what cannot be read or is out of range: never a guess of "now". */
bool date_parse(struct str s, int64_t *unix_s);
/* The same, and whether it says its zone itself. */
bool date_read(struct str s, int64_t *unix_s, bool *has_zone);

#endif
