/* Dates as people write them into articles, beyond what feeds do: "Feb. 26, 2022, 5 p.m. EST", "2022年2月26日". */
#ifndef EXTRACT_WRITTEN_DATE_H
#define EXTRACT_WRITTEN_DATE_H

#include "base/arena.h"

/* As date_parse(): Unix time, UTC where no zone is given; false for what is none. */
bool written_date(struct arena *a, struct str s, int64_t *unix_s);

/* The same for a line that has nothing to it but the date: no other words. */
bool written_date_alone(struct arena *a, struct str s, int64_t *unix_s);

#endif
