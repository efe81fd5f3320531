/*
 * Time zones by POSIX's rules ("CET-1CEST,M3.5.0,M10.5.0/3"), which need no files
 * once they are known: today's rule of a zone, taken for all its years. Any thread.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/err.h"
#include "base/str.h"

#define ZONE_RULE_MAX 128 /* bytes, with the NUL */

/*
 * The rule of a zone by its name ("Europe/Zurich", from the system's zoneinfo: reads a file), an offset ("+02:00") or
 * "UTC". -1 with ERR_INPUT when there is no such zone.
 */
int zone_rule(struct str name, char out[ZONE_RULE_MAX], struct err *e);

struct zone_change {
	enum { CHANGE_NONE = 0, CHANGE_MONTH, CHANGE_JULIAN, CHANGE_DAY } kind;
	int month, week, day; /* CHANGE_MONTH: week 5 is the last; else day alone */
	int64_t at_s;         /* after midnight */
};

struct zone {
	int64_t offset_s, summer_s; /* east of Greenwich */
	struct zone_change to_summer, to_winter; /* CHANGE_NONE: no summer time */
};

int zone_parse(struct str rule, struct zone *out);
/* local_s counts as if the zone's clock were UTC. An hour that comes twice is the first one. */
int64_t zone_to_utc(const struct zone *z, int64_t local_s);

#endif
