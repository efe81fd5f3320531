/* The words of dates: months in some forty languages, abbreviations of zones, and the zones of the tz database. */
#ifndef PARSE_DATE_WORDS_H
#define PARSE_DATE_WORDS_H

#include "base/clock.h"

/* 1 to 12 for the name of a month or its usual abbreviation, in any case; 0 otherwise. */
int date_month(struct str word);

/* The offset of "EST", "CEST", "Z" and the like. True for a military letter too, which says nothing (RFC 5322, 4.3). */
bool date_zone(struct str word, int64_t *offset_s);

/* The offset of "America/New_York" and its like at a local time, by today's rules of summer time. False for an unknown name. */
bool date_zone_named(struct str name, const struct civil *local, int64_t *offset_s);

#endif
