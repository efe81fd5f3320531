/* Dates as feeds and pages write them: RFC 822 and its deviations, ISO 8601, asctime and others. */
#ifndef PARSE_DATE_H
#define PARSE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* How a numeric date such as 03/04/2022 has its first two numbers. */
enum date_order { DATE_ANY = 0, DATE_DAY_FIRST, DATE_MONTH_FIRST };

struct date {
	int64_t unix_s;        /* UTC where no zone is given */
	bool has_zone;         /* it says its zone itself */
	enum date_order order; /* the only way to read it; DATE_ANY for others than numeric ones and where both ways go */
	bool is_ambiguous;     /* both ways go: it was read as read_as, and the other way it is swapped_s */
	enum date_order read_as;
	int64_t swapped_s;
};

/* False for what cannot be read or is out of range: never a guess of "now". */
bool date_read(struct str s, struct date *d);
/* The same where only the time matters. */
bool date_parse(struct str s, int64_t *unix_s);

#endif
